//! Correcting a step: it becomes due again. What was recorded first stays with the caller.

use super::{CheckState, EntryCheck, EntryStep, StepError};

impl EntryCheck {
    /// The check with a step due again, so that it can be entered anew.
    ///
    /// A passed step is reopened as [`open_again`](Self::open_again), and the steps after it
    /// keep what was passed; a rest that runs goes on. Of [`EntryStep::TempSymptom`] the
    /// readings are void and are measured anew, which ends a rest; that is also possible while
    /// the step is due and has readings, passed before or not. [`EntryStep::MaskDisposal`]
    /// closes the check and cannot be corrected.
    ///
    /// # Errors
    /// [`StepError::Closed`] when the check has ended, [`StepError::AlreadyReopened`] while
    /// another correction is not finished, [`StepError::NothingToCorrect`] when the step is
    /// not passed or has no readings to void.
    pub fn reopen(&self, step: EntryStep) -> Result<Self, StepError> {
        let due = self.expected().ok_or(StepError::Closed { state: self.state })?;
        let voids_due_readings = step == EntryStep::TempSymptom && step == due && !self.readings.is_empty();
        if let (Some(step), false) = (self.open_again, voids_due_readings) {
            return Err(StepError::AlreadyReopened { step });
        }
        let may_reopen = step != EntryStep::MaskDisposal && self.has_passed(step);
        if !may_reopen && !voids_due_readings {
            return Err(StepError::NothingToCorrect { step });
        }
        let mut next = self.clone();
        if may_reopen {
            next.open_again = Some(step);
        }
        if step == EntryStep::TempSymptom {
            next.readings.clear();
            next.state = CheckState::Open;
            next.resting_until = None;
        }
        Ok(next)
    }
}

#[cfg(test)]
mod tests;
