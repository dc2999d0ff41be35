//! `openhall migrate`

use anyhow::{Context, Result};
use clap::Args;
use store::profiles::Profile;

use super::{Required, profile};
use crate::{config::Config, database::Database, erased, opened::Opened};

/// Brings the database to the shape that this version needs
///
/// Needs the MIGRATION_URL of the role that owns the tables; `openhall serve` then runs without it. A database
/// without an organization is given one to begin with.
#[derive(Args, Debug)]
pub struct Migrate {
    #[command(flatten)]
    config: Config,
    /// What a new database begins with: mission or neutral
    #[arg(long, env = "OPENHALL_PROFILE", default_value = "neutral", value_parser = profile)]
    profile: Profile,
    #[command(flatten)]
    second_factor: Required,
}

impl Migrate {
    pub fn run(self) -> Result<()> {
        let database = Database::open(&self.config)?;
        database.owner_url().context("migrations need a MIGRATION_URL")?;
        let ran = database.make_current()?;
        database.close()?;
        for migration in &ran {
            println!("ran {migration}");
        }
        let opened = Opened::open(&self.config)?;
        erased::again(&self.config, &opened.database)?;
        opened.give_profile(self.profile, self.second_factor.chosen())?;
        println!("the database is up to date");
        opened.close()
    }
}
