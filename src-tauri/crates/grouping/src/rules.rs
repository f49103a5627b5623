//! Figures that follow from the rules alone: panel minutes, capacity, opening hours, shortest durations.

use crate::instance::{Instance, Mode, Project, Room, Rules, Stream};

/// The streams of a project.
pub fn streams(project: &Project) -> &'static [Stream] {
    if project.split_roles { &[Stream::Technical, Stream::Economic] } else { &[Stream::All] }
}

/// Review minutes of each bid in one stream; empty if the instance lacks them.
pub fn minutes_of(project: &Project, stream: Stream) -> &[u32] {
    let list = match stream {
        Stream::All => &project.minutes,
        Stream::Technical => &project.technical_minutes,
        Stream::Economic => &project.economic_minutes,
    };
    list.as_deref().unwrap_or_default()
}

/// Bids of a project.
pub fn bids(project: &Project) -> usize {
    streams(project).first().map_or(0, |&stream| minutes_of(project, stream).len())
}

/// Experts who read one stream.
pub fn experts_of(project: &Project, stream: Stream) -> u32 {
    match stream {
        Stream::All => project.technical + project.economic,
        Stream::Technical => project.technical,
        Stream::Economic => project.economic,
    }
}

/// Experts a room can seat beside the clerks.
pub fn capacity(project: &Project, room: &Room) -> u32 {
    room.seats.saturating_sub(project.staff_per_room)
}

/// Minutes a panel needs for a batch. The experts of a room pass the bids of a paper batch round among
/// themselves, and one thick bid cannot be in two hands.
pub fn panel_minutes(mode: Mode, minutes: &[u32], batch: &[usize], experts: u32) -> u64 {
    let total: u64 = batch.iter().map(|&bid| u64::from(minutes[bid])).sum();
    let thickest = batch.iter().map(|&bid| u64::from(minutes[bid])).max().unwrap_or(0);
    match mode {
        Mode::Electronic => total,
        Mode::Paper => total.max(u64::from(experts) * thickest),
    }
}

/// The shortest conceivable minutes from the start to the end of the discussion. It does not depend on the
/// rooms: more rooms do not make a review shorter, because every expert reads every bid.
pub fn shortest_duration(project: &Project) -> u64 {
    let reading = streams(project).iter().map(|&stream| {
        let minutes = minutes_of(project, stream);
        let total: u64 = minutes.iter().copied().map(u64::from).sum();
        let thickest = u64::from(minutes.iter().copied().max().unwrap_or(0));
        let hands = experts_of(project, stream).div_ceil(project.copies.max(1));
        match project.mode {
            Mode::Electronic => total,
            Mode::Paper => total.max(u64::from(hands) * thickest),
        }
    });
    reading.max().unwrap_or(0) + u64::from(project.discussion_minutes)
}

/// Most bids of a batch that travels between these rooms.
pub fn carry_cap<'a>(rules: &Rules, rooms: impl Iterator<Item = &'a Room>) -> u32 {
    rooms.map(|room| room.shelf).fold(rules.carry_max_bids, u32::min)
}

/// Whether the project is reviewed at the overnight site today.
pub fn goes_overnight(rules: &Rules, project: &Project) -> bool {
    rules.overnight_site_open && over_threshold(rules, project)
}

/// Whether the project has so many bids that it would usually go to the overnight site.
pub fn over_threshold(rules: &Rules, project: &Project) -> bool {
    u32::try_from(bids(project)).is_ok_and(|bids| bids > rules.overnight_threshold)
}

/// Whether one opening window of the room holds the whole stay.
pub fn open_throughout(room: &Room, begin: u64, end: u64) -> bool {
    room.windows.iter().any(|&[opens, closes]| u64::from(opens) <= begin && end <= u64::from(closes))
}

/// Walking minutes of all pairs of a group of rooms.
pub(crate) fn spread(instance: &Instance, rooms: &[usize]) -> u64 {
    let pairs = rooms.iter().enumerate().flat_map(|(i, &a)| rooms[..i].iter().map(move |&b| (a, b)));
    pairs.map(|(a, b)| instance.walk(a, b)).sum()
}

/// The size of batch that rooms of a group must be able to receive: the largest packed by hand, or one bid.
pub(crate) fn largest_packed(project: &Project) -> usize {
    let of_stream = |&stream| project.packed(stream).unwrap_or_default().iter().map(Vec::len).max();
    streams(project).iter().filter_map(of_stream).max().unwrap_or(1)
}

/// Minutes as the documents write them. Every figure of an instance is bounded, and a plan ends inside an
/// opening window, so the conversion never cuts anything off.
pub(crate) fn clock(minutes: u64) -> u32 {
    u32::try_from(minutes).unwrap_or(u32::MAX)
}

/// A number of things as the figures of the plan are counted.
pub(crate) fn count(things: usize) -> u64 {
    u64::try_from(things).unwrap_or(u64::MAX)
}

/// Minutes no timetable in these rooms undercuts, discussion included. On one paper set a bid as thick as the
/// thickest has to be in every hand and be carried to every room.
pub(crate) fn least_minutes(instance: &Instance, project: &Project, rooms: &[usize]) -> u64 {
    let shortest = shortest_duration(project);
    let carried = project.mode == Mode::Paper && !project.split_roles && project.copies == 1;
    if !carried || rooms.len() < 2 {
        return shortest;
    }
    let minutes = minutes_of(project, Stream::All);
    let thickest = u64::from(minutes.iter().copied().max().unwrap_or(0));
    let experts = u64::from(experts_of(project, Stream::All));
    let path = shortest_path(instance, rooms)
        + (count(rooms.len()) - 1) * u64::from(instance.rules.disinfect_minutes);
    let mut least = experts * thickest + path;
    if let Some(packed) = project.packed(Stream::All) {
        let sum = |batch: &Vec<usize>| batch.iter().map(|&bid| u64::from(minutes[bid])).sum::<u64>();
        let thick = |batch: &Vec<usize>| batch.iter().map(|&bid| u64::from(minutes[bid])).max().unwrap_or(0);
        let fullest = experts.div_ceil(count(rooms.len()));
        let panel = packed.iter().map(|batch| sum(batch).max(fullest * thick(batch))).sum();
        let journeys =
            packed.iter().map(|batch| path + (count(rooms.len()) * sum(batch)).max(experts * thick(batch)));
        least = least.max(panel).max(journeys.max().unwrap_or(0));
    }
    shortest.max(least + u64::from(project.discussion_minutes))
}

/// Least walking that visits every room once, from any to any. Groups of more than ten rooms get a bound: as
/// many steps of the shortest one.
pub(crate) fn shortest_path(instance: &Instance, rooms: &[usize]) -> u64 {
    let n = rooms.len();
    let walk = |a: usize, b: usize| instance.walk(rooms[a], rooms[b]);
    match n {
        0 | 1 => return 0,
        2 => return walk(0, 1),
        3 => {
            let all = [walk(0, 1), walk(1, 2), walk(0, 2)];
            return all.iter().sum::<u64>() - all.iter().max().copied().unwrap_or(0);
        }
        _ => {}
    }
    let steps = (0..n).flat_map(|a| (0..a).map(move |b| (a, b)));
    if n > 10 {
        let shortest = steps.map(|(a, b)| walk(a, b)).min().unwrap_or(0);
        return shortest * (count(n) - 1);
    }
    let mut best = vec![u64::MAX; (1 << n) * n];
    (0..n).for_each(|room| best[(1 << room) * n + room] = 0);
    for seen in 1..1_usize << n {
        for last in (0..n).filter(|last| seen >> last & 1 == 1) {
            let here = best[seen * n + last];
            for next in (0..n).filter(|next| seen >> next & 1 == 0 && here < u64::MAX) {
                let to = &mut best[(seen | 1 << next) * n + next];
                *to = (*to).min(here + walk(last, next));
            }
        }
    }
    best[((1 << n) - 1) * n..].iter().copied().min().unwrap_or(0)
}
