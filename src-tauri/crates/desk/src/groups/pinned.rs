//! What a person fixed, as the planner takes it.

use bidhall_grouping::answer::{Answer, first};
use bidhall_grouping::instance::Room;
use bidhall_grouping::{Instance, InstanceFault};

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

/// Plans with rooms that must be used, or seats in them: the planner is given those rooms and no more of the
/// others than the committee needs besides, the nearest first, and every room with just its experts.
///
/// # Errors
/// [`DeskError::PinsImpossible`] when the committee cannot sit so; [`DeskError::GroupingProblem`].
pub(super) fn plan(instance: &Instance, pins: &GroupPins) -> Result<Answer, DeskError> {
    let problem = |error: InstanceFault| DeskError::GroupingProblem { problem: error.to_string() };
    if pins.must.is_empty() && pins.experts.is_empty() {
        return first(instance, true).map_err(problem);
    }
    let members = instance.projects.first().map_or(0, |project| project.technical + project.economic);
    let blame = || DeskError::PinsImpossible {
        pins: pins.must.iter().chain(pins.experts.iter().map(|pin| &pin.room)).cloned().collect(),
    };
    let chosen = rooms_with(instance, pins, members).ok_or_else(blame)?;
    let seats = seats_in(instance, pins, &chosen, members).ok_or_else(blame)?;
    let rooms = chosen.iter().zip(&seats).map(|(&place, &seats)| Room { seats, ..instance.rooms[place].clone() });
    let walk = |&from: &usize| chosen.iter().map(|&to| instance.walk_minutes[from][to]).collect();
    let narrow = Instance {
        rooms: rooms.collect(),
        walk_minutes: chosen.iter().map(walk).collect(),
        ..instance.clone()
    };
    first(&narrow, true).map_err(problem)
}

/// The experts a room may hold: those fixed, or as many as it seats.
fn most_in(instance: &Instance, pins: &GroupPins, place: usize) -> u32 {
    let room = &instance.rooms[place];
    pins.experts.iter().find(|pin| pin.room == room.id).map_or(room.seats, |pin| pin.experts)
}

/// The places of the rooms that must be used, and of the nearest others until the committee can sit.
fn rooms_with(instance: &Instance, pins: &GroupPins, members: u32) -> Option<Vec<usize>> {
    let is_fixed = |place: &usize| {
        let id = &instance.rooms[*place].id;
        pins.must.contains(id) || pins.experts.iter().any(|pin| pin.room == *id)
    };
    let (mut chosen, mut others): (Vec<usize>, Vec<usize>) = (0..instance.rooms.len()).partition(is_fixed);
    while chosen.iter().map(|&place| most_in(instance, pins, place)).sum::<u32>() < members {
        let spread = |place: usize| -> u32 { chosen.iter().map(|&used| instance.walk_minutes[place][used]).sum() };
        let nearest = (0..others.len()).min_by_key(|&index| {
            let place = others[index];
            (instance.rooms[place].seats == 0, spread(place), &instance.rooms[place].id)
        })?;
        chosen.push(others.remove(nearest));
    }
    chosen.sort_unstable();
    Some(chosen)
}

/// The experts of each chosen room: those fixed, and the others dealt out one by one; none when a room would
/// have nobody, too many, or somebody would stand.
fn seats_in(instance: &Instance, pins: &GroupPins, chosen: &[usize], members: u32) -> Option<Vec<u32>> {
    let fixed = |place: usize| pins.experts.iter().find(|pin| pin.room == instance.rooms[place].id);
    let mut seats: Vec<u32> =
        chosen.iter().map(|&place| fixed(place).map_or(0, |pin| pin.experts)).collect();
    let fits = |seats: &[u32]| chosen.iter().zip(seats).all(|(&place, &seats)| seats <= instance.rooms[place].seats);
    let mut left = members.checked_sub(seats.iter().sum())?;
    while left > 0 {
        let free = (0..chosen.len()).filter(|&index| {
            fixed(chosen[index]).is_none() && seats[index] < instance.rooms[chosen[index]].seats
        });
        let next = free.min_by_key(|&index| seats[index])?;
        seats[next] += 1;
        left -= 1;
    }
    (fits(&seats) && seats.iter().all(|&seats| seats > 0)).then_some(seats)
}
