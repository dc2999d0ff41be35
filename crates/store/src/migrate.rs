//! Bringing a database to the present shape, as its owner.

use diesel::{
    Connection, PgConnection,
    connection::SimpleConnection,
    migration::MigrationSource,
    pg::Pg,
    prelude::*,
    sql_types::{BigInt, Text},
};
use diesel_migrations::{EmbeddedMigrations, MigrationHarness, embed_migrations};
use sha2::{Digest, Sha256};

use crate::{StoreError, StoreResult};

const MIGRATIONS: EmbeddedMigrations = embed_migrations!("../../migrations");

/// Functions, triggers and grants: replaceable, one current text each.
pub const CODE: [&str; 4] = [
    include_str!("sql/functions.sql"),
    include_str!("sql/erasing.sql"),
    include_str!("sql/triggers.sql"),
    include_str!("sql/grants.sql"),
];

/// Two servers that start together take turns; any number will do, as long as it is ours.
const LOCK: i64 = 0x4f50_454e_4841_4c4c;

/// Roles of a new server: the owner of the tables, and the web role that cannot change their shape.
const ROLES: [&str; 2] = ["openhall_owner", "openhall_web"];

/// Runs what has not run yet. Returns the versions that ran.
pub fn up(owner_url: &str) -> StoreResult<Vec<String>> {
    let mut conn = connect(owner_url)?;
    conn.batch_execute("set lock_timeout = '10s'")?;
    locked(&mut conn, |conn| {
        let ran = conn.run_pending_migrations(MIGRATIONS).map_err(failed)?;
        let ran: Vec<String> = ran.iter().map(ToString::to_string).collect();
        if !ran.is_empty() || !is_current(conn)? {
            renew(conn)?;
        }
        Ok(ran)
    })
}

/// Which text the code in the database was made from, as a comment on one of its functions says. Making it anew takes every
/// table for itself, and other servers work meanwhile: so it is made anew where it changed, and not at every start.
fn is_current(conn: &mut PgConnection) -> StoreResult<bool> {
    let said = "select count(*) as n from (select obj_description(to_regproc('today'))) as said (text) where text = $1";
    exists(conn, said, &digest())
}

/// Whoever works at this moment may hold one table and wait for another. Then one of the two is broken off, and tries again.
fn renew(conn: &mut PgConnection) -> StoreResult<()> {
    let mut tries = 1;
    loop {
        match make(conn) {
            Err(StoreError::Conflict(_)) if tries < MOST_TRIES => tries += 1,
            done => return done,
        }
    }
}

const MOST_TRIES: u8 = 5;

fn make(conn: &mut PgConnection) -> StoreResult<()> {
    conn.transaction(|conn| {
        CODE.iter().try_for_each(|text| conn.batch_execute(text))?;
        Ok(conn.batch_execute(&format!("comment on function today() is {}", quoted(&digest())))?)
    })
}

/// Of the text of all code.
fn digest() -> String {
    let hash = CODE.iter().fold(Sha256::new(), |hash, text| hash.chain_update(text));
    hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Takes everything back. For tests, which prove that each migration has its way down.
pub fn down(owner_url: &str) -> StoreResult<()> {
    let mut conn = connect(owner_url)?;
    locked(&mut conn, |conn| {
        conn.batch_execute(
            "drop view if exists caseload; drop function if exists actor, begin_as, today cascade",
        )?;
        conn.revert_all_migrations(MIGRATIONS).map_err(failed)?;
        Ok(())
    })
}

/// Whether migrations wait that this binary knows. It only reads, so that the server's own role may ask.
pub fn pending(url: &str) -> StoreResult<bool> {
    let mut conn = connect(url)?;
    let ran = ran(&mut conn)?;
    let known = MigrationSource::<Pg>::migrations(&MIGRATIONS).map_err(failed)?;
    Ok(known.iter().any(|migration| !ran.contains(&migration.name().version().to_string())))
}

/// Whether no migration ever ran here.
pub fn is_untouched(url: &str) -> StoreResult<bool> {
    Ok(ran(&mut connect(url)?)?.is_empty())
}

/// Makes the two roles and the database on a server of our own, as its superuser.
pub fn found(superuser_url: &str, database: &str, passwords: [&str; 2]) -> StoreResult<()> {
    let mut conn = connect(superuser_url)?;
    for (role, password) in ROLES.into_iter().zip(passwords) {
        let there = exists(&mut conn, "select count(*) as n from pg_roles where rolname = $1", role)?;
        let verb = if there { "alter" } else { "create" };
        conn.batch_execute(&format!("{verb} role {role} login password {}", quoted(password)))?;
    }
    if !exists(&mut conn, "select count(*) as n from pg_database where datname = $1", database)? {
        conn.batch_execute(&format!("create database \"{}\" owner {}", database.replace('"', ""), ROLES[0]))?;
    }
    Ok(())
}

fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}

#[derive(QueryableByName)]
struct Count {
    #[diesel(sql_type = BigInt)]
    n: i64,
}

fn exists(conn: &mut PgConnection, query: &str, name: &str) -> StoreResult<bool> {
    let count: Count = diesel::sql_query(query).bind::<Text, _>(name).get_result(conn)?;
    Ok(count.n > 0)
}

/// The versions that ran; none in a database where nothing ever did.
fn ran(conn: &mut PgConnection) -> StoreResult<Vec<String>> {
    let table = "select count(*) as n from pg_tables where schemaname = 'public' and tablename = $1";
    if !exists(conn, table, "__diesel_schema_migrations")? {
        return Ok(Vec::new());
    }
    let versions: Vec<Version> =
        diesel::sql_query("select version from __diesel_schema_migrations").load(conn)?;
    Ok(versions.into_iter().map(|row| row.version).collect())
}

#[derive(QueryableByName)]
struct Version {
    #[diesel(sql_type = Text)]
    version: String,
}

fn connect(url: &str) -> StoreResult<PgConnection> {
    PgConnection::establish(url).map_err(|error| StoreError::Unavailable(error.to_string()))
}

fn failed(error: Box<dyn std::error::Error + Send + Sync>) -> StoreError {
    StoreError::Internal(format!("migration: {error}"))
}

fn locked<T>(
    conn: &mut PgConnection,
    work: impl FnOnce(&mut PgConnection) -> StoreResult<T>,
) -> StoreResult<T> {
    conn.batch_execute(&format!("select pg_advisory_lock({LOCK})"))?;
    let done = work(conn);
    conn.batch_execute(&format!("select pg_advisory_unlock({LOCK})"))?;
    done
}
