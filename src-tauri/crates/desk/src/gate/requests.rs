//! What is asked at the gate.

use bidhall_rules::entry_check::{EntryStep, RefusalReason, Symptoms};
use bidhall_rules::ids::{CheckId, FollowUpId, RefusalId, SessionId};
use bidhall_rules::questionnaire::Answers;
use bidhall_rules::refusals::{AfterRefusal, FollowUpKind, SealState};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Takes a person in.
#[derive(Debug, Clone, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct CheckForm {
    /// The lane: one to three capital letters or digits.
    pub lane: String,
    /// The session the person comes for.
    pub session_id: SessionId,
    /// The refused case it follows, for a replacement delegate or an approved exception.
    #[serde(default)]
    pub after: Option<After>,
}

/// The refused case a check follows.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct After {
    /// How it follows.
    pub kind: AfterRefusal,
    /// The case.
    pub refusal_id: RefusalId,
}

/// Which check.
#[derive(Debug, Clone, Copy, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct CheckChoice {
    /// The check.
    pub check_id: CheckId,
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
    Form(Box<Answers>),
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

/// Takes a passed step up again.
#[derive(Debug, Clone, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct CorrectionForm {
    /// The check.
    pub check_id: CheckId,
    /// The step.
    pub step: EntryStep,
    /// Why, 2 to 200 characters.
    pub reason: String,
}

/// Takes a check over, or up again after a pause.
#[derive(Debug, Clone, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct TakeForm {
    /// The check.
    pub check_id: CheckId,
    /// The lane it goes on at.
    pub lane: String,
}

/// Finds a person who was at the gate.
#[derive(Debug, Clone, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PersonSearch {
    /// A tag's code, the number of a document, or a phone number.
    pub text: String,
}

/// Ends a check whose person left, or sets the person aside.
#[derive(Debug, Clone, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct AbandonForm {
    /// The check.
    pub check_id: CheckId,
    /// Why, 2 to 200 characters.
    pub reason: String,
}

/// Takes down who a person is whose questionnaire was not reached.
#[derive(Debug, Clone, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ShortIdentityForm {
    /// The case.
    pub refusal_id: RefusalId,
    /// Name, 1 to 60 characters.
    pub name: String,
    /// Work unit, at most 100 characters.
    pub unit: String,
    /// Town or street of residence, at most 60 characters.
    pub town: String,
    /// Phone.
    pub phone: String,
}

/// Records the receipt of a notification or of documents.
#[derive(Debug, Clone, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ReceiptForm {
    /// What was received.
    pub follow_up_id: FollowUpId,
    /// Who confirmed it, 1 to 60 characters.
    pub received_by: String,
    /// Details, at most 300 characters.
    pub note: String,
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
