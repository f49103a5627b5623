-- Rounds of rooms: what was disinfected and aired, and why not.

-- Disinfection and airing as they were done. An agent has its concentration in mg/L; ultraviolet light and open
-- windows have none.
CREATE TABLE round_records (
    id uuid PRIMARY KEY,
    room_id uuid NOT NULL REFERENCES rooms (id),
    method text NOT NULL CHECK (method IN ('wipe', 'mop', 'spray', 'ultraviolet', 'air')),
    agent text,
    concentration integer CHECK (concentration BETWEEN 1 AND 1000000),
    contact_minutes integer NOT NULL CHECK (contact_minutes BETWEEN 0 AND 240),
    air_minutes integer NOT NULL CHECK (air_minutes BETWEEN 0 AND 720),
    done_at timestamptz NOT NULL,
    note text NOT NULL,
    at timestamptz NOT NULL,
    operator_id uuid NOT NULL REFERENCES operators (id),
    CONSTRAINT rounds_agent CHECK ((method IN ('wipe', 'mop', 'spray')) = (agent IS NOT NULL)
        AND (agent IS NULL) = (concentration IS NULL)),
    CONSTRAINT rounds_air CHECK (method <> 'air' OR air_minutes > 0),
    CONSTRAINT rounds_done CHECK (done_at <= at)
);
CREATE INDEX round_records_by_time ON round_records (done_at);
CREATE INDEX round_records_by_room ON round_records (room_id, done_at);

-- A record that was entered wrongly counts no more.
CREATE TABLE round_voids (
    record_id uuid PRIMARY KEY REFERENCES round_records (id),
    reason text NOT NULL,
    at timestamptz NOT NULL,
    operator_id uuid NOT NULL REFERENCES operators (id)
);

-- Why a round was not done.
CREATE TABLE round_misses (
    room_id uuid NOT NULL REFERENCES rooms (id),
    kind text NOT NULL CHECK (kind IN ('timed', 'before', 'after')),
    due_for timestamptz NOT NULL,
    reason text NOT NULL CHECK (length(reason) >= 2),
    at timestamptz NOT NULL,
    operator_id uuid NOT NULL REFERENCES operators (id),
    PRIMARY KEY (room_id, kind, due_for)
);
CREATE INDEX round_misses_by_time ON round_misses (due_for);

INSERT INTO settings (topic, version, body, reason, operator, at)
SELECT 'rounds', 1, '{"times":["08:30:00","16:30:00"],"leadMinutes":120,"workMinutes":10,"agents":[{"name":"84消毒液","milligramsPerLitre":500,"contactMinutes":30},{"name":"75%酒精","milligramsPerLitre":595000,"contactMinutes":3},{"name":"二氧化氯","milligramsPerLitre":500,"contactMinutes":30}],"roomsNeedRound":true}', '', '', founded_at FROM centre;

CREATE TRIGGER round_records_no_update BEFORE UPDATE ON round_records
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER round_records_no_delete BEFORE DELETE ON round_records
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER round_records_no_truncate BEFORE TRUNCATE ON round_records
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER round_voids_no_update BEFORE UPDATE ON round_voids
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER round_voids_no_delete BEFORE DELETE ON round_voids
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER round_voids_no_truncate BEFORE TRUNCATE ON round_voids
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER round_misses_no_update BEFORE UPDATE ON round_misses
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER round_misses_no_delete BEFORE DELETE ON round_misses
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER round_misses_no_truncate BEFORE TRUNCATE ON round_misses
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
