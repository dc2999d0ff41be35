//! A database with as many clients as wanted, kept for the next run.

use super::base::Base;
use super::rows::{Person, TABLES};
use crate::digest::Digest;
use crate::places::Places;
use crate::shell;
use anyhow::{Result, ensure};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Where the statements and the load's script are.
pub fn scripts(places: &Places) -> PathBuf {
    places.root().join("crates/xtask/bench")
}

/// The folder of an installation with so many clients.
pub fn folder(places: &Places, count: u64) -> PathBuf {
    places.memory().join("bench").join(count.to_string())
}

/// Starts the database; fills it where it was not filled before, or otherwise than now.
pub fn open(places: &Places, openhall: &Path, count: u64) -> Result<Base> {
    let (state, filling) = (folder(places, count), digest(places)?);
    let mark = state.join("filled");
    if fs::read_to_string(&mark).is_ok_and(|found| found == filling) {
        return Base::start(&state);
    }
    if state.exists() {
        Base::start(&state)?.remove()?;
        fs::remove_dir_all(&state)?;
    }
    shell::say(&format!("filling a database with {count} clients"));
    shell::run_quietly(Command::new(openhall).arg("demo").arg("--state-dir").arg(&state))?;
    let base = Base::start(&state)?;
    fill(&base, &scripts(places), count)?;
    fs::write(mark, filling)?;
    Ok(base)
}

fn digest(places: &Places) -> Result<String> {
    let source = places.root().join("crates/xtask/src/bench");
    let files = [source.join("names.rs"), source.join("rows.rs"), scripts(places).join("fill.sql")];
    Ok(Digest::of_files(&files)?.to_string())
}

fn fill(base: &Base, scripts: &Path, count: u64) -> Result<()> {
    check_keys(base)?;
    for table in TABLES {
        base.copy(table.into, |out| {
            (1..=count).try_for_each(|number| Ok((table.line)(&Person::new(number, count)?, out)?))
        })?;
    }
    base.run(&scripts.join("fill.sql"), count)
}

/// The keys of somebody whom the product itself wrote are what we would have written.
fn check_keys(base: &Base) -> Result<()> {
    let written = base.ask(
        "select name_key, search_key, first_name, last_name, (select value from contact_points where client_id = c.id) \
         from clients c where first_name = 'Darnell' and last_name = 'Washington'",
    )?;
    let columns: Vec<&str> = written.split('\t').collect();
    let [name_key, search_key, first, last, phone] = columns.as_slice() else {
        anyhow::bail!("the demo agency has no Darnell Washington with one phone");
    };
    let ours = Person::search_key([*first, last, phone].into_iter(), [].into_iter());
    ensure!(
        Person::name_key(first, last) == *name_key && ours.trim_end() == search_key.trim_end(),
        "the product writes its search keys otherwise than crates/xtask/src/bench/rows.rs: {written}"
    );
    Ok(())
}
