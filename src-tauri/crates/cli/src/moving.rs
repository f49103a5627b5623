//! Moving a centre between a file and a server, into a backup and out of it.

use std::fmt::Write as _;

use std::path::Path;

use bidhall_desk::Language;
use bidhall_desk::moving::{EqualityProof, move_centre};

use crate::arguments::Arguments;
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

/// The request that shows what restoring a backup would change, or restores it. The passphrase of the
/// backup comes from where the centre's does.
pub(crate) fn restoring(file: &Path) -> String {
    serde_json::json!({ "path": file, "passphrase": Arguments::passphrase() }).to_string()
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
