//! Transactions: the only ways to the database, each with a named permission.
//!
//! A read runs on connections that PostgreSQL itself keeps from writing. A write first says who writes and
//! why; without that the audit trigger refuses every row. A write cannot be made in a read:
//!
//! ```compile_fail
//! # diesel::table! { pets (id) { id -> Uuid, client_id -> Uuid } }
//! # use {diesel::prelude::*, store::tx::{ReadTx, WriteTx}, uuid::Uuid};
//! fn free_all(tx: &mut ReadTx) -> store::StoreResult<usize> {
//!     tx.run(diesel::delete(pets::table))
//! }
//! ```
//! ```
//! # diesel::table! { pets (id) { id -> Uuid, client_id -> Uuid } }
//! # use {diesel::prelude::*, store::tx::{ReadTx, WriteTx}, uuid::Uuid};
//! fn free_all(tx: &mut WriteTx) -> store::StoreResult<usize> {
//!     tx.run(diesel::delete(pets::table))
//! }
//! ```
//!
//! A read cannot pass for a write, which would go around the scope:
//!
//! ```compile_fail
//! # diesel::table! { pets (id) { id -> Uuid, client_id -> Uuid } }
//! # use {diesel::prelude::*, store::tx::WriteTx, uuid::Uuid};
//! fn all(tx: &mut WriteTx) -> store::StoreResult<Uuid> {
//!     tx.returning(pets::table.select(pets::id))
//! }
//! ```
//! ```
//! # diesel::table! { pets (id) { id -> Uuid, client_id -> Uuid } }
//! # use {diesel::prelude::*, store::tx::WriteTx, uuid::Uuid};
//! fn all(tx: &mut WriteTx) -> store::StoreResult<Uuid> {
//!     tx.returning(diesel::delete(pets::table).returning(pets::id))
//! }
//! ```

use std::{
    ops::{Deref, DerefMut},
    sync::Arc,
};

use chrono::{DateTime, NaiveDate, Utc};
use diesel::{
    connection::{AnsiTransactionManager, TransactionManager},
    pg::PgConnection,
    prelude::*,
    query_builder::{DeleteStatement, InsertStatement, UpdateStatement},
    query_dsl::{LoadQuery, methods::ExecuteDsl},
    sql_types::{Array, BigInt, Bool, Date, Nullable, Text, Timestamptz, Uuid as SqlUuid},
};
use domain::{
    actor::{Actor, Principal},
    clients::Reason,
    ids::{ClientId, SessionId, UserId},
    permission::Permission,
    role::Role,
    validate::Draft,
};
use uuid::Uuid;

use crate::{
    Store, StoreError, StoreResult,
    access::Seen,
    crypt::Sealer,
    scope::{Existence, Scoped},
    statement::Sql,
};

/// Proof that the caller is this module.
pub(crate) struct Key(());

/// On whose behalf something is asked of the store.
#[derive(Clone, Debug)]
pub struct Caller {
    pub who: Who,
    /// Stands in the log, in the audit and in the answer.
    pub request_id: Option<String>,
}

/// Who is calling, before the database was asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Who {
    /// The holder of an access token of this session.
    Session(SessionId),
    /// Anyone.
    Public,
    /// The server itself, or an operator at the command line.
    Job,
}

impl Caller {
    pub fn job() -> Self {
        Self { who: Who::Job, request_id: None }
    }
}

/// A transaction that reads.
pub struct ReadTx<'a> {
    conn: &'a mut PgConnection,
    actor: Arc<Actor>,
    email: String,
    today: NaiveDate,
    now: DateTime<Utc>,
    store: &'a Store,
}

/// A transaction that writes, and whose writes the audit knows the author of.
pub struct WriteTx<'a> {
    read: ReadTx<'a>,
    operation: &'static str,
}

impl Store {
    /// Reads. One statement finds the actor, the others are `work`'s.
    pub fn read<T>(
        &self,
        caller: &Caller,
        permission: Permission,
        work: impl FnOnce(&mut ReadTx) -> StoreResult<T>,
    ) -> StoreResult<T> {
        self.read_any(caller, &[permission], work)
    }

    /// Reads with any one of several permissions.
    pub fn read_any<T>(
        &self,
        caller: &Caller,
        permissions: &[Permission],
        work: impl FnOnce(&mut ReadTx) -> StoreResult<T>,
    ) -> StoreResult<T> {
        let done = self.look(caller, |tx| {
            require(&tx.actor, permissions)?;
            work(tx)
        });
        self.noted(caller, READ, done)
    }

    /// Reads what everybody may know. No permission is asked, so nothing of a client is in reach.
    pub fn read_public<T>(
        &self,
        caller: &Caller,
        work: impl FnOnce(&mut ReadTx) -> StoreResult<T>,
    ) -> StoreResult<T> {
        self.look(caller, work)
    }

    /// Writes: all of it or nothing, with who and why.
    pub fn write<T>(
        &self,
        caller: &Caller,
        permissions: &[Permission],
        operation: &'static str,
        work: impl FnOnce(&mut WriteTx) -> StoreResult<T>,
    ) -> StoreResult<T> {
        let done = self.transact(caller, Intent { operation, reason: None }, |tx| {
            require(tx.actor(), permissions)?;
            work(tx)
        });
        self.noted(caller, operation, done)
    }

    /// Writes for somebody who is not signed in, or for the server itself.
    pub fn write_public<T>(
        &self,
        caller: &Caller,
        operation: &'static str,
        work: impl FnOnce(&mut WriteTx) -> StoreResult<T>,
    ) -> StoreResult<T> {
        self.transact(caller, Intent { operation, reason: None }, work)
    }

    /// Opens a secret: `work` must find it through [`Disclosure::of`], which writes the audit row.
    pub fn disclose<T>(
        &self,
        caller: &Caller,
        purpose: &Purpose,
        work: impl FnOnce(&mut Disclosure) -> StoreResult<T>,
    ) -> StoreResult<T> {
        let Purpose { permission, operation, reason } = *purpose;
        let done = self.transact(caller, Intent { operation, reason: Some(&reason.reason) }, |tx| {
            require(tx.actor(), &[permission])?;
            reason.check(tx.today())?;
            let mut disclosure = Disclosure { tx, recorded: false };
            let value = work(&mut disclosure)?;
            if disclosure.recorded { Ok(value) } else { Err(unrecorded(operation)) }
        });
        self.noted(caller, operation, done)
    }

    fn look<T>(&self, caller: &Caller, work: impl FnOnce(&mut ReadTx) -> StoreResult<T>) -> StoreResult<T> {
        self.readers.run(work, |conn, work| {
            let mut tx = begin_read(self, conn, caller)?;
            take(work)?(&mut tx)
        })
    }

    fn transact<T>(
        &self,
        caller: &Caller,
        intent: Intent,
        work: impl FnOnce(&mut WriteTx) -> StoreResult<T>,
    ) -> StoreResult<T> {
        self.writers.run(work, |conn, work| {
            conn.transaction(|conn| {
                let read = begin_write(self, conn, caller, &intent)?;
                take(work)?(&mut WriteTx { read, operation: intent.operation })
            })
        })
    }
}

/// From here on something may be asked that must not be asked twice.
fn take<W>(work: &mut Option<W>) -> StoreResult<W> {
    work.take().ok_or_else(|| StoreError::Internal("the same work was begun twice".into()))
}

/// What the audit calls a read, of which it has those that were refused.
const READ: &str = "read";

/// What a secret is opened with and for.
#[derive(Clone, Copy, Debug)]
pub struct Purpose<'a> {
    pub permission: Permission,
    /// What the audit calls it.
    pub operation: &'static str,
    pub reason: &'a Reason,
}

/// What is about to be done and, where one was asked for, why.
struct Intent<'a> {
    operation: &'static str,
    reason: Option<&'a str>,
}

fn unrecorded(operation: &str) -> StoreError {
    StoreError::Internal(format!("{operation} opened something without saying what"))
}

fn require(actor: &Actor, any: &[Permission]) -> StoreResult<()> {
    match any {
        [] => Ok(()),
        [first, ..] if !any.iter().any(|one| actor.may(*one)) => Err(StoreError::Forbidden(*first)),
        _ => Ok(()),
    }
}

#[derive(QueryableByName)]
struct ActorRow {
    #[diesel(sql_type = Date)]
    today: NaiveDate,
    #[diesel(sql_type = Timestamptz)]
    at: DateTime<Utc>,
    #[diesel(sql_type = Nullable<SqlUuid>)]
    user_id: Option<Uuid>,
    #[diesel(sql_type = Nullable<Text>)]
    name: Option<String>,
    #[diesel(sql_type = Nullable<Text>)]
    email: Option<String>,
    #[diesel(sql_type = Nullable<SqlUuid>)]
    client_id: Option<Uuid>,
    #[diesel(sql_type = Array<Text>)]
    roles: Vec<String>,
}

impl ActorRow {
    fn actor(&self, who: Who) -> StoreResult<Actor> {
        let session = match who {
            Who::Session(session) => session,
            Who::Public => return Ok(Actor::unattended(Principal::Public)),
            Who::Job => return Ok(Actor::job()),
        };
        let user = self.user_id.ok_or(StoreError::Unauthenticated)?;
        let roles = self.roles.iter().filter_map(|role| Role::from_code(role)).collect();
        let name = self.name.clone().unwrap_or_default();
        Ok(Actor::signed_in(UserId::from(user), session, name, roles, self.client_id.map(ClientId::from)))
    }

    fn tx<'a>(self, store: &'a Store, conn: &'a mut PgConnection, who: Who) -> StoreResult<ReadTx<'a>> {
        let actor = Arc::new(self.actor(who)?);
        let email = self.email.unwrap_or_default();
        Ok(ReadTx { conn, actor, email, today: self.today, now: self.at, store })
    }
}

fn session_of(who: Who) -> Option<Uuid> {
    match who {
        Who::Session(session) => Some(session.uuid()),
        Who::Public | Who::Job => None,
    }
}

fn principal_of(who: Who) -> &'static str {
    match who {
        Who::Session(_) => "user",
        Who::Public => Principal::Public.kind(),
        Who::Job => Principal::Job.kind(),
    }
}

fn begin_read<'a>(store: &'a Store, conn: &'a mut PgConnection, caller: &Caller) -> StoreResult<ReadTx<'a>> {
    let row: ActorRow = Sql::new("select * from actor($1)")
        .prepared()
        .bind::<Nullable<SqlUuid>, _>(session_of(caller.who))
        .get_result(conn)?;
    row.tx(store, conn, caller.who)
}

fn begin_write<'a>(
    store: &'a Store,
    conn: &'a mut PgConnection,
    caller: &Caller,
    intent: &Intent,
) -> StoreResult<ReadTx<'a>> {
    let row: ActorRow = Sql::new("select * from begin_as($1, $2, $3, $4, $5)")
        .prepared()
        .bind::<Text, _>(principal_of(caller.who))
        .bind::<Nullable<SqlUuid>, _>(session_of(caller.who))
        .bind::<Text, _>(intent.operation)
        .bind::<Nullable<Text>, _>(intent.reason.map(str::to_owned))
        .bind::<Nullable<Text>, _>(caller.request_id.clone())
        .get_result(conn)?;
    row.tx(store, conn, caller.who)
}

impl ReadTx<'_> {
    pub fn actor(&self) -> &Actor {
        &self.actor
    }

    pub fn may(&self, permission: Permission) -> bool {
        self.actor.may(permission)
    }

    /// The signed-in user; refuses anybody else.
    pub fn user(&self) -> StoreResult<UserId> {
        self.actor.user().ok_or(StoreError::Unauthenticated)
    }

    /// The signed-in user's email, for the page's menu.
    pub fn email(&self) -> &str {
        &self.email
    }

    /// The organization's day.
    pub fn today(&self) -> NaiveDate {
        self.today
    }

    /// The time at which the transaction began.
    pub fn now(&self) -> DateTime<Utc> {
        self.now
    }

    pub fn load<'q, Q, R>(&mut self, query: Scoped<Q>) -> StoreResult<Vec<R>>
    where
        Q: LoadQuery<'q, PgConnection, R>,
    {
        let rows = query.into_inner(&Key(())).internal_load(self.conn)?;
        Ok(rows.collect::<QueryResult<_>>()?)
    }

    /// The first row; not found where there is none in sight.
    pub fn first<'q, Q, R>(&mut self, query: Scoped<Q>) -> StoreResult<R>
    where
        Q: LoadQuery<'q, PgConnection, R>,
    {
        self.find(query)?.ok_or(StoreError::NotFound)
    }

    /// The first row, where there is one in sight.
    pub fn find<'q, Q, R>(&mut self, query: Scoped<Q>) -> StoreResult<Option<R>>
    where
        Q: LoadQuery<'q, PgConnection, R>,
    {
        let mut rows = query.into_inner(&Key(())).internal_load(self.conn)?;
        Ok(rows.next().transpose()?)
    }

    /// Answers a question of yes or no that is asked of all rows.
    pub(crate) fn exists(&mut self, question: Existence) -> StoreResult<bool> {
        #[derive(QueryableByName)]
        struct Answer {
            #[diesel(sql_type = Bool)]
            answer: bool,
        }
        let found: Answer = question.into_inner(&Key(())).get_result(self.conn)?;
        Ok(found.answer)
    }

    /// Notes that the reader saw these clients. Kept in batches, outside the request.
    pub(crate) fn saw(&self, operation: &'static str, clients: impl IntoIterator<Item = ClientId>) {
        if let Some(user) = self.actor.user() {
            self.store.access.note(Seen { at: self.now, user, operation }, clients);
        }
    }

    pub(crate) fn sealer(&self) -> &Sealer {
        &self.store.sealer
    }
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

    /// Names the person who has just proved who they are as the author of what follows.
    pub(crate) fn act_as(&mut self, user: UserId) -> StoreResult<()> {
        let statement = diesel::sql_query(
            "select set_config('openhall.principal', 'user', true), set_config('openhall.principal_id', $1, true)",
        );
        self.run_sql(statement.bind::<Text, _>(user.to_string()))?;
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

    /// Whether no other transaction holds this lock. It is kept until the transaction ends.
    pub(crate) fn alone(&mut self, lock: i64) -> StoreResult<bool> {
        let question = Existence::of("select pg_try_advisory_xact_lock($1) as answer");
        self.exists(question.bind::<BigInt, _>(lock))
    }

    /// Runs a statement in SQL that writes.
    pub(crate) fn run_sql<Q>(&mut self, statement: Q) -> StoreResult<usize>
    where
        Q: ExecuteDsl<PgConnection>,
    {
        Ok(ExecuteDsl::execute(statement, self.read.conn)?)
    }
}

/// A transaction that may open one secret, and has to say which.
pub struct Disclosure<'a, 'b> {
    tx: &'a mut WriteTx<'b>,
    recorded: bool,
}

impl Disclosure<'_, '_> {
    /// Writes the audit row of opening a row of `entity`, before its content is opened.
    pub(crate) fn of(&mut self, entity: &'static str, id: Uuid, client: Option<ClientId>) -> StoreResult<()> {
        let statement = diesel::sql_query("select record('disclose', $1, $2, $3, null, null)")
            .bind::<Text, _>(entity)
            .bind::<SqlUuid, _>(id)
            .bind::<Nullable<SqlUuid>, _>(client.map(ClientId::uuid));
        self.tx.run_sql(statement)?;
        self.recorded = true;
        Ok(())
    }
}

impl<'b> Deref for Disclosure<'_, 'b> {
    type Target = WriteTx<'b>;
    fn deref(&self) -> &WriteTx<'b> {
        self.tx
    }
}
impl DerefMut for Disclosure<'_, '_> {
    fn deref_mut(&mut self) -> &mut Self::Target {
        self.tx
    }
}

/// `INSERT`, `UPDATE` and `DELETE` and nothing else.
pub trait Write {}
impl<T: QuerySource, V, Op, Ret> Write for InsertStatement<T, V, Op, Ret> {}
impl<T: QuerySource, U, V, Ret> Write for UpdateStatement<T, U, V, Ret> {}
impl<T: QuerySource, U, Ret> Write for DeleteStatement<T, U, Ret> {}
