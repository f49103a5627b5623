//! What Bidhall takes from the machine it runs on, each as something that can be replaced.

use std::path::PathBuf;

use chrono::{DateTime, SubsecRound as _, Utc};
use zeroize::Zeroizing;

/// Where time comes from.
pub trait Clock: Send + Sync + std::fmt::Debug {
    /// The present, to the microsecond (PostgreSQL keeps no more).
    fn now(&self) -> DateTime<Utc>;
}

/// The PC's clock.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    #[allow(clippy::disallowed_methods, reason = "the one place where the machine's clock is read")]
    fn now(&self) -> DateTime<Utc> {
        Utc::now().trunc_subsecs(6)
    }
}

/// Where chance comes from.
pub trait Entropy: Send + Sync + std::fmt::Debug {
    /// Thirty-two unpredictable bytes.
    ///
    /// # Errors
    /// [`HostError::NoEntropy`] when the operating system has none.
    fn seed(&self) -> Result<[u8; 32], HostError>;
}

/// The operating system's generator.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemEntropy;

impl Entropy for SystemEntropy {
    #[allow(clippy::disallowed_methods, reason = "the one place where the system's generator is asked")]
    fn seed(&self) -> Result<[u8; 32], HostError> {
        let mut seed = [0; 32];
        getrandom::fill(&mut seed).map_err(|_| HostError::NoEntropy)?;
        Ok(seed)
    }
}

/// What the machine could not do.
#[derive(Debug, thiserror::Error)]
pub enum HostError {
    /// The operating system gives no random bytes.
    #[error("the operating system gives no random bytes")]
    NoEntropy,
    /// A file could not be written.
    #[error("{path} cannot be written: {cause}")]
    Write {
        /// The file.
        path: String,
        /// Why.
        #[source]
        cause: std::io::Error,
    },
}

/// The program around the desk: the window, the command line or a test.
pub trait Host: Send + Sync + std::fmt::Debug {
    /// The folder for databases that Bidhall makes itself.
    fn data_folder(&self) -> PathBuf;

    /// Puts a finished document where the user wants it and tells where that was; `None` when the
    /// user changed their mind.
    ///
    /// # Errors
    /// [`HostError::Write`].
    fn save(&self, file_name: &str, bytes: &[u8]) -> Result<Option<PathBuf>, HostError>;

    /// A folder of this name for many documents, where the user wants it; `None` when the user changed
    /// their mind. It exists when it is told.
    ///
    /// # Errors
    /// [`HostError::Write`].
    fn choose_folder(&self, name: &str) -> Result<Option<PathBuf>, HostError>;

    /// Keeps the address for the next start.
    ///
    /// # Errors
    /// [`HostError::Write`].
    fn remember_database(&self, address: &str) -> Result<(), HostError>;
}

/// Where the centre's key lies between two starts: the operating system's key store. A machine without
/// one keeps nothing, and asks for the passphrase at each start.
pub trait KeyShelf: Send + Sync + std::fmt::Debug {
    /// What was kept for the key of this mark.
    fn fetch(&self, mark: &str) -> Option<Zeroizing<String>>;

    /// Keeps a key; a store that cannot is no fault, for the passphrase opens it as well.
    fn keep(&self, mark: &str, secret: &str);

    /// Forgets a key.
    fn forget(&self, mark: &str);
}

/// Keeps nothing.
#[derive(Debug, Clone, Copy, Default)]
pub struct NoShelf;

impl KeyShelf for NoShelf {
    fn fetch(&self, _mark: &str) -> Option<Zeroizing<String>> {
        None
    }

    fn keep(&self, _mark: &str, _secret: &str) {}

    fn forget(&self, _mark: &str) {}
}
