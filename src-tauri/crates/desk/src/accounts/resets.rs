//! A forgotten password: one person asks, a second one gives a one-time password. Neither is whose it is.

use bidhall_rules::accounts::{PasswordOrigin, SignInEnd};
use bidhall_rules::ids::OperatorId;
use bidhall_rules::roles::Role;
use bidhall_store::accounts::ResetRow;
use rand_chacha::ChaCha20Rng;
use rand_core::{RngCore, SeedableRng as _};
use schemars::JsonSchema;
use serde::Serialize;
use ts_rs::TS;

use super::forms::{AccountChoice, ReasonForm, reason};
use super::manage::{end_sign_in, set_password};
use super::shown::{AccountView, shown};
use super::{account, hashing, real, spec_of};
use crate::act::{Reading, Writing};
use crate::audit::DONE;
use crate::{Call, DeskError, Workplace};

/// Letters and digits of a one-time password, without those that look like others.
const CAPITALS: &[u8] = b"ABCDEFGHJKLMNPQRTUVWXYZ";
const SMALL: &[u8] = b"abcdefghijkmnpqrtuvwxyz";
const DIGITS: &[u8] = b"2346789";
/// Its groups: a capital, a small letter, a digit and a small letter each.
const GROUPS: usize = 4;

/// A one-time password, told to whoever gave it and kept nowhere.
#[derive(Clone, Serialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase")]
pub struct OneTimePassword {
    /// The account.
    pub code: String,
    /// The password; it opens the account for a day and must be changed at once.
    pub password: String,
}

/// `accounts.request_reset`
///
/// # Errors
/// [`DeskError::OwnReset`]; [`DeskError::AccountUnchanged`] when it was asked for already.
pub async fn request_reset(act: &mut Writing, form: ReasonForm) -> Result<AccountView, DeskError> {
    real(act, "accounts.request_reset")?;
    let why = reason(&form.reason)?;
    let row = account(act, &form.code).await?;
    let (by, asks_for_others) = (act.asker()?.id, act.asker()?.roles.contains(&Role::SecurityAdmin));
    if row.id == by {
        return Err(DeskError::OwnReset {});
    }
    // Only where the security administrator is the one who forgot does the system administrator ask.
    if !asks_for_others && !shown(act, &form.code).await?.roles.contains(&Role::SecurityAdmin) {
        let needed = vec![Role::SecurityAdmin];
        return Err(DeskError::RoleNotAllowed { command: "accounts.request_reset".to_owned(), needed });
    }
    let reset = ResetRow {
        id: OperatorId::new(act.now, &mut act.chance).uuid(),
        operator_id: row.id,
        requested_by: by,
        requested_at: act.now,
        reason: why.clone(),
    };
    if !act.tx.add_reset(&reset).await? {
        return Err(DeskError::AccountUnchanged { operator: form.code });
    }
    act.concerns("account", &form.code);
    act.note("reason", why);
    shown(act, &form.code).await
}

/// The open request for an account, which the caller may decide.
async fn open_for(act: &mut Reading, code: &str) -> Result<ResetRow, DeskError> {
    let row = account(act, code).await?;
    let reset = act.tx.open_reset(row.id).await?;
    let reset = reset.ok_or_else(|| DeskError::not_found("reset", code))?;
    if row.id == act.asker()?.id {
        return Err(DeskError::OwnReset {});
    }
    Ok(reset)
}

/// `accounts.approve_reset`
///
/// # Errors
/// [`DeskError::OwnReset`] for who asked and for whose it is; [`DeskError::NotFound`] without a request.
pub async fn approve_reset(
    workplace: &Workplace,
    call: &Call,
    choice: AccountChoice,
) -> Result<OneTimePassword, DeskError> {
    let desk = workplace.desk().await?;
    let spec = spec_of(call)?;
    let look = desk.reading(call, spec).await?;
    real(&look, spec.name)?;
    drop(look);
    let seed = desk.entropy.seed().map_err(|error| DeskError::internal(&error))?;
    let password = drawn(&mut ChaCha20Rng::from_seed(seed));
    let hash = hashing::hashed(password.clone(), desk.entropy.as_ref()).await?;

    let mut act = desk.secret(call, spec).await?;
    let reset = open_for(&mut act, &choice.code).await?;
    let (by, now) = (act.asker()?.id, act.now);
    if reset.requested_by == by {
        return Err(DeskError::OwnReset {});
    }
    if !act.tx.decide_reset(reset.id, by, now, true).await? {
        return Err(DeskError::DatabaseBusy {});
    }
    set_password(&mut act, reset.operator_id, hash, PasswordOrigin::Once, by).await?;
    act.tx.forget_failures(&choice.code).await?;
    end_sign_in(&mut act, reset.operator_id, SignInEnd::PasswordReset).await?;
    act.concerns("account", &choice.code);
    act.note("reason", reset.reason);
    desk.conclude(act, spec, DONE).await?;
    Ok(OneTimePassword { code: choice.code, password })
}

/// `accounts.refuse_reset`
///
/// # Errors
/// [`DeskError::OwnReset`] for whose it is; [`DeskError::NotFound`] without a request.
pub async fn refuse_reset(act: &mut Writing, choice: AccountChoice) -> Result<AccountView, DeskError> {
    real(act, "accounts.refuse_reset")?;
    let reset = open_for(act, &choice.code).await?;
    let (by, now) = (act.asker()?.id, act.now);
    if !act.tx.decide_reset(reset.id, by, now, false).await? {
        return Err(DeskError::DatabaseBusy {});
    }
    act.concerns("account", &choice.code);
    shown(act, &choice.code).await
}

/// A password by chance: every character equally likely.
fn drawn(chance: &mut dyn RngCore) -> String {
    let mut one = |signs: &[u8]| loop {
        let byte = usize::from(chance.next_u32().to_be_bytes()[0]);
        // Beyond the last whole multiple the first signs would come more often.
        if byte < 256 / signs.len() * signs.len() {
            break char::from(signs[byte % signs.len()]);
        }
    };
    let groups: Vec<String> =
        (0..GROUPS).map(|_| [CAPITALS, SMALL, DIGITS, SMALL].into_iter().map(&mut one).collect()).collect();
    groups.join("-")
}

#[cfg(test)]
mod tests {
    use bidhall_rules::accounts::check_password;
    use bidhall_rules::settings::SecuritySettings;

    use super::*;

    #[test]
    fn a_one_time_password_is_strong_and_never_the_same() {
        let rule = SecuritySettings::default().password;
        let mut chance = ChaCha20Rng::from_seed([7; 32]);
        let passwords: std::collections::BTreeSet<_> = (0..500).map(|_| drawn(&mut chance)).collect();
        assert_eq!(passwords.len(), 500);
        for password in passwords {
            assert_eq!(check_password(&rule, &password, "gate1", "示例甲班"), Ok(()), "{password}");
            assert_eq!(password.len(), 19, "{password}");
        }
    }
}
