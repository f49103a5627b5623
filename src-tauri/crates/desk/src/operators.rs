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

/// The name of a person as it is kept, if code and name can be; `place` is where they stand in the request.
///
/// # Errors
/// [`DeskError::WrongField`].
pub(crate) fn checked(code: &str, name: &str, place: &str) -> Result<String, DeskError> {
    let name = name.trim().to_owned();
    let fits = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    if !(2..=20).contains(&code.len()) || !code.chars().all(fits) {
        return Err(DeskError::field(
            &format!("{place}code"),
            "2 to 20 lower-case letters, digits or dashes",
        ));
    }
    if !(1..=20).contains(&name.chars().count()) || name.chars().any(char::is_control) {
        return Err(DeskError::field(&format!("{place}name"), "1 to 20 characters"));
    }
    Ok(name)
}

/// `operators.list`: in a real centre nobody is told who works there before they sign in.
///
/// # Errors
/// [`DeskError`] when the database is lost.
pub async fn list(act: &mut Reading, _: Nothing) -> Result<OperatorList, DeskError> {
    if !act.centre.is_empty() && !act.rehearsal && act.asker.is_none() {
        return Ok(OperatorList { operators: Vec::new() });
    }
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

/// `operators.register`: somebody who takes part in a rehearsal.
///
/// # Errors
/// [`DeskError::RehearsalOnly`] in a real centre; [`DeskError::CodeTaken`]; [`DeskError::WrongField`] for a code, name or role that cannot be.
pub async fn register(act: &mut Writing, form: OperatorForm) -> Result<OperatorView, DeskError> {
    let name = checked(&form.code, &form.name, "")?;
    if form.roles.is_empty() {
        return Err(DeskError::field("roles", "one role or more"));
    }
    if act.tx.centre().await?.is_none() {
        return Err(DeskError::CentreMissing {});
    }
    if !act.rehearsal {
        // There an account has a password, and only the security administrator creates it.
        return Err(DeskError::RehearsalOnly { command: "operators.register".to_owned() });
    }
    let id = OperatorId::new(act.now, &mut act.chance);
    let mut roles = form.roles;
    roles.sort();
    roles.dedup();
    let row = OperatorRow { id: id.uuid(), code: form.code, name, registered_at: act.now, closed_at: None };
    let words: Vec<&str> = roles.iter().map(|role| role.as_str()).collect();
    if !act.tx.add_operator(&row, &words).await? {
        return Err(DeskError::CodeTaken { kind: "operator".to_owned(), code: row.code });
    }
    act.concerns("operator", &row.code);
    act.note("roles", words);
    Ok(OperatorView { id, code: row.code, name: row.name, roles })
}
