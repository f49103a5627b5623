//! What was destroyed leaves the files and the backups as well.

use std::fs;

use bidhall_store::destroying::DOOMED;
use schemars::JsonSchema;
use serde::Serialize;
use ts_rs::TS;
use uuid::Uuid;

use crate::backup::{older_backups, take_after_destruction};
use crate::{Call, DeskError, Workplace};

/// What was done about the copies of what was destroyed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase")]
pub struct CleanseView {
    /// The backup that was made and checked afterwards, without what was destroyed.
    pub backup: String,
    /// Older backups that still held it and were removed.
    pub removed: Vec<String>,
    /// Older backups that could not be removed and must be by hand.
    pub left: Vec<String>,
}

/// Only once a backup without it was made and checked do the older ones go.
pub(super) async fn cleanse(
    workplace: &Workplace,
    call: &Call,
    order: Uuid,
) -> Result<CleanseView, DeskError> {
    let desk = workplace.desk().await?;
    let orders = desk.store.read().await?.destructions().await?;
    let done = orders.iter().any(|row| row.id == order && row.certificate.is_some());
    if !done {
        return Err(DeskError::not_found("destruction", order));
    }
    let mut tables: Vec<&'static str> = DOOMED.iter().map(|doomed| doomed.table).collect();
    tables.sort_unstable();
    tables.dedup();
    desk.store.sweep(&tables).await?;
    let older = older_backups(workplace, &desk).await?;
    let backup = take_after_destruction(workplace, &desk, call).await?;
    let (mut removed, mut left) = (Vec::new(), Vec::new());
    for path in older {
        let name = path.display().to_string();
        match fs::remove_file(&path) {
            Ok(()) => removed.push(name),
            Err(error) => {
                tracing::warn!(%error, name, "a backup of what was destroyed cannot be removed");
                left.push(name);
            }
        }
    }
    Ok(CleanseView { backup, removed, left })
}
