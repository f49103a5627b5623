//! The forecast against what queueing theory knows exactly.
#![allow(clippy::float_arithmetic, reason = "theory is written in real numbers")]

use std::ops::ControlFlow;

use bidhall_forecast::{Arrivals, GateDay, Group, Lane, Spread, Step, StepKind, play};
use rand_chacha::ChaCha8Rng;
use rand_core::SeedableRng as _;

const SERVICE: i64 = 60_000;

/// `load` is in tenths of what the lanes can do. A day of which the line is in its steady state: people without end, a fresh gate only once.
fn gate(lanes: usize, load: i64, service: Spread) -> GateDay {
    let gap = SERVICE * 10 / (load * lanes as i64);
    GateDay {
        lanes: vec![Lane { from: 0, until: 86_400_000 }; lanes],
        steps: vec![Step { kind: StepKind::Form, time: service, more_often: 0, more: Spread::NONE }],
        rest: None,
        groups: vec![Group {
            code: "A".into(),
            deadline: 86_400_000,
            // No more than come within the day, so that nobody stays outside.
            people: u32::try_from(72_000_000 / gap).unwrap_or(u32::MAX).min(5_000),
            arrivals: Arrivals::Gaps { from: 0, gap: Spread::Exponential { mean: gap } },
        }],
        walk: 0,
        by_deadline: false,
    }
}

/// Mean waits of 200 days, without the first quarter of each in which the line fills; their mean and
/// the half width of its 99.9 % confidence interval.
fn mean_wait(day: &GateDay) -> (f64, f64) {
    let means: Vec<f64> = (0..200)
        .map(|number| {
            let mut chance = ChaCha8Rng::seed_from_u64(20_200_312);
            chance.set_stream(number);
            let people = play(day, &mut chance);
            let steady = &people[people.len() / 4..];
            steady.iter().map(|person| person.waited as f64).sum::<f64>() / steady.len() as f64
        })
        .collect();
    let count = means.len() as f64;
    let mean = means.iter().sum::<f64>() / count;
    let variance = means.iter().map(|value| (value - mean).powi(2)).sum::<f64>() / (count - 1.0);
    (mean, 3.29 * (variance / count).sqrt())
}

/// Mean wait in M/M/c by Erlang's second formula.
fn erlang_c(lanes: usize, load: i64) -> f64 {
    let load = load as f64 / 10.0;
    let offered = load * lanes as f64;
    let mut term = 1.0;
    let mut sum = 1.0;
    for number in 1..lanes {
        term *= offered / number as f64;
        sum += term;
    }
    let all_busy = term * offered / lanes as f64 / (1.0 - load);
    let waits = all_busy / (sum + all_busy);
    waits * SERVICE as f64 / (lanes as f64 * (1.0 - load))
}

#[test]
fn lines_without_memory_wait_as_erlang_says() {
    for (lanes, load) in [(1, 5), (1, 8), (2, 7), (4, 8), (6, 6)] {
        let (found, half_width) = mean_wait(&gate(lanes, load, Spread::Exponential { mean: SERVICE }));
        let theory = erlang_c(lanes, load);
        assert!(
            (found - theory).abs() <= half_width,
            "{lanes} lanes at {load} tenths: {found} ± {half_width}, theory {theory}"
        );
    }
}

#[test]
fn a_lane_that_always_takes_as_long_waits_as_pollaczek_and_khinchine_say() {
    for load in [4, 6, 8] {
        let (found, half_width) = mean_wait(&gate(1, load, Spread::Fixed { time: SERVICE }));
        let part = load as f64 / 10.0;
        let theory = part * SERVICE as f64 / (2.0 * (1.0 - part));
        assert!(
            (found - theory).abs() <= half_width,
            "at {load} tenths: {found} ± {half_width}, theory {theory}"
        );
    }
}

#[test]
fn a_step_twice_as_slow_moves_the_wait_out_of_the_interval() {
    // The check of the checks: a wrong gate is not taken for a right one.
    let (found, half_width) = mean_wait(&gate(1, 5, Spread::Fixed { time: SERVICE * 3 / 2 }));
    let theory = 0.5 * SERVICE as f64 / (2.0 * (1.0 - 0.5));
    assert!((found - theory).abs() > half_width);
}

#[test]
fn the_forecast_is_the_same_each_time_it_is_made() {
    let day = gate(2, 7, Spread::Exponential { mean: SERVICE });
    let mut go_on = |_| ControlFlow::Continue(());
    let one = bidhall_forecast::simulate(&day, 40, 5, &mut go_on).unwrap().unwrap();
    let two = bidhall_forecast::simulate(&day, 40, 5, &mut go_on).unwrap().unwrap();
    assert_eq!(one, two);
    let other = bidhall_forecast::simulate(&day, 40, 6, &mut go_on).unwrap().unwrap();
    assert_ne!(one.wait, other.wait);
}
