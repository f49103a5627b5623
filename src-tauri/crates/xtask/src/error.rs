//! What can go wrong in xtask.

use std::{fmt, io};

/// Every failure xtask reports.
#[derive(Debug)]
pub enum Error {
    /// The command line makes no sense.
    Usage(String),
    /// A file, a folder or a program could not be reached.
    Io { what: String, source: io::Error },
    /// A program ran and reported failure.
    Failed(String),
    /// Something has to be there first and is not.
    Missing(String),
}

impl Error {
    /// For `map_err`: names what was being attempted.
    pub fn io(what: impl Into<String>) -> impl FnOnce(io::Error) -> Self {
        let what = what.into();
        |source| Self::Io { what, source }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Usage(text) | Self::Failed(text) | Self::Missing(text) => f.write_str(text),
            Self::Io { what, source } => write!(f, "{what}: {source}"),
        }
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Io { source, .. } => Some(source),
            Self::Usage(_) | Self::Failed(_) | Self::Missing(_) => None,
        }
    }
}
