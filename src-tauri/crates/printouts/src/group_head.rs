//! How a virtual group of evaluation rooms heads a paper. It has papers only after the opening.

use chrono::NaiveDateTime;
use serde::Serialize;

use crate::{SessionHead, wording};

/// The version of a group that a paper shows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct GroupHead {
    /// The trading centre.
    pub centre: String,
    /// The session whose bids are evaluated.
    pub session: SessionHead,
    /// `G1`.
    pub label: String,
    /// From 1.
    pub version: i32,
    /// When the version was made, in centre time.
    #[serde(serialize_with = "wording::as_moment")]
    pub made_at: NaiveDateTime,
}

impl GroupHead {
    /// `10:05`, with the day where it is not the day of the opening.
    pub(crate) fn time(&self, at: NaiveDateTime) -> String {
        if at.date() == self.session.opening_time.date() {
            wording::clock(at.time())
        } else {
            wording::short_moment(at)
        }
    }

    /// `10:05–10:40`.
    pub(crate) fn span(&self, begin: NaiveDateTime, end: NaiveDateTime) -> String {
        format!("{}–{}", self.time(begin), self.time(end))
    }
}
