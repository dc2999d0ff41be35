//! What is measured, and what was promised of it.

use super::base::Base;
use anyhow::{Result, ensure};

pub struct Operation {
    pub name: String,
    /// As load.lua calls it.
    pub code: &'static str,
    /// Who asks; nobody where the public does.
    pub who: Option<&'static str>,
    /// The statement written by hand.
    pub yardstick: &'static str,
    /// The word to search, or the program to apply for.
    pub word: String,
    /// The most processor time a request may cost, in multiples of the statement's.
    pub most: Option<f64>,
    /// Whether it is to cost the same however many clients there are.
    pub is_steady: bool,
}

/// pgbench takes no empty word.
const NONE: &str = "-";

impl Operation {
    pub fn new(name: impl Into<String>, code: &'static str, yardstick: &'static str) -> Self {
        let name = name.into();
        Self { name, code, who: Some("cora"), yardstick, word: NONE.to_owned(), most: None, is_steady: false }
    }

    fn search(kind: &str, word: &str, yardstick: &'static str) -> Self {
        Self {
            word: word.to_owned(), ..Self::new(format!("Search, {kind} “{word}”"), "search", yardstick)
        }
    }

    pub fn all(base: &Base) -> Result<Vec<Self>> {
        let rare = rare_name(base)?;
        let program = base.ask("select id from programs where open_to_intake order by position limit 1")?;
        Ok(vec![
            Self { most: Some(2.0), is_steady: true, ..Self::new("Client list", "list", "list.sql") },
            Self { most: Some(2.0), is_steady: true, ..Self::new("Client detail", "detail", "detail.sql") },
            Self { most: Some(1.5), ..Self::search("rare", &rare, "search.sql") },
            Self { most: Some(1.5), ..Self::search("common", "garcia", "search.sql") },
            Self::search("misspelled", "garzia", "likeness.sql"),
            Self::search("absent", "xochiquetzal", "likeness.sql"),
            Self::new("Dashboard, everyone", "dashboard", "dashboard.sql"),
            Self {
                who: Some("casey"),
                ..Self::new("Dashboard, a caseload", "dashboard", "dashboard_of_one.sql")
            },
            Self { who: Some("casey"), most: Some(2.5), ..Self::new("Note", "note", "note.sql") },
            Self { who: None, word: program, ..Self::new("Application", "application", "application.sql") },
        ])
    }
}

/// A last name of a handful, so many that nobody is looked for who is merely alike.
fn rare_name(base: &Base) -> Result<String> {
    let name = base.ask(
        "select split_part(name_key, '  ', 1) as name from clients group by name \
         having count(*) between 6 and 9 and split_part(min(name_key), '  ', 1) ~ '^[a-z]{6,}$' order by name limit 1",
    )?;
    ensure!(!name.is_empty(), "no last name is had by six to nine clients");
    Ok(name)
}
