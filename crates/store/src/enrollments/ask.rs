//! Asking to be in a program, by a person who has a record of their own. It becomes a proposal like those of managers, which
//! staff approve or decline; whoever asks reads where it stands, and no reason.

use chrono::{DateTime, Utc};
use diesel::{prelude::*, sql_types::Uuid as SqlUuid};
use domain::{
    changes::{Edit, Status},
    enrollments::{EnrollmentDraft, EnrollmentRequest, EnrollmentRequestDraft, RequestState},
    ids::{ChangeId, ClientId, ProgramId},
    problem::FieldError,
    validate::Draft,
};
use serde_json::Value;
use uuid::Uuid;

use super::overlapping;
use crate::{
    StoreError, StoreResult,
    canonical::{self, client_to_enroll, hold},
    changes,
    schema::{pending_changes, programs},
    scope::Scoped,
    statement::Sql,
    tx::{ReadTx, WriteTx},
    waitlist,
};

/// Nobody has asked for so many: older ones are not shown.
const LATEST: i64 = 100;

/// Keeps what somebody asks for. Whether there is a place, and whether a restriction stands in the way, is looked at when
/// it is approved: whoever asks learns of neither here. The program is held, so that asking twice at once is asking twice.
pub fn ask(tx: &mut WriteTx, draft: &EnrollmentRequestDraft) -> StoreResult<EnrollmentRequest> {
    draft.check(tx.today())?;
    let client = whose(tx)?;
    let program = hold(tx, draft.program_id)?;
    let (_, is_open) = program.ok_or_else(|| StoreError::field("/program_id", "unknown"))?;
    if !is_open {
        return Err(StoreError::field("/program_id", "not_open"));
    }
    if let Some(other) = overlapping(tx, (client, draft.program_id), (draft.start_date, None), None)? {
        let error = FieldError::new("/program_id", "overlaps");
        return Err(vec![error.with("from", other.start_date.to_string())].into());
    }
    let is_same =
        |one: &EnrollmentRequest| one.program_id == draft.program_id && one.state == RequestState::Waiting;
    if of(tx, client)?.iter().any(is_same) {
        return Err(StoreError::Conflict("You asked for this program already. Somebody will answer you."));
    }
    let edit = Edit::Enroll {
        client,
        draft: EnrollmentDraft {
            program_id: draft.program_id,
            start_date: draft.start_date,
            end_date: None,
            source_system: None,
            override_reason: None,
        },
    };
    let target = canonical::target(tx, &edit, None)?;
    changes::propose_all(tx, &[(edit, target)])?;
    of(tx, client)?.into_iter().find(is_same).ok_or(StoreError::NotFound)
}

/// Whose record it is. What keeps it from being enrolled at all, such as that it is closed, is for staff to say.
fn whose(tx: &mut WriteTx) -> StoreResult<ClientId> {
    let nobodys = StoreError::NotYours("Your account has no record that could be enrolled.");
    let Some(client) = tx.actor().sight.own else { return Err(nobodys) };
    // Whoever takes the record off the account at this moment comes before, and it is no record of theirs any more, or after,
    // and withdraws what is asked here.
    let hold = Sql::new("select from users where id = $1 and client_id = $2 for share");
    let user = tx.user()?.uuid();
    if tx.run_sql(hold.bind::<SqlUuid, _>(user).bind::<SqlUuid, _>(client.uuid()))? == 0 {
        return Err(nobodys);
    }
    match client_to_enroll(tx, client) {
        Ok(_) => Ok(client),
        Err(StoreError::Conflict(_)) => {
            Err(StoreError::Conflict("This cannot be asked for here. Speak to us, and we will help you."))
        }
        Err(other) => Err(other),
    }
}

/// What the reader asked for, the latest first.
pub fn requests(tx: &mut ReadTx) -> StoreResult<Vec<EnrollmentRequest>> {
    match tx.actor().sight.own {
        Some(client) => of(tx, client),
        None => Ok(Vec::new()),
    }
}

/// Takes a request back, as long as nobody has decided.
pub fn withdraw(tx: &mut WriteTx, id: ChangeId, version: i32) -> StoreResult<EnrollmentRequest> {
    let own =
        |tx: &mut ReadTx| requests(tx)?.into_iter().find(|one| one.id == id).ok_or(StoreError::NotFound);
    own(tx)?;
    changes::withdraw(tx, id, version)?;
    own(tx)
}

type Row = (Uuid, i32, String, Value, DateTime<Utc>, Option<DateTime<Utc>>);

/// What somebody asked for about their own record.
fn of(tx: &mut ReadTx, client: ClientId) -> StoreResult<Vec<EnrollmentRequest>> {
    let asked = Scoped::by_permission(pending_changes::table)
        .filter(pending_changes::requested_by.eq(tx.user()?.uuid()))
        .filter(pending_changes::client_id.eq(client.uuid()))
        .filter(pending_changes::edit.eq("enrollments.create"))
        .order((pending_changes::requested_at.desc(), pending_changes::id.desc()))
        .limit(LATEST)
        .select((
            pending_changes::id,
            pending_changes::version,
            pending_changes::status,
            pending_changes::body,
            pending_changes::requested_at,
            pending_changes::reviewed_at,
        ));
    let rows: Vec<Row> = tx.load(asked)?;
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    let names: Vec<(Uuid, String)> =
        tx.load(Scoped::by_permission(programs::table).select((programs::id, programs::name)))?;
    let lists = waitlist::list_of_client(tx, client)?;
    let waits_for =
        |program: ProgramId| lists.iter().any(|entry| entry.program_id == program && entry.status.is_open());
    let request = |(id, version, status, body, asked_at, answered_at): Row| {
        let Edit::Enroll { draft, .. } = serde_json::from_value(body)? else {
            return Err(StoreError::Internal(format!("{id} is no enrollment")));
        };
        let status = Status::from_code(&status).unwrap_or(Status::Pending);
        let name = names.iter().find(|(id, _)| *id == draft.program_id.uuid());
        Ok(EnrollmentRequest {
            id: id.into(),
            version,
            program_id: draft.program_id,
            program_name: name.map(|(_, name)| name.clone()),
            start_date: draft.start_date,
            state: RequestState::of(status, waits_for(draft.program_id)),
            asked_at,
            answered_at,
        })
    };
    rows.into_iter().map(request).collect()
}
