//! `openhall demo`: an agency to try things out with.

use std::{
    fs::{self, OpenOptions},
    io::Write,
    os::unix::fs::OpenOptionsExt,
    path::PathBuf,
};

use anyhow::{Context, Result};
use clap::Args;
use store::{
    demo::{self, Cast},
    profiles::Profile,
};

use super::{profile, random_password};
use crate::{config::Config, opened::Opened};

/// Fills an empty database with a demo agency: people, clients and some months of work
///
/// Prints who may sign in, with a random password. A database that has users already is refused.
#[derive(Args, Debug)]
pub struct Demo {
    #[command(flatten)]
    config: Config,
    /// Which agency: mission or neutral
    #[arg(long, env = "OPENHALL_PROFILE", default_value = "mission", value_parser = profile)]
    profile: Profile,
}

impl Demo {
    pub fn run(self) -> Result<()> {
        let opened = Opened::open(&self.config)?;
        load(&self.config, &opened, self.profile)?;
        println!("{}", sign_ins(&self.config)?);
        opened.close()
    }
}

/// Loads the demo agency and keeps its sign-ins in a file, for the next start.
pub fn load(config: &Config, opened: &Opened, profile: Profile) -> Result<()> {
    let password = random_password()?;
    demo::load(&opened.store, &opened.vault, profile, &|_| password.clone())?;
    let mut file =
        OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(file(config))?;
    file.write_all(table(&password).as_bytes())?;
    Ok(())
}

/// Who may sign in to the demo agency, where there is one.
pub fn sign_ins(config: &Config) -> Result<String> {
    let file = file(config);
    fs::read_to_string(&file).with_context(|| format!("the demo's sign-ins in {}", file.display()))
}

pub fn is_loaded(config: &Config) -> bool {
    file(config).exists()
}

fn file(config: &Config) -> PathBuf {
    config.state_dir.join("demo-sign-ins")
}

fn table(password: &str) -> String {
    let people = Cast::ALL
        .iter()
        .map(|person| format!("  {:<22}{:<20}{}\n", person.email(), person.name(), person.role().label()));
    format!("The demo agency. Everybody's password is {password}\n\n{}", people.collect::<String>())
}
