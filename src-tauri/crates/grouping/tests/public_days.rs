//! The twelve public days: every emitted plan is valid, by the crate's own rules and by the independent
//! checker, and every expert reads every bid.

#[cfg(test)]
mod days {
    use std::fs;
    use std::path::{Path, PathBuf};

    use bidhall_grouping::Instance;

    /// Ids of the days, the best objective known for each, and the finish a good plan reaches.
    pub const DAYS: [(&str, [u64; 4], u64); 12] = [
        ("pub01_one_room", [0, 1, 0, 681], 681),
        ("pub02_two_rooms", [0, 2, 1, 775], 777),
        ("pub03_seed67", [0, 3, 4, 1205], 1205),
        ("pub04_seed67_packed4", [0, 3, 4, 1215], 1215),
        ("pub05_electronic", [0, 8, 9, 2446], 2446),
        ("pub06_split_roles", [0, 3, 4, 1022], 1022),
        ("pub07_day5x15", [0, 10, 5, 4201], 4201),
        ("pub08_morning_afternoon", [0, 12, 6, 4898], 4904),
        ("pub09_too_long", [1, 0, 0, 0], 0),
        ("pub10_too_few_seats", [1, 0, 0, 0], 0),
        ("pub11_ties", [0, 8, 4, 3060], 3060),
        ("pub12_day10x30", [0, 18, 8, 8625], 8625),
    ];

    pub fn folder() -> PathBuf {
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../tests/grouping")
    }

    pub fn path(id: &str) -> PathBuf {
        folder().join("instances").join(format!("{id}.json"))
    }

    pub fn read(id: &str) -> Instance {
        let text = fs::read_to_string(path(id)).expect("the instance file exists");
        serde_json::from_str(&text).expect("the instance file is a grouping_instance/1")
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::path::Path;
    use std::process::Command;
    use std::time::{Duration, Instant};

    use bidhall_grouping::plan::{Plan, Reason, Shortage};
    use bidhall_grouping::validity::Rule;
    use bidhall_grouping::{check_plan, plan, rules};

    use super::days::{DAYS, folder, path, read};

    fn planned(id: &str) -> Plan {
        plan(&read(id)).expect("the public days pass the input checks")
    }

    #[test]
    fn every_emitted_plan_keeps_all_rules() {
        for (id, best, _) in DAYS {
            let day = planned(id);
            println!("{id}: {:?}, best known {best:?}", day.objective);
            assert_eq!(check_plan(&read(id), &day), [], "{id}");
        }
    }

    #[test]
    fn unplaced_weight_rooms_and_spread_are_the_best_known() {
        for (id, best, _) in DAYS {
            assert_eq!(planned(id).objective[..3], best[..3], "{id}");
        }
    }

    #[test]
    fn every_day_finishes_as_early_as_a_good_plan_and_not_before_the_bound() {
        /// The proven bound of the two days whose best known finish is not proven.
        const BOUNDS: [(&str, u64); 2] = [("pub08_morning_afternoon", 4896), ("pub12_day10x30", 8617)];
        for (id, best, good) in DAYS {
            let bound = BOUNDS.iter().find(|(day, _)| *day == id).map_or(best[3], |(_, bound)| *bound);
            let finish = planned(id).objective[3];
            assert!((bound..=good).contains(&finish), "{id}: {finish}");
        }
    }

    #[test]
    fn the_independent_checker_accepts_every_plan() {
        if Command::new("python3").arg("--version").output().is_err() {
            println!("SKIPPED: python3 is not installed, the independent checker did NOT run");
            return;
        }
        for (id, _, _) in DAYS {
            let file = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("{id}.plan.json"));
            std::fs::write(&file, serde_json::to_string(&planned(id)).unwrap()).unwrap();
            let checker = folder().join("check.py");
            let out = Command::new("python3").arg(checker).arg(path(id)).arg(&file).output().unwrap();
            assert!(out.status.success(), "{id}: {}", String::from_utf8_lossy(&out.stdout));
        }
    }

    /// 招标投标法实施条例, article 49: the members of the committee review all bids.
    #[test]
    fn every_expert_reads_every_bid() {
        for (id, _, _) in DAYS {
            let (instance, day) = (read(id), planned(id));
            for placed in &day.placed {
                let project = instance.projects.iter().find(|p| p.id == placed.project).unwrap();
                let all: BTreeSet<usize> = (0..rules::bids(project)).collect();
                let seated: u32 = placed.rooms.iter().map(|panel| panel.technical + panel.economic).sum();
                assert_eq!(seated, project.technical + project.economic, "{id} {}", project.id);
                for panel in &placed.rooms {
                    let of_room = placed.reviews.iter().filter(|review| review.room == panel.room);
                    let read: BTreeSet<usize> = of_room
                        .flat_map(|review| placed.batches[&review.stream.unwrap()][review.batch].clone())
                        .collect();
                    assert_eq!(read, all, "{id} {} room {}", project.id, panel.room);
                }
            }
        }
    }

    #[test]
    fn a_plan_that_drops_one_review_breaks_v9() {
        for id in ["pub02_two_rooms", "pub03_seed67", "pub06_split_roles", "pub05_electronic"] {
            let whole = planned(id);
            for dropped in 0..whole.placed[0].reviews.len() {
                let mut day = whole.clone();
                day.placed[0].reviews.remove(dropped);
                let breaches = check_plan(&read(id), &day);
                assert!(breaches.iter().any(|breach| breach.rule == Rule::V9), "{id} review {dropped}");
            }
        }
    }

    #[test]
    fn eighty_bids_do_not_fit_into_twelve_hours() {
        let day = planned("pub09_too_long");
        assert_eq!(day.unplaced[0].reasons, [Reason::TimeLimit(Shortage { needed: 820, available: 720 })]);
    }

    #[test]
    fn seven_experts_do_not_fit_onto_four_places() {
        let day = planned("pub10_too_few_seats");
        assert_eq!(day.unplaced[0].reasons, [Reason::Seats(Shortage { needed: 7, available: 4 })]);
    }

    #[test]
    fn more_than_thirty_bidders_are_planned_here_with_a_notice() {
        assert_eq!(planned("pub03_seed67").overnight_notice, ["P01"]);
        assert_eq!(planned("pub12_day10x30").overnight_notice, ["P01", "P05", "P06", "P07", "P09"]);
    }

    #[test]
    fn an_open_overnight_site_takes_the_large_projects() {
        let mut instance = read("pub07_day5x15");
        instance.rules.overnight_site_open = true;
        let day = plan(&instance).unwrap();
        assert_eq!(day.overnight, ["P05"]);
        assert_eq!(check_plan(&instance, &day), []);
    }

    #[test]
    fn the_order_of_rooms_and_projects_changes_nothing() {
        for (id, _, _) in DAYS {
            let mut instance = read(id);
            instance.rooms.reverse();
            instance.projects.reverse();
            instance.walk_minutes.reverse();
            instance.walk_minutes.iter_mut().for_each(|row| row.reverse());
            assert_eq!(plan(&instance).unwrap(), planned(id), "{id}");
        }
    }

    #[test]
    fn the_largest_day_is_planned_while_people_wait() {
        let instance = read("pub12_day10x30");
        let begun = Instant::now();
        plan(&instance).unwrap();
        println!("ten projects, thirty rooms: {:?}", begun.elapsed());
        assert!(begun.elapsed() < Duration::from_secs(10));
    }
}
