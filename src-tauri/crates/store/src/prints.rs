//! Prints of tags: asked for, then told whether the paper came out.

use chrono::{DateTime, Utc};
use uuid::Uuid;

use crate::{Sealed, StoreError, Tx};

/// A print.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct PrintRow {
    /// Id.
    pub id: Uuid,
    /// The tag.
    pub tag_id: Uuid,
    /// The code it shows.
    pub code: String,
    /// The layout's word.
    pub layout: String,
    /// The state's word.
    pub state: String,
    /// When it was asked for.
    pub at: DateTime<Utc>,
    /// By whom.
    pub operator_id: Uuid,
    /// Name of that clerk.
    pub operator_name: String,
    /// When it ended.
    pub ended_at: Option<DateTime<Utc>>,
    /// Name of who told how it ended.
    pub ender_name: Option<String>,
    /// What that person added.
    pub note: Sealed,
}

macro_rules! prints {
    () => {
        "SELECT p.id, p.tag_id, p.code, p.layout, p.state, p.at, p.operator_id, o.name AS operator_name, \
         p.ended_at, w.name AS ender_name, p.note FROM tag_prints p \
         JOIN operators o ON o.id = p.operator_id LEFT JOIN operators w ON w.id = p.ended_by"
    };
}

statements! {
    /// A code has at most one print under way, so a second Enter prints nothing.
    ADD_PRINT = "INSERT INTO tag_prints (id, tag_id, code, layout, state, at, operator_id)
                 VALUES ($1, $2, $3, $4, 'queued', $5, $6)
                 ON CONFLICT (code) WHERE state = 'queued' DO NOTHING";
    PRINT = concat!(prints!(), " WHERE p.id = $1");
    PRINT_QUEUED = concat!(prints!(), " WHERE p.code = $1 AND p.state = 'queued'");
    PRINTS_OF_TAG = concat!(prints!(), " WHERE p.tag_id = $1 ORDER BY p.at, p.id");
    END_PRINT = "UPDATE tag_prints SET state = $2, ended_at = $3, ended_by = $4, note = $5
                 WHERE id = $1 AND state = 'queued'";
}

impl Tx {
    /// Asks for a print, unless one of this code is under way.
    ///
    /// # Errors
    /// [`StoreError`] when the database is lost.
    pub async fn add_print(&mut self, row: &PrintRow) -> Result<bool, StoreError> {
        let rows =
            run!(self, ADD_PRINT, row.id, row.tag_id, &row.code, &row.layout, row.at, row.operator_id)?;
        self.touch("tags");
        Ok(rows == 1)
    }

    /// One print.
    ///
    /// # Errors
    /// [`StoreError`] when the database is lost.
    pub async fn print(&mut self, id: Uuid) -> Result<Option<PrintRow>, StoreError> {
        one!(self, PrintRow, PRINT, id)
    }

    /// The print of a code that is under way.
    ///
    /// # Errors
    /// [`StoreError`] when the database is lost.
    pub async fn print_queued(&mut self, code: &str) -> Result<Option<PrintRow>, StoreError> {
        one!(self, PrintRow, PRINT_QUEUED, code)
    }

    /// The prints of a tag, the oldest first.
    ///
    /// # Errors
    /// [`StoreError`] when the database is lost.
    pub async fn prints_of(&mut self, tag: Uuid) -> Result<Vec<PrintRow>, StoreError> {
        all!(self, PrintRow, PRINTS_OF_TAG, tag)
    }

    /// Records how a print ended; `false` when that was told before.
    ///
    /// # Errors
    /// [`StoreError`] when the database is lost.
    pub async fn end_print(
        &mut self,
        id: Uuid,
        state: &str,
        at: DateTime<Utc>,
        operator: Uuid,
        note: &Sealed,
    ) -> Result<bool, StoreError> {
        let rows = run!(self, END_PRINT, id, state, at, operator, note)?;
        self.touch("tags");
        Ok(rows == 1)
    }
}
