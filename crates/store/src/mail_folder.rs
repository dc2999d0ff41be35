//! Where mail goes while there is no mail server: one file a mail, which any mail program opens, and beside it what the
//! administrator's page shows of it.

use std::{
    fs::{self, DirBuilder, OpenOptions},
    io::{self, Write},
    os::unix::fs::{DirBuilderExt, OpenOptionsExt},
    path::{Path, PathBuf},
};

use domain::mails::KeptMail;

/// How many the page shows.
const LATEST: usize = 100;

/// A folder that only the server reads: mail opens doors.
#[derive(Clone, Debug)]
pub struct MailFolder(PathBuf);

impl MailFolder {
    pub fn new(folder: PathBuf) -> Self {
        Self(folder)
    }

    /// Keeps a mail. The same one once more takes the place of the first.
    pub fn keep(&self, mail: &KeptMail, whole: &[u8]) -> io::Result<()> {
        DirBuilder::new().recursive(true).mode(0o700).create(&self.0)?;
        self.write(&format!("{}.eml", mail.id), whole)?;
        self.write(&format!("{}.json", mail.id), &serde_json::to_vec(mail)?)
    }

    /// Under another name first, so that nobody reads half a mail.
    fn write(&self, name: &str, content: &[u8]) -> io::Result<()> {
        let unfinished = self.0.join(format!("{name}.part"));
        let how = OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).clone();
        how.open(&unfinished)?.write_all(content)?;
        fs::rename(unfinished, self.0.join(name))
    }

    /// The latest mails, newest first.
    pub fn latest(&self) -> io::Result<Vec<KeptMail>> {
        let entries = match fs::read_dir(&self.0) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
            entries => entries?,
        };
        let names = entries.map(|entry| entry.map(|entry| entry.path())).collect::<io::Result<Vec<_>>>()?;
        let is_shown = |path: &PathBuf| path.extension().is_some_and(|extension| extension == "json");
        // Ids sort by the time at which they were made.
        let mut shown: Vec<PathBuf> = names.into_iter().filter(is_shown).collect();
        shown.sort_unstable_by(|one, other| other.cmp(one));
        shown.iter().take(LATEST).map(|path| read(path)).collect()
    }
}

fn read(path: &Path) -> io::Result<KeptMail> {
    Ok(serde_json::from_slice(&fs::read(path)?)?)
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;
    use uuid::Uuid;

    use super::*;

    fn mail(number: u128, subject: &str) -> KeptMail {
        KeptMail {
            id: Uuid::from_u128(number).into(),
            at: DateTime::UNIX_EPOCH,
            to: "rosa@example.org".into(),
            subject: subject.into(),
            text: "Hello".into(),
        }
    }

    #[test]
    fn the_newest_comes_first_and_a_repetition_takes_its_place() {
        let place = tempfile::tempdir().unwrap();
        let folder = MailFolder::new(place.path().join("mails"));
        assert!(folder.latest().unwrap().is_empty());
        for (number, subject) in [(1, "One"), (2, "Two"), (1, "One again")] {
            folder.keep(&mail(number, subject), b"whole").unwrap();
        }
        let subjects: Vec<_> = folder.latest().unwrap().into_iter().map(|mail| mail.subject).collect();
        assert_eq!(subjects, ["Two", "One again"]);
    }

    #[test]
    fn nobody_else_reads_it() {
        use std::os::unix::fs::PermissionsExt;
        let place = tempfile::tempdir().unwrap();
        let folder = place.path().join("mails");
        MailFolder::new(folder.clone()).keep(&mail(1, "One"), b"whole").unwrap();
        let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!(mode(&folder), 0o700);
        assert!(fs::read_dir(&folder).unwrap().all(|entry| mode(&entry.unwrap().path()) == 0o600));
    }
}
