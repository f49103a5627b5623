-- Backups as they were made, and when each could be read again.
CREATE TABLE backups (
    id BLOB PRIMARY KEY,
    cause TEXT NOT NULL CHECK (cause IN ('daily', 'close', 'asked', 'destruction')),
    outcome TEXT NOT NULL CHECK (outcome IN ('good', 'failed')),
    problem TEXT NOT NULL,
    file TEXT NOT NULL,
    folder TEXT NOT NULL,
    second_folder TEXT NOT NULL,
    second_good INTEGER,
    bytes INTEGER NOT NULL,
    rows INTEGER NOT NULL,
    content_hash TEXT NOT NULL,
    audit_seq INTEGER NOT NULL,
    audit_hash TEXT NOT NULL,
    at TEXT NOT NULL,
    operator TEXT NOT NULL
) STRICT;
CREATE INDEX backups_by_time ON backups (at);

INSERT INTO settings (topic, version, body, reason, operator, at)
SELECT 'keeping', 1, '{"backup":{"folder":"","secondFolder":"","at":"21:00:00","atClose":true,"daily":14,"monthly":12},"healthDays":30,"transactionYears":15,"securityDays":180}', '', '', founded_at FROM centre;

CREATE TRIGGER backups_no_update BEFORE UPDATE ON backups
BEGIN SELECT RAISE(ABORT, 'backups is append-only'); END;
CREATE TRIGGER backups_no_delete BEFORE DELETE ON backups
BEGIN SELECT RAISE(ABORT, 'backups is append-only'); END;
CREATE TRIGGER backups_no_replace BEFORE INSERT ON backups WHEN EXISTS (SELECT 1 FROM backups WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'backups is append-only'); END;

-- What must not be destroyed although its time has passed: a case, a session or a day.
CREATE TABLE holds (
    id BLOB PRIMARY KEY,
    check_id BLOB REFERENCES entry_checks (id),
    session_id BLOB REFERENCES sessions (id),
    day TEXT,
    reason TEXT NOT NULL,
    at TEXT NOT NULL,
    operator_id BLOB NOT NULL REFERENCES operators (id),
    CONSTRAINT holds_one_thing CHECK (CASE WHEN check_id IS NULL THEN 0 ELSE 1 END
        + CASE WHEN session_id IS NULL THEN 0 ELSE 1 END + CASE WHEN day IS NULL THEN 0 ELSE 1 END = 1)
) STRICT;

CREATE TABLE hold_ends (
    hold_id BLOB PRIMARY KEY REFERENCES holds (id),
    reason TEXT NOT NULL,
    at TEXT NOT NULL,
    operator_id BLOB NOT NULL REFERENCES operators (id)
) STRICT;

-- One person orders that what is older than a moment be destroyed, another one carries it out.
CREATE TABLE destruction_orders (
    id BLOB PRIMARY KEY,
    before_at TEXT NOT NULL,
    reason TEXT NOT NULL,
    at TEXT NOT NULL,
    operator_id BLOB NOT NULL REFERENCES operators (id),
    UNIQUE (id, operator_id),
    CONSTRAINT destroyed_when_older CHECK (before_at < at)
) STRICT;

-- Open only within the transaction that destroys: it is begun and ended there.
CREATE TABLE destructions (
    order_id BLOB PRIMARY KEY,
    ordered_by BLOB NOT NULL,
    at TEXT NOT NULL,
    operator_id BLOB NOT NULL REFERENCES operators (id),
    ended_at TEXT,
    certificate TEXT,
    FOREIGN KEY (order_id, ordered_by) REFERENCES destruction_orders (id, operator_id),
    CONSTRAINT witnessed_by_a_second_person CHECK (operator_id <> ordered_by),
    CONSTRAINT certified_when_ended CHECK ((ended_at IS NULL) = (certificate IS NULL))
) STRICT;
CREATE TRIGGER destructions_end_once BEFORE UPDATE ON destructions
WHEN OLD.ended_at IS NOT NULL OR NEW.order_id <> OLD.order_id OR NEW.operator_id <> OLD.operator_id
    OR NEW.ordered_by <> OLD.ordered_by OR NEW.at <> OLD.at
BEGIN SELECT RAISE(ABORT, 'the destruction has ended'); END;
CREATE TRIGGER holds_no_update BEFORE UPDATE ON holds
BEGIN SELECT RAISE(ABORT, 'holds is append-only'); END;
CREATE TRIGGER holds_no_delete BEFORE DELETE ON holds
BEGIN SELECT RAISE(ABORT, 'holds is append-only'); END;
CREATE TRIGGER holds_no_replace BEFORE INSERT ON holds WHEN EXISTS (SELECT 1 FROM holds WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'holds is append-only'); END;
CREATE TRIGGER hold_ends_no_update BEFORE UPDATE ON hold_ends
BEGIN SELECT RAISE(ABORT, 'hold_ends is append-only'); END;
CREATE TRIGGER hold_ends_no_delete BEFORE DELETE ON hold_ends
BEGIN SELECT RAISE(ABORT, 'hold_ends is append-only'); END;
CREATE TRIGGER hold_ends_no_replace BEFORE INSERT ON hold_ends WHEN EXISTS (SELECT 1 FROM hold_ends WHERE hold_id = NEW.hold_id)
BEGIN SELECT RAISE(IGNORE); END;
CREATE TRIGGER destruction_orders_no_update BEFORE UPDATE ON destruction_orders
BEGIN SELECT RAISE(ABORT, 'destruction_orders is append-only'); END;
CREATE TRIGGER destruction_orders_no_delete BEFORE DELETE ON destruction_orders
BEGIN SELECT RAISE(ABORT, 'destruction_orders is append-only'); END;
CREATE TRIGGER destruction_orders_no_replace BEFORE INSERT ON destruction_orders WHEN EXISTS (SELECT 1 FROM destruction_orders WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'destruction_orders is append-only'); END;
CREATE TRIGGER destructions_no_delete BEFORE DELETE ON destructions
BEGIN SELECT RAISE(ABORT, 'destructions is append-only'); END;
CREATE TRIGGER destructions_no_replace BEFORE INSERT ON destructions WHEN EXISTS (SELECT 1 FROM destructions WHERE order_id = NEW.order_id)
BEGIN SELECT RAISE(IGNORE); END;

-- Health and identity may be destroyed in the course of a destruction, when their time has passed and nothing holds
-- them. Everything else about an entry stays.
DROP TRIGGER questionnaires_no_delete;
CREATE TRIGGER questionnaires_no_delete BEFORE DELETE ON questionnaires
WHEN NOT EXISTS (SELECT 1 FROM destructions d JOIN destruction_orders o ON o.id = d.order_id
    JOIN entry_checks c ON c.id = OLD.check_id JOIN sessions s ON s.id = c.session_id
    WHERE d.ended_at IS NULL AND c.opened_at < o.before_at AND c.closed_at IS NOT NULL
    AND NOT EXISTS (SELECT 1 FROM holds h WHERE (h.check_id = c.id OR h.session_id = s.id OR h.day = s.day)
        AND NOT EXISTS (SELECT 1 FROM hold_ends e WHERE e.hold_id = h.id)))
BEGIN SELECT RAISE(ABORT, 'questionnaires is append-only'); END;
DROP TRIGGER temperature_readings_no_delete;
CREATE TRIGGER temperature_readings_no_delete BEFORE DELETE ON temperature_readings
WHEN NOT EXISTS (SELECT 1 FROM destructions d JOIN destruction_orders o ON o.id = d.order_id
    JOIN entry_checks c ON c.id = OLD.check_id JOIN sessions s ON s.id = c.session_id
    WHERE d.ended_at IS NULL AND c.opened_at < o.before_at AND c.closed_at IS NOT NULL
    AND NOT EXISTS (SELECT 1 FROM holds h WHERE (h.check_id = c.id OR h.session_id = s.id OR h.day = s.day)
        AND NOT EXISTS (SELECT 1 FROM hold_ends e WHERE e.hold_id = h.id)))
BEGIN SELECT RAISE(ABORT, 'temperature_readings is append-only'); END;
DROP TRIGGER reading_corrections_no_delete;
CREATE TRIGGER reading_corrections_no_delete BEFORE DELETE ON reading_corrections
WHEN NOT EXISTS (SELECT 1 FROM destructions d JOIN destruction_orders o ON o.id = d.order_id
    JOIN entry_checks c ON c.id = OLD.check_id JOIN sessions s ON s.id = c.session_id
    WHERE d.ended_at IS NULL AND c.opened_at < o.before_at AND c.closed_at IS NOT NULL
    AND NOT EXISTS (SELECT 1 FROM holds h WHERE (h.check_id = c.id OR h.session_id = s.id OR h.day = s.day)
        AND NOT EXISTS (SELECT 1 FROM hold_ends e WHERE e.hold_id = h.id)))
BEGIN SELECT RAISE(ABORT, 'reading_corrections is append-only'); END;
DROP TRIGGER symptom_answers_no_delete;
CREATE TRIGGER symptom_answers_no_delete BEFORE DELETE ON symptom_answers
WHEN NOT EXISTS (SELECT 1 FROM destructions d JOIN destruction_orders o ON o.id = d.order_id
    JOIN entry_checks c ON c.id = OLD.check_id JOIN sessions s ON s.id = c.session_id
    WHERE d.ended_at IS NULL AND c.opened_at < o.before_at AND c.closed_at IS NOT NULL
    AND NOT EXISTS (SELECT 1 FROM holds h WHERE (h.check_id = c.id OR h.session_id = s.id OR h.day = s.day)
        AND NOT EXISTS (SELECT 1 FROM hold_ends e WHERE e.hold_id = h.id)))
BEGIN SELECT RAISE(ABORT, 'symptom_answers is append-only'); END;
DROP TRIGGER short_identities_no_delete;
CREATE TRIGGER short_identities_no_delete BEFORE DELETE ON short_identities
WHEN NOT EXISTS (SELECT 1 FROM destructions d JOIN destruction_orders o ON o.id = d.order_id
    JOIN entry_checks c ON c.id = (SELECT r.check_id FROM refusals r WHERE r.id = OLD.refusal_id) JOIN sessions s ON s.id = c.session_id
    WHERE d.ended_at IS NULL AND c.opened_at < o.before_at AND c.closed_at IS NOT NULL
    AND NOT EXISTS (SELECT 1 FROM holds h WHERE (h.check_id = c.id OR h.session_id = s.id OR h.day = s.day)
        AND NOT EXISTS (SELECT 1 FROM hold_ends e WHERE e.hold_id = h.id)))
BEGIN SELECT RAISE(ABORT, 'short_identities is append-only'); END;
DROP TRIGGER roll_call_reports_no_delete;
CREATE TRIGGER roll_call_reports_no_delete BEFORE DELETE ON roll_call_reports
WHEN NOT EXISTS (SELECT 1 FROM destructions d JOIN destruction_orders o ON o.id = d.order_id
    WHERE d.ended_at IS NULL AND OLD.at < o.before_at
    AND NOT EXISTS (SELECT 1 FROM holds h WHERE h.day = OLD.day
        AND NOT EXISTS (SELECT 1 FROM hold_ends e WHERE e.hold_id = h.id)))
BEGIN SELECT RAISE(ABORT, 'roll_call_reports is append-only'); END;
-- An answer that was kept for its nonce loses its words and stays the answer to that nonce.
DROP TRIGGER replies_no_update;
CREATE TRIGGER replies_no_update BEFORE UPDATE ON replies
WHEN NEW.reply <> '' OR NEW.nonce <> OLD.nonce OR NEW.request_hash <> OLD.request_hash
    OR NEW.operator <> OLD.operator OR NEW.command <> OLD.command OR NEW.at <> OLD.at
    OR NOT EXISTS (SELECT 1 FROM destructions d JOIN destruction_orders o ON o.id = d.order_id
        WHERE d.ended_at IS NULL AND OLD.at < o.before_at)
BEGIN SELECT RAISE(ABORT, 'replies is append-only'); END;
