//! How much there is: clients in each stage, people in programs.

use diesel::{
    QueryableByName,
    sql_types::{BigInt, Text},
};
use domain::{
    clients::Stage,
    dashboard::{Places, StageLoad},
    programs::{Program, ProgramFilter},
};

use crate::{StoreResult, programs, scope::Scoped, tx::ReadTx};

/// So many programs have room on a tile.
const FEW_PROGRAMS: usize = 8;

#[derive(QueryableByName)]
struct Counted {
    #[diesel(sql_type = Text)]
    stage: String,
    #[diesel(sql_type = BigInt)]
    clients: i64,
}

/// Active clients in sight, by stage. Nobody in a stage is a count too.
pub(super) fn by_stage(tx: &mut ReadTx) -> StoreResult<Vec<StageLoad>> {
    let statement = Scoped::sql(tx.actor(), "c.id", |sight| {
        format!(
            "select c.stage, count(*) as clients from clients as c \
             where c.status = 'active' and {sight} group by c.stage"
        )
    })?;
    let counted: Vec<Counted> = tx.load(statement)?;
    let clients =
        |stage: Stage| counted.iter().find(|one| one.stage == stage.code()).map_or(0, |one| one.clients);
    Ok(Stage::ALL.iter().map(|stage| StageLoad { stage: *stage, clients: clients(*stage) }).collect())
}

/// The fullest programs. Who sees a caseload sees everybody in the programs that they work in, and of other programs
/// only some, whose number would say nothing of the places.
pub(super) fn places(tx: &mut ReadTx) -> StoreResult<Vec<Places>> {
    let staff_id = if tx.actor().sight.everyone { None } else { Some(tx.user()?) };
    let found = programs::list(tx, &ProgramFilter { staff_id, ..ProgramFilter::default() })?;
    let mut all: Vec<Places> = found.into_iter().filter_map(of_program).collect();
    all.sort_by(|a, b| share(b).total_cmp(&share(a)));
    all.truncate(FEW_PROGRAMS);
    Ok(all)
}

fn of_program(program: Program) -> Option<Places> {
    let Program { id, name, enrolled, capacity, .. } = program;
    Some(Places { program_id: id, program: name, enrolled, capacity: capacity? })
}

fn share(places: &Places) -> f64 {
    places.enrolled as f64 / f64::from(places.capacity.max(1))
}
