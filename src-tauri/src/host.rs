//! What the desk takes from the window: folders, and a dialog that asks where to save.

use std::path::PathBuf;

use bidhall_desk::{FolderHost, Host, HostError};
use tauri::AppHandle;
use tauri_plugin_dialog::DialogExt as _;

/// The window as host.
#[derive(Debug)]
pub(crate) struct WindowHost {
    app: AppHandle,
    folders: FolderHost,
    asks: bool,
}

impl WindowHost {
    pub(crate) fn new(app: AppHandle, data: PathBuf, save_to: Option<PathBuf>) -> Self {
        let asks = save_to.is_none();
        let documents = save_to.unwrap_or_else(|| data.join("documents"));
        Self { app, folders: FolderHost::new(data, documents), asks }
    }
}

impl Host for WindowHost {
    fn data_folder(&self) -> PathBuf {
        self.folders.data_folder()
    }

    fn save(&self, file_name: &str, bytes: &[u8]) -> Result<Option<PathBuf>, HostError> {
        if !self.asks {
            return self.folders.save(file_name, bytes);
        }
        let ending = file_name.rsplit_once('.').map_or("pdf", |(_, ending)| ending);
        let chosen = self
            .app
            .dialog()
            .file()
            .set_file_name(file_name)
            .add_filter(ending.to_uppercase(), &[ending])
            .blocking_save_file();
        let Some(path) = chosen.and_then(|chosen| chosen.into_path().ok()) else { return Ok(None) };
        let folder = path.parent().map(PathBuf::from).unwrap_or_default();
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        FolderHost::new(self.data_folder(), folder).save(&name, bytes)
    }

    fn choose_folder(&self, name: &str) -> Result<Option<PathBuf>, HostError> {
        if !self.asks {
            return self.folders.choose_folder(name);
        }
        let chosen = self.app.dialog().file().blocking_pick_folder();
        let Some(path) = chosen.and_then(|chosen| chosen.into_path().ok()) else { return Ok(None) };
        FolderHost::new(self.data_folder(), path).choose_folder(name)
    }

    fn remember_database(&self, address: &str) -> Result<(), HostError> {
        self.folders.remember_database(address)
    }
}
