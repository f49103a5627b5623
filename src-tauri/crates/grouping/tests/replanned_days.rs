//! The rest of a day, planned again after something happened, with the least change.

#[cfg(test)]
mod tests {
    use std::path::Path;

    use bidhall_grouping::plan::Placed;
    use bidhall_grouping::replan::{Change, Event, ReviewBegun, check_replanned};
    use bidhall_grouping::validity::Rule;
    use bidhall_grouping::{DayState, Instance, Plan, ReplanFault, Replanned, plan, replan};

    fn read(id: &str) -> Instance {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../tests/grouping/instances");
        let text = std::fs::read_to_string(folder.join(format!("{id}.json"))).unwrap();
        serde_json::from_str(&text).unwrap()
    }

    fn seed() -> (Instance, Plan) {
        let instance = read("pub03_seed67");
        let plan = plan(&instance).unwrap();
        (instance, plan)
    }

    /// The day at a minute when everything has gone as planned.
    fn at(plan: &Plan, now: u32, events: Vec<Event>) -> DayState {
        let of = |placed: &Placed| {
            let begun = placed.reviews.iter().filter(|review| review.begin < now).map(|review| ReviewBegun {
                project: placed.project.clone(),
                room: review.room.clone(),
                batch: review.batch,
                begin: review.begin,
                end: (review.end <= now).then_some(review.end),
            });
            begun.collect::<Vec<_>>()
        };
        DayState { now, reviews: plan.placed.iter().flat_map(of).collect(), events }
    }

    fn renewed(instance: &Instance, plan: &Plan, day: &DayState) -> Replanned {
        let found = replan(instance, plan, day).unwrap();
        assert_eq!(found.breaches, check_replanned(instance, plan, day, &found.plan));
        found
    }

    #[test]
    fn a_day_without_events_stays_as_it_is() {
        let (instance, plan) = seed();
        for now in [500, 540, 700, 1000, 1205] {
            let found = renewed(&instance, &plan, &at(&plan, now, Vec::new()));
            assert_eq!((found.plan, found.changes, found.breaches), (plan.clone(), vec![], vec![]), "{now}");
        }
    }

    #[test]
    fn the_panel_of_a_lost_room_moves_and_no_other() {
        let (mut instance, plan) = seed();
        instance.projects[0].limit_minutes = 780;
        for panel in &plan.placed[0].rooms {
            for now in [600, 720, 900, 1100] {
                let lost = Event::RoomLost { room: panel.room.clone(), from: now };
                let day = at(&plan, now, vec![lost]);
                let found = renewed(&instance, &plan, &day);
                let moves = found.changes.iter().filter(|change| matches!(change, Change::PanelMoved { .. }));
                assert_eq!(moves.count(), 1);
                assert_eq!(found.breaches, [], "{now} {}", panel.room);
                assert!(found.plan.placed[0].rooms.iter().all(|other| other.room != panel.room));
                assert!(!found.changes.iter().any(|c| matches!(c, Change::ReviewReordered { .. })));
                for done in &day.reviews {
                    let kept = found.plan.placed[0].reviews.iter().any(|review| {
                        (&review.room, review.batch, review.begin) == (&done.room, done.batch, done.begin)
                    });
                    assert!(kept || done.end.is_none(), "what is done stays: {done:?}");
                }
            }
        }
    }

    #[test]
    fn a_room_lost_later_is_used_until_then() {
        let (mut instance, plan) = seed();
        instance.projects[0].limit_minutes = 780;
        let room = plan.placed[0].rooms[0].room.clone();
        let day = at(&plan, 600, vec![Event::RoomLost { room: room.clone(), from: 800 }]);
        let found = renewed(&instance, &plan, &day);
        assert_eq!(found.breaches, []);
        let last = found.plan.placed[0].reviews.iter().filter(|r| r.room == room).map(|r| r.end).max();
        assert!(last > Some(600) && last <= Some(800));
    }

    #[test]
    fn without_a_free_room_the_lost_one_is_named() {
        let (mut instance, plan) = seed();
        let group: Vec<String> = plan.placed[0].rooms.iter().map(|panel| panel.room.clone()).collect();
        instance.rooms.iter_mut().filter(|r| !group.contains(&r.id)).for_each(|room| room.video = false);
        let lost = Event::RoomLost { room: group[0].clone(), from: 700 };
        let fault = replan(&instance, &plan, &at(&plan, 700, vec![lost])).unwrap_err();
        let experts = plan.placed[0].rooms[0].technical + plan.placed[0].rooms[0].economic;
        let room = group[0].clone();
        assert_eq!(fault, ReplanFault::NoSpareRoom { project: "P01".into(), room, experts });
    }

    #[test]
    fn a_new_member_reads_again_what_the_room_has_finished() {
        let (instance, plan) = seed();
        let room = plan.placed[0].rooms[0].room.clone();
        let replaced = Event::MemberReplaced { project: "P01".into(), room: room.clone() };
        let day = at(&plan, 700, vec![replaced, Event::TimeVoted { project: "P01".into(), minutes: 60 }]);
        let begun = day.reviews.iter().filter(|review| review.room == room).count();
        let found = renewed(&instance, &plan, &day);
        let repeated = |c: &&Change| matches!(c, Change::ReviewRepeated { room: r, .. } if *r == room);
        assert_eq!(found.changes.iter().filter(repeated).count(), begun);
        // 605 minutes of reading have to be begun again; the limit breaks by what the breach says.
        assert!(found.breaches.iter().all(|breach| breach.rule == Rule::V12 || breach.rule == Rule::V13));
    }

    #[test]
    fn dropped_bids_end_the_day_earlier() {
        let (instance, plan) = seed();
        let bids: Vec<usize> = (0..20).collect();
        let day = at(&plan, 560, vec![Event::BidsDropped { project: "P01".into(), bids }]);
        let found = renewed(&instance, &plan, &day);
        assert_eq!(found.breaches, []);
        assert_eq!(found.changes.iter().filter(|c| matches!(c, Change::BidDropped { .. })).count(), 20);
        assert!(found.changes.iter().any(|c| matches!(c, Change::FinishEarlier { by, .. } if *by > 30)));
    }

    #[test]
    fn a_late_block_moves_the_rest_and_a_vote_makes_room_for_it() {
        let (instance, plan) = seed();
        let running = |day: &DayState| day.reviews.iter().find(|r| r.end.is_none()).cloned().unwrap();
        let review = running(&at(&plan, 700, Vec::new()));
        let late = Event::ReviewLate {
            project: "P01".into(),
            room: review.room.clone(),
            batch: review.batch,
            end: 820,
        };
        let found = renewed(&instance, &plan, &at(&plan, 700, vec![late.clone()]));
        assert!(found.breaches.iter().any(|breach| breach.rule == Rule::V12));
        let voted = Event::TimeVoted { project: "P01".into(), minutes: 140 };
        let found = renewed(&instance, &plan, &at(&plan, 700, vec![late, voted]));
        assert_eq!(found.breaches, []);
        assert!(found.changes.iter().any(|c| matches!(c, Change::FinishLater { .. })));
    }

    #[test]
    fn a_plan_made_again_can_be_made_again() {
        let (mut instance, plan) = seed();
        instance.projects[0].limit_minutes = 780;
        let lost =
            |plan: &Plan, now| Event::RoomLost { room: plan.placed[0].rooms[0].room.clone(), from: now };
        let first = renewed(&instance, &plan, &at(&plan, 640, vec![lost(&plan, 640)])).plan;
        let quiet = renewed(&instance, &first, &at(&first, 800, Vec::new()));
        assert_eq!((quiet.plan, quiet.changes), (first.clone(), vec![]));
        let second = renewed(&instance, &first, &at(&first, 800, vec![lost(&first, 800)]));
        assert_eq!(second.breaches, []);
    }

    #[test]
    fn what_is_not_of_the_day_is_refused() {
        let (instance, plan) = seed();
        let refused = |event: Event| replan(&instance, &plan, &at(&plan, 700, vec![event])).unwrap_err();
        let unknown = refused(Event::TimeVoted { project: "P09".into(), minutes: 5 });
        assert_eq!(unknown, ReplanFault::UnknownProject { project: "P09".into() });
        let unknown = refused(Event::RoomLost { room: "999".into(), from: 700 });
        assert_eq!(unknown, ReplanFault::UnknownRoom { room: "999".into() });
        let all = refused(Event::BidsDropped { project: "P01".into(), bids: (0..67).collect() });
        assert_eq!(all, ReplanFault::NoBidsLeft { project: "P01".into() });
        let mut day = at(&plan, 700, Vec::new());
        day.reviews[0].end = Some(day.now + 1);
        assert!(matches!(replan(&instance, &plan, &day), Err(ReplanFault::ImpossibleTimes { .. })));
    }
}
