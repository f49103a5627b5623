//! A host that keeps everything in folders: the command line, the tests, and the window beneath its
//! dialogs.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::json;

use crate::{Host, HostError};

/// Keeps databases in one folder and puts documents into another.
#[derive(Debug, Clone)]
pub struct FolderHost {
    data: PathBuf,
    documents: PathBuf,
    remember: bool,
}

impl FolderHost {
    /// Databases in `data`, documents in `documents`; both are made when first needed.
    pub fn new(data: PathBuf, documents: PathBuf) -> Self {
        Self { data, documents, remember: true }
    }

    /// The same, but forgetting which database was open: a single command must not change what the
    /// window opens next time.
    #[must_use]
    pub fn forgetful(mut self) -> Self {
        self.remember = false;
        self
    }
}

impl Host for FolderHost {
    fn data_folder(&self) -> PathBuf {
        // A folder that cannot be made shows when the database in it cannot be opened.
        let _ = fs::create_dir_all(&self.data);
        self.data.clone()
    }

    fn save(&self, file_name: &str, bytes: &[u8]) -> Result<Option<PathBuf>, HostError> {
        let path = self.documents.join(file_name);
        fs::create_dir_all(&self.documents).map_err(|cause| unwritable(&self.documents, cause))?;
        write_whole(&path, bytes)?;
        Ok(Some(path))
    }

    fn choose_folder(&self, name: &str) -> Result<Option<PathBuf>, HostError> {
        let path = self.documents.join(name);
        fs::create_dir_all(&path).map_err(|cause| unwritable(&path, cause))?;
        Ok(Some(path))
    }

    fn remember_database(&self, address: &str) -> Result<(), HostError> {
        if !self.remember {
            return Ok(());
        }
        let folder = self.data_folder();
        write_whole(&settings_file(&folder), json!({ "database": address }).to_string().as_bytes())
    }
}

/// The address of the database that was open last, if one was kept in this folder.
pub fn remembered_database(data: &Path) -> Option<String> {
    let text = fs::read_to_string(settings_file(data)).ok()?;
    let settings: serde_json::Value = serde_json::from_str(&text).ok()?;
    settings.get("database")?.as_str().map(str::to_owned)
}

fn settings_file(data: &Path) -> PathBuf {
    data.join("desk.json")
}

/// Writes a file so that it is there whole or not at all.
fn write_whole(path: &Path, bytes: &[u8]) -> Result<(), HostError> {
    let mut part = path.as_os_str().to_owned();
    part.push(".part");
    let part = PathBuf::from(part);
    fs::write(&part, bytes).map_err(|cause| unwritable(path, cause))?;
    fs::rename(&part, path).map_err(|cause| {
        // The half-done file must not stay; that it cannot be removed either changes nothing.
        let _ = fs::remove_file(&part);
        unwritable(path, cause)
    })
}

fn unwritable(path: &Path, cause: std::io::Error) -> HostError {
    HostError::Write { path: path.display().to_string(), cause }
}
