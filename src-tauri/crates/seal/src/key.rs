//! The root key of a centre and the keys that come from it.

use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64;
use chacha20poly1305::XChaCha20Poly1305;
use chacha20poly1305::aead::{Aead as _, KeyInit, Payload};
use hkdf::Hkdf;
use hmac::{Hmac, Mac as _};
use rand_core::RngCore;
use sha2::Sha256;
use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

use crate::{Place, SealError};

/// Marks a sealed text and its version.
const MARK: &str = "s1.";

/// The length of a sealed text tells the length of its content only to this many bytes.
const BLOCK: usize = 32;

const NONCE: usize = 24;

/// The 32 bytes everything else comes from.
#[derive(Clone, PartialEq, Eq, Zeroize, ZeroizeOnDrop)]
pub struct RootKey([u8; 32]);

/// The keys of a centre while its records are open.
#[derive(Clone)]
pub struct CentreKey {
    field: XChaCha20Poly1305,
    look_up: Hmac<Sha256>,
    file: Zeroizing<[u8; 32]>,
    mark: String,
}

impl RootKey {
    /// A new root from unpredictable bytes.
    pub fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// A new root.
    pub fn draw(chance: &mut impl RngCore) -> Self {
        let mut bytes = [0; 32];
        chance.fill_bytes(&mut bytes);
        Self(bytes)
    }

    pub(crate) fn bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// The root as a text, for a key store that keeps texts. Nowhere else may it stand.
    pub fn to_secret(&self) -> Zeroizing<String> {
        Zeroizing::new(BASE64.encode(self.0))
    }

    /// The root of a text from a key store.
    ///
    /// # Errors
    /// [`SealError::NotASeal`] for any other text.
    pub fn from_secret(secret: &str) -> Result<Self, SealError> {
        let bytes = BASE64.decode(secret).map(Zeroizing::new).map_err(|_| SealError::NotASeal)?;
        bytes.as_slice().try_into().map(Self).map_err(|_| SealError::NotASeal)
    }

    /// The keys that come from this root.
    pub fn keys(&self) -> CentreKey {
        let derive = |label: &str| {
            let mut key = Zeroizing::new([0; 32]);
            // 32 bytes are never too many for HKDF-SHA-256 (RFC 5869: at most 8160).
            let _ = Hkdf::<Sha256>::new(Some(b"bidhall centre key 1"), &self.0)
                .expand(label.as_bytes(), &mut *key);
            key
        };
        let (field, look_up, mark) = (derive("field"), derive("look-up"), derive("mark"));
        CentreKey {
            field: XChaCha20Poly1305::new((&*field).into()),
            look_up: keyed(&look_up),
            file: derive("file"),
            mark: mark[..4].iter().map(|byte| format!("{byte:02X}")).collect(),
        }
    }
}

impl CentreKey {
    /// Eight characters by which people tell this key from another; they tell nothing of the key.
    pub fn mark(&self) -> &str {
        &self.mark
    }

    /// Seals a text so that it opens only in its place.
    ///
    /// # Errors
    /// [`SealError::Broken`] for a text too long to seal.
    pub fn seal(
        &self,
        place: &Place<'_>,
        text: &str,
        chance: &mut impl RngCore,
    ) -> Result<String, SealError> {
        let mut nonce = [0; NONCE];
        chance.fill_bytes(&mut nonce);
        let padded = Zeroizing::new(padded(text));
        let payload = Payload { msg: &padded, aad: &place.bytes() };
        let content = self.field.encrypt((&nonce).into(), payload).map_err(|_| SealError::Broken)?;
        let mut sealed = String::from(MARK);
        BASE64.encode_string([nonce.as_slice(), &content].concat(), &mut sealed);
        Ok(sealed)
    }

    /// Opens what was sealed in this place.
    ///
    /// # Errors
    /// [`SealError::NotASeal`], or [`SealError::Broken`] for another key, another place or an altered seal.
    pub fn open(&self, place: &Place<'_>, sealed: &str) -> Result<String, SealError> {
        let bytes = sealed.strip_prefix(MARK).and_then(|text| BASE64.decode(text).ok());
        let bytes = bytes.ok_or(SealError::NotASeal)?;
        let (nonce, content) = bytes.split_first_chunk::<NONCE>().ok_or(SealError::NotASeal)?;
        let payload = Payload { msg: content, aad: &place.bytes() };
        let padded =
            self.field.decrypt(nonce.into(), payload).map(Zeroizing::new).map_err(|_| SealError::Broken)?;
        let end = padded.iter().rposition(|byte| *byte == 0x80).ok_or(SealError::Broken)?;
        String::from_utf8(padded[..end].to_vec()).map_err(|_| SealError::Broken)
    }

    /// What a text is found by: the same for the same text and purpose, and without the key no way back
    /// to the text. 43 characters.
    pub fn look_up(&self, purpose: &str, text: &str) -> String {
        let mut hash = self.look_up.clone();
        hash.update(&(purpose.len() as u64).to_be_bytes());
        hash.update(purpose.as_bytes());
        hash.update(text.as_bytes());
        BASE64.encode(hash.finalize().into_bytes())
    }

    pub(crate) fn file_key(&self) -> &[u8; 32] {
        &self.file
    }
}

/// Whether a text read from the records is a seal.
pub(crate) fn is_sealed(text: &str) -> bool {
    text.starts_with(MARK)
}

/// HMAC takes a key as long as a block of its hash; a shorter one is filled with zeros (RFC 2104 §2).
fn keyed(key: &[u8; 32]) -> Hmac<Sha256> {
    let mut block = Zeroizing::new([0; 64]);
    block[..key.len()].copy_from_slice(key);
    <Hmac<Sha256> as KeyInit>::new((&*block).into())
}

/// One bit and then zeros up to a whole block (ISO/IEC 7816-4).
fn padded(text: &str) -> Vec<u8> {
    let mut bytes = Vec::with_capacity((text.len() / BLOCK + 1) * BLOCK);
    bytes.extend_from_slice(text.as_bytes());
    bytes.push(0x80);
    bytes.resize(bytes.len().next_multiple_of(BLOCK), 0);
    bytes
}

impl fmt::Debug for RootKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("RootKey(…)")
    }
}

impl fmt::Debug for CentreKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CentreKey").field("mark", &self.mark).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use rand_chacha::ChaCha20Rng;
    use rand_chacha::rand_core::SeedableRng as _;

    use super::*;

    const HERE: Place<'_> = Place { table: "companies", column: "name", row: "1" };

    fn key(number: u8) -> CentreKey {
        RootKey::from_bytes([number; 32]).keys()
    }

    fn chance() -> ChaCha20Rng {
        ChaCha20Rng::from_seed([7; 32])
    }

    proptest! {
        #[test]
        fn what_was_sealed_opens_in_its_place(text in ".{0,200}") {
            let sealed = key(1).seal(&HERE, &text, &mut chance()).unwrap();
            prop_assert_eq!(key(1).open(&HERE, &sealed).unwrap(), text);
        }

        #[test]
        fn an_altered_seal_does_not_open(at in 3_usize..80, with in proptest::char::range('A', 'Z')) {
            let sealed = key(1).seal(&HERE, "示例建工一有限公司", &mut chance()).unwrap();
            let mut altered: Vec<char> = sealed.chars().collect();
            let at = at.min(altered.len() - 2);
            prop_assume!(altered[at] != with);
            altered[at] = with;
            let altered: String = altered.into_iter().collect();
            prop_assert!(key(1).open(&HERE, &altered).is_err());
        }
    }

    #[test]
    fn a_seal_moved_to_another_row_column_or_table_does_not_open() {
        let sealed = key(1).seal(&HERE, "示例建工一有限公司", &mut chance()).unwrap();
        for place in [
            Place { row: "2", ..HERE },
            Place { column: "credit_code", ..HERE },
            Place { table: "persons", ..HERE },
        ] {
            assert!(matches!(key(1).open(&place, &sealed), Err(SealError::Broken)), "{place:?}");
        }
    }

    #[test]
    fn a_root_comes_back_from_a_key_store_and_from_no_other_text() {
        let root = RootKey::from_bytes([5; 32]);
        assert_eq!(RootKey::from_secret(&root.to_secret()).unwrap(), root);
        for text in ["", "示例", "AAAA"] {
            assert!(matches!(RootKey::from_secret(text), Err(SealError::NotASeal)), "{text}");
        }
    }

    #[test]
    fn another_centre_s_key_does_not_open_a_seal() {
        let sealed = key(1).seal(&HERE, "示例建工一有限公司", &mut chance()).unwrap();
        assert!(matches!(key(2).open(&HERE, &sealed), Err(SealError::Broken)));
    }

    #[test]
    fn the_same_name_sealed_twice_looks_different_and_is_found_the_same() {
        let mut chance = chance();
        let one = key(1).seal(&HERE, "示例建工一有限公司", &mut chance).unwrap();
        let two = key(1).seal(&HERE, "示例建工一有限公司", &mut chance).unwrap();
        assert_ne!(one, two);
        assert_eq!(key(1).look_up("company", "示例"), key(1).look_up("company", "示例"));
        assert_ne!(key(1).look_up("company", "示例"), key(1).look_up("person", "示例"));
        assert_ne!(key(1).look_up("company", "示例"), key(2).look_up("company", "示例"));
    }

    #[test]
    fn a_number_of_two_digits_is_as_long_under_seal_as_one_of_one() {
        let mut chance = chance();
        let short = key(1).seal(&HERE, "5", &mut chance).unwrap();
        let long = key(1).seal(&HERE, "67", &mut chance).unwrap();
        assert_eq!(short.len(), long.len());
    }
}
