//! How a session heads a paper.

use chrono::NaiveDateTime;
use serde::Serialize;

use crate::wording;

/// The session a paper belongs to. Nothing of it is secret before the opening.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SessionHead {
    /// The session's code.
    pub code: String,
    /// The project's full name.
    pub project_name: String,
    /// The lot, as the tender documents call it.
    pub lot: Option<String>,
    /// The opening time in centre time, which is the deadline for bids.
    #[serde(serialize_with = "wording::as_moment")]
    pub opening_time: NaiveDateTime,
    /// The rooms the opening is held in; none while they are still to be announced.
    pub rooms: Vec<String>,
}
