//! What is held about a person, for that person (个人信息保护法 art. 45).

use bidhall_rules::identity::{DocumentKind, IdentityDocument};
use bidhall_rules::sealing::Opening;
use bidhall_rules::secrecy::names_open;
use bidhall_store::HeldRecord;
use bidhall_store::Sealed;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;
use uuid::Uuid;

use crate::act::Writing;
use crate::audit::DONE;
use crate::seals::fields::FIELDS;
use crate::seals::{Field, Sought, fields};
use crate::{Call, CommandSpec, DeskError, Workplace};

/// Who asks for what is held about them.
#[derive(Clone, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PersonRequest {
    /// Kind of the document they identify themselves with.
    pub document_kind: DocumentKind,
    /// Its number.
    pub document_number: String,
    /// Why it is looked up, with the number of the request; 2 to 200 characters.
    pub reason: String,
}

impl std::fmt::Debug for PersonRequest {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("PersonRequest").field("document_kind", &self.document_kind).finish_non_exhaustive()
    }
}

/// One thing that is held.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase")]
pub struct HeldRow {
    /// The table it is in.
    pub table: String,
    /// The columns, by name.
    pub columns: Vec<String>,
    /// What stands in them, as text; empty for nothing.
    pub fields: Vec<String>,
}

/// Everything held about a person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase")]
pub struct PersonRecord {
    /// The centre that holds it.
    pub centre: String,
    /// After how many days it is destroyed, unless it is held for a case.
    pub health_days: u32,
    /// Whether everything is told. What follows from a session that has not opened is left empty.
    pub complete: bool,
    /// Everything, table by table.
    pub rows: Vec<HeldRow>,
}

/// What says who somebody is and how they felt; nothing of it tells whom they came for.
const OF_THE_PERSON: [Field; 10] = [
    fields::PERSON_DOCUMENT,
    fields::PERSON_NAME,
    fields::PERSON_PHONE,
    fields::PERSON_RESIDENCE,
    fields::CHECK_PERSON,
    fields::ANSWERS,
    fields::SHORT_NAME,
    fields::SHORT_TOWN,
    fields::SHORT_PHONE,
    fields::READING_VOID,
];

/// Columns that tell before the opening who came for the same company.
const COMPANY: &str = "company_id";

pub(super) async fn person(
    workplace: &Workplace,
    call: &Call,
    request: PersonRequest,
) -> Result<PersonRecord, DeskError> {
    let desk = workplace.desk().await?;
    let spec = CommandSpec::named(&call.command)
        .ok_or_else(|| DeskError::UnknownCommand { command: call.command.clone() })?;
    let mut act = desk.secret(call, spec).await?;
    let record = record(&mut act, request).await?;
    desk.conclude(act, spec, DONE).await?;
    Ok(record)
}

async fn record(act: &mut Writing, request: PersonRequest) -> Result<PersonRecord, DeskError> {
    let reason = act.checked_text("reason", &request.reason, 2, 200).await?;
    let document = IdentityDocument::parse(request.document_kind, &request.document_number)
        .map_err(|error| DeskError::field("documentNumber", error))?;
    let sought = act.found_by(Sought::Document, document.number())?;
    let found = act.tx.person_known_by(document.kind().as_str(), &sought).await?;
    let found = found.ok_or_else(|| DeskError::not_found("person", "document"))?;
    let held = act.tx.held_of(found.id).await?;
    let health_days = act.keeping_settings().await?.body.health_days;
    let complete = all_open(act, &held).await?;
    act.concerns("person", found.id);
    act.note("reason", reason);
    act.note("rows", held.len() as u64);
    let rows = held.iter().map(|row| told(act, row, complete)).collect::<Result<_, _>>()?;
    Ok(PersonRecord { centre: act.centre.clone(), health_days, complete, rows })
}

/// Whether every session the person came to has opened.
async fn all_open(act: &mut Writing, held: &[HeldRecord]) -> Result<bool, DeskError> {
    for row in held.iter().filter(|row| row.table == fields::CHECK_PERSON.table) {
        let Ok(id) = text_of(row, "id").parse::<Uuid>() else { continue };
        if let Some(check) = act.tx.check(id).await?
            && !names_open(check.session_deadline, act.now)
        {
            return Ok(false);
        }
    }
    Ok(true)
}

/// A row with its seals opened. Keyed hashes are left out: they say nothing to anybody.
fn told(act: &Writing, row: &HeldRecord, complete: bool) -> Result<HeldRow, DeskError> {
    let mut told = HeldRow { table: row.table.clone(), columns: Vec::new(), fields: Vec::new() };
    for (column, text) in row.columns.iter().zip(&row.fields) {
        if column.ends_with("_key") {
            continue;
        }
        let field = FIELDS.iter().find(|field| field.table == row.table && field.column == column);
        let text = match field {
            Some(field) if complete || OF_THE_PERSON.contains(field) => {
                let named: Vec<&str> = field.row.iter().map(|part| text_of(row, part)).collect();
                act.open(*field, named.join(" "), &Sealed::new(text.clone()), Opening::OwnData)?
            }
            Some(_) => String::new(),
            None if column == COMPANY && !complete => String::new(),
            None => text.clone(),
        };
        told.columns.push(column.clone());
        told.fields.push(text);
    }
    Ok(told)
}

fn text_of<'a>(row: &'a HeldRecord, column: &str) -> &'a str {
    let place = row.columns.iter().position(|name| name == column);
    place.and_then(|place| row.fields.get(place)).map_or("", String::as_str)
}
