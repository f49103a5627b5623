//! Where bids are registered as they are handed in (投标文件递交登记表): the time and the state of the seals, as
//! 招标投标法实施条例 art. 36 asks of the tenderer.

use bidhall_rules::refusals::SealState;
use chrono::NaiveDateTime;
use serde::Serialize;

use crate::paper::{Content, json};
use crate::{PrintError, SessionHead, wording};

/// The register of one session.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct HandInRegister {
    /// The trading centre.
    pub centre: String,
    /// The session.
    pub session: SessionHead,
    /// What was handed in. Until the opening there is nothing, and the register is one page with a fixed number of
    /// empty rows, the same for every session.
    pub rows: Option<Vec<HandInRow>>,
    /// Whether it comes from a rehearsal and must be marked on every page.
    pub rehearsal: bool,
}

/// One bid of a [`HandInRegister`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct HandInRow {
    /// The bidder.
    pub bidder: String,
    /// Who handed it in.
    pub person: String,
    /// When, in centre time.
    #[serde(serialize_with = "wording::as_short_moment")]
    pub at: NaiveDateTime,
    /// The state of its seals; none when it was not recorded here.
    #[serde(serialize_with = "wording::as_seal")]
    pub seal: Option<SealState>,
}

impl Content for HandInRegister {
    fn template(&self) -> &'static str {
        "/hand_in_register.typ"
    }

    fn to_json(&self) -> Result<Vec<u8>, PrintError> {
        json(self)
    }
}
