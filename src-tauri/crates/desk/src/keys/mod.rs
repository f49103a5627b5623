//! The centre's key: founded with the centre, opened by its passphrase or by the recovery sheet.

mod sheet;
mod wrapping;

use bidhall_rules::sealing::KeyPurpose;
use bidhall_seal::{KeyCost, RecoveryCode, RootKey, SealError, WrappedKey};
use bidhall_store::Tx;
use chrono::{DateTime, Utc};
use rand_chacha::ChaCha20Rng;
use rand_core::SeedableRng as _;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::act::{Reading, Writing};
use crate::database::Nothing;
use crate::seals::{REHEARSAL, seal_everything};
use crate::{DeskError, Workplace};

pub use sheet::{SheetForm, SheetView, recovery_sheet};
pub(crate) use wrapping::{checked_passphrase, row, unwrapped, unwrapped_slowly, wrapped_slowly};

/// How the centre's key stands at this desk.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum KeyStanding {
    /// The centre has not been entered yet.
    None,
    /// The centre's records are older than its key: it has none yet.
    Missing,
    /// The passphrase is asked for.
    Locked,
    /// Names can be sealed and opened.
    Open,
}

/// The centre's key at this desk; nothing of the key itself.
#[derive(Debug, Clone, Serialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase")]
pub struct KeyState {
    /// How it stands.
    pub standing: KeyStanding,
    /// Eight characters by which people tell the key from another.
    pub mark: Option<String>,
    /// Since when its passphrase is in use.
    pub passphrase_since: Option<DateTime<Utc>>,
    /// When the recovery sheet in use was made; none when there is none.
    pub recovery_sheet_since: Option<DateTime<Utc>>,
}

/// The centre's passphrase.
#[derive(Deserialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct KeyPassphrase {
    /// At least 12 characters, or 4 words.
    pub passphrase: String,
}

/// Another passphrase in place of the old one.
#[derive(Deserialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PassphraseChange {
    /// The one in use.
    pub old: String,
    /// At least 12 characters, or 4 words.
    pub new: String,
}

/// A passphrase in place of one that was lost.
#[derive(Deserialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct KeyRecovery {
    /// The code of the recovery sheet, typed any way.
    pub code: String,
    /// At least 12 characters, or 4 words.
    pub passphrase: String,
}

/// `key.state`
///
/// # Errors
/// [`DeskError`] when the database is lost.
pub async fn state(act: &mut Reading, _: Nothing) -> Result<KeyState, DeskError> {
    let rows = act.tx.centre_keys().await?;
    let since = |purpose| crate::seals::of(&rows, purpose).map(|row| row.at);
    let standing = match (&act.key, rows.is_empty(), act.tx.centre().await?) {
        (Some(_), _, _) => KeyStanding::Open,
        (None, false, _) => KeyStanding::Locked,
        (None, true, Some(_)) => KeyStanding::Missing,
        (None, true, None) => KeyStanding::None,
    };
    Ok(KeyState {
        standing,
        mark: rows.first().map(|row| row.mark.clone()),
        passphrase_since: since(KeyPurpose::Passphrase),
        recovery_sheet_since: since(KeyPurpose::Recovery),
    })
}

/// `key.unlock`
///
/// # Errors
/// [`DeskError::KeyRefused`]; [`DeskError::KeyLocked`] when the centre has no key yet.
pub async fn unlock(act: &mut Writing, form: KeyPassphrase) -> Result<KeyState, DeskError> {
    let root = root_of(act, KeyPurpose::Passphrase, form.passphrase.trim()).await?;
    came_to_know(act, root);
    state(act, Nothing {}).await
}

/// Opens the centre's key for this process alone, such as one command on the command line; a database
/// that has no passphrase stays as it is.
///
/// # Errors
/// [`DeskError::KeyRefused`].
pub async fn unlock_here(workplace: &Workplace, passphrase: &str) -> Result<(), DeskError> {
    let desk = workplace.desk().await?;
    let rows = desk.store.read().await?.centre_keys().await?;
    if let Some(row) = crate::seals::of(&rows, KeyPurpose::Passphrase) {
        desk.keys.put(&unwrapped_slowly(row, passphrase.trim()).await?);
    }
    Ok(())
}

/// `key.change_passphrase`
///
/// # Errors
/// [`DeskError::KeyRefused`] for the old one; [`DeskError::PassphraseWeak`] for the new one.
pub async fn change_passphrase(act: &mut Writing, form: PassphraseChange) -> Result<KeyState, DeskError> {
    let passphrase = checked_passphrase(&form.new)?;
    let root = root_of(act, KeyPurpose::Passphrase, form.old.trim()).await?;
    put(act, &root, KeyPurpose::Passphrase, &passphrase).await?;
    came_to_know(act, root);
    state(act, Nothing {}).await
}

/// `key.recover`: the code of the recovery sheet opens the key, and a new passphrase takes the place of
/// the one that was lost. The sheet stays in use.
///
/// # Errors
/// [`DeskError::RecoveryCodeMistyped`]; [`DeskError::KeyRefused`] for the code of another sheet;
/// [`DeskError::PassphraseWeak`].
pub async fn recover(act: &mut Writing, form: KeyRecovery) -> Result<KeyState, DeskError> {
    let passphrase = checked_passphrase(&form.passphrase)?;
    let code: RecoveryCode = form.code.parse().map_err(|_: SealError| DeskError::RecoveryCodeMistyped {})?;
    let root = root_of(act, KeyPurpose::Recovery, code.as_passphrase()).await?;
    put(act, &root, KeyPurpose::Passphrase, &passphrase).await?;
    came_to_know(act, root);
    state(act, Nothing {}).await
}

/// `key.found`: a centre whose records are older than its key gets one, and all of them are sealed.
///
/// # Errors
/// [`DeskError::KeyFounded`] when it has one; [`DeskError::CentreMissing`]; [`DeskError::PassphraseWeak`].
pub async fn found_later(act: &mut Writing, form: KeyPassphrase) -> Result<KeyState, DeskError> {
    if act.tx.centre().await?.is_none() {
        return Err(DeskError::CentreMissing {});
    }
    found(act, &form.passphrase).await?;
    let Writing { base, sealing, .. } = act;
    if let Some(key) = &base.key {
        seal_everything(&mut base.tx, key, sealing).await?;
    }
    state(act, Nothing {}).await
}

/// Draws the key of a centre that is being founded, under its passphrase.
pub(crate) async fn found(act: &mut Writing, passphrase: &str) -> Result<(), DeskError> {
    let passphrase = checked_passphrase(passphrase)?;
    if !act.tx.centre_keys().await?.is_empty() {
        return Err(DeskError::KeyFounded {});
    }
    let root = RootKey::draw(&mut act.sealing);
    put(act, &root, KeyPurpose::Passphrase, &passphrase).await?;
    came_to_know(act, root);
    Ok(())
}

/// Draws the key of a rehearsal.
pub(crate) async fn found_rehearsal(
    tx: &mut Tx,
    at: DateTime<Utc>,
    seed: [u8; 32],
) -> Result<RootKey, DeskError> {
    let mut chance = ChaCha20Rng::from_seed(seed);
    let root = RootKey::draw(&mut chance);
    let wrapped = WrappedKey::wrap(&root, REHEARSAL, KeyCost::DRAWN, &mut chance)
        .map_err(|error| DeskError::internal(&error))?;
    let row = row(&root, KeyPurpose::Rehearsal, &wrapped, at, String::new(), &mut chance)?;
    tx.put_centre_key(&row).await?;
    Ok(root)
}

/// From here on this act, and after it this desk, has the key.
fn came_to_know(act: &mut Writing, root: RootKey) {
    let key = root.keys();
    act.concerns("key", key.mark());
    act.base.key = Some(std::sync::Arc::new(key));
    act.root = Some(root);
}

async fn root_of(act: &mut Writing, purpose: KeyPurpose, passphrase: &str) -> Result<RootKey, DeskError> {
    let rows = act.tx.centre_keys().await?;
    if rows.is_empty() {
        return Err(DeskError::KeyLocked {});
    }
    let row = crate::seals::of(&rows, purpose).ok_or(DeskError::KeyRefused {})?;
    unwrapped_slowly(row, passphrase).await
}

/// Wraps the key anew, in place of what opened it for this purpose.
async fn put(
    act: &mut Writing,
    root: &RootKey,
    purpose: KeyPurpose,
    passphrase: &str,
) -> Result<(), DeskError> {
    let wrapped = wrapped_slowly(root, passphrase, &mut act.sealing).await?;
    let operator = act.asker.as_ref().map(|asker| asker.code.clone()).unwrap_or_default();
    let row = row(root, purpose, &wrapped, act.now, operator, &mut act.sealing)?;
    if act.tx.put_centre_key(&row).await? { Ok(()) } else { Err(DeskError::DatabaseBusy {}) }
}
