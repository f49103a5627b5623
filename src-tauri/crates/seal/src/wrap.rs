//! The root key under a passphrase.

use argon2::{Algorithm, Argon2, Params, Version};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64;
use chacha20poly1305::XChaCha20Poly1305;
use chacha20poly1305::aead::{Aead as _, KeyInit as _, Payload};
use rand_core::RngCore;
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use crate::{RootKey, SealError};

/// Bound to every wrapped key.
const LABEL: &[u8] = b"bidhall wrapped key 1";

/// What it costs to try one passphrase (Argon2id).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeyCost {
    /// Memory in KiB, 8 to 1,048,576.
    pub memory: u32,
    /// Passes over it, 1 to 16.
    pub passes: u32,
    /// Lanes, 1 to 4.
    pub lanes: u32,
}

impl KeyCost {
    /// The second choice of RFC 9106 §4 for machines with little memory: 64 MiB, 3 passes, 4 lanes.
    pub const PASSPHRASE: Self = Self { memory: 65_536, passes: 3, lanes: 4 };
    /// For secrets that are drawn, not thought of, and so cannot be guessed.
    pub const DRAWN: Self = Self { memory: 8, passes: 1, lanes: 1 };

    fn params(self) -> Result<Params, SealError> {
        let fits = (8..=1_048_576).contains(&self.memory)
            && (1..=16).contains(&self.passes)
            && (1..=4).contains(&self.lanes);
        if !fits {
            return Err(SealError::Cost);
        }
        Params::new(self.memory.max(8 * self.lanes), self.passes, self.lanes, Some(32))
            .map_err(|_| SealError::Cost)
    }
}

/// A root key that opens with a passphrase. Safe to store beside what the key seals.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WrappedKey {
    cost: KeyCost,
    salt: String,
    sealed: String,
}

impl WrappedKey {
    /// Wraps a root.
    ///
    /// # Errors
    /// [`SealError::Cost`].
    pub fn wrap(
        root: &RootKey,
        passphrase: &str,
        cost: KeyCost,
        chance: &mut impl RngCore,
    ) -> Result<Self, SealError> {
        let (mut salt, mut nonce) = ([0; 16], [0; 24]);
        chance.fill_bytes(&mut salt);
        chance.fill_bytes(&mut nonce);
        let payload = Payload { msg: root.bytes(), aad: LABEL };
        let content = cipher(passphrase, cost, &salt)?
            .encrypt((&nonce).into(), payload)
            .map_err(|_| SealError::Broken)?;
        let sealed = BASE64.encode([nonce.as_slice(), &content].concat());
        Ok(Self { cost, salt: BASE64.encode(salt), sealed })
    }

    /// The root, for whoever knows the passphrase.
    ///
    /// # Errors
    /// [`SealError::WrongPassphrase`]; [`SealError::NotASeal`] or [`SealError::Cost`] for a damaged key.
    pub fn unwrap_with(&self, passphrase: &str) -> Result<RootKey, SealError> {
        let decode = |text: &str| BASE64.decode(text).map_err(|_| SealError::NotASeal);
        let (salt, sealed) = (decode(&self.salt)?, decode(&self.sealed)?);
        let (nonce, content) = sealed.split_first_chunk::<24>().ok_or(SealError::NotASeal)?;
        let payload = Payload { msg: content, aad: LABEL };
        let root = cipher(passphrase, self.cost, &salt)?
            .decrypt(nonce.into(), payload)
            .map(Zeroizing::new)
            .map_err(|_| SealError::WrongPassphrase)?;
        let bytes = root.as_slice().try_into().map_err(|_| SealError::NotASeal)?;
        Ok(RootKey::from_bytes(bytes))
    }
}

fn cipher(passphrase: &str, cost: KeyCost, salt: &[u8]) -> Result<XChaCha20Poly1305, SealError> {
    let mut key = Zeroizing::new([0; 32]);
    Argon2::new(Algorithm::Argon2id, Version::V0x13, cost.params()?)
        .hash_password_into(passphrase.as_bytes(), salt, &mut *key)
        .map_err(|_| SealError::Cost)?;
    Ok(XChaCha20Poly1305::new((&*key).into()))
}

#[cfg(test)]
mod tests {
    use rand_chacha::ChaCha20Rng;
    use rand_chacha::rand_core::SeedableRng as _;

    use super::*;

    fn wrapped() -> (RootKey, WrappedKey) {
        let mut chance = ChaCha20Rng::from_seed([3; 32]);
        let root = RootKey::draw(&mut chance);
        let cost = KeyCost { memory: 256, passes: 2, lanes: 2 };
        let wrapped = WrappedKey::wrap(&root, "云岭河 清淤 9 月", cost, &mut chance).unwrap();
        (root, wrapped)
    }

    #[test]
    fn the_passphrase_opens_the_key_and_no_other_does() {
        let (root, wrapped) = wrapped();
        assert_eq!(wrapped.unwrap_with("云岭河 清淤 9 月").unwrap(), root);
        let other = wrapped.unwrap_with("云岭河 清淤 8 月");
        assert!(matches!(other, Err(SealError::WrongPassphrase)));
    }

    #[test]
    fn a_wrapped_key_survives_being_written_down() {
        let (root, wrapped) = wrapped();
        let text = serde_json::to_string(&wrapped).unwrap();
        let read: WrappedKey = serde_json::from_str(&text).unwrap();
        assert_eq!(read.unwrap_with("云岭河 清淤 9 月").unwrap(), root);
    }

    #[test]
    fn a_key_that_asks_for_boundless_memory_is_refused_before_it_gets_any() {
        let (_, mut wrapped) = wrapped();
        wrapped.cost.memory = u32::MAX;
        assert!(matches!(wrapped.unwrap_with("云岭河 清淤 9 月"), Err(SealError::Cost)));
    }
}
