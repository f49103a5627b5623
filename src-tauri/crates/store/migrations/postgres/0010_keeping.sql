-- Backups as they were made, and when each could be read again.
CREATE TABLE backups (
    id uuid PRIMARY KEY,
    cause text NOT NULL CHECK (cause IN ('daily', 'close', 'asked', 'destruction')),
    outcome text NOT NULL CHECK (outcome IN ('good', 'failed')),
    problem text NOT NULL,
    file text NOT NULL,
    folder text NOT NULL,
    second_folder text NOT NULL,
    second_good boolean,
    bytes bigint NOT NULL,
    rows bigint NOT NULL,
    content_hash text NOT NULL,
    audit_seq bigint NOT NULL,
    audit_hash text NOT NULL,
    at timestamptz NOT NULL,
    operator text NOT NULL
);
CREATE INDEX backups_by_time ON backups (at);

INSERT INTO settings (topic, version, body, reason, operator, at)
SELECT 'keeping', 1, '{"backup":{"folder":"","secondFolder":"","at":"21:00:00","atClose":true,"daily":14,"monthly":12},"healthDays":30,"transactionYears":15,"securityDays":180}', '', '', founded_at FROM centre;

CREATE TRIGGER backups_no_update BEFORE UPDATE ON backups
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER backups_no_delete BEFORE DELETE ON backups
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER backups_no_truncate BEFORE TRUNCATE ON backups
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- What must not be destroyed although its time has passed: a case, a session or a day.
CREATE TABLE holds (
    id uuid PRIMARY KEY,
    check_id uuid REFERENCES entry_checks (id),
    session_id uuid REFERENCES sessions (id),
    day date,
    reason text NOT NULL,
    at timestamptz NOT NULL,
    operator_id uuid NOT NULL REFERENCES operators (id),
    CONSTRAINT holds_one_thing CHECK (CASE WHEN check_id IS NULL THEN 0 ELSE 1 END
        + CASE WHEN session_id IS NULL THEN 0 ELSE 1 END + CASE WHEN day IS NULL THEN 0 ELSE 1 END = 1)
);

CREATE TABLE hold_ends (
    hold_id uuid PRIMARY KEY REFERENCES holds (id),
    reason text NOT NULL,
    at timestamptz NOT NULL,
    operator_id uuid NOT NULL REFERENCES operators (id)
);

-- One person orders that what is older than a moment be destroyed, another one carries it out.
CREATE TABLE destruction_orders (
    id uuid PRIMARY KEY,
    before_at timestamptz NOT NULL,
    reason text NOT NULL,
    at timestamptz NOT NULL,
    operator_id uuid NOT NULL REFERENCES operators (id),
    UNIQUE (id, operator_id),
    CONSTRAINT destroyed_when_older CHECK (before_at < at)
);

-- Open only within the transaction that destroys: it is begun and ended there.
CREATE TABLE destructions (
    order_id uuid PRIMARY KEY,
    ordered_by uuid NOT NULL,
    at timestamptz NOT NULL,
    operator_id uuid NOT NULL REFERENCES operators (id),
    ended_at timestamptz,
    certificate text,
    FOREIGN KEY (order_id, ordered_by) REFERENCES destruction_orders (id, operator_id),
    CONSTRAINT witnessed_by_a_second_person CHECK (operator_id <> ordered_by),
    CONSTRAINT certified_when_ended CHECK ((ended_at IS NULL) = (certificate IS NULL))
);
CREATE TRIGGER destructions_end_once BEFORE UPDATE ON destructions
    FOR EACH ROW WHEN (OLD.ended_at IS NOT NULL OR NEW.order_id <> OLD.order_id OR NEW.operator_id <> OLD.operator_id
        OR NEW.ordered_by <> OLD.ordered_by OR NEW.at <> OLD.at) EXECUTE FUNCTION refuse_change();
CREATE TRIGGER holds_no_update BEFORE UPDATE ON holds
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER holds_no_delete BEFORE DELETE ON holds
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER holds_no_truncate BEFORE TRUNCATE ON holds
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER hold_ends_no_update BEFORE UPDATE ON hold_ends
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER hold_ends_no_delete BEFORE DELETE ON hold_ends
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER hold_ends_no_truncate BEFORE TRUNCATE ON hold_ends
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER destruction_orders_no_update BEFORE UPDATE ON destruction_orders
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER destruction_orders_no_delete BEFORE DELETE ON destruction_orders
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER destruction_orders_no_truncate BEFORE TRUNCATE ON destruction_orders
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER destructions_no_delete BEFORE DELETE ON destructions
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER destructions_no_truncate BEFORE TRUNCATE ON destructions
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- Health and identity may be destroyed in the course of a destruction, when their time has passed and nothing holds
-- them. Everything else about an entry stays.
CREATE FUNCTION may_be_destroyed(checked uuid) RETURNS boolean LANGUAGE sql STABLE AS $$
SELECT EXISTS (SELECT 1 FROM destructions d JOIN destruction_orders o ON o.id = d.order_id
    JOIN entry_checks c ON c.id = checked JOIN sessions s ON s.id = c.session_id
    WHERE d.ended_at IS NULL AND c.opened_at < o.before_at AND c.closed_at IS NOT NULL
    AND NOT EXISTS (SELECT 1 FROM holds h WHERE (h.check_id = c.id OR h.session_id = s.id OR h.day = s.day)
        AND NOT EXISTS (SELECT 1 FROM hold_ends e WHERE e.hold_id = h.id))) $$;
DROP TRIGGER questionnaires_no_delete ON questionnaires;
CREATE TRIGGER questionnaires_no_delete BEFORE DELETE ON questionnaires
    FOR EACH ROW WHEN (NOT may_be_destroyed(OLD.check_id)) EXECUTE FUNCTION refuse_change();
DROP TRIGGER temperature_readings_no_delete ON temperature_readings;
CREATE TRIGGER temperature_readings_no_delete BEFORE DELETE ON temperature_readings
    FOR EACH ROW WHEN (NOT may_be_destroyed(OLD.check_id)) EXECUTE FUNCTION refuse_change();
DROP TRIGGER reading_corrections_no_delete ON reading_corrections;
CREATE TRIGGER reading_corrections_no_delete BEFORE DELETE ON reading_corrections
    FOR EACH ROW WHEN (NOT may_be_destroyed(OLD.check_id)) EXECUTE FUNCTION refuse_change();
DROP TRIGGER symptom_answers_no_delete ON symptom_answers;
CREATE TRIGGER symptom_answers_no_delete BEFORE DELETE ON symptom_answers
    FOR EACH ROW WHEN (NOT may_be_destroyed(OLD.check_id)) EXECUTE FUNCTION refuse_change();
CREATE FUNCTION identity_may_be_destroyed(refused uuid) RETURNS boolean LANGUAGE sql STABLE AS $$
SELECT COALESCE(bool_and(may_be_destroyed(r.check_id)), FALSE) FROM refusals r WHERE r.id = refused $$;
DROP TRIGGER short_identities_no_delete ON short_identities;
CREATE TRIGGER short_identities_no_delete BEFORE DELETE ON short_identities
    FOR EACH ROW WHEN (NOT identity_may_be_destroyed(OLD.refusal_id)) EXECUTE FUNCTION refuse_change();
CREATE FUNCTION report_may_be_destroyed(reported date, told timestamptz) RETURNS boolean LANGUAGE sql STABLE AS $$
SELECT EXISTS (SELECT 1 FROM destructions d JOIN destruction_orders o ON o.id = d.order_id
    WHERE d.ended_at IS NULL AND told < o.before_at
    AND NOT EXISTS (SELECT 1 FROM holds h WHERE h.day = reported
        AND NOT EXISTS (SELECT 1 FROM hold_ends e WHERE e.hold_id = h.id))) $$;
DROP TRIGGER roll_call_reports_no_delete ON roll_call_reports;
CREATE TRIGGER roll_call_reports_no_delete BEFORE DELETE ON roll_call_reports
    FOR EACH ROW WHEN (NOT report_may_be_destroyed(OLD.day, OLD.at)) EXECUTE FUNCTION refuse_change();
-- An answer that was kept for its nonce loses its words and stays the answer to that nonce.
CREATE FUNCTION reply_may_be_destroyed(told timestamptz) RETURNS boolean LANGUAGE sql STABLE AS $$
SELECT EXISTS (SELECT 1 FROM destructions d JOIN destruction_orders o ON o.id = d.order_id
    WHERE d.ended_at IS NULL AND told < o.before_at) $$;
DROP TRIGGER replies_no_update ON replies;
CREATE TRIGGER replies_no_update BEFORE UPDATE ON replies
    FOR EACH ROW WHEN (NEW.reply <> '' OR NEW.nonce <> OLD.nonce OR NEW.request_hash <> OLD.request_hash
        OR NEW.operator <> OLD.operator OR NEW.command <> OLD.command OR NEW.at <> OLD.at
        OR NOT reply_may_be_destroyed(OLD.at)) EXECUTE FUNCTION refuse_change();
