//! The line before the gate: whether those who stand in it will be inside by the deadline.

use chrono::{DateTime, Duration, Utc};

use crate::words::words;

words! {
    /// How the line stands to the deadline of a session.
    pub enum QueueAlarm {
        /// Nobody need be called.
        None = "none",
        /// Who arrives later than in ten minutes may not be inside in time.
        Soon = "soon",
        /// Somebody who stands in the line now will not be inside in time.
        Late = "late",
    }
}

/// One session, as far as the line is concerned.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct QueueSession {
    /// The bid deadline, which is the opening (招标投标法 art. 34).
    pub deadline: DateTime<Utc>,
    /// How many stand in the line.
    pub waiting: u32,
    /// How many are being checked.
    pub in_progress: u32,
}

impl QueueSession {
    fn people(&self) -> u64 {
        u64::from(self.waiting) + u64::from(self.in_progress)
    }
}

/// What a forecast rests on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QueueFacts {
    /// Now.
    pub now: DateTime<Utc>,
    /// How many lanes are at work; 0 counts as 1.
    pub lanes: u32,
    /// How long one lane needs for one person, in seconds. See [`service_seconds`].
    pub seconds_per_person: u32,
    /// From the gate to a seat, in minutes.
    pub walk_minutes: u32,
    /// The sessions that share the gate.
    pub sessions: Vec<QueueSession>,
}

/// What is to be expected for one session.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct QueueForecast {
    /// How long somebody waits who arrives for it now until their own check begins, in seconds.
    pub wait_seconds: u32,
    /// The deadline less the wait, the person's own check and the walk, by the line as it stands
    /// now.
    pub last_safe_arrival: DateTime<Utc>,
    /// How the line stands to the deadline.
    pub alarm: QueueAlarm,
}

/// The last safe arrival is announced this many minutes before it comes.
const NOTICE_MINUTES: i64 = 10;

/// The forecast of each session, in the order given. All stand in one line, and the earliest
/// deadline is served first: whoever comes for a session waits for everybody of the sessions
/// whose deadline is not later. A session whose deadline has come is nobody's concern any more:
/// its people are not counted, its wait is 0 and its alarm none.
#[must_use]
pub fn forecast(facts: &QueueFacts) -> Vec<QueueForecast> {
    facts.sessions.iter().map(|session| forecast_of(session, facts)).collect()
}

fn forecast_of(session: &QueueSession, facts: &QueueFacts) -> QueueForecast {
    let walk = Duration::minutes(facts.walk_minutes.into());
    let own_check = Duration::seconds(facts.seconds_per_person.into());
    if session.deadline <= facts.now {
        let last_safe_arrival = before(session.deadline, own_check + walk);
        return QueueForecast { wait_seconds: 0, last_safe_arrival, alarm: QueueAlarm::None };
    }
    let ahead = facts
        .sessions
        .iter()
        .filter(|other| facts.now < other.deadline && other.deadline <= session.deadline)
        .map(QueueSession::people)
        .fold(0, u64::saturating_add);
    let turns = ahead.div_ceil(facts.lanes.max(1).into());
    let seconds = turns.saturating_mul(facts.seconds_per_person.into());
    let wait_seconds = u32::try_from(seconds).unwrap_or(u32::MAX);
    // The last of those who stand in the line is through when a newcomer's own check begins.
    let line_is_through = before(session.deadline, Duration::seconds(wait_seconds.into()) + walk);
    let last_safe_arrival = before(line_is_through, own_check);
    let notice = before(last_safe_arrival, Duration::minutes(NOTICE_MINUTES));
    let alarm = if session.people() > 0 && line_is_through < facts.now {
        QueueAlarm::Late
    } else if ahead > 0 && notice <= facts.now {
        QueueAlarm::Soon
    } else {
        QueueAlarm::None
    };
    QueueForecast { wait_seconds, last_safe_arrival, alarm }
}

fn before(instant: DateTime<Utc>, by: Duration) -> DateTime<Utc> {
    instant.checked_sub_signed(by).unwrap_or(DateTime::<Utc>::MIN_UTC)
}

/// How few checks of a day say nothing about how long one takes.
const FEWEST_MEASURED: usize = 5;

/// How long one lane needs for one person, in seconds, and whether that was measured: the
/// median of the durations (of an even number the longer of the two in the middle), or what is
/// assumed while there are fewer than five.
#[must_use]
pub fn service_seconds(durations: &[u32], assumed: u32) -> (u32, bool) {
    if durations.len() < FEWEST_MEASURED {
        return (assumed, false);
    }
    let mut ordered = durations.to_vec();
    ordered.sort_unstable();
    ordered.get(ordered.len() / 2).map_or((assumed, false), |median| (*median, true))
}

#[cfg(test)]
mod tests;
