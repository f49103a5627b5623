-- Papers that were printed or saved, and how each print ended. The rows are only ever added.
CREATE TABLE paper_prints (
    id BLOB PRIMARY KEY,
    kind TEXT NOT NULL,
    subject TEXT NOT NULL,
    -- Which of the prints of this paper it is: a standing clock tells no order.
    turn INTEGER NOT NULL,
    way TEXT NOT NULL CHECK (way IN ('print', 'save', 'batch')),
    copies INTEGER NOT NULL CHECK (copies BETWEEN 1 AND 99),
    blank INTEGER NOT NULL CHECK (blank IN (0, 1)),
    content_hash TEXT,
    at TEXT NOT NULL,
    operator_id BLOB NOT NULL REFERENCES operators (id),
    CONSTRAINT files_have_a_hash CHECK (way = 'print' OR content_hash IS NOT NULL)
) STRICT;
CREATE INDEX paper_prints_by_subject ON paper_prints (subject, kind, at);

CREATE TABLE paper_print_ends (
    print_id BLOB PRIMARY KEY REFERENCES paper_prints (id),
    state TEXT NOT NULL CHECK (state IN ('printed', 'failed')),
    note TEXT NOT NULL,
    at TEXT NOT NULL,
    operator_id BLOB NOT NULL REFERENCES operators (id)
) STRICT;

CREATE TRIGGER paper_prints_no_update BEFORE UPDATE ON paper_prints
BEGIN SELECT RAISE(ABORT, 'paper_prints is append-only'); END;
CREATE TRIGGER paper_prints_no_delete BEFORE DELETE ON paper_prints
BEGIN SELECT RAISE(ABORT, 'paper_prints is append-only'); END;
CREATE TRIGGER paper_prints_no_replace BEFORE INSERT ON paper_prints WHEN EXISTS (SELECT 1 FROM paper_prints WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'paper_prints is append-only'); END;
CREATE TRIGGER paper_print_ends_no_update BEFORE UPDATE ON paper_print_ends
BEGIN SELECT RAISE(ABORT, 'paper_print_ends is append-only'); END;
CREATE TRIGGER paper_print_ends_no_delete BEFORE DELETE ON paper_print_ends
BEGIN SELECT RAISE(ABORT, 'paper_print_ends is append-only'); END;
CREATE TRIGGER paper_print_ends_no_replace BEFORE INSERT ON paper_print_ends WHEN EXISTS (SELECT 1 FROM paper_print_ends WHERE print_id = NEW.print_id)
BEGIN SELECT RAISE(IGNORE); END;
