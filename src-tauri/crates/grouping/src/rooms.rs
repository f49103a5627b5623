//! Stage 1, the choice: one group of rooms and a start for each project, fewest unplaced, then fewest rooms,
//! then least spread, then earliest finish. A depth-first search with a lower bound and a fixed number of steps.

use crate::groups::Group;
use crate::instance::Instance;
use crate::plan::Objective;
use crate::rules;

/// Steps of the search for one order of the projects.
const STEPS: usize = 30_000;

/// A group with the minutes the project is known or hoped to need in it; none if it cannot be arranged there.
pub(crate) struct Candidate {
    pub group: Group,
    pub minutes: Option<u64>,
}

/// What one project asks for.
pub(crate) struct Demand {
    /// The project by its place in the instance.
    pub project: usize,
    pub weight: u64,
    pub earliest: u64,
    pub latest: u64,
    /// The shortest conceivable minutes.
    pub shortest: u64,
    /// Fewest rooms first, then least spread.
    pub candidates: Vec<Candidate>,
}

/// The candidate of a demand and its start.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Choice {
    pub candidate: usize,
    pub start: u64,
}

/// The stays already given out, by room.
pub(crate) struct Occupancy<'a> {
    instance: &'a Instance,
    stays: Vec<Vec<(u64, u64)>>,
}

impl<'a> Occupancy<'a> {
    pub(crate) fn new(instance: &'a Instance) -> Self {
        Self { instance, stays: vec![Vec::new(); instance.rooms.len()] }
    }

    pub(crate) fn occupy(&mut self, rooms: &[usize], begin: u64, end: u64) {
        for &room in rooms {
            self.stays[room].push((begin, end));
        }
    }

    fn release(&mut self, rooms: &[usize]) {
        for &room in rooms {
            self.stays[room].pop();
        }
    }

    /// Whether the room is free for the whole stay, changeovers included.
    pub(crate) fn is_free(&self, room: usize, begin: u64, end: u64) -> bool {
        self.next_free(room, begin, end) == begin
    }

    /// `begin`, or the end of a changeover that a stay from `begin` to `end` has to wait for.
    fn next_free(&self, room: usize, begin: u64, end: u64) -> u64 {
        let changeover = u64::from(self.instance.rules.changeover_minutes);
        let in_the_way = self.stays[room]
            .iter()
            .filter(|&&(from, until)| begin < until + changeover && from < end + changeover)
            .map(|&(_, until)| until + changeover);
        in_the_way.max().unwrap_or(begin)
    }

    /// The earliest start in the demand's range at which all rooms are open and free for the stay.
    pub(crate) fn earliest(&self, demand: &Demand, rooms: &[usize], minutes: u64) -> Option<u64> {
        let mut start = demand.earliest;
        loop {
            let mut later = start;
            for &room in rooms {
                if !rules::open_throughout(&self.instance.rooms[room], start, start + minutes) {
                    let windows = self.instance.rooms[room].windows.iter();
                    let openings = windows.map(|&[opens, _]| u64::from(opens)).filter(|&opens| opens > start);
                    later = later.max(openings.min()?);
                }
                later = later.max(self.next_free(room, start, start + minutes));
            }
            if later > demand.latest {
                return None;
            }
            if later == start {
                return Some(start);
            }
            start = later;
        }
    }
}

/// The best choice found for each demand, by the minutes its candidates state.
pub(crate) fn choose_rooms(instance: &Instance, demands: &[Demand]) -> Vec<Option<Choice>> {
    let mut search = Search {
        demands,
        shortest: demands.iter().map(shortest_ahead).collect(),
        occupancy: Occupancy::new(instance),
        chosen: vec![None; demands.len()],
        best: None,
        steps: 0,
    };
    let mut goal = [0; 4];
    let mut fits = vec![0; demands.len()];
    search.steps = usize::MAX;
    for (demand, fit) in fits.iter_mut().enumerate() {
        goal = sum(goal, search.bound(demand, fit));
    }
    for order in orders(demands) {
        search.steps = STEPS;
        search.dive(&order, [0; 4], &fits);
        // With fixed starts a search that was not cut short has seen everything, in whatever order.
        let seen_all = search.steps > 0 && demands.iter().all(|demand| demand.earliest == demand.latest);
        if seen_all || search.beaten(goal) {
            break;
        }
    }
    search.best.map_or_else(|| vec![None; demands.len()], |(_, chosen)| chosen)
}

/// Orders in which projects are given rooms. The first is by the demands themselves; the others help where
/// the search ends before it has seen everything.
fn orders(demands: &[Demand]) -> Vec<Vec<usize>> {
    let rooms = |demand: &Demand| demand.candidates.first().map_or(0, |c| c.group.rooms.len());
    let most_rooms = |&d: &usize| (usize::MAX - rooms(&demands[d]), demands[d].candidates.len(), 0, d);
    let fewest_choices = |&d: &usize| (demands[d].candidates.len(), 0, 0, d);
    let shortest = |&d: &usize| (0, 0, demands[d].shortest + demands[d].earliest, d);
    let heaviest = |&d: &usize| (0, 0, u64::MAX - demands[d].weight, d);
    let mut orders: Vec<Vec<usize>> = vec![(0..demands.len()).collect(); 4];
    orders[0].sort_by_key(most_rooms);
    orders[1].sort_by_key(shortest);
    orders[2].sort_by_key(fewest_choices);
    orders[3].sort_by_key(heaviest);
    orders
}

/// For each candidate the least minutes of those from it on that have as many rooms and the same spread.
fn shortest_ahead(demand: &Demand) -> Vec<u64> {
    let mut shortest = vec![u64::MAX; demand.candidates.len()];
    for (place, candidate) in demand.candidates.iter().enumerate().rev() {
        let level = |candidate: &Candidate| (candidate.group.rooms.len(), candidate.group.spread);
        let later = demand.candidates.get(place + 1).filter(|later| level(later) == level(candidate));
        let ahead = later.map_or(u64::MAX, |_| shortest[place + 1]);
        shortest[place] = ahead.min(candidate.minutes.unwrap_or(u64::MAX));
    }
    shortest
}

struct Search<'a> {
    demands: &'a [Demand],
    shortest: Vec<Vec<u64>>,
    occupancy: Occupancy<'a>,
    chosen: Vec<Option<Choice>>,
    best: Option<(Objective, Vec<Option<Choice>>)>,
    steps: usize,
}

impl Search<'_> {
    fn earliest(&mut self, demand: usize, candidate: usize) -> Option<(u64, u64)> {
        self.steps = self.steps.saturating_sub(1);
        let demand = &self.demands[demand];
        let candidate = &demand.candidates[candidate];
        let minutes = candidate.minutes?;
        Some((self.occupancy.earliest(demand, &candidate.group.rooms, minutes)?, minutes))
    }

    /// The least a demand can still add. `fit` moves on to the first candidate that still has room.
    fn bound(&mut self, demand: usize, fit: &mut usize) -> Objective {
        let count = self.demands[demand].candidates.len();
        while *fit < count && self.earliest(demand, *fit).is_none() {
            *fit += 1;
        }
        self.least(demand, *fit)
    }

    fn least(&self, demand: usize, candidate: usize) -> Objective {
        let Demand { weight, earliest, candidates, .. } = &self.demands[demand];
        match candidates.get(candidate) {
            None => [*weight, 0, 0, 0],
            Some(Candidate { group, .. }) => {
                let finish = earliest.saturating_add(self.shortest[demand][candidate]);
                // A level without any possible candidate costs as much as it can without overflow.
                [0, rules::count(group.rooms.len()), group.spread, finish.min(u64::from(u32::MAX))]
            }
        }
    }

    fn beaten(&self, cost: Objective) -> bool {
        self.best.as_ref().is_some_and(|(best, _)| *best <= cost)
    }

    fn dive(&mut self, order: &[usize], cost: Objective, fits: &[usize]) {
        let Some((&demand, later)) = order.split_first() else {
            if !self.beaten(cost) {
                self.best = Some((cost, self.chosen.clone()));
            }
            return;
        };
        let mut fits = fits.to_vec();
        let mut rest = [0; 4];
        for &other in later {
            rest = sum(rest, self.bound(other, &mut fits[other]));
        }
        for candidate in fits[demand]..self.demands[demand].candidates.len() {
            let hopeless = self.beaten(sum(sum(cost, self.least(demand, candidate)), rest));
            if hopeless || (self.steps == 0 && self.best.is_some()) {
                break;
            }
            let Some((start, minutes)) = self.earliest(demand, candidate) else { continue };
            let mut added = self.least(demand, candidate);
            added[3] = start + minutes;
            let added = sum(cost, added);
            if self.beaten(sum(added, rest)) {
                continue;
            }
            let demands = self.demands;
            let rooms = &demands[demand].candidates[candidate].group.rooms;
            self.occupancy.occupy(rooms, start, start + minutes);
            self.chosen[demand] = Some(Choice { candidate, start });
            self.dive(later, added, &fits);
            self.chosen[demand] = None;
            self.occupancy.release(rooms);
        }
        let unplaced = sum(cost, [self.demands[demand].weight, 0, 0, 0]);
        if !self.beaten(sum(unplaced, rest)) && (self.steps > 0 || self.best.is_none()) {
            self.dive(later, unplaced, &fits);
        }
    }
}

/// Objectives are added level by level; comparing sums level by level stays right because the order of the
/// levels is kept by addition.
pub(crate) fn sum(a: Objective, b: Objective) -> Objective {
    [a[0] + b[0], a[1] + b[1], a[2] + b[2], a[3] + b[3]]
}
