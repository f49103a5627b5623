//! What the calendar and an amendment want to know of sessions beside their rows.

use chrono::{DateTime, Utc};
use uuid::Uuid;

use crate::{StoreError, Tx};

/// What an agency heard of a session when somebody there was reached.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct HeardRow {
    /// The session.
    pub session_id: Uuid,
    /// The call.
    pub call_id: Uuid,
    /// Name of the agency.
    pub agency_name: String,
    /// When it was to open.
    pub deadline: DateTime<Utc>,
    /// Where, as it was said.
    pub place: String,
    /// When it was told.
    pub at: DateTime<Utc>,
    /// Who was reached.
    pub person: String,
    /// Who rang.
    pub operator_name: String,
}

/// How many notices of a call were saved.
#[derive(Debug, Clone, Copy, sqlx::FromRow)]
struct CountRow {
    number: i64,
}

/// A kind of paper that was printed or saved.
#[derive(Debug, Clone, sqlx::FromRow)]
struct KindRow {
    kind: String,
}

/// That an agency confirmed that its session failed.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct FailureConfirmationRow {
    /// The session.
    pub session_id: Uuid,
    /// Who confirmed it at the agency; empty for what failed before this was kept.
    pub person: String,
    /// A note; may be empty.
    pub note: String,
    /// When.
    pub at: DateTime<Utc>,
    /// Who took it down.
    pub operator_id: Uuid,
    /// That person's name.
    pub operator_name: String,
}

/// The last amendment of a session.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct LastAmendmentRow {
    /// The session.
    pub session_id: Uuid,
    /// Number of the document it rests on; may be empty.
    pub document: String,
    /// Whether a short interval to another session of the room was accepted.
    pub close_accepted: bool,
}

statements! {
    /// Of each session what was told last, in a call in which somebody was reached.
    HEARD = "SELECT w.session_id, t.call_id, a.name AS agency_name, w.deadline, w.place, t.at,
                 COALESCE(t.person, '') AS person, o.name AS operator_name
             FROM attempt_sessions w JOIN call_attempts t ON t.id = w.attempt_id
                 JOIN calls c ON c.id = t.call_id JOIN agencies a ON a.id = c.agency_id
                 JOIN operators o ON o.id = t.operator_id
             WHERE w.session_id = $1 AND t.outcome = 'reached'
             ORDER BY t.at DESC, t.id DESC LIMIT 1";
    NOTICES_OF_CALL = "SELECT COUNT(*) AS number FROM notices WHERE call_id = $1";
    PAPERS_OF = "SELECT DISTINCT kind FROM paper_prints WHERE subject = $1 AND NOT blank ORDER BY kind";
    LAST_AMENDMENTS = "SELECT a.session_id, a.document, a.close_accepted FROM session_amendments a
                       WHERE a.seq = (SELECT MAX(b.seq) FROM session_amendments b WHERE b.session_id = a.session_id)
                       ORDER BY a.session_id";
    CONFIRM_FAILURE = "INSERT INTO failure_confirmations (session_id, person, note, at, operator_id)
                       VALUES ($1, $2, $3, $4, $5) ON CONFLICT (session_id) DO NOTHING";
    FAILURE_CONFIRMATION = "SELECT f.session_id, f.person, f.note, f.at, f.operator_id, o.name AS operator_name
                            FROM failure_confirmations f JOIN operators o ON o.id = f.operator_id
                            WHERE f.session_id = $1";
}

impl Tx {
    /// What the agency of a session heard last of it, if anybody there was reached.
    ///
    /// # Errors
    /// [`StoreError`] when the database is lost.
    pub async fn heard_of_session(&mut self, session: Uuid) -> Result<Option<HeardRow>, StoreError> {
        one!(self, HeardRow, HEARD, session)
    }

    /// How many notices of a call were saved.
    ///
    /// # Errors
    /// [`StoreError`] when the database is lost.
    pub async fn notices_of_call(&mut self, call: Uuid) -> Result<i64, StoreError> {
        Ok(one!(self, CountRow, NOTICES_OF_CALL, call)?.map_or(0, |row| row.number))
    }

    /// The words of the kinds of paper that were printed or saved of a subject, other than empty forms.
    ///
    /// # Errors
    /// [`StoreError`] when the database is lost.
    pub async fn kinds_printed_of(&mut self, subject: &str) -> Result<Vec<String>, StoreError> {
        Ok(all!(self, KindRow, PAPERS_OF, subject)?.into_iter().map(|row| row.kind).collect())
    }

    /// The last amendment of every session that was amended.
    ///
    /// # Errors
    /// [`StoreError`] when the database is lost.
    pub async fn last_amendments(&mut self) -> Result<Vec<LastAmendmentRow>, StoreError> {
        all!(self, LastAmendmentRow, LAST_AMENDMENTS)
    }

    /// Records that the agency confirmed that a session failed; `false` when it was confirmed before.
    ///
    /// # Errors
    /// [`StoreError`] when the database is lost or the session did not fail.
    pub async fn confirm_failure(&mut self, row: &FailureConfirmationRow) -> Result<bool, StoreError> {
        let rows =
            run!(self, CONFIRM_FAILURE, row.session_id, &row.person, &row.note, row.at, row.operator_id)?;
        self.touch("sessions");
        Ok(rows == 1)
    }

    /// Who confirmed that a session failed.
    ///
    /// # Errors
    /// [`StoreError`] when the database is lost.
    pub async fn failure_confirmation(
        &mut self,
        session: Uuid,
    ) -> Result<Option<FailureConfirmationRow>, StoreError> {
        one!(self, FailureConfirmationRow, FAILURE_CONFIRMATION, session)
    }
}
