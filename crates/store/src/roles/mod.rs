//! Roles: the built-in ones beside those that the organization makes for itself.

mod effect;
mod held;
mod why;

use std::collections::HashMap;

use diesel::{prelude::*, sql_types::BigInt};
use domain::{
    ids::OwnRoleId,
    permission::{Permission, Permissions},
    role::{Role, RoleId},
    roles::{ListedRole, RoleDetail, RoleDraft, RolePatch, RoleSight},
    validate::Draft,
};
use uuid::Uuid;

pub use effect::effect;
pub(crate) use held::{KeptRoles, apart, givable, held_columns, held_of, of_user};
pub use held::{give, set_held};
pub use why::why;

use crate::{
    StoreError, StoreResult,
    canonical::unchanged,
    new_id, organization,
    schema::{own_roles, user_roles},
    scope::Scoped,
    statement::{Computed, computed},
    tx::{ReadTx, WriteTx},
};

/// The built-in ones in their order, then the organization's own by name.
pub fn list(tx: &mut ReadTx) -> StoreResult<Vec<ListedRole>> {
    let mut all = built_in(tx)?;
    let query = Scoped::by_permission(own_roles::table).order((own_roles::name, own_roles::id));
    let own: Vec<Row> = tx.load(query.select(columns()))?;
    all.extend(own.into_iter().map(Row::role));
    Ok(all)
}

/// One role, and who holds it.
pub fn find(tx: &mut ReadTx, id: RoleId) -> StoreResult<RoleDetail> {
    let role = match id {
        RoleId::BuiltIn(wanted) => {
            built_in(tx)?.into_iter().find(|role| role.id == wanted.into()).ok_or(StoreError::NotFound)?
        }
        RoleId::Own(id) => find_own(tx, id)?,
    };
    Ok(RoleDetail { role, held_by: held::holders(tx, id)? })
}

fn built_in(tx: &mut ReadTx) -> StoreResult<Vec<ListedRole>> {
    let required_of = organization::second_factor_roles(tx)?;
    let held: Vec<String> = tx.load(Scoped::by_permission(user_roles::table).select(user_roles::role))?;
    let mut holders: HashMap<&str, i64> = HashMap::new();
    for code in &held {
        *holders.entry(code).or_default() += 1;
    }
    let count = |role: Role| holders.get(role.code()).copied().unwrap_or_default();
    let listed = |role: &Role| ListedRole::built_in(*role, count(*role), required_of.contains(role));
    Ok(Role::ALL.iter().map(listed).collect())
}

fn find_own(tx: &mut ReadTx, id: OwnRoleId) -> StoreResult<ListedRole> {
    let query = Scoped::by_permission(own_roles::table).filter(own_roles::id.eq(id.uuid()));
    let row: Row = tx.first(query.select(columns()))?;
    Ok(row.role())
}

/// Makes a role. Nobody puts more into one than they have.
pub fn add(tx: &mut WriteTx, draft: &RoleDraft) -> StoreResult<ListedRole> {
    draft.check(tx.today())?;
    no_more_than_own(tx, draft, (Permissions::NONE, RoleSight::Nobody))?;
    let id = OwnRoleId::from(new_id());
    let insert = diesel::insert_into(own_roles::table).values((
        own_roles::id.eq(id.uuid()),
        own_roles::name.eq(draft.name.trim()),
        own_roles::description.eq(draft.description.trim()),
        own_roles::sight.eq(draft.sight.code()),
        own_roles::permissions.eq(codes(draft.permissions)),
        own_roles::second_factor_required.eq(draft.second_factor_required),
    ));
    tx.run(insert).map_err(taken)?;
    find_own(tx, id)
}

/// Changes a role for all who hold it, at their next request.
pub fn amend(tx: &mut WriteTx, id: RoleId, seen: i32, patch: &RolePatch) -> StoreResult<ListedRole> {
    let (id, found, wanted) = wanted(tx, id, patch)?;
    unchanged(Some(seen), found.version.unwrap_or_default())?;
    not_oneself_out(tx, id, &wanted)?;
    effect::leaves_nothing_behind(tx, id, &found, &wanted)?;
    let statement =
        diesel::update(own_roles::table.find(id.uuid())).filter(own_roles::version.eq(seen)).set((
            own_roles::name.eq(wanted.name.trim()),
            own_roles::description.eq(wanted.description.trim()),
            own_roles::sight.eq(wanted.sight.code()),
            own_roles::permissions.eq(codes(wanted.permissions)),
            own_roles::second_factor_required.eq(wanted.second_factor_required),
            own_roles::version.eq(seen + 1),
        ));
    match tx.run(statement).map_err(taken)? {
        0 => Err(StoreError::Stale),
        _ => find_own(tx, id),
    }
}

/// A role as it is and as it would be, checked as a whole.
fn wanted(tx: &mut ReadTx, id: RoleId, patch: &RolePatch) -> StoreResult<(OwnRoleId, ListedRole, RoleDraft)> {
    patch.check(tx.today())?;
    let RoleId::Own(id) = id else { return Err(StoreError::Conflict(BUILT_IN)) };
    let found = find_own(tx, id)?;
    let wanted = patch.over(&found);
    wanted.check(tx.today())?;
    no_more_than_own(tx, &wanted, (found.permissions, found.sight))?;
    Ok((id, found, wanted))
}

const BUILT_IN: &str = "A built-in role stays as it is. Copy it and change the copy.";

/// Deletes a role that nobody holds.
pub fn remove(tx: &mut WriteTx, id: RoleId) -> StoreResult<()> {
    let RoleId::Own(own) = id else { return Err(StoreError::Conflict(BUILT_IN)) };
    let found = find_own(tx, own)?;
    if found.holders > 0 {
        let names = held::holders(tx, id)?.into_iter().map(|holder| holder.name).collect();
        return Err(StoreError::HeldBy { names, all: found.holders });
    }
    match tx.run(diesel::delete(own_roles::table.find(own.uuid()))) {
        Ok(0) => Err(StoreError::NotFound),
        Ok(_) => Ok(()),
        // Somebody got it between the look and the deletion.
        Err(StoreError::Internal(text)) if text.contains("user_own_roles_role_id_fkey") => {
            Err(StoreError::Conflict("Somebody was given this role at this moment; look again."))
        }
        Err(error) => Err(error),
    }
}

/// What is new in a role the writer has too. What it had before they may leave in it or take out.
fn no_more_than_own(
    tx: &ReadTx,
    wanted: &RoleDraft,
    (had, saw): (Permissions, RoleSight),
) -> StoreResult<()> {
    if !tx.actor().may_give(wanted.permissions.minus(had), RoleSight::Nobody) {
        return Err(StoreError::field("/permissions", "more_than_own"));
    }
    match wanted.sight <= saw || tx.actor().sees_as_much(wanted.sight) {
        true => Ok(()),
        false => Err(StoreError::field("/sight", "more_than_own")),
    }
}

/// Whoever requires a second factor of a role that they hold has one: else they would shut themselves out.
fn not_oneself_out(tx: &mut ReadTx, id: OwnRoleId, wanted: &RoleDraft) -> StoreResult<()> {
    let holds = tx.actor().held.own.iter().any(|role| role.id == id);
    if !holds || !wanted.second_factor_required {
        return Ok(());
    }
    let user = tx.user()?;
    match crate::account::has_second_factor(tx, user)? {
        true => Ok(()),
        false => Err(StoreError::field("/second_factor_required", "own_second_factor_first")),
    }
}

fn taken(error: StoreError) -> StoreError {
    error.naming("own_roles_by_name", "/name", "taken")
}

/// As a row keeps them: with what goes without saying, so that a question to the database finds it too.
pub(crate) fn codes(permissions: Permissions) -> Vec<&'static str> {
    permissions.whole().iter().map(Permission::code).collect()
}

/// A permission that this version does not know grants nothing.
pub(crate) fn read_permissions(codes: &[String]) -> Permissions {
    codes.iter().filter_map(|code| Permission::from_code(code)).collect::<Permissions>().whole()
}

type Columns = (
    own_roles::id,
    own_roles::version,
    own_roles::name,
    own_roles::description,
    own_roles::sight,
    own_roles::permissions,
    own_roles::second_factor_required,
    Computed<BigInt>,
);

fn columns() -> Columns {
    (
        own_roles::id,
        own_roles::version,
        own_roles::name,
        own_roles::description,
        own_roles::sight,
        own_roles::permissions,
        own_roles::second_factor_required,
        computed("(select count(*) from user_own_roles where user_own_roles.role_id = own_roles.id)"),
    )
}

#[derive(Queryable)]
struct Row {
    id: Uuid,
    version: i32,
    name: String,
    description: String,
    sight: String,
    permissions: Vec<String>,
    second_factor_required: bool,
    holders: i64,
}

impl Row {
    fn role(self) -> ListedRole {
        ListedRole {
            id: OwnRoleId::from(self.id).into(),
            version: Some(self.version),
            name: self.name,
            description: self.description,
            sight: RoleSight::from_code(&self.sight).unwrap_or_default(),
            permissions: read_permissions(&self.permissions),
            second_factor_required: self.second_factor_required,
            holders: self.holders,
        }
    }
}
