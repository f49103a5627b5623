//! Times of the reviews still open, in a given order and with given rooms for panels that must move.

use std::collections::BTreeMap;

use super::day::Standing;
use crate::instance::Stream;

/// Most moves of one review that are tried to make a day end in time.
const MOVES: usize = 8;
/// Reviews beyond which the order is not searched.
const SEARCHED: usize = 120;

/// A review with its times and room.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Timed {
    /// Place in the list of open reviews.
    pub open: usize,
    pub room: usize,
    pub begin: u32,
    pub end: u32,
}

/// The open reviews in time.
#[derive(Debug, Clone)]
pub(super) struct Timetable {
    pub timed: Vec<Timed>,
    /// When each panel leaves its room, if it does.
    pub left_at: Vec<Option<u32>>,
    /// When the last review ends.
    pub end: u32,
    /// Reviews that do not stand where the plan in force had them.
    pub reordered: Vec<usize>,
}

struct State {
    free: Vec<u32>,
    room: Vec<usize>,
    left_at: Vec<Option<u32>>,
    batch_at: BTreeMap<(Stream, u32, usize), (usize, u32)>,
}

impl Standing<'_> {
    fn first_state(&self, start: u32) -> State {
        let mut free = vec![start.max(self.now); self.seats.len()];
        let mut batch_at: BTreeMap<(Stream, u32, usize), (usize, u32)> = BTreeMap::new();
        let mut stands = |key, room, end| {
            let at = batch_at.entry(key).or_insert((room, end));
            if at.1 <= end {
                *at = (room, end);
            }
        };
        for done in &self.done {
            let seat = &self.seats[done.seat];
            free[done.seat] = free[done.seat].max(done.end);
            stands((seat.stream, seat.set, done.batch), seat.room, done.end);
        }
        for review in self.history() {
            let room = self.instance.rooms.iter().position(|room| room.id == review.room);
            if let (Some(stream), Some(room)) = (review.stream, room) {
                stands((stream, review.set.unwrap_or(1), review.batch), room, review.end);
            }
        }
        let room = self.seats.iter().map(|seat| seat.room).collect();
        State { free, room, left_at: vec![None; self.seats.len()], batch_at }
    }

    fn walk(&self, from: usize, to: usize) -> u32 {
        self.instance.walk_minutes[from][to]
    }

    /// Moves a panel into its new room.
    fn leave(&self, state: &mut State, seat: usize, to: usize) {
        let from = state.room[seat];
        state.left_at[seat] = Some(state.free[seat]);
        state.free[seat] += self.walk(from, to);
        state.room[seat] = to;
    }

    /// The open reviews one after the other in this order, each as early as it can begin.
    pub(super) fn timed(&self, start: u32, order: &[usize], targets: &[Option<usize>]) -> Timetable {
        let mut state = self.first_state(start);
        let mut timed = Vec::with_capacity(order.len());
        for (seat, target) in targets.iter().enumerate() {
            if let (Some(to), Some(lost)) = (target, self.seats[seat].lost)
                && lost <= self.now
            {
                self.leave(&mut state, seat, *to);
            }
        }
        for &open in order {
            let review = &self.open[open];
            let seat = &self.seats[review.seat];
            let key = (seat.stream, seat.set, review.batch);
            let begin = |state: &State| {
                let room = state.room[review.seat];
                let carried = state.batch_at.get(&key).filter(|_| self.paper()).map_or(0, |&(at, end)| {
                    let lag = self.walk(at, room) + self.instance.rules.disinfect_minutes;
                    // A panel that reads a batch twice in one room has it at hand.
                    if at == room { end } else { end + lag }
                });
                carried.max(state.free[review.seat])
            };
            let mut at = begin(&state);
            let stays = state.left_at[review.seat].is_none();
            if let (true, Some(lost), Some(to)) = (stays, seat.lost, targets[review.seat])
                && at + review.minutes > lost
            {
                self.leave(&mut state, review.seat, to);
                at = begin(&state);
            }
            let (room, end) = (state.room[review.seat], at + review.minutes);
            state.free[review.seat] = end;
            state.batch_at.insert(key, (room, end));
            timed.push(Timed { open, room, begin: at, end });
        }
        // A panel with nothing more to read still needs a room for the discussion.
        for (seat, target) in targets.iter().enumerate() {
            if let (None, Some(to)) = (state.left_at[seat], target) {
                self.leave(&mut state, seat, *to);
            }
        }
        let done = self.done.iter().map(|done| done.end).chain(self.history().map(|review| review.end));
        let end = timed.iter().map(|timed: &Timed| timed.end).chain(done).max().unwrap_or(start);
        Timetable { timed, left_at: state.left_at, end, reordered: Vec::new() }
    }

    /// The timetable that keeps the order of the plan; where it ends after `latest`, single reviews change
    /// their place, as few as help.
    pub(super) fn timetable(&self, start: u32, targets: &[Option<usize>], latest: u32) -> Timetable {
        let (mut order, repeats): (Vec<usize>, Vec<usize>) =
            (0..self.open.len()).partition(|&open| self.open[open].planned < u32::MAX);
        // What is read again has no place in the order yet: each goes where the day ends earliest.
        for repeat in repeats {
            let places = 0..=order.len();
            let best = places.rev().min_by_key(|&place| {
                let mut tried = order.clone();
                tried.insert(place, repeat);
                self.timed(start, &tried, targets).end
            });
            order.insert(best.unwrap_or(order.len()), repeat);
        }
        let mut best = self.timed(start, &order, targets);
        let mut reordered = Vec::new();
        for _ in 0..MOVES {
            if best.end <= latest || order.len() > SEARCHED {
                break;
            }
            let places = (0..order.len()).flat_map(|from| (0..order.len()).map(move |to| (from, to)));
            let tried = places.filter(|(from, to)| from != to).map(|(from, to)| {
                let mut tried = order.clone();
                let moved = tried.remove(from);
                tried.insert(to, moved);
                (self.timed(start, &tried, targets), moved, tried)
            });
            let Some((found, moved, tried)) = tried.min_by_key(|(found, moved, _)| (found.end, *moved))
            else {
                break;
            };
            if found.end >= best.end {
                break;
            }
            (best, order) = (found, tried);
            reordered.push(moved);
        }
        best.reordered = reordered;
        best
    }
}
