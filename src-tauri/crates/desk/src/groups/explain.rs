//! Why a group is as it is: why these rooms and not fewer, what binds, what would help.

use bidhall_grouping::answer::{Answer, Status};
use bidhall_grouping::explain::{Binding, FewerRooms, Why, explained, why};
use bidhall_grouping::{Instance, Plan};
use bidhall_rules::sessions::RoomPurpose;
use bidhall_rules::working_time::WorkingTime;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::checks::{NamedNumber, number};
use super::facts::Facts;
use super::laid::Laid;
use crate::DeskError;
use crate::act::word;
use crate::rooms::KnownRooms;

/// A level of the objective, the weightiest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum PlanLevel {
    /// Projects without rooms.
    Unplaced,
    /// Rooms used.
    Rooms,
    /// Walking minutes between the rooms.
    Spread,
    /// The minute at which the joint discussion ends.
    Finish,
}

/// How good a plan is on a level.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase")]
pub struct LevelStatus {
    /// The level.
    pub level: PlanLevel,
    /// Its value in the plan.
    #[ts(type = "number")]
    pub value: u64,
    /// No plan is better than this.
    #[ts(type = "number")]
    pub bound: u64,
    /// Whether the plan is proven to be best.
    pub proven: bool,
}

/// Why something is as it is; the window has a sentence for each.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum WhyCode {
    /// So many members, at most so many in a room, so at least so many rooms: `members`, `perRoom`, `rooms`.
    FewestRooms,
    /// The rooms lie so near one another: `minutes`.
    Nearest,
    /// A room has fewer seats than the members who would sit in it: `seats`, `needed`.
    RejectedSeats,
    /// The room is kept free for a failure.
    KeptSpare,
    /// There is no room to be kept free.
    NoSpare,
    /// More rooms do not end earlier, because every member reads every bid: `bids`.
    MoreRoomsNoFaster,
    /// With one room fewer the best ones would not seat the committee: `rooms`, `members`, `seats`.
    FewerSeats,
    /// With one room fewer the fullest shelves would not hold the bids: `rooms`, `needed`, `shelf`.
    FewerShelf,
    /// No group of one room fewer is open, linked and free.
    FewerNone,
    /// The next best rooms: `spreadBy` and `finishBy`, minutes more than these.
    OtherRooms,
    /// The end cannot be earlier because the panel of this room reads without a pause: `minutes`.
    BindsPanel,
    /// The end cannot be earlier because a batch goes from room to room without a rest: `batch`, `minutes`.
    BindsBatch,
    /// Panels wait for batches: `minutes`.
    BindsWaiting,
}

/// One reason with its numbers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
pub struct WhySentence {
    /// The reason.
    pub code: WhyCode,
    /// Its numbers.
    pub numbers: Vec<NamedNumber>,
    /// Codes of the rooms it is about.
    pub rooms: Vec<String>,
}

/// What would make a plan possible; each alone, and none where it cannot help.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase")]
pub struct GroupRelaxations {
    /// The limit later by so many minutes.
    pub limit_plus_minutes: Option<u32>,
    /// The rooms open longer by so many minutes.
    pub hours_plus_minutes: Option<u32>,
    /// The start later by so many minutes.
    pub later_start_minutes: Option<u32>,
    /// So many more rooms.
    pub extra_rooms: Option<u32>,
    /// So many rooms with a new video link.
    pub extra_video: Option<u32>,
    /// So many bids on a second day.
    pub move_bids: Option<u32>,
    /// Whether it would fit if it were electronic.
    pub electronic: bool,
    /// Limit and closing later together, minutes each.
    pub limit_and_hours: Option<(u32, u32)>,
}

/// Why a group is as it is.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase")]
pub struct GroupExplanation {
    /// How good the plan is, level by level.
    pub status: Vec<LevelStatus>,
    /// Why these rooms and not fewer or others.
    pub sentences: Vec<WhySentence>,
    /// What would help where no rooms fit.
    pub relaxations: Option<GroupRelaxations>,
}

/// Why a plan uses these rooms.
pub(super) fn sentences(
    laid: &Laid<'_>,
    plan: &Plan,
    facts: &Facts,
    known: &KnownRooms,
) -> Result<Vec<WhySentence>, DeskError> {
    let used: Vec<String> = laid.placed.rooms.iter().map(|panel| panel.room.clone()).collect();
    let members = laid.members();
    let per_room = laid.instance.rooms.iter().map(|room| room.seats).max().unwrap_or(0);
    let mut sentences = vec![WhySentence {
        code: WhyCode::FewestRooms,
        numbers: vec![
            number("members", members),
            number("perRoom", per_room),
            number("rooms", members.div_ceil(per_room.max(1))),
        ],
        rooms: used.clone(),
    }];
    if used.len() > 1 {
        let minutes = number("minutes", plan.objective[2]);
        sentences.push(WhySentence { code: WhyCode::Nearest, numbers: vec![minutes], rooms: used.clone() });
    }
    let smallest = laid.panels().map(|panel| laid.experts_of(panel)).min().unwrap_or(0);
    // Alone a room has to seat everybody, in a group at least the smallest panel.
    let needed = if used.len() > 1 { smallest } else { members };
    for room in &known.rows {
        let purpose: RoomPurpose = word(&room.purpose)?;
        let seats = u32::try_from(room.seats_spaced).unwrap_or(0);
        if purpose == RoomPurpose::Evaluation && seats < needed && !used.contains(&room.code) {
            sentences.push(WhySentence {
                code: WhyCode::RejectedSeats,
                numbers: vec![number("seats", seats), number("needed", needed)],
                rooms: vec![room.code.clone()],
            });
        }
    }
    sentences.push(match &facts.spare {
        Some(spare) => {
            WhySentence { code: WhyCode::KeptSpare, numbers: Vec::new(), rooms: vec![spare.clone()] }
        }
        None => WhySentence { code: WhyCode::NoSpare, numbers: Vec::new(), rooms: Vec::new() },
    });
    sentences.push(WhySentence {
        code: WhyCode::MoreRoomsNoFaster,
        numbers: vec![number("bids", laid.bid_count())],
        rooms: Vec::new(),
    });
    Ok(sentences)
}

/// What binds the planner: why not fewer rooms, which others come next, what keeps the end where it is.
pub(super) fn whys(instance: &Instance, plan: &Plan) -> Vec<WhySentence> {
    let Some(Why { binds, fewer_rooms, other_rooms, .. }) = why(instance, plan).into_iter().next() else {
        return Vec::new();
    };
    let sentence = |code, numbers: Vec<NamedNumber>, rooms: Vec<String>| WhySentence { code, numbers, rooms };
    let fewer = match fewer_rooms {
        FewerRooms::OneRoom => None,
        FewerRooms::Seats { rooms, experts, places } => Some(sentence(
            WhyCode::FewerSeats,
            vec![number("rooms", rooms), number("members", experts), number("seats", places)],
            Vec::new(),
        )),
        FewerRooms::Shelf { rooms, needed, places } => Some(sentence(
            WhyCode::FewerShelf,
            vec![number("rooms", rooms), number("needed", needed), number("shelf", places)],
            Vec::new(),
        )),
        FewerRooms::NoSuchGroup => Some(sentence(WhyCode::FewerNone, Vec::new(), Vec::new())),
    };
    let other = other_rooms.map(|other| {
        let numbers = vec![number("spreadBy", other.spread_by), number("finishBy", other.finish_by)];
        sentence(WhyCode::OtherRooms, numbers, other.rooms)
    });
    let binds = match binds {
        Binding::LongestPanel { room, minutes } => {
            sentence(WhyCode::BindsPanel, vec![number("minutes", minutes)], vec![room])
        }
        Binding::ThickestBatch { batch, minutes } => sentence(
            WhyCode::BindsBatch,
            vec![number("batch", batch + 1), number("minutes", minutes)],
            Vec::new(),
        ),
        Binding::Waiting { minutes } => {
            sentence(WhyCode::BindsWaiting, vec![number("minutes", minutes)], Vec::new())
        }
    };
    fewer.into_iter().chain(other).chain([binds]).collect()
}

/// What would make a plan possible, of a problem that has been checked.
pub(super) fn relaxations(instance: &Instance) -> Option<GroupRelaxations> {
    explained(instance).ok()?.relaxations.map(|found| GroupRelaxations {
        limit_plus_minutes: found.limit_plus_minutes,
        hours_plus_minutes: found.hours_plus_minutes,
        later_start_minutes: found.later_start_minutes,
        extra_rooms: found.extra_rooms,
        extra_video: found.extra_video,
        move_bids: found.move_bids.and_then(|moved| u32::try_from(moved.bids).ok()),
        electronic: !found.electronic.is_empty(),
        limit_and_hours: found.limit_and_hours.map(|both| (both.limit_plus_minutes, both.hours_plus_minutes)),
    })
}

/// How good a plan is, level by level. The planner counts minutes of work; people read the clock.
pub(super) fn proof(answer: &Answer, time: &WorkingTime) -> Vec<LevelStatus> {
    let levels = [PlanLevel::Unplaced, PlanLevel::Rooms, PlanLevel::Spread, PlanLevel::Finish];
    let values = answer.plan.objective.into_iter().zip(answer.bound).zip(answer.status);
    let by_clock = |minute: u64| u32::try_from(minute).map_or(minute, |minute| time.ends(minute).into());
    let proof = levels.into_iter().zip(values).map(|(level, ((value, bound), status))| {
        let told = |value| if level == PlanLevel::Finish && value > 0 { by_clock(value) } else { value };
        LevelStatus { level, value: told(value), bound: told(bound), proven: status == Status::Proven }
    });
    proof.collect()
}
