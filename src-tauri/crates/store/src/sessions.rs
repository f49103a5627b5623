//! Opening sessions, their rooms and the sealed number of registrations.

use chrono::{DateTime, NaiveDate, Utc};
use uuid::Uuid;

use crate::{Sealed, StoreError, Tx};

/// An opening session with its agency and contact. It has no field for the number of bidders.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct SessionRow {
    /// Id.
    pub id: Uuid,
    /// Number of the project.
    pub code: String,
    /// Lot, empty when the project has only one.
    pub lot: String,
    /// Project name.
    pub project_name: String,
    /// Tenderer.
    pub tenderer: String,
    /// Agency.
    pub agency_id: Uuid,
    /// Name of the agency.
    pub agency_name: String,
    /// Contact.
    pub contact_id: Uuid,
    /// Name of the contact.
    pub contact_name: String,
    /// Number of the contact.
    pub contact_phone: String,
    /// Deadline for bids, which is the opening time (招标投标法 art. 34).
    pub deadline: DateTime<Utc>,
    /// Its day in the centre's zone.
    pub day: NaiveDate,
    /// The kind's word.
    pub kind: String,
    /// Paper originals per bid.
    pub originals: i32,
    /// Paper duplicates per bid.
    pub duplicates: i32,
    /// The band's word; none when the schedule gave no number.
    pub band: Option<String>,
    /// Estimated evaluation, minutes.
    pub evaluation_minutes: Option<i32>,
    /// Remark of the schedule.
    pub remark: String,
    /// `scheduled`, `failed` or `cancelled`; whether it is open follows from the clock.
    pub state: String,
    /// Why it ended.
    pub state_reason: String,
    /// When it ended.
    pub state_at: Option<DateTime<Utc>>,
    /// File it came from.
    pub imported_from: String,
    /// When it was entered.
    pub entered_at: DateTime<Utc>,
}

/// A room of a session.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct SessionRoomRow {
    /// The session.
    pub session_id: Uuid,
    /// The room.
    pub room_id: Uuid,
    /// `opening` or `evaluation`.
    pub part: String,
    /// Order within the part.
    pub place: i32,
    /// The amendment that put the session there; 0 is the schedule.
    pub amendment: i32,
}

#[derive(Debug, Clone, sqlx::FromRow)]
struct SealedRow {
    registered: Sealed,
}

/// Sessions with their agency and contact.
macro_rules! sessions {
    () => {
        "SELECT s.id, s.code, s.lot, s.project_name, s.tenderer, s.agency_id, a.name AS \
         agency_name, s.contact_id, c.name AS contact_name, c.phone AS contact_phone, s.deadline, \
         s.day, s.kind, s.originals, s.duplicates, s.band, s.evaluation_minutes, s.remark, \
         s.state, s.state_reason, s.state_at, s.imported_from, s.entered_at FROM sessions s JOIN \
         agencies a ON a.id = s.agency_id JOIN contacts c ON c.id = s.contact_id"
    };
}

statements! {
    SESSIONS = concat!(sessions!(), " ORDER BY s.deadline, s.code, s.lot");
    SESSIONS_OF_DAY = concat!(sessions!(), " WHERE s.day = $1 ORDER BY s.deadline, s.code, s.lot");
    SESSIONS_BETWEEN = concat!(sessions!(), " WHERE s.day >= $1 AND s.day <= $2 ORDER BY s.deadline, s.code, s.lot");
    SESSION = concat!(sessions!(), " WHERE s.id = $1");
    /// Those that stand and have never had a booking.
    UNBOOKED_SESSIONS = concat!(sessions!(), " WHERE s.state = 'scheduled' AND s.day >= $1
                            AND NOT EXISTS (SELECT 1 FROM room_bookings b WHERE b.session_id = s.id)
                        ORDER BY s.day, s.deadline, s.code, s.lot");
    ADD_SESSION = "INSERT INTO sessions (id, code, lot, project_name, tenderer, agency_id, contact_id, deadline,
                       day, kind, originals, duplicates, band, evaluation_minutes, remark, state, state_reason,
                       imported_from, entered_at)
                   VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, 'scheduled', '',
                       $16, $17)
                   ON CONFLICT (code, lot) DO NOTHING";
    SEAL = "INSERT INTO sealed_counts (session_id, registered) VALUES ($1, $2)";
    UNSEAL = "SELECT registered FROM sealed_counts WHERE session_id = $1";
    ADD_SESSION_ROOM = "INSERT INTO session_rooms (session_id, room_id, part, place, amendment)
                        VALUES ($1, $2, $3, $4, $5)";
    /// Those in force: of the last amendment.
    SESSION_ROOMS = "SELECT r.session_id, r.room_id, r.part, r.place, r.amendment FROM session_rooms r
                     WHERE r.amendment = (SELECT COALESCE(MAX(a.seq), 0) FROM session_amendments a
                                          WHERE a.session_id = r.session_id)
                     ORDER BY r.session_id, r.part, r.place";
    EVERY_ROOM_OF_SESSION = "SELECT session_id, room_id, part, place, amendment FROM session_rooms
                             WHERE session_id = $1 ORDER BY amendment, part, place";
    END_SESSION = "UPDATE sessions SET state = $2, state_reason = $3, state_at = $4
                   WHERE id = $1 AND state = 'scheduled'";
}

impl Tx {
    /// Every session by deadline.
    ///
    /// # Errors
    /// [`StoreError`] when the database is lost.
    pub async fn sessions(&mut self) -> Result<Vec<SessionRow>, StoreError> {
        all!(self, SessionRow, SESSIONS)
    }

    /// The sessions from a day on that stand and have never had a booking, by day and deadline.
    ///
    /// # Errors
    /// [`StoreError`] when the database is lost.
    pub async fn unbooked_sessions(&mut self, from: NaiveDate) -> Result<Vec<SessionRow>, StoreError> {
        all!(self, SessionRow, UNBOOKED_SESSIONS, from)
    }

    /// The sessions of a day by deadline.
    ///
    /// # Errors
    /// [`StoreError`] when the database is lost.
    pub async fn sessions_of_day(&mut self, day: NaiveDate) -> Result<Vec<SessionRow>, StoreError> {
        all!(self, SessionRow, SESSIONS_OF_DAY, day)
    }

    /// The sessions from one day to another, both included, by deadline.
    ///
    /// # Errors
    /// [`StoreError`] when the database is lost.
    pub async fn sessions_between(
        &mut self,
        from: NaiveDate,
        until: NaiveDate,
    ) -> Result<Vec<SessionRow>, StoreError> {
        all!(self, SessionRow, SESSIONS_BETWEEN, from, until)
    }

    /// One session.
    ///
    /// # Errors
    /// [`StoreError`] when the database is lost.
    pub async fn session(&mut self, id: Uuid) -> Result<Option<SessionRow>, StoreError> {
        one!(self, SessionRow, SESSION, id)
    }

    /// Enters a session with its rooms and its sealed number; a number and lot that are taken change
    /// nothing and give `false`.
    ///
    /// # Errors
    /// [`StoreError`] when the database is lost.
    pub async fn add_session(
        &mut self,
        row: &SessionRow,
        rooms: &[SessionRoomRow],
        registered: Option<&Sealed>,
    ) -> Result<bool, StoreError> {
        let added = run!(
            self,
            ADD_SESSION,
            row.id,
            &row.code,
            &row.lot,
            &row.project_name,
            &row.tenderer,
            row.agency_id,
            row.contact_id,
            row.deadline,
            row.day,
            &row.kind,
            row.originals,
            row.duplicates,
            &row.band,
            row.evaluation_minutes,
            &row.remark,
            &row.imported_from,
            row.entered_at
        )? == 1;
        if added {
            for room in rooms {
                self.add_session_room(room).await?;
            }
            if let Some(registered) = registered {
                run!(self, SEAL, row.id, registered)?;
            }
            self.touch("sessions");
        }
        Ok(added)
    }

    /// Enters a room of a session under the last amendment; the database refuses another one.
    ///
    /// # Errors
    /// [`StoreError`] when the database is lost.
    pub async fn add_session_room(&mut self, room: &SessionRoomRow) -> Result<(), StoreError> {
        run!(self, ADD_SESSION_ROOM, room.session_id, room.room_id, &room.part, room.place, room.amendment)?;
        Ok(())
    }

    /// The rooms a session has had, amendment by amendment.
    ///
    /// # Errors
    /// [`StoreError`] when the database is lost.
    pub async fn every_room_of_session(&mut self, session: Uuid) -> Result<Vec<SessionRoomRow>, StoreError> {
        all!(self, SessionRoomRow, EVERY_ROOM_OF_SESSION, session)
    }

    /// The rooms of all sessions, as they are in force.
    ///
    /// # Errors
    /// [`StoreError`] when the database is lost.
    pub async fn session_rooms(&mut self) -> Result<Vec<SessionRoomRow>, StoreError> {
        all!(self, SessionRoomRow, SESSION_ROOMS)
    }

    /// The sealed number. Callers ask only when the opening time has come; comparing a re-imported
    /// schedule with the recorded one is the single exception and shows nothing.
    ///
    /// # Errors
    /// [`StoreError`] when the database is lost.
    pub async fn sealed_count(&mut self, session: Uuid) -> Result<Option<Sealed>, StoreError> {
        Ok(one!(self, SealedRow, UNSEAL, session)?.map(|row| row.registered))
    }

    /// Ends a scheduled session; one that ended already stays as it is and gives `false`.
    ///
    /// # Errors
    /// [`StoreError`] when the database is lost.
    pub async fn end_session(
        &mut self,
        id: Uuid,
        state: &str,
        reason: &str,
        at: DateTime<Utc>,
    ) -> Result<bool, StoreError> {
        let rows = run!(self, END_SESSION, id, state, reason, at)?;
        self.touch("sessions");
        Ok(rows == 1)
    }
}
