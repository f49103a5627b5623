//! The six steps of a check, its readings and answers.

use chrono::{DateTime, Utc};
use uuid::Uuid;

use crate::{Sealed, StoreError, Tx};

/// A recorded step.
#[derive(Debug, Clone)]
pub struct StepRow {
    /// The check.
    pub check_id: Uuid,
    /// 1 to 6.
    pub step_no: i32,
    /// The outcome's word.
    pub outcome: String,
    /// What was done to pass, if anything.
    pub action: Option<String>,
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

/// A temperature reading.
#[derive(Debug, Clone)]
pub struct ReadingRow {
    /// The check.
    pub check_id: Uuid,
    /// 1, 2 …
    pub seq: i64,
    /// Tenths of a degree Celsius.
    pub tenths: i32,
    /// The verdict's word.
    pub verdict: String,
    /// Thermometer.
    pub device: String,
    /// When.
    pub at: DateTime<Utc>,
    /// By whom.
    pub operator_id: Uuid,
    /// Name of that clerk.
    pub operator_name: String,
    /// Version of the gate settings in force.
    pub gate_version: i32,
    /// 1 for the first measuring, 2 for the one after a rest …
    pub round: i32,
    /// Why it does not count.
    pub void_reason: Option<Sealed>,
    /// Since when it does not count.
    pub void_at: Option<DateTime<Utc>>,
    /// Who found it wrong.
    pub void_by: Option<String>,
}

/// The six answers of step 4.
#[derive(Debug, Clone)]
pub struct SymptomsRow {
    /// The check.
    pub check_id: Uuid,
    /// Fever.
    pub fever: bool,
    /// Cough.
    pub cough: bool,
    /// Fatigue.
    pub fatigue: bool,
    /// Short of breath.
    pub breathless: bool,
    /// Diarrhoea.
    pub diarrhoea: bool,
    /// Contact with a fever patient within 14 days.
    pub contact: bool,
    /// When.
    pub at: DateTime<Utc>,
    /// By whom.
    pub operator_id: Uuid,
}

/// When a step of an admitted person was recorded.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct StepTimeRow {
    /// The check.
    pub check_id: Uuid,
    /// When the check began.
    pub opened_at: DateTime<Utc>,
    /// 1 to 6.
    pub step_no: i32,
    /// When the step was recorded.
    pub at: DateTime<Utc>,
}

statements! {
    STEP_TIMES = "SELECT s.check_id, k.opened_at, s.step_no, s.at
                  FROM (SELECT id, opened_at FROM entry_checks
                        WHERE opened_at >= $1 AND opened_at < $2 AND state = 'admitted'
                        ORDER BY opened_at DESC LIMIT $3) k
                  JOIN entry_steps s ON s.check_id = k.id
                  ORDER BY k.opened_at, s.check_id, s.step_no";
    ADD_STEP = "INSERT INTO entry_steps (check_id, step_no, passed, outcome, action, at, operator_id, lane,
                    gate_version, prior_no, prior_passed)
                VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)";
    ADD_READING = "INSERT INTO temperature_readings (check_id, seq, tenths, verdict, device, at, operator_id,
                       gate_version, round)
                   VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    ADD_SYMPTOMS = "INSERT INTO symptom_answers (check_id, seq, fever, cough, fatigue, breathless, diarrhoea, contact,
                        at, operator_id)
                    VALUES ($1, (SELECT COALESCE(MAX(seq), 0) + 1 FROM symptom_answers WHERE check_id = $1),
                        $2, $3, $4, $5, $6, $7, $8, $9)";
}

impl Tx {
    /// Records a step. The table refuses one whose predecessor was not passed.
    ///
    /// # Errors
    /// [`StoreError`]; also for a step out of order.
    pub async fn add_step(&mut self, row: &StepRow, passed: bool) -> Result<(), StoreError> {
        let prior = (row.step_no > 1).then_some(row.step_no - 1);
        later!(
            self,
            ADD_STEP,
            row.check_id,
            row.step_no,
            passed,
            &row.outcome,
            &row.action,
            row.at,
            row.operator_id,
            &row.lane,
            row.gate_version,
            prior,
            prior.map(|_| true)
        );
        Ok(())
    }

    /// Records a reading.
    ///
    /// # Errors
    /// [`StoreError`] when the database is lost.
    pub async fn add_reading(&mut self, row: &ReadingRow) -> Result<(), StoreError> {
        later!(
            self,
            ADD_READING,
            row.check_id,
            row.seq,
            row.tenths,
            &row.verdict,
            &row.device,
            row.at,
            row.operator_id,
            row.gate_version,
            row.round
        );
        Ok(())
    }

    /// Records the six answers.
    ///
    /// # Errors
    /// [`StoreError`] when the database is lost.
    pub async fn add_symptoms(&mut self, row: &SymptomsRow) -> Result<(), StoreError> {
        later!(
            self,
            ADD_SYMPTOMS,
            row.check_id,
            row.fever,
            row.cough,
            row.fatigue,
            row.breathless,
            row.diarrhoea,
            row.contact,
            row.at,
            row.operator_id
        );
        Ok(())
    }

    /// When the steps of the last admitted people were recorded, at most `most` people whose check began
    /// from `from` to before `until`; by check and step.
    ///
    /// # Errors
    /// [`StoreError`] when the database is lost.
    pub async fn step_times(
        &mut self,
        from: DateTime<Utc>,
        until: DateTime<Utc>,
        most: i64,
    ) -> Result<Vec<StepTimeRow>, StoreError> {
        all!(self, StepTimeRow, STEP_TIMES, from, until, most)
    }
}
