//! Every row that is about one person.

use uuid::Uuid;

use super::cell::Cell;
use super::rows::{Bound, each_row};
use crate::{StoreError, Tx};

/// A row as it is told to the person it is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeldRecord {
    /// The table.
    pub table: String,
    /// Its columns by name.
    pub columns: Vec<String>,
    /// What stands in them, as text; empty for nothing.
    pub fields: Vec<String>,
}

const CHECKS: &str = "check_id IN (SELECT id FROM entry_checks WHERE person_id = $1)";
const REFUSALS: &str = "refusal_id IN (SELECT id FROM refusals WHERE check_id IN
    (SELECT id FROM entry_checks WHERE person_id = $1))";
const FOLLOW_UPS: &str =
    "follow_up_id IN (SELECT id FROM follow_ups WHERE refusal_id IN (SELECT id FROM refusals
    WHERE check_id IN (SELECT id FROM entry_checks WHERE person_id = $1)))";
const EXCEPTIONS: &str = "exception_id IN (SELECT id FROM head_exceptions WHERE person_id = $1)";
const TAGS: &str = "tag_id IN (SELECT id FROM tags WHERE person_id = $1)";

/// Where something about a person stands, and which rows it is.
const HELD: [(&str, &str); 21] = [
    ("persons", "id = $1"),
    ("entry_checks", "person_id = $1"),
    ("entry_steps", CHECKS),
    ("step_corrections", CHECKS),
    ("temperature_readings", CHECKS),
    ("reading_corrections", CHECKS),
    ("symptom_answers", CHECKS),
    ("questionnaires", CHECKS),
    ("check_moves", CHECKS),
    ("clashes", CHECKS),
    ("refusals", CHECKS),
    ("follow_ups", REFUSALS),
    ("follow_up_receipts", FOLLOW_UPS),
    ("short_identities", REFUSALS),
    ("head_exceptions", "person_id = $1"),
    ("head_exception_decisions", EXCEPTIONS),
    ("tags", "person_id = $1"),
    ("tag_passages", TAGS),
    ("tag_scans", TAGS),
    ("tag_prints", TAGS),
    ("lost_codes", TAGS),
];

impl Tx {
    /// Everything that is held about a person who was at the gate, table by table.
    ///
    /// # Errors
    /// [`StoreError`] when the database is lost.
    pub async fn held_of(&mut self, person: Uuid) -> Result<Vec<HeldRecord>, StoreError> {
        let shapes = self.table_shapes().await?;
        let mut held = Vec::new();
        for (table, which) in HELD {
            let shape = shapes.iter().find(|shape| shape.name == table);
            let shape = shape.ok_or_else(|| StoreError::SchemasDiffer { table: table.to_owned() })?;
            let columns: Vec<String> = shape.columns.iter().map(|column| column.name.clone()).collect();
            each_row!(self, shape, Some((which, Bound::Id(person))), cells => held.push(HeldRecord {
                table: table.to_owned(),
                columns: columns.clone(),
                fields: cells.into_iter().map(Cell::shown).collect(),
            }));
        }
        Ok(held)
    }
}
