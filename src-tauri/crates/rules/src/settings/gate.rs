//! Settings of the gate.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{SettingsFault, between};
use crate::sessions::AttendanceRole;
use crate::temperature::TemperatureRule;
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
}

impl GateSettings {
    /// Whether every value can be.
    ///
    /// # Errors
    /// The first [`SettingsFault`].
    pub fn check(&self) -> Result<(), SettingsFault> {
        let rule = &self.temperature;
        between("temperature.thresholdTenths", rule.threshold_tenths.0, 355, 400)?;
        between("temperature.lowestPlausibleTenths", rule.lowest_plausible_tenths.0, 300, 354)?;
        between("temperature.highestPlausibleTenths", rule.highest_plausible_tenths.0, 401, 450)?;
        between("temperature.restMinutes", rule.rest_minutes, 1, 60)?;
        between("temperature.retests", rule.retests, 0, 3)?;
        // One company, one person is a constraint of the database: a second one is a named exception,
        // never a setting.
        between("headLimits.bidder", self.head_limits.bidder, 1, 1)?;
        between("headLimits.tenderer", self.head_limits.tenderer, 1, 10)?;
        between("headLimits.agency", self.head_limits.agency, 1, 10)?;
        between("gateOpensMinutesBefore", self.gate_opens_minutes_before, 10, 240)?;
        let opens = i32::try_from(self.gate_opens_minutes_before).unwrap_or(i32::MAX);
        between("arriveMinutesBefore", self.arrive_minutes_before, 5, opens)
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
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::settings::Expectation;
    use crate::temperature::Tenths;

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
        assert_eq!(fault.expected, Expectation::Between { lowest: 355, highest: 400 });
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
    fn a_misspelt_setting_is_an_error_and_not_ignored() {
        let mut json = serde_json::to_value(GateSettings::default()).unwrap();
        json["gateOpenMinutesBefore"] = 60.into();
        assert!(serde_json::from_value::<GateSettings>(json).is_err());
    }
}
