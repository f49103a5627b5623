use super::*;
use crate::entry_check::fixtures::{
    FORM, WELL, at_step_four, decide, enter, minute, reading, reading_by, taken, walk,
};
use crate::entry_check::{FormInput, Symptoms};
use crate::temperature::{Comparator, TemperatureRule};

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
    assert!(check.has_passed_all());
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
    let first = taken("T-1", 373, 1, 0);
    assert_eq!(rest, StepDecision::Rest { reading: first.clone(), until: minute(10) });
    let check = check.after(&rest);
    assert_eq!(check.state, CheckState::Resting);

    let refusal = decide(&check, &reading(374), 10).unwrap();
    let second = taken("T-1", 374, 2, 10);
    assert_eq!(
        refusal,
        StepDecision::Refuse {
            step: EntryStep::TempSymptom,
            reason: RefusalReason::OverTemperature,
            reading: Some(second.clone()),
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
fn a_second_reading_of_the_same_thermometer_does_not_undo_the_first() {
    let check = enter(&at_step_four(), &reading(366), 0);
    let check = enter(&check, &reading(375), 0);
    assert_eq!(check.state, CheckState::Resting);
}

#[test]
fn two_thermometers_that_disagree_ask_for_a_third_reading() {
    let check = enter(&at_step_four(), &reading(366), 0);
    let decision = decide(&check, &reading_by("T-2", 375), 1).unwrap();
    assert_eq!(decision, StepDecision::ThirdReading { reading: taken("T-2", 375, 1, 1) });
    let check = check.after(&decision);
    assert_eq!((check.state, check.resting_until), (CheckState::Open, None));
    assert_eq!(decide(&check, &WELL, 1), Err(StepError::NoReading));

    let cool = decide(&check, &reading_by("T-3", 367), 2).unwrap();
    assert!(matches!(cool, StepDecision::ReadingKept { .. }));
    let passed = decide(&check.after(&cool), &WELL, 2).unwrap();
    assert!(matches!(passed, StepDecision::Pass { action: None, .. }), "nobody rested");

    let warm = decide(&check, &reading_by("T-3", 374), 2).unwrap();
    assert_eq!(warm, StepDecision::Rest { reading: taken("T-3", 374, 1, 2), until: minute(12) });
}

#[test]
fn half_a_degree_between_two_thermometers_is_no_disagreement() {
    let check = enter(&at_step_four(), &reading(368), 0);
    assert!(matches!(decide(&check, &reading_by("T-2", 373), 0), Ok(StepDecision::Rest { .. })));
    assert!(matches!(decide(&check, &reading_by("T-2", 363), 0), Ok(StepDecision::ReadingKept { .. })));
}

#[test]
fn another_thermometer_may_check_again_during_a_rest() {
    let resting = enter(&at_step_four(), &reading(380), 0);
    let error = Err(StepError::Resting { until: minute(10) });
    assert_eq!(decide(&resting, &reading(365), 2), error);
    assert_eq!(decide(&resting, &reading_by(" t-1", 365), 2), error, "the same one by another spelling");
    assert_eq!(decide(&resting, &reading_by("", 365), 2), error, "one without a mark may be the same");

    let decision = decide(&resting, &reading_by("T-2", 365), 2).unwrap();
    assert_eq!(decision, StepDecision::ThirdReading { reading: taken("T-2", 365, 1, 2) });
    let check = resting.after(&decision);
    assert_eq!((check.state, check.resting_until), (CheckState::Open, None));
    assert!(matches!(decide(&check, &reading_by("T-3", 366), 3), Ok(StepDecision::ReadingKept { .. })));
}

#[test]
fn a_check_that_confirms_the_fever_does_not_begin_the_rest_anew() {
    let resting = enter(&at_step_four(), &reading(375), 0);
    let decision = decide(&resting, &reading_by("T-2", 374), 4).unwrap();
    assert_eq!(decision, StepDecision::Rest { reading: taken("T-2", 374, 1, 4), until: minute(10) });
    let resting = resting.after(&decision);
    assert_eq!(decide(&resting, &reading_by("T-2", 365), 5), Err(StepError::Resting { until: minute(10) }));
    let third = decide(&resting, &reading_by("T-3", 365), 5).unwrap();
    assert!(matches!(third, StepDecision::Rest { until, .. } if until == minute(10)), "the median decides");
    let check = enter(&resting.after(&third), &reading(365), 10);
    assert_eq!((check.state, check.current_round()), (CheckState::Open, 2));
}

#[test]
fn nobody_checks_again_once_all_retests_are_used() {
    let check = enter(&at_step_four(), &reading(375), 0);
    let check = enter(&check, &reading_by("T-2", 374), 10);
    assert_eq!(check.state, CheckState::Refused);
    let closed = StepError::Closed { state: CheckState::Refused };
    assert_eq!(decide(&check, &reading_by("T-3", 365), 11), Err(closed));
}

#[test]
fn an_implausible_check_during_a_rest_leaves_the_rest_as_it_is() {
    let resting = enter(&at_step_four(), &reading(375), 0);
    assert!(matches!(decide(&resting, &reading_by("T-2", 341), 2), Err(StepError::Implausible { .. })));
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
