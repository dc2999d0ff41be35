//! A real PostgreSQL is started for each fact.
#![expect(clippy::unwrap_used, reason = "where arranging a fact fails, the fact fails")]

use postgres::{Neighbor, SUPERUSER, Server, Settings, find_binaries};
use std::env;
use std::io::{BufRead, BufReader};
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

const OWNED_DIRECTORY: &str = "POSTGRES_TEST_OWNED_DIRECTORY";

#[test]
fn a_throw_away_server_answers_without_a_password() {
    let server = Server::start(&Settings::throw_away()).unwrap();
    assert_eq!(ask(&server, "show fsync").unwrap(), "off");
    assert_eq!(server.password(), None);
}

#[test]
fn a_throw_away_server_leaves_nothing_behind() {
    let server = Server::start(&Settings::throw_away()).unwrap();
    let directory = server.directory().to_owned();
    assert!(directory.exists());
    server.stop().unwrap();
    assert!(!directory.exists());
}

#[test]
fn a_server_takes_as_many_connections_as_it_was_told() {
    let server = Server::start(&Settings { max_connections: 37, ..Settings::throw_away() }).unwrap();
    assert_eq!(ask(&server, "show max_connections").unwrap(), "37");
}

#[test]
fn a_throw_away_server_of_a_killed_owner_is_removed_by_the_next_one() {
    let mut owner = Owner::of_throw_away();
    let directory = owner.directory().to_owned();
    owner.kill();
    assert!(Path::new(&directory).exists());
    let _next = Server::start(&Settings::throw_away()).unwrap();
    assert!(!Path::new(&directory).exists());
}

#[test]
fn a_durable_server_keeps_what_was_written() {
    let parent = open_folder();
    let settings = Settings::durable(parent.path().join("state"));
    let server = Server::start(&settings).unwrap();
    ask(&server, "create table kept as select 42 as answer").unwrap();
    server.stop().unwrap();
    let server = Server::start(&settings).unwrap();
    assert_eq!(ask(&server, "select answer from kept").unwrap(), "42");
    assert!(!server.was_adopted());
}

#[test]
fn a_durable_server_refuses_a_wrong_password() {
    let parent = open_folder();
    let server = Server::start(&Settings::durable(parent.path().join("state"))).unwrap();
    let wrong = server.url("postgres", SUPERUSER).replace(server.password().unwrap(), "wrong");
    let refusal = psql(&wrong, "select 1").unwrap_err();
    assert!(refusal.contains("password authentication failed"), "{refusal}");
}

#[test]
fn the_password_is_readable_by_its_owner_alone() {
    let parent = open_folder();
    let server = Server::start(&Settings::durable(parent.path().join("state"))).unwrap();
    let mode = server.directory().join("password").metadata().unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
}

#[test]
fn a_second_server_on_the_same_directory_is_told_who_has_it() {
    let parent = open_folder();
    let settings = Settings::durable(parent.path().join("state"));
    let _first = Server::start(&settings).unwrap();
    let refusal = Server::start(&settings).unwrap_err().to_string();
    assert!(refusal.contains(&format!("process {}", std::process::id())), "{refusal}");
}

#[test]
fn a_server_that_outlives_its_killed_owner_is_adopted() {
    let parent = open_folder();
    let mut owner = Owner::of(&parent.path().join("state"));
    let url = owner.url().to_owned();
    psql(&url, "create table kept as select 42 as answer").unwrap();
    owner.kill();

    let server = Server::start(&Settings::durable(parent.path().join("state"))).unwrap();
    assert!(server.was_adopted());
    assert_eq!(server.url("postgres", SUPERUSER), url);
    assert_eq!(ask(&server, "select answer from kept").unwrap(), "42");
}

#[test]
fn an_adopted_server_stops_with_its_new_owner() {
    let parent = open_folder();
    let mut owner = Owner::of(&parent.path().join("state"));
    owner.kill();
    let server = Server::start(&Settings::durable(parent.path().join("state"))).unwrap();
    let url = server.url("postgres", SUPERUSER);
    server.stop().unwrap();
    assert!(psql(&url, "select 1").is_err());
}

#[test]
fn a_database_that_postgres_killed_too_comes_back() {
    let parent = open_folder();
    let settings = Settings::durable(parent.path().join("state"));
    let mut owner = Owner::of(&parent.path().join("state"));
    psql(owner.url(), "create table kept as select 42 as answer").unwrap();
    let number = std::fs::read_to_string(parent.path().join("state/data/postmaster.pid")).unwrap();
    owner.kill();
    let killed = Command::new("kill").args(["-KILL", number.lines().next().unwrap()]).status().unwrap();
    assert!(killed.success());

    let server = Server::start(&settings).unwrap();
    assert_eq!(ask(&server, "select answer from kept").unwrap(), "42");
}

/// Not a fact but the owner in the facts above: it starts a server, says so, and waits to be killed.
#[test]
#[ignore = "run by other tests in a process of its own"]
fn owner() {
    let settings = match env::var_os(OWNED_DIRECTORY) {
        Some(directory) => Settings::durable(directory),
        None => Settings::throw_away(),
    };
    let server = Server::start(&settings).unwrap();
    println!("\nOWNS {} {}", server.url("postgres", SUPERUSER), server.directory().display());
    std::thread::sleep(Duration::from_secs(120));
}

struct Owner {
    process: Child,
    url: String,
    directory: String,
}

impl Owner {
    fn of(directory: &Path) -> Self {
        Self::spawn(|command| command.env(OWNED_DIRECTORY, directory))
    }

    fn of_throw_away() -> Self {
        Self::spawn(|command| command)
    }

    fn spawn(set: impl FnOnce(&mut Command) -> &mut Command) -> Self {
        let mut command = Command::new(env::current_exe().unwrap());
        command.args(["--exact", "owner", "--ignored", "--nocapture"]).stdout(Stdio::piped());
        let mut process = set(&mut command).spawn().unwrap();
        let lines = BufReader::new(process.stdout.take().unwrap()).lines();
        let said = lines.map_while(Result::ok).find(|line| line.starts_with("OWNS ")).unwrap();
        let mut words = said.split(' ').skip(1).map(str::to_owned);
        Self { process, url: words.next().unwrap(), directory: words.next().unwrap() }
    }

    fn url(&self) -> &str {
        &self.url
    }

    fn directory(&self) -> &str {
        &self.directory
    }

    /// As `kill -9` does it: the owner cannot tidy up.
    fn kill(&mut self) {
        self.process.kill().unwrap();
        self.process.wait().unwrap();
    }
}

impl Drop for Owner {
    fn drop(&mut self) {
        self.kill();
    }
}

/// A folder that PostgreSQL's user may walk into.
fn open_folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    std::fs::set_permissions(folder.path(), std::fs::Permissions::from_mode(0o755)).unwrap();
    folder
}

fn ask(server: &Server, statement: &str) -> Result<String, String> {
    psql(&server.url("postgres", SUPERUSER), statement)
}

fn psql(url: &str, statement: &str) -> Result<String, String> {
    let program = find_binaries().unwrap().program("psql");
    let output = Command::new(program).args([url, "-XAtqc", statement]).output().unwrap();
    match output.status.success() {
        true => Ok(String::from_utf8(output.stdout).unwrap().trim().to_owned()),
        false => Err(String::from_utf8(output.stderr).unwrap()),
    }
}

#[test]
fn a_neighbor_is_found_while_its_owner_lives() {
    let parent = open_folder();
    let folder = parent.path().join("state");
    let server = Server::start(&Settings::durable(&folder)).unwrap();
    let neighbor = Neighbor::find(&folder).unwrap().unwrap();
    assert_eq!(neighbor.url("postgres", SUPERUSER), server.url("postgres", SUPERUSER));
    server.stop().unwrap();
    assert!(Neighbor::find(&folder).unwrap().is_none());
}
