//! The centre this database belongs to.

use chrono::{DateTime, Utc};

use crate::{StoreError, Tx};

/// The one row that says whose records these are.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct CentreRow {
    /// Full name of the trading centre.
    pub name: String,
    /// IANA name of its time zone.
    pub zone: String,
    /// Whether this is a rehearsal, watermarked everywhere and with a scripted clock.
    pub rehearsal: bool,
    /// When the records began.
    pub founded_at: DateTime<Utc>,
}

statements! {
    CENTRE = "SELECT name, zone, rehearsal, founded_at FROM centre WHERE id = 1";
    FOUND = "INSERT INTO centre (id, name, zone, rehearsal, founded_at) VALUES (1, $1, $2, $3, $4)
             ON CONFLICT (id) DO NOTHING";
}

impl Tx {
    /// The centre, or none in a database that was just created.
    ///
    /// # Errors
    /// [`StoreError`] when the database is lost.
    pub async fn centre(&mut self) -> Result<Option<CentreRow>, StoreError> {
        one!(self, CentreRow, CENTRE)
    }

    /// Founds the centre; whoever comes second changes nothing and gets `false`.
    ///
    /// # Errors
    /// [`StoreError`] when the database is lost.
    pub async fn found_centre(&mut self, centre: &CentreRow) -> Result<bool, StoreError> {
        let rows = run!(self, FOUND, &centre.name, &centre.zone, centre.rehearsal, centre.founded_at)?;
        self.touch("centre");
        Ok(rows == 1)
    }
}
