-- Accounts by person in a real centre: passwords, sign-ins, what was done to an account and by whom, locks
-- after wrong passwords, and new passwords that take two people. A rehearsal has none of it. The audit log
-- also says at which desk, what kind of act, and how it ended.

-- One hash after the other; the last one counts, the ones before may not be set again.
CREATE TABLE passwords (
    operator_id BLOB NOT NULL REFERENCES operators (id),
    seq INTEGER NOT NULL CHECK (seq > 0),
    hash TEXT NOT NULL,
    origin TEXT NOT NULL CHECK (origin IN ('own', 'first', 'once')),
    set_by BLOB NOT NULL REFERENCES operators (id),
    set_at TEXT NOT NULL,
    PRIMARY KEY (operator_id, seq)
) STRICT;

-- Only the hash of a token is kept: whoever reads this table cannot sign in by it.
CREATE TABLE sign_ins (
    id BLOB PRIMARY KEY,
    operator_id BLOB NOT NULL REFERENCES operators (id),
    token_hash TEXT NOT NULL UNIQUE,
    desk TEXT NOT NULL,
    at TEXT NOT NULL,
    seen_at TEXT NOT NULL,
    expires_at TEXT NOT NULL,
    idle_minutes INTEGER NOT NULL CHECK (idle_minutes > 0),
    must_change INTEGER NOT NULL,
    locked_at TEXT,
    ended_at TEXT,
    ended_why TEXT,
    CONSTRAINT ended_for_a_reason CHECK ((ended_at IS NULL) = (ended_why IS NULL))
) STRICT;
-- One person, one desk.
CREATE UNIQUE INDEX sign_ins_one_open ON sign_ins (operator_id) WHERE ended_at IS NULL;
CREATE INDEX sign_ins_by_person ON sign_ins (operator_id, at);

-- Wrong passwords in a row, by the code that was typed: a code nobody has is locked like any other.
CREATE TABLE sign_in_failures (
    code TEXT PRIMARY KEY,
    failures INTEGER NOT NULL CHECK (failures > 0),
    last_at TEXT NOT NULL,
    locked_until TEXT
) STRICT;

CREATE TABLE account_changes (
    id BLOB PRIMARY KEY,
    operator_id BLOB NOT NULL REFERENCES operators (id),
    kind TEXT NOT NULL,
    role TEXT,
    reason TEXT NOT NULL,
    by_id BLOB REFERENCES operators (id),
    at TEXT NOT NULL,
    CONSTRAINT only_roles_have_a_role CHECK ((role IS NOT NULL) = (kind IN ('granted', 'taken')))
) STRICT;
CREATE INDEX account_changes_by_person ON account_changes (operator_id, at);

-- Two people give a new password, and neither of them is whose it is.
CREATE TABLE password_resets (
    id BLOB PRIMARY KEY,
    operator_id BLOB NOT NULL REFERENCES operators (id),
    requested_by BLOB NOT NULL REFERENCES operators (id),
    requested_at TEXT NOT NULL,
    reason TEXT NOT NULL,
    decided_by BLOB REFERENCES operators (id),
    decided_at TEXT,
    approved INTEGER,
    CONSTRAINT decided_as_a_whole CHECK ((decided_by IS NULL) = (decided_at IS NULL) AND (decided_by IS NULL) = (approved IS NULL)),
    CONSTRAINT not_for_oneself CHECK (requested_by <> operator_id AND (decided_by IS NULL OR decided_by <> operator_id)),
    CONSTRAINT approved_by_a_second CHECK (approved IS NULL OR approved = 0 OR decided_by <> requested_by)
) STRICT;
CREATE UNIQUE INDEX password_resets_one_open ON password_resets (operator_id) WHERE decided_at IS NULL;

ALTER TABLE operators ADD COLUMN closed_at TEXT;

-- In a real centre an administrator holds no other role.
CREATE TRIGGER operator_roles_apart BEFORE INSERT ON operator_roles
WHEN EXISTS (SELECT 1 FROM centre WHERE rehearsal = 0) AND EXISTS (SELECT 1 FROM operator_roles r
    WHERE r.operator_id = NEW.operator_id AND r.role <> NEW.role
    AND (r.role IN ('auditor', 'system_admin', 'security_admin') OR NEW.role IN ('auditor', 'system_admin', 'security_admin')))
BEGIN SELECT RAISE(ABORT, 'an administrator holds no other role'); END;

-- Links written before have format 1 and none of the rest; their hash covers what they had.
ALTER TABLE audit ADD COLUMN format INTEGER NOT NULL DEFAULT 1;
ALTER TABLE audit ADD COLUMN desk TEXT NOT NULL DEFAULT '';
ALTER TABLE audit ADD COLUMN event TEXT NOT NULL DEFAULT '';
ALTER TABLE audit ADD COLUMN result TEXT NOT NULL DEFAULT '';
CREATE INDEX audit_by_time ON audit (at);

INSERT INTO settings (topic, version, body, reason, operator, at)
SELECT 'security', 1, '{"password":{"leastCharacters":8,"leastKinds":3,"remembered":5,"days":90,"warnDays":7},"lockout":{"failures":5,"longestMinutes":30},"idleMinutes":10,"signInHours":12,"auditDays":180}', '', '', founded_at FROM centre;

CREATE TRIGGER passwords_no_update BEFORE UPDATE ON passwords
BEGIN SELECT RAISE(ABORT, 'passwords is append-only'); END;
CREATE TRIGGER passwords_no_delete BEFORE DELETE ON passwords
BEGIN SELECT RAISE(ABORT, 'passwords is append-only'); END;
CREATE TRIGGER passwords_no_replace BEFORE INSERT ON passwords WHEN EXISTS (SELECT 1 FROM passwords WHERE operator_id = NEW.operator_id AND seq = NEW.seq)
BEGIN SELECT RAISE(ABORT, 'passwords is append-only'); END;
CREATE TRIGGER account_changes_no_update BEFORE UPDATE ON account_changes
BEGIN SELECT RAISE(ABORT, 'account_changes is append-only'); END;
CREATE TRIGGER account_changes_no_delete BEFORE DELETE ON account_changes
BEGIN SELECT RAISE(ABORT, 'account_changes is append-only'); END;
CREATE TRIGGER account_changes_no_replace BEFORE INSERT ON account_changes WHEN EXISTS (SELECT 1 FROM account_changes WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'account_changes is append-only'); END;
CREATE TRIGGER sign_ins_no_delete BEFORE DELETE ON sign_ins
BEGIN SELECT RAISE(ABORT, 'sign_ins is append-only'); END;
CREATE TRIGGER sign_ins_no_replace BEFORE INSERT ON sign_ins WHEN EXISTS (SELECT 1 FROM sign_ins WHERE id = NEW.id OR token_hash = NEW.token_hash)
BEGIN SELECT RAISE(ABORT, 'sign_ins is append-only'); END;
CREATE TRIGGER password_resets_no_delete BEFORE DELETE ON password_resets
BEGIN SELECT RAISE(ABORT, 'password_resets is append-only'); END;
CREATE TRIGGER password_resets_no_replace BEFORE INSERT ON password_resets WHEN EXISTS (SELECT 1 FROM password_resets WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'password_resets is append-only'); END;
CREATE TRIGGER operators_no_delete BEFORE DELETE ON operators
BEGIN SELECT RAISE(ABORT, 'operators is append-only'); END;
CREATE TRIGGER operators_no_replace BEFORE INSERT ON operators WHEN EXISTS (SELECT 1 FROM operators WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'operators is append-only'); END;
