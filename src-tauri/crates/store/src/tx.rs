//! The transaction: the only way to read or write.

use sqlx::{Postgres, Sqlite, Transaction};

use crate::{ChangeFeed, StoreError, Topic};

/// An open transaction. Dropped without [`Tx::commit`], it leaves nothing behind.
#[derive(Debug)]
pub struct Tx {
    pub(crate) inner: Inner,
    pub(crate) feed: ChangeFeed,
    pub(crate) touched: Vec<Topic>,
}

#[derive(Debug)]
pub(crate) enum Inner {
    Sqlite(Transaction<'static, Sqlite>),
    Postgres(Transaction<'static, Postgres>),
}

/// Only PostgreSQL has a clock that all desks share.
const SERVER_NOW: &str = "SELECT CURRENT_TIMESTAMP";

/// Held until the transaction ends.
const CLAIM_NONCE: &str = "SELECT pg_advisory_xact_lock(hashtextextended($1, 0))";

impl Tx {
    /// Notes that `topic` changes with this transaction.
    pub fn touch(&mut self, topic: Topic) {
        if !self.touched.contains(&topic) {
            self.touched.push(topic);
        }
    }

    /// The server's time at the start of this transaction; none on SQLite, where the desk's own
    /// clock is the only one.
    ///
    /// # Errors
    /// [`StoreError`] when the server is lost.
    pub async fn server_now(&mut self) -> Result<Option<chrono::DateTime<chrono::Utc>>, StoreError> {
        match &mut self.inner {
            Inner::Sqlite(_) => Ok(None),
            Inner::Postgres(open) => Ok(Some(sqlx::query_scalar(SERVER_NOW).fetch_one(&mut **open).await?)),
        }
    }

    /// Makes other desks with the same nonce wait until this transaction ends, so that they find its
    /// answer. SQLite's one writer makes them wait anyway.
    ///
    /// # Errors
    /// [`StoreError::Busy`] when the other one takes too long.
    pub async fn claim_nonce(&mut self, nonce: &str) -> Result<(), StoreError> {
        match &mut self.inner {
            Inner::Sqlite(_) => {}
            Inner::Postgres(open) => {
                sqlx::query(CLAIM_NONCE).bind(nonce).execute(&mut **open).await?;
            }
        }
        Ok(())
    }

    /// Makes everything of this transaction durable and tells the change feed.
    ///
    /// # Errors
    /// [`StoreError`]; then nothing of it stands.
    pub async fn commit(self) -> Result<(), StoreError> {
        let Self { inner, feed, touched } = self;
        match inner {
            Inner::Sqlite(open) => {
                open.commit().await?;
                feed.tell(touched.into_iter().map(str::to_owned).collect());
            }
            Inner::Postgres(mut open) => {
                if !touched.is_empty() {
                    sqlx::query("SELECT pg_notify($1, $2)")
                        .bind(crate::engine::CHANNEL)
                        .bind(touched.join(","))
                        .execute(&mut *open)
                        .await?;
                }
                open.commit().await?;
            }
        }
        Ok(())
    }
}
