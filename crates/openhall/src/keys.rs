//! Finding the keys of an installation.

use std::env;

use anyhow::{Context, Result, bail};
use store::{Store, crypt::Keyring, diagnosis::Keys};

use crate::config::{Config, make_state_folder};

/// The keys themselves, for those who keep secrets in the environment.
const VARIABLE: &str = "OPENHALL_KEYS";

/// The keys from the environment or the key file.
pub fn open(config: &Config) -> Result<Keyring> {
    if let Some(keys) = in_environment()? {
        return Ok(keys);
    }
    let file = config.keys_file();
    if !file.exists() {
        bail!(
            "there are no keys in {}. Copy the key file of this installation there; for a new installation, make \
             one with `openhall keys`",
            file.display()
        );
    }
    Keyring::read(&file).with_context(|| format!("the keys in {}", file.display()))
}

/// The same, and new keys where there are none: for a new private PostgreSQL, in which nothing is sealed yet.
pub fn open_or_create(config: &Config) -> Result<Keyring> {
    if in_environment()?.is_some() || config.keys_file().exists() {
        return open(config);
    }
    create(config)
}

/// Makes the key file. Never over another one: what those keys sealed would be lost.
pub fn create(config: &Config) -> Result<Keyring> {
    let file = config.keys_file();
    if let Some(folder) = file.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        make_state_folder(folder)?;
    }
    Keyring::create(&file).with_context(|| format!("cannot make {}", file.display()))
}

/// Refuses to work on a database whose secrets these keys do not open.
pub fn refuse_others(store: &Store) -> Result<()> {
    match store.keys()? {
        Keys::Right => Ok(()),
        Keys::Missing(ids) => bail!(
            "secrets in the database are sealed with keys that are not in the keyring: {}",
            ids.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
        ),
        Keys::Others => {
            bail!("these are not the keys of this database: they do not open what is sealed in it")
        }
    }
}

pub fn in_environment() -> Result<Option<Keyring>> {
    match env::var(VARIABLE) {
        Ok(text) if !text.trim().is_empty() => {
            Keyring::parse(&text).map(Some).with_context(|| format!("the keys in {VARIABLE}"))
        }
        _ => Ok(None),
    }
}
