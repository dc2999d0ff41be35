//! A follow-up as it is read.

use chrono::{DateTime, NaiveDate, Utc};
use diesel::{
    dsl,
    pg::Pg,
    prelude::*,
    sql_types::{Date, Nullable},
};
use domain::{
    clients::display_name,
    follow_ups::{FollowUp, Repeats, Rhythm, Status},
};
use uuid::Uuid;

use crate::{
    StoreResult,
    schema::{clients, follow_ups, users},
    scope::Scoped,
    statement::computed,
    tx::ReadTx,
};

/// When the next one of the series is due.
const NEXT_ON: &str = "(select later.due_on from follow_ups as later where later.follows = follow_ups.id)";

/// Follow-ups with their clients, those in sight alone.
pub(super) type Rows = Scoped<dsl::IntoBoxed<'static, dsl::InnerJoin<follow_ups::table, clients::table>, Pg>>;

pub(super) fn fetch(tx: &mut ReadTx, narrow: impl FnOnce(Rows) -> Rows) -> StoreResult<Vec<FollowUp>> {
    let joined = follow_ups::table.inner_join(clients::table);
    let query = narrow(Scoped::over(tx.actor(), joined.into_boxed(), follow_ups::client_id));
    let assignee = users::table.filter(users::id.eq(follow_ups::assignee_id)).select(users::name);
    let author = users::table.filter(users::id.eq(follow_ups::created_by)).select(users::name);
    let rows: Vec<Row> = tx.load(query.select((
        (follow_ups::id, follow_ups::version, follow_ups::client_id, follow_ups::assignee_id),
        (clients::preferred_name, clients::first_name, clients::last_name),
        (follow_ups::due_on, follow_ups::purpose, follow_ups::status, follow_ups::reschedules),
        (follow_ups::outcome, follow_ups::closed_at, follow_ups::escalated_at),
        (assignee.single_value(), author.single_value()),
        (follow_ups::rhythm, follow_ups::every, follow_ups::repeat_until),
        (follow_ups::moved_because, computed::<Nullable<Date>>(NEXT_ON)),
    )))?;
    let today = tx.today();
    Ok(rows.into_iter().map(|row| row.follow_up(today)).collect())
}

#[derive(Queryable)]
struct Row {
    ids: (Uuid, i32, Uuid, Uuid),
    client: (Option<String>, String, String),
    task: (NaiveDate, String, String, i32),
    closed: (Option<String>, Option<DateTime<Utc>>, Option<DateTime<Utc>>),
    people: (Option<String>, Option<String>),
    series: (Option<String>, Option<i32>, Option<NaiveDate>),
    moves: (Option<String>, Option<NaiveDate>),
}

impl Row {
    fn follow_up(self, today: NaiveDate) -> FollowUp {
        let (id, version, client_id, assignee_id) = self.ids;
        let (preferred, first, last) = self.client;
        let (due_on, purpose, status, reschedules) = self.task;
        let status = Status::from_code(&status).unwrap_or(Status::Open);
        FollowUp {
            id: id.into(),
            version,
            client_id: client_id.into(),
            client_name: display_name(preferred.as_deref(), &first, &last),
            assignee_id: assignee_id.into(),
            assignee: self.people.0.unwrap_or_default(),
            due_on,
            purpose,
            overdue: status == Status::Open && due_on < today,
            escalated_at: self.closed.2.filter(|_| status == Status::Open),
            status,
            outcome: self.closed.0,
            closed_at: self.closed.1,
            created_by: self.people.1.unwrap_or_default(),
            reschedules,
            moved_because: self.moves.0,
            repeats: repeats(self.series),
            next_on: self.moves.1,
        }
    }
}

/// A rhythm that only a newer version knows is none here.
fn repeats((rhythm, every, until): (Option<String>, Option<i32>, Option<NaiveDate>)) -> Option<Repeats> {
    let rhythm = Rhythm::from_code(&rhythm?)?;
    Some(Repeats { rhythm, every: u8::try_from(every?).ok()?, until })
}
