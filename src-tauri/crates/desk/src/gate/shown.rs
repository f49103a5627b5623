//! Showing a check. Who the person is, and for whom they come, is shown to the clerk who is checking
//! them and, until the opening, to nobody else.

use bidhall_rules::entry_check::{
    CheckState, EntryCheck, EntryStep, RoundVerdict, StepOutcome, TakenReading,
};
use bidhall_rules::ids::{CheckId, RefusalId, SessionId};
use bidhall_rules::questionnaire::Answers;
use bidhall_rules::sealing::Opening;
use bidhall_rules::secrecy::names_open;
use bidhall_rules::sessions::AttendanceRole;
use bidhall_rules::temperature::Tenths;
use bidhall_store::Sealed;
use bidhall_store::checks::CheckRow;
use bidhall_store::corrections::{MoveRow, StepCorrectionRow};
use bidhall_store::history::CheckHistory;
use bidhall_store::steps::{ReadingRow, StepRow};
use bidhall_store::tags::TagRow;
use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::companies::{Question, ask};
use super::form::{code_needed, company_of, examined, unclear_place};
use super::identity::{Names, Person, names, person};
use super::steps::Standing;
use super::tags::{TagHistory, tag_view, tag_view_with};
use super::view::{
    CheckCard, CheckView, CompanyAskView, CorrectionOutcome, CorrectionView, KeyRegionView, MoveKind,
    MoveView, PersonView, QuestionnaireView, ReadingView, StepView, VoidView,
};
use super::{After, cases};
use crate::DeskError;
use crate::act::{Reading, word};
use crate::seals::fields;

/// The check as the rules see it, and the rows that make it up.
pub(super) async fn entry_check(
    act: &mut Reading,
    row: &CheckRow,
) -> Result<(EntryCheck, CheckHistory), DeskError> {
    let history = act.tx.check_history(row.id).await?;
    Ok((check_of(row, &history)?, history))
}

/// The check as the rules see it.
pub(super) fn check_of(row: &CheckRow, history: &CheckHistory) -> Result<EntryCheck, DeskError> {
    let refused = StepOutcome::Refused.as_str();
    let passed = history.steps.iter().filter(|step| step.outcome != refused).count();
    let open_again = match history.corrections.last().filter(|last| last.outcome == REOPENED) {
        Some(last) => Some(step_of(last.step_no)?),
        None => None,
    };
    Ok(EntryCheck {
        state: word(&row.state)?,
        passed: u8::try_from(passed).unwrap_or(u8::MAX),
        readings: history
            .readings
            .iter()
            .filter(|reading| reading.void_at.is_none())
            .map(|reading| TakenReading {
                tenths: Tenths(reading.tenths),
                at: reading.at,
                device: reading.device.clone(),
                round: u32::try_from(reading.round).unwrap_or(1),
            })
            .collect(),
        resting_until: row.resting_until,
        open_again,
    })
}

/// The word that a correction begins with.
const REOPENED: &str = "reopened";

fn step_of(number: i32) -> Result<EntryStep, DeskError> {
    u8::try_from(number)
        .ok()
        .and_then(EntryStep::from_number)
        .ok_or_else(|| DeskError::not_found("step", number))
}

/// Why who asks may see the person of a check.
fn why(act: &Reading, row: &CheckRow) -> Opening {
    if names_open(row.session_deadline, act.now) { Opening::AfterOpening } else { Opening::OwnRecord }
}

/// Whether who asks may see the person of a check: after the opening, or while holding the open
/// check (招标投标法 art. 22, 52).
fn may_see_person(act: &Reading, row: &CheckRow, opens_at: DateTime<Utc>) -> bool {
    holds(act, row) || names_open(opens_at, act.now)
}

fn holds(act: &Reading, row: &CheckRow) -> bool {
    row.closed_at.is_none() && act.asker.as_ref().is_some_and(|asker| asker.id == row.holder_id)
}

pub(super) async fn check_card(act: &mut Reading, row: &CheckRow) -> Result<CheckCard, DeskError> {
    let (check, history) = entry_check(act, row).await?;
    let seen = may_see_person(act, row, row.session_deadline);
    let person = match row.person_id.filter(|_| seen) {
        Some(id) => person(act, id, why(act, row)).await?,
        None => None,
    };
    card(act, row, &check, &history, person.as_ref())
}

fn card(
    act: &Reading,
    row: &CheckRow,
    check: &EntryCheck,
    history: &CheckHistory,
    person: Option<&Person>,
) -> Result<CheckCard, DeskError> {
    let last_step = history.steps.iter().map(|step| step.at).max();
    let last_correction = history.corrections.iter().map(|step| step.at).max();
    let paused = Some(&row.paused_note).filter(|_| row.paused_at.is_some());
    Ok(CheckCard {
        id: CheckId::from_uuid(row.id),
        slot: format!("{}{}", row.lane, row.place),
        lane: row.lane.clone(),
        session_code: row.session_code.clone(),
        state: check.state,
        step: check.expected(),
        passed: check.passed,
        opened_at: row.opened_at,
        closed_at: row.closed_at,
        resting_until: row.resting_until,
        document_tail: person.map(|person| tail(person.document.number())),
        holder: row.holder_name.clone(),
        mine: act.asker.as_ref().is_some_and(|asker| asker.id == row.holder_id),
        paused_at: row.paused_at,
        pause_note: act.open_some(fields::CHECK_PAUSED, row.id, paused, Opening::GateStep)?,
        reopened: check.open_again,
        after: row.after_kind.as_deref().map(word).transpose()?,
        step_since: last_step.into_iter().chain(last_correction).max().unwrap_or(row.opened_at),
    })
}

fn tail(number: &str) -> String {
    let skip = number.chars().count().saturating_sub(4);
    number.chars().skip(skip).collect()
}

pub(super) async fn check_view(act: &mut Reading, row: &CheckRow) -> Result<CheckView, DeskError> {
    let history = act.tx.check_history(row.id).await?;
    view_with(act, row, Known { history, ..Known::default() }).await
}

/// What is known of a check and need not be read.
#[derive(Default)]
pub(super) struct Known {
    /// What was recorded of it.
    pub(super) history: CheckHistory,
    /// The person, where they were just met.
    pub(super) person: Option<Person>,
    /// The tag, where it was just issued.
    pub(super) issued: Option<TagRow>,
}

/// The check in full, with what was read before or is known.
pub(super) async fn view_with(
    act: &mut Reading,
    row: &CheckRow,
    known: Known,
) -> Result<CheckView, DeskError> {
    let Known { history, person: met, issued } = known;
    let check = check_of(row, &history)?;
    let settings = act.gate_settings_of(row.gate_version).await?;
    let seen = may_see_person(act, row, row.session_deadline);
    let person = match (row.person_id.filter(|_| seen), met) {
        (Some(id), None) => person(act, id, why(act, row)).await?,
        (Some(_), met) => met,
        (None, _) => None,
    };
    let card = card(act, row, &check, &history, person.as_ref())?;
    let person = person.map(|person| shown_person(act, person, row)).transpose()?;
    let (refusal, earlier) = if card.state == CheckState::Refused {
        cases::refusal_view(act, row, names_open(row.session_deadline, act.now)).await?
    } else {
        (None, None)
    };
    // Only an admission gives a tag.
    let tag = match (check.state, issued) {
        (CheckState::Admitted, Some(tag)) => {
            let history = TagHistory::of_new(row, person.clone());
            Some(tag_view_with(act, tag, history)?)
        }
        (CheckState::Admitted, None) => match act.tx.tag_of_check(row.id).await? {
            Some(tag) => Some(tag_view(act, tag).await?),
            None => None,
        },
        _ => None,
    };
    let third_reading = check.expected() == Some(EntryStep::TempSymptom)
        && check.current_verdict(&settings.temperature) == Some(RoundVerdict::Disagree);
    let standing = Standing { row: row.clone(), check, settings };
    let questionnaire = questionnaire_view(act, &standing, history.answers.as_ref()).await?;
    let rule = &standing.settings.temperature;
    let person_sealed = row.person_id.is_some() && !seen;
    Ok(CheckView {
        card,
        session_id: SessionId::from_uuid(row.session_id),
        opens_at: row.session_deadline,
        late: row.opened_at >= row.session_deadline,
        steps: history.steps.into_iter().map(step_view).collect::<Result<_, _>>()?,
        readings: history.readings.into_iter().map(|row| reading_view(act, row)).collect::<Result<_, _>>()?,
        settings_version: row.gate_version,
        limit: rule.threshold_tenths.to_string(),
        lowest: rule.lowest_plausible_tenths.to_string(),
        highest: rule.highest_plausible_tenths.to_string(),
        comparator: rule.comparator,
        rest_minutes: rule.rest_minutes,
        device_difference: rule.shown_device_difference(),
        third_reading,
        corrections: history
            .corrections
            .into_iter()
            .map(|row| correction_view(act, row))
            .collect::<Result<_, _>>()?,
        moves: history
            .moves
            .into_iter()
            .map(|moved| move_view(act, row.id, moved))
            .collect::<Result<_, _>>()?,
        questionnaire,
        region_version: row.region_version,
        follows_up: match (&row.after_kind, row.after_refusal_id) {
            (Some(kind), Some(id)) => Some(After { kind: word(kind)?, refusal_id: RefusalId::from_uuid(id) }),
            _ => None,
        },
        person,
        person_sealed,
        sealed_until: person_sealed.then_some(row.session_deadline),
        refusal,
        earlier,
        tag,
    })
}

/// What was answered so far, to the clerk who holds the open check and to nobody else, at any time.
async fn questionnaire_view(
    act: &mut Reading,
    standing: &Standing,
    answers: Option<&Sealed>,
) -> Result<Option<QuestionnaireView>, DeskError> {
    let row = &standing.row;
    if !holds(act, row) {
        return Ok(None);
    }
    let Some(answers) = answers else { return Ok(None) };
    let answers: Answers = act.open_stored(fields::ANSWERS, row.id, answers, Opening::OwnRecord)?;
    let today = act.today();
    let mut examined = examined(row, &answers, standing, today);
    let due = standing.check.expected() == Some(EntryStep::Form);
    let (mut company_ask, mut key_region) = (None, None);
    if let Some(found) = &examined.found {
        if due
            && answers.company_answer.is_none()
            && let Some((name, role)) = company_of(found)
        {
            let code = found.credit_code.as_ref();
            let asked = match ask(act, row, name, code, role).await?.question {
                Some(Question::OtherCode(earlier)) => Some((earlier, true)),
                Some(Question::NearName(earlier)) => Some((earlier, false)),
                Some(Question::CodeNeeded) => {
                    examined.faults.push(code_needed());
                    None
                }
                None => None,
            };
            company_ask = asked.map(|(row, other_code)| CompanyAskView {
                lane: row.lane,
                at: row.opened_at,
                operator: row.operator_name,
                other_code,
            });
        }
        let regions = match row.region_version {
            Some(version) => act.region_list_of(version).await?,
            None => act.region_list().await?,
        };
        key_region = regions.body.stay_that_counts(&found.stays, today).map(|met| KeyRegionView {
            place: met.row.place.clone(),
            level: met.row.level.clone(),
            list_version: regions.version,
        });
        if due && key_region.is_none() && regions.body.unclear_stay(&found.stays, today).is_some() {
            examined.faults.push(unclear_place());
        }
    }
    let (missing, faults) = (examined.missing, examined.faults);
    Ok(Some(QuestionnaireView { answers, missing, faults, company_ask, key_region }))
}

fn step_view(row: StepRow) -> Result<StepView, DeskError> {
    Ok(StepView {
        step: step_of(row.step_no)?,
        outcome: word(&row.outcome)?,
        action: row.action.as_deref().map(word).transpose()?,
        at: row.at,
        operator: row.operator_name,
        lane: row.lane,
        settings_version: row.gate_version,
    })
}

fn move_view(act: &Reading, check: Uuid, row: MoveRow) -> Result<MoveView, DeskError> {
    let reason = act.open(fields::MOVE_REASON, check, &row.reason, Opening::GateStep)?;
    Ok(MoveView {
        kind: if row.kind == "paused" { MoveKind::Paused } else { MoveKind::Taken },
        reason: Some(reason).filter(|reason| !reason.is_empty()),
        lane: row.lane,
        at: row.at,
        operator: row.operator_name,
    })
}

fn correction_view(act: &Reading, row: StepCorrectionRow) -> Result<CorrectionView, DeskError> {
    let outcome = if row.outcome == REOPENED {
        CorrectionOutcome::Reopened
    } else {
        match word(&row.outcome)? {
            StepOutcome::Passed => CorrectionOutcome::Passed,
            StepOutcome::PassedAfterAction => CorrectionOutcome::PassedAfterAction,
            StepOutcome::Refused => CorrectionOutcome::Refused,
        }
    };
    Ok(CorrectionView {
        step: step_of(row.step_no)?,
        outcome,
        action: row.action.as_deref().map(word).transpose()?,
        reason: act.open_some(fields::STEP_REOPENED, row.check_id, row.reason.as_ref(), Opening::GateStep)?,
        at: row.at,
        operator: row.operator_name,
        lane: row.lane,
    })
}

fn reading_view(act: &Reading, row: ReadingRow) -> Result<ReadingView, DeskError> {
    let reason = row.void_reason.as_ref();
    let reason = act.open_some(fields::READING_VOID, row.check_id, reason, Opening::GateStep)?;
    let voided = match (reason, row.void_at, row.void_by) {
        (Some(reason), Some(at), Some(operator)) => Some(VoidView { reason, at, operator }),
        _ => None,
    };
    Ok(ReadingView {
        reading: Tenths(row.tenths).to_string(),
        verdict: word(&row.verdict)?,
        device: row.device,
        at: row.at,
        operator: row.operator_name,
        round: u32::try_from(row.round).unwrap_or(1),
        voided,
    })
}

/// The person of a check under the names given there, for someone who may see them. What an earlier
/// check recorded under the same number is not shown: typing numbers would tell who came.
pub(super) async fn person_view(
    act: &mut Reading,
    id: Uuid,
    check: &CheckRow,
) -> Result<Option<PersonView>, DeskError> {
    let row = person(act, id, why(act, check)).await?;
    row.map(|row| shown_person(act, row, check)).transpose()
}

fn shown_person(act: &Reading, row: Person, check: &CheckRow) -> Result<PersonView, DeskError> {
    let Names { person, company } = names(act, check, why(act, check))?;
    Ok(PersonView {
        name: person.unwrap_or(row.name),
        document_kind: row.document.kind(),
        document_masked: row.document.masked(),
        role: check.role.as_deref().map(word).transpose()?.unwrap_or(AttendanceRole::Staff),
        company,
    })
}
