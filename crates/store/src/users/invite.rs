//! Inviting people: an account without a password, and a link that is mailed to choose one.

use std::collections::HashSet;

use diesel::prelude::*;
use domain::{
    account::LinkKind,
    ids::{ClientId, OwnRoleId, UserId},
    role::Role,
    users::{Invitation, Invitations, Invitee, RowResult, State, User, Why},
    validate::Draft,
};
use uuid::Uuid;

use super::{bulk::each, change::taken, find, lower, reach::find_for, record};
use crate::{
    StoreError, StoreResult,
    account::links::{self, Person},
    batch::Batch,
    new_id, outbox,
    roles::givable,
    schema::{account_links, user_own_roles, user_roles, users},
    scope::Scoped,
    tx::{ReadTx, WriteTx},
};

/// Invites one person.
pub fn invite(tx: &mut WriteTx, invitation: &Invitation) -> StoreResult<User> {
    invitation.check(tx.today())?;
    let roles = givable(tx, &invitation.roles)?;
    if let Some(client) = invitation.client_id {
        record::claim(tx, client, None)?;
    }
    let person = newcomer(&invitation.name, &invitation.email, &invitation.language);
    let id = UserId::from(person.id);
    enlist(tx, &[person], &roles, invitation.client_id).map_err(taken)?;
    find(tx, id)
}

/// Invites many. Whoever cannot be invited is told so, and the others are.
pub fn invite_all(tx: &mut WriteTx, asked: &Invitations) -> StoreResult<Vec<RowResult>> {
    asked.check(tx.today())?;
    let roles = givable(tx, &asked.roles)?;
    let known = known(tx, &asked.people)?;
    let (mut seen, mut people) = (HashSet::new(), Vec::new());
    let results = asked.people.iter().enumerate().map(|(row, invitee)| {
        let refused = refused(invitee, &known, &mut seen);
        let person = newcomer(&invitee.name, &invitee.email, &asked.language);
        let id = refused.is_none().then(|| person.id.into());
        people.extend(Some(person).filter(|_| refused.is_none()));
        RowResult { row, id, refused }
    });
    let results = results.collect();
    enlist(tx, &people, &roles, None).map_err(|error| error.naming("users_by_email", "/people", "taken"))?;
    Ok(results)
}

fn refused(invitee: &Invitee, known: &HashSet<String>, seen: &mut HashSet<String>) -> Option<Why> {
    let key = invitee.key();
    match invitee.wrong() {
        Some(why) => Some(why),
        None if !seen.insert(key.clone()) => Some(Why::Twice),
        None => known.contains(&key).then_some(Why::Taken),
    }
}

/// Addresses that have an account already, in small letters.
fn known(tx: &mut ReadTx, people: &[Invitee]) -> StoreResult<HashSet<String>> {
    let keys: Vec<String> = people.iter().map(Invitee::key).collect();
    let query = Scoped::by_permission(users::table).filter(lower(users::email).eq_any(keys));
    let emails: Vec<String> = tx.load(query.select(users::email))?;
    Ok(emails.into_iter().map(|email| email.to_lowercase()).collect())
}

fn newcomer(name: &str, email: &str, language: &str) -> Person {
    Person {
        id: new_id(),
        name: name.trim().to_owned(),
        email: email.trim().to_owned(),
        language: language.to_owned(),
        status: State::Invited.code().to_owned(),
    }
}

/// Writes the accounts with their roles, their links and the mail, in one round. A record is of one person alone.
fn enlist(
    tx: &mut WriteTx,
    people: &[Person],
    roles: &(Vec<Role>, Vec<OwnRoleId>),
    own: Option<ClientId>,
) -> StoreResult<()> {
    if people.is_empty() {
        return Ok(());
    }
    let (links, mails) = links::made_for(tx, people, LinkKind::Invitation)?;
    let (built_in, own_roles) = roles;
    let ids: Vec<Uuid> = people.iter().map(|person| person.id).collect();
    let built_in: Vec<_> = each(&ids, built_in)
        .map(|(user, role)| (user_roles::user_id.eq(user), user_roles::role.eq(role.code())))
        .collect();
    let own_roles: Vec<_> = each(&ids, own_roles)
        .map(|(user, role)| (user_own_roles::user_id.eq(user), user_own_roles::role_id.eq(role.uuid())))
        .collect();
    let rows: Vec<_> = people.iter().map(|person| row(person, own)).collect();
    let all = Batch::of(diesel::insert_into(users::table).values(rows))
        .with(diesel::insert_into(user_roles::table).values(built_in).on_conflict_do_nothing())
        .with(diesel::insert_into(user_own_roles::table).values(own_roles).on_conflict_do_nothing())
        .with(diesel::insert_into(account_links::table).values(links))
        .with(outbox::sending(tx, &mails)?);
    tx.run(all)?;
    Ok(())
}

#[derive(Insertable)]
#[diesel(table_name = users)]
struct NewRow<'a> {
    id: Uuid,
    name: &'a str,
    email: &'a str,
    language: &'a str,
    status: &'a str,
    client_id: Option<Uuid>,
}

fn row(person: &Person, own: Option<ClientId>) -> NewRow<'_> {
    let Person { id, name, email, language, status } = person;
    NewRow { id: *id, name, email, language, status, client_id: own.map(ClientId::uuid) }
}

/// Sends an invitation again. The older link works no longer.
pub fn invite_again(tx: &mut WriteTx, id: UserId) -> StoreResult<User> {
    still_invited(tx, id)?;
    let person = links::person_of(tx, id)?;
    links::mail(tx, &person, LinkKind::Invitation)?;
    find(tx, id)
}

/// Takes an invitation back. Nothing was done with the account, so it goes.
pub fn take_back(tx: &mut WriteTx, id: UserId) -> StoreResult<()> {
    still_invited(tx, id)?;
    let row = users::table.find(id.uuid()).filter(users::status.eq(State::Invited.code()));
    match tx.run(diesel::delete(row)) {
        Ok(1) => Ok(()),
        Ok(_) => Err(CHOSEN),
        // Somebody has counted on them meanwhile.
        Err(StoreError::Internal(text)) if text.contains("_fkey") => Err(StoreError::Conflict(
            "Something was given to this person already; deactivate the account instead.",
        )),
        Err(other) => Err(other),
    }
}

const CHOSEN: StoreError = StoreError::Conflict("This person is not waiting for an invitation.");

fn still_invited(tx: &mut ReadTx, id: UserId) -> StoreResult<()> {
    if find_for(tx, id)?.state == State::Invited { Ok(()) } else { Err(CHOSEN) }
}
