//! A password on its way in: chosen by a person, or by chance.

use std::io::stdin;

use anyhow::{Result, bail};
use clap::Args;
use store::{
    StoreResult,
    passwords::{self, HashedPassword, Owner},
    tx::WriteTx,
};

use crate::commands::random_password;

#[derive(Args, Debug)]
pub(super) struct PasswordSource {
    /// Reads the password from the first line of standard input; a random one is made and printed otherwise
    #[arg(long)]
    password_stdin: bool,
}

/// A password that somebody chose, or one that has to be told.
pub(super) enum Chosen {
    ByPerson(String),
    ByChance(String),
}

impl PasswordSource {
    pub(super) fn read(&self) -> Result<Chosen> {
        if !self.password_stdin {
            return random_password().map(Chosen::ByChance);
        }
        let mut line = String::new();
        if stdin().read_line(&mut line)? == 0 {
            bail!("there is no password on standard input");
        }
        Ok(Chosen::ByPerson(line.trim_end_matches(['\r', '\n']).to_owned()))
    }
}

impl Chosen {
    pub(super) fn hashed(&self, tx: &mut WriteTx, owner: Owner) -> StoreResult<HashedPassword> {
        let (Self::ByPerson(password) | Self::ByChance(password)) = self;
        passwords::choose(tx, password, owner)
    }

    pub(super) fn tell(&self, email: &str) {
        match self {
            Self::ByPerson(_) => println!("{email} signs in with this password"),
            Self::ByChance(password) => println!("{email} signs in with {password}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_random_password_is_long_and_new_each_time() {
        let (one, other) = (random_password().unwrap(), random_password().unwrap());
        assert_eq!(one.len(), 23);
        assert_ne!(one, other);
    }
}
