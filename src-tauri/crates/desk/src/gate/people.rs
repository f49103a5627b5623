//! Taking people in, setting them aside, taking them over, letting them go.

use bidhall_rules::entry_check::{CheckState, RefusalReason};
use bidhall_rules::ids::CheckId;
use bidhall_rules::refusals::{AfterRefusal, allows_replacement};
use bidhall_rules::sealing::Opening;
use bidhall_rules::sessions::SessionState;
use bidhall_store::Sealed;
use bidhall_store::checks::CheckRow;
use bidhall_store::corrections::MoveRow;
use schemars::JsonSchema;
use serde::Serialize;
use ts_rs::TS;

use super::shown::Known;
use super::{
    AbandonForm, After, CheckCard, CheckChoice, CheckForm, CheckView, TakeForm, changed, find_refusal, held,
    lane_name, note_text, right_clock, shown, to_change,
};
use crate::DeskError;
use crate::act::{Reading, Writing, word};
use crate::database::Nothing;
use crate::seals::fields;
use crate::sessions::{find as find_session, state_of};

/// The people in progress.
#[derive(Debug, Clone, Serialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase")]
pub struct CheckList {
    /// By lane and place.
    pub checks: Vec<CheckCard>,
    /// People refused today, the latest first: their cases stay open for what follows.
    pub refused: Vec<CheckCard>,
    /// The check this clerk decided last.
    pub last_closed: Option<CheckView>,
}

/// `gate.open`
///
/// # Errors
/// [`DeskError::SessionNotToday`], [`DeskError::SessionEnded`], [`DeskError::AfterNotPossible`]; a
/// session whose deadline has passed is not refused here: who comes late is recorded, and the tenderer
/// decides about the bid.
pub async fn open(act: &mut Writing, form: CheckForm) -> Result<CheckView, DeskError> {
    let lane = lane_name(&form.lane)?;
    right_clock(act).await?;
    let session = find_session(act, form.session_id).await?;
    if session.day != act.today() {
        return Err(DeskError::SessionNotToday { code: session.code, day: session.day.to_string() });
    }
    match state_of(&session.state, session.deadline, act.now)? {
        SessionState::Scheduled | SessionState::Opened => {}
        state @ (SessionState::Failed | SessionState::Cancelled) => {
            return Err(DeskError::SessionEnded { code: session.code, state });
        }
    }
    let before = match form.after {
        Some(after) => Some(refused_before(act, session.id, after).await?),
        None => None,
    };
    let settings = act.gate_settings().await?;
    let now = act.now;
    let id = CheckId::new(now, &mut act.chance);
    let asker = act.asker()?.clone();
    let mut row = CheckRow {
        id: id.uuid(),
        session_id: session.id,
        session_code: session.code,
        session_deadline: session.deadline,
        lane,
        place: 0,
        state: CheckState::Open.as_str().to_owned(),
        holder_id: asker.id,
        holder_name: asker.name,
        holder_code: asker.code,
        opened_at: now,
        closed_at: None,
        closed_note: Sealed::default(),
        resting_until: None,
        gate_version: settings.version,
        role: None,
        person_id: None,
        person_name: None,
        company_id: None,
        company_name: None,
        key_region_stay: None,
        paused_at: None,
        paused_note: Sealed::default(),
        region_version: None,
        after_kind: form.after.map(|after| after.kind.as_str().to_owned()),
        after_refusal_id: form.after.map(|after| after.refusal_id.uuid()),
    };
    // Another desk of the same lane may take the place meanwhile; then the next one is free.
    loop {
        if let Some(place) = act.tx.add_check(&row).await? {
            row.place = place;
            break;
        }
    }
    let mut known = Known::default();
    // The same person is back: what they answered need not be asked again.
    if let (Some(before), Some(After { kind: AfterRefusal::Exception, .. })) = (before, form.after)
        && let Some(answers) = act.tx.latest_answers(before.id).await?
    {
        let answers = act.open(fields::ANSWERS, before.id, &answers, Opening::GateStep)?;
        let answers = act.seal(fields::ANSWERS, row.id, &answers)?;
        act.tx.keep_answers(row.id, &answers, now, asker.id).await?;
        known.history.answers = Some(answers);
    }
    act.concerns("check", id);
    act.note("lane", row.lane.clone());
    shown::view_with(act, &row, known).await
}

/// The refused check that a new one may follow.
async fn refused_before(act: &mut Writing, session: uuid::Uuid, after: After) -> Result<CheckRow, DeskError> {
    let id = after.refusal_id;
    let refusal = find_refusal(act, id).await?;
    let check = act
        .tx
        .check(refusal.check_id)
        .await?
        .ok_or_else(|| DeskError::not_found("check", refusal.check_id))?;
    let reason: RefusalReason = word(&refusal.reason)?;
    let possible = check.session_id == session
        && match after.kind {
            AfterRefusal::Replacement => allows_replacement(reason),
            AfterRefusal::Exception => act
                .tx
                .exception_of(refusal.id)
                .await?
                .is_some_and(|row| row.approved == Some(true) && row.tag_id.is_none()),
        };
    if possible { Ok(check) } else { Err(DeskError::AfterNotPossible {}) }
}

/// `gate.list`
///
/// # Errors
/// [`DeskError`] when the database is lost.
pub async fn list(act: &mut Reading, _: Nothing) -> Result<CheckList, DeskError> {
    let mut checks = Vec::new();
    for row in act.tx.checks_open().await? {
        checks.push(shown::check_card(act, &row).await?);
    }
    let (from, until) = act.zone.day_bounds(act.today());
    let mut refused = Vec::new();
    for row in act.tx.checks_between(from, until).await?.into_iter().rev() {
        if row.state == CheckState::Refused.as_str() {
            refused.push(shown::check_card(act, &row).await?);
        }
    }
    let asker = act.asker()?.id;
    let last_closed = match act.tx.last_closed_check(asker).await? {
        Some(row) => Some(shown::check_view(act, &row).await?),
        None => None,
    };
    Ok(CheckList { checks, refused, last_closed })
}

/// `gate.view`
///
/// # Errors
/// [`DeskError::NotFound`].
pub async fn view(act: &mut Reading, request: CheckChoice) -> Result<CheckView, DeskError> {
    let id = request.check_id;
    let row = act.tx.check(id.uuid()).await?.ok_or_else(|| DeskError::not_found("check", id))?;
    shown::check_view(act, &row).await
}

/// `gate.abandon`
///
/// # Errors
/// [`DeskError::CheckClosed`] when it was decided before; [`DeskError::CheckHeldByOther`].
pub async fn abandon(act: &mut Writing, form: AbandonForm) -> Result<CheckView, DeskError> {
    let row = held(act, form.check_id).await?;
    let reason = note_text(act, "reason", &form.reason, 2, 200).await?;
    let now = act.now;
    let reason = act.seal(fields::CHECK_CLOSED, row.id, &reason)?;
    act.tx.close_check(row.id, CheckState::Abandoned.as_str(), now, &reason).await?;
    act.concerns("check", form.check_id);
    changed(act, form.check_id).await
}

/// `gate.pause`
///
/// # Errors
/// [`DeskError::CheckHeldByOther`], [`DeskError::CheckPaused`], [`DeskError::CheckClosed`].
pub async fn pause(act: &mut Writing, form: AbandonForm) -> Result<CheckView, DeskError> {
    let row = held(act, form.check_id).await?;
    let reason = note_text(act, "reason", &form.reason, 2, 200).await?;
    let (now, asker) = (act.now, act.asker()?.id);
    let note = act.seal(fields::CHECK_PAUSED, row.id, &reason)?;
    act.tx.pause_check(row.id, now, &note).await?;
    let reason = act.seal(fields::MOVE_REASON, row.id, &reason)?;
    act.tx.add_move(row.id, &moved("paused", reason, row.lane, now), asker).await?;
    act.concerns("check", form.check_id);
    changed(act, form.check_id).await
}

/// `gate.take`
///
/// # Errors
/// [`DeskError::CheckClosed`] when it was decided before; [`DeskError::WrongField`] for a lane that
/// cannot be.
pub async fn take(act: &mut Writing, form: TakeForm) -> Result<CheckView, DeskError> {
    let lane = lane_name(&form.lane)?;
    let row = to_change(act, form.check_id).await?;
    if row.closed_at.is_some() {
        return Err(DeskError::CheckClosed { state: row.state });
    }
    let (now, asker) = (act.now, act.asker()?.id);
    loop {
        let place = if lane == row.lane { row.place } else { act.tx.free_place(&lane).await? };
        if act.tx.take_check(row.id, asker, &lane, place).await? {
            break;
        }
    }
    act.note("from", row.holder_code.clone());
    act.tx.add_move(row.id, &moved("taken", Sealed::default(), lane, now), asker).await?;
    act.concerns("check", form.check_id);
    changed(act, form.check_id).await
}

fn moved(kind: &str, reason: Sealed, lane: String, at: chrono::DateTime<chrono::Utc>) -> MoveRow {
    MoveRow { kind: kind.to_owned(), reason, lane, at, operator_name: String::new() }
}
