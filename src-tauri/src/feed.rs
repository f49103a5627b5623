//! What changed, told to the window; and in a rehearsal, time that passes.

use std::sync::Arc;
use std::time::Duration;

use bidhall_desk::Workplace;
use bidhall_desk::rehearsal::play_due;
use tauri::{AppHandle, Emitter as _};

/// How often a running rehearsal looks for events whose time has come.
const BEAT: Duration = Duration::from_millis(500);

/// The event by which the window hears that it should load something again.
const CHANGES: &str = "changes";

/// Forwards the change feed of whichever database is open, until the program ends.
pub(crate) fn forward(app: AppHandle, workplace: Arc<Workplace>) {
    tauri::async_runtime::spawn(tell_changes(app, Arc::clone(&workplace)));
    tauri::async_runtime::spawn(async move {
        loop {
            tokio::time::sleep(BEAT).await;
            if let Err(error) = play_due(&workplace).await {
                tracing::warn!(%error, "an event of the rehearsal could not be played");
            }
        }
    });
}

async fn tell_changes(app: AppHandle, workplace: Arc<Workplace>) {
    let mut switched = workplace.switched();
    loop {
        let Ok(desk) = workplace.desk().await else {
            if switched.changed().await.is_err() {
                return;
            }
            continue;
        };
        let mut changes = desk.store.feed().listen();
        drop(desk);
        loop {
            let topics = tokio::select! {
                _ = switched.changed() => vec!["*".to_owned()],
                // A listener that fell behind loads everything.
                heard = changes.recv() => heard.unwrap_or_else(|_| vec!["*".to_owned()]),
            };
            let moved = topics.iter().any(|topic| topic == "*");
            if let Err(error) = app.emit(CHANGES, topics) {
                tracing::warn!(%error, "the window cannot be told of a change");
            }
            if moved {
                break;
            }
        }
    }
}
