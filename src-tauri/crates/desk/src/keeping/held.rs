//! What is held about a person, for that person (个人信息保护法 art. 45).

use bidhall_rules::identity::{DocumentKind, IdentityDocument};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::DeskError;
use crate::act::Writing;

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
    /// Everything, table by table.
    pub rows: Vec<HeldRow>,
}

pub(super) async fn person(act: &mut Writing, request: PersonRequest) -> Result<PersonRecord, DeskError> {
    let reason = act.checked_text("reason", &request.reason, 2, 200).await?;
    let document = IdentityDocument::parse(request.document_kind, &request.document_number)
        .map_err(|error| DeskError::field("documentNumber", error))?;
    let found = act.tx.person_known_by(document.kind().as_str(), document.number()).await?;
    let found = found.ok_or_else(|| DeskError::not_found("person", "document"))?;
    let rows = act.tx.held_of(found.id).await?;
    let health_days = act.keeping_settings().await?.body.health_days;
    act.concerns("person", found.id);
    act.note("reason", reason);
    act.note("rows", rows.len() as u64);
    let rows = rows
        .into_iter()
        .map(|row| HeldRow { table: row.table, columns: row.columns, fields: row.fields })
        .collect();
    Ok(PersonRecord { centre: act.centre.clone(), health_days, rows })
}
