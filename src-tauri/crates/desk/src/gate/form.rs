//! Step 5: the questionnaire, and with it who the person is and whom they come for.

use bidhall_rules::admission::{AdmissionFacts, admit};
use bidhall_rules::clashes::ClashKind;
use bidhall_rules::entry_check::RefusalReason;
use bidhall_rules::ids::PersonId;
use bidhall_rules::questionnaire::{AnswerFault, AnswerField, Answers, Examined, Found, examine};
use bidhall_rules::refusals::AfterRefusal;
use bidhall_rules::sealing::Opening;
use bidhall_rules::sessions::AttendanceRole;
use bidhall_rules::settings::HeadScope;
use bidhall_store::Sealed;
use bidhall_store::checks::CheckRow;
use chrono::NaiveDate;
use uuid::Uuid;

use super::clash;
use super::companies::{Resolved, resolve};
use super::exceptions::approved_for;
use super::identity::{self, Person, meet};
use super::in_the_way::{InTheWay, in_the_way};
use super::steps::Standing;
use crate::DeskError;
use crate::act::Writing;
use crate::seals::fields;

/// What handing the questionnaire in led to.
pub(super) enum HandedIn {
    /// Nothing stands in the way.
    Clear {
        /// The check with whom it is now known to be for.
        row: Box<CheckRow>,
        /// The person.
        person: Person,
        /// The answers as they are kept.
        answers: Sealed,
    },
    /// Something is missing, wrong or to be asked; the answers are kept.
    Unsettled,
    /// A rule stands in the way, perhaps because of an earlier tag.
    Refused { reason: RefusalReason, blocking: Option<Uuid> },
}

/// Keeps the answers, verifies them, and notes who the person is.
pub(super) async fn hand_in(
    act: &mut Writing,
    standing: &Standing,
    answers: &Answers,
) -> Result<HandedIn, DeskError> {
    let row = &standing.row;
    let (now, asker, today) = (act.now, act.asker()?.id, act.today());
    let text = serde_json::to_string(answers).map_err(|error| DeskError::internal(&error))?;
    let kept = act.seal(fields::ANSWERS, row.id, &text)?;
    act.tx.keep_answers(row.id, &kept, now, asker).await?;
    let Some(found) = examined(row, answers, standing, today).found else { return Ok(HandedIn::Unsettled) };
    let regions = act.region_list().await?;
    let stayed = regions.body.stay_that_counts(&found.stays, today).is_some();
    if !stayed && regions.body.unclear_stay(&found.stays, today).is_some() {
        return Ok(HandedIn::Unsettled);
    }
    let (company, near) = match (&found.company, found.role) {
        (Some(name), role) => {
            let code = found.credit_code.as_ref();
            match resolve(act, row, name, code, role, answers.company_answer).await? {
                Resolved::One { company, near } => (Some(company), near),
                Resolved::Ask | Resolved::CodeNeeded => return Ok(HandedIn::Unsettled),
            }
        }
        (None, _) => (None, None),
    };
    let new = Person {
        id: PersonId::new(now, &mut act.chance).uuid(),
        document: found.document.clone(),
        name: found.name.clone(),
        phone: found.phone.as_str().to_owned(),
        residence: found.residence.clone(),
    };
    let (person, is_new) = meet(act, new).await?;
    let identified = CheckRow {
        role: Some(found.role.as_str().to_owned()),
        person_id: Some(person.id),
        person_name: Some(act.seal(fields::CHECK_PERSON, row.id, &found.name)?),
        company_id: company,
        company_name: act.seal_some(fields::CHECK_COMPANY, row.id, found.company.as_deref())?,
        key_region_stay: Some(stayed),
        region_version: Some(regions.version),
        ..row.clone()
    };
    // Nobody has met a new person today.
    if !is_new {
        clash::note_same_person(act, &identified).await?;
    }
    if let Some(near) = near {
        clash::note(act, row.id, ClashKind::NearCompanyName, Some(near)).await?;
    }
    let (facts, blocking) = admission_facts(act, standing, &identified, found.role).await?;
    act.tx.identify_check(&identified).await?;
    match admit(found.role, &facts) {
        Ok(()) => Ok(HandedIn::Clear { row: Box::new(identified), person, answers: kept }),
        Err(reason) => Ok(HandedIn::Refused { reason, blocking: blocking.of(reason) }),
    }
}

/// What the answers lack; `found` once they lack nothing.
pub(super) fn examined(row: &CheckRow, answers: &Answers, standing: &Standing, today: NaiveDate) -> Examined {
    let replaces = row.after_kind.as_deref() == Some(AfterRefusal::Replacement.as_str());
    examine(answers, &standing.settings.questionnaire, replaces, today)
}

impl InTheWay {
    fn of(&self, reason: RefusalReason) -> Option<Uuid> {
        match reason {
            RefusalReason::PersonAlreadyInside => self.person,
            RefusalReason::CompanyAlreadyInside => self.company,
            RefusalReason::OverTemperature
            | RefusalReason::Symptoms
            | RefusalReason::HeadLimit
            | RefusalReason::FormRefused
            | RefusalReason::NotCooperating
            | RefusalReason::KeyRegionStay
            | RefusalReason::NotRegisteredToday => None,
        }
    }
}

async fn admission_facts(
    act: &mut Writing,
    standing: &Standing,
    check: &CheckRow,
    role: AttendanceRole,
) -> Result<(AdmissionFacts, InTheWay), DeskError> {
    let day = act.today();
    let settings = &standing.settings;
    let scope = scope(settings.head_scope, day, check.session_id);
    let limit = settings.head_limits.of(role);
    let bidder = role == AttendanceRole::Bidder;
    let name = identity::company(act, check, Opening::GateStep)?.filter(|_| bidder);
    let name_key = name.map(|name| identity::name_key(act, &name)).transpose()?.flatten();
    let company_id = check.company_id.filter(|_| limit.is_some());
    let asked = company_id.filter(|_| bidder);
    // What the database would refuse at the tag is told here.
    let blocking = in_the_way(act, check.person_id, asked, name_key.as_deref(), &scope).await?;
    let heads = match company_id {
        Some(id) if !bidder => act.tx.heads_inside(id, &scope, role.as_str()).await?,
        Some(_) | None => i64::from(blocking.company.is_some()),
    };
    let facts = AdmissionFacts {
        person_has_tag: blocking.person.is_some(),
        heads: u32::try_from(heads).unwrap_or(u32::MAX),
        limit,
        excepted: approved_for(act, check).await?.is_some(),
        key_region: check.key_region_stay == Some(true),
        lane_is_isolated: settings.is_isolated(&check.lane),
    };
    Ok((facts, blocking))
}

/// What "one company, one person" counts within.
pub(super) fn scope(scope: HeadScope, day: NaiveDate, session: Uuid) -> String {
    match scope {
        HeadScope::Day => day.to_string(),
        HeadScope::Session => format!("{day} {session}"),
    }
}

/// The fault of a name that several companies bear.
pub(super) fn code_needed() -> AnswerFault {
    AnswerFault { field: AnswerField::CreditCode, problem: "code_needed".to_owned() }
}

/// The fault of a stay in a place that leaves out which of several it is.
pub(super) fn unclear_place() -> AnswerFault {
    AnswerFault { field: AnswerField::Stays, problem: "unclear_place".to_owned() }
}

/// Whom a verified questionnaire names, for the question about a near company name.
pub(super) fn company_of(found: &Found) -> Option<(&str, AttendanceRole)> {
    found.company.as_deref().map(|name| (name, found.role))
}
