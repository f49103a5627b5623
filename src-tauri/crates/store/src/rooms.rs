//! Rooms of the centre.

use uuid::Uuid;

use crate::{StoreError, Tx};

/// A room with its place on the floor in whole metres.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct RoomRow {
    /// Id.
    pub id: Uuid,
    /// Code on the door.
    pub code: String,
    /// Name.
    pub name: String,
    /// The purpose's word.
    pub purpose: String,
    /// Isolated zone it belongs to.
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

statements! {
    ROOMS = "SELECT id, code, name, purpose, zone, floor, x, y, width, depth, seats, seats_spaced, shelf,
                    video, recording, opens_minute, closes_minute FROM rooms ORDER BY code";
    ADD_ROOM = "INSERT INTO rooms (id, code, name, purpose, zone, floor, x, y, width, depth, seats,
                    seats_spaced, shelf, video, recording, opens_minute, closes_minute)
                VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)
                ON CONFLICT (code) DO NOTHING";
}

impl Tx {
    /// Every room, by code.
    ///
    /// # Errors
    /// [`StoreError`] when the database is lost.
    pub async fn rooms(&mut self) -> Result<Vec<RoomRow>, StoreError> {
        all!(self, RoomRow, ROOMS)
    }

    /// Registers a room; a code that is taken changes nothing and gives `false`.
    ///
    /// # Errors
    /// [`StoreError`] when the database is lost.
    pub async fn add_room(&mut self, room: &RoomRow) -> Result<bool, StoreError> {
        let rows = run!(
            self,
            ADD_ROOM,
            room.id,
            &room.code,
            &room.name,
            &room.purpose,
            &room.zone,
            room.floor,
            room.x,
            room.y,
            room.width,
            room.depth,
            room.seats,
            room.seats_spaced,
            room.shelf,
            room.video,
            room.recording,
            room.opens_minute,
            room.closes_minute
        )?;
        self.touch("rooms");
        Ok(rows == 1)
    }
}
