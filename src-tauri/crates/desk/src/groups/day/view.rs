//! What is shown of a group on its day.

use bidhall_rules::groups::GroupEventKind;
use chrono::{DateTime, Utc};
use schemars::JsonSchema;
use serde::Serialize;
use ts_rs::TS;

use super::overrun::RoomOverrun;
use crate::groups::body::{RoomUse, TimeSpan};
use crate::groups::books::RoomBooking;
use crate::groups::checks::NamedNumber;
use crate::groups::heads::{GroupView, VersionHead};
use crate::groups::margin::GroupMargin;
use crate::rooms::RoomView;

/// Where a group stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum DayState {
    /// Planned.
    Planned,
    /// Seats sign in.
    SigningIn,
    /// Bids are read.
    Running,
    /// Everything is read; the members discuss.
    Discussion,
    /// The joint discussion has ended.
    Finished,
}

/// A room of the floor on the day of a group.
#[derive(Debug, Clone, Serialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase")]
pub struct DayRoom {
    /// The room and how it is.
    pub room: RoomView,
    /// What it does for the group.
    #[serde(rename = "use")]
    pub usage: Option<RoomUse>,
    /// The panel that sits here.
    pub panel: Option<u32>,
    /// Number of another session that has it now.
    pub held_by: Option<String>,
}

/// A seat of a panel.
#[derive(Debug, Clone, Serialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase")]
pub struct DaySeat {
    /// 专1, 专2 …; no name is ever kept.
    pub token: String,
    /// When it signed in.
    pub signed_in_at: Option<DateTime<Utc>>,
    /// How often its member was replaced.
    pub replaced: u32,
}

/// What a panel reads now.
#[derive(Debug, Clone, Serialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase")]
pub struct PanelDoing {
    /// The batch.
    pub batch: String,
    /// Since when.
    pub since: DateTime<Utc>,
    /// Until when, by the forecast.
    pub until: DateTime<Utc>,
}

/// A panel.
#[derive(Debug, Clone, Serialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase")]
pub struct DayPanel {
    /// From 1; it keeps its number when it moves.
    pub panel: u32,
    /// Code of its room.
    pub room: String,
    /// Its seats.
    pub seats: Vec<DaySeat>,
    /// What it reads now.
    pub doing: Option<PanelDoing>,
    /// Readings done.
    pub done: u32,
    /// Readings in all.
    pub total: u32,
    /// The batch it reads next.
    pub next: Option<String>,
}

/// Where a batch is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum BatchPlace {
    /// On the shelf of the document room.
    Shelf,
    /// On its way to a room.
    Going,
    /// In a room.
    Room,
    /// On its way back, or being disinfected.
    Coming,
    /// Back on the shelf, read by all.
    Done,
}

/// A batch.
#[derive(Debug, Clone, Serialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase")]
pub struct DayBatch {
    /// K1, K2 …
    pub batch: String,
    /// How many bids.
    pub bids: u32,
    /// Where it is.
    pub place: BatchPlace,
    /// Code of the room it is in, goes to or comes from.
    pub room: Option<String>,
    /// Until when, by the forecast.
    pub until: Option<DateTime<Utc>>,
    /// Code of the room that reads it next.
    pub next: Option<String>,
}

/// How a reading stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum BlockState {
    /// Done.
    Done,
    /// Begun.
    Running,
    /// Begun, and past its planned end.
    Late,
    /// The next of its panel.
    Due,
    /// Later.
    Waiting,
}

/// A reading of a batch by a panel, as planned and as it will be.
#[derive(Debug, Clone, Serialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase")]
pub struct DayBlock {
    /// Code of the room.
    pub room: String,
    /// The panel.
    pub panel: u32,
    /// The batch.
    pub batch: String,
    /// The code on the slip.
    pub slip: String,
    /// Planned begin.
    pub planned_begin: DateTime<Utc>,
    /// Planned end.
    pub planned_end: DateTime<Utc>,
    /// When it was begun.
    pub begun_at: Option<DateTime<Utc>>,
    /// When it was finished.
    pub finished_at: Option<DateTime<Utc>>,
    /// Begin by the forecast.
    pub predicted_begin: DateTime<Utc>,
    /// End by the forecast.
    pub predicted_end: DateTime<Utc>,
    /// The times of reading by the forecast, without breaks.
    pub parts: Vec<TimeSpan>,
    /// How it stands.
    pub state: BlockState,
    /// Whether the panel reads the batch again.
    pub repeated: bool,
}

/// Something that happened.
#[derive(Debug, Clone, Serialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase")]
pub struct GroupEventView {
    /// 1, 2, 3 …
    pub seq: i32,
    /// What.
    pub kind: GroupEventKind,
    /// When.
    pub at: DateTime<Utc>,
    /// By whom it was told.
    pub operator: String,
    /// Why.
    pub reason: String,
    /// Code of the room.
    pub room: Option<String>,
    /// The batch.
    pub batch: Option<String>,
    /// The seat.
    pub seat: Option<String>,
    /// Its numbers: `remaining`, `minutes`, `votesFor`, `votesAgainst`, `consents`.
    pub numbers: Vec<NamedNumber>,
    /// Whether more time was granted.
    pub granted: Option<bool>,
    /// The version it made.
    pub version: Option<i32>,
}

/// A group right now.
#[derive(Debug, Clone, Serialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase")]
pub struct GroupDayView {
    /// The version in force.
    pub group: GroupView,
    /// Where it stands.
    pub state: DayState,
    /// The present.
    pub now: DateTime<Utc>,
    /// When it started.
    pub started_at: Option<DateTime<Utc>>,
    /// When it finished.
    pub finished_at: Option<DateTime<Utc>>,
    /// When the joint discussion will begin, by the forecast.
    pub predicted_discussion: Option<DateTime<Utc>>,
    /// When it will end.
    pub predicted_end: Option<DateTime<Utc>>,
    /// How much time there is, by the forecast.
    pub margin: Option<GroupMargin>,
    /// Every room of the centre.
    pub rooms: Vec<DayRoom>,
    /// The panels.
    pub panels: Vec<DayPanel>,
    /// The batches.
    pub batches: Vec<DayBatch>,
    /// The readings by planned begin.
    pub blocks: Vec<DayBlock>,
    /// Every version, oldest first.
    pub versions: Vec<VersionHead>,
    /// What happened, oldest first.
    pub events: Vec<GroupEventView>,
    /// Who has which room that day.
    pub bookings: Vec<RoomBooking>,
    /// Rooms that another session has before this group is through with them, by the forecast.
    pub overruns: Vec<RoomOverrun>,
}
