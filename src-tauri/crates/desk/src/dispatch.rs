//! How a request is answered, in this order: the replay of a nonce, the person, the role, the use
//! case, the audit row, the kept answer.

use bidhall_rules::centre_time::CentreZone;
use bidhall_store::replies::ReplyRow;
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
        let tx = self.store.read().await?;
        self.act(tx, call, spec).await
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
            let mut tx = self.store.write().await?;
            tx.claim_nonce(&nonce).await?;
            if let Some(kept) = tx.reply(&nonce).await? {
                return replay(&kept, &request_hash);
            }
            let base = self.act(tx, call, spec).await?;
            let mut writing =
                Writing { chance: self.chance(&nonce, base.rehearsal)?, base, trail: Trail::default() };
            let reply = commands::run(spec.name, Scope::Write(&mut writing), payload).await?;
            let Writing { base, trail, .. } = writing;
            let Reading { mut tx, now, .. } = base;
            let operator = call.operator.clone().unwrap_or_default();
            audit::append(&mut tx, now, &operator, spec.name, &trail).await?;
            let kept = ReplyRow {
                nonce: nonce.clone(),
                operator,
                command: spec.name.to_owned(),
                request_hash: request_hash.clone(),
                reply: reply.to_string(),
                at: now,
            };
            if tx.add_reply(&kept).await? {
                tx.commit().await?;
                return Ok(reply);
            }
            // Another desk committed this nonce between our look and our write: what we did is
            // dropped with the transaction, and its answer is given.
        }
    }

    async fn act(&self, mut tx: Tx, call: &Call, spec: &CommandSpec) -> Result<Reading, DeskError> {
        let asker = asker(&mut tx, call.operator.as_deref(), spec).await?;
        let centre = tx.centre().await?;
        let now = self.now(&mut tx).await?;
        let zone = match &centre {
            Some(row) => CentreZone::parse(&row.zone).map_err(|error| DeskError::internal(&error))?,
            None => CentreZone::default(),
        };
        let rehearsal = centre.as_ref().is_some_and(|row| row.rehearsal);
        let centre = centre.map(|row| row.name).unwrap_or_default();
        Ok(Reading { tx, now, zone, centre, rehearsal, asker })
    }

    /// The present: scripted in a rehearsal, the server's on PostgreSQL, else the PC's.
    pub(crate) async fn now(&self, tx: &mut Tx) -> Result<DateTime<Utc>, StoreError> {
        let real = self.clock.now();
        if let Some(clock) = tx.rehearsal_clock().await? {
            return Ok(crate::rehearsal::scripted_now(&clock, real));
        }
        Ok(tx.server_now().await?.unwrap_or(real))
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

fn replay(kept: &ReplyRow, request_hash: &str) -> Result<Value, DeskError> {
    if kept.request_hash != request_hash {
        return Err(DeskError::NonceReused { nonce: kept.nonce.clone(), command: kept.command.clone() });
    }
    crate::act::stored(&kept.reply)
}

async fn asker(tx: &mut Tx, code: Option<&str>, spec: &CommandSpec) -> Result<Option<Asker>, DeskError> {
    let Some(code) = code.filter(|code| !code.is_empty()) else {
        return if spec.roles.is_empty() {
            Ok(None)
        } else {
            Err(DeskError::NobodySignedOn { command: spec.name.to_owned() })
        };
    };
    let Some(row) = tx.operator_by_code(code).await? else {
        return if spec.roles.is_empty() {
            Ok(None)
        } else {
            Err(DeskError::UnknownOperator { operator: code.to_owned() })
        };
    };
    let roles =
        tx.roles_of(row.id).await?.iter().map(|role| word(role)).collect::<Result<Vec<_>, DeskError>>()?;
    if !spec.roles.is_empty() && !spec.roles.iter().any(|role| roles.contains(role)) {
        return Err(DeskError::RoleNotAllowed { command: spec.name.to_owned(), needed: spec.roles.to_vec() });
    }
    Ok(Some(Asker { id: row.id, code: row.code, name: row.name, roles }))
}
