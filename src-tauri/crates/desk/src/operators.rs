//! The people at the desks.

use std::collections::BTreeMap;

use bidhall_rules::ids::OperatorId;
use bidhall_rules::roles::Role;
use bidhall_store::operators::OperatorRow;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;
use uuid::Uuid;

use crate::DeskError;
use crate::act::{Reading, Writing, word};
use crate::database::Nothing;

/// Registers a person.
#[derive(Debug, Clone, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct OperatorForm {
    /// 2 to 20 lower-case letters, digits or dashes.
    pub code: String,
    /// Name, 1 to 20 characters.
    pub name: String,
    /// One role or more.
    pub roles: Vec<Role>,
}

/// A person who works with Bidhall.
#[derive(Debug, Clone, Serialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase")]
pub struct OperatorView {
    /// Id.
    pub id: OperatorId,
    /// Code by which requests name the person.
    pub code: String,
    /// Name.
    pub name: String,
    /// Roles.
    pub roles: Vec<Role>,
}

/// Everyone, by code.
#[derive(Debug, Clone, Serialize, JsonSchema, TS)]
pub struct OperatorList {
    /// Everyone, by code.
    pub operators: Vec<OperatorView>,
}

/// `operators.list`
///
/// # Errors
/// [`DeskError`] when the database is lost.
pub async fn list(act: &mut Reading, _: Nothing) -> Result<OperatorList, DeskError> {
    let mut roles: BTreeMap<Uuid, Vec<Role>> = BTreeMap::new();
    for row in act.tx.all_roles().await? {
        roles.entry(row.operator_id).or_default().push(word(&row.role)?);
    }
    let operators = act
        .tx
        .operators()
        .await?
        .into_iter()
        .map(|row| OperatorView {
            id: OperatorId::from_uuid(row.id),
            code: row.code,
            name: row.name,
            roles: roles.remove(&row.id).unwrap_or_default(),
        })
        .collect();
    Ok(OperatorList { operators })
}

/// `operators.register`
///
/// # Errors
/// [`DeskError::CodeTaken`]; [`DeskError::WrongField`] for a code, name or role that cannot be.
pub async fn register(act: &mut Writing, form: OperatorForm) -> Result<OperatorView, DeskError> {
    let name = form.name.trim().to_owned();
    let fits = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    if !(2..=20).contains(&form.code.len()) || !form.code.chars().all(fits) {
        return Err(DeskError::field("code", "2 to 20 lower-case letters, digits or dashes"));
    }
    if !(1..=20).contains(&name.chars().count()) || name.chars().any(char::is_control) {
        return Err(DeskError::field("name", "1 to 20 characters"));
    }
    if form.roles.is_empty() {
        return Err(DeskError::field("roles", "one role or more"));
    }
    if act.tx.centre().await?.is_none() {
        return Err(DeskError::CentreMissing {});
    }
    let id = OperatorId::new(act.now, &mut act.chance);
    let mut roles = form.roles;
    roles.sort();
    roles.dedup();
    let row = OperatorRow { id: id.uuid(), code: form.code, name, registered_at: act.now };
    let words: Vec<&str> = roles.iter().map(|role| role.as_str()).collect();
    if !act.tx.add_operator(&row, &words).await? {
        return Err(DeskError::CodeTaken { kind: "operator".to_owned(), code: row.code });
    }
    act.concerns("operator", &row.code);
    act.note("roles", words);
    Ok(OperatorView { id, code: row.code, name: row.name, roles })
}
