//! The ledger of erasures, and what erasing a record would do. A record is erased by [`crate::canonical`]; how it is done
//! stands in erasing.sql, because whoever serves requests may not change the log.

pub mod again;
mod due;
pub mod kept;

pub use due::due;

use chrono::{DateTime, Utc};
use diesel::{
    prelude::*,
    sql_types::{Array, Jsonb, Text, Uuid as SqlUuid},
};
use domain::{
    erasures::{Erasure, ErasureFilter, ErasurePreview, Obstacle, Part, PartCount, Rule},
    ids::{ClientId, ErasureId},
    page::Page,
};
use serde_json::Value;
use uuid::Uuid;

use crate::{
    StoreError, StoreResult, clients,
    page::Window,
    schema::{erasures, users},
    scope::{Scoped, Tally},
    tx::ReadTx,
};

/// What erasing a client's record would do, and what stands in the way. Nothing is changed.
pub fn preview(tx: &mut ReadTx, client: ClientId) -> StoreResult<ErasurePreview> {
    clients::in_sight(tx, client)?;
    let Standing { obstacles, counts } = standing(tx, client)?;
    tx.saw("erasures.preview", [client]);
    let (stays, goes) = read_counts(&counts).into_iter().partition(|one| one.part.stays());
    Ok(ErasurePreview { obstacles, goes, stays })
}

/// What stands in the way of erasing a client's record.
pub(crate) fn obstacles(tx: &mut ReadTx, client: ClientId) -> StoreResult<Vec<Obstacle>> {
    Ok(standing(tx, client)?.obstacles)
}

struct Standing {
    obstacles: Vec<Obstacle>,
    counts: Value,
}

#[derive(QueryableByName)]
struct StandingRow {
    #[diesel(sql_type = Array<Text>)]
    obstacles: Vec<String>,
    #[diesel(sql_type = Jsonb)]
    counts: Value,
}

fn standing(tx: &mut ReadTx, client: ClientId) -> StoreResult<Standing> {
    let question = Tally::of("select erasure_obstacles($1) as obstacles, erasure_counts($1) as counts");
    let rows: Vec<StandingRow> = tx.tally(question.bind::<SqlUuid, _>(client.uuid()))?;
    let row = rows.into_iter().next().ok_or(StoreError::NotFound)?;
    let obstacles = row.obstacles.iter().filter_map(|code| Obstacle::from_code(code)).collect();
    Ok(Standing { obstacles, counts: row.counts })
}

/// Counts by part, in the order of [`Part`], without those of nothing.
pub(crate) fn read_counts(counts: &Value) -> Vec<PartCount> {
    let count = |part: &Part| counts.get(part.code()).and_then(Value::as_i64).filter(|count| *count > 0);
    Part::ALL.iter().filter_map(|part| Some(PartCount { part: *part, count: count(part)? })).collect()
}

/// The ledger, the latest first.
pub fn list(tx: &mut ReadTx, filter: &ErasureFilter) -> StoreResult<Page<Erasure>> {
    let window = Window::<(DateTime<Utc>, ErasureId)>::read(filter.limit, filter.cursor.as_deref())?;
    let mut query = Scoped::by_permission(erasures::table).into_boxed();
    if let Some((at, id)) = window.after {
        let earlier = erasures::at.lt(at);
        query = query.filter(earlier.or(erasures::at.eq(at).and(erasures::id.lt(id.uuid()))));
    }
    let rows: Vec<Row> = tx.load(
        query.order((erasures::at.desc(), erasures::id.desc())).limit(window.fetch()).select(columns!()),
    )?;
    window.page(rows.into_iter().filter_map(erasure).collect(), None, |one| (one.at, one.id))
}

/// What the ledger says of a client's record; not found where it was not erased.
pub fn of_client(tx: &mut ReadTx, client: ClientId) -> StoreResult<Erasure> {
    let row: Row = tx.first(
        Scoped::by_permission(erasures::table)
            .filter(erasures::client_id.eq(client.uuid()))
            .order((erasures::at.desc(), erasures::id.desc()))
            .limit(1)
            .select(columns!()),
    )?;
    erasure(row).ok_or(StoreError::NotFound)
}

macro_rules! columns {
    () => {
        (
            (erasures::id, erasures::client_id, erasures::rule, erasures::at),
            (
                users::table
                    .filter(users::id.nullable().eq(erasures::erased_by))
                    .select(users::name)
                    .single_value(),
                erasures::reason,
                erasures::counts,
            ),
        )
    };
}
use columns;

type Row = ((Uuid, Uuid, String, DateTime<Utc>), (Option<String>, String, Value));

fn erasure(((id, client, rule, at), (erased_by, reason, counts)): Row) -> Option<Erasure> {
    Some(Erasure {
        id: id.into(),
        client_id: client.into(),
        rule: Rule::from_code(&rule)?,
        at,
        erased_by,
        reason,
        counts: read_counts(&counts),
    })
}
