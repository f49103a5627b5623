//! Body temperature in tenths of a degree Celsius, and the rule that judges it.

use std::fmt;
use std::str::FromStr;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::import_words::half_width;
use crate::words::words;

/// A temperature in tenths of a degree Celsius: `Tenths(365)` is 36.5 ℃.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema, TS,
)]
#[serde(transparent)]
pub struct Tenths(pub i32);

/// Why a text is not a temperature.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema, TS, thiserror::Error)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum TemperatureError {
    /// Neither digits nor digits, a dot and a digit.
    #[error("expected a temperature such as 36.5")]
    NotATemperature,
    /// More than one digit after the dot.
    #[error("expected at most one digit after the dot")]
    TooPrecise,
}

impl FromStr for Tenths {
    type Err = TemperatureError;

    /// Reads `36.5`, `36`, `３６．５` and, as a Chinese keyboard types it, `36。5`; a unit
    /// (`℃`, `度`) may follow.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let text = half_width(text).replace('。', ".");
        let text = text.trim();
        let text = text.strip_suffix('℃').or_else(|| text.strip_suffix('度')).unwrap_or(text).trim_end();
        let (whole, tenth) = text.split_once('.').unwrap_or((text, "0"));
        let digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
        if !digits(whole) || !digits(tenth) || whole.len() > 3 {
            return Err(TemperatureError::NotATemperature);
        }
        if tenth.len() > 1 {
            return Err(TemperatureError::TooPrecise);
        }
        let parse = |part: &str| part.parse::<i32>().map_err(|_| TemperatureError::NotATemperature);
        Ok(Self(parse(whole)? * 10 + parse(tenth)?))
    }
}

impl fmt::Display for Tenths {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.0 < 0 { "-" } else { "" };
        let size = self.0.unsigned_abs();
        write!(out, "{sign}{}.{}", size / 10, size % 10)
    }
}

words! {
    /// Whether the threshold itself is already too warm. Both readings of "37.3" are in
    /// official use: one place refuses at ≥37.3, another only at >37.3.
    pub enum Comparator {
        /// The threshold is over the limit.
        AtOrAbove = "at_or_above",
        /// The threshold still passes.
        Above = "above",
    }
}

words! {
    /// What the rule says about one reading.
    pub enum Reading {
        /// No living person's: the device or the hand slipped; measure again.
        Implausible = "implausible",
        /// The person may go on.
        WithinLimit = "within_limit",
        /// Too warm: rest and measure again, or be refused.
        OverLimit = "over_limit",
    }
}

/// The temperature rule of the gate; all temperatures in tenths of a degree Celsius.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct TemperatureRule {
    /// The limit, 355 to 400.
    pub threshold_tenths: Tenths,
    /// Whether the limit itself is over it.
    pub comparator: Comparator,
    /// Readings under this are taken again; a forehead in winter reads 34.x. 300 to 354.
    pub lowest_plausible_tenths: Tenths,
    /// Readings over this are taken again. 401 to 450.
    pub highest_plausible_tenths: Tenths,
    /// How long a person rests before a reading is repeated, 1 to 60 minutes.
    pub rest_minutes: u32,
    /// How many rounds over the limit are repeated after a rest, 0 to 3.
    pub retests: u32,
    /// By how much two thermometers may differ in one round before a third reading is asked;
    /// 1 to 20 tenths of a degree.
    #[serde(default = "usual_difference")]
    pub device_difference_tenths: i32,
}

/// Half a degree: a forehead and an armpit of one person differ by less.
const fn usual_difference() -> i32 {
    5
}

impl TemperatureRule {
    /// Judges one reading.
    #[must_use]
    pub fn judge(&self, reading: Tenths) -> Reading {
        if reading < self.lowest_plausible_tenths || reading > self.highest_plausible_tenths {
            return Reading::Implausible;
        }
        if self.is_over(reading) { Reading::OverLimit } else { Reading::WithinLimit }
    }

    /// Whether a temperature is over the limit, plausible or not.
    #[must_use]
    pub fn is_over(&self, reading: Tenths) -> bool {
        match self.comparator {
            Comparator::AtOrAbove => reading >= self.threshold_tenths,
            Comparator::Above => reading > self.threshold_tenths,
        }
    }

    /// The allowed difference of two thermometers as it is shown: `0.5`.
    #[must_use]
    pub fn shown_device_difference(&self) -> String {
        Tenths(self.device_difference_tenths).to_string()
    }

    /// The limit as the call script says it: `达到或超过37.3℃` or `超过37.3℃`.
    #[must_use]
    pub fn spoken_limit(&self) -> String {
        match self.comparator {
            Comparator::AtOrAbove => format!("达到或超过{}℃", self.threshold_tenths),
            Comparator::Above => format!("超过{}℃", self.threshold_tenths),
        }
    }
}

impl Default for TemperatureRule {
    fn default() -> Self {
        Self {
            threshold_tenths: Tenths(373),
            comparator: Comparator::AtOrAbove,
            lowest_plausible_tenths: Tenths(350),
            highest_plausible_tenths: Tenths(430),
            rest_minutes: 10,
            retests: 1,
            device_difference_tenths: usual_difference(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_temperature_is_read_as_people_type_it() {
        for (text, tenths) in [
            ("36.5", 365),
            ("36", 360),
            (" 37.3 ", 373),
            ("３６．５", 365),
            ("37。3", 373),
            ("36.5℃", 365),
            ("36.5 度", 365),
        ] {
            assert_eq!(text.parse(), Ok(Tenths(tenths)), "{text}");
        }
    }

    #[test]
    fn a_second_decimal_is_refused_rather_than_rounded() {
        assert_eq!("37.29".parse::<Tenths>(), Err(TemperatureError::TooPrecise));
    }

    #[test]
    fn what_is_not_a_temperature_is_refused() {
        for text in ["", ".", "36.", ".5", "-36.5", "36,5", "3 6.5", "正常", "3650", "36.5.1", "9999999999"]
        {
            assert!(text.parse::<Tenths>().is_err(), "{text}");
        }
    }

    #[test]
    fn a_temperature_is_shown_with_one_decimal() {
        assert_eq!(Tenths(365).to_string(), "36.5");
        assert_eq!(Tenths(360).to_string(), "36.0");
        assert_eq!(Tenths(-5).to_string(), "-0.5");
    }

    #[test]
    fn the_comparator_decides_whether_the_threshold_itself_passes() {
        let at_or_above = TemperatureRule::default();
        let above = TemperatureRule { comparator: Comparator::Above, ..TemperatureRule::default() };
        assert_eq!(at_or_above.judge(Tenths(373)), Reading::OverLimit);
        assert_eq!(above.judge(Tenths(373)), Reading::WithinLimit);
        for rule in [at_or_above, above] {
            assert_eq!(rule.judge(Tenths(372)), Reading::WithinLimit);
            assert_eq!(rule.judge(Tenths(374)), Reading::OverLimit);
        }
    }

    #[test]
    fn a_reading_no_living_person_has_is_no_reading() {
        let rule = TemperatureRule::default();
        assert_eq!(rule.judge(Tenths(349)), Reading::Implausible);
        assert_eq!(rule.judge(Tenths(350)), Reading::WithinLimit);
        assert_eq!(rule.judge(Tenths(430)), Reading::OverLimit);
        assert_eq!(rule.judge(Tenths(431)), Reading::Implausible);
    }

    #[test]
    fn a_rule_written_before_devices_were_compared_is_still_read() {
        let mut json = serde_json::to_value(TemperatureRule::default()).unwrap();
        json.as_object_mut().unwrap().remove("deviceDifferenceTenths");
        let rule: TemperatureRule = serde_json::from_value(json).unwrap();
        assert_eq!(rule, TemperatureRule::default());
        assert_eq!(rule.shown_device_difference(), "0.5");
    }

    #[test]
    fn the_limit_is_said_as_it_is_applied() {
        assert_eq!(TemperatureRule::default().spoken_limit(), "达到或超过37.3℃");
    }
}
