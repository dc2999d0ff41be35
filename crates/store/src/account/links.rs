//! Links that are mailed: invitations, and new passwords instead of forgotten ones.
//!
//! The database has a link's hash alone. A person has one at a time: a newer one takes its place, and it goes when it is
//! used, when the password changes otherwise, and when the account is closed. It signs nobody in, so a second factor is
//! asked for as ever.

use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use chrono::{DateTime, TimeDelta, Utc};
use diesel::prelude::*;
use domain::{
    account::{ChosenPassword, ForgottenPassword, LinkCode, LinkKind, LinkOwner},
    ids::UserId,
    jobs::Kind,
    validate::Draft,
};
use uuid::Uuid;

use crate::{
    Store, StoreError, StoreResult,
    crypt::chance,
    jobs::{NewJob, Task, place},
    letters, new_id,
    outbox::{self, Mail, Message},
    passwords::{self, Owner, Turn},
    rate_limits::{self, Class, place as place_of},
    schema::{account_links, jobs, users},
    scope::Scoped,
    sessions::Source,
    tx::{Caller, ReadTx, WriteTx},
    users::{lower, set_password},
};

/// What the audit calls these.
const ASK: &str = "account.ask_reset";
const USE: &str = "account.use_link";

impl Store {
    /// Lets somebody choose a new password by a link that is mailed to them. Whether there is such an account is looked
    /// up later, by nobody who waits: answer and work are the same for every address.
    pub fn ask_reset(&self, caller: &Caller, asked: &ForgottenPassword, source: &Source) -> StoreResult<()> {
        asked.check(chrono::NaiveDate::default())?;
        let (account, from) = (asked.email.trim().to_lowercase(), place_of(source.address));
        let tries = [
            (Class::PasswordReset, &*account),
            (Class::PasswordFromAddress, &*from),
            (Class::PasswordResets, ""),
        ];
        let refused = rate_limits::count(self, &tries)?;
        if let Some(retry_after) = refused.iter().map(|(_, seconds)| *seconds).max() {
            return Err(StoreError::TooMany { retry_after });
        }
        self.write_public(caller, ASK, |tx| look_up_later(tx, asked.email.trim()))
    }

    /// The work that [`Self::ask_reset`] left: mails a link where there is an active account.
    pub fn mail_reset(&self, task: &Task) -> StoreResult<()> {
        let sealed = task.payload_sealed.as_ref();
        let sealed = sealed.ok_or_else(|| StoreError::Internal("a reset without its address".into()))?;
        let email = self.sealer.open(&place(task.id), sealed)?;
        let email = String::from_utf8(email).map_err(|_| StoreError::Internal("an address".into()))?;
        self.write_public(&Caller::job(), ASK, |tx| match active(tx, &email)? {
            Some(person) => mail(tx, &person, LinkKind::Reset),
            None => Ok(()),
        })
    }

    /// Whose link this is, as long as it works.
    pub fn open_link(&self, caller: &Caller, code: &LinkCode, source: &Source) -> StoreResult<LinkOwner> {
        code.check(chrono::NaiveDate::default())?;
        self.count_link(source)?;
        self.read_public(caller, |tx| {
            let (kind, person) = find(tx, &letters::digest(&code.code))?;
            let password_length = tx.settings().password_length;
            Ok(LinkOwner { kind, name: person.name, email: person.email, password_length })
        })
    }

    /// Sets the password that a link is for. Every session of the person ends.
    pub fn use_link(
        &self,
        caller: &Caller,
        chosen: &ChosenPassword,
        source: &Source,
        _turn: &Turn,
    ) -> StoreResult<()> {
        chosen.check(chrono::NaiveDate::default())?;
        self.count_link(source)?;
        self.write_public(caller, USE, |tx| redeem(tx, chosen))
    }

    fn count_link(&self, source: &Source) -> StoreResult<()> {
        rate_limits::hit(self, Class::PasswordFromAddress, &place_of(source.address))
    }
}

/// Who is to get a link.
#[derive(Clone, Debug, Queryable)]
pub(crate) struct Person {
    pub id: Uuid,
    pub name: String,
    pub email: String,
    pub language: String,
    pub status: String,
}

/// A link as it is kept.
#[derive(Insertable, AsChangeset)]
#[diesel(table_name = account_links)]
pub(crate) struct Row {
    user_id: Uuid,
    hash: Vec<u8>,
    kind: &'static str,
    issued_at: DateTime<Utc>,
    expires_at: DateTime<Utc>,
}

fn look_up_later(tx: &mut WriteTx, email: &str) -> StoreResult<()> {
    let id = new_id();
    let sealed = tx.sealer().seal(&place(id), email.as_bytes())?;
    let job = NewJob { id, payload_sealed: Some(sealed), ..NewJob::of(Kind::PasswordReset) };
    tx.run(diesel::insert_into(jobs::table).values(job))?;
    Ok(())
}

fn active(tx: &mut ReadTx, email: &str) -> StoreResult<Option<Person>> {
    let query = Scoped::by_permission(users::table)
        .filter(lower(users::email).eq(lower(email)))
        .filter(users::status.eq("active"));
    tx.find(query.select(person()))
}

type Columns = (users::id, users::name, users::email, users::language, users::status);

fn person() -> Columns {
    (users::id, users::name, users::email, users::language, users::status)
}

/// Somebody by id.
pub(crate) fn person_of(tx: &mut ReadTx, id: UserId) -> StoreResult<Person> {
    tx.first(Scoped::by_permission(users::table).filter(users::id.eq(id.uuid())).select(person()))
}

/// Makes a link and mails it. The older one ends.
pub(crate) fn mail(tx: &mut WriteTx, person: &Person, kind: LinkKind) -> StoreResult<()> {
    let (row, mail) = made(tx, person, kind)?;
    outbox::send(tx, &mail)?;
    let statement = diesel::insert_into(account_links::table).values(&row);
    tx.run(statement.on_conflict(account_links::user_id).do_update().set(&row))?;
    Ok(())
}

/// Links for people who have none, to be written with something else.
pub(crate) fn made_for(tx: &ReadTx, people: &[Person], kind: LinkKind) -> StoreResult<(Vec<Row>, Vec<Mail>)> {
    let both = people.iter().map(|person| made(tx, person, kind)).collect::<StoreResult<Vec<_>>>()?;
    Ok(both.into_iter().unzip())
}

fn made(tx: &ReadTx, person: &Person, kind: LinkKind) -> StoreResult<(Row, Mail)> {
    let code = BASE64_URL_SAFE_NO_PAD.encode(chance::<32>()?);
    let (issued_at, expires_at) = (tx.now(), tx.now() + TimeDelta::hours(kind.hours()));
    let row =
        Row { user_id: person.id, hash: letters::digest(&code), kind: kind.code(), issued_at, expires_at };
    Ok((row, letter(person, kind, &code)))
}

/// The address is the person's own, from the database.
fn letter(person: &Person, kind: LinkKind, code: &str) -> Mail {
    let (name, code) = (person.name.clone(), code.to_owned());
    let message = match kind {
        LinkKind::Invitation => Message::Invitation { name, code, hours: kind.hours() },
        LinkKind::Reset => Message::PasswordReset { name, code },
    };
    Mail { to: person.email.clone(), language: person.language.clone(), message }
}

/// Whatever link somebody has works no longer.
pub(crate) fn end(tx: &mut WriteTx, user: UserId) -> StoreResult<()> {
    tx.run(diesel::delete(account_links::table.find(user.uuid())))?;
    Ok(())
}

/// An invitation is for who never signed in, a reset for who may.
fn find(tx: &mut ReadTx, hash: &[u8]) -> StoreResult<(LinkKind, Person)> {
    let query = Scoped::by_permission(account_links::table)
        .filter(account_links::hash.eq(hash.to_vec()))
        .filter(account_links::expires_at.gt(tx.now()));
    let (user, kind): (Uuid, String) =
        tx.first(query.select((account_links::user_id, account_links::kind)))?;
    let person = person_of(tx, user.into())?;
    match (LinkKind::from_code(&kind), &*person.status) {
        (Some(LinkKind::Invitation), "invited") => Ok((LinkKind::Invitation, person)),
        (Some(LinkKind::Reset), "active") => Ok((LinkKind::Reset, person)),
        _ => Err(StoreError::NotFound),
    }
}

/// Whoever takes the row away has used the link; others at the same moment wait, and find none. A password that is
/// refused leaves it.
fn redeem(tx: &mut WriteTx, chosen: &ChosenPassword) -> StoreResult<()> {
    let hash = letters::digest(&chosen.code);
    let (kind, person) = find(tx, &hash)?;
    let id = UserId::from(person.id);
    tx.act_as(id)?;
    if tx.run(diesel::delete(account_links::table.filter(account_links::hash.eq(hash))))? == 0 {
        return Err(StoreError::NotFound);
    }
    let owner = Owner { name: &person.name, email: &person.email };
    let password = passwords::choose(tx, &chosen.password, owner)?;
    set_password(tx, id, &password)?;
    match kind {
        LinkKind::Invitation => Ok(()),
        LinkKind::Reset => {
            let message = Message::PasswordChosen { name: person.name };
            outbox::send(tx, &Mail { to: person.email, language: person.language, message })
        }
    }
}
