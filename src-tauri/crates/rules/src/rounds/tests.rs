use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::*;
use crate::centre_time::CentreZone;
use crate::ids::RoomId;
use crate::room_calendar::{RoomUse, RoomUsePart};
use crate::settings::RoundSettings;
use crate::testing::at;

fn clock(text: &str) -> DateTime<Utc> {
    at(&format!("2020-03-12T{text}:00+08:00"))
}

fn used(project: &str, from: &str, until: &str, clean: &str) -> (RoomUsePart, RoomUse) {
    let usage = RoomUse {
        room: RoomId::from_uuid(Uuid::from_u128(1)),
        party: format!("{project} {from}"),
        project: project.to_owned(),
        begins: clock(from),
        ends: clock(until),
        clean_until: clock(clean),
    };
    (RoomUsePart::Opening, usage)
}

fn wiped(time: &str) -> Cleaning {
    Cleaning { done_at: clock(time), contact_minutes: 30, disinfects: true }
}

fn of_room(uses: &[(RoomUsePart, RoomUse)]) -> Vec<RoundTask> {
    let day = "2020-03-12".parse().unwrap();
    room_tasks(day, &blocks(uses), &RoundSettings::default(), CentreZone::default())
}

fn standings(tasks: &[RoundTask], work: &[Cleaning], now: &str) -> Vec<RoundStanding> {
    tasks.iter().map(|task| settle(task, work, &[], clock(now)).standing).collect()
}

#[test]
fn a_room_with_one_session_has_its_two_rounds_and_one_before_and_one_after() {
    let tasks = of_room(&[used("甲", "09:30", "10:30", "11:00")]);
    let told: Vec<_> = tasks.iter().map(|task| (task.kind, task.due)).collect();
    assert_eq!(
        told,
        [
            (RoundKind::Timed, clock("08:30")),
            (RoundKind::Before, clock("09:00")),
            (RoundKind::After, clock("11:00")),
            (RoundKind::Timed, clock("16:30")),
        ]
    );
}

#[test]
fn one_round_in_the_morning_serves_the_day_and_the_first_session() {
    let tasks = of_room(&[used("甲", "09:30", "10:30", "11:00")]);
    use RoundStanding::{Done, Due, Overdue, Waiting};
    assert_eq!(standings(&tasks, &[wiped("08:00")], "09:00"), [Done, Done, Waiting, Waiting]);
    assert_eq!(standings(&tasks, &[], "09:00"), [Overdue, Due, Waiting, Waiting]);
    assert_eq!(standings(&tasks, &[wiped("08:00")], "11:01"), [Done, Done, Overdue, Waiting]);
}

#[test]
fn a_round_whose_contact_time_has_not_passed_when_people_come_was_late() {
    let tasks = of_room(&[used("甲", "09:30", "10:30", "11:00")]);
    let before = tasks.iter().find(|task| task.kind == RoundKind::Before).unwrap();
    assert_eq!(settle(before, &[wiped("09:10")], &[], clock("12:00")).standing, RoundStanding::Late);
    assert_eq!(settle(before, &[wiped("09:00")], &[], clock("12:00")).standing, RoundStanding::Done);
}

#[test]
fn the_round_after_one_session_goes_before_the_next() {
    let uses = [used("甲", "09:30", "10:30", "11:00"), used("乙", "14:00", "15:00", "15:30")];
    let tasks = of_room(&uses);
    let work = [wiped("08:00"), wiped("10:50")];
    let session = tasks.iter().filter(|task| task.kind != RoundKind::Timed);
    let told: Vec<_> = session.map(|task| settle(task, &work, &[], clock("13:45")).standing).collect();
    use RoundStanding::{Done, Waiting};
    assert_eq!(told, [Done, Done, Done, Waiting]);
}

#[test]
fn nothing_is_disinfected_between_two_uses_by_one_project_or_for_a_room_kept_spare() {
    let spare = (RoomUsePart::Spare, used("丙", "16:00", "17:00", "17:00").1);
    let uses = [used("甲", "09:30", "10:30", "11:00"), used("甲", "10:30", "12:00", "12:30"), spare];
    let tasks = of_room(&uses);
    assert_eq!(tasks.iter().filter(|task| task.kind != RoundKind::Timed).count(), 2);
}

#[test]
fn airing_counts_for_the_day_and_not_for_a_session() {
    let tasks = of_room(&[used("甲", "09:30", "10:30", "11:00")]);
    let aired = Cleaning { disinfects: false, ..wiped("08:00") };
    use RoundStanding::{Done, Due, Waiting};
    assert_eq!(standings(&tasks, &[aired], "08:40"), [Done, Due, Waiting, Waiting]);
}

#[test]
fn a_missed_round_is_settled_by_a_reason_and_only_that_one() {
    let tasks = of_room(&[]);
    let missed = Miss { kind: RoundKind::Timed, at: clock("08:30") };
    let told: Vec<_> =
        tasks.iter().map(|task| settle(task, &[], &[missed], clock("17:00")).standing).collect();
    assert_eq!(told, [RoundStanding::Missed, RoundStanding::Overdue]);
}

#[test]
fn work_of_the_morning_does_not_count_for_the_afternoon() {
    let tasks = of_room(&[]);
    use RoundStanding::{Done, Due, Late};
    assert_eq!(standings(&tasks, &[wiped("13:00")], "15:00"), [Late, Due]);
    assert_eq!(standings(&tasks, &[wiped("08:00"), wiped("14:30")], "15:00"), [Done, Done]);
}

#[test]
fn a_room_is_released_when_its_round_is_done_and_the_contact_time_has_passed() {
    let settings = RoundSettings::default();
    let uses = blocks(&[used("甲", "09:30", "10:30", "11:00")]);
    let day = clock("00:00");
    let stands = |work: &[Cleaning], now: &str| release(&uses, work, &settings, day, clock(now));
    assert_eq!(stands(&[], "08:00"), RoomRelease::NeedsRound { ready_at: clock("08:40") });
    assert_eq!(stands(&[wiped("08:00")], "08:10"), RoomRelease::InContact { until: clock("08:30") });
    assert_eq!(stands(&[wiped("08:00")], "08:30"), RoomRelease::Released { since: clock("08:30") });
    assert_eq!(stands(&[wiped("08:00")], "10:00"), RoomRelease::InUse { until: clock("10:30") });
    let after = stands(&[wiped("08:00")], "10:30");
    assert_eq!(after, RoomRelease::NeedsRound { ready_at: clock("11:10") }, "people were in it since");
    let twice = [wiped("10:35"), wiped("11:20")];
    let again = stands(&twice, "11:30");
    assert_eq!(
        again,
        RoomRelease::Released { since: clock("11:05") },
        "wiping it once more takes nothing back"
    );
}

#[test]
fn airing_releases_nothing_and_neither_does_work_of_yesterday() {
    let settings = RoundSettings::default();
    let now = clock("08:00");
    let yesterday = Cleaning { done_at: at("2020-03-11T17:00:00+08:00"), ..wiped("08:00") };
    for work in [yesterday, Cleaning { disinfects: false, ..wiped("07:00") }] {
        let stands = release(&[], &[work], &settings, clock("00:00"), now);
        assert_eq!(stands, RoomRelease::NeedsRound { ready_at: clock("08:40") });
        assert_eq!(waits_until(&stands), Some(clock("08:40")));
    }
}

#[test]
fn neither_spray_nor_ultraviolet_light_with_people_present() {
    let not: Vec<_> = CleaningMethod::ALL.iter().filter(|method| !method.bears_people()).collect();
    assert_eq!(not, [&CleaningMethod::Spray, &CleaningMethod::Ultraviolet]);
}
