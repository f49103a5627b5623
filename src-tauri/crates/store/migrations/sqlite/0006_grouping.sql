-- Rooms as they change and how they are, measured walks, bookings of rooms, and the day of a group.

-- Seats under spacing are those given, or else follow from the size; a room may open several times a day.
ALTER TABLE rooms ADD COLUMN spaced_given INTEGER NOT NULL DEFAULT 1;
ALTER TABLE rooms ADD COLUMN windows TEXT NOT NULL DEFAULT '';

-- The first version of a room is its row in rooms; each later one stands here with its reason.
CREATE TABLE room_versions (
    room_id BLOB NOT NULL REFERENCES rooms (id),
    version INTEGER NOT NULL CHECK (version > 1),
    name TEXT NOT NULL,
    purpose TEXT NOT NULL,
    zone TEXT NOT NULL,
    floor INTEGER NOT NULL,
    x INTEGER NOT NULL,
    y INTEGER NOT NULL,
    width INTEGER NOT NULL CHECK (width > 0),
    depth INTEGER NOT NULL CHECK (depth > 0),
    seats INTEGER NOT NULL CHECK (seats >= 0),
    seats_spaced INTEGER NOT NULL CHECK (seats_spaced BETWEEN 0 AND seats),
    spaced_given INTEGER NOT NULL,
    shelf INTEGER NOT NULL CHECK (shelf >= 0),
    video INTEGER NOT NULL,
    recording INTEGER NOT NULL,
    windows TEXT NOT NULL,
    opens_minute INTEGER NOT NULL CHECK (opens_minute BETWEEN 0 AND 1440),
    closes_minute INTEGER NOT NULL CHECK (closes_minute BETWEEN opens_minute AND 1440),
    reason TEXT NOT NULL,
    at TEXT NOT NULL,
    operator_id BLOB NOT NULL REFERENCES operators (id),
    PRIMARY KEY (room_id, version)
) STRICT;

CREATE TABLE room_events (
    room_id BLOB NOT NULL REFERENCES rooms (id),
    seq INTEGER NOT NULL CHECK (seq > 0),
    kind TEXT NOT NULL CHECK (kind IN ('held', 'released', 'camera_fault', 'camera_mended', 'recording_fault',
        'recording_mended', 'network_fault', 'network_mended', 'power_fault', 'power_mended')),
    note TEXT NOT NULL,
    at TEXT NOT NULL,
    operator_id BLOB NOT NULL REFERENCES operators (id),
    PRIMARY KEY (room_id, seq)
) STRICT;

-- Walking minutes as somebody measured them; none gives the way back to the positions on the floor.
CREATE TABLE room_walks (
    from_id BLOB NOT NULL REFERENCES rooms (id),
    to_id BLOB NOT NULL REFERENCES rooms (id),
    seq INTEGER NOT NULL CHECK (seq > 0),
    minutes INTEGER CHECK (minutes BETWEEN 1 AND 60),
    note TEXT NOT NULL,
    at TEXT NOT NULL,
    operator_id BLOB NOT NULL REFERENCES operators (id),
    PRIMARY KEY (from_id, to_id, seq),
    CONSTRAINT walks_stand_once CHECK (from_id < to_id)
) STRICT;

ALTER TABLE room_groups ADD COLUMN cause TEXT NOT NULL DEFAULT 'planned'
    CHECK (cause IN ('planned', 'room_lost', 'camera_lost', 'member_replaced', 'bids_dropped', 'more_time'));
ALTER TABLE room_groups ADD COLUMN reason TEXT NOT NULL DEFAULT '';
ALTER TABLE room_groups ADD COLUMN facts TEXT NOT NULL DEFAULT '{}';

-- Who has a room from when to when, the time for disinfection included. Bookings of one holder may share a
-- room: the lots of a project are opened together.
CREATE TABLE room_bookings (
    id BLOB PRIMARY KEY,
    room_id BLOB NOT NULL REFERENCES rooms (id),
    session_id BLOB NOT NULL REFERENCES sessions (id),
    part TEXT NOT NULL CHECK (part IN ('opening', 'evaluation', 'spare')),
    holder TEXT NOT NULL,
    begins TEXT NOT NULL,
    ends TEXT NOT NULL,
    at TEXT NOT NULL,
    operator_id BLOB NOT NULL REFERENCES operators (id),
    CONSTRAINT bookings_last CHECK (begins < ends)
) STRICT;
CREATE INDEX room_bookings_by_room ON room_bookings (room_id, begins);
CREATE INDEX room_bookings_by_session ON room_bookings (session_id);

CREATE TABLE room_booking_releases (
    booking_id BLOB PRIMARY KEY REFERENCES room_bookings (id),
    why TEXT NOT NULL CHECK (why IN ('replanned', 'amended', 'ended', 'finished')),
    at TEXT NOT NULL,
    operator_id BLOB NOT NULL REFERENCES operators (id)
) STRICT;

CREATE TRIGGER room_bookings_once BEFORE INSERT ON room_bookings
WHEN EXISTS (SELECT 1 FROM room_bookings b WHERE b.room_id = NEW.room_id AND b.holder <> NEW.holder
    AND b.begins < NEW.ends AND NEW.begins < b.ends
    AND NOT EXISTS (SELECT 1 FROM room_booking_releases r WHERE r.booking_id = b.id))
BEGIN SELECT RAISE(ABORT, 'the room is booked'); END;

-- What happened to a group on its day. A subject happens once in each turn: a seat signs in once until its
-- member is replaced, a batch is begun once in a room until it is read again.
CREATE TABLE group_events (
    session_id BLOB NOT NULL REFERENCES sessions (id),
    seq INTEGER NOT NULL CHECK (seq > 0),
    kind TEXT NOT NULL CHECK (kind IN ('started', 'signed_in', 'long_run', 'batch_begun', 'batch_finished',
        'room_lost', 'camera_lost', 'member_replaced', 'bids_dropped', 'more_time', 'finished')),
    subject TEXT NOT NULL,
    turn INTEGER NOT NULL CHECK (turn > 0),
    room_id BLOB REFERENCES rooms (id),
    detail TEXT NOT NULL,
    reason TEXT NOT NULL,
    at TEXT NOT NULL,
    operator_id BLOB NOT NULL REFERENCES operators (id),
    PRIMARY KEY (session_id, seq),
    UNIQUE (session_id, kind, subject, turn)
) STRICT;

CREATE TRIGGER room_versions_no_update BEFORE UPDATE ON room_versions
BEGIN SELECT RAISE(ABORT, 'room_versions is append-only'); END;
CREATE TRIGGER room_versions_no_delete BEFORE DELETE ON room_versions
BEGIN SELECT RAISE(ABORT, 'room_versions is append-only'); END;
CREATE TRIGGER room_events_no_update BEFORE UPDATE ON room_events
BEGIN SELECT RAISE(ABORT, 'room_events is append-only'); END;
CREATE TRIGGER room_events_no_delete BEFORE DELETE ON room_events
BEGIN SELECT RAISE(ABORT, 'room_events is append-only'); END;
CREATE TRIGGER room_walks_no_update BEFORE UPDATE ON room_walks
BEGIN SELECT RAISE(ABORT, 'room_walks is append-only'); END;
CREATE TRIGGER room_walks_no_delete BEFORE DELETE ON room_walks
BEGIN SELECT RAISE(ABORT, 'room_walks is append-only'); END;
CREATE TRIGGER room_bookings_no_update BEFORE UPDATE ON room_bookings
BEGIN SELECT RAISE(ABORT, 'room_bookings is append-only'); END;
CREATE TRIGGER room_bookings_no_delete BEFORE DELETE ON room_bookings
BEGIN SELECT RAISE(ABORT, 'room_bookings is append-only'); END;
CREATE TRIGGER room_booking_releases_no_update BEFORE UPDATE ON room_booking_releases
BEGIN SELECT RAISE(ABORT, 'room_booking_releases is append-only'); END;
CREATE TRIGGER room_booking_releases_no_delete BEFORE DELETE ON room_booking_releases
BEGIN SELECT RAISE(ABORT, 'room_booking_releases is append-only'); END;
CREATE TRIGGER group_events_no_update BEFORE UPDATE ON group_events
BEGIN SELECT RAISE(ABORT, 'group_events is append-only'); END;
CREATE TRIGGER group_events_no_delete BEFORE DELETE ON group_events
BEGIN SELECT RAISE(ABORT, 'group_events is append-only'); END;
CREATE TRIGGER room_versions_no_replace BEFORE INSERT ON room_versions WHEN EXISTS (SELECT 1 FROM room_versions WHERE room_id = NEW.room_id AND version = NEW.version)
BEGIN SELECT RAISE(IGNORE); END;
CREATE TRIGGER room_events_no_replace BEFORE INSERT ON room_events WHEN EXISTS (SELECT 1 FROM room_events WHERE room_id = NEW.room_id AND seq = NEW.seq)
BEGIN SELECT RAISE(ABORT, 'room_events is append-only'); END;
CREATE TRIGGER room_walks_no_replace BEFORE INSERT ON room_walks WHEN EXISTS (SELECT 1 FROM room_walks WHERE from_id = NEW.from_id AND to_id = NEW.to_id AND seq = NEW.seq)
BEGIN SELECT RAISE(ABORT, 'room_walks is append-only'); END;
CREATE TRIGGER room_bookings_no_replace BEFORE INSERT ON room_bookings WHEN EXISTS (SELECT 1 FROM room_bookings WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'room_bookings is append-only'); END;
CREATE TRIGGER room_booking_releases_no_replace BEFORE INSERT ON room_booking_releases WHEN EXISTS (SELECT 1 FROM room_booking_releases WHERE booking_id = NEW.booking_id)
BEGIN SELECT RAISE(IGNORE); END;
CREATE TRIGGER group_events_no_replace BEFORE INSERT ON group_events WHEN EXISTS (SELECT 1 FROM group_events WHERE session_id = NEW.session_id AND (seq = NEW.seq OR (kind = NEW.kind AND subject = NEW.subject AND turn = NEW.turn)))
BEGIN SELECT RAISE(IGNORE); END;
