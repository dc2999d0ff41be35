//! Who signs in, as whoever manages the accounts sees them.

use chrono::{DateTime, Utc};
use diesel::{dsl, pg::Pg, prelude::*, sql_types::BigInt};
use domain::{
    ids::{ClientId, OwnRoleId, UserId},
    page::{COUNTED, Page, Total},
    permission::Permission,
    role::Role,
    roles::Held,
    users::{Kind, OwnRecord, State, User, UserFilter},
};
use uuid::Uuid;

use super::{WhichUsers, record};
use crate::{
    StoreError, StoreResult,
    page::Window,
    roles::{KeptRoles, apart, held_columns},
    schema::{account_links, sessions, user_own_roles, user_roles, users},
    scope::{Scoped, in_sight},
    statement::computed,
    tx::ReadTx,
};

/// By name.
type Key = (String, Uuid);

/// People who sign in, by name.
pub fn search(tx: &mut ReadTx, filter: &UserFilter) -> StoreResult<Page<User>> {
    let window = Window::<Key>::read(filter.limit, filter.cursor.as_deref())?;
    let own = filter.client.map(|client| users_of(tx, client));
    let rows = fetch(tx, |mut query| {
        query = narrowed(query, filter);
        if let Some(own) = own {
            query = query.filter(own);
        }
        if let Some((name, id)) = window.after.clone() {
            let same = users::name.eq(name.clone()).and(users::id.gt(id));
            query = query.filter(users::name.gt(name).or(same));
        }
        query.order((users::name, users::id)).limit(window.fetch())
    })?;
    // What a later page counts is the rest.
    let counted = rows.first().map_or(0, |row| row.counts.2);
    let total = window.after.is_none().then(|| limited(counted));
    let people = with_records(tx, rows)?.into_iter().map(|found| found.user).collect();
    window.page(people, total, |user| (user.name.clone(), user.id.uuid()))
}

/// Whose own a client's record is. Of clients out of sight nobody learns that somebody has an account.
fn users_of(tx: &ReadTx, client: ClientId) -> WhichUsers {
    let is_theirs = users::client_id.assume_not_null().eq(client.uuid());
    match tx.may(Permission::SeeClients) {
        true => Box::new(is_theirs.and(in_sight(tx.actor(), users::client_id))),
        false => Box::new(users::id.eq(Uuid::nil())),
    }
}

fn limited(count: i64) -> Total {
    let (count, most) = (count.max(0).unsigned_abs(), u64::from(COUNTED));
    Total { count: count.min(most), exact: count <= most }
}

fn narrowed(mut query: Rows, filter: &UserFilter) -> Rows {
    if let Some(text) = filter.q.as_deref().map(str::trim).filter(|text| !text.is_empty()) {
        let pattern = format!("%{}%", escaped(text));
        query = query.filter(users::name.ilike(pattern.clone()).or(users::email.ilike(pattern)));
    }
    if !filter.role.is_empty() {
        let (built_in, own) = apart(&filter.role);
        let own = user_own_roles::table.filter(user_own_roles::role_id.eq_any(uuids(&own)));
        let own = users::id.eq_any(own.select(user_own_roles::user_id));
        query = query.filter(users::id.eq_any(holders(built_in)).or(own));
    }
    match filter.kind {
        // The organization makes roles of its own for its staff.
        Some(Kind::Staff) => {
            let own = users::id.eq_any(user_own_roles::table.select(user_own_roles::user_id));
            query = query.filter(users::id.eq_any(holders(Kind::Staff.roles())).or(own));
        }
        Some(kind) => query = query.filter(users::id.eq_any(holders(kind.roles()))),
        None => {}
    }
    if !filter.state.is_empty() {
        query = query.filter(users::status.eq_any(filter.state.iter().map(|state| state.code())));
    }
    query
}

/// In a pattern these stand for themselves.
fn escaped(text: &str) -> String {
    text.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_")
}

type Holders = dsl::Select<
    dsl::Filter<user_roles::table, dsl::EqAny<user_roles::role, Vec<&'static str>>>,
    user_roles::user_id,
>;

fn uuids(ids: &[OwnRoleId]) -> Vec<Uuid> {
    ids.iter().map(|id| id.uuid()).collect()
}

fn holders(roles: impl IntoIterator<Item = Role>) -> Holders {
    let codes: Vec<&'static str> = roles.into_iter().map(Role::code).collect();
    user_roles::table.filter(user_roles::role.eq_any(codes)).select(user_roles::user_id)
}

/// Somebody by id.
pub fn find(tx: &mut ReadTx, id: UserId) -> StoreResult<User> {
    Ok(find_held(tx, id)?.user)
}

/// Somebody, and what their roles come to.
pub(super) struct Found {
    pub user: User,
    pub held: Held,
}

pub(super) fn find_held(tx: &mut ReadTx, id: UserId) -> StoreResult<Found> {
    find_all(tx, &[id])?.into_iter().next().ok_or(StoreError::NotFound)
}

/// Those of several who are there.
pub(super) fn find_all(tx: &mut ReadTx, ids: &[UserId]) -> StoreResult<Vec<Found>> {
    let ids: Vec<Uuid> = ids.iter().map(|id| id.uuid()).collect();
    let rows = fetch(tx, |query| query.filter(users::id.eq_any(ids)))?;
    with_records(tx, rows)
}

/// People with the records that are theirs, as far as the reader sees them.
fn with_records(tx: &mut ReadTx, rows: Vec<Row>) -> StoreResult<Vec<Found>> {
    let wanted = rows.iter().filter_map(|row| row.own).collect();
    let mut records = record::in_sight(tx, wanted)?;
    let found = |row: Row| {
        let own = row.own.and_then(|client| records.remove(&client));
        row.found(own)
    };
    rows.into_iter().map(found).collect()
}

type Rows = Scoped<dsl::IntoBoxed<'static, users::table, Pg>>;

const CLIENTS: &str =
    "(select count(*) from assignments where assignments.user_id = users.id and ended_at is null)";
const FOLLOW_UPS: &str = "(select count(*) from follow_ups where follow_ups.assignee_id = users.id and follow_ups.status = 'open')";

fn fetch(tx: &mut ReadTx, narrow: impl FnOnce(Rows) -> Rows) -> StoreResult<Vec<Row>> {
    let last_seen = sessions::table
        .filter(sessions::user_id.eq(users::id))
        .order(sessions::last_used_at.desc())
        .limit(1)
        .select(sessions::last_used_at);
    let invited_until = account_links::table
        .filter(account_links::user_id.eq(users::id))
        .filter(account_links::kind.eq("invitation").and(account_links::expires_at.gt(tx.now())))
        .select(account_links::expires_at);
    let query = narrow(Scoped::by_permission(users::table).into_boxed());
    tx.load(query.select((
        (users::id, users::version, users::name, users::email),
        (users::language, users::status, users::created_at, users::second_factor_since.is_not_null()),
        held_columns(),
        (last_seen.single_value(), invited_until.single_value()),
        users::client_id,
        (computed::<BigInt>(CLIENTS), computed::<BigInt>(FOLLOW_UPS), computed::<BigInt>("count(*) over ()")),
    )))
}

#[derive(Queryable)]
struct Row {
    who: (Uuid, i32, String, String),
    account: (String, String, DateTime<Utc>, bool),
    roles: KeptRoles,
    times: (Option<DateTime<Utc>>, Option<DateTime<Utc>>),
    /// The client whose record is theirs.
    own: Option<Uuid>,
    counts: (i64, i64, i64),
}

impl Row {
    fn found(self, record: Option<OwnRecord>) -> StoreResult<Found> {
        let held = self.roles.held()?;
        let (id, version, name, email) = self.who;
        let (language, status, created_at, has_second_factor) = self.account;
        let state = State::from_code(&status).ok_or_else(|| StoreError::Internal(status.clone()))?;
        let (last_seen, invited_until) = self.times;
        let (clients, open_follow_ups, _) = self.counts;
        let roles = held.names();
        let user = User {
            id: id.into(),
            version,
            name,
            email,
            language,
            state,
            roles,
            created_at,
            last_seen,
            invited_until,
            has_second_factor,
            clients,
            open_follow_ups,
            has_record: self.own.is_some(),
            record,
        };
        Ok(Found { user, held })
    }
}
