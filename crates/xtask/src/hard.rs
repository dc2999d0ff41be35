//! How hard Openhall is to break: the tests that try it, at full strength, and the page of what they found.

use crate::page;
use crate::places::Places;
use crate::server::{self, Profile, cargo};
use crate::setup;
use crate::shell;
use anyhow::{Context, Result, bail};
use postgres::{SUPERUSER, Server, Settings};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Tests keep their figures in the folder that this names, and try as often as the page says.
pub const FIGURES: &str = "OPENHALL_FIGURES";
/// The journey that tries it in a browser.
const JOURNEY: &str = "hard";
/// The walk through everything that everybody may do, which is a test of its own.
const POLICY: &str = "policy::everybody";
/// Tests that stand with their neighbours and have a line on the page as well.
const BESIDE: [&str; 3] = ["api::account::password::", "api::retention::", "api::users::changing::"];

/// The sections of the page.
const LETTERS: [(&str, &str); 12] = [
    ("A", "Signing in"),
    ("B", "Sessions and tokens"),
    ("C", "Who may see and do what"),
    ("D", "What is typed and sent"),
    ("E", "Files"),
    ("F", "What is taken out"),
    ("H", "What is written down"),
    ("I", "Proposals and their review"),
    ("J", "Backups put back"),
    ("K", "Two at the same moment, and the same thing twice"),
    ("L", "Floods, restarts and outages"),
    ("M", "Logs, headers and refusals"),
];

const HEAD: &str = "\
# Hard to break

`cargo xtask hard` writes this page: each line is a test that tries something forbidden and says how often it worked. `cargo xtask conformance` writes line D1.

*Goal* is what the test insists on. The last column is the same attempt with its guard taken away, so that one sees that the number can move. The short form of every test runs in `cargo xtask test`. A server is a development build on the machine that ran the tests; \"two servers\" are two over one database.
";

/// With words, only the tests whose names contain one of them; the other lines of the page stay.
pub fn run(places: &Places, words: &[&str]) -> Result<()> {
    setup::for_server()?;
    let folder = fresh_folder(places)?;
    let tried = rust_tests(places, &folder, words);
    let looked = if words.is_empty() { journey(places, &folder) } else { Ok(()) };
    publish(places, &folder)?;
    tried.and(looked)
}

/// Where tests keep their figures until they are published.
pub fn fresh_folder(places: &Places) -> Result<PathBuf> {
    let folder = places.memory().join("figures");
    if folder.exists() {
        fs::remove_dir_all(&folder)?;
    }
    fs::create_dir_all(&folder)?;
    Ok(folder)
}

/// One after the other: some of them measure time.
fn rust_tests(places: &Places, folder: &Path, words: &[&str]) -> Result<()> {
    let database = Server::start(&Settings { max_connections: 400, ..Settings::throw_away() })?;
    let address = format!("postgres://{SUPERUSER}@127.0.0.1:{}", database.port());
    let test = |words: &[&str]| {
        let mut cargo = cargo(places);
        cargo.args(["test", "--features", "xtask/cut", "--workspace", "--no-fail-fast"]).args(words);
        cargo.env("OPENHALL_TEST_POSTGRES", &address).env(FIGURES, folder);
        shell::run(&mut cargo)
    };
    let all = everything();
    let wanted = if words.is_empty() { &all } else { words };
    let inside = [&["--test", "facts", "--"], wanted, &["--test-threads", "1"]].concat();
    let outside = [&["--test", "hard", "--"], words, &["--test-threads", "1"]].concat();
    let inside = test(&inside);
    inside.and(test(&outside))
}

/// The tests that a full run takes.
fn everything() -> Vec<&'static str> {
    [&["hard::", POLICY], &BESIDE[..]].concat()
}

fn journey(places: &Places, folder: &Path) -> Result<()> {
    let tools = setup::for_journeys(places)?;
    page::build(places, &tools.web)?;
    let openhall = server::build(places, Profile::Dev)?;
    let mut journey = Command::new("node");
    journey.arg(places.browser_tests().join("run.mjs")).arg(JOURNEY);
    journey.env("OPENHALL_BIN", openhall).env("OPENHALL_PAGE", places.dist()).env(FIGURES, folder);
    shell::run(journey.env("OPENHALL_CHROMIUM", tools.chromium))
}

/// Puts the figures of a folder into the page, in place of what the same tests found before.
pub fn publish(places: &Places, folder: &Path) -> Result<()> {
    let path = places.root().join("docs/hard-to-break.md");
    let old = if path.exists() { fs::read_to_string(&path)? } else { String::new() };
    let mut files: Vec<_> = fs::read_dir(folder)?.map(|file| Ok(file?.path())).collect::<Result<_>>()?;
    files.sort();
    let figures = files.iter().map(|file| Ok((name_of(file), fs::read_to_string(file)?)));
    let page = merged(&old, &figures.collect::<Result<Vec<_>>>()?, &shell::today()?)?;
    fs::write(&path, page).with_context(|| format!("cannot write {}", path.display()))?;
    println!("wrote {}", path.display());
    Ok(())
}

fn name_of(file: &Path) -> String {
    file.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

/// The lines of a page by their ids, each with the test that wrote it.
type Lines = BTreeMap<(String, u32), Vec<(String, String)>>;

/// `figures` are files: their names, which name the test, and what stands in them.
fn merged(old: &str, figures: &[(String, String)], today: &str) -> Result<String> {
    let mut lines = Lines::new();
    for line in old.lines().filter(|line| line.starts_with("| ") && !line.starts_with("| id |")) {
        let id = line.split('|').nth(1).unwrap_or_default().trim();
        lines.entry(key(id)?).or_default().push((test_of(line).to_owned(), line.to_owned()));
    }
    for (test, figure) in figures {
        let cells: Vec<String> = figure.trim_end().split('\t').map(|cell| cell.replace('|', "\\|")).collect();
        if cells.len() != 5 {
            bail!("a figure has five cells: {figure}");
        }
        let of_id = lines.entry(key(&cells[0])?).or_default();
        of_id.retain(|(other, _)| other != test && !other.is_empty());
        of_id.push((test.clone(), format!("| {} | {today} {MARK}{test}{END} |", cells.join(" | "))));
        of_id.sort();
    }
    Ok(page(&lines))
}

/// The test stands in its line where no reader sees it.
const MARK: &str = "<!-- ";
const END: &str = " -->";

/// Empty in a line that was written before tests were named.
fn test_of(line: &str) -> &str {
    line.split_once(MARK).and_then(|(_, rest)| rest.split_once(END)).map_or("", |(test, _)| test)
}

/// Letter and number, so that B10 stands behind B2.
fn key(id: &str) -> Result<(String, u32)> {
    let (letter, number) = id.split_at_checked(1).with_context(|| format!("`{id}` is no id"))?;
    Ok((letter.to_owned(), number.parse().with_context(|| format!("`{id}` is no id"))?))
}

fn page(lines: &Lines) -> String {
    let mut page = HEAD.to_owned();
    for (letter, title) in LETTERS {
        let rows: Vec<_> = lines
            .iter()
            .filter(|((of, _), _)| of == letter)
            .flat_map(|(_, rows)| rows)
            .map(|(_, row)| row)
            .collect();
        if rows.is_empty() {
            continue;
        }
        page += &format!("\n## {letter}. {title}\n\n");
        page += "| id | tried | goal | found | without the guard | on |\n|---|---|---|---|---|---|\n";
        rows.into_iter().for_each(|row| page += &format!("{row}\n"));
    }
    page
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(test: &str, line: &str) -> (String, String) {
        (test.to_owned(), format!("{line}\n"))
    }

    fn days(page: &str) -> Vec<String> {
        let rows = page.lines().filter(|line| line.contains(" May "));
        rows.map(|row| [row[2..5].trim(), &row[row.find(" May ").unwrap() - 1..][..1]].join(" ")).collect()
    }

    #[test]
    fn new_figures_replace_those_of_the_same_test_and_leave_the_others() {
        let first = [
            of("B2.one", "B2\ta\tb\tc\td"),
            of("B2.two", "B2\ta\tb\tc\td"),
            of("B10.x", "B10\te\tf\tg\th"),
            of("A1.x", "A1\ti\tj\tk\tl"),
        ];
        let old = merged("", &first, "1 May 2026").unwrap();
        assert_eq!(days(&old), ["A1 1", "B2 1", "B2 1", "B10 1"]);
        let new = merged(&old, &[of("B2.two", "B2\tnew\tb\tc\td")], "2 May 2026").unwrap();
        assert_eq!(days(&new), ["A1 1", "B2 1", "B2 2", "B10 1"]);
        assert!(new.contains("| B2 | new | b | c | d | 2 May 2026 <!-- B2.two --> |"), "{new}");
    }

    #[test]
    fn a_full_run_takes_every_test_that_keeps_a_figure() {
        let tests = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests");
        let keeping = modules(&tests, &tests);
        assert!(keeping.len() > 20, "{keeping:?}");
        let is_taken =
            |module: &String| everything().iter().any(|of| of.contains(module) || module.contains(of));
        let left: Vec<_> = keeping.iter().filter(|module| !is_taken(module)).collect();
        assert!(left.is_empty(), "these would keep their old lines: {left:?}");
    }

    /// Modules of the tests in which a figure is made, as their tests' names begin.
    fn modules(folder: &Path, root: &Path) -> Vec<String> {
        let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
        let mut found = Vec::new();
        for path in entries {
            if path.is_dir() {
                found.extend(modules(&path, root));
            } else if path.extension().is_some_and(|end| end == "rs")
                && fs::read_to_string(&path).unwrap().contains("Figure {")
            {
                let name = path.strip_prefix(root).unwrap().with_extension("");
                let name = name.to_str().unwrap().replace('/', "::");
                found.push(format!("{}::", name.trim_end_matches("::mod")));
            }
        }
        found
    }

    #[test]
    fn a_line_of_no_known_test_goes_when_its_id_is_tried_again() {
        let old = "| A1 | a | b | c | d | 1 May 2026 |\n| A2 | a | b | c | d | 1 May 2026 |";
        let new = merged(old, &[of("A1.x", "A1\tnew\tb\tc\td")], "2 May 2026").unwrap();
        assert_eq!(days(&new), ["A1 2", "A2 1"]);
    }

    #[test]
    fn a_line_that_is_no_figure_is_not_published() {
        for wrong in ["B2\tonly", "two\ta\tb\tc\td"] {
            assert!(merged("", &[of("x", wrong)], "today").is_err(), "{wrong}");
        }
    }
}
