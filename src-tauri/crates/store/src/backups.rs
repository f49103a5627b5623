//! Backups as they were made.

use chrono::{DateTime, Utc};
use uuid::Uuid;

use crate::{StoreError, Tx};

/// A backup, or the attempt at one.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct BackupRow {
    /// Id.
    pub id: Uuid,
    /// Why it was made: `daily`, `close`, `asked` or `destruction`.
    pub cause: String,
    /// `good`, when the file was restored and found equal, or `failed`.
    pub outcome: String,
    /// The code of what went wrong, else empty.
    pub problem: String,
    /// Name of the file.
    pub file: String,
    /// Folder it is in.
    pub folder: String,
    /// Second folder, empty for none.
    pub second_folder: String,
    /// Whether the second folder has the same file; none without a second folder.
    pub second_good: Option<bool>,
    /// Size of the file in bytes.
    pub bytes: i64,
    /// Rows of all tables.
    pub rows: i64,
    /// Hash over the hashes of all tables.
    pub content_hash: String,
    /// Links of the audit chain in it.
    pub audit_seq: i64,
    /// Hash of the last of them.
    pub audit_hash: String,
    /// When.
    pub at: DateTime<Utc>,
    /// Code of who asked for it; empty when it came by itself.
    pub operator: String,
}

statements! {
    ADD_BACKUP = "INSERT INTO backups (id, cause, outcome, problem, file, folder, second_folder, second_good, bytes,
                      rows, content_hash, audit_seq, audit_hash, at, operator)
                  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)";
    LAST_BACKUPS = "SELECT id, cause, outcome, problem, file, folder, second_folder, second_good, bytes, rows,
                        content_hash, audit_seq, audit_hash, at, operator
                    FROM backups ORDER BY at DESC, id DESC LIMIT $1";
    LAST_GOOD_BACKUP = "SELECT id, cause, outcome, problem, file, folder, second_folder, second_good, bytes, rows,
                            content_hash, audit_seq, audit_hash, at, operator
                        FROM backups WHERE outcome = 'good' ORDER BY at DESC, id DESC LIMIT 1";
}

impl Tx {
    /// Records a backup.
    ///
    /// # Errors
    /// [`StoreError`] when the database is lost.
    pub async fn add_backup(&mut self, row: &BackupRow) -> Result<(), StoreError> {
        run!(
            self,
            ADD_BACKUP,
            row.id,
            &row.cause,
            &row.outcome,
            &row.problem,
            &row.file,
            &row.folder,
            &row.second_folder,
            row.second_good,
            row.bytes,
            row.rows,
            &row.content_hash,
            row.audit_seq,
            &row.audit_hash,
            row.at,
            &row.operator
        )?;
        self.touch("backups");
        Ok(())
    }

    /// The last backups, newest first.
    ///
    /// # Errors
    /// [`StoreError`] when the database is lost.
    pub async fn last_backups(&mut self, limit: i64) -> Result<Vec<BackupRow>, StoreError> {
        all!(self, BackupRow, LAST_BACKUPS, limit)
    }

    /// The last one that could be read again.
    ///
    /// # Errors
    /// [`StoreError`] when the database is lost.
    pub async fn last_good_backup(&mut self) -> Result<Option<BackupRow>, StoreError> {
        one!(self, BackupRow, LAST_GOOD_BACKUP)
    }
}
