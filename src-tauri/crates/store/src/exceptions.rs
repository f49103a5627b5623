//! Approved exceptions to the number of heads: asked for by one person, decided by another.

use chrono::{DateTime, Utc};
use uuid::Uuid;

use crate::{Sealed, StoreError, Tx};

/// A request with its decision.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct ExceptionRow {
    /// Id.
    pub id: Uuid,
    /// The refused case.
    pub refusal_id: Uuid,
    /// The person it is for.
    pub person_id: Uuid,
    /// On what ground.
    pub ground: Sealed,
    /// Who asked.
    pub requested_by: Uuid,
    /// Name of who asked.
    pub requester_name: String,
    /// When.
    pub at: DateTime<Utc>,
    /// The decision.
    pub approved: Option<bool>,
    /// Name of who decided.
    pub decider_name: Option<String>,
    /// What that person added.
    pub decision_note: Option<Sealed>,
    /// When it was decided.
    pub decided_at: Option<DateTime<Utc>>,
    /// The tag that was issued under it.
    pub tag_id: Option<Uuid>,
}

macro_rules! exceptions {
    () => {
        "SELECT e.id, e.refusal_id, e.person_id, e.ground, e.requested_by, o.name AS requester_name, \
         e.at, d.approved, w.name AS decider_name, d.note AS decision_note, d.at AS decided_at, \
         t.id AS tag_id FROM head_exceptions e JOIN operators o ON o.id = e.requested_by \
         LEFT JOIN head_exception_decisions d ON d.exception_id = e.id \
         LEFT JOIN operators w ON w.id = d.decided_by LEFT JOIN tags t ON t.exception_id = e.id"
    };
}

statements! {
    ADD_EXCEPTION = "INSERT INTO head_exceptions (id, refusal_id, person_id, ground, requested_by, at)
                     VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (refusal_id) DO NOTHING";
    EXCEPTION = concat!(exceptions!(), " WHERE e.id = $1");
    EXCEPTION_OF_REFUSAL = concat!(exceptions!(), " WHERE e.refusal_id = $1");
    EXCEPTIONS_BETWEEN = concat!(exceptions!(), " WHERE e.at >= $1 AND e.at < $2 ORDER BY e.at, e.id");
    DECIDE_EXCEPTION = "INSERT INTO head_exception_decisions (exception_id, requested_by, approved, decided_by, note, at)
                        VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (exception_id) DO NOTHING";
}

impl Tx {
    /// Asks for an exception; a case has at most one, and a second request gives `false`.
    ///
    /// # Errors
    /// [`StoreError`] when the database is lost.
    pub async fn add_exception(&mut self, row: &ExceptionRow) -> Result<bool, StoreError> {
        let rows = run!(
            self,
            ADD_EXCEPTION,
            row.id,
            row.refusal_id,
            row.person_id,
            &row.ground,
            row.requested_by,
            row.at
        )?;
        self.touch("gate");
        Ok(rows == 1)
    }

    /// One request.
    ///
    /// # Errors
    /// [`StoreError`] when the database is lost.
    pub async fn exception(&mut self, id: Uuid) -> Result<Option<ExceptionRow>, StoreError> {
        one!(self, ExceptionRow, EXCEPTION, id)
    }

    /// The request of a refused case.
    ///
    /// # Errors
    /// [`StoreError`] when the database is lost.
    pub async fn exception_of(&mut self, refusal: Uuid) -> Result<Option<ExceptionRow>, StoreError> {
        one!(self, ExceptionRow, EXCEPTION_OF_REFUSAL, refusal)
    }

    /// The requests from `from` to before `until`.
    ///
    /// # Errors
    /// [`StoreError`] when the database is lost.
    pub async fn exceptions_between(
        &mut self,
        from: DateTime<Utc>,
        until: DateTime<Utc>,
    ) -> Result<Vec<ExceptionRow>, StoreError> {
        all!(self, ExceptionRow, EXCEPTIONS_BETWEEN, from, until)
    }

    /// Records the decision; `false` when it was decided before. The table refuses a decision by who
    /// asked.
    ///
    /// # Errors
    /// [`StoreError`] when the database is lost.
    pub async fn decide_exception(
        &mut self,
        row: &ExceptionRow,
        approved: bool,
        decider: Uuid,
        note: &Sealed,
        at: DateTime<Utc>,
    ) -> Result<bool, StoreError> {
        let rows = run!(self, DECIDE_EXCEPTION, row.id, row.requested_by, approved, decider, note, at)?;
        self.touch("gate");
        Ok(rows == 1)
    }
}
