-- Calls of every campaign with claims, what was told, how they ended and later receipts; amendments of
-- sessions; the directory of agencies; the roll-call of units.

-- The deadline, the day and the rooms of a session change only together with a recorded amendment.
CREATE TABLE session_amendments (
    session_id uuid NOT NULL REFERENCES sessions (id),
    seq integer NOT NULL CHECK (seq > 0),
    document text NOT NULL,
    reason text NOT NULL,
    old_deadline timestamptz NOT NULL,
    new_deadline timestamptz NOT NULL,
    old_day date NOT NULL,
    new_day date NOT NULL,
    close_accepted boolean NOT NULL,
    at timestamptz NOT NULL,
    operator_id uuid NOT NULL REFERENCES operators (id),
    PRIMARY KEY (session_id, seq)
);
CREATE INDEX session_amendments_by_day ON session_amendments (old_day);
DROP TRIGGER sessions_deadline_fixed ON sessions;
CREATE FUNCTION deadline_by_amendment() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (SELECT 1 FROM session_amendments a WHERE a.session_id = OLD.id
        AND a.old_deadline = OLD.deadline AND a.new_deadline = NEW.deadline
        AND a.old_day = OLD.day AND a.new_day = NEW.day
        AND a.seq = (SELECT MAX(b.seq) FROM session_amendments b WHERE b.session_id = OLD.id)) THEN
        RAISE EXCEPTION 'the deadline of a session changes only by a recorded amendment'
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER sessions_deadline_by_amendment BEFORE UPDATE OF deadline, day ON sessions
    FOR EACH ROW EXECUTE FUNCTION deadline_by_amendment();
CREATE FUNCTION amend_before_opening() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (SELECT 1 FROM sessions s WHERE s.id = NEW.session_id AND s.state = 'scheduled'
        AND s.deadline = NEW.old_deadline AND s.day = NEW.old_day AND s.deadline > NEW.at)
        OR NEW.new_deadline <= NEW.at
        OR NEW.seq <> (SELECT COALESCE(MAX(b.seq), 0) + 1 FROM session_amendments b WHERE b.session_id = NEW.session_id) THEN
        RAISE EXCEPTION 'a session is amended as it stands and before its opening'
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER session_amendments_before_opening BEFORE INSERT ON session_amendments
    FOR EACH ROW EXECUTE FUNCTION amend_before_opening();

-- Each amendment writes the rooms of its session anew; those in force belong to the last one.
CREATE TABLE rooms_by_amendment (
    session_id uuid NOT NULL REFERENCES sessions (id),
    room_id uuid NOT NULL REFERENCES rooms (id),
    part text NOT NULL CHECK (part IN ('opening', 'evaluation')),
    place integer NOT NULL,
    amendment integer NOT NULL,
    PRIMARY KEY (session_id, part, room_id, amendment)
);
INSERT INTO rooms_by_amendment (session_id, room_id, part, place, amendment)
SELECT session_id, room_id, part, place, 0 FROM session_rooms;
DROP TABLE session_rooms;
ALTER TABLE rooms_by_amendment RENAME TO session_rooms;
CREATE FUNCTION rooms_by_amendment() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.amendment <> (SELECT COALESCE(MAX(a.seq), 0) FROM session_amendments a WHERE a.session_id = NEW.session_id) THEN
        RAISE EXCEPTION 'the rooms of a session change only by a recorded amendment'
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER session_rooms_by_amendment BEFORE INSERT ON session_rooms
    FOR EACH ROW EXECUTE FUNCTION rooms_by_amendment();

CREATE TABLE units (
    id uuid PRIMARY KEY,
    name text NOT NULL,
    name_key text NOT NULL UNIQUE,
    added_at timestamptz NOT NULL
);

ALTER TABLE calls ADD COLUMN campaign text NOT NULL DEFAULT 'reminder'
    CHECK (campaign IN ('reminder', 'morning', 'roll_call'));
ALTER TABLE calls ALTER COLUMN campaign DROP DEFAULT;
ALTER TABLE calls ALTER COLUMN agency_id DROP NOT NULL;
ALTER TABLE calls ADD COLUMN unit_id uuid REFERENCES units (id);
ALTER TABLE calls ADD COLUMN callee_id uuid;
UPDATE calls SET callee_id = agency_id;
ALTER TABLE calls ALTER COLUMN callee_id SET NOT NULL;
ALTER TABLE calls DROP CONSTRAINT calls_agency_id_day_key;
ALTER TABLE calls ADD UNIQUE (campaign, callee_id, day);
ALTER TABLE calls ADD UNIQUE (id, callee_id);
ALTER TABLE calls ADD CONSTRAINT calls_an_agency_or_a_unit CHECK (
    (campaign = 'roll_call' AND agency_id IS NULL AND unit_id IS NOT NULL AND callee_id = unit_id)
    OR (campaign <> 'roll_call' AND unit_id IS NULL AND agency_id IS NOT NULL AND callee_id = agency_id));
CREATE INDEX calls_by_day ON calls (day, campaign);


ALTER TABLE contacts ADD COLUMN title text NOT NULL DEFAULT '';

ALTER TABLE call_attempts ADD COLUMN contact_id uuid REFERENCES contacts (id);
ALTER TABLE call_attempts ADD COLUMN phone text NOT NULL DEFAULT '';
ALTER TABLE call_attempts ADD COLUMN gate_version integer;

-- What an attempt announced, session by session.
CREATE TABLE attempt_sessions (
    attempt_id uuid NOT NULL REFERENCES call_attempts (id),
    session_id uuid NOT NULL REFERENCES sessions (id),
    deadline timestamptz NOT NULL,
    place text NOT NULL,
    PRIMARY KEY (attempt_id, session_id)
);

-- What came after the telephone was put down: the relay confirmed, the form sent.
CREATE TABLE call_receipts (
    id uuid PRIMARY KEY,
    attempt_id uuid NOT NULL REFERENCES call_attempts (id),
    relay_confirmed boolean NOT NULL,
    form_channel text,
    note text NOT NULL,
    at timestamptz NOT NULL,
    operator_id uuid NOT NULL REFERENCES operators (id),
    CONSTRAINT receipt_says_something CHECK (relay_confirmed = TRUE OR form_channel IS NOT NULL)
);
CREATE INDEX call_receipts_by_attempt ON call_receipts (attempt_id, at);

-- The decision to give a call up holds for the sessions as they were when it was made.
CREATE TABLE call_give_ups (
    id uuid PRIMARY KEY,
    call_id uuid NOT NULL REFERENCES calls (id),
    reason text NOT NULL,
    sessions_digest text NOT NULL,
    at timestamptz NOT NULL,
    operator_id uuid NOT NULL REFERENCES operators (id)
);
CREATE INDEX call_give_ups_by_call ON call_give_ups (call_id, at);

-- Who is about to ring whom: nobody is rung by two callers, and a caller rings one at a time.
CREATE TABLE call_claims (
    id uuid PRIMARY KEY,
    call_id uuid NOT NULL,
    callee_id uuid NOT NULL,
    operator_id uuid NOT NULL REFERENCES operators (id),
    at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    ended_at timestamptz,
    ended_how text CHECK (ended_how IN ('recorded', 'released', 'expired', 'not_due', 'given_up')),
    FOREIGN KEY (call_id, callee_id) REFERENCES calls (id, callee_id),
    CONSTRAINT ended_somehow CHECK ((ended_at IS NULL) = (ended_how IS NULL))
);
CREATE UNIQUE INDEX call_claims_one_per_callee ON call_claims (callee_id) WHERE ended_at IS NULL;
CREATE UNIQUE INDEX call_claims_one_per_operator ON call_claims (operator_id) WHERE ended_at IS NULL;
CREATE INDEX call_claims_by_call ON call_claims (call_id, at);

-- What became of a number: it belongs to somebody else, is right after all, or is no longer used.
CREATE TABLE contact_marks (
    contact_id uuid NOT NULL REFERENCES contacts (id),
    seq integer NOT NULL,
    kind text NOT NULL CHECK (kind IN ('wrong', 'restored', 'retired')),
    note text NOT NULL,
    attempt_id uuid REFERENCES call_attempts (id),
    at timestamptz NOT NULL,
    operator_id uuid NOT NULL REFERENCES operators (id),
    PRIMARY KEY (contact_id, seq)
);

-- The roll-call of units: who belongs to a unit, and where each was on a day.
CREATE TABLE unit_people (
    id uuid PRIMARY KEY,
    unit_id uuid NOT NULL REFERENCES units (id),
    name text NOT NULL,
    title text NOT NULL,
    phone text NOT NULL,
    answers boolean NOT NULL,
    added_at timestamptz NOT NULL,
    UNIQUE (unit_id, name, phone)
);

CREATE TABLE unit_person_marks (
    person_id uuid NOT NULL REFERENCES unit_people (id),
    seq integer NOT NULL,
    kind text NOT NULL CHECK (kind IN ('left', 'returned')),
    at timestamptz NOT NULL,
    operator_id uuid NOT NULL REFERENCES operators (id),
    PRIMARY KEY (person_id, seq)
);

CREATE TABLE roll_call_reports (
    person_id uuid NOT NULL REFERENCES unit_people (id),
    day date NOT NULL,
    seq integer NOT NULL,
    state text NOT NULL,
    note text NOT NULL,
    at timestamptz NOT NULL,
    operator_id uuid NOT NULL REFERENCES operators (id),
    PRIMARY KEY (person_id, day, seq)
);
CREATE INDEX roll_call_reports_by_day ON roll_call_reports (day);

INSERT INTO settings (topic, version, body, reason, operator, at)
SELECT 'calendar', 1, '{"weekdays":[1,2,3,4,5],"hours":[{"from":"08:30:00","until":"17:30:00"}],"days":[]}', '', '', founded_at FROM centre;

CREATE TRIGGER session_rooms_no_update BEFORE UPDATE ON session_rooms
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER session_rooms_no_delete BEFORE DELETE ON session_rooms
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER session_amendments_no_update BEFORE UPDATE ON session_amendments
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER session_amendments_no_delete BEFORE DELETE ON session_amendments
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER attempt_sessions_no_update BEFORE UPDATE ON attempt_sessions
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER attempt_sessions_no_delete BEFORE DELETE ON attempt_sessions
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER call_receipts_no_update BEFORE UPDATE ON call_receipts
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER call_receipts_no_delete BEFORE DELETE ON call_receipts
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER call_give_ups_no_update BEFORE UPDATE ON call_give_ups
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER call_give_ups_no_delete BEFORE DELETE ON call_give_ups
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER contacts_no_update BEFORE UPDATE ON contacts
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER contacts_no_delete BEFORE DELETE ON contacts
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER contact_marks_no_update BEFORE UPDATE ON contact_marks
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER contact_marks_no_delete BEFORE DELETE ON contact_marks
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER units_no_update BEFORE UPDATE ON units
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER units_no_delete BEFORE DELETE ON units
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER unit_people_no_update BEFORE UPDATE ON unit_people
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER unit_people_no_delete BEFORE DELETE ON unit_people
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER unit_person_marks_no_update BEFORE UPDATE ON unit_person_marks
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER unit_person_marks_no_delete BEFORE DELETE ON unit_person_marks
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER roll_call_reports_no_update BEFORE UPDATE ON roll_call_reports
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER roll_call_reports_no_delete BEFORE DELETE ON roll_call_reports
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER calls_no_delete BEFORE DELETE ON calls
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER calls_no_update BEFORE UPDATE ON calls
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER call_claims_no_delete BEFORE DELETE ON call_claims
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER call_claims_end_once BEFORE UPDATE ON call_claims FOR EACH ROW
    WHEN (OLD.ended_at IS NOT NULL OR NEW.callee_id <> OLD.callee_id OR NEW.call_id <> OLD.call_id
        OR NEW.operator_id <> OLD.operator_id)
    EXECUTE FUNCTION refuse_change();
CREATE TRIGGER session_rooms_no_truncate BEFORE TRUNCATE ON session_rooms
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER session_amendments_no_truncate BEFORE TRUNCATE ON session_amendments
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER attempt_sessions_no_truncate BEFORE TRUNCATE ON attempt_sessions
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER call_receipts_no_truncate BEFORE TRUNCATE ON call_receipts
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER call_give_ups_no_truncate BEFORE TRUNCATE ON call_give_ups
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER contacts_no_truncate BEFORE TRUNCATE ON contacts
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER contact_marks_no_truncate BEFORE TRUNCATE ON contact_marks
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER units_no_truncate BEFORE TRUNCATE ON units
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER unit_people_no_truncate BEFORE TRUNCATE ON unit_people
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER unit_person_marks_no_truncate BEFORE TRUNCATE ON unit_person_marks
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER roll_call_reports_no_truncate BEFORE TRUNCATE ON roll_call_reports
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER calls_no_truncate BEFORE TRUNCATE ON calls
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER call_claims_no_truncate BEFORE TRUNCATE ON call_claims
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
