//! The calendar by room: who uses a room from when to when, what is in conflict there, and what is free.

mod free;
mod hours;
#[cfg(test)]
mod tests;

use chrono::{DateTime, Duration, Utc};

use crate::calls::ToldSession;
use crate::centre_time::CentreZone;
use crate::ids::RoomId;
use crate::settings::CalendarSettings;
use crate::words::words;

pub use free::{free_rooms, next_times};
pub use hours::Closed;

words! {
    /// What a room is used for.
    pub enum RoomUsePart {
        /// An opening.
        Opening = "opening",
        /// The evaluation of a virtual group that has its rooms.
        Evaluation = "evaluation",
        /// Held free for a room that fails.
        Spare = "spare",
        /// An evaluation as the schedule has it, as long as no group is planned.
        Scheduled = "scheduled",
    }
}

words! {
    /// The five ways in which something of the calendar does not go.
    pub enum ConflictKind {
        /// Two are in one room at the same time.
        Overlap = "overlap",
        /// The room is not yet disinfected and aired after the one before (一标一消毒).
        Buffer = "buffer",
        /// The room is held or has a fault.
        NotReleased = "not_released",
        /// The room or the centre is closed then.
        OutsideHours = "outside_hours",
        /// The agency was told another time or place.
        AmendedAfterCall = "amended_after_call",
    }
}

/// A use of a room: people from `begins` up to `ends`, then disinfection and airing up to `clean_until`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RoomUse {
    /// The room.
    pub room: RoomId,
    /// Who is there together: the lots of a project with one deadline are opened as one.
    pub party: String,
    /// The project. Between two uses by one project nothing is disinfected.
    pub project: String,
    /// From.
    pub begins: DateTime<Utc>,
    /// To; later than `begins`.
    pub ends: DateTime<Utc>,
    /// When the room may be used by others; not before `ends`.
    pub clean_until: DateTime<Utc>,
}

impl RoomUse {
    /// The same use some time later, or earlier.
    #[must_use]
    pub fn shifted(&self, by: Duration) -> Self {
        Self {
            begins: self.begins + by,
            ends: self.ends + by,
            clean_until: self.clean_until + by,
            ..self.clone()
        }
    }

    /// The same use in another room.
    #[must_use]
    pub fn in_room(&self, room: RoomId) -> Self {
        Self { room, ..self.clone() }
    }
}

/// When a room may be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RoomTimes {
    /// The room.
    pub room: RoomId,
    /// When it is open on every day, minutes from midnight.
    pub windows: Vec<(u32, u32)>,
    /// A room that is held, or has a fault, is not counted on before this moment.
    pub held_until: Option<DateTime<Utc>>,
}

/// Rooms, the uses of them, and when the centre works.
#[derive(Debug, Clone, Copy)]
pub struct Floor<'a> {
    /// Every use.
    pub uses: &'a [RoomUse],
    /// The rooms.
    pub rooms: &'a [RoomTimes],
    /// The calendar.
    pub calendar: &'a CalendarSettings,
    /// The centre's zone.
    pub zone: CentreZone,
}

/// How two uses of a room meet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Clash {
    /// [`ConflictKind::Overlap`] or [`ConflictKind::Buffer`].
    pub kind: ConflictKind,
    /// How many minutes they share, or are missing to the disinfection; begun minutes in full.
    pub minutes: u32,
}

/// What does not go, and with whom.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Conflict {
    /// Which of the uses.
    pub place: usize,
    /// What is wrong with it.
    pub fault: Fault,
}

/// What is wrong with a use.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// Another use, which begins no later, has the room.
    Meets {
        /// Which of the uses.
        other: usize,
        /// How.
        clash: Clash,
    },
    /// The room is held.
    Held,
    /// The room or the centre is closed.
    Closed(Closed),
}

impl Fault {
    /// Which of the five it is.
    #[must_use]
    pub const fn kind(&self) -> ConflictKind {
        match self {
            Self::Meets { clash, .. } => clash.kind,
            Self::Held => ConflictKind::NotReleased,
            Self::Closed(_) => ConflictKind::OutsideHours,
        }
    }
}

/// Minutes from one moment to a later one, begun ones in full.
fn minutes(from: DateTime<Utc>, until: DateTime<Utc>) -> u32 {
    u32::try_from(((until - from).num_seconds() + 59) / 60).unwrap_or_default()
}

/// How two uses meet, whichever comes first; nothing when both can be.
#[must_use]
pub fn clash(one: &RoomUse, other: &RoomUse) -> Option<Clash> {
    if one.room != other.room || one.party == other.party {
        return None;
    }
    let (first, second) = if one.begins <= other.begins { (one, other) } else { (other, one) };
    if second.begins < first.ends {
        let shared = minutes(second.begins, first.ends.min(second.ends));
        return Some(Clash { kind: ConflictKind::Overlap, minutes: shared });
    }
    let is_short = first.project != second.project && second.begins < first.clean_until;
    is_short.then(|| Clash { kind: ConflictKind::Buffer, minutes: minutes(second.begins, first.clean_until) })
}

impl Floor<'_> {
    fn room(&self, room: RoomId) -> Option<&RoomTimes> {
        self.rooms.iter().find(|times| times.room == room)
    }

    fn is_held(&self, wanted: &RoomUse) -> bool {
        let until = self.room(wanted.room).and_then(|times| times.held_until);
        until.is_some_and(|until| wanted.begins < until)
    }

    /// Everything that keeps a use from its room. A use that is on the floor already meets others, never itself.
    #[must_use]
    pub fn faults(&self, wanted: &RoomUse) -> Vec<Fault> {
        let met = self
            .uses
            .iter()
            .enumerate()
            .filter_map(|(other, taken)| clash(wanted, taken).map(|clash| Fault::Meets { other, clash }));
        let held = self.is_held(wanted).then_some(Fault::Held);
        let closed = self.closed(wanted).map(Fault::Closed);
        met.chain(held).chain(closed).collect()
    }

    /// Every conflict of uses that are not over, each pair once under the one that begins later.
    #[must_use]
    pub fn conflicts(&self, now: DateTime<Utc>) -> Vec<Conflict> {
        let mut found = Vec::new();
        for (place, taken) in self.uses.iter().enumerate().filter(|(_, taken)| now < taken.ends) {
            let is_later = |other: usize| {
                self.uses.get(other).is_some_and(|one| (one.begins, other) < (taken.begins, place))
            };
            let own = self.faults(taken).into_iter().filter(|fault| match fault {
                Fault::Meets { other, .. } => is_later(*other),
                Fault::Held | Fault::Closed(_) => true,
            });
            found.extend(own.map(|fault| Conflict { place, fault }));
        }
        found
    }
}

/// Whether an agency was told another time or place than now stands.
#[must_use]
pub fn amended_after_call(told: &ToldSession, standing: &ToldSession) -> bool {
    told.opening != standing.opening || told.place != standing.place
}

/// Whether a change needs the number of a document: time and place of an opening are fixed by its documents
/// (招标投标法 art. 34), the rooms of an evaluation are not.
#[must_use]
pub const fn needs_document(other_deadline: bool, other_place: bool) -> bool {
    other_deadline || other_place
}
