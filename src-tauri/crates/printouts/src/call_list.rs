//! The calls of a day on paper (电话提醒记录单, to be filled in by hand), for when the screens are dark.

use chrono::{NaiveDate, NaiveDateTime};
use serde::Serialize;

use crate::paper::{Content, json};
use crate::{PrintError, SessionHead, wording};

/// The agencies to be called about the openings of one day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CallList {
    /// The trading centre that calls.
    pub centre: String,
    /// The day of the openings.
    #[serde(serialize_with = "wording::as_date")]
    pub day: NaiveDate,
    /// The agencies in the order of calling.
    pub entries: Vec<CallListEntry>,
    /// The version of the script.
    pub script_version: u32,
    /// When the list was printed, in centre time.
    #[serde(serialize_with = "wording::as_moment")]
    pub printed_at: NaiveDateTime,
    /// Whether it comes from a rehearsal and must be marked on every page.
    pub rehearsal: bool,
}

/// One agency of a [`CallList`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CallListEntry {
    /// The agency.
    pub agency: String,
    /// Whom to ask for.
    pub contact: String,
    /// The number.
    pub phone: String,
    /// The agency's sessions of the day.
    pub sessions: Vec<SessionHead>,
    /// What is read out, line by line.
    pub script: Vec<String>,
}

impl Content for CallList {
    fn template(&self) -> &'static str {
        "/call_list.typ"
    }

    fn to_json(&self) -> Result<Vec<u8>, PrintError> {
        json(self)
    }
}
