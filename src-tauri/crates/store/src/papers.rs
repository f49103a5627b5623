//! Papers that were printed or saved, and how each print ended.

use chrono::{DateTime, Utc};
use uuid::Uuid;

use crate::{StoreError, Tx};

/// A print of a paper, or a file of it.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct PaperPrintRow {
    /// Id.
    pub id: Uuid,
    /// The kind's word.
    pub kind: String,
    /// The id or the day it is about.
    pub subject: String,
    /// The way's word.
    pub way: String,
    /// How many copies.
    pub copies: i32,
    /// Whether it was an empty form on request.
    pub blank: bool,
    /// SHA-256 of the PDF, of a file.
    pub content_hash: Option<String>,
    /// When.
    pub at: DateTime<Utc>,
    /// By whom.
    pub operator_id: Uuid,
    /// Name of that clerk.
    pub operator_name: String,
    /// How it ended, as a word; none while that is not told.
    pub state: Option<String>,
    /// What was told with it.
    pub note: Option<String>,
    /// When it was told.
    pub ended_at: Option<DateTime<Utc>>,
    /// Name of who told it.
    pub ender_name: Option<String>,
}

macro_rules! paper_prints {
    () => {
        "SELECT p.id, p.kind, p.subject, p.way, p.copies, p.blank, p.content_hash, p.at, p.operator_id, \
         o.name AS operator_name, e.state, e.note, e.at AS ended_at, w.name AS ender_name FROM paper_prints p \
         JOIN operators o ON o.id = p.operator_id LEFT JOIN paper_print_ends e ON e.print_id = p.id \
         LEFT JOIN operators w ON w.id = e.operator_id"
    };
}

statements! {
    ADD_PAPER_PRINT = "INSERT INTO paper_prints (id, kind, subject, turn, way, copies, blank, content_hash, at, operator_id)
                       VALUES ($1, $2, $3, (SELECT COALESCE(MAX(p.turn), 0) + 1 FROM paper_prints p WHERE p.subject = $3 AND p.kind = $2),
                           $4, $5, $6, $7, $8, $9)";
    END_PAPER_PRINT = "INSERT INTO paper_print_ends (print_id, state, note, at, operator_id)
                       VALUES ($1, $2, $3, $4, $5) ON CONFLICT (print_id) DO NOTHING";
    PAPER_PRINT = concat!(paper_prints!(), " WHERE p.id = $1");
    PAPER_PRINTS_OF = concat!(paper_prints!(), " WHERE p.subject = $1 AND p.kind = $2 ORDER BY p.turn, p.id");
}

impl Tx {
    /// Records a print or a file.
    ///
    /// # Errors
    /// [`StoreError`] when the database is lost.
    pub async fn add_paper_print(&mut self, row: &PaperPrintRow) -> Result<(), StoreError> {
        run!(
            self,
            ADD_PAPER_PRINT,
            row.id,
            &row.kind,
            &row.subject,
            &row.way,
            row.copies,
            row.blank,
            row.content_hash.as_deref(),
            row.at,
            row.operator_id
        )?;
        self.touch("papers");
        Ok(())
    }

    /// Records how a print ended; `false` when that was told before.
    ///
    /// # Errors
    /// [`StoreError`] when the database is lost.
    pub async fn end_paper_print(
        &mut self,
        id: Uuid,
        state: &str,
        note: &str,
        at: DateTime<Utc>,
        operator: Uuid,
    ) -> Result<bool, StoreError> {
        let rows = run!(self, END_PAPER_PRINT, id, state, note, at, operator)?;
        self.touch("papers");
        Ok(rows == 1)
    }

    /// One print.
    ///
    /// # Errors
    /// [`StoreError`] when the database is lost.
    pub async fn paper_print(&mut self, id: Uuid) -> Result<Option<PaperPrintRow>, StoreError> {
        one!(self, PaperPrintRow, PAPER_PRINT, id)
    }

    /// The prints and files of one paper, the oldest first.
    ///
    /// # Errors
    /// [`StoreError`] when the database is lost.
    pub async fn paper_prints_of(
        &mut self,
        subject: &str,
        kind: &str,
    ) -> Result<Vec<PaperPrintRow>, StoreError> {
        all!(self, PaperPrintRow, PAPER_PRINTS_OF, subject, kind)
    }
}
