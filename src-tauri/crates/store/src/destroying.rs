//! Destroying what has had its time: which rows, what is left of them, and what the certificate says.
//!
//! Rows that say how somebody felt or what was measured are deleted. Rows that other records refer to
//! stay and lose what names a person: the counts of a day remain, nobody can be told from them. The
//! triggers let this happen only within a destruction that two people ordered and carried out.

use chrono::{DateTime, Utc};
use uuid::Uuid;

use crate::copying::{Bound, TableDigest};
use crate::tx::Inner;
use crate::{StoreError, Tx};

/// A class of records with its own timer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DataClass {
    /// How somebody felt, what was measured, where they had been.
    Health,
    /// Who it was.
    Identity,
}

/// What is destroyed in one table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Doomed {
    /// The class it belongs to.
    pub class: DataClass,
    /// The table.
    pub table: &'static str,
    /// Which rows; `$1` is the moment before which they were made.
    which: &'static str,
    /// The statement, by its name and its text; none where each row is overwritten by itself.
    how: Option<(&'static str, &'static str)>,
}

/// The checks that have had their time and that nothing holds.
macro_rules! checks {
    () => {
        "SELECT c.id FROM entry_checks c JOIN sessions s ON s.id = c.session_id
         WHERE c.opened_at < $1 AND c.closed_at IS NOT NULL
         AND NOT EXISTS (SELECT 1 FROM holds h WHERE (h.check_id = c.id OR h.session_id = s.id OR h.day = s.day)
             AND NOT EXISTS (SELECT 1 FROM hold_ends e WHERE e.hold_id = h.id))"
    };
}
macro_rules! of_checks {
    () => {
        concat!("check_id IN (", checks!(), ")")
    };
}
macro_rules! refused {
    () => {
        concat!("refusal_id IN (SELECT id FROM refusals WHERE ", of_checks!(), ")")
    };
}
macro_rules! reports {
    () => {
        "at < $1 AND NOT EXISTS (SELECT 1 FROM holds h WHERE h.day = roll_call_reports.day
             AND NOT EXISTS (SELECT 1 FROM hold_ends e WHERE e.hold_id = h.id))"
    };
}
macro_rules! named_checks {
    () => {
        concat!("(person_name IS NOT NULL OR key_region_stay IS NOT NULL) AND id IN (", checks!(), ")")
    };
}
macro_rules! worded_replies {
    () => {
        "at < $1 AND reply <> ''"
    };
}
/// People all of whose checks have had their time.
macro_rules! people {
    () => {
        concat!(
            "document_number NOT LIKE 'destroyed %'
             AND EXISTS (SELECT 1 FROM entry_checks k WHERE k.person_id = persons.id)
             AND NOT EXISTS (SELECT 1 FROM entry_checks k WHERE k.person_id = persons.id AND k.id NOT IN (",
            checks!(),
            "))"
        )
    };
}

statements! {
    DESTROY_READING_CORRECTIONS = concat!("DELETE FROM reading_corrections WHERE ", of_checks!());
    DESTROY_READINGS = concat!("DELETE FROM temperature_readings WHERE ", of_checks!());
    DESTROY_ANSWERS = concat!("DELETE FROM symptom_answers WHERE ", of_checks!());
    DESTROY_QUESTIONNAIRES = concat!("DELETE FROM questionnaires WHERE ", of_checks!());
    DESTROY_REPORTS = concat!("DELETE FROM roll_call_reports WHERE ", reports!());
    DESTROY_SHORT_IDENTITIES = concat!("DELETE FROM short_identities WHERE ", refused!());
    DESTROY_NAMES = concat!("UPDATE entry_checks SET person_name = NULL, key_region_stay = NULL WHERE ", named_checks!());
    DESTROY_REPLIES = concat!("UPDATE replies SET reply = '' WHERE ", worded_replies!());
    DOOMED_PEOPLE = concat!("SELECT id FROM persons WHERE ", people!());
    DESTROY_PERSON = "UPDATE persons SET document_number = $2, name = '', phone = '', residence = '',
                          document_key = NULL, phone_key = NULL WHERE id = $1";
}

/// A statement with the name it was prepared by.
macro_rules! how {
    ($statement:ident) => {
        Some((stringify!($statement), $statement))
    };
}

/// Everything that is destroyed, in the order in which rows refer to each other. People come before the
/// checks, whose names are looked at to find them.
pub const DOOMED: &[Doomed] = &[
    doomed(DataClass::Health, "reading_corrections", of_checks!(), how!(DESTROY_READING_CORRECTIONS)),
    doomed(DataClass::Health, "temperature_readings", of_checks!(), how!(DESTROY_READINGS)),
    doomed(DataClass::Health, "symptom_answers", of_checks!(), how!(DESTROY_ANSWERS)),
    doomed(DataClass::Health, "questionnaires", of_checks!(), how!(DESTROY_QUESTIONNAIRES)),
    doomed(DataClass::Health, "roll_call_reports", reports!(), how!(DESTROY_REPORTS)),
    doomed(DataClass::Identity, "short_identities", refused!(), how!(DESTROY_SHORT_IDENTITIES)),
    doomed(DataClass::Identity, "persons", people!(), None),
    doomed(DataClass::Identity, "entry_checks", named_checks!(), how!(DESTROY_NAMES)),
    doomed(DataClass::Identity, "replies", worded_replies!(), how!(DESTROY_REPLIES)),
];

const fn doomed(
    class: DataClass,
    table: &'static str,
    which: &'static str,
    how: Option<(&'static str, &'static str)>,
) -> Doomed {
    Doomed { class, table, which, how }
}

impl Tx {
    /// The rows of one table that have had their time, as they are now.
    ///
    /// # Errors
    /// [`StoreError`] when the database is lost.
    pub async fn doomed_rows(
        &mut self,
        doomed: &Doomed,
        before: DateTime<Utc>,
    ) -> Result<TableDigest, StoreError> {
        let shapes = self.table_shapes().await?;
        let shape = shapes.iter().find(|shape| shape.name == doomed.table);
        let shape = shape.ok_or_else(|| StoreError::SchemasDiffer { table: doomed.table.to_owned() })?;
        self.digest_of(shape, Some((doomed.which, Bound::Moment(before)))).await
    }

    /// Destroys them and tells how many they were.
    ///
    /// # Errors
    /// [`StoreError`] when the database is lost, or no destruction is under way.
    pub async fn destroy(&mut self, doomed: &Doomed, before: DateTime<Utc>) -> Result<u64, StoreError> {
        if let Some((name, sql)) = doomed.how {
            return Ok(match &mut self.inner {
                Inner::Sqlite(open) => {
                    sqlx::query(sql).bind(before).execute(open.ready().await?).await?.rows_affected()
                }
                Inner::Postgres(open) => {
                    open.flush().await?;
                    open.later(name);
                    open.argument(before);
                    open.touched().await?
                }
            });
        }
        let people = all!(self, (Uuid,), DOOMED_PEOPLE, before)?;
        for (id,) in &people {
            // Unique as the seal of the number was, and neither a number nor a seal. Without its keys nobody
            // finds the row by a document or a telephone any more.
            run!(self, DESTROY_PERSON, id, format!("destroyed {}", id.simple()))?;
        }
        Ok(people.len() as u64)
    }
}
