//! Versions of settings that were read once. A version never changes, so it need not be read again.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use crate::settings::SettingsRow;

/// The versions read so far, by topic and number, shared by all transactions of a store.
#[derive(Debug, Clone, Default)]
pub(crate) struct SettingsShelf {
    rows: Arc<Mutex<HashMap<(String, i32), SettingsRow>>>,
}

impl SettingsShelf {
    pub(crate) fn find(&self, topic: &str, version: i32) -> Option<SettingsRow> {
        let rows = self.rows.lock().unwrap_or_else(PoisonError::into_inner);
        rows.get(&(topic.to_owned(), version)).cloned()
    }

    pub(crate) fn keep(&self, row: &SettingsRow) {
        let mut rows = self.rows.lock().unwrap_or_else(PoisonError::into_inner);
        rows.insert((row.topic.clone(), row.version), row.clone());
    }
}
