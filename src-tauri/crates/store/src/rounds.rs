//! Rounds of rooms: what was disinfected and aired, what was voided, and why a round was not done.

use chrono::{DateTime, Utc};
use uuid::Uuid;

use crate::{StoreError, Tx};

/// A round as it was done.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct RoundRow {
    /// Id.
    pub id: Uuid,
    /// The room.
    pub room_id: Uuid,
    /// The method's word.
    pub method: String,
    /// The disinfectant; none for ultraviolet light and open windows.
    pub agent: Option<String>,
    /// Its concentration, mg/L.
    pub concentration: Option<i32>,
    /// How long it must stay on, minutes.
    pub contact_minutes: i32,
    /// How long the windows were open, minutes.
    pub air_minutes: i32,
    /// When the work was finished.
    pub done_at: DateTime<Utc>,
    /// A note; may be empty.
    pub note: String,
    /// When it was entered.
    pub at: DateTime<Utc>,
    /// By whom.
    pub operator_id: Uuid,
    /// That person's name.
    pub operator_name: String,
    /// Why it counts no more; none as long as it counts.
    pub void_reason: Option<String>,
}

/// Why a round was not done.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct RoundMissRow {
    /// The room.
    pub room_id: Uuid,
    /// The kind's word.
    pub kind: String,
    /// Which one: the time that names it among those of its room.
    pub due_for: DateTime<Utc>,
    /// Why.
    pub reason: String,
    /// When that was said.
    pub at: DateTime<Utc>,
    /// By whom.
    pub operator_id: Uuid,
    /// That person's name.
    pub operator_name: String,
}

macro_rules! rounds {
    () => {
        "SELECT r.id, r.room_id, r.method, r.agent, r.concentration, r.contact_minutes, r.air_minutes, r.done_at, \
         r.note, r.at, r.operator_id, o.name AS operator_name, v.reason AS void_reason \
         FROM round_records r JOIN operators o ON o.id = r.operator_id \
         LEFT JOIN round_voids v ON v.record_id = r.id"
    };
}

statements! {
    ROUNDS_BETWEEN = concat!(rounds!(), " WHERE r.done_at >= $1 AND r.done_at < $2 ORDER BY r.done_at, r.id");
    ROUND = concat!(rounds!(), " WHERE r.id = $1");
    ADD_ROUND = "INSERT INTO round_records (id, room_id, method, agent, concentration, contact_minutes, air_minutes,
                     done_at, note, at, operator_id)
                 VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)";
    VOID_ROUND = "INSERT INTO round_voids (record_id, reason, at, operator_id) VALUES ($1, $2, $3, $4)
                  ON CONFLICT (record_id) DO NOTHING";
    ROUND_MISSES_BETWEEN = "SELECT m.room_id, m.kind, m.due_for, m.reason, m.at, m.operator_id, o.name AS operator_name
             FROM round_misses m JOIN operators o ON o.id = m.operator_id
             WHERE m.due_for >= $1 AND m.due_for < $2 ORDER BY m.due_for, m.room_id, m.kind";
    ADD_ROUND_MISS = "INSERT INTO round_misses (room_id, kind, due_for, reason, at, operator_id)
                      VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (room_id, kind, due_for) DO NOTHING";
}

impl Tx {
    /// The rounds finished in a span of time, voided ones too, by time.
    ///
    /// # Errors
    /// [`StoreError`] when the database is lost.
    pub async fn rounds_between(
        &mut self,
        from: DateTime<Utc>,
        until: DateTime<Utc>,
    ) -> Result<Vec<RoundRow>, StoreError> {
        all!(self, RoundRow, ROUNDS_BETWEEN, from, until)
    }

    /// A round.
    ///
    /// # Errors
    /// [`StoreError`] when the database is lost.
    pub async fn round(&mut self, id: Uuid) -> Result<Option<RoundRow>, StoreError> {
        one!(self, RoundRow, ROUND, id)
    }

    /// Enters a round.
    ///
    /// # Errors
    /// [`StoreError`] when the database is lost.
    pub async fn add_round(&mut self, round: &RoundRow) -> Result<(), StoreError> {
        run!(
            self,
            ADD_ROUND,
            round.id,
            round.room_id,
            &round.method,
            &round.agent,
            round.concentration,
            round.contact_minutes,
            round.air_minutes,
            round.done_at,
            &round.note,
            round.at,
            round.operator_id
        )?;
        self.touch("rounds");
        Ok(())
    }

    /// Makes a round count no more; `false` when it does not already.
    ///
    /// # Errors
    /// [`StoreError`] when the database is lost.
    pub async fn void_round(
        &mut self,
        round: Uuid,
        reason: &str,
        at: DateTime<Utc>,
        operator: Uuid,
    ) -> Result<bool, StoreError> {
        let rows = run!(self, VOID_ROUND, round, reason, at, operator)?;
        self.touch("rounds");
        Ok(rows == 1)
    }

    /// The reasons given for rounds of a span of time that were not done.
    ///
    /// # Errors
    /// [`StoreError`] when the database is lost.
    pub async fn round_misses_between(
        &mut self,
        from: DateTime<Utc>,
        until: DateTime<Utc>,
    ) -> Result<Vec<RoundMissRow>, StoreError> {
        all!(self, RoundMissRow, ROUND_MISSES_BETWEEN, from, until)
    }

    /// Records why a round was not done; `false` when a reason was given already.
    ///
    /// # Errors
    /// [`StoreError`] when the database is lost.
    pub async fn add_round_miss(&mut self, miss: &RoundMissRow) -> Result<bool, StoreError> {
        let rows = run!(
            self,
            ADD_ROUND_MISS,
            miss.room_id,
            &miss.kind,
            miss.due_for,
            &miss.reason,
            miss.at,
            miss.operator_id
        )?;
        self.touch("rounds");
        Ok(rows == 1)
    }
}
