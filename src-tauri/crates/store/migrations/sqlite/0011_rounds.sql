-- Rounds of rooms: what was disinfected and aired, and why not.

-- Disinfection and airing as they were done. An agent has its concentration in mg/L; ultraviolet light and open
-- windows have none.
CREATE TABLE round_records (
    id BLOB PRIMARY KEY,
    room_id BLOB NOT NULL REFERENCES rooms (id),
    method TEXT NOT NULL CHECK (method IN ('wipe', 'mop', 'spray', 'ultraviolet', 'air')),
    agent TEXT,
    concentration INTEGER CHECK (concentration BETWEEN 1 AND 1000000),
    contact_minutes INTEGER NOT NULL CHECK (contact_minutes BETWEEN 0 AND 240),
    air_minutes INTEGER NOT NULL CHECK (air_minutes BETWEEN 0 AND 720),
    done_at TEXT NOT NULL,
    note TEXT NOT NULL,
    at TEXT NOT NULL,
    operator_id BLOB NOT NULL REFERENCES operators (id),
    CONSTRAINT rounds_agent CHECK ((method IN ('wipe', 'mop', 'spray')) = (agent IS NOT NULL)
        AND (agent IS NULL) = (concentration IS NULL)),
    CONSTRAINT rounds_air CHECK (method <> 'air' OR air_minutes > 0),
    CONSTRAINT rounds_done CHECK (done_at <= at)
) STRICT;
CREATE INDEX round_records_by_time ON round_records (done_at);
CREATE INDEX round_records_by_room ON round_records (room_id, done_at);

-- A record that was entered wrongly counts no more.
CREATE TABLE round_voids (
    record_id BLOB PRIMARY KEY REFERENCES round_records (id),
    reason TEXT NOT NULL,
    at TEXT NOT NULL,
    operator_id BLOB NOT NULL REFERENCES operators (id)
) STRICT;

-- Why a round was not done.
CREATE TABLE round_misses (
    room_id BLOB NOT NULL REFERENCES rooms (id),
    kind TEXT NOT NULL CHECK (kind IN ('timed', 'before', 'after')),
    due_for TEXT NOT NULL,
    reason TEXT NOT NULL CHECK (length(reason) >= 2),
    at TEXT NOT NULL,
    operator_id BLOB NOT NULL REFERENCES operators (id),
    PRIMARY KEY (room_id, kind, due_for)
) STRICT;
CREATE INDEX round_misses_by_time ON round_misses (due_for);

INSERT INTO settings (topic, version, body, reason, operator, at)
SELECT 'rounds', 1, '{"times":["08:30:00","16:30:00"],"leadMinutes":120,"workMinutes":10,"agents":[{"name":"84消毒液","milligramsPerLitre":500,"contactMinutes":30},{"name":"75%酒精","milligramsPerLitre":595000,"contactMinutes":3},{"name":"二氧化氯","milligramsPerLitre":500,"contactMinutes":30}],"roomsNeedRound":true}', '', '', founded_at FROM centre;

CREATE TRIGGER round_records_no_update BEFORE UPDATE ON round_records
BEGIN SELECT RAISE(ABORT, 'round_records is append-only'); END;
CREATE TRIGGER round_records_no_delete BEFORE DELETE ON round_records
BEGIN SELECT RAISE(ABORT, 'round_records is append-only'); END;
CREATE TRIGGER round_records_no_replace BEFORE INSERT ON round_records WHEN EXISTS (SELECT 1 FROM round_records WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'round_records is append-only'); END;
CREATE TRIGGER round_voids_no_update BEFORE UPDATE ON round_voids
BEGIN SELECT RAISE(ABORT, 'round_voids is append-only'); END;
CREATE TRIGGER round_voids_no_delete BEFORE DELETE ON round_voids
BEGIN SELECT RAISE(ABORT, 'round_voids is append-only'); END;
CREATE TRIGGER round_voids_no_replace BEFORE INSERT ON round_voids WHEN EXISTS (SELECT 1 FROM round_voids WHERE record_id = NEW.record_id)
BEGIN SELECT RAISE(IGNORE); END;
CREATE TRIGGER round_misses_no_update BEFORE UPDATE ON round_misses
BEGIN SELECT RAISE(ABORT, 'round_misses is append-only'); END;
CREATE TRIGGER round_misses_no_delete BEFORE DELETE ON round_misses
BEGIN SELECT RAISE(ABORT, 'round_misses is append-only'); END;
CREATE TRIGGER round_misses_no_replace BEFORE INSERT ON round_misses WHEN EXISTS (SELECT 1 FROM round_misses WHERE room_id = NEW.room_id AND kind = NEW.kind AND due_for = NEW.due_for)
BEGIN SELECT RAISE(IGNORE); END;
