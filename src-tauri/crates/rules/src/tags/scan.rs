//! Scanning a tag: what is known about the code, and what the gate is told.

use chrono::NaiveDate;

use super::TagState;
use crate::words::words;

words! {
    /// What a tag is scanned for.
    pub enum ScanPurpose {
        /// To see whether its wearer may be where they are.
        Look = "look",
        /// Its wearer goes out and may come back today.
        Leave = "leave",
        /// Its wearer comes back.
        Return = "return",
    }
}

words! {
    /// What the gate is told when a tag is scanned.
    pub enum TagAnswer {
        /// May pass.
        Valid = "valid",
        /// Was inside and is now booked out (离场已登记).
        LeftNow = "left_now",
        /// Was outside and is now booked in again (返回已登记).
        ReturnedNow = "returned_now",
        /// Is booked out already: somebody else may have gone out with this code.
        AlreadyOutside = "already_outside",
        /// Is inside already: somebody else may be carrying this code.
        AlreadyInside = "already_inside",
        /// Was issued for another day (一标识一天).
        OfAnotherDay = "of_another_day",
        /// Was taken back.
        Void = "void",
        /// Was reported lost: whoever carries it is not the wearer.
        Lost = "lost",
        /// Bears the mark of another centre.
        OtherCentre = "other_centre",
        /// Bears our mark, but was never issued here.
        Unknown = "unknown",
        /// Not a code, or the check character does not fit: scan again.
        Mistyped = "mistyped",
    }
}

/// What is known about a code that was scanned.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ScanFacts {
    /// Not a code, or its check character does not fit.
    Unreadable,
    /// A code that no tag here bears or bore.
    NotOnRecord {
        /// Whether it begins with the mark of this centre.
        mark_is_ours: bool,
    },
    /// A code that was lost; its tag bears another one now.
    LostCode,
    /// The code of a tag.
    OnRecord {
        /// Where the tag stands.
        state: TagState,
        /// The day it was issued for.
        day: NaiveDate,
    },
}

/// What the gate is told, in this order; the first that applies is the answer:
/// 1. unreadable: mistyped;
/// 2. not on record: of another centre by its mark, else unknown;
/// 3. lost, 4. void: named as such on any day, so that a found tag is not taken for a
///    harmless old one;
/// 5. issued for another day, past or future;
/// 6. the wrong direction: leaving while outside, returning while inside;
/// 7. left now, returned now, or valid. A look at the tag of somebody who has left is valid,
///    because the wearer may return.
///
/// Only [`TagAnswer::LeftNow`] and [`TagAnswer::ReturnedNow`] change the tag.
#[must_use]
pub fn redeem(facts: &ScanFacts, purpose: ScanPurpose, today: NaiveDate) -> TagAnswer {
    let (state, day) = match *facts {
        ScanFacts::Unreadable => return TagAnswer::Mistyped,
        ScanFacts::NotOnRecord { mark_is_ours: false } => return TagAnswer::OtherCentre,
        ScanFacts::NotOnRecord { mark_is_ours: true } => return TagAnswer::Unknown,
        ScanFacts::LostCode => return TagAnswer::Lost,
        ScanFacts::OnRecord { state, day } => (state, day),
    };
    let is_outside = match state {
        TagState::Lost => return TagAnswer::Lost,
        TagState::Void => return TagAnswer::Void,
        TagState::Active | TagState::Left if day != today => return TagAnswer::OfAnotherDay,
        TagState::Active => false,
        TagState::Left => true,
    };
    match (purpose, is_outside) {
        (ScanPurpose::Look, _) => TagAnswer::Valid,
        (ScanPurpose::Leave, true) => TagAnswer::AlreadyOutside,
        (ScanPurpose::Leave, false) => TagAnswer::LeftNow,
        (ScanPurpose::Return, true) => TagAnswer::ReturnedNow,
        (ScanPurpose::Return, false) => TagAnswer::AlreadyInside,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_gate_is_told_the_first_thing_that_applies() {
        use ScanFacts::{LostCode, NotOnRecord, OnRecord, Unreadable};
        use TagAnswer::{
            AlreadyInside, AlreadyOutside, LeftNow, Lost, Mistyped, OfAnotherDay, OtherCentre, ReturnedNow,
            Unknown, Valid, Void,
        };
        let today = NaiveDate::from_ymd_opt(2020, 3, 12).unwrap();
        let yesterday = today.pred_opt().unwrap();
        let tomorrow = today.succ_opt().unwrap();
        let on = |state, day| OnRecord { state, day };
        // The three answers are to: look, leave, return.
        for (facts, answers) in [
            (Unreadable, [Mistyped; 3]),
            (NotOnRecord { mark_is_ours: false }, [OtherCentre; 3]),
            (NotOnRecord { mark_is_ours: true }, [Unknown; 3]),
            (LostCode, [Lost; 3]),
            (on(TagState::Lost, today), [Lost; 3]),
            (on(TagState::Lost, yesterday), [Lost; 3]),
            (on(TagState::Void, today), [Void; 3]),
            (on(TagState::Void, yesterday), [Void; 3]),
            (on(TagState::Active, yesterday), [OfAnotherDay; 3]),
            (on(TagState::Left, yesterday), [OfAnotherDay; 3]),
            (on(TagState::Active, tomorrow), [OfAnotherDay; 3]),
            (on(TagState::Active, today), [Valid, LeftNow, AlreadyInside]),
            (on(TagState::Left, today), [Valid, AlreadyOutside, ReturnedNow]),
        ] {
            for (purpose, answer) in ScanPurpose::ALL.iter().zip(answers) {
                assert_eq!(redeem(&facts, *purpose, today), answer, "{facts:?} {purpose}");
            }
        }
    }
}
