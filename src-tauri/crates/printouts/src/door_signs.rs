//! Signs for the doors of opening rooms (门牌), one to a page.

use serde::Serialize;

use crate::paper::{Content, json};
use crate::{PrintError, SessionHead};

/// The signs of one or more sessions: one page for each room of each session.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DoorSigns {
    /// The trading centre.
    pub centre: String,
    /// What is held, in the order to be printed. A session without a room has no sign.
    pub sessions: Vec<SessionHead>,
    /// Whether they come from a rehearsal and must be marked on every page.
    pub rehearsal: bool,
}

impl Content for DoorSigns {
    fn template(&self) -> &'static str {
        "/door_signs.typ"
    }

    fn to_json(&self) -> Result<Vec<u8>, PrintError> {
        if self.sessions.iter().all(|session| session.rooms.is_empty()) {
            return Err(PrintError::NoSession);
        }
        json(self)
    }
}
