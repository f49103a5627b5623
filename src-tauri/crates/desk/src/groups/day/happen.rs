//! What happens to a running group: a room or a camera fails, a member is replaced, bids drop, members vote for
//! more time. Each is recorded with its reason, and the rest of the day is planned again with the least change.

use bidhall_grouping::replan::Event;
use bidhall_rules::groups::{GroupCause, GroupEventKind, grants_more_time};
use bidhall_rules::ids::SessionId;
use bidhall_rules::rooms::RoomStateKind;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::acts::shown;
use super::renew::renew;
use super::{GroupDayView, Today};
use crate::DeskError;
use crate::act::Writing;
use crate::groups::draft::draft;
use crate::groups::events::{Detail, Happening, enter};
use crate::groups::requests::PlanForm;
use crate::groups::store;
use crate::rooms::{KnownRooms, tell};

/// What can happen.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, TS)]
#[serde(tag = "kind", rename_all = "snake_case", rename_all_fields = "camelCase", deny_unknown_fields)]
pub enum GroupEvent {
    /// A room cannot be used any more.
    RoomLost {
        /// Its code.
        room: String,
    },
    /// A camera is out, and its room cannot be used any more.
    CameraLost {
        /// Code of the room.
        room: String,
    },
    /// A member is replaced; their readings start again (实施条例 art. 48).
    MemberReplaced {
        /// The seat's token.
        seat: String,
    },
    /// Fewer bids are to be read.
    BidsDropped {
        /// How many are left.
        remaining: u32,
        /// While the evaluation runs, the numbers of those that are not read further, from 1.
        #[serde(default)]
        bids: Vec<u32>,
    },
    /// The members voted on more time (实施条例 art. 46).
    MoreTime {
        /// Minutes, 5 to 720.
        minutes: u32,
        /// Members for it.
        votes_for: u32,
        /// Members against it.
        votes_against: u32,
    },
}

/// Tells what happened.
#[derive(Debug, Clone, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct EventForm {
    /// The session.
    pub session_id: SessionId,
    /// What.
    pub event: GroupEvent,
    /// Why, 2 to 200 characters.
    pub reason: String,
}

/// `groups.event`
///
/// # Errors
/// Those of [`Today::acting`]; [`DeskError::NotFound`] for a room, seat or bid the group does not have;
/// [`DeskError::GroupNotStarted`] for more time; [`DeskError::VoteCount`]; [`DeskError::ReplanImpossible`] when no
/// room can take a panel; [`DeskError::RoomBooked`]; [`DeskError::TextNamesBidders`].
pub async fn event(act: &mut Writing, form: EventForm) -> Result<GroupDayView, DeskError> {
    let reason = act.checked_text("reason", &form.reason, 2, 200).await?;
    let today = Today::acting(act, form.session_id).await?;
    match form.event {
        GroupEvent::RoomLost { room } => {
            let loss = (GroupEventKind::RoomLost, GroupCause::RoomLost, RoomStateKind::Held);
            lose(act, today, loss, &room, &reason).await?;
        }
        GroupEvent::CameraLost { room } => {
            let loss = (GroupEventKind::CameraLost, GroupCause::CameraLost, RoomStateKind::CameraFault);
            lose(act, today, loss, &room, &reason).await?;
        }
        GroupEvent::MemberReplaced { seat } => replace(act, today, &seat, &reason).await?,
        GroupEvent::BidsDropped { remaining, bids } => {
            drop_bids(act, today, remaining, bids, &reason).await?;
        }
        GroupEvent::MoreTime { minutes, votes_for, votes_against } => {
            vote(act, today, (minutes, votes_for, votes_against), &reason).await?;
        }
    }
    shown(act, form.session_id).await
}

/// The number of the version an event makes.
fn next_version(today: &Today) -> Option<i32> {
    today.versions.last().map(|row| row.version + 1)
}

async fn lose(
    act: &mut Writing,
    today: Today,
    (kind, cause, state): (GroupEventKind, GroupCause, RoomStateKind),
    code: &str,
    reason: &str,
) -> Result<(), DeskError> {
    let room = today.known.coded(code)?;
    let Some(laid) = today.version.laid() else { return Ok(()) };
    let is_panel = laid.placed.rooms.iter().any(|panel| panel.room == code);
    if !is_panel && today.version.facts.spare.as_deref() != Some(code) {
        return Err(DeskError::not_found("room", code));
    }
    if today.known.state(room)?.open.iter().all(|open| open.kind != state) {
        tell(act, room, state, reason).await?;
    }
    let detail = Detail {
        room: Some(code.to_owned()),
        goes_on: Some(!laid.is_paper()),
        version: next_version(&today).filter(|_| is_panel),
        ..Detail::default()
    };
    let happening = Happening { kind, subject: code, room: Some(room.id), detail, reason };
    enter(act, today.session.id, &today.log, happening).await?;
    if !is_panel {
        return Ok(());
    }
    let lost = Event::RoomLost { room: code.to_owned(), from: laid.clock.working(act.now) };
    renew(act, &today, (cause, reason), lost).await
}

async fn replace(act: &mut Writing, today: Today, seat: &str, reason: &str) -> Result<(), DeskError> {
    let Some(laid) = today.version.laid() else { return Ok(()) };
    let seats = laid.seats();
    let of =
        seats.iter().find(|(token, _)| token == seat).ok_or_else(|| DeskError::not_found("seat", seat))?;
    let place = usize::try_from(of.1).unwrap_or(1).saturating_sub(1);
    let room = laid.placed.rooms.get(place).map(|panel| panel.room.clone()).unwrap_or_default();
    let started = today.log.started.is_some();
    let detail = Detail {
        seat: Some(seat.to_owned()),
        room: Some(room.clone()),
        version: next_version(&today).filter(|_| started),
        ..Detail::default()
    };
    let id = today.known.coded(&room)?.id;
    let kind = GroupEventKind::MemberReplaced;
    let happening = Happening { kind, subject: seat, room: Some(id), detail, reason };
    enter(act, today.session.id, &today.log, happening).await?;
    if !started {
        return Ok(());
    }
    let replaced = Event::MemberReplaced { project: laid.placed.project.clone(), room };
    renew(act, &today, (GroupCause::MemberReplaced, reason), replaced).await
}

async fn drop_bids(
    act: &mut Writing,
    today: Today,
    remaining: u32,
    bids: Vec<u32>,
    reason: &str,
) -> Result<(), DeskError> {
    let Some(laid) = today.version.laid() else { return Ok(()) };
    let before = laid.bid_count();
    if remaining == 0 || remaining >= before {
        return Err(DeskError::field("event.remaining", format!("1 to {}", before.saturating_sub(1))));
    }
    let started = today.log.started.is_some();
    let mut dropped: Vec<usize> = Vec::new();
    for bid in &bids {
        let place = usize::try_from(*bid).unwrap_or(0).checked_sub(1);
        let place = place.filter(|place| laid.bids().contains(place) && !dropped.contains(place));
        dropped.push(place.ok_or_else(|| DeskError::not_found("bid", bid))?);
    }
    let fewer = usize::try_from(before - remaining).unwrap_or(0);
    if (started && dropped.len() != fewer) || (!started && !dropped.is_empty()) {
        let problem = if started { format!("{fewer} numbers") } else { "only the number left".to_owned() };
        return Err(DeskError::field("event.bids", problem));
    }
    let detail =
        Detail { remaining: Some(remaining), bids, version: next_version(&today), ..Detail::default() };
    let kind = GroupEventKind::BidsDropped;
    let happening = Happening { kind, subject: "group", room: None, detail, reason };
    enter(act, today.session.id, &today.log, happening).await?;
    if started {
        let event = Event::BidsDropped { project: laid.placed.project.clone(), bids: dropped };
        return renew(act, &today, (GroupCause::BidsDropped, reason), event).await;
    }
    // Nothing is read yet: the best plan for what is left.
    let form = PlanForm {
        session_id: SessionId::from_uuid(today.session.id),
        rooms: today.version.facts.rooms,
        pins: None,
        rule_set: None,
        committee: None,
    };
    let known = KnownRooms::load(act).await?;
    let fresh = draft(act, &today.session, &form, Some(&today.row), &known, None).await?;
    store(act, &today.session, fresh, (GroupCause::BidsDropped, reason.to_owned()), &known).await?;
    Ok(())
}

async fn vote(
    act: &mut Writing,
    today: Today,
    (minutes, votes_for, votes_against): (u32, u32, u32),
    reason: &str,
) -> Result<(), DeskError> {
    today.running()?;
    let Some(laid) = today.version.laid() else { return Ok(()) };
    if !(5..=720).contains(&minutes) {
        return Err(DeskError::field("event.minutes", "5 to 720"));
    }
    let members = laid.members();
    if votes_for.checked_add(votes_against) != Some(members) {
        return Err(DeskError::VoteCount { members });
    }
    let granted = grants_more_time(votes_for, members);
    let detail = Detail {
        minutes: Some(minutes),
        votes_for: Some(votes_for),
        votes_against: Some(votes_against),
        granted: Some(granted),
        version: next_version(&today).filter(|_| granted),
        ..Detail::default()
    };
    let kind = GroupEventKind::MoreTime;
    let happening = Happening { kind, subject: "group", room: None, detail, reason };
    enter(act, today.session.id, &today.log, happening).await?;
    if !granted {
        return Ok(());
    }
    // The vote is about minutes of the clock; the breaks within them are not worked.
    let limit = laid.limit();
    let working = laid.clock.time.working(limit + minutes) - laid.clock.time.working(limit);
    let event = Event::TimeVoted { project: laid.placed.project.clone(), minutes: working };
    renew(act, &today, (GroupCause::MoreTime, reason), event).await
}
