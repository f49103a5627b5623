//! Reminder calls. There is no column that could take a bidder's name or number.

use chrono::{DateTime, NaiveDate, Utc};
use uuid::Uuid;

use crate::{StoreError, Tx};

/// The one call to an agency for the sessions of a day.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct CallRow {
    /// Id.
    pub id: Uuid,
    /// The agency.
    pub agency_id: Uuid,
    /// Its name.
    pub agency_name: String,
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

statements! {
    ADD_CALL = "INSERT INTO calls (id, agency_id, day, created_at) VALUES ($1, $2, $3, $4)
                ON CONFLICT (agency_id, day) DO NOTHING";
    CALLS_OF_DAY = "SELECT c.id, c.agency_id, a.name AS agency_name, c.day, c.created_at
                    FROM calls c JOIN agencies a ON a.id = c.agency_id WHERE c.day = $1 ORDER BY c.created_at, c.id";
    CALL = "SELECT c.id, c.agency_id, a.name AS agency_name, c.day, c.created_at
            FROM calls c JOIN agencies a ON a.id = c.agency_id WHERE c.id = $1";
    ATTEMPTS = "SELECT t.id, t.call_id, t.at, t.operator_id, o.name AS operator_name, t.outcome,
                       t.call_back_at, t.person, t.title, t.form_channel, t.form_sent_at, t.relay_confirmed,
                       t.questions, t.script_version, t.sessions_digest
                FROM call_attempts t JOIN operators o ON o.id = t.operator_id
                WHERE t.call_id = $1 ORDER BY t.at, t.id";
    ADD_ATTEMPT = "INSERT INTO call_attempts (id, call_id, at, operator_id, outcome, call_back_at, person, title,
                       form_channel, form_sent_at, relay_confirmed, questions, script_version, sessions_digest)
                   VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)";
    ADD_NOTICE = "INSERT INTO notices (id, call_id, at, operator_id, pages, script_version, gate_version,
                      content_hash)
                  VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
}

impl Tx {
    /// Puts the agency's call of the day onto the list, if it is not there yet.
    ///
    /// # Errors
    /// [`StoreError`] when the database is lost.
    pub async fn ensure_call(
        &mut self,
        id: Uuid,
        agency: Uuid,
        day: NaiveDate,
        at: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        run!(self, ADD_CALL, id, agency, day, at)?;
        self.touch("calls");
        Ok(())
    }

    /// The calls for the sessions of a day.
    ///
    /// # Errors
    /// [`StoreError`] when the database is lost.
    pub async fn calls_of_day(&mut self, day: NaiveDate) -> Result<Vec<CallRow>, StoreError> {
        all!(self, CallRow, CALLS_OF_DAY, day)
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
            &row.sessions_digest
        )?;
        self.touch("calls");
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
