//! How a request is answered, in this order: the person, the replay of a nonce, the role, the use case, the
//! kept answer, the audit row.

use std::sync::Arc;

use bidhall_rules::centre_time::CentreZone;
use bidhall_rules::sealing::Opening;
use bidhall_seal::{CentreKey, Place};
use bidhall_store::replies::ReplyRow;
use bidhall_store::threshold::{KeptReply, Knock, Threshold};
use bidhall_store::{Sealed, StoreError, Tx};
use chrono::{DateTime, Utc};
use rand_chacha::ChaCha20Rng;
use rand_core::SeedableRng as _;
use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::Value;

use crate::act::{Asker, Reading, Trail, Writing};
use crate::audit::{self, DONE, Link, Onlooker};
use crate::callers::{self, Caller};
use crate::commands::{self, CommandSpec, Kind, Mark, Scope};
use crate::groups::{self, Thinking};
use crate::seals::{OpenedFor, Sought, fields};
use crate::{Desk, DeskError, Workplace, hash, seals};

/// A request as it arrives from the window, the command line or a script.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Call {
    /// Name of the command.
    pub command: String,
    /// Code of the person who asks; in a real centre it may be left out, because the token tells.
    #[serde(default, rename = "as")]
    pub operator: Option<String>,
    /// The token of a sign-in; a rehearsal takes no notice of it.
    #[serde(default)]
    pub token: Option<String>,
    /// Up to 64 characters that name this act; repeated with the same request it gets the same
    /// answer.
    #[serde(default)]
    pub nonce: Option<String>,
    /// The request of the command.
    #[serde(default)]
    pub payload: Value,
    /// The desk of the sign-in, put in by the dispatch.
    #[serde(skip)]
    pub desk: String,
}

impl Workplace {
    /// Answers a request given as JSON text with JSON text: `{"ok": …}` or `{"error": …}`.
    pub async fn handle_text(&self, text: &str) -> String {
        let answer = match serde_json::from_str::<Value>(text) {
            Ok(value) => self.handle_json(&value).await,
            Err(error) => Err(DeskError::MalformedJson {
                line: u32::try_from(error.line()).unwrap_or(u32::MAX),
                column: u32::try_from(error.column()).unwrap_or(u32::MAX),
            }),
        };
        match answer {
            Ok(reply) => serde_json::json!({ "ok": reply }),
            Err(error) => serde_json::json!({ "error": error }),
        }
        .to_string()
    }

    /// Answers a request given as JSON.
    ///
    /// # Errors
    /// [`DeskError`]; then nothing has changed.
    pub async fn handle_json(&self, call: &Value) -> Result<Value, DeskError> {
        self.handle(&commands::request::<Call>(call)?).await
    }

    /// Answers a request. What is refused is kept in the audit log.
    ///
    /// # Errors
    /// [`DeskError`]; then nothing has changed.
    pub async fn handle(&self, call: &Call) -> Result<Value, DeskError> {
        let spec = CommandSpec::named(&call.command)
            .ok_or_else(|| DeskError::UnknownCommand { command: call.command.clone() })?;
        let empty = Value::Object(serde_json::Map::new());
        let payload = if call.payload.is_null() { &empty } else { &call.payload };
        let answer = self.answer(call, spec, payload).await;
        if let Err(error) = &answer
            && let Ok(desk) = self.desk().await
        {
            desk.refused(call, spec, error).await;
        }
        answer
    }

    async fn answer(&self, call: &Call, spec: &CommandSpec, payload: &Value) -> Result<Value, DeskError> {
        match spec.kind {
            Kind::Host if spec.roles.is_empty() && spec.mark.is_none() => {
                commands::run(spec.name, Scope::Host(self, call), payload).await
            }
            Kind::Host => {
                let desk = self.desk().await?;
                let who = Onlooker::of(&desk.reading(call, spec).await?);
                let call = who.named(call);
                let reply = commands::run(spec.name, Scope::Host(self, &call), payload).await?;
                desk.looked(spec, payload, &who).await?;
                Ok(reply)
            }
            Kind::Read => {
                let desk = self.desk().await?;
                let thinking = Thinking::of(&desk.improvements);
                loop {
                    let mut reading = desk.reading(call, spec).await?;
                    reading.thinking = thinking.clone();
                    let who = Onlooker::of(&reading);
                    let answer = commands::run(spec.name, Scope::Read(&mut reading), payload).await;
                    drop(reading);
                    match answer {
                        Ok(reply) => {
                            desk.looked(spec, payload, &who).await?;
                            return Ok(reply);
                        }
                        Err(error) if !thinking.think().await? => return Err(error),
                        Err(_) => {}
                    }
                }
            }
            Kind::Write => self.desk().await?.write(call, spec, payload).await,
        }
    }
}

impl Desk {
    /// Opens a reading act for this caller.
    pub(crate) async fn reading(&self, call: &Call, spec: &CommandSpec) -> Result<Reading, DeskError> {
        let tx = self.store.read().await?;
        self.received(tx, call, spec).await
    }

    /// Opens a changing act for this caller that is neither repeated nor answered twice, because its request
    /// or its reply holds a secret that must not be kept.
    pub(crate) async fn secret(&self, call: &Call, spec: &CommandSpec) -> Result<Writing, DeskError> {
        let tx = self.store.write().await?;
        let base = self.received(tx, call, spec).await?;
        Ok(writing(base, self.chance("", false)?))
    }

    /// An act for whoever stands at the threshold.
    async fn received(&self, mut tx: Tx, call: &Call, spec: &CommandSpec) -> Result<Reading, DeskError> {
        let token = callers::token_hash(call);
        let mut threshold = tx.threshold(knock(call, token.as_deref(), None)).await?;
        let now = self.present(&threshold);
        let caller = callers::identified(&mut threshold, call, spec, now)?;
        callers::allowed(&caller, spec)?;
        self.act(tx, threshold, caller, Thinking::of(&self.improvements)).await
    }

    /// Ends a changing act: its link, and everything durable.
    pub(crate) async fn conclude(
        &self,
        act: Writing,
        spec: &CommandSpec,
        result: &str,
    ) -> Result<(), DeskError> {
        let operator = act.asker.as_ref().map(|asker| asker.code.clone()).unwrap_or_default();
        self.end(act, spec, &operator, result).await
    }

    async fn end(
        &self,
        act: Writing,
        spec: &CommandSpec,
        operator: &str,
        result: &str,
    ) -> Result<(), DeskError> {
        let Writing { base: Reading { mut tx, now, sign_in, opened, .. }, mut trail, root, .. } = act;
        let reasons: Vec<_> = opened.reasons().map(Opening::as_str).collect();
        if !reasons.is_empty() {
            trail.detail.insert("opened".to_owned(), reasons.into());
        }
        let link = Link {
            at: now,
            operator,
            desk: sign_in.as_ref().map(|sign_in| sign_in.desk.as_str()).unwrap_or_default(),
            event: trail.event.unwrap_or(audit::event_of(spec)),
            command: spec.name,
            result,
            trail: &trail,
        };
        // Last, because all desks wait for whoever holds the end of the chain.
        audit::append(&mut tx, &link).await?;
        tx.commit().await?;
        if let Some(root) = root {
            self.keys.keep(&root);
            seals::sweep(self).await?;
        }
        Ok(())
    }

    /// Runs a use case that changes something. Two desks with the same nonce at the same moment end
    /// with one change and one answer.
    async fn write(&self, call: &Call, spec: &CommandSpec, payload: &Value) -> Result<Value, DeskError> {
        let nonce = call.nonce.clone().filter(|nonce| !nonce.is_empty());
        let nonce = nonce.ok_or_else(|| DeskError::NonceMissing { command: spec.name.to_owned() })?;
        if nonce.len() > 64 || !nonce.bytes().all(|byte| byte.is_ascii_graphic()) {
            return Err(DeskError::field("nonce", "1 to 64 printable ASCII characters"));
        }
        let token = callers::token_hash(call);
        let thinking = Thinking::of(&self.improvements);
        loop {
            let mut tx = self.store.write_once(&nonce).await?;
            let mut threshold = tx.threshold(knock(call, token.as_deref(), Some(&nonce))).await?;
            let now = self.present(&threshold);
            let founded = threshold.centre.is_some();
            let rehearsal = threshold.centre.as_ref().is_none_or(|centre| centre.rehearsal);
            let kept = threshold.kept.take();
            // An acted person is whoever the request says; only the answer itself is checked against it.
            let caller = match callers::identified(&mut threshold, call, spec, now) {
                Err(_) if rehearsal && kept.is_some() => Caller::default(),
                identified => identified?,
            };
            let operator = caller.code(call, rehearsal).to_owned();
            let request_hash = hash::hex(&hash::of_fields(&[
                operator.as_bytes(),
                spec.name.as_bytes(),
                payload.to_string().as_bytes(),
            ]));
            if let Some(kept) = kept {
                return replay(&nonce, &kept, &request_hash, self.keys.find(&mut tx).await?.as_deref());
            }
            callers::allowed(&caller, spec)?;
            let base = self.act(tx, threshold, caller, thinking.clone()).await?;
            let chance = self.chance(&nonce, base.rehearsal)?;
            let mut act = writing(base, chance);
            let reply = match commands::run(spec.name, Scope::Write(&mut act), payload).await {
                Ok(reply) => reply,
                Err(error) => {
                    drop(act);
                    if thinking.think().await? {
                        continue;
                    }
                    return Err(error);
                }
            };
            let (request_hash, reply_kept) = match &act.base.key {
                Some(key) => (
                    key.look_up(Sought::Request.purpose(), &request_hash),
                    seals::sealed(key, fields::REPLY, &nonce, &reply.to_string(), &mut act.sealing)?,
                ),
                // Before the centre is entered there are no names, and what people do with their own sign-in
                // names nobody else; they can leave a desk that has no key.
                None if !founded || spec.mark == Some(Mark::Own) => {
                    (request_hash, Sealed::new(reply.to_string()))
                }
                None => return Err(DeskError::KeyLocked {}),
            };
            let kept = ReplyRow {
                nonce,
                operator: operator.clone(),
                command: spec.name.to_owned(),
                request_hash,
                reply: reply_kept,
                at: act.now,
            };
            act.tx.add_reply(&kept).await?;
            if let Some(unseen) = act.sign_in.as_ref().filter(|sign_in| sign_in.unseen).map(|seen| seen.id) {
                act.tx.sign_in_seen(unseen, now).await?;
            }
            self.end(act, spec, &operator, DONE).await?;
            return Ok(reply);
        }
    }

    /// Makes what records of an older schema lack: the bookings of sessions to come.
    ///
    /// # Errors
    /// [`DeskError`]; then nothing has changed.
    pub(crate) async fn catch_up(&self) -> Result<(), DeskError> {
        let mut tx = self.store.read().await?;
        let threshold = tx.threshold(Knock::default()).await?;
        let Some(centre) = threshold.centre.as_ref() else { return Ok(()) };
        let zone = CentreZone::parse(&centre.zone).map_err(|error| DeskError::internal(&error))?;
        let today = zone.day_of(self.present(&threshold));
        if tx.unbooked_sessions(today).await?.is_empty() {
            return Ok(());
        }
        drop(tx);
        let mut tx = self.store.write().await?;
        let threshold = tx.threshold(Knock::default()).await?;
        // Nobody asked for it; the first person on record stands for the desk.
        let Some(operator) = tx.operators().await?.into_iter().next() else { return Ok(()) };
        let spec = CommandSpec::named("database.open")
            .ok_or_else(|| DeskError::UnknownCommand { command: "database.open".to_owned() })?;
        let asker = Asker { id: operator.id, code: operator.code, name: operator.name, roles: Vec::new() };
        let caller = Caller { asker: Some(asker), sign_in: None };
        let base = self.act(tx, threshold, caller, Thinking::of(&self.improvements)).await?;
        if base.key.is_none() {
            // The plans are under seal; it is done when the records are opened with their key.
            return Ok(());
        }
        let chance = self.chance(&format!("bookings {}", base.now), base.rehearsal)?;
        let mut act = writing(base, chance);
        let made = groups::catch_up(&mut act).await?;
        if made == 0 {
            return Ok(());
        }
        act.concerns("bookings", made);
        self.end(act, spec, "", DONE).await
    }

    async fn act(
        &self,
        mut tx: Tx,
        threshold: Threshold,
        caller: Caller,
        thinking: Thinking,
    ) -> Result<Reading, DeskError> {
        let now = self.present(&threshold);
        let key = match &threshold.centre {
            Some(_) => self.keys.find(&mut tx).await?,
            None => None,
        };
        let (centre, zone, rehearsal) = match threshold.centre {
            Some(row) => {
                let zone = CentreZone::parse(&row.zone).map_err(|error| DeskError::internal(&error))?;
                (row.name, zone, row.rehearsal)
            }
            None => (String::new(), CentreZone::default(), false),
        };
        let Caller { asker, sign_in } = caller;
        let opened = OpenedFor::default();
        let (unchanging, versions) = (self.unchanging.clone(), threshold.versions);
        Ok(Reading {
            tx,
            now,
            zone,
            centre,
            rehearsal,
            asker,
            thinking,
            sign_in,
            key,
            opened,
            unchanging,
            versions,
        })
    }

    /// The present: scripted in a rehearsal, the server's on PostgreSQL, else the PC's.
    pub(crate) async fn now(&self, tx: &mut Tx) -> Result<DateTime<Utc>, StoreError> {
        Ok(self.present(&tx.threshold(Knock::default()).await?))
    }

    pub(crate) fn present(&self, threshold: &Threshold) -> DateTime<Utc> {
        let real = self.clock.now();
        match &threshold.clock {
            Some(clock) => crate::rehearsal::scripted_now(clock, real),
            None => threshold.server_now.unwrap_or(real),
        }
    }

    /// A rehearsal draws its chance from the nonce, so that playing a script twice gives the same
    /// ids and tag codes.
    fn chance(&self, nonce: &str, rehearsal: bool) -> Result<ChaCha20Rng, DeskError> {
        let seed =
            if rehearsal { hash::of_fields(&[b"bidhall rehearsal", nonce.as_bytes()]) } else { self.seed()? };
        Ok(ChaCha20Rng::from_seed(seed))
    }

    /// Unpredictable bytes.
    pub(crate) fn seed(&self) -> Result<[u8; 32], DeskError> {
        self.entropy.seed().map_err(|error| DeskError::internal(&error))
    }

    /// The centre's key.
    ///
    /// # Errors
    /// [`DeskError::KeyLocked`].
    pub(crate) async fn key(&self) -> Result<Arc<CentreKey>, DeskError> {
        let mut tx = self.store.read().await?;
        self.keys.find(&mut tx).await?.ok_or(DeskError::KeyLocked {})
    }
}

/// The answer already given. One from before the centre was entered is not sealed.
fn replay(
    nonce: &str,
    kept: &KeptReply,
    request_hash: &str,
    key: Option<&CentreKey>,
) -> Result<Value, DeskError> {
    if kept.reply.as_str().is_empty() {
        return Err(destroyed(nonce, kept, request_hash, key));
    }
    let is_sealed = Place::holds_seal(kept.reply.as_str());
    let key = match key {
        None if is_sealed => return Err(DeskError::KeyLocked {}),
        key => key.filter(|_| is_sealed),
    };
    let asked = match key {
        Some(key) => key.look_up(Sought::Request.purpose(), request_hash),
        None => request_hash.to_owned(),
    };
    if kept.request_hash != asked {
        return Err(DeskError::NonceReused { nonce: nonce.to_owned(), command: kept.command.clone() });
    }
    match key {
        Some(key) => crate::act::stored(&seals::opened(key, fields::REPLY, nonce, &kept.reply)?),
        None => crate::act::stored(kept.reply.as_str()),
    }
}

/// What is told of an answer that was destroyed; whether it was sealed cannot be seen any more.
fn destroyed(nonce: &str, kept: &KeptReply, request_hash: &str, key: Option<&CentreKey>) -> DeskError {
    let keyed = key.map(|key| key.look_up(Sought::Request.purpose(), request_hash));
    let command = kept.command.clone();
    if kept.request_hash == request_hash || keyed.is_none_or(|keyed| keyed == kept.request_hash) {
        return DeskError::ReplyDestroyed { command };
    }
    DeskError::NonceReused { nonce: nonce.to_owned(), command }
}

/// What comes with a request.
pub(crate) fn knock<'a>(call: &'a Call, token_hash: Option<&'a str>, nonce: Option<&'a str>) -> Knock<'a> {
    Knock { operator: call.operator.as_deref(), token_hash, nonce }
}

/// A changing act. What seals is drawn from a stream of its own, so that ids and codes of a rehearsal do
/// not depend on how much is sealed.
fn writing(base: Reading, chance: ChaCha20Rng) -> Writing {
    let mut sealing = chance.clone();
    sealing.set_stream(1);
    Writing { base, chance, sealing, root: None, trail: Trail::default() }
}
