//! What is under seal is opened for a reason, and the centre's passphrase is one that is not guessed.

use serde::Serialize;

use crate::words::words;

words! {
    /// Why a seal is opened.
    pub enum Opening {
        /// A step at the gate needs who the person is and whom they come for.
        GateStep = "gate_step",
        /// The clerk who holds a check is shown what was entered at it.
        OwnRecord = "own_record",
        /// The session has opened (招标投标法 art. 22 seals names and numbers until then).
        AfterOpening = "after_opening",
        /// Supervision and the duty lead are told of something nobody decides at the gate.
        Supervision = "supervision",
        /// A paper for hand, file or agency is set.
        Paper = "paper",
        /// A text is looked through for names that must not stand in it.
        TextGuard = "text_guard",
        /// A group of rooms is planned, run or shown.
        Grouping = "grouping",
        /// The roll-call of units.
        RollCall = "roll_call",
        /// A person is told what is held about them (个人信息保护法 art. 45).
        OwnData = "own_data",
        /// An answer already given is given again.
        Repetition = "repetition",
    }
}

words! {
    /// What a wrapped key opens with.
    pub enum KeyPurpose {
        /// The centre's passphrase.
        Passphrase = "passphrase",
        /// The code on the printed recovery sheet.
        Recovery = "recovery",
        /// A text that is no secret: a rehearsal holds invented data only.
        Rehearsal = "rehearsal",
    }
}

/// Fewest characters of a passphrase that is not of words.
pub const LEAST_CHARACTERS: usize = 12;
/// Fewest words of one that is.
pub const LEAST_WORDS: usize = 4;
/// Most characters of either.
pub const MOST_CHARACTERS: usize = 200;
/// Fewest different characters.
const LEAST_DIFFERENT: usize = 5;

/// What is wrong with a passphrase.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, thiserror::Error)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum PassphraseFault {
    /// Fewer than 12 characters and fewer than 4 words.
    #[error("shorter than 12 characters and 4 words")]
    TooShort,
    /// More than 200 characters.
    #[error("longer than 200 characters")]
    TooLong,
    /// Made of few characters repeated.
    #[error("the same few characters repeated")]
    Repeated,
    /// Contains what cannot be typed again, such as a tab.
    #[error("a character that cannot be typed")]
    Untypable,
}

/// Whether a passphrase is strong enough for the centre's key: at least 12 characters, or 4 words
/// between spaces; white space at its ends does not count.
///
/// # Errors
/// [`PassphraseFault`].
pub fn check_passphrase(passphrase: &str) -> Result<(), PassphraseFault> {
    let passphrase = passphrase.trim();
    let characters = passphrase.chars().count();
    if passphrase.chars().any(char::is_control) {
        return Err(PassphraseFault::Untypable);
    }
    if characters > MOST_CHARACTERS {
        return Err(PassphraseFault::TooLong);
    }
    if characters < LEAST_CHARACTERS && passphrase.split_whitespace().count() < LEAST_WORDS {
        return Err(PassphraseFault::TooShort);
    }
    let different: std::collections::BTreeSet<char> =
        passphrase.chars().filter(|c| !c.is_whitespace()).collect();
    if different.len() < LEAST_DIFFERENT {
        return Err(PassphraseFault::Repeated);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn twelve_characters_or_four_words_are_enough() {
        for passphrase in ["云岭 开标 大厅 晨", "yunling-2020", "  云岭开标大厅晨会后八点半开门 "]
        {
            assert_eq!(check_passphrase(passphrase), Ok(()), "{passphrase}");
        }
    }

    #[test]
    fn a_short_or_repeated_passphrase_is_refused() {
        for (passphrase, fault) in [
            ("", PassphraseFault::TooShort),
            ("yunling2020", PassphraseFault::TooShort),
            ("云岭 开标 大厅", PassphraseFault::TooShort),
            ("111111111111", PassphraseFault::Repeated),
            ("云 岭 云 岭", PassphraseFault::Repeated),
            ("云岭开标\t大厅晨会后八点", PassphraseFault::Untypable),
        ] {
            assert_eq!(check_passphrase(passphrase), Err(fault), "{passphrase}");
        }
        assert_eq!(check_passphrase(&"云岭开标大厅".repeat(40)), Err(PassphraseFault::TooLong));
    }
}
