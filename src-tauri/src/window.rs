//! The window itself.

use tauri::{AppHandle, Manager as _};

/// Shows the window and gives it the keyboard.
pub(crate) fn bring_forward(app: &AppHandle) {
    let Some(window) = app.get_webview_window("main") else { return };
    for done in [window.unminimize(), window.show(), window.set_focus()] {
        if let Err(error) = done {
            tracing::warn!(%error, "the window cannot be brought forward");
        }
    }
}
