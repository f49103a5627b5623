//! What stands behind a plan: what is proven, why projects stay unplaced and what would help, and for each
//! placed project what binds it and what other rooms would cost.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::answer::{Answer, Status, first};
use crate::groups::Search;
use crate::instance::{Instance, InstanceFault, Mode, Project};
use crate::pins::Wishes;
use crate::plan::{Objective, Part, Placed, Plan, Reason};
use crate::relaxations::{Relaxations, relaxations};
use crate::rotation::arrange;
use crate::rules;

/// A plan with everything that can be said about it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
pub struct Explained {
    /// Always [`crate::plan::PLAN_SCHEMA`].
    pub schema: String,
    /// The id of the instance.
    pub instance: String,
    /// Projects with rooms and a timetable.
    pub placed: Vec<Placed>,
    /// Projects that found no place.
    pub unplaced: Vec<ExplainedUnplaced>,
    /// Projects that go to the overnight site.
    pub overnight: Vec<String>,
    /// Projects planned here that would usually go to the overnight site.
    pub overnight_notice: Vec<String>,
    /// Unplaced weight, rooms, spread and finish.
    #[ts(type = "[number, number, number, number]")]
    pub objective: Objective,
    /// By level of the objective.
    pub status: [Status; 4],
    /// By level of the objective, what no plan undercuts.
    #[ts(type = "[number, number, number, number]")]
    pub bound: Objective,
    /// What would help, if something is unplaced.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub relaxations: Option<Relaxations>,
}

/// A project that found no place, with the names of the reasons and their numbers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
pub struct ExplainedUnplaced {
    /// Project id.
    pub project: String,
    /// The codes of the reasons.
    pub reasons: Vec<String>,
    /// The reasons with their numbers.
    pub numbers: Vec<Reason>,
    /// The families of the smallest set, where only several together keep the project out.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub combined: Vec<Part>,
}

impl Reason {
    /// Its name in documents.
    pub fn code(&self) -> &'static str {
        match self {
            Self::TimeLimit(_) => "time_limit",
            Self::RoomHours(_) => "room_hours",
            Self::Seats(_) => "seats",
            Self::Shelf(_) => "shelf",
            Self::Video(_) => "video",
            Self::RoomCount(_) => "room_count",
            Self::Combined { .. } => "combined",
            Self::RoomsTaken(_) => "rooms_taken",
        }
    }
}

/// Plans the day and explains the plan.
///
/// # Errors
/// The first [`InstanceFault`] of the input checks I1 to I9.
pub fn explained(instance: &Instance) -> Result<Explained, InstanceFault> {
    let Answer { plan, status, bound } = first(instance, true)?;
    let relaxations = (!plan.unplaced.is_empty()).then(|| relaxations(instance));
    let unplaced = plan.unplaced.into_iter().map(|entry| ExplainedUnplaced {
        project: entry.project,
        reasons: entry.reasons.iter().map(|reason| reason.code().to_owned()).collect(),
        combined: entry.reasons.iter().find_map(Reason::parts).unwrap_or_default(),
        numbers: entry.reasons,
    });
    Ok(Explained {
        schema: plan.schema,
        instance: plan.instance,
        placed: plan.placed,
        unplaced: unplaced.collect(),
        overnight: plan.overnight,
        overnight_notice: plan.overnight_notice,
        objective: plan.objective,
        status,
        bound,
        relaxations,
    })
}

impl Reason {
    fn parts(&self) -> Option<Vec<Part>> {
        match self {
            Self::Combined { parts } => Some(parts.clone()),
            Self::TimeLimit(_)
            | Self::RoomHours(_)
            | Self::Seats(_)
            | Self::Shelf(_)
            | Self::Video(_)
            | Self::RoomCount(_)
            | Self::RoomsTaken(_) => None,
        }
    }
}

/// Why a placed project is as it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
pub struct Why {
    /// Project id.
    pub project: String,
    /// What keeps the reading from ending earlier.
    pub binds: Binding,
    /// Why not fewer rooms.
    pub fewer_rooms: FewerRooms,
    /// The best other group of as many rooms that is free, and what it would change.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub other_rooms: Option<OtherRooms>,
}

/// What keeps the reading from ending earlier.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(tag = "bound", rename_all = "snake_case")]
pub enum Binding {
    /// The panel of a room reads without a pause.
    LongestPanel {
        /// Room id.
        room: String,
        /// Its reading minutes.
        minutes: u32,
    },
    /// A batch travels through all rooms without a rest.
    ThickestBatch {
        /// Batch number.
        batch: usize,
        /// Its minutes, carrying included.
        minutes: u32,
    },
    /// Panels wait for batches.
    Waiting {
        /// Minutes between the longest panel and the end.
        minutes: u32,
    },
}

/// Why a project does not take one room fewer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(tag = "reason", rename_all = "snake_case")]
pub enum FewerRooms {
    /// It takes one room only.
    OneRoom,
    /// The best rooms would not seat the committee.
    Seats {
        /// One room fewer.
        rooms: usize,
        /// Experts.
        experts: u32,
        /// Places for experts in the best rooms.
        places: u32,
    },
    /// The fullest shelves would not hold the bids.
    Shelf {
        /// One room fewer.
        rooms: usize,
        /// Bid sets.
        needed: u32,
        /// Shelf places of the best rooms.
        places: u32,
    },
    /// Roles, links, opening hours or other projects leave no such group.
    NoSuchGroup,
}

/// Another group for the same project.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
pub struct OtherRooms {
    /// Room ids.
    pub rooms: Vec<String>,
    /// Walking minutes of all pairs, compared with the plan.
    #[ts(type = "number")]
    pub spread_by: i64,
    /// The end of the discussion, compared with the plan.
    #[ts(type = "number")]
    pub finish_by: i64,
}

/// Groups compared for the best other one.
const COMPARED: usize = 24;

/// Why the placed projects of a plan are as they are.
pub fn why(instance: &Instance, plan: &Plan) -> Vec<Why> {
    let of = |placed: &Placed| {
        let project = instance.projects.iter().find(|project| project.id == placed.project)?;
        let rooms: Option<Vec<usize>> = placed
            .rooms
            .iter()
            .map(|panel| instance.rooms.iter().position(|room| room.id == panel.room))
            .collect();
        let mut rooms = rooms?;
        rooms.sort_unstable();
        Some(Why {
            project: placed.project.clone(),
            binds: binding(instance, project, placed),
            fewer_rooms: fewer_rooms(instance, project, rooms.len()),
            other_rooms: other_rooms(instance, plan, project, placed, &rooms),
        })
    };
    plan.placed.iter().filter_map(of).collect()
}

fn binding(instance: &Instance, project: &Project, placed: &Placed) -> Binding {
    let reading = placed.discussion_begin - placed.start;
    let load = |room: &str| -> u32 {
        placed
            .reviews
            .iter()
            .filter(|review| review.room == room)
            .map(|review| review.end - review.begin)
            .sum()
    };
    let longest = placed.rooms.iter().map(|panel| (load(&panel.room), &panel.room)).max();
    let (minutes, room) = longest.map_or((0, String::new()), |(minutes, room)| (minutes, room.clone()));
    if minutes >= reading {
        return Binding::LongestPanel { room, minutes };
    }
    if project.mode == Mode::Paper {
        for first in &placed.reviews {
            let same = |review: &&crate::plan::Review| {
                (review.stream, review.set, review.batch) == (first.stream, first.set, first.batch)
            };
            let stops: Vec<_> = placed.reviews.iter().filter(same).collect();
            let place = |id: &str| instance.rooms.iter().position(|room| room.id == id);
            let rooms: Vec<usize> = stops.iter().filter_map(|stop| place(&stop.room)).collect();
            let carried = rules::shortest_path(instance, &rooms)
                + rules::count(rooms.len().saturating_sub(1)) * u64::from(instance.rules.disinfect_minutes);
            let read: u32 = stops.iter().map(|stop| stop.end - stop.begin).sum();
            if read + rules::clock(carried) >= reading {
                return Binding::ThickestBatch { batch: first.batch, minutes: read + rules::clock(carried) };
            }
        }
    }
    Binding::Waiting { minutes: reading - minutes }
}

fn fewer_rooms(instance: &Instance, project: &Project, rooms: usize) -> FewerRooms {
    if rooms < 2 {
        return FewerRooms::OneRoom;
    }
    let fewer = rooms - 1;
    let best = |figure: &dyn Fn(&crate::instance::Room) -> u32| -> u32 {
        let linked = instance.rooms.iter().filter(|room| room.video || fewer == 1);
        let mut figures: Vec<u32> = linked.map(figure).collect();
        figures.sort_unstable_by(|a, b| b.cmp(a));
        figures.into_iter().take(fewer).sum()
    };
    let experts = project.technical + project.economic;
    let places = best(&|room| rules::capacity(project, room));
    if places < experts {
        return FewerRooms::Seats { rooms: fewer, experts, places };
    }
    let needed = rules::clock(rules::count(rules::bids(project)));
    let places = best(&|room| room.shelf);
    if project.mode == Mode::Paper && places < needed {
        return FewerRooms::Shelf { rooms: fewer, needed, places };
    }
    FewerRooms::NoSuchGroup
}

fn other_rooms(
    instance: &Instance,
    plan: &Plan,
    project: &Project,
    placed: &Placed,
    rooms: &[usize],
) -> Option<OtherRooms> {
    let changeover = instance.rules.changeover_minutes;
    let taken = |room: usize| {
        let id = &instance.rooms[room].id;
        let others = plan.placed.iter().filter(|other| other.project != placed.project);
        others.into_iter().any(|other| {
            other.rooms.iter().any(|panel| panel.room == *id)
                && other.start < placed.discussion_end + changeover
                && placed.start < other.discussion_end + changeover
        })
    };
    let wishes =
        Wishes { avoid: (0..instance.rooms.len()).filter(|&room| taken(room)).collect(), ..Wishes::none() };
    let search = Search::new(instance, project, &wishes);
    let groups = search.listing(rooms.len(), COMPARED, u64::MAX).groups;
    let compared = groups.into_iter().filter(|group| group.rooms != rooms).filter_map(|group| {
        let least = rules::least_minutes(instance, project, &group.rooms);
        let found = arrange(instance, project, &group.rooms, &wishes, least, 1)?;
        let end = u64::from(placed.start) + found.minutes;
        let open =
            |&room: &usize| rules::open_throughout(&instance.rooms[room], u64::from(placed.start), end);
        let within = found.minutes <= u64::from(project.limit_minutes);
        (within && group.rooms.iter().all(open)).then_some((group.spread, end, group.rooms))
    });
    let (spread, end, best) = compared.min()?;
    let by = |new: u64, old: u64| i64::try_from(new).unwrap_or(0) - i64::try_from(old).unwrap_or(0);
    Some(OtherRooms {
        spread_by: by(spread, rules::spread(instance, rooms)),
        finish_by: by(end, u64::from(placed.discussion_end)),
        rooms: best.into_iter().map(|room| instance.rooms[room].id.clone()).collect(),
    })
}
