//! Entry checks, their six steps and readings.

use chrono::{DateTime, Utc};
use uuid::Uuid;

use crate::{StoreError, Tx};

/// A person's way through the gate.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct CheckRow {
    /// Id.
    pub id: Uuid,
    /// The session the person comes for.
    pub session_id: Uuid,
    /// Lane.
    pub lane: String,
    /// Place within the lane; free again once the check is closed, so it is no running number.
    pub place: i32,
    /// The state's word.
    pub state: String,
    /// The clerk who holds it.
    pub holder_id: Uuid,
    /// Name of that clerk.
    pub holder_name: String,
    /// Code of that clerk.
    pub holder_code: String,
    /// When it began.
    pub opened_at: DateTime<Utc>,
    /// When it was decided.
    pub closed_at: Option<DateTime<Utc>>,
    /// Why it was abandoned.
    pub closed_note: String,
    /// Earliest time of the next reading.
    pub resting_until: Option<DateTime<Utc>>,
    /// Version of the gate settings it runs under.
    pub gate_version: i32,
    /// Attendance role's word, known at step 5.
    pub role: Option<String>,
    /// The person, known at step 5.
    pub person_id: Option<Uuid>,
    /// Their name as given at this check.
    pub person_name: Option<String>,
    /// The company, known at step 5.
    pub company_id: Option<Uuid>,
    /// Its name as given at this check.
    pub company_name: Option<String>,
    /// Whether the person stayed in a key region within 14 days.
    pub key_region_stay: Option<bool>,
}

/// A recorded step.
#[derive(Debug, Clone, sqlx::FromRow)]
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
#[derive(Debug, Clone, sqlx::FromRow)]
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
    /// Version of the gate settings in force.
    pub gate_version: i32,
}

/// The six answers of step 4.
#[derive(Debug, Clone, sqlx::FromRow)]
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

#[derive(Debug, Clone, sqlx::FromRow)]
struct PlaceRow {
    place: i32,
}

/// Checks with the clerk who holds each.
macro_rules! checks {
    () => {
        "SELECT k.id, k.session_id, k.lane, k.place, k.state, k.holder_id, o.name AS holder_name, \
         o.code AS holder_code, k.opened_at, k.closed_at, k.closed_note, k.resting_until, \
         k.gate_version, k.role, k.person_id, k.person_name, k.company_id, k.company_name, \
         k.key_region_stay FROM entry_checks k JOIN operators o ON o.id = k.holder_id"
    };
}

statements! {
    PLACES_TAKEN = "SELECT place FROM entry_checks WHERE lane = $1 AND closed_at IS NULL ORDER BY place";
    ADD_CHECK = "INSERT INTO entry_checks (id, session_id, lane, place, state, holder_id, opened_at, closed_note,
                     gate_version)
                 VALUES ($1, $2, $3, $4, 'open', $5, $6, '', $7)
                 ON CONFLICT (lane, place) WHERE closed_at IS NULL DO NOTHING";
    CHECK = concat!(checks!(), " WHERE k.id = $1");
    /// Taking the row lock first keeps two desks from deciding the same step; SQLite's writer holds
    /// the whole file already.
    LOCK_CHECK = "UPDATE entry_checks SET closed_note = closed_note WHERE id = $1";
    CHECKS_OPEN = concat!(checks!(), " WHERE k.closed_at IS NULL ORDER BY k.lane, k.place");
    CHECKS_BETWEEN = concat!(checks!(), " WHERE k.opened_at >= $1 AND k.opened_at < $2 ORDER BY k.opened_at, k.id");
    LAST_CLOSED = concat!(checks!(), " WHERE k.closed_at IS NOT NULL AND k.holder_id = $1 ORDER BY k.closed_at DESC, k.id DESC LIMIT 1");
    REST = "UPDATE entry_checks SET state = 'resting', resting_until = $2 WHERE id = $1";
    RESUME = "UPDATE entry_checks SET state = 'open', resting_until = NULL WHERE id = $1";
    IDENTIFY = "UPDATE entry_checks SET role = $2, person_id = $3, person_name = $4, company_id = $5,
                    company_name = $6, key_region_stay = $7
                WHERE id = $1";
    CLOSE = "UPDATE entry_checks SET state = $2, closed_at = $3, closed_note = $4, resting_until = NULL
             WHERE id = $1 AND closed_at IS NULL";
    STEPS = "SELECT t.check_id, t.step_no, t.outcome, t.action, t.at, t.operator_id, o.name AS operator_name,
                    t.lane, t.gate_version
             FROM entry_steps t JOIN operators o ON o.id = t.operator_id
             WHERE t.check_id = $1 ORDER BY t.step_no";
    ADD_STEP = "INSERT INTO entry_steps (check_id, step_no, passed, outcome, action, at, operator_id, lane,
                    gate_version, prior_no, prior_passed)
                VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)";
    READINGS = "SELECT check_id, seq, tenths, verdict, device, at, operator_id, gate_version
                FROM temperature_readings WHERE check_id = $1 ORDER BY seq";
    ADD_READING = "INSERT INTO temperature_readings (check_id, seq, tenths, verdict, device, at, operator_id,
                       gate_version)
                   VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
    ADD_SYMPTOMS = "INSERT INTO symptom_answers (check_id, fever, cough, fatigue, breathless, diarrhoea, contact,
                        at, operator_id)
                    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
}

impl Tx {
    /// The lowest free place of a lane.
    ///
    /// # Errors
    /// [`StoreError`] when the database is lost.
    pub async fn free_place(&mut self, lane: &str) -> Result<i32, StoreError> {
        let taken = all!(self, PlaceRow, PLACES_TAKEN, lane)?;
        Ok(taken.iter().fold(1, |free, row| if row.place == free { free + 1 } else { free }))
    }

    /// Opens a check at a place of a lane; a place that another desk took meanwhile gives `false`.
    ///
    /// # Errors
    /// [`StoreError`] when the database is lost.
    pub async fn add_check(&mut self, row: &CheckRow) -> Result<bool, StoreError> {
        let rows = run!(
            self,
            ADD_CHECK,
            row.id,
            row.session_id,
            &row.lane,
            row.place,
            row.holder_id,
            row.opened_at,
            row.gate_version
        )?;
        self.touch("gate");
        Ok(rows == 1)
    }

    /// One check.
    ///
    /// # Errors
    /// [`StoreError`] when the database is lost.
    pub async fn check(&mut self, id: Uuid) -> Result<Option<CheckRow>, StoreError> {
        one!(self, CheckRow, CHECK, id)
    }

    /// One check, locked against other desks until this transaction ends.
    ///
    /// # Errors
    /// [`StoreError::Busy`] when another desk holds it too long.
    pub async fn check_to_change(&mut self, id: Uuid) -> Result<Option<CheckRow>, StoreError> {
        run!(self, LOCK_CHECK, id)?;
        self.touch("gate");
        one!(self, CheckRow, CHECK, id)
    }

    /// Everyone in progress, by lane and place.
    ///
    /// # Errors
    /// [`StoreError`] when the database is lost.
    pub async fn checks_open(&mut self) -> Result<Vec<CheckRow>, StoreError> {
        all!(self, CheckRow, CHECKS_OPEN)
    }

    /// The checks begun from `from` to before `until`.
    ///
    /// # Errors
    /// [`StoreError`] when the database is lost.
    pub async fn checks_between(
        &mut self,
        from: DateTime<Utc>,
        until: DateTime<Utc>,
    ) -> Result<Vec<CheckRow>, StoreError> {
        all!(self, CheckRow, CHECKS_BETWEEN, from, until)
    }

    /// The check this clerk decided last.
    ///
    /// # Errors
    /// [`StoreError`] when the database is lost.
    pub async fn last_closed_check(&mut self, holder: Uuid) -> Result<Option<CheckRow>, StoreError> {
        one!(self, CheckRow, LAST_CLOSED, holder)
    }

    /// Sends the person to rest until the given time.
    ///
    /// # Errors
    /// [`StoreError`] when the database is lost.
    pub async fn rest_check(&mut self, id: Uuid, until: DateTime<Utc>) -> Result<(), StoreError> {
        run!(self, REST, id, until).map(drop)
    }

    /// Takes a rested person up again.
    ///
    /// # Errors
    /// [`StoreError`] when the database is lost.
    pub async fn resume_check(&mut self, id: Uuid) -> Result<(), StoreError> {
        run!(self, RESUME, id).map(drop)
    }

    /// Notes who the person is, learned at step 5: role, person, company and stay of `row`.
    ///
    /// # Errors
    /// [`StoreError`] when the database is lost.
    pub async fn identify_check(&mut self, row: &CheckRow) -> Result<(), StoreError> {
        run!(
            self,
            IDENTIFY,
            row.id,
            &row.role,
            row.person_id,
            &row.person_name,
            row.company_id,
            &row.company_name,
            row.key_region_stay
        )
        .map(drop)
    }

    /// Closes a check; one that is closed already gives `false`.
    ///
    /// # Errors
    /// [`StoreError`] when the database is lost.
    pub async fn close_check(
        &mut self,
        id: Uuid,
        state: &str,
        at: DateTime<Utc>,
        note: &str,
    ) -> Result<bool, StoreError> {
        Ok(run!(self, CLOSE, id, state, at, note)? == 1)
    }

    /// The recorded steps of a check, in order.
    ///
    /// # Errors
    /// [`StoreError`] when the database is lost.
    pub async fn steps_of(&mut self, check: Uuid) -> Result<Vec<StepRow>, StoreError> {
        all!(self, StepRow, STEPS, check)
    }

    /// Records a step. The table refuses one whose predecessor was not passed.
    ///
    /// # Errors
    /// [`StoreError`]; also for a step out of order.
    pub async fn add_step(&mut self, row: &StepRow, passed: bool) -> Result<(), StoreError> {
        let prior = (row.step_no > 1).then_some(row.step_no - 1);
        run!(
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
        )
        .map(drop)
    }

    /// The readings of a check, in order.
    ///
    /// # Errors
    /// [`StoreError`] when the database is lost.
    pub async fn readings_of(&mut self, check: Uuid) -> Result<Vec<ReadingRow>, StoreError> {
        all!(self, ReadingRow, READINGS, check)
    }

    /// Records a reading.
    ///
    /// # Errors
    /// [`StoreError`] when the database is lost.
    pub async fn add_reading(&mut self, row: &ReadingRow) -> Result<(), StoreError> {
        run!(
            self,
            ADD_READING,
            row.check_id,
            row.seq,
            row.tenths,
            &row.verdict,
            &row.device,
            row.at,
            row.operator_id,
            row.gate_version
        )
        .map(drop)
    }

    /// Records the six answers.
    ///
    /// # Errors
    /// [`StoreError`] when the database is lost.
    pub async fn add_symptoms(&mut self, row: &SymptomsRow) -> Result<(), StoreError> {
        run!(
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
        )
        .map(drop)
    }
}
