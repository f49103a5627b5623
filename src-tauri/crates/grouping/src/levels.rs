//! Stage 1, level by level: what stays unplaced, rooms, spread, finish. The optimum of each level is a row of
//! the next.

use crate::columns::{Allowed, Cost, columns};
use crate::demand::{Choice, Demand, find_starts};
use crate::effort::Effort;
use crate::kernel::{Outcome, solve};
use crate::plan::Objective;
use crate::rules::count;
use crate::types::{Counted, counted};

/// Steps for the first try with the fewest rooms for every project.
const FIRST_TRY: u64 = 24_000_000;
/// Steps for choosing again with minutes learnt since.
const AGAIN: u64 = 2_000_000;
/// Groups listed when those that can still matter are listed again.
const MATTERING: usize = 2_500;
/// Groups listed of each number of rooms where rooms are short.
const SHORT: usize = 250;
/// Numbers of rooms listed beyond the fewest where rooms are short.
const MORE_ROOMS: usize = 2;

/// A choice for every demand with what it comes to.
#[derive(Debug, Clone)]
pub(crate) struct Levels {
    pub chosen: Vec<Option<Choice>>,
    pub value: Objective,
    /// No choice is better, level by level as long as the levels before are equal.
    pub bound: Objective,
    allowed: Allowed,
}

fn unsigned(figure: i64) -> u64 {
    u64::try_from(figure).unwrap_or(0)
}

/// The best choice found. `known` is one made before.
pub(crate) fn choose(demands: &mut [Demand<'_>], known: Option<&Levels>, effort: &mut Effort<'_>) -> Levels {
    find_starts(demands);
    let projects = demands.len();
    for demand in demands.iter_mut().filter(|demand| demand.candidates.is_empty()) {
        demand.list_first(projects);
    }
    let known = known.map(|levels| levels.chosen.as_slice());
    let out: u64 = demands.iter().filter(|demand| demand.fewest.is_none()).map(|demand| demand.weight).sum();
    let fewest: usize = demands.iter().filter_map(|demand| demand.fewest).sum();
    let all_starts = demands.iter().all(|demand| demand.all_starts);
    let mut allowed = Allowed::default();
    let first = FIRST_TRY.min(effort.left() / 4 * 3);
    let (spread, mut levels) = match effort.part(first, |part| level_three(demands, allowed, known, part)) {
        Some(spread) => {
            let value = [out, count(fewest), spread.cost, 0];
            let bound = [out, count(fewest), spread.bound, 0];
            (spread.chosen.clone(), Levels { chosen: spread.chosen, value, bound, allowed })
        }
        None => match rooms_short(demands, known, out, effort) {
            Some(levels) => {
                allowed = levels.allowed;
                (levels.chosen.clone(), levels)
            }
            None => return nothing(demands, allowed),
        },
    };
    allowed.spread = Some(levels.value[2]);
    levels.allowed = allowed;
    if !all_starts {
        levels.bound[2] = levels.bound[2].min(least_spread(demands, &allowed));
    }
    match level_four(demands, allowed, Some(&spread), effort) {
        Some(finish) => {
            levels.chosen = finish.chosen;
            levels.value[3] = finish.cost;
            levels.bound[3] = if all_starts { finish.bound } else { least_finish(demands, &allowed) };
        }
        None => levels.value[3] = finish(demands, &levels.chosen),
    }
    levels
}

/// Chooses again with the minutes learnt since: the finish first, everything if the levels before do not hold
/// any more.
pub(crate) fn choose_again(demands: &mut [Demand<'_>], before: &Levels, effort: &mut Effort<'_>) -> Levels {
    find_starts(demands);
    let steps = (effort.left() / 8).min(AGAIN);
    let again = effort.part(steps, |part| level_four(demands, before.allowed, Some(&before.chosen), part));
    match again {
        Some(finish) => {
            let value = [before.value[0], before.value[1], before.value[2], finish.cost];
            Levels { chosen: finish.chosen, value, bound: before.bound, allowed: before.allowed }
        }
        None => choose(demands, None, effort),
    }
}

fn nothing(demands: &[Demand<'_>], allowed: Allowed) -> Levels {
    let weight = demands.iter().map(|demand| demand.weight).sum();
    Levels { chosen: vec![None; demands.len()], value: [weight, 0, 0, 0], bound: [0; 4], allowed }
}

fn least_spread(demands: &[Demand<'_>], allowed: &Allowed) -> u64 {
    if allowed.rooms.is_some() || allowed.unplaced > 0 {
        return 0;
    }
    demands.iter().filter_map(|demand| demand.least_spread(demand.fewest?)).sum()
}

fn least_finish(demands: &[Demand<'_>], allowed: &Allowed) -> u64 {
    if allowed.unplaced > 0 {
        return 0;
    }
    let placed = demands.iter().filter(|demand| demand.fewest.is_some());
    placed.map(|demand| demand.earliest + demand.shortest).sum()
}

/// The finish of choices made.
pub(crate) fn finish(demands: &[Demand<'_>], chosen: &[Option<Choice>]) -> u64 {
    let end = |(demand, choice): (&Demand<'_>, &Option<Choice>)| {
        let choice = (*choice)?;
        Some(choice.start + demand.candidates[choice.candidate].minutes.unwrap_or(demand.shortest))
    };
    demands.iter().zip(chosen).filter_map(end).sum()
}

struct Found {
    chosen: Vec<Option<Choice>>,
    cost: u64,
    bound: u64,
}

fn solved(
    demands: &[Demand<'_>],
    cost: Cost,
    allowed: Allowed,
    known: Option<&[Option<Choice>]>,
    effort: &mut Effort<'_>,
) -> Option<Found> {
    let columns = columns(demands, cost, allowed);
    // Writing the columns down costs about as much as looking at them a few times.
    effort.spend(columns.problem.size() * 8);
    let known = known.and_then(|known| columns.find(known));
    let Outcome { chosen, cost, bound } = solve(&columns.problem, known, effort);
    let chosen = columns.meaning(demands.len(), &chosen?);
    Some(Found { chosen, cost: unsigned(cost), bound: unsigned(bound.min(cost)) })
}

/// Numbers of rooms a project may take: while all are placed none takes more than the fewest of the others leave.
pub(crate) fn sizes(demands: &[Demand<'_>], demand: &Demand<'_>, allowed: Allowed) -> Vec<usize> {
    let Some(fewest) = demand.fewest else { return Vec::new() };
    let Some(rooms) = allowed.rooms else { return vec![fewest] };
    let most = demand.search.most_rooms();
    let all: usize = demands.iter().filter_map(|demand| demand.fewest).sum();
    let spare = if allowed.unplaced == 0 { rooms.saturating_sub(count(all)) } else { rooms };
    let spare = usize::try_from(spare).unwrap_or(most);
    (fewest..=most.min(fewest + spare)).collect()
}

/// Least spread; groups that can still matter are listed as soon as a first choice tells which.
fn level_three(
    demands: &mut [Demand<'_>],
    allowed: Allowed,
    known: Option<&[Option<Choice>]>,
    effort: &mut Effort<'_>,
) -> Option<Found> {
    let steps = effort.left() / 2;
    let first = effort.part(steps, |part| solved(demands, Cost::Spread, allowed, known, part))?;
    // A group matters if the others at their closest leave it that far apart.
    let sizes: Vec<Vec<usize>> = demands.iter().map(|demand| sizes(demands, demand, allowed)).collect();
    let closest = |(demand, sizes): (&Demand<'_>, &Vec<usize>)| {
        if allowed.unplaced >= demand.weight {
            return 0;
        }
        sizes.iter().filter_map(|&size| demand.floor(size)).min().unwrap_or(0)
    };
    let floors: Vec<u64> = demands.iter().zip(&sizes).map(closest).collect();
    let gap = first.cost.saturating_sub(floors.iter().sum());
    let projects = demands.len();
    let mut listed = false;
    for ((demand, sizes), floor) in demands.iter_mut().zip(&sizes).zip(floors) {
        for &size in sizes {
            if demand.cutoff(size).is_some_and(|cutoff| cutoff <= floor + gap) {
                let most = demand.allowance(projects, MATTERING / sizes.len());
                demand.list(size, most, floor + gap);
                listed = true;
            }
        }
    }
    if !listed {
        return Some(first);
    }
    let chosen = first.chosen.clone();
    let second = solved(demands, Cost::Spread, allowed, Some(&chosen), effort);
    let second = second.unwrap_or(first);
    Some(second)
}

fn level_four(
    demands: &[Demand<'_>],
    allowed: Allowed,
    known: Option<&[Option<Choice>]>,
    effort: &mut Effort<'_>,
) -> Option<Found> {
    solved(demands, Cost::Finish, allowed, known, effort)
}

/// Levels 1 to 3 where not every project gets its fewest rooms.
fn rooms_short(
    demands: &mut [Demand<'_>],
    known: Option<&[Option<Choice>]>,
    out: u64,
    effort: &mut Effort<'_>,
) -> Option<Levels> {
    let steps = effort.left() / 2;
    let Counted { unplaced, rooms, told } = effort.part(steps, |part| counted(demands, part))?;
    let projects = demands.len();
    let fewest: usize = demands.iter().filter_map(|demand| demand.fewest).sum();
    let enough = unplaced.0 == out && rooms.0 == count(fewest);
    let mut chosen = vec![None; projects];
    let rooms_allowed = (!enough).then_some(rooms.0);
    let allowed = Allowed { unplaced: unplaced.0 - out, rooms: rooms_allowed, spread: None };
    let sizes: Vec<Vec<usize>> = demands.iter().map(|demand| sizes(demands, demand, allowed)).collect();
    for (demand, sizes) in demands.iter_mut().zip(sizes).filter(|_| !enough) {
        for (more, size) in sizes.into_iter().enumerate() {
            // Of many more rooms than the fewest only the closest group is listed; it bounds the others.
            let wanted = if more <= MORE_ROOMS { SHORT } else { 1 };
            let most = demand.allowance(projects, wanted).min(wanted);
            demand.list(size, most, u64::MAX);
        }
    }
    for ((demand, told), chosen) in demands.iter_mut().zip(told).zip(&mut chosen) {
        if let Some(told) = told {
            let candidate = demand.add(told.group);
            *chosen = Some(Choice { candidate, start: told.start });
        }
    }
    let found = match level_three(demands, allowed, Some(&chosen), effort) {
        Some(found) => found,
        None => level_three(demands, allowed, known, effort)?,
    };
    let value = [unplaced.0, rooms.0, found.cost, 0];
    let proven = unplaced.0 == unplaced.1 && rooms.0 == rooms.1;
    let bound = [unplaced.1, rooms.1, if proven { found.bound } else { 0 }, 0];
    Some(Levels { chosen: found.chosen, value, bound, allowed })
}
