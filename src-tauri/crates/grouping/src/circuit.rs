//! The timetable of one circuit: the panels on one paper set and the batches carried between them. It is an
//! open shop with transport times: panels are machines, batches are jobs, the lag is walking and disinfection.

mod annealing;
mod diving;

/// One circuit to be scheduled.
#[derive(Debug, Clone)]
pub(crate) struct Circuit {
    /// Panel minutes by panel and batch.
    pub minutes: Vec<Vec<u64>>,
    /// Minutes between the end of a review in one panel's room and the earliest begin in another's.
    pub lag: Vec<Vec<u64>>,
}

/// One panel reviewing one batch, in minutes from the start.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Turn {
    pub panel: usize,
    pub batch: usize,
    pub begin: u64,
    pub end: u64,
}

/// Which of several turns that could begin at once is taken.
#[derive(Clone, Copy)]
enum Preference {
    /// The batch that still has most reading before it.
    BatchWithMostLeft,
    /// The panel that still has most reading before it.
    PanelWithMostLeft,
    /// The longest turn.
    LongestTurn,
}

/// Timetables are not searched further on circuits with more turns than this times themselves; the rotation
/// pattern alone is cheap at any size.
const MOST_TURNS: usize = 500;
/// Turns beyond which a timetable is not searched at all.
const MOST_DIVED: usize = 1_000;
/// Panels beyond which the way through all of them is bounded instead of worked out.
const MOST_ON_PATH: usize = 10;

impl Circuit {
    fn panels(&self) -> usize {
        self.minutes.len()
    }

    fn batches(&self) -> usize {
        self.minutes.first().map_or(0, Vec::len)
    }

    /// No timetable of these batches ends earlier: the longest panel, or the batch that reads and travels most.
    pub(crate) fn bound(&self) -> u64 {
        let panels = self.minutes.iter().map(|row| row.iter().sum::<u64>()).max().unwrap_or(0);
        let path = self.path();
        let batches = (0..self.batches()).map(|j| self.minutes.iter().map(|row| row[j]).sum::<u64>() + path);
        panels.max(batches.max().unwrap_or(0))
    }

    /// Least lag on a way through all panels.
    fn path(&self) -> u64 {
        let n = self.panels();
        if n > MOST_ON_PATH {
            let nearest = |a: usize| (0..n).filter(|&b| b != a).map(|b| self.lag[a][b]).min();
            let carries: Vec<u64> = (0..n).filter_map(nearest).collect();
            // A batch leaves all rooms but the last.
            return carries.iter().sum::<u64>() - carries.iter().max().copied().unwrap_or(0);
        }
        let mut best = vec![u64::MAX; (1 << n) * n];
        (0..n).for_each(|panel| best[(1 << panel) * n + panel] = 0);
        for seen in 1..1_usize << n {
            for last in (0..n).filter(|last| seen >> last & 1 == 1) {
                let here = best[seen * n + last];
                for next in (0..n).filter(|next| seen >> next & 1 == 0 && here < u64::MAX) {
                    let to = &mut best[(seen | 1 << next) * n + next];
                    *to = (*to).min(here + self.lag[last][next]);
                }
            }
        }
        best[((1 << n) - 1) * n..].iter().copied().min().unwrap_or(0)
    }

    /// The best timetable of the rotation pattern, a few list schedules and, while none reaches the bound,
    /// `tries` small changes of the best.
    pub(crate) fn timetable(&self, tries: usize) -> Vec<Turn> {
        let bound = self.bound();
        let mut best = self.rotation(&(0..self.panels()).collect::<Vec<_>>());
        let reversed = (0..self.panels()).rev().collect::<Vec<_>>();
        let nearest_first = self.nearest_first();
        let lists = [Preference::BatchWithMostLeft, Preference::PanelWithMostLeft, Preference::LongestTurn]
            .into_iter();
        let small = self.panels() * self.batches() <= MOST_TURNS;
        let rotations = [reversed, nearest_first].into_iter().map(|order| self.rotation(&order));
        for turns in rotations.chain(lists.filter(|_| small).map(|list| self.list_schedule(list))) {
            if end_of(&best) <= bound {
                return best;
            }
            if end_of(&turns) < end_of(&best) {
                best = turns;
            }
        }
        self.better(best, bound, tries, &mut || false)
    }

    /// A better timetable than the one at hand, if `tries` small changes and as many steps of diving find one.
    pub(crate) fn better(
        &self,
        mut best: Vec<Turn>,
        bound: u64,
        tries: usize,
        stop: &mut dyn FnMut() -> bool,
    ) -> Vec<Turn> {
        let turns = self.panels() * self.batches();
        if tries == 0 || turns > MOST_DIVED || end_of(&best) <= bound {
            return best;
        }
        let steps = (turns * 5 / 2).max(300);
        let rounds = tries.div_ceil(steps);
        let steps = u64::try_from(steps).unwrap_or(u64::MAX);
        if let Some(found) = self.dive(bound, steps, rounds, stop) {
            return found;
        }
        best = self.annealed(best, bound, tries, stop);
        while end_of(&best) > bound {
            match self.dive(end_of(&best) - 1, steps, rounds / 4, stop) {
                Some(found) => best = found,
                None => break,
            }
        }
        best
    }

    /// Panels in the order of a walk that always goes to the nearest room not yet seen.
    fn nearest_first(&self) -> Vec<usize> {
        let mut order = vec![0];
        while order.len() < self.panels() {
            let here = order[order.len() - 1];
            let left = (0..self.panels()).filter(|panel| !order.contains(panel));
            match left.min_by_key(|&panel| (self.lag[here][panel], panel)) {
                Some(panel) => order.push(panel),
                None => break,
            }
        }
        order
    }

    /// In each slot every panel takes the next batch, the panels evenly spaced, so that with twice as many
    /// batches as panels each batch rests one slot between two rooms.
    fn rotation(&self, order: &[usize]) -> Vec<Turn> {
        let (panels, batches) = (self.panels(), self.batches());
        let mut state = State::new(self);
        for slot in 0..batches {
            for (place, &panel) in order.iter().enumerate() {
                state.take(panel, (slot + place * batches / panels) % batches);
            }
        }
        state.turns
    }

    /// Takes, again and again, the turn that can begin first.
    fn list_schedule(&self, preference: Preference) -> Vec<Turn> {
        let mut state = State::new(self);
        let mut waiting: Vec<(usize, usize)> =
            (0..self.panels()).flat_map(|i| (0..self.batches()).map(move |j| (i, j))).collect();
        let mut panel_left: Vec<u64> = self.minutes.iter().map(|row| row.iter().sum()).collect();
        let mut batch_left: Vec<u64> =
            (0..self.batches()).map(|j| self.minutes.iter().map(|row| row[j]).sum()).collect();
        loop {
            let key = |&(i, j): &(usize, usize)| {
                let turn = self.minutes[i][j];
                let rank = match preference {
                    Preference::BatchWithMostLeft => [batch_left[j], panel_left[i]],
                    Preference::PanelWithMostLeft => [panel_left[i], batch_left[j]],
                    Preference::LongestTurn => [turn, batch_left[j]],
                };
                (state.ready(i, j), std::cmp::Reverse(rank), i, j)
            };
            let Some(next) = (0..waiting.len()).min_by_key(|&index| key(&waiting[index])) else { break };
            let (panel, batch) = waiting.swap_remove(next);
            state.take(panel, batch);
            panel_left[panel] -= self.minutes[panel][batch];
            batch_left[batch] -= self.minutes[panel][batch];
        }
        state.turns
    }
}

/// When the last turn ends.
pub(crate) fn end_of(turns: &[Turn]) -> u64 {
    turns.iter().map(|turn| turn.end).max().unwrap_or(0)
}

/// A timetable being built, turn after turn.
struct State<'a> {
    circuit: &'a Circuit,
    panel_free: Vec<u64>,
    batch_at: Vec<Option<(usize, u64)>>,
    turns: Vec<Turn>,
}

impl<'a> State<'a> {
    fn new(circuit: &'a Circuit) -> Self {
        let (panels, batches) = (circuit.panels(), circuit.batches());
        Self { circuit, panel_free: vec![0; panels], batch_at: vec![None; batches], turns: Vec::new() }
    }

    fn ready(&self, panel: usize, batch: usize) -> u64 {
        let arrives = self.batch_at[batch].map_or(0, |(from, end)| end + self.circuit.lag[from][panel]);
        arrives.max(self.panel_free[panel])
    }

    fn take(&mut self, panel: usize, batch: usize) {
        let begin = self.ready(panel, batch);
        let end = begin + self.circuit.minutes[panel][batch];
        self.panel_free[panel] = end;
        self.batch_at[batch] = Some((panel, end));
        self.turns.push(Turn { panel, batch, begin, end });
    }
}

#[cfg(test)]
mod tests {
    use super::{Circuit, end_of};

    #[test]
    fn twice_as_many_batches_as_rooms_make_carrying_free() {
        let circuit = Circuit { minutes: vec![vec![30; 4]; 2], lag: vec![vec![0, 8], vec![8, 0]] };
        assert_eq!(end_of(&circuit.timetable(0)), 120);
    }

    #[test]
    fn one_batch_for_two_rooms_waits_for_the_carry() {
        let circuit = Circuit { minutes: vec![vec![30]; 2], lag: vec![vec![0, 8], vec![8, 0]] };
        assert_eq!(circuit.bound(), 68);
        assert_eq!(end_of(&circuit.timetable(0)), 68);
    }
}
