//! What a key looks like: `ohk_`, which one it is, and what opens with it.

use std::fmt;

use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use domain::ids::ApiKeyId;
use sha2::{Digest, Sha256};
use uuid::Uuid;
use zeroize::Zeroizing;

use crate::{StoreResult, crypt::chance};

/// By this, scanners for secrets that were left in a repository know one of ours.
const MARK: &str = "ohk_";
/// So many signs of the id are shown, to tell keys apart.
const SHOWN: usize = 8;
/// 32 octets in base 64, without padding.
const LENGTH: usize = 43;

/// The part that opens, on its way to whoever made it.
pub(super) struct Secret(Zeroizing<String>);

impl Secret {
    pub(super) fn random() -> StoreResult<Self> {
        Ok(Self(Zeroizing::new(BASE64_URL_SAFE_NO_PAD.encode(chance::<32>()?))))
    }

    pub(super) fn hash(&self) -> Vec<u8> {
        hash(&self.0).to_vec()
    }

    /// The whole key, to be told once.
    pub(super) fn told(&self, id: ApiKeyId) -> String {
        format!("{MARK}{}_{}", id.uuid().simple(), *self.0)
    }
}

/// How a key begins, for lists.
pub(super) fn beginning(id: ApiKeyId) -> String {
    let id = id.uuid().simple().to_string();
    format!("{MARK}{}", id.chars().take(SHOWN).collect::<String>())
}

/// A key that a program shows: which one, and the hash of what is to open with it.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Presented {
    id: ApiKeyId,
    hash: [u8; 32],
}

impl Presented {
    /// What does not look like a key is none.
    pub fn read(text: &str) -> Option<Self> {
        let (id, secret) = text.strip_prefix(MARK)?.split_once('_')?;
        let id: Uuid = id.parse().ok()?;
        (secret.len() == LENGTH).then(|| Self { id: id.into(), hash: hash(secret) })
    }

    pub fn id(&self) -> ApiKeyId {
        self.id
    }

    /// How the key begins, for the log.
    pub fn beginning(&self) -> String {
        beginning(self.id)
    }

    /// Whether it is the key of this hash. Every octet is compared, so that the time tells nothing.
    pub(crate) fn opens(&self, kept: &[u8]) -> bool {
        let differing =
            self.hash.iter().zip(kept).fold(0, |differing, (one, other)| differing | (one ^ other));
        kept.len() == self.hash.len() && differing == 0
    }
}

/// Neither the hash nor what it was made of.
impl fmt::Debug for Presented {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        write!(f, "Presented({})", self.beginning())
    }
}

fn hash(secret: &str) -> [u8; 32] {
    Sha256::digest(secret.as_bytes()).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_reads_back_and_opens_with_its_own_hash_alone() {
        let id = ApiKeyId::from(Uuid::from_u128(7));
        let (mine, other) = (Secret::random().unwrap(), Secret::random().unwrap());
        let shown = Presented::read(&mine.told(id)).unwrap();
        assert_eq!(shown.id(), id);
        assert!(shown.opens(&mine.hash()));
        assert!(!shown.opens(&other.hash()) && !shown.opens(&[]) && !shown.opens(&mine.hash()[..31]));
    }

    #[test]
    fn what_is_no_key_is_not_read_as_one() {
        let whole = Secret::random().unwrap().told(Uuid::from_u128(7).into());
        for wrong in ["", "ohk_", "ohk_x_y", &whole[4..], &whole[..whole.len() - 1], &format!("{whole}x")] {
            assert!(Presented::read(wrong).is_none(), "{wrong}");
        }
    }

    #[test]
    fn a_shown_key_does_not_show_itself() {
        let whole = Secret::random().unwrap().told(Uuid::from_u128(7).into());
        let shown = format!("{:?}", Presented::read(&whole).unwrap());
        assert_eq!(shown, "Presented(ohk_00000000)");
    }
}
