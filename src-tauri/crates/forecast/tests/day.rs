//! Days at the gate.

use std::ops::ControlFlow;

use bidhall_forecast::{
    Arrivals, DayFault, Fate, GateDay, Group, Lane, Progress, Rest, Spread, Step, StepKind, lanes_needed,
    play, simulate,
};
use proptest::prelude::*;
use rand_chacha::ChaCha8Rng;
use rand_core::SeedableRng as _;

const MINUTE: i64 = 60_000;
const NINE: i64 = 9 * 60 * MINUTE;

fn step(kind: StepKind, seconds: i64) -> Step {
    Step { kind, time: Spread::Fixed { time: seconds * 1000 }, more_often: 0, more: Spread::NONE }
}

/// The six steps in 90 seconds.
fn six_steps() -> Vec<Step> {
    vec![
        step(StepKind::Mask, 10),
        step(StepKind::Shoe, 5),
        step(StepKind::Hand, 5),
        step(StepKind::Temperature, 20),
        step(StepKind::Form, 40),
        step(StepKind::MaskDisposal, 10),
    ]
}

fn lanes(count: usize) -> Vec<Lane> {
    vec![Lane { from: NINE - 90 * MINUTE, until: NINE + 60 * MINUTE }; count]
}

fn at_once(people: u32, before: i64) -> Group {
    let moments = vec![NINE - before * MINUTE; usize::try_from(people).unwrap_or_default()];
    Group { code: "YL-0312-01".into(), deadline: NINE, people, arrivals: Arrivals::At { moments } }
}

fn day(count: usize, groups: Vec<Group>) -> GateDay {
    GateDay {
        lanes: lanes(count),
        steps: six_steps(),
        rest: None,
        groups,
        walk: 2 * MINUTE,
        by_deadline: true,
    }
}

fn played(day: &GateDay) -> Vec<bidhall_forecast::Played> {
    play(day, &mut ChaCha8Rng::seed_from_u64(1))
}

fn go_on(_: Progress) -> ControlFlow<()> {
    ControlFlow::Continue(())
}

#[test]
fn people_who_come_together_pass_one_lane_one_by_one() {
    let people = played(&day(1, vec![at_once(3, 30)]));
    let waits: Vec<i64> = people.iter().map(|person| person.waited / 1000).collect();
    assert_eq!(waits, [0, 90, 180]);
    let inside = NINE - 30 * MINUTE + 3 * 90_000 + 2 * MINUTE;
    assert_eq!(people[2].fate, Fate::Inside(inside));
}

#[test]
fn two_lanes_halve_the_line() {
    let people = played(&day(2, vec![at_once(4, 30)]));
    let waits: Vec<i64> = people.iter().map(|person| person.waited / 1000).collect();
    assert_eq!(waits, [0, 0, 90, 90]);
}

#[test]
fn the_earlier_deadline_goes_first_where_the_rule_is_so() {
    let later = Group { deadline: NINE + 30 * MINUTE, code: "YL-0312-02".into(), ..at_once(2, 30) };
    let mut both = day(1, vec![later, at_once(2, 30)]);
    both.lanes[0].from = NINE - 29 * MINUTE;
    let by_deadline = played(&both);
    let of = |people: &[bidhall_forecast::Played], group| -> i64 {
        people.iter().filter(|person| person.group == group).map(|person| person.waited).sum()
    };
    assert!(of(&by_deadline, 1) < of(&by_deadline, 0));
    both.by_deadline = false;
    let by_arrival = played(&both);
    assert!(of(&by_arrival, 0) < of(&by_arrival, 1));
}

#[test]
fn whoever_rests_leaves_the_lane_to_the_next_one() {
    let mut warm = day(1, vec![at_once(2, 60)]);
    warm.rest = Some(Rest { often: 1000, time: Spread::Fixed { time: 10 * MINUTE }, refused: 0 });
    let people = played(&warm);
    // The second begins when the first goes aside after 40 seconds, rests as long, and comes back while
    // the first, back at the lane for 70 seconds, has 30 of them left.
    assert_eq!(people[1].waited, 40_000 + 30_000);
    let Fate::Inside(first) = people[0].fate else { panic!("{:?}", people[0]) };
    // Forty seconds, ten minutes' rest, then the temperature again and what follows it.
    assert_eq!(first, NINE - 60 * MINUTE + 40_000 + 10 * MINUTE + 70_000 + 2 * MINUTE);
}

#[test]
fn whoever_is_refused_after_the_rest_is_not_counted_as_late() {
    let mut warm = day(1, vec![at_once(5, 60)]);
    warm.rest = Some(Rest { often: 1000, time: Spread::Fixed { time: 10 * MINUTE }, refused: 1000 });
    let forecast = simulate(&warm, 20, 1, &mut go_on).unwrap().unwrap();
    assert_eq!((forecast.groups[0].days_missed, forecast.groups[0].people_missed), (0, 0));
}

#[test]
fn a_line_that_no_lane_takes_stays_outside_and_is_counted() {
    let mut closed = day(1, vec![at_once(3, 30)]);
    closed.lanes[0].until = NINE - 30 * MINUTE + 91_000;
    let people = played(&closed);
    assert_eq!(people[2].fate, Fate::LeftOutside);
    let forecast = simulate(&closed, 10, 1, &mut go_on).unwrap().unwrap();
    assert_eq!(forecast.groups[0].days_missed, 1000);
    assert_eq!(forecast.groups[0].people_missed, 333);
}

#[test]
fn the_last_safe_arrival_is_the_deadline_less_line_check_and_walk() {
    // One person a minute: nobody waits, the check takes 90 seconds at one of two lanes.
    let moments: Vec<i64> = (0..60).map(|minute| NINE - 60 * MINUTE + minute * MINUTE).collect();
    let group = Group { people: 60, arrivals: Arrivals::At { moments }, ..at_once(0, 0) };
    let forecast = simulate(&day(2, vec![group]), 5, 1, &mut go_on).unwrap().unwrap();
    // 210 seconds before nine, down to a whole minute.
    assert_eq!(forecast.groups[0].last_safe_arrival, Some(NINE - 4 * MINUTE));
}

#[test]
fn the_form_is_named_as_what_keeps_the_lanes() {
    let forecast = simulate(&day(2, vec![at_once(20, 60)]), 5, 1, &mut go_on).unwrap().unwrap();
    assert_eq!(forecast.bottleneck, Some(StepKind::Form));
    let shares: Vec<u16> = forecast.steps.iter().map(|step| step.share).collect();
    assert_eq!(shares, [111, 55, 55, 222, 444, 111]);
}

#[test]
fn the_line_over_time_rises_and_ends() {
    let forecast = simulate(&day(1, vec![at_once(5, 60)]), 10, 1, &mut go_on).unwrap().unwrap();
    let counts: Vec<(u16, u32)> = forecast.line.iter().map(|figure| (figure.minute, figure.p95)).collect();
    // All five stand in the line as the minute begins, and one of them is called at once.
    assert_eq!(counts[0], (8 * 60, 4));
    assert_eq!(counts.last().map(|(minute, _)| *minute), Some(8 * 60 + 5));
}

#[test]
fn the_fewest_lanes_that_are_enough_are_found() {
    let rush = day(1, vec![at_once(40, 20)]);
    let times = rush.lanes[0];
    let mut tried = Vec::new();
    let needed = lanes_needed(&rush, times, 20 * MINUTE, 50, 1, &mut |lanes| {
        tried.push(lanes);
        ControlFlow::Continue(())
    });
    // Eighteen minutes are left for the gate: twelve people a lane.
    assert_eq!(needed.unwrap().unwrap().lanes, Some(4));
    assert_eq!(tried, [1, 2, 3, 4]);
}

#[test]
fn nobody_who_comes_later_than_asked_counts_for_the_lanes() {
    let rush = day(1, vec![at_once(40, 20)]);
    let needed = lanes_needed(&rush, rush.lanes[0], 21 * MINUTE, 50, 1, &mut |_| ControlFlow::Continue(()));
    assert_eq!(needed.unwrap().unwrap().lanes, Some(1));
}

#[test]
fn a_forecast_that_is_broken_off_gives_nothing() {
    let many = day(2, vec![at_once(200, 60)]);
    assert_eq!(simulate(&many, 10_000, 1, &mut |_| ControlFlow::Break(())).unwrap(), None);
}

#[test]
fn a_day_that_cannot_be_is_named() {
    let good = day(1, vec![at_once(1, 30)]);
    for (spoil, fault) in [
        (GateDay { lanes: Vec::new(), ..good.clone() }, DayFault::Lanes),
        (GateDay { steps: Vec::new(), ..good.clone() }, DayFault::Steps),
        (GateDay { walk: -1, ..good.clone() }, DayFault::Range),
        (GateDay { groups: vec![Group { people: 6_000, ..at_once(1, 30) }], ..good }, DayFault::People),
    ] {
        assert_eq!(spoil.check(), Err(fault));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn everybody_ends_somewhere_and_nobody_waits_less_than_nothing(
        seed: u64, count in 1_usize..5, people in 0_u32..80, often in 0_u16..300
    ) {
        let mut any = day(count, vec![Group {
            code: "A".into(),
            deadline: NINE,
            people,
            arrivals: Arrivals::Ahead { earliest: 80 * MINUTE, mostly: 30 * MINUTE, latest: -5 * MINUTE },
        }]);
        any.rest = Some(Rest { often, time: Spread::Fixed { time: 10 * MINUTE }, refused: 300 });
        let people_of_day = play(&any, &mut ChaCha8Rng::seed_from_u64(seed));
        prop_assert_eq!(people_of_day.len(), usize::try_from(people).unwrap());
        for person in people_of_day {
            prop_assert!(person.waited >= 0);
            if let Fate::Inside(at) = person.fate {
                prop_assert!(at >= person.arrived + person.waited + 90_000 + any.walk);
            }
        }
    }

    #[test]
    fn another_lane_never_lengthens_the_longest_wait_of_equal_checks(seed: u64, people in 1_u32..60) {
        let group = Group {
            code: "A".into(),
            deadline: NINE,
            people,
            arrivals: Arrivals::Ahead { earliest: 80 * MINUTE, mostly: 30 * MINUTE, latest: 0 },
        };
        let longest = |count| {
            let played = play(&day(count, vec![group.clone()]), &mut ChaCha8Rng::seed_from_u64(seed));
            played.iter().map(|person| person.waited).max().unwrap()
        };
        prop_assert!(longest(2) <= longest(1));
    }
}
