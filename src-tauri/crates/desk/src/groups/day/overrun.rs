//! A day that goes on past its booked end: its rooms stay its own as long as they are free, and where another
//! session has one by then it is said who, from when, and what would help.

use bidhall_rules::ids::SessionId;
use bidhall_rules::sessions::RoomPurpose;
use bidhall_store::bookings::BookingRow;
use chrono::{DateTime, Duration, NaiveDate, Utc};
use schemars::JsonSchema;
use serde::Serialize;
use ts_rs::TS;

use super::Today;
use super::timing::{Forecast, forecast};
use crate::DeskError;
use crate::act::{Reading, Writing, word};
use crate::groups::books;
use crate::groups::laid::Laid;
use crate::groups::offer::Demand;

/// Bookings grow by whole quarters of an hour, so that not every late batch is a new booking.
const STEP_MINUTES: i64 = 15;

/// A room in which the evaluation goes on when another session has it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase")]
pub struct RoomOverrun {
    /// Code of the room.
    pub room: String,
    /// The panel that sits in it.
    pub panel: u32,
    /// Number of the session that has it then.
    pub code: String,
    /// From when that session has it.
    pub from: DateTime<Utc>,
    /// Until when this group needs it by the forecast, the time for disinfection included.
    pub until: DateTime<Utc>,
    /// So many minutes later the other session could begin.
    pub minutes: u32,
    /// Codes of free rooms in which the panel could go on, the nearest first.
    pub instead: Vec<String>,
}

/// Until when a running group needs its rooms by the forecast.
fn needed(today: &Today, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
    if today.log.started.is_none() || today.log.finished.is_some() {
        return None;
    }
    let laid = today.version.laid()?;
    let end = forecast(&laid, &today.log, laid.clock.working(now)).discussion.1;
    Some(rooms_until(&laid, end))
}

fn rooms_until(laid: &Laid<'_>, end: u32) -> DateTime<Utc> {
    laid.clock.end(end) + Duration::minutes(laid.instance.rules.changeover_minutes.into())
}

/// Keeps the rooms of a running group for as long as the forecast says.
pub(super) async fn keep_rooms(act: &mut Writing, session: SessionId) -> Result<(), DeskError> {
    let today = Today::load(act, session).await?;
    let Some(until) = needed(&today, act.now) else { return Ok(()) };
    let over = until.timestamp().rem_euclid(STEP_MINUTES * 60);
    let whole = if over == 0 { until } else { until + Duration::seconds(STEP_MINUTES * 60 - over) };
    books::lengthen(act, session.uuid(), until, whole).await
}

/// Keeps the rooms of every running group of a day, so that nobody plans with a room in which people still sit.
pub(crate) async fn keep_running(act: &mut Writing, day: NaiveDate) -> Result<(), DeskError> {
    let mut sessions: Vec<uuid::Uuid> =
        act.tx.groups_of_day(day).await?.into_iter().map(|row| row.session_id).collect();
    sessions.sort_unstable();
    sessions.dedup();
    for session in sessions {
        keep_rooms(act, SessionId::from_uuid(session)).await?;
    }
    Ok(())
}

/// The rooms that others have before this group is through with them.
pub(super) async fn overruns(
    act: &mut Reading,
    today: &Today,
    bookings: &[BookingRow],
    ahead: Option<(&Laid<'_>, &Forecast<'_>)>,
) -> Result<Vec<RoomOverrun>, DeskError> {
    let Some((laid, forecast)) = ahead else { return Ok(Vec::new()) };
    if today.log.started.is_none() || today.log.finished.is_some() {
        return Ok(Vec::new());
    }
    let until = rooms_until(laid, forecast.discussion.1);
    let mut overruns = Vec::new();
    for (panel, room) in laid.panels().zip(&laid.placed.rooms) {
        let id = today.known.coded(&room.room)?.id;
        let other = bookings.iter().find(|booking| {
            booking.room_id == id
                && booking.session_id != today.session.id
                && booking.begins < until
                && booking.ends > act.now
        });
        if let Some(other) = other {
            overruns.push(RoomOverrun {
                room: room.room.clone(),
                panel,
                code: other.code.clone(),
                from: other.begins,
                until,
                minutes: u32::try_from((until - other.begins).num_minutes()).unwrap_or(0),
                instead: instead(today, laid, panel, (act.now, until), bookings)?,
            });
        }
    }
    Ok(overruns)
}

/// Free rooms that could take a panel for a span of time, the nearest first.
fn instead(
    today: &Today,
    laid: &Laid<'_>,
    panel: u32,
    (from, until): (DateTime<Utc>, DateTime<Utc>),
    bookings: &[BookingRow],
) -> Result<Vec<String>, DeskError> {
    let changeover_minutes = laid.instance.rules.changeover_minutes;
    let demand = Demand {
        session: today.session.id,
        clock: laid.clock,
        bookings,
        changeover_minutes,
        span: (from, until),
    };
    let (first, last) = (laid.clock.minute(from), laid.clock.minute(until));
    let mut found = Vec::new();
    for room in &today.known.rows {
        let purpose: RoomPurpose = word(&room.purpose)?;
        let seats = u32::try_from(room.seats_spaced).unwrap_or(0);
        let sits = laid.placed.rooms.iter().any(|used| used.room == room.code);
        if !matches!(purpose, RoomPurpose::Evaluation | RoomPurpose::Spare)
            || seats < laid.experts_of(panel)
            || sits
            || (!room.video && laid.placed.rooms.len() > 1)
        {
            continue;
        }
        let Some(offer) = demand.instead(&today.known, room)? else { continue };
        if offer.windows.iter().any(|[opens, closes]| *opens <= first && last <= *closes) {
            let rooms: Vec<_> = std::iter::once(room)
                .chain(laid.placed.rooms.iter().filter_map(|used| today.known.coded(&used.room).ok()))
                .collect();
            let walk: u32 = today.known.walk_minutes(&rooms).first().map_or(0, |row| row.iter().sum());
            found.push((walk, room.code.clone()));
        }
    }
    found.sort();
    Ok(found.into_iter().map(|(_, code)| code).collect())
}
