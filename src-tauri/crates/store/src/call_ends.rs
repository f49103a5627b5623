//! Claims on calls, later receipts, and decisions to give a call up.

use chrono::{DateTime, Utc};
use uuid::Uuid;

use crate::{StoreError, Tx};

/// A claim: who is about to ring whom, and until when.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct ClaimRow {
    /// Id.
    pub id: Uuid,
    /// The call.
    pub call_id: Uuid,
    /// The agency or unit; only one open claim may have it.
    pub callee_id: Uuid,
    /// The caller; only one open claim may have them.
    pub operator_id: Uuid,
    /// The caller's name.
    pub operator_name: String,
    /// Since when.
    pub at: DateTime<Utc>,
    /// When it comes back by itself.
    pub expires_at: DateTime<Utc>,
}

/// What came after the telephone was put down.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct ReceiptRow {
    /// Id.
    pub id: Uuid,
    /// The attempt it belongs to.
    pub attempt_id: Uuid,
    /// Whether the agency confirmed that it passed the message on.
    pub relay_confirmed: bool,
    /// How the form was sent, if it was.
    pub form_channel: Option<String>,
    /// What else.
    pub note: String,
    /// When.
    pub at: DateTime<Utc>,
    /// Who recorded it.
    pub operator_id: Uuid,
    /// That person's name.
    pub operator_name: String,
}

/// A decision to give a call up.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct GiveUpRow {
    /// Id.
    pub id: Uuid,
    /// The call.
    pub call_id: Uuid,
    /// Why.
    pub reason: String,
    /// Digest of the sessions for which it holds.
    pub sessions_digest: String,
    /// When.
    pub at: DateTime<Utc>,
    /// Who decided.
    pub operator_id: Uuid,
    /// That person's name.
    pub operator_name: String,
}

macro_rules! claims {
    () => {
        "SELECT k.id, k.call_id, k.callee_id, k.operator_id, o.name AS operator_name, k.at, k.expires_at \
         FROM call_claims k JOIN operators o ON o.id = k.operator_id WHERE k.ended_at IS NULL"
    };
}

statements! {
    OPEN_CLAIMS = concat!(claims!(), " ORDER BY k.at, k.id");
    CLAIM_ON_CALLEE = concat!(claims!(), " AND k.callee_id = $1");
    CLAIM_OF_OPERATOR = concat!(claims!(), " AND k.operator_id = $1");
    EXPIRE_CLAIMS = "UPDATE call_claims SET ended_at = $1, ended_how = 'expired'
                     WHERE ended_at IS NULL AND expires_at <= $1";
    ADD_CLAIM = "INSERT INTO call_claims (id, call_id, callee_id, operator_id, at, expires_at)
                 VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING";
    END_CLAIM = "UPDATE call_claims SET ended_at = $2, ended_how = $3 WHERE id = $1 AND ended_at IS NULL";
    RECEIPTS_OF_CALL = "SELECT r.id, r.attempt_id, r.relay_confirmed, r.form_channel, r.note, r.at, r.operator_id,
                            o.name AS operator_name
                        FROM call_receipts r JOIN call_attempts t ON t.id = r.attempt_id
                        JOIN operators o ON o.id = r.operator_id WHERE t.call_id = $1 ORDER BY r.at, r.id";
    ADD_CALL_RECEIPT = "INSERT INTO call_receipts (id, attempt_id, relay_confirmed, form_channel, note, at, operator_id)
                   VALUES ($1, $2, $3, $4, $5, $6, $7)";
    GIVE_UPS_OF_CALL = "SELECT g.id, g.call_id, g.reason, g.sessions_digest, g.at, g.operator_id,
                            o.name AS operator_name
                        FROM call_give_ups g JOIN operators o ON o.id = g.operator_id
                        WHERE g.call_id = $1 ORDER BY g.at, g.id";
    ADD_GIVE_UP = "INSERT INTO call_give_ups (id, call_id, reason, sessions_digest, at, operator_id)
                   VALUES ($1, $2, $3, $4, $5, $6)";
}

impl Tx {
    /// Every open claim, also those that have run out and were not yet ended.
    ///
    /// # Errors
    /// [`StoreError`] when the database is lost.
    pub async fn open_claims(&mut self) -> Result<Vec<ClaimRow>, StoreError> {
        all!(self, ClaimRow, OPEN_CLAIMS)
    }

    /// The open claim on an agency or unit.
    ///
    /// # Errors
    /// [`StoreError`] when the database is lost.
    pub async fn claim_on(&mut self, callee: Uuid) -> Result<Option<ClaimRow>, StoreError> {
        one!(self, ClaimRow, CLAIM_ON_CALLEE, callee)
    }

    /// The open claim of a caller.
    ///
    /// # Errors
    /// [`StoreError`] when the database is lost.
    pub async fn claim_of(&mut self, operator: Uuid) -> Result<Option<ClaimRow>, StoreError> {
        one!(self, ClaimRow, CLAIM_OF_OPERATOR, operator)
    }

    /// Ends the claims that have run out, so that their calls come back.
    ///
    /// # Errors
    /// [`StoreError`] when the database is lost.
    pub async fn expire_claims(&mut self, now: DateTime<Utc>) -> Result<(), StoreError> {
        run!(self, EXPIRE_CLAIMS, now)?;
        Ok(())
    }

    /// Claims a call; `false` when its callee is claimed already, or the caller holds another call.
    ///
    /// # Errors
    /// [`StoreError`] when the database is lost.
    pub async fn add_claim(&mut self, row: &ClaimRow) -> Result<bool, StoreError> {
        let rows = run!(
            self,
            ADD_CLAIM,
            row.id,
            row.call_id,
            row.callee_id,
            row.operator_id,
            row.at,
            row.expires_at
        )?;
        self.touch("calls");
        Ok(rows == 1)
    }

    /// Ends a claim in one of the ways the table knows.
    ///
    /// # Errors
    /// [`StoreError`] when the database is lost.
    pub async fn end_claim(&mut self, id: Uuid, how: &str, at: DateTime<Utc>) -> Result<(), StoreError> {
        run!(self, END_CLAIM, id, at, how)?;
        self.touch("calls");
        Ok(())
    }

    /// The receipts of a call, oldest first.
    ///
    /// # Errors
    /// [`StoreError`] when the database is lost.
    pub async fn receipts_of(&mut self, call: Uuid) -> Result<Vec<ReceiptRow>, StoreError> {
        all!(self, ReceiptRow, RECEIPTS_OF_CALL, call)
    }

    /// Records a receipt.
    ///
    /// # Errors
    /// [`StoreError`]; also when it says nothing.
    pub async fn add_call_receipt(&mut self, row: &ReceiptRow) -> Result<(), StoreError> {
        run!(
            self,
            ADD_CALL_RECEIPT,
            row.id,
            row.attempt_id,
            row.relay_confirmed,
            &row.form_channel,
            &row.note,
            row.at,
            row.operator_id
        )?;
        self.touch("calls");
        Ok(())
    }

    /// The decisions to give a call up, oldest first.
    ///
    /// # Errors
    /// [`StoreError`] when the database is lost.
    pub async fn give_ups_of(&mut self, call: Uuid) -> Result<Vec<GiveUpRow>, StoreError> {
        all!(self, GiveUpRow, GIVE_UPS_OF_CALL, call)
    }

    /// Records a decision to give a call up.
    ///
    /// # Errors
    /// [`StoreError`] when the database is lost.
    pub async fn add_give_up(&mut self, row: &GiveUpRow) -> Result<(), StoreError> {
        run!(
            self,
            ADD_GIVE_UP,
            row.id,
            row.call_id,
            &row.reason,
            &row.sessions_digest,
            row.at,
            row.operator_id
        )?;
        self.touch("calls");
        Ok(())
    }
}
