//! Cards for seats (席卡), folded into a roof that reads from both sides.

use serde::Serialize;

use crate::paper::{Content, json};
use crate::{PrintError, SessionHead};

/// The cards of one session, one to a page. Seats have tokens; the names of experts are secret.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SeatCards {
    /// The session.
    pub session: SessionHead,
    /// What the cards say, in the order to be printed: `专家1`, `监督`, `招标人代表`.
    pub seats: Vec<String>,
    /// Whether they come from a rehearsal and must be marked on every page.
    pub rehearsal: bool,
}

impl Content for SeatCards {
    fn template(&self) -> &'static str {
        "/seat_cards.typ"
    }

    fn to_json(&self) -> Result<Vec<u8>, PrintError> {
        if self.seats.is_empty() {
            return Err(PrintError::NoSession);
        }
        json(self)
    }
}
