//! What is asked about calls.

use bidhall_rules::calls::{CallCampaign, CallOutcome, FormChannel};
use bidhall_rules::ids::{AttemptId, CallId};
use chrono::{DateTime, NaiveDate, Utc};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Which calls of a day.
#[derive(Debug, Clone, Copy, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct CallDay {
    /// The day of the sessions, or of the roll-call.
    pub day: NaiveDate,
    /// The campaign; the reminders when none is named.
    #[serde(default = "reminder")]
    #[ts(optional, as = "Option<CallCampaign>")]
    pub campaign: CallCampaign,
}

impl CallDay {
    /// The reminders of a day.
    pub(crate) fn reminders(day: NaiveDate) -> Self {
        Self { day, campaign: CallCampaign::Reminder }
    }
}

const fn reminder() -> CallCampaign {
    CallCampaign::Reminder
}

/// Which call.
#[derive(Debug, Clone, Copy, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct CallChoice {
    /// The call.
    pub call_id: CallId,
}

/// An attempt: an outcome or answers, never both.
#[derive(Debug, Clone, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case", rename_all_fields = "camelCase", deny_unknown_fields)]
#[schemars(tag = "kind")]
#[ts(tag = "kind")]
pub enum Attempt {
    /// Nobody was reached.
    NotReached {
        /// Any outcome but reached.
        outcome: CallOutcome,
        /// Agreed time to call back.
        #[serde(default)]
        call_back_at: Option<DateTime<Utc>>,
    },
    /// The agency was reached.
    Reached {
        /// Who, 1 to 40 characters.
        person: String,
        /// Their title, at most 40 characters.
        title: String,
        /// How the notice and questionnaire go to them.
        form_channel: FormChannel,
        /// Whether they were sent.
        form_sent: bool,
        /// Whether the agency confirmed that it passed the message on.
        relay_confirmed: bool,
        /// What they asked, at most 500 characters.
        questions: String,
    },
}

/// Records an attempt.
#[derive(Debug, Clone, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct AttemptForm {
    /// The call.
    pub call_id: CallId,
    /// What happened.
    #[serde(deserialize_with = "crate::tagged::by_kind")]
    pub attempt: Attempt,
    /// The number that was rung, one of the call's numbers; the first that is offered when none is named.
    #[serde(default)]
    #[ts(optional)]
    pub phone: Option<String>,
}

/// Records what came after the telephone was put down.
#[derive(Debug, Clone, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct CallReceiptForm {
    /// The attempt in which somebody was reached.
    pub attempt_id: AttemptId,
    /// Whether the agency has confirmed now that it passed the message on.
    pub relay_confirmed: bool,
    /// How the form was sent now, if it was.
    #[serde(default)]
    pub form_channel: Option<FormChannel>,
    /// How the confirmation came, at most 200 characters.
    #[serde(default)]
    pub note: String,
}

/// Which text of the script.
#[derive(Debug, Clone, Copy, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ScriptChoice {
    /// The call.
    pub call_id: CallId,
    /// The text as it was read out in this attempt.
    #[serde(default)]
    #[ts(optional)]
    pub attempt_id: Option<AttemptId>,
    /// Without an attempt: the text of this version with the sessions as they stand; the version in force
    /// when none is named.
    #[serde(default)]
    #[ts(optional)]
    pub version: Option<i32>,
}

/// Asks for the next call.
#[derive(Debug, Clone, Copy, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct NextChoice {
    /// Only of this campaign.
    #[serde(default)]
    #[ts(optional)]
    pub campaign: Option<CallCampaign>,
    /// Only for this day.
    #[serde(default)]
    #[ts(optional)]
    pub day: Option<NaiveDate>,
}

/// Gives a call up.
#[derive(Debug, Clone, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct GiveUpForm {
    /// The call.
    pub call_id: CallId,
    /// Why, 2 to 200 characters.
    pub reason: String,
}

/// How a caller's answer to a claim is called on the wire.
#[derive(Debug, Clone, Serialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase")]
pub struct ClaimView {
    /// Name of who holds the call.
    pub holder: String,
    /// Whether that is who asks.
    pub mine: bool,
    /// When the call comes back by itself.
    pub until: DateTime<Utc>,
}
