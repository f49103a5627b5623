//! The rules that a centre sets for itself. Each topic is one document with versions; every
//! decision stores the version that was in force.

mod calendar;
mod calls;
mod gate;
mod grouping;
mod script;

use std::fmt;

use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::words::words;

pub use calendar::{CalendarDay, CalendarSettings, DayKind, WorkSpan};
pub use calls::{CallSettings, MorningSettings, RetryRule, RetryRules, RollCallSettings};
pub use gate::{GateSettings, HeadLimits, HeadScope};
pub use grouping::{CommitteeRule, GroupingSettings};
pub use script::{ScriptError, ScriptFacts, fill_script};

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
    /// An odd number.
    Odd,
    /// At least two thirds of the committee (招标投标法 art. 37).
    TwoThirds,
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
            Self::Odd => out.write_str("an odd number"),
            Self::TwoThirds => out.write_str("at least two thirds of the committee"),
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
