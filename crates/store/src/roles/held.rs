//! Who holds which roles.

use diesel::{
    prelude::*,
    sql_types::{Array, Jsonb, Nullable, Text},
};
use domain::{
    ids::{OwnRoleId, UserId},
    permission::granted,
    role::{Role, RoleId},
    roles::{Held, Holder, ListedRole, MOST_NAMED, OwnRole, RoleSight, sight_of},
};
use serde::Deserialize;
use serde_json::Value;
use uuid::Uuid;

use super::{find_own, read_permissions};
use crate::{
    StoreError, StoreResult,
    schema::{user_own_roles, user_roles, users},
    scope::Scoped,
    statement::{Computed, computed},
    tx::{ReadTx, WriteTx},
    users::{read_roles, role_codes},
};

/// Somebody's roles as the database keeps them: codes of built-in ones, and rows of own ones.
#[derive(Queryable)]
pub(crate) struct KeptRoles(pub Vec<String>, pub Option<Value>);

/// Somebody's roles beside columns of `users`.
pub(crate) fn held_columns() -> (Computed<Array<Text>>, Computed<Nullable<Jsonb>>) {
    let own = "(select jsonb_agg(to_jsonb(own_roles) order by own_roles.name) \
        from user_own_roles join own_roles on own_roles.id = user_own_roles.role_id \
        where user_own_roles.user_id = users.id)";
    (role_codes(), computed(own))
}

impl KeptRoles {
    pub(crate) fn held(self) -> StoreResult<Held> {
        let own: Vec<Kept> = match self.1 {
            Some(own) => serde_json::from_value(own)?,
            None => Vec::new(),
        };
        Ok(Held { built_in: read_roles(&self.0), own: own.into_iter().map(Kept::role).collect() })
    }
}

/// An own role as a row in JSON.
#[derive(Deserialize)]
struct Kept {
    id: Uuid,
    name: String,
    sight: String,
    permissions: Vec<String>,
    second_factor_required: bool,
}

impl Kept {
    /// What this version does not know grants nothing.
    fn role(self) -> OwnRole {
        OwnRole {
            id: self.id.into(),
            name: self.name,
            sight: RoleSight::from_code(&self.sight).unwrap_or_default(),
            permissions: read_permissions(&self.permissions),
            second_factor_required: self.second_factor_required,
        }
    }
}

/// Whoever holds a role, by name: as many as are named.
pub(super) fn holders(tx: &mut ReadTx, role: RoleId) -> StoreResult<Vec<Holder>> {
    let query = Scoped::by_permission(users::table).into_boxed();
    let query = match role {
        RoleId::BuiltIn(role) => {
            let holders = user_roles::table.filter(user_roles::role.eq(role.code()));
            query.filter(users::id.eq_any(holders.select(user_roles::user_id)))
        }
        RoleId::Own(id) => {
            let holders = user_own_roles::table.filter(user_own_roles::role_id.eq(id.uuid()));
            query.filter(users::id.eq_any(holders.select(user_own_roles::user_id)))
        }
    };
    let query = query.order((users::name, users::id)).limit(MOST_NAMED as i64);
    let query = query.select((users::id, users::name, users::status));
    let rows: Vec<(Uuid, String, String)> = tx.load(query)?;
    let holder = |(id, name, status): (Uuid, String, String)| Holder {
        id: id.into(),
        name,
        active: status != "deactivated",
    };
    Ok(rows.into_iter().map(holder).collect())
}

/// What somebody's roles come to.
pub(crate) fn of_user(tx: &mut ReadTx, user: UserId) -> StoreResult<Held> {
    let query = Scoped::by_permission(users::table).filter(users::id.eq(user.uuid()));
    let roles: KeptRoles = tx.first(query.select(held_columns()))?;
    roles.held()
}

/// Gives these roles and takes all others. It acts at the person's next request.
pub fn set_held(tx: &mut WriteTx, user: UserId, wanted: &[RoleId]) -> StoreResult<()> {
    if wanted.is_empty() {
        return Err(StoreError::field("/roles", "required"));
    }
    give(tx, user, wanted)?;
    let (built_in, own) = apart(wanted);
    let codes: Vec<&str> = built_in.iter().map(|role| role.code()).collect();
    let others = user_roles::table.filter(user_roles::user_id.eq(user.uuid()));
    tx.run(diesel::delete(others.filter(user_roles::role.ne_all(codes))))?;
    let own: Vec<Uuid> = own.into_iter().map(OwnRoleId::uuid).collect();
    let others = user_own_roles::table.filter(user_own_roles::user_id.eq(user.uuid()));
    tx.run(diesel::delete(others.filter(user_own_roles::role_id.ne_all(own))))?;
    Ok(())
}

/// What these roles come to together.
pub(crate) fn held_of(tx: &mut ReadTx, roles: &[RoleId]) -> StoreResult<Held> {
    let (built_in, own) = apart(roles);
    let mut held = Held { built_in, own: Vec::new() };
    for id in own {
        let ListedRole { name, sight, permissions, second_factor_required, .. } = named_own(tx, id)?;
        held.own.push(OwnRole { id, name, sight, permissions, second_factor_required });
    }
    Ok(held)
}

/// One of one's own roles that a request names.
fn named_own(tx: &mut ReadTx, id: OwnRoleId) -> StoreResult<ListedRole> {
    find_own(tx, id).map_err(|error| match error {
        StoreError::NotFound => StoreError::field("/roles", "unknown"),
        other => other,
    })
}

/// Gives these roles besides those that somebody has. Nobody gives a role that may do or sees more than they do.
pub fn give(tx: &mut WriteTx, user: UserId, roles: &[RoleId]) -> StoreResult<()> {
    let held = of_user(tx, user)?;
    let (mut built_in, mut own) = apart(roles);
    built_in.retain(|role| !held.built_in.contains(role));
    own.retain(|id| held.own.iter().all(|role| role.id != *id));
    check(tx, &built_in, &own)?;
    write(tx, user, (&built_in, &own))
}

/// Roles that are to be given to somebody who has none of them yet, built-in ones and own ones.
pub(crate) fn givable(tx: &mut WriteTx, roles: &[RoleId]) -> StoreResult<(Vec<Role>, Vec<OwnRoleId>)> {
    let (built_in, own) = apart(roles);
    check(tx, &built_in, &own)?;
    Ok((built_in, own))
}

fn check(tx: &mut WriteTx, built_in: &[Role], own: &[OwnRoleId]) -> StoreResult<()> {
    for role in built_in {
        must(tx.actor().may_give(granted(*role), sight_of(*role)))?;
    }
    for id in own {
        let role = named_own(tx, *id)?;
        must(tx.actor().may_give(role.permissions, role.sight))?;
    }
    Ok(())
}

fn must(fine: bool) -> StoreResult<()> {
    match fine {
        true => Ok(()),
        false => Err(StoreError::NotYours(
            "This role may do or sees more than you do; somebody who has all of it can give it.",
        )),
    }
}

fn write(tx: &mut WriteTx, user: UserId, (built_in, own): (&[Role], &[OwnRoleId])) -> StoreResult<()> {
    let built_in: Vec<_> = built_in
        .iter()
        .map(|role| (user_roles::user_id.eq(user.uuid()), user_roles::role.eq(role.code())))
        .collect();
    tx.run(diesel::insert_into(user_roles::table).values(built_in).on_conflict_do_nothing())?;
    let own: Vec<_> = own
        .iter()
        .map(|id| (user_own_roles::user_id.eq(user.uuid()), user_own_roles::role_id.eq(id.uuid())))
        .collect();
    tx.run(diesel::insert_into(user_own_roles::table).values(own).on_conflict_do_nothing())?;
    Ok(())
}

pub(crate) fn apart(roles: &[RoleId]) -> (Vec<Role>, Vec<OwnRoleId>) {
    let (mut built_in, mut own) = (Vec::new(), Vec::new());
    for role in roles {
        match role {
            RoleId::BuiltIn(role) => built_in.push(*role),
            RoleId::Own(id) => own.push(*id),
        }
    }
    (built_in, own)
}
