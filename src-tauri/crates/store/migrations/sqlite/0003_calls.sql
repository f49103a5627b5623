-- Calls of every campaign with claims, what was told, how they ended and later receipts; amendments of
-- sessions; the directory of agencies; the roll-call of units.

-- The deadline, the day and the rooms of a session change only together with a recorded amendment.
CREATE TABLE session_amendments (
    session_id BLOB NOT NULL REFERENCES sessions (id),
    seq INTEGER NOT NULL CHECK (seq > 0),
    document TEXT NOT NULL,
    reason TEXT NOT NULL,
    old_deadline TEXT NOT NULL,
    new_deadline TEXT NOT NULL,
    old_day TEXT NOT NULL,
    new_day TEXT NOT NULL,
    close_accepted INTEGER NOT NULL,
    at TEXT NOT NULL,
    operator_id BLOB NOT NULL REFERENCES operators (id),
    PRIMARY KEY (session_id, seq)
) STRICT;
CREATE INDEX session_amendments_by_day ON session_amendments (old_day);
DROP TRIGGER sessions_deadline_fixed;
CREATE TRIGGER sessions_deadline_by_amendment BEFORE UPDATE OF deadline, day ON sessions
WHEN NOT EXISTS (SELECT 1 FROM session_amendments a WHERE a.session_id = OLD.id
    AND a.old_deadline = OLD.deadline AND a.new_deadline = NEW.deadline
    AND a.old_day = OLD.day AND a.new_day = NEW.day
    AND a.seq = (SELECT MAX(b.seq) FROM session_amendments b WHERE b.session_id = OLD.id))
BEGIN SELECT RAISE(ABORT, 'the deadline of a session changes only by a recorded amendment'); END;
CREATE TRIGGER session_amendments_before_opening BEFORE INSERT ON session_amendments
WHEN NOT EXISTS (SELECT 1 FROM sessions s WHERE s.id = NEW.session_id AND s.state = 'scheduled'
    AND s.deadline = NEW.old_deadline AND s.day = NEW.old_day AND s.deadline > NEW.at)
    OR NEW.new_deadline <= NEW.at
    OR NEW.seq <> (SELECT COALESCE(MAX(b.seq), 0) + 1 FROM session_amendments b WHERE b.session_id = NEW.session_id)
BEGIN SELECT RAISE(ABORT, 'a session is amended as it stands and before its opening'); END;

-- Each amendment writes the rooms of its session anew; those in force belong to the last one.
CREATE TABLE rooms_by_amendment (
    session_id BLOB NOT NULL REFERENCES sessions (id),
    room_id BLOB NOT NULL REFERENCES rooms (id),
    part TEXT NOT NULL CHECK (part IN ('opening', 'evaluation')),
    place INTEGER NOT NULL,
    amendment INTEGER NOT NULL,
    PRIMARY KEY (session_id, part, room_id, amendment)
) STRICT;
INSERT INTO rooms_by_amendment (session_id, room_id, part, place, amendment)
SELECT session_id, room_id, part, place, 0 FROM session_rooms;
DROP TABLE session_rooms;
ALTER TABLE rooms_by_amendment RENAME TO session_rooms;
CREATE TRIGGER session_rooms_by_amendment BEFORE INSERT ON session_rooms
WHEN NEW.amendment <> (SELECT COALESCE(MAX(a.seq), 0) FROM session_amendments a WHERE a.session_id = NEW.session_id)
BEGIN SELECT RAISE(ABORT, 'the rooms of a session change only by a recorded amendment'); END;

CREATE TABLE units (
    id BLOB PRIMARY KEY,
    name TEXT NOT NULL,
    name_key TEXT NOT NULL UNIQUE,
    added_at TEXT NOT NULL
) STRICT;

-- A constraint is only changed by making the table anew. Attempts and notices refer to it: their references
-- are checked when all is done, and the rows come back under the same name before that.
PRAGMA defer_foreign_keys = ON;
CREATE TABLE calls_kept AS SELECT id, agency_id, day, created_at FROM calls;
DROP TABLE calls;
CREATE TABLE calls (
    id BLOB PRIMARY KEY,
    campaign TEXT NOT NULL CHECK (campaign IN ('reminder', 'morning', 'roll_call')),
    agency_id BLOB REFERENCES agencies (id),
    unit_id BLOB REFERENCES units (id),
    callee_id BLOB NOT NULL,
    day TEXT NOT NULL,
    created_at TEXT NOT NULL,
    UNIQUE (campaign, callee_id, day),
    UNIQUE (id, callee_id),
    CONSTRAINT calls_an_agency_or_a_unit CHECK (
        (campaign = 'roll_call' AND agency_id IS NULL AND unit_id IS NOT NULL AND callee_id = unit_id)
        OR (campaign <> 'roll_call' AND unit_id IS NULL AND agency_id IS NOT NULL AND callee_id = agency_id))
) STRICT;
INSERT INTO calls (id, campaign, agency_id, callee_id, day, created_at)
SELECT id, 'reminder', agency_id, agency_id, day, created_at FROM calls_kept;
DROP TABLE calls_kept;
CREATE INDEX calls_by_day ON calls (day, campaign);


ALTER TABLE contacts ADD COLUMN title TEXT NOT NULL DEFAULT '';

ALTER TABLE call_attempts ADD COLUMN contact_id BLOB REFERENCES contacts (id);
ALTER TABLE call_attempts ADD COLUMN phone TEXT NOT NULL DEFAULT '';
ALTER TABLE call_attempts ADD COLUMN gate_version INTEGER;

-- What an attempt announced, session by session.
CREATE TABLE attempt_sessions (
    attempt_id BLOB NOT NULL REFERENCES call_attempts (id),
    session_id BLOB NOT NULL REFERENCES sessions (id),
    deadline TEXT NOT NULL,
    place TEXT NOT NULL,
    PRIMARY KEY (attempt_id, session_id)
) STRICT;

-- What came after the telephone was put down: the relay confirmed, the form sent.
CREATE TABLE call_receipts (
    id BLOB PRIMARY KEY,
    attempt_id BLOB NOT NULL REFERENCES call_attempts (id),
    relay_confirmed INTEGER NOT NULL,
    form_channel TEXT,
    note TEXT NOT NULL,
    at TEXT NOT NULL,
    operator_id BLOB NOT NULL REFERENCES operators (id),
    CONSTRAINT receipt_says_something CHECK (relay_confirmed = 1 OR form_channel IS NOT NULL)
) STRICT;
CREATE INDEX call_receipts_by_attempt ON call_receipts (attempt_id, at);

-- The decision to give a call up holds for the sessions as they were when it was made.
CREATE TABLE call_give_ups (
    id BLOB PRIMARY KEY,
    call_id BLOB NOT NULL REFERENCES calls (id),
    reason TEXT NOT NULL,
    sessions_digest TEXT NOT NULL,
    at TEXT NOT NULL,
    operator_id BLOB NOT NULL REFERENCES operators (id)
) STRICT;
CREATE INDEX call_give_ups_by_call ON call_give_ups (call_id, at);

-- Who is about to ring whom: nobody is rung by two callers, and a caller rings one at a time.
CREATE TABLE call_claims (
    id BLOB PRIMARY KEY,
    call_id BLOB NOT NULL,
    callee_id BLOB NOT NULL,
    operator_id BLOB NOT NULL REFERENCES operators (id),
    at TEXT NOT NULL,
    expires_at TEXT NOT NULL,
    ended_at TEXT,
    ended_how TEXT CHECK (ended_how IN ('recorded', 'released', 'expired', 'not_due', 'given_up')),
    FOREIGN KEY (call_id, callee_id) REFERENCES calls (id, callee_id),
    CONSTRAINT ended_somehow CHECK ((ended_at IS NULL) = (ended_how IS NULL))
) STRICT;
CREATE UNIQUE INDEX call_claims_one_per_callee ON call_claims (callee_id) WHERE ended_at IS NULL;
CREATE UNIQUE INDEX call_claims_one_per_operator ON call_claims (operator_id) WHERE ended_at IS NULL;
CREATE INDEX call_claims_by_call ON call_claims (call_id, at);

-- What became of a number: it belongs to somebody else, is right after all, or is no longer used.
CREATE TABLE contact_marks (
    contact_id BLOB NOT NULL REFERENCES contacts (id),
    seq INTEGER NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('wrong', 'restored', 'retired')),
    note TEXT NOT NULL,
    attempt_id BLOB REFERENCES call_attempts (id),
    at TEXT NOT NULL,
    operator_id BLOB NOT NULL REFERENCES operators (id),
    PRIMARY KEY (contact_id, seq)
) STRICT;

-- The roll-call of units: who belongs to a unit, and where each was on a day.
CREATE TABLE unit_people (
    id BLOB PRIMARY KEY,
    unit_id BLOB NOT NULL REFERENCES units (id),
    name TEXT NOT NULL,
    title TEXT NOT NULL,
    phone TEXT NOT NULL,
    answers INTEGER NOT NULL,
    added_at TEXT NOT NULL,
    UNIQUE (unit_id, name, phone)
) STRICT;

CREATE TABLE unit_person_marks (
    person_id BLOB NOT NULL REFERENCES unit_people (id),
    seq INTEGER NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('left', 'returned')),
    at TEXT NOT NULL,
    operator_id BLOB NOT NULL REFERENCES operators (id),
    PRIMARY KEY (person_id, seq)
) STRICT;

CREATE TABLE roll_call_reports (
    person_id BLOB NOT NULL REFERENCES unit_people (id),
    day TEXT NOT NULL,
    seq INTEGER NOT NULL,
    state TEXT NOT NULL,
    note TEXT NOT NULL,
    at TEXT NOT NULL,
    operator_id BLOB NOT NULL REFERENCES operators (id),
    PRIMARY KEY (person_id, day, seq)
) STRICT;
CREATE INDEX roll_call_reports_by_day ON roll_call_reports (day);

INSERT INTO settings (topic, version, body, reason, operator, at)
SELECT 'calendar', 1, '{"weekdays":[1,2,3,4,5],"hours":[{"from":"08:30:00","until":"17:30:00"}],"days":[]}', '', '', founded_at FROM centre;

CREATE TRIGGER session_rooms_no_update BEFORE UPDATE ON session_rooms
BEGIN SELECT RAISE(ABORT, 'session_rooms is append-only'); END;
CREATE TRIGGER session_rooms_no_delete BEFORE DELETE ON session_rooms
BEGIN SELECT RAISE(ABORT, 'session_rooms is append-only'); END;
CREATE TRIGGER session_amendments_no_update BEFORE UPDATE ON session_amendments
BEGIN SELECT RAISE(ABORT, 'session_amendments is append-only'); END;
CREATE TRIGGER session_amendments_no_delete BEFORE DELETE ON session_amendments
BEGIN SELECT RAISE(ABORT, 'session_amendments is append-only'); END;
CREATE TRIGGER attempt_sessions_no_update BEFORE UPDATE ON attempt_sessions
BEGIN SELECT RAISE(ABORT, 'attempt_sessions is append-only'); END;
CREATE TRIGGER attempt_sessions_no_delete BEFORE DELETE ON attempt_sessions
BEGIN SELECT RAISE(ABORT, 'attempt_sessions is append-only'); END;
CREATE TRIGGER call_receipts_no_update BEFORE UPDATE ON call_receipts
BEGIN SELECT RAISE(ABORT, 'call_receipts is append-only'); END;
CREATE TRIGGER call_receipts_no_delete BEFORE DELETE ON call_receipts
BEGIN SELECT RAISE(ABORT, 'call_receipts is append-only'); END;
CREATE TRIGGER call_give_ups_no_update BEFORE UPDATE ON call_give_ups
BEGIN SELECT RAISE(ABORT, 'call_give_ups is append-only'); END;
CREATE TRIGGER call_give_ups_no_delete BEFORE DELETE ON call_give_ups
BEGIN SELECT RAISE(ABORT, 'call_give_ups is append-only'); END;
CREATE TRIGGER contacts_no_update BEFORE UPDATE ON contacts
BEGIN SELECT RAISE(ABORT, 'contacts is append-only'); END;
CREATE TRIGGER contacts_no_delete BEFORE DELETE ON contacts
BEGIN SELECT RAISE(ABORT, 'contacts is append-only'); END;
CREATE TRIGGER contact_marks_no_update BEFORE UPDATE ON contact_marks
BEGIN SELECT RAISE(ABORT, 'contact_marks is append-only'); END;
CREATE TRIGGER contact_marks_no_delete BEFORE DELETE ON contact_marks
BEGIN SELECT RAISE(ABORT, 'contact_marks is append-only'); END;
CREATE TRIGGER units_no_update BEFORE UPDATE ON units
BEGIN SELECT RAISE(ABORT, 'units is append-only'); END;
CREATE TRIGGER units_no_delete BEFORE DELETE ON units
BEGIN SELECT RAISE(ABORT, 'units is append-only'); END;
CREATE TRIGGER unit_people_no_update BEFORE UPDATE ON unit_people
BEGIN SELECT RAISE(ABORT, 'unit_people is append-only'); END;
CREATE TRIGGER unit_people_no_delete BEFORE DELETE ON unit_people
BEGIN SELECT RAISE(ABORT, 'unit_people is append-only'); END;
CREATE TRIGGER unit_person_marks_no_update BEFORE UPDATE ON unit_person_marks
BEGIN SELECT RAISE(ABORT, 'unit_person_marks is append-only'); END;
CREATE TRIGGER unit_person_marks_no_delete BEFORE DELETE ON unit_person_marks
BEGIN SELECT RAISE(ABORT, 'unit_person_marks is append-only'); END;
CREATE TRIGGER roll_call_reports_no_update BEFORE UPDATE ON roll_call_reports
BEGIN SELECT RAISE(ABORT, 'roll_call_reports is append-only'); END;
CREATE TRIGGER roll_call_reports_no_delete BEFORE DELETE ON roll_call_reports
BEGIN SELECT RAISE(ABORT, 'roll_call_reports is append-only'); END;
CREATE TRIGGER calls_no_delete BEFORE DELETE ON calls
BEGIN SELECT RAISE(ABORT, 'calls is append-only'); END;
CREATE TRIGGER calls_no_update BEFORE UPDATE ON calls
BEGIN SELECT RAISE(ABORT, 'calls is append-only'); END;
CREATE TRIGGER call_claims_no_delete BEFORE DELETE ON call_claims
BEGIN SELECT RAISE(ABORT, 'call_claims is append-only'); END;
CREATE TRIGGER call_claims_end_once BEFORE UPDATE ON call_claims
WHEN OLD.ended_at IS NOT NULL OR NEW.callee_id <> OLD.callee_id OR NEW.call_id <> OLD.call_id
    OR NEW.operator_id <> OLD.operator_id
BEGIN SELECT RAISE(ABORT, 'the claim has ended'); END;
CREATE TRIGGER session_rooms_no_replace BEFORE INSERT ON session_rooms WHEN EXISTS (SELECT 1 FROM session_rooms WHERE session_id = NEW.session_id AND part = NEW.part AND room_id = NEW.room_id AND amendment = NEW.amendment)
BEGIN SELECT RAISE(ABORT, 'session_rooms is append-only'); END;
CREATE TRIGGER session_amendments_no_replace BEFORE INSERT ON session_amendments WHEN EXISTS (SELECT 1 FROM session_amendments WHERE session_id = NEW.session_id AND seq = NEW.seq)
BEGIN SELECT RAISE(IGNORE); END;
CREATE TRIGGER attempt_sessions_no_replace BEFORE INSERT ON attempt_sessions WHEN EXISTS (SELECT 1 FROM attempt_sessions WHERE attempt_id = NEW.attempt_id AND session_id = NEW.session_id)
BEGIN SELECT RAISE(ABORT, 'attempt_sessions is append-only'); END;
CREATE TRIGGER call_receipts_no_replace BEFORE INSERT ON call_receipts WHEN EXISTS (SELECT 1 FROM call_receipts WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'call_receipts is append-only'); END;
CREATE TRIGGER call_give_ups_no_replace BEFORE INSERT ON call_give_ups WHEN EXISTS (SELECT 1 FROM call_give_ups WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'call_give_ups is append-only'); END;
CREATE TRIGGER contacts_no_replace BEFORE INSERT ON contacts WHEN EXISTS (SELECT 1 FROM contacts WHERE id = NEW.id OR (agency_id = NEW.agency_id AND name = NEW.name AND phone = NEW.phone))
BEGIN SELECT RAISE(IGNORE); END;
CREATE TRIGGER contact_marks_no_replace BEFORE INSERT ON contact_marks WHEN EXISTS (SELECT 1 FROM contact_marks WHERE contact_id = NEW.contact_id AND seq = NEW.seq)
BEGIN SELECT RAISE(ABORT, 'contact_marks is append-only'); END;
CREATE TRIGGER units_no_replace BEFORE INSERT ON units WHEN EXISTS (SELECT 1 FROM units WHERE id = NEW.id OR name_key = NEW.name_key)
BEGIN SELECT RAISE(IGNORE); END;
CREATE TRIGGER unit_people_no_replace BEFORE INSERT ON unit_people WHEN EXISTS (SELECT 1 FROM unit_people WHERE id = NEW.id OR (unit_id = NEW.unit_id AND name = NEW.name AND phone = NEW.phone))
BEGIN SELECT RAISE(IGNORE); END;
CREATE TRIGGER unit_person_marks_no_replace BEFORE INSERT ON unit_person_marks WHEN EXISTS (SELECT 1 FROM unit_person_marks WHERE person_id = NEW.person_id AND seq = NEW.seq)
BEGIN SELECT RAISE(ABORT, 'unit_person_marks is append-only'); END;
CREATE TRIGGER roll_call_reports_no_replace BEFORE INSERT ON roll_call_reports WHEN EXISTS (SELECT 1 FROM roll_call_reports WHERE person_id = NEW.person_id AND day = NEW.day AND seq = NEW.seq)
BEGIN SELECT RAISE(ABORT, 'roll_call_reports is append-only'); END;
CREATE TRIGGER calls_no_replace BEFORE INSERT ON calls WHEN EXISTS (SELECT 1 FROM calls WHERE id = NEW.id OR (campaign = NEW.campaign AND callee_id = NEW.callee_id AND day = NEW.day))
BEGIN SELECT RAISE(IGNORE); END;
CREATE TRIGGER call_claims_no_replace BEFORE INSERT ON call_claims
WHEN EXISTS (SELECT 1 FROM call_claims WHERE id = NEW.id OR (callee_id = NEW.callee_id AND ended_at IS NULL)
    OR (operator_id = NEW.operator_id AND ended_at IS NULL))
BEGIN SELECT RAISE(IGNORE); END;
