//! Taking a passed step up again: what was recorded stays, and beside it stands why it does not count.

use bidhall_rules::clashes::ClashKind;
use bidhall_rules::entry_check::EntryStep;
use bidhall_rules::temperature::Reading as Verdict;
use bidhall_store::corrections::StepCorrectionRow;
use bidhall_store::questionnaires::ClashRow;

use super::steps::step_error;
use super::{CheckView, CorrectionForm, changed, held, note_text, shown};
use crate::DeskError;
use crate::act::Writing;
use crate::seals::fields;

/// `gate.correct`
///
/// # Errors
/// [`DeskError::NothingToCorrect`], [`DeskError::CorrectionOpen`], [`DeskError::CheckClosed`],
/// [`DeskError::CheckHeldByOther`].
pub async fn correct(act: &mut Writing, form: CorrectionForm) -> Result<CheckView, DeskError> {
    let row = held(act, form.check_id).await?;
    let reason = note_text(act, "reason", &form.reason, 2, 200).await?;
    let (check, history) = shown::entry_check(act, &row).await?;
    let reopened = check.reopen(form.step).map_err(step_error)?;
    let (now, asker) = (act.now, act.asker()?.clone());
    if form.step == EntryStep::TempSymptom {
        let counted: Vec<_> = history.readings.iter().filter(|reading| reading.void_at.is_none()).collect();
        let reason = act.seal(fields::READING_VOID, row.id, &reason)?;
        for reading in &counted {
            act.tx.void_reading(row.id, reading.seq, &reason, now, asker.id).await?;
        }
        // A fever that is corrected away is for supervision to look at.
        if counted.iter().any(|reading| reading.verdict == Verdict::OverLimit.as_str()) {
            let clash = ClashRow {
                check_id: row.id,
                kind: ClashKind::FeverReadingCorrected.as_str().to_owned(),
                other_check_id: None,
                at: now,
            };
            act.tx.add_clash(&clash).await?;
        }
        act.tx.resume_check(row.id).await?;
    }
    if reopened.open_again == Some(form.step) {
        let record = StepCorrectionRow {
            check_id: row.id,
            step_no: i32::from(form.step.number()),
            outcome: "reopened".to_owned(),
            action: None,
            reason: Some(act.seal(fields::STEP_REOPENED, row.id, &reason)?),
            at: now,
            operator_id: asker.id,
            operator_name: asker.name,
            lane: row.lane,
            gate_version: row.gate_version,
        };
        act.tx.correct_step(&record).await?;
    }
    act.concerns("check", form.check_id);
    act.note("step", form.step.as_str());
    changed(act, form.check_id).await
}
