use proptest::prelude::*;

use super::*;

fn read(text: &str) -> Result<String, TimeFault> {
    sheet_time(text, 2020).map(|time| time.format("%Y-%m-%d %H:%M").to_string())
}

#[test]
fn a_date_with_a_time_is_read_as_people_write_it() {
    for text in [
        "3月13日上午9:30",
        "3月13日9:30",
        "2020年3月13日9时30分",
        "2020年3月13日 9点半",
        "2020年3月13日9点30",
        "2020-03-13 09:30",
        "2020-03-13 09:30:00",
        "2020-03-13T09:30",
        "2020/3/13 9:30",
        "2020.3.13 9:30",
        "3/13 9:30",
        "2020-3-13 上午 9:30",
        "2020-3-13 9:30 AM",
        "２０２０年３月１３日　９：３０",
        "3月13号上午九点半",
        "二〇二〇年三月十三日上午九时三十分",
        "3月13日（星期五）上午9:30",
        "2020-03-13 (周五) 9:30",
        "2020年 3月 13日\n9：30",
    ] {
        assert_eq!(read(text).as_deref(), Ok("2020-03-13 09:30"), "{text}");
    }
}

#[test]
fn afternoon_hours_are_counted_from_noon() {
    for (text, time) in [
        ("3月13日下午2:00", "2020-03-13 14:00"),
        ("3月13日下午2点", "2020-03-13 14:00"),
        ("3月13日下午14:00", "2020-03-13 14:00"),
        ("3月13日下午两点半", "2020-03-13 14:30"),
        ("3月13日中午12点", "2020-03-13 12:00"),
        ("3月13日中午1点", "2020-03-13 13:00"),
        ("3月13日晚上8点", "2020-03-13 20:00"),
        ("2020-03-13 2:00PM", "2020-03-13 14:00"),
        ("3月13日下午12:30", "2020-03-13 12:30"),
    ] {
        assert_eq!(read(text).as_deref(), Ok(time), "{text}");
    }
}

#[test]
fn what_cannot_be_is_named() {
    for (text, fault) in [
        ("2020/3/13 25:00", TimeFault::HourOutOfRange { hour: 25 }),
        ("2020/3/13 24:00", TimeFault::HourOutOfRange { hour: 24 }),
        ("2020/3/13 9:60", TimeFault::MinuteOutOfRange { minute: 60 }),
        ("2020年2月30日 9:00", TimeFault::NoSuchDate { year: 2020, month: 2, day: 30 }),
        ("2021年2月29日 9:00", TimeFault::NoSuchDate { year: 2021, month: 2, day: 29 }),
        ("13月1日 9:00", TimeFault::NoSuchDate { year: 2020, month: 13, day: 1 }),
        ("3月13日上午14:00", TimeFault::NotInTheMorning { hour: 14 }),
        ("3月13日(星期四)9:00", TimeFault::WeekdayDiffers),
        ("3月13日", TimeFault::NoTime),
        ("3月13日上午", TimeFault::NoTime),
        ("9:30", TimeFault::NoDate),
        ("上午9:30", TimeFault::NoDate),
        (" \u{3000}", TimeFault::Empty),
        ("待定", TimeFault::NotUnderstood),
        ("3月13日9:30-11:00", TimeFault::NotUnderstood),
        ("3月13日 9", TimeFault::NotUnderstood),
    ] {
        assert_eq!(read(text), Err(fault), "{text}");
    }
}

#[test]
fn a_date_alone_is_a_date() {
    assert_eq!(sheet_date("2020年3月13日", 2019), Ok(NaiveDate::from_ymd_opt(2020, 3, 13).unwrap()));
    assert_eq!(sheet_date("3月13日 星期五", 2020), Ok(NaiveDate::from_ymd_opt(2020, 3, 13).unwrap()));
    assert_eq!(sheet_date("3月13日9:30", 2020), Err(TimeFault::NotUnderstood));
    assert_eq!(sheet_date("星期五", 2020), Err(TimeFault::NoDate));
}

proptest! {
    #[test]
    fn every_minute_is_read_back_from_what_was_written(minute in 0..525_600_i64) {
        let start = NaiveDate::from_ymd_opt(2021, 1, 1).unwrap().and_time(NaiveTime::MIN);
        let time = start + chrono::Duration::minutes(minute);
        for form in ["%Y-%m-%d %H:%M", "%Y/%-m/%-d %-H:%M", "%-m月%-d日%-H时%M分", "%Y年%-m月%-d日%H:%M"] {
            prop_assert_eq!(sheet_time(&time.format(form).to_string(), 2021), Ok(time));
        }
    }

    #[test]
    fn no_text_makes_the_reader_fall_over(text in "[0-9年月日号时点分半上下午星期周五一二十 :/.()TAPM-]{0,24}") {
        let _ = sheet_time(&text, 2020);
        let _ = sheet_date(&text, 2020);
    }
}
