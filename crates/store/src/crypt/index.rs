//! Finding a sealed number without opening any: equal numbers have equal keyed hashes.

use domain::ssn::Ssn;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

use super::{
    CryptError,
    cipher::{Secret, derive},
};

/// There are only a billion social security numbers, so a plain hash is as good as the number itself. This one
/// needs a key that does not stand in the database.
pub(super) struct Index(Hmac<Sha256>);

impl Index {
    pub fn new(secret: &Secret) -> Result<Self, CryptError> {
        let key = derive::<64>(secret, &[b"openhall/v1/index/ssn"])?;
        Ok(Self(Hmac::new((&*key).into())))
    }

    pub fn of(&self, ssn: &Ssn) -> [u8; 32] {
        let mut hash = self.0.clone();
        hash.update(ssn.digits().as_bytes());
        hash.finalize().into_bytes().into()
    }
}
