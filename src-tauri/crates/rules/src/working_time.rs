//! Time without breaks: the minutes in which rooms work. All times are minutes of a day that may run past
//! midnight.

/// A time in which nobody works, from `begin` up to `end`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pause {
    /// First minute of it.
    pub begin: u32,
    /// First minute after it.
    pub end: u32,
}

impl Pause {
    const fn minutes(self) -> u32 {
        self.end.saturating_sub(self.begin)
    }
}

/// The minutes of the clock with the breaks cut out. Pauses are in order and apart.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct WorkingTime {
    pauses: Vec<Pause>,
}

impl WorkingTime {
    /// The working time around these pauses, which are in order and apart.
    #[must_use]
    pub const fn around(pauses: Vec<Pause>) -> Self {
        Self { pauses }
    }

    /// The working minute of a minute of the clock; within a break it stands still.
    #[must_use]
    pub fn working(&self, clock: u32) -> u32 {
        let rested: u32 =
            self.pauses.iter().map(|pause| clock.min(pause.end).saturating_sub(pause.begin)).sum();
        clock - rested
    }

    /// The minute of the clock at which work that begins at a working minute begins: never within a break,
    /// and after one that lies just before it.
    #[must_use]
    pub fn begins(&self, working: u32) -> u32 {
        self.pauses.iter().fold(
            working,
            |clock, pause| {
                if pause.begin <= clock { clock + pause.minutes() } else { clock }
            },
        )
    }

    /// The minute of the clock at which work that ends at a working minute ends: before a break that begins
    /// just then.
    #[must_use]
    pub fn ends(&self, working: u32) -> u32 {
        self.pauses.iter().fold(
            working,
            |clock, pause| {
                if pause.begin < clock { clock + pause.minutes() } else { clock }
            },
        )
    }

    /// The parts of the clock in which work from `begin` to `end` (working minutes) is done, one more than it
    /// has breaks.
    #[must_use]
    pub fn parts(&self, begin: u32, end: u32) -> Vec<(u32, u32)> {
        let (mut from, until) = (self.begins(begin), self.ends(end));
        let mut parts = Vec::new();
        for pause in &self.pauses {
            if from < pause.begin && pause.begin < until {
                parts.push((from, pause.begin));
                from = pause.end;
            }
        }
        if from < until {
            parts.push((from, until));
        }
        parts
    }

    /// The pauses that meet a time of the clock.
    pub fn pauses_between(&self, begin: u32, end: u32) -> impl Iterator<Item = Pause> {
        self.pauses.iter().copied().filter(move |pause| pause.begin < end && begin < pause.end)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Lunch from 720 to 760, and ten minutes at 900.
    fn day() -> WorkingTime {
        WorkingTime::around(vec![Pause { begin: 720, end: 760 }, Pause { begin: 900, end: 910 }])
    }

    #[test]
    fn the_working_minute_stands_still_in_a_break() {
        for (clock, working) in
            [(600, 600), (720, 720), (740, 720), (760, 720), (761, 721), (900, 860), (905, 860), (911, 861)]
        {
            assert_eq!(day().working(clock), working, "{clock}");
        }
    }

    #[test]
    fn work_ends_before_a_break_and_begins_after_it() {
        assert_eq!(day().ends(720), 720);
        assert_eq!(day().begins(720), 760);
        assert_eq!(day().ends(721), 761);
        assert_eq!(day().begins(859), 899);
        assert_eq!(day().begins(860), 910);
        assert_eq!(day().ends(860), 900);
    }

    #[test]
    fn every_minute_of_work_is_found_again() {
        for clock in 0..1440 {
            let working = day().working(clock);
            assert_eq!(day().working(day().begins(working)), working);
            assert_eq!(day().working(day().ends(working)), working);
        }
    }

    #[test]
    fn a_review_that_crosses_a_break_has_two_parts() {
        assert_eq!(day().parts(700, 730), [(700, 720), (760, 770)]);
        assert_eq!(day().parts(700, 720), [(700, 720)]);
        assert_eq!(day().parts(720, 730), [(760, 770)]);
        assert_eq!(day().parts(700, 870), [(700, 720), (760, 900), (910, 920)]);
        assert_eq!(day().parts(700, 700), []);
        let lengths = |parts: Vec<(u32, u32)>| parts.iter().map(|(from, until)| until - from).sum::<u32>();
        assert_eq!(lengths(day().parts(650, 890)), 240, "no minute of work is lost");
    }
}
