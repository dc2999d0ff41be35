//! What an administrator sees of background work, and what they do with work that failed.

use chrono::{DateTime, Utc};
use diesel::{
    prelude::*,
    sql_types::{BigInt, Double, Jsonb, Text, Uuid as SqlUuid},
};
use domain::{
    ids::JobId,
    jobs::{Job, JobFilter, Kind, State},
    page::Page,
};
use serde_json::json;
use uuid::Uuid;

use crate::{
    Store, StoreError, StoreResult,
    page::Window,
    schema::jobs,
    scope::Scoped,
    statement::Sql,
    tx::{ReadTx, WriteTx},
};

/// The latest first.
pub fn list(tx: &mut ReadTx, filter: &JobFilter) -> StoreResult<Page<Job>> {
    let window = Window::<Uuid>::read(filter.limit, filter.cursor.as_deref())?;
    let mut query = Scoped::by_permission(jobs::table).into_boxed();
    if let Some(state) = filter.state {
        query = query.filter(jobs::state.eq(state.code()));
    }
    if let Some(kind) = filter.kind {
        query = query.filter(jobs::kind.eq(kind.code()));
    }
    if let Some(after) = window.after {
        query = query.filter(jobs::id.lt(after));
    }
    let rows: Vec<Row> =
        tx.load(query.order(jobs::id.desc()).limit(window.fetch()).select(Row::as_select()))?;
    let page = window.page(rows, None, |row| row.id)?;
    Ok(Page { items: page.items.into_iter().filter_map(Row::job).collect(), next: page.next, total: None })
}

/// Lets dead work begin anew, and waiting work be tried at once.
pub fn retry(tx: &mut WriteTx, id: JobId) -> StoreResult<Job> {
    let found = find(tx, id)?;
    let attempts = match found.state {
        State::Dead => 0,
        State::Waiting => found.attempts,
        State::Running | State::Done => {
            return Err(StoreError::Conflict("It is being done at this moment, or is done already."));
        }
    };
    let now = tx.now();
    let statement = diesel::update(jobs::table.find(id.uuid()))
        .filter(jobs::state.eq(found.state.code()))
        .set((
            jobs::state.eq(State::Waiting.code()),
            jobs::due_at.eq(now),
            jobs::attempts.eq(attempts),
            jobs::finished_at.eq(None::<DateTime<Utc>>),
        ))
        .returning(Row::as_returning());
    let row: Row = tx.try_returning(statement)?.ok_or(MOVED)?;
    note(tx, "update", &found)?;
    row.job().ok_or(StoreError::NotFound)
}

/// Gives up work that is dead. What it was about is gone.
pub fn discard(tx: &mut WriteTx, id: JobId) -> StoreResult<()> {
    let found = find(tx, id)?;
    if found.state != State::Dead {
        return Err(StoreError::Conflict("Only work that failed for good can be discarded."));
    }
    let dead = jobs::table.filter(jobs::id.eq(id.uuid())).filter(jobs::state.eq(State::Dead.code()));
    if tx.run(diesel::delete(dead))? == 0 {
        return Err(MOVED);
    }
    note(tx, "delete", &found)
}

const MOVED: StoreError = StoreError::Conflict("Somebody else has just done something with it; look again.");

/// Its moves from state to state are not in the audit; what a person does with it is.
fn note(tx: &mut WriteTx, action: &'static str, job: &Job) -> StoreResult<()> {
    let was = json!({ "kind": job.kind, "subject": job.subject, "state": job.state });
    let statement = diesel::sql_query("select record($1, 'jobs', $2, null, $3, null)")
        .bind::<Text, _>(action)
        .bind::<SqlUuid, _>(job.id.uuid())
        .bind::<Jsonb, _>(was);
    tx.run_sql(statement)?;
    Ok(())
}

fn find(tx: &mut ReadTx, id: JobId) -> StoreResult<Job> {
    let query = Scoped::by_permission(jobs::table).filter(jobs::id.eq(id.uuid())).select(Row::as_select());
    tx.first::<_, Row>(query)?.job().ok_or(StoreError::NotFound)
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = jobs)]
struct Row {
    id: Uuid,
    kind: String,
    subject: String,
    state: String,
    created_at: DateTime<Utc>,
    due_at: DateTime<Utc>,
    attempts: i32,
    last_error: Option<String>,
    finished_at: Option<DateTime<Utc>>,
}

impl Row {
    /// Work of a kind that only a newer version knows is shown there.
    fn job(self) -> Option<Job> {
        let Self { id, kind, subject, state, created_at, due_at, attempts, last_error, finished_at } = self;
        let (kind, state) = (Kind::from_code(&kind)?, State::from_code(&state)?);
        let id = id.into();
        Some(Job { id, kind, subject, state, created_at, due_at, attempts, last_error, finished_at })
    }
}

/// How much there is to do.
#[derive(Clone, Copy, Debug, PartialEq, QueryableByName)]
pub struct Figures {
    #[diesel(sql_type = BigInt)]
    pub waiting: i64,
    #[diesel(sql_type = BigInt)]
    pub running: i64,
    #[diesel(sql_type = BigInt)]
    pub dead: i64,
    /// For how many seconds the oldest work has been due.
    #[diesel(sql_type = Double)]
    pub oldest: f64,
}

const FIGURES: &str = "select count(*) filter (where state = 'waiting') as waiting, \
        count(*) filter (where state = 'running') as running, count(*) filter (where state = 'dead') as dead, \
        greatest(0, coalesce(extract(epoch from now() - min(due_at) filter (where state = 'waiting')), 0))::float8 \
            as oldest \
    from jobs where state in ('waiting', 'running', 'dead')";

impl Store {
    pub fn job_figures(&self) -> StoreResult<Figures> {
        self.readers.ask(|conn| Ok(Sql::new(FIGURES).prepared().get_result(conn)?))
    }
}
