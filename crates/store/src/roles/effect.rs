//! Whom a change to a role would affect, before it is made.

use diesel::prelude::*;
use domain::{
    account::is_required,
    permission::Permission,
    problem::FieldError,
    role::{Role, RoleId},
    roles::{Held, Holder, ListedRole, RoleDraft, RoleEffect, RolePatch},
};
use uuid::Uuid;

use super::{
    KeptRoles,
    held::{holders, of_user},
    held_columns, wanted,
};
use crate::{
    StoreResult,
    follow_ups::LosesSight,
    organization,
    schema::{user_own_roles, users},
    scope::Scoped,
    tx::{ReadTx, WriteTx},
};

/// Sets each holder's roles as they are beside what they would be. A change that would be refused is refused here too.
pub fn effect(tx: &mut ReadTx, id: RoleId, patch: &RolePatch) -> StoreResult<RoleEffect> {
    let (id, _, wanted) = wanted(tx, id, patch)?;
    let required_of = organization::second_factor_roles(tx)?;
    let holders = user_own_roles::table.filter(user_own_roles::role_id.eq(id.uuid()));
    let query = Scoped::by_permission(users::table)
        .filter(users::id.eq_any(holders.select(user_own_roles::user_id)))
        .order((users::name, users::id))
        .select((
            users::id,
            users::name,
            users::status,
            users::second_factor_since.is_not_null(),
            held_columns(),
        ));
    let rows: Vec<(Uuid, String, String, bool, KeptRoles)> = tx.load(query)?;
    let mut effect = RoleEffect::default();
    for (user, name, status, has_second_factor, roles) in rows {
        let before = roles.held()?;
        let after = changed(&before, id.into(), &wanted);
        let shut_out = !has_second_factor && newly_required(&before, &after, &required_of);
        let holder = Holder { id: user.into(), name, active: status != "deactivated" };
        effect.add(holder, (&before, &after), shut_out);
    }
    Ok(effect)
}

/// Names those who would see clients no longer with whom they have still to do something: that is handed over before. Until
/// the transaction ends nobody gives them a follow-up.
pub(super) fn leaves_nothing_behind(
    tx: &mut WriteTx,
    id: RoleId,
    found: &ListedRole,
    wanted: &RoleDraft,
) -> StoreResult<()> {
    if wanted.permissions.has(Permission::SeeFollowUps) && wanted.sight >= found.sight {
        return Ok(());
    }
    let mut people = Vec::new();
    for holder in holders(tx, id)?.into_iter().filter(|holder| holder.active) {
        let before = of_user(tx, holder.id)?;
        let after = changed(&before, id, wanted);
        if !LosesSight::between(holder.id, &before, &after).left(tx)?.is_empty() {
            people.push(holder.name);
        }
    }
    if people.is_empty() {
        return Ok(());
    }
    let pointer = if wanted.sight < found.sight { "/sight" } else { "/permissions" };
    Err(vec![FieldError::new(pointer, "holders_leave_follow_ups").with("people", people.join(", "))].into())
}

fn newly_required(before: &Held, after: &Held, required_of: &[Role]) -> bool {
    is_required(after, required_of) && !is_required(before, required_of)
}

fn changed(held: &Held, id: RoleId, wanted: &RoleDraft) -> Held {
    let mut held = held.clone();
    for role in held.own.iter_mut().filter(|role| RoleId::Own(role.id) == id) {
        role.permissions = wanted.permissions;
        role.sight = wanted.sight;
        role.second_factor_required = wanted.second_factor_required;
    }
    held
}
