//! Sealing: what keeps names and numbers unreadable to whoever holds the database, a log or a backup
//! but not the centre's key.
//!
//! A centre has one root key. From it come a key that seals fields, a key that makes them findable by
//! keyed hash, and a key that seals backups; none of them tells another. The root itself is kept only
//! wrapped: by the centre's passphrase, and by the code on the printed recovery sheet.
//!
//! Nothing here draws chance or knows the time: bytes that must not repeat come in as an argument.

mod file;
mod key;
mod place;
mod recovery;
mod wrap;

pub use file::{open_file, seal_file, wrapped_keys};
pub use key::{CentreKey, RootKey};
pub use place::Place;
pub use recovery::RecoveryCode;
pub use wrap::{KeyCost, WrappedKey};

/// What stands between a seal and its content.
#[derive(Debug, thiserror::Error)]
pub enum SealError {
    /// The text was not sealed by Bidhall, or by a later version of it.
    #[error("this is not a seal")]
    NotASeal,
    /// The key is another one, or the seal stood elsewhere, or somebody altered it.
    #[error("the seal does not fit its place or its key")]
    Broken,
    /// The passphrase or the recovery code does not open this key.
    #[error("the passphrase does not open this key")]
    WrongPassphrase,
    /// A recovery code with a slip in it.
    #[error("the recovery code is mistyped")]
    Mistyped,
    /// The cost of a wrapped key is outside what this program accepts.
    #[error("the key is wrapped in a way this program does not accept")]
    Cost,
    /// A sealed file ends too early or cannot be read or written.
    #[error("the sealed file cannot be read or written")]
    File(#[from] std::io::Error),
}
