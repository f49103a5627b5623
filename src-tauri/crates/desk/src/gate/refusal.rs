//! Refusing a person. The bid is never refused with them: every refusal offers the hand-over of the
//! documents at the gate and a replacement delegate (招标投标法实施条例 art. 36).

use bidhall_rules::entry_check::{CheckState, EntryStep, RefusalReason, StepDecision, StepOutcome};
use bidhall_rules::ids::{CheckId, FollowUpId, RefusalId};
use bidhall_rules::phone::PhoneNumber;
use bidhall_rules::refusals::{FollowUpKind, due_at};
use bidhall_rules::secrecy::guard_free_text;
use bidhall_store::Sealed;
use bidhall_store::refusals::{FollowUpRow, RefusalRow, ShortIdentityRow};
use uuid::Uuid;

use super::steps::{Standing, record_step, step_error};
use super::{
    CheckView, FollowUpForm, ReceiptForm, RefusalForm, ShortIdentityForm, changed, find_refusal, held,
    note_text, plain_text, shown,
};
use crate::DeskError;
use crate::act::Writing;
use crate::seals::fields;

/// `gate.refuse`
///
/// # Errors
/// [`DeskError::CheckClosed`] when it was decided before; [`DeskError::WrongField`] for a reason that
/// does not belong to the step that is due.
pub async fn refuse(act: &mut Writing, form: RefusalForm) -> Result<CheckView, DeskError> {
    let row = held(act, form.check_id).await?;
    let note = note_text(act, "note", &form.note, 0, 200).await?;
    let (check, _) = shown::entry_check(act, &row).await?;
    let settings = act.gate_settings_of(row.gate_version).await?;
    let standing = Standing { row, check, settings };
    act.concerns("check", form.check_id);
    let refusal = standing.check.refuse(form.reason).map_err(step_error)?;
    if let StepDecision::Refuse { step, reason, .. } = refusal {
        record_refusal(act, &standing, step, reason, note, None).await?;
    }
    changed(act, form.check_id).await
}

/// Writes the refused step, the case, and closes the check; later steps stay untouched.
pub(super) async fn record_refusal(
    act: &mut Writing,
    standing: &Standing,
    step: EntryStep,
    reason: RefusalReason,
    note: String,
    blocking: Option<Uuid>,
) -> Result<(), DeskError> {
    record_step(act, standing, step, StepOutcome::Refused, None).await?;
    let row = &standing.row;
    let now = act.now;
    let id = RefusalId::new(now, &mut act.chance).uuid();
    let note = act.seal(fields::REFUSAL_NOTE, id, &note)?;
    let refusal = RefusalRow {
        id,
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
    act.tx.close_check(row.id, CheckState::Refused.as_str(), now, &Sealed::default()).await?;
    act.note("refused", reason.as_str());
    Ok(())
}

/// `gate.follow_up`
///
/// # Errors
/// [`DeskError::NotFound`]; [`DeskError::WrongField`] when a hand-over lacks the state of the seals, or
/// for a kind that is recorded another way.
pub async fn follow_up(act: &mut Writing, form: FollowUpForm) -> Result<CheckView, DeskError> {
    let id = form.refusal_id;
    let refusal = find_refusal(act, id).await?;
    let hand_over = form.kind == FollowUpKind::DocumentHandOver;
    if hand_over != form.seal_state.is_some() {
        return Err(DeskError::field("sealState", "given for documents handed over, and only for them"));
    }
    if form.kind == FollowUpKind::ShortIdentity {
        return Err(DeskError::field("kind", "the short identity has a form of its own"));
    }
    let recipient = sealed_text("recipient", &form.recipient, 1, 60)?;
    let note = sealed_text("note", &form.note, 0, 300)?;
    let mut row = new_follow_up(act, refusal.id, form.kind, &recipient, &note)?;
    row.seal_state = form.seal_state.map(|state| state.as_str().to_owned());
    act.tx.add_follow_up(&row).await?;
    act.concerns("refusal", id);
    act.note("followUp", form.kind.as_str());
    changed(act, CheckId::from_uuid(refusal.check_id)).await
}

/// Something done now for a refused person, without a receipt.
pub(super) fn new_follow_up(
    act: &mut Writing,
    refusal: Uuid,
    kind: FollowUpKind,
    recipient: &str,
    note: &str,
) -> Result<FollowUpRow, DeskError> {
    let asker = act.asker()?.clone();
    let id = FollowUpId::new(act.base.now, &mut act.chance).uuid();
    Ok(FollowUpRow {
        id,
        refusal_id: refusal,
        kind: kind.as_str().to_owned(),
        at: act.now,
        operator_id: asker.id,
        operator_name: asker.name,
        recipient: act.seal(fields::FOLLOW_UP_RECIPIENT, id, recipient)?,
        note: act.seal(fields::FOLLOW_UP_NOTE, id, note)?,
        seal_state: None,
        received_by: None,
        receipt_note: None,
        receipt_at: None,
        receipt_operator: None,
    })
}

/// `gate.short_identity`: a fever stops a person before the questionnaire; without a name and a phone
/// nobody can be notified.
///
/// # Errors
/// [`DeskError::NotFound`]; [`DeskError::PhoneNumber`]; [`DeskError::WrongField`].
pub async fn short_identity(act: &mut Writing, form: ShortIdentityForm) -> Result<CheckView, DeskError> {
    let id = form.refusal_id;
    let refusal = find_refusal(act, id).await?;
    let phone = PhoneNumber::parse(&form.phone)
        .map_err(|error| DeskError::PhoneNumber { problem: DeskError::problem(&error) })?;
    let name = sealed_text("name", &form.name, 1, 60)?;
    let unit = sealed_text("unit", &form.unit, 0, 100)?;
    let town = sealed_text("town", &form.town, 0, 60)?;
    if unit.is_empty() && town.is_empty() {
        return Err(DeskError::field("unit", "the unit or the town, so that one of them can be notified"));
    }
    let row = ShortIdentityRow {
        refusal_id: refusal.id,
        name: act.seal(fields::SHORT_NAME, refusal.id, &name)?,
        unit: act.seal(fields::SHORT_UNIT, refusal.id, &unit)?,
        town: act.seal(fields::SHORT_TOWN, refusal.id, &town)?,
        phone: act.seal(fields::SHORT_PHONE, refusal.id, phone.as_str())?,
        at: act.now,
    };
    let asker = act.asker()?.id;
    act.tx.add_short_identity(&row, asker).await?;
    let taken_down = new_follow_up(act, refusal.id, FollowUpKind::ShortIdentity, &name, "")?;
    act.tx.add_follow_up(&taken_down).await?;
    act.concerns("refusal", id);
    act.note("followUp", FollowUpKind::ShortIdentity.as_str());
    changed(act, CheckId::from_uuid(refusal.check_id)).await
}

/// `gate.receipt`
///
/// # Errors
/// [`DeskError::NotFound`]; [`DeskError::ReceiptRecorded`] when there is one already.
pub async fn receipt(act: &mut Writing, form: ReceiptForm) -> Result<CheckView, DeskError> {
    let id = form.follow_up_id;
    let refusal =
        act.tx.refusal_of_follow_up(id.uuid()).await?.ok_or_else(|| DeskError::not_found("follow_up", id))?;
    let received_by = sealed_text("receivedBy", &form.received_by, 1, 60)?;
    let note = sealed_text("note", &form.note, 0, 300)?;
    let (now, asker) = (act.now, act.asker()?.id);
    let received_by = act.seal(fields::RECEIVED_BY, id, &received_by)?;
    let note = act.seal(fields::RECEIPT_NOTE, id, &note)?;
    if !act.tx.add_receipt(id.uuid(), &received_by, &note, now, asker).await? {
        return Err(DeskError::ReceiptRecorded {});
    }
    act.concerns("refusal", RefusalId::from_uuid(refusal.id));
    act.note("receipt", id.to_string());
    changed(act, CheckId::from_uuid(refusal.check_id)).await
}

/// Whom it concerns may stand in such a text, which is sealed with the person; how many there are may
/// not.
fn sealed_text(field: &str, text: &str, least: usize, most: usize) -> Result<String, DeskError> {
    let text = plain_text(field, text, least, most)?;
    guard_free_text(&text, &[]).map_err(|_| DeskError::TextNamesBidders { field: field.to_owned() })?;
    Ok(text)
}
