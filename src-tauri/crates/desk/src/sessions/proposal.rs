//! What is proposed for a session before it is amended: which lots, when and where, and whether that can be.

use bidhall_rules::centre_time::clock;
use bidhall_rules::ids::{RoomId, SessionId};
use bidhall_rules::room_calendar::{Closed, Fault, RoomUse, RoomUsePart, needs_document};
use bidhall_rules::secrecy::names_open;
use bidhall_rules::sessions::SessionState;
use bidhall_store::sessions::{SessionRoomRow, SessionRow};
use chrono::{DateTime, Days, NaiveTime, Utc};
use schemars::JsonSchema;
use serde::Deserialize;
use ts_rs::TS;
use uuid::Uuid;

use super::calendar::{Entry, Extent, Venue};
use super::import::rooms_of;
use super::{RoomBook, find, state_of};
use crate::DeskError;
use crate::act::Reading;

/// How many days ahead free times are looked for.
const LOOKED_AHEAD: u64 = 22;

/// A time and rooms for a session, to be looked at. What is not given stays as it is.
#[derive(Debug, Clone, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct AmendmentDraft {
    /// The session.
    pub session_id: SessionId,
    /// Other lots of the project that go with it: with its number, its deadline, and not begun.
    #[serde(default)]
    #[ts(optional, as = "Option<Vec<SessionId>>")]
    pub lots: Vec<SessionId>,
    /// The new deadline and opening time.
    #[serde(default)]
    pub deadline: Option<DateTime<Utc>>,
    /// Codes of the new opening rooms, 1 to 10.
    #[serde(default)]
    pub opening_rooms: Option<Vec<String>>,
    /// Codes of the new evaluation rooms, at most 10; the other lots keep theirs.
    #[serde(default)]
    pub evaluation_rooms: Option<Vec<String>>,
}

/// A draft with everything that was left out filled in.
pub(super) struct Proposal {
    /// The session, and the lots that go with it.
    pub(super) sessions: Vec<SessionRow>,
    pub(super) deadline: DateTime<Utc>,
    /// Codes of the opening rooms.
    pub(super) opening: Vec<String>,
    /// Codes of the evaluation rooms.
    pub(super) evaluation: Vec<String>,
    /// The opening rooms as they are.
    pub(super) old_opening: Vec<String>,
    /// The evaluation rooms as they are.
    pub(super) old_evaluation: Vec<String>,
}

impl Proposal {
    /// Fills a draft in.
    ///
    /// # Errors
    /// [`DeskError::NotFound`]; [`DeskError::SessionEnded`] once one of the lots has begun or ended;
    /// [`DeskError::WrongField`] for a time that has passed, rooms that are too many or doubled, and lots of
    /// another project or time.
    pub(super) async fn of(act: &mut Reading, draft: AmendmentDraft) -> Result<Self, DeskError> {
        let session = find(act, draft.session_id).await?;
        let mut sessions = vec![session.clone()];
        for id in draft.lots {
            let lot = find(act, id).await?;
            let is_other = sessions.iter().all(|row| row.id != lot.id);
            if !is_other || lot.code != session.code || lot.deadline != session.deadline {
                return Err(DeskError::field("lots", "other lots of the project with its deadline"));
            }
            sessions.push(lot);
        }
        for row in &sessions {
            let state = state_of(&row.state, row.deadline, act.now)?;
            if state != SessionState::Scheduled {
                return Err(DeskError::SessionEnded { code: row.code.clone(), state });
            }
        }
        let deadline = draft.deadline.unwrap_or(session.deadline);
        if names_open(deadline, act.now) {
            return Err(DeskError::field("deadline", "a time to come"));
        }
        let rooms = RoomBook::load(act).await?;
        let codes = |part| rooms.of(session.id, part).map(|room| room.code.clone()).collect::<Vec<_>>();
        let (old_opening, old_evaluation) = (codes("opening"), codes("evaluation"));
        let opening = draft.opening_rooms.unwrap_or_else(|| old_opening.clone());
        let evaluation = draft.evaluation_rooms.unwrap_or_else(|| old_evaluation.clone());
        for (field, codes, least) in [("openingRooms", &opening, 1), ("evaluationRooms", &evaluation, 0)] {
            let is_once = codes.iter().enumerate().all(|(place, code)| !codes[..place].contains(code));
            if !(least..=10).contains(&codes.len()) || !is_once {
                return Err(DeskError::field(field, format!("{least} to 10 rooms, each once")));
            }
        }
        Ok(Self { sessions, deadline, opening, evaluation, old_opening, old_evaluation })
    }

    /// The session itself, without the lots that go with it.
    pub(super) fn session(&self) -> Option<&SessionRow> {
        self.sessions.first()
    }

    pub(super) fn moves(&self) -> bool {
        self.session().is_some_and(|row| row.deadline != self.deadline)
    }

    pub(super) fn changes_place(&self) -> bool {
        self.opening != self.old_opening
    }

    pub(super) fn changes_evaluation(&self) -> bool {
        self.evaluation != self.old_evaluation
    }

    pub(super) fn changes_nothing(&self) -> bool {
        !self.moves() && !self.changes_place() && !self.changes_evaluation()
    }

    pub(super) fn needs_document(&self) -> bool {
        needs_document(self.moves(), self.changes_place())
    }

    pub(super) fn ids(&self) -> Vec<Uuid> {
        self.sessions.iter().map(|row| row.id).collect()
    }

    /// The rooms of one of the sessions from then on, as the rows of its amendment.
    pub(super) async fn rooms(
        &self,
        act: &mut Reading,
        session: Uuid,
        seq: i32,
    ) -> Result<Vec<SessionRoomRow>, DeskError> {
        let is_main = self.session().is_some_and(|row| row.id == session);
        let evaluation = if is_main {
            self.evaluation.clone()
        } else {
            let book = RoomBook::load(act).await?;
            book.of(session, "evaluation").map(|room| room.code.clone()).collect()
        };
        rooms_of(act, session, (&self.opening, &evaluation), seq).await
    }

    /// The rooms from the day of the proposal on, without the sessions that are moved.
    pub(super) async fn venue(&self, act: &mut Reading) -> Result<Venue, DeskError> {
        let from = act.zone.day_of(self.deadline);
        let until = from.checked_add_days(Days::new(LOOKED_AHEAD)).unwrap_or(from);
        Venue::load(act, Extent { from, until, without: &self.ids() }).await
    }

    /// What the opening would use, room by room.
    pub(super) fn uses(&self, venue: &Venue) -> Result<Vec<RoomUse>, DeskError> {
        let code = self.session().map(|row| row.code.clone()).unwrap_or_default();
        let mut uses = Vec::with_capacity(self.opening.len());
        for room in &self.opening {
            let room = RoomId::from_uuid(venue.known.coded(room)?.id);
            uses.push(venue.opening(&code, self.deadline, room));
        }
        Ok(uses)
    }

    /// The entry of the calendar that would come of it.
    pub(super) fn entry(&self) -> Entry {
        Entry { part: RoomUsePart::Opening, sessions: self.sessions.clone() }
    }

    /// Refuses rooms that are closed or taken. A short interval to another opening can be accepted, the same
    /// time never; that the room is held or the centre is off is told and not refused.
    ///
    /// # Errors
    /// [`DeskError::RoomHours`], [`DeskError::RoomBooked`], [`DeskError::RoomInterval`].
    pub(super) fn check(&self, venue: &Venue, accept_interval: bool) -> Result<(), DeskError> {
        if !self.moves() && !self.changes_place() {
            return Ok(());
        }
        for usage in self.uses(venue)? {
            for fault in venue.floor().faults(&usage) {
                if let Some(refusal) = refusal(venue, &usage, fault, accept_interval) {
                    return Err(refusal);
                }
            }
        }
        Ok(())
    }
}

/// Why a fault keeps an opening out of a room; nothing when it is only told.
pub(super) fn refusal(
    venue: &Venue,
    usage: &RoomUse,
    fault: Fault,
    accept_interval: bool,
) -> Option<DeskError> {
    let room = venue.known.row(usage.room.uuid())?;
    match fault {
        Fault::Held | Fault::Closed(Closed::DayOff { .. }) => None,
        Fault::Closed(Closed::Hours) => {
            let (opens, closes) = (minute_clock(room.opens_minute), minute_clock(room.closes_minute));
            Some(DeskError::RoomHours { room: room.name.clone(), opens, closes })
        }
        Fault::Meets { other, .. } => {
            let (entry, their) = (venue.entries.get(other)?, venue.uses.get(other)?);
            let code = entry.sessions.first()?.code.clone();
            match entry.part {
                RoomUsePart::Scheduled => None,
                RoomUsePart::Evaluation | RoomUsePart::Spare => Some(DeskError::RoomBooked {
                    room: room.code.clone(),
                    code,
                    from: their.begins,
                    until: their.clean_until,
                }),
                RoomUsePart::Opening => {
                    let minutes = (their.begins - usage.begins).num_minutes().unsigned_abs();
                    (minutes == 0 || !accept_interval).then(|| DeskError::RoomInterval {
                        room: room.name.clone(),
                        code,
                        minutes: u32::try_from(minutes).unwrap_or(u32::MAX),
                        needed: venue.settings.opening_minutes + venue.settings.changeover_minutes,
                    })
                }
            }
        }
    }
}

fn minute_clock(minute: i32) -> String {
    let minute = u32::try_from(minute).unwrap_or_default();
    // A room that closes at midnight has minute 1440.
    match NaiveTime::from_hms_opt(minute / 60, minute % 60, 0) {
        Some(time) => clock(time),
        None => "24:00".to_owned(),
    }
}
