//! Who may enter a program: a client who is served, into a program that is open, where there is a place, and where no
//! restriction stands in the way.

use diesel::prelude::*;
use domain::{
    clients::{Status, display_name},
    enrollments::{Days, Enrollment, Occupancy, days_added},
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
    tx::WriteTx,
};

/// Somebody who is to enter a program.
pub(super) struct Entry<'a> {
    pub client: ClientId,
    pub program: ProgramId,
    /// The first day, and the last one where it is known.
    pub days: Days,
    /// Why they are to enter though it is full.
    pub override_reason: Option<&'a str>,
}

/// What let them in.
pub(super) struct Passed<'a> {
    pub program_name: String,
    /// The reason, where the program is full.
    pub overridden: Option<&'a str>,
    pub bypasses: Vec<BypassId>,
}

/// A client in sight whom somebody still works with.
pub(crate) fn client_to_enroll(tx: &mut WriteTx, id: ClientId) -> StoreResult<Card> {
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
    /// Holds the client, so that nobody restricts them meanwhile, and the program, so that of two who want the last place
    /// one comes after the other, and looks at everything that may stand in the way.
    pub fn pass(&self, tx: &mut WriteTx) -> StoreResult<Passed<'a>> {
        hold_record(tx, self.client)?;
        let held = hold(tx, self.program)?;
        let (program_name, is_open) = held.ok_or_else(|| StoreError::field("/program_id", "unknown"))?;
        if !is_open {
            return Err(StoreError::field("/program_id", "not_open"));
        }
        let whom = (self.client, self.program);
        once(tx, "/start_date", whom, self.days, None)?;
        let bypasses = pass(tx, whom, self.days)?.map_err(|error| vec![error])?;
        let full = first_full_day(tx, whom, self.days, None)?;
        match (full, self.override_reason) {
            (None, _) => Ok(Passed { program_name, overridden: None, bypasses }),
            (Some(_), Some(reason)) => {
                tx.because(reason)?;
                Ok(Passed { program_name, overridden: Some(reason), bypasses })
            }
            (Some(full), None) => Err(vec![refusal("/program_id", &full)].into()),
        }
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

/// Looks at the days that an enrollment gets besides those that it has. Gives why they are over capacity, where they are.
pub(super) fn longer<'a>(
    tx: &mut WriteTx,
    found: &Enrollment,
    days: Days,
    override_reason: Option<&'a str>,
) -> StoreResult<Option<&'a str>> {
    let (before, after) = days_added((found.start_date, found.end_date), days);
    let parts = before.map(|days| ("/start_date", days)).into_iter();
    let parts: Vec<_> = parts.chain(after.map(|days| ("/end_date", days))).collect();
    if parts.is_empty() {
        return Ok(None);
    }
    let whom = (found.client_id, found.program_id);
    hold_record(tx, found.client_id)?;
    hold(tx, found.program_id)?.ok_or(StoreError::NotFound)?;
    once(tx, "/start_date", whom, days, Some(found.id))?;
    let (mut bypasses, mut overridden) = (Vec::new(), None);
    for (pointer, days) in parts {
        let at = |error: FieldError| vec![FieldError { pointer: pointer.to_owned(), ..error }];
        bypasses.extend(pass(tx, whom, days)?.map_err(at)?);
        if let Some(full) = first_full_day(tx, whom, days, Some(found.id))? {
            overridden = Some(override_reason.ok_or_else(|| vec![refusal(pointer, &full)])?);
        }
    }
    // One that is for once lets in days before and after alike.
    bypasses.sort_unstable_by_key(|bypass| bypass.uuid());
    bypasses.dedup();
    used(tx, &bypasses, found.id)?;
    Ok(overridden)
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

/// How many are in of how many, and from which day on.
fn refusal(pointer: &str, full: &Occupancy) -> FieldError {
    FieldError::new(pointer, "full")
        .with("taken", full.taken)
        .with("capacity", full.capacity.unwrap_or_default())
        .with("on", full.day.to_string())
}
