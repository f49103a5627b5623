//! The register of the gate.

use bidhall_printouts::{GateRegister, GateRow, Paper};
use bidhall_rules::entry_check::{CheckState, EntryStep, RefusalReason, StepOutcome};
use bidhall_rules::phone::PhoneNumber;
use bidhall_rules::questionnaire::Answers;
use bidhall_rules::sealing::Opening;
use bidhall_rules::secrecy::names_open;
use bidhall_rules::tags::TagCode;
use bidhall_store::checks::CheckRow;
use bidhall_store::history::CheckHistory;
use chrono::NaiveDate;

use super::Draft;
use crate::DeskError;
use crate::act::{Reading, word};
use crate::gate::{names, person};
use crate::seals::fields;

/// The register of the day's opened sessions; while none has opened, an empty form. A number of rows
/// of a session that has not opened would tell how many come.
pub(super) async fn register(act: &mut Reading, day: NaiveDate, blank: bool) -> Result<Draft, DeskError> {
    let now = act.now;
    let sessions = act.tx.sessions_of_day(day).await?;
    let opened: Vec<_> = sessions.into_iter().filter(|row| names_open(row.deadline, now)).collect();
    let rows = if blank || opened.is_empty() {
        None
    } else {
        let (from, until) = act.zone.day_bounds(day);
        let mut rows = Vec::new();
        for check in act.tx.checks_between(from, until).await? {
            if let Some(session) = opened.iter().find(|row| row.id == check.session_id) {
                rows.push(row(act, check, session.code.clone()).await?);
            }
        }
        Some(rows)
    };
    let (centre, rehearsal) = (act.centre.clone(), act.rehearsal);
    let paper = Paper::GateRegister(GateRegister { centre, day, rows, rehearsal });
    Ok(Draft { paper, file_name: format!("进场登记表-{day}.pdf"), notice: None })
}

/// The telephone of a person, as it was entered.
pub(super) fn phone(text: &str) -> Result<PhoneNumber, DeskError> {
    PhoneNumber::parse(text).map_err(|error| DeskError::internal(&error))
}

async fn row(act: &mut Reading, check: CheckRow, session_code: String) -> Result<GateRow, DeskError> {
    let known = match check.person_id {
        Some(id) => person(act, id, Opening::Paper).await?,
        None => None,
    };
    let CheckHistory { readings, steps, .. } = act.tx.check_history(check.id).await?;
    let asked = EntryStep::TempSymptom.number();
    let passed = |step: &&bidhall_store::steps::StepRow| {
        step.step_no == i32::from(asked) && step.outcome != StepOutcome::Refused.as_str()
    };
    let well = steps.iter().any(|step| passed(&step));
    let refusal = act.tx.refusal_of_check(check.id).await?;
    let ill = refusal.is_some_and(|refusal| refusal.reason == RefusalReason::Symptoms.as_str());
    let tag = act.tx.tag_of_check(check.id).await?;
    let given = names(act, &check, Opening::Paper)?.person;
    let code = |code: &str| TagCode::parse(code).map_err(|error| DeskError::internal(&error));
    Ok(GateRow {
        at: act.zone.time_of(check.opened_at),
        session_code,
        role: check.role.as_deref().map(word).transpose()?,
        name: given.or_else(|| known.as_ref().map(|person| person.name.clone())),
        document: known.as_ref().map(|person| person.document.clone()),
        phone: known.as_ref().map(|person| phone(&person.phone)).transpose()?,
        readings: readings.iter().filter(|row| row.void_at.is_none()).map(|row| row.tenths).collect(),
        symptoms: match (ill, well) {
            (true, _) => "有",
            (false, true) => "无",
            (false, false) => "",
        }
        .to_owned(),
        stays: stays(act, &check).await?,
        tag: tag.as_ref().map(|tag| code(&tag.code)).transpose()?,
        result: result(word(&check.state)?).to_owned(),
        checker: check.holder_name,
    })
}

async fn stays(act: &mut Reading, check: &CheckRow) -> Result<String, DeskError> {
    let Some(kept) = act.tx.latest_answers(check.id).await? else { return Ok(String::new()) };
    let answers: Answers = act.open_stored(fields::ANSWERS, check.id, &kept, Opening::Paper)?;
    let places: Vec<String> = answers.stays.into_iter().flatten().map(|stay| stay.place).collect();
    Ok(if places.is_empty() { "无".to_owned() } else { places.join("、") })
}

const fn result(state: CheckState) -> &'static str {
    match state {
        CheckState::Open | CheckState::Resting => "检查中",
        CheckState::Admitted => "放行",
        CheckState::Refused => "劝返",
        CheckState::Abandoned => "离开",
    }
}
