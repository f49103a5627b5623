//! What happens to a running group: a room or a camera fails, a member is replaced, bids drop, members vote for
//! more time. Each is recorded with its reason, and the rest of the day is planned again with the least change;
//! what that comes to is shown before it is recorded.

use bidhall_rules::ids::SessionId;
use chrono::{DateTime, Utc};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::acts::shown;
use super::outcome::outcome;
use super::timing::forecast;
use super::{GroupDayView, Today};
use crate::DeskError;
use crate::act::{Reading, Writing};
use crate::groups::body::GroupBasis;
use crate::groups::clock::DayClock;
use crate::groups::draft::wanted;
use crate::groups::events::{Log, enter};
use crate::groups::facts::GroupChange;
use crate::groups::heads::Version;
use crate::groups::margin::{GroupMargin, margin};
use crate::groups::{as_version, books, lock_offerable, store};
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

/// An event that is only asked about.
#[derive(Debug, Clone, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct EventQuestion {
    /// The session.
    pub session_id: SessionId,
    /// What.
    pub event: GroupEvent,
}

/// How a day will go on.
#[derive(Debug, Clone, Serialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase")]
pub struct DayOutlook {
    /// The version it goes by.
    pub version: i32,
    /// Codes of the rooms by panel.
    pub rooms: Vec<String>,
    /// Code of the room kept free.
    pub spare: Option<String>,
    /// When the joint discussion ends, by the forecast.
    pub end: DateTime<Utc>,
    /// When it must have ended.
    pub limit: DateTime<Utc>,
    /// How much time there is, by the forecast.
    pub margin: GroupMargin,
}

/// What an event would come to.
#[derive(Debug, Clone, Serialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase")]
pub struct EventTry {
    /// Whether the rest of the day is planned again.
    pub replanned: bool,
    /// Whether more time is granted, where it was voted on.
    pub granted: Option<bool>,
    /// How the day goes on as it stands.
    pub before: DayOutlook,
    /// How it would go on.
    pub after: DayOutlook,
    /// What differs.
    pub changes: Vec<GroupChange>,
    /// Codes of the validity rules that even the new plan breaks.
    pub breaches: Vec<String>,
}

/// `groups.event`
///
/// # Errors
/// Those of [`Today::acting`]; [`DeskError::NotFound`] for a room, seat or bid the group does not have;
/// [`DeskError::GroupNotStarted`] for more time; [`DeskError::VoteCount`]; [`DeskError::ReplanImpossible`] when no
/// room can take a panel; [`DeskError::RoomBooked`]; [`DeskError::TextNamesBidders`].
pub async fn event(act: &mut Writing, form: EventForm) -> Result<GroupDayView, DeskError> {
    let reason = act.checked_text("reason", &form.reason, 2, 200).await?;
    let mut today = Today::acting(act, form.session_id).await?;
    today.known = lock_offerable(act).await?;
    let found = outcome(act, &today, form.event).await?;
    if let Some((room, state)) = found.state {
        let room = today.known.coded(&room)?;
        if today.known.state(room)?.open.iter().all(|open| open.kind != state) {
            tell(act, room, state, &reason).await?;
        }
    }
    enter(act, today.session.id, &today.log, found.happening.by(&reason)).await?;
    if let Some((cause, draft)) = found.plan {
        let known = KnownRooms::load(act).await?;
        store(act, &today.session, draft, (cause, reason), &known).await?;
    }
    shown(act, form.session_id).await
}

/// `groups.event.try`: what `groups.event` would come to; nothing is recorded.
///
/// # Errors
/// Those of [`event`].
pub async fn try_event(act: &mut Reading, question: EventQuestion) -> Result<EventTry, DeskError> {
    let today = Today::ready(act, question.session_id).await?;
    let found = outcome(act, &today, question.event).await?;
    let missing = || DeskError::GroupNotPossible { code: today.session.code.clone() };
    let before = outlook(&today.version, &today.log, act.now).ok_or_else(missing)?;
    let granted = found.happening.detail.granted;
    let log = today.log.after(act, today.session.id, found.happening.by(""))?;
    let (mut changes, mut breaches) = (Vec::new(), Vec::new());
    let after = match found.plan {
        Some((cause, draft)) => {
            let clock = DayClock::new(act.zone, today.session.day, draft.facts.pauses());
            let rooms = wanted(&draft, &clock, &today.known)?;
            books::free(act, today.session.id, rooms, &today.known).await?;
            (changes, breaches) = (draft.facts.changes.clone(), draft.facts.breaches.clone());
            let number = today.versions.last().map_or(1, |row| row.version + 1);
            let version = as_version(act, &today.session, draft, cause, number);
            if changes.is_empty() {
                let (one, other) = (today.version.laid(), version.laid());
                changes = crate::groups::changes(one.as_ref(), other.as_ref());
            }
            outlook(&version, &log, act.now)
        }
        None => outlook(&today.version, &log, act.now),
    };
    let after = after.ok_or_else(missing)?;
    Ok(EventTry { replanned: after.version != before.version, granted, before, after, changes, breaches })
}

/// How the day goes on by a version.
fn outlook(version: &Version, log: &Log, now: DateTime<Utc>) -> Option<DayOutlook> {
    let laid = version.laid()?;
    let end = forecast(&laid, log, laid.clock.working(now)).discussion.1;
    let estimate = version.basis == GroupBasis::BandUpperEnd;
    Some(DayOutlook {
        version: version.number,
        rooms: laid.placed.rooms.iter().map(|panel| panel.room.clone()).collect(),
        spare: laid.facts.spare.clone(),
        end: laid.clock.end(end),
        limit: laid.clock.instant(laid.limit()),
        margin: margin(&laid, Some(laid.clock.time.ends(end)), estimate),
    })
}
