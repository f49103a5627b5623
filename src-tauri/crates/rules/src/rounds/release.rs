//! When a room is released: its round is done after the last people left it, and the contact time has passed.

use chrono::{DateTime, Duration, Utc};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{Cleaning, RoomBlock};
use crate::settings::RoundSettings;

/// Whether people may come into a room.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(tag = "kind", rename_all = "snake_case", rename_all_fields = "camelCase")]
pub enum RoomRelease {
    /// People are in it by the calendar.
    InUse {
        /// Until when.
        until: DateTime<Utc>,
    },
    /// It is released.
    Released {
        /// Since when.
        since: DateTime<Utc>,
    },
    /// The round is done, the agent has still to act.
    InContact {
        /// Until when.
        until: DateTime<Utc>,
    },
    /// Nobody has done its round today, or since the last people left.
    NeedsRound {
        /// When it could be released if somebody began now.
        ready_at: DateTime<Utc>,
    },
}

/// How a room stands now. `blocks` are the times when people are in it and `work` what was done, both in any
/// order; work of an earlier day does not count.
#[must_use]
pub fn release(
    blocks: &[RoomBlock],
    work: &[Cleaning],
    settings: &RoundSettings,
    day_begins: DateTime<Utc>,
    now: DateTime<Utc>,
) -> RoomRelease {
    if let Some(block) = blocks.iter().find(|block| block.begins <= now && now < block.ends) {
        return RoomRelease::InUse { until: block.ends };
    }
    let left = blocks.iter().map(|block| block.ends).filter(|ends| *ends <= now).max();
    let since = left.map_or(day_begins, |left| left.max(day_begins));
    let counts = |work: &&Cleaning| work.disinfects && since <= work.done_at && work.done_at <= now;
    match work.iter().filter(counts).map(Cleaning::acts_until).min() {
        Some(acted) if acted <= now => RoomRelease::Released { since: acted },
        Some(until) => RoomRelease::InContact { until },
        None => {
            let contact = settings.agents.first().map_or(0, |agent| agent.contact_minutes);
            let needed = Duration::minutes((settings.work_minutes + contact).into());
            RoomRelease::NeedsRound { ready_at: now + needed }
        }
    }
}

/// Until when a room that is not released cannot be counted on; nothing where it is released, or in use as it
/// should be.
#[must_use]
pub const fn waits_until(release: &RoomRelease) -> Option<DateTime<Utc>> {
    match release {
        RoomRelease::InUse { .. } | RoomRelease::Released { .. } => None,
        RoomRelease::InContact { until } => Some(*until),
        RoomRelease::NeedsRound { ready_at } => Some(*ready_at),
    }
}
