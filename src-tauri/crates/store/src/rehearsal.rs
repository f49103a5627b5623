//! The scripted clock and the events that are still to come; both exist only in a rehearsal.

use chrono::{DateTime, Utc};

use crate::{Sealed, StoreError, Tx};

/// The scripted clock: it showed `scripted_at` when the real one showed `anchored_at` and has since
/// stood, or run `speed` times as fast.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct ClockRow {
    /// Scripted time at the anchor.
    pub scripted_at: DateTime<Utc>,
    /// Real time at the anchor.
    pub anchored_at: DateTime<Utc>,
    /// Whether it runs.
    pub running: bool,
    /// Scripted seconds per real second while it runs, 1 to 600.
    pub speed: i32,
}

/// One line of a rehearsal script.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct EventRow {
    /// Its place in the script.
    pub seq: i64,
    /// When it happens.
    pub at: DateTime<Utc>,
    /// Code of the acting operator.
    pub operator: String,
    /// The command.
    pub command: String,
    /// Its request as JSON, under seal.
    pub payload: Sealed,
    /// Its nonce.
    pub nonce: String,
    /// When it was played.
    pub played_at: Option<DateTime<Utc>>,
    /// Error code it ended with, if it did.
    pub failure: Option<String>,
}

statements! {
    CLOCK = "SELECT scripted_at, anchored_at, running, speed FROM rehearsal_clock WHERE id = 1";
    SET_CLOCK = "INSERT INTO rehearsal_clock (id, scripted_at, anchored_at, running, speed)
                 VALUES (1, $1, $2, $3, $4)
                 ON CONFLICT (id) DO UPDATE SET scripted_at = excluded.scripted_at,
                     anchored_at = excluded.anchored_at, running = excluded.running, speed = excluded.speed";
    ADD_EVENT = "INSERT INTO rehearsal_events (seq, at, operator, command, payload, nonce)
                 VALUES ($1, $2, $3, $4, $5, $6)";
    NEXT_EVENT = "SELECT seq, at, operator, command, payload, nonce, played_at, failure
                  FROM rehearsal_events WHERE played_at IS NULL ORDER BY seq LIMIT 1";
    EVENTS = "SELECT seq, at, operator, command, payload, nonce, played_at, failure
              FROM rehearsal_events ORDER BY seq";
    EVENTS_LEFT = "SELECT count(*) AS count FROM rehearsal_events WHERE played_at IS NULL";
    EVENT_PLAYED = "UPDATE rehearsal_events SET played_at = $2, failure = $3
                    WHERE seq = $1 AND played_at IS NULL";
}

/// A single number from the database.
#[derive(Debug, Clone, Copy, sqlx::FromRow)]
pub(crate) struct CountRow {
    pub count: i64,
}

impl Tx {
    /// The scripted clock, or none outside a rehearsal.
    ///
    /// # Errors
    /// [`StoreError`] when the database is lost.
    pub async fn rehearsal_clock(&mut self) -> Result<Option<ClockRow>, StoreError> {
        one!(self, ClockRow, CLOCK)
    }

    /// Sets the scripted clock.
    ///
    /// # Errors
    /// [`StoreError`] when the database is lost.
    pub async fn set_rehearsal_clock(&mut self, clock: &ClockRow) -> Result<(), StoreError> {
        run!(self, SET_CLOCK, clock.scripted_at, clock.anchored_at, clock.running, clock.speed)?;
        self.touch("centre");
        Ok(())
    }

    /// Appends a line of the script.
    ///
    /// # Errors
    /// [`StoreError`] when the database is lost.
    pub async fn add_rehearsal_event(&mut self, event: &EventRow) -> Result<(), StoreError> {
        run!(
            self,
            ADD_EVENT,
            event.seq,
            event.at,
            &event.operator,
            &event.command,
            &event.payload,
            &event.nonce
        )?;
        Ok(())
    }

    /// The next line that was not played yet.
    ///
    /// # Errors
    /// [`StoreError`] when the database is lost.
    pub async fn next_rehearsal_event(&mut self) -> Result<Option<EventRow>, StoreError> {
        one!(self, EventRow, NEXT_EVENT)
    }

    /// The whole script, played and to come.
    ///
    /// # Errors
    /// [`StoreError`] when the database is lost.
    pub async fn rehearsal_events(&mut self) -> Result<Vec<EventRow>, StoreError> {
        all!(self, EventRow, EVENTS)
    }

    /// How many lines are still to come.
    ///
    /// # Errors
    /// [`StoreError`] when the database is lost.
    pub async fn rehearsal_events_left(&mut self) -> Result<i64, StoreError> {
        Ok(one!(self, CountRow, EVENTS_LEFT)?.map_or(0, |row| row.count))
    }

    /// Notes that a line was played, with the error code it ended with. Playing it a second time
    /// changes nothing and gives `false`.
    ///
    /// # Errors
    /// [`StoreError`] when the database is lost.
    pub async fn rehearsal_event_played(
        &mut self,
        seq: i64,
        at: DateTime<Utc>,
        failure: Option<&str>,
    ) -> Result<bool, StoreError> {
        let rows = run!(self, EVENT_PLAYED, seq, at, failure)?;
        self.touch("centre");
        Ok(rows == 1)
    }
}
