//! The first answer given to each nonce.

use chrono::{DateTime, Utc};

use crate::{Sealed, StoreError, Tx};

/// An answer kept for its nonce.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct ReplyRow {
    /// The nonce.
    pub nonce: String,
    /// Code of the operator.
    pub operator: String,
    /// The command.
    pub command: String,
    /// Keyed hash of the request.
    pub request_hash: String,
    /// The answer as JSON, under seal.
    pub reply: Sealed,
    /// When it was given.
    pub at: DateTime<Utc>,
}

statements! {
    REPLY = "SELECT nonce, operator, command, request_hash, reply, at FROM replies WHERE nonce = $1";
    ADD_REPLY = "INSERT INTO replies (nonce, operator, command, request_hash, reply, at)
                 VALUES ($1, $2, $3, $4, $5, $6)";
}

impl Tx {
    /// The answer already given to a nonce.
    ///
    /// # Errors
    /// [`StoreError`] when the database is lost.
    pub async fn reply(&mut self, nonce: &str) -> Result<Option<ReplyRow>, StoreError> {
        one!(self, ReplyRow, REPLY, nonce)
    }

    /// Keeps the answer of an act begun by [`crate::Store::write_once`] and not found answered in this
    /// transaction: nobody else can have come first since it began.
    ///
    /// # Errors
    /// [`StoreError`] when the database is lost.
    pub async fn add_reply(&mut self, row: &ReplyRow) -> Result<(), StoreError> {
        later!(
            self,
            ADD_REPLY,
            &row.nonce,
            &row.operator,
            &row.command,
            &row.request_hash,
            &row.reply,
            row.at
        );
        Ok(())
    }
}
