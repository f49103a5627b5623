//! Reading and writing the files of the arguments.

use std::fs;
use std::path::Path;

use serde::de::DeserializeOwned;

use crate::error::CliError;

pub(crate) fn bytes(path: &Path) -> Result<Vec<u8>, CliError> {
    fs::read(path).map_err(|cause| CliError::File { path: path.display().to_string(), cause })
}

pub(crate) fn json<T: DeserializeOwned>(path: &Path) -> Result<T, CliError> {
    serde_json::from_slice(&bytes(path)?)
        .map_err(|cause| CliError::Json { path: path.display().to_string(), cause })
}

/// Gives a file that is there its name.
pub(crate) fn rename(from: &Path, to: &Path) -> Result<(), CliError> {
    fs::rename(from, to).map_err(|cause| CliError::File { path: to.display().to_string(), cause })
}

/// Writes the text to a file, or prints it.
pub(crate) fn put(out: Option<&Path>, text: &str) -> Result<(), CliError> {
    match out {
        Some(path) => {
            fs::write(path, text).map_err(|cause| CliError::File { path: path.display().to_string(), cause })
        }
        None => {
            print!("{text}");
            Ok(())
        }
    }
}
