//! The notices of a day, all at once, into a folder: one batch at a time, shown while it runs, and
//! cancelled without leaving half a file.

use std::num::NonZeroUsize;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use bidhall_printouts::{BatchError, BatchItem};
use bidhall_rules::papers::{PaperKind, PaperWay};
use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use tokio::sync::mpsc;
use ts_rs::TS;

use super::saving::{File, record};
use super::{NoticeRecord, PaperChoice, allowed, calls};
use crate::calls::{CallDay, print_error};
use crate::database::Nothing;
use crate::{Call, CommandSpec, Desk, DeskError, Workplace, hash};

/// Two, so that the window still has a core to itself on most PCs.
const THREADS: NonZeroUsize = NonZeroUsize::MIN.saturating_add(1);

/// Which day's notices.
#[derive(Debug, Clone, Copy, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct BatchDay {
    /// The day of the sessions.
    pub day: NaiveDate,
}

/// A notice of a batch that has no file.
#[derive(Debug, Clone, Serialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase")]
pub struct BatchFailure {
    /// The name its file would have.
    pub file_name: String,
    /// Why.
    pub error: DeskError,
}

/// A batch and how far it is.
#[derive(Debug, Clone, Serialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase")]
pub struct BatchView {
    /// The day of the sessions.
    pub day: NaiveDate,
    /// Where the files go.
    pub folder: String,
    /// How many notices there are.
    pub total: u32,
    /// How many have a whole file on record.
    pub saved: u32,
    /// Those that have none, and why.
    pub failed: Vec<BatchFailure>,
    /// Whether somebody cancelled it.
    pub cancelled: bool,
    /// Whether nothing more will come.
    pub over: bool,
}

/// The last batch, if there was one.
#[derive(Debug, Clone, Serialize, JsonSchema, TS)]
pub struct PaperBatch {
    /// The last batch.
    pub batch: Option<BatchView>,
}

/// The last batch of a workplace.
#[derive(Debug, Clone, Default)]
pub(crate) struct BatchBook(Arc<Mutex<Option<Running>>>);

#[derive(Debug)]
struct Running {
    view: BatchView,
    cancelled: Arc<AtomicBool>,
}

impl BatchBook {
    fn with<T>(&self, look: impl FnOnce(&mut Option<Running>) -> T) -> T {
        look(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }

    fn view(&self) -> Option<BatchView> {
        self.with(|running| running.as_ref().map(|running| running.view.clone()))
    }

    fn change(&self, change: impl FnOnce(&mut BatchView)) {
        self.with(|running| {
            if let Some(running) = running {
                change(&mut running.view);
            }
        });
    }
}

/// `papers.batch.start`: while one batch runs, that one is told instead of a second begun; `null`
/// when the user chose no folder.
///
/// # Errors
/// [`DeskError::FontMissing`]; [`DeskError::SaveFailed`] when there can be no such folder.
pub async fn start_batch(
    workplace: &Workplace,
    call: &Call,
    request: BatchDay,
) -> Result<PaperBatch, DeskError> {
    if let Some(running) = workplace.batches.view().filter(|view| !view.over) {
        return Ok(PaperBatch { batch: Some(running) });
    }
    let (items, records) = notices(workplace, call, request.day).await?;
    let (desk, batches) = (workplace.desk().await?, workplace.batches.clone());
    let press = workplace.press().await?;
    let host = Arc::clone(&workplace.host);
    let name = format!("开标进场告知书-{}", request.day);
    let folder = tokio::task::spawn_blocking(move || host.choose_folder(&name))
        .await
        .map_err(|error| DeskError::internal(&error))?
        .map_err(|error| DeskError::SaveFailed { path: error.to_string() })?;
    let Some(folder) = folder else { return Ok(PaperBatch { batch: None }) };
    let view = BatchView {
        day: request.day,
        folder: folder.display().to_string(),
        total: u32::try_from(items.len()).unwrap_or(u32::MAX),
        saved: 0,
        failed: Vec::new(),
        cancelled: false,
        over: false,
    };
    let cancelled = Arc::new(AtomicBool::new(false));
    let begun = Running { view: view.clone(), cancelled: Arc::clone(&cancelled) };
    // Somebody else may have begun one while the folder was being chosen.
    let other = workplace.batches.with(|running| match running {
        Some(other) if !other.view.over => Some(other.view.clone()),
        Some(_) | None => {
            *running = Some(begun);
            None
        }
    });
    if other.is_some() {
        return Ok(PaperBatch { batch: other });
    }
    let (teller, told) = mpsc::unbounded_channel();
    let names = items.iter().map(|item| item.file_name.clone()).collect();
    tokio::task::spawn_blocking(move || {
        press.print_batch(&folder, &items, THREADS, &cancelled, &|finished| {
            let result = finished.result.map(|(path, printed)| Written {
                path: path.to_owned(),
                pages: printed.pages,
                content_hash: hash::hex(&hash::of_fields(&[&printed.pdf])),
            });
            // Nobody listens any more only when the program ends.
            let _ = teller.send((finished.index, result.map_err(failure)));
        });
    });
    let keeper = Keeper { desk, batches, call: call.clone(), names, records };
    tokio::spawn(keeper.keep(told));
    Ok(PaperBatch { batch: Some(view) })
}

/// `papers.batch`
///
/// # Errors
/// None of its own.
pub async fn batch(workplace: &Workplace, _call: &Call, _request: Nothing) -> Result<PaperBatch, DeskError> {
    Ok(PaperBatch { batch: workplace.batches.view() })
}

/// `papers.batch.cancel`: what is under way is finished, and nothing further begun.
///
/// # Errors
/// None of its own.
pub async fn cancel_batch(
    workplace: &Workplace,
    _call: &Call,
    _request: Nothing,
) -> Result<PaperBatch, DeskError> {
    workplace.batches.with(|running| {
        if let Some(running) = running.as_mut().filter(|running| !running.view.over) {
            running.cancelled.store(true, Ordering::Relaxed);
            running.view.cancelled = true;
        }
    });
    Ok(PaperBatch { batch: workplace.batches.view() })
}

async fn notices(
    workplace: &Workplace,
    call: &Call,
    day: NaiveDate,
) -> Result<(Vec<BatchItem>, Vec<(PaperChoice, Option<NoticeRecord>)>), DeskError> {
    let spec = CommandSpec::named(&call.command)
        .ok_or_else(|| DeskError::UnknownCommand { command: call.command.clone() })?;
    let mut act = workplace.desk().await?.reading(call, spec).await?;
    allowed(&act, &call.command, PaperKind::AgencyNotice)?;
    let cards = crate::calls::list(&mut act, CallDay::reminders(day)).await?.calls;
    let (mut items, mut records) = (Vec::new(), Vec::new());
    for card in cards.into_iter().filter(|card| !card.sessions.is_empty()) {
        let draft = calls::notice(&mut act, card.id).await?;
        let choice =
            PaperChoice { kind: PaperKind::AgencyNotice, subject: card.id.to_string(), blank: false };
        items.push(BatchItem { file_name: draft.file_name, paper: draft.paper });
        records.push((choice, draft.notice));
    }
    Ok((items, records))
}

fn failure(error: &BatchError) -> DeskError {
    match error {
        BatchError::Print(error) => print_error(error.clone()),
        BatchError::Write { path, .. } => DeskError::SaveFailed { path: path.display().to_string() },
        BatchError::NameTaken { file_name } => DeskError::SaveFailed { path: file_name.clone() },
    }
}

/// A file that was written.
struct Written {
    path: PathBuf,
    pages: usize,
    content_hash: String,
}

/// Keeps the record of a batch while it runs.
struct Keeper {
    desk: Desk,
    batches: BatchBook,
    call: Call,
    names: Vec<String>,
    records: Vec<(PaperChoice, Option<NoticeRecord>)>,
}

impl Keeper {
    async fn keep(self, mut told: mpsc::UnboundedReceiver<(usize, Result<Written, DeskError>)>) {
        while let Some((index, result)) = told.recv().await {
            let kept = match result {
                Ok(written) => self.on_record(index, &written).await,
                Err(error) => Err(error),
            };
            self.batches.change(|view| match kept {
                Ok(()) => view.saved += 1,
                Err(error) => {
                    let file_name = self.names.get(index).cloned().unwrap_or_default();
                    view.failed.push(BatchFailure { file_name, error });
                }
            });
        }
        self.batches.change(|view| view.over = true);
    }

    /// A file that cannot be put on record does not stay.
    async fn on_record(&self, index: usize, written: &Written) -> Result<(), DeskError> {
        let Some((choice, notice)) = self.records.get(index) else { return Ok(()) };
        let file = File {
            choice: choice.clone(),
            way: PaperWay::Batch,
            pages: u32::try_from(written.pages).unwrap_or(u32::MAX),
            content_hash: written.content_hash.clone(),
            notice: *notice,
        };
        let kept = record(&self.desk, &self.call, &file).await;
        if kept.is_err() {
            // That it cannot be removed either changes nothing: it is told as having failed.
            let _ = std::fs::remove_file(&written.path);
        }
        kept
    }
}
