//! Virtual groups of evaluation rooms (虚拟化组合) as the scheduler asks for them.

mod problem;
mod view;

use bidhall_rules::ids::{GroupId, SessionId};
use bidhall_rules::secrecy::{Band, names_open};
use bidhall_rules::sessions::SessionState;
use bidhall_store::groups::GroupRow;
use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::DeskError;
use crate::act::{Reading, Writing, word};
use crate::sessions::{RoomBook, find as find_session, state_of};

pub use view::{GroupBasis, GroupReason, GroupReview, GroupRoom, GroupView, RoomUse};

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

/// Plans the group of a session.
#[derive(Debug, Clone, Copy, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PlanForm {
    /// The session.
    pub session_id: SessionId,
    /// Among which rooms to look.
    #[serde(default)]
    #[ts(optional, as = "Option<RoomChoice>")]
    pub rooms: RoomChoice,
}

/// Which day.
#[derive(Debug, Clone, Copy, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct GroupDay {
    /// The day.
    pub day: NaiveDate,
}

/// The groups of a day.
#[derive(Debug, Clone, Serialize, JsonSchema, TS)]
pub struct GroupList {
    /// Every version, by label and version; of each label the last one counts.
    pub groups: Vec<GroupView>,
}

/// `groups.plan`: a new version, made with the upper end of the size band until the opening and with
/// the number of registrations after it. When no rooms fit, the version says why.
///
/// # Errors
/// [`DeskError::SessionEnded`]; [`DeskError::BandMissing`].
pub async fn plan(act: &mut Writing, form: PlanForm) -> Result<GroupView, DeskError> {
    let session = find_session(act, form.session_id).await?;
    match state_of(&session.state, session.deadline, act.now)? {
        SessionState::Scheduled | SessionState::Opened => {}
        state @ (SessionState::Failed | SessionState::Cancelled) => {
            return Err(DeskError::SessionEnded { code: session.code, state });
        }
    }
    let missing = || DeskError::BandMissing { code: session.code.clone() };
    let band: Band = word(session.band.as_deref().ok_or_else(missing)?)?;
    let (bids, basis) = if names_open(session.deadline, act.now) {
        let registered = act.tx.sealed_count(session.id).await?.ok_or_else(missing)?;
        (u32::try_from(registered).unwrap_or_default().max(1), GroupBasis::Registered)
    } else {
        // Only the band enters the problem, so that nothing of the plan gives the number away.
        (band.upper_end(), GroupBasis::BandUpperEnd)
    };
    let settings = act.grouping_settings().await?;
    let others = current_groups(act, session.day, session.id).await?;
    let book = RoomBook::load(act).await?;
    let rooms = act.tx.rooms().await?;
    let named: Vec<String> = match form.rooms {
        RoomChoice::Scheduled => book.of(session.id, "evaluation").map(|room| room.code.clone()).collect(),
        RoomChoice::Any => Vec::new(),
    };
    let offered = problem::offered(&rooms, &named, &others, &settings.body)?;
    let instance = problem::instance(act.zone, &session, bids, &offered, &settings.body)?;
    let plan = bidhall_grouping::plan(&instance)
        .map_err(|error| DeskError::GroupingProblem { problem: error.to_string() })?;

    let versions = act.tx.groups_of_day(session.day).await?;
    let version = versions.iter().filter(|row| row.session_id == session.id).map(|row| row.version).max();
    let label = match versions.iter().find(|row| row.session_id == session.id) {
        Some(row) => row.label.clone(),
        None => {
            let mut labels: Vec<&str> = versions.iter().map(|row| row.label.as_str()).collect();
            labels.sort_unstable();
            labels.dedup();
            format!("G{}", labels.len() + 1)
        }
    };
    let asker = act.asker()?.clone();
    let now = act.now;
    let id = GroupId::new(now, &mut act.chance);
    let json = |value: serde_json::Result<String>| value.map_err(|error| DeskError::internal(&error));
    let row = GroupRow {
        id: id.uuid(),
        session_id: session.id,
        day: session.day,
        version: version.unwrap_or(0) + 1,
        label,
        possible: !plan.placed.is_empty(),
        basis: basis.as_str().to_owned(),
        band: band.as_str().to_owned(),
        instance: json(serde_json::to_string(&instance))?,
        plan: json(serde_json::to_string(&plan))?,
        grouping_version: settings.version,
        operator_id: asker.id,
        operator_name: asker.name,
        at: now,
    };
    if !act.tx.add_group(&row).await? {
        return Err(DeskError::DatabaseBusy {});
    }
    act.concerns("group", id);
    act.note("session", session.code.clone());
    act.note("version", row.version);
    act.note("possible", row.possible);
    view::view_of(act.zone, &row, &session, &rooms)
}

/// `groups.list`
///
/// # Errors
/// [`DeskError`] when the database is lost.
pub async fn list(act: &mut Reading, request: GroupDay) -> Result<GroupList, DeskError> {
    let rooms = act.tx.rooms().await?;
    let sessions = act.tx.sessions_of_day(request.day).await?;
    let mut groups = Vec::new();
    for row in act.tx.groups_of_day(request.day).await? {
        if let Some(session) = sessions.iter().find(|session| session.id == row.session_id) {
            groups.push(view::view_of(act.zone, &row, session, &rooms)?);
        }
    }
    Ok(GroupList { groups })
}

/// The last possible version of every other session's group of the day, unless the session ended.
async fn current_groups(
    act: &mut Reading,
    day: NaiveDate,
    except: uuid::Uuid,
) -> Result<Vec<GroupRow>, DeskError> {
    let sessions = act.tx.sessions_of_day(day).await?;
    let ended = |id| sessions.iter().any(|row| row.id == id && row.state != "scheduled");
    let mut current: Vec<GroupRow> = Vec::new();
    for row in act.tx.groups_of_day(day).await? {
        if row.session_id == except || ended(row.session_id) {
            continue;
        }
        current.retain(|other| other.session_id != row.session_id);
        current.push(row);
    }
    current.retain(|row| row.possible);
    Ok(current)
}
