//! Secrets at rest: columns and files are sealed before they reach the database or the disk.
//!
//! A [`Keyring`] comes from a file that only the server may read, or from the environment; it never stands in a
//! backup. A [`Sealer`] is made of it once, at the start, and is the only thing that seals and opens. Whoever
//! steals a dump has ciphertext; whoever can write to the database cannot move a secret to a row of their own,
//! because the place is bound into the encryption.

mod cipher;
mod index;
mod keyring;
mod seal;

pub(crate) use cipher::{Cipher, OVERHEAD, chance};
pub use keyring::{KeyId, Keyring, KeyringError};
pub use seal::{Place, Sealer};

/// Why a secret could not be sealed or opened. It says nothing of what was in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CryptError {
    /// The bytes are not of the shape that this version writes.
    #[error("these bytes were not sealed by this program")]
    Shape,
    /// The key was taken out of the keyring, or another keyring sealed this.
    #[error("the keyring has no key {0}")]
    UnknownKey(KeyId),
    /// The bytes were changed, or they stood in another place when they were sealed.
    #[error("the seal is broken or belongs to another place")]
    Broken,
    /// The operating system gave no random bytes.
    #[error("no random bytes from the operating system")]
    NoChance,
    /// The input is larger than the cipher takes (256 GiB).
    #[error("the cipher refused its input")]
    Refused,
}
