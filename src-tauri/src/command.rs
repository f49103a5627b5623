//! The one command of the window.

use std::sync::Arc;

use bidhall_desk::{DeskError, Workplace};
use serde_json::Value;
use tauri::State;

/// Forwards a request to the desk.
#[tauri::command]
pub(crate) async fn command(workplace: State<'_, Arc<Workplace>>, call: Value) -> Result<Value, DeskError> {
    workplace.handle_json(&call).await
}
