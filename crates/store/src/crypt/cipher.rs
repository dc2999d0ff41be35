//! The one cipher, XChaCha20-Poly1305, and the one way to derive its keys, HKDF with SHA-256.
//!
//! A nonce of 192 random bits needs no counter: two servers never have to agree on anything.

use chacha20poly1305::{
    KeyInit, XChaCha20Poly1305,
    aead::{Aead, Payload},
};
use hkdf::Hkdf;
use sha2::Sha256;
use zeroize::Zeroizing;

use super::CryptError;

/// Bytes of a nonce.
const NONCE: usize = 24;
/// What sealing adds: the nonce before and the tag behind.
pub(crate) const OVERHEAD: usize = NONCE + 16;

/// A key of 256 bits that is wiped from memory when it is dropped.
pub(super) type Secret = Zeroizing<[u8; 32]>;

/// A key for one purpose, ready to use. The cipher wipes it when it is dropped.
pub(crate) struct Cipher(XChaCha20Poly1305);

impl Cipher {
    /// # Errors
    /// [`CryptError::Refused`] if the purpose is absurdly long.
    pub(super) fn derive(secret: &Secret, purpose: &[&[u8]]) -> Result<Self, CryptError> {
        let key: Secret = derive(secret, purpose)?;
        Ok(Self(XChaCha20Poly1305::new((&*key).into())))
    }

    /// A new nonce and the ciphertext; `bound` is not stored and must be the same on opening.
    ///
    /// # Errors
    /// [`CryptError::NoChance`] without random bytes.
    pub(crate) fn lock(&self, bound: &[u8], plain: &[u8]) -> Result<Vec<u8>, CryptError> {
        let nonce: [u8; NONCE] = chance()?;
        let payload = Payload { msg: plain, aad: bound };
        let body = self.0.encrypt(&nonce.into(), payload).map_err(|_| CryptError::Refused)?;
        Ok([nonce.as_slice(), &body].concat())
    }

    /// # Errors
    /// [`CryptError::Broken`] if a bit of the bytes or of `bound` differs, or the key does.
    pub(crate) fn unlock(&self, bound: &[u8], locked: &[u8]) -> Result<Vec<u8>, CryptError> {
        let (nonce, body) = locked.split_first_chunk::<NONCE>().ok_or(CryptError::Shape)?;
        let payload = Payload { msg: body, aad: bound };
        self.0.decrypt(nonce.into(), payload).map_err(|_| CryptError::Broken)
    }
}

/// Another key from a key: knowing one derived key says nothing of the others.
///
/// # Errors
/// [`CryptError::Refused`] if more than 8,160 bytes are wanted.
pub(super) fn derive<const N: usize>(
    secret: &Secret,
    purpose: &[&[u8]],
) -> Result<Zeroizing<[u8; N]>, CryptError> {
    let mut key = Zeroizing::new([0; N]);
    let source = Hkdf::<Sha256>::new(None, secret.as_slice());
    source.expand_multi_info(purpose, key.as_mut_slice()).map_err(|_| CryptError::Refused)?;
    Ok(key)
}

/// # Errors
/// [`CryptError::NoChance`] if the operating system gives none.
pub(crate) fn chance<const N: usize>() -> Result<[u8; N], CryptError> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).map_err(|_| CryptError::NoChance)?;
    Ok(bytes)
}
