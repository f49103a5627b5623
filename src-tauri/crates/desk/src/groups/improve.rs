//! The commands around better plans: begin the search, look at it, stop it, compare, take over.

use bidhall_rules::groups::GroupCause;
use bidhall_rules::ids::{GroupId, SessionId};
use bidhall_store::groups::GroupRow;
use bidhall_store::sessions::SessionRow;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::draft::{Draft, draft};
use super::heads::{Version, view_of};
use super::improving::{ImprovementView, Task};
use super::requests::PlanForm;
use super::{GroupTry, GroupView, group, lock_offerable, pinned, plannable, store, tried};
use crate::act::{Reading, Writing};
use crate::rooms::KnownRooms;
use crate::{Call, CommandSpec, DeskError, Workplace};

/// Which version of a group.
#[derive(Debug, Clone, Copy, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct GroupVersion {
    /// The version.
    pub group_id: GroupId,
}

/// The search for a better plan, if there is one.
#[derive(Debug, Clone, Serialize, JsonSchema, TS)]
pub struct GroupImprovement {
    /// The search.
    pub improvement: Option<ImprovementView>,
}

/// `groups.improve`: begins the search for a better plan than the version in force, unless that is proven to be
/// best on every level; a search that was begun before is told.
///
/// # Errors
/// [`DeskError::NotFound`]; [`DeskError::ImprovementStale`] for a version that is not in force;
/// [`DeskError::GroupRunning`]; [`DeskError::SessionEnded`].
pub async fn improve(
    workplace: &Workplace,
    call: &Call,
    request: GroupVersion,
) -> Result<GroupImprovement, DeskError> {
    let desk = workplace.desk().await?;
    if desk.improvements.view(request.group_id).is_none() {
        let spec = CommandSpec::named(&call.command)
            .ok_or_else(|| DeskError::UnknownCommand { command: call.command.clone() })?;
        let mut act = desk.reading(call, spec).await?;
        let (session, row) = in_force(&mut act, request.group_id).await?;
        let version = Version::read(&act, &row)?;
        if version.facts.explanation.status.iter().any(|level| !level.proven) {
            desk.improvements.begin(Task {
                group_id: request.group_id,
                session_id: SessionId::from_uuid(session.id),
                pins: pinned::fixed(&version.facts.pins, &session.code),
                objective: version.plan.objective,
                levels: version.facts.explanation.status,
                time: version.clock.time,
                instance: version.instance,
            });
        }
    }
    Ok(GroupImprovement { improvement: desk.improvements.view(request.group_id) })
}

/// `groups.improvement`
///
/// # Errors
/// Why no records are open.
pub async fn improvement(
    workplace: &Workplace,
    _call: &Call,
    request: GroupVersion,
) -> Result<GroupImprovement, DeskError> {
    Ok(GroupImprovement { improvement: workplace.desk().await?.improvements.view(request.group_id) })
}

/// `groups.improve.cancel`: what was found until then stays on offer.
///
/// # Errors
/// Why no records are open.
pub async fn cancel_improvement(
    workplace: &Workplace,
    _call: &Call,
    request: GroupVersion,
) -> Result<GroupImprovement, DeskError> {
    let desk = workplace.desk().await?;
    desk.improvements.stop(request.group_id);
    Ok(GroupImprovement { improvement: desk.improvements.view(request.group_id) })
}

/// `groups.improved`: the better plan beside the version; nothing is stored.
///
/// # Errors
/// [`DeskError::NotFound`] while none is found; [`DeskError::ImprovementStale`]; those of `groups.try`.
pub async fn improved(act: &mut Reading, request: GroupVersion) -> Result<GroupTry, DeskError> {
    let (session, row) = in_force(act, request.group_id).await?;
    let known = KnownRooms::load(act).await?;
    let draft = better(act, &session, &row, &known).await?;
    tried(act, &session, Some(&row), draft, &known).await
}

/// `groups.improve.take`: the better plan as the next version. Its rooms are booked.
///
/// # Errors
/// As [`improved`]; [`DeskError::RoomBooked`].
pub async fn take_improved(act: &mut Writing, request: GroupVersion) -> Result<GroupView, DeskError> {
    let session = group(act, request.group_id).await?.session_id;
    act.tx.lock_session(session).await?;
    let (session, row) = in_force(act, request.group_id).await?;
    let known = lock_offerable(act).await?;
    let draft = better(act, &session, &row, &known).await?;
    let row = store(act, &session, draft, (GroupCause::Planned, String::new()), &known).await?;
    view_of(act, &row, &session, &known).await
}

/// A version that is the last of a session which can still be planned.
async fn in_force(act: &mut Reading, id: GroupId) -> Result<(SessionRow, GroupRow), DeskError> {
    let row = group(act, id).await?;
    let session = plannable(act, SessionId::from_uuid(row.session_id)).await?;
    let versions = act.tx.groups_of_session(session.id).await?;
    if versions.last().is_none_or(|last| last.id != row.id) {
        return Err(DeskError::ImprovementStale { code: session.code });
    }
    Ok((session, row))
}

/// The plan that was found, if it answers the question as it stands now.
async fn better(
    act: &mut Reading,
    session: &SessionRow,
    row: &GroupRow,
    known: &KnownRooms,
) -> Result<Draft, DeskError> {
    let id = GroupId::from_uuid(row.id);
    let found = act.thinking.improvements.found(id);
    let (task, thought) = found.ok_or_else(|| DeskError::not_found("improvement", id))?;
    act.thinking.prefer(&task.instance, &task.pins, thought.clone());
    let form = PlanForm::as_before(SessionId::from_uuid(session.id), &Version::read(act, row)?.facts);
    let stale = || DeskError::ImprovementStale { code: session.code.clone() };
    match draft(act, session, &form, Some(row), known, None).await {
        Ok(draft) if draft.plan == thought.answer.plan => Ok(draft),
        // The question is another one now: it is not thought about, because a person wanted the other answer.
        Ok(_) | Err(DeskError::PlanUnsettled {}) => Err(stale()),
        Err(error) => Err(error),
    }
}
