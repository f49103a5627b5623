//! What is asked of accounts, and whether it can be.

use bidhall_rules::accounts::{check_password, may_hold};
use bidhall_rules::roles::Role;
use bidhall_rules::settings::{PasswordRule, SecuritySettings};
use schemars::JsonSchema;
use serde::Deserialize;
use ts_rs::TS;

use super::hashing;
use crate::{Desk, DeskError, operators};

/// An account by its code.
#[derive(Debug, Clone, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct AccountChoice {
    /// Its code.
    pub code: String,
}

/// Something done to an account for a reason.
#[derive(Debug, Clone, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ReasonForm {
    /// Its code.
    pub code: String,
    /// Why; 2 to 200 characters.
    pub reason: String,
}

/// A role that is given or taken for a reason.
#[derive(Debug, Clone, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct RoleForm {
    /// Code of the account.
    pub code: String,
    /// The role.
    pub role: Role,
    /// Why; 2 to 200 characters.
    pub reason: String,
}

/// A new account.
#[derive(Clone, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct AccountForm {
    /// 2 to 20 lower-case letters, digits or dashes.
    pub code: String,
    /// Name, 1 to 20 characters.
    pub name: String,
    /// Its roles; none is possible.
    pub roles: Vec<Role>,
    /// Its first password, changed at the first sign-in.
    pub password: String,
    /// Why; 2 to 200 characters.
    pub reason: String,
}

/// One of the three administrators.
#[derive(Clone, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct AdministratorForm {
    /// 2 to 20 lower-case letters, digits or dashes.
    pub code: String,
    /// Name, 1 to 20 characters.
    pub name: String,
    /// The password.
    pub password: String,
}

/// The three administrators: three people.
#[derive(Clone, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Administrators {
    /// Who runs the system (系统管理员).
    pub system: AdministratorForm,
    /// Who grants access (安全管理员).
    pub security: AdministratorForm,
    /// Who audits (审计管理员).
    pub audit: AdministratorForm,
}

/// An administrator whose form was accepted.
#[derive(Debug)]
pub(crate) struct ReadyAdministrator {
    pub(super) code: String,
    pub(super) name: String,
    pub(super) role: Role,
    pub(super) hash: String,
}

/// A reason as it is kept. It stands among the accounts and not among the sessions, so no bidder is looked for.
pub(super) fn reason(text: &str) -> Result<String, DeskError> {
    let text = text.trim();
    if !(2..=200).contains(&text.chars().count()) || text.chars().any(char::is_control) {
        return Err(DeskError::field("reason", "2 to 200 characters"));
    }
    Ok(text.to_owned())
}

/// Whether one person may hold these roles together.
pub(super) fn apart(roles: &[Role]) -> Result<(), DeskError> {
    may_hold(roles).map_err(|conflict| DeskError::RolesApart {
        administrator: conflict.administrator,
        other: conflict.other,
    })
}

/// Whether a password may be set.
pub(super) fn strong(rule: &PasswordRule, password: &str, code: &str, name: &str) -> Result<(), DeskError> {
    check_password(rule, password, code, name).map_err(|fault| DeskError::PasswordWeak { fault })
}

/// The three administrators with their passwords hashed.
///
/// # Errors
/// [`DeskError::AdministratorsAlike`] when they are not three people; [`DeskError::WrongField`],
/// [`DeskError::PasswordWeak`].
pub(crate) async fn ready(desk: &Desk, forms: Administrators) -> Result<Vec<ReadyAdministrator>, DeskError> {
    let rule = SecuritySettings::default().password;
    let forms = [
        (Role::SystemAdmin, "system", forms.system),
        (Role::SecurityAdmin, "security", forms.security),
        (Role::Auditor, "audit", forms.audit),
    ];
    for (index, (_, place, form)) in forms.iter().enumerate() {
        let name = operators::checked(&form.code, &form.name, &format!("administrators.{place}."))?;
        strong(&rule, &form.password, &form.code, &name)?;
        let alike = |(_, _, other): &(Role, &str, AdministratorForm)| {
            other.code == form.code || other.name.trim() == name || other.password == form.password
        };
        if forms[..index].iter().any(alike) {
            return Err(DeskError::AdministratorsAlike {});
        }
    }
    let mut administrators = Vec::with_capacity(forms.len());
    for (role, _, form) in forms {
        let hash = hashing::hashed(form.password, desk.entropy.as_ref()).await?;
        let name = form.name.trim().to_owned();
        administrators.push(ReadyAdministrator { code: form.code, name, role, hash });
    }
    Ok(administrators)
}
