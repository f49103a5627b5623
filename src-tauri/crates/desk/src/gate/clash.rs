//! What supervision is told of and nobody decides at the gate: one person for two companies
//! (招标投标法实施条例 art. 40), a company name near to another one, a fever reading corrected away.

use bidhall_rules::clashes::ClashKind;
use bidhall_store::checks::CheckRow;
use bidhall_store::questionnaires::ClashRow;
use uuid::Uuid;

use crate::DeskError;
use crate::act::Writing;

/// Notes something once for a check and the check it is found beside.
pub(super) async fn note(
    act: &mut Writing,
    check: Uuid,
    kind: ClashKind,
    other: Option<Uuid>,
) -> Result<(), DeskError> {
    let kind = kind.as_str();
    if act.tx.clashes_of(check).await?.iter().any(|row| row.kind == kind && row.other_check_id == other) {
        return Ok(());
    }
    let row = ClashRow { check_id: check, kind: kind.to_owned(), other_check_id: other, at: act.now };
    Ok(act.tx.add_clash(&row).await?)
}

/// Notes every check of today at which the same person came for another company. The clerk is told
/// nothing of it.
pub(super) async fn note_same_person(act: &mut Writing, check: &CheckRow) -> Result<(), DeskError> {
    let (Some(person), Some(company)) = (check.person_id, check.company_id) else { return Ok(()) };
    let (from, until) = act.zone.day_bounds(act.today());
    for earlier in act.tx.checks_of_person(person, from, until).await? {
        if earlier.id != check.id && earlier.company_id.is_some_and(|other| other != company) {
            note(act, check.id, ClashKind::PersonForTwoCompanies, Some(earlier.id)).await?;
        }
    }
    Ok(())
}
