-- The end of the audit chain follows each link by itself, so that no desk holds it a moment longer.
CREATE FUNCTION move_audit_head() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN UPDATE audit_head SET hash = NEW.hash WHERE id = 1; RETURN NULL; END $$;
CREATE TRIGGER audit_moves_the_head AFTER INSERT ON audit
    FOR EACH ROW EXECUTE FUNCTION move_audit_head();
