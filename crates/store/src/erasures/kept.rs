//! The ledger of erasures outside of the database: a file that is only ever added to, a line for each erasure, without
//! anything about the person. Where an older backup is put back, it tells who has to be erased again.

use std::{
    collections::HashSet,
    fs::{self, OpenOptions},
    io::{self, Write},
    os::unix::fs::OpenOptionsExt,
    path::{Path, PathBuf},
};

use chrono::{DateTime, SecondsFormat, TimeDelta, Utc};
use diesel::{ExpressionMethods, QueryDsl, RunQueryDsl};
use domain::{
    erasures::Rule,
    ids::{ClientId, ErasureId},
};
use uuid::Uuid;

use crate::{Store, StoreResult, schema::erasures};

/// A transaction's time is that of its beginning, so one that took long is older than it seems.
const OVERLAP: TimeDelta = TimeDelta::hours(24);

/// An erasure, as the file has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    pub id: ErasureId,
    pub client: ClientId,
    pub rule: Rule,
    pub at: DateTime<Utc>,
}

/// The file of one server. Each server writes every erasure into its own, whoever did it.
#[derive(Debug)]
pub struct Kept {
    path: PathBuf,
    known: HashSet<ErasureId>,
    newest: Option<DateTime<Utc>>,
}

impl Kept {
    /// Goes on where the file ends; a file that is not there begins with the first erasure.
    pub fn open(path: PathBuf) -> io::Result<Self> {
        let lines = read(&path)?;
        let newest = lines.iter().map(|line| line.at).max();
        Ok(Self { path, known: lines.iter().map(|line| line.id).collect(), newest })
    }

    /// From when on the ledger has to be read.
    pub fn since(&self) -> Option<DateTime<Utc>> {
        self.newest.map(|newest| newest - OVERLAP)
    }

    /// Writes those that are not there yet, so that they outlive a crash of the machine.
    pub fn add(&mut self, lines: &[Line]) -> io::Result<()> {
        let new: Vec<&Line> = lines.iter().filter(|line| !self.known.contains(&line.id)).collect();
        if new.is_empty() {
            return Ok(());
        }
        let mut file = OpenOptions::new().append(true).create(true).mode(0o600).open(&self.path)?;
        // What a crash left of a line is no line: each one begins behind a line's end of its own.
        let text: String = new.iter().map(|line| format!("\n{}", written(line))).collect();
        file.write_all(text.as_bytes())?;
        file.write_all(b"\n")?;
        file.sync_data()?;
        self.newest = lines.iter().map(|line| line.at).max().max(self.newest);
        self.known.extend(new.iter().map(|line| line.id));
        Ok(())
    }
}

/// Every erasure that a file has; none where there is no file.
pub fn read(path: &Path) -> io::Result<Vec<Line>> {
    match fs::read_to_string(path) {
        Ok(text) => Ok(text.lines().filter_map(line).collect()),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Vec::new()),
        Err(error) => Err(error),
    }
}

fn written(line: &Line) -> String {
    let at = line.at.to_rfc3339_opts(SecondsFormat::Micros, true);
    format!("{} {} {} {at} .", line.id, line.client, line.rule.code())
}

/// A line that was written whole: it ends in a full stop.
fn line(text: &str) -> Option<Line> {
    let mut words = text.strip_suffix(" .")?.split(' ');
    let (id, client) = (words.next()?.parse().ok()?, words.next()?.parse().ok()?);
    let (rule, at) = (Rule::from_code(words.next()?)?, words.next()?.parse().ok()?);
    Some(Line { id, client, rule, at })
}

impl Store {
    /// The ledger from a time on, the oldest first; all of it where there is none.
    pub fn erasures_since(&self, since: Option<DateTime<Utc>>) -> StoreResult<Vec<Line>> {
        let rows: Vec<(Uuid, Uuid, String, DateTime<Utc>)> = self.readers.ask(|conn| {
            let columns = (erasures::id, erasures::client_id, erasures::rule, erasures::at);
            let query = erasures::table.select(columns).order((erasures::at, erasures::id)).into_boxed();
            let query = match since {
                Some(since) => query.filter(erasures::at.ge(since)),
                None => query,
            };
            Ok(query.load(conn)?)
        })?;
        let line = |(id, client, rule, at): (Uuid, Uuid, String, DateTime<Utc>)| {
            Some(Line { id: id.into(), client: client.into(), rule: Rule::from_code(&rule)?, at })
        };
        Ok(rows.into_iter().filter_map(line).collect())
    }
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use super::*;

    fn made(number: u128) -> Line {
        let at = "2026-11-22T10:00:00.123456Z".parse().unwrap();
        let (id, client) = (Uuid::from_u128(number).into(), Uuid::from_u128(number + 100).into());
        Line { id, client, rule: Rule::Requested, at }
    }

    #[test]
    fn each_erasure_is_written_once_and_nobody_else_reads_it() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("erasures");
        let mut kept = Kept::open(path.clone()).unwrap();
        kept.add(&[made(1)]).unwrap();
        kept.add(&[made(1), made(2)]).unwrap();
        Kept::open(path.clone()).unwrap().add(&[made(2)]).unwrap();
        assert_eq!(read(&path).unwrap(), [made(1), made(2)]);
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
    }

    #[test]
    fn what_a_crash_left_of_a_line_is_written_again() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("erasures");
        let whole = written(&made(2));
        fs::write(&path, format!("{}\n{}", written(&made(1)), &whole[..whole.len() - 3])).unwrap();
        let mut kept = Kept::open(path.clone()).unwrap();
        kept.add(&[made(1), made(2)]).unwrap();
        assert_eq!(read(&path).unwrap(), [made(1), made(2)]);
    }

    #[test]
    fn a_file_that_is_not_there_has_none() {
        assert_eq!(read(Path::new("/nowhere/erasures")).unwrap(), []);
    }
}
