//! What was put right in a check, and how it changed hands. The rows that were corrected stay.

use chrono::{DateTime, Utc};
use uuid::Uuid;

use crate::{Sealed, StoreError, Tx};

/// A passed step taken up again, or how it ended then.
#[derive(Debug, Clone)]
pub struct StepCorrectionRow {
    /// The check.
    pub check_id: Uuid,
    /// 1 to 5.
    pub step_no: i32,
    /// `reopened`, or the outcome's word.
    pub outcome: String,
    /// What was done to pass, if anything.
    pub action: Option<String>,
    /// Why it was taken up again.
    pub reason: Option<Sealed>,
    /// When.
    pub at: DateTime<Utc>,
    /// By whom.
    pub operator_id: Uuid,
    /// Name of that clerk.
    pub operator_name: String,
    /// On which lane.
    pub lane: String,
    /// Version of the gate settings in force.
    pub gate_version: i32,
}

/// A pause or a take-over.
#[derive(Debug, Clone)]
pub struct MoveRow {
    /// `paused` or `taken`.
    pub kind: String,
    /// Why.
    pub reason: Sealed,
    /// The lane afterwards.
    pub lane: String,
    /// When.
    pub at: DateTime<Utc>,
    /// Name of who did it.
    pub operator_name: String,
}

statements! {
    ADD_STEP_CORRECTION = "INSERT INTO step_corrections (check_id, seq, step_no, outcome, action, reason, at,
                               operator_id, lane, gate_version)
                           VALUES ($1, (SELECT COALESCE(MAX(seq), 0) + 1 FROM step_corrections WHERE check_id = $1),
                               $2, $3, $4, $5, $6, $7, $8, $9)";
    VOID_READING = "INSERT INTO reading_corrections (check_id, seq, reason, at, operator_id)
                    VALUES ($1, $2, $3, $4, $5)";
    ADD_MOVE = "INSERT INTO check_moves (check_id, seq, kind, reason, lane, at, operator_id)
                VALUES ($1, (SELECT COALESCE(MAX(seq), 0) + 1 FROM check_moves WHERE check_id = $1),
                    $2, $3, $4, $5, $6)";
}

impl Tx {
    /// Records that a passed step is taken up again, or how it ended then.
    ///
    /// # Errors
    /// [`StoreError`] when the database is lost, or the step was never passed.
    pub async fn correct_step(&mut self, row: &StepCorrectionRow) -> Result<(), StoreError> {
        run!(
            self,
            ADD_STEP_CORRECTION,
            row.check_id,
            row.step_no,
            &row.outcome,
            &row.action,
            &row.reason,
            row.at,
            row.operator_id,
            &row.lane,
            row.gate_version
        )
        .map(drop)
    }

    /// Records that a reading does not count.
    ///
    /// # Errors
    /// [`StoreError`] when the database is lost.
    pub async fn void_reading(
        &mut self,
        check: Uuid,
        seq: i64,
        reason: &Sealed,
        at: DateTime<Utc>,
        operator: Uuid,
    ) -> Result<(), StoreError> {
        run!(self, VOID_READING, check, seq, reason, at, operator).map(drop)
    }

    /// Records a pause or a take-over.
    ///
    /// # Errors
    /// [`StoreError`] when the database is lost.
    pub async fn add_move(&mut self, check: Uuid, row: &MoveRow, operator: Uuid) -> Result<(), StoreError> {
        run!(self, ADD_MOVE, check, &row.kind, &row.reason, &row.lane, row.at, operator).map(drop)
    }
}
