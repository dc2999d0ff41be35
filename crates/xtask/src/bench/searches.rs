//! Finding words in a log of millions of lines.

use super::base::Base;
use super::service::Service;
use crate::shell;
use anyhow::{Result, ensure};
use std::path::Path;
use std::thread;
use std::time::{Duration, Instant};

/// So many of each kind.
const EACH: usize = 100;
/// And so many before, which are not counted: other measurements begin warm as well.
const WARMING: usize = 10;
const WORDS: usize = EACH + WARMING;
/// For the words of all lines.
const PATIENCE: Duration = Duration::from_secs(3_600);

pub struct Searches {
    pub lines: u64,
    pub median: Duration,
    pub slowest_percent: Duration,
    /// The kind of search that took longest, and how long.
    pub slowest: (&'static str, Duration),
}

/// Fills the log up to so many lines and seals them, once; then searches it as a coordinator does, one after another.
pub fn measure(base: &Base, service: &Service, scripts: &Path, lines: u64) -> Result<Searches> {
    if number(base, "select count(*) from audit where operation = 'fill'")? < lines {
        shell::say(&format!("filling the log with {lines} lines"));
        base.run(&scripts.join("log.sql"), lines)?;
    }
    until_indexed(base, lines)?;
    let token = service.sign_in("cora")?;
    let mut all = Vec::new();
    let search = |word: &String| service.get(&format!("/api/v1/audit?q={word}"), &token);
    let kinds = kinds(base)?;
    for (kind, words) in &kinds {
        ensure!(words.len() >= WORDS, "{kind}: {} words", words.len());
        words[EACH..WORDS].iter().try_for_each(|word| search(word).map(drop))?;
    }
    for (kind, words) in &kinds {
        for word in &words[..EACH] {
            let begun = Instant::now();
            search(word)?;
            all.push((*kind, begun.elapsed()));
        }
    }
    all.sort_by_key(|(_, took)| *took);
    let at = |part: usize| all[(all.len() * part / 100).min(all.len() - 1)].1;
    let slowest = all.last().copied().unwrap_or_default();
    Ok(Searches { lines, median: at(50), slowest_percent: at(99), slowest })
}

/// Waits until the server has written the words of so many lines, which it does beside its other work.
fn until_indexed(base: &Base, lines: u64) -> Result<()> {
    let begun = Instant::now();
    while number(base, "select coalesce(max(position), 0) from audit_words")? < lines {
        ensure!(begun.elapsed() < PATIENCE, "the words of the log are not written after {PATIENCE:?}");
        thread::sleep(Duration::from_secs(1));
    }
    base.ask("analyze audit_words")?;
    Ok(())
}

/// Words as people look for them, each once: what is common, what is rare, what is not there, and two at a time.
fn kinds(base: &Base) -> Result<Vec<(&'static str, Vec<String>)>> {
    let words =
        |statement: &str| Ok::<_, anyhow::Error>(base.ask(statement)?.lines().map(str::to_owned).collect());
    let names = |order: &str| {
        format!(
            "select lower(last_name) from clients where last_name ~ '^[A-Za-z]+$' and id::text like '01890000-%' \
            group by 1 order by count(*) {order}, 1 limit {WORDS}"
        )
    };
    let common: Vec<String> = words(&names("desc"))?;
    let two = common.iter().enumerate().map(|(n, name)| format!("{name}%20case{n}")).collect();
    let absent = (0..WORDS).map(|n| format!("quokka{n}")).collect();
    let rare = (0..WORDS).map(|n| format!("case{}", n * 7 + 1)).collect();
    Ok(vec![
        ("a common name", common),
        ("a rare word", rare),
        ("two words", two),
        ("a word that is not there", absent),
    ])
}

fn number(base: &Base, statement: &str) -> Result<u64> {
    Ok(base.ask(statement)?.parse()?)
}
