//! `openhall inspect`: looks into one file, in a process that may die of it. The server calls this, and nobody else.

use std::io::{self, Read, Write, stdin, stdout};

use anyhow::{Context, Result};
use clap::Args;
use domain::documents::MAX_BYTES;
use rlimit::Resource;
use store::files::Question;

/// Bytes that a document may take: a little more than the largest that is taken needs, the program itself included.
const FOR_A_DOCUMENT: u64 = 384 * MEBIBYTE;
/// Bytes that a picture may take: fifty megapixels as telephones write them, decoded, turned and cut.
const FOR_A_PICTURE: u64 = 464 * MEBIBYTE;
const MEBIBYTE: u64 = 1024 * 1024;

/// Looks into a file that comes by standard input
///
/// Answers by standard output: a verdict in a line of JSON, and behind it the photo where one was asked for. It takes
/// all that it does not need away from itself before it reads the first byte.
#[derive(Args, Debug)]
pub struct Inspect {
    /// What is asked, as JSON
    #[arg(value_parser = question)]
    question: Question,
    /// Seconds of computing. On a slow machine the largest picture takes about half of it
    #[arg(long, default_value_t = 10)]
    seconds: u64,
    /// Takes as much memory and time as it wants, to see what that would be
    #[arg(long)]
    unlimited: bool,
}

fn question(json: &str) -> Result<Question, serde_json::Error> {
    serde_json::from_str(json)
}

impl Inspect {
    pub fn run(self) -> Result<()> {
        if !self.unlimited {
            self.limit().context("the limits cannot be set")?;
        }
        let mut content = Vec::new();
        stdin().lock().take(MAX_BYTES + 1).read_to_end(&mut content)?;
        let (verdict, photo) = self.question.answer(&content);
        let mut answer = serde_json::to_vec(&verdict)?;
        answer.push(b'\n');
        answer.extend(photo);
        Ok(stdout().lock().write_all(&answer)?)
    }

    fn limit(&self) -> io::Result<()> {
        let memory = match self.question {
            Question::Document(_) => FOR_A_DOCUMENT,
            Question::Photo(_) | Question::Logo => FOR_A_PICTURE,
        };
        let limits = [
            (Resource::AS, memory),
            (Resource::CPU, self.seconds),
            // No file is written, none is opened, and what dies leaves no picture of its memory.
            (Resource::FSIZE, 0),
            (Resource::NOFILE, 3),
            (Resource::CORE, 0),
        ];
        limits.into_iter().try_for_each(|(resource, most)| resource.set(most, most))
    }
}
