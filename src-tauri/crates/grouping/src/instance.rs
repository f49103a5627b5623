//! What the planner is given: the `grouping_instance/1` document and its input checks.
//!
//! Times are whole minutes counted from midnight. Keys the planner does not know are ignored.

use std::collections::BTreeSet;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

pub use crate::fault::InstanceFault;

/// The schema name of the input document.
pub const INSTANCE_SCHEMA: &str = "grouping_instance/1";

/// One day to plan: rules, rooms, the walking minutes between them, and projects.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct Instance {
    /// Always [`INSTANCE_SCHEMA`].
    pub schema: String,
    /// Name of the day; the plan repeats it.
    pub id: String,
    /// A line for people.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub title: Option<String>,
    /// Figures that hold for the whole building.
    pub rules: Rules,
    /// Rooms that may be used.
    pub rooms: Vec<Room>,
    /// Walking minutes from room to room, in the order of `rooms`.
    pub walk_minutes: Vec<Vec<u32>>,
    /// Projects to be reviewed that day.
    pub projects: Vec<Project>,
}

/// Figures that hold for the whole building.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
pub struct Rules {
    /// Minutes a batch is disinfected after each carry.
    pub disinfect_minutes: u32,
    /// Minutes between two projects in one room.
    pub changeover_minutes: u32,
    /// Most bids carried in one run.
    pub carry_max_bids: u32,
    /// Most rooms one project may take.
    pub max_rooms_per_project: u32,
    /// Projects with more bids than this normally go to the overnight site.
    pub overnight_threshold: u32,
    /// Whether the overnight site receives projects that day.
    pub overnight_site_open: bool,
    /// What one more room would be like.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub spare_room: Option<SpareRoom>,
}

/// What one more room would be like.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
pub struct SpareRoom {
    /// Persons it seats under spacing.
    pub seats: u32,
    /// Shelf places.
    pub shelf: u32,
    /// Walking minutes to every other room.
    pub walk_minutes: u32,
}

/// One evaluation room.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct Room {
    /// Door number.
    pub id: String,
    /// Part of the building; for drawing only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub zone: Option<String>,
    /// Storey; for drawing only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub floor: Option<i32>,
    /// Place on the floor picture; for drawing only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub x: Option<f64>,
    /// Place on the floor picture; for drawing only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub y: Option<f64>,
    /// Persons it seats under spacing.
    pub seats: u32,
    /// Places for complete bid sets.
    pub shelf: u32,
    /// Whether it has a video link.
    pub video: bool,
    /// Times it is open, each as begin and end.
    pub windows: Vec<[u32; 2]>,
}

/// How the bids are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum Mode {
    /// Volumes on paper, carried from room to room.
    Paper,
    /// On screens; nothing is carried.
    Electronic,
}

/// Which volumes a panel reads.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema, TS,
)]
#[serde(rename_all = "snake_case")]
pub enum Stream {
    /// Every expert reads every bid whole.
    All,
    /// Technical experts read the technical volumes.
    Technical,
    /// Economic experts read the commercial volumes.
    Economic,
}

/// One project with its bids and committee.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
pub struct Project {
    /// Project number.
    pub id: String,
    /// Paper or electronic.
    pub mode: Mode,
    /// Importance if not all projects fit.
    pub weight: u32,
    /// Technical experts.
    pub technical: u32,
    /// Economic experts.
    pub economic: u32,
    /// Whether each role reads only its own volumes.
    pub split_roles: bool,
    /// Clerks who take seats in every room used.
    pub staff_per_room: u32,
    /// Paper sets of the bids.
    pub copies: u32,
    /// Earliest start.
    pub earliest_start: u32,
    /// Latest start.
    pub latest_start: u32,
    /// Minutes from the start to the end of the joint discussion, at most.
    pub limit_minutes: u32,
    /// Minutes of the joint discussion.
    pub discussion_minutes: u32,
    /// Review minutes per expert of each bid, when roles are not split.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub minutes: Option<Vec<u32>>,
    /// Review minutes of each technical volume, when roles are split.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub technical_minutes: Option<Vec<u32>>,
    /// Review minutes of each commercial volume, when roles are split.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub economic_minutes: Option<Vec<u32>>,
    /// Batches packed by hand; the plan keeps them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub batches: Option<PackedBatches>,
}

/// Batches packed by hand, as lists of bid numbers counted from 0.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(untagged)]
pub enum PackedBatches {
    /// Roles not split.
    All(Vec<Vec<usize>>),
    /// Roles split: one packing for each kind of volume.
    ByRole {
        /// Technical volumes.
        #[serde(default)]
        technical: Vec<Vec<usize>>,
        /// Commercial volumes.
        #[serde(default)]
        economic: Vec<Vec<usize>>,
    },
}

impl Instance {
    /// Looks for the first fault of the input, in the order I1 to I9.
    ///
    /// # Errors
    /// The first [`InstanceFault`] found, with its place.
    pub fn check(&self) -> Result<(), InstanceFault> {
        crate::fault::check_instance(self)
    }

    /// Walking minutes between two rooms given by their place in `rooms`.
    pub(crate) fn walk(&self, from: usize, to: usize) -> u64 {
        self.walk_minutes.get(from).and_then(|row| row.get(to)).copied().map_or(0, u64::from)
    }

    /// The same day with rooms and projects in the order of their ids, so that the order in which the user
    /// listed them changes nothing and equal plans are settled by the lowest room ids.
    pub(crate) fn in_id_order(&self) -> Self {
        let mut order: Vec<usize> = (0..self.rooms.len()).collect();
        order.sort_by(|&a, &b| self.rooms[a].id.cmp(&self.rooms[b].id));
        let mut projects = self.projects.clone();
        projects.sort_by(|a, b| a.id.cmp(&b.id));
        Self {
            rooms: order.iter().map(|&room| self.rooms[room].clone()).collect(),
            walk_minutes: order
                .iter()
                .map(|&from| order.iter().map(|&to| self.walk_minutes[from][to]).collect())
                .collect(),
            projects,
            ..self.clone()
        }
    }
}

impl Project {
    /// The packing by hand of one stream; nothing if the user packed nothing.
    pub fn packed(&self, stream: Stream) -> Option<&[Vec<usize>]> {
        let list = match (self.batches.as_ref()?, stream) {
            (PackedBatches::All(list), _) => list,
            (PackedBatches::ByRole { technical, .. }, Stream::Technical) => technical,
            (PackedBatches::ByRole { economic, .. }, Stream::Economic) => economic,
            (PackedBatches::ByRole { .. }, Stream::All) => return None,
        };
        if list.is_empty() { None } else { Some(list) }
    }

    /// Whether the user's packing of one stream names every bid exactly once.
    pub(crate) fn packs_each_bid_once(list: &[Vec<usize>], bids: usize) -> bool {
        let named: BTreeSet<usize> = list.iter().flatten().copied().collect();
        list.iter().all(|batch| !batch.is_empty())
            && list.iter().map(Vec::len).sum::<usize>() == bids
            && named.len() == bids
            && named.last().is_none_or(|&last| last < bids)
    }
}
