//! Programs and services: making and changing them, and who works in them.

use diesel::{prelude::*, sql_types::Uuid as SqlUuid, upsert::excluded};
use domain::{
    bulk::LeftBehindFilter,
    configuration::known_as,
    follow_ups::FollowUp,
    ids::{DepartmentId, ProgramId, UserId},
    page::Page,
    programs::{MemberDraft, ProgramDetail, ProgramDraft, ProgramPatch},
    validate::Draft,
};
use uuid::Uuid;

use super::find;
use crate::{
    StoreError, StoreResult,
    canonical::{codes, unchanged},
    departments::works_here,
    follow_ups::{LosesSight, Parting},
    new_id,
    order::Ordered,
    page::Window,
    schema::{departments, program_staff, programs},
    scope::{Existence, Scoped},
    tx::{ReadTx, WriteTx},
};

/// Adds a program behind the others.
pub fn add(tx: &mut WriteTx, draft: &ProgramDraft) -> StoreResult<ProgramDetail> {
    draft.check(tx.today())?;
    check(tx, draft.kind.as_deref(), draft.department_id)?;
    new_ones_work_here(tx, &draft.staff, &[])?;
    let id = ProgramId::from(new_id());
    let last = Scoped::by_permission(programs::table).select(programs::position);
    let last: Option<i32> = tx.find(last.order(programs::position.desc()).limit(1))?;
    let insert = diesel::insert_into(programs::table).values((
        programs::id.eq(id.uuid()),
        programs::department_id.eq(draft.department_id.map(DepartmentId::uuid)),
        programs::name.eq(draft.name.trim()),
        programs::description.eq(draft.description.trim()),
        programs::descriptions.eq(serde_json::to_value(&draft.descriptions)?),
        programs::location.eq(draft.location.trim()),
        programs::kind.eq(&draft.kind),
        programs::open_to_intake.eq(draft.open_to_intake),
        programs::escalate_after_days.eq(draft.escalate_after_days.map(i16::from)),
        programs::position.eq(last.map_or(0, |last| last.saturating_add(1))),
    ));
    tx.run(insert).map_err(named)?;
    employ(tx, id, &draft.staff)?;
    find(tx, id)
}

/// Changes a program. `seen` is the version that the writer read.
pub fn amend(tx: &mut WriteTx, id: ProgramId, seen: i32, patch: &ProgramPatch) -> StoreResult<ProgramDetail> {
    patch.check(tx.today())?;
    let found = find(tx, id)?;
    let version = found.program.version;
    unchanged(Some(seen), version)?;
    let staff = patch.staff.as_deref();
    let kind = patch.kind.set().map(String::as_str);
    check(tx, kind, patch.department_id.set().copied())?;
    if let Some(staff) = staff {
        let there: Vec<Uuid> = found.staff.iter().map(|member| member.user_id.uuid()).collect();
        new_ones_work_here(tx, staff, &there)?;
    }
    let position = patch.position.map(|wanted| make_room(tx, id, wanted)).transpose()?;
    let department = patch.department_id.clone().change();
    let days = patch.escalate_after_days.clone().change();
    let descriptions = patch.descriptions.as_ref().map(serde_json::to_value).transpose()?;
    let update = diesel::update(programs::table.find(id.uuid())).filter(programs::version.eq(version)).set((
        patch.name.as_ref().map(|name| programs::name.eq(name.trim().to_owned())),
        patch.description.as_ref().map(|text| programs::description.eq(text.trim().to_owned())),
        descriptions.map(|texts| programs::descriptions.eq(texts)),
        patch.location.as_ref().map(|place| programs::location.eq(place.trim().to_owned())),
        patch.kind.clone().change().map(|kind| programs::kind.eq(kind)),
        department.map(|department| programs::department_id.eq(department.map(DepartmentId::uuid))),
        patch.open_to_intake.map(|open| programs::open_to_intake.eq(open)),
        position.map(|position| programs::position.eq(position)),
        days.map(|days| programs::escalate_after_days.eq(days.map(i16::from))),
        programs::version.eq(version + 1),
    ));
    if tx.run(update).map_err(named)? == 0 {
        return Err(StoreError::Stale);
    }
    if let Some(staff) = staff {
        let left = left_by_leavers(tx, id, staff)?;
        employ(tx, id, staff)?;
        Parting::of_those(tx, left, patch.follow_ups.as_ref())?;
    }
    find(tx, id)
}

const ORDER: Ordered = Ordered("programs");

/// Puts the programs in the order of these names, however they are capitalized.
pub(crate) fn arrange(tx: &mut WriteTx, names: &[String]) -> StoreResult<()> {
    let known = in_order(tx)?;
    let of =
        |name: &String| known.iter().find(|(_, known)| known_as(known) == known_as(name)).map(|(id, _)| *id);
    ORDER.put_in_order(tx, names.iter().filter_map(of).collect())
}

fn make_room(tx: &mut WriteTx, moved: ProgramId, wanted: i32) -> StoreResult<i32> {
    let all = in_order(tx)?;
    ORDER.make_room(tx, all.into_iter().map(|(id, _)| id), moved.uuid(), wanted)
}

fn in_order(tx: &mut ReadTx) -> StoreResult<Vec<(Uuid, String)>> {
    let all = Scoped::by_permission(programs::table).order((programs::position, programs::name));
    tx.load(all.select((programs::id, programs::name)))
}

/// Deletes a program that nothing names. Its staff and its capacities go with it, each with a line in the audit.
pub fn remove(tx: &mut WriteTx, id: ProgramId, seen: i32) -> StoreResult<()> {
    let version = find(tx, id)?.program.version;
    unchanged(Some(seen), version)?;
    let users = users_of(tx, id)?;
    if !users.is_empty() {
        return Err(StoreError::InUse(users));
    }
    let gone = diesel::delete(programs::table.find(id.uuid())).filter(programs::version.eq(version));
    match tx.run(gone).map_err(|error| error.in_use("other records"))? {
        0 => Err(StoreError::Stale),
        _ => Ok(()),
    }
}

/// What names a program, of all clients: the answer says nothing of anybody.
fn users_of(tx: &mut ReadTx, id: ProgramId) -> StoreResult<Vec<&'static str>> {
    const USES: [(&str, &str); 6] = [
        ("enrollments", "select exists (select from enrollments where program_id = $1) as answer"),
        ("applications", "select exists (select from application_programs where program_id = $1) as answer"),
        ("restrictions", "select exists (select from restrictions where program_id = $1) as answer"),
        ("waiting lists", "select exists (select from waitlist_entries where program_id = $1) as answer"),
        ("notes", "select exists (select from notes where program_id = $1) as answer"),
        (
            "proposals",
            "select exists (select from pending_changes where status = 'pending' and strpos(body::text, $1::text) > 0) as answer",
        ),
    ];
    let mut found = Vec::new();
    for (name, question) in USES {
        if tx.exists(Existence::of(question).bind::<SqlUuid, _>(id.uuid()))? {
            found.push(name);
        }
    }
    Ok(found)
}

/// Refuses a type or a department that there is not.
fn check(tx: &mut WriteTx, kind: Option<&str>, department: Option<DepartmentId>) -> StoreResult<()> {
    let uses = kind.map(|code| codes::Use { list: "program_type", code, pointer: "/kind".into(), on: None });
    codes::check(tx, uses.as_slice(), codes::Retired::Refused)?;
    if let Some(department) = department {
        let query = Scoped::by_permission(departments::table).filter(departments::id.eq(department.uuid()));
        let found: Option<Uuid> = tx.find(query.select(departments::id))?;
        found.ok_or_else(|| StoreError::field("/department_id", "unknown"))?;
    }
    Ok(())
}

/// Whoever is there stays there until somebody takes them out, also when their account was closed.
fn new_ones_work_here(tx: &mut WriteTx, staff: &[MemberDraft], there: &[Uuid]) -> StoreResult<()> {
    for (at, member) in staff.iter().enumerate() {
        if !there.contains(&member.user_id.uuid()) {
            works_here(tx, Some(member.user_id), &format!("/staff/{at}/user_id"))?;
        }
    }
    Ok(())
}

/// What one of the program's staff would leave behind with clients whom they see by it alone.
pub fn left_behind(
    tx: &mut ReadTx,
    id: ProgramId,
    member: UserId,
    filter: &LeftBehindFilter,
) -> StoreResult<Page<FollowUp>> {
    let window = Window::read(filter.limit, filter.cursor.as_deref())?;
    find(tx, id)?;
    LosesSight::of_program(tx, member, id)?.list(tx, &window)
}

/// Open follow-ups of whoever is not among these any more, with clients whom they saw by this program alone.
fn left_by_leavers(tx: &mut WriteTx, id: ProgramId, staff: &[MemberDraft]) -> StoreResult<Vec<Uuid>> {
    let stay: Vec<Uuid> = staff.iter().map(|member| member.user_id.uuid()).collect();
    let leavers = Scoped::by_permission(program_staff::table)
        .filter(program_staff::program_id.eq(id.uuid()))
        .filter(program_staff::user_id.ne_all(stay))
        .order(program_staff::user_id)
        .select(program_staff::user_id);
    let leavers: Vec<Uuid> = tx.load(leavers)?;
    let mut left = Vec::new();
    for leaver in leavers {
        left.extend(LosesSight::of_program(tx, leaver.into(), id)?.left(tx)?);
    }
    Ok(left)
}

/// Makes these people, and nobody else, the program's staff. Who was there and stays has no line in the log.
fn employ(tx: &mut WriteTx, id: ProgramId, staff: &[MemberDraft]) -> StoreResult<()> {
    let stay: Vec<Uuid> = staff.iter().map(|member| member.user_id.uuid()).collect();
    let others = program_staff::table.filter(program_staff::program_id.eq(id.uuid()));
    tx.run(diesel::delete(others.filter(program_staff::user_id.ne_all(stay))))?;
    let row = |member: &MemberDraft| {
        (
            program_staff::program_id.eq(id.uuid()),
            program_staff::user_id.eq(member.user_id.uuid()),
            program_staff::manages.eq(member.manages),
        )
    };
    let rows: Vec<_> = staff.iter().map(row).collect();
    let insert = diesel::insert_into(program_staff::table).values(rows);
    let once = (program_staff::program_id, program_staff::user_id);
    let same = program_staff::manages.eq(excluded(program_staff::manages));
    tx.run(insert.on_conflict(once).do_update().set(same))?;
    Ok(())
}

fn named(error: StoreError) -> StoreError {
    error.naming("programs_by_name", "/name", "taken")
}
