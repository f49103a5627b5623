//! Identity documents: checked, and shown only in part.

use std::fmt;

use chrono::{Datelike, NaiveDate};
use schemars::JsonSchema;
use serde::Serialize;
use ts_rs::TS;

use crate::import_words::half_width;
use crate::questionnaire::Sex;
use crate::words::words;

words! {
    /// What a person shows at the gate.
    pub enum DocumentKind {
        /// Resident identity card, or a residence permit with a number of the same form.
        ResidentId = "resident_id",
        /// Passport.
        Passport = "passport",
        /// Travel permit of a Hong Kong or Macau resident (港澳居民来往内地通行证).
        HkMacauPermit = "hk_macau_permit",
        /// Travel permit of a Taiwan resident (台湾居民来往大陆通行证).
        TaiwanPermit = "taiwan_permit",
        /// Any other document with a number.
        Other = "other",
    }
}

/// Why a text is not the number of an identity document. Never carries the number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema, TS, thiserror::Error)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum IdentityError {
    /// Nothing was given.
    #[error("no number given")]
    Empty,
    /// A spreadsheet turned the number into `9.90101E+17` or its last digits into `000`.
    #[error("a spreadsheet has lost the last digits of this number")]
    DigitsLost,
    /// A number of the old form, which went out of use on 1 January 2013.
    #[error("a 15-digit number is no longer valid; expected 18 characters")]
    OldForm,
    /// Too short or too long for its kind.
    #[error("expected {fewest} to {most} characters, found {found}")]
    Length {
        /// How many characters were found.
        found: usize,
        /// The fewest that are expected.
        fewest: usize,
        /// The most that are expected.
        most: usize,
    },
    /// A character that does not occur in a number of its kind.
    #[error("unexpected character at position {position}")]
    Character {
        /// Where it stands, from 1.
        position: usize,
    },
    /// The eight digits of the birth date are no date between 1900 and 2099.
    #[error("the birth date in the number does not exist")]
    BirthDate,
    /// The check character does not fit: a digit is wrong or two are exchanged.
    #[error("the check character does not fit")]
    Checksum,
}

/// An identity document whose number has been checked. It is written to the log, and
/// serialised, in no other form than [`masked`](Self::masked).
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct IdentityDocument {
    kind: DocumentKind,
    number: String,
}

impl IdentityDocument {
    /// Reads a number that was typed or scanned: surrounding white space, full-width
    /// characters and a small `x` are put right. Resident numbers must satisfy GB 11643.
    ///
    /// # Errors
    /// [`IdentityError`] says what is wrong without repeating the number.
    pub fn parse(kind: DocumentKind, text: &str) -> Result<Self, IdentityError> {
        let number: String =
            half_width(text).chars().filter(|c| !c.is_whitespace()).map(|c| c.to_ascii_uppercase()).collect();
        if number.is_empty() {
            return Err(IdentityError::Empty);
        }
        if number.contains("E+") {
            return Err(IdentityError::DigitsLost);
        }
        match kind {
            DocumentKind::ResidentId => check_resident(&number)?,
            DocumentKind::Passport => check_plain(&number, 5, 20, false)?,
            DocumentKind::HkMacauPermit => check_plain(&number, 9, 11, false)?,
            DocumentKind::TaiwanPermit => check_plain(&number, 8, 12, false)?,
            DocumentKind::Other => check_plain(&number, 4, 30, true)?,
        }
        Ok(Self { kind, number })
    }

    /// Reads a number from a spreadsheet. A resident number that ends in `000` is refused
    /// even when its check character fits: spreadsheets keep 15 digits and write zeros for
    /// the rest, and one such number in eleven fits by chance.
    ///
    /// # Errors
    /// As [`parse`](Self::parse).
    pub fn parse_from_sheet(kind: DocumentKind, text: &str) -> Result<Self, IdentityError> {
        let document = Self::parse(kind, text)?;
        if kind == DocumentKind::ResidentId && document.number.ends_with("000") {
            return Err(IdentityError::DigitsLost);
        }
        Ok(document)
    }

    /// What kind of document it is.
    #[must_use]
    pub const fn kind(&self) -> DocumentKind {
        self.kind
    }

    /// The whole number, for the encrypted field and its keyed hash only.
    #[must_use]
    pub fn number(&self) -> &str {
        &self.number
    }

    /// The number as it may be shown and printed: `990101********301X`; of other documents
    /// the first and the last two characters.
    #[must_use]
    pub fn masked(&self) -> String {
        let (head, tail) = if self.kind == DocumentKind::ResidentId { (6, 4) } else { (1, 2) };
        let stars = self.number.len().saturating_sub(head + tail);
        format!("{}{}{}", &self.number[..head], "*".repeat(stars), &self.number[head + stars..])
    }

    /// The last four characters, by which a clerk tells two people apart.
    #[must_use]
    pub fn tail(&self) -> &str {
        &self.number[self.number.len().saturating_sub(4)..]
    }

    /// The birth date in a resident number, so that the caller can compare it with today.
    #[must_use]
    pub fn born(&self) -> Option<NaiveDate> {
        match self.kind {
            DocumentKind::ResidentId => birth_date(&self.number),
            DocumentKind::Passport
            | DocumentKind::HkMacauPermit
            | DocumentKind::TaiwanPermit
            | DocumentKind::Other => None,
        }
    }
}

impl IdentityDocument {
    /// The sex that a resident number tells: its 17th digit is odd for men (GB 11643-1999).
    #[must_use]
    pub fn sex(&self) -> Option<Sex> {
        if self.kind != DocumentKind::ResidentId {
            return None;
        }
        let digit = self.number.as_bytes().get(16).copied()?;
        Some(if digit % 2 == 1 { Sex::Male } else { Sex::Female })
    }
}

impl fmt::Debug for IdentityDocument {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "IdentityDocument({}, {})", self.kind, self.masked())
    }
}

fn check_resident(number: &str) -> Result<(), IdentityError> {
    let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    if number.len() == 15 && digits(number) {
        return Err(IdentityError::OldForm);
    }
    check_plain(number, 18, 18, false)?;
    for (index, byte) in number.bytes().enumerate() {
        if !(byte.is_ascii_digit() || (index == 17 && byte == b'X')) {
            return Err(IdentityError::Character { position: index + 1 });
        }
    }
    let fits = resident_check_character(number) == number.bytes().last();
    if !fits && number.ends_with("000") {
        return Err(IdentityError::DigitsLost);
    }
    if birth_date(number).is_none() {
        return Err(IdentityError::BirthDate);
    }
    if fits { Ok(()) } else { Err(IdentityError::Checksum) }
}

/// GB 11643-1999: weights 2^(18−i) mod 11 over the first 17 digits.
fn resident_check_character(number: &str) -> Option<u8> {
    const WEIGHTS: [usize; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    const CHECKS: &[u8; 11] = b"10X98765432";
    let sum: usize =
        number.bytes().zip(WEIGHTS).map(|(byte, weight)| usize::from(byte - b'0') * weight).sum();
    CHECKS.get(sum % 11).copied()
}

fn birth_date(number: &str) -> Option<NaiveDate> {
    let part = |from: usize, to: usize| number.get(from..to)?.parse::<u32>().ok();
    let year = i32::try_from(part(6, 10)?).ok()?;
    NaiveDate::from_ymd_opt(year, part(10, 12)?, part(12, 14)?)
        .filter(|day| (1900..2100).contains(&day.year()))
}

fn check_plain(number: &str, fewest: usize, most: usize, dashes: bool) -> Result<(), IdentityError> {
    let allowed = |c: char| c.is_ascii_alphanumeric() || (dashes && matches!(c, '-' | '/' | '(' | ')'));
    if let Some(index) = number.chars().position(|c| !allowed(c)) {
        return Err(IdentityError::Character { position: index + 1 });
    }
    let found = number.len();
    if (fewest..=most).contains(&found) { Ok(()) } else { Err(IdentityError::Length { found, fewest, most }) }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const VALID: [&str; 5] = [
        "99010119880214301X",
        "990101197511300025",
        "990101199306071154",
        "990101196901010088",
        "990101199107221201",
    ];

    fn resident(text: &str) -> Result<IdentityDocument, IdentityError> {
        IdentityDocument::parse(DocumentKind::ResidentId, text)
    }

    #[test]
    fn a_resident_number_is_read_as_people_type_it() {
        for number in VALID {
            assert_eq!(resident(number).unwrap().number(), number);
        }
        for text in [" 99010119880214301x ", "９９０１０１１９８８０２１４３０１Ｘ", "990101 19880214 301X"]
        {
            assert_eq!(resident(text).unwrap().number(), VALID[0], "{text}");
        }
    }

    #[test]
    fn only_the_place_and_the_last_four_are_ever_shown() {
        let document = resident(VALID[0]).unwrap();
        assert_eq!(document.masked(), "990101********301X");
        assert_eq!(document.tail(), "301X");
        assert_eq!(format!("{document:?}"), "IdentityDocument(resident_id, 990101********301X)");
    }

    #[test]
    fn a_number_that_a_spreadsheet_has_spoilt_is_refused() {
        assert_eq!(resident("9.90101E+17"), Err(IdentityError::DigitsLost));
        assert_eq!(resident("990101198802143000"), Err(IdentityError::DigitsLost));
    }

    #[test]
    fn a_sheet_number_ending_in_zeros_is_refused_even_if_its_check_character_fits() {
        let fitting = "990101198802100000";
        let fitting = (0..100)
            .map(|n| format!("{}{:02}{}", &fitting[..12], n % 28 + 1, ["1000", "2000", "3000"][n % 3]))
            .find(|number| resident_check_character(number) == Some(b'0'))
            .unwrap();
        assert!(resident(&fitting).is_ok());
        let from_sheet = IdentityDocument::parse_from_sheet(DocumentKind::ResidentId, &fitting);
        assert_eq!(from_sheet, Err(IdentityError::DigitsLost));
    }

    #[test]
    fn the_error_says_what_is_wrong_with_a_resident_number() {
        assert_eq!(resident("  "), Err(IdentityError::Empty));
        assert_eq!(resident("990101880214301"), Err(IdentityError::OldForm));
        assert_eq!(
            resident("9901011988021430"),
            Err(IdentityError::Length { found: 16, fewest: 18, most: 18 })
        );
        assert_eq!(resident("99010119880214X01X"), Err(IdentityError::Character { position: 15 }));
        assert_eq!(resident("990101198802303012"), Err(IdentityError::BirthDate));
        assert_eq!(resident("990101198802143011"), Err(IdentityError::Checksum));
        assert_eq!(resident("甲"), Err(IdentityError::Character { position: 1 }));
    }

    #[test]
    fn the_birth_date_can_be_compared_with_today() {
        assert_eq!(resident(VALID[0]).unwrap().born(), NaiveDate::from_ymd_opt(1988, 2, 14));
    }

    #[test]
    fn a_resident_number_tells_the_sex_and_a_passport_does_not() {
        assert_eq!(resident("99010119880214301X").unwrap().sex(), Some(Sex::Male));
        assert_eq!(resident("990101197511300025").unwrap().sex(), Some(Sex::Female));
        let passport = IdentityDocument::parse(DocumentKind::Passport, "E00000012").unwrap();
        assert_eq!(passport.sex(), None);
    }

    #[test]
    fn other_documents_are_checked_by_length_and_shown_by_their_ends() {
        let passport = IdentityDocument::parse(DocumentKind::Passport, " e00000012 ").unwrap();
        assert_eq!(passport.number(), "E00000012");
        assert_eq!(passport.masked(), "E******12");
        assert_eq!(passport.born(), None);
        assert!(IdentityDocument::parse(DocumentKind::HkMacauPermit, "H00000001").is_ok());
        assert!(IdentityDocument::parse(DocumentKind::TaiwanPermit, "00000001").is_ok());
        assert!(IdentityDocument::parse(DocumentKind::Other, "军字-0001").is_err());
        assert!(IdentityDocument::parse(DocumentKind::Passport, "E1").is_err());
    }

    proptest! {
        #[test]
        fn one_wrong_digit_is_always_noticed(which in 0..5_usize, place in 0..17_usize, digit in 0..10_u8) {
            let mut bytes = VALID[which].as_bytes().to_vec();
            prop_assume!(bytes[place] != b'0' + digit);
            bytes[place] = b'0' + digit;
            prop_assert!(resident(&String::from_utf8(bytes).unwrap()).is_err());
        }

        #[test]
        fn no_text_makes_the_reader_fall_over(text in ".*") {
            for kind in DocumentKind::ALL {
                if let Ok(document) = IdentityDocument::parse(*kind, &text) {
                    prop_assert!(document.masked().contains('*'));
                    prop_assert!(document.tail().len() <= 4);
                }
            }
        }
    }
}
