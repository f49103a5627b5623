//! Choices made greedily by reduced cost and improved item by item.

use super::{Outcome, Problem, give_back, reduced, room_for, take};
use crate::effort::Effort;

/// Rounds in which each item may change to a cheaper column.
const POLISHES: usize = 6;

impl Outcome {
    /// Tries to build a choice with these prices in a few orders of the items.
    pub(super) fn repair(&mut self, problem: &Problem, prices: &[i64], effort: &mut Effort<'_>) {
        if !effort.spend(problem.size() * 4) {
            return;
        }
        let ranked: Vec<Vec<(i64, usize)>> = problem
            .items
            .iter()
            .map(|columns| {
                let listed = columns.iter().enumerate().filter(|(_, column)| !column.unlisted);
                let mut ranked: Vec<(i64, usize)> =
                    listed.map(|(place, column)| (reduced(column, prices), place)).collect();
                ranked.sort_unstable();
                ranked
            })
            .collect();
        let regret = |ranked: &[(i64, usize)]| match ranked {
            [] => i64::MIN,
            [_] => i64::MAX,
            [first, .., last] => last.0.saturating_sub(first.0),
        };
        let mut orders: Vec<Vec<usize>> = vec![(0..ranked.len()).collect(); 3];
        orders[0].sort_by_key(|&item| (ranked[item].len(), item));
        orders[1].sort_by_key(|&item| (std::cmp::Reverse(regret(&ranked[item])), item));
        let widest = |item: usize| problem.items[item].iter().map(|column| column.uses.len()).min();
        orders[2].sort_by_key(|&item| (std::cmp::Reverse(widest(item)), item));
        for order in orders {
            let mut looks = 0;
            let chosen = greedy(problem, &ranked, &order, &mut looks);
            effort.spend(looks * 4);
            if let Some(chosen) = chosen {
                let polished = polish(problem, chosen);
                self.offer(problem, polished);
            }
        }
    }
}

/// The cheapest column that still has room, item by item; an item that finds none goes to the front once.
fn greedy(
    problem: &Problem,
    ranked: &[Vec<(i64, usize)>],
    order: &[usize],
    looks: &mut usize,
) -> Option<Vec<usize>> {
    let mut order = order.to_vec();
    for _ in 0..=order.len() {
        let mut left = problem.capacity.clone();
        let mut chosen = vec![usize::MAX; ranked.len()];
        let mut failed = None;
        for (turn, &item) in order.iter().enumerate() {
            let found = ranked[item].iter().find(|&&(_, place)| {
                *looks += 1;
                room_for(&left, &problem.items[item][place])
            });
            let Some(&(_, place)) = found else {
                failed = Some(turn);
                break;
            };
            take(&mut left, &problem.items[item][place]);
            chosen[item] = place;
        }
        match failed {
            None => return Some(chosen),
            Some(0) => return None,
            Some(turn) => {
                let item = order.remove(turn);
                order.insert(0, item);
            }
        }
    }
    None
}

/// Each item in turn takes the cheapest column that the others leave room for.
fn polish(problem: &Problem, mut chosen: Vec<usize>) -> Vec<usize> {
    let mut left = problem.capacity.clone();
    for (columns, &column) in problem.items.iter().zip(&chosen) {
        take(&mut left, &columns[column]);
    }
    for _ in 0..POLISHES {
        let mut better = false;
        for (columns, chosen) in problem.items.iter().zip(&mut chosen) {
            give_back(&mut left, &columns[*chosen]);
            let cheaper = (0..columns.len())
                .filter(|&c| columns[c].cost < columns[*chosen].cost && !columns[c].unlisted)
                .filter(|&c| room_for(&left, &columns[c]))
                .min_by_key(|&c| columns[c].cost);
            if let Some(cheaper) = cheaper {
                (*chosen, better) = (cheaper, true);
            }
            take(&mut left, &columns[*chosen]);
        }
        if !better {
            break;
        }
    }
    chosen
}
