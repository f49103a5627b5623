//! The rooms with everything that is in them over some days.

use std::collections::BTreeMap;

use bidhall_rules::centre_time::CentreZone;
use bidhall_rules::ids::RoomId;
use bidhall_rules::room_calendar::{Floor, RoomTimes, RoomUse, RoomUsePart};
use bidhall_rules::rounds::RoomRelease;
use bidhall_rules::sessions::SessionState;
use bidhall_rules::settings::{CalendarSettings, GroupingSettings};
use bidhall_store::bookings::BookingRow;
use bidhall_store::rooms::RoomRow;
use bidhall_store::session_calendar::LastAmendmentRow;
use bidhall_store::sessions::SessionRow;
use chrono::{DateTime, Duration, NaiveDate, Utc};
use uuid::Uuid;

use crate::DeskError;
use crate::act::Reading;
use crate::rooms::KnownRooms;
use crate::sessions::RoomBook;

/// How long an evaluation is taken to last of which the schedule says nothing, minutes.
const NOMINAL_EVALUATION_MINUTES: i32 = 120;

/// A use of a room with the sessions it is for: the lots of a project that are opened together, or one session.
pub(in crate::sessions) struct Entry {
    pub(in crate::sessions) part: RoomUsePart,
    pub(in crate::sessions) sessions: Vec<SessionRow>,
}

/// The rooms with everything that is in them over some days.
pub(in crate::sessions) struct Venue {
    pub(in crate::sessions) entries: Vec<Entry>,
    /// The use of each entry, in the same order.
    pub(in crate::sessions) uses: Vec<RoomUse>,
    pub(in crate::sessions) known: KnownRooms,
    pub(in crate::sessions) book: RoomBook,
    pub(in crate::sessions) calendar: CalendarSettings,
    pub(in crate::sessions) settings: GroupingSettings,
    pub(in crate::sessions) zone: CentreZone,
    pub(super) times: Vec<RoomTimes>,
    /// How each room stands now; empty where the present day is not among them or rooms need no round.
    pub(super) releases: BTreeMap<Uuid, RoomRelease>,
    amended: BTreeMap<Uuid, LastAmendmentRow>,
}

/// Which days, and which sessions are left out because they are being moved.
pub(in crate::sessions) struct Extent<'a> {
    pub(in crate::sessions) from: NaiveDate,
    /// The last day.
    pub(in crate::sessions) until: NaiveDate,
    pub(in crate::sessions) without: &'a [Uuid],
}

impl Venue {
    pub(in crate::sessions) async fn load(act: &mut Reading, extent: Extent<'_>) -> Result<Self, DeskError> {
        let Extent { from, until, without } = extent;
        let (begin, end) = (act.zone.day_bounds(from).0, act.zone.day_bounds(until).1);
        let known = KnownRooms::load(act).await?;
        let held_until = act.zone.day_bounds(act.today()).1;
        let times =
            known.rows.iter().map(|row| times_of(&known, row, held_until)).collect::<Result<_, _>>()?;
        let amended = act.tx.last_amendments().await?.into_iter().map(|row| (row.session_id, row)).collect();
        let mut venue = Self {
            entries: Vec::new(),
            uses: Vec::new(),
            known,
            book: RoomBook::load(act).await?,
            calendar: act.calendar().await?.body,
            settings: act.grouping_settings().await?.body,
            zone: act.zone,
            times,
            releases: BTreeMap::new(),
            amended,
        };
        // A session of the day before may be evaluated on, and one of the day after needs its buffer.
        let days = (from.pred_opt().unwrap_or(from), until.succ_opt().unwrap_or(until));
        let sessions: Vec<SessionRow> = act.tx.sessions_between(days.0, days.1).await?;
        let day = Duration::days(1);
        let bookings: Vec<BookingRow> = act
            .tx
            .bookings_between(begin - day, end + day)
            .await?
            .into_iter()
            .filter(|booking| booking.part != "opening" && !without.contains(&booking.session_id))
            .collect();
        let standing = sessions.iter().filter(|row| !without.contains(&row.id));
        for row in standing.clone().filter(|row| row.state == SessionState::Scheduled.as_str()) {
            venue.add_opening(row);
        }
        for booking in &bookings {
            if let Some(row) = find(act, &sessions, booking.session_id).await? {
                venue.add_booking(booking, row);
            }
        }
        for row in standing.filter(|row| row.state != SessionState::Cancelled.as_str()) {
            if bookings.iter().any(|booking| booking.session_id == row.id && booking.part == "evaluation") {
                continue;
            }
            // The rooms of a failed session are kept until its agency confirms that it failed.
            let is_over = row.state == SessionState::Failed.as_str()
                && act.tx.failure_confirmation(row.id).await?.is_some();
            if !is_over {
                venue.add_scheduled(row);
            }
        }
        if (from..=until).contains(&act.today()) {
            venue.take_rounds(act).await?;
        }
        Ok(venue)
    }

    pub(in crate::sessions) fn floor(&self) -> Floor<'_> {
        Floor { uses: &self.uses, rooms: &self.times, calendar: &self.calendar, zone: self.zone }
    }

    pub(in crate::sessions) fn last_amendment(&self, session: Uuid) -> Option<&LastAmendmentRow> {
        self.amended.get(&session)
    }

    /// The use an opening makes of a room.
    pub(in crate::sessions) fn opening(&self, code: &str, deadline: DateTime<Utc>, room: RoomId) -> RoomUse {
        let ends = deadline + Duration::minutes(self.settings.opening_minutes.into());
        RoomUse {
            room,
            party: format!("{code} {}", deadline.timestamp()),
            project: code.to_owned(),
            begins: deadline,
            ends,
            clean_until: ends + self.changeover(),
        }
    }

    pub(in crate::sessions) fn changeover(&self) -> Duration {
        Duration::minutes(self.settings.changeover_minutes.into())
    }

    fn add_opening(&mut self, row: &SessionRow) {
        let rooms: Vec<RoomId> =
            self.book.of(row.id, "opening").map(|room| RoomId::from_uuid(room.id)).collect();
        for room in rooms {
            let usage = self.opening(&row.code, row.deadline, room);
            self.add(RoomUsePart::Opening, usage, row.clone());
        }
    }

    fn add_booking(&mut self, booking: &BookingRow, row: SessionRow) {
        let part = if booking.part == "spare" { RoomUsePart::Spare } else { RoomUsePart::Evaluation };
        let ends = (booking.ends - self.changeover()).max(booking.begins + Duration::minutes(1));
        let usage = RoomUse {
            room: RoomId::from_uuid(booking.room_id),
            party: booking.holder.clone(),
            project: row.code.clone(),
            begins: booking.begins,
            ends: ends.min(booking.ends),
            clean_until: booking.ends,
        };
        self.add(part, usage, row);
    }

    fn add_scheduled(&mut self, row: &SessionRow) {
        let rooms: Vec<RoomId> =
            self.book.of(row.id, "evaluation").map(|room| RoomId::from_uuid(room.id)).collect();
        let minutes = row.evaluation_minutes.unwrap_or(NOMINAL_EVALUATION_MINUTES).max(1);
        let begins = row.deadline + Duration::minutes(self.settings.start_minutes_after_opening.into());
        let ends = begins + Duration::minutes(minutes.into());
        for room in rooms {
            let usage = RoomUse {
                room,
                party: format!("{} {}", row.code, row.deadline.timestamp()),
                project: row.code.clone(),
                begins,
                ends,
                clean_until: ends + self.changeover(),
            };
            self.add(RoomUsePart::Scheduled, usage, row.clone());
        }
    }

    /// Adds a use. Lots that are together in a room are one entry, which lasts as long as the longest of them.
    fn add(&mut self, part: RoomUsePart, usage: RoomUse, session: SessionRow) {
        let is_same = |(entry, other): (&Entry, &RoomUse)| {
            entry.part == part
                && (other.room, &other.party, other.begins) == (usage.room, &usage.party, usage.begins)
        };
        match self.entries.iter().zip(&self.uses).position(is_same) {
            Some(place) => {
                if let (Some(entry), Some(known)) = (self.entries.get_mut(place), self.uses.get_mut(place)) {
                    entry.sessions.push(session);
                    known.ends = known.ends.max(usage.ends);
                    known.clean_until = known.clean_until.max(usage.clean_until);
                }
            }
            None => {
                self.entries.push(Entry { part, sessions: vec![session] });
                self.uses.push(usage);
            }
        }
    }
}

/// The row of a session; one that was opened on an earlier day is read by itself.
async fn find(act: &mut Reading, rows: &[SessionRow], id: Uuid) -> Result<Option<SessionRow>, DeskError> {
    match rows.iter().find(|row| row.id == id) {
        Some(row) => Ok(Some(row.clone())),
        None => Ok(act.tx.session(id).await?),
    }
}

fn times_of(known: &KnownRooms, row: &RoomRow, held_until: DateTime<Utc>) -> Result<RoomTimes, DeskError> {
    let minute = |minute: i32| u32::try_from(minute).unwrap_or_default();
    let windows = KnownRooms::windows(row)?
        .into_iter()
        .map(|window| (minute(window.opens_minute), minute(window.closes_minute)))
        .collect();
    let is_held = !known.state(row)?.open.is_empty();
    Ok(RoomTimes { room: RoomId::from_uuid(row.id), windows, held_until: is_held.then_some(held_until) })
}
