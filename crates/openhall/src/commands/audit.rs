//! `openhall audit`: looking whether the log is as it was written.

use std::{path::PathBuf, process::exit};

use anyhow::{Context, Result, bail};
use clap::{Args, Subcommand};
use store::{
    audit::{
        heads,
        verify::{Head, Verdict, verify},
    },
    migrate,
};

use crate::{config::Config, database::Database};

/// Looks whether the audit log is as it was written
#[derive(Debug, Subcommand)]
pub enum Audit {
    /// Walks through the whole log and names the first line that was altered, taken out or put in
    ///
    /// The chain is computed anew from what every line says, and compared with the heads that a server kept outside of
    /// the database. Ends with failure when something is not as it was sealed.
    Verify(Verify),
}

#[derive(Args, Debug)]
pub struct Verify {
    /// A file of heads, such as a copy on another machine; may be repeated. STATE_DIR/audit-heads when absent
    #[arg(long, env = "OPENHALL_AUDIT_HEADS", value_delimiter = ',', value_name = "FILE")]
    heads: Vec<PathBuf>,
    #[command(flatten)]
    config: Config,
}

impl Audit {
    pub fn run(self) -> Result<()> {
        match self {
            Self::Verify(verify) => verify.run(),
        }
    }
}

impl Verify {
    fn run(self) -> Result<()> {
        let heads = self.kept()?;
        let database = Database::open(&self.config)?;
        let verdict = verified(&database, &heads);
        database.close()?;
        let verdict = verdict?;
        say(&verdict, &heads);
        if verdict.findings.is_empty() { Ok(()) } else { exit(1) }
    }

    /// The heads that were kept outside. A file that was named has to be there.
    fn kept(&self) -> Result<Vec<Head>> {
        let own = self.config.heads();
        let files = if self.heads.is_empty() && own.exists() { vec![own] } else { self.heads.clone() };
        let kept = files.iter().map(|file| {
            heads::read(file).with_context(|| format!("cannot read the heads in {}", file.display()))
        });
        Ok(kept.collect::<Result<Vec<_>>>()?.concat())
    }
}

fn verified(database: &Database, heads: &[Head]) -> Result<Verdict> {
    if migrate::pending(database.web_url())? {
        bail!("the migrations have to run first");
    }
    Ok(verify(database.web_url(), heads)?)
}

fn say(verdict: &Verdict, heads: &[Head]) {
    let Verdict { lines, seals, erased, waiting, heads: matched, findings } = verdict;
    println!(
        "{lines} lines under {seals} seals are as they were sealed; {erased} of them were emptied by rule"
    );
    println!("{waiting} lines wait for their seal");
    match heads {
        [] => println!("no heads were kept outside: that the whole log was replaced would not be noticed"),
        _ => println!("{matched} seals are those that were kept outside"),
    }
    findings.iter().for_each(|finding| println!("BAD   {finding}"));
}
