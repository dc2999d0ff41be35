//! How old the newest backup is. Openhall makes none by itself: whatever makes them leaves a file in a folder.

use std::{
    fs,
    path::{Path, PathBuf},
    time::{Duration, SystemTime},
};

use anyhow::{Context, Result, bail};
use clap::Args;

use super::Report;

/// Openhall does not know what makes them.
const WHAT_TO_DO: &str =
    "run the backup, and look why its job did not (is it planned, is there room, what did pg_dump say)";
/// As far as clocks of two machines may differ.
const AHEAD: Duration = Duration::from_secs(3_600);

/// Where backups lie.
#[derive(Args, Clone, Debug)]
#[command(next_help_heading = "Backups")]
pub(super) struct Backups {
    /// Folder into which each backup puts a file, or touches one: the newest tells when the last one was
    #[arg(long, env = "OPENHALL_BACKUPS", value_name = "FOLDER")]
    backups: Option<PathBuf>,
    /// So many hours old the newest may be
    #[arg(long, env = "OPENHALL_BACKUP_HOURS", default_value_t = 26, value_name = "HOURS")]
    backup_hours: u64,
}

impl Backups {
    pub(super) fn look(&self, report: &mut Report) {
        match &self.backups {
            Some(folder) => report.say("backups", self.age(folder)),
            None => report.note("backups", "not looked at: name the folder of yours in OPENHALL_BACKUPS"),
        }
    }

    fn age(&self, folder: &Path) -> Result<String> {
        let shown = folder.display();
        let newest = newest(folder)?.with_context(|| format!("there is none in {shown}: {WHAT_TO_DO}"))?;
        let now = SystemTime::now();
        // It would stay the newest until then, however long no other one is made.
        if newest > now + AHEAD {
            bail!(
                "one in {shown} is dated in the future: set the clock of what makes them right, and touch the file"
            );
        }
        // Within the hour a file of the future is as good as one of now.
        let hours = now.duration_since(newest).unwrap_or(Duration::ZERO).as_secs() / 3_600;
        if hours >= self.backup_hours {
            bail!("the newest in {shown} is {hours} hours old: {WHAT_TO_DO}");
        }
        Ok(format!("the newest is {hours} hours old"))
    }
}

/// When the newest file of a folder was last written. An empty one is a backup that failed.
fn newest(folder: &Path) -> Result<Option<SystemTime>> {
    let files = fs::read_dir(folder).with_context(|| format!("cannot read {}", folder.display()))?;
    let mut newest = None;
    for file in files {
        let found = file?.metadata()?;
        if found.is_file() && found.len() > 0 {
            newest = newest.max(Some(found.modified()?));
        }
    }
    Ok(newest)
}
