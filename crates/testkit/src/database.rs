//! Databases that live for one test.

use std::{
    env, fs,
    hash::{DefaultHasher, Hash, Hasher},
    net::SocketAddr,
    path::{Path, PathBuf},
    sync::{Mutex, OnceLock},
};

use anyhow::{Context, Result};
use diesel::{Connection, PgConnection, RunQueryDsl, connection::SimpleConnection, sql_types::Text};
use postgres::{Server, Settings};
use uuid::Uuid;

/// The server for all tests of a run; without it each process starts one of its own.
const SERVER: &str = "OPENHALL_TEST_POSTGRES";

/// Any number, as long as only template builders use it.
const LOCK: i64 = 0x7465_7374;

static OWN: OnceLock<Server> = OnceLock::new();

/// A database of its own, dropped with the value.
pub struct Database {
    name: String,
    server: String,
    /// One connection for looking behind the server's back, made when it is first asked for.
    peephole: Mutex<Option<PgConnection>>,
}

impl Database {
    /// A migrated database without rows.
    pub fn empty() -> Result<Self> {
        Self::cloned(&template("empty", |_| Ok(()))?)
    }

    /// A migrated database that `fill` made rows in. It is filled once for all tests that give the same name.
    pub fn filled(name: &str, fill: impl FnOnce(&Database) -> Result<()>) -> Result<Self> {
        Self::cloned(&template(name, fill)?)
    }

    fn cloned(template: &str) -> Result<Self> {
        let name = format!("t_{}", Uuid::new_v4().simple());
        let server = server()?;
        superuser(&server)?
            .batch_execute(&format!("create database {name} template {template} owner openhall_owner"))?;
        copy(&files(template), &files(&name))?;
        Ok(Self { name, server, peephole: Mutex::default() })
    }

    /// What a backup of this moment would bring back. Nobody else may be connected.
    pub fn copy(&self) -> Result<Self> {
        self.look_away();
        Self::cloned(&self.name)
    }

    /// Where the server's own role finds it.
    pub fn web_url(&self) -> String {
        self.url("openhall_web")
    }

    /// The same at the other end of a line.
    pub fn web_url_through(&self, line: SocketAddr) -> String {
        format!("postgres://openhall_web@{line}/{}", self.name)
    }

    /// Host and port of its server.
    pub fn address(&self) -> &str {
        self.server.split_once('@').map_or(self.server.as_str(), |(_, at)| at)
    }

    /// Where the owner of its tables finds it.
    pub fn owner_url(&self) -> String {
        self.url("openhall_owner")
    }

    /// Where its superuser finds it.
    pub fn superuser_url(&self) -> String {
        format!("{}/{}", self.server, self.name)
    }

    /// Where its files lie.
    pub fn files(&self) -> PathBuf {
        files(&self.name)
    }

    fn url(&self, role: &str) -> String {
        format!("postgres://{role}@{}/{}", self.address(), self.name)
    }

    /// Changes the database behind the server's back, as its superuser.
    pub fn run(&self, sql: &str) -> Result<()> {
        self.look(|conn| Ok(conn.batch_execute(sql)?))
    }

    /// The first column of each row, as text: what really stands there.
    pub fn column(&self, sql: &str) -> Result<Vec<String>> {
        #[derive(diesel::QueryableByName)]
        struct Row {
            #[diesel(sql_type = Text)]
            value: String,
        }
        let query = format!("select coalesce(q.v::text, 'null') as value from ({sql}) as q (v)");
        let rows: Vec<Row> = self.look(|conn| Ok(diesel::sql_query(query).load(conn)?))?;
        Ok(rows.into_iter().map(|row| row.value).collect())
    }

    /// Lets nobody touch a table until the value is dropped: whoever needs it waits, visibly, in the middle.
    pub fn locked(&self, table: &str) -> Result<Locked> {
        let mut conn = PgConnection::establish(&self.superuser_url())?;
        conn.batch_execute(&format!("begin; lock table {table} in access exclusive mode"))?;
        Ok(Locked(conn))
    }

    /// Begins to write: what these statements do is seen by nobody until it is kept, and whoever meets it waits.
    pub fn begun(&self, statements: &str) -> Result<Locked> {
        let mut conn = PgConnection::establish(&self.superuser_url())?;
        conn.batch_execute(&format!("begin; {statements}"))?;
        Ok(Locked(conn))
    }

    /// Whether somebody waits for a lock.
    pub fn somebody_waits(&self) -> Result<bool> {
        let waiting = "select pid from pg_stat_activity \
                       where datname = current_database() and wait_event_type = 'Lock'";
        Ok(!self.column(waiting)?.is_empty())
    }

    fn look_away(&self) {
        self.peephole.lock().unwrap_or_else(|poisoned| poisoned.into_inner()).take();
    }

    /// A failed statement may leave the connection in the middle of a transaction, so it is not used again.
    fn look<T>(&self, work: impl FnOnce(&mut PgConnection) -> Result<T>) -> Result<T> {
        let mut peephole = self.peephole.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
        let mut conn = match peephole.take() {
            Some(conn) => conn,
            None => PgConnection::establish(&self.superuser_url())?,
        };
        let seen = work(&mut conn)?;
        *peephole = Some(conn);
        Ok(seen)
    }
}

/// What is locked as long as this lives: with the connection ends its transaction.
pub struct Locked(PgConnection);

impl Locked {
    /// Keeps what was written.
    pub fn keep(mut self) -> Result<()> {
        Ok(self.0.batch_execute("commit")?)
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        let dropped = superuser(&self.server).and_then(|mut conn| {
            Ok(conn.batch_execute(&format!("drop database if exists {} with (force)", self.name))?)
        });
        if let Err(error) = dropped {
            eprintln!("{} was not dropped: {error}", self.name);
        }
        // Most tests have none.
        drop(fs::remove_dir_all(self.files()));
    }
}

/// The superuser's address of the server, without a database.
fn server() -> Result<String> {
    if let Ok(server) = env::var(SERVER) {
        return Ok(server);
    }
    if OWN.get().is_none() {
        let started = Server::start(&Settings::throw_away())?;
        // Another thread may have been faster; then this one stops again.
        drop(OWN.set(started));
    }
    let own = OWN.get().context("the test server")?;
    Ok(own.url("", "postgres").trim_end_matches('/').to_owned())
}

fn superuser(server: &str) -> Result<PgConnection> {
    Ok(PgConnection::establish(&format!("{server}/postgres"))?)
}

/// Makes the template of this name and of the present migrations where it is not there yet. Of several test
/// processes, one makes it and the others wait.
fn template(name: &str, fill: impl FnOnce(&Database) -> Result<()>) -> Result<String> {
    let server = server()?;
    let template = format!("template_{name}_{:016x}", fingerprint());
    let mut conn = superuser(&server)?;
    conn.batch_execute(&format!("select pg_advisory_lock({LOCK})"))?;
    if !exists(&mut conn, &template)? {
        let passwords = ["web", "owner"].map(|_| "not used: these clusters trust");
        let building = format!("building_{}", Uuid::new_v4().simple());
        store::migrate::found(&format!("{server}/postgres"), &building, passwords)?;
        let database =
            Database { name: building.clone(), server: server.clone(), peephole: Mutex::default() };
        store::migrate::up(&database.owner_url())?;
        fill(&database)?;
        // A database with a connection can neither be renamed nor cloned.
        database.look_away();
        copy(&files(&building), &files(&template))?;
        conn.batch_execute(&format!("alter database {building} rename to {template}"))?;
    }
    conn.batch_execute(&format!("select pg_advisory_unlock({LOCK})"))?;
    Ok(template)
}

/// A folder of its own for each database: what one test takes away, its neighbor still needs.
fn files(database: &str) -> PathBuf {
    env::temp_dir().join("openhall-testkit").join(database)
}

fn copy(from: &Path, to: &Path) -> Result<()> {
    if !from.exists() {
        return Ok(());
    }
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let target = to.join(entry.file_name());
        match entry.file_type()?.is_dir() {
            true => copy(&entry.path(), &target)?,
            false => fs::copy(entry.path(), target).map(drop)?,
        }
    }
    Ok(())
}

fn exists(conn: &mut PgConnection, database: &str) -> Result<bool> {
    #[derive(diesel::QueryableByName)]
    struct Row {
        #[diesel(sql_type = diesel::sql_types::Bool)]
        found: bool,
    }
    let query = "select exists(select 1 from pg_database where datname = $1) as found";
    Ok(diesel::sql_query(query).bind::<Text, _>(database).get_result::<Row>(conn)?.found)
}

/// Of the migrations and of this test binary: what fills a template stands in the code.
fn fingerprint() -> u64 {
    let mut hasher = DefaultHasher::new();
    store::migrate::CODE.hash(&mut hasher);
    let binary = env::current_exe().ok().and_then(|path| path.metadata().ok()?.modified().ok());
    binary.hash(&mut hasher);
    hasher.finish()
}
