//! Many papers into one folder, with progress, on several threads, until somebody cancels.
//!
//! A file under its own name is always whole: it is written beside its name, flushed, and then renamed.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::{self, Write};
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use crate::{Paper, Press, PrintError, PrintedPdf};

/// A paper of a batch and the name of its file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BatchItem {
    /// The name in the folder, such as `通知.pdf`.
    pub file_name: String,
    /// The paper.
    pub paper: Paper,
}

/// Why a paper of a batch has no file. The others go on.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BatchError {
    /// It could not be set in type.
    #[error(transparent)]
    Print(#[from] PrintError),
    /// Its file could not be written.
    #[error("{} cannot be written: {problem}", path.display())]
    Write {
        /// Where it should have been.
        path: PathBuf,
        /// What the system said.
        problem: String,
    },
    /// An earlier paper of the batch has the same name.
    #[error("two papers of the batch are called {file_name}")]
    NameTaken {
        /// The name.
        file_name: String,
    },
}

/// A paper of a batch that is done with.
#[derive(Debug)]
pub struct Finished<'a> {
    /// Its place in the batch, from 0.
    pub index: usize,
    /// Its file and what is in it, or why there is none.
    pub result: Result<(&'a Path, &'a PrintedPdf), &'a BatchError>,
}

impl Press {
    /// Prints the papers into the folder, which must exist, on so many threads. Whenever a paper is done with,
    /// `finished` is told, in no certain order and from any of the threads. Once `cancelled` is set, no further
    /// paper is begun; those that are under way are finished and told.
    pub fn print_batch(
        &self,
        folder: &Path,
        items: &[BatchItem],
        threads: NonZeroUsize,
        cancelled: &AtomicBool,
        finished: &(dyn Fn(Finished<'_>) + Sync),
    ) {
        let taken = twice_named(items);
        let next = AtomicUsize::new(0);
        let work = || {
            while !cancelled.load(Ordering::Relaxed) {
                let index = next.fetch_add(1, Ordering::Relaxed);
                let Some(item) = items.get(index) else { return };
                let result = if taken.contains(&index) {
                    Err(BatchError::NameTaken { file_name: item.file_name.clone() })
                } else {
                    self.print_file(&item.paper, &folder.join(&item.file_name))
                };
                let path = folder.join(&item.file_name);
                finished(Finished {
                    index,
                    result: result.as_ref().map(|printed| (path.as_path(), printed)),
                });
            }
        };
        std::thread::scope(|scope| {
            for _ in 0..threads.get() {
                scope.spawn(work);
            }
        });
    }

    fn print_file(&self, paper: &Paper, path: &Path) -> Result<PrintedPdf, BatchError> {
        let printed = self.print_pdf(paper)?;
        write_whole(path, &printed.pdf)
            .map_err(|error| BatchError::Write { path: path.to_owned(), problem: error.to_string() })?;
        Ok(printed)
    }
}

/// The places of the papers whose name an earlier one has. Windows does not tell `A` from `a`.
fn twice_named(items: &[BatchItem]) -> BTreeSet<usize> {
    let mut names = BTreeSet::new();
    let known = |(_, item): &(usize, &BatchItem)| !names.insert(item.file_name.to_lowercase());
    items.iter().enumerate().filter(known).map(|(index, _)| index).collect()
}

fn write_whole(path: &Path, content: &[u8]) -> io::Result<()> {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(".part");
    let part = path.with_file_name(name);
    let written = File::create(&part)
        .and_then(|mut file| file.write_all(content).and_then(|()| file.sync_all()))
        .and_then(|()| fs::rename(&part, path));
    if written.is_err() {
        // What is left of it would only be in the way; that it cannot be removed either changes nothing.
        let _ = fs::remove_file(&part);
    }
    written
}
