//! Rounds (消毒通风): which rooms are due for disinfection and airing, and when a room is released.

mod due;
mod release;
#[cfg(test)]
mod tests;

use chrono::{DateTime, Duration, Utc};

use crate::words::words;

pub use due::{Miss, RoomBlock, RoundTask, Settled, blocks, room_tasks, settle};
pub use release::{RoomRelease, release, waits_until};

words! {
    /// Why a round is asked for.
    pub enum RoundKind {
        /// The day's own round at its time.
        Timed = "timed",
        /// Before people come (会前).
        Before = "before",
        /// After people left (会后).
        After = "after",
    }
}

words! {
    /// Where a round stands.
    pub enum RoundStanding {
        /// Its time has not come.
        Waiting = "waiting",
        /// It can be done and is not late.
        Due = "due",
        /// It is late and nobody said why.
        Overdue = "overdue",
        /// It was done in time.
        Done = "done",
        /// It was done late.
        Late = "late",
        /// It was not done, for a reason.
        Missed = "missed",
    }
}

words! {
    /// How a room is disinfected.
    pub enum CleaningMethod {
        /// Surfaces are wiped (擦拭).
        Wipe = "wipe",
        /// Floors are mopped (拖拭).
        Mop = "mop",
        /// The disinfectant is sprayed (喷洒).
        Spray = "spray",
        /// Ultraviolet lamps (紫外线).
        Ultraviolet = "ultraviolet",
        /// Windows alone (仅通风).
        Air = "air",
    }
}

impl CleaningMethod {
    /// Whether it may be done while people are in the room. Neither disinfectant in the air nor ultraviolet
    /// light with people present (国务院联防联控机制 2020-02-29, 中国疾控 2020-03-02).
    #[must_use]
    pub const fn bears_people(self) -> bool {
        matches!(self, Self::Wipe | Self::Mop | Self::Air)
    }

    /// Whether it disinfects, and so releases a room.
    #[must_use]
    pub const fn disinfects(self) -> bool {
        !matches!(self, Self::Air)
    }

    /// Whether an agent with a concentration is used.
    #[must_use]
    pub const fn uses_agent(self) -> bool {
        matches!(self, Self::Wipe | Self::Mop | Self::Spray)
    }
}

/// A round that was done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cleaning {
    /// When the work was finished.
    pub done_at: DateTime<Utc>,
    /// How long the agent must stay on from then, minutes.
    pub contact_minutes: u32,
    /// Whether it disinfects.
    pub disinfects: bool,
}

impl Cleaning {
    /// When the contact time has passed.
    #[must_use]
    pub fn acts_until(&self) -> DateTime<Utc> {
        self.done_at + Duration::minutes(self.contact_minutes.into())
    }
}
