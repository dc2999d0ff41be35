//! A row and all that stands around it, written in one statement: `with a as (insert …), b as (insert …) insert …`. A
//! record with its lists so takes no more rounds to the database than a record without.

use diesel::{
    pg::Pg,
    prelude::*,
    query_builder::{AstPass, QueryFragment, QueryId},
};

use crate::tx::Write;

/// Writes that do not read each other's rows. Keys between them are checked when all are done.
pub(crate) struct Batch<'a> {
    main: Box<dyn QueryFragment<Pg> + 'a>,
    others: Vec<Box<dyn QueryFragment<Pg> + 'a>>,
}

impl<'a> Batch<'a> {
    /// Its line in the audit comes first, and it is whose rows are counted.
    pub(crate) fn of(main: impl Write + QueryFragment<Pg> + 'a) -> Self {
        Self { main: Box::new(main), others: Vec::new() }
    }

    pub(crate) fn with(mut self, other: impl Write + QueryFragment<Pg> + 'a) -> Self {
        self.others.push(Box::new(other));
        self
    }
}

impl Write for Batch<'_> {}

impl QueryId for Batch<'_> {
    type QueryId = ();
    const HAS_STATIC_QUERY_ID: bool = false;
}

impl QueryFragment<Pg> for Batch<'_> {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        // Its text differs by how many rows there are.
        out.unsafe_to_cache_prepared();
        for (number, other) in self.others.iter().enumerate() {
            out.push_sql(if number == 0 { "with " } else { ", " });
            out.push_identifier(&format!("other_{number}"))?;
            out.push_sql(" as (");
            other.walk_ast(out.reborrow())?;
            out.push_sql(") ");
        }
        self.main.walk_ast(out)
    }
}
