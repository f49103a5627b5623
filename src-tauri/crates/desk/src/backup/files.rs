//! Backups as files: their names, where they are, and which of them may go.

use std::fs;
use std::io::Read as _;
use std::path::{Path, PathBuf};

use bidhall_rules::keeping::backups_to_remove;
use chrono::NaiveDateTime;
use sha2::{Digest as _, Sha256};

use crate::{DeskError, hash};

/// What the name of a backup ends with.
const ENDING: &str = ".bidhall-backup";
const TIME: &str = "%Y%m%d-%H%M%S";
/// How long such a time is when written.
const TIME_LENGTH: usize = 15;

/// A backup in a folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct BackupFile {
    pub(crate) path: PathBuf,
    /// When it was made, in the centre's zone.
    pub(crate) at: NaiveDateTime,
    pub(crate) bytes: u64,
}

/// The centre's name as it can stand in a file name on every system.
fn plain(centre: &str) -> String {
    centre.chars().map(|c| if c.is_control() || "\\/:*?\"<>| .".contains(c) { '_' } else { c }).collect()
}

/// A name nobody has in that folder: centre, day and time.
pub(crate) fn free_name(folder: &Path, centre: &str, at: NaiveDateTime) -> PathBuf {
    let stem = format!("{}-{}", plain(centre), at.format(TIME));
    let mut path = folder.join(format!("{stem}{ENDING}"));
    let mut number = 2;
    while path.exists() {
        path = folder.join(format!("{stem}-{number}{ENDING}"));
        number += 1;
    }
    path
}

/// When a file of this name was made, if it is a backup of this centre.
fn time_of(name: &str, centre: &str) -> Option<NaiveDateTime> {
    let rest = name.strip_suffix(ENDING)?.strip_prefix(&plain(centre))?.strip_prefix('-')?;
    let (time, number) = rest.split_at_checked(TIME_LENGTH)?;
    let counted = number.strip_prefix('-').is_some_and(|number| number.parse::<u32>().is_ok());
    if !(number.is_empty() || counted) {
        return None;
    }
    NaiveDateTime::parse_from_str(time, TIME).ok()
}

/// The backups of a centre in a folder, newest first; none in a folder that is not there.
pub(crate) fn listed(folder: &Path, centre: &str) -> Vec<BackupFile> {
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    let mut files: Vec<_> = entries
        .flatten()
        .filter_map(|entry| {
            let at = time_of(&entry.file_name().to_string_lossy(), centre)?;
            let bytes = entry.metadata().ok().filter(fs::Metadata::is_file)?.len();
            Some(BackupFile { path: entry.path(), at, bytes })
        })
        .collect();
    files.sort_by(|one, other| (other.at, &other.path).cmp(&(one.at, &one.path)));
    files
}

/// Removes the backups of a centre that neither a day nor a month needs any more.
pub(crate) fn thin_out(folder: &Path, centre: &str, daily: u32, monthly: u32) {
    let files = listed(folder, centre);
    let times: Vec<_> = files.iter().map(|file| file.at).collect();
    let gone = backups_to_remove(&times, daily, monthly);
    for file in files.iter().filter(|file| gone.contains(&file.at)) {
        if let Err(error) = fs::remove_file(&file.path) {
            tracing::warn!(%error, file = %file.path.display(), "an old backup cannot be removed");
        }
    }
}

/// Copies a file so that it is there whole or not at all, and reads it back: whether both are the same.
pub(crate) fn copied_whole(from: &Path, to: &Path) -> Result<(), DeskError> {
    let failed = |error| failure(to, &error);
    let part = part_of(to);
    fs::copy(from, &part).map_err(failed)?;
    fs::File::open(&part).and_then(|file| file.sync_all()).map_err(failed)?;
    fs::rename(&part, to).map_err(failed)?;
    if content_hash(from)? == content_hash(to)? {
        return Ok(());
    }
    Err(DeskError::BackupDiffers { file: shown_name(to) })
}

/// The name a file has until it is whole.
pub(crate) fn part_of(path: &Path) -> PathBuf {
    let mut part = path.as_os_str().to_owned();
    part.push(".part");
    PathBuf::from(part)
}

/// SHA-256 of a file, in hex.
pub(crate) fn content_hash(path: &Path) -> Result<String, DeskError> {
    let failed = |error| failure(path, &error);
    let mut file = fs::File::open(path).map_err(failed)?;
    let (mut hash, mut chunk) = (Sha256::new(), vec![0; 1 << 16]);
    loop {
        let read = file.read(&mut chunk).map_err(failed)?;
        if read == 0 {
            return Ok(hash::hex(&hash.finalize()));
        }
        hash.update(&chunk[..read]);
    }
}

/// What a file could not be written for.
pub(crate) fn failure(path: &Path, error: &std::io::Error) -> DeskError {
    tracing::warn!(%error, path = %path.display(), "a file of a backup");
    if matches!(error.kind(), std::io::ErrorKind::StorageFull | std::io::ErrorKind::QuotaExceeded) {
        return DeskError::DatabaseFull {};
    }
    DeskError::SaveFailed { path: path.display().to_string() }
}

/// A file's name as it is shown.
pub(crate) fn shown_name(path: &Path) -> String {
    path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}

/// A folder for what is in the clear while it is sealed or opened; gone with this value.
pub(crate) struct WorkFolder(PathBuf);

impl WorkFolder {
    /// A folder of this name within `within`.
    pub(crate) fn make(within: &Path, name: &str) -> Result<Self, DeskError> {
        let path = within.join(name);
        fs::create_dir_all(&path).map_err(|error| failure(&path, &error))?;
        Ok(Self(path))
    }

    pub(crate) fn file(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }
}

impl Drop for WorkFolder {
    fn drop(&mut self) {
        if let Err(error) = fs::remove_dir_all(&self.0) {
            tracing::warn!(%error, folder = %self.0.display(), "a work folder cannot be removed");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at() -> NaiveDateTime {
        NaiveDateTime::parse_from_str("20200312-210000", TIME).unwrap()
    }

    #[test]
    fn a_name_tells_centre_and_time_and_is_read_again() {
        let path = free_name(Path::new("/nowhere"), "云岭区 中心/一", at());
        assert_eq!(shown_name(&path), "云岭区_中心_一-20200312-210000.bidhall-backup");
        assert_eq!(time_of(&shown_name(&path), "云岭区 中心/一"), Some(at()));
        assert_eq!(time_of("云岭区_中心_一-20200312-210000-2.bidhall-backup", "云岭区 中心/一"), Some(at()));
    }

    #[test]
    fn what_is_no_backup_of_this_centre_is_left_alone() {
        for name in [
            "另一中心-20200312-210000.bidhall-backup",
            "中心-20200312-210000.bidhall-backup.part",
            "中心-20201312-210000.bidhall-backup",
            "中心-20200312-210000-x.bidhall-backup",
            "中心-20200312.bidhall-backup",
            "中心.docx",
        ] {
            assert_eq!(time_of(name, "中心"), None, "{name}");
        }
    }
}
