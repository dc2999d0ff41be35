//! What becomes of an application: contacted, accepted, attached or declined.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use domain::{
    applications::{Application, Attachment, Decline, Status},
    clients::Client,
    ids::{ApplicationId, ClientId},
    validate::Draft,
};
use uuid::Uuid;

use super::{find::whole, list::status_of};
use crate::{
    StoreError, StoreResult, canonical,
    canonical::unchanged,
    clients,
    schema::{applications, documents},
    scope::Scoped,
    ssn::Incoming,
    tx::{ReadTx, WriteTx},
};

/// Notes that somebody has spoken with the person. The first time counts; saying it again changes nothing.
pub fn contact(tx: &mut WriteTx, id: ApplicationId, seen: i32) -> StoreResult<Application> {
    let found = find_open(tx, id, seen)?;
    if found.status == Status::New {
        let now = tx.now();
        let statement = diesel::update(applications::table.find(id.uuid()))
            .filter(applications::version.eq(found.version))
            .set((
                applications::status.eq(Status::Contacted.code()),
                applications::first_contact_at.eq(now),
                applications::version.eq(found.version + 1),
            ));
        met(tx.run(statement)?)?;
    }
    super::find(tx, id)
}

/// Takes the note of a contact back: it was a slip. The application waits for its first contact again.
pub fn forget_contact(tx: &mut WriteTx, id: ApplicationId, seen: i32) -> StoreResult<Application> {
    let found = find_open(tx, id, seen)?;
    if found.status != Status::Contacted {
        return Err(StoreError::Conflict("Nobody noted a contact with this person."));
    }
    let statement = diesel::update(applications::table.find(id.uuid()))
        .filter(applications::version.eq(found.version))
        .set((
            applications::status.eq(Status::New.code()),
            applications::first_contact_at.eq(None::<DateTime<Utc>>),
            applications::version.eq(found.version + 1),
        ));
    met(tx.run(statement)?)?;
    super::find(tx, id)
}

/// Makes a new client of it, whom whoever accepts then works with if they see clients. Reviewing applications is permission enough:
/// the person asked to become a client.
pub fn accept(tx: &mut WriteTx, id: ApplicationId, seen: i32) -> StoreResult<Client> {
    let (application, ssn) = whole(tx, id)?;
    let found = Open::of(id, application.version, application.status, seen)?;
    let ssn = ssn.filter(|_| tx.actor().collects_ssn);
    let client =
        canonical::accept(tx, &application.form.as_client(), ssn.map(Incoming::Sealed).as_ref(), id)?;
    decide(tx, &found, Decision { status: Status::Accepted, client: Some(client.id), reason: None })?;
    Ok(client)
}

/// Adds it to a client who is known, and whom the reviewer sees. The client's record stays as it is.
pub fn attach(tx: &mut WriteTx, id: ApplicationId, seen: i32, to: Attachment) -> StoreResult<Client> {
    let found = find_open(tx, id, seen)?;
    let card = clients::find_card(tx, to.client_id).map_err(|error| match error {
        StoreError::NotFound => StoreError::field("/client_id", "unknown"),
        other => other,
    })?;
    decide(tx, &found, Decision { status: Status::Attached, client: Some(card.id), reason: None })?;
    clients::find(tx, card.id)
}

/// Turns it down.
pub fn refuse(tx: &mut WriteTx, id: ApplicationId, seen: i32, why: &Decline) -> StoreResult<Application> {
    why.check(tx.today())?;
    let found = find_open(tx, id, seen)?;
    decide(tx, &found, Decision { status: Status::Declined, client: None, reason: Some(&why.reason) })?;
    super::find(tx, id)
}

/// An application that waits for its decision.
struct Open {
    id: ApplicationId,
    version: i32,
    status: Status,
}

fn find_open(tx: &mut ReadTx, id: ApplicationId, seen: i32) -> StoreResult<Open> {
    let query = Scoped::by_permission(applications::table).filter(applications::id.eq(id.uuid()));
    let (version, status): (i32, String) =
        tx.first(query.select((applications::version, applications::status)))?;
    Open::of(id, version, status_of(&status)?, seen)
}

impl Open {
    /// Refuses one that is decided, or that moved since it was read.
    fn of(id: ApplicationId, version: i32, status: Status, seen: i32) -> StoreResult<Self> {
        if !status.is_open() {
            return Err(StoreError::Conflict("This application was decided already."));
        }
        unchanged(Some(seen), version)?;
        Ok(Self { id, version, status })
    }
}

struct Decision<'a> {
    status: Status,
    client: Option<ClientId>,
    reason: Option<&'a str>,
}

/// Of two reviewers at the same moment, the second finds the version moved, and nothing of theirs stays.
fn decide(tx: &mut WriteTx, open: &Open, decision: Decision) -> StoreResult<()> {
    let now: DateTime<Utc> = tx.now();
    let client = decision.client.map(ClientId::uuid);
    let statement = diesel::update(applications::table.find(open.id.uuid()))
        .filter(applications::version.eq(open.version))
        .set((
            applications::status.eq(decision.status.code()),
            applications::client_id.eq(client),
            applications::decided_at.eq(now),
            applications::decided_by.eq(tx.actor().user().map(|user| user.uuid())),
            applications::decline_reason.eq(decision.reason),
            applications::version.eq(open.version + 1),
        ));
    met(tx.run(statement)?)?;
    let Some(client) = client else { return Ok(()) };
    hand_over(tx, open.id, client)
}

/// The files become the client's.
fn hand_over(tx: &mut WriteTx, id: ApplicationId, client: Uuid) -> StoreResult<()> {
    let files = documents::table.filter(documents::application_id.eq(id.uuid()));
    tx.run(diesel::update(files).set(documents::client_id.eq(client)))?;
    Ok(())
}

fn met(rows: usize) -> StoreResult<()> {
    if rows == 1 { Ok(()) } else { Err(StoreError::Stale) }
}
