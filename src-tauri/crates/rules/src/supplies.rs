//! Supplies (防疫物资): what is issued first, how long the stock lasts, and when to sound the alarm.

use chrono::{Days, NaiveDate};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::words::words;

words! {
    /// What moved stock.
    pub enum SupplyMoveKind {
        /// Came in (入库).
        Received = "received",
        /// Was issued (领用).
        Issued = "issued",
        /// Came back (退回).
        Returned = "returned",
        /// Was counted (盘点); the difference, which may be nothing.
        Counted = "counted",
        /// Was taken out of use: expired or spoilt (报废).
        Scrapped = "scrapped",
        /// Replaced a mask at the gate (门口换发).
        GateMask = "gate_mask",
    }
}

words! {
    /// What is wrong with the stock of an item, the worst first.
    pub enum SupplyAlarm {
        /// It does not last through the next day with sessions.
        RunsOut = "runs_out",
        /// More was given out than the book has: it must be counted.
        NotBooked = "not_booked",
        /// It is below the alarm that was set.
        Low = "low",
        /// A batch has expired, or will within 30 days.
        Expiring = "expiring",
        /// Nothing.
        Fine = "fine",
    }
}

/// How long before its expiry a batch is told, days.
const EXPIRY_NOTICE: u64 = 30;

/// What an item is used up by.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SupplyNorms {
    /// Units for every hundred people who come, 0 to 100,000.
    pub per_hundred_people: u32,
    /// Units for every round of a room, 0 to 100,000.
    pub per_round: u32,
    /// Units a day besides, 0 to 100,000.
    pub per_day: u32,
}

/// What happens on a day, as far as supplies are concerned.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct DayDemand {
    /// People who are expected, by the upper ends of the bands.
    pub people: u32,
    /// Rounds of rooms.
    pub rounds: u32,
}

impl SupplyNorms {
    /// The units a day needs, begun ones in full.
    #[must_use]
    pub fn need(&self, day: &DayDemand) -> u32 {
        let people = u64::from(self.per_hundred_people) * u64::from(day.people);
        let units = people.div_ceil(100)
            + u64::from(self.per_round) * u64::from(day.rounds)
            + u64::from(self.per_day);
        u32::try_from(units).unwrap_or(u32::MAX)
    }
}

/// What is left of a batch.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BatchStock {
    /// The last day it may be used; none for what does not expire.
    pub expires_on: Option<NaiveDate>,
    /// Units.
    pub left: u32,
}

impl BatchStock {
    /// Whether it may be used on a day.
    #[must_use]
    pub fn is_usable(&self, day: NaiveDate) -> bool {
        self.expires_on.is_none_or(|expires| day <= expires)
    }

    fn expires_soon(&self, day: NaiveDate) -> bool {
        let notice = day.checked_add_days(Days::new(EXPIRY_NOTICE)).unwrap_or(day);
        self.left > 0 && self.expires_on.is_some_and(|expires| expires < notice)
    }
}

/// The units of the batches that may be used on a day.
#[must_use]
pub fn usable(batches: &[BatchStock], day: NaiveDate) -> u32 {
    batches.iter().filter(|batch| batch.is_usable(day)).map(|batch| batch.left).sum()
}

/// From which batches so many units are taken: what expires first goes first, what has expired not at all. The
/// places of the batches with their units.
///
/// # Errors
/// The units there are, when they are fewer.
pub fn take(batches: &[BatchStock], day: NaiveDate, units: u32) -> Result<Vec<(usize, u32)>, u32> {
    let available = usable(batches, day);
    if available < units {
        return Err(available);
    }
    let mut order: Vec<usize> = (0..batches.len()).collect();
    let expiry =
        |place: &usize| batches.get(*place).and_then(|batch| batch.expires_on).unwrap_or(NaiveDate::MAX);
    order.sort_by_key(|place| (expiry(place), *place));
    let (mut taken, mut wanted) = (Vec::new(), units);
    for place in order {
        let Some(batch) = batches.get(place).filter(|batch| batch.is_usable(day)) else { continue };
        let part = batch.left.min(wanted);
        if part > 0 {
            taken.push((place, part));
            wanted -= part;
        }
    }
    Ok(taken)
}

/// Whole packages and the units over.
#[must_use]
pub const fn packed(units: u32, per_package: u32) -> (u32, u32) {
    match (units.checked_div(per_package), units.checked_rem(per_package)) {
        (Some(packages), Some(over)) => (packages, over),
        _ => (0, units),
    }
}

/// What is wrong with an item: the stock on a day, the alarm that was set, what the next day with sessions needs,
/// and what was given out that the book does not have.
#[must_use]
pub fn alarm(batches: &[BatchStock], day: NaiveDate, least: u32, need: u32, not_booked: u32) -> SupplyAlarm {
    let stock = usable(batches, day);
    if stock < need {
        SupplyAlarm::RunsOut
    } else if not_booked > 0 {
        SupplyAlarm::NotBooked
    } else if stock < least {
        SupplyAlarm::Low
    } else if batches.iter().any(|batch| batch.expires_soon(day)) {
        SupplyAlarm::Expiring
    } else {
        SupplyAlarm::Fine
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn batch(expires: &str, left: u32) -> BatchStock {
        BatchStock { expires_on: expires.parse().ok(), left }
    }

    const TODAY: &str = "2020-03-12";

    #[test]
    fn what_expires_first_goes_first_and_what_has_expired_not_at_all() {
        let batches =
            [batch("", 50), batch("2020-12-31", 10), batch("2020-03-11", 99), batch("2020-06-30", 20)];
        assert_eq!(take(&batches, day(TODAY), 25), Ok(vec![(3, 20), (1, 5)]));
        assert_eq!(take(&batches, day(TODAY), 80), Ok(vec![(3, 20), (1, 10), (0, 50)]));
        assert_eq!(take(&batches, day(TODAY), 81), Err(80));
    }

    #[test]
    fn a_batch_may_be_used_on_its_last_day() {
        assert!(batch(TODAY, 1).is_usable(day(TODAY)));
        assert!(!batch(TODAY, 1).is_usable(day("2020-03-13")));
    }

    #[test]
    fn a_day_needs_what_its_people_and_rounds_use_up() {
        let norms = SupplyNorms { per_hundred_people: 15, per_round: 2, per_day: 1 };
        assert_eq!(norms.need(&DayDemand { people: 91, rounds: 4 }), 14 + 8 + 1);
        assert_eq!(SupplyNorms::default().need(&DayDemand { people: 1_000, rounds: 100 }), 0);
    }

    #[test]
    fn the_alarm_comes_before_the_stock_runs_out() {
        let stock = [batch("", 100)];
        let told = |least, need, not_booked| alarm(&stock, day(TODAY), least, need, not_booked);
        assert_eq!(told(50, 80, 0), SupplyAlarm::Fine);
        assert_eq!(told(200, 80, 0), SupplyAlarm::Low);
        assert_eq!(told(200, 101, 3), SupplyAlarm::RunsOut);
        assert_eq!(told(50, 80, 3), SupplyAlarm::NotBooked);
        assert_eq!(alarm(&[batch("2020-04-01", 100)], day(TODAY), 0, 0, 0), SupplyAlarm::Expiring);
    }

    #[test]
    fn units_are_told_in_packages_and_what_is_over() {
        assert_eq!(packed(112, 50), (2, 12));
        assert_eq!(packed(7, 0), (0, 7));
    }

    proptest! {
        #[test]
        fn what_is_taken_is_what_was_wanted_and_never_more_than_a_batch_has(
            lefts in prop::collection::vec(0..40_u32, 0..6),
            wanted in 0..150_u32,
        ) {
            let batches: Vec<BatchStock> =
                lefts.iter().map(|left| BatchStock { expires_on: None, left: *left }).collect();
            match take(&batches, day(TODAY), wanted) {
                Ok(taken) => {
                    prop_assert_eq!(taken.iter().map(|(_, units)| units).sum::<u32>(), wanted);
                    prop_assert!(taken.iter().all(|(place, units)| *units <= lefts[*place]));
                }
                Err(available) => prop_assert!(available < wanted),
            }
        }
    }
}
