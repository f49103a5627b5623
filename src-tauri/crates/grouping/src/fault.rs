//! The input checks I1 to I9, and the closed list of faults they find.

use std::collections::BTreeSet;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use thiserror::Error;
use ts_rs::TS;

use crate::instance::{INSTANCE_SCHEMA, Instance, Mode, PackedBatches, Project, Stream};
use crate::rules;

/// Largest figure accepted anywhere; it keeps every sum of the planner far from overflow.
const LARGEST_FIGURE: u32 = 100_000;
/// Most experts of one role; real committees have 5 to 9 members.
const LARGEST_ROLE: u32 = 49;
/// Most rooms, projects, or bids of one project.
const LONGEST_LIST: usize = 1_000;

/// Why a day cannot be planned at all, and where the mistake is.
#[derive(Debug, Clone, PartialEq, Eq, Error, Serialize, Deserialize, JsonSchema, TS)]
#[serde(tag = "code", rename_all = "snake_case")]
pub enum InstanceFault {
    /// The document is of another kind or version.
    #[error("schema {found:?} is not {INSTANCE_SCHEMA:?}")]
    UnknownSchema {
        /// What the document says.
        found: String,
    },
    /// A figure or list is beyond what the planner computes with.
    #[error("{place}: {found} is more than {most}")]
    TooLarge {
        /// Where it stands.
        place: String,
        /// The figure.
        found: u32,
        /// The largest accepted.
        most: u32,
    },
    /// I1.
    #[error("I1 room id {room} repeats")]
    RoomIdRepeats {
        /// Room id.
        room: String,
    },
    /// I2: not as many rows and columns as rooms.
    #[error("I2 walking minutes are not rooms x rooms (row {row})")]
    WalkNotSquare {
        /// First row that is missing or of another length.
        row: usize,
    },
    /// I2: a room is not at distance 0 from itself.
    #[error("I2 walk from {room} to itself is not 0")]
    WalkToItself {
        /// Room id.
        room: String,
    },
    /// I2: there and back differ.
    #[error("I2 walk {a}-{b} is not symmetric")]
    WalkNotSymmetric {
        /// Room id.
        a: String,
        /// Room id.
        b: String,
    },
    /// I3.
    #[error("I3 walk {a}-{b} is longer than via {via}")]
    WalkLongerThanVia {
        /// Room id.
        a: String,
        /// Room id.
        b: String,
        /// Room on the shorter way.
        via: String,
    },
    /// I4.
    #[error("I4 room {room} has no opening window, or one that ends before it begins")]
    Windows {
        /// Room id.
        room: String,
    },
    /// I5.
    #[error("I5 project id {project} repeats")]
    ProjectIdRepeats {
        /// Project id.
        project: String,
    },
    /// I6.
    #[error("I6 {project}: committee of {experts} is not odd and at least 5")]
    Committee {
        /// Project id.
        project: String,
        /// Its experts.
        experts: u32,
    },
    /// I6: roles are split and one role has nobody to read its volumes.
    #[error("I6 {project}: roles are split and nobody reads the {stream:?} volumes")]
    RoleWithoutExperts {
        /// Project id.
        project: String,
        /// Volumes without readers.
        stream: Stream,
    },
    /// I7.
    #[error("I7 {project}: earliest start {earliest} after latest start {latest}")]
    StartRange {
        /// Project id.
        project: String,
        /// Earliest start.
        earliest: u32,
        /// Latest start.
        latest: u32,
    },
    /// I8: no bids, a missing list, or lists of different length.
    #[error("I8 {project}: {stream:?} bid list is missing, empty or of another length")]
    BidList {
        /// Project id.
        project: String,
        /// The list concerned.
        stream: Stream,
    },
    /// I8: a bid takes no time.
    #[error("I8 {project}: bid {bid} has no review minutes")]
    NoMinutes {
        /// Project id.
        project: String,
        /// Bid number, counted from 0.
        bid: usize,
    },
    /// I8: a packing by hand does not hold every bid exactly once, or an electronic project is packed into
    /// several batches.
    #[error("I8 {project}: the {stream:?} packing by hand does not hold every bid exactly once")]
    Packing {
        /// Project id.
        project: String,
        /// The stream concerned.
        stream: Stream,
    },
    /// I9.
    #[error("I9 {project}: copies start at 1")]
    NoCopies {
        /// Project id.
        project: String,
    },
    /// I9.
    #[error("I9 {project}: weight starts at 1")]
    NoWeight {
        /// Project id.
        project: String,
    },
}

pub(crate) fn check_instance(instance: &Instance) -> Result<(), InstanceFault> {
    if instance.schema != INSTANCE_SCHEMA {
        return Err(InstanceFault::UnknownSchema { found: instance.schema.clone() });
    }
    check_sizes(instance)?;
    check_rooms(instance)?;
    let mut ids = BTreeSet::new();
    for project in &instance.projects {
        if !ids.insert(project.id.as_str()) {
            return Err(InstanceFault::ProjectIdRepeats { project: project.id.clone() });
        }
        check_project(project)?;
    }
    Ok(())
}

fn check_sizes(instance: &Instance) -> Result<(), InstanceFault> {
    length("rooms", instance.rooms.len())?;
    length("projects", instance.projects.len())?;
    let r = &instance.rules;
    figure("rules", &[r.disinfect_minutes, r.changeover_minutes, r.carry_max_bids])?;
    figure("rules", &[r.max_rooms_per_project, r.overnight_threshold])?;
    for row in &instance.walk_minutes {
        figure("walk_minutes", row)?;
    }
    for room in &instance.rooms {
        figure(&room.id, &[room.seats, room.shelf])?;
        figure(&room.id, room.windows.as_flattened())?;
    }
    for p in &instance.projects {
        at_most(&p.id, p.technical, LARGEST_ROLE)?;
        at_most(&p.id, p.economic, LARGEST_ROLE)?;
        figure(&p.id, &[p.weight, p.staff_per_room, p.copies, p.earliest_start, p.latest_start])?;
        figure(&p.id, &[p.limit_minutes, p.discussion_minutes])?;
        for &stream in rules::streams(p) {
            length(&p.id, rules::minutes_of(p, stream).len())?;
            figure(&p.id, rules::minutes_of(p, stream))?;
        }
    }
    Ok(())
}

fn at_most(place: &str, found: u32, most: u32) -> Result<(), InstanceFault> {
    if found > most {
        return Err(InstanceFault::TooLarge { place: place.to_owned(), found, most });
    }
    Ok(())
}

fn figure(place: &str, figures: &[u32]) -> Result<(), InstanceFault> {
    figures.iter().try_for_each(|&found| at_most(place, found, LARGEST_FIGURE))
}

fn length(place: &str, found: usize) -> Result<(), InstanceFault> {
    let most = u32::try_from(LONGEST_LIST).unwrap_or(u32::MAX);
    at_most(place, u32::try_from(found).unwrap_or(u32::MAX), most)
}

fn check_rooms(instance: &Instance) -> Result<(), InstanceFault> {
    let (rooms, walk) = (&instance.rooms, &instance.walk_minutes);
    let name = |room: usize| rooms[room].id.clone();
    let mut ids = BTreeSet::new();
    if let Some(room) = rooms.iter().find(|room| !ids.insert(room.id.as_str())) {
        return Err(InstanceFault::RoomIdRepeats { room: room.id.clone() });
    }
    let n = rooms.len();
    if let Some(row) = walk.iter().position(|row| row.len() != n) {
        return Err(InstanceFault::WalkNotSquare { row });
    }
    if walk.len() != n {
        return Err(InstanceFault::WalkNotSquare { row: walk.len().min(n) });
    }
    for (a, row) in walk.iter().enumerate() {
        if row[a] != 0 {
            return Err(InstanceFault::WalkToItself { room: name(a) });
        }
        if let Some(b) = (0..n).find(|&b| row[b] != walk[b][a]) {
            return Err(InstanceFault::WalkNotSymmetric { a: name(a), b: name(b) });
        }
    }
    for (a, b) in (0..n).flat_map(|a| (0..n).map(move |b| (a, b))) {
        if let Some(via) = (0..n).find(|&via| walk[a][b] > walk[a][via] + walk[via][b]) {
            return Err(InstanceFault::WalkLongerThanVia { a: name(a), b: name(b), via: name(via) });
        }
    }
    let shut = |windows: &[[u32; 2]]| windows.is_empty() || windows.iter().any(|[begin, end]| begin >= end);
    match rooms.iter().find(|room| shut(&room.windows)) {
        Some(room) => Err(InstanceFault::Windows { room: room.id.clone() }),
        None => Ok(()),
    }
}

fn check_project(p: &Project) -> Result<(), InstanceFault> {
    let project = p.id.clone();
    let experts = p.technical + p.economic;
    if experts < 5 || experts.is_multiple_of(2) {
        return Err(InstanceFault::Committee { project, experts });
    }
    if p.earliest_start > p.latest_start {
        let (earliest, latest) = (p.earliest_start, p.latest_start);
        return Err(InstanceFault::StartRange { project, earliest, latest });
    }
    let bids = rules::bids(p);
    for &stream in rules::streams(p) {
        if rules::experts_of(p, stream) == 0 {
            return Err(InstanceFault::RoleWithoutExperts { project, stream });
        }
        let minutes = rules::minutes_of(p, stream);
        if minutes.is_empty() || minutes.len() != bids {
            return Err(InstanceFault::BidList { project, stream });
        }
        if let Some(bid) = minutes.iter().position(|&minutes| minutes == 0) {
            return Err(InstanceFault::NoMinutes { project, bid });
        }
    }
    check_packing(p, bids)?;
    if p.copies == 0 {
        return Err(InstanceFault::NoCopies { project });
    }
    if p.weight == 0 {
        return Err(InstanceFault::NoWeight { project });
    }
    Ok(())
}

fn check_packing(p: &Project, bids: usize) -> Result<(), InstanceFault> {
    let of_roles = match &p.batches {
        None => return Ok(()),
        Some(PackedBatches::All(list)) if list.is_empty() => return Ok(()),
        Some(PackedBatches::ByRole { technical, economic })
            if technical.is_empty() && economic.is_empty() =>
        {
            return Ok(());
        }
        Some(PackedBatches::All(_)) => false,
        Some(PackedBatches::ByRole { .. }) => true,
    };
    for &stream in rules::streams(p) {
        let list = p.packed(stream).unwrap_or_default();
        let several = p.mode == Mode::Electronic && list.len() > 1;
        if of_roles != p.split_roles || several || !Project::packs_each_bid_once(list, bids) {
            return Err(InstanceFault::Packing { project: p.id.clone(), stream });
        }
    }
    Ok(())
}
