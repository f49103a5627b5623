//! What can go wrong on the command line.

use bidhall_desk::{DeskError, Language};

#[derive(Debug, thiserror::Error)]
pub(crate) enum CliError {
    /// The command's own error.
    #[error(transparent)]
    Desk(#[from] DeskError),
    /// A file cannot be read or written.
    #[error("{path}: {cause}")]
    File {
        /// The file.
        path: String,
        /// Why.
        cause: std::io::Error,
    },
    /// A file is not the JSON it should be.
    #[error("{path}: {cause}")]
    Json {
        /// The file or argument.
        path: String,
        /// Why.
        cause: serde_json::Error,
    },
    /// `--attach` without `=`.
    #[error("--attach {0}: expected FIELD=FILE")]
    Attach(String),
    /// `call -` with what belongs to one request.
    #[error("call -: payload, nonce and attachments stand in the lines")]
    WithLines,
    /// Standard input or output is lost.
    #[error("{0}")]
    Lines(std::io::Error),
    /// The planning problem is wrong.
    #[error("{0}")]
    Problem(String),
}

impl CliError {
    pub(crate) fn text(&self, language: Language) -> String {
        match self {
            Self::Desk(error) => error.text(language),
            error @ (Self::File { .. }
            | Self::Json { .. }
            | Self::Attach(_)
            | Self::WithLines
            | Self::Lines(_)
            | Self::Problem(_)) => error.to_string(),
        }
    }
}
