-- The evaluation rooms of a failed session stay booked until its agency confirms that it failed.
CREATE TABLE failure_confirmations (
    session_id BLOB PRIMARY KEY REFERENCES sessions (id),
    person TEXT NOT NULL,
    note TEXT NOT NULL,
    at TEXT NOT NULL,
    operator_id BLOB NOT NULL REFERENCES operators (id)
) STRICT;

-- What failed before this was kept had its rooms freed at once: nothing is left to be confirmed.
INSERT INTO failure_confirmations (session_id, person, note, at, operator_id)
SELECT s.id, '', '', s.state_at, (SELECT o.id FROM operators o ORDER BY o.registered_at, o.code LIMIT 1)
FROM sessions s WHERE s.state = 'failed' AND s.state_at IS NOT NULL AND EXISTS (SELECT 1 FROM operators);

CREATE TRIGGER failure_confirmations_of_failed BEFORE INSERT ON failure_confirmations
WHEN NOT EXISTS (SELECT 1 FROM sessions s WHERE s.id = NEW.session_id AND s.state = 'failed')
BEGIN SELECT RAISE(ABORT, 'only a failed session is confirmed to have failed'); END;
CREATE TRIGGER failure_confirmations_no_update BEFORE UPDATE ON failure_confirmations
BEGIN SELECT RAISE(ABORT, 'failure_confirmations is append-only'); END;
CREATE TRIGGER failure_confirmations_no_delete BEFORE DELETE ON failure_confirmations
BEGIN SELECT RAISE(ABORT, 'failure_confirmations is append-only'); END;
CREATE TRIGGER failure_confirmations_no_replace BEFORE INSERT ON failure_confirmations WHEN EXISTS (SELECT 1 FROM failure_confirmations WHERE session_id = NEW.session_id)
BEGIN SELECT RAISE(IGNORE); END;
