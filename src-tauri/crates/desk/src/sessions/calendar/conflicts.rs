//! The five kinds of conflict, each with who or what holds the room.

use bidhall_rules::calls::ToldSession;
use bidhall_rules::ids::{AgencyId, RoomId, SessionId};
use bidhall_rules::room_calendar::{Closed, ConflictKind, Fault, RoomUse, RoomUsePart, amended_after_call};
use bidhall_rules::rooms::RoomStateKind;
use bidhall_rules::rounds::waits_until;
use bidhall_rules::secrecy::names_open;
use bidhall_store::sessions::SessionRow;
use chrono::{DateTime, NaiveDate, Utc};
use schemars::JsonSchema;
use serde::Serialize;
use ts_rs::TS;
use uuid::Uuid;

use super::venue::{Entry, Venue};
use crate::DeskError;
use crate::act::Reading;
use crate::rooms::{KnownRooms, RoomWindow};

/// A conflict of the calendar.
#[derive(Debug, Clone, Serialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase")]
pub struct CalendarConflict {
    /// Which of the five it is.
    pub kind: ConflictKind,
    /// The entry it is told under: of two in one room the one that begins later.
    pub entry: String,
    /// The other entry, where two meet.
    pub other: Option<String>,
    /// Name of the room.
    pub room: String,
    /// Number of the project it is told under.
    pub code: String,
    /// When that one begins.
    pub begins: DateTime<Utc>,
    /// Minutes shared, or missing to the disinfection; 0 for the other kinds.
    pub minutes: u32,
    /// Whether a person accepted the short interval in an amendment.
    pub accepted: bool,
    /// Who or what holds it.
    pub holder: ConflictHolder,
}

/// Who or what stands against an entry of the calendar.
#[derive(Debug, Clone, Serialize, JsonSchema, TS)]
#[serde(tag = "kind", rename_all = "snake_case", rename_all_fields = "camelCase")]
pub enum ConflictHolder {
    /// Another use of the room.
    Session {
        /// One of its sessions.
        session_id: SessionId,
        /// Number of the project.
        code: String,
        /// Lots, where the project has several.
        lots: Vec<String>,
        /// Name of the project.
        project_name: String,
        /// What it is.
        part: RoomUsePart,
        /// From.
        begins: DateTime<Utc>,
        /// To.
        ends: DateTime<Utc>,
        /// When the room is disinfected.
        clean_until: DateTime<Utc>,
    },
    /// Somebody holds the room, or told of a fault.
    State {
        /// What was told.
        state: RoomStateKind,
        /// By whom.
        operator: String,
        /// When.
        at: DateTime<Utc>,
        /// A note; may be empty.
        note: String,
    },
    /// Its round is not done, or the agent has still to act.
    Round {
        /// When it can be released at the earliest.
        ready_at: DateTime<Utc>,
    },
    /// The room is closed.
    Hours {
        /// When it is open.
        windows: Vec<RoomWindow>,
    },
    /// The centre does not work.
    DayOff {
        /// The day.
        day: NaiveDate,
        /// Its name in the calendar, where it has one.
        name: Option<String>,
    },
    /// An agency was told otherwise.
    Agency {
        /// The agency.
        agency_id: AgencyId,
        /// Its name.
        agency: String,
        /// Who was reached.
        person: String,
        /// Who rang.
        operator: String,
        /// When.
        at: DateTime<Utc>,
        /// The opening time it was told.
        told_opening: DateTime<Utc>,
        /// The place it was told.
        told_place: String,
        /// The document of the amendment since; empty when it gave none.
        document: String,
    },
}

/// What an entry is called on the wire: the same as long as it is the same use.
pub(in crate::sessions) fn entry_id(entry: &Entry, usage: &RoomUse) -> String {
    let session = entry.sessions.first().map(|row| row.id.simple().to_string()).unwrap_or_default();
    format!("{}-{session}-{}-{}", entry.part, usage.room, usage.begins.timestamp())
}

pub(in crate::sessions) fn lots_of(sessions: &[SessionRow]) -> Vec<String> {
    sessions.iter().map(|row| row.lot.clone()).filter(|lot| !lot.is_empty()).collect()
}

impl Venue {
    fn room_name(&self, room: RoomId) -> String {
        self.known.row(room.uuid()).map(|row| row.name.clone()).unwrap_or_default()
    }

    /// Every conflict of the floor.
    pub(super) fn room_conflicts(&self, now: DateTime<Utc>) -> Result<Vec<CalendarConflict>, DeskError> {
        let mut found = Vec::new();
        for conflict in self.floor().conflicts(now) {
            let pair = (self.entries.get(conflict.place), self.uses.get(conflict.place));
            if let (Some(entry), Some(usage)) = pair {
                found.extend(self.conflict(entry, usage, conflict.fault)?);
            }
        }
        Ok(found)
    }

    /// What is wrong with an entry, as it is told. A room that is held for several reasons has several.
    pub(in crate::sessions) fn conflict(
        &self,
        entry: &Entry,
        usage: &RoomUse,
        fault: Fault,
    ) -> Result<Vec<CalendarConflict>, DeskError> {
        let told = |other: Option<String>, minutes, accepted, holder| CalendarConflict {
            kind: fault.kind(),
            entry: entry_id(entry, usage),
            other,
            room: self.room_name(usage.room),
            code: entry.sessions.first().map(|row| row.code.clone()).unwrap_or_default(),
            begins: usage.begins,
            minutes,
            accepted,
            holder,
        };
        let row = self.known.row(usage.room.uuid());
        Ok(match fault {
            Fault::Meets { other, clash } => {
                let pair = (self.entries.get(other), self.uses.get(other));
                let (Some(against), Some(their)) = pair else { return Ok(Vec::new()) };
                let Some(holder) = session_holder(against, their) else { return Ok(Vec::new()) };
                let accepted = their.begins != usage.begins
                    && (self.is_accepted(entry) || self.is_accepted(against))
                    && [entry.part, against.part] == [RoomUsePart::Opening; 2];
                vec![told(Some(entry_id(against, their)), clash.minutes, accepted, holder)]
            }
            Fault::Held => {
                let open = match row {
                    Some(row) => self.known.state(row)?.open,
                    None => Vec::new(),
                };
                let holders = open.into_iter().map(|event| ConflictHolder::State {
                    state: event.kind,
                    operator: event.operator,
                    at: event.at,
                    note: event.note,
                });
                let waits = self.releases.get(&usage.room.uuid()).and_then(waits_until);
                let round = waits.filter(|ready_at| usage.begins < *ready_at);
                let round = round.map(|ready_at| ConflictHolder::Round { ready_at });
                holders.chain(round).map(|holder| told(None, 0, false, holder)).collect()
            }
            Fault::Closed(Closed::Hours) => {
                let windows = row.map(KnownRooms::windows).transpose()?.unwrap_or_default();
                vec![told(None, 0, false, ConflictHolder::Hours { windows })]
            }
            Fault::Closed(Closed::DayOff { day }) => {
                let name = self.calendar.listed(day).map(|listed| listed.name.clone());
                vec![told(None, 0, false, ConflictHolder::DayOff { day, name })]
            }
        })
    }

    fn is_accepted(&self, entry: &Entry) -> bool {
        let accepts = |id: Uuid| self.last_amendment(id).is_some_and(|row| row.close_accepted);
        entry.sessions.iter().any(|row| accepts(row.id))
    }

    /// The openings of which an agency was told otherwise than they stand, each under its first room.
    pub(super) async fn told_otherwise(&self, act: &mut Reading) -> Result<Vec<CalendarConflict>, DeskError> {
        let mut found = Vec::new();
        let mut seen: Vec<Uuid> = Vec::new();
        for (entry, usage) in self.entries.iter().zip(&self.uses) {
            if entry.part != RoomUsePart::Opening || names_open(usage.begins, act.now) {
                continue;
            }
            for row in &entry.sessions {
                if seen.contains(&row.id) {
                    continue;
                }
                seen.push(row.id);
                found.extend(self.told_of(act, entry, usage, row).await?);
            }
        }
        Ok(found)
    }

    async fn told_of(
        &self,
        act: &mut Reading,
        entry: &Entry,
        usage: &RoomUse,
        row: &SessionRow,
    ) -> Result<Option<CalendarConflict>, DeskError> {
        let Some(heard) = act.tx.heard_of_session(row.id).await? else { return Ok(None) };
        let session = SessionId::from_uuid(row.id);
        let names: Vec<&str> = self.book.of(row.id, "opening").map(|room| room.name.as_str()).collect();
        let standing = ToldSession { session, opening: row.deadline, place: names.join("、") };
        let told = ToldSession { session, opening: heard.deadline, place: heard.place.clone() };
        if !amended_after_call(&told, &standing) {
            return Ok(None);
        }
        Ok(Some(CalendarConflict {
            kind: ConflictKind::AmendedAfterCall,
            entry: entry_id(entry, usage),
            other: None,
            room: self.room_name(usage.room),
            code: row.code.clone(),
            begins: usage.begins,
            minutes: 0,
            accepted: false,
            holder: ConflictHolder::Agency {
                agency_id: AgencyId::from_uuid(row.agency_id),
                agency: heard.agency_name,
                person: heard.person,
                operator: heard.operator_name,
                at: heard.at,
                told_opening: heard.deadline,
                told_place: heard.place,
                document: self.last_amendment(row.id).map(|row| row.document.clone()).unwrap_or_default(),
            },
        }))
    }
}

fn session_holder(entry: &Entry, usage: &RoomUse) -> Option<ConflictHolder> {
    let first = entry.sessions.first()?;
    Some(ConflictHolder::Session {
        session_id: SessionId::from_uuid(first.id),
        code: first.code.clone(),
        lots: lots_of(&entry.sessions),
        project_name: first.project_name.clone(),
        part: entry.part,
        begins: usage.begins,
        ends: usage.ends,
        clean_until: usage.clean_until,
    })
}
