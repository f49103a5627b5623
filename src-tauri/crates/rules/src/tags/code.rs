//! The code on a tag: the mark of the centre, random characters and a check character.

use std::fmt;

use rand_core::RngCore;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::import_words::{half_width, squeezed};

/// Digits and capitals that cannot be taken for one another: without 0, 1, I, L and O.
const ALPHABET: &[u8; 31] = b"23456789ABCDEFGHJKMNPQRSTUVWXYZ";
const LENGTH: usize = 8;
const MARK_LENGTH: usize = 2;

/// The two characters that begin every code of one centre, so that a tag of a neighbouring
/// centre is told apart from a forged one. There are 961 marks: two centres may share one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct CentreMark([u8; MARK_LENGTH]);

impl CentreMark {
    /// The mark of the centre of that name. It is the same on every machine and in every
    /// version: a 64-bit FNV-1a hash of the name, without white space and in half-width
    /// capitals, modulo 961.
    #[must_use]
    pub fn of(name: &str) -> Self {
        // FNV-1a written out, because the hashers of the standard library promise no stability.
        let hash = squeezed(name).bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
        });
        Self([letter(hash / 31), letter(hash)])
    }
}

/// The character at a place of the alphabet, counted round and round.
fn letter(place: u64) -> u8 {
    let place = usize::try_from(place % 31).unwrap_or(0);
    ALPHABET.get(place).copied().unwrap_or(b'2')
}

impl fmt::Display for CentreMark {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(out, "{}", char::from(*byte)))
    }
}

/// The code of a tag: the mark of the centre, five random characters and a check character
/// that notices every single wrong character and every exchange of two characters. Shown as
/// `7K4Q-2M9T`. Codes that were issued before centres had marks begin with two more random
/// characters and are read alike.
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
    /// A new code by chance: one of 31^5, about 28 million of a centre. Whether it is already
    /// in use is for the caller to see.
    #[must_use]
    pub fn issue(mark: CentreMark, chance: &mut dyn RngCore) -> Self {
        let mut places = [0; LENGTH];
        for (index, place) in places.iter_mut().take(LENGTH - 1).enumerate() {
            *place = match mark.0.get(index) {
                Some(marked) => ALPHABET.iter().position(|byte| byte == marked).map_or(0, small),
                None => any_place(chance),
            };
        }
        let rest = weighted_sum(&places);
        places[LENGTH - 1] = if rest == 0 { 0 } else { 31 - rest };
        Self(places.map(|place| letter(place.into())))
    }

    /// The mark of the centre that issued it; chance in codes that are older than the marks.
    #[must_use]
    pub const fn mark(&self) -> CentreMark {
        let [first, second, ..] = self.0;
        CentreMark([first, second])
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
            Ok(Self(places.map(|place| letter(place.into()))))
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

fn small(place: usize) -> u8 {
    u8::try_from(place).unwrap_or(0)
}

/// A place of the alphabet by chance, each as likely as the others.
fn any_place(chance: &mut dyn RngCore) -> u8 {
    loop {
        let draw = chance.next_u32().to_be_bytes()[0] >> 3;
        if usize::from(draw) < ALPHABET.len() {
            return draw;
        }
    }
}

/// The sum modulo 31, with weights 8 to 1: none is a multiple of 31 and no two are equal modulo
/// 31, which is what makes every substitution and every exchange visible.
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

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::*;
    use crate::testing::Counting;

    fn issued() -> Vec<TagCode> {
        let mut chance = Counting::default();
        (0..200).map(|_| TagCode::issue(mark(), &mut chance)).collect()
    }

    fn mark() -> CentreMark {
        CentreMark::of("示例区公共资源交易中心")
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
    fn the_mark_of_a_centre_is_the_same_for_ever() {
        let ours = CentreMark::of("示例区公共资源交易中心");
        assert_eq!(ours.to_string(), "24");
        assert_eq!(CentreMark::of(" 示例区公共资源 交易中心 "), ours);
        assert_ne!(CentreMark::of("示例县公共资源交易中心"), ours);
        assert_eq!(CentreMark::of("").to_string().len(), 2);
    }

    #[test]
    fn every_code_begins_with_the_mark_of_its_centre() {
        for code in issued() {
            assert_eq!(code.mark(), mark());
            assert!(code.compact().starts_with(&mark().to_string()));
        }
    }

    #[test]
    fn a_code_from_before_the_marks_is_still_read() {
        let old = TagCode::parse("2222-2222").unwrap();
        assert_eq!(old.mark().to_string(), "22");
        assert_eq!(TagCode::parse(&old.to_string()), Ok(old));
    }

    proptest! {
        #[test]
        fn no_text_makes_the_reader_fall_over(text in ".*") {
            let _ = TagCode::parse(&text);
        }
    }
}
