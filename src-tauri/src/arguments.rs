//! What the window can be started with.

use std::path::PathBuf;

use clap::Parser;

/// 开标场务台: the desk of a bid-opening day.
#[derive(Debug, Clone, Parser)]
#[command(name = "bidhall-window", version)]
pub(crate) struct Arguments {
    /// Database to open instead of the one used last.
    #[arg(long, value_name = "URL")]
    pub(crate) db: Option<String>,
    /// Folder of the PC's own databases and the log.
    #[arg(long, value_name = "FOLDER")]
    pub(crate) data: Option<PathBuf>,
    /// Folder to save documents in without asking.
    #[arg(long, value_name = "FOLDER")]
    pub(crate) save_to: Option<PathBuf>,
}

impl Arguments {
    pub(crate) fn data_folder(&self) -> PathBuf {
        let standard = || dirs::data_dir().unwrap_or_else(|| PathBuf::from(".")).join("cn.bidhall.desk");
        self.data.clone().unwrap_or_else(standard)
    }

    pub(crate) fn journal_folder(&self) -> PathBuf {
        self.data_folder().join("logs")
    }
}
