//! What nobody may learn before the opening: the names of the bidders and their number
//! (招标投标法 art. 22 and 52).

mod free_text;

use std::fmt;

use chrono::{DateTime, Utc};

use crate::words::words;

pub use free_text::{SecrecyBreach, guard_free_text};

words! {
    /// The size of a session as staff may see it before the opening.
    pub enum Band {
        /// Up to 30.
        UpTo30 = "up_to30",
        /// 31 to 60.
        From31To60 = "from31_to60",
        /// 61 to 90.
        From61To90 = "from61_to90",
        /// More than 90.
        Over90 = "over90",
    }
}

impl Band {
    /// The band of a number.
    #[must_use]
    pub const fn of(count: u32) -> Self {
        match count {
            0..=30 => Self::UpTo30,
            31..=60 => Self::From31To60,
            61..=90 => Self::From61To90,
            91.. => Self::Over90,
        }
    }

    /// The number that estimates are made with. For [`Band::Over90`], which has no upper
    /// end, it is an assumption: see [`upper_end_is_assumed`](Self::upper_end_is_assumed).
    #[must_use]
    pub const fn upper_end(self) -> u32 {
        match self {
            Self::UpTo30 => 30,
            Self::From31To60 => 60,
            Self::From61To90 => 90,
            Self::Over90 => 120,
        }
    }

    /// Whether an estimate by this band must be marked as resting on an assumption.
    #[must_use]
    pub const fn upper_end_is_assumed(self) -> bool {
        matches!(self, Self::Over90)
    }

    /// The band as it is shown: `≤30`, `31–60`, `61–90`, `>90`.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::UpTo30 => "≤30",
            Self::From31To60 => "31–60",
            Self::From61To90 => "61–90",
            Self::Over90 => ">90",
        }
    }
}

/// A number of bidders under seal: it is neither printed nor serialised, and opens at the
/// opening.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct SealedCount(u32);

impl SealedCount {
    /// Seals a number.
    #[must_use]
    pub const fn seal(count: u32) -> Self {
        Self(count)
    }

    /// What staff may see at any time.
    #[must_use]
    pub const fn band(self) -> Band {
        Band::of(self.0)
    }

    /// The number, at the opening or after it.
    #[must_use]
    pub fn open(self, now: DateTime<Utc>, opening: DateTime<Utc>) -> Option<u32> {
        names_open(opening, now).then_some(self.0)
    }

    /// The number as bytes, for the encrypted field only.
    #[must_use]
    pub const fn to_bytes(self) -> [u8; 4] {
        self.0.to_be_bytes()
    }

    /// The number from the encrypted field, under seal again.
    #[must_use]
    pub const fn from_bytes(bytes: [u8; 4]) -> Self {
        Self(u32::from_be_bytes(bytes))
    }
}

impl fmt::Debug for SealedCount {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("SealedCount(..)")
    }
}

impl fmt::Display for SealedCount {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.band().label())
    }
}

/// Whether the names and the number of the bidders are public: from the opening on, which is
/// the same instant as the deadline (招标投标法 art. 34, 36).
#[must_use]
pub fn names_open(opening: DateTime<Utc>, now: DateTime<Utc>) -> bool {
    now >= opening
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::at;

    #[test]
    fn thirty_and_thirty_one_lie_in_different_bands() {
        for (count, band, label) in [
            (0, Band::UpTo30, "≤30"),
            (30, Band::UpTo30, "≤30"),
            (31, Band::From31To60, "31–60"),
            (60, Band::From31To60, "31–60"),
            (61, Band::From61To90, "61–90"),
            (67, Band::From61To90, "61–90"),
            (90, Band::From61To90, "61–90"),
            (91, Band::Over90, ">90"),
            (u32::MAX, Band::Over90, ">90"),
        ] {
            assert_eq!(Band::of(count), band);
            assert_eq!(band.label(), label);
        }
    }

    #[test]
    fn an_estimate_is_made_by_the_upper_end_of_the_band() {
        for band in Band::ALL {
            assert_eq!(Band::of(band.upper_end()), *band);
            assert_eq!(band.upper_end_is_assumed(), *band == Band::Over90);
        }
    }

    #[test]
    fn a_sealed_number_is_never_printed() {
        let sealed = SealedCount::seal(67);
        assert_eq!(format!("{sealed:?} {sealed}"), "SealedCount(..) 61–90");
        assert_eq!(sealed.band(), Band::From61To90);
    }

    #[test]
    fn the_seal_opens_at_the_opening_and_not_a_moment_before() {
        let sealed = SealedCount::from_bytes(SealedCount::seal(67).to_bytes());
        let opening = at("2020-03-12T01:00:00Z");
        assert_eq!(sealed.open(at("2020-03-12T00:59:59.999Z"), opening), None);
        assert_eq!(sealed.open(opening, opening), Some(67));
        assert_eq!(sealed.open(at("2020-03-13T01:00:00Z"), opening), Some(67));
    }
}
