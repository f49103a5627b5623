//! Rooms of the centre.

use bidhall_rules::ids::RoomId;
use bidhall_rules::sessions::RoomPurpose;
use bidhall_store::rooms::RoomRow;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::DeskError;
use crate::act::{Reading, Writing, word};
use crate::database::Nothing;

/// Registers a room. Positions and sizes are whole metres on the floor plan.
#[derive(Debug, Clone, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct RoomForm {
    /// Code on the door, 1 to 20 characters.
    pub code: String,
    /// Name, 1 to 40 characters.
    pub name: String,
    /// What it is for.
    pub purpose: RoomPurpose,
    /// Isolated zone it belongs to.
    pub zone: String,
    /// Floor number.
    pub floor: i32,
    /// Left edge.
    pub x: i32,
    /// Upper edge.
    pub y: i32,
    /// Size along x, 1 to 200.
    pub width: i32,
    /// Size along y, 1 to 200.
    pub depth: i32,
    /// Seats without spacing, 0 to 2000.
    pub seats: i32,
    /// Seats under the spacing in force, at most `seats`.
    pub seats_spaced: i32,
    /// Bid sets the shelves hold, 0 to 2000.
    pub shelf: i32,
    /// Has a video link.
    pub video: bool,
    /// Is recorded.
    pub recording: bool,
    /// Opens, minutes from midnight.
    pub opens_minute: i32,
    /// Closes, minutes from midnight.
    pub closes_minute: i32,
}

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
    /// Bid sets the shelves hold.
    pub shelf: i32,
    /// Has a video link.
    pub video: bool,
    /// Is recorded.
    pub recording: bool,
    /// Opens, minutes from midnight.
    pub opens_minute: i32,
    /// Closes, minutes from midnight.
    pub closes_minute: i32,
}

/// Every room.
#[derive(Debug, Clone, Serialize, JsonSchema, TS)]
pub struct RoomList {
    /// Rooms by code.
    pub rooms: Vec<RoomView>,
}

/// `rooms.list`
///
/// # Errors
/// [`DeskError`] when the database is lost.
pub async fn list(act: &mut Reading, _: Nothing) -> Result<RoomList, DeskError> {
    let rooms = act.tx.rooms().await?.into_iter().map(view_of).collect::<Result<_, _>>()?;
    Ok(RoomList { rooms })
}

/// `rooms.register`
///
/// # Errors
/// [`DeskError::CodeTaken`]; [`DeskError::WrongField`] for a value that cannot be.
pub async fn register(act: &mut Writing, form: RoomForm) -> Result<RoomView, DeskError> {
    check(&form)?;
    let row = RoomRow {
        id: RoomId::new(act.now, &mut act.chance).uuid(),
        code: form.code.trim().to_owned(),
        name: form.name.trim().to_owned(),
        purpose: form.purpose.as_str().to_owned(),
        zone: form.zone.trim().to_owned(),
        floor: form.floor,
        x: form.x,
        y: form.y,
        width: form.width,
        depth: form.depth,
        seats: form.seats,
        seats_spaced: form.seats_spaced,
        shelf: form.shelf,
        video: form.video,
        recording: form.recording,
        opens_minute: form.opens_minute,
        closes_minute: form.closes_minute,
    };
    if !act.tx.add_room(&row).await? {
        return Err(DeskError::CodeTaken { kind: "room".to_owned(), code: row.code });
    }
    act.concerns("room", &row.code);
    view_of(row)
}

fn check(form: &RoomForm) -> Result<(), DeskError> {
    for (path, text, most) in [("code", &form.code, 20), ("name", &form.name, 40), ("zone", &form.zone, 20)] {
        let length = text.trim().chars().count();
        if !(1..=most).contains(&length) || text.chars().any(char::is_control) {
            return Err(DeskError::field(path, format!("1 to {most} characters")));
        }
    }
    for (path, value, least, most) in [
        ("floor", form.floor, -9, 99),
        ("x", form.x, 0, 2000),
        ("y", form.y, 0, 2000),
        ("width", form.width, 1, 200),
        ("depth", form.depth, 1, 200),
        ("seats", form.seats, 0, 2000),
        ("seatsSpaced", form.seats_spaced, 0, form.seats),
        ("shelf", form.shelf, 0, 2000),
        ("opensMinute", form.opens_minute, 0, 1439),
        ("closesMinute", form.closes_minute, form.opens_minute + 1, 1440),
    ] {
        if !(least..=most).contains(&value) {
            return Err(DeskError::field(path, format!("{least} to {most}")));
        }
    }
    Ok(())
}

fn view_of(row: RoomRow) -> Result<RoomView, DeskError> {
    Ok(RoomView {
        id: RoomId::from_uuid(row.id),
        code: row.code,
        name: row.name,
        purpose: word(&row.purpose)?,
        zone: row.zone,
        floor: row.floor,
        x: row.x,
        y: row.y,
        width: row.width,
        depth: row.depth,
        seats: row.seats,
        seats_spaced: row.seats_spaced,
        shelf: row.shelf,
        video: row.video,
        recording: row.recording,
        opens_minute: row.opens_minute,
        closes_minute: row.closes_minute,
    })
}
