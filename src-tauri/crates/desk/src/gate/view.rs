//! What a clerk sees of a check. Who the person is, and for whom they come, is shown to the clerk
//! who is checking them and, until the opening, to nobody else.

use bidhall_rules::entry_check::{
    CheckState, EntryCheck, EntryStep, RefusalReason, StepAction, StepOutcome, TakenReading,
};
use bidhall_rules::identity::{DocumentKind, IdentityDocument};
use bidhall_rules::ids::{CheckId, RefusalId, SessionId};
use bidhall_rules::refusals::{FollowUpKind, SealState, offers};
use bidhall_rules::secrecy::names_open;
use bidhall_rules::sessions::AttendanceRole;
use bidhall_rules::temperature::{Comparator, Reading as Verdict, Tenths};
use bidhall_store::checks::{CheckRow, ReadingRow, StepRow};
use chrono::{DateTime, Utc};
use schemars::JsonSchema;
use serde::Serialize;
use ts_rs::TS;
use uuid::Uuid;

use super::tags::{TagView, tag_view};
use crate::DeskError;
use crate::act::{Reading, word};

/// A person, shown to those who may see them.
#[derive(Debug, Clone, Serialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase")]
pub struct PersonView {
    /// Name.
    pub name: String,
    /// Kind of document.
    pub document_kind: DocumentKind,
    /// Its number, masked in the middle.
    pub document_masked: String,
    /// Capacity.
    pub role: AttendanceRole,
    /// Company or unit.
    pub company: Option<String>,
}

/// A step as recorded.
#[derive(Debug, Clone, Serialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase")]
pub struct StepView {
    /// Which.
    pub step: EntryStep,
    /// How it ended.
    pub outcome: StepOutcome,
    /// What was put right.
    pub action: Option<StepAction>,
    /// When.
    pub at: DateTime<Utc>,
    /// By whom.
    pub operator: String,
    /// Version of the gate settings in force.
    pub settings_version: i32,
}

/// A temperature reading as recorded.
#[derive(Debug, Clone, Serialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase")]
pub struct ReadingView {
    /// Such as `36.5`.
    pub reading: String,
    /// What the rule said.
    pub verdict: Verdict,
    /// Which thermometer.
    pub device: String,
    /// When.
    pub at: DateTime<Utc>,
}

/// Something done for a refused person.
#[derive(Debug, Clone, Serialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase")]
pub struct FollowUpView {
    /// What.
    pub kind: FollowUpKind,
    /// When.
    pub at: DateTime<Utc>,
    /// By whom.
    pub operator: String,
    /// Who received it, once the session is open: it may name the person or the company.
    pub recipient: Option<String>,
    /// Details, once the session is open.
    pub note: Option<String>,
    /// State of the seals.
    pub seal_state: Option<SealState>,
}

/// A refused person's case.
#[derive(Debug, Clone, Serialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase")]
pub struct RefusalView {
    /// Id.
    pub id: RefusalId,
    /// Why.
    pub reason: RefusalReason,
    /// At which step.
    pub step: EntryStep,
    /// When.
    pub at: DateTime<Utc>,
    /// Version of the gate settings in force.
    pub settings_version: i32,
    /// What every refused person is offered: the bid's way stays open.
    pub offers: Vec<FollowUpKind>,
    /// What is still owed before the case is done.
    pub outstanding: Vec<FollowUpKind>,
    /// By when.
    pub due_at: Option<DateTime<Utc>>,
    /// What the clerk added, once the session is open.
    pub note: Option<String>,
    /// What was done.
    pub follow_ups: Vec<FollowUpView>,
}

/// The valid tag that stands in the way, without its wearer.
#[derive(Debug, Clone, Serialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase")]
pub struct EarlierTag {
    /// Lane of issue.
    pub lane: String,
    /// When.
    pub at: DateTime<Utc>,
    /// By whom.
    pub operator: String,
}

/// A person in progress.
#[derive(Debug, Clone, Serialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase")]
pub struct CheckCard {
    /// Id.
    pub id: CheckId,
    /// Lane and place, such as `A1`: a place, not a running number.
    pub slot: String,
    /// Lane.
    pub lane: String,
    /// The session.
    pub session_code: String,
    /// Where it stands.
    pub state: CheckState,
    /// The step that is due.
    pub step: Option<EntryStep>,
    /// Steps passed.
    pub passed: u8,
    /// When it began.
    pub opened_at: DateTime<Utc>,
    /// When it was decided.
    pub closed_at: Option<DateTime<Utc>>,
    /// Until when the person rests.
    pub resting_until: Option<DateTime<Utc>>,
    /// Last four characters of the document, for the clerk who holds the check.
    pub document_tail: Option<String>,
    /// Name of the clerk who holds it.
    pub holder: String,
    /// Whether that is the person who asks.
    pub mine: bool,
}

/// A check in full.
#[derive(Debug, Clone, Serialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase")]
pub struct CheckView {
    /// The card.
    pub card: CheckCard,
    /// The session.
    pub session_id: SessionId,
    /// Its deadline and opening.
    pub opens_at: DateTime<Utc>,
    /// Whether the person came after the deadline.
    pub late: bool,
    /// Steps recorded.
    pub steps: Vec<StepView>,
    /// Readings taken.
    pub readings: Vec<ReadingView>,
    /// Version of the gate settings the check runs under.
    pub settings_version: i32,
    /// The temperature limit, such as `37.3`.
    pub limit: String,
    /// Lowest reading that is believed.
    pub lowest: String,
    /// Highest reading that is believed.
    pub highest: String,
    /// Whether the limit itself is over it.
    pub comparator: Comparator,
    /// How long a person rests, minutes.
    pub rest_minutes: u32,
    /// The person, to those who may see them.
    pub person: Option<PersonView>,
    /// Whether there is a person who may not be shown.
    pub person_sealed: bool,
    /// Until when.
    pub sealed_until: Option<DateTime<Utc>>,
    /// The refusal it ended with.
    pub refusal: Option<RefusalView>,
    /// The valid tag that stood in the way.
    pub earlier: Option<EarlierTag>,
    /// The tag it ended with.
    pub tag: Option<TagView>,
}

/// The check as the rules see it.
pub(super) async fn entry_check(
    act: &mut Reading,
    row: &CheckRow,
) -> Result<(EntryCheck, Vec<StepRow>, Vec<ReadingRow>), DeskError> {
    let steps = act.tx.steps_of(row.id).await?;
    let readings = act.tx.readings_of(row.id).await?;
    let refused = StepOutcome::Refused.as_str();
    let passed = steps.iter().filter(|step| step.outcome != refused).count();
    let check = EntryCheck {
        state: word(&row.state)?,
        passed: u8::try_from(passed).unwrap_or(u8::MAX),
        readings: readings
            .iter()
            .map(|reading| TakenReading { tenths: Tenths(reading.tenths), at: reading.at })
            .collect(),
        resting_until: row.resting_until,
    };
    Ok((check, steps, readings))
}

/// Whether who asks may see the person of a check: after the opening, or while holding the open
/// check (招标投标法 art. 22, 52).
pub(super) fn may_see_person(act: &Reading, row: &CheckRow, opens_at: DateTime<Utc>) -> bool {
    let holds = row.closed_at.is_none() && act.asker.as_ref().is_some_and(|asker| asker.id == row.holder_id);
    holds || names_open(opens_at, act.now)
}

pub(super) async fn check_card(act: &mut Reading, row: &CheckRow) -> Result<CheckCard, DeskError> {
    let session = act
        .tx
        .session(row.session_id)
        .await?
        .ok_or_else(|| DeskError::not_found("session", row.session_id))?;
    let (check, _, _) = entry_check(act, row).await?;
    let seen = may_see_person(act, row, session.deadline);
    let person = match row.person_id.filter(|_| seen) {
        Some(id) => act.tx.person(id).await?,
        None => None,
    };
    Ok(CheckCard {
        id: CheckId::from_uuid(row.id),
        slot: format!("{}{}", row.lane, row.place),
        lane: row.lane.clone(),
        session_code: session.code,
        state: check.state,
        step: check.expected(),
        passed: check.passed,
        opened_at: row.opened_at,
        closed_at: row.closed_at,
        resting_until: row.resting_until,
        document_tail: person.map(|person| tail(&person.document_number)),
        holder: row.holder_name.clone(),
        mine: act.asker.as_ref().is_some_and(|asker| asker.id == row.holder_id),
    })
}

fn tail(number: &str) -> String {
    let skip = number.chars().count().saturating_sub(4);
    number.chars().skip(skip).collect()
}

pub(super) async fn check_view(act: &mut Reading, row: &CheckRow) -> Result<CheckView, DeskError> {
    let card = check_card(act, row).await?;
    let session = act
        .tx
        .session(row.session_id)
        .await?
        .ok_or_else(|| DeskError::not_found("session", row.session_id))?;
    let (_, steps, readings) = entry_check(act, row).await?;
    let settings = act.gate_settings_of(row.gate_version).await?;
    let rule = settings.temperature;
    let seen = may_see_person(act, row, session.deadline);
    let person = match row.person_id.filter(|_| seen) {
        Some(id) => person_view(act, id, row).await?,
        None => None,
    };
    let (refusal, earlier) = refusal_view(act, row.id, names_open(session.deadline, act.now)).await?;
    let tag = match act.tx.tag_of_check(row.id).await? {
        Some(tag) => Some(tag_view(act, tag).await?),
        None => None,
    };
    let person_sealed = row.person_id.is_some() && !seen;
    Ok(CheckView {
        card,
        session_id: SessionId::from_uuid(row.session_id),
        opens_at: session.deadline,
        late: row.opened_at >= session.deadline,
        steps: steps.into_iter().map(step_view).collect::<Result<_, _>>()?,
        readings: readings
            .into_iter()
            .map(|reading| {
                Ok(ReadingView {
                    reading: Tenths(reading.tenths).to_string(),
                    verdict: word(&reading.verdict)?,
                    device: reading.device,
                    at: reading.at,
                })
            })
            .collect::<Result<_, DeskError>>()?,
        settings_version: row.gate_version,
        limit: rule.threshold_tenths.to_string(),
        lowest: rule.lowest_plausible_tenths.to_string(),
        highest: rule.highest_plausible_tenths.to_string(),
        comparator: rule.comparator,
        rest_minutes: rule.rest_minutes,
        person,
        person_sealed,
        sealed_until: person_sealed.then_some(session.deadline),
        refusal,
        earlier,
        tag,
    })
}

fn step_view(row: StepRow) -> Result<StepView, DeskError> {
    let number = u8::try_from(row.step_no).unwrap_or_default();
    Ok(StepView {
        step: EntryStep::from_number(number).ok_or_else(|| DeskError::not_found("step", number))?,
        outcome: word(&row.outcome)?,
        action: row.action.as_deref().map(word).transpose()?,
        at: row.at,
        operator: row.operator_name,
        settings_version: row.gate_version,
    })
}

/// The person of a check under the names given there, for someone who may see them. What an earlier
/// check recorded under the same number is not shown: typing numbers would tell who came.
pub(super) async fn person_view(
    act: &mut Reading,
    person: Uuid,
    check: &CheckRow,
) -> Result<Option<PersonView>, DeskError> {
    let Some(row) = act.tx.person(person).await? else { return Ok(None) };
    let document_kind: DocumentKind = word(&row.document_kind)?;
    let document = IdentityDocument::parse(document_kind, &row.document_number)
        .map_err(|error| DeskError::internal(&error))?;
    Ok(Some(PersonView {
        name: check.person_name.clone().unwrap_or(row.name),
        document_kind,
        document_masked: document.masked(),
        role: check.role.as_deref().map(word).transpose()?.unwrap_or(AttendanceRole::Staff),
        company: check.company_name.clone(),
    }))
}

async fn refusal_view(
    act: &mut Reading,
    check: Uuid,
    open: bool,
) -> Result<(Option<RefusalView>, Option<EarlierTag>), DeskError> {
    let Some(row) = act.tx.refusal_of_check(check).await? else { return Ok((None, None)) };
    let follow_ups = act
        .tx
        .follow_ups_of(row.id)
        .await?
        .into_iter()
        .map(|row| {
            Ok(FollowUpView {
                kind: word(&row.kind)?,
                at: row.at,
                operator: row.operator_name,
                recipient: open.then_some(row.recipient),
                note: open.then_some(row.note),
                seal_state: row.seal_state.as_deref().map(word).transpose()?,
            })
        })
        .collect::<Result<Vec<_>, DeskError>>()?;
    let earlier = match row.blocking_tag_id {
        Some(id) => act.tx.tag(id).await?.map(|tag| EarlierTag {
            lane: tag.lane,
            at: tag.issued_at,
            operator: tag.operator_name,
        }),
        None => None,
    };
    let number = u8::try_from(row.step_no).unwrap_or_default();
    let reason: RefusalReason = word(&row.reason)?;
    let done: Vec<FollowUpKind> = follow_ups.iter().map(|follow_up| follow_up.kind).collect();
    let view = RefusalView {
        id: RefusalId::from_uuid(row.id),
        reason,
        step: EntryStep::from_number(number).ok_or_else(|| DeskError::not_found("step", number))?,
        at: row.at,
        settings_version: row.gate_version,
        offers: offers().to_vec(),
        outstanding: bidhall_rules::refusals::outstanding(reason, &done),
        due_at: row.due_at,
        note: open.then_some(row.note),
        follow_ups,
    };
    Ok((Some(view), earlier))
}
