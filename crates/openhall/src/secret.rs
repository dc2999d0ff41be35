//! Secrets on their way in: from the environment or from a file, and refused where they are none.

use std::{convert::Infallible, fs, path::Path};

use anyhow::{Context, Result, bail};
use secrecy::{ExposeSecret, SecretString};

/// Words of examples and habits. Whoever starts a server with one has forgotten to choose.
const PLACEHOLDERS: &[&str] =
    &["changeme", "change-me", "change_me", "password", "secret", "example", "default", "ccdpass", "12345"];
/// As long as a UUID without its dashes would be safe; shorter ones can be tried out.
const SHORTEST_TOKEN: usize = 20;
const SHORTEST_PASSWORD: usize = 12;

/// For clap, so that no secret is printed with the arguments.
pub fn parse(text: &str) -> Result<SecretString, Infallible> {
    Ok(SecretString::from(text))
}

/// The secret itself or the one in the file. Empty counts as not given, as compose files pass it.
pub fn given(secret: Option<&SecretString>, file: Option<&Path>) -> Result<Option<SecretString>> {
    let text = match file.filter(|file| !file.as_os_str().is_empty()) {
        Some(file) => {
            Some(fs::read_to_string(file).with_context(|| format!("cannot read {}", file.display()))?)
        }
        None => secret.map(|secret| secret.expose_secret().to_owned()),
    };
    Ok(text.map(|text| text.trim().to_owned()).filter(|text| !text.is_empty()).map(SecretString::from))
}

/// Refuses a token that can be guessed.
pub fn refuse_weak_token(name: &str, token: &SecretString) -> Result<()> {
    let text = token.expose_secret();
    if text.len() < SHORTEST_TOKEN || is_placeholder(text) {
        bail!(
            "{name} can be guessed: use {SHORTEST_TOKEN} random characters or more (`openssl rand -hex 24`)"
        );
    }
    Ok(())
}

/// Refuses a database whose password can be guessed. Without a password another way in is meant, such as a
/// certificate or a socket.
pub fn refuse_weak_database(name: &str, url: &SecretString) -> Result<()> {
    match password_in(url.expose_secret()) {
        Some(password) if password.len() < SHORTEST_PASSWORD || is_placeholder(password) => bail!(
            "the password in {name} can be guessed: use {SHORTEST_PASSWORD} random characters or more \
             (`openssl rand -hex 24`)"
        ),
        _ => Ok(()),
    }
}

fn is_placeholder(text: &str) -> bool {
    let text = text.to_ascii_lowercase();
    PLACEHOLDERS.iter().any(|word| text.contains(word))
}

fn password_in(url: &str) -> Option<&str> {
    let (_, rest) = url.split_once("://")?;
    let (user, _) = rest.split('/').next()?.rsplit_once('@')?;
    user.split_once(':').map(|(_, password)| password)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn database(url: &str) -> bool {
        refuse_weak_database("DATABASE_URL", &SecretString::from(url)).is_ok()
    }

    #[test]
    fn a_database_with_a_guessable_password_is_refused() {
        for wrong in ["changeme", "ccdpass", "short", "Password1234567", ""] {
            assert!(!database(&format!("postgres://web:{wrong}@db/openhall")), "{wrong}");
        }
        assert!(database("postgres://web:6a0c2f8d51b94e@db:5432/openhall"));
    }

    #[test]
    fn a_database_without_a_password_has_another_way_in() {
        assert!(database("postgres://web@db/openhall"));
        assert!(database("postgres:///openhall?host=/run/postgresql"));
    }

    #[test]
    fn a_short_token_is_refused() {
        for wrong in ["", "short", "changeme-changeme-changeme"] {
            assert!(refuse_weak_token("x", &SecretString::from(wrong)).is_err(), "{wrong}");
        }
        assert!(refuse_weak_token("x", &SecretString::from("6a0c2f8d51b94e6a0c2f8d51")).is_ok());
    }

    #[test]
    fn a_secret_in_a_file_loses_its_line_end() {
        let file = std::env::temp_dir().join(format!("openhall-secret-{}", std::process::id()));
        fs::write(&file, "abc\n").unwrap();
        let secret = given(None, Some(&file)).unwrap().unwrap();
        fs::remove_file(&file).unwrap();
        assert_eq!(secret.expose_secret(), "abc");
    }

    #[test]
    fn an_empty_secret_is_not_given() {
        assert!(given(Some(&SecretString::from("")), None).unwrap().is_none());
    }
}
