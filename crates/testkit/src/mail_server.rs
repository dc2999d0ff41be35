//! A mail server for tests: it speaks SMTP on a port of its own, keeps what it gets, and misbehaves as it is told.

use std::{
    io::{BufRead, BufReader, Write},
    net::{SocketAddr, TcpListener, TcpStream},
    sync::{Arc, Mutex, MutexGuard},
    thread,
    time::Duration,
};

use anyhow::Result;

/// How it answers whoever brings a mail.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Mood {
    #[default]
    Fine,
    /// Takes so long before it asks for the mail, and again before it says that it has it.
    Slow(Duration),
    /// Refuses the recipient with this line, such as `451 later`.
    Refuses(&'static str),
    /// Says nothing any more once it has the mail.
    Silent,
    /// Hangs up once it has the mail, and keeps it all the same.
    HangsUp,
}

/// One mail as it came.
#[derive(Clone, Debug)]
pub struct Received {
    pub to: String,
    /// Header and body.
    pub text: String,
}

impl Received {
    /// The value of a header; nothing where it has none.
    pub fn header(&self, name: &str) -> &str {
        let head = self.text.split("\r\n\r\n").next().unwrap_or_default();
        let line = head.split("\r\n").find_map(|line| line.strip_prefix(&format!("{name}: ")));
        line.unwrap_or_default()
    }
}

/// Listens until the test ends.
#[derive(Clone)]
pub struct MailServer {
    address: SocketAddr,
    shared: Arc<Mutex<Shared>>,
}

#[derive(Default)]
struct Shared {
    mood: Mood,
    received: Vec<Received>,
}

impl MailServer {
    pub fn start() -> Result<Self> {
        let listener = TcpListener::bind("127.0.0.1:0")?;
        let server = Self { address: listener.local_addr()?, shared: Arc::default() };
        let shared = Arc::clone(&server.shared);
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let shared = Arc::clone(&shared);
                // Who brings a mail may be killed in the middle of it, which is no fault of this server.
                thread::spawn(move || drop(converse(stream, &shared)));
            }
        });
        Ok(server)
    }

    pub fn url(&self) -> String {
        format!("smtp://{}", self.address)
    }

    pub fn becomes(&self, mood: Mood) {
        locked(&self.shared).mood = mood;
    }

    pub fn received(&self) -> Vec<Received> {
        locked(&self.shared).received.clone()
    }
}

fn locked(shared: &Mutex<Shared>) -> MutexGuard<'_, Shared> {
    shared.lock().unwrap_or_else(|poisoned| poisoned.into_inner())
}

fn converse(stream: TcpStream, shared: &Mutex<Shared>) -> Result<()> {
    let (mut answers, mut lines) = (stream.try_clone()?, BufReader::new(stream));
    let mut to = String::new();
    answers.write_all(b"220 test\r\n")?;
    loop {
        let line = read_line(&mut lines)?;
        let mood = locked(shared).mood.clone();
        let verb = line.split([' ', ':']).next().unwrap_or_default().to_ascii_uppercase();
        match (verb.as_str(), &mood) {
            ("", _) => return Ok(()),
            ("QUIT", _) => return Ok(answers.write_all(b"221 bye\r\n")?),
            ("RCPT", Mood::Refuses(words)) => answers.write_all(format!("{words}\r\n").as_bytes())?,
            ("RCPT", _) => {
                to = line.split(['<', '>']).nth(1).unwrap_or_default().to_owned();
                answers.write_all(b"250 ok\r\n")?;
            }
            ("DATA", _) => {
                dawdle(&mood);
                answers.write_all(b"354 go on\r\n")?;
                let text = read_mail(&mut lines)?;
                if mood == Mood::Silent {
                    thread::sleep(Duration::from_secs(60));
                    return Ok(());
                }
                locked(shared).received.push(Received { to: to.clone(), text });
                if mood == Mood::HangsUp {
                    return Ok(());
                }
                dawdle(&mood);
                answers.write_all(b"250 kept\r\n")?;
            }
            _ => answers.write_all(b"250 ok\r\n")?,
        }
    }
}

fn dawdle(mood: &Mood) {
    if let Mood::Slow(pause) = mood {
        thread::sleep(*pause);
    }
}

fn read_line(lines: &mut impl BufRead) -> Result<String> {
    let mut line = String::new();
    lines.read_line(&mut line)?;
    Ok(line.trim_end().to_owned())
}

/// Until a line that is a dot alone.
fn read_mail(lines: &mut impl BufRead) -> Result<String> {
    let mut text = String::new();
    loop {
        let mut line = String::new();
        anyhow::ensure!(lines.read_line(&mut line)? > 0, "cut in the middle of a mail");
        if line == ".\r\n" {
            return Ok(text);
        }
        text.push_str(line.strip_prefix('.').unwrap_or(&line));
    }
}
