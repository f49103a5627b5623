//! What the security administrator does with accounts.

use bidhall_rules::accounts::{AccountChangeKind, PasswordOrigin, SignInEnd, is_administrator};
use bidhall_rules::ids::OperatorId;
use bidhall_rules::roles::Role;
use bidhall_store::accounts::AccountChangeRow;
use bidhall_store::operators::OperatorRow;
use bidhall_store::passwords::PasswordRow;
use uuid::Uuid;

use super::forms::{AccountForm, ReadyAdministrator, ReasonForm, RoleForm, apart, reason, strong};
use super::shown::{AccountView, shown};
use super::{account, hashing, real, spec_of};
use crate::act::Writing;
use crate::audit::DONE;
use crate::{Call, DeskError, Workplace, operators};

/// Gives a centre its three administrators. Nobody did it: there was nobody before them.
pub(crate) async fn establish(
    act: &mut Writing,
    administrators: Vec<ReadyAdministrator>,
) -> Result<(), DeskError> {
    for administrator in administrators {
        let ReadyAdministrator { code, name, role, hash } = administrator;
        let id = add(act, &code, &name, &[role]).await?;
        set_password(act, id, hash, PasswordOrigin::Own, id).await?;
        note(act, id, AccountChangeKind::Created, None, "", None).await?;
        note(act, id, AccountChangeKind::Granted, Some(role), "", None).await?;
    }
    Ok(())
}

async fn add(act: &mut Writing, code: &str, name: &str, roles: &[Role]) -> Result<Uuid, DeskError> {
    let id = OperatorId::new(act.now, &mut act.chance).uuid();
    let row = OperatorRow {
        id,
        code: code.to_owned(),
        name: name.to_owned(),
        registered_at: act.now,
        closed_at: None,
    };
    let words: Vec<&str> = roles.iter().map(|role| role.as_str()).collect();
    if act.tx.add_operator(&row, &words).await? {
        return Ok(id);
    }
    Err(DeskError::CodeTaken { kind: "operator".to_owned(), code: row.code })
}

pub(super) async fn set_password(
    act: &mut Writing,
    whose: Uuid,
    hash: String,
    origin: PasswordOrigin,
    by: Uuid,
) -> Result<(), DeskError> {
    let seq = act.tx.passwords(whose, 1).await?.first().map_or(0, |latest| latest.seq) + 1;
    let row = PasswordRow {
        operator_id: whose,
        seq,
        hash,
        origin: origin.as_str().to_owned(),
        set_by: by,
        set_at: act.now,
    };
    Ok(act.tx.add_password(&row).await?)
}

async fn note(
    act: &mut Writing,
    whose: Uuid,
    kind: AccountChangeKind,
    role: Option<Role>,
    reason: &str,
    by: Option<Uuid>,
) -> Result<(), DeskError> {
    let row = AccountChangeRow {
        id: OperatorId::new(act.now, &mut act.chance).uuid(),
        operator_id: whose,
        kind: kind.as_str().to_owned(),
        role: role.map(|role| role.as_str().to_owned()),
        reason: reason.to_owned(),
        by_id: by,
        at: act.now,
    };
    Ok(act.tx.add_account_change(&row).await?)
}

/// `accounts.create`
///
/// # Errors
/// [`DeskError::CodeTaken`], [`DeskError::RolesApart`], [`DeskError::PasswordWeak`], [`DeskError::WrongField`].
pub async fn create(workplace: &Workplace, call: &Call, form: AccountForm) -> Result<AccountView, DeskError> {
    let desk = workplace.desk().await?;
    let spec = spec_of(call)?;
    let mut look = desk.reading(call, spec).await?;
    real(&look, spec.name)?;
    let rule = look.security_settings().await?.body.password;
    drop(look);
    let name = operators::checked(&form.code, &form.name, "")?;
    let why = reason(&form.reason)?;
    let mut roles = form.roles;
    roles.sort();
    roles.dedup();
    apart(&roles)?;
    strong(&rule, &form.password, &form.code, &name)?;
    let hash = hashing::hashed(form.password, desk.entropy.as_ref()).await?;

    let mut act = desk.secret(call, spec).await?;
    let by = act.asker()?.id;
    let id = add(&mut act, &form.code, &name, &roles).await?;
    set_password(&mut act, id, hash, PasswordOrigin::First, by).await?;
    note(&mut act, id, AccountChangeKind::Created, None, &why, Some(by)).await?;
    for role in &roles {
        note(&mut act, id, AccountChangeKind::Granted, Some(*role), &why, Some(by)).await?;
    }
    act.concerns("account", &form.code);
    act.note("roles", roles.iter().map(|role| role.as_str()).collect::<Vec<_>>());
    act.note("reason", why);
    let view = shown(&mut act, &form.code).await?;
    desk.conclude(act, spec, DONE).await?;
    Ok(view)
}

/// An account that is about to be changed, alone in this transaction, and why.
async fn taken_up(
    act: &mut Writing,
    command: &str,
    code: &str,
    why: &str,
) -> Result<(OperatorRow, Vec<Role>, String), DeskError> {
    real(act, command)?;
    let why = reason(why)?;
    act.tx.lock_accounts().await?;
    let row = account(act, code).await?;
    let roles = shown(act, code).await?.roles;
    act.concerns("account", code);
    act.note("reason", why.clone());
    Ok((row, roles, why))
}

fn unchanged(code: &str) -> DeskError {
    DeskError::AccountUnchanged { operator: code.to_owned() }
}

/// Refuses to take the last open account that holds an administrator's role.
async fn not_the_last(act: &mut Writing, whose: Uuid, role: Role) -> Result<(), DeskError> {
    if is_administrator(role) && act.tx.holders(role.as_str()).await? == [whose] {
        return Err(DeskError::LastHolder { role });
    }
    Ok(())
}

/// Ends the sign-in of an account, and says so in the audit row.
pub(super) async fn end_sign_in(act: &mut Writing, whose: Uuid, why: SignInEnd) -> Result<(), DeskError> {
    let now = act.now;
    if let Some(ended) = act.tx.end_sign_ins(whose, now, why.as_str()).await? {
        act.note("signInEndedAt", ended.desk);
    }
    Ok(())
}

/// `accounts.grant`
///
/// # Errors
/// [`DeskError::RolesApart`]; [`DeskError::AccountUnchanged`] when it is held.
pub async fn grant(act: &mut Writing, form: RoleForm) -> Result<AccountView, DeskError> {
    let (row, mut roles, why) = taken_up(act, "accounts.grant", &form.code, &form.reason).await?;
    roles.push(form.role);
    apart(&roles)?;
    if !act.tx.give_role(row.id, form.role.as_str()).await? {
        return Err(unchanged(&form.code));
    }
    let by = act.asker()?.id;
    note(act, row.id, AccountChangeKind::Granted, Some(form.role), &why, Some(by)).await?;
    act.note("role", form.role.as_str());
    shown(act, &form.code).await
}

/// `accounts.take`
///
/// # Errors
/// [`DeskError::LastHolder`]; [`DeskError::AccountUnchanged`] when it is not held.
pub async fn take(act: &mut Writing, form: RoleForm) -> Result<AccountView, DeskError> {
    let (row, _, why) = taken_up(act, "accounts.take", &form.code, &form.reason).await?;
    not_the_last(act, row.id, form.role).await?;
    if !act.tx.take_role(row.id, form.role.as_str()).await? {
        return Err(unchanged(&form.code));
    }
    let by = act.asker()?.id;
    note(act, row.id, AccountChangeKind::Taken, Some(form.role), &why, Some(by)).await?;
    end_sign_in(act, row.id, SignInEnd::RolesTaken).await?;
    act.note("role", form.role.as_str());
    shown(act, &form.code).await
}

/// `accounts.close`
///
/// # Errors
/// [`DeskError::LastHolder`]; [`DeskError::AccountUnchanged`] when it is closed.
pub async fn close(act: &mut Writing, form: ReasonForm) -> Result<AccountView, DeskError> {
    let (row, roles, why) = taken_up(act, "accounts.close", &form.code, &form.reason).await?;
    if row.closed_at.is_some() {
        return Err(unchanged(&form.code));
    }
    for role in roles {
        not_the_last(act, row.id, role).await?;
    }
    let (by, now) = (act.asker()?.id, act.now);
    act.tx.set_closed(row.id, Some(now)).await?;
    note(act, row.id, AccountChangeKind::Closed, None, &why, Some(by)).await?;
    end_sign_in(act, row.id, SignInEnd::Closed).await?;
    shown(act, &form.code).await
}

/// `accounts.reopen`
///
/// # Errors
/// [`DeskError::AccountUnchanged`] when it is open.
pub async fn reopen(act: &mut Writing, form: ReasonForm) -> Result<AccountView, DeskError> {
    let (row, _, why) = taken_up(act, "accounts.reopen", &form.code, &form.reason).await?;
    if row.closed_at.is_none() {
        return Err(unchanged(&form.code));
    }
    let by = act.asker()?.id;
    act.tx.set_closed(row.id, None).await?;
    note(act, row.id, AccountChangeKind::Reopened, None, &why, Some(by)).await?;
    shown(act, &form.code).await
}

/// `accounts.lift_lock`
///
/// # Errors
/// [`DeskError::AccountUnchanged`] when it is not locked.
pub async fn lift_lock(act: &mut Writing, form: ReasonForm) -> Result<AccountView, DeskError> {
    let (row, _, why) = taken_up(act, "accounts.lift_lock", &form.code, &form.reason).await?;
    if !act.tx.forget_failures(&form.code).await? {
        return Err(unchanged(&form.code));
    }
    let by = act.asker()?.id;
    note(act, row.id, AccountChangeKind::LockLifted, None, &why, Some(by)).await?;
    shown(act, &form.code).await
}
