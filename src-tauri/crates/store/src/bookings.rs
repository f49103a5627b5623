//! Bookings of rooms: who has which room from when to when. The database keeps two holders out of one room.

use chrono::{DateTime, Utc};
use uuid::Uuid;

use crate::{StoreError, Tx};

/// A booking that has not been released.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct BookingRow {
    /// Id.
    pub id: Uuid,
    /// The room.
    pub room_id: Uuid,
    /// The session.
    pub session_id: Uuid,
    /// Number of the session's project.
    pub code: String,
    /// `opening`, `evaluation` or `spare`.
    pub part: String,
    /// Who may share the room with it: bookings of one holder do not shut each other out.
    pub holder: String,
    /// From.
    pub begins: DateTime<Utc>,
    /// To, the time for disinfection included.
    pub ends: DateTime<Utc>,
}

/// Bookings that have not been released.
macro_rules! bookings {
    () => {
        "SELECT b.id, b.room_id, b.session_id, s.code, b.part, b.holder, b.begins, b.ends \
         FROM room_bookings b JOIN sessions s ON s.id = b.session_id \
         WHERE NOT EXISTS (SELECT 1 FROM room_booking_releases r WHERE r.booking_id = b.id)"
    };
}

statements! {
    BOOKINGS_BETWEEN = concat!(bookings!(), " AND b.begins < $2 AND b.ends > $1 ORDER BY b.begins, s.code, b.room_id, b.id");
    BOOKINGS_OF_SESSION = concat!(bookings!(), " AND b.session_id = $1 ORDER BY b.begins, b.room_id, b.id");
    ADD_BOOKING = "INSERT INTO room_bookings (id, room_id, session_id, part, holder, begins, ends, at, operator_id)
                   VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    RELEASE_BOOKING = "INSERT INTO room_booking_releases (booking_id, why, at, operator_id)
                       VALUES ($1, $2, $3, $4) ON CONFLICT (booking_id) DO NOTHING";
}

impl Tx {
    /// The bookings in force that meet a span of time, by their begin.
    ///
    /// # Errors
    /// [`StoreError`] when the database is lost.
    pub async fn bookings_between(
        &mut self,
        from: DateTime<Utc>,
        until: DateTime<Utc>,
    ) -> Result<Vec<BookingRow>, StoreError> {
        all!(self, BookingRow, BOOKINGS_BETWEEN, from, until)
    }

    /// The bookings in force of a session, by their begin.
    ///
    /// # Errors
    /// [`StoreError`] when the database is lost.
    pub async fn bookings_of_session(&mut self, session: Uuid) -> Result<Vec<BookingRow>, StoreError> {
        all!(self, BookingRow, BOOKINGS_OF_SESSION, session)
    }

    /// Books a room.
    ///
    /// # Errors
    /// [`StoreError::RoomBooked`] when another holder has it in that time.
    pub async fn add_booking(
        &mut self,
        row: &BookingRow,
        at: DateTime<Utc>,
        operator: Uuid,
    ) -> Result<(), StoreError> {
        run!(
            self,
            ADD_BOOKING,
            row.id,
            row.room_id,
            row.session_id,
            &row.part,
            &row.holder,
            row.begins,
            row.ends,
            at,
            operator
        )
        .map_err(StoreError::booking)?;
        self.touch("groups");
        Ok(())
    }

    /// Gives a room free again; a booking that was released before stays so.
    ///
    /// # Errors
    /// [`StoreError`] when the database is lost.
    pub async fn release_booking(
        &mut self,
        booking: Uuid,
        why: &str,
        at: DateTime<Utc>,
        operator: Uuid,
    ) -> Result<(), StoreError> {
        run!(self, RELEASE_BOOKING, booking, why, at, operator)?;
        self.touch("groups");
        Ok(())
    }
}
