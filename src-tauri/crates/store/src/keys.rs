//! The centre's key, wrapped. Rows are added and go out of use; none is ever altered.

use chrono::{DateTime, Utc};
use uuid::Uuid;

use crate::{StoreError, Tx};

/// A wrapped key.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct CentreKeyRow {
    /// Id.
    pub id: Uuid,
    /// `passphrase`, `recovery` or `rehearsal`.
    pub purpose: String,
    /// The wrapped key as JSON.
    pub wrapped: String,
    /// Eight characters by which people tell the key from another.
    pub mark: String,
    /// When it was wrapped.
    pub at: DateTime<Utc>,
    /// Code of who had it wrapped; empty at the founding.
    pub operator: String,
    /// When it went out of use.
    pub retired_at: Option<DateTime<Utc>>,
}

statements! {
    CENTRE_KEYS = "SELECT id, purpose, wrapped, mark, at, operator, retired_at FROM centre_keys
                   WHERE retired_at IS NULL ORDER BY purpose";
    ADD_CENTRE_KEY = "INSERT INTO centre_keys (id, purpose, wrapped, mark, at, operator)
                      VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (purpose) WHERE retired_at IS NULL DO NOTHING";
    RETIRE_CENTRE_KEY = "UPDATE centre_keys SET retired_at = $2 WHERE purpose = $1 AND retired_at IS NULL";
}

impl Tx {
    /// The wrapped keys in use, at most one for each purpose.
    ///
    /// # Errors
    /// [`StoreError`] when the database is lost.
    pub async fn centre_keys(&mut self) -> Result<Vec<CentreKeyRow>, StoreError> {
        all!(self, CentreKeyRow, CENTRE_KEYS)
    }

    /// Takes the key of this purpose out of use, if there is one, and adds another; `false` when another
    /// desk did in the same moment.
    ///
    /// # Errors
    /// [`StoreError`] when the database is lost.
    pub async fn put_centre_key(&mut self, row: &CentreKeyRow) -> Result<bool, StoreError> {
        run!(self, RETIRE_CENTRE_KEY, &row.purpose, row.at)?;
        let rows =
            run!(self, ADD_CENTRE_KEY, row.id, &row.purpose, &row.wrapped, &row.mark, row.at, &row.operator)?;
        self.touch("centre");
        Ok(rows == 1)
    }
}
