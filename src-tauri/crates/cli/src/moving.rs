//! Moving a centre between a file and a server, into a backup and out of it.

use std::fmt::Write as _;

use std::path::Path;

use bidhall_desk::moving::{EqualityProof, move_centre};
use bidhall_desk::{Language, Workplace};

use crate::arguments::Arguments;
use crate::call::Request;
use crate::error::CliError;

/// Copies the database of the arguments into `to`. The progress goes to the error channel, as does the
/// proof in words; the proof as JSON goes to standard output.
pub(crate) async fn move_to(arguments: &Arguments, from: &str, to: &str) -> Result<(), CliError> {
    let mut table = String::new();
    let proof = move_centre(from, to, &mut |progress| {
        if table != progress.table {
            eprintln!("{}/{} {}", progress.number, progress.of, progress.table);
            table.clone_from(&progress.table);
        }
    })
    .await?;
    eprintln!("{}", told(&proof, arguments.language()));
    println!("{:#}", serde_json::json!({ "ok": proof }));
    Ok(())
}

/// Makes a backup and prints how backups stand.
pub(crate) async fn backup(workplace: &Workplace, arguments: &Arguments) -> Result<(), CliError> {
    let request = Request { command: "backup.now", payload: None, nonce: None, attach: &[] };
    let state = request.send(workplace, arguments.operator.as_deref()).await;
    workplace.close().await;
    println!("{:#}", serde_json::json!({ "ok": state? }));
    Ok(())
}

/// Prints what restoring a backup would change, or restores it and prints where it is now.
#[allow(
    clippy::disallowed_methods,
    reason = "a passphrase among the arguments could be read by anyone on the PC"
)]
pub(crate) async fn restore(
    workplace: &Workplace,
    arguments: &Arguments,
    file: &Path,
    really: bool,
) -> Result<(), CliError> {
    let passphrase = std::env::var("BIDHALL_PASSPHRASE").ok();
    let payload = serde_json::json!({ "path": file, "passphrase": passphrase }).to_string();
    let command = if really { "backup.restore" } else { "backup.look" };
    let request = Request { command, payload: Some(&payload), nonce: None, attach: &[] };
    let answer = request.send(workplace, arguments.operator.as_deref()).await;
    workplace.close().await;
    println!("{:#}", serde_json::json!({ "ok": answer? }));
    Ok(())
}

/// The proof as people read it.
pub(crate) fn told(proof: &EqualityProof, language: Language) -> String {
    let mut text = match language {
        Language::Chinese => format!(
            "自 {} 复制到 {}：共 {} 张表、{} 行，逐表比对行数和 SHA-256 均一致；审计链 {} 条完整。原库未作任何改动。",
            proof.from,
            proof.to,
            proof.tables.len(),
            proof.rows,
            proof.audit_links
        ),
        Language::English => format!(
            "From {} to {}: {} tables, {} rows; rows and SHA-256 of every table agree; the audit chain of {} links \
             holds. The original was not changed.",
            proof.from,
            proof.to,
            proof.tables.len(),
            proof.rows,
            proof.audit_links
        ),
    };
    for table in &proof.tables {
        // Writing to a String cannot fail.
        let _ = write!(text, "\n{:>9}  {}  {}", table.rows, table.hash, table.table);
    }
    text
}
