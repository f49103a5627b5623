//! Amendments of sessions: the only way by which a deadline, a day or the rooms change.

use chrono::{DateTime, NaiveDate, Utc};
use uuid::Uuid;

use crate::{StoreError, Tx};

/// An amendment.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct AmendmentRow {
    /// The session.
    pub session_id: Uuid,
    /// 1, 2, 3 … within the session.
    pub seq: i32,
    /// Number of the document it rests on.
    pub document: String,
    /// Why.
    pub reason: String,
    /// The deadline before.
    pub old_deadline: DateTime<Utc>,
    /// The deadline from then on.
    pub new_deadline: DateTime<Utc>,
    /// Its day before.
    pub old_day: NaiveDate,
    /// Its day from then on.
    pub new_day: NaiveDate,
    /// Whether a short interval to another session of the room was accepted.
    pub close_accepted: bool,
    /// When.
    pub at: DateTime<Utc>,
    /// By whom.
    pub operator_id: Uuid,
    /// That person's name.
    pub operator_name: String,
}

statements! {
    AMENDMENTS_OF_SESSION = "SELECT a.session_id, a.seq, a.document, a.reason, a.old_deadline, a.new_deadline,
                                 a.old_day, a.new_day, a.close_accepted, a.at, a.operator_id,
                                 o.name AS operator_name
                             FROM session_amendments a JOIN operators o ON o.id = a.operator_id
                             WHERE a.session_id = $1 ORDER BY a.seq";
    ADD_AMENDMENT = "INSERT INTO session_amendments (session_id, seq, document, reason, old_deadline, new_deadline,
                         old_day, new_day, close_accepted, at, operator_id)
                     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) ON CONFLICT (session_id, seq) DO NOTHING";
    /// Changes nothing, and makes every other desk that would change the session wait.
    LOCK_SESSION = "UPDATE sessions SET remark = remark WHERE id = $1";
    MOVE_SESSION = "UPDATE sessions SET deadline = $2, day = $3 WHERE id = $1";
}

impl Tx {
    /// Makes other desks wait that would amend or end the session, until this transaction ends.
    ///
    /// # Errors
    /// [`StoreError::Busy`] when another one takes too long.
    pub async fn lock_session(&mut self, id: Uuid) -> Result<(), StoreError> {
        run!(self, LOCK_SESSION, id)?;
        Ok(())
    }

    /// The amendments of a session in their order.
    ///
    /// # Errors
    /// [`StoreError`] when the database is lost.
    pub async fn amendments_of(&mut self, session: Uuid) -> Result<Vec<AmendmentRow>, StoreError> {
        all!(self, AmendmentRow, AMENDMENTS_OF_SESSION, session)
    }

    /// Records an amendment and moves the session with it; `false` when another desk amended the session
    /// in the same moment.
    ///
    /// # Errors
    /// [`StoreError`]; also when the session has begun or stands otherwise than the amendment says.
    pub async fn amend_session(&mut self, row: &AmendmentRow) -> Result<bool, StoreError> {
        let added = run!(
            self,
            ADD_AMENDMENT,
            row.session_id,
            row.seq,
            &row.document,
            &row.reason,
            row.old_deadline,
            row.new_deadline,
            row.old_day,
            row.new_day,
            row.close_accepted,
            row.at,
            row.operator_id
        )? == 1;
        if added {
            run!(self, MOVE_SESSION, row.session_id, row.new_deadline, row.new_day)?;
            self.touch("sessions");
            self.touch("calls");
        }
        Ok(added)
    }
}
