use super::*;
use crate::entry_check::fixtures::{
    FORM, MASK, WELL, at_step_four, decide, enter, minute, reading, reading_by, walk,
};
use crate::entry_check::{RefusalReason, StepDecision, StepInput};

fn at_step_six() -> EntryCheck {
    walk(&[MASK, StepInput::Shoe, StepInput::Hand, reading(365), WELL, FORM])
}

#[test]
fn a_corrected_step_is_due_again_and_the_others_stay_passed() {
    let check = at_step_six().reopen(EntryStep::Form).unwrap();
    assert_eq!((check.expected(), check.passed), (Some(EntryStep::Form), 5));
    assert!(matches!(decide(&check, &StepInput::MaskDisposal, 0), Err(StepError::OutOfOrder { .. })));

    let check = enter(&check, &FORM, 0);
    assert_eq!((check.expected(), check.open_again), (Some(EntryStep::MaskDisposal), None));
    let check = enter(&check, &StepInput::MaskDisposal, 0);
    assert_eq!(check.state, CheckState::Admitted);
}

#[test]
fn only_one_step_is_corrected_at_a_time() {
    let check = at_step_six().reopen(EntryStep::Hand).unwrap();
    let open = Err(StepError::AlreadyReopened { step: EntryStep::Hand });
    assert_eq!(check.reopen(EntryStep::Mask), open);
    assert_eq!(check.reopen(EntryStep::Hand), open);
    assert_eq!(check.reopen(EntryStep::TempSymptom), open);
    assert!(enter(&check, &StepInput::Hand, 0).reopen(EntryStep::Mask).is_ok());
}

#[test]
fn what_is_not_passed_cannot_be_corrected() {
    let nothing = |step| Err(StepError::NothingToCorrect { step });
    assert_eq!(at_step_four().reopen(EntryStep::Form), nothing(EntryStep::Form));
    assert_eq!(at_step_four().reopen(EntryStep::TempSymptom), nothing(EntryStep::TempSymptom));
    assert_eq!(at_step_six().reopen(EntryStep::MaskDisposal), nothing(EntryStep::MaskDisposal));
}

#[test]
fn a_check_that_has_ended_is_not_corrected() {
    let closed = |state| Err(StepError::Closed { state });
    let admitted = enter(&at_step_six(), &StepInput::MaskDisposal, 0);
    assert_eq!(admitted.reopen(EntryStep::Mask), closed(CheckState::Admitted));
    let gone = at_step_four().abandon().unwrap();
    assert_eq!(gone.reopen(EntryStep::Mask), closed(CheckState::Abandoned));
}

#[test]
fn a_mistyped_reading_is_void_and_measured_anew_without_a_rest() {
    let resting = enter(&at_step_four(), &reading(385), 0);
    let check = resting.reopen(EntryStep::TempSymptom).unwrap();
    assert_eq!((check.state, check.resting_until, check.open_again), (CheckState::Open, None, None));
    assert!(check.readings.is_empty());
    let check = enter(&check, &reading(365), 1);
    assert_eq!(check.current_round(), 1);
    let decision = decide(&check, &WELL, 1).unwrap();
    assert!(matches!(decision, StepDecision::Pass { action: None, .. }), "a void round was no round");
}

#[test]
fn a_passed_temperature_is_measured_and_asked_anew() {
    let check = at_step_six().reopen(EntryStep::TempSymptom).unwrap();
    assert_eq!(decide(&check, &WELL, 0), Err(StepError::NoReading));
    let check = enter(&check, &reading(381), 0);
    assert_eq!((check.state, check.passed), (CheckState::Resting, 5));
    let again = check.reopen(EntryStep::TempSymptom).unwrap();
    assert_eq!(again.open_again, Some(EntryStep::TempSymptom), "the second slip is put right as well");
    let check = enter(&enter(&again, &reading(366), 1), &WELL, 1);
    assert_eq!((check.expected(), check.passed), (Some(EntryStep::MaskDisposal), 5));
}

#[test]
fn a_fever_found_by_a_correction_refuses_the_person() {
    let check = at_step_six().reopen(EntryStep::TempSymptom).unwrap();
    let check = enter(&enter(&check, &reading(381), 0), &reading(381), 10);
    assert_eq!((check.state, check.open_again, check.passed), (CheckState::Refused, None, 5));
}

#[test]
fn correcting_an_earlier_step_does_not_end_a_rest() {
    let resting = enter(&at_step_four(), &reading(375), 0);
    let check = resting.reopen(EntryStep::Mask).unwrap();
    assert!(matches!(decide(&check, &reading_by("T-2", 365), 1), Err(StepError::OutOfOrder { .. })));
    let check = enter(&check, &MASK, 1);
    assert_eq!((check.state, check.resting_until), (CheckState::Resting, Some(minute(10))));
    assert_eq!(decide(&check, &reading(365), 1), Err(StepError::Resting { until: minute(10) }));
}

#[test]
fn a_person_can_be_refused_at_the_step_that_is_corrected() {
    let check = at_step_six().reopen(EntryStep::Mask).unwrap();
    assert!(matches!(check.refuse(RefusalReason::HeadLimit), Err(StepError::ReasonNotHere { .. })));
    let refusal = check.refuse(RefusalReason::NotCooperating).unwrap();
    assert!(matches!(refusal, StepDecision::Refuse { step: EntryStep::Mask, .. }));
    assert_eq!(check.after(&refusal).expected(), None);
}
