//! A file for each command.

pub mod audit;
pub mod configuration;
pub mod demo;
pub mod doctor;
pub mod inspect;
pub mod keys;
pub mod migrate;
pub mod openapi;
pub mod serve;
pub mod user;

use anyhow::{Context, Result};
use clap::{Args, builder::BoolishValueParser};
use store::profiles::{Profile, SecondFactor};

/// Whether a new database begins with a second factor for those who may do most.
#[derive(Args, Clone, Copy, Debug)]
struct Required {
    /// A new database requires a second factor of administrators, coordinators and analysts from the first day on
    #[arg(long, env = "OPENHALL_REQUIRE_SECOND_FACTOR", value_parser = BoolishValueParser::new())]
    require_second_factor: bool,
}

impl Required {
    fn chosen(self) -> SecondFactor {
        if self.require_second_factor { SecondFactor::RequiredByProfile } else { SecondFactor::Optional }
    }
}

/// For clap: the profiles that are shipped.
fn profile(name: &str) -> Result<Profile, String> {
    let names = Profile::ALL.map(Profile::name).join(" or ");
    Profile::from_name(name).ok_or_else(|| format!("it is {names}"))
}

/// A password that nobody has to think of: twenty letters and digits that look unlike each other, in groups
/// that can be read out. A hundred bits.
fn random_password() -> Result<String> {
    const LETTERS: &[u8; 32] = b"abcdefghijkmnpqrstuvwxyz23456789";
    let mut chance = [0_u8; 20];
    getrandom::fill(&mut chance).context("no random bytes from the operating system")?;
    let letters = chance.map(|byte| char::from(LETTERS[usize::from(byte % 32)]));
    Ok(letters.chunks(5).map(String::from_iter).collect::<Vec<_>>().join("-"))
}
