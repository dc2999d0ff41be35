//! What a transaction that reads can do.

use std::sync::Arc;

use chrono::{DateTime, NaiveDate, Utc};
use diesel::{pg::PgConnection, prelude::*, query_dsl::LoadQuery, sql_types::Bool};
use domain::{
    actor::{Actor, Principal},
    ids::{ClientId, UserId},
    permission::Permission,
    settings::SystemSettings,
};

use super::Key;
use crate::{
    Store, StoreError, StoreResult,
    access::Seen,
    crypt::Sealer,
    scope::{Existence, Scoped, Tally},
};

/// A transaction that reads.
pub struct ReadTx<'a> {
    pub(super) conn: &'a mut PgConnection,
    pub(super) actor: Arc<Actor>,
    pub(super) settings: Arc<SystemSettings>,
    pub(super) email: String,
    pub(super) today: NaiveDate,
    pub(super) now: DateTime<Utc>,
    pub(super) store: &'a Store,
}

impl ReadTx<'_> {
    pub fn actor(&self) -> &Actor {
        &self.actor
    }

    pub fn may(&self, permission: Permission) -> bool {
        self.actor.may(permission)
    }

    /// Refuses whoever may not.
    pub(crate) fn needs(&self, permission: Permission) -> StoreResult<()> {
        if self.may(permission) { Ok(()) } else { Err(StoreError::Forbidden(permission)) }
    }

    /// How this installation works, as it was decided when the transaction began.
    pub fn settings(&self) -> &SystemSettings {
        &self.settings
    }

    /// The signed-in user; refuses anybody else.
    pub fn user(&self) -> StoreResult<UserId> {
        self.actor.user().ok_or(StoreError::Unauthenticated)
    }

    /// The person who is signed in. A key has no account, no sessions and no texts of its own.
    pub fn person(&self) -> StoreResult<UserId> {
        match self.actor.principal {
            Principal::User(user) => Ok(user),
            Principal::ApiKey(_) => Err(StoreError::NotYours("A key has no account; sign in for this.")),
            Principal::Link | Principal::Job | Principal::Public => Err(StoreError::Unauthenticated),
        }
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

    /// Counts over all rows.
    pub(crate) fn tally<R>(&mut self, question: Tally) -> StoreResult<Vec<R>>
    where
        R: QueryableByName<diesel::pg::Pg> + 'static,
    {
        Ok(question.into_inner(&Key(())).load(self.conn)?)
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
