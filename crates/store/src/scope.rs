//! The only place that decides which rows an actor sees.
//!
//! A read takes a [`Scoped`] query and nothing else, and only this module makes one: from an actor, a query
//! and the column that names the client. Outside one's sight is "not found".
//!
//! A query that was not scoped cannot be loaded:
//!
//! ```compile_fail
//! # diesel::table! { pets (id) { id -> Uuid, client_id -> Uuid } }
//! # use {diesel::prelude::*, store::scope::Scoped, store::tx::ReadTx, uuid::Uuid};
//! fn ids(tx: &mut ReadTx) -> store::StoreResult<Vec<Uuid>> {
//!     let query = pets::table.select(pets::id);
//!     tx.load(query)
//! }
//! ```
//! and its twin that was can:
//! ```
//! # diesel::table! { pets (id) { id -> Uuid, client_id -> Uuid } }
//! # use {diesel::prelude::*, store::scope::Scoped, store::tx::ReadTx, uuid::Uuid};
//! fn ids(tx: &mut ReadTx) -> store::StoreResult<Vec<Uuid>> {
//!     let query = Scoped::over(tx.actor(), pets::table.select(pets::id), pets::client_id);
//!     tx.load(query)
//! }
//! ```
//!
//! `or_filter` would widen the sight, so it is not there:
//!
//! ```compile_fail
//! # diesel::table! { pets (id) { id -> Uuid, client_id -> Uuid } }
//! # use {diesel::prelude::*, store::scope::Scoped, domain::actor::Actor, uuid::Uuid};
//! let query = Scoped::over(&Actor::job(), pets::table, pets::client_id);
//! let query = query.or_filter(pets::id.eq(Uuid::nil()));
//! ```
//! ```
//! # diesel::table! { pets (id) { id -> Uuid, client_id -> Uuid } }
//! # use {diesel::prelude::*, store::scope::Scoped, domain::actor::Actor, uuid::Uuid};
//! let query = Scoped::over(&Actor::job(), pets::table, pets::client_id);
//! let query = query.filter(pets::id.eq(Uuid::nil()));
//! ```
//!
//! A table about clients cannot pass for one that everybody may read:
//!
//! ```compile_fail
//! # diesel::table! { pets (id) { id -> Uuid, client_id -> Uuid } }
//! # use {diesel::prelude::*, store::scope::Scoped, domain::actor::Actor};
//! let query = Scoped::by_permission(pets::table);
//! ```

use chrono::NaiveDate;
use diesel::{
    dsl,
    expression::{
        AppearsOnTable, Expression, SelectableExpression, TypedExpressionType, ValidGrouping, is_aggregate,
    },
    pg::Pg,
    prelude::*,
    query_builder::{AsQuery, AstPass, QueryFragment, QueryId},
    query_dsl::{LoadQuery, methods as dslm},
    serialize::ToSql,
    sql_types::{Bool, HasSqlType, IntoNullable, SqlType, Uuid as SqlUuid},
};
use domain::{
    actor::{Actor, Sight},
    ids::{ProgramId, WaitlistEntryId},
};
use uuid::Uuid;

use crate::{
    StoreError, StoreResult,
    schema::{
        account_links, api_keys, application_drafts, applications, audit_words, bulk_changes, clients,
        code_values, custom_fields, dashboards, departments, documents, draft_cookies, draft_upload_pieces,
        draft_uploads, equal_opportunity, erasures, idempotency_keys, intake_links, jobs, kept_counts,
        mail_texts, note_templates, notification_ways, notifications, organization, own_roles,
        pending_changes, program_capacities, program_staff, programs, rate_limits, refresh_tokens,
        saved_views, scheduled_runs, sessions, sign_in_challenges, unsent_texts, user_own_roles, user_roles,
        users, waitlist_entries,
    },
    statement::Sql,
};

/// A query that is narrowed to what one actor may see.
#[must_use]
#[derive(Debug)]
pub struct Scoped<Q>(Q);

impl<Q> Scoped<Q> {
    /// Rows of clients that the actor sees; `client` is the column that names the client.
    pub fn over<C>(actor: &Actor, query: Q, client: C) -> Scoped<dsl::Filter<Q, InSight<C>>>
    where
        Q: dslm::FilterDsl<InSight<C>>,
    {
        Scoped(query.filter(InSight { client, sight: actor.sight }))
    }

    pub fn filter<P>(self, predicate: P) -> Scoped<dsl::Filter<Q, P>>
    where
        Q: dslm::FilterDsl<P>,
    {
        Scoped(self.0.filter(predicate))
    }

    pub fn select<S>(self, selection: S) -> Scoped<dsl::Select<Q, S>>
    where
        Q: dslm::SelectDsl<S>,
        S: Expression,
    {
        Scoped(dslm::SelectDsl::select(self.0, selection))
    }

    pub fn group_by<E>(self, group: E) -> Scoped<dsl::GroupBy<Q, E>>
    where
        Q: dslm::GroupByDsl<E>,
        E: Expression,
    {
        Scoped(dslm::GroupByDsl::group_by(self.0, group))
    }

    pub fn order<E>(self, order: E) -> Scoped<dsl::Order<Q, E>>
    where
        Q: dslm::OrderDsl<E>,
        E: Expression,
    {
        Scoped(dslm::OrderDsl::order(self.0, order))
    }

    pub fn limit(self, rows: i64) -> Scoped<dsl::Limit<Q>>
    where
        Q: dslm::LimitDsl,
    {
        Scoped(dslm::LimitDsl::limit(self.0, rows))
    }

    /// One type for a query, however many filters it gets.
    pub fn into_boxed<'a>(self) -> Scoped<dsl::IntoBoxed<'a, Q, Pg>>
    where
        Q: dslm::BoxedDsl<'a, Pg>,
    {
        Scoped(dslm::BoxedDsl::internal_into_boxed(self.0))
    }

    /// Takes the query out; only a transaction holds the key.
    pub(crate) fn into_inner(self, _: &crate::tx::Key) -> Q {
        self.0
    }
}

impl<T: ByPermission + AsQuery> Scoped<T> {
    /// Rows that whoever has the permission sees all of.
    pub fn by_permission(table: T) -> Scoped<T::Query> {
        Scoped(table.as_query())
    }
}

impl Scoped<Sql> {
    /// A statement in SQL, for unions and reports that diesel's words make longer. `client` is the column
    /// that names the client; `text` gets the predicate and must use it.
    pub(crate) fn sql(
        actor: &Actor,
        client: &'static str,
        text: impl FnOnce(&str) -> String,
    ) -> StoreResult<Self> {
        let predicate = sql_predicate(actor.sight, client);
        let text = text(&predicate);
        if !text.contains(&predicate) {
            return Err(StoreError::Internal(format!("a statement that leaves out the sight: {text}")));
        }
        let Sight { caseload_of, own, .. } = actor.sight;
        let statement = caseload_of.into_iter().fold(Sql::new(text), |statement, user| {
            statement.bind_as::<SqlUuid, _>("caseload_of", user.uuid())
        });
        Ok(Self(
            own.into_iter()
                .fold(statement, |statement, own| statement.bind_as::<SqlUuid, _>("own", own.uuid())),
        ))
    }

    /// See [`Sql::prepared`].
    pub(crate) fn prepared(self) -> Self {
        Self(self.0.prepared())
    }

    /// The next parameter.
    pub(crate) fn bind<ST, V>(self, value: V) -> Self
    where
        Pg: HasSqlType<ST>,
        V: ToSql<ST, Pg> + Send + 'static,
        ST: Send + 'static,
    {
        Self(self.0.bind::<ST, V>(value))
    }
}

/// Clients that an actor sees.
pub(crate) type Clients =
    dsl::Filter<dsl::Filter<clients::table, InSight<clients::id>>, dsl::IsNull<clients::erased_at>>;

/// The clients in sight. Whoever was erased is out of everybody's.
pub(crate) fn clients(actor: &Actor) -> Scoped<Clients> {
    Scoped::over(actor, clients::table, clients::id).filter(clients::erased_at.is_null())
}

/// Belongs to no client yet, or to one in sight.
type Unclaimed<C> = dsl::Or<dsl::IsNull<C>, InSight<C>>;

/// A question to all rows, whoever asks, whose answer is yes or no.
pub(crate) struct Existence(Sql);

impl Existence {
    /// The text is fixed, names one column that is true or false, and says nothing of whom it found. It is for
    /// questions about a setting ("does any record name this value?"), never about a person.
    pub(crate) fn of(text: &'static str) -> Self {
        Self(Sql::new(text))
    }

    /// The next parameter.
    pub(crate) fn bind<ST, V>(self, value: V) -> Self
    where
        Pg: HasSqlType<ST>,
        V: ToSql<ST, Pg> + Send + 'static,
        ST: Send + 'static,
    {
        Self(self.0.bind::<ST, V>(value))
    }

    pub(crate) fn into_inner(self, _: &crate::tx::Key) -> Sql {
        self.0
    }
}

/// Numbers about all rows, whoever asks.
pub(crate) struct Tally(Sql);

impl Tally {
    /// The text counts, or finds which row comes first, and names nobody: how many people are in a program, never who.
    /// What it found is read in sight afterwards.
    pub(crate) fn of(text: impl Into<std::borrow::Cow<'static, str>>) -> Self {
        Self(Sql::new(text))
    }

    /// The next parameter.
    pub(crate) fn bind<ST, V>(self, value: V) -> Self
    where
        Pg: HasSqlType<ST>,
        V: ToSql<ST, Pg> + Send + 'static,
        ST: Send + 'static,
    {
        Self(self.0.bind::<ST, V>(value))
    }

    pub(crate) fn into_inner(self, _: &crate::tx::Key) -> Sql {
        self.0
    }
}

/// Rows of all clients, each marked in the column `in_sight` with whether the actor sees it. It is for comparing
/// ([`crate::matching`]), which must find the record that a colleague keeps of the same person; of a row that is
/// not in sight nobody is told more than that there is one.
pub(crate) fn marked(
    actor: &Actor,
    client: &'static str,
    text: impl FnOnce(&str) -> String,
) -> StoreResult<Scoped<Sql>> {
    Scoped::sql(actor, client, |predicate| text(&format!("{predicate} as in_sight")))
}

/// True where the client that a column names is in sight. For showing less of a row that is seen anyway.
pub(crate) fn in_sight<C>(actor: &Actor, client: C) -> InSight<C> {
    InSight { client, sight: actor.sight }
}

/// Files that belong to no client yet, and those of clients in sight.
pub(crate) fn unclaimed_documents(
    actor: &Actor,
) -> Scoped<dsl::Filter<documents::table, Unclaimed<documents::client_id>>> {
    let in_sight = InSight { client: documents::client_id, sight: actor.sight };
    Scoped(documents::table.filter(documents::client_id.is_null().or(in_sight)))
}

/// List, code, first day and retirement of values that are about to be chosen. Nobody deletes them until the transaction ends,
/// which has to be one that writes: PostgreSQL holds nothing for a reader.
pub(crate) fn held_code_values(
    lists: Vec<&'static str>,
    codes: Vec<String>,
) -> Scoped<impl for<'q> LoadQuery<'q, PgConnection, (String, String, Option<NaiveDate>, Option<NaiveDate>)>>
{
    let chosen = code_values::list.eq_any(lists).and(code_values::code.eq_any(codes));
    let columns = (code_values::list, code_values::code, code_values::offered_from, code_values::retired_on);
    Scoped(code_values::table.filter(chosen).select(columns).for_key_share())
}

/// Custom fields by name. Nobody changes or deletes them until the transaction ends, which has to be one that writes.
pub(crate) fn held_custom_fields(
    names: Vec<String>,
) -> Scoped<impl for<'q> LoadQuery<'q, PgConnection, crate::custom_fields::Row>> {
    let named = custom_fields::table.filter(custom_fields::name.eq_any(names));
    Scoped(named.select(crate::custom_fields::columns()).for_share())
}

/// A program's name, and whether it is open to intake. Nobody else holds it until the transaction ends, which has to be
/// one that writes; who only names it in a row of theirs does not wait.
pub(crate) fn held_program(
    id: ProgramId,
) -> Scoped<impl for<'q> LoadQuery<'q, PgConnection, (String, bool)>> {
    let named = programs::table.filter(programs::id.eq(id.uuid()));
    Scoped(named.select((programs::name, programs::open_to_intake)).for_no_key_update())
}

/// An account that is as it was when its password was compared: active, with the same password, with a second factor or
/// without one. Nobody else changes it until the transaction ends, which has to be one that writes.
pub(crate) fn held_account(
    id: Uuid,
    password_hash: String,
    has_second_factor: bool,
) -> Scoped<impl for<'q> LoadQuery<'q, PgConnection, Uuid>> {
    let as_compared = users::id
        .eq(id)
        .and(users::status.eq("active"))
        .and(users::password_hash.eq(password_hash))
        .and(users::second_factor_since.is_not_null().eq(has_second_factor));
    Scoped(users::table.filter(as_compared).select(users::id).for_no_key_update())
}

/// An entry of a waiting list, of a client in sight. Nobody else changes it until the transaction ends, which has to be one
/// that writes.
pub(crate) fn held_waitlist_entry(
    actor: &Actor,
    id: WaitlistEntryId,
) -> Scoped<impl for<'q> LoadQuery<'q, PgConnection, Uuid> + use<>> {
    let theirs = InSight { client: waitlist_entries::client_id, sight: actor.sight };
    let entry = waitlist_entries::table.filter(waitlist_entries::id.eq(id.uuid())).filter(theirs);
    Scoped(entry.select(waitlist_entries::id).for_no_key_update())
}

/// Tables whose rows are seen by permission and not by sight: settings, staff, and applications, which belong
/// to nobody's caseload yet. What belongs to one user is narrowed by the slice that reads it.
pub trait ByPermission {}

macro_rules! by_permission { ($($table:ident)*) => { $(impl ByPermission for $table::table {})* } }
by_permission! {
    account_links api_keys application_drafts applications audit_words bulk_changes code_values custom_fields dashboards departments draft_cookies draft_upload_pieces draft_uploads equal_opportunity erasures idempotency_keys intake_links jobs kept_counts mail_texts note_templates notification_ways notifications organization own_roles pending_changes program_capacities program_staff programs
    rate_limits refresh_tokens saved_views scheduled_runs sessions sign_in_challenges unsent_texts
    user_own_roles user_roles users
}

/// True for the rows of clients in sight.
#[derive(Clone, Copy, Debug)]
pub struct InSight<C> {
    client: C,
    sight: Sight,
}

impl<C> Expression for InSight<C> {
    type SqlType = Bool;
}
impl<C: AppearsOnTable<QS>, QS> AppearsOnTable<QS> for InSight<C> {}
impl<C: SelectableExpression<QS>, QS> SelectableExpression<QS> for InSight<C> {}
impl<C, G> ValidGrouping<G> for InSight<C> {
    type IsAggregate = is_aggregate::No;
}
impl<C> QueryId for InSight<C> {
    type QueryId = ();
    // The text differs by sight, so the statement's type does not stand for it.
    const HAS_STATIC_QUERY_ID: bool = false;
}

impl<C: QueryFragment<Pg>> QueryFragment<Pg> for InSight<C> {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        if self.sight.everyone {
            out.push_sql("true");
            return Ok(());
        }
        // One part stands alone: behind an "or" PostgreSQL would not join by it, but look at every row.
        let mut between = "(";
        if let Some(user) = &self.sight.caseload_of {
            out.push_sql(between);
            between = " or ";
            self.client.walk_ast(out.reborrow())?;
            out.push_sql(" in (select client_id from caseload where user_id = ");
            out.push_bind_param::<SqlUuid, Uuid>(user.as_ref())?;
            out.push_sql(")");
        }
        if let Some(own) = &self.sight.own {
            out.push_sql(between);
            between = " or ";
            self.client.walk_ast(out.reborrow())?;
            out.push_sql(" = ");
            out.push_bind_param::<SqlUuid, Uuid>(own.as_ref())?;
        }
        out.push_sql(if between == "(" { "(false)" } else { ")" });
        Ok(())
    }
}

/// The same in text. The ids are parameters, so that all readers of a kind share one statement.
fn sql_predicate(sight: Sight, client: &str) -> String {
    if sight.everyone {
        // Whoever was erased is on nobody's caseload; who sees everybody is kept from them where the record itself is read.
        return match client.strip_suffix(".id") {
            Some(record) => format!("({record}.erased_at is null)"),
            None => format!("({client} is not null)"),
        };
    }
    let caseload = sight
        .caseload_of
        .map(|_| format!("{client} in (select client_id from caseload where user_id = $caseload_of)"));
    let own = sight.own.map(|_| format!("{client} = $own"));
    let parts: Vec<String> = caseload.into_iter().chain(own).collect();
    if parts.is_empty() { "(false)".to_owned() } else { format!("({})", parts.join(" or ")) }
}

/// A column that is left out of the statement where the reader may not see it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Masked<C> {
    column: C,
    shown: bool,
}

/// The column, or null without asking for it.
pub(crate) fn shown_if<C>(shown: bool, column: C) -> Masked<C> {
    Masked { column, shown }
}

impl<C: Expression> Expression for Masked<C>
where
    C::SqlType: IntoNullable,
    <C::SqlType as IntoNullable>::Nullable: SqlType + TypedExpressionType,
{
    type SqlType = <C::SqlType as IntoNullable>::Nullable;
}
impl<C: AppearsOnTable<QS>, QS> AppearsOnTable<QS> for Masked<C> where Self: Expression {}
impl<C: SelectableExpression<QS>, QS> SelectableExpression<QS> for Masked<C> where Self: AppearsOnTable<QS> {}
impl<C, G> ValidGrouping<G> for Masked<C> {
    type IsAggregate = is_aggregate::No;
}
impl<C> QueryId for Masked<C> {
    type QueryId = ();
    const HAS_STATIC_QUERY_ID: bool = false;
}
impl<C: QueryFragment<Pg>> QueryFragment<Pg> for Masked<C> {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        if self.shown {
            self.column.walk_ast(out)
        } else {
            out.push_sql("null");
            Ok(())
        }
    }
}
