//! Restoring: what a backup would change, and opening it as a new database.

use std::path::{Path, PathBuf};

use bidhall_rules::audit::AuditEvent;
use bidhall_seal::CentreKey;
use bidhall_store::{Location, Store, Tx};
use chrono::{DateTime, Utc};
use schemars::JsonSchema;
use serde::Serialize;
use ts_rs::TS;

use super::BackupChoice;
use super::files::{WorkFolder, failure, shown_name};
use super::key::{key_of, keys_for};
use super::make::{off_the_desk, opened};
use crate::act::Trail;
use crate::audit::{DONE, Link};
use crate::database::{DatabaseView, remember, view};
use crate::moving::remove_database;
use crate::{Call, Desk, DeskError, Workplace, audit, hash};

/// The kinds of records that are counted, by their tables.
const KINDS: [&str; 9] = [
    "sessions",
    "call_attempts",
    "entry_checks",
    "tags",
    "refusals",
    "room_groups",
    "paper_prints",
    "operators",
    "audit",
];

/// How many records of a kind there were and are.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase")]
pub struct KindCount {
    /// The kind, by its table.
    pub kind: String,
    /// In the backup.
    #[ts(type = "number")]
    pub then: i64,
    /// In what is open; none when nothing is.
    #[ts(type = "number | null")]
    pub now: Option<i64>,
}

/// The end of an audit chain.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase")]
pub struct ChainEnd {
    /// Links.
    #[ts(type = "number")]
    pub links: i64,
    /// When the last one was written.
    pub at: Option<DateTime<Utc>>,
    /// Its hash.
    pub hash: String,
}

/// What restoring a backup would change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase")]
pub struct BackupLook {
    /// Name of the file.
    pub file: String,
    /// The centre it is of.
    pub centre: String,
    /// Whether it is a rehearsal.
    pub rehearsal: bool,
    /// Records by kind.
    pub kinds: Vec<KindCount>,
    /// The end of its audit chain, which holds.
    pub then: ChainEnd,
    /// The end of the open chain; none when nothing is open.
    pub now: Option<ChainEnd>,
    /// Whether the open chain goes on from the backup's last link: then exactly what came after it
    /// would be missing. None when nothing is open.
    pub continues: Option<bool>,
}

/// The keys to try: the open centre's own, and what was entered.
pub(super) async fn keys(desk: Option<&Desk>, choice: &BackupChoice) -> Result<Vec<CentreKey>, DeskError> {
    let mut keys = Vec::new();
    if let Some(desk) = desk
        && let Ok(own) = key_of(desk, &mut desk.store.read().await?).await
    {
        keys.push(own.key);
    }
    let (path, entered) = (PathBuf::from(&choice.path), choice.passphrase.clone());
    keys.extend(off_the_desk(move || keys_for(&path, entered.as_deref())).await?);
    Ok(keys)
}

/// Opens the sealed file into `plain` with whichever key fits.
async fn unseal(desk: Option<&Desk>, choice: &BackupChoice, plain: &Path) -> Result<(), DeskError> {
    let sealed = PathBuf::from(&choice.path);
    let mut last = DeskError::BackupKey { file: shown_name(&sealed) };
    for key in keys(desk, choice).await? {
        let (from, to) = (sealed.clone(), plain.to_owned());
        match off_the_desk(move || opened(&key, &from, &to)).await {
            Ok(()) => return Ok(()),
            Err(error) => last = error,
        }
    }
    remove_database(plain);
    Err(last)
}

fn unique(choice: &BackupChoice, desk: Option<&Desk>) -> Result<String, DeskError> {
    let seed = match desk {
        Some(desk) => desk.seed()?,
        None => hash::of_fields(&[choice.path.as_bytes(), &std::process::id().to_be_bytes()]),
    };
    Ok(hash::hex(&seed[..8]))
}

pub(super) async fn look(
    workplace: &Workplace,
    desk: Option<&Desk>,
    choice: &BackupChoice,
) -> Result<BackupLook, DeskError> {
    let work = WorkFolder::make(&workplace.host.data_folder(), &format!("look-{}", unique(choice, desk)?))?;
    let plain = work.file("look.db");
    unseal(desk, choice, &plain).await?;
    // A backup of an older version is brought to the present schema, in this copy of it.
    let store = Store::open(&Location::File(plain)).await?;
    let looked = looked_at(&store, desk, &shown_name(Path::new(&choice.path))).await;
    store.close().await;
    looked
}

async fn looked_at(store: &Store, desk: Option<&Desk>, file: &str) -> Result<BackupLook, DeskError> {
    let mut then = store.read().await?;
    if let Some(at) = audit::verdict_of(&mut then).await?.broken_at {
        return Err(DeskError::AuditBroken { at: u32::try_from(at).unwrap_or(u32::MAX) });
    }
    let centre = then.centre().await?.ok_or(DeskError::CentreMissing {})?;
    let mut now = match desk {
        Some(desk) => Some(desk.store.read().await?),
        None => None,
    };
    let mut kinds = Vec::new();
    for kind in KINDS {
        let counted = match &mut now {
            Some(now) => Some(now.row_count(kind).await?),
            None => None,
        };
        kinds.push(KindCount { kind: kind.to_owned(), then: then.row_count(kind).await?, now: counted });
    }
    let end = chain_end(&mut then).await?;
    let (mut now_end, mut continues) = (None, None);
    if let Some(now) = &mut now {
        let link = now.audit_after(end.links - 1, 1).await?.pop();
        continues = Some(end.links == 0 || link.is_some_and(|link| link.hash == end.hash));
        now_end = Some(chain_end(now).await?);
    }
    Ok(BackupLook {
        file: file.to_owned(),
        centre: centre.name,
        rehearsal: centre.rehearsal,
        kinds,
        then: end,
        now: now_end,
        continues,
    })
}

async fn chain_end(tx: &mut Tx) -> Result<ChainEnd, DeskError> {
    let head = tx.audit_head().await?;
    let at = tx.audit_before(i64::MAX, 1).await?.first().map(|row| row.at);
    Ok(ChainEnd { links: head.seq, at, hash: head.hash })
}

/// A file beside the program's own databases that is not there yet, named after the backup.
fn new_file(workplace: &Workplace, choice: &BackupChoice) -> PathBuf {
    let stem = Path::new(&choice.path).file_stem().map(|stem| stem.to_string_lossy().into_owned());
    let stem = stem.unwrap_or_default();
    let folder = workplace.host.data_folder();
    let mut file = folder.join(format!("{stem}.db"));
    let mut number = 2;
    while file.exists() {
        file = folder.join(format!("{stem}-{number}.db"));
        number += 1;
    }
    file
}

pub(super) async fn restore(
    workplace: &Workplace,
    desk: Option<&Desk>,
    choice: &BackupChoice,
    call: &Call,
) -> Result<DatabaseView, DeskError> {
    let looked = look(workplace, desk, choice).await?;
    let file = new_file(workplace, choice);
    let work =
        WorkFolder::make(&workplace.host.data_folder(), &format!("restore-{}", unique(choice, desk)?))?;
    let plain = work.file("restored.db");
    unseal(desk, choice, &plain).await?;
    std::fs::rename(&plain, &file).map_err(|error| failure(&file, &error))?;
    drop(work);
    let before = desk.map(|desk| desk.address.clone());
    let address = format!("sqlite:{}", file.display());
    let opened = match workplace.open(&address).await {
        Ok(desk) => note(&desk, &looked, before.as_deref(), call).await,
        Err(error) => Err(error),
    };
    if let Err(error) = opened {
        // What was open before is opened again, so that nobody stands without records.
        if let Some(before) = &before {
            workplace.open(before).await?;
        }
        remove_database(&file);
        return Err(error);
    }
    remember(workplace, &address)?;
    view(workplace).await
}

/// The first link after those of the backup tells that it was restored, and what was open before.
async fn note(desk: &Desk, looked: &BackupLook, before: Option<&str>, call: &Call) -> Result<(), DeskError> {
    let mut tx = desk.store.write().await?;
    let now = desk.now(&mut tx).await?;
    let mut trail = Trail { subject: format!("backup {}", looked.file), ..Trail::default() };
    if let Some(end) = &looked.now {
        trail.detail.insert("linksBefore".to_owned(), end.links.into());
        trail.detail.insert("hashBefore".to_owned(), end.hash.as_str().into());
    }
    if let Some(before) = before.and_then(|address| Location::parse(address).ok()) {
        trail.detail.insert("before".to_owned(), before.shown().into());
    }
    let link = Link {
        at: now,
        operator: call.operator.as_deref().unwrap_or_default(),
        desk: &call.desk,
        event: AuditEvent::Change,
        command: "backup.restore",
        result: DONE,
        trail: &trail,
    };
    audit::append(&mut tx, &link).await?;
    tx.commit().await?;
    Ok(())
}
