//! The problem of stage 1 in columns: each project takes a group and a start, or stays unplaced; a row is a
//! room at a minute when some project could start.

use crate::demand::{Candidate, Choice, Demand};
use crate::kernel::{Column, Problem};
use crate::levels::sizes;
use crate::rules::{clock, count};

/// Which level of the objective a problem is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Cost {
    Spread,
    Finish,
}

/// What the levels before allow.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Allowed {
    /// Weight that may stay unplaced; 0 makes every project that fits take rooms.
    pub unplaced: u64,
    /// Rooms in use; none if every project takes its fewest.
    pub rooms: Option<u64>,
    pub spread: Option<u64>,
}

/// A problem with the meaning of its columns.
pub(crate) struct Columns {
    pub problem: Problem,
    /// By item and column; none for staying unplaced and for what is not listed.
    pub choices: Vec<Vec<Option<Choice>>>,
    /// The demand of each item.
    pub demands: Vec<usize>,
}

const UNPLACED: u32 = 0;
const ROOMS: u32 = 1;
const SPREAD: u32 = 2;
const FIRST_ROOM: u32 = 3;

/// The minutes at which a row is needed: every start of any project.
pub(crate) fn moments(demands: &[Demand<'_>]) -> Vec<u64> {
    let mut moments: Vec<u64> = demands.iter().flat_map(|demand| demand.starts.iter().copied()).collect();
    moments.sort_unstable();
    moments.dedup();
    moments
}

/// The places of the moments that a stay with its changeover takes.
pub(crate) fn taken(moments: &[u64], start: u64, free: u64) -> std::ops::Range<usize> {
    moments.partition_point(|&moment| moment < start)..moments.partition_point(|&moment| moment < free)
}

/// The columns of all demands that fit into the empty building.
pub(crate) fn columns(demands: &[Demand<'_>], cost: Cost, allowed: Allowed) -> Columns {
    let moments = moments(demands);
    let rooms = demands.first().map_or(0, |demand| demand.instance.rooms.len());
    let fixed =
        |limit: Option<u64>| limit.map_or(i64::MAX / 4, |limit| i64::try_from(limit).unwrap_or(i64::MAX / 4));
    let mut capacity = vec![fixed(Some(allowed.unplaced)), fixed(allowed.rooms), fixed(allowed.spread)];
    capacity.resize(3 + rooms * moments.len(), 1);
    let mut built = Columns {
        problem: Problem { items: Vec::new(), capacity },
        choices: Vec::new(),
        demands: Vec::new(),
    };
    // Where every project takes its fewest rooms, none can be further apart than the others leave it.
    let least =
        |demand: &Demand<'_>| demand.fewest.and_then(|fewest| demand.least_spread(fewest)).unwrap_or(0);
    let least_of_all: u64 = demands.iter().map(least).sum();
    for (place, demand) in demands.iter().enumerate() {
        if demand.fewest.is_none() {
            continue;
        }
        let furthest = allowed.spread.map(|spread| match allowed.rooms {
            Some(_) => spread,
            None => least(demand) + spread.saturating_sub(least_of_all),
        });
        let permitted = sizes(demands, demand, allowed);
        let (mut items, mut choices) = (Vec::new(), Vec::new());
        for (index, candidate) in demand.candidates.iter().enumerate() {
            let size = candidate.group.rooms.len();
            let too_many = !permitted.contains(&size);
            let too_far = furthest.is_some_and(|furthest| candidate.group.spread > furthest);
            let Some(minutes) = candidate.minutes.filter(|_| !too_many && !too_far) else { continue };
            for &start in &demand.starts {
                if demand.possible(candidate, start, minutes) {
                    items.push(column(demand, candidate, cost, allowed, (start, minutes), &moments));
                    choices.push(Some(Choice { candidate: index, start }));
                }
            }
        }
        for size in permitted {
            if let Some(cutoff) = demand.cutoff(size).filter(|&cutoff| furthest.is_none_or(|f| cutoff <= f)) {
                items.push(unlisted(demand, cost, allowed, size, cutoff));
                choices.push(None);
            }
        }
        if allowed.unplaced >= demand.weight {
            let uses = vec![(UNPLACED, clock(demand.weight))];
            items.push(Column { cost: 0, uses, unlisted: false });
            choices.push(None);
        }
        built.problem.items.push(items);
        built.choices.push(choices);
        built.demands.push(place);
    }
    built
}

fn level_uses(allowed: Allowed, size: usize, spread: u64) -> Vec<(u32, u32)> {
    let rooms = allowed.rooms.map(|_| (ROOMS, clock(count(size))));
    let spread = allowed.spread.map(|_| (SPREAD, clock(spread)));
    rooms.into_iter().chain(spread).collect()
}

fn signed(figure: u64) -> i64 {
    i64::try_from(figure).unwrap_or(i64::MAX / 4)
}

fn column(
    demand: &Demand<'_>,
    candidate: &Candidate,
    cost: Cost,
    allowed: Allowed,
    (start, minutes): (u64, u64),
    moments: &[u64],
) -> Column {
    let mut uses = level_uses(allowed, candidate.group.rooms.len(), candidate.group.spread);
    let changeover = u64::from(demand.instance.rules.changeover_minutes);
    let taken = taken(moments, start, start + minutes + changeover);
    for &room in &candidate.group.rooms {
        let first = room * moments.len();
        uses.extend(taken.clone().map(|moment| (FIRST_ROOM + clock(count(first + moment)), 1)));
    }
    let cost = match cost {
        Cost::Spread => signed(candidate.group.spread),
        Cost::Finish => signed(start + minutes),
    };
    Column { cost, uses, unlisted: false }
}

/// Stands for all groups of a size that are not listed: at least this spread, and perhaps no room in the way.
fn unlisted(demand: &Demand<'_>, cost: Cost, allowed: Allowed, size: usize, cutoff: u64) -> Column {
    let cost = match cost {
        Cost::Spread => signed(cutoff),
        Cost::Finish => signed(demand.earliest + demand.shortest),
    };
    Column { cost, uses: level_uses(allowed, size, cutoff), unlisted: true }
}

impl Columns {
    /// The column of each item for choices made by demand; none if one is not listed.
    pub(crate) fn find(&self, chosen: &[Option<Choice>]) -> Option<Vec<usize>> {
        let place = |(item, &demand): (usize, &usize)| match chosen[demand] {
            Some(choice) => self.choices[item].iter().position(|listed| *listed == Some(choice)),
            None => {
                let last = self.problem.items[item].len().checked_sub(1)?;
                let unplaced = !self.problem.items[item][last].unlisted && self.choices[item][last].is_none();
                unplaced.then_some(last)
            }
        };
        self.demands.iter().enumerate().map(place).collect()
    }

    /// What the columns of the items mean for all demands.
    pub(crate) fn meaning(&self, demands: usize, chosen: &[usize]) -> Vec<Option<Choice>> {
        let mut choices = vec![None; demands];
        for ((&demand, listed), &column) in self.demands.iter().zip(&self.choices).zip(chosen) {
            choices[demand] = listed[column];
        }
        choices
    }
}
