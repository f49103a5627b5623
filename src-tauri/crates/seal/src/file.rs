//! A whole file under seal: a backup.
//!
//! It begins with a line that names the format, a line with the wrapped keys, by which whoever knows
//! the passphrase opens it on another PC, and then the content in chunks. Each chunk is bound to what
//! comes before it, and the last one to being the last, so that a file cut short does not open.

use std::io::{BufRead, Read, Write};

use chacha20poly1305::aead::stream::{DecryptorBE32, EncryptorBE32};
use chacha20poly1305::{KeyInit as _, XChaCha20Poly1305};
use hkdf::Hkdf;
use rand_core::RngCore;
use sha2::Sha256;
use zeroize::Zeroizing;

use crate::{CentreKey, SealError, WrappedKey};

const FORMAT: &str = "BIDHALL SEALED FILE 1\n";
/// The wrapped keys are two short lines of JSON.
const MOST_KEYS: u64 = 16_384;
const CHUNK: usize = 1 << 20;
const TAG: usize = 16;
/// The salt of the file's own key, and the nonce of its stream.
const SALT: usize = 32;
const NONCE: usize = 19;

/// Seals all that `content` gives into `out`. `keys` are the wrapped keys that open `key`.
///
/// # Errors
/// [`SealError::File`].
pub fn seal_file(
    key: &CentreKey,
    keys: &[WrappedKey],
    content: &mut impl Read,
    out: &mut impl Write,
    chance: &mut impl RngCore,
) -> Result<(), SealError> {
    let mut head = FORMAT.as_bytes().to_vec();
    serde_json::to_writer(&mut head, keys).map_err(std::io::Error::from)?;
    head.push(b'\n');
    let (mut salt, mut nonce) = ([0; SALT], [0; NONCE]);
    chance.fill_bytes(&mut salt);
    chance.fill_bytes(&mut nonce);
    let cipher = cipher(key, &salt, &head);
    out.write_all(&head)?;
    out.write_all(&salt)?;
    out.write_all(&nonce)?;
    let mut stream = EncryptorBE32::from_aead(cipher, (&nonce).into());
    let mut chunk = next_chunk(content, CHUNK)?;
    loop {
        let next = if chunk.len() == CHUNK { next_chunk(content, CHUNK)? } else { Zeroizing::default() };
        if next.is_empty() {
            let last = stream.encrypt_last(chunk.as_slice()).map_err(|_| SealError::Broken)?;
            out.write_all(&last)?;
            return Ok(out.flush()?);
        }
        out.write_all(&stream.encrypt_next(chunk.as_slice()).map_err(|_| SealError::Broken)?)?;
        chunk = next;
    }
}

/// The wrapped keys a sealed file carries, read from its beginning.
///
/// # Errors
/// [`SealError::NotASeal`] for another kind of file.
pub fn wrapped_keys(sealed: &mut impl BufRead) -> Result<Vec<WrappedKey>, SealError> {
    Ok(head(sealed)?.1)
}

/// Opens a sealed file into `out`. What was written before an error must not be used.
///
/// # Errors
/// [`SealError::NotASeal`], or [`SealError::Broken`] when the key is another one or the file was altered
/// or cut short.
pub fn open_file(key: &CentreKey, sealed: &mut impl BufRead, out: &mut impl Write) -> Result<(), SealError> {
    let (head, _) = head(sealed)?;
    let (mut salt, mut nonce) = ([0; SALT], [0; NONCE]);
    sealed.read_exact(&mut salt).map_err(|_| SealError::Broken)?;
    sealed.read_exact(&mut nonce).map_err(|_| SealError::Broken)?;
    let mut stream = DecryptorBE32::from_aead(cipher(key, &salt, &head), (&nonce).into());
    let mut chunk = next_chunk(sealed, CHUNK + TAG)?;
    loop {
        let next =
            if chunk.len() == CHUNK + TAG { next_chunk(sealed, CHUNK + TAG)? } else { Zeroizing::default() };
        if next.is_empty() {
            let last = stream.decrypt_last(chunk.as_slice()).map(Zeroizing::new);
            out.write_all(&last.map_err(|_| SealError::Broken)?)?;
            return Ok(out.flush()?);
        }
        let content = stream.decrypt_next(chunk.as_slice()).map(Zeroizing::new);
        out.write_all(&content.map_err(|_| SealError::Broken)?)?;
        chunk = next;
    }
}

fn head(sealed: &mut impl BufRead) -> Result<(Vec<u8>, Vec<WrappedKey>), SealError> {
    let mut head = vec![0; FORMAT.len()];
    sealed.read_exact(&mut head).map_err(|_| SealError::NotASeal)?;
    if head != FORMAT.as_bytes() {
        return Err(SealError::NotASeal);
    }
    sealed.by_ref().take(MOST_KEYS).read_until(b'\n', &mut head)?;
    let keys = serde_json::from_slice(&head[FORMAT.len()..]).map_err(|_| SealError::NotASeal)?;
    Ok((head, keys))
}

/// Every file has a key of its own, bound to its beginning.
fn cipher(key: &CentreKey, salt: &[u8; SALT], head: &[u8]) -> XChaCha20Poly1305 {
    let mut own = Zeroizing::new([0; 32]);
    // 32 bytes are never too many for HKDF-SHA-256 (RFC 5869: at most 8160).
    let _ = Hkdf::<Sha256>::new(Some(salt), key.file_key()).expand(head, &mut *own);
    XChaCha20Poly1305::new((&*own).into())
}

fn next_chunk(from: &mut impl Read, most: usize) -> Result<Zeroizing<Vec<u8>>, SealError> {
    let mut chunk = Zeroizing::new(Vec::with_capacity(most));
    from.by_ref().take(most as u64).read_to_end(&mut chunk)?;
    Ok(chunk)
}

#[cfg(test)]
mod tests {
    use rand_chacha::ChaCha20Rng;
    use rand_chacha::rand_core::SeedableRng as _;

    use super::*;
    use crate::{KeyCost, RootKey};

    fn sealed(content: &[u8]) -> (CentreKey, Vec<u8>) {
        let mut chance = ChaCha20Rng::from_seed([9; 32]);
        let root = RootKey::draw(&mut chance);
        let keys = [WrappedKey::wrap(&root, "示例", KeyCost::DRAWN, &mut chance).unwrap()];
        let mut out = Vec::new();
        seal_file(&root.keys(), &keys, &mut &*content, &mut out, &mut chance).unwrap();
        (root.keys(), out)
    }

    fn opened(key: &CentreKey, sealed: &[u8]) -> Result<Vec<u8>, SealError> {
        let mut out = Vec::new();
        open_file(key, &mut &*sealed, &mut out)?;
        Ok(out)
    }

    #[test]
    fn a_file_of_any_length_opens_as_it_was() {
        for length in [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK, 2 * CHUNK + 5] {
            let content: Vec<u8> = (0..=250).cycle().take(length).collect();
            let (key, file) = sealed(&content);
            assert!(opened(&key, &file).unwrap() == content, "{length} bytes");
        }
    }

    #[test]
    fn a_file_cut_short_at_a_chunk_or_within_one_does_not_open() {
        let (key, file) = sealed(&vec![5; 2 * CHUNK + 5]);
        for less in [1, 5 + TAG, 6 + TAG, CHUNK, 2 * CHUNK + 5 + TAG] {
            assert!(opened(&key, &file[..file.len() - less]).is_err(), "{less} bytes less");
        }
    }

    #[test]
    fn a_file_with_one_altered_byte_does_not_open() {
        let (key, file) = sealed(b"content");
        for at in 0..file.len() {
            let mut altered = file.clone();
            altered[at] ^= 1;
            assert!(opened(&key, &altered).is_err(), "byte {at}");
        }
    }

    #[test]
    fn the_passphrase_opens_a_file_on_another_pc() {
        let (_, file) = sealed(b"content");
        let keys = wrapped_keys(&mut file.as_slice()).unwrap();
        let key = keys[0].unwrap_with("示例").unwrap().keys();
        assert_eq!(opened(&key, &file).unwrap(), b"content");
    }

    #[test]
    fn another_kind_of_file_is_told_apart() {
        let (key, _) = sealed(b"content");
        for file in [&b""[..], b"PK\x03\x04", &[0; 4096]] {
            assert!(matches!(opened(&key, file), Err(SealError::NotASeal)));
        }
    }
}
