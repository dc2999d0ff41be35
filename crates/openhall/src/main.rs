//! `openhall`: the server and everything an operator does with it.

mod commands;
mod config;
mod database;
mod erased;
mod keys;
mod logging;
mod mail;
mod opened;
mod secret;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

use commands::{
    audit, configuration, demo, doctor, inspect, keys as make_keys, migrate, openapi, serve, user,
};

/// One platform for workforce and social-service agencies.
///
/// Without a DATABASE_URL it starts a private PostgreSQL in its state directory, so that trying it out takes
/// one command: `openhall serve --demo --page dist`. Every option can be given as an environment variable;
/// secrets also as a file that holds them.
#[derive(Debug, Parser)]
#[command(version, propagate_version = true, max_term_width = 100)]
struct Cli {
    #[command(flatten)]
    logging: logging::Logging,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Serve(serve::Serve),
    Migrate(migrate::Migrate),
    #[command(subcommand)]
    User(user::User),
    #[command(subcommand)]
    Configuration(configuration::Configuration),
    Demo(demo::Demo),
    Keys(make_keys::Keys),
    Doctor(doctor::Doctor),
    #[command(subcommand)]
    Audit(audit::Audit),
    #[command(hide = true)]
    Inspect(inspect::Inspect),
    /// Prints the OpenAPI document of the API; needs no database
    Openapi,
}

fn main() -> ExitCode {
    let cli = Cli::parse();
    let done = cli.logging.begin().and_then(|()| match cli.command {
        Command::Serve(serve) => serve.run(),
        Command::Migrate(migrate) => migrate.run(),
        Command::User(user) => user.run(),
        Command::Configuration(configuration) => configuration.run(),
        Command::Demo(demo) => demo.run(),
        Command::Keys(keys) => keys.run(),
        Command::Doctor(doctor) => doctor.run(),
        Command::Audit(audit) => audit.run(),
        Command::Inspect(inspect) => inspect.run(),
        Command::Openapi => openapi::run(),
    });
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("openhall: {error:#}");
            ExitCode::FAILURE
        }
    }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    #[test]
    fn the_command_line_holds_together() {
        Cli::command().debug_assert();
    }
}
