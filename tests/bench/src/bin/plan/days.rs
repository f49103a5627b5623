//! Days of any size within the realistic ranges: floors of ten rooms, projects of 5 to 9 experts.

use bidhall_grouping::Instance;
use bidhall_grouping::instance::{INSTANCE_SCHEMA, Mode, Project, Room, Rules, SpareRoom};

/// Numbers that look drawn by chance.
struct Chance(u64);

impl Chance {
    fn between(&mut self, least: u32, most: u32) -> u32 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let drawn = u32::try_from(self.0 >> 33).unwrap_or(0);
        least + drawn % (most - least + 1)
    }

    fn of(&mut self, choices: &[u32]) -> u32 {
        let last = u32::try_from(choices.len()).unwrap_or(1) - 1;
        let place = usize::try_from(self.between(0, last)).unwrap_or(0);
        choices.get(place).copied().unwrap_or(0)
    }
}

/// A day with so many rooms, projects and bids in all.
pub(crate) fn day(rooms: usize, projects: usize, bids: usize) -> Instance {
    let mut chance = Chance(67);
    let places: Vec<(u32, u32, u32)> = (0..rooms)
        .map(|room| (u32::try_from(room / 10).unwrap_or(0), chance.between(0, 9), chance.between(0, 4)))
        .collect();
    // Blocks on a floor and stairs between floors keep the triangle inequality.
    let walk = |a: &(u32, u32, u32), b: &(u32, u32, u32)| {
        a.0.abs_diff(b.0) * 3 + (a.1.abs_diff(b.1) + a.2.abs_diff(b.2)).div_ceil(3)
    };
    let walk_minutes = places.iter().map(|a| places.iter().map(|b| walk(a, b)).collect()).collect();
    let all = (0..rooms)
        .map(|room| Room {
            id: format!("{}{:02}", room / 10 + 1, room % 10 + 1),
            zone: None,
            floor: None,
            x: None,
            y: None,
            seats: chance.of(&[3, 4, 4, 5, 6]),
            shelf: chance.of(&[18, 24, 30, 40]),
            video: chance.between(0, 9) > 0,
            windows: vec![[480, 1_320]],
        })
        .collect();
    let mut left = bids;
    let projects = (0..projects)
        .map(|place| {
            let share = left / (projects - place);
            left -= share;
            project(&mut chance, place, share)
        })
        .collect();
    Instance {
        schema: INSTANCE_SCHEMA.to_owned(),
        id: format!("{rooms} rooms {bids} bids"),
        title: None,
        rules: Rules {
            disinfect_minutes: 5,
            changeover_minutes: 30,
            carry_max_bids: 12,
            max_rooms_per_project: 8,
            overnight_threshold: 30,
            overnight_site_open: false,
            spare_room: Some(SpareRoom { seats: 4, shelf: 30, walk_minutes: 6 }),
        },
        rooms: all,
        walk_minutes,
        projects,
    }
}

fn project(chance: &mut Chance, place: usize, bids: usize) -> Project {
    let (technical, economic) = match chance.between(0, 3) {
        0 => (5, 2),
        1 => (6, 3),
        _ => (4, 1),
    };
    let minutes: Vec<u32> = (0..bids).map(|_| chance.between(5, 12)).collect();
    let split = chance.between(0, 4) == 0;
    let halves: Vec<u32> = minutes.iter().map(|minutes| minutes.div_ceil(2)).collect();
    Project {
        id: format!("P{:02}", place + 1),
        mode: if chance.between(0, 4) == 0 { Mode::Electronic } else { Mode::Paper },
        weight: 1,
        technical,
        economic,
        split_roles: split,
        staff_per_room: 1,
        copies: 1,
        earliest_start: 540,
        latest_start: 540,
        limit_minutes: 720,
        discussion_minutes: chance.of(&[30, 45, 60]),
        minutes: (!split).then(|| minutes.clone()),
        technical_minutes: split.then_some(minutes),
        economic_minutes: split.then_some(halves),
        batches: None,
    }
}
