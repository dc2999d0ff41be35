//! Changing accounts, one at a time.

use diesel::prelude::*;
use domain::{
    account::LinkKind,
    clients::Reason,
    follow_ups::FollowUp,
    ids::{ClientId, SessionId, UserId},
    notifications::Kind,
    page::Page,
    role::Role,
    sessions::OpenSession,
    users::{LeftByRoles, State, User, UserPatch},
    validate::Draft,
};
use uuid::Uuid;

use super::{
    deactivate, end_sessions, find,
    reach::{find_for, find_in_reach, keep_an_administrator},
    reactivate, record,
};
use crate::{
    StoreError, StoreResult,
    account::{self, links},
    changes::take_back,
    follow_ups::{LosesSight, Parting},
    notifications,
    outbox::{self, Mail, Message},
    page::Window,
    roles::{held_of, set_held},
    schema::users,
    sessions,
    tx::{ReadTx, WriteTx},
};

/// Changes somebody's name, address, language, roles or record. It acts at the person's next request.
pub fn amend(tx: &mut WriteTx, id: UserId, patch: &UserPatch, seen: i32) -> StoreResult<User> {
    patch.check(tx.today())?;
    let found = find_in_reach(tx, id, seen)?;
    let own = found.record.as_ref().map(|own| own.client_id);
    record::fits(tx, id, patch, own)?;
    if let Some(roles) = patch.roles.set() {
        if !roles.contains(&Role::Administrator.into()) {
            keep_an_administrator(tx, id)?;
        }
        let wanted = held_of(tx, roles)?;
        let left = LosesSight::of_roles(tx, id, &wanted)?.left(tx)?;
        set_held(tx, id, roles)?;
        Parting::of_those(tx, left, patch.follow_ups.as_ref())?;
        notifications::tell(tx, &[id], Kind::RolesChanged, id.uuid())?;
    }
    let email = patch.email.set().map(|email| email.trim().to_owned());
    // A link that went to the old mailbox is not for whoever reads there.
    if email.as_ref().is_some_and(|email| *email != found.email) {
        links::end(tx, id)?;
    }
    let changes = Changes {
        name: patch.name.set().map(|name| name.trim().to_owned()),
        email,
        language: patch.language.set().cloned(),
        client_id: patch.client_id.clone().change().map(|client| client.map(ClientId::uuid)),
        version: found.version + 1,
    };
    let row = diesel::update(users::table.find(id.uuid())).filter(users::version.eq(found.version));
    let met = tx.run(row.set(changes)).map_err(taken)?;
    if met != 1 {
        return Err(StoreError::Stale);
    }
    // After the account was written: whoever asks for themselves at this moment holds it.
    if let Some(was) = own.filter(|was| !patch.client_id.is_keep() && patch.client_id.set() != Some(was)) {
        take_back(tx, id, was)?;
    }
    find(tx, id)
}

/// An address or a record is one person's.
pub(super) fn taken(error: StoreError) -> StoreError {
    record::taken(error).naming("users_by_email", "/email", "taken")
}

/// What somebody would leave behind with clients whom they would not see with these roles.
pub fn left_behind(tx: &mut ReadTx, id: UserId, asked: &LeftByRoles) -> StoreResult<Page<FollowUp>> {
    let window = Window::read(asked.limit, asked.cursor.as_deref())?;
    find(tx, id)?;
    let wanted = held_of(tx, &asked.role)?;
    LosesSight::of_roles(tx, id, &wanted)?.list(tx, &window)
}

/// What a change sets. Absent columns stay.
#[derive(AsChangeset)]
#[diesel(table_name = users)]
struct Changes {
    name: Option<String>,
    email: Option<String>,
    language: Option<String>,
    client_id: Option<Option<Uuid>>,
    version: i32,
}

/// Keeps somebody from signing in, for a reason that the audit keeps.
pub fn shut_out(tx: &mut WriteTx, id: UserId, reason: &Reason, seen: i32) -> StoreResult<User> {
    reason.check(tx.today())?;
    let found = find_in_reach(tx, id, seen)?;
    if tx.actor().user() == Some(id) {
        return Err(StoreError::NotYours("Nobody deactivates themselves. Ask another administrator."));
    }
    if found.state == State::Deactivated {
        return Err(StoreError::Conflict("This account is deactivated already."));
    }
    tx.because(&reason.reason)?;
    deactivate(tx, id)?;
    find(tx, id)
}

/// Lets somebody sign in again, for a reason that the audit keeps.
pub fn let_in(tx: &mut WriteTx, id: UserId, reason: &Reason, seen: i32) -> StoreResult<User> {
    reason.check(tx.today())?;
    let found = find_in_reach(tx, id, seen)?;
    if found.state != State::Deactivated {
        return Err(StoreError::Conflict("This account is not deactivated."));
    }
    tx.because(&reason.reason)?;
    reactivate(tx, id)?;
    find(tx, id)
}

/// Takes away the second factor of somebody who has lost it, for a reason that the audit keeps. They are told, in case
/// somebody else asked in their name.
pub fn forget_second_factor(tx: &mut WriteTx, id: UserId, reason: &Reason, seen: i32) -> StoreResult<User> {
    reason.check(tx.today())?;
    let found = find_in_reach(tx, id, seen)?;
    if tx.actor().user() == Some(id) {
        return Err(StoreError::NotYours(
            "One's own is taken away under Account, with the password, or by another administrator.",
        ));
    }
    if !found.has_second_factor {
        return Err(StoreError::Conflict("This account has no second factor."));
    }
    tx.because(&reason.reason)?;
    take_second_factor(tx, id)?;
    find(tx, id)
}

/// Takes the second factor, ends every session that was opened with it, and tells the person by mail.
pub fn take_second_factor(tx: &mut WriteTx, id: UserId) -> StoreResult<()> {
    account::remove(tx, id)?;
    end_sessions(tx, id)?;
    let person = links::person_of(tx, id)?;
    let message = Message::SecondFactorRemoved { name: person.name };
    outbox::send(tx, &Mail { to: person.email, language: person.language, message })
}

/// Mails somebody a link to choose a new password.
pub fn mail_reset(tx: &mut WriteTx, id: UserId) -> StoreResult<()> {
    if find_for(tx, id)?.state != State::Active {
        return Err(StoreError::Conflict(
            "This person cannot sign in now, so there is no password to choose.",
        ));
    }
    let person = links::person_of(tx, id)?;
    links::mail(tx, &person, LinkKind::Reset)
}

/// Where somebody is signed in.
pub fn open_sessions(tx: &mut ReadTx, id: UserId) -> StoreResult<Vec<OpenSession>> {
    find(tx, id)?;
    sessions::list_of(tx, id)
}

/// Signs somebody out of one browser.
pub fn end_session(tx: &mut WriteTx, id: UserId, session: SessionId) -> StoreResult<()> {
    find_for(tx, id)?;
    sessions::end_one_of(tx, id, session)
}

/// Signs somebody out everywhere.
pub fn end_all_sessions(tx: &mut WriteTx, id: UserId) -> StoreResult<()> {
    find_for(tx, id)?;
    end_sessions(tx, id)
}
