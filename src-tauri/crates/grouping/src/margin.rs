//! How much a plan bears before it breaks.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::instance::{Instance, Mode};
use crate::plan::Plan;
use crate::rules;

/// How much later a placed project may end, and how much longer its bids may take.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
pub struct Margin {
    /// Minutes between the end of the discussion and the limit; below 0 when the limit is broken.
    #[ts(type = "number")]
    pub minutes_to_limit: i64,
    /// Minutes until the first room of the group closes.
    #[ts(type = "number")]
    pub minutes_to_closing: i64,
    /// The room that closes first.
    pub closes_first: String,
    /// Tenths of a minute by which every bid's review may become longer before the limit or the hours break.
    #[ts(type = "number")]
    pub minutes_per_bid_tenths: i64,
    /// Tenths of a minute every bid may take in all, on average, within the limit and the hours.
    #[ts(type = "number")]
    pub bid_minutes_tenths: i64,
}

/// The margin of a placed project; none if the plan or the instance does not have it.
pub fn margins(instance: &Instance, plan: &Plan, project: &str) -> Option<Margin> {
    let placed = plan.placed.iter().find(|placed| placed.project == project)?;
    let project = instance.projects.iter().find(|known| known.id == project)?;
    let end = i64::from(placed.discussion_end);
    let minutes_to_limit = i64::from(placed.start) + i64::from(project.limit_minutes) - end;
    let closing = placed.rooms.iter().filter_map(|panel| {
        let room = instance.rooms.iter().find(|room| room.id == panel.room)?;
        let holds = |window: &&[u32; 2]| (window[0]..window[1]).contains(&placed.start);
        let closes = room.windows.iter().filter(holds).map(|window| i64::from(window[1])).max()?;
        Some((closes - end, room.id.clone()))
    });
    let (minutes_to_closing, closes_first) = closing.min()?;
    let left = minutes_to_limit.min(minutes_to_closing);
    // A minute more on every bid is a minute for each bid of a panel, or for each hand the thickest bid
    // passes through, whichever is more.
    let hands = |&stream: &crate::instance::Stream| match project.mode {
        Mode::Electronic => 1,
        Mode::Paper => rules::experts_of(project, stream).div_ceil(project.copies.max(1)),
    };
    let hands = rules::streams(project).iter().map(hands).max().unwrap_or(1);
    let bids = i64::try_from(rules::bids(project)).unwrap_or(i64::MAX).max(1);
    let reading = i64::from(placed.discussion_begin) - i64::from(placed.start);
    Some(Margin {
        minutes_to_limit,
        minutes_to_closing,
        closes_first,
        minutes_per_bid_tenths: (left * 10).div_euclid(bids.max(i64::from(hands))),
        bid_minutes_tenths: ((reading + left) * 10).div_euclid(bids),
    })
}
