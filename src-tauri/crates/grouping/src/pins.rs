//! What a person has fixed beforehand: rooms to use or to avoid, a start, who sits where.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use thiserror::Error;
use ts_rs::TS;

use crate::instance::{Instance, InstanceFault, Project};
use crate::rules;

/// Fixed by hand, for the whole day.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
pub struct Pins {
    /// What is fixed of single projects.
    pub projects: Vec<ProjectPins>,
}

/// Fixed by hand for one project.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
pub struct ProjectPins {
    /// Project id.
    pub project: String,
    /// Rooms it must use.
    #[serde(default)]
    pub rooms: Vec<String>,
    /// Rooms it must not use.
    #[serde(default)]
    pub avoid: Vec<String>,
    /// Its start.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub start: Option<u32>,
    /// Experts in single rooms; these rooms must be used.
    #[serde(default)]
    pub experts: Vec<PinnedExperts>,
}

/// How many experts sit in a room.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
pub struct PinnedExperts {
    /// Room id.
    pub room: String,
    /// Experts of both roles together.
    pub experts: u32,
}

/// One thing that was fixed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(tag = "pin", rename_all = "snake_case")]
pub enum Pin {
    /// A room to use.
    Room {
        /// Room id.
        room: String,
    },
    /// A room to avoid.
    Avoid {
        /// Room id.
        room: String,
    },
    /// A start.
    Start {
        /// The minute.
        start: u32,
    },
    /// Experts in a room.
    Experts {
        /// Room id.
        room: String,
        /// How many.
        experts: u32,
    },
}

/// Why a day cannot be planned with these pins.
#[derive(Debug, Clone, PartialEq, Eq, Error, Serialize, Deserialize, JsonSchema, TS)]
#[serde(tag = "code", rename_all = "snake_case")]
pub enum PinFault {
    /// The instance itself is wrong.
    #[error("{fault}")]
    Instance {
        /// What is wrong.
        fault: InstanceFault,
    },
    /// There is no such project.
    #[error("pins: project {project} is not known")]
    UnknownProject {
        /// Project id.
        project: String,
    },
    /// There is no such room.
    #[error("pins: room {room} is not known")]
    UnknownRoom {
        /// Room id.
        room: String,
    },
    /// These pins keep the project out, although it would fit into the empty building without any one of them,
    /// or, if no single one is to blame, without all of them.
    #[error("pins: {project} does not fit with what is fixed: {pins:?}")]
    DoesNotFit {
        /// Project id.
        project: String,
        /// The pins to blame.
        pins: Vec<Pin>,
    },
}

/// The pins of one project by the places of the rooms.
#[derive(Debug, Clone, Default)]
pub(crate) struct Wishes {
    pub rooms: Vec<usize>,
    pub avoid: Vec<usize>,
    /// Experts by room.
    pub experts: Vec<(usize, u32)>,
}

impl Wishes {
    pub(crate) fn none() -> Self {
        Self::default()
    }

    /// Experts a person has put into a room.
    pub(crate) fn experts_in(&self, room: usize) -> Option<u32> {
        self.experts.iter().find(|(pinned, _)| *pinned == room).map(|(_, experts)| *experts)
    }
}

impl ProjectPins {
    /// Every single pin.
    pub(crate) fn each(&self) -> Vec<Pin> {
        let rooms = self.rooms.iter().map(|room| Pin::Room { room: room.clone() });
        let avoid = self.avoid.iter().map(|room| Pin::Avoid { room: room.clone() });
        let start = self.start.iter().map(|&start| Pin::Start { start });
        let experts =
            self.experts.iter().map(|pin| Pin::Experts { room: pin.room.clone(), experts: pin.experts });
        rooms.chain(avoid).chain(start).chain(experts).collect()
    }

    /// These pins but one.
    pub(crate) fn without(&self, pin: &Pin) -> Self {
        let mut rest = self.clone();
        match pin {
            Pin::Room { room } => rest.rooms.retain(|other| other != room),
            Pin::Avoid { room } => rest.avoid.retain(|other| other != room),
            Pin::Start { .. } => rest.start = None,
            Pin::Experts { room, .. } => rest.experts.retain(|other| other.room != *room),
        }
        rest
    }

    /// The wishes about rooms, by their places in the instance.
    pub(crate) fn wishes(&self, instance: &Instance) -> Result<Wishes, PinFault> {
        let place = |id: &String| {
            let found = instance.rooms.iter().position(|room| room.id == *id);
            found.ok_or_else(|| PinFault::UnknownRoom { room: id.clone() })
        };
        let mut rooms = self.rooms.iter().map(place).collect::<Result<Vec<_>, _>>()?;
        let mut experts = Vec::new();
        for pin in &self.experts {
            let room = place(&pin.room)?;
            rooms.push(room);
            experts.push((room, pin.experts));
        }
        rooms.sort_unstable();
        rooms.dedup();
        Ok(Wishes { rooms, avoid: self.avoid.iter().map(place).collect::<Result<Vec<_>, _>>()?, experts })
    }

    /// Whether what is fixed contradicts itself or the project before any room is looked for.
    pub(crate) fn contradicts(&self, instance: &Instance, project: &Project, wishes: &Wishes) -> bool {
        let early =
            self.start.is_some_and(|start| !(project.earliest_start..=project.latest_start).contains(&start));
        let both = wishes.rooms.iter().any(|room| wishes.avoid.contains(room));
        let seats = |&(room, experts): &(usize, u32)| {
            experts == 0 || experts > rules::capacity(project, &instance.rooms[room])
        };
        early || both || wishes.experts.iter().any(seats)
    }
}
