//! The minutes of the planner and the clock of the centre. The planner knows no breaks: its minutes are those
//! in which the rooms work.

use bidhall_rules::centre_time::CentreZone;
use bidhall_rules::working_time::{Pause, WorkingTime};
use chrono::{DateTime, Duration, NaiveDate, Utc};

/// A day of a group.
#[derive(Debug, Clone)]
pub(super) struct DayClock {
    midnight: DateTime<Utc>,
    pub(super) time: WorkingTime,
}

impl DayClock {
    pub(super) fn new(zone: CentreZone, day: NaiveDate, pauses: Vec<Pause>) -> Self {
        Self { midnight: zone.day_bounds(day).0, time: WorkingTime::around(pauses) }
    }

    /// The instant of a minute of the clock.
    pub(super) fn instant(&self, minute: u32) -> DateTime<Utc> {
        self.midnight + Duration::minutes(minute.into())
    }

    /// When work begins that the planner begins at this minute.
    pub(super) fn begin(&self, working: u32) -> DateTime<Utc> {
        self.instant(self.time.begins(working))
    }

    /// When work ends that the planner ends at this minute.
    pub(super) fn end(&self, working: u32) -> DateTime<Utc> {
        self.instant(self.time.ends(working))
    }

    /// The begun minute of the clock; the first of the day for an instant before it.
    pub(super) fn minute(&self, at: DateTime<Utc>) -> u32 {
        u32::try_from((at - self.midnight).num_minutes()).unwrap_or(0)
    }

    /// The planner's minute of an instant.
    pub(super) fn working(&self, at: DateTime<Utc>) -> u32 {
        self.time.working(self.minute(at))
    }
}
