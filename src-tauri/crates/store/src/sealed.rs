//! A text under seal, as the store keeps it: it has no key, and nothing here can open one.

use std::fmt;

/// A sealed text. A type of its own, so that neither can clear text be stored in its place nor a seal
/// be shown for what it holds. An empty text stays empty.
#[derive(Clone, Default, PartialEq, Eq, sqlx::Type)]
#[sqlx(transparent)]
pub struct Sealed(String);

impl Sealed {
    /// What the desk sealed.
    pub fn new(seal: String) -> Self {
        Self(seal)
    }

    /// The seal, not its content.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Sealed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Sealed(…)")
    }
}
