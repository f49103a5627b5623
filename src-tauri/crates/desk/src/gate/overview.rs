//! The gate as supervision and the duty lead see it: lanes, steps, cases, no names.

use bidhall_rules::clashes::ClashKind;
use bidhall_rules::entry_check::{CheckState, EntryStep, RefusalReason};
use bidhall_rules::ids::{CheckId, RefusalId};
use bidhall_rules::refusals::FollowUpKind;
use bidhall_rules::roles::Role;
use bidhall_rules::sealing::Opening;
use bidhall_rules::secrecy::names_open;
use bidhall_rules::tags::TagState;
use bidhall_store::questionnaires::ClashRow;
use chrono::{DateTime, Utc};
use schemars::JsonSchema;
use serde::Serialize;
use ts_rs::TS;

use super::exceptions::{ExceptionDay, ExceptionView, list_exceptions};
use super::identity::{Names, names};
use super::queue::{QueueView, queue};
use super::{cases, shown};
use crate::DeskError;
use crate::act::{Reading, word};
use crate::database::Nothing;

/// Somebody in progress, without a name.
#[derive(Debug, Clone, Serialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase")]
pub struct LanePerson {
    /// Lane and place.
    pub slot: String,
    /// The step that is due.
    pub step: Option<EntryStep>,
    /// Where the check stands.
    pub state: CheckState,
    /// Whether the person stands aside.
    pub paused: bool,
    /// Since when the step is due.
    pub since: DateTime<Utc>,
    /// The clerk.
    pub holder: String,
}

/// A lane.
#[derive(Debug, Clone, Serialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase")]
pub struct LaneView {
    /// Its name.
    pub lane: String,
    /// Who is in progress, by place.
    pub people: Vec<LanePerson>,
}

/// A refused person's case, without a name.
#[derive(Debug, Clone, Serialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase")]
pub struct CaseView {
    /// The case.
    pub refusal_id: RefusalId,
    /// The check.
    pub check_id: CheckId,
    /// Lane and place.
    pub slot: String,
    /// The session.
    pub session_code: String,
    /// Why.
    pub reason: RefusalReason,
    /// When.
    pub at: DateTime<Utc>,
    /// By when it must be reported.
    pub due_at: Option<DateTime<Utc>>,
    /// What is still owed.
    pub outstanding: Vec<FollowUpKind>,
    /// Whether the time has passed with something owed.
    pub overdue: bool,
}

/// Something supervision is told of; the centre decides nothing about it.
#[derive(Debug, Clone, Serialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase")]
pub struct ClashView {
    /// What.
    pub kind: ClashKind,
    /// When it was found.
    pub at: DateTime<Utc>,
    /// The session.
    pub session_code: String,
    /// Lane and place.
    pub slot: String,
    /// The companies and people concerned.
    pub note: String,
}

/// The gate at a glance.
#[derive(Debug, Clone, Serialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase")]
pub struct OverviewView {
    /// The moment of looking.
    pub as_of: DateTime<Utc>,
    /// Lanes with people in progress.
    pub lanes: Vec<LaneView>,
    /// Cases of today, those with something owed first, by due time.
    pub cases: Vec<CaseView>,
    /// Requests for exceptions that wait for a decision.
    pub exceptions: Vec<ExceptionView>,
    /// How many wear a tag inside.
    pub inside: u32,
    /// How many have left and may return.
    pub outside: u32,
    /// What supervision is told of, once the sessions are open.
    pub flags: Vec<ClashView>,
    /// The forecast of the line.
    pub queue: QueueView,
}

/// `gate.overview`
///
/// # Errors
/// [`DeskError`] when the database is lost.
pub async fn overview(act: &mut Reading, _: Nothing) -> Result<OverviewView, DeskError> {
    let today = act.today();
    let tags = act.tx.tags_of_day(today).await?;
    let count = |state: TagState| {
        u32::try_from(tags.iter().filter(|tag| tag.state == state.as_str()).count()).unwrap_or(u32::MAX)
    };
    let (inside, outside) = (count(TagState::Active), count(TagState::Left));
    let mut exceptions = list_exceptions(act, ExceptionDay { day: today }).await?.exceptions;
    exceptions.retain(|exception| exception.decision.is_none());
    Ok(OverviewView {
        as_of: act.now,
        lanes: lanes(act).await?,
        cases: cases_of_today(act).await?,
        exceptions,
        inside,
        outside,
        flags: flags(act).await?,
        queue: queue(act, Nothing {}).await?,
    })
}

async fn lanes(act: &mut Reading) -> Result<Vec<LaneView>, DeskError> {
    let mut lanes: Vec<LaneView> = Vec::new();
    for row in act.tx.checks_open().await? {
        let card = shown::check_card(act, &row).await?;
        let person = LanePerson {
            slot: card.slot,
            step: card.step,
            state: card.state,
            paused: card.paused_at.is_some(),
            since: card.step_since,
            holder: card.holder,
        };
        match lanes.last_mut().filter(|lane| lane.lane == card.lane) {
            Some(lane) => lane.people.push(person),
            None => lanes.push(LaneView { lane: card.lane, people: vec![person] }),
        }
    }
    Ok(lanes)
}

async fn cases_of_today(act: &mut Reading) -> Result<Vec<CaseView>, DeskError> {
    let (from, until) = act.zone.day_bounds(act.today());
    let mut views = Vec::new();
    for row in act.tx.refusals_between(from, until).await? {
        let Some(check) = act.tx.check(row.check_id).await? else { continue };
        let Some(session) = act.tx.session(check.session_id).await? else { continue };
        let (reason, outstanding) = cases::outstanding_of(act, &row, &check).await?;
        let overdue = !outstanding.is_empty() && row.due_at.is_some_and(|due| due < act.now);
        views.push(CaseView {
            refusal_id: RefusalId::from_uuid(row.id),
            check_id: CheckId::from_uuid(check.id),
            slot: format!("{}{}", check.lane, check.place),
            session_code: session.code,
            reason,
            at: row.at,
            due_at: row.due_at,
            outstanding,
            overdue,
        });
    }
    views.sort_by_key(|case| (case.outstanding.is_empty(), case.due_at.is_none(), case.due_at, case.at));
    Ok(views)
}

/// For supervision alone, and only when every session it touches is open.
async fn flags(act: &mut Reading) -> Result<Vec<ClashView>, DeskError> {
    if !act.asker()?.roles.contains(&Role::Supervision) {
        return Ok(Vec::new());
    }
    let (from, until) = act.zone.day_bounds(act.today());
    let mut views = Vec::new();
    for row in act.tx.clashes_between(from, until).await? {
        views.extend(flag(act, row).await?);
    }
    Ok(views)
}

async fn flag(act: &mut Reading, row: ClashRow) -> Result<Option<ClashView>, DeskError> {
    let mut said = Vec::new();
    let mut first = None;
    for id in [Some(row.check_id), row.other_check_id].into_iter().flatten() {
        let Some(check) = act.tx.check(id).await? else { return Ok(None) };
        let Some(session) = act.tx.session(check.session_id).await? else { return Ok(None) };
        if !names_open(session.deadline, act.now) {
            return Ok(None);
        }
        let slot = format!("{}{}", check.lane, check.place);
        let Names { person, company } = names(act, &check, Opening::Supervision)?;
        said.push([person, company].into_iter().flatten().collect::<Vec<_>>().join(" · "));
        first.get_or_insert((session.code, slot));
    }
    let Some((session_code, slot)) = first else { return Ok(None) };
    let note = said.join(" / ");
    Ok(Some(ClashView { kind: word(&row.kind)?, at: row.at, session_code, slot, note }))
}
