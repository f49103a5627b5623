//! Reminder calls (电话提醒): one call per agency and day, its attempts, and the notice.

mod book;
mod notice;

use bidhall_rules::calls::{
    Answers, AttemptInput, CallOutcome, CallState, CheckedAttempt, FormChannel, Unreached, check_attempt,
};
use bidhall_rules::ids::{AttemptId, CallId, SessionId};
use bidhall_store::calls::{AttemptRow, CallRow};
use chrono::{DateTime, NaiveDate, Utc};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::DeskError;
use crate::act::{Reading, Writing, word};

use book::CallBook;
pub use notice::{NoticeView, SavedDocument, notice, save_notice};
pub(crate) use notice::{drafted, print_error, safe};

/// Which day.
#[derive(Debug, Clone, Copy, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct CallDay {
    /// The day of the sessions.
    pub day: NaiveDate,
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
}

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

/// A call on the list.
#[derive(Debug, Clone, Serialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase")]
pub struct CallCard {
    /// Id.
    pub id: CallId,
    /// Day of the sessions.
    pub day: NaiveDate,
    /// The agency.
    pub agency_name: String,
    /// Whom to ask for.
    pub contact_name: String,
    /// The number.
    pub phone: String,
    /// The sessions it speaks of.
    pub sessions: Vec<CallSession>,
    /// Where it stands.
    pub state: CallState,
    /// Attempts made.
    pub attempts: u32,
    /// When the last one was.
    pub last_at: Option<DateTime<Utc>>,
    /// How it ended.
    pub last_outcome: Option<CallOutcome>,
    /// When the next one is due.
    pub next_at: Option<DateTime<Utc>>,
    /// By when the relay should be confirmed.
    pub due_by: DateTime<Utc>,
    /// Whether that has passed.
    pub overdue: bool,
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
    /// Whether the relay was confirmed.
    pub relay_confirmed: bool,
    /// What they asked.
    pub questions: Option<String>,
    /// Version of the script that was read out.
    pub script_version: i32,
    /// Whether the sessions are still as they were told.
    pub still_stands: bool,
}

/// A call with its script and attempts.
#[derive(Debug, Clone, Serialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase")]
pub struct CallView {
    /// The call.
    pub card: CallCard,
    /// Version of the script in force.
    pub script_version: i32,
    /// The script with the facts of these sessions, line by line.
    pub script: Vec<String>,
    /// Attempts, oldest first.
    pub attempts: Vec<AttemptView>,
}

/// The calls of a day.
#[derive(Debug, Clone, Serialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase")]
pub struct CallsDay {
    /// Day of the sessions.
    pub day: NaiveDate,
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
}

/// `calls.list`
///
/// # Errors
/// [`DeskError`] when the database is lost.
pub async fn list(act: &mut Reading, request: CallDay) -> Result<CallsDay, DeskError> {
    let book = CallBook::load(act, request.day).await?;
    let mut day = CallsDay {
        day: request.day,
        calls: Vec::new(),
        confirmed: 0,
        relay_pending: 0,
        waiting: 0,
        due: 0,
        escalated: 0,
    };
    for row in act.tx.calls_of_day(request.day).await? {
        let attempts = act.tx.attempts_of(row.id).await?;
        let card = book.card(act, &row, &attempts)?;
        // All sessions of the agency were called off: nothing is left to be said.
        if card.sessions.is_empty() && attempts.is_empty() {
            continue;
        }
        match card.state {
            CallState::Confirmed => day.confirmed += 1,
            CallState::ReachedRelayPending => day.relay_pending += 1,
            CallState::WaitingRetry => day.waiting += 1,
            CallState::Due | CallState::Void => day.due += 1,
            CallState::Escalated => day.escalated += 1,
        }
        day.calls.push(card);
    }
    day.calls.sort_by_key(|card| card.sessions.first().map(|session| session.opens_at));
    Ok(day)
}

/// `calls.view`
///
/// # Errors
/// [`DeskError::NotFound`].
pub async fn view(act: &mut Reading, request: CallChoice) -> Result<CallView, DeskError> {
    let row = find(act, request.call_id).await?;
    view_of(act, row).await
}

/// `calls.record`
///
/// # Errors
/// [`DeskError::NotFound`]; [`DeskError::WrongField`] for what contradicts itself;
/// [`DeskError::TextNamesBidders`] when a text gives away what is sealed.
pub async fn record(act: &mut Writing, form: AttemptForm) -> Result<CallView, DeskError> {
    let call = find(act, form.call_id).await?;
    let book = CallBook::load(act, call.day).await?;
    let sessions = book.sessions_of(&call);
    if sessions.is_empty() {
        return Err(DeskError::CallWithoutSessions { agency: call.agency_name });
    }
    let checked = check_attempt(&input_of(form.attempt), act.now)
        .map_err(|error| DeskError::field("attempt", error))?;
    let now = act.now;
    let mut row = AttemptRow {
        id: AttemptId::new(now, &mut act.chance).uuid(),
        call_id: call.id,
        at: now,
        operator_id: act.asker()?.id,
        operator_name: act.asker()?.name.clone(),
        outcome: checked.outcome().as_str().to_owned(),
        call_back_at: None,
        person: None,
        title: None,
        form_channel: None,
        form_sent_at: None,
        relay_confirmed: false,
        questions: None,
        script_version: book.calls.version,
        sessions_digest: book.digest(&sessions),
    };
    match checked {
        CheckedAttempt::Unreached(unreached) => row.call_back_at = unreached.call_back_at,
        CheckedAttempt::Reached(answers) => {
            guard(act, &answers).await?;
            row.person = Some(answers.person.trim().to_owned());
            row.title = Some(answers.title.trim().to_owned());
            row.form_channel = Some(answers.form_channel.as_str().to_owned());
            row.form_sent_at = answers.form_sent.then_some(now);
            row.relay_confirmed = answers.relay_confirmed;
            row.questions = Some(answers.questions.trim().to_owned()).filter(|text| !text.is_empty());
        }
    }
    act.tx.add_attempt(&row).await?;
    act.concerns("call", form.call_id);
    act.note("outcome", row.outcome);
    act.note("relayConfirmed", row.relay_confirmed);
    view_of(act, call).await
}

/// Texts about a call may name neither bidders nor their number, whoever typed them.
async fn guard(act: &mut Reading, answers: &Answers) -> Result<(), DeskError> {
    for (field, text) in
        [("person", &answers.person), ("title", &answers.title), ("questions", &answers.questions)]
    {
        if text.chars().any(|c| c.is_control() && c != '\n') {
            return Err(DeskError::field(field, "no control characters"));
        }
        act.guard_text(field, text).await?;
    }
    Ok(())
}

fn input_of(attempt: Attempt) -> AttemptInput {
    match attempt {
        Attempt::NotReached { outcome, call_back_at } => {
            AttemptInput { unreached: Some(Unreached { outcome, call_back_at }), answers: None }
        }
        Attempt::Reached { person, title, form_channel, form_sent, relay_confirmed, questions } => {
            let answers = Answers { person, title, form_channel, form_sent, relay_confirmed, questions };
            AttemptInput { unreached: None, answers: Some(answers) }
        }
    }
}

async fn find(act: &mut Reading, id: CallId) -> Result<CallRow, DeskError> {
    act.tx.call(id.uuid()).await?.ok_or_else(|| DeskError::not_found("call", id))
}

async fn view_of(act: &mut Reading, row: CallRow) -> Result<CallView, DeskError> {
    let book = CallBook::load(act, row.day).await?;
    let attempts = act.tx.attempts_of(row.id).await?;
    let digest = book.digest(&book.sessions_of(&row));
    let card = book.card(act, &row, &attempts)?;
    let script = book.script(act, &row)?;
    let attempts = attempts.into_iter().map(|row| attempt_view(row, &digest)).collect::<Result<_, _>>()?;
    Ok(CallView { card, script_version: book.calls.version, script, attempts })
}

fn attempt_view(row: AttemptRow, digest: &str) -> Result<AttemptView, DeskError> {
    Ok(AttemptView {
        id: AttemptId::from_uuid(row.id),
        at: row.at,
        operator: row.operator_name,
        outcome: word(&row.outcome)?,
        call_back_at: row.call_back_at,
        person: row.person,
        title: row.title,
        form_channel: row.form_channel.as_deref().map(word).transpose()?,
        form_sent_at: row.form_sent_at,
        relay_confirmed: row.relay_confirmed,
        questions: row.questions,
        script_version: row.script_version,
        still_stands: row.sessions_digest == digest,
    })
}
