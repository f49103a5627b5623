//! How backups stand, as the settings page shows it.

use bidhall_store::backups::BackupRow;
use chrono::{DateTime, Duration, Utc};
use schemars::JsonSchema;
use serde::Serialize;
use ts_rs::TS;

use super::BackupCause;
use super::files::{BackupFile, listed, shown_name};
use super::make::{folder_of, second_folder_of};
use crate::act::{stored, word};
use crate::{Desk, DeskError, Workplace};
use bidhall_rules::centre_time::CentreZone;
use bidhall_rules::settings::KeepingSettings;

/// A backup older than this is shown red.
const OVERDUE: Duration = Duration::hours(24);
/// How many attempts are shown.
const SHOWN: i64 = 30;

/// A backup, or the attempt at one.
#[derive(Debug, Clone, Serialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase")]
pub struct BackupView {
    /// When.
    pub at: DateTime<Utc>,
    /// Why it was made.
    pub cause: BackupCause,
    /// Whether it was read again and found equal.
    pub good: bool,
    /// Code of the error, if there was one: with a good backup, of the second folder.
    pub problem: Option<String>,
    /// Name of the file.
    pub file: String,
    /// Whether the second folder has it; none without a second folder.
    pub second_good: Option<bool>,
    /// Size in bytes.
    #[ts(type = "number")]
    pub bytes: i64,
    /// Rows of all tables.
    #[ts(type = "number")]
    pub rows: i64,
    /// Links of the audit chain in it.
    #[ts(type = "number")]
    pub audit_links: i64,
    /// Code of who asked for it; empty when it came by itself.
    pub operator: String,
}

/// A backup file that is there.
#[derive(Debug, Clone, Serialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase")]
pub struct BackupFileView {
    /// Where.
    pub path: String,
    /// Name.
    pub file: String,
    /// When it was made.
    pub at: DateTime<Utc>,
    /// Size in bytes.
    #[ts(type = "number")]
    pub bytes: u64,
    /// Whether it is in the second folder.
    pub second: bool,
}

/// How backups stand.
#[derive(Debug, Clone, Serialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase")]
pub struct BackupState {
    /// Folder backups go to.
    pub folder: String,
    /// Second folder.
    pub second_folder: Option<String>,
    /// The last backup that was read again and found equal.
    pub last_good: Option<BackupView>,
    /// How many hours ago that was.
    pub age_hours: Option<u32>,
    /// Whether it is more than a day ago, or there is none.
    pub overdue: bool,
    /// The last attempts, newest first.
    pub attempts: Vec<BackupView>,
    /// The files that are there, newest first.
    pub files: Vec<BackupFileView>,
}

pub(super) async fn state(workplace: &Workplace, desk: &Desk) -> Result<BackupState, DeskError> {
    let mut tx = desk.store.read().await?;
    let now = desk.now(&mut tx).await?;
    let centre = tx.centre().await?.ok_or(DeskError::CentreMissing {})?;
    let zone = CentreZone::parse(&centre.zone).map_err(|error| DeskError::internal(&error))?;
    let row = tx.latest_settings("keeping").await?.ok_or(DeskError::CentreMissing {})?;
    let settings = stored::<KeepingSettings>(&row.body)?.backup;
    let last_good = tx.last_good_backup().await?;
    let attempts = tx.last_backups(SHOWN).await?;
    let (folder, second) = (folder_of(workplace, &settings), second_folder_of(&settings));
    let age = last_good.as_ref().map(|row| now - row.at);
    let view = |file: BackupFile, second: bool| BackupFileView {
        path: file.path.display().to_string(),
        file: shown_name(&file.path),
        at: zone.instant(file.at.date(), file.at.time()),
        bytes: file.bytes,
        second,
    };
    let mut files: Vec<_> = listed(&folder, &centre.name).into_iter().map(|file| view(file, false)).collect();
    if let Some(second) = &second {
        files.extend(listed(second, &centre.name).into_iter().map(|file| view(file, true)));
    }
    Ok(BackupState {
        folder: folder.display().to_string(),
        second_folder: second.map(|path| path.display().to_string()),
        last_good: last_good.map(view_of).transpose()?,
        age_hours: age.map(|age| u32::try_from(age.num_hours()).unwrap_or_default()),
        overdue: age.is_none_or(|age| age > OVERDUE),
        attempts: attempts.into_iter().map(view_of).collect::<Result<_, _>>()?,
        files,
    })
}

fn view_of(row: BackupRow) -> Result<BackupView, DeskError> {
    Ok(BackupView {
        at: row.at,
        cause: word(&row.cause)?,
        good: row.outcome == "good",
        problem: Some(row.problem).filter(|problem| !problem.is_empty()),
        file: row.file,
        second_good: row.second_good,
        bytes: row.bytes,
        rows: row.rows,
        audit_links: row.audit_seq,
        operator: row.operator,
    })
}
