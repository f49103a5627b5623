//! Where agency and bidders sign as they come (代理机构签到表, 投标人签到表).

use chrono::NaiveDateTime;
use serde::Serialize;

use crate::paper::{Content, json};
use crate::{PrintError, SessionHead, wording};

/// Who signs on a [`SignInSheet`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum SignInKind {
    /// The people of the agency.
    Agency,
    /// The delegates of the bidders.
    Bidder,
}

/// A sheet of one session.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SignInSheet {
    /// The trading centre.
    pub centre: String,
    /// Who signs.
    pub kind: SignInKind,
    /// The session.
    pub session: SessionHead,
    /// Those who came. Until the opening there are none, and the sheet is one page with a fixed number of empty
    /// rows, the same for every session.
    pub rows: Option<Vec<SignInRow>>,
    /// Whether it comes from a rehearsal and must be marked on every page.
    pub rehearsal: bool,
}

/// One person of a [`SignInSheet`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SignInRow {
    /// The company.
    pub unit: String,
    /// The person who came.
    pub person: String,
    /// Their telephone number as it is to be shown.
    pub phone: String,
    /// When they came, in centre time.
    #[serde(serialize_with = "wording::as_short_moment")]
    pub at: NaiveDateTime,
}

impl Content for SignInSheet {
    fn template(&self) -> &'static str {
        "/sign_in_sheet.typ"
    }

    fn to_json(&self) -> Result<Vec<u8>, PrintError> {
        json(self)
    }
}
