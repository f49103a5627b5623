//! Examining the answers: everything that is missing or wrong, all at once.

use chrono::NaiveDate;

use super::{AnswerFault, AnswerField, Answers, Examined, Found, QuestionnaireRule, Sex, Stay};
use crate::company::{CreditCode, CreditCodeError};
use crate::identity::{DocumentKind, IdentityDocument, IdentityError};
use crate::import_words::collapse;
use crate::phone::{PhoneError, PhoneNumber};
use crate::sessions::AttendanceRole;

const MOST_STAYS: usize = 30;

/// Examines the answers on the day `today` of the centre. Everything that is missing or wrong
/// is told at once, in the order of [`AnswerField`]. Whether the company or the sex is needed is
/// not known, and so not told, before the role and the kind of document are.
///
/// A power of attorney is needed of a replacement delegate: then a no counts as missing.
#[must_use]
pub fn examine(
    answers: &Answers,
    rule: &QuestionnaireRule,
    needs_power_of_attorney: bool,
    today: NaiveDate,
) -> Examined {
    let mut notes = Notes::default();
    let role = notes.needed(AnswerField::Role, answers.role);
    let kind = notes.needed(AnswerField::DocumentKind, answers.document_kind);
    let document = document(&mut notes, answers, kind, today);
    let name = notes.needed_text(AnswerField::Name, answers.name.as_deref(), 60);
    let sex = sex(&mut notes, answers.sex, kind, document.as_ref());
    let phone = notes.needed_text(AnswerField::Phone, answers.phone.as_deref(), 30).and_then(|text| {
        let read = PhoneNumber::parse(&text).map_err(phone_problem);
        notes.accepted(AnswerField::Phone, read)
    });
    let company = if role.is_some_and(comes_for_a_unit) {
        notes.needed_text(AnswerField::Company, answers.company.as_deref(), 100)
    } else {
        notes.text(AnswerField::Company, answers.company.as_deref(), 100)
    };
    let credit_code =
        answers.credit_code.as_deref().map(collapse).filter(|code| !code.is_empty()).and_then(|code| {
            let read = CreditCode::parse(&code).map_err(credit_code_problem);
            notes.accepted(AnswerField::CreditCode, read)
        });
    let residence = notes.needed_text(AnswerField::Residence, answers.residence.as_deref(), 60);
    let was_away = answers.stays.as_ref().is_some_and(|stays| !stays.is_empty());
    if was_away {
        notes.needed(AnswerField::ArrivalDay, answers.arrival_day);
    }
    if answers.arrival_day.is_some_and(|day| day > today) {
        notes.fault(AnswerField::ArrivalDay, "future_day");
    }
    if was_away {
        notes.needed(AnswerField::ArrivalMeans, answers.arrival_means);
    }
    let stays = notes
        .needed(AnswerField::Stays, answers.stays.as_deref())
        .map(|stays| examine_stays(&mut notes, stays, today));
    if rule.family_well {
        notes.needed(AnswerField::FamilyWell, answers.family_well);
    }
    if !answers.pledged {
        notes.missing.push(AnswerField::Pledged);
    }
    let power_of_attorney = answers.power_of_attorney == Some(true);
    if needs_power_of_attorney && !power_of_attorney {
        notes.missing.push(AnswerField::PowerOfAttorney);
    }
    let found = || {
        Some(Found {
            role: role?,
            document: document?,
            name: name?,
            sex: sex?,
            phone: phone?,
            company,
            credit_code,
            residence: residence?,
            arrival_day: answers.arrival_day,
            arrival_means: answers.arrival_means,
            stays: stays?,
            family_well: answers.family_well,
            filled_on_site: answers.filled_on_site,
            power_of_attorney,
            company_answer: answers.company_answer,
        })
    };
    let is_clear = notes.missing.is_empty() && notes.faults.is_empty();
    let found = if is_clear { found() } else { None };
    Examined { missing: notes.missing, faults: notes.faults, found }
}

/// Of whom the company or unit must be known.
const fn comes_for_a_unit(role: AttendanceRole) -> bool {
    match role {
        AttendanceRole::Bidder | AttendanceRole::Tenderer | AttendanceRole::Agency => true,
        AttendanceRole::Expert | AttendanceRole::Supervision | AttendanceRole::Staff => false,
    }
}

fn document(
    notes: &mut Notes,
    answers: &Answers,
    kind: Option<DocumentKind>,
    today: NaiveDate,
) -> Option<IdentityDocument> {
    let field = AnswerField::DocumentNumber;
    let number = notes.needed_text(field, answers.document_number.as_deref(), 30)?;
    let read = IdentityDocument::parse(kind?, &number).map_err(identity_problem);
    let document = notes.accepted(field, read)?;
    if document.born().is_some_and(|born| born > today) {
        notes.fault(field, identity_problem(IdentityError::BirthDate));
        return None;
    }
    Some(document)
}

fn sex(
    notes: &mut Notes,
    given: Option<Sex>,
    kind: Option<DocumentKind>,
    document: Option<&IdentityDocument>,
) -> Option<Sex> {
    match (kind?, document.and_then(IdentityDocument::sex)) {
        (DocumentKind::ResidentId, told) => {
            if told.is_some() && given.is_some() && given != told {
                notes.fault(AnswerField::Sex, "contradicts_document");
            }
            told
        }
        (_, _) => notes.needed(AnswerField::Sex, given),
    }
}

/// The stays with their places put right; each problem is told once, however many stays have it.
fn examine_stays(notes: &mut Notes, stays: &[Stay], today: NaiveDate) -> Vec<Stay> {
    if stays.len() > MOST_STAYS {
        notes.fault(AnswerField::Stays, "too_many");
    }
    let mut kept = Vec::new();
    for stay in stays.iter().take(MOST_STAYS) {
        let place = collapse(&stay.place);
        let problems = [
            if place.is_empty() { Some("empty") } else { text_problem(&place, 60) },
            (stay.until < stay.from).then_some("end_before_start"),
            (stay.from > today || stay.until > today).then_some("future_day"),
        ];
        for problem in problems.into_iter().flatten() {
            notes.fault_once(AnswerField::Stays, problem);
        }
        kept.push(Stay { place, ..stay.clone() });
    }
    kept
}

/// What is wrong with a text that should have at most so many characters.
fn text_problem(text: &str, most: usize) -> Option<&'static str> {
    // Characters that turn the direction of writing would disguise what is printed.
    let is_hidden = |c: char| matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    if text.chars().any(|c| c.is_control() || is_hidden(c)) {
        Some("control_character")
    } else if text.chars().count() > most {
        Some("too_long")
    } else {
        None
    }
}

/// What has been found missing or wrong so far.
#[derive(Default)]
struct Notes {
    missing: Vec<AnswerField>,
    faults: Vec<AnswerFault>,
}

impl Notes {
    fn needed<T>(&mut self, field: AnswerField, answer: Option<T>) -> Option<T> {
        if answer.is_none() {
            self.missing.push(field);
        }
        answer
    }

    /// The text put right; `None` when nothing was given or it cannot be.
    fn text(&mut self, field: AnswerField, given: Option<&str>, most: usize) -> Option<String> {
        let text = given.map(collapse).filter(|text| !text.is_empty())?;
        if let Some(problem) = text_problem(&text, most) {
            self.fault(field, problem);
            return None;
        }
        Some(text)
    }

    fn needed_text(&mut self, field: AnswerField, given: Option<&str>, most: usize) -> Option<String> {
        let given = given.filter(|text| !collapse(text).is_empty());
        self.needed(field, given).and_then(|given| self.text(field, Some(given), most))
    }

    fn accepted<T>(&mut self, field: AnswerField, read: Result<T, &'static str>) -> Option<T> {
        read.map_err(|problem| self.fault(field, problem)).ok()
    }

    fn fault(&mut self, field: AnswerField, problem: &str) {
        self.faults.push(AnswerFault { field, problem: problem.to_owned() });
    }

    fn fault_once(&mut self, field: AnswerField, problem: &str) {
        if !self.faults.iter().any(|fault| fault.field == field && fault.problem == problem) {
            self.fault(field, problem);
        }
    }
}

const fn identity_problem(error: IdentityError) -> &'static str {
    match error {
        IdentityError::Empty => "empty",
        IdentityError::DigitsLost => "digits_lost",
        IdentityError::OldForm => "old_form",
        IdentityError::Length { .. } => "length",
        IdentityError::Character { .. } => "character",
        IdentityError::BirthDate => "birth_date",
        IdentityError::Checksum => "checksum",
    }
}

const fn phone_problem(error: PhoneError) -> &'static str {
    match error {
        PhoneError::Empty => "empty",
        PhoneError::Character { .. } => "character",
        PhoneError::MobileLength { .. } => "mobile_length",
        PhoneError::MobilePrefix => "mobile_prefix",
        PhoneError::LandlineLength { .. } => "landline_length",
        PhoneError::AreaCode { .. } => "area_code",
        PhoneError::Extension { .. } => "extension",
        PhoneError::NeitherKind { .. } => "neither_kind",
    }
}

const fn credit_code_problem(error: CreditCodeError) -> &'static str {
    match error {
        CreditCodeError::Length { .. } => "length",
        CreditCodeError::Character { .. } => "character",
        CreditCodeError::Checksum => "checksum",
    }
}

#[cfg(test)]
mod tests;
