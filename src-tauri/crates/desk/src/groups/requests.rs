//! What is asked of the groups.

use bidhall_rules::ids::{GroupId, SessionId};
use bidhall_rules::settings::{CommitteeRule, ProjectKind};
use chrono::{DateTime, NaiveDate, Utc};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::facts::Facts;

/// Among which rooms to look.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum RoomChoice {
    /// The evaluation rooms the schedule names; all of them when it names none.
    #[default]
    Scheduled,
    /// Every evaluation room of the centre.
    Any,
}

/// So many experts in a room.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PinnedSeats {
    /// Code of the room, which must then be used.
    pub room: String,
    /// Experts, 1 to 9.
    pub experts: u32,
}

/// What a person fixes before the planner looks.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct GroupPins {
    /// Codes of rooms that must be used.
    pub must: Vec<String>,
    /// Codes of rooms that must not be used.
    pub must_not: Vec<String>,
    /// When the evaluation starts: on the day of the opening and not before it.
    pub start: Option<DateTime<Utc>>,
    /// Experts in single rooms.
    pub experts: Vec<PinnedSeats>,
}

/// Plans the group of a session. What is left out is as in the version before.
#[derive(Debug, Clone, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PlanForm {
    /// The session.
    pub session_id: SessionId,
    /// Among which rooms to look.
    #[serde(default)]
    #[ts(optional, as = "Option<RoomChoice>")]
    pub rooms: RoomChoice,
    /// What is fixed.
    #[serde(default)]
    #[ts(optional)]
    pub pins: Option<GroupPins>,
    /// By which rules the committee is formed.
    #[serde(default)]
    #[ts(optional)]
    pub rule_set: Option<ProjectKind>,
    /// The committee of the tender documents.
    #[serde(default)]
    #[ts(optional)]
    pub committee: Option<CommitteeRule>,
}

impl PlanForm {
    /// The same again.
    pub(super) fn as_before(session_id: SessionId, facts: &Facts) -> Self {
        Self { session_id, rooms: facts.rooms, pins: None, rule_set: None, committee: None }
    }
}

/// Which day.
#[derive(Debug, Clone, Copy, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct GroupDay {
    /// The day.
    pub day: NaiveDate,
}

/// Which session's group.
#[derive(Debug, Clone, Copy, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct GroupChoice {
    /// The session.
    pub session_id: SessionId,
}

/// Which two versions.
#[derive(Debug, Clone, Copy, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct GroupPair {
    /// The one.
    pub a: GroupId,
    /// The other, seen from the one.
    pub b: GroupId,
}
