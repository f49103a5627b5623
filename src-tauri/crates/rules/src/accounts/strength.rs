//! What a password must be.

use schemars::JsonSchema;
use serde::Serialize;
use ts_rs::TS;

use super::common::is_common;
use crate::settings::PasswordRule;

/// The kinds of characters there are: capitals, small letters, digits and everything else.
pub const KINDS_OF_CHARACTERS: u32 = 4;

/// The most characters of a password, so that nobody keeps the desk busy with a long one.
pub const LONGEST_PASSWORD: u32 = 128;

/// A code or name shorter than this may stand in a password by chance.
const TELLING: usize = 3;

/// Why a password is not accepted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema, TS, thiserror::Error)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum PasswordFault {
    /// Fewer characters than this.
    #[error("fewer than {least} characters")]
    TooShort {
        /// The least number of characters.
        least: u32,
    },
    /// More characters than this.
    #[error("more than {most} characters")]
    TooLong {
        /// The most characters.
        most: u32,
    },
    /// Fewer kinds of characters than this.
    #[error("fewer than {least} of four kinds of characters")]
    TooFewKinds {
        /// The least number of kinds, of four.
        least: u32,
    },
    /// The code of the account stands in it.
    #[error("the code stands in it")]
    ContainsCode,
    /// The name of the person stands in it.
    #[error("the name stands in it")]
    ContainsName,
    /// Everyone tries it first.
    #[error("a common password")]
    Common,
    /// It was one of the last of this account.
    #[error("one of the last {last}")]
    UsedBefore {
        /// So many are remembered.
        last: u32,
    },
}

/// Whether a password may be set for the account of this code and name. Which passwords were used before
/// is known only by their hashes and so is not looked at here.
///
/// # Errors
/// The first [`PasswordFault`].
pub fn check_password(
    rule: &PasswordRule,
    password: &str,
    code: &str,
    name: &str,
) -> Result<(), PasswordFault> {
    let characters = u32::try_from(password.chars().count()).unwrap_or(u32::MAX);
    if characters < rule.least_characters {
        return Err(PasswordFault::TooShort { least: rule.least_characters });
    }
    if characters > LONGEST_PASSWORD {
        return Err(PasswordFault::TooLong { most: LONGEST_PASSWORD });
    }
    if kinds(password) < rule.least_kinds {
        return Err(PasswordFault::TooFewKinds { least: rule.least_kinds });
    }
    let lower = password.to_lowercase();
    let stands = |text: &str, telling: usize| {
        text.chars().count() >= telling && lower.contains(&text.trim().to_lowercase())
    };
    if stands(code, TELLING) {
        return Err(PasswordFault::ContainsCode);
    }
    // A name in Chinese tells whose it is from two characters on.
    let telling = if name.is_ascii() { TELLING } else { 2 };
    if stands(name, telling) {
        return Err(PasswordFault::ContainsName);
    }
    if is_common(password) {
        return Err(PasswordFault::Common);
    }
    Ok(())
}

/// How many of the four kinds of characters a password has.
fn kinds(password: &str) -> u32 {
    let kinds: [fn(char) -> bool; 4] = [
        |c| c.is_ascii_uppercase(),
        |c| c.is_ascii_lowercase(),
        |c| c.is_ascii_digit(),
        |c| !c.is_ascii_alphanumeric(),
    ];
    kinds.iter().map(|kind| u32::from(password.chars().any(kind))).sum()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::settings::SecuritySettings;

    fn verdict(password: &str) -> Result<(), PasswordFault> {
        check_password(&SecuritySettings::default().password, password, "office", "示例场务")
    }

    #[test]
    fn a_password_needs_eight_characters_and_three_of_four_kinds() {
        for (password, fault) in [
            ("Ab3-xyw", Some(PasswordFault::TooShort { least: 8 })),
            ("Ab3-xywv", None),
            ("abcdxywv", Some(PasswordFault::TooFewKinds { least: 3 })),
            ("abcd5678", Some(PasswordFault::TooFewKinds { least: 3 })),
            ("ABCDwx78", None),
            ("雨天记得带伞Ab", None),
            ("雨天要记得带伞出门", Some(PasswordFault::TooFewKinds { least: 3 })),
            ("雨天记得带伞a9", None),
        ] {
            assert_eq!(verdict(password).err(), fault, "{password}");
        }
        let long = "Ab3-".repeat(33);
        assert_eq!(verdict(&long), Err(PasswordFault::TooLong { most: LONGEST_PASSWORD }));
    }

    #[test]
    fn neither_code_nor_name_stands_in_a_password_in_whatever_case() {
        assert_eq!(verdict("x-Office-2020"), Err(PasswordFault::ContainsCode));
        assert_eq!(verdict("A1-示例场务-x"), Err(PasswordFault::ContainsName));
        let rule = SecuritySettings::default().password;
        assert_eq!(check_password(&rule, "Zhang-San-19", "gate1", "zhang"), Err(PasswordFault::ContainsName));
        assert_eq!(check_password(&rule, "Rx7-gb-rain", "gb", "甲"), Ok(()), "two letters tell nothing");
    }

    #[test]
    fn a_common_password_is_known_under_its_spelling_and_with_digits_around_it() {
        for password in
            ["Password1!", "P@ssw0rd", "Admin@123", "Qwerty-2020", "1qaz@WSX", "!Qaz2wsx", "Aa123456"]
        {
            assert_eq!(verdict(password), Err(PasswordFault::Common), "{password}");
        }
    }

    proptest! {
        #[test]
        fn what_is_accepted_stays_so_with_another_stop_at_its_end(password in "[A-Za-z0-9#*-]{8,20}") {
            if verdict(&password).is_ok() {
                prop_assert_eq!(verdict(&format!("{password}#")), Ok(()));
            }
        }

        #[test]
        fn no_password_with_the_code_in_it_is_accepted(before in "[A-Z0-9#]{0,9}", after in "[A-Z0-9#]{0,9}") {
            let password = format!("{before}office{after}");
            prop_assert!(verdict(&password).is_err());
        }

        #[test]
        fn a_text_of_more_characters_than_a_password_has_is_refused(password in "\\PC{129,200}") {
            prop_assert_eq!(verdict(&password), Err(PasswordFault::TooLong { most: LONGEST_PASSWORD }));
        }
    }
}
