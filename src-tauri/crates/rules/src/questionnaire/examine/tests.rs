use proptest::prelude::*;

use super::*;
use crate::questionnaire::{ArrivalMeans, CompanyAnswer};
use crate::testing::at;

fn today() -> NaiveDate {
    at("2020-03-12T00:00:00Z").date_naive()
}

fn day(month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2020, month, day).unwrap()
}

/// Complete answers of a bidder's delegate who has not left the district.
fn complete() -> Answers {
    let text = |text: &str| Some(text.to_owned());
    Answers {
        role: Some(AttendanceRole::Bidder),
        document_kind: Some(DocumentKind::ResidentId),
        document_number: text("99010119880214301x"),
        name: text(" 示例甲一 "),
        phone: text("139 0000 0002"),
        company: text("示例建工一有限公司"),
        credit_code: text("91990000MA0000001B"),
        residence: text("示例镇"),
        stays: Some(Vec::new()),
        family_well: Some(true),
        pledged: true,
        ..Answers::default()
    }
}

fn stay(place: &str, from: NaiveDate, until: NaiveDate) -> Stay {
    Stay { place: place.to_owned(), from, until, transit: false }
}

fn examined(answers: &Answers) -> Examined {
    examine(answers, &QuestionnaireRule::default(), false, today())
}

fn missing(answers: &Answers) -> Vec<&'static str> {
    examined(answers).missing.iter().map(|field| field.as_str()).collect()
}

fn faults(answers: &Answers) -> Vec<String> {
    examined(answers).faults.iter().map(|fault| format!("{} {}", fault.field, fault.problem)).collect()
}

#[test]
fn complete_answers_are_found_in_the_form_they_are_stored_in() {
    let found = examined(&complete()).found.unwrap();
    assert_eq!(found.document.number(), "99010119880214301X");
    assert_eq!((found.name.as_str(), found.sex), ("示例甲一", Sex::Male));
    assert_eq!(found.phone.as_str(), "13900000002");
    assert_eq!(found.company.as_deref(), Some("示例建工一有限公司"));
    assert_eq!(found.credit_code.unwrap().as_str(), "91990000MA0000001B");
    assert!(!found.filled_on_site && !found.power_of_attorney);
}

#[test]
fn an_empty_questionnaire_names_everything_at_once_in_its_order() {
    assert_eq!(
        missing(&Answers::default()),
        [
            "role",
            "document_kind",
            "document_number",
            "name",
            "phone",
            "residence",
            "stays",
            "family_well",
            "pledged"
        ]
    );
    assert_eq!(faults(&Answers::default()), [] as [&str; 0]);
    assert_eq!(examined(&Answers::default()).found, None);
}

#[test]
fn white_space_is_no_answer() {
    let blank = Some(" \u{3000}\u{200b}\n".to_owned());
    let answers = Answers { name: blank.clone(), company: blank.clone(), credit_code: blank, ..complete() };
    assert_eq!(missing(&answers), ["name", "company"]);
    assert_eq!(faults(&answers), [] as [&str; 0]);
}

#[test]
fn who_comes_for_a_unit_names_it() {
    for (role, needs_company) in [
        (AttendanceRole::Bidder, true),
        (AttendanceRole::Tenderer, true),
        (AttendanceRole::Agency, true),
        (AttendanceRole::Expert, false),
        (AttendanceRole::Supervision, false),
        (AttendanceRole::Staff, false),
    ] {
        let answers = Answers { role: Some(role), company: None, ..complete() };
        assert_eq!(missing(&answers), if needs_company { vec!["company"] } else { vec![] }, "{role}");
    }
}

#[test]
fn the_sex_is_asked_only_where_the_document_does_not_tell_it() {
    let passport = Answers {
        document_kind: Some(DocumentKind::Passport),
        document_number: Some("E00000012".to_owned()),
        ..complete()
    };
    assert_eq!(missing(&passport), ["sex"]);
    let passport = Answers { sex: Some(Sex::Female), ..passport };
    assert_eq!(examined(&passport).found.unwrap().sex, Sex::Female);

    let contradiction = Answers { sex: Some(Sex::Female), ..complete() };
    assert_eq!(faults(&contradiction), ["sex contradicts_document"]);
    assert_eq!(faults(&Answers { sex: Some(Sex::Male), ..complete() }), [] as [&str; 0]);
}

#[test]
fn a_wrong_number_is_told_by_the_word_of_its_rule() {
    let with_number = |number: &str| Answers { document_number: Some(number.to_owned()), ..complete() };
    assert_eq!(faults(&with_number("990101198802143011")), ["document_number checksum"]);
    assert_eq!(faults(&with_number("990101880214301")), ["document_number old_form"]);
    assert_eq!(faults(&with_number(&"9".repeat(31))), ["document_number too_long"]);
    assert_eq!(faults(&Answers { phone: Some("1390000000".into()), ..complete() }), ["phone mobile_length"]);
    let code = Answers { credit_code: Some("91990000MA0000001C".into()), ..complete() };
    assert_eq!(faults(&code), ["credit_code checksum"]);
}

#[test]
fn nobody_was_born_after_today() {
    let before_birth = NaiveDate::from_ymd_opt(1988, 2, 13).unwrap();
    let examined = examine(&complete(), &QuestionnaireRule::default(), false, before_birth);
    let problems: Vec<_> = examined.faults.iter().map(|fault| fault.problem.as_str()).collect();
    assert_eq!(problems, ["birth_date"]);
}

#[test]
fn everything_that_is_wrong_is_told_at_once_in_the_order_of_the_questionnaire() {
    let answers = Answers {
        document_number: Some("990101198802143011".into()),
        name: Some("示".repeat(61)),
        phone: Some("12900000002".into()),
        company: Some("示例\u{7}建工".into()),
        residence: Some("示例镇\u{202e}".into()),
        arrival_day: Some(day(3, 13)),
        stays: Some(vec![stay("", day(3, 13), day(3, 1)), stay(&"示".repeat(61), day(3, 13), day(3, 14))]),
        pledged: false,
        ..complete()
    };
    assert_eq!(
        faults(&answers),
        [
            "document_number checksum",
            "name too_long",
            "phone mobile_prefix",
            "company control_character",
            "residence control_character",
            "arrival_day future_day",
            "stays empty",
            "stays end_before_start",
            "stays future_day",
            "stays too_long",
        ]
    );
    assert_eq!(missing(&answers), ["arrival_means", "pledged"]);
}

#[test]
fn who_was_away_tells_when_and_how_they_came() {
    let away = Answers { stays: Some(vec![stay("示例省示例市", day(3, 1), day(3, 5))]), ..complete() };
    assert_eq!(missing(&away), ["arrival_day", "arrival_means"]);
    let away = Answers {
        arrival_day: Some(day(3, 5)),
        arrival_means: Some(ArrivalMeans::Train),
        company_answer: Some(CompanyAnswer::Different),
        ..away
    };
    let found = examined(&away).found.unwrap();
    assert_eq!((found.arrival_day, found.stays.len()), (Some(day(3, 5)), 1));
    assert_eq!(found.company_answer, Some(CompanyAnswer::Different));
}

#[test]
fn a_stay_of_one_day_that_is_today_is_a_stay() {
    let answers = Answers {
        arrival_day: Some(today()),
        arrival_means: Some(ArrivalMeans::Car),
        stays: Some(vec![stay("示例省", today(), today())]),
        ..complete()
    };
    assert!(examined(&answers).found.is_some());
}

#[test]
fn thirty_stays_are_believed_and_one_more_is_not() {
    let with = |count| Answers {
        arrival_day: Some(today()),
        arrival_means: Some(ArrivalMeans::Car),
        stays: Some(vec![stay("示例省", day(3, 1), day(3, 2)); count]),
        ..complete()
    };
    assert!(examined(&with(30)).found.is_some());
    assert_eq!(faults(&with(31)), ["stays too_many"]);
}

#[test]
fn an_unwell_family_is_recorded_and_not_refused() {
    let unwell = Answers { family_well: Some(false), ..complete() };
    assert_eq!(examined(&unwell).found.unwrap().family_well, Some(false));
    let not_asked = QuestionnaireRule { family_well: false };
    let silent = Answers { family_well: None, ..complete() };
    assert!(examine(&silent, &not_asked, false, today()).found.is_some());
}

#[test]
fn a_replacement_delegate_shows_a_power_of_attorney() {
    let needed = |shown| {
        let answers = Answers { power_of_attorney: shown, ..complete() };
        examine(&answers, &QuestionnaireRule::default(), true, today()).missing
    };
    assert_eq!(needed(None), [AnswerField::PowerOfAttorney]);
    assert_eq!(needed(Some(false)), [AnswerField::PowerOfAttorney]);
    assert_eq!(needed(Some(true)), []);
}

#[test]
fn answers_name_nobody_in_a_log() {
    let answers = complete();
    assert_eq!(format!("{answers:?}"), "Answers(..)");
    assert_eq!(format!("{:?}", examined(&answers).found.unwrap()), "Found(..)");
}

#[test]
fn answers_are_read_back_as_they_were_written_and_nothing_else_is_accepted() {
    let json = serde_json::to_string(&complete()).unwrap();
    assert_eq!(serde_json::from_str::<Answers>(&json).unwrap(), complete());
    assert_eq!(serde_json::from_str::<Answers>("{}").unwrap(), Answers::default());
    assert!(serde_json::from_str::<Answers>(r#"{"step":"form"}"#).is_err());
}

#[test]
fn a_problem_is_the_word_that_the_rule_sends() {
    fn sent(error: impl serde::Serialize) -> String {
        serde_json::to_value(error).unwrap()["kind"].as_str().unwrap().to_owned()
    }
    for error in [
        IdentityError::Empty,
        IdentityError::DigitsLost,
        IdentityError::OldForm,
        IdentityError::Length { found: 1, fewest: 18, most: 18 },
        IdentityError::Character { position: 1 },
        IdentityError::BirthDate,
        IdentityError::Checksum,
    ] {
        assert_eq!(identity_problem(error), sent(error));
    }
    for error in [
        PhoneError::Empty,
        PhoneError::Character { character: '甲' },
        PhoneError::MobileLength { found: 1 },
        PhoneError::MobilePrefix,
        PhoneError::LandlineLength { found: 1 },
        PhoneError::AreaCode { found: 1 },
        PhoneError::Extension { found: 0 },
        PhoneError::NeitherKind { found: 1 },
    ] {
        assert_eq!(phone_problem(error), sent(error));
    }
    for error in [
        CreditCodeError::Length { found: 1 },
        CreditCodeError::Character { position: 1 },
        CreditCodeError::Checksum,
    ] {
        assert_eq!(credit_code_problem(error), sent(error));
    }
}

fn any_text() -> impl Strategy<Value = Option<String>> {
    prop::option::of(prop_oneof![".{0,70}", Just("99010119880214301X".to_owned()), "[ \u{3000}]{0,3}"])
}

proptest! {
    #[test]
    fn no_answers_make_the_examination_fall_over(
        texts in prop::collection::vec(any_text(), 6),
        role in prop::option::of(prop::sample::select(AttendanceRole::ALL)),
        kind in prop::option::of(prop::sample::select(DocumentKind::ALL)),
        sex in prop::option::of(prop::sample::select(Sex::ALL)),
        base in any::<bool>(),
    ) {
        let start = if base { complete() } else { Answers::default() };
        let answers = Answers {
            role,
            document_kind: kind,
            sex,
            document_number: texts[0].clone(),
            name: texts[1].clone(),
            phone: texts[2].clone(),
            company: texts[3].clone(),
            credit_code: texts[4].clone(),
            residence: texts[5].clone(),
            ..start
        };
        let examined = examined(&answers);
        let is_clear = examined.missing.is_empty() && examined.faults.is_empty();
        prop_assert_eq!(examined.found.is_some(), is_clear);
        prop_assert!(examined.missing.is_sorted());
        prop_assert!(examined.faults.is_sorted_by_key(|fault| fault.field));
    }
}
