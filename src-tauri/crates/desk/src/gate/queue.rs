//! The line outside: who can still be inside by the deadline, and whom to call when somebody cannot.

use std::collections::BTreeSet;

use bidhall_rules::ids::SessionId;
use bidhall_rules::queue::{QueueAlarm, QueueFacts, QueueSession, forecast, service_seconds};
use bidhall_rules::roles::Role;
use bidhall_rules::sessions::SessionState;
use bidhall_store::queue::{QueueCountRow, QueueWarningRow};
use chrono::{DateTime, Duration, Utc};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::note_text;
use crate::DeskError;
use crate::act::{Reading, Writing};
use crate::database::Nothing;
use crate::sessions::{find as find_session, state_of};

/// How long a lane counts as at work after its last person.
const LANE_MINUTES: i64 = 10;
/// How far back the pace is measured.
const PACE_MINUTES: i64 = 60;

/// Counts the line.
#[derive(Debug, Clone, Copy, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct QueueCount {
    /// The session the people come for.
    pub session_id: SessionId,
    /// How many stand in the line, 0 to 999.
    pub waiting: u32,
}

/// Records that the agency was told.
#[derive(Debug, Clone, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct QueueTold {
    /// The session.
    pub session_id: SessionId,
    /// Who took the message, 1 to 60 characters.
    pub person: String,
    /// Anything else, at most 200 characters.
    pub note: String,
}

/// That the agency was told.
#[derive(Debug, Clone, Serialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase")]
pub struct ToldView {
    /// When.
    pub at: DateTime<Utc>,
    /// By whom.
    pub operator: String,
    /// Who took the message.
    pub person: String,
}

/// The forecast for a session.
#[derive(Debug, Clone, Serialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase")]
pub struct QueueSessionView {
    /// The session.
    pub session_id: SessionId,
    /// Its code.
    pub code: String,
    /// Its deadline.
    pub deadline: DateTime<Utc>,
    /// How many were counted in the line, to the gate.
    pub waiting: Option<u32>,
    /// When they were counted.
    pub counted_at: Option<DateTime<Utc>>,
    /// How long who comes now will wait, minutes.
    pub wait_minutes: Option<u32>,
    /// Until when somebody can arrive and be inside by the deadline.
    pub last_safe_arrival: DateTime<Utc>,
    /// Whether that is in danger.
    pub alarm: QueueAlarm,
    /// The agency to call.
    pub agency: String,
    /// Its contact.
    pub contact: String,
    /// The contact's number, to the gate.
    pub phone: String,
    /// That it was told.
    pub told: Option<ToldView>,
}

/// The forecast.
#[derive(Debug, Clone, Serialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase")]
pub struct QueueView {
    /// The moment of the forecast.
    pub as_of: DateTime<Utc>,
    /// Lanes at work.
    pub lanes: Vec<String>,
    /// Seconds a person takes at one lane, to the gate.
    pub seconds_per_person: Option<u32>,
    /// Whether that was measured today; else it is the setting.
    pub measured: bool,
    /// Sessions of today that have not opened, by deadline.
    pub sessions: Vec<QueueSessionView>,
}

/// `gate.queue`
///
/// # Errors
/// [`DeskError`] when the database is lost.
pub async fn queue(act: &mut Reading, _: Nothing) -> Result<QueueView, DeskError> {
    let (now, today) = (act.now, act.today());
    let settings = act.gate_settings().await?.body;
    let mut sessions = Vec::new();
    for session in act.tx.sessions_of_day(today).await? {
        if state_of(&session.state, session.deadline, now)? == SessionState::Scheduled {
            sessions.push(session);
        }
    }
    sessions.sort_by(|a, b| (a.deadline, &a.code).cmp(&(b.deadline, &b.code)));
    let (from, _) = act.zone.day_bounds(today);
    let recent = act.tx.checks_between(from, now + Duration::seconds(1)).await?;
    let still = now - Duration::minutes(LANE_MINUTES);
    let lanes: BTreeSet<String> = recent
        .iter()
        .filter(|row| row.closed_at.map_or(row.paused_at.is_none(), |closed| closed >= still))
        .map(|row| row.lane.clone())
        .collect();
    let spans = act.tx.spans_since(now - Duration::minutes(PACE_MINUTES), from).await?;
    let durations: Vec<u32> = spans
        .iter()
        .map(|span| u32::try_from((span.closed_at - span.opened_at).num_seconds()).unwrap_or(0))
        .collect();
    let (seconds_per_person, measured) = service_seconds(&durations, settings.seconds_per_person);
    let mut counts = Vec::with_capacity(sessions.len());
    let mut line = Vec::with_capacity(sessions.len());
    for session in &sessions {
        let count = act.tx.queue_count(session.id).await?.filter(|count| count.at >= from);
        let in_progress = recent
            .iter()
            .filter(|row| row.session_id == session.id && row.closed_at.is_none() && row.paused_at.is_none());
        line.push(QueueSession {
            deadline: session.deadline,
            waiting: count.as_ref().map_or(0, |count| u32::try_from(count.waiting).unwrap_or(0)),
            in_progress: u32::try_from(in_progress.count()).unwrap_or(u32::MAX),
        });
        counts.push(count);
    }
    let facts = QueueFacts {
        now,
        lanes: u32::try_from(lanes.len()).unwrap_or(u32::MAX),
        seconds_per_person,
        walk_minutes: settings.walk_minutes,
        sessions: line,
    };
    // Whoever is not at the gate is given the wait in steps of five minutes: from an exact one the
    // number of people could be reckoned.
    let at_gate = act.asker()?.roles.iter().any(|role| matches!(role, Role::Gate | Role::DutyLead));
    let mut views = Vec::with_capacity(sessions.len());
    for ((session, count), cast) in sessions.into_iter().zip(counts).zip(forecast(&facts)) {
        let told = act.tx.queue_warning(session.id).await?.filter(|told| told.at >= from);
        let minutes = cast.wait_seconds.div_ceil(60);
        let wait = if at_gate { minutes } else { by_five(minutes) };
        let walk = Duration::minutes(settings.walk_minutes.into());
        let last_safe_arrival = if at_gate {
            cast.last_safe_arrival
        } else {
            let own_check = by_five(seconds_per_person.div_ceil(60));
            session.deadline - Duration::minutes(wait.into()) - Duration::minutes(own_check.into()) - walk
        };
        views.push(QueueSessionView {
            session_id: SessionId::from_uuid(session.id),
            code: session.code,
            deadline: session.deadline,
            waiting: count
                .as_ref()
                .filter(|_| at_gate)
                .map(|count| u32::try_from(count.waiting).unwrap_or(0)),
            counted_at: count.map(|count| count.at),
            wait_minutes: Some(wait),
            last_safe_arrival,
            alarm: cast.alarm,
            agency: session.agency_name,
            contact: session.contact_name,
            phone: if at_gate { session.contact_phone } else { String::new() },
            told: told.map(|told| ToldView {
                at: told.at,
                operator: told.operator_name,
                person: told.person,
            }),
        });
    }
    Ok(QueueView {
        as_of: now,
        lanes: lanes.into_iter().collect(),
        seconds_per_person: at_gate.then_some(seconds_per_person),
        measured,
        sessions: views,
    })
}

/// Minutes in steps of five, rounded up.
fn by_five(minutes: u32) -> u32 {
    minutes.div_ceil(5) * 5
}

/// `gate.queue.count`
///
/// # Errors
/// [`DeskError::NotFound`]; [`DeskError::WrongField`] for more than 999.
pub async fn count_queue(act: &mut Writing, form: QueueCount) -> Result<QueueView, DeskError> {
    let session = find_session(act, form.session_id).await?;
    let waiting = i32::try_from(form.waiting).ok().filter(|waiting| *waiting <= 999);
    let waiting = waiting.ok_or_else(|| DeskError::field("waiting", "0 to 999"))?;
    let (now, asker) = (act.now, act.asker()?.id);
    let row = QueueCountRow { session_id: session.id, waiting, at: now };
    while !act.tx.add_queue_count(&row, asker).await? {}
    act.concerns("session", form.session_id);
    queue(act, Nothing {}).await
}

/// `gate.queue.told`
///
/// # Errors
/// [`DeskError::NotFound`]; [`DeskError::TextNamesBidders`].
pub async fn tell_agency(act: &mut Writing, form: QueueTold) -> Result<QueueView, DeskError> {
    let session = find_session(act, form.session_id).await?;
    let person = note_text(act, "person", &form.person, 1, 60).await?;
    let note = note_text(act, "note", &form.note, 0, 200).await?;
    let (now, asker) = (act.now, act.asker()?.clone());
    let row = QueueWarningRow { session_id: session.id, person, at: now, operator_name: asker.name };
    while !act.tx.add_queue_warning(&row, &note, asker.id).await? {}
    act.concerns("session", form.session_id);
    queue(act, Nothing {}).await
}
