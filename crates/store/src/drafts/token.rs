//! What a browser proves with that a draft is its own.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

use crate::{StoreResult, crypt::chance};

/// A cookie's value: 256 random bits.
#[derive(Clone)]
pub struct DraftToken(Zeroizing<String>);

impl DraftToken {
    pub(super) fn random() -> StoreResult<Self> {
        Ok(Self(Zeroizing::new(URL_SAFE_NO_PAD.encode(chance::<32>()?))))
    }

    /// A cookie's value. What was not made here is nobody's token.
    pub fn read(text: &str) -> Option<Self> {
        let bytes = URL_SAFE_NO_PAD.decode(text).ok().filter(|bytes| bytes.len() == 32);
        bytes.map(|_| Self(Zeroizing::new(text.to_owned())))
    }

    /// For the cookie alone.
    pub fn text(&self) -> &str {
        &self.0
    }

    pub(super) fn hash(&self) -> Vec<u8> {
        Sha256::digest(self.0.as_bytes()).to_vec()
    }
}
