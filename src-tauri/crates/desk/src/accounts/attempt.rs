//! An attempt with a password: looked at outside a transaction, counted within one.

use bidhall_rules::accounts::{locked_until, tries_left};
use bidhall_rules::audit::AuditEvent;
use bidhall_rules::settings::SecuritySettings;
use bidhall_store::operators::OperatorRow;
use bidhall_store::passwords::PasswordRow;
use chrono::{DateTime, Duration, Utc};

use super::{hashing, password_of, real, spec_of};
use crate::act::Writing;
use crate::{Call, Desk, DeskError};

/// For how long the wrong passwords of a code nobody has are remembered.
const STRANGER_HOURS: i64 = 24;

/// A right password, in the transaction that goes on from it.
pub(super) struct Right {
    pub(super) act: Writing,
    pub(super) operator: OperatorRow,
    pub(super) password: PasswordRow,
    pub(super) settings: SecuritySettings,
    /// Wrong ones before it.
    pub(super) failures: u32,
}

/// Tries a password for a code. A wrong one is counted and locks the code from a certain number on; a code
/// nobody has is treated like any other.
pub(super) async fn tried(
    desk: &Desk,
    call: &Call,
    code: &str,
    password: String,
) -> Result<Right, DeskError> {
    let spec = spec_of(call)?;
    let mut look = desk.reading(call, spec).await?;
    real(&look, spec.name)?;
    let settings = look.security_settings().await?.body;
    let operator = look.tx.operator_by_code(code).await?;
    let kept = match &operator {
        Some(row) => password_of(&mut look, row).await?,
        None => None,
    };
    let failed = look.tx.failures(code).await?;
    let now = look.now;
    drop(look);
    let locked = failed.and_then(|row| row.locked_until).is_some_and(|until| until > now);
    // A locked code is not even tried.
    let right = !locked && hashing::matches(password, kept.as_ref().map(|row| row.hash.clone())).await?;

    let mut act = desk.secret(call, spec).await?;
    let subject = operator.as_ref().map_or("?", |row| row.code.as_str()).to_owned();
    act.concerns("account", subject);
    act.trail.event = Some(AuditEvent::SignIn);
    let failed = act.tx.failures(code).await?;
    let failures = failed.as_ref().and_then(|row| u32::try_from(row.failures).ok()).unwrap_or_default();
    if let Some(until) = failed.and_then(|row| row.locked_until).filter(|until| *until > act.now) {
        return Err(refused(desk, act, call, locked_out(until, now)).await);
    }
    let (Some(operator), Some(kept), true) = (operator, kept, right) else {
        let error = wrong(&mut act, &settings, code).await?;
        return Err(refused(desk, act, call, error).await);
    };
    if password_of(&mut act, &operator).await?.is_none_or(|latest| latest.seq != kept.seq) {
        // It was changed while it was looked at.
        return Err(refused(desk, act, call, DeskError::DatabaseBusy {}).await);
    }
    Ok(Right { act, operator, password: kept, settings, failures })
}

/// Counts a wrong password and locks the code when it is time.
async fn wrong(act: &mut Writing, settings: &SecuritySettings, code: &str) -> Result<DeskError, DeskError> {
    let now = act.now;
    act.tx.forget_strangers(now - Duration::hours(STRANGER_HOURS)).await?;
    let failures = act.tx.add_failure(code, now).await?;
    match locked_until(&settings.lockout, failures, now) {
        Some(until) => {
            act.tx.lock_code(code, until).await?;
            Ok(locked_out(until, now))
        }
        None => Ok(DeskError::SignInWrong { left: tries_left(&settings.lockout, failures) }),
    }
}

fn locked_out(until: DateTime<Utc>, now: DateTime<Utc>) -> DeskError {
    let minutes = ((until - now).num_seconds().max(0) + 59) / 60;
    DeskError::CodeLocked { until, minutes: u32::try_from(minutes).unwrap_or(u32::MAX) }
}

/// Keeps a refused attempt and tells its error.
pub(super) async fn refused(desk: &Desk, act: Writing, call: &Call, error: DeskError) -> DeskError {
    let spec = match spec_of(call) {
        Ok(spec) => spec,
        Err(error) => return error,
    };
    match desk.conclude(act, spec, &error.code()).await {
        Ok(()) => error,
        Err(fault) => fault,
    }
}
