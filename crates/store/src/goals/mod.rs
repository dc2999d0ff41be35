//! The service plan: what a client wants to reach, and the steps that lead there.

mod steps;
mod write;

pub use steps::{add_step, amend_step, complete_step, remove_step, reopen_step};
pub use write::{amend, close, remove, reopen, set};

use chrono::{DateTime, NaiveDate, Utc};
use diesel::{dsl, pg::Pg, prelude::*, sql_types::Jsonb};
use domain::{
    goals::{Area, Goal, GoalFilter, Status},
    ids::{ClientId, GoalId},
    page::Page,
};
use serde_json::Value;
use uuid::Uuid;

use crate::{
    StoreError, StoreResult, clients,
    page::Window,
    schema::{goals, users},
    scope::Scoped,
    statement::computed,
    tx::ReadTx,
};

/// A client's goals, in the order in which they were set.
pub fn list(tx: &mut ReadTx, client: ClientId, filter: &GoalFilter) -> StoreResult<Page<Goal>> {
    let window = Window::<GoalId>::read(filter.limit, filter.cursor.as_deref())?;
    let rows = fetch(tx, |mut query| {
        query = query.filter(goals::client_id.eq(client.uuid()));
        if !filter.status.is_empty() {
            query = query.filter(goals::status.eq_any(filter.status.iter().map(|status| status.code())));
        }
        if let Some(id) = window.after {
            query = query.filter(goals::id.gt(id.uuid()));
        }
        query.order(goals::id).limit(window.fetch())
    })?;
    if rows.is_empty() {
        clients::find_card(tx, client)?;
    }
    tx.saw("goals.list", [client]);
    window.page(rows, None, |goal| goal.id)
}

/// One goal of a client in sight.
pub fn find(tx: &mut ReadTx, id: GoalId) -> StoreResult<Goal> {
    let rows = fetch(tx, |query| query.filter(goals::id.eq(id.uuid())))?;
    rows.into_iter().next().ok_or(StoreError::NotFound)
}

type Rows = Scoped<dsl::IntoBoxed<'static, goals::table, Pg>>;

const STEPS: &str = "coalesce((select jsonb_agg(jsonb_build_object(
        'id', goal_steps.id, 'version', goal_steps.version, 'what', what,
        'owner_id', owner_id, 'owner', owners.name, 'due_on', due_on, 'done_on', done_on,
        'overdue', goals.status = 'open' and done_on is null and coalesce(due_on < today(), false))
        order by position, goal_steps.id)
    from goal_steps left join users owners on owners.id = owner_id
    where goal_steps.goal_id = goals.id), '[]')";

fn fetch(tx: &mut ReadTx, narrow: impl FnOnce(Rows) -> Rows) -> StoreResult<Vec<Goal>> {
    let query = narrow(Scoped::over(tx.actor(), goals::table.into_boxed(), goals::client_id));
    let author = users::table.filter(users::id.eq(goals::set_by)).select(users::name);
    let closer = users::table.filter(users::id.nullable().eq(goals::closed_by)).select(users::name);
    let rows: Vec<Row> = tx.load(query.select((
        (goals::id, goals::version, goals::client_id),
        (goals::title, goals::area, goals::why, goals::target_on),
        (goals::status, goals::outcome, goals::closed_on),
        (author.single_value(), goals::set_at, closer.single_value()),
        computed::<Jsonb>(STEPS),
    )))?;
    rows.into_iter().map(Row::goal).collect()
}

#[derive(Queryable)]
struct Row {
    ids: (Uuid, i32, Uuid),
    wish: (String, String, String, Option<NaiveDate>),
    end: (String, Option<String>, Option<NaiveDate>),
    people: (Option<String>, DateTime<Utc>, Option<String>),
    steps: Value,
}

impl Row {
    fn goal(self) -> StoreResult<Goal> {
        let (id, version, client_id) = self.ids;
        let (title, area, why, target_on) = self.wish;
        let (status, outcome, closed_on) = self.end;
        let (set_by, set_at, closed_by) = self.people;
        Ok(Goal {
            id: id.into(),
            version,
            client_id: client_id.into(),
            title,
            area: Area::from_code(&area).unwrap_or(Area::Other),
            why,
            target_on,
            status: Status::from_code(&status).unwrap_or(Status::Open),
            outcome,
            closed_on,
            closed_by,
            set_by: set_by.unwrap_or_default(),
            set_at,
            steps: serde_json::from_value(self.steps)?,
        })
    }
}
