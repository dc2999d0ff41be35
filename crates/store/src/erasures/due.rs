//! Records that the settings keep no longer: which they are, and erasing them at night.

use chrono::{DateTime, TimeDelta, Utc};
use diesel::{
    QueryableByName,
    sql_types::{BigInt, Nullable, Text, Timestamptz, Uuid as SqlUuid},
};
use domain::{
    clients::display_name,
    erasures::{DueErasure, DueErasures},
};
use uuid::Uuid;

use crate::{
    Store, StoreResult,
    parameters::Parameters,
    scope::Scoped,
    statement::Sql,
    tx::{Caller, ReadTx, WriteTx},
};

/// So far ahead one is told.
const AHEAD: TimeDelta = TimeDelta::days(90);
/// Each takes some milliseconds, and what they change is locked until all of a batch are done.
const BATCH: u8 = 20;
/// What the ledger says of them.
const WHY: &str = "Kept for as long as the settings say";

impl Store {
    /// Erases all that are due. Says how many.
    pub(crate) fn erase_due(&self) -> StoreResult<i64> {
        let mut all = 0;
        loop {
            match self.write_public(&Caller::job(), "erasures.due", erase)? {
                0 => return Ok(all),
                some => all += some,
            }
        }
    }
}

#[derive(QueryableByName)]
struct Erased {
    #[diesel(sql_type = BigInt)]
    count: i64,
}

fn erase(tx: &mut WriteTx) -> StoreResult<i64> {
    // Which are due is asked before the first of them is gone.
    let statement = format!(
        "select count(erase_client(gen_random_uuid(), person, 'retention', $1)) as count \
         from unnest(array(select person from erasures_due(now()) limit {BATCH})) as person"
    );
    let rows: Vec<Erased> = tx.returning_sql(Sql::new(statement).bind::<Text, _>(WHY.to_owned()))?;
    Ok(rows.iter().map(|row| row.count).sum())
}

#[derive(QueryableByName)]
struct Row {
    #[diesel(sql_type = SqlUuid)]
    id: Uuid,
    #[diesel(sql_type = Nullable<Text>)]
    preferred_name: Option<String>,
    #[diesel(sql_type = Text)]
    first_name: String,
    #[diesel(sql_type = Text)]
    last_name: String,
    #[diesel(sql_type = Timestamptz)]
    due_at: DateTime<Utc>,
    #[diesel(sql_type = BigInt)]
    tonight: i64,
    #[diesel(sql_type = BigInt)]
    soon: i64,
}

/// What would be erased tonight and in the next ninety days: how many, and the first hundred of them.
pub fn due(tx: &mut ReadTx) -> StoreResult<DueErasures> {
    let mut parameters = Parameters::default();
    let (tonight, soon) = (parameters.add(tx.now() + TimeDelta::days(1)), parameters.add(tx.now() + AHEAD));
    let statement = Scoped::sql(tx.actor(), "c.id", |sight| {
        format!(
            "select c.id, c.preferred_name, c.first_name, c.last_name, due.due_at, \
                 count(*) filter (where due.due_at <= {tonight}) over () as tonight, count(*) over () as soon \
             from erasures_due({soon}) as due join clients as c on c.id = due.person \
             where {sight} order by due.due_at, c.id limit 100"
        )
    })?;
    let rows: Vec<Row> = tx.load(parameters.bound_to(statement))?;
    tx.saw("erasures.due", rows.iter().map(|row| row.id.into()));
    let (tonight, soon) = rows.first().map_or((0, 0), |row| (row.tonight, row.soon));
    Ok(DueErasures { tonight, soon, first: rows.into_iter().map(Row::due).collect() })
}

impl Row {
    fn due(self) -> DueErasure {
        DueErasure {
            client_id: self.id.into(),
            client_name: display_name(self.preferred_name.as_deref(), &self.first_name, &self.last_name),
            due_at: self.due_at,
        }
    }
}
