//! A centre that moves: from a file to a server or back, with the proof that nothing was lost.

use std::path::Path;

use bidhall_store::{CopyProgress, Location, Store, TableDigest, Tx};
use serde::Serialize;

use crate::{DeskError, audit};

/// What a move or a copy proved: the original and the copy have the same rows with the same hashes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct EqualityProof {
    /// Where the records came from, without user and password.
    pub from: String,
    /// Where they are now as well, without user and password.
    pub to: String,
    /// Every table with its rows and their hash, which both databases have.
    pub tables: Vec<TableProof>,
    /// Rows of all tables.
    pub rows: u64,
    /// Links of the audit chain, checked in the copy.
    pub audit_links: i64,
    /// Hash of the last link.
    pub audit_head: String,
}

/// A table of an [`EqualityProof`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct TableProof {
    /// The table.
    pub table: String,
    /// Its rows.
    pub rows: u64,
    /// SHA-256 over its rows in the order of the key.
    pub hash: String,
}

impl From<TableDigest> for TableProof {
    fn from(digest: TableDigest) -> Self {
        Self { table: digest.table, rows: digest.rows, hash: digest.hash }
    }
}

/// Copies a centre into an empty database and proves that both are equal. The original is only read; it
/// stays as it is and where it is.
///
/// # Errors
/// [`DeskError::TargetNotEmpty`], [`DeskError::CopyDiffers`], [`DeskError::AuditBroken`] or what stands
/// in the way of either database. Then the target holds no row, and a file that was made for it is gone.
pub async fn move_centre(
    from: &str,
    to: &str,
    told: &mut (dyn FnMut(&CopyProgress) + Send),
) -> Result<EqualityProof, DeskError> {
    let (from, to) = (Location::parse(from)?, Location::parse(to)?);
    if from.shown() == to.shown() {
        return Err(DeskError::TargetNotEmpty { location: to.shown() });
    }
    let source = Store::open_to_read(&from).await?;
    let proof = copied(&source, &to, told).await;
    source.close().await;
    proof
}

/// Fills a database with what a store holds now.
pub(crate) async fn copied(
    source: &Store,
    to: &Location,
    told: &mut (dyn FnMut(&CopyProgress) + Send),
) -> Result<EqualityProof, DeskError> {
    let made = match to {
        Location::File(file) if !file.exists() => Some(file.as_path()),
        Location::File(_) | Location::Server(_) => None,
    };
    let target = Store::open(to).await?;
    let proof = fill(source, &target, told).await;
    target.close().await;
    if let (Err(_), Some(file)) = (&proof, made) {
        remove_database(file);
    }
    proof
}

async fn fill(
    source: &Store,
    target: &Store,
    told: &mut (dyn FnMut(&CopyProgress) + Send),
) -> Result<EqualityProof, DeskError> {
    let (mut from, mut to) = (source.read().await?, target.write().await?);
    if !to.is_empty().await? {
        return Err(DeskError::TargetNotEmpty { location: target.location().to_owned() });
    }
    let tables = to.fill_from(&mut from, told).await?;
    let proof = proof_of(&mut to, source.location(), target.location(), tables).await?;
    to.commit().await?;
    Ok(proof)
}

/// The proof of a copy whose tables were compared; its chain is checked here.
pub(crate) async fn proof_of(
    copy: &mut Tx,
    from: &str,
    to: &str,
    tables: Vec<TableDigest>,
) -> Result<EqualityProof, DeskError> {
    let verdict = audit::verdict_of(copy).await?;
    if let Some(at) = verdict.broken_at {
        return Err(DeskError::AuditBroken { at: u32::try_from(at).unwrap_or(u32::MAX) });
    }
    Ok(EqualityProof {
        from: from.to_owned(),
        to: to.to_owned(),
        rows: tables.iter().map(|table| table.rows).sum(),
        tables: tables.into_iter().map(TableProof::from).collect(),
        audit_links: verdict.rows,
        audit_head: copy.audit_head().await?.hash,
    })
}

/// Removes a database file with what SQLite keeps beside it.
pub(crate) fn remove_database(file: &Path) {
    for tail in ["", "-wal", "-shm", "-journal"] {
        let mut path = file.as_os_str().to_owned();
        path.push(tail);
        match std::fs::remove_file(&path) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                tracing::warn!(%error, "a copy that came to nothing cannot be removed");
            }
            Ok(()) | Err(_) => {}
        }
    }
}
