//! Who is told of something, and in which way.

use chrono::{DateTime, Utc};
use diesel::{
    pg::{Pg, PgConnection},
    prelude::*,
    query_builder::{QueryFragment, QueryId},
    query_dsl::methods::ExecuteDsl,
};
use domain::{
    ids::UserId,
    notifications::{Kind, Way},
    permission::Permission,
};
use uuid::Uuid;

use crate::{
    StoreResult, new_id,
    outbox::{Mail, Message},
    schema::{notification_ways, notifications, users},
    scope::Scoped,
    tx::{ReadTx, Write, WriteTx},
    users::{WhichUsers, holders},
};

/// People who hear of a kind of thing.
pub(crate) struct Audience {
    kind: Kind,
    inboxes: Vec<Uuid>,
    mails: Vec<Mail>,
    /// Whose the mails are.
    mailed: Vec<Uuid>,
}

type Hearer = (Uuid, String, String, Option<String>, Option<chrono::NaiveDate>);

/// Those of some people who want to hear of it, without whoever does it. Who cannot sign in is told nothing.
pub(crate) fn audience(tx: &mut ReadTx, people: &[UserId], kind: Kind) -> StoreResult<Audience> {
    let author = tx.actor().user();
    let others: Vec<Uuid> =
        people.iter().filter(|user| Some(**user) != author).map(|user| user.uuid()).collect();
    match others.is_empty() {
        true => Ok(Audience::of_nobody(kind)),
        false => of(tx, kind, Box::new(users::id.eq_any(others))),
    }
}

/// Whoever acts, of what was done for them meanwhile.
pub(crate) fn audience_of_author(tx: &mut ReadTx, kind: Kind) -> StoreResult<Audience> {
    match tx.actor().user() {
        Some(user) => of(tx, kind, Box::new(users::id.eq(user.uuid()))),
        None => Ok(Audience::of_nobody(kind)),
    }
}

/// Those who may do something and want to hear of it.
pub(crate) fn audience_who_may(tx: &mut ReadTx, permission: Permission, kind: Kind) -> StoreResult<Audience> {
    of(tx, kind, holders(permission))
}

/// Of all whom a condition names.
fn of(tx: &mut ReadTx, kind: Kind, which: WhichUsers) -> StoreResult<Audience> {
    let today = tx.today();
    let mut audience = Audience::of_nobody(kind);
    let way = notification_ways::table
        .filter(notification_ways::user_id.eq(users::id).and(notification_ways::kind.eq(kind.code())))
        .select(notification_ways::way)
        .single_value();
    let query = Scoped::by_permission(users::table)
        .filter(which)
        .filter(users::status.eq("active"))
        .select((users::id, users::email, users::language, way, users::quiet_until));
    let hearers: Vec<Hearer> = tx.load(query)?;
    for (id, to, language, way, quiet_until) in hearers {
        let way = kind.way(way.and_then(|way| Way::from_code(&way)));
        let is_quiet = quiet_until.is_some_and(|day| today < day) && !kind.is_about_safety();
        if way != Way::Off {
            audience.inboxes.push(id);
        }
        if way == Way::Mail && !is_quiet {
            audience.mailed.push(id);
            audience.mails.push(Mail {
                to,
                language,
                message: Message::Notice { kind: kind.code().to_owned() },
            });
        }
    }
    Ok(audience)
}

impl Audience {
    fn of_nobody(kind: Kind) -> Self {
        Self { kind, inboxes: Vec::new(), mails: Vec::new(), mailed: Vec::new() }
    }

    /// The same without a mail at once: it is in the next digest.
    pub fn later(self) -> Self {
        Self { mails: Vec::new(), mailed: Vec::new(), ..self }
    }

    /// The same, with a mail that says more than that there is something.
    pub fn saying(mut self, message: &Message) -> Self {
        for mail in &mut self.mails {
            mail.message = message.clone();
        }
        self
    }

    /// Mails to those who want one at once.
    pub fn mails(&self) -> &[Mail] {
        &self.mails
    }

    pub fn is_empty(&self) -> bool {
        self.inboxes.is_empty()
    }

    /// What goes into the inboxes, to be written with something else.
    pub fn telling(
        &self,
        tx: &WriteTx,
        subject: Uuid,
    ) -> impl Write + QueryFragment<Pg> + QueryId + ExecuteDsl<PgConnection> + use<> {
        let (kind, now) = (self.kind.code(), tx.now());
        let row = |user: &Uuid| Row {
            id: new_id(),
            user_id: *user,
            kind,
            subject_id: subject,
            mailed_at: self.mailed.contains(user).then_some(now),
        };
        let rows: Vec<Row> = self.inboxes.iter().map(row).collect();
        diesel::insert_into(notifications::table).values(rows)
    }
}

#[derive(Insertable)]
#[diesel(table_name = notifications)]
struct Row {
    id: Uuid,
    user_id: Uuid,
    kind: &'static str,
    subject_id: Uuid,
    mailed_at: Option<DateTime<Utc>>,
}
