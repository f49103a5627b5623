//! Refusals and what follows from them.

use chrono::{DateTime, Utc};
use uuid::Uuid;

use crate::{StoreError, Tx};

/// A refused person's case.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct RefusalRow {
    /// Id.
    pub id: Uuid,
    /// The check it stopped.
    pub check_id: Uuid,
    /// The reason's word.
    pub reason: String,
    /// Step at which it happened, 1 to 6.
    pub step_no: i32,
    /// When.
    pub at: DateTime<Utc>,
    /// By whom.
    pub operator_id: Uuid,
    /// Version of the gate settings in force.
    pub gate_version: i32,
    /// When the report must have been made, for cases that must be reported.
    pub due_at: Option<DateTime<Utc>>,
    /// What the clerk added.
    pub note: String,
    /// The valid tag that stood in the way.
    pub blocking_tag_id: Option<Uuid>,
}

/// Something done for a refused person.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct FollowUpRow {
    /// Id.
    pub id: Uuid,
    /// The case.
    pub refusal_id: Uuid,
    /// The kind's word.
    pub kind: String,
    /// When.
    pub at: DateTime<Utc>,
    /// By whom.
    pub operator_id: Uuid,
    /// Name of that clerk.
    pub operator_name: String,
    /// Who received the report or the documents.
    pub recipient: String,
    /// Details.
    pub note: String,
    /// State of the seals, for documents handed over.
    pub seal_state: Option<String>,
}

statements! {
    ADD_REFUSAL = "INSERT INTO refusals (id, check_id, reason, step_no, at, operator_id, gate_version, due_at, note,
                       blocking_tag_id)
                   VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
    REFUSAL_OF_CHECK = "SELECT id, check_id, reason, step_no, at, operator_id, gate_version, due_at, note,
                               blocking_tag_id
                        FROM refusals WHERE check_id = $1";
    REFUSAL = "SELECT id, check_id, reason, step_no, at, operator_id, gate_version, due_at, note, blocking_tag_id
               FROM refusals WHERE id = $1";
    REFUSALS_BETWEEN = "SELECT id, check_id, reason, step_no, at, operator_id, gate_version, due_at, note,
                               blocking_tag_id
                        FROM refusals WHERE at >= $1 AND at < $2 ORDER BY at, id";
    ADD_FOLLOW_UP = "INSERT INTO follow_ups (id, refusal_id, kind, at, operator_id, recipient, note, seal_state)
                     VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
    FOLLOW_UPS = "SELECT f.id, f.refusal_id, f.kind, f.at, f.operator_id, o.name AS operator_name, f.recipient,
                         f.note, f.seal_state
                  FROM follow_ups f JOIN operators o ON o.id = f.operator_id
                  WHERE f.refusal_id = $1 ORDER BY f.at, f.id";
}

impl Tx {
    /// Records a refusal.
    ///
    /// # Errors
    /// [`StoreError`] when the database is lost.
    pub async fn add_refusal(&mut self, row: &RefusalRow) -> Result<(), StoreError> {
        run!(
            self,
            ADD_REFUSAL,
            row.id,
            row.check_id,
            &row.reason,
            row.step_no,
            row.at,
            row.operator_id,
            row.gate_version,
            row.due_at,
            &row.note,
            row.blocking_tag_id
        )
        .map(drop)
    }

    /// The refusal a check ended with.
    ///
    /// # Errors
    /// [`StoreError`] when the database is lost.
    pub async fn refusal_of_check(&mut self, check: Uuid) -> Result<Option<RefusalRow>, StoreError> {
        one!(self, RefusalRow, REFUSAL_OF_CHECK, check)
    }

    /// One refusal.
    ///
    /// # Errors
    /// [`StoreError`] when the database is lost.
    pub async fn refusal(&mut self, id: Uuid) -> Result<Option<RefusalRow>, StoreError> {
        one!(self, RefusalRow, REFUSAL, id)
    }

    /// The refusals from `from` to before `until`.
    ///
    /// # Errors
    /// [`StoreError`] when the database is lost.
    pub async fn refusals_between(
        &mut self,
        from: DateTime<Utc>,
        until: DateTime<Utc>,
    ) -> Result<Vec<RefusalRow>, StoreError> {
        all!(self, RefusalRow, REFUSALS_BETWEEN, from, until)
    }

    /// Records what was done for a refused person.
    ///
    /// # Errors
    /// [`StoreError`] when the database is lost.
    pub async fn add_follow_up(&mut self, row: &FollowUpRow) -> Result<(), StoreError> {
        run!(
            self,
            ADD_FOLLOW_UP,
            row.id,
            row.refusal_id,
            &row.kind,
            row.at,
            row.operator_id,
            &row.recipient,
            &row.note,
            &row.seal_state
        )?;
        self.touch("gate");
        Ok(())
    }

    /// What was done for a refused person, oldest first.
    ///
    /// # Errors
    /// [`StoreError`] when the database is lost.
    pub async fn follow_ups_of(&mut self, refusal: Uuid) -> Result<Vec<FollowUpRow>, StoreError> {
        all!(self, FollowUpRow, FOLLOW_UPS, refusal)
    }
}
