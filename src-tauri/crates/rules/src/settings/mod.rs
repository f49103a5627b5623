//! The rules that a centre sets for itself. Each topic is one document with versions; every
//! decision stores the version that was in force.

mod calendar;
mod calls;
mod committee;
mod gate;
mod grouping;
mod keeping;
mod rounds;
mod script;
mod security;

use std::fmt;

use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::temperature::Tenths;
use crate::words::words;

pub use calendar::{CalendarDay, CalendarSettings, DayKind, WorkSpan};
pub use calls::{CallSettings, MorningSettings, RetryRule, RetryRules, RollCallSettings};
pub use committee::{CommitteeRule, CommitteeRuleSet, ProjectKind};
pub use gate::{GateSettings, HeadLimits, HeadScope};
pub use grouping::{BreakKind, BreakRule, GroupingSettings, OvernightSpan};
pub use keeping::{BackupSettings, KeepingSettings};
pub use rounds::{AgentRule, MOST_CONTACT, MOST_MILLIGRAMS, RoundSettings};
pub use script::{ScriptError, ScriptFacts, fill_script};
pub use security::{LockoutRule, PasswordRule, SecuritySettings};

words! {
    /// What a settings document is about.
    pub enum SettingsTopic {
        /// [`GateSettings`].
        Gate = "gate",
        /// [`CallSettings`].
        Calls = "calls",
        /// [`GroupingSettings`].
        Grouping = "grouping",
        /// [`RegionList`](crate::key_region::RegionList).
        Regions = "regions",
        /// [`CalendarSettings`].
        Calendar = "calendar",
        /// [`KeepingSettings`].
        Keeping = "keeping",
        /// [`RoundSettings`].
        Rounds = "rounds",
        /// [`SecuritySettings`].
        Security = "security",
    }
}

/// A value in a settings document that cannot be.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS, thiserror::Error)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[error("{path}: expected {expected}")]
pub struct SettingsFault {
    /// Where it stands, as in the JSON: `temperature.thresholdTenths`.
    pub path: String,
    /// What would be accepted.
    pub expected: Expectation,
}

impl SettingsFault {
    /// Where it stands, for a sentence.
    #[must_use]
    pub fn place(&self) -> SettingPlace {
        let parts: Vec<&str> = self.path.split('.').collect();
        let counted = |index: &str| index.parse::<u32>().ok().map(|index| index.saturating_add(1));
        if let [.., list, index, field] = parts.as_slice()
            && let Some(number) = counted(index)
        {
            return SettingPlace::Row { list: (*list).to_owned(), number, field: (*field).to_owned() };
        }
        match parts.as_slice() {
            [.., before, last] => match counted(last) {
                Some(number) => SettingPlace::Entry { list: (*before).to_owned(), number },
                None => SettingPlace::Part { part: (*before).to_owned(), field: (*last).to_owned() },
            },
            _ => SettingPlace::Field { field: self.path.clone() },
        }
    }
}

/// A place in a settings document by the names of its fields, with numbers from 1.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum SettingPlace {
    /// A field of the document.
    Field {
        /// Its name.
        field: String,
    },
    /// A field of a part of the document.
    Part {
        /// The part.
        part: String,
        /// Its name.
        field: String,
    },
    /// An entry of a list.
    Entry {
        /// The list.
        list: String,
        /// Which, from 1.
        number: u32,
    },
    /// A field of a row of a list.
    Row {
        /// The list.
        list: String,
        /// Which, from 1.
        number: u32,
        /// The name of the field.
        field: String,
    },
}

/// What a settings document accepts at one place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum Expectation {
    /// A number from `lowest` to `highest`, both included.
    Between {
        /// The lowest number.
        lowest: i32,
        /// The highest number.
        highest: i32,
    },
    /// A temperature from `lowest` to `highest`, both included, as it is shown: `35.5`.
    Degrees {
        /// The lowest temperature.
        lowest: String,
        /// The highest temperature.
        highest: String,
    },
    /// An odd number.
    Odd,
    /// Experts being at least this share of the committee (招标投标法 art. 37).
    ExpertShare {
        /// So many …
        numerator: u32,
        /// … of so many members.
        denominator: u32,
    },
    /// A text with one to `most` characters.
    Text {
        /// The most characters.
        most: u32,
    },
    /// A text that contains this placeholder.
    Placeholder {
        /// Its name, without braces.
        name: String,
    },
    /// The mark of a lane: one to three capitals or digits.
    LaneMark,
    /// The name of a place with at least two characters besides its suffix.
    Place,
    /// This day or a later one.
    NotBefore {
        /// The earliest day.
        day: NaiveDate,
    },
    /// A text without placeholders other than the known ones, each closed by a brace.
    KnownPlaceholders,
    /// A value that does not stand in the list already.
    Once,
    /// A later time than the one before it.
    Later,
}

impl fmt::Display for Expectation {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Between { lowest, highest } => write!(out, "{lowest} to {highest}"),
            Self::Degrees { lowest, highest } => write!(out, "{lowest} to {highest} ℃"),
            Self::Odd => out.write_str("an odd number"),
            Self::ExpertShare { numerator, denominator } => {
                write!(out, "experts being at least {numerator} of {denominator} members")
            }
            Self::Text { most } => write!(out, "1 to {most} characters"),
            Self::Placeholder { name } => write!(out, "the placeholder {{{name}}}"),
            Self::LaneMark => out.write_str("1 to 3 capitals or digits"),
            Self::Place => out.write_str("a place of at least 2 characters besides its suffix"),
            Self::NotBefore { day } => write!(out, "{day} or later"),
            Self::KnownPlaceholders => out.write_str("only known placeholders"),
            Self::Once => out.write_str("a value that is not listed twice"),
            Self::Later => out.write_str("a later time than the one before"),
        }
    }
}

pub(crate) fn between(
    path: &str,
    value: impl TryInto<i32>,
    lowest: i32,
    highest: i32,
) -> Result<(), SettingsFault> {
    match value.try_into() {
        Ok(value) if (lowest..=highest).contains(&value) => Ok(()),
        Ok(_) | Err(_) => Err(fault(path, Expectation::Between { lowest, highest })),
    }
}

/// A temperature, or the difference of two, in tenths.
pub(crate) fn degrees(
    path: &str,
    value: Tenths,
    lowest: Tenths,
    highest: Tenths,
) -> Result<(), SettingsFault> {
    if (lowest..=highest).contains(&value) {
        return Ok(());
    }
    let (lowest, highest) = (lowest.to_string(), highest.to_string());
    Err(fault(path, Expectation::Degrees { lowest, highest }))
}

/// A text of 1 to `most` characters without control characters; white space at its ends does
/// not count.
pub(crate) fn text(path: &str, value: &str, most: u32) -> Result<(), SettingsFault> {
    let length = u32::try_from(value.trim().chars().count()).unwrap_or(u32::MAX);
    if (1..=most).contains(&length) && !value.chars().any(char::is_control) {
        return Ok(());
    }
    Err(fault(path, Expectation::Text { most }))
}

pub(crate) fn fault(path: &str, expected: Expectation) -> SettingsFault {
    SettingsFault { path: path.to_owned(), expected }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fault_names_its_place_as_people_count() {
        let place = |path: &str| fault(path, Expectation::Odd).place();
        let own = ToString::to_string;
        assert_eq!(place("walkMinutes"), SettingPlace::Field { field: own("walkMinutes") });
        assert_eq!(
            place("temperature.thresholdTenths"),
            SettingPlace::Part { part: own("temperature"), field: own("thresholdTenths") }
        );
        assert_eq!(
            place("retry.noAnswer.waitMinutes"),
            SettingPlace::Part { part: own("noAnswer"), field: own("waitMinutes") }
        );
        assert_eq!(place("isolatedLanes.1"), SettingPlace::Entry { list: own("isolatedLanes"), number: 2 });
        assert_eq!(
            place("rows.2.place"),
            SettingPlace::Row { list: own("rows"), number: 3, field: own("place") }
        );
    }
}
