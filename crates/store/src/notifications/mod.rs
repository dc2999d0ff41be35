//! Telling people: in the app, and by mail where they want that.

mod audience;
mod digest;
mod names;
mod preferences;

pub(crate) use audience::audience_who_may;
use audience::{Audience, audience, audience_of_author};
pub use preferences::{choose, preferences};

use chrono::{DateTime, TimeDelta, Utc};
use diesel::{dsl::count_star, prelude::*};
use domain::{
    ids::{NotificationId, UserId},
    notifications::{Inbox, InboxFilter, Kind, Notification},
};
use uuid::Uuid;

use crate::{
    StoreError, StoreResult,
    outbox::{self, Message},
    page::Window,
    schema::notifications,
    scope::Scoped,
    tx::{ReadTx, WriteTx},
};

/// How many an inbox shows.
const LATEST: u16 = 30;

/// Id, kind, what it is about, when, and when it was read.
type Row = (Uuid, String, Uuid, DateTime<Utc>, Option<DateTime<Utc>>);

/// Latest first.
type Key = (DateTime<Utc>, NotificationId);

/// Forgets what was read long ago.
pub(crate) fn sweep(tx: &mut WriteTx) -> StoreResult<usize> {
    let before = tx.now() - TimeDelta::days(tx.settings().notification_days.into());
    tx.run(diesel::delete(notifications::table.filter(notifications::read_at.lt(before))))
}

/// Tells some people that something concerns them, except whoever did it and who does not want to hear of it.
pub(crate) fn tell(tx: &mut WriteTx, people: &[UserId], kind: Kind, subject: Uuid) -> StoreResult<()> {
    let audience = audience(tx, people, kind)?;
    reach(tx, &audience, subject)
}

/// Tells whoever acts of what was done for them while they may have been elsewhere.
pub(crate) fn tell_author(tx: &mut WriteTx, kind: Kind, subject: Uuid) -> StoreResult<()> {
    let audience = audience_of_author(tx, kind)?;
    reach(tx, &audience, subject)
}

/// Reminds somebody of what waits for them now, with a mail that counts it. It takes the place of a reminder that was
/// not read.
pub(crate) fn remind(
    tx: &mut WriteTx,
    user: UserId,
    kind: Kind,
    subject: Uuid,
    mail: &Message,
) -> StoreResult<()> {
    let unread = notifications::table
        .filter(notifications::user_id.eq(user.uuid()).and(notifications::kind.eq(kind.code())))
        .filter(notifications::read_at.is_null());
    tx.run(diesel::delete(unread))?;
    let audience = audience(tx, &[user], kind)?.saying(mail);
    reach(tx, &audience, subject)
}

fn reach(tx: &mut WriteTx, audience: &Audience, subject: Uuid) -> StoreResult<()> {
    if audience.is_empty() {
        return Ok(());
    }
    let telling = audience.telling(tx, subject);
    tx.run(telling)?;
    if !audience.mails().is_empty() {
        let sending = outbox::sending(tx, audience.mails())?;
        tx.run(sending)?;
    }
    Ok(())
}

/// The reader's notifications and how many are unread.
pub fn inbox(tx: &mut ReadTx, filter: &InboxFilter) -> StoreResult<Inbox> {
    let window = Window::<Key>::read(filter.limit.or(Some(LATEST)), filter.cursor.as_deref())?;
    let user = tx.person()?.uuid();
    let mine = || Scoped::by_permission(notifications::table).filter(notifications::user_id.eq(user));
    let unread = tx.first(mine().filter(notifications::read_at.is_null()).select(count_star()))?;
    let mut query = mine().into_boxed();
    if let Some(unread) = filter.unread {
        query = query.filter(notifications::read_at.is_null().eq(unread));
    }
    if let Some((at, id)) = window.after {
        let same_time = notifications::at.eq(at).and(notifications::id.lt(id.uuid()));
        query = query.filter(notifications::at.lt(at).or(same_time));
    }
    let query = query.order((notifications::at.desc(), notifications::id.desc())).limit(window.fetch());
    let rows: Vec<Row> = tx.load(query.select((
        notifications::id,
        notifications::kind,
        notifications::subject_id,
        notifications::at,
        notifications::read_at,
    )))?;
    let page = window.page(rows, None, |row| (row.3, row.0.into()))?;
    let told: Vec<(Uuid, Kind, Uuid)> =
        page.items.iter().filter_map(|row| Some((row.0, Kind::from_code(&row.1)?, row.2))).collect();
    let mut names = names::names(tx, &told)?;
    let latest = page.items.into_iter().filter_map(|(id, kind, subject_id, at, read_at)| {
        let (kind, about) = (Kind::from_code(&kind)?, names.remove(&id));
        Some(Notification { id: id.into(), kind, subject_id, about, at, read_at })
    });
    Ok(Inbox { unread, latest: latest.collect(), next: page.next })
}

/// Marks all of the reader's notifications read.
pub fn mark_read(tx: &mut WriteTx) -> StoreResult<()> {
    let user = tx.person()?.uuid();
    let unread =
        notifications::table.filter(notifications::user_id.eq(user).and(notifications::read_at.is_null()));
    tx.run(diesel::update(unread).set(notifications::read_at.eq(tx.now())))?;
    Ok(())
}

/// Marks one of them read. One that was read stays so.
pub fn mark_one_read(tx: &mut WriteTx, id: NotificationId) -> StoreResult<()> {
    let user = tx.person()?.uuid();
    let one =
        notifications::table.filter(notifications::user_id.eq(user).and(notifications::id.eq(id.uuid())));
    let is_there = Scoped::by_permission(notifications::table)
        .filter(notifications::user_id.eq(user).and(notifications::id.eq(id.uuid())))
        .select(notifications::id);
    let found: Option<Uuid> = tx.find(is_there)?;
    found.ok_or(StoreError::NotFound)?;
    let unread = one.filter(notifications::read_at.is_null());
    tx.run(diesel::update(unread).set(notifications::read_at.eq(tx.now())))?;
    Ok(())
}
