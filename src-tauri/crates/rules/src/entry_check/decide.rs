//! Deciding a step: input, settings and time in; a decision out. Nothing is changed here.

use chrono::{DateTime, Utc};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{
    CheckState, EntryCheck, EntryStep, RefusalReason, RoundVerdict, StepAction, StepInput, StepOutcome,
    TakenReading,
};
use crate::settings::GateSettings;
use crate::temperature::Tenths;

/// What an input leads to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum StepDecision {
    /// The step is passed; the sixth admits the person.
    Pass {
        /// The step.
        step: EntryStep,
        /// As it was, or after something was put right.
        outcome: StepOutcome,
        /// What was put right.
        action: Option<StepAction>,
    },
    /// With this reading the round is within the limit; now the six questions.
    ReadingKept {
        /// The reading.
        reading: TakenReading,
    },
    /// With this reading two thermometers disagree; a third reading is asked, without a rest.
    ThirdReading {
        /// The reading.
        reading: TakenReading,
    },
    /// With this reading the round is over the limit; the next round follows after a rest.
    Rest {
        /// The reading.
        reading: TakenReading,
        /// The earliest time of the next round. A re-check during the rest leaves it as it was.
        until: DateTime<Utc>,
    },
    /// The person is refused; later steps stay untouched.
    Refuse {
        /// The step at which it happened.
        step: EntryStep,
        /// Why.
        reason: RefusalReason,
        /// The reading that decided it, if one did.
        reading: Option<TakenReading>,
    },
}

/// Why an input is not accepted. The check stays as it was.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema, TS, thiserror::Error)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum StepError {
    /// Another step is due.
    #[error("step {expected} is due, not {given}")]
    OutOfOrder {
        /// The step that is due.
        expected: EntryStep,
        /// The step that was entered.
        given: EntryStep,
    },
    /// The check has ended.
    #[error("the check is {state}")]
    Closed {
        /// How it ended.
        state: CheckState,
    },
    /// The rest is not over; only a re-check (复核) by another thermometer is accepted.
    #[error("resting until {until}")]
    Resting {
        /// The earliest time of the next reading.
        until: DateTime<Utc>,
    },
    /// The reading is no living person's; take it again.
    #[error("{tenths} is not between {lowest} and {highest}")]
    Implausible {
        /// What was entered.
        tenths: Tenths,
        /// The lowest reading that is believed.
        lowest: Tenths,
        /// The highest reading that is believed.
        highest: Tenths,
    },
    /// The questions come after a round within the limit, and there is none: nothing was
    /// measured, the last round was over the limit, or two thermometers disagree.
    #[error("no reading within the limit has been taken")]
    NoReading,
    /// The reason does not belong to the step that is due.
    #[error("nobody is refused as {reason} at step {step}")]
    ReasonNotHere {
        /// The reason that was given.
        reason: RefusalReason,
        /// The step that is due.
        step: EntryStep,
    },
    /// Only readings refuse a person for their temperature, never a clerk.
    #[error("only readings decide over the temperature")]
    DecidedByReadings,
    /// One step is being corrected already; it has to be passed first.
    #[error("step {step} is being corrected already")]
    AlreadyReopened {
        /// The step that is being corrected.
        step: EntryStep,
    },
    /// The step is not passed, so there is nothing in it to correct.
    #[error("there is nothing to correct at step {step}")]
    NothingToCorrect {
        /// The step.
        step: EntryStep,
    },
}

impl EntryCheck {
    /// Decides an input by the settings in force.
    ///
    /// # Errors
    /// [`StepError`] when the input is not the one that is due or cannot be believed.
    pub fn decide(
        &self,
        input: &StepInput,
        settings: &GateSettings,
        now: DateTime<Utc>,
    ) -> Result<StepDecision, StepError> {
        let expected = self.expected().ok_or(StepError::Closed { state: self.state })?;
        let given = input.step();
        if given != expected {
            return Err(StepError::OutOfOrder { expected, given });
        }
        match input {
            StepInput::Mask { replaced } => Ok(pass(given, replaced.then_some(StepAction::MaskReplaced))),
            StepInput::Shoe | StepInput::Hand | StepInput::MaskDisposal => Ok(pass(given, None)),
            StepInput::Form(form) => {
                Ok(pass(given, form.filled_on_site.then_some(StepAction::FormFilledOnSite)))
            }
            StepInput::Temperature { tenths, device } => {
                let round = self.round_at(now);
                let reading = TakenReading { tenths: *tenths, at: now, device: device.clone(), round };
                self.decide_reading(reading, &settings.temperature)
            }
            StepInput::Symptoms(symptoms) => {
                if let Some(until) = self.resting_until.filter(|until| now < *until) {
                    return Err(StepError::Resting { until });
                }
                if self.current_verdict(&settings.temperature) != Some(RoundVerdict::WithinLimit) {
                    return Err(StepError::NoReading);
                }
                if symptoms.any() {
                    return Ok(refuse(given, RefusalReason::Symptoms, None));
                }
                let retested = self.rounds_over_before(self.current_round(), &settings.temperature) > 0;
                Ok(pass(given, retested.then_some(StepAction::Retested)))
            }
        }
    }

    /// Decides to refuse the person at the step that is due, for a reason that the caller has
    /// found; a rest does not have to be sat out for it.
    ///
    /// # Errors
    /// [`StepError`] when the check has ended, or the reason does not belong to the step.
    pub fn refuse(&self, reason: RefusalReason) -> Result<StepDecision, StepError> {
        let step = self.expected().ok_or(StepError::Closed { state: self.state })?;
        if reason == RefusalReason::OverTemperature {
            return Err(StepError::DecidedByReadings);
        }
        if !reason.may_occur_at(step) {
            return Err(StepError::ReasonNotHere { reason, step });
        }
        Ok(refuse(step, reason, None))
    }

    /// The check after the person has gone away by themselves.
    ///
    /// # Errors
    /// [`StepError::Closed`] when the check has already ended.
    pub fn abandon(&self) -> Result<Self, StepError> {
        if !self.is_in_progress() {
            return Err(StepError::Closed { state: self.state });
        }
        Ok(Self { state: CheckState::Abandoned, resting_until: None, open_again: None, ..self.clone() })
    }

    /// The check after a decision has been carried out.
    #[must_use]
    pub fn after(&self, decision: &StepDecision) -> Self {
        let mut next = self.clone();
        match decision {
            // What was corrected had been passed before: the steps after it, and a rest that runs,
            // stay as they are.
            StepDecision::Pass { step, .. } if self.open_again == Some(*step) => next.open_again = None,
            StepDecision::Pass { step, .. } => {
                next.passed = step.number();
                next.state = if next.has_passed_all() { CheckState::Admitted } else { CheckState::Open };
                next.resting_until = None;
            }
            StepDecision::ReadingKept { reading } | StepDecision::ThirdReading { reading } => {
                next.readings.push(reading.clone());
                next.state = CheckState::Open;
                next.resting_until = None;
            }
            StepDecision::Rest { reading, until } => {
                next.readings.push(reading.clone());
                next.state = CheckState::Resting;
                next.resting_until = Some(*until);
            }
            StepDecision::Refuse { reading, .. } => {
                next.readings.extend(reading.clone());
                next.state = CheckState::Refused;
                next.resting_until = None;
                next.open_again = None;
            }
        }
        next
    }
}

fn pass(step: EntryStep, action: Option<StepAction>) -> StepDecision {
    let outcome = if action.is_some() { StepOutcome::PassedAfterAction } else { StepOutcome::Passed };
    StepDecision::Pass { step, outcome, action }
}

pub(super) fn refuse(step: EntryStep, reason: RefusalReason, reading: Option<TakenReading>) -> StepDecision {
    StepDecision::Refuse { step, reason, reading }
}

#[cfg(test)]
mod tests;
