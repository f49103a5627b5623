//! The operating system's key store: Windows' credentials, or the kernel's keyring on Linux.

use bidhall_desk::KeyShelf;
use keyring::Entry;
use zeroize::Zeroizing;

/// The name the keys stand under.
const SERVICE: &str = "bidhall";

/// Keeps the centre's key for the person whose account this is.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct SystemShelf;

fn told(what: &str, error: &keyring::Error) {
    tracing::info!(what, %error, "the key store of the system");
}

impl KeyShelf for SystemShelf {
    fn fetch(&self, mark: &str) -> Option<Zeroizing<String>> {
        let kept = Entry::new(SERVICE, mark).and_then(|entry| entry.get_password());
        kept.inspect_err(|error| told("fetch", error)).ok().map(Zeroizing::new)
    }

    fn keep(&self, mark: &str, secret: &str) {
        let kept = Entry::new(SERVICE, mark).and_then(|entry| entry.set_password(secret));
        if let Err(error) = kept {
            told("keep", &error);
        }
    }

    fn forget(&self, mark: &str) {
        let gone = Entry::new(SERVICE, mark).and_then(|entry| entry.delete_credential());
        if let Err(error) = gone {
            told("forget", &error);
        }
    }
}
