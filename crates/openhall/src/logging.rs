//! The log: lines of JSON for machines, or text for a person at a terminal. It goes to standard error; what a
//! command was asked for goes to standard output.

use std::{
    io::{IsTerminal, stderr},
    panic,
};

use anyhow::{Context, Result};
use clap::{Args, ValueEnum};
use tracing_subscriber::{EnvFilter, fmt};

#[derive(Args, Debug)]
pub struct Logging {
    /// What is logged: error, warn, info, debug, or by part: `info,store=debug`
    #[arg(
        long,
        global = true,
        env = "OPENHALL_LOG",
        default_value = "info,actix_server=warn",
        value_name = "LEVEL"
    )]
    log: String,
    /// How; text at a terminal and JSON elsewhere when absent
    #[arg(long, global = true, env = "OPENHALL_LOG_FORMAT", value_name = "FORMAT")]
    log_format: Option<Format>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    Json,
    Text,
}

impl Logging {
    pub fn begin(&self) -> Result<()> {
        let filter = EnvFilter::try_new(&self.log).context("--log is not a level")?;
        let lines = fmt().with_env_filter(filter).with_writer(stderr);
        let begun = match self.log_format.unwrap_or_else(format_here) {
            Format::Json => lines.json().flatten_event(true).with_span_list(false).try_init(),
            Format::Text => lines.with_target(false).try_init(),
        };
        panic::set_hook(Box::new(panicked));
        begun.map_err(|error| anyhow::anyhow!("cannot begin to log: {error}"))
    }
}

/// A line like any other. Where it happened, and not the panic's own words: they may repeat what was sent.
fn panicked(panic: &panic::PanicHookInfo) {
    tracing::error!(place = panic.location().map(tracing::field::display), "a thread panicked");
}

fn format_here() -> Format {
    if stderr().is_terminal() { Format::Text } else { Format::Json }
}
