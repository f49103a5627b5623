//! Dates, times and numbers as an official Chinese paper writes them.

use chrono::{Datelike, NaiveDate, NaiveTime, Weekday};

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

/// `37.3℃` from tenths of a degree, without ever passing through a binary fraction.
pub(crate) fn degrees(tenths: i32) -> String {
    let sign = if tenths < 0 { "-" } else { "" };
    let size = tenths.unsigned_abs();
    format!("{sign}{}.{}℃", size / 10, size % 10)
}

#[cfg(test)]
mod tests {
    use super::degrees;

    #[test]
    fn degrees_always_show_one_decimal() {
        let read: Vec<String> = [373, 370, 5, 0, -5].into_iter().map(degrees).collect();
        assert_eq!(read, ["37.3℃", "37.0℃", "0.5℃", "0.0℃", "-0.5℃"]);
    }
}
