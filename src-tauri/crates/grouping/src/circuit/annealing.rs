//! Small changes of a timetable, mostly along what makes it late. A change that makes it a little later is kept
//! as well, ever less so, and then again, so that the search gets over small hills.

use super::{Circuit, Turn, end_of};
use crate::series::Series;

/// Changes of one cooling, for every turn.
const CYCLE: usize = 400;
/// Tenths of a mean turn by which a timetable may get later when hot.
const HEAT: u64 = 2;
/// Tries between two questions whether to stop.
const ASKED_EVERY: usize = 4_096;

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

    /// Gives all turns their times; when the last one ends.
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
        self.makespan()
    }

    fn run(&mut self, tries: usize, stop: &mut dyn FnMut() -> bool) -> Vec<Turn> {
        let mut series = Series::new(0);
        let mut cost = self.time();
        let (mut best, mut best_order) = (self.makespan(), self.order.clone());
        let turns = self.order.len();
        let mean =
            self.circuit.minutes.iter().flatten().sum::<u64>() / u64::try_from(turns).unwrap_or(1).max(1);
        let cycle = turns * CYCLE;
        let hot = usize::try_from(mean * HEAT / 10).unwrap_or(1);
        let mut path = Vec::new();
        for attempt in 0..tries {
            if best <= self.bound || (attempt % ASKED_EVERY == ASKED_EVERY - 1 && stop()) {
                break;
            }
            let warmth = hot * (cycle - attempt % cycle) / cycle;
            self.late_path(&mut series, &mut path);
            let (earlier, later) = if path.len() >= 2 && series.below(8) > 0 {
                // The path runs backwards: a turn and the one it waits for.
                let step = series.below(path.len() - 1);
                (self.place[path[step + 1]], self.place[path[step]])
            } else {
                let (one, other) = (series.below(turns), series.below(turns));
                (one.min(other), one.max(other))
            };
            let up = series.below(2) == 0;
            self.shift(earlier, later, up);
            let changed = self.time();
            let allowed = u64::try_from(series.below(warmth + 1)).unwrap_or(0);
            if changed <= cost + allowed {
                cost = changed;
                let makespan = self.makespan();
                if makespan < best {
                    best = makespan;
                    best_order.clone_from(&self.order);
                }
            } else {
                self.shift(earlier, later, !up);
                self.time();
            }
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
            self.panel_last
                .get(index)
                .copied()
                .unwrap_or_else(|| self.batch_last[index - self.panel_last.len()])
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
}
