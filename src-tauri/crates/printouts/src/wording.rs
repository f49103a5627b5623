//! Dates, times and numbers as an official Chinese paper writes them.

use bidhall_rules::refusals::SealState;
use bidhall_rules::sessions::AttendanceRole;
use chrono::{Datelike, NaiveDate, NaiveDateTime, NaiveTime, Weekday};
use serde::{Serialize, Serializer};

/// `2020年3月12日`: Arabic digits without leading zeros, as GB/T 9704 asks of a date.
pub(crate) fn date(day: NaiveDate) -> String {
    format!("{}年{}月{}日", day.year(), day.month(), day.day())
}

/// `3月12日`.
pub(crate) fn day_of_year(day: NaiveDate) -> String {
    format!("{}月{}日", day.month(), day.day())
}

/// `星期四`.
pub(crate) fn weekday(day: NaiveDate) -> &'static str {
    match day.weekday() {
        Weekday::Mon => "星期一",
        Weekday::Tue => "星期二",
        Weekday::Wed => "星期三",
        Weekday::Thu => "星期四",
        Weekday::Fri => "星期五",
        Weekday::Sat => "星期六",
        Weekday::Sun => "星期日",
    }
}

/// `08:20`.
pub(crate) fn clock(time: NaiveTime) -> String {
    time.format("%H:%M").to_string()
}

/// `2020年3月12日08:20`.
pub(crate) fn moment(at: NaiveDateTime) -> String {
    format!("{}{}", date(at.date()), clock(at.time()))
}

/// `3月12日08:20`.
pub(crate) fn short_moment(at: NaiveDateTime) -> String {
    format!("{}{}", day_of_year(at.date()), clock(at.time()))
}

/// The word of the register for a capacity.
pub(crate) fn role(role: AttendanceRole) -> &'static str {
    match role {
        AttendanceRole::Bidder => "投标人代表",
        AttendanceRole::Tenderer => "招标人",
        AttendanceRole::Agency => "代理机构",
        AttendanceRole::Expert => "评标专家",
        AttendanceRole::Supervision => "监督人员",
        AttendanceRole::Staff => "工作人员",
    }
}

/// For a field that a template reads as [`date`].
pub(crate) fn as_date<S: Serializer>(day: &NaiveDate, to: S) -> Result<S::Ok, S::Error> {
    to.serialize_str(&date(*day))
}

/// For a field that a template reads as [`moment`].
pub(crate) fn as_moment<S: Serializer>(at: &NaiveDateTime, to: S) -> Result<S::Ok, S::Error> {
    to.serialize_str(&moment(*at))
}

/// For a field that a template reads as [`short_moment`].
pub(crate) fn as_short_moment<S: Serializer>(at: &NaiveDateTime, to: S) -> Result<S::Ok, S::Error> {
    to.serialize_str(&short_moment(*at))
}

/// For a field that a template reads as [`short_moment`] or nothing.
pub(crate) fn as_optional_moment<S: Serializer>(
    at: &Option<NaiveDateTime>,
    to: S,
) -> Result<S::Ok, S::Error> {
    at.map(short_moment).serialize(to)
}

/// For a field that a template reads as the state of seals or nothing.
pub(crate) fn as_seal<S: Serializer>(seal: &Option<SealState>, to: S) -> Result<S::Ok, S::Error> {
    seal.map(|seal| match seal {
        SealState::Intact => "密封完好",
        SealState::Broken => "密封破损",
        SealState::NotSealed => "未密封",
    })
    .serialize(to)
}

/// `37.3℃` from tenths of a degree, without ever passing through a binary fraction.
pub(crate) fn degrees(tenths: i32) -> String {
    let sign = if tenths < 0 { "-" } else { "" };
    let size = tenths.unsigned_abs();
    format!("{sign}{}.{}℃", size / 10, size % 10)
}

/// `1–9、12`: neighbours as a span, as they lie on a shelf.
pub(crate) fn numbers(numbers: &[u32]) -> String {
    let mut spans: Vec<(u32, u32)> = Vec::new();
    for &number in numbers {
        match spans.last_mut() {
            Some((_, last)) if last.checked_add(1) == Some(number) => *last = number,
            _ => spans.push((number, number)),
        }
    }
    let shown = spans.into_iter().map(|(first, last)| match last - first {
        0 => first.to_string(),
        1 => format!("{first}、{last}"),
        _ => format!("{first}–{last}"),
    });
    shown.collect::<Vec<_>>().join("、")
}

#[cfg(test)]
mod tests {
    use super::{degrees, numbers};

    #[test]
    fn neighbouring_numbers_are_a_span_and_two_are_not() {
        assert_eq!(numbers(&[1, 2, 3, 5, 6, 9]), "1–3、5、6、9");
        assert_eq!((numbers(&[67]), numbers(&[])), ("67".to_owned(), String::new()));
    }

    #[test]
    fn degrees_always_show_one_decimal() {
        let read: Vec<String> = [373, 370, 5, 0, -5].into_iter().map(degrees).collect();
        assert_eq!(read, ["37.3℃", "37.0℃", "0.5℃", "0.0℃", "-0.5℃"]);
    }
}
