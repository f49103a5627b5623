//! Exceptions to the number of heads: asked for at the gate with a ground, decided by a second person
//! whose role allows it, used once.

use bidhall_rules::entry_check::RefusalReason;
use bidhall_rules::ids::{CheckId, ExceptionId, RefusalId};
use bidhall_rules::refusals::{AfterRefusal, may_be_excepted};
use bidhall_rules::sealing::Opening;
use bidhall_rules::sessions::AttendanceRole;
use bidhall_store::checks::CheckRow;
use bidhall_store::exceptions::ExceptionRow;
use chrono::{DateTime, NaiveDate, Utc};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;
use uuid::Uuid;

use super::{CheckView, changed, find_refusal, note_text};
use crate::DeskError;
use crate::act::{Reading, Writing, word};
use crate::seals::fields;

/// Asks for an exception.
#[derive(Debug, Clone, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ExceptionForm {
    /// The refused case.
    pub refusal_id: RefusalId,
    /// On what ground, 4 to 200 characters.
    pub ground: String,
}

/// Decides a request.
#[derive(Debug, Clone, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ExceptionDecision {
    /// The request.
    pub exception_id: ExceptionId,
    /// Whether the exception is granted.
    pub approve: bool,
    /// Anything else, at most 200 characters.
    pub note: String,
}

/// Which day.
#[derive(Debug, Clone, Copy, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ExceptionDay {
    /// The day.
    pub day: NaiveDate,
}

/// How a request was decided.
#[derive(Debug, Clone, Serialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase")]
pub struct DecisionView {
    /// Whether it was granted.
    pub approved: bool,
    /// By whom.
    pub by: String,
    /// When.
    pub at: DateTime<Utc>,
    /// What was added.
    pub note: String,
}

/// A request, without the name of the person.
#[derive(Debug, Clone, Serialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase")]
pub struct ExceptionView {
    /// Id.
    pub id: ExceptionId,
    /// The refused case.
    pub refusal_id: RefusalId,
    /// The session.
    pub session_code: String,
    /// Where the person was checked.
    pub slot: String,
    /// In which capacity the person came.
    pub role: AttendanceRole,
    /// Why they were refused.
    pub reason: RefusalReason,
    /// On what ground an exception is asked for.
    pub ground: String,
    /// Who asked.
    pub requested_by: String,
    /// When.
    pub requested_at: DateTime<Utc>,
    /// How it was decided.
    pub decision: Option<DecisionView>,
    /// Whether a tag was issued under it.
    pub used: bool,
    /// Whether who looks is who asked.
    pub mine: bool,
}

/// The requests of a day.
#[derive(Debug, Clone, Serialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase")]
pub struct ExceptionList {
    /// By time.
    pub exceptions: Vec<ExceptionView>,
}

/// `gate.exception.request`
///
/// # Errors
/// [`DeskError::ExceptionNotPossible`] for a case that is no matter of heads, or has a request already.
pub async fn request_exception(act: &mut Writing, form: ExceptionForm) -> Result<CheckView, DeskError> {
    let id = form.refusal_id;
    let refusal = find_refusal(act, id).await?;
    let reason: RefusalReason = word(&refusal.reason)?;
    let ground = note_text(act, "ground", &form.ground, 4, 200).await?;
    let check = act
        .tx
        .check(refusal.check_id)
        .await?
        .ok_or_else(|| DeskError::not_found("check", refusal.check_id))?;
    let impossible = DeskError::ExceptionNotPossible { reason };
    let Some(person_id) = check.person_id.filter(|_| may_be_excepted(reason)) else { return Err(impossible) };
    let asker = act.asker()?.clone();
    let exception = ExceptionId::new(act.base.now, &mut act.chance).uuid();
    let row = ExceptionRow {
        id: exception,
        refusal_id: refusal.id,
        person_id,
        ground: act.seal(fields::EXCEPTION_GROUND, exception, &ground)?,
        requested_by: asker.id,
        requester_name: asker.name,
        at: act.now,
        approved: None,
        decider_name: None,
        decision_note: None,
        decided_at: None,
        tag_id: None,
    };
    if !act.tx.add_exception(&row).await? {
        return Err(impossible);
    }
    act.concerns("refusal", id);
    changed(act, CheckId::from_uuid(check.id)).await
}

/// `gate.exception.decide`
///
/// # Errors
/// [`DeskError::OwnException`] when who asked would decide; [`DeskError::ExceptionDecided`].
pub async fn decide_exception(
    act: &mut Writing,
    form: ExceptionDecision,
) -> Result<ExceptionView, DeskError> {
    let id = form.exception_id;
    let row = act.tx.exception(id.uuid()).await?.ok_or_else(|| DeskError::not_found("exception", id))?;
    let note = note_text(act, "note", &form.note, 0, 200).await?;
    let (now, asker) = (act.now, act.asker()?.id);
    if row.requested_by == asker {
        return Err(DeskError::OwnException {});
    }
    let note = act.seal(fields::EXCEPTION_NOTE, id, &note)?;
    if !act.tx.decide_exception(&row, form.approve, asker, &note, now).await? {
        return Err(DeskError::ExceptionDecided {});
    }
    act.concerns("exception", id);
    act.note("approved", form.approve);
    let row = act.tx.exception(id.uuid()).await?.ok_or_else(|| DeskError::not_found("exception", id))?;
    exception_view(act, row).await
}

/// `gate.exceptions`
///
/// # Errors
/// [`DeskError`] when the database is lost.
pub async fn list_exceptions(act: &mut Reading, request: ExceptionDay) -> Result<ExceptionList, DeskError> {
    let (from, until) = act.zone.day_bounds(request.day);
    let mut exceptions = Vec::new();
    for row in act.tx.exceptions_between(from, until).await? {
        exceptions.push(exception_view(act, row).await?);
    }
    Ok(ExceptionList { exceptions })
}

/// The approved exception a check may use: of the case it follows, for the same person, not used.
pub(super) async fn approved_for(act: &mut Reading, check: &CheckRow) -> Result<Option<Uuid>, DeskError> {
    let (Some(refusal), Some(kind)) = (check.after_refusal_id, check.after_kind.as_deref()) else {
        return Ok(None);
    };
    if word::<AfterRefusal>(kind)? != AfterRefusal::Exception {
        return Ok(None);
    }
    let row = act.tx.exception_of(refusal).await?;
    Ok(row
        .filter(|row| row.approved == Some(true) && row.tag_id.is_none())
        .filter(|row| check.person_id == Some(row.person_id))
        .map(|row| row.id))
}

pub(super) async fn exception_view(act: &mut Reading, row: ExceptionRow) -> Result<ExceptionView, DeskError> {
    let missing = || DeskError::not_found("refusal", row.refusal_id);
    let refusal = find_refusal(act, RefusalId::from_uuid(row.refusal_id)).await?;
    let check = act.tx.check(refusal.check_id).await?.ok_or_else(missing)?;
    let session = act.tx.session(check.session_id).await?.ok_or_else(missing)?;
    let decision = match (row.approved, row.decider_name, row.decided_at) {
        (Some(approved), Some(by), Some(at)) => {
            let note = row.decision_note.as_ref();
            let note = act.open_some(fields::EXCEPTION_NOTE, row.id, note, Opening::Supervision)?;
            Some(DecisionView { approved, by, at, note: note.unwrap_or_default() })
        }
        _ => None,
    };
    Ok(ExceptionView {
        id: ExceptionId::from_uuid(row.id),
        refusal_id: RefusalId::from_uuid(row.refusal_id),
        session_code: session.code,
        slot: format!("{}{}", check.lane, check.place),
        role: check.role.as_deref().map(word).transpose()?.unwrap_or(AttendanceRole::Staff),
        reason: word(&refusal.reason)?,
        ground: act.open(fields::EXCEPTION_GROUND, row.id, &row.ground, Opening::Supervision)?,
        requested_by: row.requester_name,
        requested_at: row.at,
        decision,
        used: row.tag_id.is_some(),
        mine: act.asker.as_ref().is_some_and(|asker| asker.id == row.requested_by),
    })
}
