//! What a clerk sees of a check.

use bidhall_rules::entry_check::{CheckState, EntryStep, RefusalReason, StepAction, StepOutcome};
use bidhall_rules::identity::DocumentKind;
use bidhall_rules::ids::{CheckId, FollowUpId, RefusalId, SessionId};
use bidhall_rules::questionnaire::{AnswerFault, AnswerField, Answers};
use bidhall_rules::refusals::{AfterRefusal, FollowUpKind, SealState};
use bidhall_rules::sessions::AttendanceRole;
use bidhall_rules::temperature::{Comparator, Reading as Verdict};
use chrono::{DateTime, Utc};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::After;
use super::exceptions::ExceptionView;
use super::tags::TagView;

/// What a correction says of a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum CorrectionOutcome {
    /// Taken up again.
    Reopened,
    /// Passed as it was.
    Passed,
    /// Passed after something was put right.
    PassedAfterAction,
    /// The person was refused at it.
    Refused,
}

/// How a check moved.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum MoveKind {
    /// Set aside.
    Paused,
    /// Taken over, or taken up again.
    Taken,
}

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
    /// On which lane.
    pub lane: String,
    /// Version of the gate settings in force.
    pub settings_version: i32,
}

/// A passed step taken up again, or how it ended then.
#[derive(Debug, Clone, Serialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase")]
pub struct CorrectionView {
    /// Which step.
    pub step: EntryStep,
    /// What happened.
    pub outcome: CorrectionOutcome,
    /// What was put right.
    pub action: Option<StepAction>,
    /// Why it was taken up again.
    pub reason: Option<String>,
    /// When.
    pub at: DateTime<Utc>,
    /// By whom.
    pub operator: String,
    /// On which lane.
    pub lane: String,
}

/// A pause or a take-over.
#[derive(Debug, Clone, Serialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase")]
pub struct MoveView {
    /// Which.
    pub kind: MoveKind,
    /// Why.
    pub reason: Option<String>,
    /// The lane afterwards.
    pub lane: String,
    /// When.
    pub at: DateTime<Utc>,
    /// By whom.
    pub operator: String,
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
    /// By whom.
    pub operator: String,
    /// 1 for the first measuring, 2 for the one after a rest …
    pub round: u32,
    /// Why it does not count.
    pub voided: Option<VoidView>,
}

/// Why a reading does not count.
#[derive(Debug, Clone, Serialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase")]
pub struct VoidView {
    /// What was wrong.
    pub reason: String,
    /// When that was found.
    pub at: DateTime<Utc>,
    /// By whom.
    pub operator: String,
}

/// The questionnaire as entered so far, to the clerk who holds the check.
#[derive(Debug, Clone, Serialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase")]
pub struct QuestionnaireView {
    /// What was answered.
    pub answers: Answers,
    /// What is missing.
    pub missing: Vec<AnswerField>,
    /// What cannot be.
    pub faults: Vec<AnswerFault>,
    /// The earlier entry of today that may be the same company.
    pub company_ask: Option<CompanyAskView>,
    /// The stay that leads to an isolated lane.
    pub key_region: Option<KeyRegionView>,
}

/// The earlier entry of today that may be the same company, without its name.
#[derive(Debug, Clone, Serialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase")]
pub struct CompanyAskView {
    /// On which lane.
    pub lane: String,
    /// When.
    pub at: DateTime<Utc>,
    /// By whom.
    pub operator: String,
    /// Whether it has this very name under another credit code, so that the code is to be checked;
    /// otherwise its name is nearly the same.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    #[ts(optional, as = "Option<bool>")]
    pub other_code: bool,
}

/// The row of the region list that a stay meets.
#[derive(Debug, Clone, Serialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase")]
pub struct KeyRegionView {
    /// The place in the list.
    pub place: String,
    /// Its level.
    pub level: String,
    /// Version of the list.
    pub list_version: i32,
}

/// The receipt of a notification or of documents.
#[derive(Debug, Clone, Serialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase")]
pub struct ReceiptView {
    /// Who confirmed it, once the session is open.
    pub received_by: Option<String>,
    /// Details, once the session is open.
    pub note: Option<String>,
    /// When it was recorded.
    pub at: DateTime<Utc>,
    /// By whom.
    pub operator: String,
}

/// Who a person is whose questionnaire was not reached.
#[derive(Debug, Clone, Serialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase")]
pub struct ShortIdentityView {
    /// Name.
    pub name: String,
    /// Work unit.
    pub unit: String,
    /// Town or street of residence.
    pub town: String,
    /// Phone.
    pub phone: String,
}

/// The check of a delegate who came in a refused person's place.
#[derive(Debug, Clone, Serialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase")]
pub struct ReplacementView {
    /// Where it stands.
    pub state: CheckState,
    /// Lane and place.
    pub slot: String,
}

/// Something done for a refused person.
#[derive(Debug, Clone, Serialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase")]
pub struct FollowUpView {
    /// Id.
    pub id: FollowUpId,
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
    /// Its receipt.
    pub receipt: Option<ReceiptView>,
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
    /// Whether it is known who the person is.
    pub identified: bool,
    /// Who the person is, as taken down at the gate, once the session is open.
    pub short_identity: Option<ShortIdentityView>,
    /// The exception asked for.
    pub exception: Option<ExceptionView>,
    /// Who came in this person's place.
    pub replacement: Option<ReplacementView>,
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
    /// Since when the person stands aside.
    pub paused_at: Option<DateTime<Utc>>,
    /// Why.
    pub pause_note: Option<String>,
    /// The passed step that is being corrected.
    pub reopened: Option<EntryStep>,
    /// How the check follows a refused one.
    pub after: Option<AfterRefusal>,
    /// Since when the step that is due is due.
    pub step_since: DateTime<Utc>,
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
    /// By how much two devices may differ, such as `0.5`.
    pub device_difference: String,
    /// Whether two devices disagree and a third reading is asked for.
    pub third_reading: bool,
    /// Corrections of steps, in order.
    pub corrections: Vec<CorrectionView>,
    /// Pauses and take-overs, in order.
    pub moves: Vec<MoveView>,
    /// The questionnaire so far, to the clerk who holds the check.
    pub questionnaire: Option<QuestionnaireView>,
    /// Version of the region list that decided.
    pub region_version: Option<i32>,
    /// The refused case it follows.
    pub follows_up: Option<After>,
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
