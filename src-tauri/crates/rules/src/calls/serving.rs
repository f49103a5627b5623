//! When a callee may be rung, and who is rung first.

use chrono::{DateTime, NaiveDate, Utc};

use super::CallCampaign;
use crate::centre_time::CentreZone;
use crate::settings::{CalendarSettings, CallSettings};

/// Whether a callee may be rung now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RingWindow {
    /// Now.
    Open,
    /// Not before this instant.
    OpensAt(DateTime<Utc>),
    /// No more: the sessions have begun, or the day is over.
    Over,
}

/// Whether the callee of a campaign may be rung at `now`, judged when the call is served and not when
/// it is listed. Reminders are rung in working hours from the last working day before the sessions on;
/// confirmations from the hour of the settings on the morning itself; units in the working hours of their
/// day. `until` is when the last session begins; nobody is rung after it.
#[must_use]
pub fn ring_window(
    campaign: CallCampaign,
    day: NaiveDate,
    until: DateTime<Utc>,
    settings: &CallSettings,
    calendar: &CalendarSettings,
    (zone, now): (CentreZone, DateTime<Utc>),
) -> RingWindow {
    if now >= until {
        return RingWindow::Over;
    }
    let from = match campaign {
        CallCampaign::Morning => zone.instant(day, settings.morning.earliest),
        CallCampaign::Reminder => {
            let first = calendar.last_working_day_before(day);
            let begin = now.max(zone.day_bounds(first).0);
            match calendar.next_working_moment(zone, begin) {
                Some(moment) => moment,
                None => return RingWindow::Over,
            }
        }
        CallCampaign::RollCall => {
            let begin = now.max(zone.day_bounds(day).0);
            match calendar.next_working_moment(zone, begin) {
                Some(moment) => moment,
                None => return RingWindow::Over,
            }
        }
    };
    if from >= until {
        RingWindow::Over
    } else if from <= now {
        RingWindow::Open
    } else {
        RingWindow::OpensAt(from)
    }
}

/// A call that may be served, ordered by who is rung first: agreed times before all others, then the
/// nearest hour by which it should be confirmed, then fewer attempts, then the longest wait, then the
/// earlier opening.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Waiting {
    /// Whether it is nobody's agreed time; a promise sorts first.
    pub no_promise: bool,
    /// By when it should be confirmed.
    pub call_by: DateTime<Utc>,
    /// How often it was tried.
    pub attempts: usize,
    /// Since when it may be tried.
    pub next_at: DateTime<Utc>,
    /// The first opening it speaks of; none for a unit.
    pub opens_at: Option<DateTime<Utc>>,
    /// When it came onto the list.
    pub listed_at: DateTime<Utc>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::at;

    fn window(campaign: CallCampaign, day: &str, until: &str, now: &str) -> RingWindow {
        let (settings, calendar) = (CallSettings::default(), CalendarSettings::default());
        let zone = CentreZone::default();
        ring_window(campaign, day.parse().unwrap(), at(until), &settings, &calendar, (zone, at(now)))
    }

    #[test]
    fn a_reminder_is_rung_in_working_hours_from_the_last_working_day_on() {
        let reminder = |now| window(CallCampaign::Reminder, "2020-03-16", "2020-03-16T01:00:00Z", now);
        let friday_morning = RingWindow::OpensAt(at("2020-03-13T00:30:00Z"));
        assert_eq!(reminder("2020-03-12T06:00:00Z"), friday_morning, "Thursday is too early for Monday");
        assert_eq!(reminder("2020-03-13T00:29:59Z"), friday_morning);
        assert_eq!(reminder("2020-03-13T00:30:00Z"), RingWindow::Open);
        assert_eq!(reminder("2020-03-14T06:00:00Z"), RingWindow::OpensAt(at("2020-03-16T00:30:00Z")));
        assert_eq!(reminder("2020-03-16T01:00:00Z"), RingWindow::Over, "the session has begun");
    }

    #[test]
    fn a_session_before_the_office_opens_leaves_no_hour_on_its_own_day() {
        let early = |now| window(CallCampaign::Reminder, "2020-03-16", "2020-03-16T00:20:00Z", now);
        assert_eq!(early("2020-03-13T10:00:00Z"), RingWindow::Over);
    }

    #[test]
    fn a_confirmation_is_rung_on_the_morning_itself_even_before_the_office_opens() {
        let morning = |now| window(CallCampaign::Morning, "2020-03-12", "2020-03-12T01:00:00Z", now);
        assert_eq!(morning("2020-03-11T06:00:00Z"), RingWindow::OpensAt(at("2020-03-11T23:00:00Z")));
        assert_eq!(morning("2020-03-11T23:00:00Z"), RingWindow::Open);
        assert_eq!(morning("2020-03-12T01:00:00Z"), RingWindow::Over);
    }

    #[test]
    fn an_agreed_time_comes_first_then_the_nearest_hour_then_fewer_attempts_then_the_earlier_opening() {
        let opening = |no_promise, call_by: &str, attempts, next_at: &str, opens_at: &str| Waiting {
            no_promise,
            call_by: at(call_by),
            attempts,
            next_at: at(next_at),
            opens_at: Some(at(opens_at)),
            listed_at: at("2020-03-01T00:00:00Z"),
        };
        let waiting = |no_promise, call_by, attempts, next_at| {
            opening(no_promise, call_by, attempts, next_at, "2020-03-12T01:00:00Z")
        };
        let in_order = [
            waiting(false, "2020-03-12T09:00:00Z", 5, "2020-03-11T03:00:00Z"),
            waiting(true, "2020-03-11T09:00:00Z", 0, "2020-03-11T03:00:00Z"),
            waiting(true, "2020-03-11T09:00:00Z", 1, "2020-03-11T01:00:00Z"),
            waiting(true, "2020-03-11T09:00:00Z", 1, "2020-03-11T02:00:00Z"),
            waiting(true, "2020-03-12T09:00:00Z", 0, "2020-03-11T01:00:00Z"),
            opening(true, "2020-03-12T09:00:00Z", 0, "2020-03-11T01:00:00Z", "2020-03-12T01:30:00Z"),
        ];
        assert!(in_order.is_sorted());
    }
}
