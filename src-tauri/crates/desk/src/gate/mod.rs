//! The gate: six steps in order, one company one person, one tag a day.

mod form;
mod refusal;
mod steps;
mod tags;
mod view;

use bidhall_rules::entry_check::{CheckState, RefusalReason, Symptoms};
use bidhall_rules::identity::DocumentKind;
use bidhall_rules::ids::{CheckId, RefusalId, SessionId};
use bidhall_rules::refusals::{FollowUpKind, SealState};
use bidhall_rules::sessions::{AttendanceRole, SessionState};
use bidhall_store::checks::CheckRow;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::DeskError;
use crate::act::{Reading, Writing};
use crate::database::Nothing;
use crate::sessions::{find as find_session, state_of};

pub use refusal::{follow_up, refuse};
pub use steps::step;
pub use tags::{ScanView, TagDay, TagList, TagScan, TagView, TagVoid, list_tags, scan, void_tag};
pub use view::{
    CheckCard, CheckView, EarlierTag, FollowUpView, PersonView, ReadingView, RefusalView, StepView,
};

/// Takes a person in.
#[derive(Debug, Clone, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct CheckForm {
    /// The lane: one to three capital letters or digits.
    pub lane: String,
    /// The session the person comes for.
    pub session_id: SessionId,
}

/// Which check.
#[derive(Debug, Clone, Copy, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct CheckChoice {
    /// The check.
    pub check_id: CheckId,
}

/// The questionnaire as verified at step 5.
#[derive(Debug, Clone, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Questionnaire {
    /// In which capacity the person comes.
    pub role: AttendanceRole,
    /// Kind of identity document.
    pub document_kind: DocumentKind,
    /// Its number.
    pub document_number: String,
    /// Name.
    pub name: String,
    /// Phone.
    pub phone: String,
    /// Company or unit; needed of bidders, tenderers and agencies.
    #[serde(default)]
    pub company: Option<String>,
    /// Its unified social credit code.
    #[serde(default)]
    pub credit_code: Option<String>,
    /// Town or street of residence.
    pub residence: String,
    /// Whether the person stayed in a key region within 14 days. Stays count, never household
    /// registration.
    pub key_region_stay: bool,
    /// Whether the pledge is signed.
    pub pledged: bool,
    /// Whether it was filled at the gate because none was brought.
    pub filled_on_site: bool,
}

/// What is entered at a step.
#[derive(Debug, Clone, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
#[schemars(tag = "step")]
#[ts(tag = "step")]
pub enum StepEntry {
    /// Step 1: a mask is worn.
    Mask {
        /// Whether a new one was given.
        replaced: bool,
    },
    /// Step 2: the shoes are done.
    Shoe,
    /// Step 3: the hands are done.
    Hand,
    /// Step 4, first part: a reading such as `36.5`.
    Temperature {
        /// The reading as typed.
        reading: String,
        /// Which thermometer, at most 20 characters.
        device: String,
    },
    /// Step 4, second part: the six answers.
    Symptoms(Symptoms),
    /// Step 5: the questionnaire.
    Form(Box<Questionnaire>),
    /// Step 6: the old mask is sealed and discarded.
    MaskDisposal,
}

/// Records the next step.
#[derive(Debug, Clone, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct StepForm {
    /// The check.
    pub check_id: CheckId,
    /// What is entered.
    #[serde(deserialize_with = "crate::tagged::by_step")]
    pub input: StepEntry,
}

/// Refuses a person.
#[derive(Debug, Clone, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct RefusalForm {
    /// The check.
    pub check_id: CheckId,
    /// Why.
    pub reason: RefusalReason,
    /// Anything else, at most 200 characters.
    pub note: String,
}

/// Ends a check whose person left.
#[derive(Debug, Clone, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct AbandonForm {
    /// The check.
    pub check_id: CheckId,
    /// Why, 2 to 200 characters.
    pub reason: String,
}

/// Records what was done for a refused person.
#[derive(Debug, Clone, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct FollowUpForm {
    /// The case.
    pub refusal_id: RefusalId,
    /// What was done.
    pub kind: FollowUpKind,
    /// Who received the report or the documents, 1 to 60 characters.
    pub recipient: String,
    /// Details, at most 300 characters.
    pub note: String,
    /// State of the seals, for documents handed over.
    #[serde(default)]
    pub seal_state: Option<SealState>,
}

/// The people in progress.
#[derive(Debug, Clone, Serialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase")]
pub struct CheckList {
    /// By lane and place.
    pub checks: Vec<CheckCard>,
    /// People refused today, the latest first: their cases stay open for what follows.
    pub refused: Vec<CheckCard>,
    /// The check this clerk decided last.
    pub last_closed: Option<CheckView>,
}

/// `gate.open`
///
/// # Errors
/// [`DeskError::SessionNotToday`], [`DeskError::SessionEnded`]; a session whose deadline has passed
/// is not refused here: who comes late is recorded, and the tenderer decides about the bid.
pub async fn open(act: &mut Writing, form: CheckForm) -> Result<CheckView, DeskError> {
    let lane_fits = |c: char| c.is_ascii_uppercase() || c.is_ascii_digit();
    if !(1..=3).contains(&form.lane.len()) || !form.lane.chars().all(lane_fits) {
        return Err(DeskError::field("lane", "one to three capital letters or digits"));
    }
    let session = find_session(act, form.session_id).await?;
    if session.day != act.today() {
        return Err(DeskError::SessionNotToday { code: session.code, day: session.day.to_string() });
    }
    match state_of(&session.state, session.deadline, act.now)? {
        SessionState::Scheduled | SessionState::Opened => {}
        state @ (SessionState::Failed | SessionState::Cancelled) => {
            return Err(DeskError::SessionEnded { code: session.code, state });
        }
    }
    let settings = act.gate_settings().await?;
    let now = act.now;
    let id = CheckId::new(now, &mut act.chance);
    let asker = act.asker()?.clone();
    let mut row = CheckRow {
        id: id.uuid(),
        session_id: session.id,
        lane: form.lane,
        place: 0,
        state: CheckState::Open.as_str().to_owned(),
        holder_id: asker.id,
        holder_name: asker.name,
        holder_code: asker.code,
        opened_at: now,
        closed_at: None,
        closed_note: String::new(),
        resting_until: None,
        gate_version: settings.version,
        role: None,
        person_id: None,
        person_name: None,
        company_id: None,
        company_name: None,
        key_region_stay: None,
    };
    // Another desk of the same lane may take the place meanwhile; then the next one is free.
    loop {
        row.place = act.tx.free_place(&row.lane).await?;
        if act.tx.add_check(&row).await? {
            break;
        }
    }
    act.concerns("check", id);
    act.note("lane", row.lane.clone());
    view::check_view(act, &row).await
}

/// `gate.list`
///
/// # Errors
/// [`DeskError`] when the database is lost.
pub async fn list(act: &mut Reading, _: Nothing) -> Result<CheckList, DeskError> {
    let mut checks = Vec::new();
    for row in act.tx.checks_open().await? {
        checks.push(view::check_card(act, &row).await?);
    }
    let (from, until) = act.zone.day_bounds(act.today());
    let mut refused = Vec::new();
    for row in act.tx.checks_between(from, until).await?.into_iter().rev() {
        if row.state == CheckState::Refused.as_str() {
            refused.push(view::check_card(act, &row).await?);
        }
    }
    let asker = act.asker()?.id;
    let last_closed = match act.tx.last_closed_check(asker).await? {
        Some(row) => Some(view::check_view(act, &row).await?),
        None => None,
    };
    Ok(CheckList { checks, refused, last_closed })
}

/// `gate.view`
///
/// # Errors
/// [`DeskError::NotFound`].
pub async fn view(act: &mut Reading, request: CheckChoice) -> Result<CheckView, DeskError> {
    let id = request.check_id;
    let row = act.tx.check(id.uuid()).await?.ok_or_else(|| DeskError::not_found("check", id))?;
    view::check_view(act, &row).await
}

/// `gate.abandon`
///
/// # Errors
/// [`DeskError::CheckClosed`] when it was decided before.
pub async fn abandon(act: &mut Writing, form: AbandonForm) -> Result<CheckView, DeskError> {
    let row = to_change(act, form.check_id).await?;
    let reason = note_text(act, "reason", &form.reason, 2, 200).await?;
    let now = act.now;
    if !act.tx.close_check(row.id, CheckState::Abandoned.as_str(), now, &reason).await? {
        return Err(DeskError::CheckClosed { state: row.state });
    }
    act.concerns("check", form.check_id);
    changed(act, form.check_id).await
}

/// The check, locked for this transaction.
async fn to_change(act: &mut Writing, id: CheckId) -> Result<CheckRow, DeskError> {
    act.tx.check_to_change(id.uuid()).await?.ok_or_else(|| DeskError::not_found("check", id))
}

/// The check as this transaction left it.
async fn changed(act: &mut Writing, id: CheckId) -> Result<CheckView, DeskError> {
    let row = act.tx.check(id.uuid()).await?.ok_or_else(|| DeskError::not_found("check", id))?;
    view::check_view(act, &row).await
}

/// Free text a clerk typed: trimmed, of a length, without control characters and without what is
/// sealed.
async fn note_text(
    act: &mut Reading,
    field: &str,
    text: &str,
    least: usize,
    most: usize,
) -> Result<String, DeskError> {
    let text = text.trim();
    if !(least..=most).contains(&text.chars().count()) || text.chars().any(|c| c.is_control() && c != '\n') {
        return Err(DeskError::field(field, format!("{least} to {most} characters")));
    }
    act.guard_text(field, text).await?;
    Ok(text.to_owned())
}
