//! Telling people in the app.

use diesel::{
    pg::{Pg, PgConnection},
    prelude::*,
    query_builder::{QueryFragment, QueryId},
    query_dsl::methods::ExecuteDsl,
};
use domain::{
    ids::UserId,
    notifications::{Inbox, Kind, Notification},
};
use uuid::Uuid;

use crate::{
    StoreResult, new_id,
    schema::notifications,
    scope::Scoped,
    tx::{ReadTx, Write, WriteTx},
};

/// How many an inbox shows.
const LATEST: i64 = 30;

/// Tells some people that something concerns them, except whoever did it.
pub(crate) fn tell(tx: &mut WriteTx, people: &[UserId], kind: Kind, subject: Uuid) -> StoreResult<()> {
    let telling = telling(tx, people, kind, subject);
    tx.run(telling)?;
    Ok(())
}

/// The same, to be written with something else.
pub(crate) fn telling(
    tx: &WriteTx,
    people: &[UserId],
    kind: Kind,
    subject: Uuid,
) -> impl Write + QueryFragment<Pg> + QueryId + ExecuteDsl<PgConnection> + use<> {
    let author = tx.actor().user();
    let row =
        |user: &UserId| Row { id: new_id(), user_id: user.uuid(), kind: kind.code(), subject_id: subject };
    let rows: Vec<Row> = people.iter().filter(|user| Some(**user) != author).map(row).collect();
    diesel::insert_into(notifications::table).values(rows)
}

#[derive(Insertable)]
#[diesel(table_name = notifications)]
struct Row {
    id: Uuid,
    user_id: Uuid,
    kind: &'static str,
    subject_id: Uuid,
}

/// The reader's latest notifications and how many are unread.
pub fn inbox(tx: &mut ReadTx) -> StoreResult<Inbox> {
    let user = tx.person()?.uuid();
    let all = diesel::alias!(notifications as all);
    let mine = all.field(notifications::user_id).eq(user);
    let unread = all.filter(mine.and(all.field(notifications::read_at).is_null())).count();
    let query = Scoped::by_permission(notifications::table)
        .filter(notifications::user_id.eq(user))
        .order(notifications::at.desc())
        .limit(LATEST)
        .select((
            notifications::id,
            notifications::kind,
            notifications::subject_id,
            notifications::at,
            notifications::read_at,
            unread.single_value(),
        ));
    let rows: Vec<(Uuid, String, Uuid, _, _, Option<i64>)> = tx.load(query)?;
    let unread = rows.first().and_then(|row| row.5).unwrap_or_default();
    let latest = rows.into_iter().filter_map(|(id, kind, subject_id, at, read_at, _)| {
        Some(Notification { id: id.into(), kind: Kind::from_code(&kind)?, subject_id, at, read_at })
    });
    Ok(Inbox { unread, latest: latest.collect() })
}

/// Marks all of the reader's notifications read.
pub fn mark_read(tx: &mut WriteTx) -> StoreResult<()> {
    let user = tx.person()?.uuid();
    let unread =
        notifications::table.filter(notifications::user_id.eq(user).and(notifications::read_at.is_null()));
    tx.run(diesel::update(unread).set(notifications::read_at.eq(tx.now())))?;
    Ok(())
}
