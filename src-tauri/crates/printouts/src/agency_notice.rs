//! The notice to an agency (开标进场告知书) with the blank health questionnaire (健康调查表).
//!
//! It has no place for a bidder's name, nor for a number from which one could count bidders.

use chrono::{NaiveDate, NaiveDateTime, NaiveTime};
use serde::Serialize;

use crate::paper::{Content, json};
use crate::{PrintError, wording};

/// What one agency is told about all its sessions of one day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AgencyNotice {
    /// The trading centre that gives the notice.
    pub centre: String,
    /// The agency that receives it.
    pub agency: String,
    /// The number of the notice in the centre's own register.
    pub notice_number: String,
    /// The day of the openings.
    pub day: NaiveDate,
    /// The agency's sessions of that day, in the order to be printed.
    pub sessions: Vec<NoticeSession>,
    /// The temperature limit in tenths of a degree Celsius.
    pub temperature_limit_tenths: i32,
    /// How a temperature relates to the limit when it is too high, ready to stand before it: `达到或者超过`, `超过`.
    pub temperature_comparator: String,
    /// The version of the entry rules that the notice states.
    pub rules_version: u32,
    /// The version of the call script that goes with it.
    pub script_version: u32,
    /// The day the notice is issued.
    pub issued_on: NaiveDate,
    /// Whether it comes from a rehearsal and must be marked on every page.
    pub rehearsal: bool,
}

/// One session of an [`AgencyNotice`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoticeSession {
    /// The session's code.
    pub code: String,
    /// The project's full name.
    pub project_name: String,
    /// The lot, as the tender documents call it.
    pub lot: Option<String>,
    /// The opening time, which is the deadline for bids.
    pub opening_time: NaiveDateTime,
    /// The rooms the opening is held in; none while they are still to be announced.
    pub opening_rooms: Vec<String>,
    /// When the entry check opens.
    pub gate_opens: NaiveTime,
    /// When a delegate had better be there.
    pub arrive_before: NaiveTime,
}

/// The notice as its template reads it: every value a finished text.
#[derive(Serialize)]
struct Wording<'a> {
    centre: &'a str,
    agency: &'a str,
    notice_number: &'a str,
    day: String,
    weekday: &'static str,
    sessions: Vec<SessionWording<'a>>,
    too_warm: String,
    rules_version: u32,
    script_version: u32,
    issued_on: String,
    rehearsal: bool,
}

#[derive(Serialize)]
struct SessionWording<'a> {
    code: &'a str,
    project_name: &'a str,
    lot: Option<&'a str>,
    opening_time: String,
    opening_rooms: &'a [String],
    gate_opens: String,
    arrive_before: String,
}

impl Content for AgencyNotice {
    fn template(&self) -> &'static str {
        "/agency_notice.typ"
    }

    fn to_json(&self) -> Result<Vec<u8>, PrintError> {
        if self.sessions.is_empty() {
            return Err(PrintError::NoSession);
        }
        let wording = Wording {
            centre: &self.centre,
            agency: &self.agency,
            notice_number: &self.notice_number,
            day: wording::date(self.day),
            weekday: wording::weekday(self.day),
            sessions: self.sessions.iter().map(|session| session.wording(self.day)).collect(),
            too_warm: format!(
                "{}{}",
                self.temperature_comparator,
                wording::degrees(self.temperature_limit_tenths)
            ),
            rules_version: self.rules_version,
            script_version: self.script_version,
            issued_on: wording::date(self.issued_on),
            rehearsal: self.rehearsal,
        };
        json(&wording)
    }
}

impl NoticeSession {
    /// The day is written out only where it differs from the day of the notice.
    fn wording(&self, day: NaiveDate) -> SessionWording<'_> {
        let clock = wording::clock(self.opening_time.time());
        SessionWording {
            code: &self.code,
            project_name: &self.project_name,
            lot: self.lot.as_deref(),
            opening_time: if self.opening_time.date() == day {
                clock
            } else {
                format!("{} {clock}", wording::day_of_year(self.opening_time.date()))
            },
            opening_rooms: &self.opening_rooms,
            gate_opens: wording::clock(self.gate_opens),
            arrive_before: wording::clock(self.arrive_before),
        }
    }
}
