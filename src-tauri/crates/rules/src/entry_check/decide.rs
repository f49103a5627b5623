//! Deciding a step: input, settings and time in; a decision out. Nothing is changed here.

use chrono::{DateTime, Duration, Utc};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{
    CheckState, EntryCheck, EntryStep, RefusalReason, StepAction, StepInput, StepOutcome, TakenReading,
};
use crate::settings::GateSettings;
use crate::temperature::{Reading, Tenths};

/// What an input leads to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
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
    /// The reading is within the limit; now the six questions.
    ReadingKept {
        /// The reading.
        reading: TakenReading,
    },
    /// The reading is over the limit; it is repeated after a rest.
    Rest {
        /// The reading.
        reading: TakenReading,
        /// The earliest time of the next reading.
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
    /// The rest is not over.
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
    /// The questions come after a reading within the limit, and there is none.
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
        match *input {
            StepInput::Mask { replaced } => Ok(pass(given, replaced.then_some(StepAction::MaskReplaced))),
            StepInput::Shoe | StepInput::Hand | StepInput::MaskDisposal => Ok(pass(given, None)),
            StepInput::Form(form) => {
                Ok(pass(given, form.filled_on_site.then_some(StepAction::FormFilledOnSite)))
            }
            StepInput::Temperature { tenths, .. } => {
                self.decide_reading(TakenReading { tenths, at: now }, settings)
            }
            StepInput::Symptoms(symptoms) => {
                self.still_resting(now)?;
                let last = self.readings.last().ok_or(StepError::NoReading)?;
                if settings.temperature.judge(last.tenths) != Reading::WithinLimit {
                    return Err(StepError::NoReading);
                }
                if symptoms.any() {
                    return Ok(refuse(given, RefusalReason::Symptoms, None));
                }
                let retested = self.readings_over(settings) > 0;
                Ok(pass(given, retested.then_some(StepAction::Retested)))
            }
        }
    }

    fn decide_reading(
        &self,
        reading: TakenReading,
        settings: &GateSettings,
    ) -> Result<StepDecision, StepError> {
        self.still_resting(reading.at)?;
        let rule = &settings.temperature;
        match rule.judge(reading.tenths) {
            Reading::Implausible => Err(StepError::Implausible {
                tenths: reading.tenths,
                lowest: rule.lowest_plausible_tenths,
                highest: rule.highest_plausible_tenths,
            }),
            Reading::WithinLimit => Ok(StepDecision::ReadingKept { reading }),
            Reading::OverLimit if self.readings_over(settings) < rule.retests => {
                let until = reading.at + Duration::minutes(rule.rest_minutes.into());
                Ok(StepDecision::Rest { reading, until })
            }
            Reading::OverLimit => {
                Ok(refuse(EntryStep::TempSymptom, RefusalReason::OverTemperature, Some(reading)))
            }
        }
    }

    fn still_resting(&self, now: DateTime<Utc>) -> Result<(), StepError> {
        match self.resting_until {
            Some(until) if now < until => Err(StepError::Resting { until }),
            Some(_) | None => Ok(()),
        }
    }

    fn readings_over(&self, settings: &GateSettings) -> u32 {
        let is_over = |taken: &&TakenReading| settings.temperature.judge(taken.tenths) == Reading::OverLimit;
        u32::try_from(self.readings.iter().filter(is_over).count()).unwrap_or(u32::MAX)
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
        Ok(Self { state: CheckState::Abandoned, resting_until: None, ..self.clone() })
    }

    /// The check after a decision has been carried out.
    #[must_use]
    pub fn after(&self, decision: &StepDecision) -> Self {
        let mut next = self.clone();
        match *decision {
            StepDecision::Pass { step, .. } => {
                next.passed = step.number();
                next.state = if step.next().is_some() { CheckState::Open } else { CheckState::Admitted };
                next.resting_until = None;
            }
            StepDecision::ReadingKept { reading } => {
                next.readings.push(reading);
                next.state = CheckState::Open;
                next.resting_until = None;
            }
            StepDecision::Rest { reading, until } => {
                next.readings.push(reading);
                next.state = CheckState::Resting;
                next.resting_until = Some(until);
            }
            StepDecision::Refuse { reading, .. } => {
                next.readings.extend(reading);
                next.state = CheckState::Refused;
                next.resting_until = None;
            }
        }
        next
    }
}

fn pass(step: EntryStep, action: Option<StepAction>) -> StepDecision {
    let outcome = if action.is_some() { StepOutcome::PassedAfterAction } else { StepOutcome::Passed };
    StepDecision::Pass { step, outcome, action }
}

fn refuse(step: EntryStep, reason: RefusalReason, reading: Option<TakenReading>) -> StepDecision {
    StepDecision::Refuse { step, reason, reading }
}

#[cfg(test)]
mod tests;
