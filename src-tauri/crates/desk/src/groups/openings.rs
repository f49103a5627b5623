//! Bookings of opening rooms: one session has a room at a time, and of those that lack one it is said who has it.

use std::collections::BTreeMap;

use bidhall_store::bookings::BookingRow;
use bidhall_store::sessions::SessionRow;
use chrono::{DateTime, Duration, NaiveDate, Utc};
use schemars::JsonSchema;
use serde::Serialize;
use ts_rs::TS;
use uuid::Uuid;

use super::books::{Wanted, book, of_day, release};
use super::heads::{Version, facts_of, in_force};
use super::{books, draft};
use crate::DeskError;
use crate::act::{Reading, Writing};
use crate::rooms::KnownRooms;
use crate::sessions::RoomBook;

/// An opening room that another session has at that time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase")]
pub struct RoomTaken {
    /// Name of the room.
    pub room: String,
    /// Number of the session that has it.
    pub code: String,
    /// From.
    pub from: DateTime<Utc>,
    /// To.
    pub until: DateTime<Utc>,
}

/// The lots of one project are opened together and share a room.
fn holder_of(code: &str, deadline: DateTime<Utc>) -> String {
    format!("{code} {}", deadline.timestamp())
}

/// Who has which opening room, to tell what a session lacks.
pub(crate) struct OpeningBook {
    bookings: BTreeMap<Uuid, Vec<BookingRow>>,
}

impl OpeningBook {
    /// The bookings from one instant to another.
    pub(crate) async fn load(
        act: &mut Reading,
        from: DateTime<Utc>,
        until: DateTime<Utc>,
    ) -> Result<Self, DeskError> {
        let mut bookings: BTreeMap<Uuid, Vec<BookingRow>> = BTreeMap::new();
        for booking in act.tx.bookings_between(from, until).await? {
            bookings.entry(booking.room_id).or_default().push(booking);
        }
        Ok(Self { bookings })
    }

    /// Who has a room at the opening of another project than its own.
    pub(crate) fn taken(&self, room: Uuid, code: &str, deadline: DateTime<Utc>) -> Option<&BookingRow> {
        let holder = holder_of(code, deadline);
        let of_room = self.bookings.get(&room).map(Vec::as_slice).unwrap_or_default();
        let at = |booking: &&BookingRow| booking.begins <= deadline && deadline < booking.ends;
        // One that began earlier gives way: it is through by then, or has said that it will be.
        of_room.iter().filter(at).find(|booking| {
            booking.holder != holder && (booking.part != "opening" || booking.begins == deadline)
        })
    }

    /// The rooms a session lacks because another has them at its opening.
    pub(crate) fn missing(&self, session: &SessionRow, rooms: &RoomBook) -> Vec<RoomTaken> {
        let lacking = rooms.of(session.id, "opening").filter_map(|room| {
            let other = self.taken(room.id, &session.code, session.deadline)?;
            let of_room = self.bookings.get(&room.id)?;
            let is_own = of_room.iter().any(|own| own.session_id == session.id && own.part == "opening");
            (!is_own).then(|| shown(other, &room.name))
        });
        lacking.collect()
    }
}

pub(crate) fn shown(booking: &BookingRow, room: &str) -> RoomTaken {
    let BookingRow { code, begins, ends, .. } = booking;
    RoomTaken { room: room.to_owned(), code: code.clone(), from: *begins, until: *ends }
}

/// A session that lacks a room, and who has it.
pub(crate) struct Lacking {
    pub(crate) session: Uuid,
    /// [`DeskError::RoomBooked`].
    pub(crate) error: DeskError,
}

/// Books the opening rooms of a day as its sessions stand: each from its opening on, at the longest until the
/// next one in that room. Who has a room keeps it. The place of an opening is fixed by its documents (招标投标法
/// art. 34), so one whose room another session has at the same time is not refused here: it stays without the
/// room until one of the two is moved or ends.
pub(crate) async fn book_openings(act: &mut Writing, day: NaiveDate) -> Result<Vec<Lacking>, DeskError> {
    let minutes = act.grouping_settings().await?.body.opening_minutes;
    let sessions: Vec<SessionRow> =
        act.tx.sessions_of_day(day).await?.into_iter().filter(|row| row.state == "scheduled").collect();
    let book_of_rooms = RoomBook::load(act).await?;
    let mut wanted: Vec<(Uuid, String, Wanted)> = Vec::new();
    for session in &sessions {
        for room in book_of_rooms.of(session.id, "opening") {
            let later = sessions.iter().filter(|other| {
                other.deadline > session.deadline
                    && book_of_rooms.of(other.id, "opening").any(|shared| shared.id == room.id)
            });
            let longest = session.deadline + Duration::minutes(minutes.into());
            let ends = later.map(|other| other.deadline).min().map_or(longest, |next| next.min(longest));
            let want = Wanted { room: room.id, part: "opening", begins: session.deadline, ends };
            wanted.push((session.id, holder_of(&session.code, session.deadline), want));
        }
    }
    let now = act.now;
    let standing = of_day(act, day).await?;
    act.tx.lock_rooms(wanted.iter().map(|(_, _, want)| want.room)).await?;
    for booking in standing.iter().filter(|booking| booking.part == "opening" && booking.ends > now) {
        let is_kept = |(session, _, want): &(Uuid, String, Wanted)| {
            *session == booking.session_id
                && (want.room, want.begins, want.ends) == (booking.room_id, booking.begins, booking.ends)
        };
        match wanted.iter().position(is_kept) {
            Some(place) => drop(wanted.remove(place)),
            None => release(act, booking.id, "amended").await?,
        }
    }
    let mut lacking = Vec::new();
    for (session, holder, want) in wanted.into_iter().filter(|(_, _, want)| want.ends > now) {
        match book(act, session, holder, &want).await {
            Ok(()) => {}
            Err(error @ DeskError::RoomBooked { .. }) => lacking.push(Lacking { session, error }),
            Err(error) => return Err(error),
        }
    }
    Ok(lacking)
}

/// Makes the bookings of sessions to come that have none, as records of an older schema lack them: their openings
/// and the rooms of their groups. Tells how many sessions have got theirs.
pub(crate) async fn catch_up(act: &mut Writing) -> Result<u32, DeskError> {
    let today = act.today();
    let unbooked = act.tx.unbooked_sessions(today).await?;
    let mut days: Vec<NaiveDate> = unbooked.iter().map(|session| session.day).collect();
    days.dedup();
    for day in days {
        book_openings(act, day).await?;
    }
    let known = KnownRooms::load(act).await?;
    let mut made = 0;
    for session in &unbooked {
        let versions = act.tx.groups_of_session(session.id).await?;
        if let Some(row) = in_force(&versions, false).filter(|row| row.possible) {
            let facts = facts_of(act, row)?;
            let version = Version::read(act, row)?;
            let stands = facts.deadline.is_none_or(|deadline| deadline == session.deadline);
            let rooms = version.laid().filter(|_| stands);
            let rooms = rooms.map(|laid| draft::rooms_of(&laid, &known)).transpose()?.unwrap_or_default();
            match books::rebook(act, session.id, rooms, false).await {
                // Two plans of the older schema in one room: who planned first has it.
                Ok(()) | Err(DeskError::RoomBooked { .. }) => {}
                Err(error) => return Err(error),
            }
        }
        made += u32::from(!act.tx.bookings_of_session(session.id).await?.is_empty());
    }
    Ok(made)
}
