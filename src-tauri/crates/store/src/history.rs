//! What was recorded of a check, read at one look: its steps, readings, corrections and moves, and the
//! answers entered last.

use chrono::{DateTime, Utc};
use uuid::Uuid;

use crate::checks::CheckRow;
use crate::corrections::{MoveRow, StepCorrectionRow};
use crate::steps::{ReadingRow, StepRow};
use crate::{Sealed, StoreError, Tx};

/// What was recorded of a check, each part in order.
#[derive(Debug, Clone, Default)]
pub struct CheckHistory {
    /// Steps.
    pub steps: Vec<StepRow>,
    /// Readings.
    pub readings: Vec<ReadingRow>,
    /// Steps taken up again.
    pub corrections: Vec<StepCorrectionRow>,
    /// Pauses and take-overs.
    pub moves: Vec<MoveRow>,
    /// The answers of the questionnaire as they were entered last, as JSON under seal.
    pub answers: Option<Sealed>,
}

/// A row of any part; what a part does not have is empty.
#[derive(Debug, sqlx::FromRow)]
struct Row {
    part: i32,
    seq: i64,
    number: i32,
    word: String,
    detail: Option<String>,
    reason: Option<Sealed>,
    lane: String,
    at: DateTime<Utc>,
    operator_id: Uuid,
    operator_name: String,
    gate_version: i32,
    round: i32,
    void_reason: Option<Sealed>,
    void_at: Option<DateTime<Utc>>,
    void_by: Option<String>,
}

/// A row of the check itself, or of what was recorded of it.
enum Found {
    Check(Box<CheckRow>),
    Part(Box<Row>),
}

impl<'r, R> sqlx::FromRow<'r, R> for Found
where
    R: sqlx::Row,
    CheckRow: sqlx::FromRow<'r, R>,
    Row: sqlx::FromRow<'r, R>,
    for<'name> &'name str: sqlx::ColumnIndex<R>,
{
    fn from_row(row: &'r R) -> Result<Self, sqlx::Error> {
        if row.try_column("part").is_ok() {
            Row::from_row(row).map(|part| Self::Part(Box::new(part)))
        } else {
            CheckRow::from_row(row).map(|check| Self::Check(Box::new(check)))
        }
    }
}

const STEP: i32 = 1;
const READING: i32 = 2;
const CORRECTION: i32 = 3;
const MOVE: i32 = 4;

statements! {
    HISTORY = "SELECT 1 AS part, CAST(t.step_no AS BIGINT) AS seq, t.step_no AS number, t.outcome AS word,
                      t.action AS detail, CAST(NULL AS TEXT) AS reason, t.lane, t.at, t.operator_id,
                      o.name AS operator_name, t.gate_version, 0 AS round, CAST(NULL AS TEXT) AS void_reason,
                      CAST(NULL AS TIMESTAMPTZ) AS void_at, CAST(NULL AS TEXT) AS void_by
               FROM entry_steps t JOIN operators o ON o.id = t.operator_id
               WHERE t.check_id = $1
               UNION ALL
               SELECT 2, r.seq, r.tenths, r.verdict, r.device, NULL, '', r.at, r.operator_id, o.name,
                      r.gate_version, r.round, v.reason, v.at, w.name
               FROM temperature_readings r JOIN operators o ON o.id = r.operator_id
               LEFT JOIN reading_corrections v ON v.check_id = r.check_id AND v.seq = r.seq
               LEFT JOIN operators w ON w.id = v.operator_id
               WHERE r.check_id = $1
               UNION ALL
               SELECT 3, c.seq, c.step_no, c.outcome, c.action, c.reason, c.lane, c.at, c.operator_id, o.name,
                      c.gate_version, 0, NULL, NULL, NULL
               FROM step_corrections c JOIN operators o ON o.id = c.operator_id
               WHERE c.check_id = $1
               UNION ALL
               SELECT 4, m.seq, 0, m.kind, NULL, m.reason, m.lane, m.at, m.operator_id, o.name,
                      0, 0, NULL, NULL, NULL
               FROM check_moves m JOIN operators o ON o.id = m.operator_id
               WHERE m.check_id = $1
               UNION ALL
               SELECT 5, q.seq, 0, q.answers, NULL, NULL, '', q.at, q.operator_id, o.name,
                      0, 0, NULL, NULL, NULL
               FROM questionnaires q JOIN operators o ON o.id = q.operator_id
               WHERE q.check_id = $1
                   AND q.seq = (SELECT MAX(l.seq) FROM questionnaires l WHERE l.check_id = $1)
               ORDER BY 1, 2";
}

impl Tx {
    /// What was recorded of a check.
    ///
    /// # Errors
    /// [`StoreError`] when the database is lost.
    pub async fn check_history(&mut self, check: Uuid) -> Result<CheckHistory, StoreError> {
        let mut history = CheckHistory::default();
        for row in all!(self, Row, HISTORY, check)? {
            history.add(check, row);
        }
        Ok(history)
    }

    /// One check and what was recorded of it, locked against other desks until this transaction ends.
    ///
    /// # Errors
    /// [`StoreError::Busy`] when another desk holds it too long.
    pub async fn check_to_go_on(&mut self, id: Uuid) -> Result<Option<(CheckRow, CheckHistory)>, StoreError> {
        self.ask_check_to_change(id).await?;
        let (mut check, mut history) = (None, CheckHistory::default());
        for found in all!(self, Found, HISTORY, id)? {
            match found {
                Found::Check(row) => check = Some(*row),
                Found::Part(row) => history.add(id, *row),
            }
        }
        Ok(check.map(|check| (check, history)))
    }
}

impl CheckHistory {
    fn add(&mut self, check: Uuid, row: Row) {
        match row.part {
            STEP => self.steps.push(row.step(check)),
            READING => self.readings.push(row.reading(check)),
            CORRECTION => self.corrections.push(row.correction(check)),
            MOVE => self.moves.push(row.moved()),
            _ => self.answers = Some(Sealed::new(row.word)),
        }
    }
}

impl Row {
    fn step(self, check_id: Uuid) -> StepRow {
        StepRow {
            check_id,
            step_no: self.number,
            outcome: self.word,
            action: self.detail,
            at: self.at,
            operator_id: self.operator_id,
            operator_name: self.operator_name,
            lane: self.lane,
            gate_version: self.gate_version,
        }
    }

    fn reading(self, check_id: Uuid) -> ReadingRow {
        ReadingRow {
            check_id,
            seq: self.seq,
            tenths: self.number,
            verdict: self.word,
            device: self.detail.unwrap_or_default(),
            at: self.at,
            operator_id: self.operator_id,
            operator_name: self.operator_name,
            gate_version: self.gate_version,
            round: self.round,
            void_reason: self.void_reason,
            void_at: self.void_at,
            void_by: self.void_by,
        }
    }

    fn correction(self, check_id: Uuid) -> StepCorrectionRow {
        StepCorrectionRow {
            check_id,
            step_no: self.number,
            outcome: self.word,
            action: self.detail,
            reason: self.reason,
            at: self.at,
            operator_id: self.operator_id,
            operator_name: self.operator_name,
            lane: self.lane,
            gate_version: self.gate_version,
        }
    }

    fn moved(self) -> MoveRow {
        MoveRow {
            kind: self.word,
            reason: self.reason.unwrap_or_default(),
            lane: self.lane,
            at: self.at,
            operator_name: self.operator_name,
        }
    }
}
