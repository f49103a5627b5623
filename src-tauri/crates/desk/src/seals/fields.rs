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
}

impl Sought {
    pub(crate) fn purpose(self) -> &'static str {
        match self {
            Self::Request => "request",
            Self::UnitPerson => "unit person",
        }
    }
}
