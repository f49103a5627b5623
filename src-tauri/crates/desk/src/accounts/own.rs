//! What a person does with their own sign-in and password.

use bidhall_rules::accounts::{PasswordFault, PasswordOrigin, SignInEnd};
use bidhall_rules::audit::AuditEvent;
use bidhall_store::passwords::PasswordRow;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::attempt::{Right, tried};
use super::shown::{Me, me_of};
use super::{account, forms, hashing, real, spec_of};
use crate::act::{Reading, Writing};
use crate::audit::DONE;
use crate::callers::SignIn;
use crate::database::Nothing;
use crate::{Call, DeskError, Workplace};

/// Nothing more to tell.
#[derive(Debug, Clone, Copy, Serialize, JsonSchema, TS)]
#[ts(type = "Record<string, never>")]
pub struct Done {}

/// The password of the person who is signed in.
#[derive(Clone, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct UnlockForm {
    /// The password.
    pub password: String,
}

/// A change of one's own password.
#[derive(Clone, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PasswordForm {
    /// The one in force.
    pub old: String,
    /// The one that takes its place.
    pub new: String,
}

/// The caller's sign-in. A command of the own sign-in is answered only where there is one.
fn own(act: &Reading, command: &str) -> Result<(String, SignIn), DeskError> {
    real(act, command)?;
    match (&act.asker, &act.sign_in) {
        (Some(asker), Some(sign_in)) => Ok((asker.code.clone(), sign_in.clone())),
        (_, _) => Err(DeskError::NobodySignedOn { command: command.to_owned() }),
    }
}

/// `accounts.me`
///
/// # Errors
/// [`DeskError::RealCentreOnly`].
pub async fn me(act: &mut Reading, _: Nothing) -> Result<Me, DeskError> {
    let (code, sign_in) = own(act, "accounts.me")?;
    let row = account(act, &code).await?;
    let settings = act.security_settings().await?.body;
    me_of(act, &row, &sign_in, &settings).await
}

/// `accounts.sign_out`
///
/// # Errors
/// [`DeskError::RealCentreOnly`].
pub async fn sign_out(act: &mut Writing, _: Nothing) -> Result<Done, DeskError> {
    let (code, _) = own(act, "accounts.sign_out")?;
    let (id, now) = (act.asker()?.id, act.now);
    act.tx.end_sign_ins(id, now, SignInEnd::SignedOut.as_str()).await?;
    act.concerns("account", code);
    act.trail.event = Some(AuditEvent::SignOut);
    Ok(Done {})
}

/// `accounts.lock`
///
/// # Errors
/// [`DeskError::RealCentreOnly`].
pub async fn lock(act: &mut Writing, _: Nothing) -> Result<Done, DeskError> {
    let (code, sign_in) = own(act, "accounts.lock")?;
    let now = act.now;
    act.tx.lock_sign_in(sign_in.id, now).await?;
    act.concerns("account", code);
    act.trail.event = Some(AuditEvent::SignOut);
    Ok(Done {})
}

/// `accounts.unlock`
///
/// # Errors
/// As signing in.
pub async fn unlock(workplace: &Workplace, call: &Call, form: UnlockForm) -> Result<Me, DeskError> {
    let desk = workplace.desk().await?;
    let spec = spec_of(call)?;
    let (code, sign_in) = own(&desk.reading(call, spec).await?, spec.name)?;
    let Right { mut act, operator, settings, .. } = tried(&desk, call, &code, form.password).await?;
    let now = act.now;
    act.tx.unlock_sign_in(sign_in.id, now).await?;
    act.tx.forget_failures(&code).await?;
    let me = me_of(&mut act, &operator, &sign_in, &settings).await?;
    desk.conclude(act, spec, DONE).await?;
    Ok(me)
}

/// `accounts.change_password`
///
/// # Errors
/// As signing in for the one in force; [`DeskError::PasswordWeak`] for the new one.
pub async fn change_password(
    workplace: &Workplace,
    call: &Call,
    form: PasswordForm,
) -> Result<Me, DeskError> {
    let desk = workplace.desk().await?;
    let spec = spec_of(call)?;
    let mut look = desk.reading(call, spec).await?;
    let (code, sign_in) = own(&look, spec.name)?;
    let rule = look.security_settings().await?.body.password;
    let row = account(&mut look, &code).await?;
    let used = look.tx.passwords(row.id, i64::from(rule.remembered)).await?;
    drop(look);
    forms::strong(&rule, &form.new, &row.code, &row.name)?;
    // Whether it was used before is told only to who knows the one in force.
    drop(tried(&desk, call, &code, form.old.clone()).await?);
    for earlier in used {
        if hashing::matches(form.new.clone(), Some(earlier.hash)).await? {
            return Err(DeskError::PasswordWeak {
                fault: PasswordFault::UsedBefore { last: rule.remembered },
            });
        }
    }
    let hash = hashing::hashed(form.new, desk.entropy.as_ref()).await?;
    let mut act = desk.secret(call, spec).await?;
    let now = act.now;
    let seq = act.tx.passwords(row.id, 1).await?.first().map_or(0, |latest| latest.seq) + 1;
    let set_by = row.id;
    let origin = PasswordOrigin::Own.as_str().to_owned();
    act.tx.add_password(&PasswordRow { operator_id: row.id, seq, hash, origin, set_by, set_at: now }).await?;
    act.tx.sign_in_must_change(sign_in.id, false).await?;
    act.tx.unlock_sign_in(sign_in.id, now).await?;
    act.tx.forget_failures(&code).await?;
    act.concerns("account", &row.code);
    act.trail.event = Some(AuditEvent::Change);
    let settings = act.security_settings().await?.body;
    let sign_in = SignIn { must_change: false, ..sign_in };
    let me = me_of(&mut act, &row, &sign_in, &settings).await?;
    desk.conclude(act, spec, DONE).await?;
    Ok(me)
}
