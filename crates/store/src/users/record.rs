//! The client's record that somebody has as their own.

use std::collections::HashMap;

use diesel::prelude::*;
use domain::{
    clients::{Status, display_name},
    ids::{ClientId, UserId},
    patch::Patch,
    permission::Permission,
    problem::FieldError,
    users::{NO_PORTAL_ROLE, OwnRecord, UserPatch},
};
use uuid::Uuid;

use crate::{
    StoreError, StoreResult,
    clients::hold_record,
    roles::{held_of, of_user},
    schema::{clients, users},
    scope::{self, Scoped},
    tx::{ReadTx, WriteTx},
};

/// What the log of access calls it.
const SEEN: &str = "users.find";

/// Those of some records that the reader sees, by client.
pub(super) fn in_sight(tx: &mut ReadTx, wanted: Vec<Uuid>) -> StoreResult<HashMap<Uuid, OwnRecord>> {
    if wanted.is_empty() || !tx.may(Permission::SeeClients) {
        return Ok(HashMap::new());
    }
    let query = scope::clients(tx.actor()).filter(clients::id.eq_any(wanted));
    let rows: Vec<(Uuid, Option<String>, String, String)> = tx.load(query.select((
        clients::id,
        clients::preferred_name,
        clients::first_name,
        clients::last_name,
    )))?;
    tx.saw(SEEN, rows.iter().map(|row| row.0.into()));
    let named = |(id, preferred, first, last): (Uuid, Option<String>, String, String)| {
        let name = display_name(preferred.as_deref(), &first, &last);
        (id, OwnRecord { client_id: id.into(), name })
    };
    Ok(rows.into_iter().map(named).collect())
}

/// Looks whether a record may become somebody's own: it is in sight and open, and nobody else has it. Until the transaction
/// ends nobody closes it or erases it.
pub(super) fn claim(tx: &mut WriteTx, client: ClientId, by: Option<UserId>) -> StoreResult<()> {
    if !tx.may(Permission::SeeClients) {
        return Err(StoreError::Forbidden(Permission::SeeClients));
    }
    hold_record(tx, client)?;
    let query = scope::clients(tx.actor()).filter(clients::id.eq(client.uuid()));
    let status: String = tx.first(query.select(clients::status))?;
    if let Some(code) = Status::from_code(&status).and_then(Status::not_given_because) {
        return Err(StoreError::field("/client_id", code));
    }
    let other = Scoped::by_permission(users::table)
        .filter(users::client_id.eq(client.uuid()))
        .filter(users::id.ne(by.map_or_else(Uuid::nil, UserId::uuid)));
    let other: Option<(String, String)> = tx.find(other.select((users::name, users::email)))?;
    match other {
        Some((name, email)) => {
            let taken = FieldError::new("/client_id", TAKEN);
            Err(vec![taken.with("account", format!("{name}, {email}"))].into())
        }
        None => Ok(()),
    }
}

/// The code of being refused a record that somebody has.
const TAKEN: &str = "record_taken";

/// What could not be seen when it was looked at: somebody got the record at this moment.
pub(super) fn taken(error: StoreError) -> StoreError {
    error.naming("users_by_client", "/client_id", TAKEN)
}

/// Looks whether somebody may have the record that they will have, with the roles that they will have.
pub(super) fn fits(
    tx: &mut WriteTx,
    id: UserId,
    patch: &UserPatch,
    own: Option<ClientId>,
) -> StoreResult<()> {
    if let Some(client) = patch.client_id.set().filter(|client| Some(**client) != own) {
        claim(tx, *client, Some(id))?;
    }
    let has_one = match patch.client_id {
        Patch::Keep => own.is_some(),
        Patch::Clear => false,
        Patch::Set(_) => true,
    };
    if !has_one || (patch.client_id.is_keep() && patch.roles.is_keep()) {
        return Ok(());
    }
    let held = match patch.roles.set() {
        Some(roles) => held_of(tx, roles)?,
        None => of_user(tx, id)?,
    };
    match (held.takes_a_record(), &patch.client_id) {
        (true, _) => Ok(()),
        (false, Patch::Set(_)) => Err(StoreError::field("/client_id", NO_PORTAL_ROLE)),
        (false, _) => Err(StoreError::field("/roles", "record_first")),
    }
}

/// The record that somebody has, whoever asks.
pub(super) fn of(tx: &mut ReadTx, id: UserId) -> StoreResult<Option<ClientId>> {
    let query = Scoped::by_permission(users::table).filter(users::id.eq(id.uuid())).select(users::client_id);
    let own: Option<Uuid> = tx.first(query)?;
    Ok(own.map(ClientId::from))
}
