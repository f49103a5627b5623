//! Opening sessions: the import of the schedule, lists, the calendar by room, amendments, and how sessions end.

mod amend;
mod calendar;
mod end;
mod import;
mod preview;
mod proposal;
mod recorded;

use std::collections::BTreeMap;

use bidhall_rules::ids::{AgencyId, RoomId, SessionId};
use bidhall_rules::sealing::Opening;
use bidhall_rules::secrecy::{Band, names_open};
use bidhall_rules::sessions::{RoomPurpose, SessionKind, SessionState};
use bidhall_store::rooms::RoomRow;
use bidhall_store::sessions::{SessionRoomRow, SessionRow};
use chrono::{DateTime, Duration, NaiveDate, Utc};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;
use uuid::Uuid;

use crate::DeskError;
use crate::act::{Reading, word};
use crate::groups::{OpeningBook, RoomTaken};
use crate::seals::fields;

pub use amend::{AmendmentForm, AmendmentView, amend};
pub(crate) use calendar::RoomDay;
pub use calendar::{CalendarSpan, CalendarView, calendar};
pub use end::{FailureConfirmation, FailureConfirmationView, SessionEnd, confirm_failure, end};
pub use import::{
    ImportPreview, ImportResult, ImportRow, RowStanding, ScheduleCommit, ScheduleFile, commit_import,
    preview_import,
};
pub use preview::{AmendmentPreview, preview_amendment};
pub use proposal::AmendmentDraft;

/// Which sessions.
#[derive(Debug, Clone, Copy, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SessionFilter {
    /// Only those of this day; all when none is given.
    #[serde(default)]
    pub day: Option<NaiveDate>,
}

/// A room of a session.
#[derive(Debug, Clone, Serialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase")]
pub struct SessionRoom {
    /// The room.
    pub room_id: RoomId,
    /// Code on the door.
    pub code: String,
    /// Name.
    pub name: String,
    /// What it is for.
    pub purpose: RoomPurpose,
}

/// A session as staff see it: a band instead of the number of bidders until the opening.
#[derive(Debug, Clone, Serialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase")]
pub struct SessionView {
    /// Id.
    pub id: SessionId,
    /// Number of the project.
    pub code: String,
    /// Lot.
    pub lot: Option<String>,
    /// Project name.
    pub project_name: String,
    /// Tenderer.
    pub tenderer: String,
    /// Agency.
    pub agency_id: AgencyId,
    /// Name of the agency.
    pub agency_name: String,
    /// Contact at the agency.
    pub contact_name: String,
    /// The contact's number.
    pub contact_phone: String,
    /// Deadline for bids = opening time (招标投标法 art. 34).
    pub deadline: DateTime<Utc>,
    /// Paper, electronic or both.
    pub kind: SessionKind,
    /// Size band.
    pub band: Option<Band>,
    /// Number of registrations, from the opening on.
    pub registered: Option<i32>,
    /// Opening rooms.
    pub opening_rooms: Vec<SessionRoom>,
    /// Those of them that another session has at the same time, so that this one is without.
    pub without_rooms: Vec<RoomTaken>,
    /// Evaluation rooms of the schedule.
    pub evaluation_rooms: Vec<SessionRoom>,
    /// Estimated evaluation, minutes.
    pub evaluation_minutes: Option<i32>,
    /// Where it stands.
    pub state: SessionState,
    /// Why it ended.
    pub state_reason: Option<String>,
    /// That the agency confirmed that the session failed: until then its evaluation rooms stay booked.
    pub failure_confirmed: Option<FailureConfirmationView>,
    /// Remark of the schedule.
    pub remark: Option<String>,
    /// What was amended, oldest first.
    pub amendments: Vec<AmendmentView>,
}

/// Sessions by deadline.
#[derive(Debug, Clone, Serialize, JsonSchema, TS)]
pub struct SessionList {
    /// Sessions by deadline.
    pub sessions: Vec<SessionView>,
}

/// `sessions.list`
///
/// # Errors
/// [`DeskError`] when the database is lost.
pub async fn list(act: &mut Reading, filter: SessionFilter) -> Result<SessionList, DeskError> {
    let rows = match filter.day {
        Some(day) => act.tx.sessions_of_day(day).await?,
        None => act.tx.sessions().await?,
    };
    let rooms = RoomBook::load(act).await?;
    let first = rows.iter().map(|row| row.deadline).min().unwrap_or(act.now);
    let last = rows.iter().map(|row| row.deadline).max().unwrap_or(act.now);
    let book = OpeningBook::load(act, first, last + Duration::minutes(1)).await?;
    let mut sessions = Vec::with_capacity(rows.len());
    for row in rows {
        let missing = book.missing(&row, &rooms);
        sessions.push(SessionView { without_rooms: missing, ..view_of(act, &rooms, row).await? });
    }
    Ok(SessionList { sessions })
}

/// The session with this id.
pub(crate) async fn find(act: &mut Reading, id: SessionId) -> Result<SessionRow, DeskError> {
    act.tx.session(id.uuid()).await?.ok_or_else(|| DeskError::not_found("session", id))
}

/// Where a session stands: whether it is open follows from the clock.
pub(crate) fn state_of(
    recorded: &str,
    deadline: DateTime<Utc>,
    now: DateTime<Utc>,
) -> Result<SessionState, DeskError> {
    match word(recorded)? {
        SessionState::Scheduled if names_open(deadline, now) => Ok(SessionState::Opened),
        state @ (SessionState::Scheduled
        | SessionState::Opened
        | SessionState::Failed
        | SessionState::Cancelled) => Ok(state),
    }
}

/// Rooms, and which session uses which.
pub(crate) struct RoomBook {
    rooms: BTreeMap<Uuid, RoomRow>,
    uses: Vec<SessionRoomRow>,
}

impl RoomBook {
    pub(crate) async fn load(act: &mut Reading) -> Result<Self, DeskError> {
        let rooms = act.tx.rooms().await?.into_iter().map(|room| (room.id, room)).collect();
        Ok(Self { rooms, uses: act.tx.session_rooms().await? })
    }

    /// The rooms of a session in a part of it, in the order of the schedule.
    pub(crate) fn of(&self, session: Uuid, part: &str) -> impl Iterator<Item = &RoomRow> {
        self.uses
            .iter()
            .filter(move |usage| usage.session_id == session && usage.part == part)
            .filter_map(|usage| self.rooms.get(&usage.room_id))
    }

    fn views(&self, session: Uuid, part: &str) -> Result<Vec<SessionRoom>, DeskError> {
        self.of(session, part)
            .map(|room| {
                Ok(SessionRoom {
                    room_id: RoomId::from_uuid(room.id),
                    code: room.code.clone(),
                    name: room.name.clone(),
                    purpose: word(&room.purpose)?,
                })
            })
            .collect()
    }
}

/// The registered number of a session. Callers ask only when the opening time has come.
pub(crate) async fn registered_of(
    act: &mut Reading,
    session: Uuid,
    why: Opening,
) -> Result<Option<u32>, DeskError> {
    let Some(seal) = act.tx.sealed_count(session).await? else { return Ok(None) };
    act.open_stored(fields::REGISTERED, session, &seal, why).map(Some)
}

/// A session that has its rooms.
async fn view_of(act: &mut Reading, rooms: &RoomBook, row: SessionRow) -> Result<SessionView, DeskError> {
    let amendments = amend::amendments_of(act, row.id).await?;
    let failure_confirmed = if row.state == SessionState::Failed.as_str() {
        act.tx.failure_confirmation(row.id).await?.map(FailureConfirmationView::from)
    } else {
        None
    };
    // The sealed number is not even read before the opening.
    let registered = match names_open(row.deadline, act.now) {
        true => registered_of(act, row.id, Opening::AfterOpening).await?,
        false => None,
    };
    Ok(SessionView {
        id: SessionId::from_uuid(row.id),
        lot: Some(row.lot).filter(|lot| !lot.is_empty()),
        project_name: row.project_name,
        tenderer: row.tenderer,
        agency_id: AgencyId::from_uuid(row.agency_id),
        agency_name: row.agency_name,
        contact_name: row.contact_name,
        contact_phone: row.contact_phone,
        kind: word(&row.kind)?,
        band: row.band.as_deref().map(word).transpose()?,
        registered: registered.and_then(|number| i32::try_from(number).ok()),
        opening_rooms: rooms.views(row.id, "opening")?,
        without_rooms: Vec::new(),
        evaluation_rooms: rooms.views(row.id, "evaluation")?,
        evaluation_minutes: row.evaluation_minutes,
        state: state_of(&row.state, row.deadline, act.now)?,
        deadline: row.deadline,
        code: row.code,
        failure_confirmed,
        state_reason: Some(row.state_reason).filter(|reason| !reason.is_empty()),
        remark: Some(row.remark).filter(|remark| !remark.is_empty()),
        amendments,
    })
}
