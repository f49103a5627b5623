//! The code on the recovery sheet: what opens the centre's key when the passphrase is lost.

use std::fmt;
use std::str::FromStr;

use rand_core::RngCore;
use sha2::{Digest as _, Sha256};
use zeroize::{Zeroize, ZeroizeOnDrop};

use crate::SealError;

/// Digits and letters that are not taken for one another on paper (Crockford's base 32).
const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// 32 characters of five bits.
const SECRET: usize = 20;
/// And four that show a slip of the pen.
const CHECK: usize = 4;
const GROUP: usize = 6;

/// 160 drawn bits, written as six groups of six characters of which the last four check the rest.
#[derive(Clone, PartialEq, Eq, Zeroize, ZeroizeOnDrop)]
pub struct RecoveryCode(String);

impl RecoveryCode {
    /// A new code.
    pub fn draw(chance: &mut impl RngCore) -> Self {
        let mut bytes = [0; SECRET];
        chance.fill_bytes(&mut bytes);
        let secret = letters(&bytes);
        bytes.zeroize();
        let check = check_of(&secret);
        Self(secret + &check)
    }

    /// What wraps the key: the code without its dashes.
    pub fn as_passphrase(&self) -> &str {
        &self.0
    }
}

impl FromStr for RecoveryCode {
    type Err = SealError;

    /// Reads a code as people type it: any case, any spaces and dashes, O for 0, I and L for 1, full
    /// width too.
    fn from_str(text: &str) -> Result<Self, SealError> {
        let mut plain = String::new();
        for c in text.chars() {
            let half = match c {
                '\u{ff01}'..='\u{ff5e}' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c),
                _ => c,
            };
            match half.to_ascii_uppercase() {
                '-' | '–' | '—' => {}
                c if c.is_whitespace() => {}
                'O' => plain.push('0'),
                'I' | 'L' => plain.push('1'),
                c if c.is_ascii() && ALPHABET.contains(&(c as u8)) => plain.push(c),
                _ => return Err(SealError::Mistyped),
            }
        }
        let (secret, check) =
            plain.split_at_checked(plain.len().saturating_sub(CHECK)).ok_or(SealError::Mistyped)?;
        if plain.len() != SECRET * 8 / 5 + CHECK || check_of(secret) != check {
            return Err(SealError::Mistyped);
        }
        Ok(Self(plain))
    }
}

impl fmt::Display for RecoveryCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, c) in self.0.chars().enumerate() {
            if index > 0 && index % GROUP == 0 {
                f.write_str("-")?;
            }
            write!(f, "{c}")?;
        }
        Ok(())
    }
}

impl fmt::Debug for RecoveryCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("RecoveryCode(…)")
    }
}

fn check_of(secret: &str) -> String {
    let hash = Sha256::digest(secret.as_bytes());
    let mut check = letters(&hash[..5]);
    check.truncate(CHECK);
    check
}

/// Five bits a letter; the bytes come in multiples of five.
fn letters(bytes: &[u8]) -> String {
    let mut text = String::new();
    for five in bytes.chunks(5) {
        let number = five.iter().fold(0_u64, |number, byte| number << 8 | u64::from(*byte));
        for shift in (0..8).rev() {
            let index = usize::try_from(number >> (shift * 5) & 31).unwrap_or_default();
            text.push(char::from(ALPHABET[index]));
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use rand_chacha::ChaCha20Rng;
    use rand_chacha::rand_core::SeedableRng as _;

    use super::*;

    fn code(number: u8) -> RecoveryCode {
        RecoveryCode::draw(&mut ChaCha20Rng::from_seed([number; 32]))
    }

    proptest! {
        #[test]
        fn a_printed_code_is_read_back(number: u8) {
            prop_assert_eq!(code(number).to_string().parse::<RecoveryCode>().unwrap(), code(number));
        }

        #[test]
        fn one_wrong_letter_is_noticed(number: u8, at in 0_usize..36, with in 0_usize..32) {
            let mut letters: Vec<char> = code(number).as_passphrase().chars().collect();
            let with = char::from(ALPHABET[with]);
            prop_assume!(letters[at] != with);
            letters[at] = with;
            let typed: String = letters.into_iter().collect();
            prop_assert!(matches!(typed.parse::<RecoveryCode>(), Err(SealError::Mistyped)));
        }
    }

    #[test]
    fn a_code_is_six_groups_of_six() {
        let printed = code(1).to_string();
        let groups: Vec<usize> = printed.split('-').map(str::len).collect();
        assert_eq!(groups, [6; 6]);
    }

    #[test]
    fn a_code_typed_small_in_full_width_and_with_spaces_is_the_same_code() {
        let printed = code(1).to_string();
        let typed: String = printed
            .to_lowercase()
            .replace('-', " ")
            .replace('0', "o")
            .chars()
            .map(|c| if c.is_ascii_lowercase() { char::from_u32(c as u32 + 0xfee0).unwrap() } else { c })
            .collect();
        assert_eq!(typed.parse::<RecoveryCode>().unwrap(), code(1));
    }

    #[test]
    fn an_empty_or_foreign_text_is_no_code() {
        for text in ["", "示例", "0000", "-----"] {
            assert!(matches!(text.parse::<RecoveryCode>(), Err(SealError::Mistyped)), "{text}");
        }
    }
}
