//! Enrollments: enrolling, discharging, transferring, and correcting dates. Intake and discharge are rows beside the
//! enrollment, written with it; the keys of the database keep their days the same.

mod correct;
pub(super) mod gate;

use chrono::{Days, NaiveDate};
use diesel::prelude::*;
use domain::{
    enrollments::{
        Correction, DISCHARGE_REASONS, Departure, Discharge, DischargeDraft, Enrollment, EnrollmentDraft,
        OWN_SYSTEM, TransferDraft, state_on,
    },
    ids::{ClientId, EnrollmentId},
    permission::Permission,
    problem::FieldError,
};
use serde_json::{Map, Value, json};

pub(super) use self::correct::correct;
use self::gate::{Entry, client_to_enroll};
use super::{Target, codes, touched, unchanged};
use crate::{
    StoreError, StoreResult,
    clients::hold_record,
    enrollments::{find, outlasting},
    follow_ups::LosesClient,
    new_id,
    restrictions::used,
    schema::{discharges, enrollments, intakes},
    tx::{ReadTx, WriteTx},
    waitlist::came_in,
};

/// What ending an enrollment touches: its last day, and that nobody was discharged.
pub(super) fn target_ending(tx: &mut ReadTx, id: EnrollmentId) -> StoreResult<Target> {
    let found = find(tx, id)?;
    let reason = found.discharge.as_ref().map(|discharge| discharge.reason.clone());
    let current = [("end_date".to_owned(), json!(found.end_date)), ("reason".to_owned(), json!(reason))];
    Ok(target_of(&found, Map::from_iter(current)))
}

/// What a correction touches.
pub(super) fn target(tx: &mut ReadTx, id: EnrollmentId, patch: &Correction) -> StoreResult<Target> {
    let found = find(tx, id)?;
    let mut current = touched(&found, patch)?;
    // What is no date of the enrollment, and goes along with them.
    current.retain(|field, _| !matches!(field.as_str(), "reason" | "follow_ups"));
    Ok(target_of(&found, current))
}

fn target_of(found: &Enrollment, current: Map<String, Value>) -> Target {
    Target {
        entity_id: Some(found.id.uuid()),
        client: Some(found.client_id),
        version: Some(found.version),
        current,
    }
}

/// Enrolls a client, with an intake on the first day.
pub(super) fn enroll(tx: &mut WriteTx, client: ClientId, draft: &EnrollmentDraft) -> StoreResult<Enrollment> {
    let entry = Entry {
        client,
        program: draft.program_id,
        days: (draft.start_date, draft.end_date),
        override_reason: draft.override_reason.as_deref(),
    };
    enter(tx, &entry, draft.source_system.as_deref())
}

fn enter(tx: &mut WriteTx, entry: &Entry, source_system: Option<&str>) -> StoreResult<Enrollment> {
    // Whoever closes the record at this moment comes before, and is found here, or after, and finds the enrollment.
    hold_record(tx, entry.client)?;
    let client = client_to_enroll(tx, entry.client)?;
    let passed = entry.pass(tx)?;
    let id = EnrollmentId::from(new_id());
    let (start_date, end_date) = entry.days;
    let version = tx
        .returning(
            diesel::insert_into(enrollments::table)
                .values((
                    enrollments::id.eq(id.uuid()),
                    enrollments::client_id.eq(client.id.uuid()),
                    enrollments::program_id.eq(entry.program.uuid()),
                    enrollments::start_date.eq(start_date),
                    enrollments::end_date.eq(end_date),
                    enrollments::override_reason.eq(passed.over.reason),
                    enrollments::passed_waiting.eq(passed.over.passed_waiting),
                ))
                .returning(enrollments::version),
        )
        .map_err(once_at_a_time)?;
    let source_system = source_system.unwrap_or(OWN_SYSTEM);
    tx.run(diesel::insert_into(intakes::table).values((
        intakes::id.eq(new_id()),
        intakes::enrollment_id.eq(id.uuid()),
        intakes::client_id.eq(client.id.uuid()),
        intakes::program_id.eq(entry.program.uuid()),
        intakes::intake_date.eq(start_date),
        intakes::source_system.eq(source_system),
    )))?;
    used(tx, &passed.bypasses, id)?;
    // Days that have gone by are written down after the fact: whoever was there then may wait to come again.
    if end_date.is_none_or(|end| end >= tx.today()) {
        came_in(tx, (client.id, entry.program), id)?;
    }
    Ok(Enrollment {
        id,
        version,
        client_id: client.id,
        client_name: client.name,
        program_id: entry.program,
        program_name: passed.program_name,
        start_date,
        end_date,
        state: state_on(start_date, end_date, tx.today()),
        source_system: Some(source_system.to_owned()),
        discharge: None,
        override_reason: passed.over.reason.map(str::to_owned),
        passed_waiting: passed.over.passed_waiting,
    })
}

/// The gate has looked already; this is for what it could not see.
fn once_at_a_time(error: StoreError) -> StoreError {
    error.naming("enrollments_one_at_a_time", "/start_date", "overlaps")
}

/// Ends an enrollment on its last day, and says why.
pub(super) fn discharge(
    tx: &mut WriteTx,
    id: EnrollmentId,
    draft: &DischargeDraft,
    seen: Option<i32>,
) -> StoreResult<Enrollment> {
    let found = open(tx, id, seen)?;
    if draft.end_date < found.start_date {
        let before = FieldError::new("/end_date", "before_start");
        return Err(vec![before.with("start", found.start_date.to_string())].into());
    }
    let parting = LosesClient::by(&found, None);
    let left = parting.left(tx)?;
    let ended = leave(tx, found, draft)?;
    parting.hand_over(tx, left, draft.follow_ups.as_ref())?;
    Ok(ended)
}

/// An enrollment that nobody was discharged from, in the version that the writer read.
fn open(tx: &mut WriteTx, id: EnrollmentId, seen: Option<i32>) -> StoreResult<Enrollment> {
    let found = find(tx, id)?;
    unchanged(seen, found.version)?;
    match found.discharge {
        Some(_) => Err(StoreError::Conflict("The person was discharged already; correct the date instead.")),
        None => Ok(found),
    }
}

fn leave(tx: &mut WriteTx, found: Enrollment, draft: &DischargeDraft) -> StoreResult<Enrollment> {
    let reason = codes::Use {
        list: DISCHARGE_REASONS,
        code: &draft.reason,
        pointer: "/reason".into(),
        on: Some(draft.end_date),
    };
    codes::check(tx, &[reason], codes::Retired::Refused)?;
    let days = (found.start_date, Some(draft.end_date));
    let over = gate::longer(tx, &found, days, draft.override_reason.as_deref())?;
    if let Some(reason) = over.reason {
        tx.because(reason)?;
    }
    let found = dated(tx, over.on(found), days)?;
    tx.run(diesel::insert_into(discharges::table).values((
        discharges::id.eq(new_id()),
        discharges::enrollment_id.eq(found.id.uuid()),
        discharges::client_id.eq(found.client_id.uuid()),
        discharges::discharge_date.eq(draft.end_date),
        discharges::reason.eq(&draft.reason),
        discharges::comment.eq(&draft.comment),
    )))?;
    let discharge = Discharge { reason: draft.reason.clone(), comment: draft.comment.clone() };
    Ok(Enrollment { discharge: Some(discharge), ..found })
}

/// Ends every enrollment of a client whose record is closed; the record is held. Of somebody who was discharged from a later
/// day on the day moves, and the reason stays.
pub(super) fn depart(tx: &mut WriteTx, client: ClientId, departure: Option<&Departure>) -> StoreResult<()> {
    let last = departure.map_or(tx.today(), |departure| departure.end_date);
    let all = outlasting(tx, client, last)?;
    if all.is_empty() {
        return Ok(());
    }
    let departure = departure.ok_or_else(|| still_enrolled(tx, &all))?;
    for found in all {
        let leaving = departure.of(&found);
        match found.discharge {
            Some(_) => {
                let days = (found.start_date, Some(leaving.end_date));
                dated(tx, found, days)?
            }
            None => {
                leave(tx, found, &leaving).map_err(|error| error.moved("/reason", "/discharge/reason"))?
            }
        };
    }
    Ok(())
}

/// Names the programs, to whoever sees who is in them.
fn still_enrolled(tx: &WriteTx, all: &[Enrollment]) -> StoreError {
    let names: Vec<&str> = all.iter().map(|one| one.program_name.as_str()).collect();
    let error = FieldError::new("/discharge", "still_enrolled").with("count", all.len() as u64);
    match tx.may(Permission::SeeEnrollments) {
        true => vec![error.with("programs", names.join(", "))].into(),
        false => vec![error].into(),
    }
}

/// Writes the dates, in the version that was found. Intake and discharge follow by their keys.
fn dated(
    tx: &mut WriteTx,
    found: Enrollment,
    (start_date, end_date): (NaiveDate, Option<NaiveDate>),
) -> StoreResult<Enrollment> {
    let version = tx
        .try_returning(
            diesel::update(enrollments::table.find(found.id.uuid()))
                .filter(enrollments::version.eq(found.version))
                .set((
                    enrollments::start_date.eq(start_date),
                    enrollments::end_date.eq(end_date),
                    enrollments::override_reason.eq(&found.override_reason),
                    enrollments::passed_waiting.eq(found.passed_waiting),
                    enrollments::version.eq(found.version + 1),
                ))
                .returning(enrollments::version),
        )
        .map_err(once_at_a_time)?;
    Ok(Enrollment {
        version: version.ok_or(StoreError::Stale)?,
        start_date,
        end_date,
        state: state_on(start_date, end_date, tx.today()),
        ..found
    })
}

/// Ends one enrollment the day before another one begins. Gives the new one.
pub(super) fn transfer(
    tx: &mut WriteTx,
    id: EnrollmentId,
    draft: &TransferDraft,
    seen: Option<i32>,
) -> StoreResult<Enrollment> {
    let found = open(tx, id, seen)?;
    if draft.program_id == found.program_id {
        return Err(StoreError::field("/program_id", "same_program"));
    }
    let last = draft.start_date - Days::new(1);
    if last < found.start_date {
        return Err(StoreError::field("/start_date", "before_start"));
    }
    let entry = Entry {
        client: found.client_id,
        program: draft.program_id,
        days: (draft.start_date, None),
        override_reason: draft.override_reason.as_deref(),
    };
    let parting = LosesClient::by(&found, Some(draft.program_id));
    let left = parting.left(tx)?;
    // The client is in sight by the program that they leave, perhaps: the new one comes first.
    let entered = enter(tx, &entry, None)?;
    leave(tx, found, &parting_of(draft, last)).map_err(|error| error.moved("/end_date", "/start_date"))?;
    parting.hand_over(tx, left, draft.follow_ups.as_ref())?;
    Ok(entered)
}

/// How the old program is left. One reason covers both where either is full.
fn parting_of(draft: &TransferDraft, last: NaiveDate) -> DischargeDraft {
    DischargeDraft {
        end_date: last,
        reason: draft.reason.clone(),
        comment: draft.comment.clone(),
        override_reason: draft.override_reason.clone(),
        follow_ups: None,
    }
}
