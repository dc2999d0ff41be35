//! Departments, which programs belong to.

use diesel::prelude::*;
use domain::{
    departments::{Department, DepartmentDraft, DepartmentPatch},
    ids::{DepartmentId, UserId},
    validate::Draft,
};
use uuid::Uuid;

use crate::{
    StoreError, StoreResult,
    canonical::unchanged,
    new_id,
    roles::{KeptRoles, held_columns},
    schema::{departments, programs, users},
    scope::Scoped,
    tx::{ReadTx, WriteTx},
};

/// All departments by name.
pub fn list(tx: &mut ReadTx) -> StoreResult<Vec<Department>> {
    load(tx, None)
}

fn load(tx: &mut ReadTx, id: Option<DepartmentId>) -> StoreResult<Vec<Department>> {
    let owner = users::table.filter(users::id.nullable().eq(departments::owner_id)).select(users::name);
    let programs = programs::table.filter(programs::department_id.eq(departments::id.nullable())).count();
    let mut query = Scoped::by_permission(departments::table).into_boxed();
    if let Some(id) = id {
        query = query.filter(departments::id.eq(id.uuid()));
    }
    let columns = (
        departments::id,
        departments::name,
        departments::owner_id,
        owner.single_value(),
        programs.single_value(),
        departments::version,
    );
    let rows: Vec<Row> = tx.load(query.order((departments::name, departments::id)).select(columns))?;
    Ok(rows.into_iter().map(Row::department).collect())
}

pub(crate) fn find(tx: &mut ReadTx, id: DepartmentId) -> StoreResult<Department> {
    load(tx, Some(id))?.pop().ok_or(StoreError::NotFound)
}

pub fn add(tx: &mut WriteTx, draft: &DepartmentDraft) -> StoreResult<Department> {
    draft.check(tx.today())?;
    works_here(tx, draft.owner_id, "/owner_id")?;
    let id = DepartmentId::from(new_id());
    let insert = diesel::insert_into(departments::table).values((
        departments::id.eq(id.uuid()),
        departments::name.eq(draft.name.trim()),
        departments::owner_id.eq(draft.owner_id.map(UserId::uuid)),
    ));
    tx.run(insert).map_err(taken)?;
    find(tx, id)
}

/// Changes a department. `seen` is the version that the writer read.
pub fn amend(
    tx: &mut WriteTx,
    id: DepartmentId,
    seen: i32,
    patch: &DepartmentPatch,
) -> StoreResult<Department> {
    patch.check(tx.today())?;
    let found = find(tx, id)?;
    unchanged(Some(seen), found.version)?;
    works_here(tx, patch.owner_id.set().copied(), "/owner_id")?;
    let update = diesel::update(departments::table.find(id.uuid()))
        .filter(departments::version.eq(found.version))
        .set((
            patch.name.as_ref().map(|name| departments::name.eq(name.trim().to_owned())),
            patch.owner_id.clone().change().map(|owner| departments::owner_id.eq(owner.map(UserId::uuid))),
            departments::version.eq(found.version + 1),
        ));
    match tx.run(update).map_err(taken)? {
        0 => Err(StoreError::Stale),
        _ => find(tx, id),
    }
}

/// Deletes a department that no program belongs to.
pub fn remove(tx: &mut WriteTx, id: DepartmentId, seen: i32) -> StoreResult<()> {
    let found = find(tx, id)?;
    unchanged(Some(seen), found.version)?;
    if found.programs > 0 {
        return Err(StoreError::InUse(vec!["programs"]));
    }
    let gone = diesel::delete(departments::table.find(id.uuid())).filter(departments::version.eq(seen));
    match tx.run(gone).map_err(|error| error.in_use("programs"))? {
        0 => Err(StoreError::Stale),
        _ => Ok(()),
    }
}

/// Refuses somebody whose account is closed, who has no role of the staff, or whom nobody knows.
pub(crate) fn works_here(tx: &mut ReadTx, user: Option<UserId>, pointer: &str) -> StoreResult<()> {
    let Some(user) = user else { return Ok(()) };
    let query = Scoped::by_permission(users::table)
        .filter(users::id.eq(user.uuid()))
        .filter(users::status.ne("deactivated"))
        .select(held_columns());
    let found: Option<KeptRoles> = tx.find(query)?;
    let held = found.map(KeptRoles::held).transpose()?;
    let here = held.filter(|held| !held.is_of_portal_alone());
    here.map(drop).ok_or_else(|| StoreError::field(pointer, "unknown"))
}

fn taken(error: StoreError) -> StoreError {
    error.naming("departments_by_name", "/name", "taken")
}

#[derive(Queryable)]
struct Row {
    id: Uuid,
    name: String,
    owner_id: Option<Uuid>,
    owner_name: Option<String>,
    programs: Option<i64>,
    version: i32,
}

impl Row {
    fn department(self) -> Department {
        Department {
            id: self.id.into(),
            name: self.name,
            owner_id: self.owner_id.map(Into::into),
            owner_name: self.owner_name,
            programs: self.programs.unwrap_or_default(),
            version: self.version,
        }
    }
}
