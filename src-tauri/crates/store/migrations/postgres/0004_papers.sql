-- Papers that were printed or saved, and how each print ended. The rows are only ever added.
CREATE TABLE paper_prints (
    id uuid PRIMARY KEY,
    kind text NOT NULL,
    subject text NOT NULL,
    -- Which of the prints of this paper it is: a standing clock tells no order.
    turn integer NOT NULL,
    way text NOT NULL CHECK (way IN ('print', 'save', 'batch')),
    copies integer NOT NULL CHECK (copies BETWEEN 1 AND 99),
    blank boolean NOT NULL,
    content_hash text,
    at timestamptz NOT NULL,
    operator_id uuid NOT NULL REFERENCES operators (id),
    CONSTRAINT files_have_a_hash CHECK (way = 'print' OR content_hash IS NOT NULL)
);
CREATE INDEX paper_prints_by_subject ON paper_prints (subject, kind, at);

CREATE TABLE paper_print_ends (
    print_id uuid PRIMARY KEY REFERENCES paper_prints (id),
    state text NOT NULL CHECK (state IN ('printed', 'failed')),
    note text NOT NULL,
    at timestamptz NOT NULL,
    operator_id uuid NOT NULL REFERENCES operators (id)
);

CREATE TRIGGER paper_prints_no_update BEFORE UPDATE ON paper_prints
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER paper_prints_no_delete BEFORE DELETE ON paper_prints
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER paper_prints_no_truncate BEFORE TRUNCATE ON paper_prints
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER paper_print_ends_no_update BEFORE UPDATE ON paper_print_ends
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER paper_print_ends_no_delete BEFORE DELETE ON paper_print_ends
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER paper_print_ends_no_truncate BEFORE TRUNCATE ON paper_print_ends
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
