//! Backups: made by themselves and on request, sealed with the centre's key, read again before they
//! count, and restored with what will change shown first.

mod due;
mod files;
mod key;
mod make;
mod restore;
mod shown;

use std::path::PathBuf;

use bidhall_rules::roles::Role;
use bidhall_rules::words::UnknownWord;
use bidhall_store::backups::BackupRow;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::audit::Onlooker;
use crate::database::{DatabaseView, Nothing};
use crate::{Call, CommandSpec, Desk, DeskError, Workplace};

pub use due::{take_at_close, take_due};
pub use restore::{BackupLook, KindCount};
pub use shown::{BackupFileView, BackupState, BackupView};

/// Why a backup is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum BackupCause {
    /// The day's time has come.
    Daily,
    /// The program was closed.
    Close,
    /// Somebody asked for it.
    Asked,
    /// Personal data were destroyed, which older backups still hold.
    Destruction,
}

impl BackupCause {
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Daily => "daily",
            Self::Close => "close",
            Self::Asked => "asked",
            Self::Destruction => "destruction",
        }
    }
}

impl std::str::FromStr for BackupCause {
    type Err = UnknownWord;

    fn from_str(text: &str) -> Result<Self, UnknownWord> {
        [Self::Daily, Self::Close, Self::Asked, Self::Destruction]
            .into_iter()
            .find(|cause| cause.as_str() == text)
            .ok_or_else(|| UnknownWord { list: "BackupCause".to_owned(), word: text.to_owned() })
    }
}

/// A backup file.
#[derive(Clone, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct BackupChoice {
    /// Where the file is.
    pub path: String,
    /// The passphrase of the time it was made, or the code of the recovery sheet; not needed while the
    /// same key is at hand.
    #[serde(default)]
    pub passphrase: Option<String>,
}

impl std::fmt::Debug for BackupChoice {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("BackupChoice").field("path", &self.path).finish_non_exhaustive()
    }
}

/// What a check of a backup found.
#[derive(Debug, Clone, Serialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase")]
pub struct BackupCheck {
    /// Name of the file.
    pub file: String,
    /// Tables that were restored.
    pub tables: u32,
    /// Their rows.
    #[ts(type = "number")]
    pub rows: u64,
    /// Links of the audit chain in it, all of which hold.
    #[ts(type = "number")]
    pub audit_links: i64,
    /// Whether its content is what was recorded when it was made; none for a file of which there is no
    /// record here.
    pub as_recorded: Option<bool>,
}

/// `backup.state`
///
/// # Errors
/// [`DeskError`] when the database is lost.
pub async fn state(workplace: &Workplace, _: &Call, _: Nothing) -> Result<BackupState, DeskError> {
    shown::state(workplace, &workplace.desk().await?).await
}

/// `backup.now`
///
/// # Errors
/// [`DeskError::KeyLocked`], [`DeskError::SaveFailed`], [`DeskError::DatabaseFull`] or
/// [`DeskError::BackupDiffers`]; the attempt is on record.
pub async fn now(workplace: &Workplace, call: &Call, _: Nothing) -> Result<BackupState, DeskError> {
    let desk = workplace.desk().await?;
    make::take(workplace, &desk, BackupCause::Asked, call).await?;
    shown::state(workplace, &desk).await
}

/// `backup.check`: restores a backup into a temporary database and compares it with the record.
///
/// # Errors
/// [`DeskError::BackupUnreadable`], [`DeskError::BackupKey`] or [`DeskError::AuditBroken`].
pub async fn check(workplace: &Workplace, _: &Call, choice: BackupChoice) -> Result<BackupCheck, DeskError> {
    let desk = workplace.desk().await?;
    let path = PathBuf::from(&choice.path);
    let file = files::shown_name(&path);
    let recorded = desk.store.read().await?.last_backups(1000).await?;
    let recorded: Option<BackupRow> = recorded.into_iter().find(|row| row.file == file);
    let mut last = DeskError::BackupKey { file: file.clone() };
    for key in restore::keys(Some(&desk), &choice).await? {
        match make::check(workplace, &desk, key, path.clone(), None).await {
            Ok(proof) => {
                return Ok(BackupCheck {
                    file,
                    tables: u32::try_from(proof.tables.len()).unwrap_or(u32::MAX),
                    rows: proof.rows,
                    audit_links: proof.audit_links,
                    as_recorded: recorded.map(|row| row.content_hash == make::hash_of(&proof)),
                });
            }
            Err(error) => last = error,
        }
    }
    Err(last)
}

/// `backup.look`: what restoring a backup would change.
///
/// # Errors
/// [`DeskError::RoleNotAllowed`] where a centre is open; [`DeskError::BackupUnreadable`],
/// [`DeskError::BackupKey`].
pub async fn look(workplace: &Workplace, call: &Call, choice: BackupChoice) -> Result<BackupLook, DeskError> {
    let (desk, _) = admitted(workplace, call).await?;
    restore::look(workplace, desk.as_ref(), &choice).await
}

/// `backup.restore`: restores a backup into a new database and opens it; the one that was open stays
/// where it is.
///
/// # Errors
/// As [`look`].
pub async fn restore(
    workplace: &Workplace,
    call: &Call,
    choice: BackupChoice,
) -> Result<DatabaseView, DeskError> {
    let (desk, call) = admitted(workplace, call).await?;
    restore::restore(workplace, desk.as_ref(), &choice, &call).await
}

/// Every backup of the centre that is there now, in both folders.
pub(crate) async fn older_backups(workplace: &Workplace, desk: &Desk) -> Result<Vec<PathBuf>, DeskError> {
    let ground = make::Ground::of(desk).await?;
    let folders =
        [Some(make::folder_of(workplace, &ground.settings)), make::second_folder_of(&ground.settings)];
    let files = folders.iter().flatten().flat_map(|folder| files::listed(folder, &ground.centre));
    Ok(files.map(|file| file.path).collect())
}

/// A backup without what was destroyed; the name of its file.
pub(crate) async fn take_after_destruction(
    workplace: &Workplace,
    desk: &Desk,
    call: &Call,
) -> Result<String, DeskError> {
    Ok(make::take(workplace, desk, BackupCause::Destruction, call).await?.file)
}

/// Whoever restores where a centre is open must be one of its people; on a new PC anybody who has the
/// file and its key may.
async fn admitted(workplace: &Workplace, call: &Call) -> Result<(Option<Desk>, Call), DeskError> {
    // A code that nothing vouches for is nobody.
    let anybody = Call { operator: None, ..call.clone() };
    let Ok(desk) = workplace.desk().await else { return Ok((None, anybody)) };
    if desk.store.read().await?.centre().await?.is_none() {
        return Ok((None, anybody));
    }
    let spec = CommandSpec::named(&call.command)
        .ok_or_else(|| DeskError::UnknownCommand { command: call.command.clone() })?;
    let needs = CommandSpec { roles: &[Role::SystemAdmin, Role::DutyLead], ..*spec };
    let who = Onlooker::of(&desk.reading(call, &needs).await?);
    Ok((Some(desk), who.named(call)))
}
