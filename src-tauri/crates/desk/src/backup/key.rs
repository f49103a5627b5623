//! The key that seals backups, and the key that opens one.

use std::fs::File;
use std::io::BufReader;
use std::path::Path;

use bidhall_seal::{CentreKey, KeyCost, RecoveryCode, RootKey, SealError, WrappedKey, wrapped_keys};
use bidhall_store::Tx;
use rand_chacha::ChaCha20Rng;
use rand_core::SeedableRng as _;

use super::files::shown_name;
use crate::{Desk, DeskError, hash};

/// What the key of a rehearsal is wrapped with. It is no secret: a rehearsal holds invented data only,
/// and runs the same way as a centre.
const REHEARSAL: &str = "bidhall rehearsal";

/// A key with what opens it on another PC.
pub(crate) struct BackupKey {
    pub(crate) key: CentreKey,
    pub(crate) wrapped: Vec<WrappedKey>,
}

fn rehearsal_root() -> RootKey {
    RootKey::from_bytes(hash::of_fields(&[b"bidhall rehearsal key"]))
}

/// The key of the open records.
///
/// # Errors
/// [`DeskError::KeyLocked`] while it is not there.
pub(crate) async fn key_of(desk: &Desk, tx: &mut Tx) -> Result<BackupKey, DeskError> {
    let centre = tx.centre().await?.ok_or(DeskError::CentreMissing {})?;
    if !centre.rehearsal {
        return Err(DeskError::KeyLocked {});
    }
    let root = rehearsal_root();
    let wrapped = WrappedKey::wrap(&root, REHEARSAL, KeyCost::DRAWN, &mut chance(desk)?)
        .map_err(|error| DeskError::internal(&error))?;
    Ok(BackupKey { key: root.keys(), wrapped: vec![wrapped] })
}

/// Chance for salts and nonces.
pub(crate) fn chance(desk: &Desk) -> Result<ChaCha20Rng, DeskError> {
    let seed = desk.entropy.seed().map_err(|error| DeskError::internal(&error))?;
    Ok(ChaCha20Rng::from_seed(seed))
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
    tried.extend(entered);
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
