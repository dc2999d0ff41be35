//! The keys, as they stand in a file or in the environment.
//!
//! ```text
//! # The first seal key seals; the others only open.
//! seal 2 nqd4…=
//! seal 1 3vHx…=
//! index 9sQk…=
//! tokens b0Yd…=
//! ```
//!
//! Entries stand on lines of their own or are parted by semicolons. To rotate with several servers running, add
//! the new key as the last one everywhere, then move it to the top, then run the rotation, then drop the old
//! one. The index key cannot be rotated without reading every number again, so it is not derived from these.

use std::{
    fmt,
    fs::{self, File, OpenOptions},
    io::{self, Read, Write},
    os::unix::fs::{MetadataExt, OpenOptionsExt},
    path::Path,
};

use base64::{Engine, prelude::BASE64_STANDARD};
use zeroize::Zeroizing;

use super::{
    CryptError,
    cipher::{Secret, chance, derive},
};

/// Names a key; it stands in clear text before everything that the key sealed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct KeyId(pub u32);

/// All keys of an installation.
pub struct Keyring {
    /// The current one first.
    seal: Vec<(KeyId, Secret)>,
    index: Secret,
    tokens: Secret,
}

/// Why there is no keyring. It names lines, never what stands on them.
#[derive(Debug, thiserror::Error)]
pub enum KeyringError {
    #[error("cannot read or write the key file: {0}")]
    File(#[from] io::Error),
    /// Keys that others could read are no longer keys.
    #[error("the key file is open to others (mode {0:03o}): chmod 600 it, and if others were there, rotate")]
    Exposed(u32),
    #[error(
        "line {0} of the keys is not `seal NUMBER KEY`, `index KEY` or `tokens KEY` with 32 bytes in base64"
    )]
    Line(usize),
    #[error("line {0} of the keys repeats a name or a key")]
    Repeated(usize),
    #[error("the keys have no `{0}` entry")]
    Missing(&'static str),
    #[error(transparent)]
    Crypt(#[from] CryptError),
}

impl Keyring {
    /// Reads the key file.
    ///
    /// # Errors
    /// [`KeyringError::Exposed`] if group or others have any right on it, and whatever [`Keyring::parse`] finds.
    pub fn read(path: &Path) -> Result<Self, KeyringError> {
        let mut file = File::open(path)?;
        // Asked of the open file, so that nobody can put another one in its place in between.
        let mode = file.metadata()?.mode() & 0o777;
        if mode & 0o077 != 0 {
            return Err(KeyringError::Exposed(mode));
        }
        let mut text = Zeroizing::new(String::new());
        file.read_to_string(&mut text)?;
        Self::parse(&text)
    }

    /// Makes a key file that did not exist before, for its owner alone.
    ///
    /// # Errors
    /// [`KeyringError::File`] if it exists: keys that sealed something must never be overwritten.
    pub fn create(path: &Path) -> Result<Self, KeyringError> {
        let keyring = Self::generate()?;
        let mut file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(path)?;
        file.write_all(keyring.text().as_bytes())?;
        file.sync_all()?;
        Ok(keyring)
    }

    /// Reads the text of a key file or of an environment variable.
    ///
    /// # Errors
    /// [`KeyringError::Line`], [`KeyringError::Repeated`] or [`KeyringError::Missing`] if it is not a whole keyring.
    pub fn parse(text: &str) -> Result<Self, KeyringError> {
        let mut found = Found::default();
        for (at, line) in text.lines().enumerate() {
            let said = line.split_once('#').map_or(line, |(before, _)| before);
            for entry in said.split(';') {
                found.take(at + 1, &entry.split_whitespace().collect::<Vec<_>>())?;
            }
        }
        found.whole()
    }

    /// New keys for a new installation.
    ///
    /// # Errors
    /// [`KeyringError::Crypt`] without random bytes.
    pub fn generate() -> Result<Self, KeyringError> {
        Ok(Self { seal: vec![(KeyId(1), secret()?)], index: secret()?, tokens: secret()? })
    }

    /// The same keyring with a new key that seals from now on; the old ones still open.
    ///
    /// # Errors
    /// [`KeyringError::Crypt`] without random bytes.
    pub fn with_new_key(mut self) -> Result<Self, KeyringError> {
        self.seal.insert(0, self.new_key()?);
        Ok(self)
    }

    /// The same keyring with a new key that only opens, until it is moved to the top. Where several servers run, each has
    /// to know it before one of them seals with it.
    ///
    /// # Errors
    /// [`KeyringError::Crypt`] without random bytes.
    pub fn with_waiting_key(mut self) -> Result<Self, KeyringError> {
        self.seal.push(self.new_key()?);
        Ok(self)
    }

    fn new_key(&self) -> Result<(KeyId, Secret), KeyringError> {
        let newest = self.seal.iter().map(|(id, _)| id.0).max().unwrap_or_default();
        Ok((KeyId(newest.saturating_add(1)), secret()?))
    }

    /// Puts it in the place of a key file, at once and whole: a machine that stops on the way has the one or the other.
    ///
    /// # Errors
    /// [`KeyringError::File`] if the folder takes no file, or one is left there of an attempt that was stopped.
    pub fn replace(&self, path: &Path) -> Result<(), KeyringError> {
        let beside = path.with_extension("new");
        let mut file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(&beside)?;
        file.write_all(self.text().as_bytes())?;
        file.sync_all()?;
        Ok(fs::rename(&beside, path)?)
    }

    /// What belongs into the key file.
    pub fn text(&self) -> Zeroizing<String> {
        let mut text =
            String::from("# The first seal key seals; the others only open. Keep apart from backups.\n");
        for (id, key) in &self.seal {
            text += &format!("seal {} {}\n", id.0, *encoded(key));
        }
        text += &format!("index {}\ntokens {}\n", *encoded(&self.index), *encoded(&self.tokens));
        Zeroizing::new(text)
    }

    /// The key that signs access tokens (HS256). It seals nothing, so a leak of it opens no record.
    ///
    /// # Errors
    /// None in practice: [`CryptError::Refused`] stands for a derived key that is too long.
    pub fn token_key(&self) -> Result<Zeroizing<[u8; 32]>, CryptError> {
        derive(&self.tokens, &[b"openhall/v1/tokens/access"])
    }

    /// The names of the keys that seal and open, the one that seals first.
    pub fn ids(&self) -> Vec<KeyId> {
        self.seal.iter().map(|(id, _)| *id).collect()
    }

    pub(super) fn seal_keys(&self) -> &[(KeyId, Secret)] {
        &self.seal
    }

    pub(super) fn index_key(&self) -> &Secret {
        &self.index
    }
}

/// Names the keys and hides them.
impl fmt::Debug for Keyring {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        let ids = self.seal.iter().map(|(id, _)| id);
        f.write_str("Keyring ")?;
        f.debug_list().entries(ids).finish()
    }
}

impl KeyId {
    /// As they stand before what the key sealed.
    pub(crate) fn bytes(self) -> [u8; 4] {
        self.0.to_be_bytes()
    }
}

impl fmt::Display for KeyId {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// What was read so far.
#[derive(Default)]
struct Found {
    seal: Vec<(KeyId, Secret)>,
    index: Option<Secret>,
    tokens: Option<Secret>,
}

impl Found {
    fn take(&mut self, at: usize, words: &[&str]) -> Result<(), KeyringError> {
        match *words {
            [] => Ok(()),
            ["seal", id, key] => {
                let id = KeyId(id.parse().map_err(|_| KeyringError::Line(at))?);
                let key = self.fresh(at, key)?;
                let known = self.seal.iter().any(|(other, _)| *other == id);
                self.seal.push((id, key));
                if known { Err(KeyringError::Repeated(at)) } else { Ok(()) }
            }
            ["index", key] => {
                let key = self.fresh(at, key)?;
                once(at, &mut self.index, key)
            }
            ["tokens", key] => {
                let key = self.fresh(at, key)?;
                once(at, &mut self.tokens, key)
            }
            _ => Err(KeyringError::Line(at)),
        }
    }

    /// A key that no entry before had: one key in two roles would undo their separation.
    fn fresh(&self, at: usize, text: &str) -> Result<Secret, KeyringError> {
        let key = decoded(text).map_err(|()| KeyringError::Line(at))?;
        let mut others = self.seal.iter().map(|(_, key)| key).chain(&self.index).chain(&self.tokens);
        if others.any(|other| *other == key) { Err(KeyringError::Repeated(at)) } else { Ok(key) }
    }

    fn whole(self) -> Result<Keyring, KeyringError> {
        if self.seal.is_empty() {
            return Err(KeyringError::Missing("seal"));
        }
        let index = self.index.ok_or(KeyringError::Missing("index"))?;
        let tokens = self.tokens.ok_or(KeyringError::Missing("tokens"))?;
        Ok(Keyring { seal: self.seal, index, tokens })
    }
}

fn once(at: usize, slot: &mut Option<Secret>, key: Secret) -> Result<(), KeyringError> {
    match slot.replace(key) {
        Some(_) => Err(KeyringError::Repeated(at)),
        None => Ok(()),
    }
}

/// Exactly 32 bytes that are not one byte 32 times, as in a template that was never filled in.
fn decoded(text: &str) -> Result<Secret, ()> {
    let bytes = Zeroizing::new(BASE64_STANDARD.decode(text).map_err(|_| ())?);
    let key = Zeroizing::new(<[u8; 32]>::try_from(bytes.as_slice()).map_err(|_| ())?);
    if key.iter().all(|byte| *byte == key[0]) { Err(()) } else { Ok(key) }
}

fn encoded(key: &Secret) -> Zeroizing<String> {
    Zeroizing::new(BASE64_STANDARD.encode(key.as_slice()))
}

fn secret() -> Result<Secret, CryptError> {
    chance().map(Zeroizing::new)
}

#[cfg(test)]
mod tests;
