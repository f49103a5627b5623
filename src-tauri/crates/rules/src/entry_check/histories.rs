//! Whatever is entered in whatever order: no history admits anybody past an open step.

use std::collections::BTreeSet;

use chrono::Duration;
use proptest::prelude::*;

use super::fixtures::{WELL, minute, reading, reading_by};
use super::{
    CheckState, EntryCheck, EntryStep, FormInput, RefusalReason, RoundVerdict, StepDecision, StepInput,
    Symptoms,
};
use crate::settings::GateSettings;

#[derive(Debug, Clone)]
enum Act {
    Enter(StepInput),
    EnterWhatIsDue,
    Refuse(RefusalReason),
    Reopen(EntryStep),
}

fn any_act() -> impl Strategy<Value = Act> {
    let input = prop_oneof![
        any::<bool>().prop_map(|replaced| StepInput::Mask { replaced }),
        Just(StepInput::Shoe),
        Just(StepInput::Hand),
        (340..440).prop_map(reading),
        (360..373).prop_map(reading),
        (355..385, 1..4).prop_map(|(tenths, device)| reading_by(&format!("T-{device}"), tenths)),
        Just(WELL),
        any::<bool>().prop_map(|cough| StepInput::Symptoms(Symptoms { cough, ..Symptoms::default() })),
        any::<bool>().prop_map(|filled_on_site| StepInput::Form(FormInput { filled_on_site })),
        Just(StepInput::MaskDisposal),
    ];
    prop_oneof![
        20 => input.prop_map(Act::Enter),
        20 => Just(Act::EnterWhatIsDue),
        6 => prop::sample::select(EntryStep::ALL).prop_map(Act::Reopen),
        1 => prop::sample::select(RefusalReason::ALL).prop_map(Act::Refuse),
    ]
}

/// An input that brings a check forward, whatever is due.
fn what_is_due(check: &EntryCheck, settings: &GateSettings) -> StepInput {
    match check.expected() {
        Some(EntryStep::Shoe) => StepInput::Shoe,
        Some(EntryStep::Hand) => StepInput::Hand,
        Some(EntryStep::TempSymptom)
            if check.current_verdict(&settings.temperature) == Some(RoundVerdict::WithinLimit) =>
        {
            WELL
        }
        Some(EntryStep::TempSymptom) => reading(365),
        Some(EntryStep::Form) => StepInput::Form(FormInput { filled_on_site: false }),
        Some(EntryStep::MaskDisposal) => StepInput::MaskDisposal,
        Some(EntryStep::Mask) | None => StepInput::Mask { replaced: false },
    }
}

fn check_reopening(before: &EntryCheck, after: &EntryCheck, step: EntryStep) -> Result<(), TestCaseError> {
    prop_assert!(before.is_in_progress());
    prop_assert!(step != EntryStep::MaskDisposal);
    prop_assert_eq!(after.expected(), Some(step), "what is corrected is due");
    prop_assert_eq!(after.passed, before.passed);
    if step == EntryStep::TempSymptom {
        prop_assert!(after.readings.is_empty() && after.resting_until.is_none());
    } else {
        prop_assert!(before.open_again.is_none() && before.has_passed(step));
        prop_assert_eq!(&after.readings, &before.readings);
        prop_assert_eq!(after.resting_until, before.resting_until);
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(800))]

    #[test]
    fn no_history_passes_a_step_before_the_one_before_it(
        acts in prop::collection::vec((any_act(), 0..15_i64), 0..70),
    ) {
        let settings = GateSettings::default();
        let mut check = EntryCheck::begin();
        let mut now = minute(0);
        // What is passed by the decisions alone, without what the check says of itself.
        let mut passed = BTreeSet::new();
        for (act, wait) in acts {
            now += Duration::minutes(wait);
            let before = check.clone();
            let decision = match act {
                Act::Enter(input) => check.decide(&input, &settings, now),
                Act::EnterWhatIsDue => check.decide(&what_is_due(&check, &settings), &settings, now),
                Act::Refuse(reason) => check.refuse(reason),
                Act::Reopen(step) => {
                    if let Ok(reopened) = check.reopen(step) {
                        check_reopening(&before, &reopened, step)?;
                        passed.remove(&step);
                        check = reopened;
                    }
                    continue;
                }
            };
            let Ok(decision) = decision else { continue };
            check = check.after(&decision);

            prop_assert!(before.is_in_progress(), "nothing is accepted once a check has ended");
            prop_assert_eq!(check.state == CheckState::Resting, check.resting_until.is_some());
            prop_assert!(check.readings.starts_with(&before.readings), "no reading is ever lost");
            prop_assert!(check.readings.is_sorted_by_key(|taken| taken.round));
            match decision {
                StepDecision::Pass { step, .. } => {
                    prop_assert_eq!(before.expected(), Some(step));
                    prop_assert_eq!(check.open_again, None);
                    let earlier = EntryStep::ALL.iter().filter(|earlier| **earlier < step);
                    prop_assert!(earlier.copied().all(|earlier| passed.contains(&earlier)));
                    passed.insert(step);
                    if step == EntryStep::TempSymptom {
                        let verdict = before.current_verdict(&settings.temperature);
                        prop_assert_eq!(verdict, Some(RoundVerdict::WithinLimit));
                        prop_assert!(before.resting_until.is_none());
                    }
                }
                StepDecision::Refuse { step, reason, .. } => {
                    prop_assert!(reason.may_occur_at(step));
                    prop_assert_eq!(before.expected(), Some(step));
                    prop_assert_eq!(check.state, CheckState::Refused);
                    prop_assert_eq!(check.passed, before.passed);
                }
                StepDecision::ReadingKept { .. }
                | StepDecision::ThirdReading { .. }
                | StepDecision::Rest { .. } => {
                    prop_assert_eq!(before.expected(), Some(EntryStep::TempSymptom));
                    prop_assert_eq!(check.passed, before.passed);
                    prop_assert_eq!(check.open_again, before.open_again);
                }
            }
            let all = passed.len() == EntryStep::ALL.len();
            prop_assert_eq!(check.state == CheckState::Admitted, all, "six passed, and only then");
            prop_assert_eq!(check.has_passed_all(), all);
        }
    }
}
