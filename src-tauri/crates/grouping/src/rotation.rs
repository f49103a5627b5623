//! Stage 2: given the rooms of a project, who sits where, what is carried together, and when each room
//! reviews what.

use std::collections::BTreeMap;

use crate::circuit::{Circuit, Turn, end_of};
use crate::instance::{Instance, Mode, Project, Stream};
use crate::packing::{neighbours, packings};
use crate::pins::Wishes;
use crate::plan::{Panel, Placed, Review};
use crate::rules;

/// Most ways of dividing the rooms of a group between the roles that are worked out.
const DIVISIONS: usize = 6;
/// Most rooms whose divisions between the roles are listed.
pub(crate) const MOST_ROOMS: usize = 12;

/// A project in its rooms, with times counted from its start.
#[derive(Debug, Clone)]
pub(crate) struct Arrangement {
    /// The rooms it was made for.
    group: Vec<usize>,
    streams: Vec<StreamTimetable>,
    /// Minutes from the start to the end of the discussion.
    pub minutes: u64,
}

#[derive(Debug, Clone)]
struct StreamTimetable {
    stream: Stream,
    rooms: Vec<usize>,
    experts: Vec<u32>,
    sets: Vec<u32>,
    batches: Vec<Vec<usize>>,
    turns: Vec<Turn>,
}

/// The shortest arrangement found of a project in these rooms; none if its batches cannot be carried there or
/// the rooms do not hold it.
pub(crate) fn arrange(
    instance: &Instance,
    project: &Project,
    rooms: &[usize],
    wishes: &Wishes,
    least: u64,
    care: usize,
) -> Option<Arrangement> {
    let shelf: u64 = rooms.iter().map(|&room| u64::from(instance.rooms[room].shelf)).sum();
    let bids: u64 = rules::count(rules::bids(project));
    let most_sets = match project.mode {
        Mode::Electronic => 1,
        Mode::Paper => usize::try_from(u64::from(project.copies).min(shelf / bids.max(1))).unwrap_or(1),
    };
    let enough = least.saturating_sub(u64::from(project.discussion_minutes));
    let task = Task { instance, project, wishes, most_sets, enough, care };
    let mut best: Option<Arrangement> = None;
    for division in task.divisions(rooms) {
        let parts: Option<Vec<StreamTimetable>> =
            division.iter().map(|(stream, rooms)| task.stream_timetable(*stream, rooms)).collect();
        let Some(streams) = parts else { continue };
        let reading = streams.iter().map(|part| end_of(&part.turns)).max().unwrap_or(0);
        let minutes = reading + u64::from(project.discussion_minutes);
        if best.as_ref().is_none_or(|best| minutes < best.minutes) {
            best = Some(Arrangement { group: rooms.to_vec(), streams, minutes });
        }
        if minutes <= least {
            break;
        }
    }
    best
}

/// Most packings tried while bids are moved between batches.
const REPACKINGS: usize = 80;
/// Packings that are tried to be repacked.
const REPACKED: usize = 3;
/// Streams with more turns than this are not repacked: each try costs the square of it.
const REPACKED_TURNS: usize = 40;

/// Small changes of a timetable that are tried.
const ANNEALED: usize = 1_500;

type Division = Vec<(Stream, Vec<usize>)>;

/// What is arranged, and with how much care.
struct Task<'a> {
    instance: &'a Instance,
    project: &'a Project,
    wishes: &'a Wishes,
    most_sets: usize,
    /// Reading minutes that nothing undercuts.
    enough: u64,
    care: usize,
}

impl Task<'_> {
    /// The ways of giving rooms to streams in which every stream can seat its experts.
    fn divisions(&self, rooms: &[usize]) -> Vec<Division> {
        let fits = |stream: Stream, rooms: &[usize]| {
            self.seat(rooms, rules::experts_of(self.project, stream)).is_some()
        };
        if !self.project.split_roles {
            let whole = fits(Stream::All, rooms).then(|| vec![(Stream::All, rooms.to_vec())]);
            return whole.into_iter().collect();
        }
        if rooms.len() > MOST_ROOMS {
            return Vec::new();
        }
        let mut found: Vec<(u64, Division)> = Vec::new();
        for mask in 1..(1_u32 << rooms.len()) - 1 {
            let side = |bit: u32| {
                let chosen = rooms.iter().enumerate().filter(move |(i, _)| (mask >> i) & 1 == bit);
                chosen.map(|(_, &room)| room).collect::<Vec<usize>>()
            };
            let (technical, economic) = (side(1), side(0));
            if fits(Stream::Technical, &technical) && fits(Stream::Economic, &economic) {
                let walking =
                    rules::spread(self.instance, &technical) + rules::spread(self.instance, &economic);
                found.push((walking, vec![(Stream::Technical, technical), (Stream::Economic, economic)]));
            }
        }
        // Little walking within each stream is the best guess; the sort keeps equal ones in order.
        found.sort_by_key(|(walking, _)| *walking);
        found.into_iter().take(DIVISIONS * self.care).map(|(_, division)| division).collect()
    }

    /// Experts of each room, as even as the seats allow and as a person has fixed them; none if they do not
    /// fit or a room would stay empty.
    fn seat(&self, rooms: &[usize], experts: u32) -> Option<Vec<u32>> {
        let places: Vec<u32> =
            rooms.iter().map(|&room| rules::capacity(self.project, &self.instance.rooms[room])).collect();
        let fixed: Vec<Option<u32>> = rooms.iter().map(|&room| self.wishes.experts_in(room)).collect();
        let mut seated: Vec<u32> = fixed.iter().map(|fixed| fixed.unwrap_or(0)).collect();
        for _ in 0..experts.checked_sub(seated.iter().sum())? {
            let emptiest = (0..rooms.len())
                .filter(|&i| fixed[i].is_none() && seated[i] < places[i])
                .min_by_key(|&i| (seated[i], i))?;
            seated[emptiest] += 1;
        }
        let sits = seated.iter().zip(&places).all(|(experts, places)| (1..=*places).contains(experts));
        sits.then_some(seated)
    }

    fn stream_timetable(&self, stream: Stream, rooms: &[usize]) -> Option<StreamTimetable> {
        let Self { instance, project, .. } = *self;
        let experts = self.seat(rooms, rules::experts_of(project, stream))?;
        let mut found: Vec<StreamTimetable> = Vec::new();
        for sets in 1..=self.most_sets.min(rooms.len()) {
            let (sets, served) = match project.mode {
                Mode::Electronic => (vec![1; rooms.len()], 1),
                Mode::Paper => (deal_sets(&experts, sets), rooms.len().div_ceil(sets)),
            };
            for batches in packings(instance, project, stream, rooms, served) {
                let tried = StreamTimetable {
                    stream,
                    rooms: rooms.to_vec(),
                    experts: experts.clone(),
                    sets: sets.clone(),
                    batches,
                    turns: Vec::new(),
                };
                let turns = self.turns_of(&tried, ANNEALED * (self.care - 1));
                let ends = end_of(&turns);
                found.push(StreamTimetable { turns, ..tried });
                if ends <= self.enough {
                    return found.pop();
                }
            }
        }
        // The sort keeps the better guess first where two end alike.
        found.sort_by_key(|found| end_of(&found.turns));
        found.truncate(REPACKED * self.care);
        let better = found.into_iter().map(|found| self.repacked(found));
        better.min_by_key(|found| end_of(&found.turns)).map(|best| self.annealed(best))
    }

    /// Moves and exchanges bids between batches as long as that ends the reading earlier.
    fn repacked(&self, mut best: StreamTimetable) -> StreamTimetable {
        let rooms = best.rooms.iter().map(|&room| &self.instance.rooms[room]);
        let cap = usize::try_from(rules::carry_cap(&self.instance.rules, rooms)).unwrap_or(usize::MAX);
        let fixed = self.project.packed(best.stream).is_some();
        if best.batches.len() < 2 || fixed || best.turns.len() > REPACKED_TURNS * self.care {
            return best;
        }
        let mut tries = REPACKINGS * self.care;
        let mut improved = true;
        while improved && end_of(&best.turns) > self.enough {
            improved = false;
            for batches in neighbours(&best.batches, cap).into_iter().take(tries) {
                tries -= 1;
                let tried = StreamTimetable { batches, turns: Vec::new(), ..best.clone() };
                let turns = self.turns_of(&tried, 0);
                if end_of(&turns) < end_of(&best.turns) {
                    best = StreamTimetable { turns, ..tried };
                    improved = true;
                    break;
                }
            }
        }
        best
    }

    /// Small changes of the timetable as long as it is not proven.
    fn annealed(&self, best: StreamTimetable) -> StreamTimetable {
        if end_of(&best.turns) <= self.enough {
            return best;
        }
        let turns = self.turns_of(&best, ANNEALED * self.care);
        if end_of(&turns) < end_of(&best.turns) { StreamTimetable { turns, ..best } } else { best }
    }

    fn turns_of(&self, of: &StreamTimetable, tries: usize) -> Vec<Turn> {
        let Self { instance, project, .. } = *self;
        let minutes = rules::minutes_of(project, of.stream);
        let disinfect = u64::from(instance.rules.disinfect_minutes);
        let mut circuits: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for (panel, &set) in of.sets.iter().enumerate() {
            let circuit = match project.mode {
                Mode::Electronic => panel,
                Mode::Paper => usize::try_from(set).unwrap_or(panel),
            };
            circuits.entry(circuit).or_default().push(panel);
        }
        let mut turns = Vec::new();
        for panels in circuits.values() {
            let reading = |&panel: &usize| {
                let of_batch = |batch: &Vec<usize>| {
                    rules::panel_minutes(project.mode, minutes, batch, of.experts[panel])
                };
                of.batches.iter().map(of_batch).collect()
            };
            let lag = |a: usize, b: usize| {
                if a == b { 0 } else { instance.walk(of.rooms[a], of.rooms[b]) + disinfect }
            };
            let lags = |&a: &usize| panels.iter().map(|&b| lag(a, b)).collect::<Vec<u64>>();
            let circuit = Circuit {
                minutes: panels.iter().map(reading).collect(),
                lag: panels.iter().map(lags).collect(),
            };
            let found = circuit.timetable(tries);
            turns.extend(found.into_iter().map(|turn| Turn { panel: panels[turn.panel], ..turn }));
        }
        turns
    }
}

/// The paper set of each room: neighbouring rooms share one, and all sets serve about as many rooms.
fn deal_sets(experts: &[u32], sets: usize) -> Vec<u32> {
    let rooms = experts.len();
    (0..rooms).map(|room| u32::try_from(room * sets / rooms + 1).unwrap_or(1)).collect()
}

impl Arrangement {
    /// The same in other rooms of like places, shelves and walks.
    pub(crate) fn in_rooms(&self, rooms: &[usize]) -> Self {
        let mut moved = self.clone();
        let place = |room: &usize| self.group.iter().position(|of| of == room).map_or(*room, |at| rooms[at]);
        for part in &mut moved.streams {
            part.rooms = part.rooms.iter().map(place).collect();
        }
        moved.group = rooms.to_vec();
        moved
    }

    /// The arrangement as the plan states it, begun at `start`.
    pub(crate) fn placed(&self, instance: &Instance, project: &Project, start: u64) -> Placed {
        let paper = project.mode == Mode::Paper;
        let set = |set: u32| paper.then_some(set);
        let mut rooms: Vec<(usize, Panel)> = Vec::new();
        let mut batches = BTreeMap::new();
        let mut reviews = Vec::new();
        for part in &self.streams {
            let mut technical_left = if part.stream == Stream::Economic { 0 } else { project.technical };
            for (index, &room) in part.rooms.iter().enumerate() {
                let technical = technical_left.min(part.experts[index]);
                technical_left -= technical;
                let economic = part.experts[index] - technical;
                let (id, set) = (instance.rooms[room].id.clone(), set(part.sets[index]));
                rooms.push((room, Panel { room: id, technical, economic, set }));
            }
            batches.insert(part.stream, part.batches.clone());
            let mut turns = part.turns.clone();
            turns.sort_by_key(|turn| (turn.begin, part.rooms[turn.panel], turn.batch));
            reviews.extend(turns.iter().map(|turn| Review {
                stream: Some(part.stream),
                set: set(part.sets[turn.panel]),
                batch: turn.batch,
                room: instance.rooms[part.rooms[turn.panel]].id.clone(),
                begin: rules::clock(start + turn.begin),
                end: rules::clock(start + turn.end),
            }));
        }
        rooms.sort_by_key(|(room, _)| *room);
        let end = start + self.minutes;
        Placed {
            project: project.id.clone(),
            start: rules::clock(start),
            rooms: rooms.into_iter().map(|(_, panel)| panel).collect(),
            batches,
            reviews,
            discussion_begin: rules::clock(end - u64::from(project.discussion_minutes)),
            discussion_end: rules::clock(end),
        }
    }
}
