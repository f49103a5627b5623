//! The chain: what a link's hash covers, and how a link is appended.

use bidhall_rules::audit::AuditEvent;
use bidhall_store::Tx;
use bidhall_store::audit::AuditRow;
use chrono::{DateTime, SecondsFormat, Utc};

use crate::act::Trail;
use crate::{Call, DeskError, hash};

/// How an act that was done ended.
pub(crate) const DONE: &str = "done";

/// The format of links written now.
const FORMAT: i32 = 2;

/// What a link says.
#[derive(Debug, Clone)]
pub(crate) struct Link<'a> {
    pub(crate) at: DateTime<Utc>,
    pub(crate) operator: &'a str,
    pub(crate) desk: &'a str,
    pub(crate) event: AuditEvent,
    pub(crate) command: &'a str,
    /// [`DONE`], or the code of the error it ended with.
    pub(crate) result: &'a str,
    pub(crate) trail: &'a Trail,
}

/// Appends a link.
pub(crate) async fn append(tx: &mut Tx, link: &Link<'_>) -> Result<(), DeskError> {
    let head = tx.next_audit().await?;
    let mut row = AuditRow {
        seq: head.seq,
        at: link.at,
        operator: link.operator.to_owned(),
        command: link.command.to_owned(),
        subject: link.trail.subject.clone(),
        detail: serde_json::Value::Object(link.trail.detail.clone()).to_string(),
        format: FORMAT,
        desk: link.desk.to_owned(),
        event: link.event.as_str().to_owned(),
        result: link.result.to_owned(),
        previous: head.hash,
        hash: String::new(),
    };
    row.hash = hash_of(&row, row.seq);
    Ok(tx.add_audit(&row).await?)
}

/// Appends the link of a document that was saved outside the database.
pub(crate) async fn append_saved(
    tx: &mut Tx,
    at: DateTime<Utc>,
    call: &Call,
    trail: &Trail,
) -> Result<(), DeskError> {
    let link = Link {
        at,
        operator: call.operator.as_deref().unwrap_or_default(),
        desk: &call.desk,
        event: AuditEvent::Export,
        command: &call.command,
        result: DONE,
        trail,
    };
    append(tx, &link).await
}

/// The hash of a link if its number were `seq`. A link of the first format has no desk, event or result;
/// one that has is not as it was written.
pub(super) fn hash_of(row: &AuditRow, seq: i64) -> String {
    let (seq, at) = (seq.to_be_bytes(), row.at.to_rfc3339_opts(SecondsFormat::Micros, true));
    let format = row.format.to_be_bytes();
    let mut fields: Vec<&[u8]> = Vec::with_capacity(12);
    if row.format != 1 {
        fields.push(&format);
    }
    fields.extend([
        seq.as_slice(),
        at.as_bytes(),
        row.operator.as_bytes(),
        row.command.as_bytes(),
        row.subject.as_bytes(),
        row.detail.as_bytes(),
    ]);
    if row.format != 1 || !(row.desk.is_empty() && row.event.is_empty() && row.result.is_empty()) {
        fields.extend([row.desk.as_bytes(), row.event.as_bytes(), row.result.as_bytes()]);
    }
    fields.push(row.previous.as_bytes());
    hash::hex(&hash::of_fields(&fields))
}
