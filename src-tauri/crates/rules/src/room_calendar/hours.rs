//! Whether a room and the centre are open.

use chrono::{NaiveDate, Timelike as _};

use super::{Floor, RoomUse};

/// Why nothing can be then.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Closed {
    /// The centre does not work on this day.
    DayOff {
        /// The day.
        day: NaiveDate,
    },
    /// The room is closed for some of the time.
    Hours,
}

impl Floor<'_> {
    /// Whether a use lies outside the hours of its room, or on a day off. It keeps to one of the windows of its
    /// room: nobody is sent out over noon.
    pub(super) fn closed(&self, wanted: &RoomUse) -> Option<Closed> {
        let local = self.zone.local(wanted.begins);
        let opens = local.hour() * 60 + local.minute();
        let lasts = u32::try_from((wanted.ends - wanted.begins).num_minutes()).unwrap_or(u32::MAX);
        let closes = opens.saturating_add(lasts);
        let is_open = self
            .room(wanted.room)
            .is_none_or(|times| times.windows.iter().any(|(from, until)| *from <= opens && closes <= *until));
        if !is_open {
            return Some(Closed::Hours);
        }
        let day = local.date();
        (!self.calendar.is_working_day(day)).then_some(Closed::DayOff { day })
    }

    /// Whether the centre works when a use begins and still when it ends.
    pub(super) fn in_working_hours(&self, wanted: &RoomUse) -> bool {
        let (begins, ends) = (self.zone.local(wanted.begins), self.zone.local(wanted.ends));
        let spans = &self.calendar.hours;
        let begins_well = spans.iter().any(|span| span.from <= begins.time() && begins.time() < span.until);
        let last = spans.last().map(|span| span.until);
        begins_well && begins.date() == ends.date() && last.is_some_and(|last| ends.time() <= last)
    }
}
