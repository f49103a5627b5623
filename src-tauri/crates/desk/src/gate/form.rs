//! Step 5: the questionnaire, and with it who the person is and whom they come for.

use bidhall_rules::company::{CompanyKey, CreditCode};
use bidhall_rules::entry_check::RefusalReason;
use bidhall_rules::identity::IdentityDocument;
use bidhall_rules::ids::{CompanyId, PersonId};
use bidhall_rules::phone::PhoneNumber;
use bidhall_rules::sessions::AttendanceRole;
use bidhall_rules::settings::{GateSettings, HeadScope};
use bidhall_store::checks::CheckRow;
use bidhall_store::persons::{CompanyRow, PersonRow};
use chrono::NaiveDate;
use uuid::Uuid;

use super::Questionnaire;
use crate::DeskError;
use crate::act::Writing;

/// The lane whose people are led apart from the others.
const KEY_REGION_LANE: &str = "C";

/// What the verification found.
pub(super) enum Verified {
    /// Nothing stands in the way.
    Clear,
    /// A rule stands in the way, perhaps because of an earlier tag.
    Refused { reason: RefusalReason, blocking: Option<Uuid> },
}

/// Verifies the questionnaire and notes who the person is.
pub(super) async fn verify(
    act: &mut Writing,
    row: &CheckRow,
    settings: &GateSettings,
    form: &Questionnaire,
) -> Result<Verified, DeskError> {
    complete(form)?;
    let document = IdentityDocument::parse(form.document_kind, &form.document_number)
        .map_err(|error| DeskError::DocumentNumber { problem: DeskError::problem(&error) })?;
    let phone = PhoneNumber::parse(&form.phone)
        .map_err(|error| DeskError::PhoneNumber { problem: DeskError::problem(&error) })?;
    let now = act.now;
    let person = PersonRow {
        id: PersonId::new(now, &mut act.chance).uuid(),
        document_kind: document.kind().as_str().to_owned(),
        document_number: document.number().to_owned(),
        name: form.name.trim().to_owned(),
        phone: phone.as_str().to_owned(),
        residence: form.residence.trim().to_owned(),
    };
    let person = act.tx.person_with_document(&person).await?;
    let company = company(act, form).await?;
    let role = form.role;
    let company_name = form.company.as_deref().map(str::trim).filter(|name| !name.is_empty());
    let identified = CheckRow {
        role: Some(role.as_str().to_owned()),
        person_id: Some(person.id),
        person_name: Some(form.name.trim().to_owned()),
        company_id: company,
        company_name: company_name.map(str::to_owned),
        key_region_stay: Some(form.key_region_stay),
        ..row.clone()
    };
    act.tx.identify_check(&identified).await?;

    let day = act.today();
    if let Some(tag) = act.tx.valid_tag_of_person(person.id, day).await? {
        return Ok(refused(RefusalReason::PersonAlreadyInside, Some(tag.id)));
    }
    if let (Some(company), Some(limit)) = (company, settings.head_limits.of(role)) {
        let scope = scope(settings.head_scope, day, row.session_id);
        let inside = act.tx.heads_inside(company, &scope, role.as_str()).await?;
        if inside >= i64::from(limit) {
            if role != AttendanceRole::Bidder {
                return Ok(refused(RefusalReason::HeadLimit, None));
            }
            let tag = act.tx.valid_tag_of_company(company, &scope).await?;
            return Ok(refused(RefusalReason::CompanyAlreadyInside, tag.map(|tag| tag.id)));
        }
    }
    if form.key_region_stay && row.lane != KEY_REGION_LANE {
        return Ok(refused(RefusalReason::KeyRegionStay, None));
    }
    Ok(Verified::Clear)
}

fn refused(reason: RefusalReason, blocking: Option<Uuid>) -> Verified {
    Verified::Refused { reason, blocking }
}

/// What "one company, one person" counts within.
pub(super) fn scope(scope: HeadScope, day: NaiveDate, session: Uuid) -> String {
    match scope {
        HeadScope::Day => day.to_string(),
        HeadScope::Session => format!("{day} {session}"),
    }
}

/// Names everything that is missing at once.
fn complete(form: &Questionnaire) -> Result<(), DeskError> {
    let needs_company =
        matches!(form.role, AttendanceRole::Bidder | AttendanceRole::Tenderer | AttendanceRole::Agency);
    let company = form.company.as_deref().unwrap_or_default();
    let mut missing = Vec::new();
    for (field, text, most, needed) in [
        ("name", form.name.as_str(), 60, true),
        ("documentNumber", form.document_number.as_str(), 30, true),
        ("phone", form.phone.as_str(), 30, true),
        ("residence", form.residence.as_str(), 60, true),
        ("company", company, 100, needs_company),
    ] {
        let length = text.trim().chars().count();
        if length > most || text.chars().any(char::is_control) {
            return Err(DeskError::field(&format!("input.{field}"), format!("at most {most} characters")));
        }
        if needed && length == 0 {
            missing.push(field.to_owned());
        }
    }
    if !form.pledged {
        missing.push("pledged".to_owned());
    }
    if missing.is_empty() { Ok(()) } else { Err(DeskError::FormIncomplete { missing }) }
}

async fn company(act: &mut Writing, form: &Questionnaire) -> Result<Option<Uuid>, DeskError> {
    let code = form.credit_code.as_deref().map(str::trim).filter(|code| !code.is_empty());
    let code = code
        .map(CreditCode::parse)
        .transpose()
        .map_err(|error| DeskError::CreditCode { problem: DeskError::problem(&error) })?;
    let name = form.company.as_deref().map(str::trim).unwrap_or_default();
    if name.is_empty() {
        return Ok(None);
    }
    let Some(key) = CompanyKey::of(code.as_ref(), name) else { return Ok(None) };
    let now = act.now;
    let row = CompanyRow {
        id: CompanyId::new(now, &mut act.chance).uuid(),
        company_key: key.as_str().to_owned(),
        name: name.to_owned(),
        credit_code: code.map(|code| code.as_str().to_owned()),
    };
    Ok(Some(act.tx.company_known_as(&row).await?.id))
}
