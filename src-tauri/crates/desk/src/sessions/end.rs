//! How sessions end before or instead of their opening.

use bidhall_rules::ids::SessionId;
use bidhall_rules::secrecy::names_open;
use bidhall_rules::sessions::SessionState;
use bidhall_store::session_calendar::FailureConfirmationRow;
use bidhall_store::sessions::SessionRow;
use chrono::{DateTime, Utc};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{RoomBook, SessionView, find, state_of, view_of};
use crate::DeskError;
use crate::act::Writing;
use crate::groups::{book_openings, release_all};

/// How a session may end before or instead of its opening.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum EndState {
    /// Fewer than three bidders (招标投标法实施条例 art. 44).
    Failed,
    /// Called off.
    Cancelled,
}

/// Records that a session failed or was cancelled.
#[derive(Debug, Clone, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SessionEnd {
    /// The session.
    pub session_id: SessionId,
    /// How it ended.
    pub state: EndState,
    /// Why, 2 to 200 characters.
    pub reason: String,
    /// Who at the agency confirmed that it failed, 2 to 40 characters; the evaluation rooms stay booked without.
    #[serde(default)]
    #[ts(optional = nullable)]
    pub confirmed_by: Option<String>,
}

/// Records that the agency confirmed that its session failed.
#[derive(Debug, Clone, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct FailureConfirmation {
    /// The session.
    pub session_id: SessionId,
    /// Who confirmed it at the agency, 2 to 40 characters.
    pub person: String,
    /// A note of up to 200 characters.
    pub note: String,
}

/// That the agency confirmed that its session failed.
#[derive(Debug, Clone, Serialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase")]
pub struct FailureConfirmationView {
    /// Who confirmed it at the agency; empty for what failed before this was kept.
    pub person: String,
    /// A note; may be empty.
    pub note: String,
    /// When.
    pub at: DateTime<Utc>,
    /// Who took it down.
    pub operator: String,
}

impl From<FailureConfirmationRow> for FailureConfirmationView {
    fn from(row: FailureConfirmationRow) -> Self {
        Self { person: row.person, note: row.note, at: row.at, operator: row.operator_name }
    }
}

/// `sessions.end`: the rooms are free again, those for the evaluation of a failed session once its agency
/// has confirmed.
///
/// # Errors
/// [`DeskError::NotFound`]; [`DeskError::SessionEnded`] when it ended before;
/// [`DeskError::TextNamesBidders`] when the reason gives away what is sealed.
pub async fn end(act: &mut Writing, form: SessionEnd) -> Result<SessionView, DeskError> {
    let id = form.session_id;
    let row = find(act, id).await?;
    let reason = form.reason.trim().to_owned();
    if !(2..=200).contains(&reason.chars().count()) {
        return Err(DeskError::field("reason", "2 to 200 characters"));
    }
    if !names_open(row.deadline, act.now) {
        act.guard_text("reason", &reason).await?;
    }
    let (word, allowed) = match form.state {
        // Whether enough bids arrived is only known at the deadline.
        EndState::Failed => (SessionState::Failed, names_open(row.deadline, act.now)),
        EndState::Cancelled => (SessionState::Cancelled, true),
    };
    if !allowed {
        return Err(DeskError::field("state", "a session fails at its deadline, not before"));
    }
    if word == SessionState::Cancelled && form.confirmed_by.is_some() {
        return Err(DeskError::field("confirmedBy", "only a failed session is confirmed"));
    }
    let now = act.now;
    if !act.tx.end_session(id.uuid(), word.as_str(), &reason, now).await? {
        return Err(DeskError::SessionEnded {
            code: row.code,
            state: state_of(&row.state, row.deadline, now)?,
        });
    }
    act.concerns("session", &row.code);
    act.note("state", word.as_str());
    match form.confirmed_by {
        Some(person) => confirm(act, &row, &person, "").await?,
        None if word == SessionState::Failed => release_opening(act, &row).await?,
        None => release_all(act, row.id, "ended").await?,
    }
    // What had been left without its booking because of this session has its room now.
    book_openings(act, row.day).await?;
    shown(act, id).await
}

/// `sessions.confirm_failure`: gives the evaluation rooms of a failed session back.
///
/// # Errors
/// [`DeskError::NotFound`]; [`DeskError::SessionNotFailed`]; [`DeskError::FailureConfirmed`] when it was
/// confirmed before; [`DeskError::TextNamesBidders`].
pub async fn confirm_failure(act: &mut Writing, form: FailureConfirmation) -> Result<SessionView, DeskError> {
    let row = find(act, form.session_id).await?;
    if row.state != SessionState::Failed.as_str() {
        return Err(DeskError::SessionNotFailed { code: row.code });
    }
    act.concerns("session", &row.code);
    confirm(act, &row, &form.person, &form.note).await?;
    shown(act, form.session_id).await
}

async fn confirm(act: &mut Writing, row: &SessionRow, person: &str, note: &str) -> Result<(), DeskError> {
    let confirmation = FailureConfirmationRow {
        session_id: row.id,
        person: act.checked_text("person", person, 2, 40).await?,
        note: act.checked_text("note", note, 0, 200).await?,
        at: act.now,
        operator_id: act.asker()?.id,
        operator_name: String::new(),
    };
    if !act.tx.confirm_failure(&confirmation).await? {
        let known = act.tx.failure_confirmation(row.id).await?;
        let person = known.map(|known| known.person).unwrap_or_default();
        return Err(DeskError::FailureConfirmed { code: row.code.clone(), person });
    }
    act.note("confirmedBy", confirmation.person);
    release_all(act, row.id, "ended").await
}

/// Gives the opening room of a session back that nobody opens any more.
async fn release_opening(act: &mut Writing, row: &SessionRow) -> Result<(), DeskError> {
    let (now, operator) = (act.now, act.asker()?.id);
    for booking in act.tx.bookings_of_session(row.id).await? {
        if booking.part == "opening" && booking.ends > now {
            act.tx.release_booking(booking.id, "ended", now, operator).await?;
        }
    }
    Ok(())
}

async fn shown(act: &mut Writing, id: SessionId) -> Result<SessionView, DeskError> {
    let row = find(act, id).await?;
    let rooms = RoomBook::load(act).await?;
    view_of(act, &rooms, row).await
}
