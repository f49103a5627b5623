//! Refusing a person. The bid is never refused with them: every refusal offers the hand-over of the
//! documents at the gate and a replacement delegate (招标投标法实施条例 art. 36).

use bidhall_rules::entry_check::{CheckState, EntryStep, RefusalReason, StepDecision, StepOutcome};
use bidhall_rules::ids::{CheckId, RefusalId};
use bidhall_rules::refusals::{FollowUpKind, due_at};
use bidhall_rules::secrecy::guard_free_text;
use bidhall_store::checks::CheckRow;
use bidhall_store::refusals::{FollowUpRow, RefusalRow};
use uuid::Uuid;

use super::steps::{record_step, step_error};
use super::{CheckView, FollowUpForm, RefusalForm, changed, note_text, to_change, view};
use crate::DeskError;
use crate::act::Writing;

/// `gate.refuse`
///
/// # Errors
/// [`DeskError::CheckClosed`] when it was decided before; [`DeskError::WrongField`] for a reason that
/// does not belong to the step that is due.
pub async fn refuse(act: &mut Writing, form: RefusalForm) -> Result<CheckView, DeskError> {
    let row = to_change(act, form.check_id).await?;
    let note = note_text(act, "note", &form.note, 0, 200).await?;
    let (check, _, _) = view::entry_check(act, &row).await?;
    act.concerns("check", form.check_id);
    if let StepDecision::Refuse { step, reason, .. } = check.refuse(form.reason).map_err(step_error)? {
        record_refusal(act, &row, step, reason, note, None).await?;
    }
    changed(act, form.check_id).await
}

/// Writes the refused step, the case, and closes the check; later steps stay untouched.
pub(super) async fn record_refusal(
    act: &mut Writing,
    row: &CheckRow,
    step: EntryStep,
    reason: RefusalReason,
    note: String,
    blocking: Option<Uuid>,
) -> Result<(), DeskError> {
    record_step(act, row, step, StepOutcome::Refused, None).await?;
    let now = act.now;
    let refusal = RefusalRow {
        id: RefusalId::new(now, &mut act.chance).uuid(),
        check_id: row.id,
        reason: reason.as_str().to_owned(),
        step_no: i32::from(step.number()),
        at: now,
        operator_id: act.asker()?.id,
        gate_version: row.gate_version,
        due_at: due_at(reason, now),
        note,
        blocking_tag_id: blocking,
    };
    act.tx.add_refusal(&refusal).await?;
    act.tx.close_check(row.id, CheckState::Refused.as_str(), now, "").await?;
    act.note("refused", reason.as_str());
    Ok(())
}

/// `gate.follow_up`
///
/// # Errors
/// [`DeskError::NotFound`]; [`DeskError::WrongField`] when a hand-over lacks the state of the seals.
pub async fn follow_up(act: &mut Writing, form: FollowUpForm) -> Result<CheckView, DeskError> {
    let id = form.refusal_id;
    let refusal = act.tx.refusal(id.uuid()).await?.ok_or_else(|| DeskError::not_found("refusal", id))?;
    let hand_over = form.kind == FollowUpKind::DocumentHandOver;
    if hand_over != form.seal_state.is_some() {
        return Err(DeskError::field("sealState", "given for documents handed over, and only for them"));
    }
    let recipient = form.recipient.trim();
    if !(1..=60).contains(&recipient.chars().count()) || recipient.chars().any(char::is_control) {
        return Err(DeskError::field("recipient", "1 to 60 characters"));
    }
    let note = form.note.trim();
    if note.chars().count() > 300 || note.chars().any(|c| c.is_control() && c != '\n') {
        return Err(DeskError::field("note", "at most 300 characters"));
    }
    // Whom it concerns may stand here and is sealed with the person; how many there are may not.
    for (field, text) in [("recipient", recipient), ("note", note)] {
        guard_free_text(text, &[]).map_err(|_| DeskError::TextNamesBidders { field: field.to_owned() })?;
    }
    let now = act.now;
    let asker = act.asker()?.clone();
    let row = FollowUpRow {
        id: RefusalId::new(now, &mut act.chance).uuid(),
        refusal_id: refusal.id,
        kind: form.kind.as_str().to_owned(),
        at: now,
        operator_id: asker.id,
        operator_name: asker.name,
        recipient: recipient.to_owned(),
        note: note.to_owned(),
        seal_state: form.seal_state.map(|state| state.as_str().to_owned()),
    };
    act.tx.add_follow_up(&row).await?;
    act.concerns("refusal", id);
    act.note("followUp", form.kind.as_str());
    changed(act, CheckId::from_uuid(refusal.check_id)).await
}
