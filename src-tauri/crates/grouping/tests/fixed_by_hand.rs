//! Pins, margins and the reasons of a placed project.

#[cfg(test)]
mod tests {
    use std::path::Path;

    use bidhall_grouping::explain::{Binding, FewerRooms, why};
    use bidhall_grouping::pins::{Pin, PinnedExperts, ProjectPins};
    use bidhall_grouping::proof::composition;
    use bidhall_grouping::{Instance, PinFault, Pins, check_plan, margins, plan, plan_with, reading_matrix};

    fn seed() -> Instance {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../tests/grouping/instances");
        let text = std::fs::read_to_string(folder.join("pub03_seed67.json")).unwrap();
        serde_json::from_str(&text).unwrap()
    }

    fn pins(pinned: ProjectPins) -> Pins {
        Pins { projects: vec![ProjectPins { project: "P01".into(), ..pinned }] }
    }

    #[test]
    fn rooms_that_are_fixed_are_used_and_others_avoided() {
        let instance = seed();
        let free = plan(&instance).unwrap();
        let used: Vec<String> = free.placed[0].rooms.iter().map(|panel| panel.room.clone()).collect();
        let other = instance.rooms.iter().map(|room| &room.id).find(|id| !used.contains(id)).unwrap().clone();
        let asked = ProjectPins {
            rooms: vec![other.clone()],
            avoid: vec![used[0].clone()],
            ..ProjectPins::default()
        };
        let answer = plan_with(&instance, &pins(asked)).unwrap();
        let rooms: Vec<&String> = answer.plan.placed[0].rooms.iter().map(|panel| &panel.room).collect();
        assert!(rooms.contains(&&other) && !rooms.contains(&&used[0]), "{rooms:?}");
        assert_eq!(check_plan(&instance, &answer.plan), []);
        assert!(answer.plan.objective >= free.objective);
    }

    #[test]
    fn experts_sit_where_they_are_fixed() {
        let instance = seed();
        let large = instance.rooms.iter().find(|room| room.seats == 4).unwrap().id.clone();
        let experts = vec![PinnedExperts { room: large.clone(), experts: 1 }];
        let answer = plan_with(&instance, &pins(ProjectPins { experts, ..ProjectPins::default() })).unwrap();
        let panel = answer.plan.placed[0].rooms.iter().find(|panel| panel.room == large).unwrap();
        assert_eq!(panel.technical + panel.economic, 1);
        assert_eq!(check_plan(&instance, &answer.plan), []);
    }

    #[test]
    fn pins_that_keep_a_project_out_are_named() {
        let instance = seed();
        let late = ProjectPins { start: Some(600), ..ProjectPins::default() };
        let fault = plan_with(&instance, &pins(late)).unwrap_err();
        let pins_named = vec![Pin::Start { start: 600 }];
        assert_eq!(fault, PinFault::DoesNotFit { project: "P01".into(), pins: pins_named });
        let unknown = ProjectPins { rooms: vec!["999".into()], ..ProjectPins::default() };
        let fault = plan_with(&instance, &pins(unknown)).unwrap_err();
        assert_eq!(fault, PinFault::UnknownRoom { room: "999".into() });
        let nobody = Pins { projects: vec![ProjectPins { project: "P77".into(), ..ProjectPins::default() }] };
        let fault = plan_with(&instance, &nobody).unwrap_err();
        assert_eq!(fault, PinFault::UnknownProject { project: "P77".into() });
    }

    #[test]
    fn the_margin_is_what_is_left_to_limit_and_closing() {
        let instance = seed();
        let margin = margins(&instance, &plan(&instance).unwrap(), "P01").unwrap();
        // 540 + 720 - 1205, and rooms close at 1320.
        assert_eq!((margin.minutes_to_limit, margin.minutes_to_closing), (55, 115));
        assert_eq!(margin.minutes_per_bid_tenths, 550 / 67);
        assert_eq!(margin.bid_minutes_tenths, (605 + 55) * 10 / 67);
        assert_eq!(margins(&instance, &plan(&instance).unwrap(), "P02"), None);
    }

    #[test]
    fn a_placed_project_says_what_binds_it_and_why_not_fewer_rooms() {
        let instance = seed();
        let found = why(&instance, &plan(&instance).unwrap());
        assert!(matches!(found[0].binds, Binding::LongestPanel { minutes: 605, .. }), "{:?}", found[0].binds);
        let seats = FewerRooms::Seats { rooms: 2, experts: 7, places: 6 };
        assert_eq!(found[0].fewer_rooms, seats);
        let other = found[0].other_rooms.as_ref().unwrap();
        assert!(other.spread_by >= 0 && other.rooms.len() == 3);
    }

    #[test]
    fn the_matrix_has_a_row_for_every_member_and_a_gap_for_what_is_not_read() {
        let instance = seed();
        let mut plan = plan(&instance).unwrap();
        let matrix = reading_matrix(&instance, &plan, "P01").unwrap();
        assert_eq!((matrix.rows.len(), matrix.bids, matrix.complete), (7, 67, true));
        plan.placed[0].reviews.pop();
        assert!(!reading_matrix(&instance, &plan, "P01").unwrap().complete);
    }

    #[test]
    fn a_committee_is_odd_and_two_thirds_are_experts() {
        let project = &seed().projects[0];
        assert!(composition(project, 2).two_thirds_experts);
        assert!(!composition(project, 3).two_thirds_experts);
        assert!(composition(project, 2).odd && composition(project, 2).at_least_five);
    }
}
