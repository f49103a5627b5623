//! Why a paper was not printed.

use typst::diag::SourceDiagnostic;

/// Why a paper was not printed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PrintError {
    /// None of the typefaces that a kind of text may be set in is installed.
    #[error("none of these typefaces is installed: {wanted}")]
    FontMissing {
        /// The families that would do, best first.
        wanted: String,
    },
    /// No installed font has a picture of this character.
    #[error("no installed font shows the character {character:?} (U+{:04X})", u32::from(*.character))]
    GlyphMissing {
        /// The first such character in reading order.
        character: char,
    },
    /// A notice or a set of signs or cards without any session, room or seat to speak of.
    #[error("the paper would be about nothing")]
    NoSession,
    /// A template, its data or the writing of the file failed: a fault of this program, not of the data.
    #[error("the template failed: {message}")]
    Internal {
        /// What Typst said.
        message: String,
    },
}

impl PrintError {
    pub(crate) fn internal(message: &dyn std::fmt::Display) -> Self {
        Self::Internal { message: message.to_string() }
    }

    pub(crate) fn from_diagnostics<'a>(diagnostics: impl IntoIterator<Item = &'a SourceDiagnostic>) -> Self {
        let messages: Vec<&str> =
            diagnostics.into_iter().map(|diagnostic| diagnostic.message.as_str()).collect();
        Self::Internal { message: messages.join("; ") }
    }
}
