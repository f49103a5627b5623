//! Plans the rest of a day again with the least change: what has been done stays, panels stay in their rooms,
//! batches and their order stay, and only what an event touches moves.
//!
//! The changes are the least in this order: fewest rooms changed, fewest reviews out of their order, earliest
//! finish. Where even the best timetable ends too late, it is given together with the rules it breaks, so that
//! people can vote more time.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use thiserror::Error;
use ts_rs::TS;

use crate::instance::{Instance, InstanceFault};
use crate::plan::{Placed, Plan};
use crate::validity::{self, Breach};

mod check;
mod day;
mod spare;
mod timing;

pub use check::check_replanned;

/// The day as it stands now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
pub struct DayState {
    /// The present minute.
    pub now: u32,
    /// Every review begun so far with its real times; a review not listed has not begun.
    pub reviews: Vec<ReviewBegun>,
    /// What happened since the plan in force was made.
    pub events: Vec<Event>,
}

/// A review that has begun.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
pub struct ReviewBegun {
    /// Project id.
    pub project: String,
    /// Room id.
    pub room: String,
    /// Batch number, counted from 0.
    pub batch: usize,
    /// Real begin.
    pub begin: u32,
    /// Real end; none while it runs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub end: Option<u32>,
}

/// What can happen to a plan in force.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Event {
    /// A room cannot be used any more: a failure of the room or of its camera.
    RoomLost {
        /// Room id.
        room: String,
        /// First minute it is lost.
        from: u32,
    },
    /// A member of a panel is replaced. The new member reads again what the room has finished
    /// (招标投标法实施条例, article 48).
    MemberReplaced {
        /// Project id.
        project: String,
        /// Room of the panel.
        room: String,
    },
    /// Bids that need not be read any further.
    BidsDropped {
        /// Project id.
        project: String,
        /// Bid numbers, counted from 0.
        bids: Vec<usize>,
    },
    /// The committee has voted more time.
    TimeVoted {
        /// Project id.
        project: String,
        /// Minutes added to the limit.
        minutes: u32,
    },
    /// A running review will end later than planned.
    ReviewLate {
        /// Project id.
        project: String,
        /// Room id.
        room: String,
        /// Batch number, counted from 0.
        batch: usize,
        /// The minute at which it is now expected to end.
        end: u32,
    },
}

/// One difference between the plan in force and the new one.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema, TS)]
#[serde(tag = "change", rename_all = "snake_case")]
pub enum Change {
    /// A panel goes on in another room.
    PanelMoved {
        /// Project id.
        project: String,
        /// The room it leaves.
        from: String,
        /// The room it goes on in.
        to: String,
        /// When it leaves.
        at: u32,
    },
    /// A batch is read again, whole or by one member.
    ReviewRepeated {
        /// Project id.
        project: String,
        /// Room id.
        room: String,
        /// Batch number, counted from 0.
        batch: usize,
    },
    /// A review takes another place in the order of its room.
    ReviewReordered {
        /// Project id.
        project: String,
        /// Room id.
        room: String,
        /// Batch number, counted from 0.
        batch: usize,
    },
    /// A review begins at another minute.
    ReviewMoved {
        /// Project id.
        project: String,
        /// Room id.
        room: String,
        /// Batch number, counted from 0.
        batch: usize,
        /// Begin in the plan in force.
        from: u32,
        /// Begin in the new plan.
        to: u32,
    },
    /// A bid is read no further.
    BidDropped {
        /// Project id.
        project: String,
        /// Bid number, counted from 0.
        bid: usize,
    },
    /// A project that had not begun starts later.
    StartLater {
        /// Project id.
        project: String,
        /// Minutes.
        by: u32,
    },
    /// The joint discussion ends later.
    FinishLater {
        /// Project id.
        project: String,
        /// Minutes.
        by: u32,
    },
    /// The joint discussion ends earlier.
    FinishEarlier {
        /// Project id.
        project: String,
        /// Minutes.
        by: u32,
    },
}

/// The new plan, and how it differs from the one in force.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
pub struct Replanned {
    /// The new plan. Its groups name the rooms in which the panels sit from now on; reviews already done keep
    /// the rooms and times in which they were done. Batches keep their numbers and lack the bids dropped.
    pub plan: Plan,
    /// The differences, in the order of [`Change`] by project.
    pub changes: Vec<Change>,
    /// Rules that even this plan breaks: a limit (V12), closing rooms (V13), the next project (V14).
    pub breaches: Vec<Breach>,
}

/// Why there is no new plan.
#[derive(Debug, Clone, PartialEq, Eq, Error, Serialize, Deserialize, JsonSchema, TS)]
#[serde(tag = "code", rename_all = "snake_case")]
pub enum ReplanFault {
    /// The instance is wrong.
    #[error("{fault}")]
    Instance {
        /// What is wrong.
        fault: InstanceFault,
    },
    /// The plan in force has no such project.
    #[error("project {project} has no place in the plan in force")]
    UnknownProject {
        /// Project id.
        project: String,
    },
    /// The plan in force or the building has no such room.
    #[error("room {room} is not known")]
    UnknownRoom {
        /// Room id.
        room: String,
    },
    /// The project has no such batch in that room, or it has not begun.
    #[error("{project}: batch {batch} in room {room} is not known or not running")]
    UnknownReview {
        /// Project id.
        project: String,
        /// Room id.
        room: String,
        /// Batch number.
        batch: usize,
    },
    /// No bid would be left to read.
    #[error("{project}: no bid is left")]
    NoBidsLeft {
        /// Project id.
        project: String,
    },
    /// A real time lies in the future, or an end before its begin.
    #[error("{project}: batch {batch} in room {room} has impossible times")]
    ImpossibleTimes {
        /// Project id.
        project: String,
        /// Room id.
        room: String,
        /// Batch number.
        batch: usize,
    },
    /// No free room can take the panel of a lost room.
    #[error("{project}: no free room seats the {experts} experts of room {room}")]
    NoSpareRoom {
        /// Project id.
        project: String,
        /// The lost room.
        room: String,
        /// Experts of its panel.
        experts: u32,
    },
}

/// Plans the rest of the day again.
///
/// # Errors
/// [`ReplanFault`]: the day does not belong to the plan, or a panel has lost its room and no other can take it.
pub fn replan(instance: &Instance, plan: &Plan, day: &DayState) -> Result<Replanned, ReplanFault> {
    instance.check().map_err(|fault| ReplanFault::Instance { fault })?;
    day::check_names(instance, plan, day)?;
    let mut rest = plan.clone();
    let mut changes = Vec::new();
    // Projects that began earlier come first: the rooms they hold longer delay the later ones.
    let mut order: Vec<usize> = (0..plan.placed.len()).collect();
    order.sort_by_key(|&place| (plan.placed[place].start, &plan.placed[place].project));
    for (turn, &place) in order.iter().enumerate() {
        let others: Vec<&Placed> = order
            .iter()
            .enumerate()
            .filter(|&(other, _)| other != turn)
            .map(|(_, &other)| &rest.placed[other])
            .collect();
        let renewed = spare::renewed(instance, &plan.placed[place], &others, day)?;
        changes.extend(renewed.changes);
        rest.placed[place] = renewed.placed;
    }
    rest.objective = validity::objective(instance, &rest);
    let breaches = check_replanned(instance, plan, day, &rest);
    Ok(Replanned { plan: rest, changes, breaches })
}
