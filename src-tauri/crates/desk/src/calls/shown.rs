//! How calls are shown.

use bidhall_rules::calls::{CallCampaign, CallOutcome, CallState, ChangeKind, FormChannel};
use bidhall_rules::ids::{AgencyId, AttemptId, CallId, ContactId, SessionId, UnitId};
use chrono::{DateTime, NaiveDate, Utc};
use schemars::JsonSchema;
use serde::Serialize;
use ts_rs::TS;

use super::requests::ClaimView;

/// A session a call speaks of.
#[derive(Debug, Clone, Serialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase")]
pub struct CallSession {
    /// Id.
    pub id: SessionId,
    /// Number of the project.
    pub code: String,
    /// Project name.
    pub project_name: String,
    /// Opening time.
    pub opens_at: DateTime<Utc>,
    /// Names of the opening rooms.
    pub rooms: Vec<String>,
}

/// What has changed since the agency was told.
#[derive(Debug, Clone, Serialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase")]
pub struct CallChange {
    /// What.
    pub kind: ChangeKind,
    /// Number of the session's project.
    pub code: String,
    /// When it was to open; none when the agency was not told of it.
    pub from_at: Option<DateTime<Utc>>,
    /// When it opens; none when it is called off.
    pub to_at: Option<DateTime<Utc>>,
    /// Where it was to open.
    pub from_place: Option<String>,
    /// Where it opens.
    pub to_place: Option<String>,
}

/// A decision to give a call up.
#[derive(Debug, Clone, Serialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase")]
pub struct GiveUpView {
    /// When.
    pub at: DateTime<Utc>,
    /// Who decided.
    pub operator: String,
    /// Why.
    pub reason: String,
    /// Whether it still holds; a change of the sessions undoes it.
    pub still_stands: bool,
}

/// A number of the callee.
#[derive(Debug, Clone, Serialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase")]
pub struct NumberView {
    /// The contact; none at a unit.
    pub contact_id: Option<ContactId>,
    /// Whose number it is.
    pub name: String,
    /// Position.
    pub title: String,
    /// The number.
    pub phone: String,
    /// Whether it may be rung; numbers that may come first.
    pub usable: bool,
    /// Since when it is known to be wrong.
    pub wrong_since: Option<DateTime<Utc>>,
    /// Whether it stands in the schedule of these sessions.
    pub of_sessions: bool,
    /// When it was last rung for this call.
    pub last_at: Option<DateTime<Utc>>,
    /// How that ended.
    pub last_outcome: Option<CallOutcome>,
}

/// A call on the list.
#[derive(Debug, Clone, Serialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase")]
pub struct CallCard {
    /// Id.
    pub id: CallId,
    /// The campaign.
    pub campaign: CallCampaign,
    /// Day of the sessions, or of the roll-call.
    pub day: NaiveDate,
    /// The agency, in the campaigns that ring agencies.
    pub agency_id: Option<AgencyId>,
    /// The unit, in the roll-call.
    pub unit_id: Option<UnitId>,
    /// Name of the agency or unit.
    pub agency_name: String,
    /// Whom to ask for.
    pub contact_name: String,
    /// The number to ring; empty when none is left.
    pub phone: String,
    /// The sessions it speaks of.
    pub sessions: Vec<CallSession>,
    /// Where it stands.
    pub state: CallState,
    /// What has changed since the agency was told.
    pub changes: Vec<CallChange>,
    /// Attempts made.
    pub attempts: u32,
    /// When the last one was.
    pub last_at: Option<DateTime<Utc>>,
    /// How it ended.
    pub last_outcome: Option<CallOutcome>,
    /// Who made it.
    pub last_operator: Option<String>,
    /// When the next one is due.
    pub next_at: Option<DateTime<Utc>>,
    /// By when the relay should be confirmed.
    pub due_by: DateTime<Utc>,
    /// Whether that has passed.
    pub overdue: bool,
    /// Whether the duty lead has to see to it.
    pub with_lead: bool,
    /// Whether somebody was reached and the form has not been sent.
    pub form_outstanding: bool,
    /// Who is ringing just now.
    pub claim: Option<ClaimView>,
    /// The last decision to give it up.
    pub give_up: Option<GiveUpView>,
    /// People of the unit who are not reported yet; 0 for an agency.
    pub missing: u32,
}

/// A session as an attempt announced it.
#[derive(Debug, Clone, Serialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase")]
pub struct ToldSessionView {
    /// The session.
    pub session_id: SessionId,
    /// Number of its project.
    pub code: String,
    /// When it was to open.
    pub opens_at: DateTime<Utc>,
    /// Where.
    pub place: String,
}

/// What came after the telephone was put down.
#[derive(Debug, Clone, Serialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase")]
pub struct CallReceiptView {
    /// When.
    pub at: DateTime<Utc>,
    /// Who recorded it.
    pub operator: String,
    /// Whether the relay was confirmed.
    pub relay_confirmed: bool,
    /// How the form was sent.
    pub form_channel: Option<FormChannel>,
    /// What else.
    pub note: String,
}

/// An attempt as recorded.
#[derive(Debug, Clone, Serialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase")]
pub struct AttemptView {
    /// Id.
    pub id: AttemptId,
    /// When.
    pub at: DateTime<Utc>,
    /// Who rang.
    pub operator: String,
    /// The number that was rung; empty when the other side rang or it was not kept.
    pub phone: String,
    /// How it ended.
    pub outcome: CallOutcome,
    /// Agreed time to call back.
    pub call_back_at: Option<DateTime<Utc>>,
    /// Who was reached.
    pub person: Option<String>,
    /// Their title.
    pub title: Option<String>,
    /// How the form went to them.
    pub form_channel: Option<FormChannel>,
    /// When.
    pub form_sent_at: Option<DateTime<Utc>>,
    /// Whether the relay was confirmed, in the call or since.
    pub relay_confirmed: bool,
    /// When it was.
    pub relay_confirmed_at: Option<DateTime<Utc>>,
    /// What they asked.
    pub questions: Option<String>,
    /// Version of the script that was read out.
    pub script_version: i32,
    /// What was announced.
    pub told: Vec<ToldSessionView>,
    /// What came after the telephone was put down.
    pub receipts: Vec<CallReceiptView>,
    /// Whether the sessions are still as they were told.
    pub still_stands: bool,
}

/// A call with its script and attempts.
#[derive(Debug, Clone, Serialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase")]
pub struct CallView {
    /// The call.
    pub card: CallCard,
    /// The numbers, those that may be rung first.
    pub numbers: Vec<NumberView>,
    /// Version of the script in force.
    pub script_version: i32,
    /// The script with the facts of these sessions, line by line.
    pub script: Vec<String>,
    /// Attempts, oldest first.
    pub attempts: Vec<AttemptView>,
    /// Decisions to give it up, oldest first.
    pub give_ups: Vec<GiveUpView>,
}

/// The calls of a day.
#[derive(Debug, Clone, Serialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase")]
pub struct CallsDay {
    /// Day of the sessions, or of the roll-call.
    pub day: NaiveDate,
    /// The campaign.
    pub campaign: CallCampaign,
    /// Calls by the earliest opening they speak of.
    pub calls: Vec<CallCard>,
    /// How many are confirmed.
    pub confirmed: u32,
    /// How many reached the agency and wait for its confirmation.
    pub relay_pending: u32,
    /// How many wait for another attempt.
    pub waiting: u32,
    /// How many are due for the first time or again.
    pub due: u32,
    /// How many went to the duty lead.
    pub escalated: u32,
    /// How many the duty lead gave up.
    pub given_up: u32,
    /// How many have nothing left to say.
    pub lapsed: u32,
}

/// A text of the script.
#[derive(Debug, Clone, Serialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase")]
pub struct ScriptView {
    /// Version of the call settings.
    pub version: i32,
    /// Since when that version was in force.
    pub since: DateTime<Utc>,
    /// The text, line by line.
    pub lines: Vec<String>,
}

/// The next call, or why there is none.
#[derive(Debug, Clone, Serialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase")]
pub struct NextCall {
    /// The call, claimed by who asks.
    pub call: Option<CallView>,
    /// Without a call: when the next one may be rung.
    pub opens_at: Option<DateTime<Utc>>,
    /// How many could be rung now and are held by others.
    pub held_by_others: u32,
    /// How many may be rung later.
    pub later: u32,
}

/// A figure of the day with the calls that make it up.
#[derive(Debug, Clone, Serialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase")]
pub struct CallFigure {
    /// Which figure: `total`, `with_lead`, `overdue`, `form_outstanding`, `claimed`, or the word of a state.
    pub key: String,
    /// How many.
    pub count: u32,
    /// Which; their cards stand in the same reply.
    pub calls: Vec<CallId>,
}

/// An attempt on the list of who rang whom.
#[derive(Debug, Clone, Serialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase")]
pub struct AttemptLine {
    /// The call.
    pub call_id: CallId,
    /// Name of the agency or unit.
    pub agency_name: String,
    /// When.
    pub at: DateTime<Utc>,
    /// Who rang.
    pub operator: String,
    /// Which number.
    pub phone: String,
    /// How it ended.
    pub outcome: CallOutcome,
    /// Who was reached.
    pub person: Option<String>,
    /// Whether the relay was confirmed, in the call or since.
    pub relay_confirmed: bool,
    /// Whether the sessions are still as they were told.
    pub still_stands: bool,
}

/// What one caller did.
#[derive(Debug, Clone, Serialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase")]
pub struct CallerFigures {
    /// The caller.
    pub operator: String,
    /// Attempts.
    pub attempts: u32,
    /// Attempts in which somebody was reached.
    pub reached: u32,
    /// Attempts whose relay was confirmed.
    pub confirmed: u32,
}

/// The calls of a day at a glance; every figure opens to rows of this reply.
#[derive(Debug, Clone, Serialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase")]
pub struct CallsOverview {
    /// Day of the sessions, or of the roll-call.
    pub day: NaiveDate,
    /// The campaign.
    pub campaign: CallCampaign,
    /// When it was asked.
    pub as_of: DateTime<Utc>,
    /// The earliest hour by which a call should be confirmed.
    pub due_by: Option<DateTime<Utc>>,
    /// The figures in the order of the report.
    pub figures: Vec<CallFigure>,
    /// Every call.
    pub calls: Vec<CallCard>,
    /// Who rang whom, oldest first.
    pub attempts: Vec<AttemptLine>,
    /// What each caller did, by name.
    pub callers: Vec<CallerFigures>,
}
