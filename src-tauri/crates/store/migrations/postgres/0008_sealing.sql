-- Names and numbers under seal. What a column holds here as text is a sealed text where the desk seals it;
-- what must be unique or found is a keyed hash beside it.

-- The centre's key, wrapped: by its passphrase, by the code of the recovery sheet, or, in a rehearsal,
-- by a text that is no secret. A key goes out of use and is never altered.
CREATE TABLE centre_keys (
    id uuid PRIMARY KEY,
    purpose text NOT NULL CHECK (purpose IN ('passphrase', 'recovery', 'rehearsal')),
    wrapped text NOT NULL,
    mark text NOT NULL,
    at timestamptz NOT NULL,
    operator text NOT NULL,
    retired_at timestamptz
);
CREATE UNIQUE INDEX centre_keys_one_in_use ON centre_keys (purpose) WHERE retired_at IS NULL;
CREATE FUNCTION retire_once() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.retired_at IS NOT NULL OR NEW.retired_at IS NULL OR NEW.id <> OLD.id OR NEW.purpose <> OLD.purpose
        OR NEW.wrapped <> OLD.wrapped OR NEW.mark <> OLD.mark OR NEW.at <> OLD.at OR NEW.operator <> OLD.operator
    THEN RAISE EXCEPTION 'a key goes out of use once and is never altered' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER centre_keys_retire_once BEFORE UPDATE ON centre_keys
    FOR EACH ROW EXECUTE FUNCTION retire_once();
CREATE TRIGGER centre_keys_no_delete BEFORE DELETE ON centre_keys
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER centre_keys_no_truncate BEFORE TRUNCATE ON centre_keys
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- A person is the same by the keyed hash of the document.
ALTER TABLE persons ADD COLUMN document_key text;
ALTER TABLE persons ADD COLUMN phone_key text;
CREATE UNIQUE INDEX persons_one_per_document ON persons (document_kind, document_key);
DROP INDEX persons_by_phone;
CREATE INDEX persons_by_phone_key ON persons (phone_key);

-- The name a company is known under, sealed beside its keyed hash: nearly equal names are compared open.
ALTER TABLE company_names ADD COLUMN name text;

-- A sealed number is a text.
ALTER TABLE sealed_counts DROP CONSTRAINT sealed_counts_registered_check;
ALTER TABLE sealed_counts ALTER COLUMN registered TYPE text USING registered::text;

-- A person of a unit is the same by the keyed hash of name and number.
ALTER TABLE unit_people ADD COLUMN person_key text;
CREATE UNIQUE INDEX unit_people_one_each ON unit_people (unit_id, person_key);

-- The texts of records from before the centre had a key stand in the clear until they are sealed, and what is
-- left of them in the file until it is swept. One row as long as there may be any.
CREATE TABLE clear_texts (
    id integer PRIMARY KEY CHECK (id = 1)
);
INSERT INTO clear_texts (id) SELECT 1 FROM centre;
