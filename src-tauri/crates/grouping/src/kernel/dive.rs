//! The depth-first search over columns whose reduced cost lies below the gap.

use super::{Column, Outcome, Prices, Problem, give_back, reduced, room_for, rounded_up, take, worth_of};
use crate::effort::Effort;

/// A column with its reduced cost.
#[derive(Clone, Copy)]
struct Priced {
    cost: i64,
    column: usize,
}

struct Search<'a, 'b, 'c> {
    problem: &'a Problem,
    outcome: &'b mut Outcome,
    effort: &'b mut Effort<'c>,
    /// Columns of each item by reduced cost.
    items: Vec<Vec<Priced>>,
    left: Vec<i64>,
    chosen: Vec<usize>,
    /// The least bound of what was not searched.
    open: i64,
}

/// Searches until the choice is proven or the effort is spent; then the bound is the least left open.
pub(super) fn search(problem: &Problem, prices: &Prices, outcome: &mut Outcome, effort: &mut Effort<'_>) {
    let mut items: Vec<Vec<Priced>> = Vec::with_capacity(problem.items.len());
    // Whatever takes a column that is not listed costs at least this.
    let mut open = i64::MAX;
    let cheapest = |columns: &[Column]| columns.iter().map(|column| column.cost).min().unwrap_or(0);
    let unpriced: i64 = problem.items.iter().map(|columns| cheapest(columns)).sum();
    for columns in &problem.items {
        let priced = columns.iter().enumerate();
        let mut priced: Vec<Priced> =
            priced.map(|(column, it)| Priced { cost: reduced(it, &prices.rows), column }).collect();
        priced.sort_unstable_by_key(|priced| (priced.cost, priced.column));
        let least = priced.first().map_or(0, |priced| priced.cost);
        let cost = outcome.cost;
        // A column dearer than the gap is in no better choice.
        priced.retain(|priced| {
            let with = rounded_up(prices.bound.saturating_add(priced.cost).saturating_sub(least));
            let listed = !columns[priced.column].unlisted;
            let plain = unpriced + columns[priced.column].cost - cheapest(columns);
            if with.max(plain) < cost && !listed {
                open = open.min(with.max(plain));
            }
            with < cost && listed
        });
        items.push(priced);
    }
    let worth = worth_of(&prices.rows, &problem.capacity);
    let root = outcome.bound;
    let mut search = Search {
        problem,
        outcome,
        effort,
        items,
        left: problem.capacity.clone(),
        chosen: vec![usize::MAX; problem.items.len()],
        open,
    };
    if search.items.iter().all(|columns| !columns.is_empty()) {
        let all: Vec<usize> = (0..problem.items.len()).collect();
        search.dive(&all, -worth);
    }
    let open = search.open;
    let cost = outcome.cost;
    outcome.bound = root.max(open.min(cost)).min(cost);
}

impl Search<'_, '_, '_> {
    /// Serves the items left; `spent` is the reduced cost of those served, less the worth of the rows.
    fn dive(&mut self, items: &[usize], spent: i64) {
        let mut bound = spent;
        // The item whose cheapest column has risen most is decided first.
        let mut next: Option<((i64, usize), usize, i64)> = None;
        let mut scanned = 1;
        for &item in items {
            let columns = &self.items[item];
            let fitting = columns.iter().position(|priced| {
                let column = &self.problem.items[item][priced.column];
                scanned += 1 + column.uses.len() / 32;
                room_for(&self.left, column)
            });
            let Some(place) = fitting else { return };
            let cost = columns[place].cost;
            bound = bound.saturating_add(cost);
            let rank = (cost - columns[0].cost, usize::MAX - columns.len());
            if next.as_ref().is_none_or(|(best, ..)| rank > *best) {
                next = Some((rank, item, cost));
            }
        }
        if rounded_up(bound) >= self.outcome.cost {
            return;
        }
        let Some((_, item, least)) = next else {
            self.outcome.offer(self.problem, self.chosen.clone());
            return;
        };
        if !self.effort.spend(scanned) {
            self.open = self.open.min(rounded_up(bound));
            return;
        }
        let rest: Vec<usize> = items.iter().copied().filter(|&other| other != item).collect();
        // Children are looked at as well, and each look is a step.
        if !self.effort.spend(self.items[item].len()) {
            self.open = self.open.min(rounded_up(bound));
            return;
        }
        for place in 0..self.items[item].len() {
            let Priced { cost, column } = self.items[item][place];
            let child = bound.saturating_add(cost - least);
            if rounded_up(child) >= self.outcome.cost {
                break;
            }
            let it = &self.problem.items[item][column];
            if !room_for(&self.left, it) {
                continue;
            }
            take(&mut self.left, it);
            self.chosen[item] = column;
            self.dive(&rest, spent.saturating_add(cost));
            give_back(&mut self.left, &self.problem.items[item][column]);
        }
    }
}
