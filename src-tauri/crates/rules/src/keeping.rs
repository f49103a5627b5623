//! Which backups stay.

use std::collections::BTreeSet;

use chrono::{Datelike as _, NaiveDateTime};

/// The backups that may go: neither the last one of a day that counts, nor of a month that counts.
/// The last of all always stays, whatever the numbers are. `taken` holds each backup's time in the
/// centre's zone, in any order.
#[must_use]
pub fn backups_to_remove(taken: &[NaiveDateTime], daily: u32, monthly: u32) -> Vec<NaiveDateTime> {
    let times: BTreeSet<NaiveDateTime> = taken.iter().copied().collect();
    let (mut days, mut months) = (BTreeSet::new(), BTreeSet::new());
    let (daily, monthly) = (count(daily), count(monthly));
    let mut removed: Vec<_> = times
        .iter()
        .rev()
        .filter(|at| {
            let day = days.len() < daily && days.insert(at.date());
            let month = months.len() < monthly && months.insert((at.year(), at.month()));
            !(day || month || times.last() == Some(at))
        })
        .copied()
        .collect();
    removed.reverse();
    removed
}

fn count(number: u32) -> usize {
    usize::try_from(number).unwrap_or(usize::MAX)
}

#[cfg(test)]
mod tests {
    use chrono::{Duration, NaiveDate};

    use super::*;

    fn at(text: &str) -> NaiveDateTime {
        NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M").unwrap()
    }

    #[test]
    fn the_last_backup_of_a_day_stands_for_the_day() {
        let taken = [at("2020-03-12 09:00"), at("2020-03-12 21:00"), at("2020-03-11 21:00")];
        assert_eq!(backups_to_remove(&taken, 14, 0), [at("2020-03-12 09:00")]);
    }

    #[test]
    fn after_two_years_fourteen_days_and_twelve_months_are_left() {
        let first = NaiveDate::from_ymd_opt(2020, 1, 1).unwrap().and_hms_opt(21, 0, 0).unwrap();
        let taken: Vec<_> = (0..731).map(|day| first + Duration::days(day)).collect();
        let removed: BTreeSet<_> = backups_to_remove(&taken, 14, 12).into_iter().collect();
        let left: Vec<_> = taken.iter().filter(|at| !removed.contains(at)).collect();
        // The last day of the last month is among the fourteen.
        assert_eq!(left.len(), 14 + 11);
        assert_eq!(left.last(), Some(&taken.last().unwrap()));
        assert_eq!(**left.first().unwrap(), at("2021-01-31 21:00"));
    }

    #[test]
    fn days_without_a_backup_do_not_count() {
        let taken = [at("2020-01-01 21:00"), at("2020-02-01 21:00"), at("2020-03-01 21:00")];
        assert_eq!(backups_to_remove(&taken, 3, 0), []);
        assert_eq!(backups_to_remove(&taken, 2, 0), [at("2020-01-01 21:00")]);
    }

    #[test]
    fn the_last_one_stays_whatever_the_numbers_are() {
        assert_eq!(backups_to_remove(&[at("2020-01-01 21:00")], 0, 0), []);
        assert_eq!(backups_to_remove(&[], 0, 0), []);
    }
}
