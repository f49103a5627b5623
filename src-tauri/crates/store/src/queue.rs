//! The line outside: how many were counted in it, and whom the centre told.

use chrono::{DateTime, Utc};
use uuid::Uuid;

use crate::{StoreError, Tx};

/// A count of the line.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct QueueCountRow {
    /// The session the people come for.
    pub session_id: Uuid,
    /// How many stand in the line.
    pub waiting: i32,
    /// When they were counted.
    pub at: DateTime<Utc>,
}

/// An agency that was told.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct QueueWarningRow {
    /// The session.
    pub session_id: Uuid,
    /// Who took the message.
    pub person: String,
    /// When.
    pub at: DateTime<Utc>,
    /// Name of who told it.
    pub operator_name: String,
}

statements! {
    ADD_QUEUE_COUNT = "INSERT INTO queue_counts (session_id, seq, waiting, at, operator_id)
                       VALUES ($1, (SELECT COALESCE(MAX(seq), 0) + 1 FROM queue_counts WHERE session_id = $1),
                           $2, $3, $4)
                       ON CONFLICT (session_id, seq) DO NOTHING";
    QUEUE_COUNT = "SELECT session_id, waiting, at FROM queue_counts WHERE session_id = $1 ORDER BY seq DESC LIMIT 1";
    ADD_QUEUE_WARNING = "INSERT INTO queue_warnings (session_id, seq, person, note, at, operator_id)
                         VALUES ($1, (SELECT COALESCE(MAX(seq), 0) + 1 FROM queue_warnings WHERE session_id = $1),
                             $2, $3, $4, $5)
                         ON CONFLICT (session_id, seq) DO NOTHING";
    QUEUE_WARNING = "SELECT q.session_id, q.person, q.at, o.name AS operator_name
                     FROM queue_warnings q JOIN operators o ON o.id = q.operator_id
                     WHERE q.session_id = $1 ORDER BY q.seq DESC LIMIT 1";
}

impl Tx {
    /// Records a count of the line; `false` when another desk counted in the same moment.
    ///
    /// # Errors
    /// [`StoreError`] when the database is lost.
    pub async fn add_queue_count(&mut self, row: &QueueCountRow, operator: Uuid) -> Result<bool, StoreError> {
        let rows = run!(self, ADD_QUEUE_COUNT, row.session_id, row.waiting, row.at, operator)?;
        self.touch("gate");
        Ok(rows == 1)
    }

    /// The latest count for a session.
    ///
    /// # Errors
    /// [`StoreError`] when the database is lost.
    pub async fn queue_count(&mut self, session: Uuid) -> Result<Option<QueueCountRow>, StoreError> {
        one!(self, QueueCountRow, QUEUE_COUNT, session)
    }

    /// Records that the agency was told; `false` when another desk told it in the same moment.
    ///
    /// # Errors
    /// [`StoreError`] when the database is lost.
    pub async fn add_queue_warning(
        &mut self,
        row: &QueueWarningRow,
        note: &str,
        operator: Uuid,
    ) -> Result<bool, StoreError> {
        let rows = run!(self, ADD_QUEUE_WARNING, row.session_id, &row.person, note, row.at, operator)?;
        self.touch("gate");
        Ok(rows == 1)
    }

    /// The latest time the agency was told about a session.
    ///
    /// # Errors
    /// [`StoreError`] when the database is lost.
    pub async fn queue_warning(&mut self, session: Uuid) -> Result<Option<QueueWarningRow>, StoreError> {
        one!(self, QueueWarningRow, QUEUE_WARNING, session)
    }
}
