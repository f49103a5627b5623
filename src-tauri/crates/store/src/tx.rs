//! The transaction: the only way to read or write.

use sqlx::{PgPool, Postgres, Sqlite, Transaction};

use crate::settings_shelf::SettingsShelf;
use crate::{ChangeFeed, StoreError, Topic};

/// An open transaction. Dropped without [`Tx::commit`], it leaves nothing behind.
#[derive(Debug)]
pub struct Tx {
    pub(crate) inner: Inner,
    pub(crate) server: Option<PgPool>,
    pub(crate) feed: ChangeFeed,
    pub(crate) settings_shelf: SettingsShelf,
    pub(crate) touched: Vec<Topic>,
}

#[derive(Debug)]
pub(crate) enum Inner {
    Sqlite(Transaction<'static, Sqlite>),
    Postgres(Transaction<'static, Postgres>),
}

/// Commits nothing but what changed for those who listen, and waits for the disk: everything committed
/// before it is then durable.
pub(crate) const FLUSH: &str = "SELECT pg_current_xact_id(), pg_notify($1, $2)";

impl Tx {
    /// Notes that `topic` changes with this transaction.
    pub fn touch(&mut self, topic: Topic) {
        if !self.touched.contains(&topic) {
            self.touched.push(topic);
        }
    }

    /// Whether a server keeps the records, whose clock all desks share.
    pub(crate) fn has_server(&self) -> bool {
        matches!(self.inner, Inner::Postgres(_))
    }

    /// Makes everything of this transaction durable and tells the change feed.
    ///
    /// # Errors
    /// [`StoreError`]; whether it stands nevertheless is told by the answer kept for its nonce.
    pub async fn commit(self) -> Result<(), StoreError> {
        let Self { inner, server, feed, touched, .. } = self;
        match inner {
            Inner::Sqlite(open) => {
                open.commit().await?;
                feed.tell(touched.into_iter().map(str::to_owned).collect());
            }
            Inner::Postgres(open) => {
                open.commit().await?;
                if let Some(server) = server {
                    sqlx::query(FLUSH)
                        .bind(crate::engine::CHANNEL)
                        .bind(touched.join(","))
                        .execute(&server)
                        .await?;
                }
            }
        }
        Ok(())
    }
}
