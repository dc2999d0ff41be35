//! Erasing again whom an older backup brought back. The server's own role may not, so it is done as the owner.

use diesel::{
    Connection, PgConnection, QueryableByName, RunQueryDsl, sql_query,
    sql_types::{Array, Text, Uuid as SqlUuid},
};
use domain::{erasures::Rule, ids::ClientId};
use uuid::Uuid;

use super::kept::Line;
use crate::{StoreError, StoreResult, new_id};

/// What the ledger says of an erasure that was done again.
const WHY: &str = "Erased before; a backup from before it was put back";

#[derive(QueryableByName)]
struct Row {
    #[diesel(sql_type = SqlUuid)]
    id: Uuid,
}

/// Those of the erased who are in the database as if nothing had been erased.
pub fn brought_back(url: &str, lines: &[Line]) -> StoreResult<Vec<ClientId>> {
    if lines.is_empty() {
        return Ok(Vec::new());
    }
    let ids: Vec<Uuid> = lines.iter().map(|line| line.client.uuid()).collect();
    let query = "select id from clients where id = any($1) and erased_at is null order by id";
    let rows: Vec<Row> = sql_query(query).bind::<Array<SqlUuid>, _>(ids).load(&mut connect(url)?)?;
    Ok(rows.into_iter().map(|row| row.id.into()).collect())
}

/// Erases them, each in a transaction of its own, so that one failure does not bring back the others. `url` is the owner's.
pub fn erase(url: &str, clients: &[ClientId]) -> StoreResult<()> {
    let mut conn = connect(url)?;
    for client in clients {
        conn.transaction::<_, StoreError, _>(|conn| {
            sql_query("select * from begin_as('job', null, 'erasures.again', null, null)").execute(conn)?;
            sql_query("select erase_client($1, $2, $3, $4)")
                .bind::<SqlUuid, _>(new_id())
                .bind::<SqlUuid, _>(client.uuid())
                .bind::<Text, _>(Rule::Restored.code())
                .bind::<Text, _>(WHY)
                .execute(conn)?;
            Ok(())
        })?;
    }
    Ok(())
}

fn connect(url: &str) -> StoreResult<PgConnection> {
    PgConnection::establish(url).map_err(|error| StoreError::Unavailable(error.to_string()))
}
