//! Passwords as they are kept: Argon2id with a salt of their own.

use argon2::password_hash::{PasswordHash, PasswordHasher as _, PasswordVerifier as _, SaltString};
use argon2::{Algorithm, Argon2, Params, Version};

use crate::{DeskError, Entropy};

/// 19 MiB, two passes, one lane: the second of the parameter sets that OWASP names as of equal strength
/// (Password Storage Cheat Sheet), and light enough for a clerk's PC.
const MEMORY_KIB: u32 = 19 * 1024;
const PASSES: u32 = 2;
const LANES: u32 = 1;

/// Bytes of a salt.
const SALT: usize = 16;

/// The hash of a password as a PHC string. It takes some tens of milliseconds, so it runs beside the other
/// work and never within a transaction.
pub(super) async fn hashed(password: String, entropy: &dyn Entropy) -> Result<String, DeskError> {
    let seed = entropy.seed().map_err(|error| DeskError::internal(&error))?;
    aside(move || hash(&password, &seed[..SALT])).await
}

/// Whether a password is the one of a hash. Without a hash the same work is done and the answer is no, so
/// that nobody can tell by the time it takes whether an account exists.
pub(super) async fn matches(password: String, kept: Option<String>) -> Result<bool, DeskError> {
    aside(move || match kept {
        Some(kept) => {
            let kept = PasswordHash::new(&kept).map_err(|error| DeskError::internal(&error))?;
            Ok(hasher()?.verify_password(password.as_bytes(), &kept).is_ok())
        }
        None => hash(&password, &[0; SALT]).map(|_| false),
    })
    .await
}

fn hash(password: &str, salt: &[u8]) -> Result<String, DeskError> {
    let salt = SaltString::encode_b64(salt).map_err(|error| DeskError::internal(&error))?;
    let hash =
        hasher()?.hash_password(password.as_bytes(), &salt).map_err(|error| DeskError::internal(&error))?;
    Ok(hash.to_string())
}

fn hasher() -> Result<Argon2<'static>, DeskError> {
    let parameters =
        Params::new(MEMORY_KIB, PASSES, LANES, None).map_err(|error| DeskError::internal(&error))?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, parameters))
}

async fn aside<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, DeskError> + Send + 'static,
) -> Result<T, DeskError> {
    tokio::task::spawn_blocking(work).await.map_err(|error| DeskError::internal(&error))?
}
