//! The rooms with all that is known of them, loaded once for an act.

use std::collections::BTreeMap;

use bidhall_rules::ids::RoomId;
use bidhall_rules::rooms::shorten_ways;
use bidhall_store::rooms::{RoomEventRow, RoomRow, RoomWalkRow};
use uuid::Uuid;

use super::form::windows_of;
use super::state::{RoomState, state_of};
use super::{RoomView, RoomWindow, WalkView};
use crate::DeskError;
use crate::act::{Reading, word};

/// Walking speed with a trolley, metres a minute; with it a floor of the demo day takes one minute
/// from door to door.
const METRES_PER_MINUTE: i32 = 30;
/// A flight of stairs, minutes.
const MINUTES_PER_FLOOR: i32 = 3;

/// The rooms as they are in force, with their states and the ways between them.
pub(crate) struct KnownRooms {
    /// Rooms by code; seats under spacing are those in force.
    pub(crate) rows: Vec<RoomRow>,
    events: BTreeMap<Uuid, Vec<RoomEventRow>>,
    walks: Vec<RoomWalkRow>,
    /// Walking minutes between every two rooms, in the order of `rows`.
    ways: Vec<Vec<u32>>,
}

impl KnownRooms {
    pub(crate) async fn load(act: &mut Reading) -> Result<Self, DeskError> {
        let settings = act.grouping_settings().await?.body;
        let mut rows = act.tx.rooms().await?;
        for row in rows.iter_mut().filter(|row| !row.spaced_given) {
            row.seats_spaced = settings.seats_under_spacing(row.seats, row.width, row.depth);
        }
        let mut events: BTreeMap<Uuid, Vec<RoomEventRow>> = BTreeMap::new();
        for event in act.tx.room_events().await? {
            events.entry(event.room_id).or_default().push(event);
        }
        let walks = act.tx.room_walks().await?;
        let mut ways: Vec<Vec<u32>> =
            rows.iter().map(|from| rows.iter().map(|to| walk(&walks, from, to)).collect()).collect();
        shorten_ways(&mut ways);
        Ok(Self { rows, events, walks, ways })
    }

    pub(crate) fn row(&self, id: Uuid) -> Option<&RoomRow> {
        self.rows.iter().find(|row| row.id == id)
    }

    pub(crate) fn coded(&self, code: &str) -> Result<&RoomRow, DeskError> {
        self.rows.iter().find(|row| row.code == code).ok_or_else(|| DeskError::not_found("room", code))
    }

    /// How a room is.
    pub(crate) fn state(&self, row: &RoomRow) -> Result<RoomState, DeskError> {
        state_of(row, self.events.get(&row.id).map_or(&[], Vec::as_slice))
    }

    /// Everything told of a room.
    pub(super) fn events(&self, id: Uuid) -> &[RoomEventRow] {
        self.events.get(&id).map_or(&[], Vec::as_slice)
    }

    pub(crate) fn windows(row: &RoomRow) -> Result<Vec<RoomWindow>, DeskError> {
        windows_of(row)
    }

    pub(crate) fn view(&self, id: Uuid) -> Result<RoomView, DeskError> {
        let row = self.row(id).ok_or_else(|| DeskError::not_found("room", RoomId::from_uuid(id)))?;
        self.view_of(row)
    }

    pub(crate) fn views(&self) -> Result<Vec<RoomView>, DeskError> {
        self.rows.iter().map(|row| self.view_of(row)).collect()
    }

    fn view_of(&self, row: &RoomRow) -> Result<RoomView, DeskError> {
        Ok(RoomView {
            id: RoomId::from_uuid(row.id),
            code: row.code.clone(),
            name: row.name.clone(),
            purpose: word(&row.purpose)?,
            zone: row.zone.clone(),
            floor: row.floor,
            x: row.x,
            y: row.y,
            width: row.width,
            depth: row.depth,
            seats: row.seats,
            seats_spaced: row.seats_spaced,
            seats_given: row.spaced_given,
            shelf: row.shelf,
            video: row.video,
            recording: row.recording,
            opens_minute: row.opens_minute,
            closes_minute: row.closes_minute,
            windows: windows_of(row)?,
            version: row.version,
            state: self.state(row)?,
        })
    }

    /// The ways whose minutes somebody measured.
    pub(crate) fn walk_views(&self) -> Vec<WalkView> {
        let code = |id: Uuid| self.row(id).map(|row| row.code.clone()).unwrap_or_default();
        let measured = |walk: &RoomWalkRow| {
            Some(WalkView {
                from: code(walk.from_id),
                to: code(walk.to_id),
                minutes: walk.minutes?,
                at: walk.at,
                operator: walk.operator_name.clone(),
                note: walk.note.clone(),
            })
        };
        self.walks.iter().filter_map(measured).collect()
    }

    /// Walking minutes between these rooms: measured, or else by positions; no way longer than over any third
    /// room of the centre.
    pub(crate) fn walk_minutes(&self, rooms: &[&RoomRow]) -> Vec<Vec<u32>> {
        let place = |room: &RoomRow| self.rows.iter().position(|row| row.id == room.id);
        let between = |from: &RoomRow, to: &RoomRow| {
            self.ways.get(place(from)?).and_then(|row| row.get(place(to)?)).copied()
        };
        rooms
            .iter()
            .map(|from| rooms.iter().map(|to| between(from, to).unwrap_or_default()).collect())
            .collect()
    }
}

/// The way as it was measured, or else by positions.
fn walk(walks: &[RoomWalkRow], from: &RoomRow, to: &RoomRow) -> u32 {
    let pair = (from.id.min(to.id), from.id.max(to.id));
    let measured = walks.iter().find(|walk| (walk.from_id, walk.to_id) == pair);
    match measured.and_then(|walk| walk.minutes) {
        Some(minutes) => u32::try_from(minutes).unwrap_or(1),
        None => by_positions(from, to),
    }
}

/// Minutes from one room to another: along the corridor from middle to middle, begun minutes in
/// full, one at least, and the stairs.
fn by_positions(from: &RoomRow, to: &RoomRow) -> u32 {
    if from.id == to.id {
        return 0;
    }
    let middle = |room: &RoomRow| (2 * room.x + room.width, 2 * room.y + room.depth);
    let ((x1, y1), (x2, y2)) = (middle(from), middle(to));
    let half_metres = (x1 - x2).abs() + (y1 - y2).abs();
    let along = (half_metres + 2 * METRES_PER_MINUTE - 1) / (2 * METRES_PER_MINUTE);
    u32::try_from(along.max(1) + MINUTES_PER_FLOOR * (from.floor - to.floor).abs()).unwrap_or(1)
}
