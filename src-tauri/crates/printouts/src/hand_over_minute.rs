//! The minute of documents handed over at the gate (投标文件门口交接记录). Refusing a person never refuses a bid:
//! the agency takes the documents outside and signs for them, and the centre only witnesses it.
//!
//! It does not say why the person was refused: that is a health matter, and the minute goes with the transaction.

use bidhall_rules::refusals::SealState;
use chrono::NaiveDateTime;
use serde::Serialize;

use crate::paper::{Content, json};
use crate::{PrintError, SessionHead, wording};

/// The minute of one hand-over.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct HandOverMinute {
    /// The trading centre.
    pub centre: String,
    /// The number of the minute in the centre's own register.
    pub minute_number: String,
    /// The session.
    pub session: SessionHead,
    /// The agency that takes the documents.
    pub agency: String,
    /// The lane, without the word for it.
    pub lane: String,
    /// When the person was refused, in centre time.
    #[serde(serialize_with = "wording::as_moment")]
    pub refused_at: NaiveDateTime,
    /// When the documents were handed over, in centre time; none leaves it to the hand.
    #[serde(serialize_with = "wording::as_optional_moment")]
    pub handed_over_at: Option<NaiveDateTime>,
    /// The state of the seals; none leaves it to the hand.
    #[serde(serialize_with = "wording::as_seal")]
    pub seal: Option<SealState>,
    /// Bidder, persons and notes as they were recorded; none until the opening, when they are left to the hand.
    pub named: Option<HandOverNames>,
    /// Whether it comes from a rehearsal and must be marked on every page.
    pub rehearsal: bool,
}

/// Who took part in a hand-over. Whatever was not recorded is left to the hand.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct HandOverNames {
    /// The bidder.
    pub bidder: Option<String>,
    /// Who handed the documents over.
    pub handed_by: Option<String>,
    /// Who took them for the agency.
    pub received_by: Option<String>,
    /// What else was recorded.
    pub note: Option<String>,
}

impl Content for HandOverMinute {
    fn template(&self) -> &'static str {
        "/hand_over_minute.typ"
    }

    fn to_json(&self) -> Result<Vec<u8>, PrintError> {
        json(self)
    }
}
