//! The import of rooms from a spreadsheet.

use bidhall_rules::ids::RoomId;
use bidhall_spreadsheets::{DirectoryRow, RoomEntry, read_room_sheet};
use bidhall_store::rooms::RoomRow;
use schemars::JsonSchema;
use serde::Deserialize;
use ts_rs::TS;

use super::form::windows_of;
use super::{KnownRooms, RoomForm, RoomWindow, change};
use crate::DeskError;
use crate::act::{Reading, Writing};
use crate::imports::{self, SheetFile, TablePreview, TableResult};
use crate::sessions::RowStanding;

const FIELDS: [&str; 15] = [
    "code",
    "name",
    "purpose",
    "zone",
    "floor",
    "x",
    "y",
    "width",
    "depth",
    "seats",
    "seatsSpaced",
    "shelf",
    "video",
    "recording",
    "windows",
];

/// Rooms to be entered.
#[derive(Debug, Clone, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct RoomCommit {
    /// Name of the file, 1 to 200 characters.
    pub file_name: String,
    /// The file in Base64.
    pub content: String,
    /// Why rooms change that are known already, 2 to 200 characters.
    pub reason: String,
}

/// `rooms.import.preview`: a row of a room that is known and would change is marked `differs`.
///
/// # Errors
/// [`DeskError`] when the file is no such table; what is wrong with rows is in the reply.
pub async fn preview_import(act: &mut Reading, file: SheetFile) -> Result<TablePreview, DeskError> {
    let rows = imports::read(act, &file, &FIELDS, read_room_sheet).await?;
    let known = KnownRooms::load(act).await?.rows;
    let mut floors = Floors::of(&known);
    let standings: Vec<RowStanding> = rows
        .iter()
        .map(|row| match &row.entry {
            None => Ok(RowStanding::Faulty),
            Some(entry) => standing(entry, &known, &mut floors).map(|(standing, _)| standing),
        })
        .collect::<Result<_, _>>()?;
    let mut preview = imports::preview(rows, &FIELDS, |_| false);
    preview.unchanged = count(&standings, RowStanding::Unchanged);
    preview.fresh -= preview.unchanged;
    for (row, standing) in preview.rows.iter_mut().zip(standings) {
        row.standing = standing;
    }
    Ok(preview)
}

/// `rooms.import.commit`: enters rooms that are new and changes those that differ; the same file again
/// changes nothing.
///
/// # Errors
/// [`DeskError`] when the file is no such table; [`DeskError::TextNamesBidders`].
pub async fn commit_import(act: &mut Writing, form: RoomCommit) -> Result<TableResult, DeskError> {
    let reason = act.checked_text("reason", &form.reason, 2, 200).await?;
    let file = SheetFile { file_name: form.file_name, content: form.content };
    let rows: Vec<DirectoryRow<RoomEntry>> = imports::read(act, &file, &FIELDS, read_room_sheet).await?;
    let settings = act.grouping_settings().await?.body;
    let known = KnownRooms::load(act).await?.rows;
    let mut floors = Floors::of(&known);
    let mut result = TableResult { added: 0, unchanged: 0, left_out: 0 };
    for row in rows {
        let Some(entry) = row.entry else {
            result.left_out += 1;
            continue;
        };
        let (standing, form) = standing(&entry, &known, &mut floors)?;
        match (standing, known.iter().find(|room| room.code == entry.code)) {
            (RowStanding::Differs, Some(before)) => {
                change(act, before, &form, &reason).await?;
                result.added += 1;
            }
            (RowStanding::New, _) => {
                let room = form.row(RoomId::new(act.now, &mut act.chance), 1, &settings)?;
                act.tx.add_room(&room).await?;
                result.added += 1;
            }
            (RowStanding::Unchanged | RowStanding::Faulty | RowStanding::Differs, _) => result.unchanged += 1,
        }
    }
    act.concerns("rooms", &file.file_name);
    act.note("added", result.added);
    Ok(result)
}

fn count(standings: &[RowStanding], which: RowStanding) -> u32 {
    u32::try_from(standings.iter().filter(|standing| **standing == which).count()).unwrap_or(u32::MAX)
}

/// How a row compares with what is recorded, and the room it tells.
fn standing(
    entry: &RoomEntry,
    known: &[RoomRow],
    floors: &mut Floors,
) -> Result<(RowStanding, RoomForm), DeskError> {
    let before = known.iter().find(|room| room.code == entry.code);
    let position = entry.position.or(before.map(|room| (room.x, room.y)));
    let form = form_of(entry, position.unwrap_or_else(|| floors.beside(entry)));
    floors.0.push((form.floor, form.x + form.width));
    let standing = match before {
        None => RowStanding::New,
        Some(room) => {
            let mut recorded = RoomForm::of(room)?;
            recorded.windows = windows_of(room)?;
            if recorded == form { RowStanding::Unchanged } else { RowStanding::Differs }
        }
    };
    Ok((standing, form))
}

fn form_of(entry: &RoomEntry, (x, y): (i32, i32)) -> RoomForm {
    let windows: Vec<RoomWindow> = entry
        .windows
        .iter()
        .map(|&(opens_minute, closes_minute)| RoomWindow { opens_minute, closes_minute })
        .collect();
    RoomForm {
        code: entry.code.clone(),
        name: entry.name.clone(),
        purpose: entry.purpose,
        zone: entry.zone.clone(),
        floor: entry.floor,
        x,
        y,
        width: entry.size.0,
        depth: entry.size.1,
        seats: entry.seats,
        seats_spaced: entry.seats_spaced,
        shelf: entry.shelf,
        video: entry.video,
        recording: entry.recording,
        opens_minute: windows.first().map_or(0, |window| window.opens_minute),
        closes_minute: windows.last().map_or(1440, |window| window.closes_minute),
        windows,
    }
}

/// How far each floor is built up, for rooms whose row gives no position: they stand in a row to the right.
struct Floors(Vec<(i32, i32)>);

impl Floors {
    fn of(rooms: &[RoomRow]) -> Self {
        Self(rooms.iter().map(|room| (room.floor, room.x + room.width)).collect())
    }

    fn beside(&self, entry: &RoomEntry) -> (i32, i32) {
        let edges = self.0.iter().filter(|(floor, _)| *floor == entry.floor);
        (edges.map(|(_, edge)| *edge).max().unwrap_or(0), 0)
    }
}
