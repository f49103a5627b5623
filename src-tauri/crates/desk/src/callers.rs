//! Who asks: in a real centre whoever signed in with a password, in a rehearsal whoever says so.

use bidhall_rules::accounts::SignInEnd;
use bidhall_store::threshold::{Threshold, ThresholdAsker, ThresholdSignIn};
use chrono::{DateTime, Duration, Utc};
use uuid::Uuid;

use crate::act::{Asker, word};
use crate::commands::{CommandSpec, Mark};
use crate::{Call, DeskError, hash};

/// How much longer than the window itself the desk waits before a sign-in that nobody uses is locked: the
/// window says at least every minute that it is there.
const GRACE_MINUTES: i64 = 2;

/// How often it is noted that a sign-in is in use.
const SEEN_AGAIN_SECONDS: i64 = 60;

/// The sign-in a request came with.
#[derive(Debug, Clone)]
pub struct SignIn {
    /// Id.
    pub id: Uuid,
    /// At which desk.
    pub desk: String,
    /// When it ends by itself.
    pub expires_at: DateTime<Utc>,
    /// After how many idle minutes the window locks.
    pub idle_minutes: u32,
    /// Whether the password must be changed first.
    pub must_change: bool,
    /// Whether it has to be noted that it is in use.
    pub(crate) unseen: bool,
}

/// Who asks, and with which sign-in.
#[derive(Debug, Clone, Default)]
pub(crate) struct Caller {
    pub(crate) asker: Option<Asker>,
    pub(crate) sign_in: Option<SignIn>,
}

impl Caller {
    /// The code under which this person's acts are kept.
    pub(crate) fn code<'a>(&'a self, call: &'a Call, rehearsal: bool) -> &'a str {
        match &self.asker {
            Some(asker) if !rehearsal => &asker.code,
            Some(_) | None => call.operator.as_deref().unwrap_or_default(),
        }
    }
}

/// The hash of the token of a request.
pub(crate) fn token_hash(call: &Call) -> Option<String> {
    call.token
        .as_deref()
        .filter(|token| !token.is_empty())
        .map(|token| hash::hex(&hash::of_fields(&[token.as_bytes()])))
}

/// Who asks, before it is asked what they may do.
pub(crate) fn identified(
    threshold: &mut Threshold,
    call: &Call,
    spec: &CommandSpec,
    now: DateTime<Utc>,
) -> Result<Caller, DeskError> {
    let found = threshold.asker.take();
    if threshold.centre.as_ref().is_none_or(|centre| centre.rehearsal) {
        return acted(found, call, spec);
    }
    let open = spec.roles.is_empty() && spec.mark != Some(Mark::Own);
    match signed_in(threshold.sign_in.take(), found, call, spec, now) {
        Ok(caller) => Ok(caller),
        // Whoever may ask without a sign-in may also ask with one that has ended.
        Err(_) if open => Ok(Caller::default()),
        Err(error) => Err(error),
    }
}

/// A rehearsal is acted: a code is enough. A command open to anyone takes a code nobody has for nobody.
fn acted(found: Option<ThresholdAsker>, call: &Call, spec: &CommandSpec) -> Result<Caller, DeskError> {
    match (found, call.operator.as_deref().filter(|code| !code.is_empty())) {
        (Some(found), _) => Ok(Caller { asker: Some(asker(found)?), sign_in: None }),
        (None, _) if spec.roles.is_empty() => Ok(Caller::default()),
        (None, Some(code)) => Err(DeskError::UnknownOperator { operator: code.to_owned() }),
        (None, None) => Err(nobody(spec)),
    }
}

fn signed_in(
    sign_in: Option<ThresholdSignIn>,
    found: Option<ThresholdAsker>,
    call: &Call,
    spec: &CommandSpec,
    now: DateTime<Utc>,
) -> Result<Caller, DeskError> {
    let (Some(sign_in), Some(found)) = (sign_in, found) else { return Err(nobody(spec)) };
    if let Some(why) = &sign_in.ended_why {
        return Err(DeskError::SignInEnded { why: word(why)? });
    }
    if now >= sign_in.expires_at {
        return Err(DeskError::SignInEnded { why: SignInEnd::Expired });
    }
    if let Some(code) = call.operator.as_deref().filter(|code| !code.is_empty() && *code != found.code) {
        return Err(DeskError::SignInOfAnother { operator: code.to_owned() });
    }
    if spec.mark != Some(Mark::Own) {
        let idle = Duration::minutes(i64::from(sign_in.idle_minutes) + GRACE_MINUTES);
        if sign_in.locked_at.is_some() || now - sign_in.seen_at > idle {
            return Err(DeskError::SignInLocked {});
        }
        if sign_in.must_change {
            return Err(DeskError::PasswordChangeDue {});
        }
    }
    let sign_in = SignIn {
        id: sign_in.id,
        desk: sign_in.desk,
        expires_at: sign_in.expires_at,
        idle_minutes: u32::try_from(sign_in.idle_minutes).unwrap_or(1),
        must_change: sign_in.must_change,
        // Nor does whoever only looks at the own sign-in keep it awake.
        unseen: spec.mark != Some(Mark::Own)
            && now - sign_in.seen_at >= Duration::seconds(SEEN_AGAIN_SECONDS),
    };
    Ok(Caller { asker: Some(asker(found)?), sign_in: Some(sign_in) })
}

/// Whether this person may call the command.
pub(crate) fn allowed(caller: &Caller, spec: &CommandSpec) -> Result<(), DeskError> {
    let Some(asker) = &caller.asker else {
        return if spec.roles.is_empty() { Ok(()) } else { Err(nobody(spec)) };
    };
    if spec.roles.is_empty() || spec.roles.iter().any(|role| asker.roles.contains(role)) {
        return Ok(());
    }
    Err(DeskError::RoleNotAllowed { command: spec.name.to_owned(), needed: spec.roles.to_vec() })
}

fn nobody(spec: &CommandSpec) -> DeskError {
    DeskError::NobodySignedOn { command: spec.name.to_owned() }
}

fn asker(found: ThresholdAsker) -> Result<Asker, DeskError> {
    let roles = found.roles.iter().map(|role| word(role)).collect::<Result<Vec<_>, DeskError>>()?;
    Ok(Asker { id: found.id, code: found.code, name: found.name, roles })
}
