//! `openhall configuration`: all that an administrator sets, as one file.

use std::{fs, path::PathBuf};

use anyhow::{Context, Result, anyhow, bail};
use clap::{Args, Subcommand};
use domain::configuration::{Changes, Configuration as File, Entry, PartChanges};
use serde_json::Value;
use store::{
    StoreError, configuration, profiles,
    tx::{Caller, WriteTx},
};

use crate::{config::Config, opened::Opened};

/// Writes all that an administrator sets as one file, and takes such a file
#[derive(Debug, Subcommand)]
pub enum Configuration {
    /// Prints it: `openhall configuration export > hall.json`
    Export(Export),
    /// Shows what a file would change, and with --yes takes it: `openhall configuration import hall.json --yes`
    Import(Import),
}

#[derive(Args, Debug)]
pub struct Export {
    #[command(flatten)]
    config: Config,
}

#[derive(Args, Debug)]
pub struct Import {
    /// A file that `export` or the page wrote
    file: PathBuf,
    /// Takes the file after showing what changes; nothing is changed otherwise
    #[arg(long)]
    yes: bool,
    #[command(flatten)]
    config: Config,
}

impl Configuration {
    pub fn run(self) -> Result<()> {
        match self {
            Self::Export(export) => export.run(),
            Self::Import(import) => import.run(),
        }
    }
}

impl Export {
    fn run(self) -> Result<()> {
        let opened = Opened::open(&self.config)?;
        let says = opened.store.read_public(&Caller::job(), configuration::export).map_err(in_words);
        opened.close()?;
        println!("{}", serde_json::to_string_pretty(&says?)?);
        Ok(())
    }
}

impl Import {
    fn run(self) -> Result<()> {
        let bytes = fs::read(&self.file).with_context(|| format!("cannot read {}", self.file.display()))?;
        let file = read(&bytes)?;
        let opened = Opened::open(&self.config)?;
        let done = self.take(&opened, &file);
        opened.close()?;
        done
    }

    /// Shows what would change, and does it where that was asked for. All of it is one transaction: a file that cannot be
    /// taken leaves an empty database empty.
    fn take(&self, opened: &Opened, file: &File) -> Result<()> {
        let mut shown = None;
        let mut look = |tx: &mut WriteTx| {
            let preview = configuration::preview(tx, file)?;
            shown = Some(preview.changes);
            Ok(preview.version)
        };
        let done = match self.yes {
            true => opened.store.write_public(&Caller::job(), "configuration.import", |tx| {
                profiles::install_bare(tx)?;
                let version = look(tx)?;
                configuration::import(tx, file, Some(&version)).map(drop)
            }),
            false => opened.store.write_public(&Caller::job(), "configuration.preview", look).map(drop),
        };
        for line in shown.iter().flat_map(lines) {
            println!("{line}");
        }
        if shown.is_some_and(|changes| !changes.problems.is_empty()) {
            bail!("nothing was changed: mend what is named above");
        }
        done.map_err(in_words)?;
        println!("{}", if self.yes { "Done." } else { "Nothing was changed. With --yes the file is taken." });
        Ok(())
    }
}

fn read(bytes: &[u8]) -> Result<File> {
    api::configuration::read(bytes).map_err(|refused| {
        let problem = refused.problem();
        let places = problem.errors.iter().map(|error| format!("{}: {}", error.pointer, error.code));
        let told: Vec<String> = places.chain(problem.detail.clone()).collect();
        anyhow!("this file cannot be taken: {}", told.join("; "))
    })
}

/// What the store refuses, for a person at a terminal.
fn in_words(error: StoreError) -> anyhow::Error {
    match error {
        StoreError::NotFound => anyhow!("this database has no organization yet; import a file with --yes"),
        other => other.into(),
    }
}

/// A preview as it is printed.
fn lines(changes: &Changes) -> Vec<String> {
    let mut lines: Vec<String> = changes.parts.iter().flat_map(of_part).collect();
    if changes.is_empty() {
        lines.push("Nothing would change.".into());
    }
    for problem in &changes.problems {
        let (place, code) = (&problem.error.pointer, &problem.error.code);
        lines.push(format!("PROBLEM {place} {}: {code}. {}", problem.name, problem.advice));
    }
    lines
}

fn of_part(part: &PartChanges) -> Vec<String> {
    let mut lines = Vec::new();
    if part.is_empty() {
        return lines;
    }
    let (same, kept) = (part.same, part.kept.len());
    lines.push(format!("{}: {same} the same, {kept} only here and kept", part.part.code()));
    lines.extend(part.added.iter().map(|entry| format!("  + {}", called(entry))));
    for changed in &part.changed {
        lines.push(format!("  ~ {}", called(&changed.entry)));
        let field = |field: &str, from, to| format!("      {field}: {} -> {}", text(from), text(to));
        lines.extend(changed.fields.iter().map(|one| field(&one.field, &one.from, &one.to)));
    }
    lines
}

fn called(entry: &Entry) -> String {
    match (entry.name.as_str(), entry.within.as_str()) {
        ("", _) => entry.place.trim_start_matches('/').to_owned(),
        (name, "") => name.to_owned(),
        (name, within) => format!("{within}: {name}"),
    }
}

fn text(value: &Value) -> String {
    match value {
        Value::Null => "nothing".into(),
        Value::String(text) if text.is_empty() => "nothing".into(),
        Value::String(text) => format!("“{text}”"),
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use domain::configuration::changes;

    use super::*;

    #[test]
    fn a_preview_is_read_line_by_line() {
        let of = |text: &str| read(text.as_bytes()).unwrap();
        let here =
            of(r#"{"format":1,"roles":[{"name":"Desk","sight":"card","permissions":["see_clients"]}]}"#);
        let file = of(r#"{"format":1,"departments":[{"name":"Housing"}],
            "roles":[{"name":"Desk","description":"In front","sight":"card","permissions":["fly"]}]}"#);
        let found = lines(&changes(&here, &file, chrono::NaiveDate::default()));
        assert_eq!(
            found,
            [
                "roles: 0 the same, 0 only here and kept",
                "  ~ Desk",
                "      description: nothing -> “In front”",
                r#"      permissions: ["see_clients"] -> ["fly"]"#,
                "departments: 0 the same, 0 only here and kept",
                "  + Housing",
                "PROBLEM /roles/0/permissions/0 Desk: unknown_permission. This version does not know the permission. \
                 Take it out of the role, or update this server first.",
            ]
        );
        assert_eq!(lines(&changes(&here, &here, chrono::NaiveDate::default())), ["Nothing would change."]);
    }

    #[test]
    fn a_file_of_another_format_is_refused_in_words() {
        let refused = read(br#"{"format":9}"#).unwrap_err().to_string();
        assert!(refused.contains("this server reads format 1"), "{refused}");
    }
}
