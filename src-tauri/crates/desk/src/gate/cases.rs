//! Showing a refused person's case. Until the opening it names nobody.

use bidhall_rules::entry_check::{EntryStep, RefusalReason};
use bidhall_rules::ids::{FollowUpId, RefusalId};
use bidhall_rules::refusals::{AfterRefusal, FollowUpKind, offers, outstanding};
use bidhall_rules::sealing::Opening;
use bidhall_store::Sealed;
use bidhall_store::checks::CheckRow;
use bidhall_store::refusals::{FollowUpRow, RefusalRow, ShortIdentityRow};
use uuid::Uuid;

use super::exceptions::exception_view;
use super::view::{EarlierTag, FollowUpView, ReceiptView, RefusalView, ReplacementView, ShortIdentityView};
use crate::DeskError;
use crate::act::{Reading, word};
use crate::seals::{Field, fields};

/// The case of a refused check, and the tag that stood in the way.
pub(super) async fn refusal_view(
    act: &mut Reading,
    check: &CheckRow,
    open: bool,
) -> Result<(Option<RefusalView>, Option<EarlierTag>), DeskError> {
    let Some(row) = act.tx.refusal_of_check(check.id).await? else { return Ok((None, None)) };
    let (reason, follow_ups) = follow_ups(act, &row, open).await?;
    let earlier = match row.blocking_tag_id {
        Some(id) => act.tx.tag(id).await?.map(|tag| EarlierTag {
            lane: tag.lane,
            at: tag.issued_at,
            operator: tag.operator_name,
        }),
        None => None,
    };
    let short = act.tx.short_identity(row.id).await?;
    let identified = check.person_id.is_some() || short.is_some();
    let exception = match act.tx.exception_of(row.id).await? {
        Some(exception) => Some(exception_view(act, exception).await?),
        None => None,
    };
    let replacement = replacement(act, &row).await?;
    let number = u8::try_from(row.step_no).unwrap_or_default();
    let view = RefusalView {
        id: RefusalId::from_uuid(row.id),
        reason,
        step: EntryStep::from_number(number).ok_or_else(|| DeskError::not_found("step", number))?,
        at: row.at,
        settings_version: row.gate_version,
        offers: offers().to_vec(),
        outstanding: owed(reason, identified, &follow_ups),
        due_at: row.due_at,
        note: open_when(act, open, fields::REFUSAL_NOTE, row.id, &row.note)?,
        follow_ups,
        identified,
        short_identity: short.filter(|_| open).map(|row| short_view(act, &row)).transpose()?,
        exception,
        replacement,
    };
    Ok((Some(view), earlier))
}

fn short_view(act: &Reading, row: &ShortIdentityRow) -> Result<ShortIdentityView, DeskError> {
    let open = |field: Field, seal: &Sealed| act.open(field, row.refusal_id, seal, Opening::AfterOpening);
    Ok(ShortIdentityView {
        name: open(fields::SHORT_NAME, &row.name)?,
        unit: open(fields::SHORT_UNIT, &row.unit)?,
        town: open(fields::SHORT_TOWN, &row.town)?,
        phone: open(fields::SHORT_PHONE, &row.phone)?,
    })
}

/// A text that is not even opened before the session's opening.
fn open_when(
    act: &Reading,
    open: bool,
    field: Field,
    row: Uuid,
    seal: &Sealed,
) -> Result<Option<String>, DeskError> {
    act.open_some(field, row, Some(seal).filter(|_| open), Opening::AfterOpening)
}

/// What is still to be done for a case; a person whose questionnaire was reached need not be taken down
/// again.
fn owed(reason: RefusalReason, identified: bool, follow_ups: &[FollowUpView]) -> Vec<FollowUpKind> {
    let done: Vec<FollowUpKind> = follow_ups.iter().map(|follow_up| follow_up.kind).collect();
    let mut owed = outstanding(reason, &done);
    owed.retain(|kind| !(identified && *kind == FollowUpKind::ShortIdentity));
    owed
}

/// The reason of a case and what was done, for a list that shows no more.
pub(super) async fn outstanding_of(
    act: &mut Reading,
    row: &RefusalRow,
    check: &CheckRow,
) -> Result<(RefusalReason, Vec<FollowUpKind>), DeskError> {
    let (reason, follow_ups) = follow_ups(act, row, false).await?;
    let identified = check.person_id.is_some() || act.tx.short_identity(row.id).await?.is_some();
    Ok((reason, owed(reason, identified, &follow_ups)))
}

async fn follow_ups(
    act: &mut Reading,
    row: &RefusalRow,
    open: bool,
) -> Result<(RefusalReason, Vec<FollowUpView>), DeskError> {
    let rows = act.tx.follow_ups_of(row.id).await?;
    let views = rows.into_iter().map(|row| follow_up_view(act, row, open)).collect::<Result<_, _>>()?;
    Ok((word(&row.reason)?, views))
}

fn follow_up_view(act: &Reading, row: FollowUpRow, open: bool) -> Result<FollowUpView, DeskError> {
    let receipt = match (row.received_by, row.receipt_at, row.receipt_operator) {
        (Some(by), Some(at), Some(operator)) => Some(ReceiptView {
            received_by: open_when(act, open, fields::RECEIVED_BY, row.id, &by)?,
            note: open_when(act, open, fields::RECEIPT_NOTE, row.id, &row.receipt_note.unwrap_or_default())?,
            at,
            operator,
        }),
        _ => None,
    };
    Ok(FollowUpView {
        id: FollowUpId::from_uuid(row.id),
        kind: word(&row.kind)?,
        at: row.at,
        operator: row.operator_name,
        recipient: open_when(act, open, fields::FOLLOW_UP_RECIPIENT, row.id, &row.recipient)?,
        note: open_when(act, open, fields::FOLLOW_UP_NOTE, row.id, &row.note)?,
        seal_state: row.seal_state.as_deref().map(word).transpose()?,
        receipt,
    })
}

async fn replacement(act: &mut Reading, row: &RefusalRow) -> Result<Option<ReplacementView>, DeskError> {
    for check in act.tx.checks_after(row.id).await? {
        let kind: Option<AfterRefusal> = check.after_kind.as_deref().map(word).transpose()?;
        if kind == Some(AfterRefusal::Replacement) {
            return Ok(Some(ReplacementView {
                state: word(&check.state)?,
                slot: format!("{}{}", check.lane, check.place),
            }));
        }
    }
    Ok(None)
}
