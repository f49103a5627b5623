//! Signing in.

use base64::Engine as _;
use bidhall_rules::accounts::{PasswordAge, PasswordOrigin, SignInEnd};
use bidhall_rules::ids::OperatorId;
use bidhall_store::sign_ins::SignInRow;
use chrono::Duration;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::attempt::{Right, refused, tried};
use super::shown::{EarlierSignInView, Me, me_of};
use super::spec_of;
use crate::act::word;
use crate::audit::DONE;
use crate::callers::{SignIn, token_hash};
use crate::{Call, DeskError, Workplace};

/// A person at a desk.
#[derive(Clone, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Credentials {
    /// Code.
    pub code: String,
    /// Password.
    pub password: String,
    /// Name of the desk, 1 to 20 characters.
    pub desk: String,
}

/// A sign-in that begins.
#[derive(Clone, Serialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase")]
pub struct SignedIn {
    /// What further requests carry; told this once and kept nowhere.
    pub token: String,
    /// Who it is.
    pub me: Me,
    /// When and where this person signed in before.
    pub earlier: Option<EarlierSignInView>,
    /// Wrong passwords since then.
    pub failures: u32,
    /// The desk at which the same person was signed in until now.
    pub ended_at: Option<String>,
}

/// `accounts.sign_in`
///
/// # Errors
/// [`DeskError::SignInWrong`] for a wrong code or password alike; [`DeskError::CodeLocked`];
/// [`DeskError::AccountClosed`], [`DeskError::PasswordVoid`] only with the right password.
pub async fn sign_in(workplace: &Workplace, call: &Call, form: Credentials) -> Result<SignedIn, DeskError> {
    let desk = workplace.desk().await?;
    let place = form.desk.trim().to_owned();
    if !(1..=20).contains(&place.chars().count()) || place.chars().any(char::is_control) {
        return Err(DeskError::field("desk", "1 to 20 characters"));
    }
    let code = form.code.trim().to_lowercase();
    let Right { mut act, operator, password, settings, failures } =
        tried(&desk, call, &code, form.password).await?;
    if operator.closed_at.is_some() {
        return Err(refused(&desk, act, call, DeskError::AccountClosed { operator: operator.code }).await);
    }
    let now = act.now;
    let origin: PasswordOrigin = word(&password.origin)?;
    let age = PasswordAge::of(&settings.password, origin, password.set_at, now);
    if age == PasswordAge::Void {
        return Err(refused(&desk, act, call, DeskError::PasswordVoid {}).await);
    }
    let earlier = act.tx.last_sign_in(operator.id).await?;
    let ended = act.tx.end_sign_ins(operator.id, now, SignInEnd::Elsewhere.as_str()).await?;
    act.tx.forget_failures(&code).await?;
    let seed = desk.entropy.seed().map_err(|error| DeskError::internal(&error))?;
    let token = base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(seed);
    let carried = Call { token: Some(token.clone()), ..Call::default() };
    let row = SignInRow {
        id: OperatorId::new(now, &mut act.chance).uuid(),
        operator_id: operator.id,
        token_hash: token_hash(&carried).unwrap_or_default(),
        desk: place.clone(),
        at: now,
        expires_at: now + Duration::hours(i64::from(settings.sign_in_hours)),
        idle_minutes: i32::try_from(settings.idle_minutes).unwrap_or(1),
        must_change: age == PasswordAge::MustChange,
    };
    act.tx.add_sign_in(&row).await?;
    let sign_in = SignIn {
        id: row.id,
        desk: place,
        expires_at: row.expires_at,
        idle_minutes: settings.idle_minutes,
        must_change: row.must_change,
        unseen: false,
    };
    let me = me_of(&mut act, &operator, &sign_in, &settings).await?;
    act.asker = Some(me.asker(operator.id));
    act.sign_in = Some(sign_in);
    let ended_at =
        ended.filter(|ended| ended.ended_why == SignInEnd::Elsewhere.as_str()).map(|ended| ended.desk);
    if let Some(desk) = &ended_at {
        act.note("endedAt", desk.clone());
    }
    act.note("failuresBefore", failures);
    desk.conclude(act, spec_of(call)?, DONE).await?;
    let earlier = earlier.map(|earlier| EarlierSignInView { at: earlier.at, desk: earlier.desk });
    Ok(SignedIn { token, me, earlier, failures, ended_at })
}
