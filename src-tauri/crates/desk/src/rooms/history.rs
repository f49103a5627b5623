//! What a room was, and everything told of it.

use bidhall_rules::ids::RoomId;
use chrono::{DateTime, Utc};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::state::event_of;
use super::{KnownRooms, RoomForm, RoomStateEvent};
use crate::DeskError;
use crate::act::Reading;

/// Which room.
#[derive(Debug, Clone, Copy, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct OneRoom {
    /// The room.
    pub room_id: RoomId,
}

/// A room as it was in a version.
#[derive(Debug, Clone, Serialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase")]
pub struct RoomVersionView {
    /// 1, 2, 3 …
    pub version: i32,
    /// When it was changed to this; none for the first.
    pub at: Option<DateTime<Utc>>,
    /// By whom; none for the first.
    pub operator: Option<String>,
    /// Why; empty for the first.
    pub reason: String,
    /// The room.
    pub room: RoomForm,
}

/// The versions of a room and what was told of it, oldest first.
#[derive(Debug, Clone, Serialize, JsonSchema, TS)]
pub struct RoomHistory {
    /// The versions.
    pub versions: Vec<RoomVersionView>,
    /// What was told.
    pub events: Vec<RoomStateEvent>,
}

/// `rooms.history`
///
/// # Errors
/// [`DeskError::NotFound`].
pub async fn history(act: &mut Reading, choice: OneRoom) -> Result<RoomHistory, DeskError> {
    let id = choice.room_id.uuid();
    let known = KnownRooms::load(act).await?;
    known.row(id).ok_or_else(|| DeskError::not_found("room", choice.room_id))?;
    let mut versions = Vec::new();
    for row in act.tx.versions_of_room(id).await? {
        versions.push(RoomVersionView {
            version: row.room.version,
            room: RoomForm::of(&row.room)?,
            at: row.at,
            operator: row.operator_name,
            reason: row.reason,
        });
    }
    let events = known.events(id).iter().map(event_of).collect::<Result<_, _>>()?;
    Ok(RoomHistory { versions, events })
}
