//! Drawn lengths of time.
#![allow(clippy::float_arithmetic, reason = "a draw from a distribution; nobody is judged by it")]

use rand_core::RngCore;
use serde::{Deserialize, Serialize};

use crate::Millis;
use crate::day::MIDNIGHT;

/// How a length of time is spread.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum Spread {
    /// Always the same.
    Fixed {
        /// How long.
        time: Millis,
    },
    /// Anything between two bounds, most likely about `mostly` (a triangle).
    Between {
        /// The least.
        least: Millis,
        /// The most likely.
        mostly: Millis,
        /// The most.
        most: Millis,
    },
    /// Without memory, with this mean: the spread of queueing theory.
    Exponential {
        /// The mean.
        mean: Millis,
    },
    /// One of these, each as likely: times that were measured.
    Measured {
        /// The times.
        times: Vec<Millis>,
    },
}

impl Spread {
    /// No time at all.
    pub const NONE: Self = Self::Fixed { time: 0 };

    pub(crate) fn holds(&self) -> bool {
        let fits = |time: &Millis| (0..=MIDNIGHT).contains(time);
        match self {
            Self::Fixed { time } => fits(time),
            Self::Between { least, mostly, most } => {
                fits(least) && least <= mostly && mostly <= most && fits(most)
            }
            Self::Exponential { mean } => fits(mean),
            Self::Measured { times } => !times.is_empty() && times.iter().all(fits),
        }
    }

    /// A length of time.
    pub(crate) fn draw(&self, chance: &mut impl RngCore) -> Millis {
        match self {
            Self::Fixed { time } => *time,
            Self::Between { least, mostly, most } => triangle(*least, *mostly, *most, chance),
            Self::Exponential { mean } => whole(-unit(chance).ln() * *mean as f64),
            Self::Measured { times } => {
                let place = usize::try_from(below(times.len() as u64, chance)).unwrap_or_default();
                times.get(place).copied().unwrap_or_default()
            }
        }
    }
}

/// A moment of a triangle, `least` ≤ `mostly` ≤ `most`.
pub(crate) fn triangle(least: Millis, mostly: Millis, most: Millis, chance: &mut impl RngCore) -> Millis {
    let width = (most - least) as f64;
    if width <= 0.0 {
        return least;
    }
    let (left, right) = ((mostly - least) as f64, (most - mostly) as f64);
    let share = unit(chance);
    if share * width < left {
        least + whole((share * width * left).sqrt())
    } else {
        most - whole(((1.0 - share) * width * right).sqrt())
    }
}

/// Whether one of a thousand like it comes `often` times.
pub(crate) fn happens(often: u16, chance: &mut impl RngCore) -> bool {
    often > 0 && below(1000, chance) < u64::from(often)
}

/// A number from 0 to before `end`, by the high bits of a product: its unevenness is below 2⁻³².
fn below(end: u64, chance: &mut impl RngCore) -> u64 {
    (u64::from(chance.next_u32()) * end) >> 32
}

/// Over 0, up to 1.
fn unit(chance: &mut impl RngCore) -> f64 {
    (f64::from(chance.next_u32()) + 1.0) / 4_294_967_296.0
}

#[allow(clippy::cast_possible_truncation, reason = "a conversion to an integer keeps within its bounds")]
fn whole(value: f64) -> Millis {
    (value.round() as Millis).min(MIDNIGHT)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use rand_chacha::ChaCha8Rng;
    use rand_core::SeedableRng as _;

    use super::*;

    proptest! {
        #[test]
        fn a_draw_keeps_within_its_bounds(seed: u64, a in 0_i64..100_000, b in 0_i64..100_000, c in 0_i64..100_000) {
            let mut sorted = [a, b, c];
            sorted.sort_unstable();
            let [least, mostly, most] = sorted;
            let mut chance = ChaCha8Rng::seed_from_u64(seed);
            let drawn = Spread::Between { least, mostly, most }.draw(&mut chance);
            prop_assert!((least..=most).contains(&drawn));
        }

        #[test]
        fn a_measured_time_is_one_of_those_measured(seed: u64, times in proptest::collection::vec(0_i64..10_000, 1..20)) {
            let drawn = Spread::Measured { times: times.clone() }.draw(&mut ChaCha8Rng::seed_from_u64(seed));
            prop_assert!(times.contains(&drawn));
        }
    }

    #[test]
    fn the_mean_of_many_draws_is_the_mean_of_the_spread() {
        let mut chance = ChaCha8Rng::seed_from_u64(1);
        for (spread, mean) in [
            (Spread::Fixed { time: 900 }, 900.0),
            (Spread::Between { least: 0, mostly: 300, most: 1200 }, 500.0),
            (Spread::Exponential { mean: 60_000 }, 60_000.0),
        ] {
            let sum: Millis = (0..200_000).map(|_| spread.draw(&mut chance)).sum();
            let found = sum as f64 / 200_000.0;
            assert!((found - mean).abs() < mean * 0.01, "{spread:?}: {found}");
        }
    }
}
