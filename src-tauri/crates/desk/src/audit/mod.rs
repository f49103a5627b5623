//! The audit log: one link for each act, written with it and chained by hash.

mod chain;
mod damage;
mod export;
mod links;

use bidhall_rules::audit::AuditDamage;
use bidhall_store::Tx;
use bidhall_store::audit::{AuditRow, AuditSearch};
use chrono::{DateTime, NaiveDate, NaiveTime, Utc};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::act::Reading;
use crate::commands::CommandSpec;
use crate::database::Nothing;
use crate::{Call, DeskError, Workplace};

pub use export::verify_export;

pub(crate) use chain::{DONE, Link, append, append_saved};
pub(crate) use links::{Onlooker, Views, event_of};

use damage::{Damage, Followed, first_damage};

/// How many links are read at a time when the chain is followed.
const PAGE: i64 = 1000;

/// How an act ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum AuditOutcome {
    /// It was done.
    Done,
    /// It was refused.
    Refused,
}

/// A page of the log.
#[derive(Debug, Clone, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct AuditPage {
    /// Only links before this number.
    #[ts(type = "number | null")]
    pub before: Option<i64>,
    /// How many, 1 to 500.
    pub limit: u32,
    /// Only acts of the person with this code.
    #[serde(default)]
    #[ts(optional)]
    pub operator: Option<String>,
    /// Only this command.
    #[serde(default)]
    #[ts(optional)]
    pub command: Option<String>,
    /// Only acts of this day.
    #[serde(default)]
    #[ts(optional)]
    pub day: Option<NaiveDate>,
    /// Only acts that ended like this.
    #[serde(default)]
    #[ts(optional)]
    pub outcome: Option<AuditOutcome>,
}

/// A link of the log.
#[derive(Debug, Clone, Serialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase")]
pub struct AuditEntry {
    /// 1, 2, 3 … without a gap.
    #[ts(type = "number")]
    pub seq: i64,
    /// When.
    pub at: DateTime<Utc>,
    /// Code of who did it.
    pub operator: String,
    /// At which desk; empty in a rehearsal.
    pub desk: String,
    /// The word of the kind of act; empty for links from before there were accounts.
    pub event: String,
    /// The command.
    pub command: String,
    /// What it was done to.
    pub subject: String,
    /// Code of the error it was refused with; none when it was done.
    pub refusal: Option<String>,
    /// Hash of the link.
    pub hash: String,
}

/// Links, newest first.
#[derive(Debug, Clone, Serialize, JsonSchema, TS)]
pub struct AuditList {
    /// Links, newest first.
    pub rows: Vec<AuditEntry>,
}

/// Whether the chain holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase")]
pub struct AuditVerdict {
    /// Links that hold, from the first on.
    #[ts(type = "number")]
    pub rows: i64,
    /// Number of the first damaged link.
    #[ts(type = "number | null")]
    pub broken_at: Option<i64>,
    /// What is wrong with it.
    pub damage: Option<AuditDamage>,
    /// The hash of the end of the chain: noted elsewhere, it tells later whether the log was written anew.
    pub head: String,
}

/// A log that was exported.
#[derive(Debug, Clone, Serialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase")]
pub struct AuditFile {
    /// Links in the file.
    #[ts(type = "number")]
    pub rows: i64,
    /// The hash of the end of the chain, to be noted elsewhere.
    pub head: String,
    /// Where it is; nowhere when the user changed their mind.
    pub saved_to: Option<String>,
}

/// `audit.list`
///
/// # Errors
/// [`DeskError`] when the database is lost.
pub async fn list(act: &mut Reading, page: AuditPage) -> Result<AuditList, DeskError> {
    let midnight = |day: NaiveDate| act.zone.instant(day, NaiveTime::MIN);
    let (from, until) = match page.day {
        Some(day) => (midnight(day), day.succ_opt().map_or(DateTime::<Utc>::MAX_UTC, midnight)),
        None => (EARLIEST, LATEST),
    };
    let outcome = match page.outcome {
        Some(AuditOutcome::Done) => "done",
        Some(AuditOutcome::Refused) => "refused",
        None => "",
    };
    let search = AuditSearch {
        before: page.before.unwrap_or(i64::MAX),
        from,
        until,
        operator: page.operator.unwrap_or_default(),
        command: page.command.unwrap_or_default(),
        outcome: outcome.to_owned(),
        limit: i64::from(page.limit.clamp(1, 500)),
    };
    let rows = act.tx.audit_found(&search).await?;
    Ok(AuditList { rows: rows.into_iter().map(entry).collect() })
}

/// Bounds that every time lies between, and that both engines can keep.
const EARLIEST: DateTime<Utc> = DateTime::UNIX_EPOCH;
const LATEST: DateTime<Utc> = match DateTime::from_timestamp(253_370_764_800, 0) {
    Some(latest) => latest,
    None => DateTime::UNIX_EPOCH,
};

fn entry(row: AuditRow) -> AuditEntry {
    AuditEntry {
        seq: row.seq,
        at: row.at,
        operator: row.operator,
        desk: row.desk,
        event: row.event,
        command: row.command,
        subject: row.subject,
        refusal: Some(row.result).filter(|result| !result.is_empty() && result != DONE),
        hash: row.hash,
    }
}

/// `audit.verify`
///
/// # Errors
/// [`DeskError`] when the database is lost.
pub async fn verify(act: &mut Reading, _: Nothing) -> Result<AuditVerdict, DeskError> {
    verdict_of(&mut act.tx).await
}

/// Whether the chain of a database holds.
pub(crate) async fn verdict_of(tx: &mut Tx) -> Result<AuditVerdict, DeskError> {
    let head = tx.audit_head().await?;
    let mut followed = Followed::default();
    loop {
        let rows = tx.audit_after(followed.seen, PAGE).await?;
        if rows.is_empty() || !rows.iter().all(|row| followed.follow(row)) {
            break;
        }
    }
    if followed.seen == head.seq && followed.hash == head.hash && whole(tx, followed.seen).await? {
        return Ok(verdict(followed.seen, None, head.hash));
    }
    // Only a damaged chain is held as a whole: what is wrong with a link shows in the others.
    let rows = all_rows(tx).await?;
    let damage = first_damage(&rows, &head);
    Ok(verdict(i64::try_from(rows.len()).unwrap_or(i64::MAX), damage, head.hash))
}

/// Whether nothing stands before the first link that could not be followed to.
async fn whole(tx: &mut Tx, seen: i64) -> Result<bool, DeskError> {
    Ok(seen == 0 || tx.audit_before(1, 1).await?.is_empty())
}

/// Every link, whatever its number.
async fn all_rows(tx: &mut Tx) -> Result<Vec<AuditRow>, DeskError> {
    let mut rows: Vec<AuditRow> = Vec::new();
    loop {
        let after = rows.last().map_or(i64::MIN, |row| row.seq);
        let page = tx.audit_after(after, PAGE).await?;
        if page.is_empty() {
            return Ok(rows);
        }
        rows.extend(page);
    }
}

fn verdict(rows: i64, damage: Option<Damage>, head: String) -> AuditVerdict {
    AuditVerdict {
        rows: damage.map_or(rows, |damage| damage.seq - 1),
        broken_at: damage.map(|damage| damage.seq),
        damage: damage.map(|damage| damage.kind),
        head,
    }
}

/// `audit.export`: that the log leaves the database is its own last link.
///
/// # Errors
/// [`DeskError::SaveFailed`]; [`DeskError`] when the database is lost.
pub async fn export(workplace: &Workplace, call: &Call, _: Nothing) -> Result<AuditFile, DeskError> {
    let desk = workplace.desk().await?;
    let spec = CommandSpec::named(&call.command)
        .ok_or_else(|| DeskError::UnknownCommand { command: call.command.clone() })?;
    let who = Onlooker::of(&desk.reading(call, spec).await?);
    desk.link(spec, &serde_json::Value::Null, &who).await?;
    let mut act = desk.reading(call, spec).await?;
    let rows = all_rows(&mut act.tx).await?;
    let head = act.tx.audit_head().await?;
    let name = format!("audit-{}-{}.jsonl", act.today(), head.seq);
    drop(act);
    let told = AuditFile { rows: head.seq, head: head.hash.clone(), saved_to: None };
    let text = export::text_of(rows, head)?;
    let host = std::sync::Arc::clone(&workplace.host);
    let saved = tokio::task::spawn_blocking(move || host.save(&name, text.as_bytes()))
        .await
        .map_err(|error| DeskError::internal(&error))?
        .map_err(|error| DeskError::SaveFailed { path: error.to_string() })?;
    Ok(AuditFile { saved_to: saved.map(|path| path.display().to_string()), ..told })
}
