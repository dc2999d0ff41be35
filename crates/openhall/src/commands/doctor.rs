//! `openhall doctor`

mod backups;
mod space;

use std::{
    fs, net::SocketAddr, os::unix::fs::PermissionsExt, path::Path, process::exit, sync::Arc, time::Duration,
};

use anyhow::{Context, Result, anyhow, bail};
use api::page::Page;
use clap::Args;
use store::{
    Settings, Store,
    audit::seal::Waiting,
    crypt::{Keyring, Sealer},
    diagnosis::{self, Diagnosis},
    migrate,
};

use self::backups::Backups;
use super::serve::Http;
use crate::{config::Config, database::Database, erased, keys, mail::Mail};

/// PostgreSQL's major version that Openhall is tested with.
const POSTGRES: u32 = 15;
/// A server seals three times a minute.
const SEALS_LATE: i64 = 10;
/// Tokens forgive less than two minutes.
const CLOCKS_DIFFER: i64 = 30;

/// Checks an installation and says what to do: configuration, keys, folders, mail, database, roles, clock
#[derive(Args, Debug)]
pub struct Doctor {
    #[command(flatten)]
    config: Config,
    #[command(flatten)]
    mail: Mail,
    #[command(flatten)]
    http: Http,
    #[command(flatten)]
    backups: Backups,
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
        report.say("http", self.http.settings().map(|_| "complete".to_owned()));
        if let Some(page) = &self.http.page {
            report.say("page", Page::read(page).map(|_| "complete".to_owned()).map_err(Into::into));
        }
        report.say("mail", self.mail());
        report.say("free space", space::left(&self.config));
        self.backups.look(&mut report);
        match self.database() {
            Ok(database) => {
                look(&database, &mut report);
                report.say("erasures", erasures(&self.config, &database));
                if let Ok(keyring) = &keyring {
                    report.say("keys and database", fitting(keyring, &database));
                    sealed(keyring, &database, &mut report);
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
    keys::refuse_others(&opened(keyring, database)?)?;
    Ok("what is sealed opens".into())
}

/// Whether the log is sealed as far as it should be. Where no server runs nothing is, so this is nothing to mend.
fn sealed(keyring: &Keyring, database: &Database, report: &mut Report) {
    let waiting = opened(keyring, database).and_then(|store| Ok(store.unsealed()?));
    match waiting {
        Ok(Waiting { lines, minutes: Some(minutes) }) if minutes >= SEALS_LATE => {
            let note = format!(
                "{lines} lines wait for their seal, the oldest for {minutes} minutes: a server seals them while it runs"
            );
            report.note("audit log", &note);
        }
        found => report.say(
            "audit log",
            found.map(|waiting| format!("sealed but for the {} newest lines", waiting.lines)),
        ),
    }
}

fn opened(keyring: &Keyring, database: &Database) -> Result<Store> {
    if migrate::pending(database.web_url())? {
        bail!("not asked: the migrations have to run first");
    }
    let database_url = database.web_url().to_owned();
    let settings = Settings { database_url, connections: 1, patience: Duration::from_secs(3) };
    Ok(Store::new(&settings, Arc::new(Sealer::new(keyring)?)))
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

    /// Something to think about that is nothing to mend.
    fn note(&self, what: &str, note: &str) {
        println!("note  {what}: {note}");
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

/// Whoever was erased is erased here as well.
fn erasures(config: &Config, database: &Database) -> Result<String> {
    match erased::brought_back(config, database)?.len() {
        0 => Ok("whoever was erased is erased here".into()),
        back => bail!(
            "{back} clients were erased and are in the database again: restart the server, or run `openhall migrate`"
        ),
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

/// The server must not be able to switch the audit off, or to change what it says.
fn web_role(seen: &Diagnosis) -> Result<String> {
    if seen.is_superuser || seen.may_create {
        bail!(
            "{} may change the database's shape: give the server a role of its own in DATABASE_URL, and keep this \
             one for MIGRATION_URL",
            seen.role
        );
    }
    if seen.may_act_as_owner {
        bail!("{} may act as the owner of the tables: take that membership from it", seen.role);
    }
    if !seen.rewritable.is_empty() {
        bail!(
            "{} may change what is only ever added to ({}): as the owner, revoke update, delete and truncate on it",
            seen.role,
            seen.rewritable.join(", ")
        );
    }
    Ok(format!("{} may write rows, never the log, and no more", seen.role))
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

#[cfg(test)]
mod tests {
    use super::*;

    /// A database as the server's role should find it.
    #[expect(clippy::disallowed_methods, reason = "this machine's clock is what is compared")]
    fn right() -> Diagnosis {
        Diagnosis {
            server_version: "15.4".into(),
            role: "openhall_web".into(),
            is_superuser: false,
            may_create: false,
            may_act_as_owner: false,
            rewritable: Vec::new(),
            is_encrypted: true,
            now: chrono::Utc::now(),
        }
    }

    fn apart(seconds: i64) -> Diagnosis {
        let right = right();
        Diagnosis { now: right.now + chrono::TimeDelta::seconds(seconds), ..right }
    }

    #[test]
    fn half_a_minute_between_the_clocks_is_borne_and_no_more() {
        assert!(clock(&apart(0)).is_ok() && clock(&apart(-25)).is_ok());
        for seconds in [40, -40] {
            let said = clock(&apart(seconds)).unwrap_err().to_string();
            assert!(said.contains("follow a time server"), "{said}");
        }
    }

    #[test]
    fn an_old_database_is_told() {
        assert!(version(&right()).is_ok());
        assert!(version(&Diagnosis { server_version: "14.9".into(), ..right() }).is_err());
    }

    #[test]
    fn a_role_of_the_server_that_may_more_than_write_rows_is_told_what() {
        assert!(web_role(&right()).is_ok());
        let more = [
            (Diagnosis { is_superuser: true, ..right() }, "database's shape"),
            (Diagnosis { may_create: true, ..right() }, "database's shape"),
            (Diagnosis { may_act_as_owner: true, ..right() }, "owner of the tables"),
            (Diagnosis { rewritable: vec!["audit".into()], ..right() }, "(audit)"),
        ];
        for (seen, word) in more {
            let said = web_role(&seen).unwrap_err().to_string();
            assert!(said.contains(word), "{said}");
        }
        assert!(owner_role(&right()).is_err(), "and the owner's role has to");
    }
}
