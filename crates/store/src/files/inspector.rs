//! Looking into strangers' files, in a process of its own.
//!
//! A file that was made for it can drive a decoder to ask for all memory there is, to run out of its stack or to go on
//! for hours, and each of these takes the whole process along: nothing in it can catch them. So the server starts its
//! own program anew for each file (`openhall inspect`), without keys, without a database, with little memory and
//! little time, and believes of the answer only what can do no harm. When such a process dies, its file is refused.

use std::{
    io,
    path::{Path, PathBuf},
    process::Stdio,
    sync::Arc,
    time::Duration,
};

use domain::{
    documents::{self, Format},
    photos::{self, Square},
};
use serde::{Deserialize, Serialize};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    process::Command,
    time::timeout,
};

use super::inspect::{emblem, examine, portrait};

/// On a busy machine as well nothing that is worth keeping takes longer.
const PATIENCE: Duration = Duration::from_secs(30);
/// A photo of 512 by 512 pixels is far smaller.
const LARGEST_ANSWER: u64 = 1024 * 1024;

/// What is asked about a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Question {
    /// Whether it is what its name promises.
    Document(Format),
    /// The photo that it makes.
    Photo(Option<Square>),
    /// The logo that it makes.
    Logo,
}

/// What is answered, in one line. Behind it come the bytes of the photo.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    Fine,
    NoDocument(documents::Refusal),
    NoPhoto(photos::Refusal),
}

impl Question {
    /// The process that answers it about what comes by its standard input. It knows nothing of ours.
    pub fn put_to(self, program: &Path) -> std::process::Command {
        let mut command = std::process::Command::new(program);
        command.arg("inspect").arg(serde_json::json!(self).to_string()).env_clear().current_dir("/");
        command
    }

    /// Looks into a file, here and now.
    pub fn answer(self, content: &[u8]) -> (Verdict, Vec<u8>) {
        let refused = |verdict| (verdict, Vec::new());
        match self {
            Self::Document(format) => match examine(format, content) {
                Ok(()) => refused(Verdict::Fine),
                Err(why) => refused(Verdict::NoDocument(why)),
            },
            Self::Photo(square) => drawn(portrait(content, square)),
            Self::Logo => drawn(emblem(content)),
        }
    }
}

fn drawn(picture: Result<Vec<u8>, photos::Refusal>) -> (Verdict, Vec<u8>) {
    match picture {
        Ok(picture) => (Verdict::Fine, picture),
        Err(why) => (Verdict::NoPhoto(why), Vec::new()),
    }
}

/// A file in memory, of whatever kind: some are overwritten when they are let go.
pub type Content = Arc<dyn AsRef<[u8]> + Send + Sync>;

/// Where files are looked into.
#[derive(Clone, Debug)]
pub struct Inspector {
    place: Place,
    patience: Duration,
}

#[derive(Clone, Debug)]
enum Place {
    /// In this process: for what is not from strangers, and for tests of everything else.
    Here,
    Apart(PathBuf),
}

impl Inspector {
    /// In this process, which whoever makes a file for it can end.
    pub fn here() -> Self {
        Self { place: Place::Here, patience: PATIENCE }
    }

    /// In a process of its own: `program` is `openhall`.
    pub fn apart(program: impl Into<PathBuf>) -> Self {
        Self { place: Place::Apart(program.into()), patience: PATIENCE }
    }

    /// The same with less patience.
    pub fn within(self, patience: Duration) -> Self {
        Self { patience, ..self }
    }

    /// Whether a document is what its name promises.
    ///
    /// # Errors
    /// Where no process can be started. One that dies is a refusal.
    pub async fn document(
        &self,
        name: &str,
        content: Content,
    ) -> io::Result<Result<Format, documents::Refusal>> {
        let format = match documents::promising(name, (*content).as_ref().len() as u64) {
            Ok(format) => format,
            Err(why) => return Ok(Err(why)),
        };
        Ok(match self.ask(Question::Document(format), content).await? {
            Some((Verdict::Fine, _)) => Ok(format),
            Some((Verdict::NoDocument(why), _)) => Err(why),
            _ => Err(documents::Refusal::Bomb),
        })
    }

    /// The photo that a picture makes.
    ///
    /// # Errors
    /// As for [`Self::document`].
    pub async fn photo(
        &self,
        content: Content,
        square: Option<Square>,
    ) -> io::Result<Result<Vec<u8>, photos::Refusal>> {
        self.draw(Question::Photo(square), content).await
    }

    /// The logo that a picture makes.
    ///
    /// # Errors
    /// As for [`Self::document`].
    pub async fn logo(&self, content: Content) -> io::Result<Result<Vec<u8>, photos::Refusal>> {
        self.draw(Question::Logo, content).await
    }

    async fn draw(
        &self,
        question: Question,
        content: Content,
    ) -> io::Result<Result<Vec<u8>, photos::Refusal>> {
        Ok(match self.ask(question, content).await? {
            Some((Verdict::Fine, photo)) => Ok(photo),
            Some((Verdict::NoPhoto(why), _)) => Err(why),
            _ => Err(photos::Refusal::Bomb),
        })
    }

    /// Nothing where the process died, took too long or answered with something else.
    async fn ask(&self, question: Question, content: Content) -> io::Result<Option<(Verdict, Vec<u8>)>> {
        match &self.place {
            Place::Here => {
                let answer = tokio::task::spawn_blocking(move || question.answer((*content).as_ref())).await;
                answer.map(Some).map_err(io::Error::other)
            }
            Place::Apart(program) => {
                let answer = timeout(self.patience, talk(program, question, (*content).as_ref())).await;
                let Ok(answer) = answer else {
                    tracing::warn!(?question, "looking into a file took too long");
                    return Ok(None);
                };
                Ok(answer?.and_then(read))
            }
        }
    }
}

/// Starts the process, gives it the file, and takes what it says. Dropped in between, the process is killed.
async fn talk(program: &Path, question: Question, content: &[u8]) -> io::Result<Option<Vec<u8>>> {
    let mut process = Command::from(question.put_to(program))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .kill_on_drop(true)
        .spawn()?;
    let (Some(mut into), Some(from)) = (process.stdin.take(), process.stdout.take()) else {
        return Err(io::Error::other("a process without pipes"));
    };
    let give = async move {
        // One that has seen enough, or has died, takes no more.
        drop(into.write_all(content).await);
    };
    let mut answer = Vec::new();
    let mut from = from.take(LARGEST_ANSWER);
    let ((), taken) = tokio::join!(give, from.read_to_end(&mut answer));
    taken?;
    drop(from);
    let status = process.wait().await?;
    if !status.success() {
        tracing::warn!(?question, %status, "looking into a file ended badly");
    }
    Ok(status.success().then_some(answer))
}

fn read(answer: Vec<u8>) -> Option<(Verdict, Vec<u8>)> {
    let end = answer.iter().position(|byte| *byte == b'\n')?;
    let verdict = serde_json::from_slice(&answer[..end]).ok()?;
    Some((verdict, answer[end + 1..].to_vec()))
}

#[cfg(test)]
mod tests;
