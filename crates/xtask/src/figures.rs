//! The page of figures in the documentation: each measurement replaces its own section, and leaves the others.

use crate::places::Places;
use anyhow::{Context, Result};
use std::fs;

/// Puts a text into the page that explains how it was measured, in place of the last one of this name.
pub fn publish(places: &Places, name: &str, text: &str) -> Result<()> {
    let path = places.root().join("docs/figures.md");
    let page = fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
    fs::write(&path, replaced(&page, name, text)).with_context(|| format!("cannot write {}", path.display()))
}

fn replaced(page: &str, name: &str, text: &str) -> String {
    let (begin, end) = (format!("<!-- {name} -->\n"), format!("<!-- end of {name} -->\n"));
    let section = format!("{begin}{text}{end}");
    match (page.split_once(&begin), page.split_once(&end)) {
        (Some((before, _)), Some((_, after))) => format!("{before}{section}{after}"),
        _ => format!("{page}\n{section}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_second_run_replaces_the_first_and_leaves_the_others() {
        let both = replaced(&replaced("# Figures\n", "bench 10", "old\n"), "bench 20", "other\n");
        let again = replaced(&both, "bench 10", "new\n");
        assert!(again.contains("new") && again.contains("other") && !again.contains("old"), "{again}");
        assert_eq!(again.matches("<!-- bench 10 -->").count(), 1);
    }
}
