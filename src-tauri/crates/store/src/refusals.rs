//! Refusals and what follows from them.

use chrono::{DateTime, Utc};
use uuid::Uuid;

use crate::{Sealed, StoreError, Tx};

/// A refused person's case.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct RefusalRow {
    /// Id.
    pub id: Uuid,
    /// The check it stopped.
    pub check_id: Uuid,
    /// The reason's word.
    pub reason: String,
    /// Step at which it happened, 1 to 6.
    pub step_no: i32,
    /// When.
    pub at: DateTime<Utc>,
    /// By whom.
    pub operator_id: Uuid,
    /// Version of the gate settings in force.
    pub gate_version: i32,
    /// When the report must have been made, for cases that must be reported.
    pub due_at: Option<DateTime<Utc>>,
    /// What the clerk added.
    pub note: Sealed,
    /// The valid tag that stood in the way.
    pub blocking_tag_id: Option<Uuid>,
}

/// Something done for a refused person.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct FollowUpRow {
    /// Id.
    pub id: Uuid,
    /// The case.
    pub refusal_id: Uuid,
    /// The kind's word.
    pub kind: String,
    /// When.
    pub at: DateTime<Utc>,
    /// By whom.
    pub operator_id: Uuid,
    /// Name of that clerk.
    pub operator_name: String,
    /// Who received the report or the documents.
    pub recipient: Sealed,
    /// Details.
    pub note: Sealed,
    /// State of the seals, for documents handed over.
    pub seal_state: Option<String>,
    /// Who confirmed the receipt.
    pub received_by: Option<Sealed>,
    /// What was added to the receipt.
    pub receipt_note: Option<Sealed>,
    /// When the receipt was recorded.
    pub receipt_at: Option<DateTime<Utc>>,
    /// Name of who recorded it.
    pub receipt_operator: Option<String>,
}

/// Who a person is whose questionnaire was never reached.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct ShortIdentityRow {
    /// The case.
    pub refusal_id: Uuid,
    /// Name.
    pub name: Sealed,
    /// Work unit.
    pub unit: Sealed,
    /// Town or street of residence.
    pub town: Sealed,
    /// Phone.
    pub phone: Sealed,
    /// When it was taken down.
    pub at: DateTime<Utc>,
}

statements! {
    ADD_REFUSAL = "INSERT INTO refusals (id, check_id, reason, step_no, at, operator_id, gate_version, due_at, note,
                       blocking_tag_id)
                   VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
    REFUSAL_OF_CHECK = "SELECT id, check_id, reason, step_no, at, operator_id, gate_version, due_at, note,
                               blocking_tag_id
                        FROM refusals WHERE check_id = $1";
    REFUSAL = "SELECT id, check_id, reason, step_no, at, operator_id, gate_version, due_at, note, blocking_tag_id
               FROM refusals WHERE id = $1";
    REFUSALS_BETWEEN = "SELECT id, check_id, reason, step_no, at, operator_id, gate_version, due_at, note,
                               blocking_tag_id
                        FROM refusals WHERE at >= $1 AND at < $2 ORDER BY at, id";
    ADD_FOLLOW_UP = "INSERT INTO follow_ups (id, refusal_id, kind, at, operator_id, recipient, note, seal_state)
                     VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
    FOLLOW_UPS = "SELECT f.id, f.refusal_id, f.kind, f.at, f.operator_id, o.name AS operator_name, f.recipient,
                         f.note, f.seal_state, r.received_by, r.note AS receipt_note, r.at AS receipt_at,
                         w.name AS receipt_operator
                  FROM follow_ups f JOIN operators o ON o.id = f.operator_id
                  LEFT JOIN follow_up_receipts r ON r.follow_up_id = f.id
                  LEFT JOIN operators w ON w.id = r.operator_id
                  WHERE f.refusal_id = $1 ORDER BY f.at, f.id";
    REFUSAL_OF_FOLLOW_UP = "SELECT r.id, r.check_id, r.reason, r.step_no, r.at, r.operator_id, r.gate_version, r.due_at,
                                   r.note, r.blocking_tag_id
                            FROM refusals r JOIN follow_ups f ON f.refusal_id = r.id WHERE f.id = $1";
    ADD_RECEIPT = "INSERT INTO follow_up_receipts (follow_up_id, received_by, note, at, operator_id)
                   VALUES ($1, $2, $3, $4, $5) ON CONFLICT (follow_up_id) DO NOTHING";
    ADD_SHORT_IDENTITY = "INSERT INTO short_identities (refusal_id, seq, name, unit, town, phone, at, operator_id)
                          VALUES ($1, (SELECT COALESCE(MAX(seq), 0) + 1 FROM short_identities WHERE refusal_id = $1),
                              $2, $3, $4, $5, $6, $7)";
    SHORT_IDENTITY = "SELECT refusal_id, name, unit, town, phone, at FROM short_identities
                      WHERE refusal_id = $1 ORDER BY seq DESC LIMIT 1";
}

impl Tx {
    /// Records a refusal.
    ///
    /// # Errors
    /// [`StoreError`] when the database is lost.
    pub async fn add_refusal(&mut self, row: &RefusalRow) -> Result<(), StoreError> {
        run!(
            self,
            ADD_REFUSAL,
            row.id,
            row.check_id,
            &row.reason,
            row.step_no,
            row.at,
            row.operator_id,
            row.gate_version,
            row.due_at,
            &row.note,
            row.blocking_tag_id
        )
        .map(drop)
    }

    /// The refusal a check ended with.
    ///
    /// # Errors
    /// [`StoreError`] when the database is lost.
    pub async fn refusal_of_check(&mut self, check: Uuid) -> Result<Option<RefusalRow>, StoreError> {
        one!(self, RefusalRow, REFUSAL_OF_CHECK, check)
    }

    /// One refusal.
    ///
    /// # Errors
    /// [`StoreError`] when the database is lost.
    pub async fn refusal(&mut self, id: Uuid) -> Result<Option<RefusalRow>, StoreError> {
        one!(self, RefusalRow, REFUSAL, id)
    }

    /// The refusals from `from` to before `until`.
    ///
    /// # Errors
    /// [`StoreError`] when the database is lost.
    pub async fn refusals_between(
        &mut self,
        from: DateTime<Utc>,
        until: DateTime<Utc>,
    ) -> Result<Vec<RefusalRow>, StoreError> {
        all!(self, RefusalRow, REFUSALS_BETWEEN, from, until)
    }

    /// Records what was done for a refused person.
    ///
    /// # Errors
    /// [`StoreError`] when the database is lost.
    pub async fn add_follow_up(&mut self, row: &FollowUpRow) -> Result<(), StoreError> {
        run!(
            self,
            ADD_FOLLOW_UP,
            row.id,
            row.refusal_id,
            &row.kind,
            row.at,
            row.operator_id,
            &row.recipient,
            &row.note,
            &row.seal_state
        )?;
        self.touch("gate");
        Ok(())
    }

    /// What was done for a refused person, oldest first.
    ///
    /// # Errors
    /// [`StoreError`] when the database is lost.
    pub async fn follow_ups_of(&mut self, refusal: Uuid) -> Result<Vec<FollowUpRow>, StoreError> {
        all!(self, FollowUpRow, FOLLOW_UPS, refusal)
    }

    /// The case a follow-up belongs to.
    ///
    /// # Errors
    /// [`StoreError`] when the database is lost.
    pub async fn refusal_of_follow_up(&mut self, follow_up: Uuid) -> Result<Option<RefusalRow>, StoreError> {
        one!(self, RefusalRow, REFUSAL_OF_FOLLOW_UP, follow_up)
    }

    /// Records the receipt of a notification or of documents; `false` when there is one already.
    ///
    /// # Errors
    /// [`StoreError`] when the database is lost.
    pub async fn add_receipt(
        &mut self,
        follow_up: Uuid,
        received_by: &Sealed,
        note: &Sealed,
        at: DateTime<Utc>,
        operator: Uuid,
    ) -> Result<bool, StoreError> {
        let rows = run!(self, ADD_RECEIPT, follow_up, received_by, note, at, operator)?;
        self.touch("gate");
        Ok(rows == 1)
    }

    /// Takes down who the person is.
    ///
    /// # Errors
    /// [`StoreError`] when the database is lost.
    pub async fn add_short_identity(
        &mut self,
        row: &ShortIdentityRow,
        operator: Uuid,
    ) -> Result<(), StoreError> {
        run!(
            self,
            ADD_SHORT_IDENTITY,
            row.refusal_id,
            &row.name,
            &row.unit,
            &row.town,
            &row.phone,
            row.at,
            operator
        )?;
        self.touch("gate");
        Ok(())
    }

    /// Who the person is, as taken down last.
    ///
    /// # Errors
    /// [`StoreError`] when the database is lost.
    pub async fn short_identity(&mut self, refusal: Uuid) -> Result<Option<ShortIdentityRow>, StoreError> {
        one!(self, ShortIdentityRow, SHORT_IDENTITY, refusal)
    }
}
