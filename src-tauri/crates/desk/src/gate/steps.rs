//! Recording a step: the rules decide, and what they decide is written.

use std::sync::Arc;

use bidhall_rules::entry_check::{
    CheckState, EntryCheck, EntryStep, FormInput, StepAction, StepDecision, StepError, StepInput,
    StepOutcome, TakenReading,
};
use bidhall_rules::settings::GateSettings;
use bidhall_rules::temperature::Tenths;
use bidhall_store::Sealed;
use bidhall_store::checks::CheckRow;
use bidhall_store::corrections::StepCorrectionRow;
use bidhall_store::steps::{ReadingRow, StepRow, SymptomsRow};
use bidhall_store::tags::TagRow;

use super::form::{HandedIn, hand_in};
use super::issue::{Issued, issue};
use super::refusal::record_refusal;
use super::shown::Known;
use super::{CheckView, StepEntry, StepForm, changed, held_with_history, shown};
use crate::DeskError;
use crate::act::Writing;

/// A check as a step finds it: its row, and what the rules make of its history.
pub(super) struct Standing {
    pub(super) row: CheckRow,
    pub(super) check: EntryCheck,
    pub(super) settings: Arc<GateSettings>,
}

/// What a step changed.
struct Changes {
    row: CheckRow,
    step: Option<StepRow>,
    issued: Option<TagRow>,
}

/// How a step left the check, so that it need not be read again.
enum Left {
    /// All that changed.
    As(Box<Changes>),
    /// More than is worth following.
    ReadAgain,
}

/// `gate.step`
///
/// # Errors
/// [`DeskError::StepOutOfOrder`], [`DeskError::CheckClosed`], [`DeskError::CheckHeldByOther`],
/// [`DeskError::CheckResting`], [`DeskError::ReadingImplausible`] and others that leave the check as it
/// was. A refused person is an answer, not an error, and so is a questionnaire that lacks something.
pub async fn step(act: &mut Writing, form: StepForm) -> Result<CheckView, DeskError> {
    let (row, mut history) = held_with_history(act, form.check_id).await?;
    let check = shown::check_of(&row, &history)?;
    let settings = act.gate_settings_of(row.gate_version).await?;
    let mut standing = Standing { row, check, settings };
    let input = rule_input(&form.input)?;
    let decision = standing.check.decide(&input, &standing.settings, act.now).map_err(step_error)?;
    act.concerns("check", form.check_id);
    act.note("step", input.step().as_str());
    let mut met = None;
    match &form.input {
        StepEntry::Temperature { .. } => {
            let seq = i64::try_from(history.readings.len()).unwrap_or(i64::MAX - 1) + 1;
            if let Some(reading) = reading_of(&decision) {
                history.readings.push(keep_reading(act, &standing, reading, seq).await?);
            }
        }
        StepEntry::Symptoms(answers) => {
            let answers = SymptomsRow {
                check_id: standing.row.id,
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
        StepEntry::Form(answers) => match hand_in(act, &standing, answers).await? {
            HandedIn::Clear { row, person, answers } => {
                standing.row = *row;
                history.answers = Some(answers);
                met = Some(person);
            }
            HandedIn::Unsettled => return changed(act, form.check_id).await,
            HandedIn::Refused { reason, blocking } => {
                let refusal = standing.check.refuse(reason).map_err(step_error)?;
                if let StepDecision::Refuse { step, reason, .. } = refusal {
                    record_refusal(act, &standing, step, reason, String::new(), blocking).await?;
                }
                return changed(act, form.check_id).await;
            }
        },
        StepEntry::Mask { .. } | StepEntry::Shoe | StepEntry::Hand | StepEntry::MaskDisposal => {}
    }
    match carry_out(act, &standing, decision).await? {
        Left::As(changes) => {
            let Changes { row, step, issued } = *changes;
            history.steps.extend(step);
            shown::view_with(act, &row, Known { history, person: met, issued }).await
        }
        Left::ReadAgain => changed(act, form.check_id).await,
    }
}

/// Writes what was decided.
async fn carry_out(
    act: &mut Writing,
    standing: &Standing,
    decision: StepDecision,
) -> Result<Left, DeskError> {
    let mut row = standing.row.clone();
    let (mut recorded, mut issued) = (None, None);
    match decision {
        StepDecision::Pass { step, outcome, action } => {
            let last = step == EntryStep::MaskDisposal;
            if last {
                // The tag is what admits: the database may still refuse it to the second of two
                // people of one company who reached this step at the same moment.
                match issue(act, &standing.row, &standing.settings).await? {
                    Issued::Tag(tag) => issued = Some(*tag),
                    Issued::Refused(reason, blocking) => {
                        record_refusal(act, standing, step, reason, String::new(), blocking).await?;
                        return Ok(Left::ReadAgain);
                    }
                }
            }
            recorded = record_step(act, standing, step, outcome, action).await?;
            if recorded.is_none() {
                return Ok(Left::ReadAgain);
            }
            if last {
                let (state, now) = (CheckState::Admitted.as_str(), act.now);
                act.tx.close_check(row.id, state, now, &Sealed::default()).await?;
                act.note("admitted", true);
                state.clone_into(&mut row.state);
                (row.closed_at, row.resting_until) = (Some(now), None);
            }
        }
        StepDecision::ReadingKept { .. } | StepDecision::ThirdReading { .. } => {
            act.tx.resume_check(row.id).await?;
            CheckState::Open.as_str().clone_into(&mut row.state);
            row.resting_until = None;
        }
        StepDecision::Rest { until, .. } => {
            act.note("restingUntil", until.to_rfc3339());
            act.tx.rest_check(row.id, until).await?;
            return Ok(Left::ReadAgain);
        }
        StepDecision::Refuse { step, reason, .. } => {
            record_refusal(act, standing, step, reason, String::new(), None).await?;
            return Ok(Left::ReadAgain);
        }
    }
    Ok(Left::As(Box::new(Changes { row, step: recorded, issued })))
}

/// Writes how a step ended: as its first row, which is given, or beside it when it was taken up again.
pub(super) async fn record_step(
    act: &mut Writing,
    standing: &Standing,
    step: EntryStep,
    outcome: StepOutcome,
    action: Option<StepAction>,
) -> Result<Option<StepRow>, DeskError> {
    let asker = act.asker()?.clone();
    let row = &standing.row;
    let action = action.map(|action| action.as_str().to_owned());
    if standing.check.open_again == Some(step) {
        let record = StepCorrectionRow {
            check_id: row.id,
            step_no: i32::from(step.number()),
            outcome: outcome.as_str().to_owned(),
            action,
            reason: None,
            at: act.now,
            operator_id: asker.id,
            operator_name: asker.name,
            lane: row.lane.clone(),
            gate_version: row.gate_version,
        };
        act.tx.correct_step(&record).await?;
        return Ok(None);
    }
    let record = StepRow {
        check_id: row.id,
        step_no: i32::from(step.number()),
        outcome: outcome.as_str().to_owned(),
        action,
        at: act.now,
        operator_id: asker.id,
        operator_name: asker.name,
        lane: row.lane.clone(),
        gate_version: row.gate_version,
    };
    act.tx.add_step(&record, outcome != StepOutcome::Refused).await?;
    Ok(Some(record))
}

async fn keep_reading(
    act: &mut Writing,
    standing: &Standing,
    reading: &TakenReading,
    seq: i64,
) -> Result<ReadingRow, DeskError> {
    let asker = act.asker()?.clone();
    let record = ReadingRow {
        check_id: standing.row.id,
        seq,
        tenths: reading.tenths.0,
        verdict: standing.settings.temperature.judge(reading.tenths).as_str().to_owned(),
        device: reading.device.clone(),
        at: reading.at,
        operator_id: asker.id,
        operator_name: asker.name,
        gate_version: standing.row.gate_version,
        round: i32::try_from(reading.round).unwrap_or(i32::MAX),
        void_reason: None,
        void_at: None,
        void_by: None,
    };
    act.tx.add_reading(&record).await?;
    Ok(record)
}

fn reading_of(decision: &StepDecision) -> Option<&TakenReading> {
    match decision {
        StepDecision::ReadingKept { reading }
        | StepDecision::ThirdReading { reading }
        | StepDecision::Rest { reading, .. } => Some(reading),
        StepDecision::Refuse { reading, .. } => reading.as_ref(),
        StepDecision::Pass { .. } => None,
    }
}

fn rule_input(entry: &StepEntry) -> Result<StepInput, DeskError> {
    Ok(match entry {
        StepEntry::Mask { replaced } => StepInput::Mask { replaced: *replaced },
        StepEntry::Shoe => StepInput::Shoe,
        StepEntry::Hand => StepInput::Hand,
        StepEntry::Temperature { reading, device } => {
            let device = device.trim();
            if device.chars().count() > 20 || device.chars().any(char::is_control) {
                return Err(DeskError::field("input.device", "at most 20 characters"));
            }
            StepInput::Temperature { tenths: reading_text(reading)?, device: device.to_owned() }
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
        StepError::AlreadyReopened { step } => DeskError::CorrectionOpen { step },
        StepError::NothingToCorrect { step } => DeskError::NothingToCorrect { step },
        error @ (StepError::ReasonNotHere { .. } | StepError::DecidedByReadings) => {
            DeskError::field("reason", error)
        }
    }
}
