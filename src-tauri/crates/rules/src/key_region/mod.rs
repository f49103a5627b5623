//! Key regions (重点地区): the list of the day, and which stay counts by it. A stay decides, never
//! where a person is registered or comes from: measures are not to be aimed at everybody from a
//! region (notice of the Cyberspace Administration of China, 9 February 2020).

mod place;

use chrono::{Days, NaiveDate};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::questionnaire::Stay;
use crate::settings::{Expectation, SettingsFault, between, fault, text};

use place::Place;

const MOST_ROWS: i32 = 2000;

/// One place of the list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct RegionRow {
    /// The place, as short as it is still unmistakable, at most 60 characters: `湖北省`,
    /// `湖北省武汉市`.
    pub place: String,
    /// Its level of risk as the list words it, at most 20 characters: `高风险`.
    pub level: String,
    /// The first day on which a stay there counts.
    pub since: NaiveDate,
    /// The last day on which a stay there counts; none while it is on the list.
    pub until: Option<NaiveDate>,
    /// For how many days a stay there is observed, 1 to 28; none for what the list says.
    pub observed_days: Option<u32>,
    /// The notice that put it on the list, at most 100 characters.
    pub basis: String,
}

/// The key regions in force; a settings document with versions.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct RegionList {
    /// For how many days after it a stay is observed, 1 to 28.
    pub observed_days: u32,
    /// Whether somebody who only passed through counts.
    pub transit_counts: bool,
    /// The places, at most 2000.
    pub rows: Vec<RegionRow>,
}

/// A stay that counts, and the row by which it does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CountedStay<'a> {
    /// The row.
    pub row: &'a RegionRow,
    /// The stay.
    pub stay: &'a Stay,
}

impl RegionList {
    /// Whether every value can be.
    ///
    /// # Errors
    /// The first [`SettingsFault`].
    pub fn check(&self) -> Result<(), SettingsFault> {
        between("observedDays", self.observed_days, 1, 28)?;
        between("rows", self.rows.len(), 0, MOST_ROWS)?;
        for (index, row) in self.rows.iter().enumerate() {
            let path = |field: &str| format!("rows.{index}.{field}");
            text(&path("place"), &row.place, 60)?;
            if !Place::read(&row.place).is_a_name() {
                return Err(fault(&path("place"), Expectation::Place));
            }
            text(&path("level"), &row.level, 20)?;
            if row.until.is_some_and(|until| until < row.since) {
                return Err(fault(&path("until"), Expectation::NotBefore { day: row.since }));
            }
            if let Some(days) = row.observed_days {
                between(&path("observedDays"), days, 1, 28)?;
            }
            text(&path("basis"), &row.basis, 100)?;
        }
        Ok(())
    }

    /// The stay that counts on the day `today` of the centre, with the row by which it does; of
    /// several rows the one with the longest place, which is the most specific.
    ///
    /// A stay counts by a row when it was there (see below) on a day from the row's `since` to
    /// its `until`, and the last such day is not more than the observed days ago. Passing
    /// through counts only when the list says so.
    ///
    /// Places are compared by their administrative parts, never by letters alone. A row is
    /// matched when each of its parts occurs among those of the stay, in the same order, so
    /// `湖北省武汉市江汉区` was in 湖北, 武汉市, 湖北省武汉市 and 江汉区. A part may lack its
    /// suffix (省, 市, 区, 县, 自治区, 自治州 …) on either side, but 朝阳区 is not 朝阳市; a town
    /// or street keeps its suffix. A city may stand before its district without one: 武汉江汉区 was
    /// in 江汉区, and in 湖北省武汉市江汉区. What is not a part is not matched: 上海市南京路 was not in
    /// 南京. A stay that leaves out the province is matched by a row of a city that names it:
    /// 武汉市 was in 湖北省武汉市; districts of one name are too many for that, so such a stay is an
    /// [`unclear_stay`](Self::unclear_stay). A row that itself names a district and no city means
    /// every district of that name.
    #[must_use]
    pub fn stay_that_counts<'a>(&'a self, stays: &'a [Stay], today: NaiveDate) -> Option<CountedStay<'a>> {
        let places = self.places_of(stays);
        let mut told: Option<(usize, CountedStay<'a>)> = None;
        for row in &self.rows {
            let place = Place::read(&row.place);
            let length = place.length();
            if told.as_ref().is_some_and(|(longest, _)| *longest >= length) {
                continue;
            }
            let counted = places
                .iter()
                .find(|(stay, stayed)| self.days_count(row, stay, today) && stayed.is_within(&place));
            if let Some((stay, _)) = counted {
                told = Some((length, CountedStay { row, stay }));
            }
        }
        told.map(|(_, counted)| counted)
    }

    /// The first stay that would count by a row if it was where the row says, and that leaves out
    /// the province or city that would tell: 朝阳区, when 北京市朝阳区 is on the list. Whoever stayed
    /// there has to be asked, because districts of one name lie in several cities.
    #[must_use]
    pub fn unclear_stay<'a>(&self, stays: &'a [Stay], today: NaiveDate) -> Option<&'a Stay> {
        let rows: Vec<(&RegionRow, Place)> =
            self.rows.iter().map(|row| (row, Place::read(&row.place))).collect();
        let may_count = |stay: &Stay, stayed: &Place| {
            rows.iter().any(|(row, place)| self.days_count(row, stay, today) && stayed.may_be_within(place))
        };
        self.places_of(stays).into_iter().find_map(|(stay, stayed)| may_count(stay, &stayed).then_some(stay))
    }

    fn places_of<'a>(&self, stays: &'a [Stay]) -> Vec<(&'a Stay, Place)> {
        stays
            .iter()
            .filter(|stay| self.transit_counts || !stay.transit)
            .map(|stay| (stay, Place::read(&stay.place)))
            .collect()
    }

    fn days_count(&self, row: &RegionRow, stay: &Stay, today: NaiveDate) -> bool {
        let first = stay.from.max(row.since);
        let last = row.until.map_or(stay.until, |until| stay.until.min(until)).min(today);
        let observed = row.observed_days.unwrap_or(self.observed_days);
        let earliest = today.checked_sub_days(Days::new(observed.into())).unwrap_or(NaiveDate::MIN);
        first <= last && earliest <= last
    }
}

impl Default for RegionList {
    fn default() -> Self {
        Self { observed_days: 14, transit_counts: false, rows: Vec::new() }
    }
}

#[cfg(test)]
mod tests;
