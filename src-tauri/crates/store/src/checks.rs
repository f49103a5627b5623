//! Entry checks: who stands where, and for whom.

use chrono::{DateTime, Utc};
use uuid::Uuid;

use crate::{Sealed, StoreError, Tx};

/// A person's way through the gate.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct CheckRow {
    /// Id.
    pub id: Uuid,
    /// The session the person comes for.
    pub session_id: Uuid,
    /// Its number.
    pub session_code: String,
    /// Its deadline and opening.
    pub session_deadline: DateTime<Utc>,
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
    pub closed_note: Sealed,
    /// Earliest time of the next reading.
    pub resting_until: Option<DateTime<Utc>>,
    /// Version of the gate settings it runs under.
    pub gate_version: i32,
    /// Attendance role's word, known at step 5.
    pub role: Option<String>,
    /// The person, known at step 5.
    pub person_id: Option<Uuid>,
    /// Their name as given at this check.
    pub person_name: Option<Sealed>,
    /// The company, known at step 5.
    pub company_id: Option<Uuid>,
    /// Its name as given at this check.
    pub company_name: Option<Sealed>,
    /// Whether the person stayed in a key region within the observed days.
    pub key_region_stay: Option<bool>,
    /// Since when the person stands aside.
    pub paused_at: Option<DateTime<Utc>>,
    /// Why.
    pub paused_note: Sealed,
    /// Version of the region list that decided.
    pub region_version: Option<i32>,
    /// How the check follows a refused one, as a word.
    pub after_kind: Option<String>,
    /// The refused case it follows.
    pub after_refusal_id: Option<Uuid>,
}

/// How long an admitted person was at the gate.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct SpanRow {
    /// When the check began.
    pub opened_at: DateTime<Utc>,
    /// When it ended.
    pub closed_at: DateTime<Utc>,
}

#[derive(Debug, Clone, sqlx::FromRow)]
struct PlaceRow {
    place: i32,
}

/// Checks with the clerk who holds each.
macro_rules! checks {
    () => {
        "SELECT k.id, k.session_id, s.code AS session_code, s.deadline AS session_deadline, k.lane, k.place, k.state, k.holder_id, o.name AS holder_name, \
         o.code AS holder_code, k.opened_at, k.closed_at, k.closed_note, k.resting_until, \
         k.gate_version, k.role, k.person_id, k.person_name, k.company_id, k.company_name, \
         k.key_region_stay, k.paused_at, k.paused_note, k.region_version, k.after_kind, \
         k.after_refusal_id FROM entry_checks k JOIN operators o ON o.id = k.holder_id \
         JOIN sessions s ON s.id = k.session_id"
    };
}

statements! {
    PLACES_TAKEN = "SELECT place FROM entry_checks WHERE lane = $1 AND closed_at IS NULL ORDER BY place";
    /// At the lowest place of the lane that is free.
    ADD_CHECK = "INSERT INTO entry_checks (id, session_id, lane, place, state, holder_id, opened_at, closed_note,
                     gate_version, after_kind, after_refusal_id)
                 VALUES ($1, $2, $3,
                     (SELECT MIN(f.place) FROM (SELECT 1 AS place UNION ALL
                          SELECT k.place + 1 FROM entry_checks k WHERE k.lane = $3 AND k.closed_at IS NULL) f
                      WHERE NOT EXISTS (SELECT 1 FROM entry_checks o
                          WHERE o.lane = $3 AND o.place = f.place AND o.closed_at IS NULL)),
                     'open', $4, $5, '', $6, $7, $8)
                 ON CONFLICT (lane, place) WHERE closed_at IS NULL DO NOTHING
                 RETURNING place";
    CHECK = concat!(checks!(), " WHERE k.id = $1");
    /// Taking the row lock first keeps two desks from deciding the same step where several can write.
    LOCK_CHECK = "UPDATE entry_checks SET closed_note = closed_note WHERE id = $1
                  RETURNING id, session_id,
                      (SELECT s.code FROM sessions s WHERE s.id = entry_checks.session_id) AS session_code,
                      (SELECT s.deadline FROM sessions s WHERE s.id = entry_checks.session_id) AS session_deadline,
                      lane, place, state, holder_id,
                      (SELECT o.name FROM operators o WHERE o.id = entry_checks.holder_id) AS holder_name,
                      (SELECT o.code FROM operators o WHERE o.id = entry_checks.holder_id) AS holder_code,
                      opened_at, closed_at, closed_note, resting_until, gate_version, role, person_id, person_name,
                      company_id, company_name, key_region_stay, paused_at, paused_note, region_version,
                      after_kind, after_refusal_id";
    CHECKS_OPEN = concat!(checks!(), " WHERE k.closed_at IS NULL ORDER BY k.lane, k.place");
    CHECKS_BETWEEN = concat!(checks!(), " WHERE k.opened_at >= $1 AND k.opened_at < $2 ORDER BY k.opened_at, k.id");
    LAST_CLOSED = concat!(checks!(), " WHERE k.closed_at IS NOT NULL AND k.holder_id = $1 ORDER BY k.closed_at DESC, k.id DESC LIMIT 1");
    REST = "UPDATE entry_checks SET state = 'resting', resting_until = $2 WHERE id = $1";
    RESUME = "UPDATE entry_checks SET state = 'open', resting_until = NULL WHERE id = $1";
    IDENTIFY = "UPDATE entry_checks SET role = $2, person_id = $3, person_name = $4, company_id = $5,
                    company_name = $6, key_region_stay = $7, region_version = $8
                WHERE id = $1";
    CLOSE = "UPDATE entry_checks SET state = $2, closed_at = $3, closed_note = $4, resting_until = NULL
             WHERE id = $1 AND closed_at IS NULL";
    PAUSE = "UPDATE entry_checks SET paused_at = $2, paused_note = $3 WHERE id = $1 AND closed_at IS NULL";
    TAKE = "UPDATE entry_checks SET holder_id = $2, lane = $3, place = $4, paused_at = NULL, paused_note = ''
            WHERE id = $1 AND closed_at IS NULL AND NOT EXISTS (
                SELECT 1 FROM entry_checks o WHERE o.lane = $3 AND o.place = $4 AND o.closed_at IS NULL AND o.id <> $1)";
    CHECKS_OF_PERSON = concat!(checks!(), " WHERE k.person_id = $1 AND k.opened_at >= $2 AND k.opened_at < $3 ORDER BY k.opened_at, k.id");
    CHECKS_AFTER = concat!(checks!(), " WHERE k.after_refusal_id = $1 ORDER BY k.opened_at DESC, k.id DESC");
    SPANS = "SELECT opened_at, closed_at FROM entry_checks
                 WHERE closed_at >= $1 AND state = 'admitted' AND opened_at >= $2
                 ORDER BY closed_at DESC LIMIT 20";
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

    /// Opens a check at the lowest free place of its lane, whatever place the row says, and tells which;
    /// none when another desk took it at this moment.
    ///
    /// # Errors
    /// [`StoreError`] when the database is lost.
    pub async fn add_check(&mut self, row: &CheckRow) -> Result<Option<i32>, StoreError> {
        let taken = one!(
            self,
            PlaceRow,
            ADD_CHECK,
            row.id,
            row.session_id,
            &row.lane,
            row.holder_id,
            row.opened_at,
            row.gate_version,
            &row.after_kind,
            row.after_refusal_id
        )?;
        self.touch("gate");
        Ok(taken.map(|row| row.place))
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
        self.touch("gate");
        if self.is_alone() {
            return self.check(id).await;
        }
        one!(self, CheckRow, LOCK_CHECK, id)
    }

    /// Has the check looked up, and locked as by [`Tx::check_to_change`], with the next question, whose
    /// rows come after its own.
    pub(crate) async fn ask_check_to_change(&mut self, id: Uuid) -> Result<(), StoreError> {
        self.touch("gate");
        if self.is_alone() {
            later!(self, CHECK, id);
        } else {
            later!(self, LOCK_CHECK, id);
        }
        Ok(())
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
        later!(self, REST, id, until);
        Ok(())
    }

    /// Takes a rested person up again.
    ///
    /// # Errors
    /// [`StoreError`] when the database is lost.
    pub async fn resume_check(&mut self, id: Uuid) -> Result<(), StoreError> {
        later!(self, RESUME, id);
        Ok(())
    }

    /// Notes who the person is, learned at step 5: role, person, company and stay of `row`.
    ///
    /// # Errors
    /// [`StoreError`] when the database is lost.
    pub async fn identify_check(&mut self, row: &CheckRow) -> Result<(), StoreError> {
        later!(
            self,
            IDENTIFY,
            row.id,
            &row.role,
            row.person_id,
            &row.person_name,
            row.company_id,
            &row.company_name,
            row.key_region_stay,
            row.region_version
        );
        Ok(())
    }

    /// Closes a check that this transaction has locked and found open.
    ///
    /// # Errors
    /// [`StoreError`] when the database is lost.
    pub async fn close_check(
        &mut self,
        id: Uuid,
        state: &str,
        at: DateTime<Utc>,
        note: &Sealed,
    ) -> Result<(), StoreError> {
        later!(self, CLOSE, id, state, at, note);
        Ok(())
    }

    /// Sets the person aside.
    ///
    /// # Errors
    /// [`StoreError`] when the database is lost.
    pub async fn pause_check(
        &mut self,
        id: Uuid,
        at: DateTime<Utc>,
        note: &Sealed,
    ) -> Result<(), StoreError> {
        run!(self, PAUSE, id, at, note).map(drop)
    }

    /// Gives the check to another clerk and place; `false` when the place is taken or the check is
    /// closed.
    ///
    /// # Errors
    /// [`StoreError`] when the database is lost.
    pub async fn take_check(
        &mut self,
        id: Uuid,
        holder: Uuid,
        lane: &str,
        place: i32,
    ) -> Result<bool, StoreError> {
        Ok(run!(self, TAKE, id, holder, lane, place)? == 1)
    }

    /// The checks of a person begun from `from` to before `until`.
    ///
    /// # Errors
    /// [`StoreError`] when the database is lost.
    pub async fn checks_of_person(
        &mut self,
        person: Uuid,
        from: DateTime<Utc>,
        until: DateTime<Utc>,
    ) -> Result<Vec<CheckRow>, StoreError> {
        all!(self, CheckRow, CHECKS_OF_PERSON, person, from, until)
    }

    /// The checks that followed a refused one, the latest first.
    ///
    /// # Errors
    /// [`StoreError`] when the database is lost.
    pub async fn checks_after(&mut self, refusal: Uuid) -> Result<Vec<CheckRow>, StoreError> {
        all!(self, CheckRow, CHECKS_AFTER, refusal)
    }

    /// How long the last admitted people took: at most 20, closed since `closed` and opened since
    /// `opened`.
    ///
    /// # Errors
    /// [`StoreError`] when the database is lost.
    pub async fn spans_since(
        &mut self,
        closed: DateTime<Utc>,
        opened: DateTime<Utc>,
    ) -> Result<Vec<SpanRow>, StoreError> {
        all!(self, SpanRow, SPANS, closed, opened)
    }
}
