//! Looking whether the log is as it was sealed: line by line, and against the heads that were kept outside.
//!
//! Everything is computed here from what the rows say, and nothing by functions of the database, which whoever may
//! change the log may change as well.

mod lines;
mod walk;

use std::{collections::BTreeMap, fmt};

use chrono::{DateTime, Utc};
use diesel::{Connection, PgConnection, connection::SimpleConnection};
use uuid::Uuid;

pub use super::seal::Head;
use crate::{StoreError, StoreResult};

/// What was found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Verdict {
    /// Lines that are as they were sealed.
    pub lines: i64,
    pub seals: i64,
    /// Lines whose content went by a rule that the log names.
    pub erased: i64,
    /// Lines that are not sealed yet.
    pub waiting: i64,
    /// Seals that stand outside as they stand here.
    pub heads: i64,
    /// Empty where the log is as it was.
    pub findings: Vec<Finding>,
}

/// What is not as it was sealed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// It says something else, or of another time or person.
    Altered,
    /// It stands where another one was.
    Moved,
    /// It is gone. Where its number went with it, the line before it is named.
    Missing,
    /// It came in between what was sealed long ago.
    Inserted,
    /// It says that it is older than it can be.
    Backdated,
    /// What it said is gone, and no rule of the log names it.
    Emptied,
    /// The seal is not the one that was made.
    Seal,
    /// Seal and lines fit each other, and another seal was kept outside.
    Rewritten,
    /// The log ends before a seal that was kept outside.
    CutOff,
}

/// The first place of its kind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    pub fault: Fault,
    /// The line; of a missing one, the one before it where its own number is not known.
    pub seq: Option<i64>,
    pub at: Option<DateTime<Utc>>,
    pub entity: Option<String>,
    pub entity_id: Option<Uuid>,
    /// The batch that it stands in.
    pub seal: Option<i64>,
}

impl Finding {
    fn of_seal(fault: Fault, seal: i64, at: DateTime<Utc>) -> Self {
        Self { fault, seq: None, at: Some(at), entity: None, entity_id: None, seal: Some(seal) }
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let what = match self.fault {
            Fault::Altered => "altered",
            Fault::Moved => "moved to another place",
            Fault::Missing => "missing (this line, or the one after it)",
            Fault::Inserted => "inserted",
            Fault::Backdated => "older by its own word than it can be",
            Fault::Emptied => "emptied without a rule that names it",
            Fault::Seal => "a seal that was altered, moved or taken away",
            Fault::Rewritten => "rewritten with all that follows: another seal was kept outside",
            Fault::CutOff => "cut off, or an older backup: a seal that was kept outside is not in the log",
        };
        write!(f, "{what}:")?;
        if let Some(seq) = self.seq {
            write!(f, " line {seq}")?;
        }
        if let Some(seal) = self.seal {
            write!(f, " seal {seal}")?;
        }
        if let Some(at) = self.at {
            write!(f, " of {}", at.format("%Y-%m-%d %H:%M:%S UTC"))?;
        }
        if let Some(entity) = &self.entity {
            write!(f, ", about {entity}")?;
        }
        self.entity_id.map_or(Ok(()), |id| write!(f, " {id}"))
    }
}

/// Walks through the log of a database, by one snapshot of it. `heads` are those that were kept outside; where several
/// were kept under one number, all of them are here.
pub fn verify(url: &str, heads: &[Head]) -> StoreResult<Verdict> {
    let mut conn =
        PgConnection::establish(url).map_err(|error| StoreError::Unavailable(error.to_string()))?;
    conn.batch_execute(
        "set default_transaction_read_only = on; set default_transaction_isolation = 'repeatable read'",
    )?;
    conn.transaction(|conn| walk::through(conn, &by_number(heads)))
}

type Heads<'a> = BTreeMap<i64, Vec<&'a Head>>;

fn by_number(heads: &[Head]) -> Heads<'_> {
    let mut all = Heads::new();
    for head in heads {
        all.entry(head.number).or_default().push(head);
    }
    all
}
