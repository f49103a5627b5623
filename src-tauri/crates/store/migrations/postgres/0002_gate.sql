-- What the gate records beyond the six steps: corrections, pauses and take-overs, questionnaires,
-- notifications with receipts, approved exceptions, the ways of a tag, prints, and the line outside.

ALTER TABLE entry_checks ADD COLUMN paused_at timestamptz;
ALTER TABLE entry_checks ADD COLUMN paused_note text NOT NULL DEFAULT '';
ALTER TABLE entry_checks ADD COLUMN region_version integer;
ALTER TABLE entry_checks ADD COLUMN after_kind text CHECK (after_kind IN ('replacement', 'exception'));
ALTER TABLE entry_checks ADD COLUMN after_refusal_id uuid REFERENCES refusals (id);
CREATE INDEX entry_checks_by_person ON entry_checks (person_id, opened_at);
CREATE INDEX entry_checks_by_company ON entry_checks (company_id);
CREATE INDEX entry_checks_by_holder ON entry_checks (holder_id, closed_at);
CREATE INDEX entry_checks_by_refusal ON entry_checks (after_refusal_id);
CREATE INDEX persons_by_phone ON persons (phone);

-- A company answers to every name under which it was recorded. One name may belong to several
-- companies only where each has shown a code of its own.
CREATE TABLE company_names (
    company_id uuid NOT NULL REFERENCES companies (id),
    name_key text NOT NULL,
    at timestamptz NOT NULL,
    PRIMARY KEY (company_id, name_key)
);
CREATE INDEX company_names_by_key ON company_names (name_key);

CREATE TABLE questionnaires (
    check_id uuid NOT NULL REFERENCES entry_checks (id),
    seq integer NOT NULL,
    answers text NOT NULL,
    at timestamptz NOT NULL,
    operator_id uuid NOT NULL REFERENCES operators (id),
    PRIMARY KEY (check_id, seq)
);

ALTER TABLE temperature_readings ADD COLUMN round integer NOT NULL DEFAULT 1;

-- A reading that was entered wrongly stays, and beside it stands why it does not count.
CREATE TABLE reading_corrections (
    check_id uuid NOT NULL,
    seq bigint NOT NULL,
    reason text NOT NULL,
    at timestamptz NOT NULL,
    operator_id uuid NOT NULL REFERENCES operators (id),
    PRIMARY KEY (check_id, seq),
    FOREIGN KEY (check_id, seq) REFERENCES temperature_readings (check_id, seq)
);

-- A passed step that was taken up again, and how it ended then; the first row of the step stays.
CREATE TABLE step_corrections (
    check_id uuid NOT NULL,
    seq integer NOT NULL,
    step_no integer NOT NULL CHECK (step_no BETWEEN 1 AND 5),
    outcome text NOT NULL CHECK (outcome IN ('reopened', 'passed', 'passed_after_action', 'refused')),
    action text,
    reason text,
    at timestamptz NOT NULL,
    operator_id uuid NOT NULL REFERENCES operators (id),
    lane text NOT NULL,
    gate_version integer NOT NULL,
    PRIMARY KEY (check_id, seq),
    FOREIGN KEY (check_id, step_no) REFERENCES entry_steps (check_id, step_no),
    CONSTRAINT reopened_for_a_reason CHECK ((outcome = 'reopened') = (reason IS NOT NULL))
);

CREATE TABLE check_moves (
    check_id uuid NOT NULL REFERENCES entry_checks (id),
    seq integer NOT NULL,
    kind text NOT NULL CHECK (kind IN ('paused', 'taken')),
    reason text NOT NULL,
    lane text NOT NULL,
    at timestamptz NOT NULL,
    operator_id uuid NOT NULL REFERENCES operators (id),
    PRIMARY KEY (check_id, seq)
);

CREATE TABLE short_identities (
    refusal_id uuid NOT NULL REFERENCES refusals (id),
    seq integer NOT NULL,
    name text NOT NULL,
    unit text NOT NULL,
    town text NOT NULL,
    phone text NOT NULL,
    at timestamptz NOT NULL,
    operator_id uuid NOT NULL REFERENCES operators (id),
    PRIMARY KEY (refusal_id, seq)
);

CREATE TABLE follow_up_receipts (
    follow_up_id uuid PRIMARY KEY REFERENCES follow_ups (id),
    received_by text NOT NULL,
    note text NOT NULL,
    at timestamptz NOT NULL,
    operator_id uuid NOT NULL REFERENCES operators (id)
);

-- An exception to the number of heads is named, and decided by a second person.
CREATE TABLE head_exceptions (
    id uuid PRIMARY KEY,
    refusal_id uuid NOT NULL UNIQUE REFERENCES refusals (id),
    person_id uuid NOT NULL REFERENCES persons (id),
    ground text NOT NULL,
    requested_by uuid NOT NULL REFERENCES operators (id),
    at timestamptz NOT NULL,
    UNIQUE (id, requested_by)
);
CREATE INDEX head_exceptions_by_time ON head_exceptions (at);

CREATE TABLE head_exception_decisions (
    exception_id uuid PRIMARY KEY,
    requested_by uuid NOT NULL,
    approved boolean NOT NULL,
    decided_by uuid NOT NULL REFERENCES operators (id),
    note text NOT NULL,
    at timestamptz NOT NULL,
    FOREIGN KEY (exception_id, requested_by) REFERENCES head_exceptions (id, requested_by),
    CONSTRAINT decided_by_a_second_person CHECK (decided_by <> requested_by)
);

ALTER TABLE tags ADD COLUMN name_key text;
ALTER TABLE tags ADD COLUMN exception_id uuid REFERENCES head_exceptions (id);
CREATE UNIQUE INDEX tags_one_per_company_name ON tags (name_key, scope)
    WHERE role = 'bidder' AND state IN ('active', 'left');
CREATE UNIQUE INDEX tags_one_per_exception ON tags (exception_id) WHERE exception_id IS NOT NULL;
CREATE INDEX tags_by_person ON tags (person_id, day);

-- A code that was lost is never valid again; the tag lives on under its new code.
CREATE TABLE lost_codes (
    code text PRIMARY KEY,
    tag_id uuid NOT NULL REFERENCES tags (id),
    reason text NOT NULL,
    at timestamptz NOT NULL,
    operator_id uuid NOT NULL REFERENCES operators (id)
);
CREATE INDEX lost_codes_by_tag ON lost_codes (tag_id, at);

CREATE TABLE tag_passages (
    tag_id uuid NOT NULL REFERENCES tags (id),
    seq integer NOT NULL,
    kind text NOT NULL CHECK (kind IN ('leave', 'return', 'closing')),
    at timestamptz NOT NULL,
    lane text NOT NULL,
    operator_id uuid NOT NULL REFERENCES operators (id),
    PRIMARY KEY (tag_id, seq)
);

CREATE TABLE tag_scans (
    id uuid PRIMARY KEY,
    code text NOT NULL,
    tag_id uuid REFERENCES tags (id),
    purpose text NOT NULL CHECK (purpose IN ('look', 'leave', 'return')),
    answer text NOT NULL,
    at timestamptz NOT NULL,
    lane text NOT NULL,
    operator_id uuid NOT NULL REFERENCES operators (id)
);
CREATE INDEX tag_scans_by_time ON tag_scans (at);

CREATE TABLE tag_prints (
    id uuid PRIMARY KEY,
    tag_id uuid NOT NULL REFERENCES tags (id),
    code text NOT NULL,
    layout text NOT NULL CHECK (layout IN ('roll58', 'roll80', 'a4')),
    state text NOT NULL CHECK (state IN ('queued', 'printed', 'failed')),
    at timestamptz NOT NULL,
    operator_id uuid NOT NULL REFERENCES operators (id),
    ended_at timestamptz,
    ended_by uuid REFERENCES operators (id),
    note text NOT NULL DEFAULT '',
    CONSTRAINT ended_when_told CHECK ((ended_at IS NULL) = (state = 'queued'))
);
CREATE UNIQUE INDEX tag_prints_one_queued ON tag_prints (code) WHERE state = 'queued';
CREATE INDEX tag_prints_by_tag ON tag_prints (tag_id, at);

CREATE TABLE queue_counts (
    session_id uuid NOT NULL REFERENCES sessions (id),
    seq integer NOT NULL,
    waiting integer NOT NULL CHECK (waiting BETWEEN 0 AND 999),
    at timestamptz NOT NULL,
    operator_id uuid NOT NULL REFERENCES operators (id),
    PRIMARY KEY (session_id, seq)
);

CREATE TABLE queue_warnings (
    session_id uuid NOT NULL REFERENCES sessions (id),
    seq integer NOT NULL,
    person text NOT NULL,
    note text NOT NULL,
    at timestamptz NOT NULL,
    operator_id uuid NOT NULL REFERENCES operators (id),
    PRIMARY KEY (session_id, seq)
);

-- What supervision is told of and nobody decides here.
CREATE TABLE clashes (
    check_id uuid NOT NULL REFERENCES entry_checks (id),
    seq integer NOT NULL,
    kind text NOT NULL,
    other_check_id uuid REFERENCES entry_checks (id),
    at timestamptz NOT NULL,
    PRIMARY KEY (check_id, seq)
);
CREATE INDEX clashes_by_time ON clashes (at);

INSERT INTO settings (topic, version, body, reason, operator, at)
SELECT 'regions', 1, '{"observedDays":14,"transitCounts":false,"rows":[]}', '', '', founded_at FROM centre;

INSERT INTO company_names (company_id, name_key, at)
SELECT c.id, substr(c.company_key, 6), t.founded_at FROM companies c CROSS JOIN centre t
WHERE c.company_key LIKE 'name:%';

-- The six answers may be given again when step 4 is corrected.
ALTER TABLE symptom_answers ADD COLUMN seq integer NOT NULL DEFAULT 1;
ALTER TABLE symptom_answers ALTER COLUMN seq DROP DEFAULT;
ALTER TABLE symptom_answers DROP CONSTRAINT symptom_answers_pkey;
ALTER TABLE symptom_answers ADD PRIMARY KEY (check_id, seq);

-- No step is passed while an earlier one is being corrected.
CREATE FUNCTION refuse_step_in_correction() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM step_corrections c WHERE c.check_id = NEW.check_id AND c.outcome = 'reopened'
               AND NOT EXISTS (SELECT 1 FROM step_corrections d WHERE d.check_id = c.check_id AND d.seq > c.seq))
    THEN RAISE EXCEPTION 'a step is being corrected' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER entry_steps_wait_for_corrections BEFORE INSERT ON entry_steps
    FOR EACH ROW EXECUTE FUNCTION refuse_step_in_correction();

-- Nobody has a tag without the first five steps, or is admitted without all six.
CREATE FUNCTION refuse_tag_without_steps() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (SELECT count(*) FROM entry_steps WHERE check_id = NEW.check_id AND passed) < 5
    THEN RAISE EXCEPTION 'a tag needs the steps before it' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER tags_need_the_steps BEFORE INSERT ON tags
    FOR EACH ROW EXECUTE FUNCTION refuse_tag_without_steps();

-- Only an approved exception lets a tag count for itself.
CREATE FUNCTION refuse_tag_without_approval() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (
        SELECT 1 FROM head_exceptions e JOIN head_exception_decisions d ON d.exception_id = e.id
        WHERE e.id = NEW.exception_id AND d.approved AND e.person_id = NEW.person_id)
    THEN RAISE EXCEPTION 'the exception is not approved for this person'
        USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER tags_need_an_approval BEFORE INSERT ON tags
    FOR EACH ROW WHEN (NEW.exception_id IS NOT NULL) EXECUTE FUNCTION refuse_tag_without_approval();
CREATE TRIGGER tags_count_by_scope BEFORE INSERT ON tags
    FOR EACH ROW WHEN (NEW.exception_id IS NULL AND NEW.scope LIKE '%+%') EXECUTE FUNCTION refuse_change();

CREATE FUNCTION refuse_admission_without_steps() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (SELECT count(*) FROM entry_steps WHERE check_id = NEW.id AND passed) < 6
    THEN RAISE EXCEPTION 'an admission needs six passed steps' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER admission_needs_six_steps BEFORE UPDATE OF state ON entry_checks
    FOR EACH ROW WHEN (NEW.state = 'admitted') EXECUTE FUNCTION refuse_admission_without_steps();

CREATE TRIGGER company_names_no_update BEFORE UPDATE ON company_names
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER company_names_no_delete BEFORE DELETE ON company_names
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER questionnaires_no_update BEFORE UPDATE ON questionnaires
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER questionnaires_no_delete BEFORE DELETE ON questionnaires
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER reading_corrections_no_update BEFORE UPDATE ON reading_corrections
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER reading_corrections_no_delete BEFORE DELETE ON reading_corrections
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER step_corrections_no_update BEFORE UPDATE ON step_corrections
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER step_corrections_no_delete BEFORE DELETE ON step_corrections
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER check_moves_no_update BEFORE UPDATE ON check_moves
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER check_moves_no_delete BEFORE DELETE ON check_moves
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER short_identities_no_update BEFORE UPDATE ON short_identities
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER short_identities_no_delete BEFORE DELETE ON short_identities
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER follow_up_receipts_no_update BEFORE UPDATE ON follow_up_receipts
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER follow_up_receipts_no_delete BEFORE DELETE ON follow_up_receipts
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER head_exceptions_no_update BEFORE UPDATE ON head_exceptions
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER head_exceptions_no_delete BEFORE DELETE ON head_exceptions
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER head_exception_decisions_no_update BEFORE UPDATE ON head_exception_decisions
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER head_exception_decisions_no_delete BEFORE DELETE ON head_exception_decisions
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER lost_codes_no_update BEFORE UPDATE ON lost_codes
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER lost_codes_no_delete BEFORE DELETE ON lost_codes
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER tag_passages_no_update BEFORE UPDATE ON tag_passages
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER tag_passages_no_delete BEFORE DELETE ON tag_passages
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER tag_scans_no_update BEFORE UPDATE ON tag_scans
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER tag_scans_no_delete BEFORE DELETE ON tag_scans
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER queue_counts_no_update BEFORE UPDATE ON queue_counts
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER queue_counts_no_delete BEFORE DELETE ON queue_counts
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER queue_warnings_no_update BEFORE UPDATE ON queue_warnings
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER queue_warnings_no_delete BEFORE DELETE ON queue_warnings
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER clashes_no_update BEFORE UPDATE ON clashes
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER clashes_no_delete BEFORE DELETE ON clashes
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER tag_prints_no_delete BEFORE DELETE ON tag_prints
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER tag_prints_end_once BEFORE UPDATE ON tag_prints
    FOR EACH ROW WHEN (OLD.state <> 'queued') EXECUTE FUNCTION refuse_change();
CREATE TRIGGER company_names_no_truncate BEFORE TRUNCATE ON company_names
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER questionnaires_no_truncate BEFORE TRUNCATE ON questionnaires
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER reading_corrections_no_truncate BEFORE TRUNCATE ON reading_corrections
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER step_corrections_no_truncate BEFORE TRUNCATE ON step_corrections
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER check_moves_no_truncate BEFORE TRUNCATE ON check_moves
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER short_identities_no_truncate BEFORE TRUNCATE ON short_identities
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER follow_up_receipts_no_truncate BEFORE TRUNCATE ON follow_up_receipts
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER head_exceptions_no_truncate BEFORE TRUNCATE ON head_exceptions
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER head_exception_decisions_no_truncate BEFORE TRUNCATE ON head_exception_decisions
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER lost_codes_no_truncate BEFORE TRUNCATE ON lost_codes
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER tag_passages_no_truncate BEFORE TRUNCATE ON tag_passages
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER tag_scans_no_truncate BEFORE TRUNCATE ON tag_scans
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER queue_counts_no_truncate BEFORE TRUNCATE ON queue_counts
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER queue_warnings_no_truncate BEFORE TRUNCATE ON queue_warnings
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER clashes_no_truncate BEFORE TRUNCATE ON clashes
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER tag_prints_no_truncate BEFORE TRUNCATE ON tag_prints
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
