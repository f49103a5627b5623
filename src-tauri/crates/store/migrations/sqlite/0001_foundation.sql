-- Bidhall's mark in the file header, so that a database of another program is told apart.
PRAGMA application_id = 1112032588;

CREATE TABLE centre (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    name TEXT NOT NULL,
    zone TEXT NOT NULL,
    rehearsal INTEGER NOT NULL,
    founded_at TEXT NOT NULL
) STRICT;

CREATE TABLE rehearsal_clock (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    scripted_at TEXT NOT NULL,
    anchored_at TEXT NOT NULL,
    running INTEGER NOT NULL,
    speed INTEGER NOT NULL CHECK (speed BETWEEN 1 AND 600)
) STRICT;

CREATE TABLE rehearsal_events (
    seq INTEGER PRIMARY KEY,
    at TEXT NOT NULL,
    operator TEXT NOT NULL,
    command TEXT NOT NULL,
    payload TEXT NOT NULL,
    nonce TEXT NOT NULL,
    played_at TEXT,
    failure TEXT
) STRICT;

CREATE TABLE operators (
    id BLOB PRIMARY KEY,
    code TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    registered_at TEXT NOT NULL
) STRICT;

CREATE TABLE operator_roles (
    operator_id BLOB NOT NULL REFERENCES operators (id),
    role TEXT NOT NULL,
    PRIMARY KEY (operator_id, role)
) STRICT;

CREATE TABLE settings (
    topic TEXT NOT NULL,
    version INTEGER NOT NULL,
    body TEXT NOT NULL,
    reason TEXT NOT NULL,
    operator TEXT NOT NULL,
    at TEXT NOT NULL,
    PRIMARY KEY (topic, version)
) STRICT;

CREATE TABLE rooms (
    id BLOB PRIMARY KEY,
    code TEXT NOT NULL UNIQUE,
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
    shelf INTEGER NOT NULL CHECK (shelf >= 0),
    video INTEGER NOT NULL,
    recording INTEGER NOT NULL,
    opens_minute INTEGER NOT NULL CHECK (opens_minute BETWEEN 0 AND 1440),
    closes_minute INTEGER NOT NULL CHECK (closes_minute BETWEEN opens_minute AND 1440)
) STRICT;

CREATE TABLE agencies (
    id BLOB PRIMARY KEY,
    name TEXT NOT NULL,
    name_key TEXT NOT NULL UNIQUE
) STRICT;

CREATE TABLE contacts (
    id BLOB PRIMARY KEY,
    agency_id BLOB NOT NULL REFERENCES agencies (id),
    name TEXT NOT NULL,
    phone TEXT NOT NULL,
    UNIQUE (agency_id, name, phone)
) STRICT;

CREATE TABLE sessions (
    id BLOB PRIMARY KEY,
    code TEXT NOT NULL,
    lot TEXT NOT NULL,
    project_name TEXT NOT NULL,
    tenderer TEXT NOT NULL,
    agency_id BLOB NOT NULL REFERENCES agencies (id),
    contact_id BLOB NOT NULL REFERENCES contacts (id),
    deadline TEXT NOT NULL,
    day TEXT NOT NULL,
    kind TEXT NOT NULL,
    originals INTEGER NOT NULL,
    duplicates INTEGER NOT NULL,
    band TEXT,
    evaluation_minutes INTEGER,
    remark TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('scheduled', 'failed', 'cancelled')),
    state_reason TEXT NOT NULL,
    state_at TEXT,
    imported_from TEXT NOT NULL,
    entered_at TEXT NOT NULL,
    UNIQUE (code, lot)
) STRICT;
CREATE INDEX sessions_by_day ON sessions (day, deadline);

-- The number of bidders stands apart from everything that is shown: a query of
-- sessions cannot bring it along by accident.
CREATE TABLE sealed_counts (
    session_id BLOB PRIMARY KEY REFERENCES sessions (id),
    registered INTEGER NOT NULL CHECK (registered >= 0)
) STRICT;

CREATE TABLE session_rooms (
    session_id BLOB NOT NULL REFERENCES sessions (id),
    room_id BLOB NOT NULL REFERENCES rooms (id),
    part TEXT NOT NULL CHECK (part IN ('opening', 'evaluation')),
    place INTEGER NOT NULL,
    PRIMARY KEY (session_id, part, room_id)
) STRICT;

CREATE TABLE calls (
    id BLOB PRIMARY KEY,
    agency_id BLOB NOT NULL REFERENCES agencies (id),
    day TEXT NOT NULL,
    created_at TEXT NOT NULL,
    UNIQUE (agency_id, day)
) STRICT;

CREATE TABLE call_attempts (
    id BLOB PRIMARY KEY,
    call_id BLOB NOT NULL REFERENCES calls (id),
    at TEXT NOT NULL,
    operator_id BLOB NOT NULL REFERENCES operators (id),
    outcome TEXT NOT NULL,
    call_back_at TEXT,
    person TEXT,
    title TEXT,
    form_channel TEXT,
    form_sent_at TEXT,
    relay_confirmed INTEGER NOT NULL,
    questions TEXT,
    script_version INTEGER NOT NULL,
    sessions_digest TEXT NOT NULL,
    CONSTRAINT attempt_is_outcome_or_answers CHECK ((outcome = 'reached') = (person IS NOT NULL)),
    CONSTRAINT relay_needs_an_answer CHECK (outcome = 'reached' OR relay_confirmed = 0)
) STRICT;
CREATE INDEX call_attempts_by_call ON call_attempts (call_id, at);

CREATE TABLE notices (
    id BLOB PRIMARY KEY,
    call_id BLOB NOT NULL REFERENCES calls (id),
    at TEXT NOT NULL,
    operator_id BLOB NOT NULL REFERENCES operators (id),
    pages INTEGER NOT NULL,
    script_version INTEGER NOT NULL,
    gate_version INTEGER NOT NULL,
    content_hash TEXT NOT NULL
) STRICT;

CREATE TABLE companies (
    id BLOB PRIMARY KEY,
    company_key TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    credit_code TEXT
) STRICT;

CREATE TABLE persons (
    id BLOB PRIMARY KEY,
    document_kind TEXT NOT NULL,
    document_number TEXT NOT NULL,
    name TEXT NOT NULL,
    phone TEXT NOT NULL,
    residence TEXT NOT NULL,
    UNIQUE (document_kind, document_number)
) STRICT;

CREATE TABLE entry_checks (
    id BLOB PRIMARY KEY,
    session_id BLOB NOT NULL REFERENCES sessions (id),
    lane TEXT NOT NULL,
    place INTEGER NOT NULL CHECK (place > 0),
    state TEXT NOT NULL CHECK (state IN ('open', 'resting', 'admitted', 'refused', 'abandoned')),
    holder_id BLOB NOT NULL REFERENCES operators (id),
    opened_at TEXT NOT NULL,
    closed_at TEXT,
    closed_note TEXT NOT NULL,
    resting_until TEXT,
    gate_version INTEGER NOT NULL,
    role TEXT,
    person_id BLOB REFERENCES persons (id),
    person_name TEXT,
    company_id BLOB REFERENCES companies (id),
    company_name TEXT,
    key_region_stay INTEGER,
    CONSTRAINT closed_when_decided CHECK ((closed_at IS NULL) = (state IN ('open', 'resting')))
) STRICT;
CREATE UNIQUE INDEX entry_checks_one_per_place ON entry_checks (lane, place) WHERE closed_at IS NULL;
CREATE INDEX entry_checks_by_opening ON entry_checks (opened_at);

-- Step n refers to a passed step n-1 of the same check: the order of the six
-- steps holds whatever the program does.
CREATE TABLE entry_steps (
    check_id BLOB NOT NULL REFERENCES entry_checks (id),
    step_no INTEGER NOT NULL CHECK (step_no BETWEEN 1 AND 6),
    passed INTEGER NOT NULL,
    outcome TEXT NOT NULL CHECK (outcome IN ('passed', 'passed_after_action', 'refused')),
    action TEXT,
    at TEXT NOT NULL,
    operator_id BLOB NOT NULL REFERENCES operators (id),
    lane TEXT NOT NULL,
    gate_version INTEGER NOT NULL,
    prior_no INTEGER,
    prior_passed INTEGER,
    PRIMARY KEY (check_id, step_no),
    UNIQUE (check_id, step_no, passed),
    FOREIGN KEY (check_id, prior_no, prior_passed) REFERENCES entry_steps (check_id, step_no, passed),
    CONSTRAINT passed_unless_refused CHECK ((passed = 1) = (outcome <> 'refused')),
    CONSTRAINT steps_in_order CHECK (
        (step_no = 1 AND prior_no IS NULL AND prior_passed IS NULL)
        OR (step_no > 1 AND prior_no IS NOT NULL AND prior_passed IS NOT NULL
            AND prior_no = step_no - 1 AND prior_passed = 1))
) STRICT;

CREATE TABLE temperature_readings (
    check_id BLOB NOT NULL REFERENCES entry_checks (id),
    seq INTEGER NOT NULL,
    tenths INTEGER NOT NULL,
    verdict TEXT NOT NULL,
    device TEXT NOT NULL,
    at TEXT NOT NULL,
    operator_id BLOB NOT NULL REFERENCES operators (id),
    gate_version INTEGER NOT NULL,
    PRIMARY KEY (check_id, seq)
) STRICT;

CREATE TABLE symptom_answers (
    check_id BLOB PRIMARY KEY REFERENCES entry_checks (id),
    fever INTEGER NOT NULL,
    cough INTEGER NOT NULL,
    fatigue INTEGER NOT NULL,
    breathless INTEGER NOT NULL,
    diarrhoea INTEGER NOT NULL,
    contact INTEGER NOT NULL,
    at TEXT NOT NULL,
    operator_id BLOB NOT NULL REFERENCES operators (id)
) STRICT;

CREATE TABLE tags (
    id BLOB PRIMARY KEY,
    code TEXT NOT NULL UNIQUE,
    check_id BLOB NOT NULL UNIQUE REFERENCES entry_checks (id),
    session_id BLOB NOT NULL REFERENCES sessions (id),
    person_id BLOB NOT NULL REFERENCES persons (id),
    company_id BLOB REFERENCES companies (id),
    role TEXT NOT NULL,
    day TEXT NOT NULL,
    scope TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('active', 'left', 'void', 'lost')),
    state_at TEXT NOT NULL,
    state_reason TEXT NOT NULL,
    lane TEXT NOT NULL,
    operator_id BLOB NOT NULL REFERENCES operators (id),
    issued_at TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX tags_one_per_company ON tags (company_id, scope)
    WHERE role = 'bidder' AND state IN ('active', 'left');
CREATE UNIQUE INDEX tags_one_per_person ON tags (person_id, day)
    WHERE state IN ('active', 'left');
CREATE INDEX tags_by_day ON tags (day, issued_at);

CREATE TABLE refusals (
    id BLOB PRIMARY KEY,
    check_id BLOB NOT NULL UNIQUE REFERENCES entry_checks (id),
    reason TEXT NOT NULL,
    step_no INTEGER NOT NULL,
    at TEXT NOT NULL,
    operator_id BLOB NOT NULL REFERENCES operators (id),
    gate_version INTEGER NOT NULL,
    due_at TEXT,
    note TEXT NOT NULL,
    blocking_tag_id BLOB REFERENCES tags (id)
) STRICT;

CREATE TABLE follow_ups (
    id BLOB PRIMARY KEY,
    refusal_id BLOB NOT NULL REFERENCES refusals (id),
    kind TEXT NOT NULL,
    at TEXT NOT NULL,
    operator_id BLOB NOT NULL REFERENCES operators (id),
    recipient TEXT NOT NULL,
    note TEXT NOT NULL,
    seal_state TEXT
) STRICT;
CREATE INDEX follow_ups_by_refusal ON follow_ups (refusal_id, at);

CREATE TABLE room_groups (
    id BLOB PRIMARY KEY,
    session_id BLOB NOT NULL REFERENCES sessions (id),
    day TEXT NOT NULL,
    version INTEGER NOT NULL,
    label TEXT NOT NULL,
    possible INTEGER NOT NULL,
    basis TEXT NOT NULL CHECK (basis IN ('band_upper_end', 'registered')),
    band TEXT NOT NULL,
    instance TEXT NOT NULL,
    plan TEXT NOT NULL,
    grouping_version INTEGER NOT NULL,
    operator_id BLOB NOT NULL REFERENCES operators (id),
    at TEXT NOT NULL,
    UNIQUE (session_id, version)
) STRICT;

CREATE TABLE replies (
    nonce TEXT PRIMARY KEY,
    operator TEXT NOT NULL,
    command TEXT NOT NULL,
    request_hash TEXT NOT NULL,
    reply TEXT NOT NULL,
    at TEXT NOT NULL
) STRICT;

CREATE TABLE audit (
    seq INTEGER PRIMARY KEY,
    at TEXT NOT NULL,
    operator TEXT NOT NULL,
    command TEXT NOT NULL,
    subject TEXT NOT NULL,
    detail TEXT NOT NULL,
    previous TEXT NOT NULL,
    hash TEXT NOT NULL UNIQUE
) STRICT;

CREATE TABLE audit_head (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    seq INTEGER NOT NULL,
    hash TEXT NOT NULL
) STRICT;
INSERT INTO audit_head (id, seq, hash) VALUES (1, 0, '');

-- What was recorded is neither altered nor removed; a correction is a new row.
CREATE TRIGGER audit_no_update BEFORE UPDATE ON audit
BEGIN SELECT RAISE(ABORT, 'audit is append-only'); END;
CREATE TRIGGER audit_no_delete BEFORE DELETE ON audit
BEGIN SELECT RAISE(ABORT, 'audit is append-only'); END;
CREATE TRIGGER entry_steps_no_update BEFORE UPDATE ON entry_steps
BEGIN SELECT RAISE(ABORT, 'entry_steps is append-only'); END;
CREATE TRIGGER entry_steps_no_delete BEFORE DELETE ON entry_steps
BEGIN SELECT RAISE(ABORT, 'entry_steps is append-only'); END;
CREATE TRIGGER temperature_readings_no_update BEFORE UPDATE ON temperature_readings
BEGIN SELECT RAISE(ABORT, 'temperature_readings is append-only'); END;
CREATE TRIGGER temperature_readings_no_delete BEFORE DELETE ON temperature_readings
BEGIN SELECT RAISE(ABORT, 'temperature_readings is append-only'); END;
CREATE TRIGGER symptom_answers_no_update BEFORE UPDATE ON symptom_answers
BEGIN SELECT RAISE(ABORT, 'symptom_answers is append-only'); END;
CREATE TRIGGER symptom_answers_no_delete BEFORE DELETE ON symptom_answers
BEGIN SELECT RAISE(ABORT, 'symptom_answers is append-only'); END;
CREATE TRIGGER call_attempts_no_update BEFORE UPDATE ON call_attempts
BEGIN SELECT RAISE(ABORT, 'call_attempts is append-only'); END;
CREATE TRIGGER call_attempts_no_delete BEFORE DELETE ON call_attempts
BEGIN SELECT RAISE(ABORT, 'call_attempts is append-only'); END;
CREATE TRIGGER notices_no_update BEFORE UPDATE ON notices
BEGIN SELECT RAISE(ABORT, 'notices is append-only'); END;
CREATE TRIGGER notices_no_delete BEFORE DELETE ON notices
BEGIN SELECT RAISE(ABORT, 'notices is append-only'); END;
CREATE TRIGGER refusals_no_update BEFORE UPDATE ON refusals
BEGIN SELECT RAISE(ABORT, 'refusals is append-only'); END;
CREATE TRIGGER refusals_no_delete BEFORE DELETE ON refusals
BEGIN SELECT RAISE(ABORT, 'refusals is append-only'); END;
CREATE TRIGGER follow_ups_no_update BEFORE UPDATE ON follow_ups
BEGIN SELECT RAISE(ABORT, 'follow_ups is append-only'); END;
CREATE TRIGGER follow_ups_no_delete BEFORE DELETE ON follow_ups
BEGIN SELECT RAISE(ABORT, 'follow_ups is append-only'); END;
CREATE TRIGGER settings_no_update BEFORE UPDATE ON settings
BEGIN SELECT RAISE(ABORT, 'settings is append-only'); END;
CREATE TRIGGER settings_no_delete BEFORE DELETE ON settings
BEGIN SELECT RAISE(ABORT, 'settings is append-only'); END;
CREATE TRIGGER replies_no_update BEFORE UPDATE ON replies
BEGIN SELECT RAISE(ABORT, 'replies is append-only'); END;
CREATE TRIGGER replies_no_delete BEFORE DELETE ON replies
BEGIN SELECT RAISE(ABORT, 'replies is append-only'); END;
CREATE TRIGGER room_groups_no_update BEFORE UPDATE ON room_groups
BEGIN SELECT RAISE(ABORT, 'room_groups is append-only'); END;
CREATE TRIGGER room_groups_no_delete BEFORE DELETE ON room_groups
BEGIN SELECT RAISE(ABORT, 'room_groups is append-only'); END;
CREATE TRIGGER sealed_counts_no_update BEFORE UPDATE ON sealed_counts
BEGIN SELECT RAISE(ABORT, 'sealed_counts is append-only'); END;
CREATE TRIGGER sealed_counts_no_delete BEFORE DELETE ON sealed_counts
BEGIN SELECT RAISE(ABORT, 'sealed_counts is append-only'); END;
CREATE TRIGGER entry_checks_no_delete BEFORE DELETE ON entry_checks
BEGIN SELECT RAISE(ABORT, 'entry_checks is append-only'); END;
CREATE TRIGGER tags_no_delete BEFORE DELETE ON tags
BEGIN SELECT RAISE(ABORT, 'tags is append-only'); END;
CREATE TRIGGER sessions_no_delete BEFORE DELETE ON sessions
BEGIN SELECT RAISE(ABORT, 'sessions is append-only'); END;
CREATE TRIGGER sessions_deadline_fixed BEFORE UPDATE OF deadline, day ON sessions
BEGIN SELECT RAISE(ABORT, 'the deadline of a session changes only by a recorded amendment'); END;

-- REPLACE would put a new row in place of a recorded one without an update or a delete. Tables whose
-- second writer is meant to give way take no notice of it, the others refuse it.
CREATE TRIGGER audit_no_replace BEFORE INSERT ON audit WHEN EXISTS (SELECT 1 FROM audit WHERE seq = NEW.seq)
BEGIN SELECT RAISE(ABORT, 'audit is append-only'); END;
CREATE TRIGGER entry_steps_no_replace BEFORE INSERT ON entry_steps WHEN EXISTS (SELECT 1 FROM entry_steps WHERE check_id = NEW.check_id AND step_no = NEW.step_no)
BEGIN SELECT RAISE(ABORT, 'entry_steps is append-only'); END;
CREATE TRIGGER temperature_readings_no_replace BEFORE INSERT ON temperature_readings WHEN EXISTS (SELECT 1 FROM temperature_readings WHERE check_id = NEW.check_id AND seq = NEW.seq)
BEGIN SELECT RAISE(ABORT, 'temperature_readings is append-only'); END;
CREATE TRIGGER symptom_answers_no_replace BEFORE INSERT ON symptom_answers WHEN EXISTS (SELECT 1 FROM symptom_answers WHERE check_id = NEW.check_id)
BEGIN SELECT RAISE(ABORT, 'symptom_answers is append-only'); END;
CREATE TRIGGER call_attempts_no_replace BEFORE INSERT ON call_attempts WHEN EXISTS (SELECT 1 FROM call_attempts WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'call_attempts is append-only'); END;
CREATE TRIGGER notices_no_replace BEFORE INSERT ON notices WHEN EXISTS (SELECT 1 FROM notices WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'notices is append-only'); END;
CREATE TRIGGER refusals_no_replace BEFORE INSERT ON refusals WHEN EXISTS (SELECT 1 FROM refusals WHERE id = NEW.id OR check_id = NEW.check_id)
BEGIN SELECT RAISE(ABORT, 'refusals is append-only'); END;
CREATE TRIGGER follow_ups_no_replace BEFORE INSERT ON follow_ups WHEN EXISTS (SELECT 1 FROM follow_ups WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'follow_ups is append-only'); END;
CREATE TRIGGER sealed_counts_no_replace BEFORE INSERT ON sealed_counts WHEN EXISTS (SELECT 1 FROM sealed_counts WHERE session_id = NEW.session_id)
BEGIN SELECT RAISE(ABORT, 'sealed_counts is append-only'); END;
CREATE TRIGGER settings_no_replace BEFORE INSERT ON settings WHEN EXISTS (SELECT 1 FROM settings WHERE topic = NEW.topic AND version = NEW.version)
BEGIN SELECT RAISE(IGNORE); END;
CREATE TRIGGER replies_no_replace BEFORE INSERT ON replies WHEN EXISTS (SELECT 1 FROM replies WHERE nonce = NEW.nonce)
BEGIN SELECT RAISE(IGNORE); END;
CREATE TRIGGER room_groups_no_replace BEFORE INSERT ON room_groups WHEN EXISTS (SELECT 1 FROM room_groups WHERE id = NEW.id OR (session_id = NEW.session_id AND version = NEW.version))
BEGIN SELECT RAISE(IGNORE); END;
