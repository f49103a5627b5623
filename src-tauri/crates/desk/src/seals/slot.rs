//! Where the centre's key lies while the program runs.

use std::sync::{Arc, PoisonError, RwLock};

use bidhall_rules::sealing::KeyPurpose;
use bidhall_seal::{CentreKey, RootKey};
use bidhall_store::Tx;
use bidhall_store::keys::CentreKeyRow;

use crate::{DeskError, KeyShelf};

/// What wraps the key of a rehearsal. It is no secret: a rehearsal holds invented people and companies,
/// and is sealed only so that the same code runs in it.
pub(crate) const REHEARSAL: &str = "bidhall rehearsal: this text is no secret";

/// The key of one open database, shared by all that work on it.
#[derive(Debug, Clone)]
pub(crate) struct KeySlot {
    key: Arc<RwLock<Option<Arc<CentreKey>>>>,
    shelf: Arc<dyn KeyShelf>,
}

impl KeySlot {
    pub(crate) fn new(shelf: Arc<dyn KeyShelf>) -> Self {
        Self { key: Arc::default(), shelf }
    }

    /// The key, once it is open.
    pub(crate) fn get(&self) -> Option<Arc<CentreKey>> {
        // Whoever panicked with the lock left a whole key or none.
        self.key.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Opens the records with this key.
    pub(crate) fn put(&self, root: &RootKey) -> Arc<CentreKey> {
        let key = Arc::new(root.keys());
        *self.key.write().unwrap_or_else(PoisonError::into_inner) = Some(Arc::clone(&key));
        key
    }

    /// The same, and keeps the key for the next start.
    pub(crate) fn keep(&self, root: &RootKey) -> Arc<CentreKey> {
        let key = self.put(root);
        self.shelf.keep(key.mark(), &root.to_secret());
        key
    }

    /// The key, opened without anybody's help where that can be: a rehearsal's, or one that the
    /// operating system keeps.
    pub(crate) async fn find(&self, tx: &mut Tx) -> Result<Option<Arc<CentreKey>>, DeskError> {
        if let Some(key) = self.get() {
            return Ok(Some(key));
        }
        let rows = tx.centre_keys().await?;
        if let Some(row) = of(&rows, KeyPurpose::Rehearsal) {
            let root = crate::keys::unwrapped(row, REHEARSAL)?;
            return Ok(Some(self.put(&root)));
        }
        let Some(row) = rows.first() else { return Ok(None) };
        let kept = self.shelf.fetch(&row.mark);
        let Some(root) = kept.and_then(|secret| RootKey::from_secret(&secret).ok()) else { return Ok(None) };
        if root.keys().mark() == row.mark {
            return Ok(Some(self.put(&root)));
        }
        self.shelf.forget(&row.mark);
        Ok(None)
    }
}

/// The key of this purpose that is in use.
pub(crate) fn of(rows: &[CentreKeyRow], purpose: KeyPurpose) -> Option<&CentreKeyRow> {
    rows.iter().find(|row| row.purpose == purpose.as_str())
}
