//! Small generated days: whatever is emitted keeps all rules, every unplaced project has a reason, and the
//! order of the lists changes nothing.

#[cfg(test)]
mod tests {
    use bidhall_grouping::instance::{Mode, PackedBatches, Project, Room, Rules};
    use bidhall_grouping::plan::Reason;
    use bidhall_grouping::validity::Rule;
    use bidhall_grouping::{Instance, InstanceFault, Plan, check_plan, plan};
    use proptest::prelude::*;

    /// Rooms stand at (x, y) on the floor: walking by blocks keeps the triangle inequality.
    fn days() -> impl Strategy<Value = Instance> {
        (prop::collection::vec(rooms(), 1..7), prop::collection::vec(projects(), 1..4), rules()).prop_map(
            |(places, mut projects, rules)| {
                let walk = |a: &(u32, u32, Room), b: &(u32, u32, Room)| a.0.abs_diff(b.0) + a.1.abs_diff(b.1);
                let walk_minutes =
                    places.iter().map(|a| places.iter().map(|b| walk(a, b)).collect()).collect();
                for (number, project) in projects.iter_mut().enumerate() {
                    project.id = format!("P{number}");
                }
                let name = |(number, (_, _, room)): (usize, (u32, u32, Room))| Room {
                    id: format!("R{number}"),
                    ..room
                };
                Instance {
                    schema: "grouping_instance/1".into(),
                    id: "generated".into(),
                    title: None,
                    rules,
                    rooms: places.into_iter().enumerate().map(name).collect(),
                    walk_minutes,
                    projects,
                }
            },
        )
    }

    fn rules() -> impl Strategy<Value = Rules> {
        (0..10_u32, 0..40_u32, 1..9_u32, 1..6_u32, 3..20_u32, prop::bool::weighted(0.2)).prop_map(
            |(disinfect, changeover, carry, most, threshold, open)| Rules {
                disinfect_minutes: disinfect,
                changeover_minutes: changeover,
                carry_max_bids: carry,
                max_rooms_per_project: most,
                overnight_threshold: threshold,
                overnight_site_open: open,
                spare_room: None,
            },
        )
    }

    fn rooms() -> impl Strategy<Value = (u32, u32, Room)> {
        let windows = prop_oneof![
            3 => Just(vec![[480, 1320]]),
            1 => Just(vec![[480, 720], [780, 1320]]),
            1 => Just(vec![[600, 1000]]),
        ];
        (0..6_u32, 0..6_u32, 1..8_u32, 0..30_u32, prop::bool::weighted(0.9), windows).prop_map(
            |(x, y, seats, shelf, video, windows)| {
                let room = Room {
                    id: String::new(),
                    zone: None,
                    floor: None,
                    x: None,
                    y: None,
                    seats,
                    shelf,
                    video,
                    windows,
                };
                (x, y, room)
            },
        )
    }

    fn projects() -> impl Strategy<Value = Project> {
        let committee = prop_oneof![Just((4, 1)), Just((3, 2)), Just((5, 2)), Just((6, 3))];
        let starts = (510..600_u32, prop_oneof![Just(0), 0..300_u32]);
        let flags = (prop::bool::weighted(0.7), any::<bool>(), prop::bool::weighted(0.2));
        let bids = prop::collection::vec((1..20_u32, 1..12_u32), 1..14);
        let counts = (0..2_u32, 1..4_u32, 1..4_u32);
        (committee, starts, flags, bids, counts, 200..700_u32).prop_map(
            |((technical, economic), (earliest, slide), (paper, split, packed), bids, counts, limit)| {
                let first = || bids.iter().map(|bid| bid.0).collect::<Vec<u32>>();
                let (staff_per_room, copies, weight) = counts;
                let halves = || {
                    let numbers: Vec<usize> = (0..bids.len()).collect();
                    numbers.chunks(bids.len().div_ceil(2)).map(<[usize]>::to_vec).collect::<Vec<_>>()
                };
                let batches = match (packed && paper, split) {
                    (false, _) => None,
                    (true, false) => Some(PackedBatches::All(halves())),
                    (true, true) => Some(PackedBatches::ByRole { technical: halves(), economic: halves() }),
                };
                Project {
                    id: String::new(),
                    mode: if paper { Mode::Paper } else { Mode::Electronic },
                    weight,
                    technical,
                    economic,
                    split_roles: split,
                    staff_per_room,
                    copies,
                    earliest_start: earliest,
                    latest_start: earliest + slide,
                    limit_minutes: limit,
                    discussion_minutes: 20,
                    minutes: (!split).then(first),
                    technical_minutes: split.then(first),
                    economic_minutes: split.then(|| bids.iter().map(|bid| bid.1).collect()),
                    batches,
                }
            },
        )
    }

    fn reversed(instance: &Instance) -> Instance {
        let mut other = instance.clone();
        other.rooms.reverse();
        other.projects.reverse();
        other.walk_minutes.reverse();
        other.walk_minutes.iter_mut().for_each(|row| row.reverse());
        other
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn whatever_is_emitted_keeps_all_rules(instance in days()) {
            let day = plan(&instance).unwrap();
            prop_assert_eq!(check_plan(&instance, &day), []);
        }

        #[test]
        fn every_unplaced_project_has_a_reason_with_a_shortage(instance in days()) {
            for unplaced in plan(&instance).unwrap().unplaced {
                prop_assert!(!unplaced.reasons.is_empty());
                for reason in unplaced.reasons {
                    let short = match &reason {
                        Reason::TimeLimit(s)
                        | Reason::RoomHours(s)
                        | Reason::Seats(s)
                        | Reason::Shelf(s)
                        | Reason::Video(s)
                        | Reason::RoomCount(s) => s.needed > s.available,
                        Reason::Combined { parts } => parts.len() > 1,
                        Reason::RoomsTaken(s) => s.needed > 0,
                    };
                    prop_assert!(short, "{:?}", reason);
                }
            }
        }

        #[test]
        fn the_order_of_rooms_and_projects_changes_nothing(instance in days()) {
            prop_assert_eq!(plan(&reversed(&instance)).unwrap(), plan(&instance).unwrap());
        }

        #[test]
        fn a_single_project_that_fits_alone_is_not_told_that_rooms_are_taken(instance in days()) {
            let alone = Instance { projects: instance.projects[..1].to_vec(), ..instance };
            for unplaced in plan(&alone).unwrap().unplaced {
                let taken = unplaced.reasons.iter().any(|reason| matches!(reason, Reason::RoomsTaken(_)));
                prop_assert!(!taken, "{:?}", unplaced);
            }
        }

        #[test]
        fn any_dropped_review_breaks_v9(instance in days(), pick in any::<prop::sample::Index>()) {
            let mut day = plan(&instance).unwrap();
            let reviews: usize = day.placed.iter().map(|placed| placed.reviews.len()).sum();
            if reviews == 0 {
                return Ok(());
            }
            let mut place = pick.index(reviews);
            for placed in &mut day.placed {
                if place < placed.reviews.len() {
                    placed.reviews.remove(place);
                    break;
                }
                place -= placed.reviews.len();
            }
            prop_assert!(check_plan(&instance, &day).iter().any(|breach| breach.rule == Rule::V9));
        }

        #[test]
        fn a_plan_survives_its_own_document(instance in days()) {
            let day = plan(&instance).unwrap();
            let text = serde_json::to_string(&day).unwrap();
            prop_assert_eq!(serde_json::from_str::<Plan>(&text).unwrap(), day);
            let text = serde_json::to_string(&instance).unwrap();
            prop_assert_eq!(serde_json::from_str::<Instance>(&text).unwrap(), instance);
        }
    }

    fn one_day() -> Instance {
        let text = r#"{
            "schema": "grouping_instance/1", "id": "day", "weather": "rain",
            "rules": { "disinfect_minutes": 5, "changeover_minutes": 30, "carry_max_bids": 12,
                       "max_rooms_per_project": 8, "overnight_threshold": 30, "overnight_site_open": false },
            "rooms": [
                { "id": "101", "zone": "A", "floor": 1, "x": 4.0, "y": 3.5, "seats": 6, "shelf": 24,
                  "video": true, "windows": [[480, 1320]], "colour": "blue" },
                { "id": "102", "seats": 3, "shelf": 24, "video": false, "windows": [[480, 1320]] }
            ],
            "walk_minutes": [[0, 2], [2, 0]],
            "projects": [
                { "id": "P01", "mode": "paper", "weight": 1, "technical": 4, "economic": 1,
                  "split_roles": false, "staff_per_room": 1, "copies": 1, "earliest_start": 540,
                  "latest_start": 540, "limit_minutes": 720, "discussion_minutes": 60, "minutes": [9, 7, 12] }
            ]
        }"#;
        serde_json::from_str(text).unwrap()
    }

    /// The fault of the sound day after one change.
    fn fault(change: impl FnOnce(&mut Instance)) -> InstanceFault {
        let mut instance = one_day();
        change(&mut instance);
        plan(&instance).expect_err("the change breaks an input check")
    }

    #[test]
    fn keys_the_planner_does_not_know_are_ignored() {
        assert_eq!(plan(&one_day()).unwrap().objective, [0, 1, 0, 660]);
    }

    #[test]
    fn each_input_check_names_its_place() {
        let (room, project) = (|| "101".to_owned(), || "P01".to_owned());
        let b = || "102".to_owned();
        let all = bidhall_grouping::instance::Stream::All;
        let cases = [
            (fault(|i| i.rooms[1].id = room()), InstanceFault::RoomIdRepeats { room: room() }),
            (fault(|i| i.walk_minutes[1].truncate(1)), InstanceFault::WalkNotSquare { row: 1 }),
            (fault(|i| i.walk_minutes.truncate(1)), InstanceFault::WalkNotSquare { row: 1 }),
            (fault(|i| i.walk_minutes[0][0] = 1), InstanceFault::WalkToItself { room: room() }),
            (fault(|i| i.walk_minutes[1][0] = 1), InstanceFault::WalkNotSymmetric { a: room(), b: b() }),
            (fault(|i| i.rooms[1].windows[0] = [9, 9]), InstanceFault::Windows { room: b() }),
            (fault(|i| i.rooms[1].windows.clear()), InstanceFault::Windows { room: b() }),
            (
                fault(|i| i.projects.push(one_day().projects[0].clone())),
                InstanceFault::ProjectIdRepeats { project: project() },
            ),
            (
                fault(|i| i.projects[0].economic = 2),
                InstanceFault::Committee { project: project(), experts: 6 },
            ),
            (
                fault(|i| i.projects[0].latest_start = 500),
                InstanceFault::StartRange { project: project(), earliest: 540, latest: 500 },
            ),
            (
                fault(|i| i.projects[0].minutes = None),
                InstanceFault::BidList { project: project(), stream: all },
            ),
            (
                fault(|i| i.projects[0].minutes = Some(vec![3, 0])),
                InstanceFault::NoMinutes { project: project(), bid: 1 },
            ),
            (fault(|i| i.projects[0].copies = 0), InstanceFault::NoCopies { project: project() }),
            (fault(|i| i.projects[0].weight = 0), InstanceFault::NoWeight { project: project() }),
            (
                fault(|i| i.projects[0].batches = Some(PackedBatches::All(vec![vec![0, 1], vec![1, 2]]))),
                InstanceFault::Packing { project: project(), stream: all },
            ),
        ];
        for (found, expected) in cases {
            assert_eq!(found, expected);
        }
    }

    #[test]
    fn a_walk_longer_than_by_way_of_a_third_room_is_a_fault() {
        let found = fault(|i| {
            i.rooms.push(Room { id: "103".into(), ..i.rooms[0].clone() });
            i.walk_minutes = vec![vec![0, 9, 1], vec![9, 0, 1], vec![1, 1, 0]];
        });
        let (a, b, via) = ("101".into(), "102".into(), "103".into());
        assert_eq!(found, InstanceFault::WalkLongerThanVia { a, b, via });
    }

    #[test]
    fn each_family_of_rules_is_named_when_it_alone_keeps_a_project_out() {
        let reasons = |change: &dyn Fn(&mut Instance)| {
            let mut instance = one_day();
            instance.rooms[0].seats = 4;
            instance.rooms[1].video = true;
            change(&mut instance);
            let mut day = plan(&instance).unwrap();
            day.unplaced.pop().map(|unplaced| serde_json::to_value(unplaced.reasons).unwrap())
        };
        let only = |code: &str, needed: u32, available: u32| {
            Some(serde_json::json!([{ "code": code, "needed": needed, "available": available }]))
        };
        let named = |change: &dyn Fn(&mut Instance), code, needed, available| {
            let found = reasons(change).unwrap();
            let expected = only(code, needed, available).unwrap();
            assert!(found.as_array().unwrap().contains(&expected[0]), "{found}");
        };
        assert_eq!(reasons(&|_| ()), None);
        assert_eq!(reasons(&|i| i.projects[0].limit_minutes = 100), only("time_limit", 120, 100));
        assert_eq!(reasons(&|i| i.rooms[0].seats = 3), only("seats", 5, 4));
        assert_eq!(reasons(&|i| i.rooms.iter_mut().for_each(|r| r.shelf = 1)), only("shelf", 3, 2));
        // One large room would do as well in these cases, so that seats are named beside the family.
        named(&|i| i.rooms[1].windows = vec![[480, 600]], "room_hours", 120, 60);
        named(&|i| i.rooms[1].video = false, "video", 2, 1);
        named(&|i| i.rules.max_rooms_per_project = 1, "room_count", 2, 1);
    }
}
