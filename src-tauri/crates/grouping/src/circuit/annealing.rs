//! Small changes of a timetable along what makes it late. A change is kept when the timetable is not later
//! than it was some changes ago, so that the search gets over small hills; the same circuit always gives the
//! same timetable.

use super::{Circuit, Turn, end_of};

/// Changes after which a timetable must not be later than it was before them.
const MEMORY: usize = 400;
/// Tries between two questions whether to stop.
const ASKED_EVERY: usize = 4_096;

/// A fixed series of numbers that look drawn by chance.
struct Series(u64);

impl Series {
    /// A number below `most`.
    fn below(&mut self, most: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        let most = u64::try_from(most).unwrap_or(1).max(1);
        usize::try_from(self.0 % most).unwrap_or(0)
    }
}

const NOTHING: usize = usize::MAX;

struct Annealing<'a> {
    circuit: &'a Circuit,
    batches: usize,
    bound: u64,
    /// Turns as panel x batches + batch, in the order in which they are given their times.
    order: Vec<usize>,
    place: Vec<usize>,
    end: Vec<u64>,
    /// The turn that keeps a turn from beginning earlier.
    before: Vec<usize>,
    panel_last: Vec<usize>,
    batch_last: Vec<usize>,
}

impl Circuit {
    /// The best of the timetables met on `tries` changes; stops at the bound, or when told to.
    pub(crate) fn annealed(
        &self,
        first: Vec<Turn>,
        bound: u64,
        tries: usize,
        stop: &mut dyn FnMut() -> bool,
    ) -> Vec<Turn> {
        if tries == 0 || self.panels() < 2 || self.batches() == 0 {
            return first;
        }
        let batches = self.batches();
        let mut sorted = first.clone();
        sorted.sort_by_key(|turn| (turn.begin, turn.panel, turn.batch));
        let turns = self.panels() * batches;
        let mut search = Annealing {
            circuit: self,
            batches,
            bound,
            order: sorted.iter().map(|turn| turn.panel * batches + turn.batch).collect(),
            place: vec![0; turns],
            end: vec![0; turns],
            before: vec![NOTHING; turns],
            panel_last: vec![NOTHING; self.panels()],
            batch_last: vec![NOTHING; batches],
        };
        search.number();
        let found = search.run(tries, stop);
        if end_of(&found) < end_of(&first) { found } else { first }
    }
}

impl Annealing<'_> {
    fn number(&mut self) {
        for (place, &turn) in self.order.iter().enumerate() {
            self.place[turn] = place;
        }
    }

    /// Gives all turns their times; what comes back is how late panels and batches are beyond the bound.
    fn time(&mut self) -> u64 {
        self.panel_last.fill(NOTHING);
        self.batch_last.fill(NOTHING);
        for &turn in &self.order {
            let (panel, batch) = (turn / self.batches, turn % self.batches);
            let (of_panel, of_batch) = (self.panel_last[panel], self.batch_last[batch]);
            let free = if of_panel == NOTHING { 0 } else { self.end[of_panel] };
            let here = if of_batch == NOTHING {
                0
            } else {
                self.end[of_batch] + self.circuit.lag[of_batch / self.batches][panel]
            };
            self.before[turn] = if here > free { of_batch } else { of_panel };
            self.end[turn] = free.max(here) + self.circuit.minutes[panel][batch];
            self.panel_last[panel] = turn;
            self.batch_last[batch] = turn;
        }
        let lasts = self.panel_last.iter().chain(&self.batch_last);
        lasts.map(|&turn| self.end[turn].saturating_sub(self.bound)).sum()
    }

    fn run(&mut self, tries: usize, stop: &mut dyn FnMut() -> bool) -> Vec<Turn> {
        let mut series = Series(0x9E37_79B9_7F4A_7C15);
        let mut cost = self.time();
        let (mut best, mut best_order) = (self.makespan(), self.order.clone());
        let mut memory = vec![cost; MEMORY];
        let mut path = Vec::new();
        for attempt in 0..tries {
            if best <= self.bound || (attempt % ASKED_EVERY == ASKED_EVERY - 1 && stop()) {
                break;
            }
            self.late_path(&mut series, &mut path);
            if path.len() < 2 {
                continue;
            }
            // The path runs backwards: a turn and the one it waits for.
            let step = series.below(path.len() - 1);
            let (later, earlier) = (self.place[path[step]], self.place[path[step + 1]]);
            let up = series.below(2) == 0;
            self.shift(earlier, later, up);
            let changed = self.time();
            let slot = attempt % MEMORY;
            if changed <= memory[slot] || changed <= cost {
                cost = changed;
                let makespan = self.makespan();
                if makespan < best {
                    best = makespan;
                    best_order.clone_from(&self.order);
                }
            } else {
                self.unshift(earlier, later, up);
                self.time();
            }
            memory[slot] = memory[slot].min(cost);
        }
        self.order = best_order;
        self.time();
        let turn = |&turn: &usize| {
            let (panel, batch) = (turn / self.batches, turn % self.batches);
            let end = self.end[turn];
            Turn { panel, batch, begin: end - self.circuit.minutes[panel][batch], end }
        };
        self.order.iter().map(turn).collect()
    }

    fn makespan(&self) -> u64 {
        self.panel_last.iter().map(|&turn| self.end[turn]).max().unwrap_or(0)
    }

    /// A chain of turns that wait for each other, from a late last one backwards.
    fn late_path(&self, series: &mut Series, path: &mut Vec<usize>) {
        path.clear();
        let lasts = self.panel_last.len() + self.batch_last.len();
        let from = series.below(lasts);
        let last = |index: usize| {
            let index = index % lasts;
            self.panel_last.get(index).copied().unwrap_or_else(|| self.batch_last[index - self.panel_last.len()])
        };
        let late = (from..from + lasts).map(last).find(|&turn| self.end[turn] > self.bound);
        let mut next = late.unwrap_or(NOTHING);
        while next != NOTHING {
            path.push(next);
            next = self.before[next];
        }
    }

    /// Puts the later of two turns before the earlier one, or the earlier one behind the later.
    fn shift(&mut self, earlier: usize, later: usize, up: bool) {
        if up {
            self.order[earlier..=later].rotate_right(1);
        } else {
            self.order[earlier..=later].rotate_left(1);
        }
        for place in earlier..=later {
            self.place[self.order[place]] = place;
        }
    }

    fn unshift(&mut self, earlier: usize, later: usize, up: bool) {
        self.shift(earlier, later, !up);
    }
}
