-- The end of the audit chain follows each link by itself, so that no desk holds it a moment longer.
CREATE TRIGGER audit_moves_the_head AFTER INSERT ON audit
BEGIN UPDATE audit_head SET hash = NEW.hash WHERE id = 1; END;
