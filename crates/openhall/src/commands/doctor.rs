//! `openhall doctor`

use std::{
    fs,
    net::SocketAddr,
    os::unix::fs::PermissionsExt,
    path::{Path, PathBuf},
    process::exit,
    sync::Arc,
    time::Duration,
};

use anyhow::{Context, Result, anyhow, bail};
use api::page::Page;
use clap::Args;
use store::{
    Settings, Store,
    crypt::{Keyring, Sealer},
    diagnosis::{self, Diagnosis},
    migrate,
};

use crate::{config::Config, database::Database, keys, mail::Mail};

/// PostgreSQL's major version that Openhall is tested with.
const POSTGRES: u32 = 15;
/// Tokens forgive less than two minutes.
const CLOCKS_DIFFER: i64 = 30;

/// Checks an installation and says what to do: configuration, keys, folders, mail, database, roles, clock
#[derive(Args, Debug)]
pub struct Doctor {
    #[command(flatten)]
    config: Config,
    #[command(flatten)]
    mail: Mail,
    /// The built page, if this server is to serve one
    #[arg(long, env = "OPENHALL_PAGE", value_name = "FOLDER")]
    page: Option<PathBuf>,
}

impl Doctor {
    /// Ends with failure when something has to be done.
    pub fn run(self) -> Result<()> {
        let mut report = Report::default();
        report.say("state directory", private_folder(&self.config.state_dir));
        let keyring = self.keys();
        report
            .say("keys", keyring.as_ref().map(|keyring| format!("complete ({keyring:?})")).map_err(repeated));
        report.say("files", writable(&self.config.files()));
        if let Some(page) = &self.page {
            report.say("page", Page::read(page).map(|_| "complete".to_owned()).map_err(Into::into));
        }
        report.say("mail", self.mail());
        match self.database() {
            Ok(database) => {
                look(&database, &mut report);
                if let Ok(keyring) = &keyring {
                    report.say("keys and database", fitting(keyring, &database));
                }
                report.say("letting go of the database", database.close().map(|()| "done".to_owned()));
            }
            Err(error) => report.say("database", Err(error)),
        }
        if report.is_healthy { Ok(()) } else { exit(1) }
    }

    /// Reaches the mail server without sending anything.
    fn mail(&self) -> Result<String> {
        let post = self.mail.post(&self.config, SocketAddr::from(([127, 0, 0, 1], 0)))?;
        post.knock()?;
        Ok(match post.kept_in() {
            Some(_) => format!("no server is set, so it is kept in {}", self.config.mails().display()),
            None => "the server would take it".into(),
        })
    }

    /// Looking does not make a new installation.
    fn database(&self) -> Result<Database> {
        if self.config.database_url()?.is_none() && !self.config.state_dir.exists() {
            bail!("there is none yet: `openhall serve` makes one, or set DATABASE_URL");
        }
        Database::open(&self.config)
    }

    fn keys(&self) -> Result<Keyring> {
        match keys::in_environment()? {
            Some(keyring) => Ok(keyring),
            None => keys::open(&self.config),
        }
    }
}

/// The same error, for a second reader.
fn repeated(error: &anyhow::Error) -> anyhow::Error {
    anyhow!("{error:#}")
}

/// Whether what is sealed in the database opens with these keys. Before the migrations ran nothing is.
fn fitting(keyring: &Keyring, database: &Database) -> Result<String> {
    if migrate::pending(database.web_url())? {
        bail!("not asked: the migrations have to run first");
    }
    let database_url = database.web_url().to_owned();
    let settings = Settings { database_url, connections: 1, patience: Duration::from_secs(3) };
    keys::refuse_others(&Store::new(&settings, Arc::new(Sealer::new(keyring)?)))?;
    Ok("what is sealed opens".into())
}

/// What was found, line by line.
struct Report {
    is_healthy: bool,
}

impl Default for Report {
    fn default() -> Self {
        Self { is_healthy: true }
    }
}

impl Report {
    fn say(&mut self, what: &str, found: Result<String>) {
        match found {
            Ok(fine) => println!("fine  {what}: {fine}"),
            Err(error) => {
                self.is_healthy = false;
                println!("BAD   {what}: {error:#}");
            }
        }
    }
}

fn look(database: &Database, report: &mut Report) {
    match diagnosis::look(database.web_url()) {
        Ok(seen) => {
            report.say("database", version(&seen));
            report.say("server's role", web_role(&seen));
            report.say("clock", clock(&seen));
        }
        Err(error) => report.say("database", Err(error.into())),
    }
    match database.owner_url() {
        Some(owner) => {
            report.say(
                "owner's role",
                diagnosis::look(owner).map_err(Into::into).and_then(|seen| owner_role(&seen)),
            );
            report.say("migrations", migrations(owner));
        }
        None => report.say("migrations", migrations(database.web_url())),
    }
}

fn version(seen: &Diagnosis) -> Result<String> {
    let major = seen.server_version.split('.').next().and_then(|major| major.parse::<u32>().ok());
    if major.is_none_or(|major| major < POSTGRES) {
        bail!("PostgreSQL {} is too old; Openhall wants {POSTGRES} or newer", seen.server_version);
    }
    let encrypted = if seen.is_encrypted { "over TLS" } else { "not encrypted on its way" };
    Ok(format!("PostgreSQL {}, {encrypted}", seen.server_version))
}

/// The server must not be able to switch the audit off.
fn web_role(seen: &Diagnosis) -> Result<String> {
    if seen.is_superuser || seen.may_create {
        bail!(
            "{} may change the database's shape: give the server a role of its own in DATABASE_URL, and keep this \
             one for MIGRATION_URL",
            seen.role
        );
    }
    Ok(format!("{} may write rows and no more", seen.role))
}

fn owner_role(seen: &Diagnosis) -> Result<String> {
    if !seen.may_create {
        bail!(
            "{} may not change the database's shape: MIGRATION_URL is for the owner of the tables",
            seen.role
        );
    }
    Ok(format!("{} may migrate", seen.role))
}

fn migrations(url: &str) -> Result<String> {
    if migrate::pending(url)? {
        bail!("some wait: run `openhall migrate`");
    }
    Ok("none wait".into())
}

#[expect(clippy::disallowed_methods, reason = "this machine's clock is what is looked at")]
fn clock(seen: &Diagnosis) -> Result<String> {
    let apart = (chrono::Utc::now() - seen.now).num_seconds().abs();
    if apart > CLOCKS_DIFFER {
        bail!("this machine and the database are {apart} s apart: let both follow a time server");
    }
    Ok(format!("{apart} s apart from the database"))
}

fn private_folder(folder: &Path) -> Result<String> {
    let found = fs::metadata(folder).with_context(|| format!("there is no {}", folder.display()))?;
    let mode = found.permissions().mode() & 0o777;
    if mode & 0o066 != 0 {
        bail!("{} is open to others (mode {mode:03o}): chmod 711 it", folder.display());
    }
    writable(folder)
}

fn writable(folder: &Path) -> Result<String> {
    let probe = folder.join(".doctor");
    fs::write(&probe, b"").with_context(|| format!("cannot write into {}", folder.display()))?;
    fs::remove_file(&probe)?;
    Ok(format!("{} is writable", folder.display()))
}
