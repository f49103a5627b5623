use proptest::prelude::*;

use super::*;
use crate::entry_check::{FormInput, Symptoms, Thermometer};
use crate::temperature::{Comparator, TemperatureRule};
use crate::testing::at;

const WELL: StepInput = StepInput::Symptoms(Symptoms {
    fever: false,
    cough: false,
    fatigue: false,
    breathless: false,
    diarrhoea: false,
    contact: false,
});
const FORM: StepInput = StepInput::Form(FormInput { filled_on_site: false });

fn reading(tenths: i32) -> StepInput {
    StepInput::Temperature { tenths: Tenths(tenths), device: Thermometer::Forehead }
}

fn minute(minutes: i64) -> DateTime<Utc> {
    at("2020-03-12T00:26:00Z") + Duration::minutes(minutes)
}

/// The check after the inputs, all of which must be accepted.
fn walk(inputs: &[StepInput]) -> EntryCheck {
    inputs.iter().fold(EntryCheck::begin(), |check, input| {
        let decision = check.decide(input, &GateSettings::default(), minute(0)).unwrap();
        check.after(&decision)
    })
}

fn at_step_four() -> EntryCheck {
    walk(&[StepInput::Mask { replaced: false }, StepInput::Shoe, StepInput::Hand])
}

fn decide(check: &EntryCheck, input: &StepInput, minutes: i64) -> Result<StepDecision, StepError> {
    check.decide(input, &GateSettings::default(), minute(minutes))
}

#[test]
fn six_steps_in_order_admit_a_person() {
    let check = walk(&[
        StepInput::Mask { replaced: true },
        StepInput::Shoe,
        StepInput::Hand,
        reading(365),
        WELL,
        FORM,
        StepInput::MaskDisposal,
    ]);
    assert_eq!((check.state, check.passed), (CheckState::Admitted, 6));
    assert_eq!(check.expected(), None);
}

#[test]
fn a_step_cannot_be_skipped() {
    let check = walk(&[StepInput::Mask { replaced: false }]);
    assert_eq!(
        decide(&check, &StepInput::Hand, 0),
        Err(StepError::OutOfOrder { expected: EntryStep::Shoe, given: EntryStep::Hand })
    );
}

#[test]
fn a_step_is_not_passed_twice() {
    let check = walk(&[StepInput::Mask { replaced: false }, StepInput::Shoe]);
    assert!(matches!(decide(&check, &StepInput::Shoe, 0), Err(StepError::OutOfOrder { .. })));
}

#[test]
fn a_mask_that_does_not_fit_is_replaced_and_not_refused() {
    let decision = decide(&EntryCheck::begin(), &StepInput::Mask { replaced: true }, 0);
    assert_eq!(
        decision,
        Ok(StepDecision::Pass {
            step: EntryStep::Mask,
            outcome: StepOutcome::PassedAfterAction,
            action: Some(StepAction::MaskReplaced),
        })
    );
}

#[test]
fn step_four_needs_both_a_reading_and_the_answers() {
    let check = at_step_four();
    assert_eq!(decide(&check, &WELL, 0), Err(StepError::NoReading));
    let check = check.after(&decide(&check, &reading(365), 0).unwrap());
    assert_eq!(check.expected(), Some(EntryStep::TempSymptom));
    assert!(matches!(decide(&check, &FORM, 0), Err(StepError::OutOfOrder { .. })));
    let check = check.after(&decide(&check, &WELL, 0).unwrap());
    assert_eq!(check.expected(), Some(EntryStep::Form));
}

#[test]
fn too_warm_twice_is_refused_and_later_steps_stay_untouched() {
    let check = at_step_four();
    let rest = decide(&check, &reading(373), 0).unwrap();
    let first = TakenReading { tenths: Tenths(373), at: minute(0) };
    assert_eq!(rest, StepDecision::Rest { reading: first, until: minute(10) });
    let check = check.after(&rest);
    assert_eq!(check.state, CheckState::Resting);

    let refusal = decide(&check, &reading(374), 10).unwrap();
    let second = TakenReading { tenths: Tenths(374), at: minute(10) };
    assert_eq!(
        refusal,
        StepDecision::Refuse {
            step: EntryStep::TempSymptom,
            reason: RefusalReason::OverTemperature,
            reading: Some(second),
        }
    );
    let check = check.after(&refusal);
    assert_eq!((check.state, check.passed), (CheckState::Refused, 3));
    assert_eq!(check.readings, [first, second]);
    assert_eq!(decide(&check, &FORM, 11), Err(StepError::Closed { state: CheckState::Refused }));
}

#[test]
fn a_retest_before_the_rest_is_over_is_not_accepted() {
    let check = at_step_four();
    let check = check.after(&decide(&check, &reading(380), 0).unwrap());
    let resting = Err(StepError::Resting { until: minute(10) });
    assert_eq!(decide(&check, &reading(365), 9), resting);
    assert_eq!(decide(&check, &WELL, 9), resting);
    assert!(decide(&check, &reading(365), 10).is_ok());
    assert_eq!(decide(&check, &WELL, 10), Err(StepError::NoReading));
}

#[test]
fn a_person_who_has_cooled_down_goes_on() {
    let check = at_step_four();
    let check = check.after(&decide(&check, &reading(373), 0).unwrap());
    let check = check.after(&decide(&check, &reading(368), 12).unwrap());
    assert_eq!((check.state, check.resting_until), (CheckState::Open, None));
    assert_eq!(
        decide(&check, &WELL, 12),
        Ok(StepDecision::Pass {
            step: EntryStep::TempSymptom,
            outcome: StepOutcome::PassedAfterAction,
            action: Some(StepAction::Retested),
        })
    );
}

#[test]
fn an_implausible_reading_leaves_no_trace() {
    let error = decide(&at_step_four(), &reading(341), 0).unwrap_err();
    assert_eq!(
        error,
        StepError::Implausible { tenths: Tenths(341), lowest: Tenths(350), highest: Tenths(430) }
    );
    assert_eq!(error.to_string(), "34.1 is not between 35.0 and 43.0");
}

#[test]
fn the_last_reading_counts_when_two_devices_disagree() {
    let check = at_step_four();
    let check = check.after(&decide(&check, &reading(366), 0).unwrap());
    let check = check.after(&decide(&check, &reading(375), 0).unwrap());
    assert_eq!(check.state, CheckState::Resting);
}

#[test]
fn without_retests_the_first_reading_over_the_limit_refuses() {
    let temperature = TemperatureRule { retests: 0, ..TemperatureRule::default() };
    let settings = GateSettings { temperature, ..GateSettings::default() };
    let decision = at_step_four().decide(&reading(373), &settings, minute(0)).unwrap();
    assert!(matches!(decision, StepDecision::Refuse { reason: RefusalReason::OverTemperature, .. }));
}

#[test]
fn the_threshold_itself_passes_where_the_rule_says_above() {
    let temperature = TemperatureRule { comparator: Comparator::Above, ..TemperatureRule::default() };
    let settings = GateSettings { temperature, ..GateSettings::default() };
    let decision = at_step_four().decide(&reading(373), &settings, minute(0)).unwrap();
    assert!(matches!(decision, StepDecision::ReadingKept { .. }));
}

#[test]
fn one_yes_among_the_answers_refuses() {
    let check = at_step_four();
    let check = check.after(&decide(&check, &reading(365), 0).unwrap());
    let answers = StepInput::Symptoms(Symptoms { cough: true, ..Symptoms::default() });
    assert!(matches!(
        decide(&check, &answers, 0),
        Ok(StepDecision::Refuse { reason: RefusalReason::Symptoms, .. })
    ));
}

#[test]
fn a_clerk_refuses_only_for_a_reason_that_belongs_to_the_step() {
    let check = at_step_four();
    assert_eq!(
        check.refuse(RefusalReason::HeadLimit),
        Err(StepError::ReasonNotHere { reason: RefusalReason::HeadLimit, step: EntryStep::TempSymptom })
    );
    assert_eq!(check.refuse(RefusalReason::OverTemperature), Err(StepError::DecidedByReadings));
    assert!(check.refuse(RefusalReason::NotCooperating).is_ok());
}

#[test]
fn a_form_filled_at_the_gate_is_noted() {
    let check =
        walk(&[StepInput::Mask { replaced: false }, StepInput::Shoe, StepInput::Hand, reading(365), WELL]);
    let decision = decide(&check, &StepInput::Form(FormInput { filled_on_site: true }), 0).unwrap();
    assert!(matches!(decision, StepDecision::Pass { action: Some(StepAction::FormFilledOnSite), .. }));
}

#[test]
fn a_person_may_go_away_and_then_nothing_more_is_entered() {
    let gone = at_step_four().abandon().unwrap();
    assert_eq!((gone.state, gone.passed), (CheckState::Abandoned, 3));
    let closed = StepError::Closed { state: CheckState::Abandoned };
    assert_eq!(decide(&gone, &reading(365), 0), Err(closed));
    assert_eq!(gone.refuse(RefusalReason::NotCooperating), Err(closed));
    assert_eq!(gone.abandon(), Err(closed));
}

#[derive(Debug, Clone)]
enum Act {
    Enter(StepInput),
    Refuse(RefusalReason),
}

fn any_act() -> impl Strategy<Value = Act> {
    let input = prop_oneof![
        any::<bool>().prop_map(|replaced| StepInput::Mask { replaced }),
        Just(StepInput::Shoe),
        Just(StepInput::Hand),
        (340..440).prop_map(reading),
        (360..373).prop_map(reading),
        Just(WELL),
        any::<bool>().prop_map(|cough| StepInput::Symptoms(Symptoms { cough, ..Symptoms::default() })),
        any::<bool>().prop_map(|filled_on_site| StepInput::Form(FormInput { filled_on_site })),
        Just(StepInput::MaskDisposal),
    ];
    let refusal = prop::sample::select(RefusalReason::ALL).prop_map(Act::Refuse);
    prop_oneof![40 => input.prop_map(Act::Enter), 1 => refusal]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(600))]

    #[test]
    fn no_history_passes_a_step_before_the_one_before_it(
        acts in prop::collection::vec((any_act(), 0..15_i64), 0..60),
    ) {
        let settings = GateSettings::default();
        let mut check = EntryCheck::begin();
        let mut now = minute(0);
        for (act, wait) in acts {
            now += Duration::minutes(wait);
            let before = check.clone();
            let decision = match act {
                Act::Enter(input) => check.decide(&input, &settings, now),
                Act::Refuse(reason) => check.refuse(reason),
            };
            let Ok(decision) = decision else { continue };
            check = check.after(&decision);

            prop_assert!(before.is_in_progress(), "nothing is accepted once a check has ended");
            prop_assert_eq!(check.state == CheckState::Admitted, check.passed == 6);
            prop_assert_eq!(check.state == CheckState::Resting, check.resting_until.is_some());
            prop_assert!(check.readings.len() >= before.readings.len(), "no reading is ever lost");
            match decision {
                StepDecision::Pass { step, .. } => {
                    prop_assert_eq!(step.number(), before.passed + 1);
                    prop_assert_eq!(check.passed, step.number());
                    if step == EntryStep::TempSymptom {
                        let last = before.readings.last().map(|taken| settings.temperature.judge(taken.tenths));
                        prop_assert_eq!(last, Some(Reading::WithinLimit));
                    }
                }
                StepDecision::Refuse { step, reason, .. } => {
                    prop_assert!(reason.may_occur_at(step));
                    prop_assert_eq!(check.state, CheckState::Refused);
                    prop_assert_eq!(check.passed, before.passed);
                }
                StepDecision::ReadingKept { .. } | StepDecision::Rest { .. } => {
                    prop_assert_eq!(before.passed, 3);
                    prop_assert_eq!(check.passed, 3);
                    prop_assert!(before.resting_until.is_none_or(|until| now >= until));
                }
            }
        }
    }
}
