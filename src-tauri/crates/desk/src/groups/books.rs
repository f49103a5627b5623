//! Bookings of rooms: the calendar of openings and the plans of groups are one truth.

use bidhall_rules::ids::RoomId;
use bidhall_store::bookings::BookingRow;
use bidhall_store::rooms::RoomRow;
use chrono::{DateTime, NaiveDate, Utc};
use schemars::JsonSchema;
use serde::Serialize;
use ts_rs::TS;
use uuid::Uuid;

use crate::DeskError;
use crate::act::{Reading, Writing};
use crate::rooms::KnownRooms;

/// A booking.
#[derive(Debug, Clone, Serialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase")]
pub struct RoomBooking {
    /// Code of the room.
    pub room: String,
    /// Number of the session that has it.
    pub code: String,
    /// `opening`, `evaluation` or `spare`.
    pub part: String,
    /// From.
    pub from: DateTime<Utc>,
    /// To, the time for disinfection included.
    pub until: DateTime<Utc>,
}

/// A room a group needs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Wanted {
    pub(super) room: Uuid,
    pub(super) part: &'static str,
    pub(super) begins: DateTime<Utc>,
    pub(super) ends: DateTime<Utc>,
}

/// The bookings of a day by room and time.
pub(super) async fn of_day(act: &mut Reading, day: NaiveDate) -> Result<Vec<BookingRow>, DeskError> {
    let (from, until) = act.zone.day_bounds(day);
    Ok(act.tx.bookings_between(from, until).await?)
}

pub(super) fn shown(bookings: &[BookingRow], known: &KnownRooms) -> Vec<RoomBooking> {
    let shown = bookings.iter().map(|booking| RoomBooking {
        room: known.row(booking.room_id).map(|room| room.code.clone()).unwrap_or_default(),
        code: booking.code.clone(),
        part: booking.part.clone(),
        from: booking.begins,
        until: booking.ends,
    });
    shown.collect()
}

/// Books the rooms of a session's group and gives back those it needs no more. While the evaluation runs a room
/// it has had stays booked from when it had it, and a new one is booked from now on.
pub(super) async fn rebook(
    act: &mut Writing,
    session: Uuid,
    wanted: Vec<Wanted>,
    running: bool,
) -> Result<(), DeskError> {
    let held = act.tx.bookings_of_session(session).await?;
    let mut missing = if running { from_now(wanted, &held, act.now) } else { wanted };
    for booking in held.into_iter().filter(|booking| booking.part != "opening") {
        let kept = missing.iter().position(|wanted| {
            (wanted.room, wanted.part, wanted.begins, wanted.ends)
                == (booking.room_id, booking.part.as_str(), booking.begins, booking.ends)
        });
        match kept {
            Some(place) => drop(missing.remove(place)),
            None => release(act, booking.id, "replanned").await?,
        }
    }
    act.tx.lock_rooms(missing.iter().map(|wanted| wanted.room)).await?;
    for wanted in missing {
        let holder = session.to_string();
        book(act, session, holder, &wanted).await?;
    }
    Ok(())
}

/// Rooms a running group has had stay its own from when it had them; a new one is its own from now on.
fn from_now(mut wanted: Vec<Wanted>, held: &[BookingRow], now: DateTime<Utc>) -> Vec<Wanted> {
    for want in &mut wanted {
        let had =
            held.iter().find(|booking| (booking.room_id, booking.part.as_str()) == (want.room, want.part));
        want.begins = had.map_or(now.max(want.begins), |booking| booking.begins);
    }
    wanted
}

/// Whether the rooms a running group would need are to be had.
///
/// # Errors
/// [`DeskError::RoomBooked`] with who has one.
pub(super) async fn free(
    act: &mut Reading,
    session: Uuid,
    wanted: Vec<Wanted>,
    known: &KnownRooms,
) -> Result<(), DeskError> {
    let held = act.tx.bookings_of_session(session).await?;
    for want in from_now(wanted, &held, act.now) {
        let between = act.tx.bookings_between(want.begins, want.ends).await?;
        let other = between.iter().find(|other| other.room_id == want.room && other.session_id != session);
        if let Some(other) = other {
            return Err(taken(other, known.row(want.room)));
        }
    }
    Ok(())
}

fn taken(other: &BookingRow, room: Option<&RoomRow>) -> DeskError {
    DeskError::RoomBooked {
        room: room.map(|room| room.code.clone()).unwrap_or_default(),
        code: other.code.clone(),
        from: other.begins,
        until: other.ends,
    }
}

/// Keeps the rooms of a running group that are booked for less than it needs: until a time, or as long as nobody
/// else has them.
pub(super) async fn lengthen(
    act: &mut Writing,
    session: Uuid,
    needed: DateTime<Utc>,
    until: DateTime<Utc>,
) -> Result<(), DeskError> {
    let held = act.tx.bookings_of_session(session).await?;
    let short: Vec<BookingRow> =
        held.into_iter().filter(|booking| booking.part == "evaluation" && booking.ends < needed).collect();
    act.tx.lock_rooms(short.iter().map(|booking| booking.room_id)).await?;
    for booking in short {
        let between = act.tx.bookings_between(booking.ends, until).await?;
        let next = between
            .iter()
            .filter(|other| other.room_id == booking.room_id && other.session_id != session)
            .map(|other| other.begins)
            .min();
        let ends = next.map_or(until, |next| next.min(until));
        if ends > booking.ends {
            release(act, booking.id, "replanned").await?;
            let want = Wanted { room: booking.room_id, part: "evaluation", begins: booking.begins, ends };
            book(act, session, booking.holder, &want).await?;
        }
    }
    Ok(())
}

/// Gives the rooms of a group back that has finished: each stays booked for the disinfection after it.
pub(super) async fn shorten(act: &mut Writing, session: Uuid, until: DateTime<Utc>) -> Result<(), DeskError> {
    for booking in act.tx.bookings_of_session(session).await? {
        if booking.part == "opening" || booking.ends <= until {
            continue;
        }
        release(act, booking.id, "finished").await?;
        if booking.part == "evaluation" && booking.begins < until {
            let want =
                Wanted { room: booking.room_id, part: "evaluation", begins: booking.begins, ends: until };
            book(act, session, booking.holder, &want).await?;
        }
    }
    Ok(())
}

/// Gives every room of a session back from now on.
pub(crate) async fn release_all(act: &mut Writing, session: Uuid, why: &str) -> Result<(), DeskError> {
    let now = act.now;
    for booking in act.tx.bookings_of_session(session).await? {
        if booking.ends > now {
            release(act, booking.id, why).await?;
        }
    }
    Ok(())
}

/// Gives the rooms of a session's group back because its opening moves.
pub(crate) async fn release_group(act: &mut Writing, session: Uuid) -> Result<(), DeskError> {
    for booking in act.tx.bookings_of_session(session).await? {
        if booking.part != "opening" {
            release(act, booking.id, "amended").await?;
        }
    }
    Ok(())
}

pub(super) async fn release(act: &mut Writing, booking: Uuid, why: &str) -> Result<(), DeskError> {
    let (now, operator) = (act.now, act.asker()?.id);
    Ok(act.tx.release_booking(booking, why, now, operator).await?)
}

pub(super) async fn book(
    act: &mut Writing,
    session: Uuid,
    holder: String,
    wanted: &Wanted,
) -> Result<(), DeskError> {
    let between = act.tx.bookings_between(wanted.begins, wanted.ends).await?;
    if let Some(other) = between.iter().find(|other| other.room_id == wanted.room && other.holder != holder) {
        let rooms = act.tx.rooms().await?;
        return Err(taken(other, rooms.iter().find(|room| room.id == wanted.room)));
    }
    let (now, operator) = (act.now, act.asker()?.id);
    let row = BookingRow {
        // Bookings are rooms' own: they have ids of their kind.
        id: RoomId::new(now, &mut act.chance).uuid(),
        room_id: wanted.room,
        session_id: session,
        code: String::new(),
        part: wanted.part.to_owned(),
        holder,
        begins: wanted.begins,
        ends: wanted.ends,
    };
    Ok(act.tx.add_booking(&row, now, operator).await?)
}
