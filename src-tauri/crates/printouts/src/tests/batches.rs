//! Many papers at once: whole files, progress, and a way out.

use std::collections::BTreeMap;
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};

use super::{PRESS, notice_about, notice_of};
use crate::{BatchError, BatchItem, Paper, PrintError};

/// A folder of one test, which goes with it.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("bidhall-batch-{}-{name}", std::process::id()));
        std::fs::create_dir_all(&path).expect("a folder");
        Self(path)
    }

    fn names(&self) -> Vec<String> {
        let entries = std::fs::read_dir(&self.0).expect("a folder");
        let mut names: Vec<String> = entries
            .map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned())
            .collect();
        names.sort();
        names
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

fn item(file_name: &str, paper: Paper) -> BatchItem {
    BatchItem { file_name: file_name.to_owned(), paper }
}

fn notices(count: usize) -> Vec<BatchItem> {
    (1..=count).map(|number| item(&format!("{number:02}.pdf"), notice_of(1))).collect()
}

/// Runs the batch on two threads; after so many papers somebody cancels.
fn run(folder: &Path, items: &[BatchItem], most: usize) -> BTreeMap<usize, Result<usize, BatchError>> {
    let (told, cancelled) = (Mutex::new(BTreeMap::new()), AtomicBool::new(most == 0));
    PRESS.print_batch(folder, items, NonZeroUsize::MIN.saturating_add(1), &cancelled, &|finished| {
        let mut told = told.lock().expect("a lock");
        let result = finished.result.map(|(path, printed)| {
            assert_eq!(std::fs::read(path).expect("a file"), printed.pdf);
            printed.pages
        });
        told.insert(finished.index, result.map_err(Clone::clone));
        if told.len() >= most {
            cancelled.store(true, Ordering::Relaxed);
        }
    });
    told.into_inner().expect("a lock")
}

#[test]
fn every_paper_of_a_batch_becomes_a_whole_file_and_is_told_once() {
    let folder = Folder::new("whole");
    let told = run(&folder.0, &notices(5), usize::MAX);
    assert_eq!(told, (0..5).map(|index| (index, Ok(3))).collect());
    assert_eq!(folder.names(), ["01.pdf", "02.pdf", "03.pdf", "04.pdf", "05.pdf"]);
    let alone = PRESS.print_pdf(&notice_of(1)).expect("printed").pdf;
    assert!(std::fs::read(folder.0.join("03.pdf")).expect("a file") == alone);
}

#[test]
fn after_a_cancel_the_folder_holds_whole_files_only_and_exactly_those_told() {
    let folder = Folder::new("cancel");
    let told = run(&folder.0, &notices(30), 2);
    assert!((2..=3).contains(&told.len()), "{told:?}");
    let names: Vec<String> = told.keys().map(|index| format!("{:02}.pdf", index + 1)).collect();
    assert_eq!(folder.names(), names);
    assert_eq!(run(&folder.0, &notices(3), 0), BTreeMap::new());
}

#[test]
fn one_paper_that_cannot_be_printed_does_not_stop_the_others() {
    let folder = Folder::new("glyph");
    let items = [
        item("1.pdf", notice_of(1)),
        item("2.pdf", notice_about("青禾路\u{2fffd}工程")),
        item("3.pdf", notice_of(0)),
        item("4.pdf", notice_of(1)),
    ];
    let told = run(&folder.0, &items, usize::MAX);
    assert_eq!(told[&1], Err(BatchError::Print(PrintError::GlyphMissing { character: '\u{2fffd}' })));
    assert_eq!(told[&2], Err(BatchError::Print(PrintError::NoSession)));
    assert_eq!(folder.names(), ["1.pdf", "4.pdf"]);
}

#[test]
fn two_papers_of_one_name_do_not_overwrite_each_other() {
    let folder = Folder::new("names");
    let told = run(&folder.0, &[item("A.pdf", notice_of(1)), item("a.pdf", notice_of(2))], usize::MAX);
    assert_eq!(told[&1], Err(BatchError::NameTaken { file_name: "a.pdf".to_owned() }));
    assert_eq!(folder.names(), ["A.pdf"]);
}

#[test]
fn a_file_that_cannot_be_written_leaves_nothing_behind() {
    let folder = Folder::new("write");
    std::fs::create_dir(folder.0.join("1.pdf")).expect("a folder where the file should be");
    let told =
        run(&folder.0, &notices(1).into_iter().map(|one| item("1.pdf", one.paper)).collect::<Vec<_>>(), 9);
    assert!(matches!(&told[&0], Err(BatchError::Write { path, .. }) if path.ends_with("1.pdf")), "{told:?}");
    assert_eq!(folder.names(), ["1.pdf"]);
    let told = run(&folder.0.join("nowhere"), &notices(1), 9);
    assert!(matches!(&told[&0], Err(BatchError::Write { .. })), "{told:?}");
}
