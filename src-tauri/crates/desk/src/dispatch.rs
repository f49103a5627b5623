//! How a request is answered, in this order: the replay of a nonce, the person, the role, the use
//! case, the kept answer, the audit row.

use bidhall_rules::centre_time::CentreZone;
use bidhall_store::replies::ReplyRow;
use bidhall_store::threshold::{KeptReply, Threshold, ThresholdAsker};
use bidhall_store::{StoreError, Tx};
use chrono::{DateTime, Utc};
use rand_chacha::ChaCha20Rng;
use rand_core::SeedableRng as _;
use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::Value;

use crate::act::{Asker, Reading, Trail, Writing, word};
use crate::commands::{self, CommandSpec, Kind, Scope};
use crate::{Desk, DeskError, Workplace, audit, hash};

/// A request as it arrives from the window, the command line or a script.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Call {
    /// Name of the command.
    pub command: String,
    /// Code of the person who asks.
    #[serde(default, rename = "as")]
    pub operator: Option<String>,
    /// Up to 64 characters that name this act; repeated with the same request it gets the same
    /// answer.
    #[serde(default)]
    pub nonce: Option<String>,
    /// The request of the command.
    #[serde(default)]
    pub payload: Value,
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

    /// Answers a request.
    ///
    /// # Errors
    /// [`DeskError`]; then nothing has changed.
    pub async fn handle(&self, call: &Call) -> Result<Value, DeskError> {
        let spec = CommandSpec::named(&call.command)
            .ok_or_else(|| DeskError::UnknownCommand { command: call.command.clone() })?;
        let empty = Value::Object(serde_json::Map::new());
        let payload = if call.payload.is_null() { &empty } else { &call.payload };
        match spec.kind {
            Kind::Host => {
                if !spec.roles.is_empty() {
                    let desk = self.desk().await?;
                    desk.reading(call, spec).await?;
                }
                commands::run(spec.name, Scope::Host(self, call), payload).await
            }
            Kind::Read => {
                let desk = self.desk().await?;
                let mut reading = desk.reading(call, spec).await?;
                commands::run(spec.name, Scope::Read(&mut reading), payload).await
            }
            Kind::Write => self.desk().await?.write(call, spec, payload).await,
        }
    }
}

impl Desk {
    /// Opens a reading act for this caller.
    pub(crate) async fn reading(&self, call: &Call, spec: &CommandSpec) -> Result<Reading, DeskError> {
        let mut tx = self.store.read().await?;
        let threshold = tx.threshold(call.operator.as_deref(), None).await?;
        self.act(tx, threshold, call, spec)
    }

    /// Runs a use case that changes something. Two desks with the same nonce at the same moment end
    /// with one change and one answer.
    async fn write(&self, call: &Call, spec: &CommandSpec, payload: &Value) -> Result<Value, DeskError> {
        let nonce = call.nonce.clone().filter(|nonce| !nonce.is_empty());
        let nonce = nonce.ok_or_else(|| DeskError::NonceMissing { command: spec.name.to_owned() })?;
        if nonce.len() > 64 || !nonce.bytes().all(|byte| byte.is_ascii_graphic()) {
            return Err(DeskError::field("nonce", "1 to 64 printable ASCII characters"));
        }
        let request_hash = hash::hex(&hash::of_fields(&[
            call.operator.clone().unwrap_or_default().as_bytes(),
            spec.name.as_bytes(),
            payload.to_string().as_bytes(),
        ]));
        loop {
            let mut tx = self.store.write_once(&nonce).await?;
            let threshold = tx.threshold(call.operator.as_deref(), Some(&nonce)).await?;
            if let Some(kept) = threshold.kept {
                return replay(&nonce, &kept, &request_hash);
            }
            let base = self.act(tx, threshold, call, spec)?;
            let mut writing =
                Writing { chance: self.chance(&nonce, base.rehearsal)?, base, trail: Trail::default() };
            let reply = commands::run(spec.name, Scope::Write(&mut writing), payload).await?;
            let Writing { base, trail, .. } = writing;
            let Reading { mut tx, now, .. } = base;
            let operator = call.operator.clone().unwrap_or_default();
            let kept = ReplyRow {
                nonce: nonce.clone(),
                operator: operator.clone(),
                command: spec.name.to_owned(),
                request_hash: request_hash.clone(),
                reply: reply.to_string(),
                at: now,
            };
            if tx.add_reply(&kept).await? {
                // Last, because all desks wait for whoever holds the end of the chain.
                audit::append(&mut tx, now, &operator, spec.name, &trail).await?;
                tx.commit().await?;
                return Ok(reply);
            }
            // Another desk committed this nonce between our look and our write: what we did is
            // dropped with the transaction, and its answer is given.
        }
    }

    fn act(
        &self,
        tx: Tx,
        threshold: Threshold,
        call: &Call,
        spec: &CommandSpec,
    ) -> Result<Reading, DeskError> {
        let now = self.present(&threshold);
        let asker = asker(threshold.asker, call.operator.as_deref(), spec)?;
        let (name, zone, rehearsal) = match threshold.centre {
            Some(row) => {
                let zone = CentreZone::parse(&row.zone).map_err(|error| DeskError::internal(&error))?;
                (row.name, zone, row.rehearsal)
            }
            None => (String::new(), CentreZone::default(), false),
        };
        Ok(Reading { tx, now, zone, centre: name, rehearsal, asker })
    }

    /// The present: scripted in a rehearsal, the server's on PostgreSQL, else the PC's.
    pub(crate) async fn now(&self, tx: &mut Tx) -> Result<DateTime<Utc>, StoreError> {
        Ok(self.present(&tx.threshold(None, None).await?))
    }

    fn present(&self, threshold: &Threshold) -> DateTime<Utc> {
        let real = self.clock.now();
        match &threshold.clock {
            Some(clock) => crate::rehearsal::scripted_now(clock, real),
            None => threshold.server_now.unwrap_or(real),
        }
    }

    /// A rehearsal draws its chance from the nonce, so that playing a script twice gives the same
    /// ids and tag codes.
    fn chance(&self, nonce: &str, rehearsal: bool) -> Result<ChaCha20Rng, DeskError> {
        let seed = if rehearsal {
            hash::of_fields(&[b"bidhall rehearsal", nonce.as_bytes()])
        } else {
            self.entropy.seed().map_err(|error| DeskError::internal(&error))?
        };
        Ok(ChaCha20Rng::from_seed(seed))
    }
}

fn replay(nonce: &str, kept: &KeptReply, request_hash: &str) -> Result<Value, DeskError> {
    if kept.request_hash != request_hash {
        return Err(DeskError::NonceReused { nonce: nonce.to_owned(), command: kept.command.clone() });
    }
    if kept.reply.is_empty() {
        return Err(DeskError::ReplyDestroyed { command: kept.command.clone() });
    }
    crate::act::stored(&kept.reply)
}

/// Who asks. A command open to anyone takes a code nobody has for nobody.
fn asker(
    found: Option<ThresholdAsker>,
    code: Option<&str>,
    spec: &CommandSpec,
) -> Result<Option<Asker>, DeskError> {
    let Some(found) = found else {
        return match code.filter(|code| !code.is_empty()) {
            _ if spec.roles.is_empty() => Ok(None),
            Some(code) => Err(DeskError::UnknownOperator { operator: code.to_owned() }),
            None => Err(DeskError::NobodySignedOn { command: spec.name.to_owned() }),
        };
    };
    let roles = found.roles.iter().map(|role| word(role)).collect::<Result<Vec<_>, DeskError>>()?;
    if !spec.roles.is_empty() && !spec.roles.iter().any(|role| roles.contains(role)) {
        return Err(DeskError::RoleNotAllowed { command: spec.name.to_owned(), needed: spec.roles.to_vec() });
    }
    Ok(Some(Asker { id: found.id, code: found.code, name: found.name, roles }))
}
