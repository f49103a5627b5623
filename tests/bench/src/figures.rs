//! Medians, tails and ratios, in whole microseconds.

use std::time::Duration;

use serde::Serialize;

/// How long something took, over many times.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Spread {
    pub(crate) samples: usize,
    pub(crate) median_us: u64,
    pub(crate) p99_us: u64,
}

impl Spread {
    pub(crate) fn of(mut times: Vec<Duration>) -> Self {
        times.sort();
        let at = |part: usize| {
            let last = times.len().saturating_sub(1);
            let index = (times.len() * part / 100).min(last);
            times.get(index).map_or(0, |time| u64::try_from(time.as_micros()).unwrap_or(u64::MAX))
        };
        Self { samples: times.len(), median_us: at(50), p99_us: at(99) }
    }

    pub(crate) fn median(&self) -> String {
        milliseconds(self.median_us)
    }

    pub(crate) fn p99(&self) -> String {
        milliseconds(self.p99_us)
    }
}

fn milliseconds(us: u64) -> String {
    format!("{}.{:03} ms", us / 1000, us % 1000)
}

/// What Bidhall takes against what the bare engine takes.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Ratio {
    pub(crate) ours: Spread,
    pub(crate) bare: Spread,
    /// Hundredths: 200 is twice as long.
    pub(crate) ratio_hundredths: u64,
}

impl Ratio {
    pub(crate) fn of(ours: Vec<Duration>, bare: Vec<Duration>) -> Self {
        let (ours, bare) = (Spread::of(ours), Spread::of(bare));
        let ratio_hundredths = ours.median_us * 100 / bare.median_us.max(1);
        Self { ours, bare, ratio_hundredths }
    }

    pub(crate) fn shown(&self) -> String {
        format!("{}.{:02}", self.ratio_hundredths / 100, self.ratio_hundredths % 100)
    }
}
