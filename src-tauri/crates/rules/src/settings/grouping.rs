//! Settings of the virtual grouping of evaluation rooms.

use chrono::{NaiveDate, NaiveTime, Timelike as _};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::committee::{CommitteeRule, CommitteeRuleSet, ProjectKind, usual_rule_sets};
use super::{Expectation, SettingsFault, between, fault, text};
use crate::words::words;
use crate::working_time::Pause;

/// The shoulders of a person on a chair, tenths of a metre.
const PERSON_TENTHS: i32 = 5;

words! {
    /// Why all rooms of the centre stop.
    pub enum BreakKind {
        /// A meal.
        Meal = "meal",
        /// A rest.
        Rest = "rest",
    }
}

/// A break of every running evaluation of the centre, every day at the same time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct BreakRule {
    /// What for.
    pub kind: BreakKind,
    /// When it begins.
    pub at: NaiveTime,
    /// How long, 5 to 120 minutes.
    pub minutes: u32,
}

impl BreakRule {
    /// The break as minutes of the day.
    #[must_use]
    pub fn pause(&self) -> Pause {
        let begin = self.at.hour() * 60 + self.at.minute();
        Pause { begin, end: begin + self.minutes }
    }
}

/// Days on which the overnight evaluation site is open, or closed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct OvernightSpan {
    /// Whether it is open.
    pub open: bool,
    /// From this day …
    pub from: NaiveDate,
    /// … to this day, both included; until further notice when there is none.
    pub until: Option<NaiveDate>,
    /// What it rests on, 1 to 60 characters.
    pub basis: String,
}

/// Settings of the virtual grouping.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct GroupingSettings {
    /// A project with more registrations than this goes to the overnight site while it is
    /// open, 1 to 300.
    pub overnight_threshold: u32,
    /// Whether the overnight evaluation site is open on days of which `overnight_spans` says nothing.
    pub overnight_site_open: bool,
    /// Days on which it is open or closed; of two that hold the same day the later in the list counts.
    #[serde(default)]
    pub overnight_spans: Vec<OvernightSpan>,
    /// The committee that a plan is made for.
    pub committee: CommitteeRule,
    /// The rules for committees, one set for each kind of project.
    #[serde(default = "usual_rule_sets")]
    pub rule_sets: Vec<CommitteeRuleSet>,
    /// The most experts in one room, 1 to 9.
    pub experts_per_room: u32,
    /// From person to person, 10 to 30 tenths of a metre.
    #[serde(default = "usual_spacing_tenths")]
    pub spacing_tenths: u32,
    /// Time for one member to review one bid, 1 to 60 minutes.
    pub review_minutes_per_bid: u32,
    /// A member who has less than this for each bid is warned of, 10 to 600 tenths of a minute.
    #[serde(default = "usual_red_tenths")]
    pub red_tenths: u32,
    /// Time for the joint discussion, 0 to 240 minutes.
    pub discussion_minutes: u32,
    /// Time from the start to the end of the discussion, 60 to 1440 minutes.
    pub limit_minutes: u32,
    /// A run longer than this needs its reason, breaks and consent recorded, 240 to 1440 minutes.
    #[serde(default = "usual_long_run_minutes")]
    pub long_run_minutes: u32,
    /// When all rooms stop, in their order and apart.
    #[serde(default = "usual_breaks")]
    pub breaks: Vec<BreakRule>,
    /// Hours between two temperature rounds of the experts, 1 to 12.
    #[serde(default = "usual_temperature_hours")]
    pub temperature_hours: u32,
    /// Disinfection of a batch that goes from room to room, 0 to 60 minutes.
    pub disinfect_minutes: u32,
    /// Disinfection and airing of a room between two projects (一标一消毒), 0 to 240 minutes.
    pub changeover_minutes: u32,
    /// The most bids carried at once, 1 to 50.
    pub carry_max_bids: u32,
    /// The most rooms of one project, 1 to 20.
    pub max_rooms_per_project: u32,
    /// How long after the opening the evaluation starts, 0 to 240 minutes.
    pub start_minutes_after_opening: u32,
    /// How long an opening has its room, 15 to 240 minutes.
    #[serde(default = "usual_opening_minutes")]
    pub opening_minutes: u32,
}

const fn usual_spacing_tenths() -> u32 {
    15
}

const fn usual_red_tenths() -> u32 {
    50
}

const fn usual_long_run_minutes() -> u32 {
    480
}

const fn usual_temperature_hours() -> u32 {
    3
}

const fn usual_opening_minutes() -> u32 {
    60
}

fn usual_breaks() -> Vec<BreakRule> {
    [12, 18]
        .into_iter()
        .filter_map(|hour| NaiveTime::from_hms_opt(hour, 0, 0))
        .map(|at| BreakRule { kind: BreakKind::Meal, at, minutes: 40 })
        .collect()
}

impl GroupingSettings {
    /// Whether every value can be.
    ///
    /// # Errors
    /// The first [`SettingsFault`].
    pub fn check(&self) -> Result<(), SettingsFault> {
        between("overnightThreshold", self.overnight_threshold, 1, 300)?;
        for (index, span) in self.overnight_spans.iter().enumerate() {
            let path = format!("overnightSpans.{index}");
            if span.until.is_some_and(|until| until < span.from) {
                return Err(fault(&format!("{path}.until"), Expectation::NotBefore { day: span.from }));
            }
            text(&format!("{path}.basis"), &span.basis, 60)?;
        }
        for (index, rules) in self.rule_sets.iter().enumerate() {
            let path = format!("ruleSets.{index}");
            if self.rule_sets.iter().take(index).any(|other| other.kind == rules.kind) {
                return Err(fault(&format!("{path}.kind"), Expectation::Once));
            }
            rules.check(&path)?;
        }
        between("ruleSets", self.rule_sets.len(), 1, 3)?;
        if let Some(rules) = self.rules_for(ProjectKind::Tender).or(self.rule_sets.first()) {
            self.committee.check(rules)?;
        }
        between("expertsPerRoom", self.experts_per_room, 1, 9)?;
        between("spacingTenths", self.spacing_tenths, 10, 30)?;
        between("reviewMinutesPerBid", self.review_minutes_per_bid, 1, 60)?;
        between("redTenths", self.red_tenths, 10, 600)?;
        between("discussionMinutes", self.discussion_minutes, 0, 240)?;
        between("limitMinutes", self.limit_minutes, 60, 1440)?;
        between("longRunMinutes", self.long_run_minutes, 240, 1440)?;
        self.check_breaks()?;
        between("temperatureHours", self.temperature_hours, 1, 12)?;
        between("disinfectMinutes", self.disinfect_minutes, 0, 60)?;
        between("changeoverMinutes", self.changeover_minutes, 0, 240)?;
        between("carryMaxBids", self.carry_max_bids, 1, 50)?;
        between("maxRoomsPerProject", self.max_rooms_per_project, 1, 20)?;
        between("startMinutesAfterOpening", self.start_minutes_after_opening, 0, 240)?;
        between("openingMinutes", self.opening_minutes, 15, 240)
    }

    fn check_breaks(&self) -> Result<(), SettingsFault> {
        between("breaks", self.breaks.len(), 0, 12)?;
        let mut free = 0;
        for (index, rule) in self.breaks.iter().enumerate() {
            between(&format!("breaks.{index}.minutes"), rule.minutes, 5, 120)?;
            let Pause { begin, end } = rule.pause();
            if begin < free || end > 1440 || rule.at.second() > 0 {
                return Err(fault(&format!("breaks.{index}.at"), Expectation::Later));
            }
            // Without a minute between them two breaks would be one.
            free = end + 1;
        }
        Ok(())
    }

    /// The rules for the committee of a kind of project.
    #[must_use]
    pub fn rules_for(&self, kind: ProjectKind) -> Option<&CommitteeRuleSet> {
        self.rule_sets.iter().find(|rules| rules.kind == kind)
    }

    /// Whether the overnight evaluation site is open on a day.
    #[must_use]
    pub fn overnight_open_on(&self, day: NaiveDate) -> bool {
        let holds = |span: &&OvernightSpan| span.from <= day && span.until.is_none_or(|until| day <= until);
        self.overnight_spans.iter().rev().find(holds).map_or(self.overnight_site_open, |span| span.open)
    }

    /// The breaks as minutes of the day.
    #[must_use]
    pub fn pauses(&self) -> Vec<Pause> {
        self.breaks.iter().map(BreakRule::pause).collect()
    }

    /// How many persons a room seats under the spacing: on a grid from wall to wall with `spacing_tenths`
    /// between one and the next, never more than it has seats. Width and depth are whole metres.
    #[must_use]
    pub fn seats_under_spacing(&self, seats: i32, width: i32, depth: i32) -> i32 {
        let spacing = i32::try_from(self.spacing_tenths).unwrap_or(i32::MAX / 2);
        let pitch = spacing.saturating_add(PERSON_TENTHS).max(1);
        let along = |metres: i32| metres.saturating_mul(10).saturating_add(spacing) / pitch;
        along(width).saturating_mul(along(depth)).clamp(0, seats.max(0))
    }
}

impl Default for GroupingSettings {
    fn default() -> Self {
        Self {
            overnight_threshold: 30,
            overnight_site_open: false,
            overnight_spans: Vec::new(),
            committee: CommitteeRule::default(),
            rule_sets: usual_rule_sets(),
            experts_per_room: 3,
            spacing_tenths: usual_spacing_tenths(),
            review_minutes_per_bid: 6,
            red_tenths: usual_red_tenths(),
            discussion_minutes: 60,
            limit_minutes: 720,
            long_run_minutes: usual_long_run_minutes(),
            breaks: usual_breaks(),
            temperature_hours: usual_temperature_hours(),
            disinfect_minutes: 5,
            changeover_minutes: 30,
            carry_max_bids: 12,
            max_rooms_per_project: 8,
            start_minutes_after_opening: 60,
            opening_minutes: usual_opening_minutes(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn the_settings_that_are_delivered_are_accepted() {
        assert_eq!(GroupingSettings::default().check(), Ok(()));
        assert_eq!(GroupingSettings::default().committee.size(), 5);
    }

    #[test]
    fn the_fault_names_the_setting() {
        let settings = GroupingSettings { carry_max_bids: 0, ..GroupingSettings::default() };
        assert_eq!(settings.check().unwrap_err().path, "carryMaxBids");
    }

    #[test]
    fn breaks_follow_one_another_within_the_day() {
        let at = |hour, minutes| BreakRule {
            kind: BreakKind::Rest,
            at: NaiveTime::from_hms_opt(hour, 30, 0).unwrap(),
            minutes,
        };
        let path = |breaks: Vec<BreakRule>| {
            GroupingSettings { breaks, ..GroupingSettings::default() }.check().map_err(|fault| fault.path)
        };
        assert_eq!(path(vec![at(10, 10), at(15, 120)]), Ok(()));
        assert_eq!(path(vec![at(10, 60), at(11, 10)]), Err("breaks.1.at".to_owned()));
        assert_eq!(path(vec![at(15, 10), at(10, 10)]), Err("breaks.1.at".to_owned()));
        assert_eq!(path(vec![at(23, 60)]), Err("breaks.0.at".to_owned()));
        assert_eq!(path(vec![at(10, 4)]), Err("breaks.0.minutes".to_owned()));
    }

    #[test]
    fn the_overnight_site_is_closed_on_the_days_of_its_notice() {
        let span = |open, from, until: Option<&str>| OvernightSpan {
            open,
            from: day(from),
            until: until.map(day),
            basis: "示例通知〔2020〕2号".to_owned(),
        };
        let settings = GroupingSettings {
            overnight_site_open: true,
            overnight_spans: vec![
                span(false, "2020-02-01", None),
                span(true, "2020-03-15", Some("2020-03-16")),
            ],
            ..GroupingSettings::default()
        };
        assert_eq!(settings.check(), Ok(()));
        for (when, open) in [
            ("2020-01-31", true),
            ("2020-02-01", false),
            ("2020-03-15", true),
            ("2020-03-16", true),
            ("2020-03-17", false),
        ] {
            assert_eq!(settings.overnight_open_on(day(when)), open, "{when}");
        }
        let backwards = GroupingSettings {
            overnight_spans: vec![span(false, "2020-02-01", Some("2020-01-31"))],
            ..settings
        };
        assert_eq!(backwards.check().unwrap_err().path, "overnightSpans.0.until");
    }

    #[test]
    fn seats_under_spacing_follow_from_the_size_and_never_exceed_the_seats() {
        let settings = GroupingSettings::default();
        assert_eq!(settings.seats_under_spacing(40, 5, 3), 6, "three by two at 1.5 m");
        assert_eq!(settings.seats_under_spacing(4, 5, 3), 4);
        assert_eq!(settings.seats_under_spacing(40, 1, 1), 1);
        let closer = GroupingSettings { spacing_tenths: 10, ..settings };
        assert_eq!(closer.seats_under_spacing(40, 5, 3), 8, "four by two at 1 m");
    }
}
