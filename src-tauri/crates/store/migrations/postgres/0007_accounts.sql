-- Accounts by person in a real centre: passwords, sign-ins, what was done to an account and by whom, locks
-- after wrong passwords, and new passwords that take two people. A rehearsal has none of it. The audit log
-- also says at which desk, what kind of act, and how it ended.

-- One hash after the other; the last one counts, the ones before may not be set again.
CREATE TABLE passwords (
    operator_id uuid NOT NULL REFERENCES operators (id),
    seq integer NOT NULL CHECK (seq > 0),
    hash text NOT NULL,
    origin text NOT NULL CHECK (origin IN ('own', 'first', 'once')),
    set_by uuid NOT NULL REFERENCES operators (id),
    set_at timestamptz NOT NULL,
    PRIMARY KEY (operator_id, seq)
);

-- Only the hash of a token is kept: whoever reads this table cannot sign in by it.
CREATE TABLE sign_ins (
    id uuid PRIMARY KEY,
    operator_id uuid NOT NULL REFERENCES operators (id),
    token_hash text NOT NULL UNIQUE,
    desk text NOT NULL,
    at timestamptz NOT NULL,
    seen_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    idle_minutes integer NOT NULL CHECK (idle_minutes > 0),
    must_change boolean NOT NULL,
    locked_at timestamptz,
    ended_at timestamptz,
    ended_why text,
    CONSTRAINT ended_for_a_reason CHECK ((ended_at IS NULL) = (ended_why IS NULL))
);
-- One person, one desk.
CREATE UNIQUE INDEX sign_ins_one_open ON sign_ins (operator_id) WHERE ended_at IS NULL;
CREATE INDEX sign_ins_by_person ON sign_ins (operator_id, at);

-- Wrong passwords in a row, by the code that was typed: a code nobody has is locked like any other.
CREATE TABLE sign_in_failures (
    code text PRIMARY KEY,
    failures integer NOT NULL CHECK (failures > 0),
    last_at timestamptz NOT NULL,
    locked_until timestamptz
);

CREATE TABLE account_changes (
    id uuid PRIMARY KEY,
    operator_id uuid NOT NULL REFERENCES operators (id),
    kind text NOT NULL,
    role text,
    reason text NOT NULL,
    by_id uuid REFERENCES operators (id),
    at timestamptz NOT NULL,
    CONSTRAINT only_roles_have_a_role CHECK ((role IS NOT NULL) = (kind IN ('granted', 'taken')))
);
CREATE INDEX account_changes_by_person ON account_changes (operator_id, at);

-- Two people give a new password, and neither of them is whose it is.
CREATE TABLE password_resets (
    id uuid PRIMARY KEY,
    operator_id uuid NOT NULL REFERENCES operators (id),
    requested_by uuid NOT NULL REFERENCES operators (id),
    requested_at timestamptz NOT NULL,
    reason text NOT NULL,
    decided_by uuid REFERENCES operators (id),
    decided_at timestamptz,
    approved boolean,
    CONSTRAINT decided_as_a_whole CHECK ((decided_by IS NULL) = (decided_at IS NULL) AND (decided_by IS NULL) = (approved IS NULL)),
    CONSTRAINT not_for_oneself CHECK (requested_by <> operator_id AND (decided_by IS NULL OR decided_by <> operator_id)),
    CONSTRAINT approved_by_a_second CHECK (approved IS NULL OR NOT approved OR decided_by <> requested_by)
);
CREATE UNIQUE INDEX password_resets_one_open ON password_resets (operator_id) WHERE decided_at IS NULL;

ALTER TABLE operators ADD COLUMN closed_at timestamptz;

-- In a real centre an administrator holds no other role.
CREATE FUNCTION keep_roles_apart() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM centre WHERE NOT rehearsal) AND EXISTS (SELECT 1 FROM operator_roles r
        WHERE r.operator_id = NEW.operator_id AND r.role <> NEW.role
        AND (r.role IN ('auditor', 'system_admin', 'security_admin') OR NEW.role IN ('auditor', 'system_admin', 'security_admin'))) THEN
        RAISE EXCEPTION 'an administrator holds no other role' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER operator_roles_apart BEFORE INSERT ON operator_roles
    FOR EACH ROW EXECUTE FUNCTION keep_roles_apart();

-- Links written before have format 1 and none of the rest; their hash covers what they had.
ALTER TABLE audit ADD COLUMN format integer NOT NULL DEFAULT 1;
ALTER TABLE audit ADD COLUMN desk text NOT NULL DEFAULT '';
ALTER TABLE audit ADD COLUMN event text NOT NULL DEFAULT '';
ALTER TABLE audit ADD COLUMN result text NOT NULL DEFAULT '';
CREATE INDEX audit_by_time ON audit (at);

INSERT INTO settings (topic, version, body, reason, operator, at)
SELECT 'security', 1, '{"password":{"leastCharacters":8,"leastKinds":3,"remembered":5,"days":90,"warnDays":7},"lockout":{"failures":5,"longestMinutes":30},"idleMinutes":10,"signInHours":12,"auditDays":180}', '', '', founded_at FROM centre;

CREATE TRIGGER passwords_no_update BEFORE UPDATE ON passwords
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER passwords_no_delete BEFORE DELETE ON passwords
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER passwords_no_truncate BEFORE TRUNCATE ON passwords
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER account_changes_no_update BEFORE UPDATE ON account_changes
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER account_changes_no_delete BEFORE DELETE ON account_changes
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER account_changes_no_truncate BEFORE TRUNCATE ON account_changes
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER sign_ins_no_delete BEFORE DELETE ON sign_ins
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER sign_ins_no_truncate BEFORE TRUNCATE ON sign_ins
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER password_resets_no_delete BEFORE DELETE ON password_resets
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER password_resets_no_truncate BEFORE TRUNCATE ON password_resets
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER operators_no_delete BEFORE DELETE ON operators
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER operators_no_truncate BEFORE TRUNCATE ON operators
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
