//! Every sealed field, and what texts are found by.
//!
//! A row is named by its own id; one that has only a number within its owner is named by the owner.

/// A column that holds seals.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Field {
    pub(crate) table: &'static str,
    pub(crate) column: &'static str,
    /// The columns whose texts, with a space between them, name the row.
    pub(crate) row: &'static [&'static str],
}

macro_rules! fields {
    ($($name:ident = $table:ident . $column:ident of $($row:ident)+;)*) => {
        $(pub(crate) const $name: Field =
            Field { table: stringify!($table), column: stringify!($column), row: &[$(stringify!($row)),+] };)*
        /// Every sealed field.
        pub(crate) const FIELDS: &[Field] = &[$($name),*];
    };
}

fields! {
    REPLY = replies.reply of nonce;
    SCRIPTED = rehearsal_events.payload of seq;

    COMPANY_NAME = companies.name of id;
    COMPANY_CODE = companies.credit_code of id;
    // The key is made of the name itself.
    COMPANY_KNOWN_AS = company_names.name of name_key;
    PERSON_DOCUMENT = persons.document_number of id;
    PERSON_NAME = persons.name of id;
    PERSON_PHONE = persons.phone of id;
    PERSON_RESIDENCE = persons.residence of id;

    CHECK_PERSON = entry_checks.person_name of id;
    CHECK_COMPANY = entry_checks.company_name of id;
    CHECK_CLOSED = entry_checks.closed_note of id;
    CHECK_PAUSED = entry_checks.paused_note of id;
    ANSWERS = questionnaires.answers of check_id;
    MOVE_REASON = check_moves.reason of check_id;
    STEP_REOPENED = step_corrections.reason of check_id;
    READING_VOID = reading_corrections.reason of check_id;

    REFUSAL_NOTE = refusals.note of id;
    FOLLOW_UP_RECIPIENT = follow_ups.recipient of id;
    FOLLOW_UP_NOTE = follow_ups.note of id;
    RECEIVED_BY = follow_up_receipts.received_by of follow_up_id;
    RECEIPT_NOTE = follow_up_receipts.note of follow_up_id;
    SHORT_NAME = short_identities.name of refusal_id;
    SHORT_UNIT = short_identities.unit of refusal_id;
    SHORT_TOWN = short_identities.town of refusal_id;
    SHORT_PHONE = short_identities.phone of refusal_id;
    EXCEPTION_GROUND = head_exceptions.ground of id;
    EXCEPTION_NOTE = head_exception_decisions.note of exception_id;

    TAG_REASON = tags.state_reason of id;
    LOST_REASON = lost_codes.reason of code;
    SCANNED = tag_scans.code of id;
    PRINT_NOTE = tag_prints.note of id;

    REGISTERED = sealed_counts.registered of session_id;
    GROUP_INSTANCE = room_groups.instance of id;
    GROUP_PLAN = room_groups.plan of id;
    GROUP_FACTS = room_groups.facts of id;
    GROUP_DETAIL = group_events.detail of session_id seq;

    UNIT_PERSON_NAME = unit_people.name of id;
    UNIT_PERSON_TITLE = unit_people.title of id;
    UNIT_PERSON_PHONE = unit_people.phone of id;
    ROLL_CALL_STATE = roll_call_reports.state of person_id day;
    ROLL_CALL_NOTE = roll_call_reports.note of person_id day;
}

/// What a keyed hash is made for: the same text has another hash for another use.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Sought {
    /// A request that was answered.
    Request,
    /// A person of a unit, by name and number.
    UnitPerson,
    /// A company, by credit code or else normalised name.
    Company,
    /// A normalised company name.
    CompanyName,
    /// The number of a document.
    Document,
    /// A telephone number.
    Phone,
}

impl Sought {
    pub(crate) fn purpose(self) -> &'static str {
        match self {
            Self::Request => "request",
            Self::UnitPerson => "unit person",
            Self::Company => "company",
            Self::CompanyName => "company name",
            Self::Document => "document",
            Self::Phone => "phone",
        }
    }
}
