//! The log: one file a day, thirty days of them.

use std::path::Path;

use tracing_appender::non_blocking::WorkerGuard;
use tracing_appender::rolling::{RollingFileAppender, Rotation};

/// How many daily files are kept.
const DAYS: usize = 30;

/// Begins the log in a folder. Without one – a read-only folder, a full disk – the program runs all
/// the same.
pub(crate) fn begin(folder: &Path) -> Option<WorkerGuard> {
    std::fs::create_dir_all(folder).ok()?;
    let files = RollingFileAppender::builder()
        .rotation(Rotation::DAILY)
        .filename_prefix("bidhall")
        .filename_suffix("log")
        .max_log_files(DAYS)
        .build(folder)
        .ok()?;
    let (writer, guard) = tracing_appender::non_blocking(files);
    tracing_subscriber::fmt().with_writer(writer).with_ansi(false).init();
    std::panic::set_hook(Box::new(|panic| tracing::error!(%panic, "panic")));
    Some(guard)
}
