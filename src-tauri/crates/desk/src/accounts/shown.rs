//! Accounts as they are shown.

use bidhall_rules::accounts::{AccountChangeKind, PasswordAge, PasswordOrigin};
use bidhall_rules::roles::Role;
use bidhall_rules::settings::{PasswordRule, SecuritySettings};
use bidhall_store::accounts::AccountRow;
use bidhall_store::operators::OperatorRow;
use chrono::{DateTime, Utc};
use schemars::JsonSchema;
use serde::Serialize;
use ts_rs::TS;
use uuid::Uuid;

use super::{AccountChoice, account, password_of, real};
use crate::DeskError;
use crate::act::{Asker, Reading, word};
use crate::callers::SignIn;
use crate::database::Nothing;

/// The person who is signed in.
#[derive(Debug, Clone, Serialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase")]
pub struct Me {
    /// Id.
    pub id: String,
    /// Code.
    pub code: String,
    /// Name.
    pub name: String,
    /// Roles.
    pub roles: Vec<Role>,
    /// At which desk.
    pub desk: String,
    /// When the sign-in ends by itself.
    pub expires_at: DateTime<Utc>,
    /// After how many idle minutes the window locks.
    pub idle_minutes: u32,
    /// Whether the password must be changed before anything else.
    pub must_change: bool,
    /// In how many days the password must be changed, once that is soon.
    pub password_days: Option<u32>,
    /// What a password must be.
    pub password_rule: PasswordRule,
}

impl Me {
    pub(super) fn asker(&self, id: Uuid) -> Asker {
        Asker { id, code: self.code.clone(), name: self.name.clone(), roles: self.roles.clone() }
    }
}

/// A sign-in before this one.
#[derive(Debug, Clone, Serialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase")]
pub struct EarlierSignInView {
    /// When.
    pub at: DateTime<Utc>,
    /// At which desk.
    pub desk: String,
}

/// An account.
#[derive(Debug, Clone, Serialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase")]
pub struct AccountView {
    /// Code.
    pub code: String,
    /// Name.
    pub name: String,
    /// Roles.
    pub roles: Vec<Role>,
    /// Since when.
    pub registered_at: DateTime<Utc>,
    /// Since when it is closed.
    pub closed_at: Option<DateTime<Utc>>,
    /// Until when it is locked after wrong passwords.
    pub locked_until: Option<DateTime<Utc>>,
    /// When the person signed in last.
    pub last_at: Option<DateTime<Utc>>,
    /// At which desk the person is signed in now.
    pub desk: Option<String>,
    /// Code of who asked for a new password, while a second person has still to decide.
    pub reset_by: Option<String>,
}

/// Every account, by code.
#[derive(Debug, Clone, Serialize, JsonSchema, TS)]
pub struct AccountList {
    /// Every account, by code.
    pub accounts: Vec<AccountView>,
}

/// Something done to an account.
#[derive(Debug, Clone, Serialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase")]
pub struct AccountEvent {
    /// When.
    pub at: DateTime<Utc>,
    /// What.
    pub kind: AccountChangeKind,
    /// The role that was given or taken.
    pub role: Option<Role>,
    /// Why.
    pub reason: String,
    /// Code of who did it; nobody when the centre was founded.
    pub by: Option<String>,
}

/// What was done to an account, oldest first.
#[derive(Debug, Clone, Serialize, JsonSchema, TS)]
pub struct AccountHistory {
    /// The account.
    pub account: AccountView,
    /// What was done to it, oldest first.
    pub events: Vec<AccountEvent>,
}

/// `accounts.list`
///
/// # Errors
/// [`DeskError::RealCentreOnly`].
pub async fn list(act: &mut Reading, _: Nothing) -> Result<AccountList, DeskError> {
    real(act, "accounts.list")?;
    let now = act.now;
    let rows = act.tx.accounts().await?;
    let accounts = rows.into_iter().map(|row| view(row, now)).collect::<Result<_, DeskError>>()?;
    Ok(AccountList { accounts })
}

/// `accounts.history`
///
/// # Errors
/// [`DeskError::UnknownOperator`]; [`DeskError::RealCentreOnly`].
pub async fn history(act: &mut Reading, choice: AccountChoice) -> Result<AccountHistory, DeskError> {
    real(act, "accounts.history")?;
    let row = account(act, &choice.code).await?;
    let events = act.tx.account_events(row.id).await?;
    let events = events
        .into_iter()
        .map(|event| {
            Ok(AccountEvent {
                at: event.at,
                kind: word(&event.kind)?,
                role: event.role.as_deref().map(word).transpose()?,
                reason: event.reason,
                by: event.by_code,
            })
        })
        .collect::<Result<_, DeskError>>()?;
    Ok(AccountHistory { account: shown(act, &choice.code).await?, events })
}

/// An account as it stands in this transaction.
pub(super) async fn shown(act: &mut Reading, code: &str) -> Result<AccountView, DeskError> {
    let now = act.now;
    let row = act.tx.accounts().await?.into_iter().find(|row| row.code == code);
    view(row.ok_or_else(|| DeskError::UnknownOperator { operator: code.to_owned() })?, now)
}

fn view(row: AccountRow, now: DateTime<Utc>) -> Result<AccountView, DeskError> {
    Ok(AccountView {
        code: row.code,
        name: row.name,
        roles: roles(row.roles.as_deref())?,
        registered_at: row.registered_at,
        closed_at: row.closed_at,
        locked_until: row.locked_until.filter(|until| *until > now),
        last_at: row.last_at,
        desk: row.desk,
        reset_by: row.reset_by,
    })
}

fn roles(words: Option<&str>) -> Result<Vec<Role>, DeskError> {
    let mut roles: Vec<Role> =
        words.into_iter().flat_map(|words| words.split(',')).map(word).collect::<Result<_, DeskError>>()?;
    roles.sort();
    Ok(roles)
}

/// Whoever sits at this sign-in.
pub(super) async fn me_of(
    act: &mut Reading,
    row: &OperatorRow,
    sign_in: &SignIn,
    settings: &SecuritySettings,
) -> Result<Me, DeskError> {
    let now = act.now;
    let password_days = match password_of(act, row).await? {
        Some(password) => {
            let origin: PasswordOrigin = word(&password.origin)?;
            match PasswordAge::of(&settings.password, origin, password.set_at, now) {
                PasswordAge::DueSoon { days } => Some(days),
                PasswordAge::Fresh | PasswordAge::MustChange | PasswordAge::Void => None,
            }
        }
        None => None,
    };
    Ok(Me {
        id: row.id.to_string(),
        code: row.code.clone(),
        name: row.name.clone(),
        roles: shown(act, &row.code).await?.roles,
        desk: sign_in.desk.clone(),
        expires_at: sign_in.expires_at,
        idle_minutes: sign_in.idle_minutes,
        must_change: sign_in.must_change,
        password_days,
        password_rule: settings.password.clone(),
    })
}
