//! `openhall keys`

use anyhow::{Result, bail};
use clap::{Args, Subcommand};
use store::crypt::KeyId;
use tokio::runtime::Builder;

use crate::{config::Config, keys, opened::Opened};

/// Makes the key file of a new installation, and replaces a key that others may know
///
/// Secrets in the database and all files are sealed with these keys, and tokens are signed with them. Copy the
/// file to every server of the installation, and keep a copy apart from the backups: without it they cannot be
/// opened.
#[derive(Args, Debug)]
#[command(args_conflicts_with_subcommands = true)]
pub struct Keys {
    #[command(subcommand)]
    verb: Option<Verb>,
    #[command(flatten)]
    config: Config,
}

#[derive(Debug, Subcommand)]
enum Verb {
    /// Puts a new key into the key file, which seals from the next start on; the others still open
    Add(Add),
    /// Seals everything anew that an older key sealed, while the server runs
    ///
    /// Every server has to know the new key and to seal with it before. It may be stopped and repeated. At its end it says
    /// which keys seal nothing any more.
    Rotate(Rotate),
}

#[derive(Args, Debug)]
struct Add {
    /// Puts it last, where it only opens: with several servers each has to know it before one of them seals with it.
    /// Move its line to the top everywhere afterwards
    #[arg(long)]
    last: bool,
    #[command(flatten)]
    config: Config,
}

#[derive(Args, Debug)]
struct Rotate {
    #[command(flatten)]
    config: Config,
}

impl Keys {
    pub fn run(self) -> Result<()> {
        match self.verb {
            Some(Verb::Add(add)) => add.run(),
            Some(Verb::Rotate(rotate)) => rotate.run(),
            None => {
                keys::create(&self.config)?;
                println!("made {}", self.config.keys_file().display());
                Ok(())
            }
        }
    }
}

const NOW: &str = "start the servers anew, then `openhall keys rotate`";
const LATER: &str = "start every server anew. Then move the new line to the top of the file, give it to every server again, \
                     start them anew, and only then `openhall keys rotate`";

impl Add {
    fn run(self) -> Result<()> {
        if keys::in_environment()?.is_some() {
            bail!(
                "the keys stand in OPENHALL_KEYS: write them into a file, name it by OPENHALL_KEYS_FILE, and add one there"
            );
        }
        let (known, file) = (keys::open(&self.config)?, self.config.keys_file());
        let more = if self.last { known.with_waiting_key() } else { known.with_new_key() }?;
        more.replace(&file)?;
        println!(
            "{} has a new key. Copy the file to every server and apart from the backups",
            file.display()
        );
        println!("next: {}", if self.last { LATER } else { NOW });
        Ok(())
    }
}

impl Rotate {
    fn run(self) -> Result<()> {
        let opened = Opened::open(&self.config)?;
        let done = rotated(&opened);
        let known = opened.keyring.ids();
        opened.close()?;
        say(&done?, &known);
        Ok(())
    }
}

struct Rotated {
    secrets: usize,
    files: usize,
    /// Keys that something is sealed with yet.
    in_use: Vec<KeyId>,
}

fn rotated(opened: &Opened) -> Result<Rotated> {
    let secrets = opened.store.rotate_columns()?;
    let runtime = Builder::new_current_thread().enable_all().build()?;
    let files = runtime.block_on(opened.vault.rotate())?;
    Ok(Rotated { secrets, files, in_use: opened.store.keys_in_use()? })
}

fn say(Rotated { secrets, files, in_use }: &Rotated, known: &[KeyId]) {
    println!("sealed {secrets} secrets and {files} files anew");
    let Some((current, others)) = known.split_first() else { return };
    for id in others {
        println!("{}", standing(*id, *current, in_use.contains(id)));
    }
}

/// What becomes of a key that does not seal here. Later keys have higher numbers: one that was added last waits for its turn,
/// and whoever took it out would be left with the key that is to be replaced.
fn standing(id: KeyId, current: KeyId, is_in_use: bool) -> String {
    match is_in_use {
        _ if id > current => format!(
            "key {id} is newer than key {current}, which seals here: move its line to the top of the key file on every \
             server, start them anew, and rotate again"
        ),
        true => {
            format!("key {id} still seals something: a server that runs does not seal with key {current} yet")
        }
        false => format!(
            "key {id} seals nothing any more: take its line out of the key file on every server, and keep it for as \
             long as you keep backups of before"
        ),
    }
}
