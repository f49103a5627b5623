-- What the gate records beyond the six steps: corrections, pauses and take-overs, questionnaires,
-- notifications with receipts, approved exceptions, the ways of a tag, prints, and the line outside.

ALTER TABLE entry_checks ADD COLUMN paused_at TEXT;
ALTER TABLE entry_checks ADD COLUMN paused_note TEXT NOT NULL DEFAULT '';
ALTER TABLE entry_checks ADD COLUMN region_version INTEGER;
ALTER TABLE entry_checks ADD COLUMN after_kind TEXT CHECK (after_kind IN ('replacement', 'exception'));
ALTER TABLE entry_checks ADD COLUMN after_refusal_id BLOB REFERENCES refusals (id);
CREATE INDEX entry_checks_by_person ON entry_checks (person_id, opened_at);
CREATE INDEX entry_checks_by_company ON entry_checks (company_id);
CREATE INDEX entry_checks_by_holder ON entry_checks (holder_id, closed_at);
CREATE INDEX entry_checks_by_refusal ON entry_checks (after_refusal_id);
CREATE INDEX persons_by_phone ON persons (phone);

-- A company answers to every name under which it was recorded. One name may belong to several
-- companies only where each has shown a code of its own.
CREATE TABLE company_names (
    company_id BLOB NOT NULL REFERENCES companies (id),
    name_key TEXT NOT NULL,
    at TEXT NOT NULL,
    PRIMARY KEY (company_id, name_key)
) STRICT;
CREATE INDEX company_names_by_key ON company_names (name_key);

CREATE TABLE questionnaires (
    check_id BLOB NOT NULL REFERENCES entry_checks (id),
    seq INTEGER NOT NULL,
    answers TEXT NOT NULL,
    at TEXT NOT NULL,
    operator_id BLOB NOT NULL REFERENCES operators (id),
    PRIMARY KEY (check_id, seq)
) STRICT;

ALTER TABLE temperature_readings ADD COLUMN round INTEGER NOT NULL DEFAULT 1;

-- A reading that was entered wrongly stays, and beside it stands why it does not count.
CREATE TABLE reading_corrections (
    check_id BLOB NOT NULL,
    seq INTEGER NOT NULL,
    reason TEXT NOT NULL,
    at TEXT NOT NULL,
    operator_id BLOB NOT NULL REFERENCES operators (id),
    PRIMARY KEY (check_id, seq),
    FOREIGN KEY (check_id, seq) REFERENCES temperature_readings (check_id, seq)
) STRICT;

-- A passed step that was taken up again, and how it ended then; the first row of the step stays.
CREATE TABLE step_corrections (
    check_id BLOB NOT NULL,
    seq INTEGER NOT NULL,
    step_no INTEGER NOT NULL CHECK (step_no BETWEEN 1 AND 5),
    outcome TEXT NOT NULL CHECK (outcome IN ('reopened', 'passed', 'passed_after_action', 'refused')),
    action TEXT,
    reason TEXT,
    at TEXT NOT NULL,
    operator_id BLOB NOT NULL REFERENCES operators (id),
    lane TEXT NOT NULL,
    gate_version INTEGER NOT NULL,
    PRIMARY KEY (check_id, seq),
    FOREIGN KEY (check_id, step_no) REFERENCES entry_steps (check_id, step_no),
    CONSTRAINT reopened_for_a_reason CHECK ((outcome = 'reopened') = (reason IS NOT NULL))
) STRICT;

CREATE TABLE check_moves (
    check_id BLOB NOT NULL REFERENCES entry_checks (id),
    seq INTEGER NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('paused', 'taken')),
    reason TEXT NOT NULL,
    lane TEXT NOT NULL,
    at TEXT NOT NULL,
    operator_id BLOB NOT NULL REFERENCES operators (id),
    PRIMARY KEY (check_id, seq)
) STRICT;

CREATE TABLE short_identities (
    refusal_id BLOB NOT NULL REFERENCES refusals (id),
    seq INTEGER NOT NULL,
    name TEXT NOT NULL,
    unit TEXT NOT NULL,
    town TEXT NOT NULL,
    phone TEXT NOT NULL,
    at TEXT NOT NULL,
    operator_id BLOB NOT NULL REFERENCES operators (id),
    PRIMARY KEY (refusal_id, seq)
) STRICT;

CREATE TABLE follow_up_receipts (
    follow_up_id BLOB PRIMARY KEY REFERENCES follow_ups (id),
    received_by TEXT NOT NULL,
    note TEXT NOT NULL,
    at TEXT NOT NULL,
    operator_id BLOB NOT NULL REFERENCES operators (id)
) STRICT;

-- An exception to the number of heads is named, and decided by a second person.
CREATE TABLE head_exceptions (
    id BLOB PRIMARY KEY,
    refusal_id BLOB NOT NULL UNIQUE REFERENCES refusals (id),
    person_id BLOB NOT NULL REFERENCES persons (id),
    ground TEXT NOT NULL,
    requested_by BLOB NOT NULL REFERENCES operators (id),
    at TEXT NOT NULL,
    UNIQUE (id, requested_by)
) STRICT;
CREATE INDEX head_exceptions_by_time ON head_exceptions (at);

CREATE TABLE head_exception_decisions (
    exception_id BLOB PRIMARY KEY,
    requested_by BLOB NOT NULL,
    approved INTEGER NOT NULL,
    decided_by BLOB NOT NULL REFERENCES operators (id),
    note TEXT NOT NULL,
    at TEXT NOT NULL,
    FOREIGN KEY (exception_id, requested_by) REFERENCES head_exceptions (id, requested_by),
    CONSTRAINT decided_by_a_second_person CHECK (decided_by <> requested_by)
) STRICT;

ALTER TABLE tags ADD COLUMN name_key TEXT;
ALTER TABLE tags ADD COLUMN exception_id BLOB REFERENCES head_exceptions (id);
CREATE UNIQUE INDEX tags_one_per_company_name ON tags (name_key, scope)
    WHERE role = 'bidder' AND state IN ('active', 'left');
CREATE UNIQUE INDEX tags_one_per_exception ON tags (exception_id) WHERE exception_id IS NOT NULL;
CREATE INDEX tags_by_person ON tags (person_id, day);

-- A code that was lost is never valid again; the tag lives on under its new code.
CREATE TABLE lost_codes (
    code TEXT PRIMARY KEY,
    tag_id BLOB NOT NULL REFERENCES tags (id),
    reason TEXT NOT NULL,
    at TEXT NOT NULL,
    operator_id BLOB NOT NULL REFERENCES operators (id)
) STRICT;
CREATE INDEX lost_codes_by_tag ON lost_codes (tag_id, at);

CREATE TABLE tag_passages (
    tag_id BLOB NOT NULL REFERENCES tags (id),
    seq INTEGER NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('leave', 'return', 'closing')),
    at TEXT NOT NULL,
    lane TEXT NOT NULL,
    operator_id BLOB NOT NULL REFERENCES operators (id),
    PRIMARY KEY (tag_id, seq)
) STRICT;

CREATE TABLE tag_scans (
    id BLOB PRIMARY KEY,
    code TEXT NOT NULL,
    tag_id BLOB REFERENCES tags (id),
    purpose TEXT NOT NULL CHECK (purpose IN ('look', 'leave', 'return')),
    answer TEXT NOT NULL,
    at TEXT NOT NULL,
    lane TEXT NOT NULL,
    operator_id BLOB NOT NULL REFERENCES operators (id)
) STRICT;
CREATE INDEX tag_scans_by_time ON tag_scans (at);

CREATE TABLE tag_prints (
    id BLOB PRIMARY KEY,
    tag_id BLOB NOT NULL REFERENCES tags (id),
    code TEXT NOT NULL,
    layout TEXT NOT NULL CHECK (layout IN ('roll58', 'roll80', 'a4')),
    state TEXT NOT NULL CHECK (state IN ('queued', 'printed', 'failed')),
    at TEXT NOT NULL,
    operator_id BLOB NOT NULL REFERENCES operators (id),
    ended_at TEXT,
    ended_by BLOB REFERENCES operators (id),
    note TEXT NOT NULL DEFAULT '',
    CONSTRAINT ended_when_told CHECK ((ended_at IS NULL) = (state = 'queued'))
) STRICT;
CREATE UNIQUE INDEX tag_prints_one_queued ON tag_prints (code) WHERE state = 'queued';
CREATE INDEX tag_prints_by_tag ON tag_prints (tag_id, at);

CREATE TABLE queue_counts (
    session_id BLOB NOT NULL REFERENCES sessions (id),
    seq INTEGER NOT NULL,
    waiting INTEGER NOT NULL CHECK (waiting BETWEEN 0 AND 999),
    at TEXT NOT NULL,
    operator_id BLOB NOT NULL REFERENCES operators (id),
    PRIMARY KEY (session_id, seq)
) STRICT;

CREATE TABLE queue_warnings (
    session_id BLOB NOT NULL REFERENCES sessions (id),
    seq INTEGER NOT NULL,
    person TEXT NOT NULL,
    note TEXT NOT NULL,
    at TEXT NOT NULL,
    operator_id BLOB NOT NULL REFERENCES operators (id),
    PRIMARY KEY (session_id, seq)
) STRICT;

-- What supervision is told of and nobody decides here.
CREATE TABLE clashes (
    check_id BLOB NOT NULL REFERENCES entry_checks (id),
    seq INTEGER NOT NULL,
    kind TEXT NOT NULL,
    other_check_id BLOB REFERENCES entry_checks (id),
    at TEXT NOT NULL,
    PRIMARY KEY (check_id, seq)
) STRICT;
CREATE INDEX clashes_by_time ON clashes (at);

INSERT INTO settings (topic, version, body, reason, operator, at)
SELECT 'regions', 1, '{"observedDays":14,"transitCounts":false,"rows":[]}', '', '', founded_at FROM centre;

INSERT INTO company_names (company_id, name_key, at)
SELECT c.id, substr(c.company_key, 6), t.founded_at FROM companies c CROSS JOIN centre t
WHERE c.company_key LIKE 'name:%';

-- The six answers may be given again when step 4 is corrected.
CREATE TABLE answers_given (
    check_id BLOB NOT NULL REFERENCES entry_checks (id),
    seq INTEGER NOT NULL,
    fever INTEGER NOT NULL,
    cough INTEGER NOT NULL,
    fatigue INTEGER NOT NULL,
    breathless INTEGER NOT NULL,
    diarrhoea INTEGER NOT NULL,
    contact INTEGER NOT NULL,
    at TEXT NOT NULL,
    operator_id BLOB NOT NULL REFERENCES operators (id),
    PRIMARY KEY (check_id, seq)
) STRICT;
INSERT INTO answers_given (check_id, seq, fever, cough, fatigue, breathless, diarrhoea, contact, at, operator_id)
SELECT check_id, 1, fever, cough, fatigue, breathless, diarrhoea, contact, at, operator_id FROM symptom_answers;
DROP TRIGGER symptom_answers_no_delete;
DROP TABLE symptom_answers;
ALTER TABLE answers_given RENAME TO symptom_answers;

-- No step is passed while an earlier one is being corrected.
CREATE TRIGGER entry_steps_wait_for_corrections BEFORE INSERT ON entry_steps
WHEN EXISTS (SELECT 1 FROM step_corrections c WHERE c.check_id = NEW.check_id AND c.outcome = 'reopened'
             AND NOT EXISTS (SELECT 1 FROM step_corrections d WHERE d.check_id = c.check_id AND d.seq > c.seq))
BEGIN SELECT RAISE(ABORT, 'a step is being corrected'); END;

-- Nobody has a tag without the first five steps, or is admitted without all six.
CREATE TRIGGER tags_need_the_steps BEFORE INSERT ON tags
WHEN (SELECT count(*) FROM entry_steps WHERE check_id = NEW.check_id AND passed = 1) < 5
BEGIN SELECT RAISE(ABORT, 'a tag needs the steps before it'); END;
CREATE TRIGGER admission_needs_six_steps BEFORE UPDATE OF state ON entry_checks
WHEN NEW.state = 'admitted'
    AND (SELECT count(*) FROM entry_steps WHERE check_id = NEW.id AND passed = 1) < 6
BEGIN SELECT RAISE(ABORT, 'an admission needs six passed steps'); END;

-- Only an approved exception lets a tag count for itself.
CREATE TRIGGER tags_need_an_approval BEFORE INSERT ON tags
WHEN NEW.exception_id IS NOT NULL AND NOT EXISTS (
    SELECT 1 FROM head_exceptions e JOIN head_exception_decisions d ON d.exception_id = e.id
    WHERE e.id = NEW.exception_id AND d.approved = 1 AND e.person_id = NEW.person_id)
BEGIN SELECT RAISE(ABORT, 'the exception is not approved for this person'); END;
CREATE TRIGGER tags_count_by_scope BEFORE INSERT ON tags
WHEN NEW.exception_id IS NULL AND NEW.scope LIKE '%+%'
BEGIN SELECT RAISE(ABORT, 'only an exception counts for itself'); END;

CREATE TRIGGER company_names_no_update BEFORE UPDATE ON company_names
BEGIN SELECT RAISE(ABORT, 'company_names is append-only'); END;
CREATE TRIGGER company_names_no_delete BEFORE DELETE ON company_names
BEGIN SELECT RAISE(ABORT, 'company_names is append-only'); END;
CREATE TRIGGER questionnaires_no_update BEFORE UPDATE ON questionnaires
BEGIN SELECT RAISE(ABORT, 'questionnaires is append-only'); END;
CREATE TRIGGER questionnaires_no_delete BEFORE DELETE ON questionnaires
BEGIN SELECT RAISE(ABORT, 'questionnaires is append-only'); END;
CREATE TRIGGER reading_corrections_no_update BEFORE UPDATE ON reading_corrections
BEGIN SELECT RAISE(ABORT, 'reading_corrections is append-only'); END;
CREATE TRIGGER reading_corrections_no_delete BEFORE DELETE ON reading_corrections
BEGIN SELECT RAISE(ABORT, 'reading_corrections is append-only'); END;
CREATE TRIGGER step_corrections_no_update BEFORE UPDATE ON step_corrections
BEGIN SELECT RAISE(ABORT, 'step_corrections is append-only'); END;
CREATE TRIGGER step_corrections_no_delete BEFORE DELETE ON step_corrections
BEGIN SELECT RAISE(ABORT, 'step_corrections is append-only'); END;
CREATE TRIGGER check_moves_no_update BEFORE UPDATE ON check_moves
BEGIN SELECT RAISE(ABORT, 'check_moves is append-only'); END;
CREATE TRIGGER check_moves_no_delete BEFORE DELETE ON check_moves
BEGIN SELECT RAISE(ABORT, 'check_moves is append-only'); END;
CREATE TRIGGER short_identities_no_update BEFORE UPDATE ON short_identities
BEGIN SELECT RAISE(ABORT, 'short_identities is append-only'); END;
CREATE TRIGGER short_identities_no_delete BEFORE DELETE ON short_identities
BEGIN SELECT RAISE(ABORT, 'short_identities is append-only'); END;
CREATE TRIGGER follow_up_receipts_no_update BEFORE UPDATE ON follow_up_receipts
BEGIN SELECT RAISE(ABORT, 'follow_up_receipts is append-only'); END;
CREATE TRIGGER follow_up_receipts_no_delete BEFORE DELETE ON follow_up_receipts
BEGIN SELECT RAISE(ABORT, 'follow_up_receipts is append-only'); END;
CREATE TRIGGER head_exceptions_no_update BEFORE UPDATE ON head_exceptions
BEGIN SELECT RAISE(ABORT, 'head_exceptions is append-only'); END;
CREATE TRIGGER head_exceptions_no_delete BEFORE DELETE ON head_exceptions
BEGIN SELECT RAISE(ABORT, 'head_exceptions is append-only'); END;
CREATE TRIGGER head_exception_decisions_no_update BEFORE UPDATE ON head_exception_decisions
BEGIN SELECT RAISE(ABORT, 'head_exception_decisions is append-only'); END;
CREATE TRIGGER head_exception_decisions_no_delete BEFORE DELETE ON head_exception_decisions
BEGIN SELECT RAISE(ABORT, 'head_exception_decisions is append-only'); END;
CREATE TRIGGER lost_codes_no_update BEFORE UPDATE ON lost_codes
BEGIN SELECT RAISE(ABORT, 'lost_codes is append-only'); END;
CREATE TRIGGER lost_codes_no_delete BEFORE DELETE ON lost_codes
BEGIN SELECT RAISE(ABORT, 'lost_codes is append-only'); END;
CREATE TRIGGER tag_passages_no_update BEFORE UPDATE ON tag_passages
BEGIN SELECT RAISE(ABORT, 'tag_passages is append-only'); END;
CREATE TRIGGER tag_passages_no_delete BEFORE DELETE ON tag_passages
BEGIN SELECT RAISE(ABORT, 'tag_passages is append-only'); END;
CREATE TRIGGER tag_scans_no_update BEFORE UPDATE ON tag_scans
BEGIN SELECT RAISE(ABORT, 'tag_scans is append-only'); END;
CREATE TRIGGER tag_scans_no_delete BEFORE DELETE ON tag_scans
BEGIN SELECT RAISE(ABORT, 'tag_scans is append-only'); END;
CREATE TRIGGER queue_counts_no_update BEFORE UPDATE ON queue_counts
BEGIN SELECT RAISE(ABORT, 'queue_counts is append-only'); END;
CREATE TRIGGER queue_counts_no_delete BEFORE DELETE ON queue_counts
BEGIN SELECT RAISE(ABORT, 'queue_counts is append-only'); END;
CREATE TRIGGER queue_warnings_no_update BEFORE UPDATE ON queue_warnings
BEGIN SELECT RAISE(ABORT, 'queue_warnings is append-only'); END;
CREATE TRIGGER queue_warnings_no_delete BEFORE DELETE ON queue_warnings
BEGIN SELECT RAISE(ABORT, 'queue_warnings is append-only'); END;
CREATE TRIGGER clashes_no_update BEFORE UPDATE ON clashes
BEGIN SELECT RAISE(ABORT, 'clashes is append-only'); END;
CREATE TRIGGER clashes_no_delete BEFORE DELETE ON clashes
BEGIN SELECT RAISE(ABORT, 'clashes is append-only'); END;
CREATE TRIGGER symptom_answers_no_update BEFORE UPDATE ON symptom_answers
BEGIN SELECT RAISE(ABORT, 'symptom_answers is append-only'); END;
CREATE TRIGGER symptom_answers_no_delete BEFORE DELETE ON symptom_answers
BEGIN SELECT RAISE(ABORT, 'symptom_answers is append-only'); END;
CREATE TRIGGER tag_prints_no_delete BEFORE DELETE ON tag_prints
BEGIN SELECT RAISE(ABORT, 'tag_prints is append-only'); END;
CREATE TRIGGER tag_prints_end_once BEFORE UPDATE ON tag_prints WHEN OLD.state <> 'queued'
BEGIN SELECT RAISE(ABORT, 'the print has ended'); END;
CREATE TRIGGER company_names_no_replace BEFORE INSERT ON company_names WHEN EXISTS (SELECT 1 FROM company_names WHERE company_id = NEW.company_id AND name_key = NEW.name_key)
BEGIN SELECT RAISE(IGNORE); END;
CREATE TRIGGER questionnaires_no_replace BEFORE INSERT ON questionnaires WHEN EXISTS (SELECT 1 FROM questionnaires WHERE check_id = NEW.check_id AND seq = NEW.seq)
BEGIN SELECT RAISE(ABORT, 'questionnaires is append-only'); END;
CREATE TRIGGER reading_corrections_no_replace BEFORE INSERT ON reading_corrections WHEN EXISTS (SELECT 1 FROM reading_corrections WHERE check_id = NEW.check_id AND seq = NEW.seq)
BEGIN SELECT RAISE(ABORT, 'reading_corrections is append-only'); END;
CREATE TRIGGER step_corrections_no_replace BEFORE INSERT ON step_corrections WHEN EXISTS (SELECT 1 FROM step_corrections WHERE check_id = NEW.check_id AND seq = NEW.seq)
BEGIN SELECT RAISE(ABORT, 'step_corrections is append-only'); END;
CREATE TRIGGER check_moves_no_replace BEFORE INSERT ON check_moves WHEN EXISTS (SELECT 1 FROM check_moves WHERE check_id = NEW.check_id AND seq = NEW.seq)
BEGIN SELECT RAISE(ABORT, 'check_moves is append-only'); END;
CREATE TRIGGER short_identities_no_replace BEFORE INSERT ON short_identities WHEN EXISTS (SELECT 1 FROM short_identities WHERE refusal_id = NEW.refusal_id AND seq = NEW.seq)
BEGIN SELECT RAISE(ABORT, 'short_identities is append-only'); END;
CREATE TRIGGER follow_up_receipts_no_replace BEFORE INSERT ON follow_up_receipts WHEN EXISTS (SELECT 1 FROM follow_up_receipts WHERE follow_up_id = NEW.follow_up_id)
BEGIN SELECT RAISE(IGNORE); END;
CREATE TRIGGER head_exceptions_no_replace BEFORE INSERT ON head_exceptions WHEN EXISTS (SELECT 1 FROM head_exceptions WHERE id = NEW.id OR refusal_id = NEW.refusal_id)
BEGIN SELECT RAISE(IGNORE); END;
CREATE TRIGGER head_exception_decisions_no_replace BEFORE INSERT ON head_exception_decisions WHEN EXISTS (SELECT 1 FROM head_exception_decisions WHERE exception_id = NEW.exception_id)
BEGIN SELECT RAISE(IGNORE); END;
CREATE TRIGGER lost_codes_no_replace BEFORE INSERT ON lost_codes WHEN EXISTS (SELECT 1 FROM lost_codes WHERE code = NEW.code)
BEGIN SELECT RAISE(ABORT, 'lost_codes is append-only'); END;
CREATE TRIGGER tag_passages_no_replace BEFORE INSERT ON tag_passages WHEN EXISTS (SELECT 1 FROM tag_passages WHERE tag_id = NEW.tag_id AND seq = NEW.seq)
BEGIN SELECT RAISE(ABORT, 'tag_passages is append-only'); END;
CREATE TRIGGER tag_scans_no_replace BEFORE INSERT ON tag_scans WHEN EXISTS (SELECT 1 FROM tag_scans WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'tag_scans is append-only'); END;
CREATE TRIGGER queue_counts_no_replace BEFORE INSERT ON queue_counts WHEN EXISTS (SELECT 1 FROM queue_counts WHERE session_id = NEW.session_id AND seq = NEW.seq)
BEGIN SELECT RAISE(IGNORE); END;
CREATE TRIGGER queue_warnings_no_replace BEFORE INSERT ON queue_warnings WHEN EXISTS (SELECT 1 FROM queue_warnings WHERE session_id = NEW.session_id AND seq = NEW.seq)
BEGIN SELECT RAISE(IGNORE); END;
CREATE TRIGGER clashes_no_replace BEFORE INSERT ON clashes WHEN EXISTS (SELECT 1 FROM clashes WHERE check_id = NEW.check_id AND seq = NEW.seq)
BEGIN SELECT RAISE(ABORT, 'clashes is append-only'); END;
CREATE TRIGGER symptom_answers_no_replace BEFORE INSERT ON symptom_answers WHEN EXISTS (SELECT 1 FROM symptom_answers WHERE check_id = NEW.check_id AND seq = NEW.seq)
BEGIN SELECT RAISE(ABORT, 'symptom_answers is append-only'); END;
CREATE TRIGGER tag_prints_no_replace BEFORE INSERT ON tag_prints WHEN EXISTS (SELECT 1 FROM tag_prints WHERE id = NEW.id OR (code = NEW.code AND state = 'queued'))
BEGIN SELECT RAISE(IGNORE); END;
