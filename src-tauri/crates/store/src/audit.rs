//! The audit log, a chain of hashes.

use chrono::{DateTime, Utc};

use crate::{StoreError, Tx};

/// One link of the chain.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct AuditRow {
    /// 1, 2, 3 … without a gap.
    pub seq: i64,
    /// When.
    pub at: DateTime<Utc>,
    /// Code of the operator.
    pub operator: String,
    /// The command.
    pub command: String,
    /// What it was done to, such as `check 0196…`.
    pub subject: String,
    /// What changed, as JSON without names of bidders or numbers of them.
    pub detail: String,
    /// Which fields the hash covers: 1 for links from before there were accounts, else 2.
    pub format: i32,
    /// At which desk; empty in a rehearsal.
    pub desk: String,
    /// The word of the kind of act.
    pub event: String,
    /// `done`, or the code of the error it ended with.
    pub result: String,
    /// Hash of the link before, empty for the first.
    pub previous: String,
    /// Hash of this link.
    pub hash: String,
}

/// Which links are looked for.
#[derive(Debug, Clone)]
pub struct AuditSearch {
    /// Only links before this number.
    pub before: i64,
    /// From this moment on.
    pub from: DateTime<Utc>,
    /// Before this moment.
    pub until: DateTime<Utc>,
    /// Code of the operator; empty for anyone.
    pub operator: String,
    /// The command; empty for any.
    pub command: String,
    /// `done`, `refused`, or empty for both.
    pub outcome: String,
    /// How many.
    pub limit: i64,
}

/// The end of the chain.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct AuditHead {
    /// Links so far.
    pub seq: i64,
    /// Hash of the last one.
    pub hash: String,
}

statements! {
    /// Also takes the row lock that puts the writers of all desks into one order.
    NEXT_SEQ = "UPDATE audit_head SET seq = seq + 1 WHERE id = 1 RETURNING seq, hash";
    /// The same where nobody else can write.
    SET_SEQ = "UPDATE audit_head SET seq = $1 WHERE id = 1";
    HEAD = "SELECT seq, hash FROM audit_head WHERE id = 1";
    ADD_AUDIT = "INSERT INTO audit (seq, at, operator, command, subject, detail, format, desk, event, result,
                     previous, hash) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)";
    AUDIT_AFTER = "SELECT seq, at, operator, command, subject, detail, format, desk, event, result, previous, hash
                   FROM audit WHERE seq > $1 ORDER BY seq LIMIT $2";
    AUDIT_BEFORE = "SELECT seq, at, operator, command, subject, detail, format, desk, event, result, previous, hash
                    FROM audit WHERE seq < $1 ORDER BY seq DESC LIMIT $2";
    AUDIT_FOUND = "SELECT seq, at, operator, command, subject, detail, format, desk, event, result, previous, hash
                   FROM audit WHERE seq < $1 AND at >= $2 AND at < $3 AND ($4 = '' OR operator = $4)
                   AND ($5 = '' OR command = $5)
                   AND ($6 = '' OR (CASE WHEN result IN ('', 'done') THEN 'done' ELSE 'refused' END) = $6)
                   ORDER BY seq DESC LIMIT $7";
}

impl Tx {
    /// Takes the next number of the chain and tells the hash it must follow.
    ///
    /// # Errors
    /// [`StoreError::Busy`] when another desk holds the chain too long.
    pub async fn next_audit(&mut self) -> Result<AuditHead, StoreError> {
        if let Some(last) = self.head.take() {
            let head = AuditHead { seq: last.seq + 1, ..last };
            later!(self, SET_SEQ, head.seq);
            return Ok(head);
        }
        Ok(one!(self, AuditHead, NEXT_SEQ)?.unwrap_or(AuditHead { seq: 1, hash: String::new() }))
    }

    /// Appends a link whose number was taken with [`Tx::next_audit`] in this transaction; the end of
    /// the chain follows by a trigger.
    ///
    /// # Errors
    /// [`StoreError`] when the database is lost.
    pub async fn add_audit(&mut self, row: &AuditRow) -> Result<(), StoreError> {
        later!(
            self,
            ADD_AUDIT,
            row.seq,
            row.at,
            &row.operator,
            &row.command,
            &row.subject,
            &row.detail,
            row.format,
            &row.desk,
            &row.event,
            &row.result,
            &row.previous,
            &row.hash
        );
        self.touch("audit");
        Ok(())
    }

    /// The end of the chain.
    ///
    /// # Errors
    /// [`StoreError`] when the database is lost.
    pub async fn audit_head(&mut self) -> Result<AuditHead, StoreError> {
        Ok(one!(self, AuditHead, HEAD)?.unwrap_or(AuditHead { seq: 0, hash: String::new() }))
    }

    /// Up to `limit` links after number `seq`, oldest first.
    ///
    /// # Errors
    /// [`StoreError`] when the database is lost.
    pub async fn audit_after(&mut self, seq: i64, limit: i64) -> Result<Vec<AuditRow>, StoreError> {
        all!(self, AuditRow, AUDIT_AFTER, seq, limit)
    }

    /// Up to `limit` links before number `seq`, newest first.
    ///
    /// # Errors
    /// [`StoreError`] when the database is lost.
    pub async fn audit_before(&mut self, seq: i64, limit: i64) -> Result<Vec<AuditRow>, StoreError> {
        all!(self, AuditRow, AUDIT_BEFORE, seq, limit)
    }

    /// The links looked for, newest first.
    ///
    /// # Errors
    /// [`StoreError`] when the database is lost.
    pub async fn audit_found(&mut self, search: &AuditSearch) -> Result<Vec<AuditRow>, StoreError> {
        all!(
            self,
            AuditRow,
            AUDIT_FOUND,
            search.before,
            search.from,
            search.until,
            &search.operator,
            &search.command,
            &search.outcome,
            search.limit
        )
    }
}
