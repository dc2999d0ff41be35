//! One change of many clients: planned, looked at, run piece by piece, and taken back.
//!
//! A plan keeps a row for each client. Running works on these rows: a piece is one transaction that changes the records
//! and says so on the rows, so that a server which is killed goes on where it was and nothing is done twice. What each
//! piece may do is asked when it is done.

mod back;
mod find;
mod piece;
mod plan;
mod run;
mod standing;
mod undo;

pub use find::{find, left_behind, list, rows};
pub use plan::plan;
pub(crate) use run::go_on_by;
pub use run::run;
pub use undo::undo;

use chrono::{DateTime, TimeDelta, Utc};
use diesel::{
    prelude::*,
    sql_types::{Array, Integer, Jsonb, Nullable, Text, Uuid as SqlUuid},
};
use domain::bulk::{Outcome, Reason};
use domain::permission::Permission;
use serde_json::Value;
use uuid::Uuid;

use crate::{StoreResult, schema::bulk_changes, statement::Sql, tx::WriteTx};

/// Permissions of which one is enough to plan a change; which change it may be, its verdict says.
pub const WRITERS: [Permission; 4] =
    [Permission::AssignStaff, Permission::SetStage, Permission::EditClients, Permission::ProposeEdits];

/// How long a plan waits.
const PLAN_KEPT: TimeDelta = TimeDelta::days(1);

/// What becomes of a row.
struct Fate {
    place: i32,
    outcome: Outcome,
    reason: Option<Reason>,
    was: Option<Value>,
}

impl Fate {
    fn refused(place: i32, reason: Reason) -> Self {
        Self { place, outcome: Outcome::Refused, reason: Some(reason), was: None }
    }
}

const SETTLE: &str = "update bulk_rows set outcome = fate.outcome, reason = fate.reason, was = fate.was \
    from unnest($2::int[], $3::text[], $4::text[], $5::jsonb[]) as fate (place, outcome, reason, was) \
    where bulk_id = $1 and bulk_rows.place = fate.place";

/// Says on the rows what became of them.
fn settle(tx: &mut WriteTx, bulk: Uuid, fates: &[Fate]) -> StoreResult<()> {
    let reason = |fate: &Fate| fate.reason.map(Reason::code);
    let statement = Sql::new(SETTLE)
        .bind::<SqlUuid, _>(bulk)
        .bind::<Array<Integer>, _>(fates.iter().map(|fate| fate.place).collect::<Vec<_>>())
        .bind::<Array<Text>, _>(fates.iter().map(|fate| fate.outcome.code()).collect::<Vec<_>>())
        .bind::<Array<Nullable<Text>>, _>(fates.iter().map(reason).collect::<Vec<_>>())
        .bind::<Array<Nullable<Jsonb>>, _>(fates.iter().map(|fate| fate.was.clone()).collect::<Vec<_>>());
    tx.run_sql(statement)?;
    Ok(())
}

/// Forgets what was done weeks ago, and plans that nobody ran.
pub(crate) fn sweep(tx: &mut WriteTx) -> StoreResult<usize> {
    let now: DateTime<Utc> = tx.now();
    let kept = TimeDelta::days(tx.settings().bulk_change_days.into());
    let is_plan = bulk_changes::state.eq("planned").and(bulk_changes::made_at.lt(now - PLAN_KEPT));
    let old = bulk_changes::made_at.lt(now - kept).or(is_plan);
    tx.run(diesel::delete(bulk_changes::table.filter(old)))
}
