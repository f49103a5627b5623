//! What an event of the day comes to: what is entered of it, and how the rest of the day is planned then.

use bidhall_grouping::replan::Event;
use bidhall_rules::groups::{GroupCause, GroupEventKind, grants_more_time};
use bidhall_rules::ids::SessionId;
use bidhall_rules::rooms::RoomStateKind;

use super::Today;
use super::happen::GroupEvent;
use super::renew::renew;
use crate::DeskError;
use crate::act::Reading;
use crate::groups::draft::{Draft, draft};
use crate::groups::events::{Detail, Occurrence};
use crate::groups::requests::PlanForm;

/// What an event comes to.
pub(super) struct Outcome {
    /// What is entered.
    pub(super) happening: Occurrence,
    /// What is told of the state of a room.
    pub(super) state: Option<(String, RoomStateKind)>,
    /// The plan of the rest of the day, if it changes.
    pub(super) plan: Option<(GroupCause, Draft)>,
}

impl Outcome {
    fn only(happening: Occurrence) -> Self {
        Self { happening, state: None, plan: None }
    }
}

/// What an event would come to now.
///
/// # Errors
/// Those of [`event`](super::happen::event).
pub(super) async fn outcome(
    act: &mut Reading,
    today: &Today,
    event: GroupEvent,
) -> Result<Outcome, DeskError> {
    match event {
        GroupEvent::RoomLost { room } => {
            let loss = (GroupEventKind::RoomLost, GroupCause::RoomLost, RoomStateKind::Held);
            lose(act, today, loss, room).await
        }
        GroupEvent::CameraLost { room } => {
            let loss = (GroupEventKind::CameraLost, GroupCause::CameraLost, RoomStateKind::CameraFault);
            lose(act, today, loss, room).await
        }
        GroupEvent::MemberReplaced { seat } => replace(act, today, seat).await,
        GroupEvent::BidsDropped { remaining, bids } => drop_bids(act, today, remaining, bids).await,
        GroupEvent::MoreTime { minutes, votes_for, votes_against } => {
            vote(act, today, (minutes, votes_for, votes_against)).await
        }
    }
}

fn not_possible(today: &Today) -> DeskError {
    DeskError::GroupNotPossible { code: today.session.code.clone() }
}

/// The number of the version an event makes.
fn next_version(today: &Today) -> Option<i32> {
    today.versions.last().map(|row| row.version + 1)
}

async fn lose(
    act: &mut Reading,
    today: &Today,
    (kind, cause, state): (GroupEventKind, GroupCause, RoomStateKind),
    code: String,
) -> Result<Outcome, DeskError> {
    let room = today.known.coded(&code)?;
    let laid = today.version.laid().ok_or_else(|| not_possible(today))?;
    let is_panel = laid.placed.rooms.iter().any(|panel| panel.room == code);
    if !is_panel && today.version.facts.spare.as_ref() != Some(&code) {
        return Err(DeskError::not_found("room", code));
    }
    let detail = Detail {
        room: Some(code.clone()),
        goes_on: Some(!laid.is_paper()),
        version: next_version(today).filter(|_| is_panel),
        ..Detail::default()
    };
    let happening = Occurrence { kind, subject: code.clone(), room: Some(room.id), detail };
    let mut found = Outcome { state: Some((code.clone(), state)), ..Outcome::only(happening) };
    if is_panel {
        let lost = Event::RoomLost { room: code, from: laid.clock.working(act.now) };
        found.plan = Some((cause, renew(act, today, &found.happening, lost).await?));
    }
    Ok(found)
}

async fn replace(act: &mut Reading, today: &Today, seat: String) -> Result<Outcome, DeskError> {
    let laid = today.version.laid().ok_or_else(|| not_possible(today))?;
    let seats = laid.seats();
    let of =
        seats.iter().find(|(token, _)| *token == seat).ok_or_else(|| DeskError::not_found("seat", &seat))?;
    let place = usize::try_from(of.1).unwrap_or(1).saturating_sub(1);
    let room = laid.placed.rooms.get(place).map(|panel| panel.room.clone()).unwrap_or_default();
    let started = today.log.started.is_some();
    let detail = Detail {
        seat: Some(seat.clone()),
        room: Some(room.clone()),
        version: next_version(today).filter(|_| started),
        ..Detail::default()
    };
    let id = today.known.coded(&room)?.id;
    let kind = GroupEventKind::MemberReplaced;
    let mut found = Outcome::only(Occurrence { kind, subject: seat, room: Some(id), detail });
    if started {
        let replaced = Event::MemberReplaced { project: laid.placed.project.clone(), room };
        found.plan = Some((GroupCause::MemberReplaced, renew(act, today, &found.happening, replaced).await?));
    }
    Ok(found)
}

async fn drop_bids(
    act: &mut Reading,
    today: &Today,
    remaining: u32,
    bids: Vec<u32>,
) -> Result<Outcome, DeskError> {
    let laid = today.version.laid().ok_or_else(|| not_possible(today))?;
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
        Detail { remaining: Some(remaining), bids, version: next_version(today), ..Detail::default() };
    let kind = GroupEventKind::BidsDropped;
    let mut found = Outcome::only(Occurrence { kind, subject: "group".to_owned(), room: None, detail });
    let plan = if started {
        let event = Event::BidsDropped { project: laid.placed.project.clone(), bids: dropped };
        renew(act, today, &found.happening, event).await?
    } else {
        // Nothing is read yet: the best plan for what is left.
        let form = PlanForm::as_before(SessionId::from_uuid(today.session.id), &today.version.facts);
        draft(act, &today.session, &form, Some(&today.row), &today.known, Some(remaining)).await?
    };
    found.plan = Some((GroupCause::BidsDropped, plan));
    Ok(found)
}

async fn vote(
    act: &mut Reading,
    today: &Today,
    (minutes, votes_for, votes_against): (u32, u32, u32),
) -> Result<Outcome, DeskError> {
    today.running()?;
    let laid = today.version.laid().ok_or_else(|| not_possible(today))?;
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
        version: next_version(today).filter(|_| granted),
        ..Detail::default()
    };
    let kind = GroupEventKind::MoreTime;
    let mut found = Outcome::only(Occurrence { kind, subject: "group".to_owned(), room: None, detail });
    if granted {
        // The vote is about minutes of the clock; the breaks within them are not worked.
        let limit = laid.limit();
        let working = laid.clock.time.working(limit + minutes) - laid.clock.time.working(limit);
        let event = Event::TimeVoted { project: laid.placed.project.clone(), minutes: working };
        found.plan = Some((GroupCause::MoreTime, renew(act, today, &found.happening, event).await?));
    }
    Ok(found)
}
