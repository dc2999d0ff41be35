//! Taking a job, and saying how it went. Each is one statement, so that a server that is killed leaves nothing half done.

use chrono::{DateTime, Utc};
use diesel::{
    prelude::*,
    sql_types::{Array, BigInt, Bool, Bytea, Double, Integer, Nullable, Text, Timestamptz, Uuid as SqlUuid},
};
use domain::jobs::{Kind, MOST_ATTEMPTS, pause};
use uuid::Uuid;

use crate::{Store, StoreError, StoreResult, statement::Sql};

/// Work that was taken.
pub struct Task {
    pub id: Uuid,
    pub kind: Kind,
    /// With this one.
    pub attempts: i32,
    fence: i64,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    pub(crate) payload_sealed: Option<Vec<u8>>,
}

impl Task {
    /// Whether it was taken more often than it may be: whoever took it never said how it went, not even that it failed.
    pub fn is_poison(&self) -> bool {
        self.attempts > MOST_ATTEMPTS
    }
}

/// Why work was not done. An administrator reads it, so no name and no address stands in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    pub why: String,
    /// Trying again does not help.
    pub is_final: bool,
}

impl Failure {
    pub fn passing(why: impl Into<String>) -> Self {
        Self { why: why.into(), is_final: false }
    }

    pub fn last(why: impl Into<String>) -> Self {
        Self { why: why.into(), is_final: true }
    }
}

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Self {
        Self::passing(error.to_string())
    }
}

#[derive(QueryableByName)]
struct Row {
    #[diesel(sql_type = SqlUuid)]
    id: Uuid,
    #[diesel(sql_type = Text)]
    kind: String,
    #[diesel(sql_type = Integer)]
    attempts: i32,
    #[diesel(sql_type = BigInt)]
    fence: i64,
    #[diesel(sql_type = Timestamptz)]
    created_at: DateTime<Utc>,
    #[diesel(sql_type = Nullable<Bytea>)]
    payload_sealed: Option<Vec<u8>>,
}

/// Kinds that this version does not know wait for a newer server.
const TAKE: &str = "update jobs set state = 'running', attempts = attempts + 1, fence = fence + 1, \
        due_at = now() + make_interval(secs => lease_seconds) \
    where id = (select id from jobs where state in ('waiting', 'running') and due_at <= now() and kind = any($1) \
        order by due_at limit 1 for update skip locked) \
    returning id, kind, attempts, fence, created_at, payload_sealed";

const DONE: &str = "update jobs set state = 'done', finished_at = now(), payload_sealed = null, last_error = null \
    where id = $1 and fence = $2 and state = 'running'";

const FAILED: &str = "update jobs set state = case when $3 then 'dead' else 'waiting' end, last_error = $4, \
        finished_at = case when $3 then now() end, due_at = now() + make_interval(secs => $5) \
    where id = $1 and fence = $2 and state = 'running'";

impl Store {
    /// Takes what has been due for longest. Of several workers each gets another one.
    pub fn take_job(&self) -> StoreResult<Option<Task>> {
        let kinds: Vec<&str> = Kind::ALL.iter().map(|kind| kind.code()).collect();
        self.writers.ask(|conn| {
            let statement = Sql::new(TAKE).prepared().bind::<Array<Text>, _>(kinds.clone());
            Ok(statement.get_result::<Row>(conn).optional()?.and_then(Row::task))
        })
    }

    /// Says that it is done. What was in it is forgotten. False where somebody else has taken it meanwhile.
    pub fn finish_job(&self, task: &Task) -> StoreResult<bool> {
        self.settle(task, DONE, |statement| statement)
    }

    /// Says that it failed: it is tried again after a pause, or dead. False where somebody else has taken it meanwhile.
    /// `chance` is between 0 and 1.
    pub fn fail_job(&self, task: &Task, failure: &Failure, chance: f64) -> StoreResult<bool> {
        let is_dead = failure.is_final || task.attempts >= MOST_ATTEMPTS;
        let why: String = failure.why.chars().filter(|c| *c != '\0').take(500).collect();
        self.settle(task, FAILED, |statement| {
            statement
                .bind::<Bool, _>(is_dead)
                .bind::<Text, _>(why.clone())
                .bind::<Double, _>(pause(task.attempts, chance))
        })
    }

    fn settle(&self, task: &Task, text: &'static str, more: impl Fn(Sql) -> Sql) -> StoreResult<bool> {
        self.writers.ask(|conn| {
            let statement = Sql::new(text).prepared();
            let statement = statement.bind::<SqlUuid, _>(task.id).bind::<BigInt, _>(task.fence);
            Ok(more(statement).execute(conn)? == 1)
        })
    }
}

impl Row {
    fn task(self) -> Option<Task> {
        let Self { id, kind, attempts, fence, created_at, payload_sealed } = self;
        Some(Task { id, kind: Kind::from_code(&kind)?, attempts, fence, created_at, payload_sealed })
    }
}
