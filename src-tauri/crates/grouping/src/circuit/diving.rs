//! A search for a timetable that ends at a given minute at the latest. The panel that is free first takes its
//! next batch, the most urgent first; whenever a panel or a batch has more reading before it than minutes, the
//! search goes back. It is done many times with a little chance in what is urgent. It proves nothing when it
//! finds nothing, for no panel waits where it could begin.

use super::{Circuit, Turn};
use crate::series::Series;

const NOTHING: usize = usize::MAX;
/// Steps between two questions whether to stop.
const ASKED_EVERY: u64 = 1 << 16;

struct Dive<'a> {
    circuit: &'a Circuit,
    end: u64,
    panel_free: Vec<u64>,
    panel_left: Vec<u64>,
    /// Where a batch was read last, and until when.
    batch_at: Vec<usize>,
    batch_free: Vec<u64>,
    batch_left: Vec<u64>,
    done: Vec<bool>,
    turns: Vec<Turn>,
    steps: u64,
    /// Chance in what is urgent, and how much longer turns are preferred.
    noise: usize,
    long: u64,
    idle: u64,
    series: Series,
    shortest_lag: u64,
}

impl Circuit {
    /// Looks for a timetable that ends by `end`: `rounds` times with `steps` each.
    pub(crate) fn dive(
        &self,
        end: u64,
        steps: u64,
        rounds: usize,
        stop: &mut dyn FnMut() -> bool,
    ) -> Option<Vec<Turn>> {
        let mean = self.minutes.iter().flatten().sum::<u64>() / self.turns().max(1);
        let mean = usize::try_from(mean).unwrap_or(1);
        let mut since = 0;
        for round in 0..rounds {
            let mut dive = Dive::new(self, end, steps);
            dive.series = Series::new(round);
            let mut draw = Series::new(round + 7);
            dive.noise = if round == 0 { 0 } else { draw.below(2 * mean + 1) };
            dive.long = u64::try_from(draw.below(5)).unwrap_or(0);
            dive.idle = 1 + u64::try_from(draw.below(6)).unwrap_or(0);
            match dive.go() {
                Some(true) => return Some(dive.turns),
                Some(false) => return None,
                None => {}
            }
            since += steps;
            if since > ASKED_EVERY {
                since = 0;
                if stop() {
                    break;
                }
            }
        }
        None
    }

    fn turns(&self) -> u64 {
        u64::try_from(self.panels() * self.batches()).unwrap_or(u64::MAX)
    }
}

impl<'a> Dive<'a> {
    fn new(circuit: &'a Circuit, end: u64, steps: u64) -> Self {
        let (panels, batches) = (circuit.panels(), circuit.batches());
        let others = |a: usize| (0..panels).filter(move |&b| a != b).map(move |b| circuit.lag[a][b]);
        Self {
            circuit,
            end,
            panel_free: vec![0; panels],
            panel_left: circuit.minutes.iter().map(|row| row.iter().sum()).collect(),
            batch_at: vec![NOTHING; batches],
            batch_free: vec![0; batches],
            batch_left: (0..batches).map(|j| circuit.minutes.iter().map(|row| row[j]).sum()).collect(),
            done: vec![false; panels * batches],
            turns: Vec::with_capacity(panels * batches),
            steps,
            noise: 0,
            long: 0,
            idle: 2,
            series: Series::new(0),
            shortest_lag: (0..panels).flat_map(others).min().unwrap_or(0),
        }
    }

    fn ready(&self, panel: usize, batch: usize) -> u64 {
        match self.batch_at[batch] {
            NOTHING => 0,
            from => self.batch_free[batch] + self.circuit.lag[from][panel],
        }
    }

    /// Whether every batch can still be read to the end from this minute on.
    fn batches_fit(&self, now: u64) -> bool {
        (0..self.batch_left.len()).all(|batch| {
            self.batch_left[batch] == 0 || {
                let lag = if self.batch_at[batch] == NOTHING { 0 } else { self.shortest_lag };
                (self.batch_free[batch] + lag).max(now) + self.batch_left[batch] <= self.end
            }
        })
    }

    /// True when everything is read, false when nothing more is found, nothing when the steps are spent.
    fn go(&mut self) -> Option<bool> {
        let waiting = (0..self.panel_free.len()).filter(|&panel| self.panel_left[panel] > 0);
        let next =
            waiting.min_by_key(|&panel| (self.panel_free[panel], u64::MAX - self.panel_left[panel], panel));
        let Some(panel) = next else { return Some(true) };
        let now = self.panel_free[panel];
        if !self.batches_fit(now) || now + self.panel_left[panel] > self.end {
            return Some(false);
        }
        if self.steps == 0 {
            return None;
        }
        self.steps -= 1;
        let batches = self.batch_left.len();
        let latest = self.end - self.panel_left[panel];
        let mut open: Vec<(u64, usize, u64)> = Vec::with_capacity(batches);
        // A turn that begins only after another one could have ended waits too long.
        let mut soonest = u64::MAX;
        for batch in (0..batches).filter(|batch| !self.done[panel * batches + batch]) {
            let begin = self.ready(panel, batch).max(now);
            soonest = soonest.min(begin + self.circuit.minutes[panel][batch]);
            if begin <= latest {
                open.push((0, batch, begin));
            }
        }
        open.retain(|&(_, _, begin)| begin < soonest || begin == now);
        for (urgency, batch, begin) in &mut open {
            let minutes = self.circuit.minutes[panel][*batch];
            let slack = self.end.saturating_sub(*begin + self.batch_left[*batch]);
            let chance = u64::try_from(self.series.below(self.noise + 1)).unwrap_or(0);
            *urgency = (slack * 4 + (*begin - now) * 4 * self.idle + chance * 4 + 1_000_000)
                .saturating_sub(minutes * self.long);
        }
        open.sort_unstable();
        for (_, batch, begin) in open {
            let minutes = self.circuit.minutes[panel][batch];
            let (from, free) = (self.batch_at[batch], self.batch_free[batch]);
            let end = begin + minutes;
            self.panel_free[panel] = end;
            self.panel_left[panel] -= minutes;
            self.batch_at[batch] = panel;
            self.batch_free[batch] = end;
            self.batch_left[batch] -= minutes;
            self.done[panel * batches + batch] = true;
            self.turns.push(Turn { panel, batch, begin, end });
            let found = self.go();
            if found == Some(true) {
                return found;
            }
            self.turns.pop();
            self.done[panel * batches + batch] = false;
            self.batch_left[batch] += minutes;
            self.batch_free[batch] = free;
            self.batch_at[batch] = from;
            self.panel_left[panel] += minutes;
            self.panel_free[panel] = now;
            found?;
        }
        Some(false)
    }
}
