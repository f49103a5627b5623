//! Links of their own: what was refused, and what was only looked at or taken out.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use bidhall_rules::audit::AuditEvent;
use chrono::{DateTime, Duration, Utc};
use serde_json::Value;

use super::chain::{DONE, Link, append};
use crate::act::{Reading, Trail};
use crate::callers::{SignIn, token_hash};
use crate::commands::{CommandSpec, Kind, Mark};
use crate::dispatch::knock;
use crate::{Call, Desk, DeskError, hash};

/// A screen loads again what it shows whenever something changes: the same person looking at the same thing
/// within so many minutes is one view.
const ONE_VIEW_MINUTES: i64 = 10;

/// So many views are remembered at most.
const MOST_VIEWS: usize = 4096;

/// Fields of a request that name what is looked at without telling who a person is.
const NAMING: [(&str, &str); 8] = [
    ("checkId", "check"),
    ("callId", "call"),
    ("agencyId", "agency"),
    ("unitId", "unit"),
    ("sessionId", "session"),
    ("tagId", "tag"),
    ("printId", "print"),
    ("day", "day"),
];

/// The views of this process, by who looked at what.
#[derive(Debug, Clone, Default)]
pub(crate) struct Views {
    seen: Arc<Mutex<HashMap<[u8; 32], DateTime<Utc>>>>,
}

impl Views {
    /// Whether this is a view that was not noted lately.
    fn is_new(&self, view: &[u8; 32], now: DateTime<Utc>) -> bool {
        let seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        seen.get(view)
            .is_none_or(|at| !(Duration::zero()..Duration::minutes(ONE_VIEW_MINUTES)).contains(&(now - *at)))
    }

    fn note(&self, view: [u8; 32], now: DateTime<Utc>) {
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        if seen.len() >= MOST_VIEWS {
            seen.clear();
        }
        seen.insert(view, now);
    }
}

/// Who looked, kept while the act itself runs.
#[derive(Debug, Clone)]
pub(crate) struct Onlooker {
    operator: String,
    sign_in: Option<SignIn>,
    now: DateTime<Utc>,
}

impl Onlooker {
    pub(crate) fn of(act: &Reading) -> Self {
        let operator = act.asker.as_ref().map(|asker| asker.code.clone()).unwrap_or_default();
        Self { operator, sign_in: act.sign_in.clone(), now: act.now }
    }

    /// The same request, with the names of the person and the desk it comes from.
    pub(crate) fn named(&self, call: &Call) -> Call {
        let desk = self.sign_in.as_ref().map(|sign_in| sign_in.desk.clone()).unwrap_or_default();
        let operator = Some(self.operator.clone()).filter(|code| !code.is_empty());
        Call { operator: operator.or_else(|| call.operator.clone()), desk, ..call.clone() }
    }
}

/// The kind of act a command is.
pub(crate) fn event_of(spec: &CommandSpec) -> AuditEvent {
    match (spec.mark, spec.kind) {
        (Some(Mark::Export), _) => AuditEvent::Export,
        (Some(Mark::Print), _) => AuditEvent::Print,
        (Some(Mark::Personal), _) | (None, Kind::Read) => AuditEvent::View,
        (Some(Mark::Own), _) => AuditEvent::SignIn,
        (None, Kind::Write | Kind::Host) => AuditEvent::Change,
    }
}

/// What a request is about, as far as it may be told.
fn subject_of(payload: &Value) -> String {
    let named = NAMING.iter().find_map(|(field, kind)| {
        payload.get(field).and_then(Value::as_str).map(|id| format!("{kind} {id}"))
    });
    named.unwrap_or_default()
}

impl Desk {
    /// Notes that a command that only reads was answered: a link where it showed who somebody is, and that the
    /// sign-in is in use.
    pub(crate) async fn looked(
        &self,
        spec: &CommandSpec,
        payload: &Value,
        who: &Onlooker,
    ) -> Result<(), DeskError> {
        let view = hash::of_fields(&[
            who.operator.as_bytes(),
            who.sign_in.as_ref().map(|sign_in| sign_in.id.as_bytes().as_slice()).unwrap_or_default(),
            spec.name.as_bytes(),
            payload.to_string().as_bytes(),
        ]);
        if spec.mark == Some(Mark::Personal) && self.views.is_new(&view, who.now) {
            self.link(spec, payload, who).await?;
            self.views.note(view, who.now);
        } else if let Some(sign_in) = who.sign_in.as_ref().filter(|sign_in| sign_in.unseen) {
            let mut tx = self.store.write().await?;
            tx.sign_in_seen(sign_in.id, who.now).await?;
            tx.commit().await?;
        }
        Ok(())
    }

    /// A link in a transaction of its own.
    pub(super) async fn link(
        &self,
        spec: &CommandSpec,
        payload: &Value,
        who: &Onlooker,
    ) -> Result<(), DeskError> {
        let mut tx = self.store.write().await?;
        // Takes the end of the chain along where nobody else can write.
        tx.threshold(bidhall_store::threshold::Knock::default()).await?;
        if let Some(sign_in) = who.sign_in.as_ref().filter(|sign_in| sign_in.unseen) {
            tx.sign_in_seen(sign_in.id, who.now).await?;
        }
        let trail = Trail { subject: subject_of(payload), ..Trail::default() };
        let link = Link {
            at: who.now,
            operator: &who.operator,
            desk: who.sign_in.as_ref().map(|sign_in| sign_in.desk.as_str()).unwrap_or_default(),
            event: event_of(spec),
            command: spec.name,
            result: DONE,
            trail: &trail,
        };
        append(&mut tx, &link).await?;
        Ok(tx.commit().await?)
    }

    /// Notes a refused command. That it cannot be noted takes nothing from the refusal, so it is only told to
    /// the journal.
    pub(crate) async fn refused(&self, call: &Call, spec: &CommandSpec, error: &DeskError) {
        if !error.is_refusal() {
            return;
        }
        if let Err(fault) = self.link_refusal(call, spec, error).await {
            tracing::error!(command = spec.name, code = error.code(), %fault, "a refusal is not in the audit log");
        }
    }

    async fn link_refusal(
        &self,
        call: &Call,
        spec: &CommandSpec,
        error: &DeskError,
    ) -> Result<(), DeskError> {
        let mut tx = self.store.write().await?;
        let token = token_hash(call);
        let threshold = tx.threshold(knock(call, token.as_deref(), None)).await?;
        let Some(centre) = &threshold.centre else { return Ok(()) };
        // In a real centre a code alone is nobody; a sign-in that has ended still tells whose it was.
        let known = centre.rehearsal || threshold.sign_in.is_some();
        let now = self.present(&threshold);
        let operator = threshold.asker.filter(|_| known).map(|asker| asker.code);
        let desk = threshold.sign_in.map(|sign_in| sign_in.desk).unwrap_or_default();
        let link = Link {
            at: now,
            operator: operator.as_deref().unwrap_or_default(),
            desk: &desk,
            event: event_of(spec),
            command: spec.name,
            result: &error.code(),
            trail: &Trail::default(),
        };
        append(&mut tx, &link).await?;
        Ok(tx.commit().await?)
    }
}
