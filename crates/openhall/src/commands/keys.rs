//! `openhall keys`

use anyhow::Result;
use clap::Args;

use crate::{config::Config, keys};

/// Makes the key file of a new installation
///
/// Secrets in the database and all files are sealed with these keys, and tokens are signed with them. Copy the
/// file to every server of the installation, and keep a copy apart from the backups: without it they cannot be
/// opened.
#[derive(Args, Debug)]
pub struct Keys {
    #[command(flatten)]
    config: Config,
}

impl Keys {
    pub fn run(self) -> Result<()> {
        keys::create(&self.config)?;
        println!("made {}", self.config.keys_file().display());
        Ok(())
    }
}
