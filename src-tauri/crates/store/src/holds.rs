//! What must not be destroyed, and the orders to destroy what may be.

use chrono::{DateTime, NaiveDate, Utc};
use uuid::Uuid;

use crate::{StoreError, Tx};

/// A hold on a case, a session or a day.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct HoldRow {
    /// Id.
    pub id: Uuid,
    /// The case: a check at the gate.
    pub check_id: Option<Uuid>,
    /// The session.
    pub session_id: Option<Uuid>,
    /// The day.
    pub day: Option<NaiveDate>,
    /// Why.
    pub reason: String,
    /// Since when.
    pub at: DateTime<Utc>,
    /// Who.
    pub operator_id: Uuid,
    /// Why it was lifted, if it was.
    pub lifted_reason: Option<String>,
    /// When it was lifted.
    pub lifted_at: Option<DateTime<Utc>>,
    /// By whom.
    pub lifted_by: Option<Uuid>,
}

/// An order to destroy, and what became of it.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct DestructionRow {
    /// Id of the order.
    pub id: Uuid,
    /// What is older is destroyed.
    pub before_at: DateTime<Utc>,
    /// Why.
    pub reason: String,
    /// When it was ordered.
    pub at: DateTime<Utc>,
    /// By whom.
    pub operator_id: Uuid,
    /// When it was carried out.
    pub done_at: Option<DateTime<Utc>>,
    /// By whom.
    pub done_by: Option<Uuid>,
    /// The certificate as JSON.
    pub certificate: Option<String>,
}

statements! {
    ADD_HOLD = "INSERT INTO holds (id, check_id, session_id, day, reason, at, operator_id)
                VALUES ($1, $2, $3, $4, $5, $6, $7)";
    LIFT_HOLD = "INSERT INTO hold_ends (hold_id, reason, at, operator_id) VALUES ($1, $2, $3, $4)
                 ON CONFLICT (hold_id) DO NOTHING";
    HOLDS = "SELECT h.id, h.check_id, h.session_id, h.day, h.reason, h.at, h.operator_id,
                 e.reason AS lifted_reason, e.at AS lifted_at, e.operator_id AS lifted_by
             FROM holds h LEFT JOIN hold_ends e ON e.hold_id = h.id ORDER BY h.at, h.id";
    ORDER_DESTRUCTION = "INSERT INTO destruction_orders (id, before_at, reason, at, operator_id)
                         VALUES ($1, $2, $3, $4, $5)";
    DESTRUCTIONS = "SELECT o.id, o.before_at, o.reason, o.at, o.operator_id,
                        d.ended_at AS done_at, d.operator_id AS done_by, d.certificate
                    FROM destruction_orders o LEFT JOIN destructions d ON d.order_id = o.id ORDER BY o.at, o.id";
    BEGIN_DESTRUCTION = "INSERT INTO destructions (order_id, ordered_by, at, operator_id) VALUES ($1, $2, $3, $4)
                         ON CONFLICT (order_id) DO NOTHING";
    END_DESTRUCTION = "UPDATE destructions SET ended_at = $2, certificate = $3 WHERE order_id = $1";
}

impl Tx {
    /// Adds a hold; what stands in the row about its lifting is left out.
    ///
    /// # Errors
    /// [`StoreError`] when the database is lost.
    pub async fn add_hold(&mut self, row: &HoldRow) -> Result<(), StoreError> {
        let HoldRow { id, check_id, session_id, day, reason, at, operator_id, .. } = row;
        run!(self, ADD_HOLD, id, check_id, session_id, day, reason, at, operator_id)?;
        self.touch("keeping");
        Ok(())
    }

    /// Lifts a hold; `false` when it was lifted before.
    ///
    /// # Errors
    /// [`StoreError`] when the database is lost.
    pub async fn lift_hold(
        &mut self,
        hold: Uuid,
        reason: &str,
        at: DateTime<Utc>,
        by: Uuid,
    ) -> Result<bool, StoreError> {
        let rows = run!(self, LIFT_HOLD, hold, reason, at, by)?;
        self.touch("keeping");
        Ok(rows == 1)
    }

    /// Every hold with how it ended, oldest first.
    ///
    /// # Errors
    /// [`StoreError`] when the database is lost.
    pub async fn holds(&mut self) -> Result<Vec<HoldRow>, StoreError> {
        all!(self, HoldRow, HOLDS)
    }

    /// Adds an order to destroy; what stands in the row about its execution is left out.
    ///
    /// # Errors
    /// [`StoreError`] when the database is lost.
    pub async fn order_destruction(&mut self, row: &DestructionRow) -> Result<(), StoreError> {
        let DestructionRow { id, before_at, reason, at, operator_id, .. } = row;
        run!(self, ORDER_DESTRUCTION, id, before_at, reason, at, operator_id)?;
        self.touch("keeping");
        Ok(())
    }

    /// Every order with what became of it, oldest first.
    ///
    /// # Errors
    /// [`StoreError`] when the database is lost.
    pub async fn destructions(&mut self) -> Result<Vec<DestructionRow>, StoreError> {
        all!(self, DestructionRow, DESTRUCTIONS)
    }

    /// Begins to carry an order out; `false` when somebody else has. Until [`Tx::end_destruction`] the
    /// triggers let go of what has had its time.
    ///
    /// # Errors
    /// [`StoreError`] when the database is lost, or the same person gave the order.
    pub async fn begin_destruction(
        &mut self,
        order: &DestructionRow,
        at: DateTime<Utc>,
        witness: Uuid,
    ) -> Result<bool, StoreError> {
        Ok(run!(self, BEGIN_DESTRUCTION, order.id, order.operator_id, at, witness)? == 1)
    }

    /// Ends it, with its certificate.
    ///
    /// # Errors
    /// [`StoreError`] when the database is lost.
    pub async fn end_destruction(
        &mut self,
        order: Uuid,
        at: DateTime<Utc>,
        certificate: &str,
    ) -> Result<(), StoreError> {
        run!(self, END_DESTRUCTION, order, at, certificate)?;
        self.touch("keeping");
        self.touch("gate");
        Ok(())
    }
}
