//! Accounts of a real centre: signing in, passwords, and who may do what. A rehearsal has none of it: there
//! people choose who they are.

mod attempt;
mod forms;
mod hashing;
mod manage;
mod own;
mod resets;
mod shown;
mod sign_in;

pub use forms::{AccountChoice, AccountForm, AdministratorForm, Administrators, ReasonForm, RoleForm};
pub use manage::{close, create, grant, lift_lock, reopen, take};
pub use own::{Done, PasswordForm, UnlockForm, change_password, lock, me, sign_out, unlock};
pub use resets::{OneTimePassword, approve_reset, refuse_reset, request_reset};
pub use shown::{
    AccountEvent, AccountHistory, AccountList, AccountView, EarlierSignInView, Me, history, list,
};
pub use sign_in::{Credentials, SignedIn, sign_in};

pub(crate) use forms::ready;
pub(crate) use manage::establish;

use bidhall_store::operators::OperatorRow;
use bidhall_store::passwords::PasswordRow;

use crate::act::Reading;
use crate::commands::CommandSpec;
use crate::{Call, DeskError};

/// Refuses what only a real centre has.
fn real(act: &Reading, command: &str) -> Result<(), DeskError> {
    if act.centre.is_empty() {
        return Err(DeskError::CentreMissing {});
    }
    if act.rehearsal {
        return Err(DeskError::RealCentreOnly { command: command.to_owned() });
    }
    Ok(())
}

/// The command a request names.
fn spec_of(call: &Call) -> Result<&'static CommandSpec, DeskError> {
    CommandSpec::named(&call.command)
        .ok_or_else(|| DeskError::UnknownCommand { command: call.command.clone() })
}

/// The account with this code.
async fn account(act: &mut Reading, code: &str) -> Result<OperatorRow, DeskError> {
    let found = act.tx.operator_by_code(code).await?;
    found.ok_or_else(|| DeskError::UnknownOperator { operator: code.to_owned() })
}

/// The password in force of an account.
async fn password_of(act: &mut Reading, row: &OperatorRow) -> Result<Option<PasswordRow>, DeskError> {
    Ok(act.tx.passwords(row.id, 1).await?.into_iter().next())
}
