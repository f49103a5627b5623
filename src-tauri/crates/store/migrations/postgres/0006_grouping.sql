-- Rooms as they change and how they are, measured walks, bookings of rooms, and the day of a group.

-- Seats under spacing are those given, or else follow from the size; a room may open several times a day.
ALTER TABLE rooms ADD COLUMN spaced_given boolean NOT NULL DEFAULT TRUE;
ALTER TABLE rooms ADD COLUMN windows text NOT NULL DEFAULT '';

-- The first version of a room is its row in rooms; each later one stands here with its reason.
CREATE TABLE room_versions (
    room_id uuid NOT NULL REFERENCES rooms (id),
    version integer NOT NULL CHECK (version > 1),
    name text NOT NULL,
    purpose text NOT NULL,
    zone text NOT NULL,
    floor integer NOT NULL,
    x integer NOT NULL,
    y integer NOT NULL,
    width integer NOT NULL CHECK (width > 0),
    depth integer NOT NULL CHECK (depth > 0),
    seats integer NOT NULL CHECK (seats >= 0),
    seats_spaced integer NOT NULL CHECK (seats_spaced BETWEEN 0 AND seats),
    spaced_given boolean NOT NULL,
    shelf integer NOT NULL CHECK (shelf >= 0),
    video boolean NOT NULL,
    recording boolean NOT NULL,
    windows text NOT NULL,
    opens_minute integer NOT NULL CHECK (opens_minute BETWEEN 0 AND 1440),
    closes_minute integer NOT NULL CHECK (closes_minute BETWEEN opens_minute AND 1440),
    reason text NOT NULL,
    at timestamptz NOT NULL,
    operator_id uuid NOT NULL REFERENCES operators (id),
    PRIMARY KEY (room_id, version)
);

CREATE TABLE room_events (
    room_id uuid NOT NULL REFERENCES rooms (id),
    seq integer NOT NULL CHECK (seq > 0),
    kind text NOT NULL CHECK (kind IN ('held', 'released', 'camera_fault', 'camera_mended', 'recording_fault',
        'recording_mended', 'network_fault', 'network_mended', 'power_fault', 'power_mended')),
    note text NOT NULL,
    at timestamptz NOT NULL,
    operator_id uuid NOT NULL REFERENCES operators (id),
    PRIMARY KEY (room_id, seq)
);

-- Walking minutes as somebody measured them; none gives the way back to the positions on the floor.
CREATE TABLE room_walks (
    from_id uuid NOT NULL REFERENCES rooms (id),
    to_id uuid NOT NULL REFERENCES rooms (id),
    seq integer NOT NULL CHECK (seq > 0),
    minutes integer CHECK (minutes BETWEEN 1 AND 60),
    note text NOT NULL,
    at timestamptz NOT NULL,
    operator_id uuid NOT NULL REFERENCES operators (id),
    PRIMARY KEY (from_id, to_id, seq),
    CONSTRAINT walks_stand_once CHECK (from_id < to_id)
);

ALTER TABLE room_groups ADD COLUMN cause text NOT NULL DEFAULT 'planned'
    CHECK (cause IN ('planned', 'room_lost', 'camera_lost', 'member_replaced', 'bids_dropped', 'more_time'));
ALTER TABLE room_groups ADD COLUMN reason text NOT NULL DEFAULT '';
ALTER TABLE room_groups ADD COLUMN facts text NOT NULL DEFAULT '{}';

-- Who has a room from when to when, the time for disinfection included. Bookings of one holder may share a
-- room: the lots of a project are opened together.
CREATE TABLE room_bookings (
    id uuid PRIMARY KEY,
    room_id uuid NOT NULL REFERENCES rooms (id),
    session_id uuid NOT NULL REFERENCES sessions (id),
    part text NOT NULL CHECK (part IN ('opening', 'evaluation', 'spare')),
    holder text NOT NULL,
    begins timestamptz NOT NULL,
    ends timestamptz NOT NULL,
    at timestamptz NOT NULL,
    operator_id uuid NOT NULL REFERENCES operators (id),
    CONSTRAINT bookings_last CHECK (begins < ends)
);
CREATE INDEX room_bookings_by_room ON room_bookings (room_id, begins);
CREATE INDEX room_bookings_by_session ON room_bookings (session_id);

CREATE TABLE room_booking_releases (
    booking_id uuid PRIMARY KEY REFERENCES room_bookings (id),
    why text NOT NULL CHECK (why IN ('replanned', 'amended', 'ended', 'finished')),
    at timestamptz NOT NULL,
    operator_id uuid NOT NULL REFERENCES operators (id)
);

-- The room is held first, so that of two desks at once the second sees the booking of the first.
CREATE FUNCTION book_room_once() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM 1 FROM rooms WHERE id = NEW.room_id FOR UPDATE;
    IF EXISTS (SELECT 1 FROM room_bookings b WHERE b.room_id = NEW.room_id AND b.holder <> NEW.holder
        AND b.begins < NEW.ends AND NEW.begins < b.ends
        AND NOT EXISTS (SELECT 1 FROM room_booking_releases r WHERE r.booking_id = b.id)) THEN
        RAISE EXCEPTION 'the room is booked' USING ERRCODE = 'exclusion_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER room_bookings_once BEFORE INSERT ON room_bookings
    FOR EACH ROW EXECUTE FUNCTION book_room_once();

-- What happened to a group on its day. A subject happens once in each turn: a seat signs in once until its
-- member is replaced, a batch is begun once in a room until it is read again.
CREATE TABLE group_events (
    session_id uuid NOT NULL REFERENCES sessions (id),
    seq integer NOT NULL CHECK (seq > 0),
    kind text NOT NULL CHECK (kind IN ('started', 'signed_in', 'long_run', 'batch_begun', 'batch_finished',
        'room_lost', 'camera_lost', 'member_replaced', 'bids_dropped', 'more_time', 'finished')),
    subject text NOT NULL,
    turn integer NOT NULL CHECK (turn > 0),
    room_id uuid REFERENCES rooms (id),
    detail text NOT NULL,
    reason text NOT NULL,
    at timestamptz NOT NULL,
    operator_id uuid NOT NULL REFERENCES operators (id),
    PRIMARY KEY (session_id, seq),
    UNIQUE (session_id, kind, subject, turn)
);

CREATE TRIGGER room_versions_no_update BEFORE UPDATE ON room_versions
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER room_versions_no_delete BEFORE DELETE ON room_versions
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER room_events_no_update BEFORE UPDATE ON room_events
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER room_events_no_delete BEFORE DELETE ON room_events
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER room_walks_no_update BEFORE UPDATE ON room_walks
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER room_walks_no_delete BEFORE DELETE ON room_walks
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER room_bookings_no_update BEFORE UPDATE ON room_bookings
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER room_bookings_no_delete BEFORE DELETE ON room_bookings
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER room_booking_releases_no_update BEFORE UPDATE ON room_booking_releases
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER room_booking_releases_no_delete BEFORE DELETE ON room_booking_releases
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER group_events_no_update BEFORE UPDATE ON group_events
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER group_events_no_delete BEFORE DELETE ON group_events
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER room_versions_no_truncate BEFORE TRUNCATE ON room_versions
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER room_events_no_truncate BEFORE TRUNCATE ON room_events
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER room_walks_no_truncate BEFORE TRUNCATE ON room_walks
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER room_bookings_no_truncate BEFORE TRUNCATE ON room_bookings
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER room_booking_releases_no_truncate BEFORE TRUNCATE ON room_booking_releases
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER group_events_no_truncate BEFORE TRUNCATE ON group_events
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
