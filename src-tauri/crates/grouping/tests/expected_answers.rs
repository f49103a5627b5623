//! The twelve public days against what is known of them: vectors, bounds, reasons and relaxations, also with
//! rooms and projects in another order.

#[cfg(test)]
mod tests {
    use std::path::{Path, PathBuf};

    use bidhall_grouping::{Instance, Status, explained};
    use serde_json::Value;

    fn folder() -> PathBuf {
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../tests/grouping")
    }

    fn read(path: &Path) -> Value {
        serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
    }

    fn known() -> Vec<(Value, Instance)> {
        let all = read(&folder().join("expected.json"));
        let days = all["instances"].as_array().unwrap().clone();
        let instance = |day: &Value| {
            let file = format!("instances/{}.json", day["id"].as_str().unwrap());
            serde_json::from_value(read(&folder().join(file))).unwrap()
        };
        days.into_iter().map(|day| (day.clone(), instance(&day))).collect()
    }

    fn numbers(list: &Value) -> Vec<u64> {
        list.as_array().unwrap().iter().map(|number| number.as_u64().unwrap()).collect()
    }

    /// Every second room first, the projects backwards.
    fn shuffled(instance: &Instance) -> Instance {
        let all = 0..instance.rooms.len();
        let order: Vec<usize> =
            all.clone().filter(|room| room % 2 == 1).chain(all.filter(|room| room % 2 == 0)).collect();
        let mut other = instance.clone();
        other.rooms = order.iter().map(|&room| instance.rooms[room].clone()).collect();
        other.walk_minutes =
            order.iter().map(|&a| order.iter().map(|&b| instance.walk_minutes[a][b]).collect()).collect();
        other.projects.reverse();
        other
    }

    #[test]
    fn every_answer_is_as_good_as_what_is_known() {
        for (day, instance) in known() {
            let id = day["id"].as_str().unwrap();
            let answer = explained(&instance).unwrap();
            let (best, reach, bound) =
                (numbers(&day["best_known"]), numbers(&day["must_reach"]), numbers(&day["bound"]));
            assert_eq!(answer.objective[..3], best[..3], "{id}");
            assert!((bound[3]..=reach[3]).contains(&answer.objective[3]), "{id}: {:?}", answer.objective);
            let levels = answer.bound.iter().zip(&answer.objective).zip(answer.status).zip(&best);
            for (((bound, found), status), best) in levels {
                assert!(bound <= best, "{id}: no bound lies above what is known");
                assert!(bound == found || status == Status::BestKnown, "{id}");
            }
            assert_eq!(answer.status[..3], [Status::Proven; 3], "{id}");
            assert_eq!(serde_json::to_value(&answer.overnight_notice).unwrap(), day["overnight_notice"]);
        }
    }

    #[test]
    fn reasons_and_relaxations_are_those_expected() {
        for (day, instance) in known() {
            let answer = serde_json::to_value(explained(&instance).unwrap()).unwrap();
            let unplaced = answer["unplaced"].as_array().unwrap();
            if day.get("reasons").is_none() {
                assert!(unplaced.is_empty() && answer.get("relaxations").is_none());
                continue;
            }
            for entry in unplaced {
                assert_eq!(entry["reasons"], day["reasons"][entry["project"].as_str().unwrap()]);
            }
            assert_eq!(answer["relaxations"], day["relaxations"]);
        }
    }

    #[test]
    fn another_order_of_rooms_and_projects_gives_the_same_answer() {
        for (day, instance) in known() {
            assert_eq!(
                explained(&shuffled(&instance)).unwrap(),
                explained(&instance).unwrap(),
                "{}",
                day["id"]
            );
        }
    }

    /// A day whose two projects fit alone but not together, and one whose limit and hours are both too short.
    #[test]
    fn what_fits_alone_is_told_that_the_rooms_are_taken() {
        let (_, mut instance) = known().swap_remove(0);
        instance.rooms.truncate(1);
        instance.walk_minutes = vec![vec![0]];
        let mut second = instance.projects[0].clone();
        second.id = "P02".into();
        instance.projects.push(second);
        let answer = serde_json::to_value(explained(&instance).unwrap()).unwrap();
        assert_eq!(answer["unplaced"][0]["reasons"], serde_json::json!(["rooms_taken"]));
        instance.projects.truncate(1);
        instance.projects[0].limit_minutes = 100;
        instance.rooms[0].windows = vec![[480, 600]];
        let answer = serde_json::to_value(explained(&instance).unwrap()).unwrap();
        assert_eq!(answer["unplaced"][0]["reasons"], serde_json::json!(["combined"]));
        let both = &answer["relaxations"]["limit_and_hours"];
        assert_eq!(both, &serde_json::json!({ "limit_plus_minutes": 41, "hours_plus_minutes": 81 }));
    }
}
