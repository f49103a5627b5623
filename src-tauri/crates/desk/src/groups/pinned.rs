//! What a person fixed, as the planner takes it.

use bidhall_grouping::pins::{Pin, PinnedExperts, ProjectPins};
use bidhall_grouping::{PinFault, Pins};

use super::facts::LeftOutRoom;
use super::offer::Offered;
use super::requests::GroupPins;
use crate::DeskError;
use crate::rooms::KnownRooms;

/// Whether every room that must be used exists and is offered.
pub(super) fn must_be_offered(
    pins: &GroupPins,
    offered: &[Offered<'_>],
    left_out: &[LeftOutRoom],
    known: &KnownRooms,
) -> Result<(), DeskError> {
    for code in pins.must_not.iter().chain(&pins.must).chain(pins.experts.iter().map(|pin| &pin.room)) {
        known.coded(code)?;
    }
    for code in pins.must.iter().chain(pins.experts.iter().map(|pin| &pin.room)) {
        let why = left_out.iter().find(|room| room.code == *code);
        if let Some(LeftOutRoom { holder: Some(holder), from: Some(from), until: Some(until), .. }) = why {
            let (room, code) = (code.clone(), holder.clone());
            return Err(DeskError::RoomBooked { room, code, from: *from, until: *until });
        }
        if let Some(room) = why {
            return Err(DeskError::RoomNotOffered { room: room.code.clone(), why: room.why });
        }
        if !offered.iter().any(|offer| offer.room.code == *code) {
            return Err(DeskError::field("pins.must", "evaluation rooms"));
        }
    }
    Ok(())
}

/// What is fixed of a session, as the planner takes it. Rooms left out and the start stand in the problem itself.
pub(super) fn fixed(pins: &GroupPins, project: &str) -> Pins {
    let experts =
        pins.experts.iter().map(|pin| PinnedExperts { room: pin.room.clone(), experts: pin.experts });
    let fixed = ProjectPins {
        project: project.to_owned(),
        rooms: pins.must.clone(),
        avoid: Vec::new(),
        start: None,
        experts: experts.collect(),
    };
    Pins { projects: vec![fixed] }
}

/// Why a session cannot be planned around what is fixed: [`DeskError::PinsImpossible`] with the pins to blame, or
/// [`DeskError::GroupingProblem`].
pub(super) fn fault(fault: PinFault) -> DeskError {
    match fault {
        PinFault::DoesNotFit { pins, .. } => {
            DeskError::PinsImpossible { pins: pins.iter().map(told).collect() }
        }
        fault @ (PinFault::Instance { .. }
        | PinFault::UnknownProject { .. }
        | PinFault::UnknownRoom { .. }) => DeskError::GroupingProblem { problem: fault.to_string() },
    }
}

/// A pin in a sentence.
fn told(pin: &Pin) -> String {
    match pin {
        Pin::Room { room } | Pin::Avoid { room } => room.clone(),
        Pin::Start { start } => format!("{:02}:{:02}", start / 60, start % 60),
        Pin::Experts { room, experts } => format!("{room} × {experts}"),
    }
}
