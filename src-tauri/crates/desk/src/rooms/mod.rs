//! Rooms of the centre: what they are, how they are, and how far they lie apart.

mod form;
mod history;
mod import;
mod known;
mod state;
mod walks;

use bidhall_rules::ids::RoomId;
use bidhall_rules::sessions::RoomPurpose;
use bidhall_store::rooms::RoomRow;
use schemars::JsonSchema;
use serde::Serialize;
use ts_rs::TS;

use crate::DeskError;
use crate::act::{Reading, Writing};
use crate::database::Nothing;

pub use form::{RoomAmendForm, RoomForm, RoomWindow};
pub use history::{OneRoom, RoomHistory, RoomVersionView, history};
pub use import::{RoomCommit, commit_import, preview_import};
pub(crate) use known::KnownRooms;
pub(crate) use state::tell;
pub use state::{RoomState, RoomStateEvent, RoomStateForm, tell_state};
pub use walks::{WalkForm, WalkView, set_walk};

/// A room.
#[derive(Debug, Clone, Serialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase")]
pub struct RoomView {
    /// Id.
    pub id: RoomId,
    /// Code on the door.
    pub code: String,
    /// Name.
    pub name: String,
    /// What it is for.
    pub purpose: RoomPurpose,
    /// Isolated zone.
    pub zone: String,
    /// Floor number.
    pub floor: i32,
    /// Left edge, metres.
    pub x: i32,
    /// Upper edge, metres.
    pub y: i32,
    /// Metres along x.
    pub width: i32,
    /// Metres along y.
    pub depth: i32,
    /// Seats without spacing.
    pub seats: i32,
    /// Seats under the spacing in force.
    pub seats_spaced: i32,
    /// Whether those were given; otherwise they follow from the size.
    pub seats_given: bool,
    /// Bid sets the shelves hold.
    pub shelf: i32,
    /// Has a video link.
    pub video: bool,
    /// Is recorded.
    pub recording: bool,
    /// Opens first, minutes from midnight.
    pub opens_minute: i32,
    /// Closes last, minutes from midnight.
    pub closes_minute: i32,
    /// When it is open.
    pub windows: Vec<RoomWindow>,
    /// 1, 2, 3 …
    pub version: i32,
    /// How it is.
    pub state: RoomState,
}

/// Every room.
#[derive(Debug, Clone, Serialize, JsonSchema, TS)]
pub struct RoomList {
    /// Rooms by code.
    pub rooms: Vec<RoomView>,
    /// Ways whose minutes somebody measured.
    pub walks: Vec<WalkView>,
}

/// `rooms.list`
///
/// # Errors
/// [`DeskError`] when the database is lost.
pub async fn list(act: &mut Reading, _: Nothing) -> Result<RoomList, DeskError> {
    let known = KnownRooms::load(act).await?;
    Ok(RoomList { rooms: known.views()?, walks: known.walk_views() })
}

/// `rooms.register`
///
/// # Errors
/// [`DeskError::CodeTaken`]; [`DeskError::WrongField`] for a value that cannot be.
pub async fn register(act: &mut Writing, form: RoomForm) -> Result<RoomView, DeskError> {
    let settings = act.grouping_settings().await?.body;
    let row = form.row(RoomId::new(act.now, &mut act.chance), 1, &settings)?;
    if !act.tx.add_room(&row).await? {
        return Err(DeskError::CodeTaken { kind: "room".to_owned(), code: row.code });
    }
    act.concerns("room", &row.code);
    KnownRooms::load(act).await?.view(row.id)
}

/// `rooms.amend`
///
/// # Errors
/// [`DeskError::NotFound`]; [`DeskError::NothingToAmend`]; [`DeskError::WrongField`], also for another code than
/// the room's; [`DeskError::TextNamesBidders`]; [`DeskError::DatabaseBusy`] when another desk changed the room
/// at the same moment.
pub async fn amend(act: &mut Writing, form: RoomAmendForm) -> Result<RoomView, DeskError> {
    let reason = act.checked_text("reason", &form.reason, 2, 200).await?;
    let known = KnownRooms::load(act).await?;
    let before = known.row(form.room_id.uuid()).ok_or_else(|| DeskError::not_found("room", form.room_id))?;
    if before.code != form.room.code.trim() {
        return Err(DeskError::field("room.code", format!("the code stays {}", before.code)));
    }
    change(act, before, &form.room, &reason).await?;
    KnownRooms::load(act).await?.view(form.room_id.uuid())
}

/// Enters a version of a room.
async fn change(act: &mut Writing, before: &RoomRow, form: &RoomForm, reason: &str) -> Result<(), DeskError> {
    let settings = act.grouping_settings().await?.body;
    let row = form.row(RoomId::from_uuid(before.id), before.version + 1, &settings)?;
    if RoomForm::of(before)? == RoomForm::of(&row)? {
        return Err(DeskError::NothingToAmend { code: row.code });
    }
    let (now, operator) = (act.now, act.asker()?.id);
    if !act.tx.add_room_version(&row, reason, now, operator).await? {
        return Err(DeskError::DatabaseBusy {});
    }
    act.concerns("room", &row.code);
    act.note("version", row.version);
    act.note("reason", reason);
    Ok(())
}
