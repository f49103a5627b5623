//! What a version of a group rests on beside the planning problem and its answer.

use bidhall_rules::settings::{BreakKind, CommitteeRule, GroupingSettings, ProjectKind};
use bidhall_rules::working_time::Pause;
use chrono::{DateTime, Utc};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::explain::GroupExplanation;
use super::requests::{GroupPins, RoomChoice};

/// Why a room is not offered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum LeftOutWhy {
    /// It is held and not released.
    Held,
    /// It has no recording.
    NotRecorded,
    /// Its camera is out.
    CameraFault,
    /// Its recorder is out.
    RecordingFault,
    /// Its network is out.
    NetworkFault,
    /// It has no power.
    PowerFault,
    /// Another session has it.
    Booked,
    /// The schedule names others.
    NotScheduled,
    /// A person left it out.
    PinnedOut,
    /// It is closed when the evaluation starts.
    Closed,
    /// It is kept free for a room that fails.
    KeptSpare,
}

/// A room that was not offered to the planner, or not for the whole time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase")]
pub struct LeftOutRoom {
    /// Code on the door.
    pub code: String,
    /// Name.
    pub name: String,
    /// Why.
    pub why: LeftOutWhy,
    /// Number of the session that has it.
    pub holder: Option<String>,
    /// Since when, or from when that session has it.
    pub from: Option<DateTime<Utc>>,
    /// Until when that session has it.
    pub until: Option<DateTime<Utc>>,
    /// What was noted.
    pub note: String,
}

/// A break that the timetable leaves out, minutes of the day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct PlannedBreak {
    pub(super) kind: BreakKind,
    pub(super) begin: u32,
    pub(super) end: u32,
}

/// A room that a panel has left.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct LeftRoom {
    pub(super) room: String,
    pub(super) panel: u32,
}

/// One difference to another version.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(tag = "change", rename_all = "snake_case")]
pub enum GroupChange {
    /// A panel goes on in another room.
    PanelMoved {
        /// The panel, from 1.
        panel: u32,
        /// The room it leaves.
        from: String,
        /// The room it goes on in.
        to: String,
        /// When.
        at: DateTime<Utc>,
    },
    /// A room is used that was not.
    RoomAdded {
        /// Its code.
        room: String,
    },
    /// A room is used no more.
    RoomRemoved {
        /// Its code.
        room: String,
    },
    /// A batch is read again, whole or by one member.
    ReviewRepeated {
        /// Code of the room.
        room: String,
        /// The batch.
        batch: String,
    },
    /// A batch is read in another place of the room's order.
    ReviewReordered {
        /// Code of the room.
        room: String,
        /// The batch.
        batch: String,
    },
    /// A batch is read at another time.
    ReviewMoved {
        /// Code of the room.
        room: String,
        /// The batch.
        batch: String,
        /// Its begin before.
        from: DateTime<Utc>,
        /// Its begin from then on.
        to: DateTime<Utc>,
    },
    /// A bid is read no further.
    BidDropped {
        /// Its number, from 1.
        bid: u32,
    },
    /// The joint discussion ends at another time.
    EndMoved {
        /// Minutes later; below zero earlier.
        minutes: i32,
    },
}

/// What a version rests on. Versions made before this was kept have none of it.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct Facts {
    /// The deadline the times were reckoned from.
    pub(super) deadline: Option<DateTime<Utc>>,
    pub(super) rule_set: Option<ProjectKind>,
    pub(super) committee: Option<CommitteeRule>,
    pub(super) rooms: RoomChoice,
    pub(super) pins: GroupPins,
    pub(super) breaks: Vec<PlannedBreak>,
    /// Minutes of the clock from start to limit.
    pub(super) limit_minutes: Option<u32>,
    pub(super) experts_per_room: Option<u32>,
    pub(super) temperature_hours: Option<u32>,
    pub(super) long_run_minutes: Option<u32>,
    pub(super) red_tenths: Option<u32>,
    /// Code of the room kept free.
    pub(super) spare: Option<String>,
    pub(super) left_out: Vec<LeftOutRoom>,
    pub(super) left_rooms: Vec<LeftRoom>,
    pub(super) changes: Vec<GroupChange>,
    /// Codes of the validity rules that even this plan breaks.
    pub(super) breaches: Vec<String>,
    pub(super) explanation: GroupExplanation,
}

impl Facts {
    /// The pauses of the timetable.
    pub(super) fn pauses(&self) -> Vec<Pause> {
        self.breaks.iter().map(|rest| Pause { begin: rest.begin, end: rest.end }).collect()
    }

    /// The breaks of the settings.
    pub(super) fn breaks_of(settings: &GroupingSettings) -> Vec<PlannedBreak> {
        let planned = |rule: &bidhall_rules::settings::BreakRule| {
            let Pause { begin, end } = rule.pause();
            PlannedBreak { kind: rule.kind, begin, end }
        };
        settings.breaks.iter().map(planned).collect()
    }
}
