//! The day a sheet is for, as its title or the name of the file tells it.

use bidhall_rules::import_words::{collapse, half_width, sheet_date};
use chrono::{Datelike, NaiveDate};

/// What a title tells.
#[derive(Clone, Copy, Default)]
pub(crate) struct TitleDay {
    /// The year, also of a title that covers several days.
    pub(crate) year: Option<i32>,
    /// The day, when there is one and only one.
    pub(crate) day: Option<NaiveDate>,
}

impl TitleDay {
    /// Looks through the texts above a header; the name of the file gives at most the year.
    pub(crate) fn read(above: &[String], file_name: &str) -> Self {
        let mut days: Vec<NaiveDate> = above.iter().flat_map(|text| days_in(text)).collect();
        days.dedup();
        let spans = above.iter().any(|text| is_span(text));
        let year = days.first().map(Datelike::year).or_else(|| above.iter().find_map(|text| year_in(text)));
        let year =
            year.or_else(|| days_in(file_name).first().map(Datelike::year)).or_else(|| year_in(file_name));
        let day = if spans { None } else { days.first().copied().filter(|_| days.len() == 1) };
        Self { year, day }
    }
}

/// The dates with a year that stand in a text.
fn days_in(text: &str) -> Vec<NaiveDate> {
    let text = half_width(&collapse(text));
    let of_a_date = |c: char| c.is_ascii_digit() || "〇零一二三四五六七八九十年月日号.-/".contains(c);
    text.split(|c| !of_a_date(c))
        .flat_map(|run| run.split_inclusive(['日', '号']))
        .filter_map(|run| {
            let run = run.trim_matches(['.', '-', '/']);
            // A date that is another one in another year has no year of its own.
            let (one, other) = (sheet_date(run, 2000).ok()?, sheet_date(run, 2004).ok()?);
            (one == other).then_some(one)
        })
        .collect()
}

/// Whether a text names the days from one to another.
fn is_span(text: &str) -> bool {
    let text = half_width(&collapse(text));
    text.split_once(['日', '号'])
        .is_some_and(|(_, rest)| rest.trim_start().starts_with(['至', '到', '-', '—', '~', '、']))
}

fn year_in(text: &str) -> Option<i32> {
    let text = half_width(text);
    let (before, _) = text.split_once('年')?;
    let start = before.len().checked_sub(4)?;
    before.get(start..)?.parse().ok().filter(|year| (2000..=2099).contains(year))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> (Option<i32>, Option<String>) {
        let title = TitleDay::read(&[text.to_owned()], "");
        (title.year, title.day.map(|day| day.to_string()))
    }

    #[test]
    fn a_title_tells_the_day_of_its_sheet() {
        let thursday = (Some(2020), Some("2020-03-12".to_owned()));
        assert_eq!(read("云岭区公共资源交易中心2020年3月12日开标场次安排表"), thursday);
        assert_eq!(read("开标场次安排表(2020-03-12)"), thursday);
        assert_eq!(read("２０２０年３月１２日 开标场次"), thursday);
        assert_eq!(read("二〇二〇年三月十二日开标场次"), thursday);
    }

    #[test]
    fn a_title_of_several_days_tells_only_the_year() {
        assert_eq!(read("2020年3月9日至13日开标场次安排表"), (Some(2020), None));
        assert_eq!(read("2020年3月9日-2020年3月13日"), (Some(2020), None));
        assert_eq!(read("2020年3月份开标场次"), (Some(2020), None));
        assert_eq!(read("开标场次安排表"), (None, None));
    }

    #[test]
    fn the_name_of_the_file_stands_in_for_a_title_without_a_year() {
        assert_eq!(TitleDay::read(&["3月12日开标".to_owned()], "场次-2020-03-12.xlsx").year, Some(2020));
    }
}
