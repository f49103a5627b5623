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
