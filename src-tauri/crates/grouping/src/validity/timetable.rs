//! The rules about one placed project: its group, its batches and its timetable (V2 to V13).

use std::collections::{BTreeMap, BTreeSet};

use super::{Breach, Rule};
use crate::instance::{Instance, Mode, Project, Room, Stream};
use crate::plan::{Panel, Placed};
use crate::rules;

/// A panel with what follows from its room and project.
struct Seated<'a> {
    panel: &'a Panel,
    place: usize,
    room: &'a Room,
    stream: Stream,
    set: u32,
    experts: u32,
}

/// Begin and end of each review, by panel and batch.
type Reviewed = BTreeMap<(usize, usize), (u64, u64)>;

/// Begin, end and panel of each review, by stream, paper set and batch.
type Journeys = BTreeMap<(Stream, u32, usize), Vec<(u64, u64, usize)>>;

pub(super) fn check_placed(instance: &Instance, project: &Project, placed: &Placed) -> Vec<Breach> {
    let mut breaches = Vec::new();
    if !(project.earliest_start..=project.latest_start).contains(&placed.start) {
        let breach = Breach::of(Rule::V2);
        breaches.push(breach.numbers(u64::from(project.earliest_start), u64::from(placed.start)));
    }
    let differing: BTreeSet<&str> = placed.rooms.iter().map(|panel| panel.room.as_str()).collect();
    let most = u64::from(instance.rules.max_rooms_per_project);
    let count: u64 = rules::count(placed.rooms.len());
    if count > most {
        breaches.push(Breach::of(Rule::V3).numbers(most, count));
    }
    let Some(places) = super::places(instance, placed) else {
        breaches.push(Breach::of(Rule::V3));
        return breaches;
    };
    if places.is_empty() || differing.len() != places.len() {
        breaches.push(Breach::of(Rule::V3));
        return breaches;
    }
    let seated: Vec<Seated<'_>> =
        placed.rooms.iter().zip(places).map(|(panel, place)| seat(instance, project, panel, place)).collect();
    check_group(project, &seated, &mut breaches);
    let batches = check_batches(instance, project, placed, &seated, &mut breaches);
    let reviewed = check_reviews(project, placed, &seated, &batches, &mut breaches);
    check_carrying(instance, project, &seated, &reviewed, &mut breaches);
    check_times(project, placed, &seated, &reviewed, &mut breaches);
    breaches
}

fn seat<'a>(instance: &'a Instance, project: &Project, panel: &'a Panel, place: usize) -> Seated<'a> {
    let stream = match (project.split_roles, panel.technical) {
        (false, _) => Stream::All,
        (true, 0) => Stream::Economic,
        (true, _) => Stream::Technical,
    };
    let experts = panel.technical.saturating_add(panel.economic);
    Seated { panel, place, room: &instance.rooms[place], stream, set: panel.set.unwrap_or(1), experts }
}

fn sets_in_use(project: &Project, seated: &[Seated<'_>]) -> u64 {
    let of_stream = |&stream| {
        let sets: BTreeSet<u32> = seated.iter().filter(|s| s.stream == stream).map(|s| s.set).collect();
        rules::count(sets.len())
    };
    rules::streams(project).iter().map(of_stream).max().unwrap_or(0)
}

fn check_group(project: &Project, seated: &[Seated<'_>], breaches: &mut Vec<Breach>) {
    for s in seated {
        let id = &s.room.id;
        let places = rules::capacity(project, s.room);
        if s.experts == 0 || s.experts > places {
            breaches.push(Breach::of(Rule::V4).room(id).numbers(u64::from(s.experts), u64::from(places)));
        }
        if project.split_roles && s.panel.technical > 0 && s.panel.economic > 0 {
            breaches.push(Breach::of(Rule::V5).room(id));
        }
        if seated.len() > 1 && !s.room.video {
            breaches.push(Breach::of(Rule::V6).room(id));
        }
        if project.mode == Mode::Paper && !(1..=project.copies).contains(&s.set) {
            let breach = Breach::of(Rule::V7).room(id);
            breaches.push(breach.numbers(u64::from(project.copies), u64::from(s.set)));
        }
    }
    let technical: u64 = seated.iter().map(|s| u64::from(s.panel.technical)).sum();
    let economic: u64 = seated.iter().map(|s| u64::from(s.panel.economic)).sum();
    for (needed, found) in [(project.technical, technical), (project.economic, economic)] {
        if u64::from(needed) != found {
            breaches.push(Breach::of(Rule::V4).numbers(u64::from(needed), found));
        }
    }
    for stream in rules::streams(project) {
        if seated.iter().all(|s| s.stream != *stream) {
            breaches.push(Breach::of(Rule::V5));
        }
    }
    if project.mode == Mode::Paper {
        let bids: u64 = rules::count(rules::bids(project));
        let needed = bids * sets_in_use(project, seated);
        let found = seated.iter().map(|s| u64::from(s.room.shelf)).sum();
        if found < needed {
            breaches.push(Breach::of(Rule::V7).numbers(needed, found));
        }
    }
}

/// The batches of each stream as far as they are sound; a stream with unsound batches has none.
fn check_batches(
    instance: &Instance,
    project: &Project,
    placed: &Placed,
    seated: &[Seated<'_>],
    breaches: &mut Vec<Breach>,
) -> BTreeMap<Stream, Vec<Vec<usize>>> {
    let bids = rules::bids(project);
    let mut sound = BTreeMap::new();
    for &stream in rules::streams(project) {
        let whole = (project.mode == Mode::Electronic).then(|| vec![(0..bids).collect()]);
        let Some(batches) = placed.batches.get(&stream).cloned().or(whole) else {
            breaches.push(Breach::of(Rule::V8));
            continue;
        };
        if !Project::packs_each_bid_once(&batches, bids)
            || (project.mode == Mode::Electronic && batches.len() != 1)
        {
            breaches.push(Breach::of(Rule::V8));
            continue;
        }
        if project.packed(stream).is_some_and(|packed| as_sets(packed) != as_sets(&batches)) {
            breaches.push(Breach::of(Rule::V8));
        }
        if project.mode == Mode::Paper && travels(seated, stream) {
            let rooms = seated.iter().filter(|s| s.stream == stream).map(|s| s.room);
            let cap = u64::from(rules::carry_cap(&instance.rules, rooms));
            for (number, batch) in batches.iter().enumerate() {
                let size = rules::count(batch.len());
                if size > cap {
                    breaches.push(Breach::of(Rule::V8).batch(number).numbers(cap, size));
                }
            }
        }
        sound.insert(stream, batches);
    }
    sound
}

fn as_sets(batches: &[Vec<usize>]) -> BTreeSet<BTreeSet<usize>> {
    batches.iter().map(|batch| batch.iter().copied().collect()).collect()
}

/// Whether some paper set of the stream serves two or more rooms.
fn travels(seated: &[Seated<'_>], stream: Stream) -> bool {
    let sets = || seated.iter().filter(|s| s.stream == stream).map(|s| s.set);
    sets().collect::<BTreeSet<u32>>().len() < sets().count()
}

fn check_reviews(
    project: &Project,
    placed: &Placed,
    seated: &[Seated<'_>],
    batches: &BTreeMap<Stream, Vec<Vec<usize>>>,
    breaches: &mut Vec<Breach>,
) -> Reviewed {
    let mut wanted: BTreeMap<(usize, usize), u64> = BTreeMap::new();
    for (index, s) in seated.iter().enumerate() {
        let minutes = rules::minutes_of(project, s.stream);
        for (number, batch) in batches.get(&s.stream).into_iter().flatten().enumerate() {
            let panel = rules::panel_minutes(project.mode, minutes, batch, s.experts);
            wanted.insert((index, number), panel);
        }
    }
    let mut reviewed = Reviewed::new();
    for review in &placed.reviews {
        let breach = || Breach::of(Rule::V9).room(&review.room).batch(review.batch);
        let index = seated.iter().position(|s| s.room.id == review.room);
        let Some((index, &needed)) =
            index.and_then(|index| Some((index, wanted.get(&(index, review.batch))?)))
        else {
            breaches.push(breach());
            continue;
        };
        let (begin, end) = (u64::from(review.begin), u64::from(review.end));
        if reviewed.insert((index, review.batch), (begin, end)).is_some() {
            breaches.push(breach().numbers(1, 2));
        }
        if begin + needed != end {
            breaches.push(breach().numbers(needed, end.saturating_sub(begin)));
        }
        if review.begin < placed.start {
            breaches.push(breach().numbers(u64::from(placed.start), begin));
        }
        let s = &seated[index];
        let other_set = project.mode == Mode::Paper && review.set.is_some_and(|set| set != s.set);
        if other_set || review.stream.is_some_and(|stream| stream != s.stream) {
            breaches.push(breach());
        }
    }
    for &(index, number) in wanted.keys().filter(|key| !reviewed.contains_key(*key)) {
        breaches.push(Breach::of(Rule::V9).room(&seated[index].room.id).batch(number).numbers(1, 0));
    }
    for (index, s) in seated.iter().enumerate() {
        let mut turns: Vec<(u64, u64)> =
            reviewed.iter().filter(|((room, _), _)| *room == index).map(|(_, &turn)| turn).collect();
        turns.sort_unstable();
        for pair in turns.windows(2).filter(|pair| pair[1].0 < pair[0].1) {
            breaches.push(Breach::of(Rule::V10).room(&s.room.id).numbers(pair[0].1, pair[1].0));
        }
    }
    reviewed
}

fn check_carrying(
    instance: &Instance,
    project: &Project,
    seated: &[Seated<'_>],
    reviewed: &Reviewed,
    breaches: &mut Vec<Breach>,
) {
    if project.mode == Mode::Electronic {
        return;
    }
    let mut journeys: Journeys = BTreeMap::new();
    for (&(index, batch), &(begin, end)) in reviewed {
        let s = &seated[index];
        journeys.entry((s.stream, s.set, batch)).or_default().push((begin, end, index));
    }
    for ((_, _, batch), mut stops) in journeys {
        stops.sort_unstable();
        for pair in stops.windows(2) {
            let (from, to) = (&seated[pair[0].2], &seated[pair[1].2]);
            let lag = instance.walk(from.place, to.place) + u64::from(instance.rules.disinfect_minutes);
            if pair[1].0 < pair[0].1 + lag {
                let breach = Breach::of(Rule::V11).room(&to.room.id).batch(batch);
                breaches.push(breach.numbers(pair[0].1 + lag, pair[1].0));
            }
        }
    }
}

fn check_times(
    project: &Project,
    placed: &Placed,
    seated: &[Seated<'_>],
    reviewed: &Reviewed,
    breaches: &mut Vec<Breach>,
) {
    let (start, end) = (u64::from(placed.start), u64::from(placed.discussion_end));
    let begin = u64::from(placed.discussion_begin);
    let last = reviewed.values().map(|&(_, end)| end).max().unwrap_or(start);
    if begin < last {
        breaches.push(Breach::of(Rule::V12).numbers(last, begin));
    }
    if begin + u64::from(project.discussion_minutes) != end {
        let breach = Breach::of(Rule::V12);
        breaches.push(breach.numbers(u64::from(project.discussion_minutes), end.saturating_sub(begin)));
    }
    let latest = start + u64::from(project.limit_minutes);
    if end > latest {
        breaches.push(Breach::of(Rule::V12).numbers(latest, end));
    }
    for s in seated.iter().filter(|s| !rules::open_throughout(s.room, start, end)) {
        let holding =
            s.room.windows.iter().filter(|[opens, closes]| (opens..closes).contains(&&placed.start));
        let closing = holding.map(|&[_, closes]| u64::from(closes)).max().unwrap_or(0);
        breaches.push(Breach::of(Rule::V13).room(&s.room.id).numbers(end, closing));
    }
}
