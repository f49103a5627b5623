CREATE TABLE centre (
    id integer PRIMARY KEY CHECK (id = 1),
    name text NOT NULL,
    zone text NOT NULL,
    rehearsal boolean NOT NULL,
    founded_at timestamptz NOT NULL
);

CREATE TABLE rehearsal_clock (
    id integer PRIMARY KEY CHECK (id = 1),
    scripted_at timestamptz NOT NULL,
    anchored_at timestamptz NOT NULL,
    running boolean NOT NULL,
    speed integer NOT NULL CHECK (speed BETWEEN 1 AND 600)
);

CREATE TABLE rehearsal_events (
    seq bigint PRIMARY KEY,
    at timestamptz NOT NULL,
    operator text NOT NULL,
    command text NOT NULL,
    payload text NOT NULL,
    nonce text NOT NULL,
    played_at timestamptz,
    failure text
);

CREATE TABLE operators (
    id uuid PRIMARY KEY,
    code text NOT NULL UNIQUE,
    name text NOT NULL,
    registered_at timestamptz NOT NULL
);

CREATE TABLE operator_roles (
    operator_id uuid NOT NULL REFERENCES operators (id),
    role text NOT NULL,
    PRIMARY KEY (operator_id, role)
);

CREATE TABLE settings (
    topic text NOT NULL,
    version integer NOT NULL,
    body text NOT NULL,
    reason text NOT NULL,
    operator text NOT NULL,
    at timestamptz NOT NULL,
    PRIMARY KEY (topic, version)
);

CREATE TABLE rooms (
    id uuid PRIMARY KEY,
    code text NOT NULL UNIQUE,
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
    shelf integer NOT NULL CHECK (shelf >= 0),
    video boolean NOT NULL,
    recording boolean NOT NULL,
    opens_minute integer NOT NULL CHECK (opens_minute BETWEEN 0 AND 1440),
    closes_minute integer NOT NULL CHECK (closes_minute BETWEEN opens_minute AND 1440)
);

CREATE TABLE agencies (
    id uuid PRIMARY KEY,
    name text NOT NULL,
    name_key text NOT NULL UNIQUE
);

CREATE TABLE contacts (
    id uuid PRIMARY KEY,
    agency_id uuid NOT NULL REFERENCES agencies (id),
    name text NOT NULL,
    phone text NOT NULL,
    UNIQUE (agency_id, name, phone)
);

CREATE TABLE sessions (
    id uuid PRIMARY KEY,
    code text NOT NULL,
    lot text NOT NULL,
    project_name text NOT NULL,
    tenderer text NOT NULL,
    agency_id uuid NOT NULL REFERENCES agencies (id),
    contact_id uuid NOT NULL REFERENCES contacts (id),
    deadline timestamptz NOT NULL,
    day date NOT NULL,
    kind text NOT NULL,
    originals integer NOT NULL,
    duplicates integer NOT NULL,
    band text,
    evaluation_minutes integer,
    remark text NOT NULL,
    state text NOT NULL CHECK (state IN ('scheduled', 'failed', 'cancelled')),
    state_reason text NOT NULL,
    state_at timestamptz,
    imported_from text NOT NULL,
    entered_at timestamptz NOT NULL,
    UNIQUE (code, lot)
);
CREATE INDEX sessions_by_day ON sessions (day, deadline);

-- The number of bidders stands apart from everything that is shown: a query of
-- sessions cannot bring it along by accident.
CREATE TABLE sealed_counts (
    session_id uuid PRIMARY KEY REFERENCES sessions (id),
    registered integer NOT NULL CHECK (registered >= 0)
);

CREATE TABLE session_rooms (
    session_id uuid NOT NULL REFERENCES sessions (id),
    room_id uuid NOT NULL REFERENCES rooms (id),
    part text NOT NULL CHECK (part IN ('opening', 'evaluation')),
    place integer NOT NULL,
    PRIMARY KEY (session_id, part, room_id)
);

CREATE TABLE calls (
    id uuid PRIMARY KEY,
    agency_id uuid NOT NULL REFERENCES agencies (id),
    day date NOT NULL,
    created_at timestamptz NOT NULL,
    UNIQUE (agency_id, day)
);

CREATE TABLE call_attempts (
    id uuid PRIMARY KEY,
    call_id uuid NOT NULL REFERENCES calls (id),
    at timestamptz NOT NULL,
    operator_id uuid NOT NULL REFERENCES operators (id),
    outcome text NOT NULL,
    call_back_at timestamptz,
    person text,
    title text,
    form_channel text,
    form_sent_at timestamptz,
    relay_confirmed boolean NOT NULL,
    questions text,
    script_version integer NOT NULL,
    sessions_digest text NOT NULL,
    CONSTRAINT attempt_is_outcome_or_answers CHECK ((outcome = 'reached') = (person IS NOT NULL)),
    CONSTRAINT relay_needs_an_answer CHECK (outcome = 'reached' OR relay_confirmed = FALSE)
);
CREATE INDEX call_attempts_by_call ON call_attempts (call_id, at);

CREATE TABLE notices (
    id uuid PRIMARY KEY,
    call_id uuid NOT NULL REFERENCES calls (id),
    at timestamptz NOT NULL,
    operator_id uuid NOT NULL REFERENCES operators (id),
    pages integer NOT NULL,
    script_version integer NOT NULL,
    gate_version integer NOT NULL,
    content_hash text NOT NULL
);

CREATE TABLE companies (
    id uuid PRIMARY KEY,
    company_key text NOT NULL UNIQUE,
    name text NOT NULL,
    credit_code text
);

CREATE TABLE persons (
    id uuid PRIMARY KEY,
    document_kind text NOT NULL,
    document_number text NOT NULL,
    name text NOT NULL,
    phone text NOT NULL,
    residence text NOT NULL,
    UNIQUE (document_kind, document_number)
);

CREATE TABLE entry_checks (
    id uuid PRIMARY KEY,
    session_id uuid NOT NULL REFERENCES sessions (id),
    lane text NOT NULL,
    place integer NOT NULL CHECK (place > 0),
    state text NOT NULL CHECK (state IN ('open', 'resting', 'admitted', 'refused', 'abandoned')),
    holder_id uuid NOT NULL REFERENCES operators (id),
    opened_at timestamptz NOT NULL,
    closed_at timestamptz,
    closed_note text NOT NULL,
    resting_until timestamptz,
    gate_version integer NOT NULL,
    role text,
    person_id uuid REFERENCES persons (id),
    person_name text,
    company_id uuid REFERENCES companies (id),
    company_name text,
    key_region_stay boolean,
    CONSTRAINT closed_when_decided CHECK ((closed_at IS NULL) = (state IN ('open', 'resting')))
);
CREATE UNIQUE INDEX entry_checks_one_per_place ON entry_checks (lane, place) WHERE closed_at IS NULL;
CREATE INDEX entry_checks_by_opening ON entry_checks (opened_at);

-- Step n refers to a passed step n-1 of the same check: the order of the six
-- steps holds whatever the program does.
CREATE TABLE entry_steps (
    check_id uuid NOT NULL REFERENCES entry_checks (id),
    step_no integer NOT NULL CHECK (step_no BETWEEN 1 AND 6),
    passed boolean NOT NULL,
    outcome text NOT NULL CHECK (outcome IN ('passed', 'passed_after_action', 'refused')),
    action text,
    at timestamptz NOT NULL,
    operator_id uuid NOT NULL REFERENCES operators (id),
    lane text NOT NULL,
    gate_version integer NOT NULL,
    prior_no integer,
    prior_passed boolean,
    PRIMARY KEY (check_id, step_no),
    UNIQUE (check_id, step_no, passed),
    FOREIGN KEY (check_id, prior_no, prior_passed) REFERENCES entry_steps (check_id, step_no, passed),
    CONSTRAINT passed_unless_refused CHECK ((passed) = (outcome <> 'refused')),
    CONSTRAINT steps_in_order CHECK (
        (step_no = 1 AND prior_no IS NULL AND prior_passed IS NULL)
        OR (step_no > 1 AND prior_no IS NOT NULL AND prior_passed IS NOT NULL
            AND prior_no = step_no - 1 AND prior_passed))
);

CREATE TABLE temperature_readings (
    check_id uuid NOT NULL REFERENCES entry_checks (id),
    seq bigint NOT NULL,
    tenths integer NOT NULL,
    verdict text NOT NULL,
    device text NOT NULL,
    at timestamptz NOT NULL,
    operator_id uuid NOT NULL REFERENCES operators (id),
    gate_version integer NOT NULL,
    PRIMARY KEY (check_id, seq)
);

CREATE TABLE symptom_answers (
    check_id uuid PRIMARY KEY REFERENCES entry_checks (id),
    fever boolean NOT NULL,
    cough boolean NOT NULL,
    fatigue boolean NOT NULL,
    breathless boolean NOT NULL,
    diarrhoea boolean NOT NULL,
    contact boolean NOT NULL,
    at timestamptz NOT NULL,
    operator_id uuid NOT NULL REFERENCES operators (id)
);

CREATE TABLE tags (
    id uuid PRIMARY KEY,
    code text NOT NULL UNIQUE,
    check_id uuid NOT NULL UNIQUE REFERENCES entry_checks (id),
    session_id uuid NOT NULL REFERENCES sessions (id),
    person_id uuid NOT NULL REFERENCES persons (id),
    company_id uuid REFERENCES companies (id),
    role text NOT NULL,
    day date NOT NULL,
    scope text NOT NULL,
    state text NOT NULL CHECK (state IN ('active', 'left', 'void', 'lost')),
    state_at timestamptz NOT NULL,
    state_reason text NOT NULL,
    lane text NOT NULL,
    operator_id uuid NOT NULL REFERENCES operators (id),
    issued_at timestamptz NOT NULL
);
CREATE UNIQUE INDEX tags_one_per_company ON tags (company_id, scope)
    WHERE role = 'bidder' AND state IN ('active', 'left');
CREATE UNIQUE INDEX tags_one_per_person ON tags (person_id, day)
    WHERE state IN ('active', 'left');
CREATE INDEX tags_by_day ON tags (day, issued_at);

CREATE TABLE refusals (
    id uuid PRIMARY KEY,
    check_id uuid NOT NULL UNIQUE REFERENCES entry_checks (id),
    reason text NOT NULL,
    step_no integer NOT NULL,
    at timestamptz NOT NULL,
    operator_id uuid NOT NULL REFERENCES operators (id),
    gate_version integer NOT NULL,
    due_at timestamptz,
    note text NOT NULL,
    blocking_tag_id uuid REFERENCES tags (id)
);

CREATE TABLE follow_ups (
    id uuid PRIMARY KEY,
    refusal_id uuid NOT NULL REFERENCES refusals (id),
    kind text NOT NULL,
    at timestamptz NOT NULL,
    operator_id uuid NOT NULL REFERENCES operators (id),
    recipient text NOT NULL,
    note text NOT NULL,
    seal_state text
);
CREATE INDEX follow_ups_by_refusal ON follow_ups (refusal_id, at);

CREATE TABLE room_groups (
    id uuid PRIMARY KEY,
    session_id uuid NOT NULL REFERENCES sessions (id),
    day date NOT NULL,
    version integer NOT NULL,
    label text NOT NULL,
    possible boolean NOT NULL,
    basis text NOT NULL CHECK (basis IN ('band_upper_end', 'registered')),
    band text NOT NULL,
    instance text NOT NULL,
    plan text NOT NULL,
    grouping_version integer NOT NULL,
    operator_id uuid NOT NULL REFERENCES operators (id),
    at timestamptz NOT NULL,
    UNIQUE (session_id, version)
);

CREATE TABLE replies (
    nonce text PRIMARY KEY,
    operator text NOT NULL,
    command text NOT NULL,
    request_hash text NOT NULL,
    reply text NOT NULL,
    at timestamptz NOT NULL
);

CREATE TABLE audit (
    seq bigint PRIMARY KEY,
    at timestamptz NOT NULL,
    operator text NOT NULL,
    command text NOT NULL,
    subject text NOT NULL,
    detail text NOT NULL,
    previous text NOT NULL,
    hash text NOT NULL UNIQUE
);

CREATE TABLE audit_head (
    id integer PRIMARY KEY CHECK (id = 1),
    seq bigint NOT NULL,
    hash text NOT NULL
);
INSERT INTO audit_head (id, seq, hash) VALUES (1, 0, '');

-- What was recorded is neither altered nor removed; a correction is a new row.
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation'; END $$;
CREATE TRIGGER audit_no_update BEFORE UPDATE ON audit
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER audit_no_delete BEFORE DELETE ON audit
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER entry_steps_no_update BEFORE UPDATE ON entry_steps
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER entry_steps_no_delete BEFORE DELETE ON entry_steps
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER temperature_readings_no_update BEFORE UPDATE ON temperature_readings
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER temperature_readings_no_delete BEFORE DELETE ON temperature_readings
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER symptom_answers_no_update BEFORE UPDATE ON symptom_answers
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER symptom_answers_no_delete BEFORE DELETE ON symptom_answers
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER call_attempts_no_update BEFORE UPDATE ON call_attempts
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER call_attempts_no_delete BEFORE DELETE ON call_attempts
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER notices_no_update BEFORE UPDATE ON notices
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER notices_no_delete BEFORE DELETE ON notices
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER refusals_no_update BEFORE UPDATE ON refusals
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER refusals_no_delete BEFORE DELETE ON refusals
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER follow_ups_no_update BEFORE UPDATE ON follow_ups
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER follow_ups_no_delete BEFORE DELETE ON follow_ups
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER settings_no_update BEFORE UPDATE ON settings
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER settings_no_delete BEFORE DELETE ON settings
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER replies_no_update BEFORE UPDATE ON replies
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER replies_no_delete BEFORE DELETE ON replies
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER room_groups_no_update BEFORE UPDATE ON room_groups
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER room_groups_no_delete BEFORE DELETE ON room_groups
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER sealed_counts_no_update BEFORE UPDATE ON sealed_counts
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER sealed_counts_no_delete BEFORE DELETE ON sealed_counts
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER entry_checks_no_delete BEFORE DELETE ON entry_checks
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER tags_no_delete BEFORE DELETE ON tags
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER sessions_no_delete BEFORE DELETE ON sessions
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER sessions_deadline_fixed BEFORE UPDATE OF deadline, day ON sessions
    FOR EACH ROW EXECUTE FUNCTION refuse_change();

-- Nor is a table emptied at a stroke.
CREATE TRIGGER audit_no_truncate BEFORE TRUNCATE ON audit
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER entry_steps_no_truncate BEFORE TRUNCATE ON entry_steps
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER temperature_readings_no_truncate BEFORE TRUNCATE ON temperature_readings
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER symptom_answers_no_truncate BEFORE TRUNCATE ON symptom_answers
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER call_attempts_no_truncate BEFORE TRUNCATE ON call_attempts
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER notices_no_truncate BEFORE TRUNCATE ON notices
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER refusals_no_truncate BEFORE TRUNCATE ON refusals
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER follow_ups_no_truncate BEFORE TRUNCATE ON follow_ups
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER settings_no_truncate BEFORE TRUNCATE ON settings
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER replies_no_truncate BEFORE TRUNCATE ON replies
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER room_groups_no_truncate BEFORE TRUNCATE ON room_groups
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER sealed_counts_no_truncate BEFORE TRUNCATE ON sealed_counts
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
