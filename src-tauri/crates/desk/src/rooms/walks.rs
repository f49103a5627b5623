//! Walking minutes between rooms as somebody measured them.

use chrono::{DateTime, Utc};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{KnownRooms, RoomList};
use crate::DeskError;
use crate::act::Writing;

/// Tells how long the way between two rooms takes, with a trolley.
#[derive(Debug, Clone, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct WalkForm {
    /// Code of a room.
    pub from: String,
    /// Code of another one.
    pub to: String,
    /// Minutes, 1 to 60; none when the positions on the floor are to tell them again.
    pub minutes: Option<i32>,
    /// A note of up to 200 characters.
    pub note: String,
}

/// A way whose minutes somebody measured.
#[derive(Debug, Clone, Serialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase")]
pub struct WalkView {
    /// Code of a room.
    pub from: String,
    /// Code of the other one.
    pub to: String,
    /// Minutes, the same there and back.
    pub minutes: i32,
    /// When it was told.
    pub at: DateTime<Utc>,
    /// By whom.
    pub operator: String,
    /// A note; may be empty.
    pub note: String,
}

/// `rooms.walk`
///
/// # Errors
/// [`DeskError::NotFound`]; [`DeskError::WrongField`]; [`DeskError::TextNamesBidders`].
pub async fn set_walk(act: &mut Writing, form: WalkForm) -> Result<RoomList, DeskError> {
    let note = act.checked_text("note", &form.note, 0, 200).await?;
    let known = KnownRooms::load(act).await?;
    let (from, to) = (known.coded(&form.from)?, known.coded(&form.to)?);
    if from.id == to.id {
        return Err(DeskError::field("to", "another room"));
    }
    if form.minutes.is_some_and(|minutes| !(1..=60).contains(&minutes)) {
        return Err(DeskError::field("minutes", "1 to 60"));
    }
    act.tx.lock_rooms([from.id, to.id]).await?;
    let (now, operator) = (act.now, act.asker()?.id);
    act.tx.add_room_walk((from.id, to.id), form.minutes, &note, now, operator).await?;
    act.concerns("walk", format!("{} {}", form.from, form.to));
    act.note("minutes", form.minutes);
    let known = KnownRooms::load(act).await?;
    Ok(RoomList { rooms: known.views()?, walks: known.walk_views() })
}
