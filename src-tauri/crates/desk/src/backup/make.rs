//! Making a backup: a copy of one moment, sealed, written, and read again before it counts.

use std::fs::File;
use std::io::{BufReader, BufWriter, Write as _};
use std::path::{Path, PathBuf};

use bidhall_rules::centre_time::CentreZone;
use bidhall_rules::settings::{BackupSettings, KeepingSettings};
use bidhall_seal::{CentreKey, SealError, open_file, seal_file};
use bidhall_store::backups::BackupRow;
use bidhall_store::{Location, Store};
use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::BackupCause;
use super::files::{WorkFolder, copied_whole, failure, free_name, part_of, shown_name, thin_out};
use super::key::{BackupKey, chance, key_of};
use crate::act::{Trail, stored};
use crate::moving::{EqualityProof, copied, proof_of};
use crate::{Call, Desk, DeskError, Workplace, audit, hash};

/// What a backup is made of.
pub(crate) struct Ground {
    pub(crate) centre: String,
    pub(crate) zone: CentreZone,
    pub(crate) now: DateTime<Utc>,
    pub(crate) settings: BackupSettings,
    pub(crate) key: BackupKey,
}

impl Ground {
    pub(crate) async fn of(desk: &Desk) -> Result<Self, DeskError> {
        let mut tx = desk.store.read().await?;
        let key = key_of(desk, &mut tx).await?;
        let now = desk.now(&mut tx).await?;
        let centre = tx.centre().await?.ok_or(DeskError::CentreMissing {})?;
        let zone = CentreZone::parse(&centre.zone).map_err(|error| DeskError::internal(&error))?;
        let row = tx.latest_settings("keeping").await?.ok_or(DeskError::CentreMissing {})?;
        let settings = stored::<KeepingSettings>(&row.body)?.backup;
        Ok(Self { centre: centre.name, zone, now, settings, key })
    }
}

/// The folder that is meant: the one given, or the program's own.
pub(crate) fn folder_of(workplace: &Workplace, settings: &BackupSettings) -> PathBuf {
    match settings.folder.trim() {
        "" => workplace.host.data_folder().join("backups"),
        folder => PathBuf::from(folder),
    }
}

pub(crate) fn second_folder_of(settings: &BackupSettings) -> Option<PathBuf> {
    Some(settings.second_folder.trim()).filter(|folder| !folder.is_empty()).map(PathBuf::from)
}

/// Makes a backup and records how it ended, also when it came to nothing.
///
/// # Errors
/// What stood in the way; the attempt is on record where the database can be written at all.
pub(crate) async fn take(
    workplace: &Workplace,
    desk: &Desk,
    cause: BackupCause,
    call: &Call,
) -> Result<BackupRow, DeskError> {
    let ground = Ground::of(desk).await?;
    let folder = folder_of(workplace, &ground.settings);
    let second = second_folder_of(&ground.settings);
    let mut row = BackupRow {
        id: Uuid::from_bytes(seed(desk)?),
        cause: cause.as_str().to_owned(),
        outcome: "good".to_owned(),
        problem: String::new(),
        file: String::new(),
        folder: folder.display().to_string(),
        second_folder: second.as_ref().map(|path| path.display().to_string()).unwrap_or_default(),
        second_good: None,
        bytes: 0,
        rows: 0,
        content_hash: String::new(),
        audit_seq: 0,
        audit_hash: String::new(),
        at: ground.now,
        operator: call.operator.clone().unwrap_or_default(),
    };
    let made = made(workplace, desk, &ground, &folder).await;
    let made = match (made, &second) {
        (Ok((path, proof)), second) => {
            let bytes = std::fs::metadata(&path).map(|found| found.len()).unwrap_or_default();
            row.file = shown_name(&path);
            row.bytes = i64::try_from(bytes).unwrap_or(i64::MAX);
            row.rows = i64::try_from(proof.rows).unwrap_or(i64::MAX);
            row.content_hash = hash_of(&proof);
            row.audit_seq = proof.audit_links;
            row.audit_hash = proof.audit_head;
            match second {
                Some(second) => {
                    let copied = in_second(&path, second);
                    row.second_good = Some(copied.is_ok());
                    copied
                }
                None => Ok(()),
            }
        }
        (Err(error), _) => {
            row.outcome = "failed".to_owned();
            Err(error)
        }
    };
    if let Err(error) = &made {
        row.problem = error.code();
    }
    if row.outcome == "good" {
        for folder in [Some(&folder), second.as_ref()].into_iter().flatten() {
            thin_out(folder, &ground.centre, ground.settings.daily, ground.settings.monthly);
        }
    }
    record(desk, &row, call).await?;
    made.map(|()| row)
}

/// A backup in the first folder, checked.
async fn made(
    workplace: &Workplace,
    desk: &Desk,
    ground: &Ground,
    folder: &Path,
) -> Result<(PathBuf, EqualityProof), DeskError> {
    std::fs::create_dir_all(folder).map_err(|error| failure(folder, &error))?;
    let name = hash::hex(&seed(desk)?);
    let work = WorkFolder::make(&workplace.host.data_folder(), &format!("backup-{name}"))?;
    let (plain, again) = (work.file("copy.db"), work.file("again.db"));
    if !desk.store.snapshot_into(&plain).await? {
        copied(&desk.store, &Location::File(plain.clone()), &mut |_| {}).await?;
    }
    let proof = proof_of_file(&plain, desk.store.location()).await?;
    same_chain(desk, &proof).await?;

    let path = free_name(folder, &ground.centre, ground.zone.local(ground.now));
    let mut chance = chance(desk)?;
    let (key, wrapped, to) = (ground.key.key.clone(), ground.key.wrapped.clone(), path.clone());
    off_the_desk(move || {
        let part = part_of(&to);
        let failed = |error| failure(&to, &error);
        let mut content = File::open(&plain).map_err(failed)?;
        let file = File::create(&part).map_err(failed)?;
        let mut out = BufWriter::new(file);
        let sealed = seal_file(&key, &wrapped, &mut content, &mut out, &mut chance)
            .map_err(|error| sealing(&to, error))
            .and_then(|()| out.flush().map_err(failed))
            .and_then(|()| out.get_ref().sync_all().map_err(failed))
            .and_then(|()| std::fs::rename(&part, &to).map_err(failed));
        if sealed.is_err() {
            // The half-done file must not stay; that it cannot be removed either changes nothing.
            let _ = std::fs::remove_file(&part);
        }
        sealed
    })
    .await?;

    let (key, from) = (ground.key.key.clone(), path.clone());
    let read = again.clone();
    off_the_desk(move || opened(&key, &from, &read)).await?;
    let restored = proof_of_file(&again, desk.store.location()).await?;
    if restored.tables != proof.tables || restored.audit_head != proof.audit_head {
        return Err(DeskError::BackupDiffers { file: shown_name(&path) });
    }
    Ok((path, proof))
}

/// Opens a sealed file into another one.
pub(crate) fn opened(key: &CentreKey, sealed: &Path, plain: &Path) -> Result<(), DeskError> {
    let unreadable = |_| DeskError::BackupUnreadable { file: shown_name(sealed) };
    let mut from = BufReader::new(File::open(sealed).map_err(unreadable)?);
    let mut to = BufWriter::new(File::create(plain).map_err(|error| failure(plain, &error))?);
    open_file(key, &mut from, &mut to).map_err(|error| sealing(sealed, error))?;
    to.flush().map_err(|error| failure(plain, &error))
}

fn sealing(file: &Path, error: SealError) -> DeskError {
    match error {
        SealError::File(error) => failure(file, &error),
        SealError::NotASeal | SealError::Broken => DeskError::BackupUnreadable { file: shown_name(file) },
        SealError::WrongPassphrase | SealError::Mistyped | SealError::Cost => {
            DeskError::BackupKey { file: shown_name(file) }
        }
    }
}

/// What a database file holds: pages whole, chain whole, rows and hashes.
pub(crate) async fn proof_of_file(file: &Path, from: &str) -> Result<EqualityProof, DeskError> {
    let store = Store::open_to_read(&Location::File(file.to_owned())).await?;
    let proof = read_proof(&store, from).await;
    store.close().await;
    proof
}

async fn read_proof(store: &Store, from: &str) -> Result<EqualityProof, DeskError> {
    let mut tx = store.read().await?;
    if !tx.page_faults().await?.is_empty() {
        return Err(DeskError::DatabaseDamaged {});
    }
    let tables = tx.table_digests().await?;
    proof_of(&mut tx, from, store.location(), tables).await
}

/// The last link of the copy stands in the open records too, so that it is a copy of them.
async fn same_chain(desk: &Desk, proof: &EqualityProof) -> Result<(), DeskError> {
    if proof.audit_links == 0 {
        return Ok(());
    }
    let mut tx = desk.store.read().await?;
    let link = tx.audit_after(proof.audit_links - 1, 1).await?.pop();
    if link.is_some_and(|link| link.hash == proof.audit_head) {
        return Ok(());
    }
    Err(DeskError::CopyDiffers { table: "audit".to_owned() })
}

fn in_second(path: &Path, second: &Path) -> Result<(), DeskError> {
    std::fs::create_dir_all(second).map_err(|error| failure(second, &error))?;
    copied_whole(path, &second.join(path.file_name().unwrap_or_default()))
}

/// One hash over the hashes of all tables.
pub(crate) fn hash_of(proof: &EqualityProof) -> String {
    let fields: Vec<&[u8]> =
        proof.tables.iter().flat_map(|table| [table.table.as_bytes(), table.hash.as_bytes()]).collect();
    hash::hex(&hash::of_fields(&fields))
}

async fn record(desk: &Desk, row: &BackupRow, call: &Call) -> Result<(), DeskError> {
    let mut tx = desk.store.write().await?;
    tx.add_backup(row).await?;
    let mut trail = Trail { subject: format!("backup {}", row.id), ..Trail::default() };
    for (what, value) in [("cause", &row.cause), ("outcome", &row.outcome), ("file", &row.file)] {
        trail.detail.insert(what.to_owned(), value.as_str().into());
    }
    trail.detail.insert("contentHash".to_owned(), row.content_hash.as_str().into());
    let call = Call { command: "backup.now".to_owned(), ..call.clone() };
    audit::append_saved(&mut tx, row.at, &call, &trail).await?;
    tx.commit().await?;
    Ok(())
}

fn seed(desk: &Desk) -> Result<[u8; 16], DeskError> {
    let seed = desk.entropy.seed().map_err(|error| DeskError::internal(&error))?;
    let mut short = [0; 16];
    short.copy_from_slice(&seed[..16]);
    Ok(short)
}

/// Work with files, where no other request waits for it.
pub(crate) async fn off_the_desk<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, DeskError> + Send + 'static,
) -> Result<T, DeskError> {
    tokio::task::spawn_blocking(work).await.map_err(|error| DeskError::internal(&error))?
}

/// Reads a backup again: whether it still holds what was written.
///
/// # Errors
/// [`DeskError::BackupUnreadable`], [`DeskError::BackupDiffers`] or what stands in the way.
pub(crate) async fn check(
    workplace: &Workplace,
    desk: &Desk,
    key: CentreKey,
    path: PathBuf,
    expected: Option<&str>,
) -> Result<EqualityProof, DeskError> {
    let work =
        WorkFolder::make(&workplace.host.data_folder(), &format!("check-{}", hash::hex(&seed(desk)?)))?;
    let plain = work.file("again.db");
    let (from, to) = (path.clone(), plain.clone());
    off_the_desk(move || opened(&key, &from, &to)).await?;
    let proof = proof_of_file(&plain, &shown_name(&path)).await?;
    if expected.is_some_and(|expected| expected != hash_of(&proof)) {
        return Err(DeskError::BackupDiffers { file: shown_name(&path) });
    }
    Ok(proof)
}
