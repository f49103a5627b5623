//! The recovery sheet (密钥恢复单): the code that opens the centre's key when its passphrase is lost. It is
//! printed once and kept in a safe; the code stands nowhere else.

use chrono::NaiveDateTime;
use serde::Serialize;

use crate::paper::{Content, json};
use crate::{PrintError, wording};

/// A recovery sheet.
#[derive(Clone, PartialEq, Eq, Serialize)]
pub struct RecoverySheet {
    /// The trading centre.
    pub centre: String,
    /// Eight characters by which people tell the key from another.
    pub mark: String,
    /// The code, in groups.
    pub groups: Vec<String>,
    /// When it was made, in centre time.
    #[serde(serialize_with = "wording::as_moment")]
    pub made_at: NaiveDateTime,
    /// Whether it comes from a rehearsal and must be marked on every page.
    pub rehearsal: bool,
}

impl std::fmt::Debug for RecoverySheet {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("RecoverySheet").field("mark", &self.mark).finish_non_exhaustive()
    }
}

impl Content for RecoverySheet {
    fn template(&self) -> &'static str {
        "/recovery_sheet.typ"
    }

    fn to_json(&self) -> Result<Vec<u8>, PrintError> {
        json(self)
    }
}
