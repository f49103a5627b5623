//! Recording a step: the rules decide, and what they decide is written.

use bidhall_rules::entry_check::{
    CheckState, EntryStep, FormInput, StepAction, StepDecision, StepError, StepInput, StepOutcome,
    TakenReading, Thermometer,
};
use bidhall_rules::temperature::Tenths;
use bidhall_store::checks::{CheckRow, ReadingRow, StepRow, SymptomsRow};

use super::form::{Verified, verify};
use super::refusal::record_refusal;
use super::tags::issue;
use super::{CheckView, StepEntry, StepForm, changed, to_change, view};
use crate::DeskError;
use crate::act::Writing;

/// `gate.step`
///
/// # Errors
/// [`DeskError::StepOutOfOrder`], [`DeskError::CheckClosed`], [`DeskError::CheckResting`],
/// [`DeskError::ReadingImplausible`], [`DeskError::FormIncomplete`] and others that leave the check as
/// it was. A refused person is an answer, not an error.
pub async fn step(act: &mut Writing, form: StepForm) -> Result<CheckView, DeskError> {
    let row = to_change(act, form.check_id).await?;
    let (check, _, readings) = view::entry_check(act, &row).await?;
    let settings = act.gate_settings_of(row.gate_version).await?;
    let input = rule_input(&form.input)?;
    let decision = check.decide(&input, &settings, act.now).map_err(step_error)?;
    act.concerns("check", form.check_id);
    act.note("step", input.step().as_str());
    match &form.input {
        StepEntry::Temperature { device, .. } => {
            let device = device.trim();
            if device.chars().count() > 20 || device.chars().any(char::is_control) {
                return Err(DeskError::field("input.device", "at most 20 characters"));
            }
            if let Some(reading) = reading_of(&decision) {
                let verdict = settings.temperature.judge(reading.tenths).as_str().to_owned();
                let seq = i64::try_from(readings.len()).unwrap_or(i64::MAX - 1) + 1;
                keep_reading(act, &row, reading, seq, verdict, device).await?;
            }
        }
        StepEntry::Symptoms(answers) => {
            let answers = SymptomsRow {
                check_id: row.id,
                fever: answers.fever,
                cough: answers.cough,
                fatigue: answers.fatigue,
                breathless: answers.breathless,
                diarrhoea: answers.diarrhoea,
                contact: answers.contact,
                at: act.now,
                operator_id: act.asker()?.id,
            };
            act.tx.add_symptoms(&answers).await?;
        }
        StepEntry::Form(questionnaire) => {
            return match verify(act, &row, &settings, questionnaire).await? {
                Verified::Clear => {
                    carry_out(act, &row, decision).await?;
                    changed(act, form.check_id).await
                }
                Verified::Refused { reason, blocking } => {
                    let refusal = check.refuse(reason).map_err(step_error)?;
                    if let StepDecision::Refuse { step, reason, .. } = refusal {
                        record_refusal(act, &row, step, reason, String::new(), blocking).await?;
                    }
                    changed(act, form.check_id).await
                }
            };
        }
        StepEntry::Mask { .. } | StepEntry::Shoe | StepEntry::Hand | StepEntry::MaskDisposal => {}
    }
    carry_out(act, &row, decision).await?;
    changed(act, form.check_id).await
}

async fn carry_out(act: &mut Writing, row: &CheckRow, decision: StepDecision) -> Result<(), DeskError> {
    match decision {
        StepDecision::Pass { step, outcome, action } => {
            let last = step == EntryStep::MaskDisposal;
            if last {
                // The tag is what admits: the database may still refuse it to the second of two
                // people of one company who reached this step at the same moment.
                if let Some((reason, blocking)) = issue(act, row).await? {
                    return record_refusal(act, row, step, reason, String::new(), blocking).await;
                }
            }
            record_step(act, row, step, outcome, action).await?;
            if last {
                let now = act.now;
                act.tx.close_check(row.id, CheckState::Admitted.as_str(), now, "").await?;
                act.note("admitted", true);
            }
            Ok(())
        }
        StepDecision::ReadingKept { .. } => Ok(act.tx.resume_check(row.id).await?),
        StepDecision::Rest { until, .. } => {
            act.note("restingUntil", until.to_rfc3339());
            Ok(act.tx.rest_check(row.id, until).await?)
        }
        StepDecision::Refuse { step, reason, .. } => {
            record_refusal(act, row, step, reason, String::new(), None).await
        }
    }
}

/// Writes a step under the settings the check runs under.
pub(super) async fn record_step(
    act: &mut Writing,
    row: &CheckRow,
    step: EntryStep,
    outcome: StepOutcome,
    action: Option<StepAction>,
) -> Result<(), DeskError> {
    let asker = act.asker()?;
    let record = StepRow {
        check_id: row.id,
        step_no: i32::from(step.number()),
        outcome: outcome.as_str().to_owned(),
        action: action.map(|action| action.as_str().to_owned()),
        at: act.now,
        operator_id: asker.id,
        operator_name: asker.name.clone(),
        lane: row.lane.clone(),
        gate_version: row.gate_version,
    };
    Ok(act.tx.add_step(&record, outcome != StepOutcome::Refused).await?)
}

async fn keep_reading(
    act: &mut Writing,
    row: &CheckRow,
    reading: TakenReading,
    seq: i64,
    verdict: String,
    device: &str,
) -> Result<(), DeskError> {
    let record = ReadingRow {
        check_id: row.id,
        seq,
        tenths: reading.tenths.0,
        verdict,
        device: device.to_owned(),
        at: reading.at,
        operator_id: act.asker()?.id,
        gate_version: row.gate_version,
    };
    Ok(act.tx.add_reading(&record).await?)
}

fn reading_of(decision: &StepDecision) -> Option<TakenReading> {
    match decision {
        StepDecision::ReadingKept { reading } | StepDecision::Rest { reading, .. } => Some(*reading),
        StepDecision::Refuse { reading, .. } => *reading,
        StepDecision::Pass { .. } => None,
    }
}

fn rule_input(entry: &StepEntry) -> Result<StepInput, DeskError> {
    Ok(match entry {
        StepEntry::Mask { replaced } => StepInput::Mask { replaced: *replaced },
        StepEntry::Shoe => StepInput::Shoe,
        StepEntry::Hand => StepInput::Hand,
        StepEntry::Temperature { reading, .. } => {
            StepInput::Temperature { tenths: reading_text(reading)?, device: Thermometer::Forehead }
        }
        StepEntry::Symptoms(answers) => StepInput::Symptoms(*answers),
        StepEntry::Form(form) => StepInput::Form(FormInput { filled_on_site: form.filled_on_site }),
        StepEntry::MaskDisposal => StepInput::MaskDisposal,
    })
}

fn reading_text(reading: &str) -> Result<Tenths, DeskError> {
    reading.parse().map_err(|_| DeskError::ReadingUnreadable { reading: reading.chars().take(20).collect() })
}

/// A rule's objection as the user is told.
pub(super) fn step_error(error: StepError) -> DeskError {
    match error {
        StepError::OutOfOrder { expected, given } => DeskError::StepOutOfOrder { expected, given },
        StepError::Closed { state } => DeskError::CheckClosed { state: state.as_str().to_owned() },
        StepError::Resting { until } => DeskError::CheckResting { until },
        StepError::Implausible { tenths, lowest, highest } => DeskError::ReadingImplausible {
            reading: tenths.to_string(),
            lowest: lowest.to_string(),
            highest: highest.to_string(),
        },
        StepError::NoReading => DeskError::ReadingMissing {},
        error @ (StepError::ReasonNotHere { .. } | StepError::DecidedByReadings) => {
            DeskError::field("reason", error)
        }
    }
}
