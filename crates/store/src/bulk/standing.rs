//! What a change needs to know of its clients at this moment, in one statement.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use diesel::{
    QueryableByName,
    sql_types::{Array, Bool, Date, Integer, Jsonb, Text, Timestamptz, Uuid as SqlUuid},
};
use domain::{
    bulk::Standing,
    clients::{Stage, Status},
    ids::{AssignmentId, UserId},
};
use serde_json::Value;
use uuid::Uuid;

use crate::{StoreResult, scope::Scoped, tx::ReadTx};

/// A client in sight.
pub(super) struct Found {
    pub standing: Standing,
    /// Since when in the stage.
    pub since: DateTime<Utc>,
}

/// Those of the clients who are in sight.
pub(super) fn standings(tx: &mut ReadTx, ids: Vec<Uuid>) -> StoreResult<HashMap<Uuid, Found>> {
    let today = tx.today();
    let statement = Scoped::sql(tx.actor(), "c.id", |sight| {
        format!(
            "select c.id, c.version, c.status, c.stage, c.stage_since,
                coalesce((select jsonb_agg(jsonb_build_array(assignments.id, user_id) order by started_at)
                    from assignments where assignments.client_id = c.id and ended_at is null), '[]') as assigned,
                array(select tag from client_tags where client_tags.client_id = c.id order by tag collate \"C\") as tags,
                exists(select from restrictions where restrictions.client_id = c.id and scope = 'organization'
                    and lifted_at is null and start_date <= $2 and coalesce(end_date, 'infinity') >= $2) as restricted,
                exists(select from enrollments left join discharges on discharges.enrollment_id = enrollments.id
                    where enrollments.client_id = c.id and coalesce(end_date, 'infinity') >= $2
                        and (discharges.id is null or end_date > greatest($2, start_date))) as enrolled
            from clients as c where c.id = any($1) and {sight}"
        )
    })?;
    let rows: Vec<Row> = tx.load(statement.bind::<Array<SqlUuid>, _>(ids).bind::<Date, _>(today))?;
    rows.into_iter().map(|row| Ok((row.id, row.found()?))).collect()
}

#[derive(QueryableByName)]
struct Row {
    #[diesel(sql_type = SqlUuid)]
    id: Uuid,
    #[diesel(sql_type = Integer)]
    version: i32,
    #[diesel(sql_type = Text)]
    status: String,
    #[diesel(sql_type = Text)]
    stage: String,
    #[diesel(sql_type = Timestamptz)]
    stage_since: DateTime<Utc>,
    #[diesel(sql_type = Jsonb)]
    assigned: Value,
    #[diesel(sql_type = Array<Text>)]
    tags: Vec<String>,
    #[diesel(sql_type = Bool)]
    restricted: bool,
    #[diesel(sql_type = Bool)]
    enrolled: bool,
}

impl Row {
    fn found(self) -> StoreResult<Found> {
        let assigned: Vec<(AssignmentId, UserId)> = serde_json::from_value(self.assigned)?;
        let standing = Standing {
            version: self.version,
            status: Status::from_code(&self.status).unwrap_or_default(),
            stage: Stage::from_code(&self.stage).unwrap_or_default(),
            assigned,
            tags: self.tags,
            restricted: self.restricted,
            enrolled: self.enrolled,
        };
        Ok(Found { standing, since: self.stage_since })
    }
}
