//! Telephone numbers of agencies and of people at the gate.

use std::fmt;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::import_words::half_width;

/// A Chinese mobile number (11 digits) or a landline with its area code and, if it has one,
/// an extension: `13900000002`, `010-00000001`, `010-00000003转8`. `Debug` hides its middle.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema, TS)]
#[serde(try_from = "String", into = "String")]
#[schemars(with = "String")]
#[ts(type = "string")]
pub struct PhoneNumber(String);

/// Why a text is not a telephone number: what was found and what was expected.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema, TS, thiserror::Error)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum PhoneError {
    /// Nothing was given.
    #[error("no number given")]
    Empty,
    /// A character that does not occur in a number.
    #[error("unexpected character '{character}'")]
    Character {
        /// The character.
        character: char,
    },
    /// Begins like a mobile number but has not 11 digits.
    #[error("expected a mobile number of 11 digits, found {found}")]
    MobileLength {
        /// How many digits were found.
        found: usize,
    },
    /// Has 11 digits and begins with 10, 11 or 12.
    #[error("a mobile number begins with 13 to 19")]
    MobilePrefix,
    /// A landline whose own number has not 7 or 8 digits.
    #[error("expected 7 or 8 digits after the area code, found {found}")]
    LandlineLength {
        /// How many digits were found after the area code.
        found: usize,
    },
    /// The area code has not 3 or 4 digits.
    #[error("expected an area code of 3 or 4 digits, found {found}")]
    AreaCode {
        /// How many digits were found.
        found: usize,
    },
    /// The extension has not 1 to 6 digits.
    #[error("expected an extension of 1 to 6 digits, found {found}")]
    Extension {
        /// How many digits were found.
        found: usize,
    },
    /// Begins neither with 1 nor with the 0 of an area code.
    #[error("expected a mobile number or an area code, found {found} digits that begin with neither 1 nor 0")]
    NeitherKind {
        /// How many digits were found.
        found: usize,
    },
}

impl PhoneNumber {
    /// Reads a number as people write it: full-width digits, spaces, dashes, brackets round
    /// the area code, a leading `+86`, and `转`, `ext` or `#` before an extension.
    ///
    /// # Errors
    /// [`PhoneError`] says what was found and what was expected.
    pub fn parse(text: &str) -> Result<Self, PhoneError> {
        let text = half_width(text).to_ascii_lowercase();
        let text = text.replace("分机", "转").replace("ext.", "转").replace("ext", "转").replace('#', "转");
        let text = text.trim();
        let text = text.strip_prefix("+86").or_else(|| text.strip_prefix("0086")).unwrap_or(text);
        let (number, extension) = match text.split_once('转') {
            Some((number, extension)) => (number, Some(digits_of(extension)?)),
            None => (text, None),
        };
        let (area, number) = area_and_number(number)?;
        let number = match (area, number.len()) {
            (Some(area), 7 | 8) => format!("{area}-{number}"),
            (Some(_), found) => return Err(PhoneError::LandlineLength { found }),
            (None, _) => check_mobile(&number).map(|()| number)?,
        };
        match extension {
            None => Ok(Self(number)),
            Some(digits) if (1..=6).contains(&digits.len()) => Ok(Self(format!("{number}转{digits}"))),
            Some(digits) => Err(PhoneError::Extension { found: digits.len() }),
        }
    }

    /// The number as it is shown and stored.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The number with its middle hidden, for printouts: `139****0002`.
    #[must_use]
    pub fn masked(&self) -> String {
        let hidden = self.0.len().saturating_sub(7).min(4);
        let (head, rest) = self.0.split_at(3);
        format!("{head}{}{}", "*".repeat(hidden), &rest[hidden..])
    }
}

impl fmt::Debug for PhoneNumber {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "PhoneNumber({})", self.masked())
    }
}

impl fmt::Display for PhoneNumber {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}

impl TryFrom<String> for PhoneNumber {
    type Error = PhoneError;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::parse(&text)
    }
}

impl From<PhoneNumber> for String {
    fn from(number: PhoneNumber) -> Self {
        number.0
    }
}

fn is_filler(c: char) -> bool {
    c.is_whitespace() || matches!(c, '-' | '–' | '—' | '(' | ')')
}

fn digits_of(text: &str) -> Result<String, PhoneError> {
    match text.chars().find(|c| !c.is_ascii_digit() && !is_filler(*c)) {
        Some(character) => Err(PhoneError::Character { character }),
        None => Ok(text.chars().filter(char::is_ascii_digit).collect()),
    }
}

/// Splits a landline into area code and number; a mobile number has no area code.
fn area_and_number(text: &str) -> Result<(Option<String>, String), PhoneError> {
    let digits = digits_of(text)?;
    match digits.as_bytes().first() {
        None => Err(PhoneError::Empty),
        Some(b'0') => {
            let written: usize =
                text.trim_start_matches(is_filler).chars().take_while(char::is_ascii_digit).count();
            // Without a dash the length follows from the plan: 010 and 02x have three digits.
            let length = if written < digits.len() {
                written
            } else if digits.starts_with("01") || digits.starts_with("02") {
                3
            } else {
                4
            };
            if !(3..=4).contains(&length) || digits.len() < length {
                return Err(PhoneError::AreaCode { found: length.min(digits.len()) });
            }
            let (area, number) = digits.split_at(length);
            Ok((Some(area.to_owned()), number.to_owned()))
        }
        Some(_) => Ok((None, digits)),
    }
}

fn check_mobile(digits: &str) -> Result<(), PhoneError> {
    let found = digits.len();
    match digits.as_bytes() {
        [b'1', b'3'..=b'9', ..] if found == 11 => Ok(()),
        [b'1', b'3'..=b'9', ..] => Err(PhoneError::MobileLength { found }),
        [b'1', ..] if found == 11 => Err(PhoneError::MobilePrefix),
        _ => Err(PhoneError::NeitherKind { found }),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn read(text: &str) -> Result<String, PhoneError> {
        PhoneNumber::parse(text).map(String::from)
    }

    #[test]
    fn a_number_is_read_as_people_write_it() {
        for (text, number) in [
            ("13900000002", "13900000002"),
            (" 139 0000 0002 ", "13900000002"),
            ("１３９０００００００２", "13900000002"),
            ("+86 139-0000-0002", "13900000002"),
            ("010-00000001", "010-00000001"),
            ("01000000001", "010-00000001"),
            ("（010）00000001", "010-00000001"),
            ("0990-0000001", "0990-0000001"),
            ("09900000001", "0990-0000001"),
            ("010-00000003转8", "010-00000003转8"),
            ("010-00000003 转 801", "010-00000003转801"),
            ("010-00000003 ext. 8", "010-00000003转8"),
            ("010－00000003＃8", "010-00000003转8"),
            ("010 0000 0003", "010-00000003"),
        ] {
            assert_eq!(read(text).as_deref(), Ok(number), "{text}");
        }
    }

    #[test]
    fn the_error_says_what_was_found_and_what_was_expected() {
        assert_eq!(read("1390000000"), Err(PhoneError::MobileLength { found: 10 }));
        assert_eq!(read("139000000021"), Err(PhoneError::MobileLength { found: 12 }));
        assert_eq!(read("12900000002"), Err(PhoneError::MobilePrefix));
        assert_eq!(read("010-000001"), Err(PhoneError::LandlineLength { found: 6 }));
        assert_eq!(read("01-00000001"), Err(PhoneError::AreaCode { found: 2 }));
        assert_eq!(read("010-00000003转"), Err(PhoneError::Extension { found: 0 }));
        assert_eq!(read("010-00000003转1234567"), Err(PhoneError::Extension { found: 7 }));
        assert_eq!(read("66668888"), Err(PhoneError::NeitherKind { found: 8 }));
        assert_eq!(read("张工 13900000002"), Err(PhoneError::Character { character: '张' }));
        assert_eq!(read("13900000002/13900000003"), Err(PhoneError::Character { character: '/' }));
        assert_eq!(read(""), Err(PhoneError::Empty));
        assert_eq!(
            PhoneError::MobileLength { found: 10 }.to_string(),
            "expected a mobile number of 11 digits, found 10"
        );
    }

    #[test]
    fn the_middle_of_a_number_is_hidden_on_paper() {
        assert_eq!(PhoneNumber::parse("13900000002").unwrap().masked(), "139****0002");
        assert_eq!(PhoneNumber::parse("010-00000001").unwrap().masked(), "010****00001");
    }

    proptest! {
        #[test]
        fn a_number_that_was_read_is_read_again_as_itself(text in "[0-9转ext +()-]{0,20}") {
            if let Ok(number) = PhoneNumber::parse(&text) {
                prop_assert_eq!(PhoneNumber::parse(number.as_str()), Ok(number.clone()));
                prop_assert!(!number.masked().is_empty());
            }
        }

        #[test]
        fn no_text_makes_the_reader_fall_over(text in ".*") {
            let _ = PhoneNumber::parse(&text);
        }
    }
}
