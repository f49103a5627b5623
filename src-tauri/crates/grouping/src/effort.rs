//! How long the planner may work: a number of steps, and a word from the caller that it should stop.

/// Steps left, and whether the caller wants to stop.
pub(crate) struct Effort<'a> {
    left: u64,
    stopped: bool,
    stop: &'a mut dyn FnMut() -> bool,
    since_asked: u64,
}

/// Steps between two questions to the caller.
const ASKED_EVERY: u64 = 200_000;

impl<'a> Effort<'a> {
    pub(crate) fn new(steps: u64, stop: &'a mut dyn FnMut() -> bool) -> Self {
        Self { left: steps, stopped: false, stop, since_asked: 0 }
    }

    /// Takes steps; false when none are left or the caller wants to stop.
    pub(crate) fn spend(&mut self, steps: usize) -> bool {
        let steps = u64::try_from(steps).unwrap_or(u64::MAX);
        self.since_asked = self.since_asked.saturating_add(steps);
        if self.since_asked >= ASKED_EVERY {
            self.since_asked = 0;
            self.stopped |= (self.stop)();
        }
        if self.stopped || self.left < steps {
            self.left = 0;
            return false;
        }
        self.left -= steps;
        true
    }

    /// Whether the caller has said to stop.
    pub(crate) fn stopped(&self) -> bool {
        self.stopped
    }

    /// Steps left.
    pub(crate) fn left(&self) -> u64 {
        self.left
    }

    /// Lets a part of the work spend no more than `steps` of what is left.
    pub(crate) fn part<T>(&mut self, steps: u64, work: impl FnOnce(&mut Effort<'_>) -> T) -> T {
        let allowed = steps.min(self.left);
        let mut part = Effort {
            left: allowed,
            stopped: self.stopped,
            stop: &mut *self.stop,
            since_asked: self.since_asked,
        };
        let result = work(&mut part);
        let (left, stopped, asked) = (part.left, part.stopped, part.since_asked);
        self.left = self.left - allowed + left;
        self.stopped = stopped;
        self.since_asked = asked;
        result
    }
}
