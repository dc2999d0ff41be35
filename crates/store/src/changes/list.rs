//! Proposals in a list, and how many there are.

use chrono::{DateTime, Utc};
use diesel::{
    prelude::*,
    sql_types::{BigInt, Bool, Nullable, Text, Uuid as SqlUuid},
};
use domain::{
    changes::{Change, ChangeCount, ChangeCounts, ChangeFilter, Kind, Sort, Status},
    ids::{ChangeId, ClientId, UserId},
    page::Page,
    permission::Permission,
};

use super::{Rows, fetch, unseen::Unseen};
use crate::{
    StoreResult,
    page::Window,
    schema::{enrollments, pending_changes},
    scope::Scoped,
    statement::day_begins,
    tx::ReadTx,
};

/// By when they were made.
type Key = (DateTime<Utc>, ChangeId);

/// Proposals: all of them for those who review, one's own for others.
pub fn list(tx: &mut ReadTx, filter: &ChangeFilter) -> StoreResult<Page<Change>> {
    let window = Window::<Key>::read(filter.limit, filter.cursor.as_deref())?;
    let (reader, today) = (tx.user()?, tx.today());
    let rows = fetch(tx, |query| {
        let query = narrowed(query, filter, reader);
        let query = match filter.program {
            Some(program) => {
                let enrolled = enrollments::table
                    .filter(enrollments::program_id.eq(program.uuid()).and(enrollments::start_date.le(today)))
                    .filter(enrollments::end_date.is_null().or(enrollments::end_date.ge(today)))
                    .select(enrollments::client_id.nullable());
                let about = pending_changes::entity_id.eq(program.uuid());
                query.filter(about.or(pending_changes::client_id.eq_any(enrolled)))
            }
            None => query,
        };
        ordered(query, filter.sort.unwrap_or_default(), window.after).limit(window.fetch())
    })?;
    tx.saw(
        "changes.list",
        rows.iter().take(window.limit).filter_map(|row| row.content.0.map(ClientId::from)),
    );
    let unseen = Unseen::by_reader(tx)?;
    let changes = rows.into_iter().map(|row| row.change(&unseen)).collect::<StoreResult<_>>()?;
    window.page(changes, None, |change: &Change| (change.requested_at, change.id))
}

fn narrowed(mut query: Rows, filter: &ChangeFilter, reader: UserId) -> Rows {
    if filter.to_decide {
        let pending = pending_changes::status.eq(Status::Pending.code());
        query = query.filter(pending.and(pending_changes::requested_by.ne(reader.uuid())));
    }
    if filter.mine {
        query = query.filter(pending_changes::requested_by.eq(reader.uuid()));
    }
    if let Some(status) = filter.status {
        query = query.filter(pending_changes::status.eq(status.code()));
    }
    if let Some(kind) = filter.kind {
        query = query.filter(pending_changes::edit.like(format!("{}.%", kind.code())));
    }
    if let Some(client) = filter.client {
        query = query.filter(pending_changes::client_id.eq(client.uuid()));
    }
    if let Some(proposer) = filter.proposer {
        query = query.filter(pending_changes::requested_by.eq(proposer.uuid()));
    }
    if let Some(day) = filter.from {
        query = query.filter(pending_changes::requested_at.ge(day_begins(day)));
    }
    if let Some(next) = filter.to.and_then(|day| day.succ_opt()) {
        query = query.filter(pending_changes::requested_at.lt(day_begins(next)));
    }
    query
}

fn ordered(query: Rows, sort: Sort, after: Option<Key>) -> Rows {
    let (at, id) = (pending_changes::requested_at, pending_changes::id);
    match (sort, after) {
        (Sort::Newest, None) => query.order((at.desc(), id.desc())),
        (Sort::Newest, Some((time, last))) => {
            query.filter(at.lt(time).or(at.eq(time).and(id.lt(last.uuid())))).order((at.desc(), id.desc()))
        }
        (Sort::Oldest, None) => query.order((at.asc(), id.asc())),
        (Sort::Oldest, Some((time, last))) => {
            query.filter(at.gt(time).or(at.eq(time).and(id.gt(last.uuid())))).order((at.asc(), id.asc()))
        }
    }
}

#[derive(QueryableByName)]
struct Counted {
    #[diesel(sql_type = Text)]
    status: String,
    #[diesel(sql_type = Text)]
    kind: String,
    #[diesel(sql_type = BigInt)]
    count: i64,
    #[diesel(sql_type = BigInt)]
    of_others: i64,
}

/// How many there are of those that the list shows.
pub fn counts(tx: &mut ReadTx) -> StoreResult<ChangeCounts> {
    let (reader, reviews) = (tx.user()?, tx.may(Permission::ReviewProposals));
    let statement = Scoped::sql(tx.actor(), "client_id", |sight| {
        format!(
            "select status, split_part(edit, '.', 1) as kind, count(*) as count,
                    count(*) filter (where requested_by <> $1) as of_others
             from pending_changes where (requested_by = $1 and (not by_client or client_id = $3))
                or ($2 and (client_id is null or {sight}))
             group by 1, 2 order by 1, 2"
        )
    })?;
    let record = tx.actor().sight.own.map(ClientId::uuid);
    let statement = statement.bind::<SqlUuid, _>(reader.uuid()).bind::<Bool, _>(reviews);
    let rows: Vec<Counted> = tx.load(statement.bind::<Nullable<SqlUuid>, _>(record))?;
    let to_decide =
        rows.iter().filter(|row| row.status == Status::Pending.code()).map(|row| row.of_others).sum();
    let mine = rows.iter().map(|row| row.count - row.of_others).sum();
    let each = rows.into_iter().filter_map(|row| {
        Some(ChangeCount {
            status: Status::from_code(&row.status)?,
            kind: Kind::from_code(&row.kind)?,
            count: row.count,
        })
    });
    Ok(ChangeCounts { to_decide, mine, each: each.collect() })
}
