//! The heads of the chain outside of the database: a file that is only ever added to, a line for each seal. Whoever
//! rewrites the log together with its chain cannot rewrite what was copied away from here.

use std::{
    fs::{self, File, OpenOptions},
    io::{self, Write},
    os::unix::fs::OpenOptionsExt,
    path::{Path, PathBuf},
};

use chrono::SecondsFormat;

use super::seal::Head;

/// Digits of a hash.
const DIGITS: usize = 64;

/// The file of one server. Each server writes every seal into its own, whoever made it.
#[derive(Debug)]
pub struct Heads {
    path: PathBuf,
    last: i64,
}

impl Heads {
    /// Goes on where the file ends; a file that is not there begins with the first seal.
    pub fn open(path: PathBuf) -> io::Result<Self> {
        let last = match read(&path) {
            Ok(kept) => kept.iter().map(|head| head.number).max().unwrap_or_default(),
            Err(error) if error.kind() == io::ErrorKind::NotFound => 0,
            Err(error) => return Err(error),
        };
        Ok(Self { path, last })
    }

    /// The number of the newest one.
    pub fn last(&self) -> i64 {
        self.last
    }

    /// Writes these at the end, so that they outlive a crash of the machine.
    pub fn add(&mut self, heads: &[Head]) -> io::Result<()> {
        let Some(newest) = heads.last() else { return Ok(()) };
        let mut file = OpenOptions::new().append(true).create(true).mode(0o600).open(&self.path)?;
        // What a crash left of a line is no line: the next one begins behind it.
        let text: String = heads.iter().map(line).collect();
        file.write_all(if ends_a_line(&self.path)? { "" } else { "\n" }.as_bytes())?;
        file.write_all(text.as_bytes())?;
        file.sync_data()?;
        self.last = newest.number;
        Ok(())
    }
}

/// Every head that a file has.
pub fn read(path: &Path) -> io::Result<Vec<Head>> {
    Ok(fs::read_to_string(path)?.lines().filter_map(head).collect())
}

fn line(head: &Head) -> String {
    let at = head.at.to_rfc3339_opts(SecondsFormat::Micros, true);
    format!("{} {} {at} {}\n", head.number, head.position, head.hash)
}

/// A line that was written whole.
fn head(line: &str) -> Option<Head> {
    let mut words = line.split(' ');
    let (number, position) = (words.next()?.parse().ok()?, words.next()?.parse().ok()?);
    let (at, hash) = (words.next()?.parse().ok()?, words.next()?.to_owned());
    (hash.len() == DIGITS).then_some(Head { number, position, at, hash })
}

fn ends_a_line(path: &Path) -> io::Result<bool> {
    use std::io::{Read, Seek, SeekFrom};
    let mut file = File::open(path)?;
    if file.metadata()?.len() == 0 {
        return Ok(true);
    }
    let mut last = [0];
    file.seek(SeekFrom::End(-1))?;
    file.read_exact(&mut last)?;
    Ok(last == *b"\n")
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use super::*;

    fn made(number: i64) -> Head {
        let at = "2026-11-22T10:00:00.123456Z".parse().unwrap();
        Head { number, position: number * 10, at, hash: "a".repeat(DIGITS) }
    }

    #[test]
    fn what_is_added_is_read_and_nobody_else_reads_it() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("heads");
        let mut heads = Heads::open(path.clone()).unwrap();
        heads.add(&[made(1), made(2)]).unwrap();
        assert_eq!(read(&path).unwrap(), [made(1), made(2)]);
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
        assert_eq!(Heads::open(path).unwrap().last(), 2);
    }

    #[test]
    fn what_a_crash_left_of_a_line_is_written_again() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("heads");
        fs::write(&path, format!("{}2 20 2026-11-22T10:0", line(&made(1)))).unwrap();
        let mut heads = Heads::open(path.clone()).unwrap();
        assert_eq!(heads.last(), 1);
        heads.add(&[made(2)]).unwrap();
        assert_eq!(read(&path).unwrap(), [made(1), made(2)]);
    }
}
