//! What a plan says, stored or only tried: rooms, timetable, margin, rules, reasons.

use bidhall_grouping::plan::Reason;
use bidhall_grouping::{Instance, Plan};
use bidhall_rules::centre_time::CentreZone;
use bidhall_rules::ids::RoomId;
use bidhall_rules::secrecy::Band;
use bidhall_rules::sessions::RoomPurpose;
use bidhall_rules::settings::{BreakKind, CommitteeRule, CommitteeRuleSet, ProjectKind};
use bidhall_store::rooms::RoomRow;
use chrono::{DateTime, Duration, NaiveDate, Utc};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::checks::{RuleCheck, checks};
use super::clock::DayClock;
use super::explain::GroupExplanation;
use super::facts::{Facts, GroupChange, LeftOutRoom};
use super::laid::{Laid, batch_name};
use super::margin::{GroupMargin, margin};
use super::requests::GroupPins;
use super::ways::{GroupCarry, carries};
use crate::DeskError;
use crate::act::word;
use crate::rooms::KnownRooms;

/// A run longer than this is recorded with its reason, unless the settings say otherwise.
const LONG_RUN_MINUTES: u32 = 480;
/// Hours between two temperature rounds, unless the settings say otherwise.
const TEMPERATURE_HOURS: u32 = 3;

/// What a plan was made with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum GroupBasis {
    /// The upper end of the size band, before the opening: an estimate.
    BandUpperEnd,
    /// The number of registrations, after it.
    Registered,
}

impl GroupBasis {
    pub(super) const fn as_str(self) -> &'static str {
        match self {
            Self::BandUpperEnd => "band_upper_end",
            Self::Registered => "registered",
        }
    }

    pub(super) fn read(word: &str) -> Self {
        if word == Self::Registered.as_str() { Self::Registered } else { Self::BandUpperEnd }
    }
}

/// What a room does for a group.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum RoomUse {
    /// Experts review here.
    Panel,
    /// Bidders may be asked here, and nowhere else.
    Clarification,
    /// Bid documents stay here.
    Documents,
    /// Supervision and recording.
    Supervision,
    /// Kept free for a failure.
    Spare,
}

/// A room of a group.
#[derive(Debug, Clone, Serialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase")]
pub struct GroupRoom {
    /// The room.
    pub room_id: RoomId,
    /// Code on the door.
    pub code: String,
    /// Name.
    pub name: String,
    /// What it does.
    #[serde(rename = "use")]
    pub usage: RoomUse,
    /// The panel that sits here, from 1; it keeps its number when it moves.
    pub panel: Option<u32>,
    /// Seat tokens of the experts; no names exist before they have signed in.
    pub seats: Vec<String>,
    /// Seats under spacing.
    pub seats_spaced: i32,
    /// The paper set that serves the room.
    pub set: Option<u32>,
}

/// A time from and to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema, TS)]
pub struct TimeSpan {
    /// From.
    pub begin: DateTime<Utc>,
    /// To.
    pub end: DateTime<Utc>,
}

/// A batch reviewed in a room.
#[derive(Debug, Clone, Serialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase")]
pub struct GroupReview {
    /// The room.
    pub room_id: RoomId,
    /// Its code.
    pub room: String,
    /// The panel, from 1.
    pub panel: u32,
    /// The batch, K1, K2 …
    pub batch: String,
    /// From.
    pub begin: DateTime<Utc>,
    /// To.
    pub end: DateTime<Utc>,
    /// Minutes of reading.
    pub minutes: u32,
    /// The times of reading: two or more when a break lies within.
    pub parts: Vec<TimeSpan>,
}

/// Bids that are carried together.
#[derive(Debug, Clone, Serialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase")]
pub struct GroupBatch {
    /// K1, K2 …
    pub batch: String,
    /// How many bids.
    pub bids: u32,
    /// Their numbers, from 1.
    pub bid_numbers: Vec<u32>,
    /// Codes of the rooms in the order in which they read it.
    pub route: Vec<String>,
}

/// A break of all rooms.
#[derive(Debug, Clone, Serialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase")]
pub struct GroupBreak {
    /// What for.
    pub kind: BreakKind,
    /// From.
    pub begin: DateTime<Utc>,
    /// To.
    pub end: DateTime<Utc>,
}

/// Why no rooms fit.
#[derive(Debug, Clone, Serialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase")]
pub struct GroupReason {
    /// The family of rules: `time_limit`, `room_hours`, `seats`, `shelf`, `video`, `room_count`,
    /// `combined` or `rooms_taken`.
    pub code: String,
    /// How much is needed: minutes, experts, shelf places or rooms.
    #[ts(type = "number | null")]
    pub needed: Option<u64>,
    /// How much there is.
    #[ts(type = "number | null")]
    pub available: Option<u64>,
}

/// What was recorded of a run longer than usual.
#[derive(Debug, Clone, Serialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase")]
pub struct LongRunView {
    /// When.
    pub at: DateTime<Utc>,
    /// By whom.
    pub operator: String,
    /// Why it is so long.
    pub reason: String,
    /// Members that consent.
    pub consents: u32,
}

/// Whether a run is longer than usual.
#[derive(Debug, Clone, Serialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase")]
pub struct LongRun {
    /// Minutes from start to end.
    pub minutes: u32,
    /// A run longer than this needs its reason, breaks and consent recorded.
    pub longest: u32,
    /// Whether they are needed.
    pub needed: bool,
    /// What was recorded.
    pub recorded: Option<LongRunView>,
}

/// What a plan says.
#[derive(Debug, Clone, Serialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase")]
pub struct PlanBody {
    /// Whether rooms were found.
    pub possible: bool,
    /// What it was made with.
    pub basis: GroupBasis,
    /// Whether it rests on the upper end of the size band, and so every figure is an estimate.
    pub estimate: bool,
    /// Size band.
    pub band: Band,
    /// Whether the size is over the number from which the overnight site is usual.
    pub over_threshold: bool,
    /// Whether the overnight site is open that day, and so takes the project.
    pub overnight_site_open: bool,
    /// By which rules the committee is formed.
    pub rule_set: ProjectKind,
    /// The committee.
    pub committee: CommitteeRule,
    /// What a person fixed.
    pub pins: GroupPins,
    /// Rooms of the group.
    pub rooms: Vec<GroupRoom>,
    /// When the review begins.
    pub begin: Option<DateTime<Utc>>,
    /// When the joint discussion begins.
    pub discussion_begin: Option<DateTime<Utc>>,
    /// When it ends.
    pub end: Option<DateTime<Utc>>,
    /// When it must have ended.
    pub limit: Option<DateTime<Utc>>,
    /// The timetable.
    pub reviews: Vec<GroupReview>,
    /// The batches.
    pub batches: Vec<GroupBatch>,
    /// Ways of the trolleys.
    pub carries: Vec<GroupCarry>,
    /// Breaks of all rooms between start and end.
    pub breaks: Vec<GroupBreak>,
    /// When the temperature of the experts is taken.
    pub temperature_rounds: Vec<DateTime<Utc>>,
    /// Rooms that were not offered, or not for the whole time.
    pub left_out: Vec<LeftOutRoom>,
    /// How much time there is.
    pub margin: Option<GroupMargin>,
    /// The rules, each with its numbers.
    pub rules: Vec<RuleCheck>,
    /// Why these rooms, or why none.
    pub explanation: GroupExplanation,
    /// Why no rooms fit.
    pub reasons: Vec<GroupReason>,
    /// What differs from the version before.
    pub changes: Vec<GroupChange>,
    /// Codes of the validity rules that even this plan breaks on a late day.
    pub breaches: Vec<String>,
    /// Whether the run is longer than usual.
    pub long_run: LongRun,
    /// Version of the grouping settings.
    pub settings_version: i32,
}

/// What a plan is made of.
pub(super) struct Material<'a> {
    pub(super) zone: CentreZone,
    pub(super) day: NaiveDate,
    pub(super) basis: GroupBasis,
    pub(super) band: Band,
    pub(super) instance: &'a Instance,
    pub(super) plan: &'a Plan,
    pub(super) facts: &'a Facts,
    pub(super) rules: Option<CommitteeRuleSet>,
    pub(super) settings_version: i32,
    pub(super) long_run: Option<LongRunView>,
}

impl Material<'_> {
    pub(super) fn clock(&self) -> DayClock {
        DayClock::new(self.zone, self.day, self.facts.pauses())
    }

    /// The plan as it is shown.
    pub(super) fn body(self, known: &KnownRooms) -> Result<PlanBody, DeskError> {
        let clock = self.clock();
        let Self { plan, instance, facts, .. } = self;
        let laid = Laid::of(instance, plan, facts, &clock);
        let laid = laid.as_ref();
        let committee = facts.committee.clone().unwrap_or_else(|| of_project(instance));
        let estimate = self.basis == GroupBasis::BandUpperEnd;
        let minutes = laid.map_or(0, |laid| laid.end() - laid.start());
        let longest = facts.long_run_minutes.unwrap_or(LONG_RUN_MINUTES);
        let reasons = plan.unplaced.iter().flat_map(|unplaced| unplaced.reasons.iter().map(reason)).collect();
        Ok(PlanBody {
            possible: laid.is_some(),
            basis: self.basis,
            estimate,
            band: self.band,
            over_threshold: !plan.overnight_notice.is_empty() || !plan.overnight.is_empty(),
            overnight_site_open: instance.rules.overnight_site_open,
            rule_set: facts.rule_set.unwrap_or(ProjectKind::Tender),
            pins: facts.pins.clone(),
            rooms: laid.map(|laid| rooms(laid, known)).transpose()?.unwrap_or_default(),
            begin: laid.map(|laid| clock.instant(laid.start())),
            discussion_begin: laid.map(|laid| clock.begin(laid.placed.discussion_begin)),
            end: laid.map(|laid| clock.instant(laid.end())),
            limit: laid.map(|laid| clock.instant(laid.limit())),
            reviews: laid.map(|laid| reviews(laid, known)).transpose()?.unwrap_or_default(),
            batches: laid.map(batches).unwrap_or_default(),
            carries: laid.map(|laid| carries(laid, known)).transpose()?.unwrap_or_default(),
            breaks: laid.map(breaks).unwrap_or_default(),
            temperature_rounds: laid.map(temperature_rounds).unwrap_or_default(),
            left_out: facts.left_out.clone(),
            margin: laid.map(|laid| margin(laid, None, estimate)),
            rules: laid.map(|laid| checks(laid, known, &committee, self.rules.as_ref())).unwrap_or_default(),
            committee,
            explanation: facts.explanation.clone(),
            reasons,
            changes: facts.changes.clone(),
            breaches: facts.breaches.clone(),
            long_run: LongRun { minutes, longest, needed: minutes > longest, recorded: self.long_run },
            settings_version: self.settings_version,
        })
    }
}

/// The committee of a version that was made before committees were kept.
fn of_project(instance: &Instance) -> CommitteeRule {
    let project = instance.projects.first();
    CommitteeRule {
        technical: project.map_or(0, |project| project.technical),
        economic: project.map_or(0, |project| project.economic),
        tenderer_reps: 0,
    }
}

/// The panels with their seat tokens, the rooms that serve every group, and the room kept free.
fn rooms(laid: &Laid<'_>, known: &KnownRooms) -> Result<Vec<GroupRoom>, DeskError> {
    let mut group = Vec::new();
    for (panel, number) in laid.placed.rooms.iter().zip(laid.panels()) {
        let room = known.coded(&panel.room)?;
        let seats = laid.seats_of(number);
        group.push(GroupRoom {
            panel: Some(number),
            seats,
            set: panel.set,
            ..group_room(room, RoomUse::Panel)
        });
    }
    for room in &known.rows {
        let usage = match word(&room.purpose)? {
            RoomPurpose::Clarification => RoomUse::Clarification,
            RoomPurpose::BidDocument => RoomUse::Documents,
            RoomPurpose::Supervision => RoomUse::Supervision,
            RoomPurpose::Spare | RoomPurpose::Evaluation => {
                if laid.facts.spare.as_ref() == Some(&room.code) {
                    RoomUse::Spare
                } else {
                    continue;
                }
            }
            RoomPurpose::Opening
            | RoomPurpose::Overflow
            | RoomPurpose::KeyRegion
            | RoomPurpose::Isolation => {
                continue;
            }
        };
        group.push(group_room(room, usage));
    }
    Ok(group)
}

fn group_room(room: &RoomRow, usage: RoomUse) -> GroupRoom {
    GroupRoom {
        room_id: RoomId::from_uuid(room.id),
        code: room.code.clone(),
        name: room.name.clone(),
        usage,
        panel: None,
        seats: Vec::new(),
        seats_spaced: room.seats_spaced,
        set: None,
    }
}

fn reviews(laid: &Laid<'_>, known: &KnownRooms) -> Result<Vec<GroupReview>, DeskError> {
    let review = |review: &bidhall_grouping::plan::Review| {
        Ok(GroupReview {
            room_id: RoomId::from_uuid(known.coded(&review.room)?.id),
            room: review.room.clone(),
            panel: laid.panel_in(&review.room),
            batch: batch_name(review.batch),
            begin: laid.clock.begin(review.begin),
            end: laid.clock.end(review.end),
            minutes: review.end - review.begin,
            parts: parts(laid.clock, review.begin, review.end),
        })
    };
    laid.placed.reviews.iter().map(review).collect()
}

/// The times of the clock in which work is done between two working minutes.
pub(super) fn parts(clock: &DayClock, begin: u32, end: u32) -> Vec<TimeSpan> {
    let span = |(begin, end): (u32, u32)| TimeSpan { begin: clock.instant(begin), end: clock.instant(end) };
    clock.time.parts(begin, end).into_iter().map(span).collect()
}

fn batches(laid: &Laid<'_>) -> Vec<GroupBatch> {
    let whole = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
    laid.batches()
        .map(|(batch, bids)| {
            let mut route: Vec<String> = laid.reviews_of(batch).iter().map(|one| one.room.clone()).collect();
            route.dedup();
            GroupBatch {
                batch: batch_name(batch),
                bids: whole(bids.len()),
                bid_numbers: bids.iter().map(|bid| whole(bid + 1)).collect(),
                route,
            }
        })
        .collect()
}

fn breaks(laid: &Laid<'_>) -> Vec<GroupBreak> {
    let (start, end) = (laid.start(), laid.end());
    let within = laid.facts.breaks.iter().filter(|rest| rest.begin < end && start < rest.end);
    within
        .map(|rest| GroupBreak {
            kind: rest.kind,
            begin: laid.clock.instant(rest.begin),
            end: laid.clock.instant(rest.end),
        })
        .collect()
}

/// At the start and every few hours until the end: marks on the timetable, not breaks.
fn temperature_rounds(laid: &Laid<'_>) -> Vec<DateTime<Utc>> {
    let every = laid.facts.temperature_hours.unwrap_or(TEMPERATURE_HOURS).max(1);
    let (start, end) = (laid.clock.instant(laid.start()), laid.clock.instant(laid.end()));
    let step = Duration::hours(every.into());
    std::iter::successors(Some(start), |at| Some(*at + step)).take_while(|at| *at < end).collect()
}

fn reason(reason: &Reason) -> GroupReason {
    let (code, shortage) = match reason {
        Reason::TimeLimit(shortage) => ("time_limit", Some(shortage)),
        Reason::RoomHours(shortage) => ("room_hours", Some(shortage)),
        Reason::Seats(shortage) => ("seats", Some(shortage)),
        Reason::Shelf(shortage) => ("shelf", Some(shortage)),
        Reason::Video(shortage) => ("video", Some(shortage)),
        Reason::RoomCount(shortage) => ("room_count", Some(shortage)),
        Reason::Combined { .. } => ("combined", None),
        Reason::RoomsTaken(shortage) => ("rooms_taken", Some(shortage)),
    };
    GroupReason {
        code: code.to_owned(),
        needed: shortage.map(|shortage| shortage.needed),
        available: shortage.map(|shortage| shortage.available),
    }
}
