//! One column for each item within the capacity of every row, at the least cost: Lagrangian prices give a
//! bound, greedy repair a choice, and a depth-first search over the columns whose reduced cost lies below the
//! gap closes it. Whole numbers throughout, so that every machine finds the same.

use crate::effort::Effort;

mod dive;
mod repair;

/// One unit of cost in the fixed point of the prices.
pub(super) const UNIT: i64 = 1 << 16;
/// Rounds of prices.
const ROUNDS: usize = 160;
/// Rounds without a better bound after which the step is halved.
const PATIENCE: usize = 8;

/// One way to serve an item.
#[derive(Debug, Clone)]
pub(crate) struct Column {
    pub cost: i64,
    /// Rows with the amount used of each.
    pub uses: Vec<(u32, u32)>,
    /// Stands for columns that are not listed: it lowers the bound and is never chosen.
    pub unlisted: bool,
}

/// Items with their columns, and the capacity of the rows.
#[derive(Debug, Clone, Default)]
pub(crate) struct Problem {
    pub items: Vec<Vec<Column>>,
    pub capacity: Vec<i64>,
}

/// What was found.
#[derive(Debug, Clone)]
pub(crate) struct Outcome {
    /// The column of each item; none if no choice was found.
    pub chosen: Option<Vec<usize>>,
    /// Cost of the choice; `i64::MAX` without one.
    pub cost: i64,
    /// No choice costs less; equal to `cost` when that is proven.
    pub bound: i64,
}

impl Problem {
    /// Steps it takes to look at every column once.
    pub(crate) fn size(&self) -> usize {
        self.items.iter().flatten().map(|column| 1 + column.uses.len() / 4).sum()
    }

    pub(crate) fn cost(&self, chosen: &[usize]) -> i64 {
        self.items.iter().zip(chosen).map(|(columns, &column)| columns[column].cost).sum()
    }

    /// Whether a choice keeps every row.
    pub(crate) fn fits(&self, chosen: &[usize]) -> bool {
        let mut left = self.capacity.clone();
        for (columns, &column) in self.items.iter().zip(chosen) {
            take(&mut left, &columns[column]);
        }
        left.iter().all(|&left| left >= 0)
    }
}

pub(super) fn room_for(left: &[i64], column: &Column) -> bool {
    column.uses.iter().all(|&(row, amount)| left[at(row)] >= i64::from(amount))
}

pub(super) fn take(left: &mut [i64], column: &Column) {
    for &(row, amount) in &column.uses {
        left[at(row)] -= i64::from(amount);
    }
}

pub(super) fn give_back(left: &mut [i64], column: &Column) {
    for &(row, amount) in &column.uses {
        left[at(row)] += i64::from(amount);
    }
}

pub(super) fn at(row: u32) -> usize {
    usize::try_from(row).unwrap_or(usize::MAX)
}

/// The prices of the rows, and what follows from them.
pub(super) struct Prices {
    pub rows: Vec<i64>,
    /// Σ of the least reduced costs less the worth of the capacity, in units of [`UNIT`].
    pub bound: i64,
}

/// Solves the problem as far as the effort goes; `known` is a choice already at hand.
pub(crate) fn solve(problem: &Problem, known: Option<Vec<usize>>, effort: &mut Effort<'_>) -> Outcome {
    let known = known.filter(|chosen| problem.fits(chosen));
    let cost = known.as_ref().map_or(i64::MAX, |chosen| problem.cost(chosen));
    let mut outcome = Outcome { chosen: known, cost, bound: 0 };
    if problem.items.iter().any(Vec::is_empty) {
        outcome.bound = i64::MAX;
        return outcome;
    }
    // Where the cheapest columns fit together nothing has to be searched.
    let cheapest: Option<Vec<usize>> = problem.items.iter().map(|columns| cheapest_listed(columns)).collect();
    let least: i64 = problem.items.iter().filter_map(|columns| columns.iter().map(|c| c.cost).min()).sum();
    outcome.bound = least;
    if let Some(cheapest) = cheapest.filter(|chosen| problem.fits(chosen)) {
        outcome.offer(problem, cheapest);
    }
    if outcome.closed() {
        return outcome;
    }
    outcome.repair(problem, &vec![0; problem.capacity.len()], effort);
    if outcome.closed() {
        return outcome;
    }
    let prices = priced(problem, &mut outcome, effort);
    if !outcome.closed() {
        dive::search(problem, &prices, &mut outcome, effort);
    }
    outcome
}

fn cheapest_listed(columns: &[Column]) -> Option<usize> {
    (0..columns.len()).filter(|&c| !columns[c].unlisted).min_by_key(|&c| columns[c].cost)
}

impl Outcome {
    pub(super) fn closed(&self) -> bool {
        self.bound >= self.cost
    }

    pub(super) fn offer(&mut self, problem: &Problem, chosen: Vec<usize>) {
        let cost = problem.cost(&chosen);
        if cost < self.cost {
            (self.cost, self.chosen) = (cost, Some(chosen));
        }
    }
}

/// Reduced cost of a column.
pub(super) fn reduced(column: &Column, rows: &[i64]) -> i64 {
    let worth = column.uses.iter().map(|&(row, amount)| rows[at(row)].saturating_mul(i64::from(amount)));
    let worth = worth.fold(0, i64::saturating_add);
    column.cost.saturating_mul(UNIT).saturating_add(worth)
}

/// The whole number above a bound in the fixed point.
pub(super) fn rounded_up(bound: i64) -> i64 {
    bound.saturating_add(UNIT - 1).div_euclid(UNIT)
}

/// What the whole capacity is worth at these prices.
pub(super) fn worth_of(prices: &[i64], capacity: &[i64]) -> i64 {
    let rows = prices.iter().zip(capacity).map(|(price, room)| price.saturating_mul(*room));
    rows.fold(0, i64::saturating_add)
}

/// Subgradient rounds: prices rise where rows are overfull and fall where they are slack.
fn priced(problem: &Problem, outcome: &mut Outcome, effort: &mut Effort<'_>) -> Prices {
    let rows = problem.capacity.len();
    let mut prices = vec![0_i64; rows];
    let mut best = Prices { rows: prices.clone(), bound: i64::MIN };
    let (mut step, mut stalled) = (64_i128, 0);
    let size = problem.size();
    let dearest = |columns: &Vec<Column>| columns.iter().map(|column| column.cost).max().unwrap_or(0);
    let dearest: i64 = problem.items.iter().map(dearest).sum();
    for round in 0..ROUNDS {
        if !effort.spend(size) {
            break;
        }
        let mut slack = problem.capacity.clone();
        let mut bound: i64 = 0;
        for columns in &problem.items {
            let cheapest = columns.iter().map(|column| (reduced(column, &prices), column));
            if let Some((cost, column)) = cheapest.min_by_key(|(cost, _)| *cost) {
                bound = bound.saturating_add(cost);
                take(&mut slack, column);
            }
        }
        let worth = worth_of(&prices, &problem.capacity);
        bound = bound.saturating_sub(worth);
        if bound > best.bound {
            best = Prices { rows: prices.clone(), bound };
            stalled = 0;
            outcome.bound = outcome.bound.max(rounded_up(bound));
            if outcome.bound > dearest {
                // Not even the dearest columns would do: nothing fits.
                outcome.bound = i64::MAX;
                break;
            }
        } else {
            stalled += 1;
            if stalled >= PATIENCE {
                step /= 2;
                stalled = 0;
                prices.clone_from(&best.rows);
            }
        }
        if round % 4 == 0 {
            outcome.repair(problem, &prices, effort);
        }
        if outcome.closed() || step == 0 {
            break;
        }
        let ceiling =
            if outcome.cost == i64::MAX { outcome.bound + outcome.bound.abs() / 4 + 8 } else { outcome.cost };
        let gap = i128::from(ceiling.saturating_mul(UNIT).saturating_sub(bound).max(UNIT));
        let norm: i128 = slack
            .iter()
            .zip(&prices)
            .filter(|&(&slack, &price)| slack < 0 || price > 0)
            .map(|(&slack, _)| i128::from(slack) * i128::from(slack))
            .sum();
        if norm == 0 {
            break;
        }
        for (price, slack) in prices.iter_mut().zip(&slack) {
            let change = -i128::from(*slack) * gap * step / (norm * 64);
            let raised = i128::from(*price) + change;
            *price = i64::try_from(raised.max(0)).unwrap_or(i64::MAX / UNIT);
        }
    }
    best
}
