//! People who sign in.

mod bulk;
mod change;
mod directory;
mod invite;
mod reach;
mod record;

use chrono::{DateTime, Utc};
use diesel::{
    define_sql_function,
    dsl::{self, sql},
    pg::Pg,
    prelude::*,
    sql_types::{Array, Bool, Text, Uuid as SqlUuid},
};
use domain::{
    ids::{ClientId, UserId},
    permission::{Permission, granted},
    problem::FieldError,
    role::Role,
    roles::Held,
    users::{Colleague, ColleagueFilter, Kind},
    validate,
};
use uuid::Uuid;

pub use bulk::{add_role, deactivate_all};
pub use change::{
    amend, end_all_sessions, end_session, forget_second_factor, left_behind, let_in, mail_reset,
    open_sessions, shut_out, take_second_factor,
};
pub use directory::{find, search};
pub use invite::{invite, invite_again, invite_all, take_back};
use reach::keep_an_administrator;

use crate::{
    StoreError, StoreResult,
    account::links,
    batch::Batch,
    follow_ups::LosesSight,
    new_id,
    passwords::HashedPassword,
    roles::{KeptRoles, held_columns, of_user},
    schema::{
        account_links, assignments, own_roles, sessions, sign_in_challenges, user_own_roles, user_roles,
        users,
    },
    scope::Scoped,
    statement::{Computed, computed},
    tx::{ReadTx, WriteTx},
};

/// Somebody who is to sign in.
#[derive(Clone, Debug)]
pub struct NewUser<'a> {
    pub name: &'a str,
    pub email: &'a str,
    pub roles: &'a [Role],
    /// Without one they cannot sign in yet.
    pub password: Option<&'a HashedPassword>,
    /// A participant's own record.
    pub client: Option<ClientId>,
}

/// Somebody who signs in, as an administrator sees them.
#[derive(Clone, Debug)]
pub struct Account {
    pub id: UserId,
    pub name: String,
    pub email: String,
    pub status: String,
    pub roles: Vec<Role>,
    pub last_seen: Option<DateTime<Utc>>,
}

pub fn create(tx: &mut WriteTx, new: NewUser) -> StoreResult<UserId> {
    check(&new)?;
    let id = UserId::from(new_id());
    tx.run(diesel::insert_into(users::table).values((
        users::id.eq(id.uuid()),
        users::name.eq(new.name.trim()),
        users::email.eq(new.email.trim()),
        users::password_hash.eq(new.password.map(HashedPassword::phc)),
        users::client_id.eq(new.client.map(ClientId::uuid)),
    )))
    .map_err(|error| error.naming("users_by_email", "/email", "taken"))?;
    give(tx, id, new.roles)?;
    Ok(id)
}

fn check(new: &NewUser) -> StoreResult<()> {
    let wrong = [
        ("/name", new.name.trim().is_empty(), "required"),
        ("/name", validate::line(new.name).is_err(), "invisible_characters"),
        ("/name", new.name.chars().count() > 200, "too_long"),
        ("/email", validate::email(new.email.trim()).is_err(), "email"),
        ("/roles", new.roles.is_empty(), "required"),
    ];
    let errors = wrong.iter().filter(|(_, wrong, _)| *wrong);
    let errors: Vec<_> = errors.map(|(pointer, _, code)| FieldError::new(*pointer, *code)).collect();
    if errors.is_empty() { Ok(()) } else { Err(StoreError::Invalid(errors)) }
}

fn give(tx: &mut WriteTx, id: UserId, roles: &[Role]) -> StoreResult<()> {
    let rows: Vec<_> = roles
        .iter()
        .map(|role| (user_roles::user_id.eq(id.uuid()), user_roles::role.eq(role.code())))
        .collect();
    tx.run(diesel::insert_into(user_roles::table).values(rows).on_conflict_do_nothing())?;
    Ok(())
}

/// Gives these roles and takes all others. It acts at the person's next request.
pub fn set_roles(tx: &mut WriteTx, id: UserId, roles: &[Role]) -> StoreResult<()> {
    if roles.is_empty() {
        return Err(StoreError::field("/roles", "required"));
    }
    if !roles.contains(&Role::Administrator) {
        keep_an_administrator(tx, id)?;
    }
    let codes: Vec<&str> = roles.iter().map(|role| role.code()).collect();
    let others =
        user_roles::table.filter(user_roles::user_id.eq(id.uuid())).filter(user_roles::role.ne_all(codes));
    tx.run(diesel::delete(others))?;
    give(tx, id, roles)
}

/// The same, unless the person would see clients no longer with whom they have still to do something.
pub fn change_roles(tx: &mut WriteTx, id: UserId, roles: &[Role]) -> StoreResult<()> {
    let before = of_user(tx, id)?;
    let after = Held { built_in: roles.to_vec(), own: before.own.clone() };
    if !after.takes_a_record() && record::of(tx, id)?.is_some() {
        return Err(StoreError::Conflict(
            "This person has a client's record of their own, which these roles do not open. Take it off their account first.",
        ));
    }
    match LosesSight::between(id, &before, &after).left(tx)?.is_empty() {
        true => set_roles(tx, id, roles),
        false => Err(StoreError::Conflict(
            "This person has open follow-ups with clients whom they would not see with these roles. Hand them over first.",
        )),
    }
}

/// Sets a new password, and ends every session that the old one opened and every link that was mailed. Whoever was
/// invited can sign in from here on.
pub fn set_password(tx: &mut WriteTx, id: UserId, password: &HashedPassword) -> StoreResult<()> {
    let user = users::table.find(id.uuid());
    let status = dsl::case_when(users::status.eq("invited"), "active".into_sql::<Text>());
    let changes = (
        users::password_hash.eq(password.phc()),
        users::status.eq(status.otherwise(users::status)),
        users::version.eq(users::version + 1),
    );
    if tx.run(diesel::update(user).set(changes))? == 0 {
        return Err(StoreError::NotFound);
    }
    links::end(tx, id)?;
    end_sessions(tx, id)
}

/// Keeps somebody from signing in, and ends their sessions. What they did stays theirs.
pub fn deactivate(tx: &mut WriteTx, id: UserId) -> StoreResult<()> {
    keep_an_administrator(tx, id)?;
    if shut(tx, &[id.uuid()])? == 1 { Ok(()) } else { Err(StoreError::NotFound) }
}

/// Closes these accounts, and then everything that is open for them: who signs in at the same moment holds the account, and
/// what they opened is seen only by a statement that begins after.
fn shut(tx: &mut WriteTx, ids: &[Uuid]) -> StoreResult<usize> {
    let now = tx.now();
    let closed = (users::status.eq("deactivated"), users::version.eq(users::version + 1));
    let open = sessions::table.filter(sessions::user_id.eq_any(ids)).filter(sessions::revoked_at.is_null());
    let count = tx.run(diesel::update(users::table.filter(users::id.eq_any(ids))).set(closed))?;
    let all = Batch::of(diesel::update(open).set(sessions::revoked_at.eq(now)))
        .with(diesel::delete(account_links::table.filter(account_links::user_id.eq_any(ids))))
        .with(diesel::delete(sign_in_challenges::table.filter(sign_in_challenges::user_id.eq_any(ids))));
    tx.run(all)?;
    Ok(count)
}

/// Lets somebody sign in again; whoever never chose a password is invited as before.
pub fn reactivate(tx: &mut WriteTx, id: UserId) -> StoreResult<()> {
    let status = dsl::case_when(users::password_hash.is_null(), "invited".into_sql::<Text>());
    let changes = (
        users::status.eq(status.otherwise("active".into_sql::<Text>())),
        users::version.eq(users::version + 1),
    );
    let user = users::table.find(id.uuid());
    if tx.run(diesel::update(user).set(changes))? == 1 { Ok(()) } else { Err(StoreError::NotFound) }
}

/// Ends what one did with what one signed in with, a sign-in between its two steps too.
pub(crate) fn end_sessions(tx: &mut WriteTx, id: UserId) -> StoreResult<()> {
    let now = tx.now();
    end_sign_ins(tx, id)?;
    let open = sessions::table.filter(sessions::user_id.eq(id.uuid())).filter(sessions::revoked_at.is_null());
    tx.run(diesel::update(open).set(sessions::revoked_at.eq(now)))?;
    Ok(())
}

/// Whoever stands between password and code has to begin anew.
pub(crate) fn end_sign_ins(tx: &mut WriteTx, id: UserId) -> StoreResult<()> {
    tx.run(diesel::delete(sign_in_challenges::table.filter(sign_in_challenges::user_id.eq(id.uuid()))))?;
    Ok(())
}

/// Everybody who signs in, by name.
pub fn list(tx: &mut ReadTx) -> StoreResult<Vec<Account>> {
    accounts(tx, None)
}

/// Somebody by their email, however it is capitalised.
pub fn find_by_email(tx: &mut ReadTx, email: &str) -> StoreResult<Account> {
    accounts(tx, Some(email))?.into_iter().next().ok_or(StoreError::NotFound)
}

fn accounts(tx: &mut ReadTx, email: Option<&str>) -> StoreResult<Vec<Account>> {
    let last_seen = sessions::table
        .filter(sessions::user_id.eq(users::id))
        .order(sessions::last_used_at.desc())
        .limit(1)
        .select(sessions::last_used_at);
    let mut query = Scoped::by_permission(users::table).into_boxed();
    if let Some(email) = email {
        query = query.filter(lower(users::email).eq(lower(email.trim())));
    }
    let query = query.order((users::name, users::id)).select((
        users::id,
        users::name,
        users::email,
        users::status,
        role_codes(),
        last_seen.single_value(),
    ));
    let rows: Vec<Row> = tx.load(query)?;
    Ok(rows.into_iter().map(Row::account).collect())
}

#[derive(Queryable)]
struct Row {
    id: Uuid,
    name: String,
    email: String,
    status: String,
    roles: Vec<String>,
    last_seen: Option<DateTime<Utc>>,
}

impl Row {
    fn account(self) -> Account {
        let Self { id, name, email, status, roles, last_seen } = self;
        Account { id: id.into(), name, email, status, roles: read_roles(&roles), last_seen }
    }
}

define_sql_function! {
    /// Two emails that differ in capitals are one.
    fn lower(text: Text) -> Text;
}

/// The codes of a user's roles, beside columns of `users`.
pub(crate) fn role_codes() -> Computed<Array<Text>> {
    computed(
        "coalesce((select array_agg(role order by role) from user_roles \
         where user_roles.user_id = users.id), '{}')",
    )
}

/// A role that this version does not know grants nothing.
pub(crate) fn read_roles(codes: &[String]) -> Vec<Role> {
    codes.iter().filter_map(|code| Role::from_code(code)).collect()
}

/// Active staff by name, for pickers, and those who left where they are asked for. Of participants and workers of the portal
/// there may be thousands: none of them is read.
pub fn colleagues(tx: &mut ReadTx, filter: &ColleagueFilter) -> StoreResult<Vec<Colleague>> {
    let active = users::status.eq("active");
    let theirs = assignments::table.filter(assignments::user_id.eq(users::id));
    let has_clients = dsl::exists(theirs.filter(assignments::ended_at.is_null()));
    // An account that went with the record of a client is nobody's any more.
    let left = users::status.eq("deactivated").and(users::email.not_like("%@erased.invalid"));
    let which: WhichUsers = match (filter.former, filter.ever) {
        (_, Some(true)) => Box::new(active.or(left)),
        (Some(true), _) => Box::new(active.or(has_clients)),
        _ => Box::new(active),
    };
    let query = Scoped::by_permission(users::table).filter(which).filter(works_here());
    let query =
        query.order((users::name, users::id)).select((users::id, users::name, active, held_columns()));
    let rows: Vec<(Uuid, String, bool, KeptRoles)> = tx.load(query)?;
    let colleague = |(id, name, active, roles): (Uuid, String, bool, KeptRoles)| {
        let held = roles.held()?;
        let sees_clients = held.sees_clients();
        Ok(Colleague { id: id.into(), name, roles: held.names(), sees_clients, active })
    };
    rows.into_iter().map(colleague).collect()
}

/// The name of somebody who may work with clients: active, with a role that sees some.
pub(crate) fn caseworker_name(tx: &mut ReadTx, id: UserId) -> StoreResult<Option<String>> {
    let query = Scoped::by_permission(users::table)
        .filter(users::id.eq(id.uuid()))
        .filter(users::status.eq("active"))
        .select((users::name, held_columns()));
    let found: Option<(String, KeptRoles)> = tx.find(query)?;
    match found {
        Some((name, roles)) => Ok(roles.held()?.sees_clients().then_some(name)),
        None => Ok(None),
    }
}

/// A condition on users.
pub(crate) type WhichUsers = Box<dyn BoxableExpression<users::table, Pg, SqlType = Bool>>;

/// Everybody but those who have roles of the portal alone: participants and workers are no colleagues.
pub(crate) fn works_here() -> WhichUsers {
    let portal: Vec<&str> = Kind::Portal.roles().map(Role::code).collect();
    let of_portal = user_roles::table.filter(user_roles::role.eq_any(portal.clone()));
    let theirs = users::id.ne_all(of_portal.select(user_roles::user_id));
    let others = user_roles::table.filter(user_roles::role.ne_all(portal)).select(user_roles::user_id);
    let own = user_own_roles::table.select(user_own_roles::user_id);
    Box::new(theirs.or(users::id.eq_any(others)).or(users::id.eq_any(own)))
}

/// Whoever has a permission, by a built-in role or one of the organization's own.
pub(crate) fn holders(permission: Permission) -> WhichUsers {
    let roles = Role::ALL.iter().filter(|role| granted(**role).has(permission));
    let roles: Vec<&str> = roles.map(|role| role.code()).collect();
    let holders = user_roles::table.filter(user_roles::role.eq_any(roles)).select(user_roles::user_id);
    let own = own_roles::table.filter(own_roles::permissions.contains(vec![permission.code()]));
    let own = user_own_roles::role_id.eq_any(own.select(own_roles::id));
    let own_holders = user_own_roles::table.filter(own).select(user_own_roles::user_id);
    Box::new(users::id.eq_any(holders).or(users::id.eq_any(own_holders)))
}

/// Everybody whose roles allow something, as long as they may sign in.
pub(crate) fn allowed(tx: &mut ReadTx, permission: Permission) -> StoreResult<Vec<UserId>> {
    let query = Scoped::by_permission(users::table)
        .filter(users::status.eq("active"))
        .filter(holders(permission))
        .select(users::id);
    let ids: Vec<Uuid> = tx.load(query)?;
    Ok(ids.into_iter().map(UserId::from).collect())
}

/// Whether somebody who has follow-ups sees everybody's; nothing of whoever has none, or cannot sign in.
pub(crate) fn takes_follow_ups(tx: &mut ReadTx, user: UserId) -> StoreResult<Option<bool>> {
    let query = Scoped::by_permission(users::table)
        .filter(users::id.eq(user.uuid()))
        .filter(users::status.eq("active"))
        .select(held_columns());
    let Some(roles): Option<KeptRoles> = tx.find(query)? else { return Ok(None) };
    let held = roles.held()?;
    let has_some = held.sees_clients() && held.permissions().has(Permission::SeeFollowUps);
    Ok(has_some.then(|| held.sees_everyone()))
}

/// Whether a colleague would find a follow-up with a client on their list: active, with a role that has
/// follow-ups, and with the client in sight.
pub(crate) fn may_follow_up(tx: &mut ReadTx, user: UserId, client: ClientId) -> StoreResult<bool> {
    let in_caseload = sql::<Bool>("exists(select from caseload where caseload.user_id = users.id")
        .sql(" and caseload.client_id = ")
        .bind::<SqlUuid, _>(client.uuid())
        .sql(")");
    let query = Scoped::by_permission(users::table)
        .filter(users::id.eq(user.uuid()))
        .filter(users::status.eq("active"))
        .select((held_columns(), in_caseload));
    let Some((roles, in_caseload)): Option<(KeptRoles, bool)> = tx.find(query)? else { return Ok(false) };
    let held = roles.held()?;
    let sees = held.sees_everyone() || (in_caseload && held.sees_caseload());
    Ok(sees && held.sees_clients() && held.permissions().has(Permission::SeeFollowUps))
}
