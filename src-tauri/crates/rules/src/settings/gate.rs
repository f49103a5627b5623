//! Settings of the gate.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{Expectation, SettingsFault, between, degrees, fault};
use crate::questionnaire::QuestionnaireRule;
use crate::sessions::AttendanceRole;
use crate::tags::TagLayout;
use crate::temperature::{TemperatureRule, Tenths};
use crate::words::words;

words! {
    /// Over what the head limits count. Some places allow one delegate a day, others one
    /// for each session.
    pub enum HeadScope {
        /// Over the whole day (一公司一人,一标识一天).
        Day = "day",
        /// For each session by itself.
        Session = "session",
    }
}

/// How many people of one unit may be inside.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct HeadLimits {
    /// Of one bidder, always 1.
    pub bidder: u32,
    /// Of one tenderer, 1 to 10.
    pub tenderer: u32,
    /// Of one agency, 1 to 10.
    pub agency: u32,
}

impl HeadLimits {
    /// The limit for one unit in that capacity; `None` where people are not counted by unit.
    #[must_use]
    pub const fn of(&self, role: AttendanceRole) -> Option<u32> {
        match role {
            AttendanceRole::Bidder => Some(self.bidder),
            AttendanceRole::Tenderer => Some(self.tenderer),
            AttendanceRole::Agency => Some(self.agency),
            AttendanceRole::Expert | AttendanceRole::Supervision | AttendanceRole::Staff => None,
        }
    }
}

impl Default for HeadLimits {
    fn default() -> Self {
        Self { bidder: 1, tenderer: 2, agency: 3 }
    }
}

/// Settings of the gate.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct GateSettings {
    /// When a person is too warm.
    pub temperature: TemperatureRule,
    /// How many people of one unit may be inside.
    pub head_limits: HeadLimits,
    /// Over what the head limits count.
    pub head_scope: HeadScope,
    /// How long before the opening the gate begins to check, 10 to 240 minutes.
    pub gate_opens_minutes_before: u32,
    /// How long before the opening people are asked to arrive at the latest: 5 minutes or
    /// more, and not before the gate opens.
    pub arrive_minutes_before: u32,
    /// What the questionnaire asks.
    #[serde(default)]
    pub questionnaire: QuestionnaireRule,
    /// The lanes whose people are led apart from the others, so that somebody who stayed in a
    /// key region may pass there; at most 6 marks of 1 to 3 capitals or digits.
    #[serde(default = "usual_isolated_lanes")]
    pub isolated_lanes: Vec<String>,
    /// From the gate to a seat, 0 to 30 minutes.
    #[serde(default = "usual_walk_minutes")]
    pub walk_minutes: u32,
    /// How long one lane needs for one person until the day has shown it, 10 to 900 seconds.
    #[serde(default = "usual_seconds_per_person")]
    pub seconds_per_person: u32,
    /// The paper that tags are printed on.
    #[serde(default = "usual_tag_layout")]
    pub tag_layout: TagLayout,
}

fn usual_isolated_lanes() -> Vec<String> {
    vec!["C".to_owned()]
}

const fn usual_walk_minutes() -> u32 {
    3
}

const fn usual_seconds_per_person() -> u32 {
    95
}

const fn usual_tag_layout() -> TagLayout {
    TagLayout::Roll80
}

impl GateSettings {
    /// Whether every value can be.
    ///
    /// # Errors
    /// The first [`SettingsFault`].
    pub fn check(&self) -> Result<(), SettingsFault> {
        let rule = &self.temperature;
        degrees("temperature.thresholdTenths", rule.threshold_tenths, Tenths(355), Tenths(400))?;
        degrees("temperature.lowestPlausibleTenths", rule.lowest_plausible_tenths, Tenths(300), Tenths(354))?;
        degrees(
            "temperature.highestPlausibleTenths",
            rule.highest_plausible_tenths,
            Tenths(401),
            Tenths(450),
        )?;
        between("temperature.restMinutes", rule.rest_minutes, 1, 60)?;
        between("temperature.retests", rule.retests, 0, 3)?;
        let difference = Tenths(rule.device_difference_tenths);
        degrees("temperature.deviceDifferenceTenths", difference, Tenths(1), Tenths(20))?;
        // One company, one person is a constraint of the database: a second one is a named exception,
        // never a setting.
        between("headLimits.bidder", self.head_limits.bidder, 1, 1)?;
        between("headLimits.tenderer", self.head_limits.tenderer, 1, 10)?;
        between("headLimits.agency", self.head_limits.agency, 1, 10)?;
        between("gateOpensMinutesBefore", self.gate_opens_minutes_before, 10, 240)?;
        let opens = i32::try_from(self.gate_opens_minutes_before).unwrap_or(i32::MAX);
        between("arriveMinutesBefore", self.arrive_minutes_before, 5, opens)?;
        between("walkMinutes", self.walk_minutes, 0, 30)?;
        between("secondsPerPerson", self.seconds_per_person, 10, 900)?;
        between("isolatedLanes", self.isolated_lanes.len(), 0, 6)?;
        for (index, lane) in self.isolated_lanes.iter().enumerate() {
            let is_mark = |byte: u8| byte.is_ascii_uppercase() || byte.is_ascii_digit();
            if !(1..=3).contains(&lane.len()) || !lane.bytes().all(is_mark) {
                return Err(fault(&format!("isolatedLanes.{index}"), Expectation::LaneMark));
            }
        }
        Ok(())
    }

    /// Whether the people of a lane are led apart from the others.
    #[must_use]
    pub fn is_isolated(&self, lane: &str) -> bool {
        self.isolated_lanes.iter().any(|isolated| isolated == lane)
    }
}

impl Default for GateSettings {
    fn default() -> Self {
        Self {
            temperature: TemperatureRule::default(),
            head_limits: HeadLimits::default(),
            head_scope: HeadScope::Day,
            gate_opens_minutes_before: 60,
            arrive_minutes_before: 40,
            questionnaire: QuestionnaireRule::default(),
            isolated_lanes: usual_isolated_lanes(),
            walk_minutes: usual_walk_minutes(),
            seconds_per_person: usual_seconds_per_person(),
            tag_layout: usual_tag_layout(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_settings_that_are_delivered_are_accepted() {
        assert_eq!(GateSettings::default().check(), Ok(()));
    }

    #[test]
    fn a_limit_that_would_refuse_everybody_is_not_accepted() {
        let mut settings = GateSettings::default();
        settings.temperature.threshold_tenths = Tenths(350);
        let fault = settings.check().unwrap_err();
        assert_eq!(fault.path, "temperature.thresholdTenths");
        let expected = Expectation::Degrees { lowest: "35.5".to_owned(), highest: "40.0".to_owned() };
        assert_eq!(fault.expected, expected, "in degrees, as it is typed");
    }

    #[test]
    fn nobody_is_asked_to_come_before_the_gate_opens() {
        let settings = GateSettings { arrive_minutes_before: 61, ..GateSettings::default() };
        assert_eq!(settings.check().unwrap_err().path, "arriveMinutesBefore");
    }

    #[test]
    fn each_unit_has_its_own_limit_and_experts_have_none() {
        let limits = HeadLimits::default();
        assert_eq!(limits.of(AttendanceRole::Bidder), Some(1));
        assert_eq!(limits.of(AttendanceRole::Agency), Some(3));
        assert_eq!(limits.of(AttendanceRole::Expert), None);
    }

    #[test]
    fn a_document_written_by_an_older_version_is_still_read() {
        let mut json = serde_json::to_value(GateSettings::default()).unwrap();
        let document = json.as_object_mut().unwrap();
        for field in ["questionnaire", "isolatedLanes", "walkMinutes", "secondsPerPerson", "tagLayout"] {
            assert!(document.remove(field).is_some(), "{field}");
        }
        assert_eq!(serde_json::from_value::<GateSettings>(json).unwrap(), GateSettings::default());
    }

    #[test]
    fn a_lane_has_a_short_mark_and_only_a_few_are_isolated() {
        let with = |lanes: &[&str]| GateSettings {
            isolated_lanes: lanes.iter().map(ToString::to_string).collect(),
            ..GateSettings::default()
        };
        for lanes in [vec![], vec!["C", "D2", "101"]] {
            assert_eq!(with(&lanes).check(), Ok(()));
        }
        for wrong in ["", "c", "ABCD", "专", "A B"] {
            let fault = with(&["C", wrong]).check().unwrap_err();
            assert_eq!((fault.path.as_str(), fault.expected), ("isolatedLanes.1", Expectation::LaneMark));
        }
        assert_eq!(with(&["C"; 7]).check().unwrap_err().path, "isolatedLanes");
        assert!(with(&["C"]).is_isolated("C") && !with(&["C"]).is_isolated("A"));
    }

    #[test]
    fn the_new_quantities_have_their_ranges() {
        let path = |settings: GateSettings| settings.check().unwrap_err().path;
        let delivered = GateSettings::default;
        assert_eq!(path(GateSettings { walk_minutes: 31, ..delivered() }), "walkMinutes");
        assert_eq!(path(GateSettings { seconds_per_person: 9, ..delivered() }), "secondsPerPerson");
        let mut settings = delivered();
        for tenths in [0, 21] {
            settings.temperature.device_difference_tenths = tenths;
            assert_eq!(path(settings.clone()), "temperature.deviceDifferenceTenths");
        }
    }

    #[test]
    fn a_misspelt_setting_is_an_error_and_not_ignored() {
        let mut json = serde_json::to_value(GateSettings::default()).unwrap();
        json["gateOpenMinutesBefore"] = 60.into();
        assert!(serde_json::from_value::<GateSettings>(json).is_err());
    }
}
