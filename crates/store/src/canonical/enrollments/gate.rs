//! Who may enter a program: a client who is served, into a program that is open, where there is a place, and where no
//! restriction stands in the way.

use diesel::prelude::*;
use domain::{
    clients::{Status, display_name},
    enrollments::{Days, Enrollment, Occupancy, State, days_added, state_on},
    ids::{BypassId, ClientId, EnrollmentId, ProgramId},
    problem::FieldError,
};

use crate::{
    StoreError, StoreResult,
    clients::{Card, hold_record},
    enrollments::{first_full_day, overlapping},
    restrictions::{pass, used},
    schema::clients,
    scope::{self, held_program},
    tx::{ReadTx, WriteTx},
    waitlist::{holds_place, passed},
};

/// Somebody who is to enter a program.
pub(super) struct Entry<'a> {
    pub client: ClientId,
    pub program: ProgramId,
    /// The first day, and the last one where it is known.
    pub days: Days,
    /// Why they are to enter though it is full, or others wait.
    pub override_reason: Option<&'a str>,
}

/// What let them in.
pub(super) struct Passed<'a> {
    pub program_name: String,
    pub over: Over<'a>,
    pub bypasses: Vec<BypassId>,
}

/// What the reason was needed for.
#[derive(Default)]
pub(super) struct Over<'a> {
    /// Where the program is full, or others are passed.
    pub reason: Option<&'a str>,
    /// How many were, on the waiting list.
    pub passed_waiting: Option<i32>,
    /// Whether somebody who had left is in the program again.
    pub comes_back: bool,
}

impl Over<'_> {
    /// The enrollment with it. What was needed before stays.
    pub fn on(self, found: Enrollment) -> Enrollment {
        Enrollment {
            override_reason: self.reason.map(str::to_owned).or(found.override_reason),
            passed_waiting: self.passed_waiting.or(found.passed_waiting),
            ..found
        }
    }
}

/// A client in sight whom somebody still works with.
pub(crate) fn client_to_enroll(tx: &mut ReadTx, id: ClientId) -> StoreResult<Card> {
    let query = scope::clients(tx.actor()).filter(clients::id.eq(id.uuid()));
    let (preferred, first, last, status): (Option<String>, String, String, String) = tx.first(
        query.select((clients::preferred_name, clients::first_name, clients::last_name, clients::status)),
    )?;
    match Status::from_code(&status) {
        Some(Status::Merged) => {
            Err(StoreError::Conflict("This record was joined into another one; enroll that one."))
        }
        Some(Status::Closed) => Err(StoreError::Conflict(
            "The record is closed. Set its status to active first, then enroll the person.",
        )),
        Some(Status::Deceased) => Err(StoreError::Conflict("The person has died; nobody is enrolled.")),
        _ => Ok(Card { id, name: display_name(preferred.as_deref(), &first, &last) }),
    }
}

impl<'a> Entry<'a> {
    /// Holds the program, so that of two who want the last place one comes after the other, and looks at everything that may
    /// stand in the way. The client is held already, so that nobody restricts them meanwhile.
    pub fn pass(&self, tx: &mut WriteTx) -> StoreResult<Passed<'a>> {
        let held = hold(tx, self.program)?;
        let (program_name, is_open) = held.ok_or_else(|| StoreError::field("/program_id", "unknown"))?;
        let whom = (self.client, self.program);
        // A place that is held for somebody stays theirs when nobody else is taken in any more.
        if !is_open && !holds_place(tx, whom)? {
            return Err(StoreError::field("/program_id", "not_open"));
        }
        once(tx, "/start_date", whom, self.days, None)?;
        let bypasses = pass(tx, whom, self.days)?.map_err(|error| vec![error])?;
        let full = first_full_day(tx, whom, self.days, None)?.map(|full| refusal("/program_id", &full));
        let passed_waiting = passed_from(tx, whom, self.days)?;
        let waiting = passed_waiting.map(|many| others_wait("/program_id", many));
        let against: Vec<FieldError> = full.into_iter().chain(waiting).collect();
        let reason = excused(against, self.override_reason)?;
        if let Some(reason) = reason {
            tx.because(reason)?;
        }
        let over = Over { reason, passed_waiting, comes_back: false };
        Ok(Passed { program_name, over, bypasses })
    }
}

/// The reason, where something takes one. Without one it is refused.
fn excused(against: Vec<FieldError>, reason: Option<&str>) -> StoreResult<Option<&str>> {
    match (against.is_empty(), reason) {
        (true, _) => Ok(None),
        (false, Some(reason)) => Ok(Some(reason)),
        (false, None) => Err(against.into()),
    }
}

/// How many somebody passes who is in the program on these days. Days that have gone by are written down after the fact,
/// and take nobody's place.
fn passed_from(
    tx: &mut WriteTx,
    whom: (ClientId, ProgramId),
    (start, end): Days,
) -> StoreResult<Option<i32>> {
    match state_on(start, end, tx.today()) {
        State::Past => Ok(None),
        State::Current | State::Upcoming => passed(tx, whom),
    }
}

/// The program's name, and whether it is open to intake.
pub(crate) fn hold(tx: &mut WriteTx, program: ProgramId) -> StoreResult<Option<(String, bool)>> {
    tx.find(held_program(program))
}

/// Whether there is a place for somebody, and nothing in the way, looked at while the program is held. It is asked where a
/// place is offered, which is not the moment to go over capacity.
pub(crate) fn place_for(tx: &mut WriteTx, whom: (ClientId, ProgramId), days: Days) -> StoreResult<()> {
    once(tx, "/start_date", whom, days, None)?;
    pass(tx, whom, days)?.map_err(|error| vec![error])?;
    match first_full_day(tx, whom, days, None)? {
        Some(full) => Err(vec![refusal("/start_date", &full)].into()),
        None => Ok(()),
    }
}

/// Looks at the days that an enrollment gets besides those that it has: whether the person is still served, where one of
/// them is today or to come; and, where somebody who had left comes back by them, who waits for the place.
pub(super) fn longer<'a>(
    tx: &mut WriteTx,
    found: &Enrollment,
    days: Days,
    override_reason: Option<&'a str>,
) -> StoreResult<Over<'a>> {
    let (before, after) = days_added((found.start_date, found.end_date), days);
    let parts = before.map(|days| ("/start_date", days)).into_iter();
    let parts: Vec<_> = parts.chain(after.map(|days| ("/end_date", days))).collect();
    if parts.is_empty() {
        return Ok(Over::default());
    }
    let whom = (found.client_id, found.program_id);
    hold_record(tx, found.client_id)?;
    if parts.iter().any(|(_, days)| state_on(days.0, days.1, tx.today()) != State::Past) {
        client_to_enroll(tx, found.client_id)?;
    }
    hold(tx, found.program_id)?.ok_or(StoreError::NotFound)?;
    once(tx, "/start_date", whom, days, Some(found.id))?;
    let (mut bypasses, mut against) = (Vec::new(), Vec::new());
    for (pointer, days) in parts {
        let at = |error: FieldError| vec![FieldError { pointer: pointer.to_owned(), ..error }];
        bypasses.extend(pass(tx, whom, days)?.map_err(at)?);
        if let Some(full) = first_full_day(tx, whom, days, Some(found.id))? {
            against.push(refusal(pointer, &full));
        }
    }
    let comes_back = found.state == State::Past && state_on(days.0, days.1, tx.today()) != State::Past;
    let passed_waiting = if comes_back { passed(tx, whom)? } else { None };
    against.extend(passed_waiting.map(|many| others_wait("/end_date", many)));
    let reason = excused(against, override_reason)?;
    // One that is for once lets in days before and after alike.
    bypasses.sort_unstable_by_key(|bypass| bypass.uuid());
    bypasses.dedup();
    used(tx, &bypasses, found.id)?;
    Ok(Over { reason, passed_waiting, comes_back })
}

/// In one program once at a time: names the days of the other enrollment.
pub(crate) fn once(
    tx: &mut WriteTx,
    pointer: &str,
    whom: (ClientId, ProgramId),
    days: Days,
    but: Option<EnrollmentId>,
) -> StoreResult<()> {
    let Some(other) = overlapping(tx, whom, days, but)? else { return Ok(()) };
    let mut error = FieldError::new(pointer, "overlaps").with("from", other.start_date.to_string());
    if let Some(end) = other.end_date {
        error = error.with("to", end.to_string());
    }
    Err(vec![error].into())
}

/// How many stand before somebody on the waiting list.
fn others_wait(pointer: &str, many: i32) -> FieldError {
    FieldError::new(pointer, "others_wait").with("waiting", many)
}

/// How many are in of how many, and from which day on.
fn refusal(pointer: &str, full: &Occupancy) -> FieldError {
    FieldError::new(pointer, "full")
        .with("taken", full.taken)
        .with("capacity", full.capacity.unwrap_or_default())
        .with("on", full.day.to_string())
}
