//! How rooms are: held or released, broken or mended. What was told stays.

use bidhall_rules::ids::RoomId;
use bidhall_rules::rooms::{RoomStateKind, open_states};
use bidhall_store::rooms::{RoomEventRow, RoomRow};
use chrono::{DateTime, Utc};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{KnownRooms, RoomView};
use crate::DeskError;
use crate::act::{Writing, word};

/// Tells how a room is.
#[derive(Debug, Clone, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct RoomStateForm {
    /// The room.
    pub room_id: RoomId,
    /// What is told.
    pub kind: RoomStateKind,
    /// A note of up to 200 characters.
    pub note: String,
}

/// What was told of a room.
#[derive(Debug, Clone, Serialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase")]
pub struct RoomStateEvent {
    /// What.
    pub kind: RoomStateKind,
    /// When.
    pub at: DateTime<Utc>,
    /// By whom.
    pub operator: String,
    /// A note; may be empty.
    pub note: String,
}

/// How a room is now.
#[derive(Debug, Clone, Serialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase")]
pub struct RoomState {
    /// Whether it is released, recorded and without a fault.
    pub usable: bool,
    /// What stands open: held, and every fault.
    pub open: Vec<RoomStateEvent>,
}

/// How a room is after all that was told of it.
pub(super) fn state_of(row: &RoomRow, events: &[RoomEventRow]) -> Result<RoomState, DeskError> {
    let told = events.iter().map(|event| word(&event.kind)).collect::<Result<Vec<_>, _>>()?;
    let open = open_states(&told).into_iter().filter_map(|place| events.get(place)).map(event_of);
    let open = open.collect::<Result<Vec<_>, _>>()?;
    Ok(RoomState { usable: row.recording && open.is_empty(), open })
}

pub(super) fn event_of(event: &RoomEventRow) -> Result<RoomStateEvent, DeskError> {
    Ok(RoomStateEvent {
        kind: word(&event.kind)?,
        at: event.at,
        operator: event.operator_name.clone(),
        note: event.note.clone(),
    })
}

/// `rooms.state`
///
/// # Errors
/// [`DeskError::NotFound`]; [`DeskError::RoomStateStands`] when it is so already;
/// [`DeskError::TextNamesBidders`].
pub async fn tell_state(act: &mut Writing, form: RoomStateForm) -> Result<RoomView, DeskError> {
    let id = form.room_id.uuid();
    let note = act.checked_text("note", &form.note, 0, 200).await?;
    act.tx.lock_rooms([id]).await?;
    let known = KnownRooms::load(act).await?;
    let row = known.row(id).ok_or_else(|| DeskError::not_found("room", form.room_id))?;
    let open = known.state(row)?.open;
    let is_open = |kind| open.iter().any(|event| event.kind == kind);
    let stands = match form.kind.puts_right() {
        Some(fault) => !is_open(fault),
        None => is_open(form.kind),
    };
    if stands {
        return Err(DeskError::RoomStateStands { room: row.code.clone(), kind: form.kind });
    }
    act.concerns("room", &row.code);
    act.note("state", form.kind.as_str());
    tell(act, row, form.kind, &note).await?;
    KnownRooms::load(act).await?.view(id)
}

/// Enters what is told of a room.
pub(crate) async fn tell(
    act: &mut Writing,
    row: &RoomRow,
    kind: RoomStateKind,
    note: &str,
) -> Result<(), DeskError> {
    let (now, operator) = (act.now, act.asker()?.id);
    act.tx.add_room_event(row.id, kind.as_str(), note, now, operator).await?;
    Ok(())
}
