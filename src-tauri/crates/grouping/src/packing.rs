//! Packing bids into batches.

use crate::instance::{Instance, Mode, Project, Stream};
use crate::rules;

/// Most packings tried for one group of rooms.
const PACKINGS: usize = 24;

/// The packings worth trying for a stream whose sets serve `rooms`, best guess first. `served` is the
/// largest number of rooms on one set. Empty if the rooms cannot receive the batches.
pub(crate) fn packings(
    instance: &Instance,
    project: &Project,
    stream: Stream,
    rooms: &[usize],
    served: usize,
) -> Vec<Vec<Vec<usize>>> {
    let cap = rules::carry_cap(&instance.rules, rooms.iter().map(|&room| &instance.rooms[room]));
    let cap = usize::try_from(cap).unwrap_or(usize::MAX);
    let travels = project.mode == Mode::Paper && served > 1;
    if let Some(packed) = project.packed(stream) {
        let fits = !travels || packed.iter().all(|batch| batch.len() <= cap);
        return if fits { vec![packed.to_vec()] } else { Vec::new() };
    }
    let minutes = rules::minutes_of(project, stream);
    if !travels {
        return vec![vec![(0..minutes.len()).collect()]];
    }
    if cap == 0 {
        return Vec::new();
    }
    let fewest = minutes.len().div_ceil(cap);
    let most = fewest.max(4 * served).min(minutes.len());
    // Twice as many batches as rooms makes walking and disinfection free, so counts near that come first.
    let mut counts: Vec<usize> = (fewest..=most).collect();
    counts.sort_by_key(|&count| (count.abs_diff(2 * served), count));
    counts.truncate(PACKINGS);
    counts.into_iter().map(|count| thickest_first(minutes, count, cap)).collect()
}

/// Packings that differ from this one by one bid moved to another batch or two bids exchanged.
pub(crate) fn neighbours(batches: &[Vec<usize>], cap: usize) -> Vec<Vec<Vec<usize>>> {
    let mut found = Vec::new();
    let changed = |from: usize, bid: usize, to: usize, back: Option<usize>| {
        let mut batches = batches.to_vec();
        let moved = batches[from].remove(bid);
        if let Some(back) = back {
            let returned = batches[to].remove(back);
            batches[from].push(returned);
        }
        batches[to].push(moved);
        batches.iter_mut().for_each(|batch| batch.sort_unstable());
        batches
    };
    for (from, to) in (0..batches.len()).flat_map(|a| (0..batches.len()).map(move |b| (a, b))) {
        for bid in 0..batches[from].len() {
            if from != to && batches[from].len() > 1 && batches[to].len() < cap {
                found.push(changed(from, bid, to, None));
            }
            if from < to {
                found.extend((0..batches[to].len()).map(|back| changed(from, bid, to, Some(back))));
            }
        }
    }
    found
}

/// Thickest bid first into the lightest batch with room. `count * cap` must hold all bids.
fn thickest_first(minutes: &[u32], count: usize, cap: usize) -> Vec<Vec<usize>> {
    let mut bids: Vec<usize> = (0..minutes.len()).collect();
    bids.sort_by_key(|&bid| (std::cmp::Reverse(minutes[bid]), bid));
    let mut batches: Vec<(u64, Vec<usize>)> = vec![(0, Vec::new()); count];
    for bid in bids {
        let lightest = batches.iter_mut().filter(|(_, batch)| batch.len() < cap).min_by_key(|(sum, _)| *sum);
        if let Some((sum, batch)) = lightest {
            *sum += u64::from(minutes[bid]);
            batch.push(bid);
        }
    }
    let sorted = batches.into_iter().map(|(_, mut batch)| {
        batch.sort_unstable();
        batch
    });
    sorted.filter(|batch| !batch.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::thickest_first;

    #[test]
    fn every_bid_is_packed_once_and_no_batch_is_above_the_cap() {
        let minutes = [9, 7, 12, 3, 3, 8, 8];
        let batches = thickest_first(&minutes, 3, 3);
        let mut bids: Vec<usize> = batches.iter().flatten().copied().collect();
        bids.sort_unstable();
        assert_eq!(bids, (0..7).collect::<Vec<_>>());
        assert!(batches.iter().all(|batch| batch.len() <= 3));
    }
}
