//! Figures about how hard Openhall is to break, for `docs/hard-to-break.md`.
//!
//! Such a test tries something forbidden many times and counts what got through. Then it takes the guard away and sees
//! the count move: a count that cannot move tells nothing. `cargo xtask hard` runs these tests at full strength and
//! keeps what they found; an ordinary run tries less and asserts the same.

use std::{fs, path::Path, thread};

/// Where figures are kept; set by `cargo xtask hard`.
const FOLDER: &str = "OPENHALL_FIGURES";

/// How often to try: a few times in an ordinary run, as often as it says in the page where figures are kept.
pub fn times(few: usize, all: usize) -> usize {
    if std::env::var_os(FOLDER).is_some() { all } else { few }
}

/// One line of the page.
#[derive(Debug)]
pub struct Figure {
    /// The letter and number of the page's section: `B2`.
    pub id: &'static str,
    pub tried: String,
    pub goal: &'static str,
    pub found: String,
    /// The same with the guard taken away.
    pub control: String,
}

impl Figure {
    /// Keeps the line where figures are kept. A test may keep several.
    ///
    /// # Panics
    /// Where the file cannot be written: then the page would be an old one.
    #[expect(clippy::expect_used, reason = "a test that cannot say what it found has failed")]
    pub fn keep(self) {
        let cells = [self.id, &self.tried, self.goal, &self.found, &self.control];
        let line = cells.map(|cell| cell.replace(['\t', '\n'], " ")).join("\t");
        println!("{line}");
        let Some(folder) = std::env::var_os(FOLDER) else { return };
        let name = thread::current().name().unwrap_or("main").replace("::", ".");
        let path = Path::new(&folder).join(format!("{}.{name}.{}", self.id, self.goal.len()));
        fs::write(path, line + "\n").expect("the figure is kept");
    }
}
