//! Asking to be in a program, by a person who has a record of their own. It becomes a proposal like those of managers, which
//! staff approve or decline; whoever asks reads where it stands, and no reason.

use chrono::{DateTime, Utc};
use diesel::{prelude::*, sql_types::Uuid as SqlUuid};
use domain::{
    changes::{Edit, Status},
    enrollments::{
        Enrollment, EnrollmentDraft, EnrollmentRequest, EnrollmentRequestDraft, ProgramStanding,
        RequestState, Standing,
    },
    ids::{ChangeId, ClientId, ProgramId},
    problem::FieldError,
    validate::Draft,
    waitlist::WaitlistEntry,
};
use serde_json::Value;
use uuid::Uuid;

use super::{fetch, overlapping};
use crate::{
    StoreError, StoreResult,
    canonical::{self, client_to_enroll, hold},
    changes,
    schema::{enrollments, pending_changes, programs},
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
    if !is_open && !waitlist::holds_place(tx, (client, draft.program_id))? {
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

/// Where the reader stands with each program that is open. Nothing where their record may not be enrolled at all: why, is for
/// staff to say.
pub fn standings(tx: &mut ReadTx) -> StoreResult<Vec<ProgramStanding>> {
    let Some(client) = tx.actor().sight.own else { return Ok(Vec::new()) };
    match client_to_enroll(tx, client) {
        Ok(_) => {}
        Err(StoreError::Conflict(_)) => return Ok(Vec::new()),
        Err(other) => return Err(other),
    }
    let open = Scoped::by_permission(programs::table).filter(programs::open_to_intake);
    let ids: Vec<Uuid> = tx.load(open.order((programs::position, programs::name)).select(programs::id))?;
    let now = Now::of(tx, client)?;
    let standing = |id: Uuid| ProgramStanding { program_id: id.into(), standing: now.standing(id.into()) };
    Ok(ids.into_iter().map(standing).collect())
}

/// What somebody is in, or will be, and which lists they are on or were.
struct Now {
    enrollments: Vec<Enrollment>,
    lists: Vec<WaitlistEntry>,
}

impl Now {
    fn of(tx: &mut ReadTx, client: ClientId) -> StoreResult<Self> {
        let today = tx.today();
        let enrollments = fetch(tx, |query| {
            query
                .filter(enrollments::client_id.eq(client.uuid()))
                .filter(enrollments::end_date.is_null().or(enrollments::end_date.ge(today)))
        })?;
        Ok(Self { enrollments, lists: waitlist::entries_of(tx, client)? })
    }

    fn entry(&self, program: ProgramId) -> Option<&WaitlistEntry> {
        self.lists.iter().find(|entry| entry.program_id == program && entry.status.is_open())
    }

    fn standing(&self, program: ProgramId) -> Standing {
        let enrollment = self.enrollments.iter().find(|one| one.program_id == program);
        Standing::of(enrollment.map(|one| one.state), self.entry(program).map(|entry| entry.status))
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
    let (now, today) = (Now::of(tx, client)?, tx.today());
    let request = |(id, version, status, body, asked_at, answered_at): Row| {
        let Edit::Enroll { draft, .. } = serde_json::from_value(body)? else {
            return Err(StoreError::Internal(format!("{id} is no enrollment")));
        };
        let status = Status::from_code(&status).unwrap_or(Status::Pending);
        let name = names.iter().find(|(id, _)| *id == draft.program_id.uuid());
        let state = RequestState::of(status, now.standing(draft.program_id));
        let offered = now.entry(draft.program_id).filter(|_| state == RequestState::Offered);
        Ok(EnrollmentRequest {
            id: id.into(),
            version,
            program_id: draft.program_id,
            program_name: name.map(|(_, name)| name.clone()),
            start_date: draft.start_date,
            state,
            asked_at,
            answered_at,
            reply_by: offered.and_then(|entry| entry.reply_by).filter(|day| *day >= today),
        })
    };
    rows.into_iter().map(request).collect()
}
