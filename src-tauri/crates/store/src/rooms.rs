//! Rooms of the centre.

use chrono::{DateTime, Utc};
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
    /// Seats under spacing, as they were given or followed when the room was entered.
    pub seats_spaced: i32,
    /// Whether they were given; otherwise they follow from the size and the spacing in force.
    pub spaced_given: bool,
    /// Bid sets the shelves hold.
    pub shelf: i32,
    /// Has a video link.
    pub video: bool,
    /// Is recorded.
    pub recording: bool,
    /// Opening windows as JSON, `[[opens, closes], …]` in minutes from midnight; empty when there is one.
    pub windows: String,
    /// Opens first, minutes from midnight.
    pub opens_minute: i32,
    /// Closes last, minutes from midnight.
    pub closes_minute: i32,
    /// 1, 2, 3 …; the highest counts.
    pub version: i32,
}

/// A later version of a room, or the first.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct RoomVersionRow {
    /// The room as this version has it.
    #[sqlx(flatten)]
    pub room: RoomRow,
    /// Why; empty for the first.
    pub reason: String,
    /// When; none for the first.
    pub at: Option<DateTime<Utc>>,
    /// Name of who changed it; none for the first.
    pub operator_name: Option<String>,
}

/// What was told of a room: held or released, broken or mended.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct RoomEventRow {
    /// The room.
    pub room_id: Uuid,
    /// 1, 2, 3 … within the room.
    pub seq: i32,
    /// The kind's word.
    pub kind: String,
    /// A note; may be empty.
    pub note: String,
    /// When.
    pub at: DateTime<Utc>,
    /// By whom.
    pub operator_id: Uuid,
    /// That person's name.
    pub operator_name: String,
}

/// Walking minutes between two rooms as somebody measured them.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct RoomWalkRow {
    /// The room whose id is the lower.
    pub from_id: Uuid,
    /// The other room.
    pub to_id: Uuid,
    /// 1, 2, 3 …; the highest counts.
    pub seq: i32,
    /// Minutes; none for the way by the positions.
    pub minutes: Option<i32>,
    /// A note; may be empty.
    pub note: String,
    /// When.
    pub at: DateTime<Utc>,
    /// By whom.
    pub operator_id: Uuid,
    /// That person's name.
    pub operator_name: String,
}

statements! {
    ROOMS = "SELECT r.id, r.code, COALESCE(v.name, r.name) AS name, COALESCE(v.purpose, r.purpose) AS purpose,
                 COALESCE(v.zone, r.zone) AS zone, COALESCE(v.floor, r.floor) AS floor,
                 COALESCE(v.x, r.x) AS x, COALESCE(v.y, r.y) AS y, COALESCE(v.width, r.width) AS width,
                 COALESCE(v.depth, r.depth) AS depth, COALESCE(v.seats, r.seats) AS seats,
                 COALESCE(v.seats_spaced, r.seats_spaced) AS seats_spaced,
                 COALESCE(v.spaced_given, r.spaced_given) AS spaced_given, COALESCE(v.shelf, r.shelf) AS shelf,
                 COALESCE(v.video, r.video) AS video, COALESCE(v.recording, r.recording) AS recording,
                 COALESCE(v.windows, r.windows) AS windows, COALESCE(v.opens_minute, r.opens_minute) AS opens_minute,
                 COALESCE(v.closes_minute, r.closes_minute) AS closes_minute, COALESCE(v.version, 1) AS version
             FROM rooms r LEFT JOIN room_versions v ON v.room_id = r.id
                 AND v.version = (SELECT MAX(w.version) FROM room_versions w WHERE w.room_id = r.id)
             ORDER BY r.code";
    FIRST_VERSION_OF_ROOM = "SELECT id, code, name, purpose, zone, floor, x, y, width, depth, seats, seats_spaced,
                 spaced_given, shelf, video, recording, windows, opens_minute, closes_minute, 1 AS version
             FROM rooms WHERE id = $1";
    LATER_VERSIONS_OF_ROOM = "SELECT r.id, r.code, v.name, v.purpose, v.zone, v.floor, v.x, v.y, v.width, v.depth,
                 v.seats, v.seats_spaced, v.spaced_given, v.shelf, v.video, v.recording, v.windows, v.opens_minute,
                 v.closes_minute, v.version, v.reason, v.at, o.name AS operator_name
             FROM room_versions v JOIN rooms r ON r.id = v.room_id JOIN operators o ON o.id = v.operator_id
             WHERE v.room_id = $1 ORDER BY v.version";
    ADD_ROOM = "INSERT INTO rooms (id, code, name, purpose, zone, floor, x, y, width, depth, seats,
                    seats_spaced, spaced_given, shelf, video, recording, windows, opens_minute, closes_minute)
                VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19)
                ON CONFLICT (code) DO NOTHING";
    ADD_ROOM_VERSION = "INSERT INTO room_versions (room_id, version, name, purpose, zone, floor, x, y, width, depth,
                    seats, seats_spaced, spaced_given, shelf, video, recording, windows, opens_minute, closes_minute,
                    reason, at, operator_id)
                VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20,
                    $21, $22)
                ON CONFLICT (room_id, version) DO NOTHING";
    /// Changes nothing, and makes every other desk that would book the room wait.
    LOCK_ROOM = "UPDATE rooms SET name = name WHERE id = $1";
    ROOM_EVENTS = "SELECT e.room_id, e.seq, e.kind, e.note, e.at, e.operator_id, o.name AS operator_name
             FROM room_events e JOIN operators o ON o.id = e.operator_id ORDER BY e.room_id, e.seq";
    ADD_ROOM_EVENT = "INSERT INTO room_events (room_id, seq, kind, note, at, operator_id)
             SELECT $1, COALESCE(MAX(seq), 0) + 1, $2, $3, $4, $5 FROM room_events WHERE room_id = $1";
    ROOM_WALKS = "SELECT w.from_id, w.to_id, w.seq, w.minutes, w.note, w.at, w.operator_id, o.name AS operator_name
             FROM room_walks w JOIN operators o ON o.id = w.operator_id
             WHERE w.seq = (SELECT MAX(l.seq) FROM room_walks l WHERE l.from_id = w.from_id AND l.to_id = w.to_id)
             ORDER BY w.from_id, w.to_id";
    ADD_ROOM_WALK = "INSERT INTO room_walks (from_id, to_id, seq, minutes, note, at, operator_id)
             SELECT $1, $2, COALESCE(MAX(seq), 0) + 1, $3, $4, $5, $6 FROM room_walks
             WHERE from_id = $1 AND to_id = $2";
}

impl Tx {
    /// Every room as it is in force, by code.
    ///
    /// # Errors
    /// [`StoreError`] when the database is lost.
    pub async fn rooms(&mut self) -> Result<Vec<RoomRow>, StoreError> {
        all!(self, RoomRow, ROOMS)
    }

    /// Every version of a room, oldest first.
    ///
    /// # Errors
    /// [`StoreError`] when the database is lost.
    pub async fn versions_of_room(&mut self, room: Uuid) -> Result<Vec<RoomVersionRow>, StoreError> {
        let first = one!(self, RoomRow, FIRST_VERSION_OF_ROOM, room)?;
        let first =
            first.map(|room| RoomVersionRow { room, reason: String::new(), at: None, operator_name: None });
        let later = all!(self, RoomVersionRow, LATER_VERSIONS_OF_ROOM, room)?;
        Ok(first.into_iter().chain(later).collect())
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
            room.spaced_given,
            room.shelf,
            room.video,
            room.recording,
            &room.windows,
            room.opens_minute,
            room.closes_minute
        )?;
        self.touch("rooms");
        Ok(rows == 1)
    }

    /// Adds a version of a room; when another desk was first with this number it gives `false`.
    ///
    /// # Errors
    /// [`StoreError`] when the database is lost.
    pub async fn add_room_version(
        &mut self,
        room: &RoomRow,
        reason: &str,
        at: DateTime<Utc>,
        operator: Uuid,
    ) -> Result<bool, StoreError> {
        let rows = run!(
            self,
            ADD_ROOM_VERSION,
            room.id,
            room.version,
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
            room.spaced_given,
            room.shelf,
            room.video,
            room.recording,
            &room.windows,
            room.opens_minute,
            room.closes_minute,
            reason,
            at,
            operator
        )?;
        self.touch("rooms");
        Ok(rows == 1)
    }

    /// Makes other desks wait that would book these rooms, until this transaction ends. The rooms are
    /// taken in the order of their ids, whatever order they are given in.
    ///
    /// # Errors
    /// [`StoreError::Busy`] when another one takes too long.
    pub async fn lock_rooms(&mut self, rooms: impl IntoIterator<Item = Uuid>) -> Result<(), StoreError> {
        let mut rooms: Vec<Uuid> = rooms.into_iter().collect();
        rooms.sort_unstable();
        rooms.dedup();
        for room in rooms {
            run!(self, LOCK_ROOM, room)?;
        }
        Ok(())
    }

    /// Everything told of the state of rooms, by room and in its order.
    ///
    /// # Errors
    /// [`StoreError`] when the database is lost.
    pub async fn room_events(&mut self) -> Result<Vec<RoomEventRow>, StoreError> {
        all!(self, RoomEventRow, ROOM_EVENTS)
    }

    /// Records what was told of a room.
    ///
    /// # Errors
    /// [`StoreError`] when the database is lost.
    pub async fn add_room_event(
        &mut self,
        room: Uuid,
        kind: &str,
        note: &str,
        at: DateTime<Utc>,
        operator: Uuid,
    ) -> Result<(), StoreError> {
        run!(self, ADD_ROOM_EVENT, room, kind, note, at, operator)?;
        self.touch("rooms");
        Ok(())
    }

    /// The walking minutes last told of each pair of rooms.
    ///
    /// # Errors
    /// [`StoreError`] when the database is lost.
    pub async fn room_walks(&mut self) -> Result<Vec<RoomWalkRow>, StoreError> {
        all!(self, RoomWalkRow, ROOM_WALKS)
    }

    /// Records walking minutes between two rooms, or that the positions tell them again.
    ///
    /// # Errors
    /// [`StoreError`] when the database is lost.
    pub async fn add_room_walk(
        &mut self,
        (one, other): (Uuid, Uuid),
        minutes: Option<i32>,
        note: &str,
        at: DateTime<Utc>,
        operator: Uuid,
    ) -> Result<(), StoreError> {
        run!(self, ADD_ROOM_WALK, one.min(other), one.max(other), minutes, note, at, operator)?;
        self.touch("rooms");
        Ok(())
    }
}
