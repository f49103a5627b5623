//! Wrapping and unwrapping. Trying a passphrase is slow on purpose, so it is done beside the tasks that
//! others wait for.

use bidhall_rules::ids::CentreKeyId;
use bidhall_rules::sealing::{KeyPurpose, check_passphrase};
use bidhall_seal::{KeyCost, RootKey, SealError, WrappedKey};
use bidhall_store::keys::CentreKeyRow;
use chrono::{DateTime, Utc};
use rand_chacha::ChaCha20Rng;
use rand_core::{RngCore as _, SeedableRng as _};
use zeroize::Zeroizing;

use crate::DeskError;

/// A passphrase as it counts: without white space at its ends, and strong enough.
pub(crate) fn checked_passphrase(passphrase: &str) -> Result<Zeroizing<String>, DeskError> {
    check_passphrase(passphrase)
        .map_err(|fault| DeskError::PassphraseWeak { problem: DeskError::problem(&fault) })?;
    Ok(Zeroizing::new(passphrase.trim().to_owned()))
}

/// The root that this passphrase opens.
pub(crate) fn unwrapped(row: &CentreKeyRow, passphrase: &str) -> Result<RootKey, DeskError> {
    let wrapped: WrappedKey = crate::act::stored(&row.wrapped)?;
    wrapped.unwrap_with(passphrase).map_err(|error| refused(&error))
}

/// The same beside the tasks that others wait for.
pub(crate) async fn unwrapped_slowly(row: &CentreKeyRow, passphrase: &str) -> Result<RootKey, DeskError> {
    let wrapped: WrappedKey = crate::act::stored(&row.wrapped)?;
    let passphrase = Zeroizing::new(passphrase.to_owned());
    tokio::task::spawn_blocking(move || wrapped.unwrap_with(&passphrase))
        .await
        .map_err(|error| DeskError::internal(&error))?
        .map_err(|error| refused(&error))
}

/// The root wrapped by a passphrase that somebody thought of.
pub(crate) async fn wrapped_slowly(
    root: &RootKey,
    passphrase: &str,
    chance: &mut ChaCha20Rng,
) -> Result<WrappedKey, DeskError> {
    let (root, passphrase) = (root.clone(), Zeroizing::new(passphrase.to_owned()));
    let mut seed = [0; 32];
    chance.fill_bytes(&mut seed);
    tokio::task::spawn_blocking(move || {
        WrappedKey::wrap(&root, &passphrase, KeyCost::PASSPHRASE, &mut ChaCha20Rng::from_seed(seed))
    })
    .await
    .map_err(|error| DeskError::internal(&error))?
    .map_err(|error| DeskError::internal(&error))
}

/// The row of a wrapped key.
pub(crate) fn row(
    root: &RootKey,
    purpose: KeyPurpose,
    wrapped: &WrappedKey,
    at: DateTime<Utc>,
    operator: String,
    chance: &mut ChaCha20Rng,
) -> Result<CentreKeyRow, DeskError> {
    Ok(CentreKeyRow {
        id: CentreKeyId::new(at, chance).uuid(),
        purpose: purpose.as_str().to_owned(),
        wrapped: serde_json::to_string(wrapped).map_err(|error| DeskError::internal(&error))?,
        mark: root.keys().mark().to_owned(),
        at,
        operator,
        retired_at: None,
    })
}

fn refused(error: &SealError) -> DeskError {
    match error {
        SealError::WrongPassphrase => DeskError::KeyRefused {},
        SealError::NotASeal
        | SealError::Broken
        | SealError::Mistyped
        | SealError::Cost
        | SealError::File(_) => DeskError::internal(error),
    }
}
