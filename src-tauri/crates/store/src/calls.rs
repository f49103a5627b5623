//! Reminder calls. There is no column that could take a bidder's name or number.

use chrono::{DateTime, NaiveDate, Utc};
use uuid::Uuid;

use crate::{StoreError, Tx};

/// The one call of a campaign to an agency for the sessions of a day, or to a unit for a day.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct CallRow {
    /// Id.
    pub id: Uuid,
    /// The campaign's word.
    pub campaign: String,
    /// The agency, in the campaigns that ring agencies.
    pub agency_id: Option<Uuid>,
    /// The unit, in the roll-call.
    pub unit_id: Option<Uuid>,
    /// Whichever of the two it is.
    pub callee_id: Uuid,
    /// Its name.
    pub callee_name: String,
    /// Day of the sessions.
    pub day: NaiveDate,
    /// When the call came onto the list.
    pub created_at: DateTime<Utc>,
}

/// An attempt: either an outcome or answers, never both (a constraint of the table).
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct AttemptRow {
    /// Id.
    pub id: Uuid,
    /// The call.
    pub call_id: Uuid,
    /// When.
    pub at: DateTime<Utc>,
    /// Who rang.
    pub operator_id: Uuid,
    /// Name of who rang.
    pub operator_name: String,
    /// The outcome's word.
    pub outcome: String,
    /// Agreed time to call back.
    pub call_back_at: Option<DateTime<Utc>>,
    /// Person reached.
    pub person: Option<String>,
    /// Their title.
    pub title: Option<String>,
    /// How the form was sent.
    pub form_channel: Option<String>,
    /// When it was sent.
    pub form_sent_at: Option<DateTime<Utc>>,
    /// Whether the agency confirmed that it passed the message on.
    pub relay_confirmed: bool,
    /// Questions asked.
    pub questions: Option<String>,
    /// Version of the script that was read out.
    pub script_version: i32,
    /// Digest of the sessions as they were told; a change makes the attempt void.
    pub sessions_digest: String,
    /// The contact who was rung.
    pub contact_id: Option<Uuid>,
    /// The number that was rung; empty when the other side rang.
    pub phone: String,
    /// Version of the gate settings the script was filled from; not known of old attempts.
    pub gate_version: Option<i32>,
}

/// A session as an attempt announced it.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct ToldRow {
    /// The attempt.
    pub attempt_id: Uuid,
    /// The session.
    pub session_id: Uuid,
    /// Its number.
    pub code: String,
    /// When it was to open.
    pub deadline: DateTime<Utc>,
    /// Where, as it was said.
    pub place: String,
}

/// A printed notice.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct NoticeRow {
    /// Id.
    pub id: Uuid,
    /// The call it belongs to.
    pub call_id: Uuid,
    /// When.
    pub at: DateTime<Utc>,
    /// By whom.
    pub operator_id: Uuid,
    /// Pages.
    pub pages: i32,
    /// Version of the call settings.
    pub script_version: i32,
    /// Version of the gate settings.
    pub gate_version: i32,
    /// SHA-256 of the PDF.
    pub content_hash: String,
}

macro_rules! calls {
    () => {
        "SELECT c.id, c.campaign, c.agency_id, c.unit_id, c.callee_id, COALESCE(a.name, u.name) AS \
         callee_name, c.day, c.created_at FROM calls c LEFT JOIN agencies a ON a.id = c.agency_id \
         LEFT JOIN units u ON u.id = c.unit_id"
    };
}

macro_rules! attempts {
    () => {
        "SELECT t.id, t.call_id, t.at, t.operator_id, o.name AS operator_name, t.outcome, \
         t.call_back_at, t.person, t.title, t.form_channel, t.form_sent_at, t.relay_confirmed, \
         t.questions, t.script_version, t.sessions_digest, t.contact_id, t.phone, t.gate_version \
         FROM call_attempts t JOIN operators o ON o.id = t.operator_id"
    };
}

statements! {
    ADD_CALL = "INSERT INTO calls (id, campaign, agency_id, unit_id, callee_id, day, created_at)
                VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (campaign, callee_id, day) DO NOTHING";
    CALLS_OF_DAY = concat!(calls!(), " WHERE c.day = $1 AND c.campaign = $2 ORDER BY c.created_at, c.id");
    CALLS_BETWEEN = concat!(calls!(), " WHERE c.day >= $1 AND c.day <= $2 ORDER BY c.day, c.created_at, c.id");
    CALLS_OF_CALLEE = concat!(calls!(), " WHERE c.callee_id = $1 AND c.day >= $2 AND c.day <= $3 \
                                         ORDER BY c.day DESC, c.campaign, c.id");
    CALL = concat!(calls!(), " WHERE c.id = $1");
    ATTEMPTS = concat!(attempts!(), " WHERE t.call_id = $1 ORDER BY t.at, t.id");
    ATTEMPT = concat!(attempts!(), " WHERE t.id = $1");
    ADD_ATTEMPT = "INSERT INTO call_attempts (id, call_id, at, operator_id, outcome, call_back_at, person, title,
                       form_channel, form_sent_at, relay_confirmed, questions, script_version, sessions_digest,
                       contact_id, phone, gate_version)
                   VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)";
    ADD_TOLD = "INSERT INTO attempt_sessions (attempt_id, session_id, deadline, place) VALUES ($1, $2, $3, $4)";
    TOLD_OF_CALL = "SELECT w.attempt_id, w.session_id, s.code, w.deadline, w.place FROM attempt_sessions w
                    JOIN call_attempts t ON t.id = w.attempt_id JOIN sessions s ON s.id = w.session_id
                    WHERE t.call_id = $1 ORDER BY w.deadline, s.code, w.session_id";
    ADD_NOTICE = "INSERT INTO notices (id, call_id, at, operator_id, pages, script_version, gate_version,
                      content_hash)
                  VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
}

impl Tx {
    /// Puts a call onto the list, if the campaign has none for this callee and day yet.
    ///
    /// # Errors
    /// [`StoreError`] when the database is lost.
    pub async fn ensure_call(&mut self, row: &CallRow) -> Result<(), StoreError> {
        run!(
            self,
            ADD_CALL,
            row.id,
            &row.campaign,
            row.agency_id,
            row.unit_id,
            row.callee_id,
            row.day,
            row.created_at
        )?;
        self.touch("calls");
        Ok(())
    }

    /// The calls of a campaign for a day.
    ///
    /// # Errors
    /// [`StoreError`] when the database is lost.
    pub async fn calls_of_day(&mut self, day: NaiveDate, campaign: &str) -> Result<Vec<CallRow>, StoreError> {
        all!(self, CallRow, CALLS_OF_DAY, day, campaign)
    }

    /// The calls of every campaign for the days from `from` to `until`.
    ///
    /// # Errors
    /// [`StoreError`] when the database is lost.
    pub async fn calls_between(
        &mut self,
        from: NaiveDate,
        until: NaiveDate,
    ) -> Result<Vec<CallRow>, StoreError> {
        all!(self, CallRow, CALLS_BETWEEN, from, until)
    }

    /// The calls to an agency or unit for the days from `from` to `until`, newest first.
    ///
    /// # Errors
    /// [`StoreError`] when the database is lost.
    pub async fn calls_of_callee(
        &mut self,
        callee: Uuid,
        from: NaiveDate,
        until: NaiveDate,
    ) -> Result<Vec<CallRow>, StoreError> {
        all!(self, CallRow, CALLS_OF_CALLEE, callee, from, until)
    }

    /// One call.
    ///
    /// # Errors
    /// [`StoreError`] when the database is lost.
    pub async fn call(&mut self, id: Uuid) -> Result<Option<CallRow>, StoreError> {
        one!(self, CallRow, CALL, id)
    }

    /// The attempts of a call, oldest first.
    ///
    /// # Errors
    /// [`StoreError`] when the database is lost.
    pub async fn attempts_of(&mut self, call: Uuid) -> Result<Vec<AttemptRow>, StoreError> {
        all!(self, AttemptRow, ATTEMPTS, call)
    }

    /// One attempt.
    ///
    /// # Errors
    /// [`StoreError`] when the database is lost.
    pub async fn attempt(&mut self, id: Uuid) -> Result<Option<AttemptRow>, StoreError> {
        one!(self, AttemptRow, ATTEMPT, id)
    }

    /// What the attempts of a call announced.
    ///
    /// # Errors
    /// [`StoreError`] when the database is lost.
    pub async fn told_of(&mut self, call: Uuid) -> Result<Vec<ToldRow>, StoreError> {
        all!(self, ToldRow, TOLD_OF_CALL, call)
    }

    /// Records an attempt.
    ///
    /// # Errors
    /// [`StoreError`]; also when it has both an outcome and answers, or neither.
    pub async fn add_attempt(&mut self, row: &AttemptRow) -> Result<(), StoreError> {
        run!(
            self,
            ADD_ATTEMPT,
            row.id,
            row.call_id,
            row.at,
            row.operator_id,
            &row.outcome,
            row.call_back_at,
            &row.person,
            &row.title,
            &row.form_channel,
            row.form_sent_at,
            row.relay_confirmed,
            &row.questions,
            row.script_version,
            &row.sessions_digest,
            row.contact_id,
            &row.phone,
            row.gate_version
        )?;
        self.touch("calls");
        Ok(())
    }

    /// Records that an attempt announced a session.
    ///
    /// # Errors
    /// [`StoreError`] when the database is lost.
    pub async fn add_told(&mut self, row: &ToldRow) -> Result<(), StoreError> {
        run!(self, ADD_TOLD, row.attempt_id, row.session_id, row.deadline, &row.place)?;
        Ok(())
    }

    /// Records that a notice was made.
    ///
    /// # Errors
    /// [`StoreError`] when the database is lost.
    pub async fn add_notice(&mut self, row: &NoticeRow) -> Result<(), StoreError> {
        run!(
            self,
            ADD_NOTICE,
            row.id,
            row.call_id,
            row.at,
            row.operator_id,
            row.pages,
            row.script_version,
            row.gate_version,
            &row.content_hash
        )?;
        self.touch("calls");
        Ok(())
    }
}
