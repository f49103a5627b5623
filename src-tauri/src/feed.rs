//! What changed, told to the window; and in a rehearsal, time that passes.

use std::sync::Arc;
use std::time::Duration;

use bidhall_desk::Workplace;
use bidhall_desk::backup::take_due;
use bidhall_desk::rehearsal::play_due;
use tauri::{AppHandle, Emitter as _};
use tokio::sync::mpsc;

/// How often a running rehearsal looks for events whose time has come.
const BEAT: Duration = Duration::from_millis(500);

/// How often it is looked whether a backup is due.
const MINUTE: Duration = Duration::from_secs(60);

/// The event by which the window hears that it should load something again.
const CHANGES: &str = "changes";

/// Forwards the change feed of whichever database is open, until the program ends.
pub(crate) fn forward(app: AppHandle, workplace: Arc<Workplace>) {
    let (listener, changes) = mpsc::channel(64);
    tauri::async_runtime::spawn(tell_changes(app, changes));
    let kept = Arc::clone(&workplace);
    tauri::async_runtime::spawn(async move {
        loop {
            tokio::time::sleep(MINUTE).await;
            if let Err(error) = take_due(&kept).await {
                tracing::warn!(%error, "the day's backup could not be made");
            }
        }
    });
    let followed = Arc::clone(&workplace);
    tauri::async_runtime::spawn(async move { followed.follow_changes(listener).await });
    tauri::async_runtime::spawn(async move {
        loop {
            tokio::time::sleep(BEAT).await;
            if let Err(error) = play_due(&workplace).await {
                tracing::warn!(%error, "an event of the rehearsal could not be played");
            }
        }
    });
}

async fn tell_changes(app: AppHandle, mut changes: mpsc::Receiver<Vec<String>>) {
    while let Some(topics) = changes.recv().await {
        if let Err(error) = app.emit(CHANGES, topics) {
            tracing::warn!(%error, "the window cannot be told of a change");
        }
    }
}
