//! Finding what is not kept in clear: equal inputs have equal keyed hashes.

use domain::ssn::Ssn;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

use super::{
    CryptError,
    cipher::{Secret, derive},
};

/// There are only a billion social security numbers, so a plain hash is as good as the number itself. This one
/// needs a key that does not stand in the database.
pub(super) struct Index {
    ssn: Hmac<Sha256>,
    marks: Hmac<Sha256>,
}

impl Index {
    pub fn new(secret: &Secret) -> Result<Self, CryptError> {
        let hmac = |purpose: &[u8]| {
            let key = derive::<64>(secret, &[purpose])?;
            Ok(Hmac::new((&*key).into()))
        };
        Ok(Self { ssn: hmac(b"openhall/v1/index/ssn")?, marks: hmac(b"openhall/v1/index/marks")? })
    }

    pub fn of(&self, ssn: &Ssn) -> [u8; 32] {
        let mut hash = self.ssn.clone();
        hash.update(ssn.digits().as_bytes());
        hash.finalize().into_bytes().into()
    }

    /// Of an email or an address, which there are not many more of. The kind's length stands before it, so that
    /// no two pairs have the same bytes.
    pub fn mark(&self, kind: &str, text: &str) -> [u8; 32] {
        let mut hash = self.marks.clone();
        hash.update(&(kind.len() as u64).to_be_bytes());
        hash.update(kind.as_bytes());
        hash.update(text.as_bytes());
        hash.finalize().into_bytes().into()
    }
}
