//! What the steps find in files: the window's tests, the line in which two texts differ.

use std::{
    fs,
    path::{Path, PathBuf},
};

use crate::error::Error;

/// The test files of a folder, by name: `node --test` takes folders in some
/// versions only.
pub fn window_tests(folder: &Path) -> Result<Vec<PathBuf>, Error> {
    let entries = fs::read_dir(folder).map_err(Error::io("tests/window"))?;
    let mut files: Vec<PathBuf> = entries
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| path.to_string_lossy().ends_with(".test.mjs"))
        .collect();
    files.sort();
    if files.is_empty() {
        Err(Error::Missing("there is no tests/window/*.test.mjs".into()))
    } else {
        Ok(files)
    }
}

/// The first line in which two texts differ, with its number.
pub fn first_difference<'a>(old: &'a str, new: &'a str) -> Option<(usize, &'a str, &'a str)> {
    if old == new {
        return None;
    }
    let same = old.lines().zip(new.lines()).take_while(|(old, new)| old == new).count();
    let line = |text: &'a str| text.lines().nth(same).unwrap_or("(nothing)");
    Some((same + 1, line(old), line(new)))
}
