use proptest::prelude::*;

use super::*;
use crate::testing::at;

fn opening(deadline: &str, waiting: u32, in_progress: u32) -> QueueSession {
    QueueSession { deadline: at(deadline), waiting, in_progress }
}

/// At 08:40 of the demonstration day, one lane, 95 seconds for one person, 3 minutes' walk.
fn facts(sessions: Vec<QueueSession>) -> QueueFacts {
    QueueFacts {
        now: at("2020-03-12T00:40:00Z"),
        lanes: 1,
        seconds_per_person: 95,
        walk_minutes: 3,
        sessions,
    }
}

fn only(facts: &QueueFacts) -> QueueForecast {
    forecast(facts)[0]
}

#[test]
fn the_earliest_deadline_is_served_first() {
    let nine = opening("2020-03-12T01:00:00Z", 3, 1);
    let half_past = opening("2020-03-12T01:30:00Z", 2, 0);
    let forecasts = forecast(&facts(vec![half_past, nine]));
    assert_eq!(forecasts[1].wait_seconds, 4 * 95, "those of nine o'clock wait for nobody else");
    assert_eq!(forecasts[0].wait_seconds, 6 * 95, "those of half past nine wait for all");
}

#[test]
fn sessions_of_one_deadline_wait_for_one_another() {
    let nine = opening("2020-03-12T01:00:00Z", 2, 0);
    let waits: Vec<u32> = forecast(&facts(vec![nine, nine])).iter().map(|each| each.wait_seconds).collect();
    assert_eq!(waits, [4 * 95, 4 * 95]);
}

#[test]
fn the_last_safe_arrival_is_the_deadline_less_the_wait_the_own_check_and_the_walk() {
    let forecast = only(&facts(vec![opening("2020-03-12T01:00:00Z", 4, 0)]));
    assert_eq!(forecast.wait_seconds, 380);
    assert_eq!(forecast.last_safe_arrival, at("2020-03-12T00:49:05Z"));
}

#[test]
fn who_arrives_at_the_last_safe_moment_at_an_empty_line_is_seated_at_the_deadline() {
    let facts = facts(vec![opening("2020-03-12T01:00:00Z", 0, 0)]);
    let seated = only(&facts).last_safe_arrival + Duration::seconds(95) + Duration::minutes(3);
    assert_eq!(seated, at("2020-03-12T01:00:00Z"));
}

#[test]
fn a_second_lane_halves_the_wait_and_no_lane_counts_as_one() {
    let line = vec![opening("2020-03-12T01:00:00Z", 5, 0)];
    let with = |lanes| only(&QueueFacts { lanes, ..facts(line.clone()) }).wait_seconds;
    assert_eq!((with(1), with(2), with(0)), (5 * 95, 3 * 95, 5 * 95));
}

#[test]
fn the_alarm_goes_from_none_to_soon_to_late() {
    let alarm = |waiting| only(&facts(vec![opening("2020-03-12T01:00:00Z", waiting, 0)])).alarm;
    // 17 minutes are left when the walk is taken off; a newcomer's own check and ten minutes' notice
    // leave 325 seconds.
    assert_eq!(alarm(3), QueueAlarm::None);
    assert_eq!(alarm(4), QueueAlarm::Soon);
    // Those who stand in the line: 10 × 95 s = 15:50 is in time, 11 × 95 s = 17:25 is not.
    assert_eq!(alarm(10), QueueAlarm::Soon);
    assert_eq!(alarm(11), QueueAlarm::Late);
}

#[test]
fn an_empty_line_alarms_nobody_however_near_the_deadline() {
    let forecast = only(&facts(vec![opening("2020-03-12T00:41:00Z", 0, 0)]));
    assert_eq!((forecast.wait_seconds, forecast.alarm), (0, QueueAlarm::None));
}

#[test]
fn a_line_of_other_sessions_is_no_reason_to_call_anybody_late() {
    let crowded = opening("2020-03-12T01:00:00Z", 20, 0);
    let nobody_yet = opening("2020-03-12T01:10:00Z", 0, 0);
    let forecasts = forecast(&facts(vec![crowded, nobody_yet]));
    assert_eq!(forecasts[0].alarm, QueueAlarm::Late);
    assert_eq!(forecasts[1].alarm, QueueAlarm::Soon);
}

#[test]
fn a_session_past_its_deadline_is_not_forecast_and_keeps_nobody_waiting() {
    let past = opening("2020-03-12T00:40:00Z", 30, 2);
    let nine = opening("2020-03-12T01:00:00Z", 1, 0);
    let forecasts = forecast(&facts(vec![past, nine]));
    assert_eq!((forecasts[0].wait_seconds, forecasts[0].alarm), (0, QueueAlarm::None));
    assert_eq!(forecasts[0].last_safe_arrival, at("2020-03-12T00:35:25Z"));
    assert_eq!(forecasts[1].wait_seconds, 95);
}

#[test]
fn no_number_of_people_makes_the_forecast_fall_over() {
    let endless = opening("2020-03-12T01:00:00Z", u32::MAX, u32::MAX);
    let facts =
        QueueFacts { seconds_per_person: u32::MAX, walk_minutes: u32::MAX, ..facts(vec![endless, endless]) };
    assert_eq!(only(&facts).wait_seconds, u32::MAX);
    assert_eq!(only(&facts).alarm, QueueAlarm::Late);
}

#[test]
fn the_time_for_one_person_is_the_median_once_five_were_measured() {
    assert_eq!(service_seconds(&[10, 20, 30, 40], 95), (95, false));
    assert_eq!(service_seconds(&[90, 60, 3000, 80, 70], 95), (80, true));
    assert_eq!(service_seconds(&[60, 70, 80, 90, 100, 110], 95), (90, true));
}

fn any_facts() -> impl Strategy<Value = QueueFacts> {
    let session = (-20..120_i64, 0..80_u32, 0..6_u32).prop_map(|(minutes, waiting, in_progress)| {
        let deadline = at("2020-03-12T00:40:00Z") + Duration::minutes(minutes);
        QueueSession { deadline, waiting, in_progress }
    });
    (prop::collection::vec(session, 1..6), 0..5_u32, 10..300_u32, 0..30_u32).prop_map(
        |(sessions, lanes, seconds_per_person, walk_minutes)| QueueFacts {
            lanes,
            seconds_per_person,
            walk_minutes,
            ..facts(sessions)
        },
    )
}

proptest! {
    #[test]
    fn nobody_waits_longer_because_a_lane_was_opened(facts in any_facts()) {
        let more = QueueFacts { lanes: facts.lanes + 1, ..facts.clone() };
        for (before, after) in forecast(&facts).iter().zip(forecast(&more)) {
            prop_assert!(after.wait_seconds <= before.wait_seconds);
            prop_assert!(after.last_safe_arrival >= before.last_safe_arrival);
            prop_assert!(after.alarm <= before.alarm);
        }
    }

    #[test]
    fn nobody_waits_shorter_because_somebody_came(facts in any_facts(), which in 0..6_usize) {
        let mut more = facts.clone();
        let which = which % more.sessions.len();
        more.sessions[which].waiting += 1;
        for (before, after) in forecast(&facts).iter().zip(forecast(&more)) {
            prop_assert!(after.wait_seconds >= before.wait_seconds);
            prop_assert!(after.alarm >= before.alarm);
        }
    }

    #[test]
    fn a_later_deadline_is_never_served_before_an_earlier_one(facts in any_facts()) {
        let forecasts = forecast(&facts);
        for (one, first) in facts.sessions.iter().zip(&forecasts) {
            for (other, second) in facts.sessions.iter().zip(&forecasts) {
                if facts.now < one.deadline && one.deadline <= other.deadline {
                    prop_assert!(first.wait_seconds <= second.wait_seconds);
                }
            }
        }
    }

    #[test]
    fn the_time_for_one_person_is_one_that_was_measured(durations in prop::collection::vec(any::<u32>(), 0..12)) {
        let (seconds, measured) = service_seconds(&durations, 95);
        prop_assert_eq!(measured, durations.len() >= 5);
        let is_known = if measured { durations.contains(&seconds) } else { seconds == 95 };
        prop_assert!(is_known);
    }
}
