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

mod begin;
mod disclosure;
mod read;
mod write;

use diesel::connection::Connection;
use domain::{
    actor::Actor,
    clients::Reason,
    ids::{ApiKeyId, SessionId},
    permission::Permission,
    settings::Module,
    validate::Draft,
};

pub use disclosure::Disclosure;
pub use read::ReadTx;
pub(crate) use write::RATIONALE;
pub use write::{Write, WriteTx};

use self::begin::{begin_read, begin_write};
use crate::{Store, StoreError, StoreResult, api_keys::Presented};

/// Proof that the caller is a transaction.
pub(crate) struct Key(());

/// On whose behalf something is asked of the store.
#[derive(Clone, Debug)]
pub struct Caller {
    pub who: Who,
    /// Stands in the log, in the audit and in the answer.
    pub request_id: Option<String>,
    /// The part that this belongs to, where it is one that can be switched off.
    pub module: Option<Module>,
}

/// Who is calling, before the database was asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Who {
    /// The holder of an access token of this session.
    Session(SessionId),
    /// A program that shows a key.
    Key(Presented),
    /// The same program, with what it began and what goes on in the background.
    KeyAtWork(KeyAtWork),
    /// Anyone.
    Public,
    /// The server itself, or an operator at the command line.
    Job,
}

/// A key that was shown when the work began. Only the store says so.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KeyAtWork(pub(crate) ApiKeyId);

impl Caller {
    /// Somebody who asks outside a request, or for what no switch concerns.
    pub fn of(who: Who) -> Self {
        Self { who, request_id: None, module: None }
    }

    pub fn job() -> Self {
        Self::of(Who::Job)
    }
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

    /// Reads with every one of several permissions.
    pub fn read_all<T>(
        &self,
        caller: &Caller,
        permissions: &[Permission],
        work: impl FnOnce(&mut ReadTx) -> StoreResult<T>,
    ) -> StoreResult<T> {
        let done = self.look(caller, |tx| {
            require_all(&tx.actor, permissions)?;
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

    /// Writes: all of it or nothing, with who and why. Any one of the permissions is enough.
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

    /// Writes with every one of several permissions.
    pub fn write_all<T>(
        &self,
        caller: &Caller,
        permissions: &[Permission],
        operation: &'static str,
        work: impl FnOnce(&mut WriteTx) -> StoreResult<T>,
    ) -> StoreResult<T> {
        let done = self.transact(caller, Intent { operation, reason: None }, |tx| {
            require_all(tx.actor(), permissions)?;
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

    /// Reads one's own account. It is open to those too who have to set up a second factor before anything else.
    pub(crate) fn read_own<T>(
        &self,
        caller: &Caller,
        work: impl FnOnce(&mut ReadTx) -> StoreResult<T>,
    ) -> StoreResult<T> {
        self.look(caller, |tx| {
            tx.person()?;
            work(tx)
        })
    }

    /// Writes one's own account, as [`Store::read_own`] reads it.
    pub(crate) fn write_own<T>(
        &self,
        caller: &Caller,
        operation: &'static str,
        work: impl FnOnce(&mut WriteTx) -> StoreResult<T>,
    ) -> StoreResult<T> {
        self.transact(caller, Intent { operation, reason: None }, |tx| {
            tx.person()?;
            work(tx)
        })
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
                take(work)?(&mut WriteTx { read, operation: intent.operation, proposer: None })
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

fn require_all(actor: &Actor, all: &[Permission]) -> StoreResult<()> {
    all.iter().try_for_each(|one| require(actor, &[*one]))
}

fn require(actor: &Actor, any: &[Permission]) -> StoreResult<()> {
    match any {
        _ if actor.lacks_second_factor => Err(StoreError::SecondFactorRequired),
        [] => Ok(()),
        [first, ..] if !any.iter().any(|one| actor.may(*one)) => Err(StoreError::Forbidden(*first)),
        _ => Ok(()),
    }
}
