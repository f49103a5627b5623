use chrono::{DateTime, Duration, NaiveTime, Utc};
use proptest::prelude::*;
use uuid::Uuid;

use super::{
    Clash, Closed, ConflictKind, Fault, Floor, RoomTimes, RoomUse, amended_after_call, clash, free_rooms,
    needs_document, next_times,
};
use crate::calls::ToldSession;
use crate::centre_time::CentreZone;
use crate::ids::{RoomId, SessionId};
use crate::settings::{CalendarDay, CalendarSettings, DayKind, WorkSpan};
use crate::testing::at;

fn room(number: u128) -> RoomId {
    RoomId::from_uuid(Uuid::from_u128(number))
}

/// A clock time of 12 March 2020 at the centre.
fn clock(text: &str) -> DateTime<Utc> {
    at(&format!("2020-03-12T{text}:00+08:00"))
}

/// A use from one clock time to another, with half an hour of disinfection after it.
fn use_of(number: u128, project: &str, from: &str, until: &str) -> RoomUse {
    RoomUse {
        room: room(number),
        party: project.to_owned(),
        project: project.to_owned(),
        begins: clock(from),
        ends: clock(until),
        clean_until: clock(until) + Duration::minutes(30),
    }
}

fn open_all_day(number: u128) -> RoomTimes {
    RoomTimes { room: room(number), windows: vec![(7 * 60, 22 * 60)], held_until: None }
}

fn floor<'a>(uses: &'a [RoomUse], rooms: &'a [RoomTimes], calendar: &'a CalendarSettings) -> Floor<'a> {
    Floor { uses, rooms, calendar, zone: CentreZone::default() }
}

#[test]
fn two_uses_of_a_room_meet_or_lack_their_disinfection_or_go_well() {
    let first = use_of(1, "甲", "09:00", "10:00");
    for (from, until, expected) in [
        ("09:30", "10:30", Some((ConflictKind::Overlap, 30))),
        ("09:00", "10:00", Some((ConflictKind::Overlap, 60))),
        ("08:00", "12:00", Some((ConflictKind::Overlap, 60))),
        ("10:00", "11:00", Some((ConflictKind::Buffer, 30))),
        ("10:29", "11:00", Some((ConflictKind::Buffer, 1))),
        ("10:30", "11:00", None),
        ("08:00", "08:45", Some((ConflictKind::Buffer, 15))),
        ("08:00", "08:30", None),
    ] {
        let other = use_of(1, "乙", from, until);
        let expected = expected.map(|(kind, minutes)| Clash { kind, minutes });
        assert_eq!(clash(&first, &other), expected, "{from}–{until}");
        assert_eq!(clash(&other, &first), expected, "whichever is asked first, {from}–{until}");
    }
    assert_eq!(clash(&first, &use_of(2, "乙", "09:00", "10:00")), None, "another room");
}

#[test]
fn lots_that_are_opened_together_are_one_party_and_do_not_meet_themselves() {
    let lot = use_of(1, "甲", "09:00", "10:00");
    assert_eq!(clash(&lot, &lot.clone()), None);
    let later = RoomUse { party: "甲 另一时间".to_owned(), ..use_of(1, "甲", "10:00", "11:00") };
    assert_eq!(clash(&lot, &later), None, "nothing is disinfected between the lots of one project");
    let meanwhile = RoomUse { begins: clock("09:30"), ..later };
    assert_eq!(clash(&lot, &meanwhile).map(|clash| clash.kind), Some(ConflictKind::Overlap));
}

#[test]
fn a_use_keeps_to_one_window_of_its_room_and_to_working_days() {
    let day_off = |date: &str| CalendarDay {
        day: date.parse().unwrap(),
        kind: DayKind::DayOff,
        name: "示例节".to_owned(),
    };
    let calendar = CalendarSettings::default().with_days(&[day_off("2020-03-13")]);
    let noon = RoomTimes { windows: vec![(8 * 60, 12 * 60), (13 * 60, 18 * 60)], ..open_all_day(1) };
    let rooms = [noon];
    let floor = floor(&[], &rooms, &calendar);
    for (from, until, closed) in [
        ("08:00", "12:00", false),
        ("07:59", "09:00", true),
        ("11:30", "12:30", true),
        ("11:30", "13:30", true),
        ("12:15", "12:45", true),
        ("17:00", "18:00", false),
        ("17:30", "18:30", true),
    ] {
        let faults = floor.faults(&use_of(1, "甲", from, until));
        assert_eq!(faults == [Fault::Closed(Closed::Hours)], closed, "{from}–{until}");
        assert_eq!(faults.is_empty(), !closed);
    }
    let next_day = use_of(1, "甲", "09:00", "10:00").shifted(Duration::days(1));
    let day = "2020-03-13".parse().unwrap();
    assert_eq!(floor.faults(&next_day), [Fault::Closed(Closed::DayOff { day })]);
}

#[test]
fn a_held_room_is_not_counted_on_until_its_moment() {
    let calendar = CalendarSettings::default();
    let rooms = [RoomTimes { held_until: Some(clock("12:00")), ..open_all_day(1) }];
    let uses = [use_of(1, "甲", "11:00", "12:00"), use_of(1, "乙", "13:00", "14:00")];
    let found = floor(&uses, &rooms, &calendar).conflicts(clock("08:00"));
    assert_eq!(found.len(), 1);
    assert_eq!((found[0].place, found[0].fault.kind()), (0, ConflictKind::NotReleased));
}

#[test]
fn each_pair_is_told_once_under_the_later_and_not_when_it_is_over() {
    let calendar = CalendarSettings::default();
    let rooms = [open_all_day(1)];
    let uses = [
        use_of(1, "乙", "09:30", "10:30"),
        use_of(1, "甲", "09:00", "10:00"),
        use_of(1, "丙", "10:45", "11:45"),
    ];
    let floor = floor(&uses, &rooms, &calendar);
    let told: Vec<_> = floor
        .conflicts(clock("08:00"))
        .into_iter()
        .map(|conflict| match conflict.fault {
            Fault::Meets { other, clash } => (conflict.place, other, clash.kind, clash.minutes),
            Fault::Held | Fault::Closed(_) => panic!("{conflict:?}"),
        })
        .collect();
    assert_eq!(told, [(0, 1, ConflictKind::Overlap, 30), (2, 0, ConflictKind::Buffer, 15)]);
    assert_eq!(floor.conflicts(clock("10:30")).len(), 1, "the first pair is over");
    assert_eq!(floor.conflicts(clock("12:00")), []);
}

#[test]
fn the_next_times_skip_what_is_taken_closed_held_or_off() {
    let calendar = CalendarSettings {
        hours: vec![WorkSpan {
            from: NaiveTime::from_hms_opt(9, 0, 0).unwrap(),
            until: NaiveTime::from_hms_opt(16, 0, 0).unwrap(),
        }],
        ..CalendarSettings::default()
    };
    let rooms = [open_all_day(1), open_all_day(2)];
    let uses = [use_of(1, "甲", "10:00", "11:00"), use_of(2, "乙", "13:00", "14:00")];
    let wanted = [use_of(1, "丙", "10:30", "11:30"), use_of(2, "丙", "10:30", "11:30")];
    let floor = floor(&uses, &rooms, &calendar);
    let times = |from: &str, most| next_times(&wanted, &floor, clock(from), most);
    assert_eq!(times("08:10", 2), [clock("11:30"), clock("14:30")], "before ten half an hour is missing");
    let monday = at("2020-03-16T09:00:00+08:00");
    let friday = at("2020-03-13T09:00:00+08:00");
    assert_eq!(times("14:40", 2), [clock("14:45"), friday], "then the next day");
    let late = next_times(&wanted, &floor, at("2020-03-13T15:10:00+08:00"), 1);
    assert_eq!(late, [monday], "not on a weekend");
    assert!(next_times(&[], &floor, clock("09:00"), 3).is_empty());
}

#[test]
fn free_rooms_are_those_without_any_fault_at_the_same_time() {
    let calendar = CalendarSettings::default();
    let held = RoomTimes { held_until: Some(clock("23:00")), ..open_all_day(3) };
    let closed = RoomTimes { windows: vec![(13 * 60, 18 * 60)], ..open_all_day(4) };
    let rooms = [open_all_day(1), open_all_day(2), held, closed, open_all_day(5)];
    let uses = [use_of(2, "乙", "10:00", "11:00")];
    let wanted = use_of(1, "甲", "09:00", "10:00");
    let all: Vec<RoomId> = (1..=5).map(room).collect();
    assert_eq!(free_rooms(&wanted, &all, &floor(&uses, &rooms, &calendar)), [room(5)]);
}

#[test]
fn an_agency_that_heard_another_time_or_place_was_told_wrong() {
    let told = ToldSession {
        session: SessionId::from_uuid(Uuid::from_u128(1)),
        opening: clock("09:00"),
        place: "开标一室".to_owned(),
    };
    assert!(!amended_after_call(&told, &told.clone()));
    assert!(amended_after_call(&told, &ToldSession { opening: clock("10:00"), ..told.clone() }));
    assert!(amended_after_call(&told, &ToldSession { place: "开标二室".to_owned(), ..told.clone() }));
}

#[test]
fn time_and_place_of_an_opening_change_only_by_a_document() {
    assert!(needs_document(true, false));
    assert!(needs_document(false, true));
    assert!(!needs_document(false, false), "the rooms of an evaluation are not fixed by the documents");
}

fn any_use() -> impl Strategy<Value = RoomUse> {
    (1..4_u128, 0..6_u8, 0..3 * 96_i64, 1..12_i64, 0..5_i64).prop_map(
        |(number, project, begin, last, tail)| {
            let begins = at("2020-03-12T00:00:00+08:00") + Duration::minutes(begin * 15);
            let ends = begins + Duration::minutes(last * 15);
            RoomUse {
                room: room(number),
                party: project.to_string(),
                project: project.to_string(),
                begins,
                ends,
                clean_until: ends + Duration::minutes(tail * 15),
            }
        },
    )
}

proptest! {
    #[test]
    fn a_clash_does_not_depend_on_who_asks(one in any_use(), other in any_use()) {
        let swapped = clash(&other, &one);
        // Two that begin together have no first: only that they meet is certain.
        if one.begins == other.begins {
            prop_assert_eq!(clash(&one, &other).is_some(), swapped.is_some());
        } else {
            prop_assert_eq!(clash(&one, &other), swapped);
        }
    }

    #[test]
    fn a_suggestion_never_conflicts(
        uses in prop::collection::vec(any_use(), 0..25),
        mut wanted in any_use(),
        held in prop::option::of(0..72_i64),
    ) {
        wanted.party = "新".to_owned();
        wanted.project = "新".to_owned();
        let calendar = CalendarSettings::default();
        let until = held.map(|hours| at("2020-03-12T00:00:00+08:00") + Duration::hours(hours));
        let rooms: Vec<_> = (1..4).map(|n| RoomTimes { held_until: until, ..open_all_day(n) }).collect();
        let now = at("2020-03-11T00:00:00+08:00");
        let before = floor(&uses, &rooms, &calendar);
        let known = before.conflicts(now).len();
        let mut moves: Vec<RoomUse> = next_times(std::slice::from_ref(&wanted), &before, wanted.begins, 3)
            .into_iter()
            .map(|begins| wanted.shifted(begins - wanted.begins))
            .collect();
        let all: Vec<RoomId> = (1..4).map(room).collect();
        moves.extend(free_rooms(&wanted, &all, &before).into_iter().map(|free| wanted.in_room(free)));
        for moved in moves {
            prop_assert!(moved.begins >= wanted.begins);
            let with: Vec<RoomUse> = uses.iter().cloned().chain([moved]).collect();
            let after = floor(&with, &rooms, &calendar).conflicts(now);
            prop_assert_eq!(after.len(), known, "one use more and not one conflict more");
        }
    }
}
