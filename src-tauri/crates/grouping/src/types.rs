//! Levels 1 and 2 where rooms are short: rooms that serve alike are counted, not told apart. With equal opening
//! hours as many as are counted at any minute can always be told apart afterwards.

use std::collections::BTreeMap;

use crate::columns::{moments, taken};
use crate::demand::Demand;
use crate::effort::Effort;
use crate::groups::Group;
use crate::instance::Instance;
use crate::kernel::{Column, Outcome, Problem, solve};
use crate::rules::{self, clock, count};

/// Patterns and starts listed for one project.
const COLUMNS: usize = 12_000;
/// Patterns listed for one project.
const PATTERNS: usize = 9_000;

/// A project in rooms told apart again.
#[derive(Debug, Clone)]
pub(crate) struct Told {
    pub group: Group,
    pub start: u64,
}

/// What rooms counted by type allow.
pub(crate) struct Counted {
    /// Weight that stays unplaced, and its bound.
    pub unplaced: (u64, u64),
    /// Rooms in use, and their bound while no more stays unplaced.
    pub rooms: (u64, u64),
    /// By demand.
    pub told: Vec<Option<Told>>,
}

/// A number of rooms of each type.
type Pattern = Vec<usize>;

struct Item {
    demand: usize,
    patterns: Vec<Pattern>,
    /// Pattern and start of each column.
    meaning: Vec<Option<(usize, u64)>>,
    all: bool,
}

/// Rooms of each type, in their order; the one with most shelf places first where shelves are left out.
fn types(instance: &Instance, demands: &[Demand<'_>], with_shelves: bool) -> Vec<Vec<usize>> {
    let seats = demands.iter().map(|d| d.project.technical + d.project.economic + d.project.staff_per_room);
    let most_seats = seats.max().unwrap_or(0);
    let wishes = demands.iter().map(|demand| demand.search.wishes);
    let named: Vec<_> = wishes.filter(|w| !w.rooms.is_empty() || !w.avoid.is_empty()).collect();
    let mut types: BTreeMap<_, Vec<usize>> = BTreeMap::new();
    for (place, room) in instance.rooms.iter().enumerate() {
        let wanted: Vec<(bool, bool)> =
            named.iter().map(|w| (w.rooms.contains(&place), w.avoid.contains(&place))).collect();
        let shelf = if with_shelves { room.shelf } else { 0 };
        let key = (room.seats.min(most_seats), shelf, room.video, room.windows.clone(), wanted);
        types.entry(key).or_default().push(place);
    }
    let mut types: Vec<Vec<usize>> = types.into_values().collect();
    for rooms in &mut types {
        rooms.sort_by_key(|&room| (u32::MAX - instance.rooms[room].shelf, room));
    }
    types
}

/// Solves levels 1 and 2; none if nothing could be told apart.
pub(crate) fn counted(demands: &[Demand<'_>], effort: &mut Effort<'_>) -> Option<Counted> {
    let steps = effort.left() / 2;
    let (mut found, all) = effort.part(steps, |part| count_types(demands, true, part))?;
    if !all {
        // Too many patterns to list: if every room of a kind had the fullest shelves there are fewer, and what
        // is impossible then is impossible.
        let eased = effort.part(steps, |part| count_types(demands, false, part));
        let (unplaced, rooms) = match eased {
            Some((eased, true)) => (eased.unplaced.1, eased.rooms.1),
            Some((_, false)) | None => {
                (demands.iter().filter(|d| d.fewest.is_none()).map(|d| d.weight).sum(), 0)
            }
        };
        found.unplaced.1 = unplaced.min(found.unplaced.0);
        found.rooms.1 = if found.unplaced.0 == unplaced { rooms.min(found.rooms.0) } else { 0 };
    }
    Some(found)
}

fn count_types(
    demands: &[Demand<'_>],
    with_shelves: bool,
    effort: &mut Effort<'_>,
) -> Option<(Counted, bool)> {
    let instance = demands.first()?.instance;
    let types = types(instance, demands, with_shelves);
    let moments = moments(demands);
    let mut items: Vec<Item> = Vec::new();
    for (demand, it) in demands.iter().enumerate().filter(|(_, it)| it.fewest.is_some()) {
        let (patterns, all) = patterns(it, &types);
        items.push(Item { demand, patterns, meaning: Vec::new(), all });
    }
    let out: u64 = demands.iter().filter(|it| it.fewest.is_none()).map(|it| it.weight).sum();
    let all = items.iter().all(|item| item.all) && demands.iter().all(|demand| demand.all_starts);
    let first = problem(demands, &mut items, &types, &moments, None);
    let nothing: Vec<usize> = first.items.iter().map(|columns| columns.len() - 1).collect();
    let steps = effort.left() / 2;
    let weight = effort.part(steps, |part| solve(&first, Some(nothing), part));
    let unplaced = unsigned(weight.cost);
    let second = problem(demands, &mut items, &types, &moments, Some(unplaced));
    let Outcome { chosen: Some(chosen), cost, bound } = solve(&second, weight.chosen.clone(), effort) else {
        return None;
    };
    let told = told(demands, &items, &types, &chosen);
    let unplaced = (unplaced + out, unsigned(weight.bound) + out);
    Some((Counted { unplaced, rooms: (unsigned(cost), unsigned(bound)), told }, all))
}

fn unsigned(figure: i64) -> u64 {
    u64::try_from(figure).unwrap_or(0)
}

/// Patterns that hold a project and hold it no more when a room is taken away.
fn patterns(demand: &Demand<'_>, types: &[Vec<usize>]) -> (Vec<Pattern>, bool) {
    let mut found: Vec<Pattern> = Vec::new();
    let mut all = true;
    // Every pattern stands once for each start.
    let most = (COLUMNS / demand.starts.len().max(1)).clamp(150, PATTERNS);
    let fewest = demand.fewest.unwrap_or(1);
    for size in fewest..=demand.search.most_rooms() {
        let mut next = Vec::new();
        let mut pattern = vec![0; types.len()];
        let usable: Vec<usize> = types.iter().map(|rooms| usable(demand, rooms, size)).collect();
        spell(demand, types, &usable, (0, size), &mut pattern, &mut next);
        next.retain(|pattern| !holds_with_less(demand, types, pattern));
        found.extend(next);
        if found.len() > most {
            found.truncate(most);
            all = false;
            break;
        }
    }
    (found, all)
}

fn told_apart(types: &[Vec<usize>], pattern: &Pattern) -> Vec<usize> {
    types.iter().zip(pattern).flat_map(|(rooms, &some)| rooms[..some].iter().copied()).collect()
}

fn holds_with_less(demand: &Demand<'_>, types: &[Vec<usize>], pattern: &Pattern) -> bool {
    let mut less = pattern.clone();
    (0..pattern.len()).any(|kind| {
        if pattern[kind] == 0 {
            return false;
        }
        less[kind] -= 1;
        let holds = demand.search.holds(&told_apart(types, &less));
        less[kind] += 1;
        holds
    })
}

fn usable(demand: &Demand<'_>, rooms: &[usize], size: usize) -> usize {
    if rooms.first().is_some_and(|&room| demand.search.serves(room, size)) {
        rooms.len().min(size)
    } else {
        0
    }
}

fn spell(
    demand: &Demand<'_>,
    types: &[Vec<usize>],
    usable: &[usize],
    (kind, more): (usize, usize),
    pattern: &mut Pattern,
    found: &mut Vec<Pattern>,
) {
    if found.len() > PATTERNS {
        return;
    }
    if more == 0 {
        if demand.search.holds(&told_apart(types, pattern)) {
            found.push(pattern.clone());
        }
        return;
    }
    if kind == types.len() || usable[kind..].iter().sum::<usize>() < more {
        return;
    }
    for some in (0..=usable[kind].min(more)).rev() {
        pattern[kind] = some;
        spell(demand, types, usable, (kind + 1, more - some), pattern, found);
    }
    pattern[kind] = 0;
}

fn problem(
    demands: &[Demand<'_>],
    items: &mut [Item],
    types: &[Vec<usize>],
    moments: &[u64],
    unplaced: Option<u64>,
) -> Problem {
    let signed = |figure: u64| i64::try_from(figure).unwrap_or(i64::MAX / 4);
    let mut capacity = vec![unplaced.map_or(i64::MAX / 4, signed)];
    for rooms in types {
        capacity.extend(moments.iter().map(|_| signed(count(rooms.len()))));
    }
    let mut problem = Problem { items: Vec::new(), capacity };
    for item in items {
        let demand = &demands[item.demand];
        let changeover = u64::from(demand.instance.rules.changeover_minutes);
        let (mut columns, mut meaning) = (Vec::new(), Vec::new());
        for (place, pattern) in item.patterns.iter().enumerate() {
            let used = || types.iter().zip(pattern).enumerate().filter(|(_, (_, some))| **some > 0);
            for &start in &demand.starts {
                let end = start + demand.shortest;
                let open = |rooms: &[usize]| {
                    rooms
                        .first()
                        .is_some_and(|&room| rules::open_throughout(&demand.instance.rooms[room], start, end))
                };
                if !used().all(|(_, (rooms, _))| open(rooms)) {
                    continue;
                }
                let moments_taken = taken(moments, start, end + changeover);
                let uses = used().flat_map(|(kind, (_, &some))| {
                    let row =
                        move |moment| (clock(count(1 + kind * moments.len() + moment)), clock(count(some)));
                    moments_taken.clone().map(row)
                });
                let size = signed(count(pattern.iter().sum()));
                let cost = if unplaced.is_some() { size } else { 0 };
                columns.push(Column { cost, uses: uses.collect(), unlisted: false });
                meaning.push(Some((place, start)));
            }
        }
        let weight = signed(demand.weight);
        let uses = unplaced.map(|_| (0, clock(demand.weight)));
        let cost = if unplaced.is_some() { 0 } else { weight };
        columns.push(Column { cost, uses: uses.into_iter().collect(), unlisted: false });
        meaning.push(None);
        problem.items.push(columns);
        item.meaning = meaning;
    }
    problem
}

/// Tells the rooms apart, in the order of the starts: of each type those nearest to what the project has.
fn told(demands: &[Demand<'_>], items: &[Item], types: &[Vec<usize>], chosen: &[usize]) -> Vec<Option<Told>> {
    let mut told: Vec<Option<Told>> = vec![None; demands.len()];
    let mut placed: Vec<(u64, &Item, &Pattern)> = Vec::new();
    for (item, &column) in items.iter().zip(chosen) {
        if let Some((pattern, start)) = item.meaning[column] {
            placed.push((start, item, &item.patterns[pattern]));
        }
    }
    placed.sort_by_key(|(start, item, _)| (*start, item.demand));
    let mut free_from: BTreeMap<usize, u64> = BTreeMap::new();
    for (start, item, pattern) in placed {
        let demand = &demands[item.demand];
        let mut rooms: Vec<usize> = Vec::new();
        for (kind, &some) in pattern.iter().enumerate() {
            for _ in 0..some {
                let free = types[kind].iter().copied().filter(|room| {
                    !rooms.contains(room) && free_from.get(room).is_none_or(|&from| from <= start)
                });
                let near = |room: &usize| {
                    (rooms.iter().map(|&other| demand.instance.walk(*room, other)).sum::<u64>(), *room)
                };
                rooms.extend(free.min_by_key(near));
            }
        }
        if rooms.len() < pattern.iter().sum() {
            continue;
        }
        rooms.sort_unstable();
        let end = start + demand.shortest + u64::from(demand.instance.rules.changeover_minutes);
        free_from.extend(rooms.iter().map(|&room| (room, end)));
        let group = Group { spread: rules::spread(demand.instance, &rooms), rooms };
        told[item.demand] = Some(Told { group, start });
    }
    told
}
