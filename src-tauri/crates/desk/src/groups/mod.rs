//! Virtual groups of evaluation rooms (虚拟化组合): planned, tried, compared, and led through their day.

mod body;
mod books;
mod checks;
mod clock;
mod day;
mod draft;
mod events;
mod explain;
mod facts;
mod heads;
mod improve;
mod improving;
mod laid;
mod margin;
mod offer;
mod openings;
mod pinned;
mod problem;
mod requests;
mod thinking;
mod ways;

use bidhall_rules::groups::GroupCause;
use bidhall_rules::ids::{GroupId, SessionId};
use bidhall_rules::sessions::{RoomPurpose, SessionState};
use bidhall_store::groups::GroupRow;
use bidhall_store::sessions::SessionRow;
use schemars::JsonSchema;
use serde::Serialize;
use ts_rs::TS;

use crate::DeskError;
use crate::act::{Reading, Writing, word};
use crate::rooms::KnownRooms;
use crate::seals::fields;
use crate::sessions::{find as find_session, state_of};

use self::body::Material;
use self::draft::{Draft, draft, wanted};
use self::heads::{Version, changes, compare as compared, in_force, long_run, view_of};

pub use self::body::PlanBody;
pub(crate) use self::body::{GroupRoom, RoomUse};
pub(crate) use self::books::{RoomBooking, release_all, release_group};
pub(crate) use self::checks::{GroupRule, RuleCheck};
use self::day::keep_running;
pub use self::day::{
    EventForm, EventQuestion, EventTry, GroupDayView, LongRunForm, ProgressForm, SignInForm, event, finish,
    progress, record_long_run, show_day, sign_in, start, try_event,
};
pub(crate) use self::day::{PrintedCell, PrintedGroup, PrintedSlip, printed_group};
pub use self::facts::LeftOutWhy;
pub use self::heads::{GroupComparison, GroupView};
pub use self::improve::{
    GroupImprovement, GroupVersion, cancel_improvement, improve, improved, improvement, take_improved,
};
pub(crate) use self::improving::ImprovementBook;
pub use self::openings::RoomTaken;
pub(crate) use self::openings::{Lacking, OpeningBook, book_openings, catch_up, shown as taken_by};
pub use self::requests::{GroupChoice, GroupDay, GroupPair, PlanForm};
pub(crate) use self::thinking::Thinking;
pub(crate) use self::ways::GroupCarry;

/// The groups of a day.
#[derive(Debug, Clone, Serialize, JsonSchema, TS)]
pub struct GroupList {
    /// Every version, by label and version; of each label the last one counts.
    pub groups: Vec<GroupView>,
}

/// A plan that is only tried.
#[derive(Debug, Clone, Serialize, JsonSchema, TS)]
pub struct GroupTry {
    /// What it says.
    pub plan: PlanBody,
    /// How it differs from the version in force.
    pub against: Option<GroupComparison>,
}

/// `groups.plan`: a new version, made with the upper end of the size band until the opening and with
/// the number of registrations after it. When no rooms fit, the version says why. Its rooms are booked.
///
/// # Errors
/// [`DeskError::SessionEnded`]; [`DeskError::BandMissing`]; [`DeskError::GroupRunning`] once the evaluation has
/// started; [`DeskError::RoomBooked`] and [`DeskError::RoomNotOffered`] for a room that must be used;
/// [`DeskError::PinsImpossible`]; [`DeskError::WrongSetting`] for a committee that is not lawful.
pub async fn plan(act: &mut Writing, form: PlanForm) -> Result<GroupView, DeskError> {
    act.tx.lock_session(form.session_id.uuid()).await?;
    let session = plannable(act, form.session_id).await?;
    let known = lock_offerable(act).await?;
    keep_running(act, session.day).await?;
    let versions = act.tx.groups_of_session(session.id).await?;
    let draft = draft(act, &session, &form, versions.last(), &known, None).await?;
    let row = store(act, &session, draft, (GroupCause::Planned, String::new()), &known).await?;
    view_of(act, &row, &session, &known).await
}

/// `groups.try`: what `groups.plan` would answer; nothing is stored and no room is booked.
///
/// # Errors
/// As [`plan`].
pub async fn try_plan(act: &mut Reading, form: PlanForm) -> Result<GroupTry, DeskError> {
    let session = plannable(act, form.session_id).await?;
    let known = KnownRooms::load(act).await?;
    let versions = act.tx.groups_of_session(session.id).await?;
    let draft = draft(act, &session, &form, versions.last(), &known, None).await?;
    tried(act, &session, in_force(&versions, false), draft, &known).await
}

/// A draft beside the version in force.
async fn tried(
    act: &mut Reading,
    session: &SessionRow,
    current: Option<&GroupRow>,
    draft: Draft,
    known: &KnownRooms,
) -> Result<GroupTry, DeskError> {
    let plan = body_of(act, session, &draft, known).await?;
    let against = match current {
        Some(row) => Some(compared(
            &Version::read(act, row)?,
            &as_version(act, session, draft, GroupCause::Planned, row.version + 1),
            Some(row.version),
        )),
        None => None,
    };
    Ok(GroupTry { plan, against })
}

/// What a draft says.
async fn body_of(
    act: &mut Reading,
    session: &SessionRow,
    draft: &Draft,
    known: &KnownRooms,
) -> Result<PlanBody, DeskError> {
    let settings = act.grouping_settings().await?.body;
    let events = act.tx.group_events(session.id).await?;
    let material = Material {
        zone: act.zone,
        day: session.day,
        basis: draft.basis,
        band: draft.band,
        instance: &draft.instance,
        plan: &draft.plan,
        facts: &draft.facts,
        rules: draft.facts.rule_set.and_then(|kind| settings.rules_for(kind)).cloned(),
        settings_version: draft.settings_version,
        long_run: long_run(act, &events)?,
    };
    material.body(known)
}

/// `groups.list`
///
/// # Errors
/// [`DeskError`] when the database is lost.
pub async fn list(act: &mut Reading, request: GroupDay) -> Result<GroupList, DeskError> {
    let known = KnownRooms::load(act).await?;
    let sessions = act.tx.sessions_of_day(request.day).await?;
    let mut groups = Vec::new();
    for row in act.tx.groups_of_day(request.day).await? {
        if let Some(session) = sessions.iter().find(|session| session.id == row.session_id) {
            groups.push(view_of(act, &row, session, &known).await?);
        }
    }
    Ok(GroupList { groups })
}

/// `groups.compare`
///
/// # Errors
/// [`DeskError::NotFound`]; [`DeskError::WrongField`] for versions of two sessions.
pub async fn compare(act: &mut Reading, pair: GroupPair) -> Result<GroupComparison, DeskError> {
    let a = group(act, pair.a).await?;
    let b = group(act, pair.b).await?;
    if a.session_id != b.session_id {
        return Err(DeskError::field("b", "a version of the same group"));
    }
    let versions = act.tx.groups_of_session(a.session_id).await?;
    let started = events::log_of(act, a.session_id).await?.started.is_some();
    let current = in_force(&versions, started).map(|row| row.version);
    Ok(compared(&Version::read(act, &a)?, &Version::read(act, &b)?, current))
}

async fn group(act: &mut Reading, id: GroupId) -> Result<GroupRow, DeskError> {
    act.tx.group(id.uuid()).await?.ok_or_else(|| DeskError::not_found("group", id))
}

/// The session of a plan, while it can be planned.
async fn plannable(act: &mut Reading, session: SessionId) -> Result<SessionRow, DeskError> {
    let session = find_session(act, session).await?;
    match state_of(&session.state, session.deadline, act.now)? {
        SessionState::Scheduled | SessionState::Opened => {}
        state @ (SessionState::Failed | SessionState::Cancelled) => {
            return Err(DeskError::SessionEnded { code: session.code, state });
        }
    }
    if events::log_of(act, session.id).await?.started.is_some() {
        return Err(DeskError::GroupRunning { code: session.code });
    }
    Ok(session)
}

/// The rooms a plan may take.
fn offerable(known: &KnownRooms) -> Result<Vec<uuid::Uuid>, DeskError> {
    let mut rooms = Vec::new();
    for room in &known.rows {
        if matches!(word(&room.purpose)?, RoomPurpose::Evaluation | RoomPurpose::Spare) {
            rooms.push(room.id);
        }
    }
    Ok(rooms)
}

/// The rooms, with those a plan may take held: of two schedulers at once the second plans with what the first
/// has left.
async fn lock_offerable(act: &mut Writing) -> Result<KnownRooms, DeskError> {
    let known = KnownRooms::load(act).await?;
    act.tx.lock_rooms(offerable(&known)?).await?;
    KnownRooms::load(act).await
}

/// A draft as the version it would be.
fn as_version(act: &Reading, session: &SessionRow, draft: Draft, cause: GroupCause, number: i32) -> Version {
    Version {
        row: None,
        number,
        basis: draft.basis,
        cause,
        clock: clock::DayClock::new(act.zone, session.day, draft.facts.pauses()),
        instance: draft.instance,
        plan: draft.plan,
        facts: draft.facts,
    }
}

/// Stores a plan as the next version of its group and books its rooms.
async fn store(
    act: &mut Writing,
    session: &SessionRow,
    mut draft: Draft,
    (cause, reason): (GroupCause, String),
    known: &KnownRooms,
) -> Result<GroupRow, DeskError> {
    let before = act.tx.groups_of_session(session.id).await?;
    let label = match before.last() {
        Some(row) if row.day == session.day => row.label.clone(),
        Some(_) | None => next_label(act, session).await?,
    };
    let clock = clock::DayClock::new(act.zone, session.day, draft.facts.pauses());
    if cause == GroupCause::Planned
        && let Some(row) = before.last()
    {
        let last = Version::read(act, row)?;
        let laid = laid::Laid::of(&draft.instance, &draft.plan, &draft.facts, &clock);
        let differs = changes(last.laid().as_ref(), laid.as_ref());
        draft.facts.changes = differs;
    }
    let running = cause != GroupCause::Planned && cause != GroupCause::BidsDropped;
    let rooms = wanted(&draft, &clock, known)?;
    books::rebook(act, session.id, rooms, running).await?;
    let asker = act.asker()?.clone();
    let now = act.now;
    let id = GroupId::new(now, &mut act.chance);
    let json = |value: serde_json::Result<String>| value.map_err(|error| DeskError::internal(&error));
    let row = GroupRow {
        id: id.uuid(),
        session_id: session.id,
        day: session.day,
        version: before.last().map_or(0, |row| row.version) + 1,
        label,
        possible: !draft.plan.placed.is_empty(),
        basis: draft.basis.as_str().to_owned(),
        band: draft.band.as_str().to_owned(),
        instance: act.seal(fields::GROUP_INSTANCE, id, &json(serde_json::to_string(&draft.instance))?)?,
        plan: act.seal(fields::GROUP_PLAN, id, &json(serde_json::to_string(&draft.plan))?)?,
        grouping_version: draft.settings_version,
        cause: cause.as_str().to_owned(),
        reason,
        facts: act.seal(fields::GROUP_FACTS, id, &json(serde_json::to_string(&draft.facts))?)?,
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
    act.note("cause", row.cause.clone());
    Ok(row)
}

/// G1, G2 … in the order in which the groups of a day are planned.
async fn next_label(act: &mut Reading, session: &SessionRow) -> Result<String, DeskError> {
    let rows = act.tx.groups_of_day(session.day).await?;
    let mut labels: Vec<&str> = rows.iter().map(|row| row.label.as_str()).collect();
    labels.sort_unstable();
    labels.dedup();
    Ok(format!("G{}", labels.len() + 1))
}
