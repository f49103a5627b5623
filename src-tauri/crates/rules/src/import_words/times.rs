//! Dates and times as texts.

use chrono::{Datelike, NaiveDate, NaiveDateTime, NaiveTime};
use schemars::JsonSchema;
use serde::Serialize;
use ts_rs::TS;

use super::numbers::{chinese_number, is_chinese_digit};
use super::{collapse, half_width};

/// Why a text is not a date with a time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema, TS, thiserror::Error)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum TimeFault {
    /// The cell is empty.
    #[error("no date and no time")]
    Empty,
    /// A time was found, but no date.
    #[error("no date")]
    NoDate,
    /// A date was found, but no time.
    #[error("no time of day")]
    NoTime,
    /// The day is not in the calendar.
    #[error("{year}-{month}-{day} is not in the calendar")]
    NoSuchDate {
        /// The year.
        year: i32,
        /// The month as written.
        month: u32,
        /// The day of the month as written.
        day: u32,
    },
    /// The hour is not 0 to 23.
    #[error("there is no hour {hour}")]
    HourOutOfRange {
        /// The hour as written.
        hour: u32,
    },
    /// The minute is not 0 to 59.
    #[error("there is no minute {minute}")]
    MinuteOutOfRange {
        /// The minute as written.
        minute: u32,
    },
    /// 上午 with an hour after noon.
    #[error("hour {hour} is not in the morning")]
    NotInTheMorning {
        /// The hour as written.
        hour: u32,
    },
    /// The day of the week that is written beside the date is not its own.
    #[error("the date does not fall on that day of the week")]
    WeekdayDiffers,
    /// Written in a form that is not understood.
    #[error("not understood as a date and a time")]
    NotUnderstood,
}

/// Reads a date and a time of day such as `3月13日上午9:30`, `2020年3月13日9时30分`,
/// `2020-03-13 14:00` or `二〇二〇年三月十三日下午两点半`. A date without a year is of
/// `default_year`; a day of the week beside the date must be right.
///
/// # Errors
/// [`TimeFault`] names what is missing or impossible.
pub fn sheet_time(text: &str, default_year: i32) -> Result<NaiveDateTime, TimeFault> {
    let (date, rest) = split_date(text, default_year)?;
    let time = time_of_day(&rest)?;
    Ok(date.ok_or(TimeFault::NoDate)?.and_time(time))
}

/// Reads a date alone, in the forms of [`sheet_time`].
///
/// # Errors
/// [`TimeFault`] names what is missing or impossible.
pub fn sheet_date(text: &str, default_year: i32) -> Result<NaiveDate, TimeFault> {
    let (date, rest) = split_date(text, default_year)?;
    if rest.is_empty() { date.ok_or(TimeFault::NoDate) } else { Err(TimeFault::NotUnderstood) }
}

/// Capitals without white space, except where it parts two digits as in `2020-3-13 9:30`.
fn tightened(text: &str) -> String {
    let text: Vec<char> = half_width(&collapse(text)).to_uppercase().chars().collect();
    let is_digit = |index: Option<usize>| index.and_then(|i| text.get(i)).is_some_and(char::is_ascii_digit);
    text.iter()
        .enumerate()
        .filter(|(i, c)| !c.is_whitespace() || (is_digit(i.checked_sub(1)) && is_digit(i.checked_add(1))))
        .map(|(_, c)| *c)
        .collect()
}

fn split_date(text: &str, default_year: i32) -> Result<(Option<NaiveDate>, String), TimeFault> {
    let text = tightened(text);
    if text.is_empty() {
        return Err(TimeFault::Empty);
    }
    let (text, weekday) = without_weekday(&text);
    let text = in_digits(&text).ok_or(TimeFault::NotUnderstood)?;
    let (date, rest) = match leading_date(&text, default_year)? {
        Some((date, rest)) => (Some(date), rest.trim_start_matches([' ', 'T', ',', '、']).to_owned()),
        None => (None, text),
    };
    match (date, weekday) {
        (Some(date), Some(weekday)) if date.weekday().num_days_from_monday() != weekday => {
            Err(TimeFault::WeekdayDiffers)
        }
        _ => Ok((date, rest)),
    }
}

/// Takes `(星期五)`, `周五` and the like out; the number counts from Monday as 0.
fn without_weekday(text: &str) -> (String, Option<u32>) {
    for prefix in ["星期", "礼拜", "周"] {
        for (number, day) in ["一", "二", "三", "四", "五", "六", "日"].iter().enumerate() {
            let names = [format!("{prefix}{day}"), format!("{prefix}天")];
            for name in names.iter().take(if *day == "日" { 2 } else { 1 }) {
                if text.contains(name) {
                    let text = text.replace(&format!("({name})"), " ").replace(name, " ");
                    return (text.trim().to_owned(), u32::try_from(number).ok());
                }
            }
        }
    }
    (text.to_owned(), None)
}

/// Replaces each number in Chinese by its digits.
fn in_digits(text: &str) -> Option<String> {
    let mut out = String::new();
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        if is_chinese_digit(c) {
            let end = rest.find(|c| !is_chinese_digit(c)).unwrap_or(rest.len());
            out.push_str(&chinese_number(&rest[..end])?.to_string());
            rest = &rest[end..];
        } else {
            out.push(c);
            rest = &rest[c.len_utf8()..];
        }
    }
    Some(out)
}

/// A number of one to four digits and what follows it.
fn number(text: &str) -> Option<(u32, &str)> {
    let end = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    if (1..=4).contains(&end) { Some((text[..end].parse().ok()?, &text[end..])) } else { None }
}

fn leading_date(text: &str, default_year: i32) -> Result<Option<(NaiveDate, &str)>, TimeFault> {
    let Some((first, rest)) = number(text) else {
        return Ok(None);
    };
    let separator = rest.chars().next();
    let (year, month, day, rest) = match separator {
        Some('年') => {
            let (month, rest) = number_before(&rest['年'.len_utf8()..], &["月"])?;
            let (day, rest) = number_before(rest, &["日", "号", ""])?;
            (as_year(first)?, month, day, rest)
        }
        Some('月') => {
            let (day, rest) = number_before(&rest['月'.len_utf8()..], &["日", "号", ""])?;
            (default_year, first, day, rest)
        }
        Some(sign @ ('-' | '/' | '.')) => {
            let (second, rest) = number(&rest[1..]).ok_or(TimeFault::NotUnderstood)?;
            match rest.strip_prefix(sign) {
                Some(rest) => {
                    let (day, rest) = number(rest).ok_or(TimeFault::NotUnderstood)?;
                    (as_year(first)?, second, day, rest)
                }
                None => (default_year, first, second, rest),
            }
        }
        _ => return Ok(None),
    };
    let date = NaiveDate::from_ymd_opt(year, month, day).ok_or(TimeFault::NoSuchDate { year, month, day })?;
    Ok(Some((date, rest)))
}

fn as_year(number: u32) -> Result<i32, TimeFault> {
    match i32::try_from(number) {
        Ok(year @ 1000..=9999) => Ok(year),
        Ok(_) | Err(_) => Err(TimeFault::NotUnderstood),
    }
}

fn number_before<'a>(text: &'a str, ends: &[&str]) -> Result<(u32, &'a str), TimeFault> {
    let (value, rest) = number(text).ok_or(TimeFault::NotUnderstood)?;
    ends.iter()
        .find_map(|end| rest.strip_prefix(end))
        .map(|rest| (value, rest))
        .ok_or(TimeFault::NotUnderstood)
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum HalfDay {
    Unsaid,
    Morning,
    Noon,
    Afternoon,
}

fn time_of_day(text: &str) -> Result<NaiveTime, TimeFault> {
    const NAMES: [(&str, HalfDay); 9] = [
        ("上午", HalfDay::Morning),
        ("早上", HalfDay::Morning),
        ("凌晨", HalfDay::Morning),
        ("AM", HalfDay::Morning),
        ("中午", HalfDay::Noon),
        ("下午", HalfDay::Afternoon),
        ("晚上", HalfDay::Afternoon),
        ("晚", HalfDay::Afternoon),
        ("PM", HalfDay::Afternoon),
    ];
    if text.is_empty() {
        return Err(TimeFault::NoTime);
    }
    let named = NAMES.iter().find_map(|(name, half)| {
        text.strip_prefix(name).or_else(|| text.strip_suffix(name)).map(|rest| (rest, *half))
    });
    let (text, half) = named.unwrap_or((text, HalfDay::Unsaid));
    if text.is_empty() {
        return Err(TimeFault::NoTime);
    }
    let (hour, rest) = number(text).ok_or(TimeFault::NotUnderstood)?;
    let minute = match rest {
        "时" | "点" | "时整" | "点整" | "点钟" => 0,
        "时半" | "点半" => 30,
        _ => minutes(rest)?,
    };
    let hour = match half {
        _ if hour > 23 => return Err(TimeFault::HourOutOfRange { hour }),
        HalfDay::Morning if hour > 12 => return Err(TimeFault::NotInTheMorning { hour }),
        HalfDay::Afternoon if hour < 12 => hour + 12,
        HalfDay::Noon if hour < 3 => hour + 12,
        HalfDay::Unsaid | HalfDay::Morning | HalfDay::Noon | HalfDay::Afternoon => hour,
    };
    NaiveTime::from_hms_opt(hour, minute, 0).ok_or(TimeFault::MinuteOutOfRange { minute })
}

fn minutes(text: &str) -> Result<u32, TimeFault> {
    let (minute, rest) =
        text.strip_prefix([':', '时', '点']).and_then(number).ok_or(TimeFault::NotUnderstood)?;
    match rest {
        "" | "分" => Ok(minute),
        ":00" | ":0" | "分00秒" => Ok(minute),
        _ => Err(TimeFault::NotUnderstood),
    }
}

#[cfg(test)]
mod tests;
