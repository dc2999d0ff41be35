//! Whom a change to a role would affect, before it is made.

use diesel::prelude::*;
use domain::{
    account::is_required,
    ids::OwnRoleId,
    permission::Permission,
    problem::FieldError,
    role::{Role, RoleId},
    roles::{Held, Holder, ListedRole, RoleDraft, RoleEffect, RolePatch},
};
use uuid::Uuid;

use super::{KeptRoles, held_columns, wanted};
use crate::{
    StoreResult,
    follow_ups::LosesSight,
    organization,
    schema::{user_own_roles, users},
    scope::Scoped,
    tx::{ReadTx, WriteTx},
};

/// Sets each holder's roles as they are beside what they would be. A change that would be refused is refused here too, unless
/// it is for follow-ups that would be left behind: those are looked at when it is saved, while nobody gives anybody new ones.
pub fn effect(tx: &mut ReadTx, id: RoleId, patch: &RolePatch) -> StoreResult<RoleEffect> {
    let (id, _, wanted) = wanted(tx, id, patch)?;
    let required_of = organization::second_factor_roles(tx)?;
    let mut effect = RoleEffect::default();
    for (holder, has_second_factor, roles) in everybody_with(tx, id)? {
        let before = roles.held()?;
        let after = changed(&before, id.into(), &wanted);
        let shut_out = !has_second_factor && newly_required(&before, &after, &required_of);
        effect.add(holder, (&before, &after), shut_out);
    }
    Ok(effect)
}

/// Everybody who holds a role, by name, with all their roles; and whether they have a second factor.
fn everybody_with(tx: &mut ReadTx, role: OwnRoleId) -> StoreResult<Vec<(Holder, bool, KeptRoles)>> {
    let holders = user_own_roles::table.filter(user_own_roles::role_id.eq(role.uuid()));
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
    let holder = |(id, name, status, has_second_factor, roles): (Uuid, String, String, bool, KeptRoles)| {
        (Holder { id: id.into(), name, active: status != "deactivated" }, has_second_factor, roles)
    };
    Ok(rows.into_iter().map(holder).collect())
}

/// Names those who would see clients no longer with whom they have still to do something: that is handed over before. Until
/// the transaction ends nobody gives them a follow-up.
pub(super) fn leaves_nothing_behind(
    tx: &mut WriteTx,
    id: OwnRoleId,
    found: &ListedRole,
    wanted: &RoleDraft,
) -> StoreResult<()> {
    let had_them = found.permissions.has(Permission::SeeFollowUps);
    let keeps_them = wanted.permissions.has(Permission::SeeFollowUps) || !had_them;
    if keeps_them && wanted.sight >= found.sight {
        return Ok(());
    }
    let mut people = Vec::new();
    for (holder, _, roles) in everybody_with(tx, id)?.into_iter().filter(|(holder, ..)| holder.active) {
        let before = roles.held()?;
        let loses = LosesSight::between(holder.id, &before, &changed(&before, id.into(), wanted));
        // Whoever sees as much by their other roles waits for nothing, and nobody waits for them.
        if !loses.nothing() && !loses.left(tx)?.is_empty() {
            people.push(holder.name);
        }
    }
    if people.is_empty() {
        return Ok(());
    }
    let pointer = if wanted.sight < found.sight { "/sight" } else { "/permissions" };
    Err(vec![FieldError::new(pointer, "holders_leave_follow_ups").with("people", a_few(people))].into())
}

/// The first five names; that there are more is told without words, because each reader has words of their own.
fn a_few(mut people: Vec<String>) -> String {
    if people.len() > 5 {
        people.truncate(5);
        people.push("…".to_owned());
    }
    people.join(", ")
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

#[cfg(test)]
mod tests {
    use super::a_few;

    #[test]
    fn of_many_the_first_five_are_named() {
        let people = |many: usize| (1..=many).map(|n| format!("P{n}")).collect::<Vec<_>>();
        assert_eq!(a_few(people(5)), "P1, P2, P3, P4, P5");
        assert_eq!(a_few(people(400)), "P1, P2, P3, P4, P5, …");
    }
}
