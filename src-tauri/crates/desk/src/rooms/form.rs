//! What is told of a room when it is registered or changed.

use bidhall_rules::ids::RoomId;
use bidhall_rules::sessions::RoomPurpose;
use bidhall_rules::settings::GroupingSettings;
use bidhall_store::rooms::RoomRow;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::DeskError;
use crate::act::stored;

/// The most opening windows of a day.
const MOST_WINDOWS: usize = 6;

/// A time in which a room is open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct RoomWindow {
    /// Opens, minutes from midnight.
    pub opens_minute: i32,
    /// Closes, minutes from midnight.
    pub closes_minute: i32,
}

/// A room. Positions and sizes are whole metres on the floor plan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
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
    /// Seats under spacing, at most `seats`; without them they follow from the size and the spacing in force.
    #[serde(default)]
    #[ts(optional = nullable)]
    pub seats_spaced: Option<i32>,
    /// Bid sets the shelves hold, 0 to 2000.
    pub shelf: i32,
    /// Has a video link.
    pub video: bool,
    /// Is recorded.
    pub recording: bool,
    /// Opens first, minutes from midnight.
    pub opens_minute: i32,
    /// Closes last, minutes from midnight.
    pub closes_minute: i32,
    /// When it is open, if it closes in between: up to 6 windows in order and apart, from the first opening to
    /// the last closing.
    #[serde(default)]
    #[ts(optional, as = "Option<Vec<RoomWindow>>")]
    pub windows: Vec<RoomWindow>,
}

/// Changes a room for a reason.
#[derive(Debug, Clone, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct RoomAmendForm {
    /// The room.
    pub room_id: RoomId,
    /// The room as it is from now on; the code stays.
    pub room: RoomForm,
    /// Why, 2 to 200 characters.
    pub reason: String,
}

impl RoomForm {
    /// What would have been told to get this row.
    pub(super) fn of(row: &RoomRow) -> Result<Self, DeskError> {
        Ok(Self {
            code: row.code.clone(),
            name: row.name.clone(),
            purpose: crate::act::word(&row.purpose)?,
            zone: row.zone.clone(),
            floor: row.floor,
            x: row.x,
            y: row.y,
            width: row.width,
            depth: row.depth,
            seats: row.seats,
            seats_spaced: row.spaced_given.then_some(row.seats_spaced),
            shelf: row.shelf,
            video: row.video,
            recording: row.recording,
            opens_minute: row.opens_minute,
            closes_minute: row.closes_minute,
            windows: if row.windows.is_empty() { Vec::new() } else { windows_of(row)? },
        })
    }

    /// The row to be entered.
    pub(super) fn row(
        &self,
        id: RoomId,
        version: i32,
        settings: &GroupingSettings,
    ) -> Result<RoomRow, DeskError> {
        self.check()?;
        let pairs: Vec<[i32; 2]> =
            self.windows.iter().map(|window| [window.opens_minute, window.closes_minute]).collect();
        let windows = if pairs.len() > 1 {
            serde_json::to_string(&pairs).map_err(|error| DeskError::internal(&error))?
        } else {
            String::new()
        };
        let by_size = settings.seats_under_spacing(self.seats, self.width, self.depth);
        Ok(RoomRow {
            id: id.uuid(),
            code: self.code.trim().to_owned(),
            name: self.name.trim().to_owned(),
            purpose: self.purpose.as_str().to_owned(),
            zone: self.zone.trim().to_owned(),
            floor: self.floor,
            x: self.x,
            y: self.y,
            width: self.width,
            depth: self.depth,
            seats: self.seats,
            seats_spaced: self.seats_spaced.unwrap_or(by_size),
            spaced_given: self.seats_spaced.is_some(),
            shelf: self.shelf,
            video: self.video,
            recording: self.recording,
            windows,
            opens_minute: self.opens_minute,
            closes_minute: self.closes_minute,
            version,
        })
    }

    fn check(&self) -> Result<(), DeskError> {
        for (path, text, most) in
            [("code", &self.code, 20), ("name", &self.name, 40), ("zone", &self.zone, 20)]
        {
            let length = text.trim().chars().count();
            if !(1..=most).contains(&length) || text.chars().any(char::is_control) {
                return Err(DeskError::field(path, format!("1 to {most} characters")));
            }
        }
        for (path, value, least, most) in [
            ("floor", self.floor, -9, 99),
            ("x", self.x, 0, 2000),
            ("y", self.y, 0, 2000),
            ("width", self.width, 1, 200),
            ("depth", self.depth, 1, 200),
            ("seats", self.seats, 0, 2000),
            ("seatsSpaced", self.seats_spaced.unwrap_or(0), 0, self.seats),
            ("shelf", self.shelf, 0, 2000),
            ("opensMinute", self.opens_minute, 0, 1439),
            ("closesMinute", self.closes_minute, self.opens_minute + 1, 1440),
        ] {
            if !(least..=most).contains(&value) {
                return Err(DeskError::field(path, format!("{least} to {most}")));
            }
        }
        self.check_windows()
    }

    fn check_windows(&self) -> Result<(), DeskError> {
        let (Some(first), Some(last)) = (self.windows.first(), self.windows.last()) else { return Ok(()) };
        let is_in_order = self.windows.iter().all(|window| window.opens_minute < window.closes_minute)
            && self.windows.windows(2).all(|pair| pair[0].closes_minute < pair[1].opens_minute);
        let is_whole = first.opens_minute == self.opens_minute && last.closes_minute == self.closes_minute;
        if is_in_order && is_whole && self.windows.len() <= MOST_WINDOWS {
            return Ok(());
        }
        Err(DeskError::field(
            "windows",
            "up to 6, in order and apart, from the first opening to the last closing",
        ))
    }
}

/// When a room is open.
pub(super) fn windows_of(row: &RoomRow) -> Result<Vec<RoomWindow>, DeskError> {
    if row.windows.is_empty() {
        return Ok(vec![RoomWindow { opens_minute: row.opens_minute, closes_minute: row.closes_minute }]);
    }
    let pairs: Vec<[i32; 2]> = stored(&row.windows)?;
    let window = |[opens_minute, closes_minute]: [i32; 2]| RoomWindow { opens_minute, closes_minute };
    Ok(pairs.into_iter().map(window).collect())
}
