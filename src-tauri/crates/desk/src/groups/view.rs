//! A group as the scheduler sees it.

use bidhall_grouping::plan::Reason;
use bidhall_grouping::{Instance, Plan};
use bidhall_rules::centre_time::CentreZone;
use bidhall_rules::ids::{GroupId, RoomId, SessionId};
use bidhall_rules::secrecy::Band;
use bidhall_rules::sessions::RoomPurpose;
use bidhall_store::groups::GroupRow;
use bidhall_store::rooms::RoomRow;
use bidhall_store::sessions::SessionRow;
use chrono::{DateTime, Duration, NaiveTime, Utc};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::DeskError;
use crate::act::{stored, word};

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
    /// Seat tokens of the experts; no names exist before they have signed in.
    pub seats: Vec<String>,
    /// Seats under spacing.
    pub seats_spaced: i32,
    /// The paper set that serves the room.
    pub set: Option<u32>,
}

/// A batch reviewed in a room.
#[derive(Debug, Clone, Serialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase")]
pub struct GroupReview {
    /// The room.
    pub room_id: RoomId,
    /// The batch, K1, K2 …
    pub batch: String,
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

/// One version of the group of a session.
#[derive(Debug, Clone, Serialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase")]
pub struct GroupView {
    /// Id.
    pub id: GroupId,
    /// The session.
    pub session_id: SessionId,
    /// Number of the project.
    pub session_code: String,
    /// Project name.
    pub project_name: String,
    /// G1, G2 …
    pub label: String,
    /// 1, 2, 3 …
    pub version: i32,
    /// When.
    pub made_at: DateTime<Utc>,
    /// By whom.
    pub operator: String,
    /// Whether rooms were found.
    pub possible: bool,
    /// What it was made with.
    pub basis: GroupBasis,
    /// Size band.
    pub band: Band,
    /// Whether the size is over the number from which the overnight site is usual.
    pub over_threshold: bool,
    /// Whether the overnight site is open, and so takes the project.
    pub overnight_site_open: bool,
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
    /// Why no rooms fit.
    pub reasons: Vec<GroupReason>,
    /// Version of the grouping settings.
    pub settings_version: i32,
}

pub(super) fn view_of(
    zone: CentreZone,
    row: &GroupRow,
    session: &SessionRow,
    rooms: &[RoomRow],
) -> Result<GroupView, DeskError> {
    let plan: Plan = stored(&row.plan)?;
    let instance: Instance = stored(&row.instance)?;
    let midnight = zone.instant(row.day, NaiveTime::MIN);
    let instant = |minute: u32| midnight + Duration::minutes(minute.into());
    let room_id = |code: &str| {
        rooms
            .iter()
            .find(|room| room.code == code)
            .map(|room| RoomId::from_uuid(room.id))
            .ok_or_else(|| DeskError::not_found("room", code))
    };
    let placed = plan.placed.first();
    let reviews = placed
        .map(|placed| placed.reviews.as_slice())
        .unwrap_or_default()
        .iter()
        .map(|review| {
            Ok(GroupReview {
                room_id: room_id(&review.room)?,
                batch: format!("K{}", review.batch + 1),
                begin: instant(review.begin),
                end: instant(review.end),
            })
        })
        .collect::<Result<Vec<_>, DeskError>>()?;
    let reasons = plan.unplaced.iter().flat_map(|unplaced| unplaced.reasons.iter().map(reason)).collect();
    let limit = instance.projects.first().map_or(0, |project| project.limit_minutes);
    Ok(GroupView {
        id: GroupId::from_uuid(row.id),
        session_id: SessionId::from_uuid(row.session_id),
        session_code: session.code.clone(),
        project_name: session.project_name.clone(),
        label: row.label.clone(),
        version: row.version,
        made_at: row.at,
        operator: row.operator_name.clone(),
        possible: row.possible,
        basis: if row.basis == GroupBasis::Registered.as_str() {
            GroupBasis::Registered
        } else {
            GroupBasis::BandUpperEnd
        },
        band: word(&row.band)?,
        over_threshold: !plan.overnight_notice.is_empty() || !plan.overnight.is_empty(),
        overnight_site_open: instance.rules.overnight_site_open,
        rooms: group_rooms(&plan, rooms)?,
        begin: placed.map(|placed| instant(placed.start)),
        discussion_begin: placed.map(|placed| instant(placed.discussion_begin)),
        end: placed.map(|placed| instant(placed.discussion_end)),
        limit: placed.map(|placed| instant(placed.start + limit)),
        reviews,
        reasons,
        settings_version: row.grouping_version,
    })
}

/// The panels with their seat tokens, and the rooms that serve every group.
fn group_rooms(plan: &Plan, rooms: &[RoomRow]) -> Result<Vec<GroupRoom>, DeskError> {
    let Some(placed) = plan.placed.first() else { return Ok(Vec::new()) };
    let mut group = Vec::new();
    let mut expert = 0;
    for panel in &placed.rooms {
        let room = rooms
            .iter()
            .find(|room| room.code == panel.room)
            .ok_or_else(|| DeskError::not_found("room", &panel.room))?;
        let seats = (0..panel.technical + panel.economic)
            .map(|_| {
                expert += 1;
                format!("专{expert}")
            })
            .collect();
        group.push(group_room(room, RoomUse::Panel, seats, panel.set));
    }
    for room in rooms {
        let usage = match word(&room.purpose)? {
            RoomPurpose::Clarification => RoomUse::Clarification,
            RoomPurpose::BidDocument => RoomUse::Documents,
            RoomPurpose::Supervision => RoomUse::Supervision,
            RoomPurpose::Spare => RoomUse::Spare,
            RoomPurpose::Opening
            | RoomPurpose::Overflow
            | RoomPurpose::Evaluation
            | RoomPurpose::KeyRegion
            | RoomPurpose::Isolation => continue,
        };
        group.push(group_room(room, usage, Vec::new(), None));
    }
    Ok(group)
}

fn group_room(room: &RoomRow, usage: RoomUse, seats: Vec<String>, set: Option<u32>) -> GroupRoom {
    GroupRoom {
        room_id: RoomId::from_uuid(room.id),
        code: room.code.clone(),
        name: room.name.clone(),
        usage,
        seats,
        seats_spaced: room.seats_spaced,
        set,
    }
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
