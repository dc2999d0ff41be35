//! Somebody applies who is a client already.
//!
//! Nobody is told so who only knows what stands in the form: answer and work of a submission are the same for everybody,
//! and who it may be is looked up later, as background work. Who is certainly known is told by a mail to the address on
//! their record, and asked to contact the staff. Whoever reads that mailbox is the person, whoever applied.

use diesel::{
    pg::{Pg, PgConnection},
    prelude::*,
    query_builder::{QueryFragment, QueryId},
    query_dsl::methods::ExecuteDsl,
};
use domain::{
    applications::{LikelyClient, LikenessReason},
    clients::Status,
    ids::{ApplicationId, ClientId},
    jobs::Kind,
};

use super::find::likely_clients;
use crate::{
    Store, StoreError, StoreResult,
    jobs::{NewJob, Task, place},
    new_id,
    outbox::{self, Mail, Message},
    rate_limits::{self, Class},
    schema::{applications, clients, contact_points, jobs},
    scope::Scoped,
    tx::{Caller, ReadTx, Write, WriteTx},
};

/// What the audit calls it.
const OPERATION: &str = "applications.tell_known";

/// The same but for accents and capitals: twins may have names that are very much alike.
const SAME_NAME: u8 = 100;

/// The work that a submission leaves, to be written with it.
pub(super) fn looking_up(
    tx: &WriteTx,
    id: ApplicationId,
) -> StoreResult<impl Write + QueryFragment<Pg> + QueryId + ExecuteDsl<PgConnection> + use<>> {
    let job = new_id();
    let sealed = tx.sealer().seal(&place(job), id.to_string().as_bytes())?;
    let row = NewJob { id: job, payload_sealed: Some(sealed), ..NewJob::of(Kind::KnownApplicant) };
    Ok(diesel::insert_into(jobs::table).values(row))
}

impl Store {
    /// That work. Nobody is told more often than once a day, however often somebody applies in their name.
    pub fn tell_known(&self, task: &Task) -> StoreResult<()> {
        let sealed = task.payload_sealed.as_ref();
        let sealed = sealed.ok_or_else(|| StoreError::Internal("nobody to look up".into()))?;
        let id = String::from_utf8(self.sealer.open(&place(task.id), sealed)?);
        let id = id.ok().and_then(|id| id.parse().ok());
        let id: ApplicationId = id.ok_or_else(|| StoreError::Internal("an application's id".into()))?;
        let Some((client, mail)) = self.read_public(&Caller::job(), |tx| known(tx, id))? else {
            return Ok(());
        };
        // In one transaction: a mail that could not be written was not one of the day's, and is tried again.
        let told = self.write_public(&Caller::job(), OPERATION, |tx| {
            rate_limits::hit_in(self, tx, Class::KnownApplicant, &client.to_string())?;
            outbox::send(tx, &mail)
        });
        match told {
            Err(StoreError::TooMany { .. }) => Ok(()),
            told => told,
        }
    }
}

/// The one client whom an application is certainly of, and what they are told. Two who are as alike are a matter for the
/// staff.
fn known(tx: &mut ReadTx, id: ApplicationId) -> StoreResult<Option<(ClientId, Mail)>> {
    let query = Scoped::by_permission(applications::table).filter(applications::id.eq(id.uuid()));
    // It may be gone by now.
    let Some(language): Option<String> = tx.find(query.select(applications::language))? else {
        return Ok(None);
    };
    let certain = likely_clients(tx, id)?.into_iter().filter(is_certain);
    let certain: Vec<ClientId> = certain.filter_map(|likely| Some(likely.client?.id)).collect();
    let [client] = certain[..] else { return Ok(None) };
    if !is_with_us(tx, client)? {
        return Ok(None);
    }
    let to = address(tx, client)?;
    let language = own_language(tx, client)?.unwrap_or(language);
    Ok(to.map(|to| (client, Mail { to, language, message: Message::AlreadyWithUs })))
}

/// The number, or the day of birth and the name.
fn is_certain(likely: &LikelyClient) -> bool {
    let has = |reason| likely.reasons.contains(&reason);
    has(LikenessReason::SameSsn)
        || has(LikenessReason::SameBirthSimilarName) && likely.name_likeness >= SAME_NAME
}

/// Whether the mail would be true. Somebody whose first application is not decided is not with us yet, and of somebody who
/// died another person reads the mail.
fn is_with_us(tx: &mut ReadTx, client: ClientId) -> StoreResult<bool> {
    let query = Scoped::over(tx.actor(), clients::table, clients::id).filter(clients::id.eq(client.uuid()));
    let status: Option<String> = tx.find(query.select(clients::status))?;
    Ok(match status.as_deref().and_then(Status::from_code) {
        Some(Status::Active | Status::Inactive | Status::Closed) => true,
        Some(Status::Applicant | Status::Deceased | Status::Merged) | None => false,
    })
}

/// In which language, by their record: whoever applies in somebody's name does not choose it.
fn own_language(tx: &mut ReadTx, client: ClientId) -> StoreResult<Option<String>> {
    let query = Scoped::over(tx.actor(), clients::table, clients::id).filter(clients::id.eq(client.uuid()));
    let language: Option<Option<String>> = tx.find(query.select(clients::language))?;
    Ok(language.flatten())
}

/// Where a client may be written to, by their record.
fn address(tx: &mut ReadTx, client: ClientId) -> StoreResult<Option<String>> {
    let query = Scoped::over(tx.actor(), contact_points::table, contact_points::client_id)
        .filter(contact_points::client_id.eq(client.uuid()))
        .filter(contact_points::kind.eq("email"))
        .filter(contact_points::may_contact)
        .order(contact_points::position.asc());
    tx.find(query.limit(1).select(contact_points::value))
}
