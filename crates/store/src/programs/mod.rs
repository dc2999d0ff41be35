//! Programs and services: reading them.

pub mod capacity;
mod write;

pub(crate) use write::arrange;
pub use write::{add, amend, left_behind, remove};

use std::collections::BTreeMap;

use diesel::{
    dsl::sql,
    expression::SqlLiteral,
    prelude::*,
    sql_types::{Bool, Nullable},
};
use domain::{
    ids::ProgramId,
    programs::{AsOf, Member, Program, ProgramDetail, ProgramFilter},
    waitlist::Status,
};
use serde_json::Value;
use uuid::Uuid;

use crate::{
    StoreError, StoreResult,
    schema::{
        departments, enrollments, program_capacities, program_staff, programs, users, waitlist_entries,
    },
    scope::{Scoped, in_sight},
    tx::ReadTx,
};

/// Programs, in the organization's order.
pub fn list(tx: &mut ReadTx, filter: &ProgramFilter) -> StoreResult<Vec<Program>> {
    load(tx, filter, None)
}

/// A program with who works in it and its capacity at all times.
pub fn find(tx: &mut ReadTx, id: ProgramId) -> StoreResult<ProgramDetail> {
    find_as_of(tx, id, AsOf::default())
}

/// The same with capacity and enrollments of a day.
pub fn find_as_of(tx: &mut ReadTx, id: ProgramId, AsOf { on }: AsOf) -> StoreResult<ProgramDetail> {
    let filter = ProgramFilter { on, ..ProgramFilter::default() };
    let program = load(tx, &filter, Some(id))?.pop().ok_or(StoreError::NotFound)?;
    let query = Scoped::by_permission(programs::table).filter(programs::id.eq(id.uuid()));
    let descriptions: Value = tx.first(query.select(programs::descriptions))?;
    let descriptions = serde_json::from_value(descriptions)?;
    Ok(ProgramDetail { program, descriptions, staff: staff(tx, id)?, capacities: capacity::list(tx, id)? })
}

/// The descriptions of every program in the organization's other languages.
pub(crate) fn descriptions(tx: &mut ReadTx) -> StoreResult<BTreeMap<ProgramId, BTreeMap<String, String>>> {
    let query = Scoped::by_permission(programs::table).select((programs::id, programs::descriptions));
    let rows: Vec<(Uuid, Value)> = tx.load(query)?;
    rows.into_iter().map(|(id, texts)| Ok((id.into(), serde_json::from_value(texts)?))).collect()
}

fn load(tx: &mut ReadTx, filter: &ProgramFilter, id: Option<ProgramId>) -> StoreResult<Vec<Program>> {
    let day = filter.on.unwrap_or(tx.today());
    let department = departments::table
        .filter(departments::id.nullable().eq(programs::department_id))
        .select(departments::name);
    let capacity = program_capacities::table
        .filter(program_capacities::program_id.eq(programs::id))
        .filter(program_capacities::effective_from.le(day))
        .order(program_capacities::effective_from.desc())
        .select(program_capacities::capacity);
    let everybody = enrollments::table
        .filter(enrollments::program_id.eq(programs::id))
        .filter(enrollments::start_date.le(day))
        .filter(enrollments::end_date.is_null().or(enrollments::end_date.ge(day)));
    let enrolled = everybody.filter(in_sight(tx.actor(), enrollments::client_id)).count();
    // As in the occupancy, which tells of the same places day by day.
    let offered = waitlist_entries::table
        .filter(waitlist_entries::program_id.eq(programs::id))
        .filter(waitlist_entries::status.eq(Status::Offered.code()))
        .filter(waitlist_entries::reply_by.ge(tx.today()).or(is_decided_on()))
        .filter(waitlist_entries::start_date.le(day))
        .count();
    let mut query = Scoped::by_permission(programs::table).into_boxed();
    if let Some(id) = id {
        query = query.filter(programs::id.eq(id.uuid()));
    }
    if let Some(words) = &filter.q {
        query = query.filter(programs::name.ilike(format!("%{}%", literal(words))));
    }
    if let Some(kind) = &filter.kind {
        query = query.filter(programs::kind.eq(kind.clone()));
    }
    if let Some(department) = filter.department_id {
        query = query.filter(programs::department_id.eq(department.uuid()));
    }
    if let Some(open) = filter.open_to_intake {
        query = query.filter(programs::open_to_intake.eq(open));
    }
    if let Some(user) = filter.staff_id {
        let staffed = program_staff::table.filter(program_staff::user_id.eq(user.uuid()));
        query = query.filter(programs::id.eq_any(staffed.select(program_staff::program_id)));
    }
    let query = query.order((programs::position, programs::name)).select((
        programs::id,
        programs::name,
        programs::description,
        programs::location,
        programs::kind,
        programs::department_id,
        department.single_value(),
        programs::open_to_intake,
        programs::escalate_after_days,
        capacity.single_value(),
        enrolled.single_value(),
        (everybody.count().single_value(), offered.single_value()),
        programs::version,
    ));
    let rows: Vec<Row> = tx.load(query)?;
    Ok(rows.into_iter().map(Row::program).collect())
}

/// Whether somebody decides still on the answer to an offer.
fn is_decided_on() -> SqlLiteral<Nullable<Bool>> {
    sql("waits_for_review(waitlist_entries.client_id, waitlist_entries.program_id, \
         waitlist_entries.offered_at, waitlist_entries.reply_by)")
}

/// Words of a search as they are, whatever `like` would take them for.
fn literal(words: &str) -> String {
    words.trim().replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_")
}

fn staff(tx: &mut ReadTx, id: ProgramId) -> StoreResult<Vec<Member>> {
    let name = users::table.filter(users::id.eq(program_staff::user_id)).select(users::name);
    let query = Scoped::by_permission(program_staff::table)
        .filter(program_staff::program_id.eq(id.uuid()))
        .select((program_staff::user_id, name.single_value(), program_staff::manages));
    let rows: Vec<(Uuid, Option<String>, bool)> = tx.load(query)?;
    let member = |(user, name, manages): (Uuid, Option<String>, bool)| Member {
        user_id: user.into(),
        name: name.unwrap_or_default(),
        manages,
    };
    let mut staff: Vec<Member> = rows.into_iter().map(member).collect();
    staff.sort_by(|a, b| (!a.manages, &a.name).cmp(&(!b.manages, &b.name)));
    Ok(staff)
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
    kind: Option<String>,
    department_id: Option<Uuid>,
    department_name: Option<String>,
    open_to_intake: bool,
    escalate_after_days: Option<i16>,
    capacity: Option<i32>,
    enrolled: Option<i64>,
    /// By whoever is in it, and by offers.
    taken: (Option<i64>, Option<i64>),
    version: i32,
}

impl Row {
    fn program(self) -> Program {
        Program {
            id: self.id.into(),
            name: self.name,
            description: self.description,
            location: self.location,
            kind: self.kind,
            department_id: self.department_id.map(Into::into),
            department_name: self.department_name,
            open_to_intake: self.open_to_intake,
            escalate_after_days: self.escalate_after_days.map(|days| u8::try_from(days).unwrap_or(u8::MAX)),
            capacity: self.capacity,
            enrolled: self.enrolled.unwrap_or_default(),
            taken: self.taken.0.unwrap_or_default() + self.taken.1.unwrap_or_default(),
            version: self.version,
        }
    }
}
