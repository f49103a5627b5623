//! What the planner answers: the `grouping_plan/1` document.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::instance::Stream;

/// The schema name of the output document.
pub const PLAN_SCHEMA: &str = "grouping_plan/1";

/// Unplaced weight, rooms, spread and finish: compared from left to right, smaller is better.
pub type Objective = [u64; 4];

/// A plan of the day. Every project of the instance stands in exactly one of the three lists.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
pub struct Plan {
    /// Always [`PLAN_SCHEMA`].
    pub schema: String,
    /// The id of the instance.
    pub instance: String,
    /// Projects with rooms and a timetable, in the order of their ids.
    pub placed: Vec<Placed>,
    /// Projects that found no place, with the reasons.
    #[serde(default)]
    pub unplaced: Vec<Unplaced>,
    /// Projects that go to the overnight site.
    #[serde(default)]
    pub overnight: Vec<String>,
    /// Projects planned here that would usually go to the overnight site: a notice, not an obstacle.
    #[serde(default)]
    pub overnight_notice: Vec<String>,
    /// Unplaced weight, rooms, spread and finish.
    #[ts(type = "[number, number, number, number]")]
    pub objective: Objective,
}

/// A project with its group of rooms and its timetable.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
pub struct Placed {
    /// Project id.
    pub project: String,
    /// When the review starts.
    pub start: u32,
    /// The rooms of the group with the panel seated in each.
    pub rooms: Vec<Panel>,
    /// The batches of each stream, as lists of bid numbers counted from 0.
    #[serde(default)]
    pub batches: BTreeMap<Stream, Vec<Vec<usize>>>,
    /// Which room reviews which batch when.
    pub reviews: Vec<Review>,
    /// Begin of the joint discussion.
    pub discussion_begin: u32,
    /// End of the joint discussion.
    pub discussion_end: u32,
}

/// The experts seated in one room.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
pub struct Panel {
    /// Room id.
    pub room: String,
    /// Technical experts.
    pub technical: u32,
    /// Economic experts.
    pub economic: u32,
    /// The paper set that serves the room, counted from 1; left out for electronic projects.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub set: Option<u32>,
}

/// One room reviewing one batch.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
pub struct Review {
    /// Volumes read; the room's own stream if left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub stream: Option<Stream>,
    /// The paper set; left out for electronic projects.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub set: Option<u32>,
    /// Batch number, counted from 0.
    pub batch: usize,
    /// Room id.
    pub room: String,
    /// Begin.
    pub begin: u32,
    /// End.
    pub end: u32,
}

/// A project that found no place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
pub struct Unplaced {
    /// Project id.
    pub project: String,
    /// Why, each with its numbers.
    #[serde(default)]
    pub reasons: Vec<Reason>,
}

/// A family of rules that can keep a project out of the building.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum Family {
    /// Minutes from the start to the end of the discussion (V12).
    TimeLimit,
    /// Opening hours of the rooms (V13).
    RoomHours,
    /// Places for experts (V4).
    Seats,
    /// Shelf places (V7).
    Shelf,
    /// Video links (V6).
    Video,
    /// Rooms a project may take (V3).
    RoomCount,
}

/// How much of something is needed and how much there is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
pub struct Shortage {
    /// What the project needs.
    #[ts(type = "number")]
    pub needed: u64,
    /// The most the building offers while every other rule holds.
    #[ts(type = "number")]
    pub available: u64,
}

/// One family of several that keep a project out only together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
pub struct Part {
    /// The family.
    pub family: Family,
    /// Its numbers, with the other families of the set left out.
    #[serde(flatten)]
    pub shortage: Shortage,
}

/// Why a project found no place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(tag = "code", rename_all = "snake_case")]
pub enum Reason {
    /// Minutes needed, minutes allowed.
    TimeLimit(Shortage),
    /// Minutes needed, minutes a group of rooms is open at the most.
    RoomHours(Shortage),
    /// Experts to seat, experts that can be seated.
    Seats(Shortage),
    /// Shelf places needed, shelf places of the best group.
    Shelf(Shortage),
    /// Rooms of the group, rooms among them that have a video link.
    Video(Shortage),
    /// Rooms needed, rooms allowed.
    RoomCount(Shortage),
    /// No family alone, but these together.
    Combined {
        /// The smallest set of families whose removal lets the project fit.
        parts: Vec<Part>,
    },
    /// It fits alone: rooms needed, usable rooms that the other projects leave free.
    RoomsTaken(Shortage),
}

impl Family {
    /// All families, in the order in which reasons are given.
    pub const ALL: [Self; 6] =
        [Self::TimeLimit, Self::RoomHours, Self::Seats, Self::Shelf, Self::Video, Self::RoomCount];

    /// This family as the reason of an unplaced project.
    pub fn reason(self, shortage: Shortage) -> Reason {
        match self {
            Self::TimeLimit => Reason::TimeLimit(shortage),
            Self::RoomHours => Reason::RoomHours(shortage),
            Self::Seats => Reason::Seats(shortage),
            Self::Shelf => Reason::Shelf(shortage),
            Self::Video => Reason::Video(shortage),
            Self::RoomCount => Reason::RoomCount(shortage),
        }
    }
}
