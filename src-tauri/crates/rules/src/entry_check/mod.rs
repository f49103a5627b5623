//! The six steps at the gate (六步式进场检查): in order, none skipped, and a refusal stops the
//! sequence.

mod correct;
mod decide;
mod input;
mod rounds;

#[cfg(test)]
mod fixtures;
#[cfg(test)]
mod histories;

use chrono::{DateTime, Utc};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::words::words;

pub use decide::{StepDecision, StepError};
pub use input::{FormInput, StepInput, Symptoms};
pub use rounds::{RoundVerdict, TakenReading};

words! {
    /// A step, in the order of the sequence.
    pub enum EntryStep {
        /// 佩戴口罩: wear a mask that fits the rule.
        Mask = "mask",
        /// 脚踩84: shoes over the disinfecting mat.
        Shoe = "shoe",
        /// 手喷酒精: alcohol on the hands.
        Hand = "hand",
        /// 测温问体: temperature, then the six questions.
        TempSymptom = "temp_symptom",
        /// 递表核实: the health questionnaire is handed in and verified.
        Form = "form",
        /// 废罩密封: the old mask is sealed and discarded.
        MaskDisposal = "mask_disposal",
    }
}

impl EntryStep {
    /// The place in the sequence, 1 to 6.
    #[must_use]
    pub const fn number(self) -> u8 {
        match self {
            Self::Mask => 1,
            Self::Shoe => 2,
            Self::Hand => 3,
            Self::TempSymptom => 4,
            Self::Form => 5,
            Self::MaskDisposal => 6,
        }
    }

    /// The step at a place, 1 to 6.
    #[must_use]
    pub fn from_number(number: u8) -> Option<Self> {
        Self::ALL.iter().copied().find(|step| step.number() == number)
    }

    /// The step after this one.
    #[must_use]
    pub fn next(self) -> Option<Self> {
        Self::from_number(self.number() + 1)
    }
}

words! {
    /// How a step ended.
    pub enum StepOutcome {
        /// Passed as it was.
        Passed = "passed",
        /// Passed after something was put right.
        PassedAfterAction = "passed_after_action",
        /// The person was refused at this step.
        Refused = "refused",
    }
}

words! {
    /// What was put right so that a step could pass.
    pub enum StepAction {
        /// A new mask was given; the stock is one less.
        MaskReplaced = "mask_replaced",
        /// The readings after a rest were within the limit.
        Retested = "retested",
        /// The questionnaire was filled on site.
        FormFilledOnSite = "form_filled_on_site",
    }
}

words! {
    /// Why a person is refused.
    pub enum RefusalReason {
        /// Over the limit again after every rest.
        OverTemperature = "over_temperature",
        /// One of the six questions was answered with yes.
        Symptoms = "symptoms",
        /// A delegate of the same company is already inside (一公司一人).
        CompanyAlreadyInside = "company_already_inside",
        /// The same person is already inside.
        PersonAlreadyInside = "person_already_inside",
        /// The unit has as many people inside as it may.
        HeadLimit = "head_limit",
        /// Will not fill the questionnaire.
        FormRefused = "form_refused",
        /// Will not do what a step asks.
        NotCooperating = "not_cooperating",
        /// Stayed in a key region within the observed days, and no isolated lane can take
        /// them.
        KeyRegionStay = "key_region_stay",
        /// Comes for nothing that takes place today.
        NotRegisteredToday = "not_registered_today",
    }
}

impl RefusalReason {
    /// The steps at which a person can be refused for this reason. Identity is first learned
    /// from the questionnaire, so every reason that needs it belongs there.
    #[must_use]
    pub const fn steps(self) -> &'static [EntryStep] {
        match self {
            Self::OverTemperature => &[EntryStep::TempSymptom],
            Self::Symptoms | Self::KeyRegionStay => &[EntryStep::TempSymptom, EntryStep::Form],
            Self::CompanyAlreadyInside
            | Self::PersonAlreadyInside
            | Self::HeadLimit
            | Self::FormRefused
            | Self::NotRegisteredToday => &[EntryStep::Form],
            Self::NotCooperating => EntryStep::ALL,
        }
    }

    /// Whether a person can be refused for this reason at a step.
    #[must_use]
    pub fn may_occur_at(self, step: EntryStep) -> bool {
        self.steps().contains(&step)
    }
}

words! {
    /// Where a check stands.
    pub enum CheckState {
        /// In progress.
        Open = "open",
        /// In progress, resting before the temperature is taken again.
        Resting = "resting",
        /// All six steps passed.
        Admitted = "admitted",
        /// Refused at some step.
        Refused = "refused",
        /// The person went away.
        Abandoned = "abandoned",
    }
}

/// One person's passage through the six steps, as far as it has come.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct EntryCheck {
    /// Where it stands.
    pub state: CheckState,
    /// How many steps are passed, 0 to 6; they are the first ones.
    pub passed: u8,
    /// The plausible readings so far, in the order they were taken.
    pub readings: Vec<TakenReading>,
    /// Until when the person rests, while [`CheckState::Resting`].
    pub resting_until: Option<DateTime<Utc>>,
    /// The passed step that is being corrected: it is due again, before any other.
    #[serde(default)]
    pub open_again: Option<EntryStep>,
}

impl EntryCheck {
    /// A check that has just begun.
    #[must_use]
    pub const fn begin() -> Self {
        Self {
            state: CheckState::Open,
            passed: 0,
            readings: Vec::new(),
            resting_until: None,
            open_again: None,
        }
    }

    /// Whether the check is still in progress.
    #[must_use]
    pub const fn is_in_progress(&self) -> bool {
        matches!(self.state, CheckState::Open | CheckState::Resting)
    }

    /// The step that is due: the one that is being corrected, else the first that is not
    /// passed; `None` once the check is closed.
    #[must_use]
    pub fn expected(&self) -> Option<EntryStep> {
        if !self.is_in_progress() {
            return None;
        }
        self.open_again.or_else(|| EntryStep::from_number(self.passed.saturating_add(1)))
    }

    /// Whether a step is passed and not being corrected.
    #[must_use]
    pub fn has_passed(&self, step: EntryStep) -> bool {
        step.number() <= self.passed && self.open_again != Some(step)
    }

    /// Whether all six steps are passed and none is being corrected.
    #[must_use]
    pub fn has_passed_all(&self) -> bool {
        EntryStep::ALL.iter().all(|step| self.has_passed(*step))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_six_steps_follow_one_another() {
        let numbers: Vec<u8> = EntryStep::ALL.iter().map(|step| step.number()).collect();
        assert_eq!(numbers, [1, 2, 3, 4, 5, 6]);
        for pair in EntryStep::ALL.windows(2) {
            assert_eq!(pair[0].next(), Some(pair[1]));
        }
        assert_eq!(EntryStep::MaskDisposal.next(), None);
        assert_eq!(EntryStep::from_number(0), None);
    }

    #[test]
    fn a_reason_that_needs_an_identity_waits_for_the_questionnaire() {
        assert!(RefusalReason::CompanyAlreadyInside.may_occur_at(EntryStep::Form));
        assert!(!RefusalReason::CompanyAlreadyInside.may_occur_at(EntryStep::TempSymptom));
        assert!(EntryStep::ALL.iter().all(|step| RefusalReason::NotCooperating.may_occur_at(*step)));
    }

    #[test]
    fn a_check_begins_with_the_mask() {
        assert_eq!(EntryCheck::begin().expected(), Some(EntryStep::Mask));
        assert!(!EntryCheck::begin().has_passed_all());
    }

    #[test]
    fn a_check_recorded_before_corrections_existed_is_still_read() {
        let mut json = serde_json::to_value(EntryCheck::begin()).unwrap();
        json.as_object_mut().unwrap().remove("openAgain");
        assert_eq!(serde_json::from_value::<EntryCheck>(json).unwrap(), EntryCheck::begin());
    }
}
