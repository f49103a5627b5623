//! Versioned settings: a change is a new version, the old ones stay.

use chrono::{DateTime, Utc};

use crate::{StoreError, Tx};

/// One version of the settings of a topic.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct SettingsRow {
    /// The topic's word.
    pub topic: String,
    /// 1, 2, 3 …
    pub version: i32,
    /// The document as JSON.
    pub body: String,
    /// Why it was changed.
    pub reason: String,
    /// Code of the person who changed it.
    pub operator: String,
    /// Since when it is in force.
    pub at: DateTime<Utc>,
}

statements! {
    LATEST = "SELECT topic, version, body, reason, operator, at FROM settings
              WHERE topic = $1 ORDER BY version DESC LIMIT 1";
    VERSION = "SELECT topic, version, body, reason, operator, at FROM settings
               WHERE topic = $1 AND version = $2";
    ADD = "INSERT INTO settings (topic, version, body, reason, operator, at) VALUES ($1, $2, $3, $4, $5, $6)
           ON CONFLICT (topic, version) DO NOTHING";
}

impl Tx {
    /// The version in force.
    ///
    /// # Errors
    /// [`StoreError`] when the database is lost.
    pub async fn latest_settings(&mut self, topic: &str) -> Result<Option<SettingsRow>, StoreError> {
        one!(self, SettingsRow, LATEST, topic)
    }

    /// A certain version, such as the one a decision was made under.
    ///
    /// # Errors
    /// [`StoreError`] when the database is lost.
    pub async fn settings_version(
        &mut self,
        topic: &str,
        version: i32,
    ) -> Result<Option<SettingsRow>, StoreError> {
        if let Some(row) = self.settings_shelf.find(topic, version) {
            return Ok(Some(row));
        }
        let row = one!(self, SettingsRow, VERSION, topic, version)?;
        // A version this transaction added may yet be dropped with it.
        if let Some(row) = row.as_ref().filter(|_| !self.touched.contains(&"settings")) {
            self.settings_shelf.keep(row);
        }
        Ok(row)
    }

    /// Adds a version; when another desk was first with this number nothing changes and it gives
    /// `false`.
    ///
    /// # Errors
    /// [`StoreError`] when the database is lost.
    pub async fn add_settings(&mut self, row: &SettingsRow) -> Result<bool, StoreError> {
        let rows = run!(self, ADD, &row.topic, row.version, &row.body, &row.reason, &row.operator, row.at)?;
        self.touch("settings");
        Ok(rows == 1)
    }
}
