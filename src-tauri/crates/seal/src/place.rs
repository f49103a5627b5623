//! Where a seal stands.

use crate::key::is_sealed;

/// The place of a sealed field. A seal opens in its own place only, so that nobody can move one row's
/// content into another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place<'a> {
    /// The table.
    pub table: &'a str,
    /// The column.
    pub column: &'a str,
    /// The row's key as text.
    pub row: &'a str,
}

impl Place<'_> {
    /// Each part preceded by its length, so that no two places read the same.
    pub(crate) fn bytes(&self) -> Vec<u8> {
        let mut bytes = Vec::new();
        for part in [self.table, self.column, self.row] {
            bytes.extend_from_slice(&(part.len() as u64).to_be_bytes());
            bytes.extend_from_slice(part.as_bytes());
        }
        bytes
    }

    /// Whether a text that stands here is under seal at all.
    pub fn holds_seal(text: &str) -> bool {
        is_sealed(text)
    }
}
