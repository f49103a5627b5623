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
