//! Programs and services.

use diesel::prelude::*;
use domain::{ids::ProgramId, programs::Program};
use uuid::Uuid;

use crate::{
    StoreResult,
    schema::{departments, programs},
    scope::Scoped,
    tx::ReadTx,
};

/// All programs, in the organization's order.
pub fn list(tx: &mut ReadTx) -> StoreResult<Vec<Program>> {
    let department = departments::table
        .filter(departments::id.nullable().eq(programs::department_id))
        .select(departments::name);
    let query = Scoped::by_permission(programs::table).order((programs::position, programs::name));
    let rows: Vec<Row> = tx.load(query.select((
        programs::id,
        programs::name,
        programs::description,
        programs::location,
        programs::department_id,
        department.single_value(),
        programs::open_to_intake,
    )))?;
    Ok(rows.into_iter().map(Row::program).collect())
}

/// The name of a program, where it exists.
pub(crate) fn name(tx: &mut ReadTx, id: ProgramId) -> StoreResult<Option<String>> {
    tx.find(Scoped::by_permission(programs::table).filter(programs::id.eq(id.uuid())).select(programs::name))
}

#[derive(Queryable)]
struct Row {
    id: Uuid,
    name: String,
    description: String,
    location: String,
    department_id: Option<Uuid>,
    department_name: Option<String>,
    open_to_intake: bool,
}

impl Row {
    fn program(self) -> Program {
        Program {
            id: self.id.into(),
            name: self.name,
            description: self.description,
            location: self.location,
            department_id: self.department_id.map(Into::into),
            department_name: self.department_name,
            open_to_intake: self.open_to_intake,
        }
    }
}
