//! Postponements and changes of rooms (变更): each is a recorded amendment with its document.

use bidhall_rules::centre_time::clock;
use bidhall_rules::ids::SessionId;
use bidhall_rules::secrecy::names_open;
use bidhall_rules::sessions::SessionState;
use bidhall_store::amendments::AmendmentRow;
use bidhall_store::rooms::RoomRow;
use bidhall_store::sessions::{SessionRoomRow, SessionRow};
use chrono::{DateTime, NaiveTime, Timelike as _, Utc};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;
use uuid::Uuid;

use super::import::rooms_of;
use super::{RoomBook, SessionView, find, state_of, view_of};
use crate::DeskError;
use crate::act::{Reading, Writing};
use crate::calls::ensure_calls;
use crate::groups::{book_openings, release_group};

/// Sessions in one opening room closer than this are refused unless the interval is accepted.
const ROOM_INTERVAL_MINUTES: i64 = 60;

/// Amends a session.
#[derive(Debug, Clone, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct AmendmentForm {
    /// The session.
    pub session_id: SessionId,
    /// The new deadline and opening time; as it was when none is given.
    #[serde(default)]
    pub deadline: Option<DateTime<Utc>>,
    /// Codes of the new opening rooms, 1 to 10; as they were when none are given.
    #[serde(default)]
    pub opening_rooms: Option<Vec<String>>,
    /// Codes of the new evaluation rooms, at most 10; as they were when none are given.
    #[serde(default)]
    pub evaluation_rooms: Option<Vec<String>>,
    /// Number of the document it rests on, 2 to 60 characters.
    pub document: String,
    /// Why, 2 to 200 characters.
    pub reason: String,
    /// Whether less than an hour to another session in the room is accepted; never at the same time.
    #[serde(default)]
    pub accept_interval: bool,
}

/// An amendment.
#[derive(Debug, Clone, Serialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase")]
pub struct AmendmentView {
    /// When.
    pub at: DateTime<Utc>,
    /// By whom.
    pub operator: String,
    /// Number of the document.
    pub document: String,
    /// Why.
    pub reason: String,
    /// Opening time before.
    pub from_at: DateTime<Utc>,
    /// Opening time from then on.
    pub to_at: DateTime<Utc>,
    /// Opening rooms before.
    pub from_rooms: Vec<String>,
    /// Opening rooms from then on.
    pub to_rooms: Vec<String>,
}

/// `sessions.amend`
///
/// # Errors
/// [`DeskError::NotFound`]; [`DeskError::SessionEnded`] once it has begun or ended;
/// [`DeskError::NothingToAmend`]; [`DeskError::RoomInterval`] and [`DeskError::RoomHours`] for a room that
/// is not free; [`DeskError::RoomBooked`]; [`DeskError::TextNamesBidders`]; [`DeskError::DatabaseBusy`] when another desk amended it at
/// the same moment.
pub async fn amend(act: &mut Writing, form: AmendmentForm) -> Result<SessionView, DeskError> {
    let id = form.session_id;
    act.tx.lock_session(id.uuid()).await?;
    let session = find(act, id).await?;
    let state = state_of(&session.state, session.deadline, act.now)?;
    if state != SessionState::Scheduled {
        return Err(DeskError::SessionEnded { code: session.code, state });
    }
    let document = act.checked_text("document", &form.document, 2, 60).await?;
    let reason = act.checked_text("reason", &form.reason, 2, 200).await?;
    let deadline = form.deadline.unwrap_or(session.deadline);
    if names_open(deadline, act.now) {
        return Err(DeskError::field("deadline", "a time to come"));
    }
    let seq = act.tx.amendments_of(session.id).await?.last().map_or(0, |last| last.seq) + 1;
    let rooms = RoomBook::load(act).await?;
    let codes = |part| rooms.of(session.id, part).map(|room| room.code.clone()).collect::<Vec<_>>();
    let opening = form.opening_rooms.unwrap_or_else(|| codes("opening"));
    let evaluation = form.evaluation_rooms.unwrap_or_else(|| codes("evaluation"));
    for (field, codes, least) in [("openingRooms", &opening, 1), ("evaluationRooms", &evaluation, 0)] {
        let is_once = codes.iter().enumerate().all(|(place, code)| !codes[..place].contains(code));
        if !(least..=10).contains(&codes.len()) || !is_once {
            return Err(DeskError::field(field, format!("{least} to 10 rooms, each once")));
        }
    }
    if deadline == session.deadline && opening == codes("opening") && evaluation == codes("evaluation") {
        return Err(DeskError::NothingToAmend { code: session.code });
    }
    let uses = rooms_of(act, session.id, (&opening, &evaluation), seq).await?;
    check_rooms(act, &session, deadline, &uses, form.accept_interval).await?;
    let row = AmendmentRow {
        session_id: session.id,
        seq,
        document,
        reason,
        old_deadline: session.deadline,
        new_deadline: deadline,
        old_day: session.day,
        new_day: act.zone.day_of(deadline),
        close_accepted: form.accept_interval,
        at: act.now,
        operator_id: act.asker()?.id,
        operator_name: String::new(),
    };
    if !act.tx.amend_session(&row).await? {
        return Err(DeskError::DatabaseBusy {});
    }
    for usage in &uses {
        act.tx.add_session_room(usage).await?;
    }
    if row.new_deadline != row.old_deadline {
        release_group(act, session.id).await?;
    }
    let mut lacking = book_openings(act, row.old_day).await?;
    if row.new_day != row.old_day {
        lacking = book_openings(act, row.new_day).await?;
    }
    // Who chooses time and room anew chooses ones that are free.
    if let Some(lacking) = lacking.into_iter().find(|lacking| lacking.session == session.id) {
        return Err(lacking.error);
    }
    ensure_calls(act, session.agency_id, row.new_day).await?;
    act.concerns("session", &session.code);
    act.note("document", row.document);
    act.note("reason", row.reason);
    act.note("from", session.deadline.to_rfc3339());
    act.note("to", deadline.to_rfc3339());
    act.note("openingRooms", opening.join("、"));
    let session = find(act, id).await?;
    let rooms = RoomBook::load(act).await?;
    view_of(act, &rooms, session).await
}

/// Whether every opening room is open then and has no other session less than an hour apart.
async fn check_rooms(
    act: &mut Reading,
    session: &SessionRow,
    deadline: DateTime<Utc>,
    uses: &[SessionRoomRow],
    accept_interval: bool,
) -> Result<(), DeskError> {
    let rooms = act.tx.rooms().await?;
    let book = RoomBook::load(act).await?;
    let local = act.zone.local(deadline);
    let minute = i32::try_from(local.hour() * 60 + local.minute()).unwrap_or(i32::MAX);
    let others = act.tx.sessions_of_day(local.date()).await?;
    for usage in uses.iter().filter(|usage| usage.part == "opening") {
        let Some(room) = rooms.iter().find(|room| room.id == usage.room_id) else { continue };
        if !(room.opens_minute..room.closes_minute).contains(&minute) {
            let (opens, closes) = (minute_clock(room.opens_minute), minute_clock(room.closes_minute));
            return Err(DeskError::RoomHours { room: room.name.clone(), opens, closes });
        }
        for other in others.iter().filter(|other| other.id != session.id && other.state == "scheduled") {
            if !book.of(other.id, "opening").any(|taken| taken.id == room.id) {
                continue;
            }
            let minutes = (other.deadline - deadline).num_minutes().abs();
            if minutes == 0 || (minutes < ROOM_INTERVAL_MINUTES && !accept_interval) {
                return Err(DeskError::RoomInterval {
                    room: room.name.clone(),
                    code: other.code.clone(),
                    minutes: u32::try_from(minutes).unwrap_or_default(),
                });
            }
        }
    }
    Ok(())
}

fn minute_clock(minute: i32) -> String {
    let minute = u32::try_from(minute).unwrap_or_default();
    // A room that closes at midnight has minute 1440.
    match NaiveTime::from_hms_opt(minute / 60, minute % 60, 0) {
        Some(time) => clock(time),
        None => "24:00".to_owned(),
    }
}

/// The amendments of a session with the rooms before and after each.
pub(super) async fn amendments_of(act: &mut Reading, session: Uuid) -> Result<Vec<AmendmentView>, DeskError> {
    let rows = act.tx.amendments_of(session).await?;
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    let uses = act.tx.every_room_of_session(session).await?;
    let rooms = act.tx.rooms().await?;
    let name = |id: Uuid| rooms.iter().find(|room: &&RoomRow| room.id == id).map(|room| room.name.clone());
    let names = |amendment: i32| {
        let of = uses.iter().filter(|usage| usage.amendment == amendment && usage.part == "opening");
        of.filter_map(|usage| name(usage.room_id)).collect::<Vec<_>>()
    };
    Ok(rows
        .into_iter()
        .map(|row| AmendmentView {
            at: row.at,
            operator: row.operator_name,
            document: row.document,
            reason: row.reason,
            from_at: row.old_deadline,
            to_at: row.new_deadline,
            from_rooms: names(row.seq - 1),
            to_rooms: names(row.seq),
        })
        .collect())
}
