//! What a transaction that writes can do besides reading.

use std::ops::{Deref, DerefMut};

use diesel::{
    connection::{AnsiTransactionManager, TransactionManager},
    pg::{Pg, PgConnection},
    prelude::*,
    query_builder::{DeleteStatement, InsertStatement, UpdateStatement},
    query_dsl::{LoadQuery, methods::ExecuteDsl},
    sql_types::{BigInt, Text},
};
use domain::ids::UserId;

use super::ReadTx;
use crate::{StoreError, StoreResult, scope::Existence, statement::Sql};

/// Stands in a line's reason before the rationale of whoever approved it. Nobody can type it: texts of people have no
/// invisible characters.
pub(crate) const RATIONALE: char = '\u{1e}';

/// A transaction that writes, and whose writes the audit knows the author of.
pub struct WriteTx<'a> {
    pub(super) read: ReadTx<'a>,
    pub(super) operation: &'static str,
    /// Who proposed what is applied here.
    pub(super) proposer: Option<UserId>,
}

impl<'a> Deref for WriteTx<'a> {
    type Target = ReadTx<'a>;
    fn deref(&self) -> &ReadTx<'a> {
        &self.read
    }
}
impl<'a> DerefMut for WriteTx<'a> {
    fn deref_mut(&mut self) -> &mut ReadTx<'a> {
        &mut self.read
    }
}

impl WriteTx<'_> {
    /// What is being done, as the audit names it.
    pub fn operation(&self) -> &'static str {
        self.operation
    }

    /// Applies what somebody else proposed.
    pub(crate) fn on_behalf_of(&mut self, proposer: UserId) {
        self.proposer = Some(proposer);
    }

    /// Whose idea it is: the person who proposed it, where it is approved, and otherwise whoever writes.
    pub(crate) fn author(&self) -> Option<UserId> {
        self.proposer.or_else(|| self.actor().user())
    }

    /// Names the person who has just proved who they are as the author of what follows.
    pub(crate) fn act_as(&mut self, user: UserId) -> StoreResult<()> {
        let statement = diesel::sql_query(
            "select set_config('openhall.principal', 'user', true), set_config('openhall.principal_id', $1, true)",
        );
        self.run_sql(statement.bind::<Text, _>(user.to_string()))?;
        Ok(())
    }

    /// Says why, for the audit, where a reason was asked for. The rationale of whoever approves it stays behind it.
    pub(crate) fn because(&mut self, reason: &str) -> StoreResult<()> {
        let statement = diesel::sql_query(
            "select set_config('openhall.reason', $1 || coalesce(current_setting('openhall.rationale', true), ''), true)",
        );
        self.run_sql(statement.bind::<Text, _>(reason))?;
        Ok(())
    }

    /// Says why it is decided so, on every line of the transaction, behind the proposer's own reason.
    pub(crate) fn decided_because(&mut self, rationale: &str) -> StoreResult<()> {
        let statement = diesel::sql_query(
            "select set_config('openhall.rationale', $1, true), set_config('openhall.reason', $1, true)",
        );
        self.run_sql(statement.bind::<Text, _>(format!("{RATIONALE}{rationale}")))?;
        Ok(())
    }

    /// Runs an insert, update or delete; says how many rows it met.
    pub fn run<S>(&mut self, statement: S) -> StoreResult<usize>
    where
        S: Write + ExecuteDsl<PgConnection>,
    {
        Ok(ExecuteDsl::execute(statement, self.read.conn)?)
    }

    /// Runs an insert, update or delete; gives the row that it returns. Not found where it met none.
    pub fn returning<'q, S, R>(&mut self, statement: S) -> StoreResult<R>
    where
        S: Write + LoadQuery<'q, PgConnection, R>,
    {
        self.try_returning(statement)?.ok_or(StoreError::NotFound)
    }

    /// As [`Self::returning`], for a statement that may meet no row.
    pub fn try_returning<'q, S, R>(&mut self, statement: S) -> StoreResult<Option<R>>
    where
        S: Write + LoadQuery<'q, PgConnection, R>,
    {
        let mut rows = statement.internal_load(self.read.conn)?;
        Ok(rows.next().transpose()?)
    }

    /// As [`Self::returning`], with every row that it returns.
    pub fn returning_all<'q, S, R>(&mut self, statement: S) -> StoreResult<Vec<R>>
    where
        S: Write + LoadQuery<'q, PgConnection, R>,
    {
        let rows = statement.internal_load(self.read.conn)?;
        Ok(rows.collect::<QueryResult<_>>()?)
    }

    /// Does something and takes it back, whatever comes of it: what would be refused is refused, and nothing else
    /// happens.
    pub(crate) fn rehearse(&mut self, work: impl FnOnce(&mut Self) -> StoreResult<()>) -> StoreResult<()> {
        AnsiTransactionManager::begin_transaction(self.read.conn)?;
        let done = work(self);
        AnsiTransactionManager::rollback_transaction(self.read.conn)?;
        done
    }

    /// Does something as a whole or not at all. Where it is refused, what came before it still holds and more can follow,
    /// which PostgreSQL would not allow after a broken key.
    pub(crate) fn attempt<T>(&mut self, work: impl FnOnce(&mut Self) -> StoreResult<T>) -> StoreResult<T> {
        AnsiTransactionManager::begin_transaction(self.read.conn)?;
        let done = work(self);
        match done {
            Ok(_) => AnsiTransactionManager::commit_transaction(self.read.conn)?,
            Err(_) => AnsiTransactionManager::rollback_transaction(self.read.conn)?,
        }
        done
    }

    /// Whether no other transaction holds this lock. It is kept until the transaction ends.
    pub(crate) fn alone(&mut self, lock: i64) -> StoreResult<bool> {
        let question = Existence::of("select pg_try_advisory_xact_lock($1) as answer");
        self.exists(question.bind::<BigInt, _>(lock))
    }

    /// Runs a statement in SQL that writes; gives every row that it returns.
    pub(crate) fn returning_sql<R>(&mut self, statement: Sql) -> StoreResult<Vec<R>>
    where
        R: QueryableByName<Pg> + 'static,
    {
        Ok(statement.load(self.read.conn)?)
    }

    /// Waits until no other transaction holds this lock. It is kept until the transaction ends.
    pub(crate) fn in_turn(&mut self, lock: i64) -> StoreResult<()> {
        self.run_sql(diesel::sql_query("select pg_advisory_xact_lock($1)").bind::<BigInt, _>(lock))?;
        Ok(())
    }

    /// Runs a statement in SQL that writes.
    pub(crate) fn run_sql<Q>(&mut self, statement: Q) -> StoreResult<usize>
    where
        Q: ExecuteDsl<PgConnection>,
    {
        Ok(ExecuteDsl::execute(statement, self.read.conn)?)
    }
}

/// `INSERT`, `UPDATE` and `DELETE` and nothing else.
pub trait Write {}
impl<T: QuerySource, V, Op, Ret> Write for InsertStatement<T, V, Op, Ret> {}
impl<T: QuerySource, U, V, Ret> Write for UpdateStatement<T, U, V, Ret> {}
impl<T: QuerySource, U, Ret> Write for DeleteStatement<T, U, Ret> {}
