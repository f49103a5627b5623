//! Which rooms the planner is offered, and which not and why.

use bidhall_rules::rooms::RoomStateKind;
use bidhall_rules::sessions::RoomPurpose;
use bidhall_store::bookings::BookingRow;
use bidhall_store::rooms::RoomRow;
use chrono::{DateTime, Duration, Utc};

use super::clock::DayClock;
use super::facts::{LeftOutRoom, LeftOutWhy};
use crate::DeskError;
use crate::act::word;
use crate::rooms::KnownRooms;

/// A room on offer with its open times, minutes of the clock.
pub(super) struct Offered<'a> {
    pub(super) room: &'a RoomRow,
    pub(super) windows: Vec<[u32; 2]>,
}

/// What decides whether a room is offered.
pub(super) struct Demand<'a> {
    pub(super) session: uuid::Uuid,
    pub(super) clock: &'a DayClock,
    /// The bookings of the day.
    pub(super) bookings: &'a [BookingRow],
    pub(super) changeover_minutes: u32,
    /// From the start to the limit, as instants.
    pub(super) span: (DateTime<Utc>, DateTime<Utc>),
}

/// Rooms on offer, and those that are not.
pub(super) struct Offer<'a> {
    pub(super) offered: Vec<Offered<'a>>,
    pub(super) left_out: Vec<LeftOutRoom>,
}

impl Demand<'_> {
    /// The evaluation rooms on offer among those named; of the spare rooms it is said that they are kept.
    pub(super) fn offer<'a>(
        &self,
        known: &'a KnownRooms,
        named: &[String],
        pinned_out: &[String],
    ) -> Result<Offer<'a>, DeskError> {
        let mut offer = Offer { offered: Vec::new(), left_out: Vec::new() };
        for room in &known.rows {
            let purpose: RoomPurpose = word(&room.purpose)?;
            let is_named = named.is_empty() || named.contains(&room.code);
            let why = match purpose {
                RoomPurpose::Spare => Some(left_out(room, LeftOutWhy::KeptSpare)),
                RoomPurpose::Evaluation => {
                    if pinned_out.contains(&room.code) {
                        Some(left_out(room, LeftOutWhy::PinnedOut))
                    } else if is_named {
                        unusable(known, room)?
                    } else {
                        Some(left_out(room, LeftOutWhy::NotScheduled))
                    }
                }
                RoomPurpose::Opening
                | RoomPurpose::Overflow
                | RoomPurpose::Clarification
                | RoomPurpose::BidDocument
                | RoomPurpose::Supervision
                | RoomPurpose::KeyRegion
                | RoomPurpose::Isolation => continue,
            };
            if let Some(why) = why {
                offer.left_out.push(why);
                continue;
            }
            let windows = self.windows(room)?;
            if let Some(why) = self.not_then(room, &windows) {
                offer.left_out.push(why);
            }
            if !windows.is_empty() {
                offer.offered.push(Offered { room, windows });
            }
        }
        Ok(offer)
    }

    /// A room that may take the place of one that fails: with its windows, unless it is out itself.
    pub(super) fn instead<'a>(
        &self,
        known: &'a KnownRooms,
        room: &'a RoomRow,
    ) -> Result<Option<Offered<'a>>, DeskError> {
        if unusable(known, room)?.is_some() {
            return Ok(None);
        }
        let windows = self.windows(room)?;
        Ok((!windows.is_empty()).then_some(Offered { room, windows }))
    }

    /// When a room is open and no other session has it, the time for disinfection included.
    pub(super) fn windows(&self, room: &RoomRow) -> Result<Vec<[u32; 2]>, DeskError> {
        let minute = |minute: i32| u32::try_from(minute).unwrap_or_default();
        let mut windows: Vec<[u32; 2]> = KnownRooms::windows(room)?
            .iter()
            .map(|window| [minute(window.opens_minute), minute(window.closes_minute)])
            .collect();
        for booking in self.others(room) {
            let begin = self.clock.minute(booking.begins).saturating_sub(self.changeover_minutes);
            let end = self.clock.minute(booking.ends);
            windows = windows.into_iter().flat_map(|window| without(window, begin, end)).collect();
        }
        Ok(windows)
    }

    fn others(&self, room: &RoomRow) -> impl Iterator<Item = &BookingRow> {
        let (room, session) = (room.id, self.session);
        self.bookings.iter().filter(move |booking| booking.room_id == room && booking.session_id != session)
    }

    /// Why a room cannot serve from the start on, though it may be free at other times.
    fn not_then(&self, room: &RoomRow, windows: &[[u32; 2]]) -> Option<LeftOutRoom> {
        let (from, until) = self.span;
        let changeover = Duration::minutes(self.changeover_minutes.into());
        let meets = |booking: &&BookingRow| booking.begins < until + changeover && booking.ends > from;
        if let Some(booking) = self.others(room).find(meets) {
            return Some(LeftOutRoom {
                holder: Some(booking.code.clone()),
                from: Some(booking.begins),
                until: Some(booking.ends),
                ..left_out(room, LeftOutWhy::Booked)
            });
        }
        let start = self.clock.minute(from);
        let is_open = windows.iter().any(|[opens, closes]| (*opens..*closes).contains(&start));
        (!is_open).then(|| left_out(room, LeftOutWhy::Closed))
    }
}

fn left_out(room: &RoomRow, why: LeftOutWhy) -> LeftOutRoom {
    LeftOutRoom {
        code: room.code.clone(),
        name: room.name.clone(),
        why,
        holder: None,
        from: None,
        until: None,
        note: String::new(),
    }
}

/// Why a room cannot be used now: held, not recorded or broken.
pub(super) fn unusable(known: &KnownRooms, room: &RoomRow) -> Result<Option<LeftOutRoom>, DeskError> {
    let state = known.state(room)?;
    if let Some(open) = state.open.first() {
        let why = match open.kind {
            RoomStateKind::Held | RoomStateKind::Released => LeftOutWhy::Held,
            RoomStateKind::CameraFault | RoomStateKind::CameraMended => LeftOutWhy::CameraFault,
            RoomStateKind::RecordingFault | RoomStateKind::RecordingMended => LeftOutWhy::RecordingFault,
            RoomStateKind::NetworkFault | RoomStateKind::NetworkMended => LeftOutWhy::NetworkFault,
            RoomStateKind::PowerFault | RoomStateKind::PowerMended => LeftOutWhy::PowerFault,
        };
        let note = open.note.clone();
        return Ok(Some(LeftOutRoom { from: Some(open.at), note, ..left_out(room, why) }));
    }
    Ok((!room.recording).then(|| left_out(room, LeftOutWhy::NotRecorded)))
}

/// What is left of a window when the time from `begin` to `end` is taken out.
fn without([open, close]: [u32; 2], begin: u32, end: u32) -> Vec<[u32; 2]> {
    [[open, close.min(begin)], [open.max(end), close]]
        .into_iter()
        .filter(|[open, close]| open < close)
        .collect()
}
