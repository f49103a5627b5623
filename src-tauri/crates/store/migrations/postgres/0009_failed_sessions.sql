-- The evaluation rooms of a failed session stay booked until its agency confirms that it failed.
CREATE TABLE failure_confirmations (
    session_id uuid PRIMARY KEY REFERENCES sessions (id),
    person text NOT NULL,
    note text NOT NULL,
    at timestamptz NOT NULL,
    operator_id uuid NOT NULL REFERENCES operators (id)
);

-- What failed before this was kept had its rooms freed at once: nothing is left to be confirmed.
INSERT INTO failure_confirmations (session_id, person, note, at, operator_id)
SELECT s.id, '', '', s.state_at, (SELECT o.id FROM operators o ORDER BY o.registered_at, o.code LIMIT 1)
FROM sessions s WHERE s.state = 'failed' AND s.state_at IS NOT NULL AND EXISTS (SELECT 1 FROM operators);

CREATE FUNCTION confirm_failed_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (SELECT 1 FROM sessions s WHERE s.id = NEW.session_id AND s.state = 'failed') THEN
        RAISE EXCEPTION 'only a failed session is confirmed to have failed' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER failure_confirmations_of_failed BEFORE INSERT ON failure_confirmations
    FOR EACH ROW EXECUTE FUNCTION confirm_failed_only();
CREATE TRIGGER failure_confirmations_no_update BEFORE UPDATE ON failure_confirmations
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER failure_confirmations_no_delete BEFORE DELETE ON failure_confirmations
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER failure_confirmations_no_truncate BEFORE TRUNCATE ON failure_confirmations
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
