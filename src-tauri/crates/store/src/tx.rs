//! The transaction: the only way to read or write.

use crate::audit::AuditHead;
use crate::open::SqliteOpen;
use crate::open_postgres::PostgresOpen;
use crate::settings_shelf::SettingsShelf;
use crate::{ChangeFeed, StoreError, Topic};

/// An open transaction. Dropped without [`Tx::commit`], it leaves nothing behind.
#[derive(Debug)]
pub struct Tx {
    pub(crate) inner: Inner,
    pub(crate) feed: ChangeFeed,
    pub(crate) settings_shelf: SettingsShelf,
    pub(crate) touched: Vec<Topic>,
    /// The end of the audit chain, where nobody else can move it before this transaction ends.
    pub(crate) head: Option<AuditHead>,
}

#[derive(Debug)]
pub(crate) enum Inner {
    Sqlite(SqliteOpen),
    Postgres(PostgresOpen),
}

impl Tx {
    /// Notes that `topic` changes with this transaction.
    pub fn touch(&mut self, topic: Topic) {
        if !self.touched.contains(&topic) {
            self.touched.push(topic);
        }
    }

    /// Whether nobody else can write before this transaction ends.
    pub(crate) fn is_alone(&self) -> bool {
        matches!(self.inner, Inner::Sqlite(SqliteOpen::Alone(_)))
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
        let Self { inner, feed, touched, .. } = self;
        match inner {
            Inner::Sqlite(open) => {
                open.commit().await?;
                feed.tell(touched.into_iter().map(str::to_owned).collect());
            }
            Inner::Postgres(open) => open.commit(&touched).await?,
        }
        Ok(())
    }
}
