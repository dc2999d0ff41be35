//! Looking at a change and at its rows. Only who made it sees it.

use chrono::{DateTime, TimeDelta, Utc};
use diesel::{
    QueryableByName,
    prelude::*,
    sql_types::{Bool, Integer, Jsonb, Nullable, Text, Uuid as SqlUuid},
};
use domain::{
    bulk::{
        Action, Bulk, BulkFilter, BulkRow, BulkRowFilter, Counts, LeftBehindFilter, Outcome, Reason, State,
        UNDO_HOURS,
    },
    clients::display_name,
    follow_ups::FollowUp,
    ids::{BulkId, ClientId},
    page::Page,
    permission::Permission,
};
use serde_json::Value;
use uuid::Uuid;

use crate::{
    StoreError, StoreResult, follow_ups,
    page::Window,
    parameters::Parameters,
    schema::bulk_changes,
    scope::Scoped,
    statement::{Computed, computed},
    tx::ReadTx,
};

const COUNTS: &str = "(select coalesce(jsonb_agg(jsonb_build_array(outcome, reason, n)), '[]') \
    from (select outcome, reason, count(*) as n from bulk_rows where bulk_id = bulk_changes.id \
        group by outcome, reason) as counted)";

const IS_UNDONE: &str = "exists(select from bulk_changes as back where back.undoes = bulk_changes.id)";

type Found = (
    (Uuid, Value, String, bool),
    (DateTime<Utc>, Option<DateTime<Utc>>),
    (Option<Uuid>, Value, bool),
    (i64, Option<Value>),
);

type Columns = (
    (bulk_changes::id, bulk_changes::action, bulk_changes::state, bulk_changes::proposes),
    (bulk_changes::made_at, bulk_changes::ended_at),
    (bulk_changes::undoes, Computed<Jsonb>, Computed<Bool>),
    (bulk_changes::left_behind, bulk_changes::follow_ups),
);

fn columns() -> Columns {
    (
        (bulk_changes::id, bulk_changes::action, bulk_changes::state, bulk_changes::proposes),
        (bulk_changes::made_at, bulk_changes::ended_at),
        (bulk_changes::undoes, computed::<Jsonb>(COUNTS), computed::<Bool>(IS_UNDONE)),
        (bulk_changes::left_behind, bulk_changes::follow_ups),
    )
}

/// When it was made, and itself.
type Key = (DateTime<Utc>, BulkId);

/// One's own changes that were begun, with how far they are, the latest first.
pub fn list(tx: &mut ReadTx, filter: &BulkFilter) -> StoreResult<Page<Bulk>> {
    let window = Window::<Key>::read(filter.limit, filter.cursor.as_deref())?;
    let me = tx.user()?.uuid();
    let mut query = Scoped::by_permission(bulk_changes::table)
        .into_boxed()
        .filter(bulk_changes::user_id.eq(me))
        .filter(bulk_changes::state.ne(State::Planned.code()));
    if let Some((at, id)) = window.after {
        let same_time = bulk_changes::made_at.eq(at).and(bulk_changes::id.lt(id.uuid()));
        query = query.filter(bulk_changes::made_at.lt(at).or(same_time));
    }
    let query = query.order((bulk_changes::made_at.desc(), bulk_changes::id.desc())).limit(window.fetch());
    let rows: Vec<Found> = tx.load(query.select(columns()))?;
    let now = tx.now();
    let rows = rows.into_iter().map(|row| bulk(row, now)).collect::<StoreResult<Vec<Bulk>>>()?;
    window.page(rows, None, |row| (row.made_at, row.id))
}

/// One's own change, with how far it is.
pub fn find(tx: &mut ReadTx, id: BulkId) -> StoreResult<Bulk> {
    let me = tx.user()?.uuid();
    let query = Scoped::by_permission(bulk_changes::table)
        .filter(bulk_changes::id.eq(id.uuid()).and(bulk_changes::user_id.eq(me)))
        .select(columns());
    let found: Found = tx.first(query)?;
    bulk(found, tx.now())
}

fn bulk(found: Found, now: DateTime<Utc>) -> StoreResult<Bulk> {
    let ((id, action, state, proposes), (made_at, ended_at), (undoes, counted, is_undone), left) = found;
    let (left_behind, follow_ups) = left;
    let (action, counts): (Action, _) = (serde_json::from_value(action)?, counts(counted)?);
    let state = State::from_code(&state).unwrap_or(State::Planned);
    let fresh = now - made_at < TimeDelta::hours(UNDO_HOURS);
    Ok(Bulk {
        id: id.into(),
        action,
        state,
        proposes,
        made_at,
        ended_at,
        undoes: undoes.map(BulkId::from),
        can_undo: state == State::Done && counts.changed > 0 && undoes.is_none() && !is_undone && fresh,
        counts,
        left_behind,
        follow_ups: follow_ups.map(serde_json::from_value).transpose()?,
    })
}

fn counts(counted: Value) -> StoreResult<Counts> {
    let all: Vec<(Outcome, Option<Reason>, u64)> = serde_json::from_value(counted)?;
    let mut counts = Counts::default();
    for (outcome, reason, n) in all {
        counts.add(outcome, reason, n);
    }
    Ok(counts)
}

/// The follow-ups that one's own plan would leave behind; once it was run there are none.
pub fn left_behind(tx: &mut ReadTx, id: BulkId, filter: &LeftBehindFilter) -> StoreResult<Page<FollowUp>> {
    if !tx.may(Permission::SeeFollowUps) {
        return Err(StoreError::Forbidden(Permission::SeeFollowUps));
    }
    let window = Window::read(filter.limit, filter.cursor.as_deref())?;
    let found = find(tx, id)?;
    match found.action.leaving().filter(|_| found.state == State::Planned) {
        Some(leaving) => follow_ups::list_left(tx, id, leaving, &window),
        None => Ok(Page { items: Vec::new(), next: None, total: None }),
    }
}

/// The clients of one's own change, in the order in which they were chosen.
pub fn rows(tx: &mut ReadTx, id: BulkId, filter: &BulkRowFilter) -> StoreResult<Page<BulkRow>> {
    let window = Window::<i32>::read(filter.limit, filter.cursor.as_deref())?;
    let me = tx.user()?.uuid();
    let mut parameters = Parameters::default();
    let (bulk, me) = (parameters.add(id.uuid()), parameters.add(me));
    let outcome =
        filter.outcome.map(|one| format!(" and outcome = {}", parameters.add(one.code().to_owned())));
    let after = window.after.map(|place| format!(" and place > {}", parameters.add(i64::from(place))));
    let narrowed: String = outcome.into_iter().chain(after).collect();
    let limit = window.fetch();
    let statement = Scoped::sql(tx.actor(), "c.id", |sight| {
        format!(
            "select place, bulk_rows.client_id, outcome, reason, c.preferred_name, c.first_name, c.last_name
            from bulk_changes join bulk_rows on bulk_id = bulk_changes.id
            left join clients as c on c.id = bulk_rows.client_id and {sight}
            where bulk_changes.id = {bulk} and user_id = {me}{narrowed} order by place limit {limit}"
        )
    })?;
    let rows: Vec<Row> = tx.load(parameters.bound_to(statement))?;
    if rows.is_empty() {
        find(tx, id)?;
    }
    let named = rows.iter().filter(|row| row.first_name.is_some());
    tx.saw("bulk.rows", named.map(|row| ClientId::from(row.client_id)));
    Ok(window.page(rows, None, |row| row.place)?.map(Row::shown))
}

#[derive(QueryableByName)]
struct Row {
    #[diesel(sql_type = Integer)]
    place: i32,
    #[diesel(sql_type = SqlUuid)]
    client_id: Uuid,
    #[diesel(sql_type = Text)]
    outcome: String,
    #[diesel(sql_type = Nullable<Text>)]
    reason: Option<String>,
    #[diesel(sql_type = Nullable<Text>)]
    preferred_name: Option<String>,
    #[diesel(sql_type = Nullable<Text>)]
    first_name: Option<String>,
    #[diesel(sql_type = Nullable<Text>)]
    last_name: Option<String>,
}

impl Row {
    fn shown(self) -> BulkRow {
        let last = self.last_name.unwrap_or_default();
        BulkRow {
            client_id: self.client_id.into(),
            client_name: self
                .first_name
                .map(|first| display_name(self.preferred_name.as_deref(), &first, &last)),
            outcome: Outcome::from_code(&self.outcome).unwrap_or(Outcome::Refused),
            reason: self.reason.as_deref().and_then(Reason::from_code),
        }
    }
}
