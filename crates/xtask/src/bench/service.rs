//! The server that is measured: the release build with its production settings, over the database that we hold.

use anyhow::{Context, Result, bail};
use std::fs::{self, File};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

const BUSY: &str = "was answered with 503";
const PATIENCE: Duration = Duration::from_secs(60);

pub struct Service {
    child: Child,
    state: PathBuf,
    /// Host and port.
    pub address: String,
    /// From the call of the program to its being ready for requests.
    pub started_in: Duration,
}

impl Service {
    /// Behind one proxy, so that applicants may have addresses. Its log goes to a file, as on a real machine.
    pub fn start(openhall: &Path, state: &Path) -> Result<Self> {
        let begun = Instant::now();
        let mut child = Command::new(openhall)
            .args(["serve", "--listen", "127.0.0.1:0", "--proxies", "1", "--state-dir"])
            .arg(state)
            // As docker/Dockerfile says.
            .env("MALLOC_ARENA_MAX", "2")
            .stdout(Stdio::piped())
            .stderr(File::create(state.join("log"))?)
            .spawn()
            .with_context(|| format!("cannot start {}", openhall.display()))?;
        let lines = child.stdout.take().context("the server says nothing")?;
        let mut lines = BufReader::new(lines).lines().map_while(Result::ok);
        let address = lines.find_map(|line| Some(line.split_once("listens on http://")?.1.to_owned()));
        let address = address
            .with_context(|| format!("the server did not start; see {}", state.join("log").display()))?;
        let mut service = Self { child, state: state.to_owned(), address, started_in: Duration::ZERO };
        service.get("/health/ready", "")?;
        service.started_in = begun.elapsed();
        Ok(service)
    }

    /// What is answered to whoever has this token; to anybody, where it is empty.
    pub fn get(&self, path: &str, token: &str) -> Result<String> {
        self.send(&format!("GET {path}"), token, None, "")
    }

    pub fn post(&self, path: &str, token: &str, body: &str) -> Result<String> {
        self.send(&format!("POST {path}"), token, None, body)
    }

    /// `what` is a method and a path. `version` is the one that was seen, where the request names one.
    pub fn send(&self, what: &str, token: &str, version: Option<&str>, body: &str) -> Result<String> {
        let (host, length) = (&self.address, body.len());
        let seen = version.map(|version| format!("if-match: \"{version}\"\r\n")).unwrap_or_default();
        let bearer =
            if token.is_empty() { String::new() } else { format!("authorization: Bearer {token}\r\n") };
        let mut stream = TcpStream::connect(host)?;
        write!(
            stream,
            "{what} HTTP/1.1\r\nhost: {host}\r\nconnection: close\r\n{bearer}{seen}content-type: application/json\r\n\
             content-length: {length}\r\n\r\n{body}"
        )?;
        let mut answer = String::new();
        stream.read_to_string(&mut answer)?;
        let status = answer.split(' ').nth(1).unwrap_or_default();
        if !status.starts_with('2') {
            bail!("{what} was answered with {status}");
        }
        Ok(answer)
    }

    pub fn process(&self) -> u32 {
        self.child.id()
    }

    /// An access token of somebody of the demo agency.
    pub fn sign_in(&self, name: &str) -> Result<String> {
        let sign_ins = fs::read_to_string(self.state.join("demo-sign-ins"))?;
        let (_, password) = sign_ins.split_once("password is ").context("the demo's password")?;
        let password = password.lines().next().unwrap_or_default();
        let body = format!(r#"{{"email":"{name}@example.org","password":"{password}"}}"#);
        let answer = Self::patiently(|| self.post("/api/v1/sessions", "", &body))?;
        let (_, token) = answer.split_once(r#""access_token":""#).context("no token in the answer")?;
        Ok(token.split('"').next().unwrap_or_default().to_owned())
    }

    /// Asks again while the database is still busy for a crowd that has left.
    fn patiently(ask: impl Fn() -> Result<String>) -> Result<String> {
        let begun = Instant::now();
        loop {
            match ask() {
                Err(error) if error.to_string().ends_with(BUSY) && begun.elapsed() < PATIENCE => {}
                answer => return answer,
            }
            thread::sleep(Duration::from_secs(1));
        }
    }
}

impl Drop for Service {
    fn drop(&mut self) {
        let asked = Command::new("kill").arg(self.child.id().to_string()).status();
        if let Err(error) = asked.and_then(|_| self.child.wait()) {
            eprintln!("the server was not stopped: {error}");
        }
    }
}

/// The first text of this name in an answer.
pub fn text_of<'a>(answer: &'a str, name: &str) -> Result<&'a str> {
    let (_, rest) =
        answer.split_once(&format!("\"{name}\":\"")).with_context(|| format!("no {name}: {answer}"))?;
    Ok(rest.split('"').next().unwrap_or_default())
}
