//! The chain as a file: a line for each link and a last one with the end of the chain, so that it can be
//! verified where there is no database.

use bidhall_store::audit::{AuditHead, AuditRow};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::damage::first_damage;
use super::{AuditVerdict, verdict};
use crate::DeskError;

/// A link as it stands on a line, its fields in this order.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct LinkLine {
    seq: i64,
    at: DateTime<Utc>,
    operator: String,
    desk: String,
    event: String,
    command: String,
    subject: String,
    result: String,
    detail: String,
    format: i32,
    previous: String,
    hash: String,
}

/// The last line.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct HeadLine {
    head: Head,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Head {
    seq: i64,
    hash: String,
}

/// The chain as text: JSON Lines.
pub(super) fn text_of(rows: Vec<AuditRow>, head: AuditHead) -> Result<String, DeskError> {
    let mut text = String::new();
    let mut put = |line: serde_json::Result<String>| {
        text.push_str(&line.map_err(|error| DeskError::internal(&error))?);
        text.push('\n');
        Ok::<(), DeskError>(())
    };
    for row in rows {
        put(serde_json::to_string(&LinkLine {
            seq: row.seq,
            at: row.at,
            operator: row.operator,
            desk: row.desk,
            event: row.event,
            command: row.command,
            subject: row.subject,
            result: row.result,
            detail: row.detail,
            format: row.format,
            previous: row.previous,
            hash: row.hash,
        }))?;
    }
    put(serde_json::to_string(&HeadLine { head: Head { seq: head.seq, hash: head.hash } }))?;
    Ok(text)
}

/// Verifies an exported chain.
///
/// # Errors
/// [`DeskError::AuditUnreadable`] names the first line that is no link, or the last line if the end of the
/// chain does not stand there.
pub fn verify_export(text: &str) -> Result<AuditVerdict, DeskError> {
    let lines: Vec<(u32, &str)> =
        (1..).zip(text.lines()).filter(|(_, line)| !line.trim().is_empty()).collect();
    let Some(((last, end), links)) = lines.split_last() else {
        return Err(DeskError::AuditUnreadable { line: 1 });
    };
    let mut rows = Vec::with_capacity(links.len());
    for (line, text) in links {
        let link: LinkLine =
            serde_json::from_str(text).map_err(|_| DeskError::AuditUnreadable { line: *line })?;
        rows.push(AuditRow {
            seq: link.seq,
            at: link.at,
            operator: link.operator,
            command: link.command,
            subject: link.subject,
            detail: link.detail,
            format: link.format,
            desk: link.desk,
            event: link.event,
            result: link.result,
            previous: link.previous,
            hash: link.hash,
        });
    }
    let HeadLine { head } =
        serde_json::from_str(end).map_err(|_| DeskError::AuditUnreadable { line: *last })?;
    let head = AuditHead { seq: head.seq, hash: head.hash };
    let damage = first_damage(&rows, &head);
    let whole = i64::try_from(rows.len()).unwrap_or(i64::MAX);
    Ok(verdict(whole, damage, head.hash))
}
