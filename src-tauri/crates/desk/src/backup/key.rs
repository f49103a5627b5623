//! The key that seals backups, and the key that opens one.

use std::fs::File;
use std::io::BufReader;
use std::path::Path;

use bidhall_seal::{CentreKey, RecoveryCode, SealError, WrappedKey, wrapped_keys};
use bidhall_store::Tx;
use rand_chacha::ChaCha20Rng;
use rand_core::SeedableRng as _;

use super::files::shown_name;
use crate::act::stored;
use crate::seals::REHEARSAL;
use crate::{Desk, DeskError};

/// A key with what opens it on another PC.
pub(crate) struct BackupKey {
    pub(crate) key: CentreKey,
    pub(crate) wrapped: Vec<WrappedKey>,
}

/// The key of the open records, with what opens it elsewhere: the passphrase and the recovery sheet in use.
///
/// # Errors
/// [`DeskError::KeyLocked`] while it is not there.
pub(crate) async fn key_of(desk: &Desk, tx: &mut Tx) -> Result<BackupKey, DeskError> {
    tx.centre().await?.ok_or(DeskError::CentreMissing {})?;
    let key = desk.keys.find(tx).await?.ok_or(DeskError::KeyLocked {})?;
    let rows = tx.centre_keys().await?;
    let wrapped = rows.iter().map(|row| stored(&row.wrapped)).collect::<Result<_, _>>()?;
    Ok(BackupKey { key: CentreKey::clone(&key), wrapped })
}

/// Chance for salts and nonces.
pub(crate) fn chance(desk: &Desk) -> Result<ChaCha20Rng, DeskError> {
    Ok(ChaCha20Rng::from_seed(desk.seed()?))
}

/// The keys that may open a sealed file: what was entered, as the passphrase or as the recovery code,
/// and for a rehearsal its own.
///
/// # Errors
/// [`DeskError::BackupUnreadable`] for another kind of file.
pub(crate) fn keys_for(file: &Path, entered: Option<&str>) -> Result<Vec<CentreKey>, DeskError> {
    let unreadable = || DeskError::BackupUnreadable { file: shown_name(file) };
    let opened = File::open(file).map_err(|_| unreadable())?;
    let wrapped = wrapped_keys(&mut BufReader::new(opened)).map_err(|_| unreadable())?;
    let code = entered.and_then(|text| text.parse::<RecoveryCode>().ok());
    let mut tried: Vec<&str> = vec![REHEARSAL];
    tried.extend(entered.map(str::trim));
    tried.extend(code.as_ref().map(RecoveryCode::as_passphrase));
    let mut keys = Vec::new();
    for secret in tried {
        for one in &wrapped {
            match one.unwrap_with(secret) {
                Ok(root) => keys.push(root.keys()),
                Err(SealError::WrongPassphrase) => {}
                Err(_) => return Err(unreadable()),
            }
        }
    }
    Ok(keys)
}
