-- Names and numbers under seal. What a column holds here as TEXT is a sealed text where the desk seals it;
-- what must be unique or found is a keyed hash beside it.

-- The centre's key, wrapped: by its passphrase, by the code of the recovery sheet, or, in a rehearsal,
-- by a text that is no secret. A key goes out of use and is never altered.
CREATE TABLE centre_keys (
    id BLOB PRIMARY KEY,
    purpose TEXT NOT NULL CHECK (purpose IN ('passphrase', 'recovery', 'rehearsal')),
    wrapped TEXT NOT NULL,
    mark TEXT NOT NULL,
    at TEXT NOT NULL,
    operator TEXT NOT NULL,
    retired_at TEXT
) STRICT;
CREATE UNIQUE INDEX centre_keys_one_in_use ON centre_keys (purpose) WHERE retired_at IS NULL;
CREATE TRIGGER centre_keys_retire_once BEFORE UPDATE ON centre_keys
WHEN OLD.retired_at IS NOT NULL OR NEW.retired_at IS NULL OR NEW.id <> OLD.id OR NEW.purpose <> OLD.purpose
    OR NEW.wrapped <> OLD.wrapped OR NEW.mark <> OLD.mark OR NEW.at <> OLD.at OR NEW.operator <> OLD.operator
BEGIN SELECT RAISE(ABORT, 'a key goes out of use once and is never altered'); END;
CREATE TRIGGER centre_keys_no_delete BEFORE DELETE ON centre_keys
BEGIN SELECT RAISE(ABORT, 'centre_keys is append-only'); END;
CREATE TRIGGER centre_keys_no_replace BEFORE INSERT ON centre_keys WHEN EXISTS (SELECT 1 FROM centre_keys WHERE id = NEW.id OR (purpose = NEW.purpose AND retired_at IS NULL AND NEW.retired_at IS NULL))
BEGIN SELECT RAISE(IGNORE); END;

-- A person is the same by the keyed hash of the document.
ALTER TABLE persons ADD COLUMN document_key TEXT;
ALTER TABLE persons ADD COLUMN phone_key TEXT;
CREATE UNIQUE INDEX persons_one_per_document ON persons (document_kind, document_key);
DROP INDEX persons_by_phone;
CREATE INDEX persons_by_phone_key ON persons (phone_key);

-- The name a company is known under, sealed beside its keyed hash: nearly equal names are compared open.
ALTER TABLE company_names ADD COLUMN name TEXT;

-- A sealed number is a text.
CREATE TABLE sealed_texts (
    session_id BLOB PRIMARY KEY REFERENCES sessions (id),
    registered TEXT NOT NULL
) STRICT;
INSERT INTO sealed_texts (session_id, registered) SELECT session_id, CAST(registered AS TEXT) FROM sealed_counts;
DROP TRIGGER sealed_counts_no_delete;
DROP TABLE sealed_counts;
ALTER TABLE sealed_texts RENAME TO sealed_counts;
CREATE TRIGGER sealed_counts_no_update BEFORE UPDATE ON sealed_counts
BEGIN SELECT RAISE(ABORT, 'sealed_counts is append-only'); END;
CREATE TRIGGER sealed_counts_no_delete BEFORE DELETE ON sealed_counts
BEGIN SELECT RAISE(ABORT, 'sealed_counts is append-only'); END;
CREATE TRIGGER sealed_counts_no_replace BEFORE INSERT ON sealed_counts WHEN EXISTS (SELECT 1 FROM sealed_counts WHERE session_id = NEW.session_id)
BEGIN SELECT RAISE(ABORT, 'sealed_counts is append-only'); END;

-- A person of a unit is the same by the keyed hash of name and number.
ALTER TABLE unit_people ADD COLUMN person_key TEXT;
CREATE UNIQUE INDEX unit_people_one_each ON unit_people (unit_id, person_key);
DROP TRIGGER unit_people_no_replace;
CREATE TRIGGER unit_people_no_replace BEFORE INSERT ON unit_people WHEN EXISTS (SELECT 1 FROM unit_people WHERE id = NEW.id OR (unit_id = NEW.unit_id AND person_key = NEW.person_key))
BEGIN SELECT RAISE(IGNORE); END;

-- The texts of records from before the centre had a key stand in the clear until they are sealed, and what is
-- left of them in the file until it is swept. One row as long as there may be any.
CREATE TABLE clear_texts (
    id INTEGER PRIMARY KEY CHECK (id = 1)
) STRICT;
INSERT INTO clear_texts (id) SELECT 1 FROM centre;
