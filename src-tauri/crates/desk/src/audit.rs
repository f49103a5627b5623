//! The audit log: one link per change, written with the change and chained by hash.

use bidhall_store::Tx;
use bidhall_store::audit::AuditRow;
use chrono::{DateTime, SecondsFormat, Utc};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::act::{Reading, Trail};
use crate::database::Nothing;
use crate::{DeskError, hash};

/// How many links are read at a time when the chain is checked.
const PAGE: i64 = 1000;

/// A page of the log.
#[derive(Debug, Clone, Copy, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct AuditPage {
    /// Only links before this number.
    #[ts(type = "number | null")]
    pub before: Option<i64>,
    /// How many, 1 to 500.
    pub limit: u32,
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
    /// The command.
    pub command: String,
    /// What it was done to.
    pub subject: String,
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
#[derive(Debug, Clone, Serialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase")]
pub struct AuditVerdict {
    /// Links that were checked.
    #[ts(type = "number")]
    pub rows: i64,
    /// Number of the first link that is altered, missing or out of place.
    #[ts(type = "number | null")]
    pub broken_at: Option<i64>,
}

/// `audit.list`
///
/// # Errors
/// [`DeskError`] when the database is lost.
pub async fn list(act: &mut Reading, page: AuditPage) -> Result<AuditList, DeskError> {
    let limit = i64::from(page.limit.clamp(1, 500));
    let rows = act.tx.audit_before(page.before.unwrap_or(i64::MAX), limit).await?;
    let rows = rows
        .into_iter()
        .map(|row| AuditEntry {
            seq: row.seq,
            at: row.at,
            operator: row.operator,
            command: row.command,
            subject: row.subject,
            hash: row.hash,
        })
        .collect();
    Ok(AuditList { rows })
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
    let mut previous = String::new();
    let mut seen = 0;
    loop {
        let rows = tx.audit_after(seen, PAGE).await?;
        if rows.is_empty() {
            break;
        }
        for row in rows {
            if row.seq != seen + 1 || row.previous != previous || row.hash != hash_of(&row) {
                return Ok(AuditVerdict { rows: seen, broken_at: Some(seen + 1) });
            }
            previous = row.hash;
            seen = row.seq;
        }
    }
    let whole = head.seq == seen && head.hash == previous;
    Ok(AuditVerdict { rows: seen, broken_at: (!whole).then_some(seen + 1) })
}

/// Appends a link for what was done.
pub(crate) async fn append(
    tx: &mut Tx,
    at: DateTime<Utc>,
    operator: &str,
    command: &str,
    trail: &Trail,
) -> Result<(), DeskError> {
    let head = tx.next_audit().await?;
    let mut row = AuditRow {
        seq: head.seq,
        at,
        operator: operator.to_owned(),
        command: command.to_owned(),
        subject: trail.subject.clone(),
        detail: serde_json::Value::Object(trail.detail.clone()).to_string(),
        previous: head.hash,
        hash: String::new(),
    };
    row.hash = hash_of(&row);
    Ok(tx.add_audit(&row).await?)
}

fn hash_of(row: &AuditRow) -> String {
    hash::hex(&hash::of_fields(&[
        &row.seq.to_be_bytes(),
        row.at.to_rfc3339_opts(SecondsFormat::Micros, true).as_bytes(),
        row.operator.as_bytes(),
        row.command.as_bytes(),
        row.subject.as_bytes(),
        row.detail.as_bytes(),
        row.previous.as_bytes(),
    ]))
}
