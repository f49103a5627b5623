//! The calendar by room: every opening and evaluation of some days with its disinfection, and what is in conflict.

mod conflicts;
mod released;
mod venue;

use bidhall_rules::ids::{RoomId, SessionId};
use bidhall_rules::room_calendar::{RoomUse, RoomUsePart};
use bidhall_rules::secrecy::Band;
use bidhall_rules::sessions::{RoomPurpose, SessionState};
use chrono::{DateTime, Days, NaiveDate, Utc};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::state_of;
use crate::DeskError;
use crate::act::{Reading, word};
use crate::calendar::{DayList, DaySpan, days as days_of};
use crate::rooms::{KnownRooms, RoomState, RoomWindow};

pub use conflicts::CalendarConflict;
use conflicts::entry_id;
pub(super) use conflicts::lots_of;
pub(crate) use released::RoomDay;
pub(super) use venue::{Entry, Extent, Venue};

/// Which days.
#[derive(Debug, Clone, Copy, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct CalendarSpan {
    /// The first day.
    pub from: NaiveDate,
    /// How many days, 1 to 14.
    pub days: u32,
}

/// A room of the calendar.
#[derive(Debug, Clone, Serialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase")]
pub struct CalendarRoom {
    /// The room.
    pub id: RoomId,
    /// Code on the door.
    pub code: String,
    /// Name.
    pub name: String,
    /// What it is for.
    pub purpose: RoomPurpose,
    /// When it is open on every day.
    pub windows: Vec<RoomWindow>,
    /// How it is now.
    pub state: RoomState,
}

/// A use of a room. Before the opening it has no number of bidders, and none follows from it.
#[derive(Debug, Clone, Serialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase")]
pub struct CalendarEntry {
    /// The same as long as it is the same use.
    pub id: String,
    /// The room.
    pub room_id: RoomId,
    /// What for.
    pub part: RoomUsePart,
    /// The sessions: several for the lots of a project that are together.
    pub session_ids: Vec<SessionId>,
    /// Number of the project.
    pub code: String,
    /// Lots, where the project has several.
    pub lots: Vec<String>,
    /// Name of the project.
    pub project_name: String,
    /// From: the deadline, of an opening.
    pub begins: DateTime<Utc>,
    /// To.
    pub ends: DateTime<Utc>,
    /// When the room is disinfected and aired.
    pub clean_until: DateTime<Utc>,
    /// Size band.
    pub band: Option<Band>,
    /// Where the session stands.
    pub state: SessionState,
    /// Whether it can be amended: an opening before its time.
    pub movable: bool,
}

/// Some days by room.
#[derive(Debug, Clone, Serialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase")]
pub struct CalendarView {
    /// The days and whether the centre works.
    pub days: DayList,
    /// The rooms by code.
    pub rooms: Vec<CalendarRoom>,
    /// What is in them.
    pub entries: Vec<CalendarEntry>,
    /// What does not go, by kind of conflict and time.
    pub conflicts: Vec<CalendarConflict>,
    /// How long an opening has its room, minutes.
    pub opening_minutes: u32,
    /// Disinfection and airing between two projects, minutes.
    pub changeover_minutes: u32,
}

/// `sessions.calendar`
///
/// # Errors
/// [`DeskError::WrongField`] for too many days.
pub async fn calendar(act: &mut Reading, span: CalendarSpan) -> Result<CalendarView, DeskError> {
    if !(1..=14).contains(&span.days) {
        return Err(DeskError::field("days", "1 to 14"));
    }
    let until = span.from.checked_add_days(Days::new(u64::from(span.days) - 1)).unwrap_or(span.from);
    let days = days_of(act, DaySpan { from: span.from, until }).await?;
    let venue = Venue::load(act, Extent { from: span.from, until, without: &[] }).await?;
    let (begin, end) = (act.zone.day_bounds(span.from).0, act.zone.day_bounds(until).1);
    let is_shown = |usage: &RoomUse| usage.begins < end && begin < usage.clean_until;
    let mut entries = Vec::new();
    for (entry, usage) in venue.entries.iter().zip(&venue.uses).filter(|(_, usage)| is_shown(usage)) {
        entries.push(entry_view(act, entry, usage)?);
    }
    let mut conflicts = venue.room_conflicts(act.now)?;
    conflicts.extend(venue.told_otherwise(act).await?);
    conflicts.retain(|conflict| {
        let is_there = |id: &String| entries.iter().any(|entry: &CalendarEntry| entry.id == *id);
        is_there(&conflict.entry) || conflict.other.as_ref().is_some_and(is_there)
    });
    conflicts.sort_by(|a, b| {
        (a.accepted, a.begins, a.kind, &a.code).cmp(&(b.accepted, b.begins, b.kind, &b.code))
    });
    Ok(CalendarView {
        days,
        rooms: rooms_of(&venue.known)?,
        entries,
        conflicts,
        opening_minutes: venue.settings.opening_minutes,
        changeover_minutes: venue.settings.changeover_minutes,
    })
}

/// The rooms in which something is opened or evaluated.
fn rooms_of(known: &KnownRooms) -> Result<Vec<CalendarRoom>, DeskError> {
    let mut rooms = Vec::new();
    for row in &known.rows {
        let purpose: RoomPurpose = word(&row.purpose)?;
        if matches!(purpose, RoomPurpose::KeyRegion | RoomPurpose::Isolation) {
            continue;
        }
        rooms.push(CalendarRoom {
            id: RoomId::from_uuid(row.id),
            code: row.code.clone(),
            name: row.name.clone(),
            purpose,
            windows: KnownRooms::windows(row)?,
            state: known.state(row)?,
        });
    }
    Ok(rooms)
}

fn entry_view(act: &Reading, entry: &Entry, usage: &RoomUse) -> Result<CalendarEntry, DeskError> {
    let Some(first) = entry.sessions.first() else {
        return Err(DeskError::not_found("session", &usage.party));
    };
    let state = state_of(&first.state, first.deadline, act.now)?;
    Ok(CalendarEntry {
        id: entry_id(entry, usage),
        room_id: usage.room,
        part: entry.part,
        session_ids: entry.sessions.iter().map(|row| SessionId::from_uuid(row.id)).collect(),
        code: first.code.clone(),
        lots: lots_of(&entry.sessions),
        project_name: first.project_name.clone(),
        begins: usage.begins,
        ends: usage.ends,
        clean_until: usage.clean_until,
        band: first.band.as_deref().map(word).transpose()?,
        state,
        movable: entry.part == RoomUsePart::Opening && state == SessionState::Scheduled,
    })
}
