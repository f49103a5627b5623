//! Health tags (健康标识): one tag, one day. A tag shows a random code with a check character,
//! no company name and no running number, which would give the number of bidders away.

use std::fmt;

use chrono::NaiveDate;
use rand_core::RngCore;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::import_words::half_width;
use crate::words::words;

/// Digits and capitals that cannot be taken for one another: without 0, 1, I, L and O.
const ALPHABET: &[u8; 31] = b"23456789ABCDEFGHJKMNPQRSTUVWXYZ";
const LENGTH: usize = 8;

/// The code of a tag: seven random characters and a check character that notices every
/// single wrong character and every exchange of two characters. Shown as `7K4Q-2M9T`.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema, TS,
)]
#[serde(try_from = "String", into = "String")]
#[schemars(with = "String")]
#[ts(type = "string")]
pub struct TagCode([u8; LENGTH]);

/// Why a text is not the code of a tag.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema, TS, thiserror::Error)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum TagCodeError {
    /// Not eight characters.
    #[error("expected 8 characters, found {found}")]
    Length {
        /// How many characters were found.
        found: usize,
    },
    /// A character that no code contains.
    #[error("'{character}' at position {position} occurs in no code")]
    Character {
        /// The character.
        character: char,
        /// Where it stands, from 1.
        position: usize,
    },
    /// The check character does not fit: a character is wrong or two are exchanged.
    #[error("the check character does not fit")]
    Mistyped,
}

impl TagCode {
    /// A new code by chance: one of 31^7, about 27 thousand million. Whether it is already in
    /// use is for the caller to see.
    #[must_use]
    pub fn issue(chance: &mut dyn RngCore) -> Self {
        let mut places = [0; LENGTH];
        for place in &mut places[..LENGTH - 1] {
            *place = loop {
                let draw = chance.next_u32().to_be_bytes()[0] >> 3;
                if usize::from(draw) < ALPHABET.len() {
                    break draw;
                }
            };
        }
        let rest = weighted_sum(&places);
        places[LENGTH - 1] = if rest == 0 { 0 } else { 31 - rest };
        Self(places.map(|place| ALPHABET[usize::from(place)]))
    }

    /// Reads a code that was typed or scanned; small letters, full-width characters, spaces
    /// and dashes are put right.
    ///
    /// # Errors
    /// [`TagCodeError`] tells a wrong length, a wrong character and a slip apart.
    pub fn parse(text: &str) -> Result<Self, TagCodeError> {
        let characters: Vec<char> = half_width(text)
            .chars()
            .filter(|c| !c.is_whitespace() && !matches!(c, '-' | '‐' | '–' | '—' | '_'))
            .map(|c| c.to_ascii_uppercase())
            .collect();
        let mut places = [0; LENGTH];
        if characters.len() != LENGTH {
            return Err(TagCodeError::Length { found: characters.len() });
        }
        for (index, (place, character)) in places.iter_mut().zip(characters).enumerate() {
            let found = ALPHABET.iter().position(|byte| char::from(*byte) == character);
            *place = found
                .and_then(|found| u8::try_from(found).ok())
                .ok_or(TagCodeError::Character { character, position: index + 1 })?;
        }
        if weighted_sum(&places) == 0 {
            Ok(Self(places.map(|place| ALPHABET[usize::from(place)])))
        } else {
            Err(TagCodeError::Mistyped)
        }
    }

    /// The eight characters without the dash, as stored and as printed in the bar code.
    #[must_use]
    pub fn compact(&self) -> String {
        self.0.iter().copied().map(char::from).collect()
    }
}

/// The sum modulo 31, with weights 8 to 1: none is a multiple of 31 and no two are equal modulo 31, which is what
/// makes every substitution and every exchange visible.
fn weighted_sum(places: &[u8; LENGTH]) -> u8 {
    let sum: usize =
        places.iter().zip((1..=LENGTH).rev()).map(|(place, weight)| usize::from(*place) * weight).sum();
    u8::try_from(sum % 31).unwrap_or(0)
}

impl fmt::Display for TagCode {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let compact = self.compact();
        let (head, tail) = compact.split_at(LENGTH / 2);
        write!(out, "{head}-{tail}")
    }
}

impl TryFrom<String> for TagCode {
    type Error = TagCodeError;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::parse(&text)
    }
}

impl From<TagCode> for String {
    fn from(code: TagCode) -> Self {
        code.to_string()
    }
}

words! {
    /// Where a tag stands.
    pub enum TagState {
        /// Worn inside.
        Active = "active",
        /// Its wearer has left and may return today.
        Left = "left",
        /// Taken back; another tag may have replaced it.
        Void = "void",
        /// Reported lost.
        Lost = "lost",
    }
}

words! {
    /// What the gate is told when a tag is scanned.
    pub enum TagAnswer {
        /// May pass.
        Valid = "valid",
        /// Was issued for another day (一标识一天).
        OfAnotherDay = "of_another_day",
        /// Was taken back.
        Void = "void",
        /// Was reported lost: whoever carries it is not the wearer.
        Lost = "lost",
        /// Well formed, but never issued here.
        Unknown = "unknown",
        /// Not a code: scan again.
        Mistyped = "mistyped",
    }
}

impl TagAnswer {
    /// The answer for a tag that was issued for `day`. A void or lost tag is named as such
    /// on any day, so that a found tag is not taken for a harmless old one.
    #[must_use]
    pub fn of(state: TagState, day: NaiveDate, today: NaiveDate) -> Self {
        match state {
            TagState::Void => Self::Void,
            TagState::Lost => Self::Lost,
            TagState::Active | TagState::Left if day != today => Self::OfAnotherDay,
            TagState::Active | TagState::Left => Self::Valid,
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::*;
    use crate::testing::Counting;

    fn issued() -> Vec<TagCode> {
        let mut chance = Counting::default();
        (0..200).map(|_| TagCode::issue(&mut chance)).collect()
    }

    fn parse(bytes: &[u8]) -> Result<TagCode, TagCodeError> {
        TagCode::parse(std::str::from_utf8(bytes).unwrap())
    }

    #[test]
    fn an_issued_code_is_read_back_as_it_was_shown() {
        for code in issued() {
            assert_eq!(TagCode::parse(&code.to_string()), Ok(code));
            assert_eq!(TagCode::parse(&code.compact().to_lowercase()), Ok(code));
        }
        assert_eq!(issued().into_iter().collect::<BTreeSet<_>>().len(), 200);
    }

    #[test]
    fn a_code_is_shown_in_two_groups_of_four() {
        let shown = issued()[0].to_string();
        assert_eq!((shown.len(), shown.chars().nth(4)), (9, Some('-')));
        assert_eq!(serde_json::to_string(&issued()[0]).unwrap(), format!("\"{shown}\""));
    }

    #[test]
    fn a_code_is_read_as_people_and_scanners_write_it() {
        let code = issued()[0];
        let wide: String =
            code.compact().bytes().filter_map(|byte| char::from_u32(u32::from(byte) + 0xfee0)).collect();
        let (head, tail) = (&code.compact()[..4], &code.compact()[4..]);
        for text in
            [wide, format!(" {head} - {tail}\r\n"), format!("{head}——{tail}"), format!("{head}_{tail}")]
        {
            assert_eq!(TagCode::parse(&text), Ok(code), "{text:?}");
        }
    }

    #[test]
    fn every_single_wrong_character_is_noticed() {
        for code in issued() {
            for place in 0..LENGTH {
                for character in ALPHABET.iter().filter(|character| **character != code.0[place]) {
                    let mut bytes = code.0;
                    bytes[place] = *character;
                    assert_eq!(parse(&bytes), Err(TagCodeError::Mistyped));
                }
            }
        }
    }

    #[test]
    fn every_exchange_of_two_characters_is_noticed() {
        for code in issued() {
            for place in 0..LENGTH {
                for other in 0..place {
                    let mut bytes = code.0;
                    bytes.swap(place, other);
                    let expected = if bytes == code.0 { Ok(code) } else { Err(TagCodeError::Mistyped) };
                    assert_eq!(parse(&bytes), expected);
                }
            }
        }
    }

    #[test]
    fn the_error_tells_length_character_and_slip_apart() {
        assert_eq!(TagCode::parse("7K4Q"), Err(TagCodeError::Length { found: 4 }));
        assert_eq!(TagCode::parse(""), Err(TagCodeError::Length { found: 0 }));
        assert_eq!(TagCode::parse("7K4O-2M9T"), Err(TagCodeError::Character { character: 'O', position: 4 }));
        assert_eq!(TagCode::parse("2222-2223"), Err(TagCodeError::Mistyped));
    }

    #[test]
    fn one_tag_is_valid_for_one_day() {
        let day = NaiveDate::from_ymd_opt(2020, 3, 12).unwrap();
        let next = day.succ_opt().unwrap();
        assert_eq!(TagAnswer::of(TagState::Active, day, day), TagAnswer::Valid);
        assert_eq!(TagAnswer::of(TagState::Left, day, day), TagAnswer::Valid);
        assert_eq!(TagAnswer::of(TagState::Active, day, next), TagAnswer::OfAnotherDay);
        assert_eq!(TagAnswer::of(TagState::Void, day, next), TagAnswer::Void);
        assert_eq!(TagAnswer::of(TagState::Lost, day, day), TagAnswer::Lost);
    }

    proptest! {
        #[test]
        fn no_text_makes_the_reader_fall_over(text in ".*") {
            let _ = TagCode::parse(&text);
        }
    }
}
