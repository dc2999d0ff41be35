//! Uploaded files: what they are, and where they lie.
//!
//! A file is streamed into the vault, which keeps nothing but ciphertext, and is then read back whole and inspected.
//! Only a file that is what its name says gets a row in the database; the vault forgets the others. Of a picture of a
//! person nothing is kept but the photo that is drawn anew from it. The server inspects in a process of its own ([`Inspector`]).

mod inspect;
mod inspector;
mod segments;
mod vault;

pub use inspect::{emblem, inspect, portrait};
pub use inspector::{Content, Inspector, Question, Verdict};
pub use vault::{Stored, Swept, Vault, VaultError, Writer};
