//! The board: active clients by stage, in one statement. Moves are made by [`crate::canonical`].

use chrono::{DateTime, NaiveDate, Utc};
use diesel::{
    QueryableByName,
    sql_types::{Array, BigInt, Bool, Date, Integer, Nullable, Text, Timestamptz, Uuid as SqlUuid},
};
use domain::{
    board::{Board, BoardFilter, Card, Column, Stay},
    clients::{Stage, display_name},
    ids::ClientId,
    page::{COUNTED, Total},
    permission::Permission,
};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{
    StoreError, StoreResult, clients, page::Window, parameters::Parameters, scope::Scoped, tx::ReadTx,
};

/// The last card of a column. It names its stage, so that no cursor is taken for one of another column.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct After(Stage, DateTime<Utc>, ClientId);

/// Active clients in sight, each column from its beginning, or one column from a place in it.
pub fn show(tx: &mut ReadTx, filter: &BoardFilter) -> StoreResult<Board> {
    if filter.program.is_some() && !tx.may(Permission::SeeEnrollments) {
        return Err(StoreError::Forbidden(Permission::SeeEnrollments));
    }
    let window = Window::<After>::read(filter.limit, filter.cursor.as_deref())?;
    if window.after.as_ref().is_some_and(|after| filter.stage != Some(after.0)) {
        return Err(StoreError::BadCursor);
    }
    let rows = fetch(tx, filter, &window)?;
    tx.saw("board.show", rows.iter().filter_map(|row| row.id).map(ClientId::from));
    let stages = wanted(filter).into_iter();
    Ok(Board { columns: stages.map(|stage| column(stage, &rows, &window)).collect::<StoreResult<_>>()? })
}

fn wanted(filter: &BoardFilter) -> Vec<Stage> {
    filter.stage.map_or_else(|| Stage::ALL.to_vec(), |one| vec![one])
}

fn column(stage: Stage, rows: &[Row], window: &Window<After>) -> StoreResult<Column> {
    let here: Vec<&Row> = rows.iter().filter(|row| row.stage == stage.code()).collect();
    let count = here.first().map_or(0, |row| row.total.max(0) as u64);
    let total = Total { count: count.min(COUNTED.into()), exact: count <= COUNTED.into() };
    let cards = here.into_iter().filter_map(Row::card).collect();
    let page = window.page(cards, Some(total), |card: &Card| After(stage, card.since, card.id))?;
    Ok(Column { stage, total, cards: page.items, next: page.next })
}

/// Whoever sees everyone gets the beginning of each stage from the index. Where few of many are wanted – a caseload,
/// a colleague's clients, a program's – they are found first, and then dealt out.
fn fetch(tx: &mut ReadTx, filter: &BoardFilter, window: &Window<After>) -> StoreResult<Vec<Row>> {
    let mut parameters = Parameters::default();
    let stages: Vec<String> = wanted(filter).iter().map(|stage| stage.code().to_owned()).collect();
    let (stages, today) = (parameters.add(stages), parameters.add(tx.today()));
    let conditions = conditions(filter, &today, &mut parameters);
    let after = window.after.clone().map(|After(_, since, id)| {
        format!(" and (stage_since, id) > ({}, {})", parameters.add(since), parameters.add(id.uuid()))
    });
    let (after, limit) = (after.unwrap_or_default(), window.fetch());
    let columns = columns(tx, &today, &mut parameters)?;
    let is_few = !conditions.is_empty() || !tx.actor().sight.everyone;
    let materialized = if is_few { "materialized" } else { "not materialized" };
    let statement = Scoped::sql(tx.actor(), "c.id", |sight| {
        format!(
            "with matches as {materialized} (
                select c.id, c.stage, c.stage_since from clients as c
                where {sight} and c.status = 'active'{conditions}
            )
            select wanted.stage, counted.total, {columns}
            from unnest({stages}) with ordinality as wanted (stage, place)
            cross join lateral (select count(*) as total
                from (select from matches where matches.stage = wanted.stage limit 1001) as all_of_them) as counted
            left join lateral (select id from matches where matches.stage = wanted.stage{after}
                order by stage_since, id limit {limit}) as page on true
            left join clients as c on c.id = page.id
            order by wanted.place, c.stage_since, c.id"
        )
    })?;
    tx.load(parameters.bound_to(statement))
}

fn conditions(filter: &BoardFilter, today: &str, parameters: &mut Parameters) -> String {
    let assignee = filter.assignee.map(|user| {
        let user = parameters.add(user.uuid());
        format!(
            " and c.id in (select client_id from assignments where ended_at is null and user_id = {user})"
        )
    });
    let program = filter.program.map(|program| {
        let program = parameters.add(program.uuid());
        format!(
            " and c.id in (select client_id from enrollments where program_id = {program} \
             and start_date <= {today} and coalesce(end_date, 'infinity') >= {today})"
        )
    });
    assignee.into_iter().chain(program).collect()
}

/// What a card shows of `c`, as far as the reader may see it.
fn columns(tx: &ReadTx, today: &str, parameters: &mut Parameters) -> StoreResult<String> {
    let due = match tx.may(Permission::SeeFollowUps) {
        true => "(select min(due_on) from follow_ups where client_id = c.id and status = 'open')",
        false => "null::date",
    };
    let whose = match tx.may(Permission::ReviewProposals) {
        true => String::new(),
        false => format!(" and requested_by = {}", parameters.add(tx.user()?.uuid())),
    };
    Ok(format!(
        "c.id, c.version, c.preferred_name, c.first_name, c.last_name, c.stage_since,
            {today} - (c.stage_since at time zone (select time_zone from organization))::date as days,
            {due} as next_follow_up,
            array(select users.name from assignments join users on users.id = assignments.user_id
                where assignments.client_id = c.id and ended_at is null order by started_at, users.name) as assignees,
            exists(select from restrictions where client_id = c.id and lifted_at is null
                and start_date <= {today} and coalesce(end_date, 'infinity') >= {today}) as restricted,
            (select body -> 'to' ->> 'stage' from pending_changes where client_id = c.id
                and edit = 'clients.move_stage' and status = 'pending'{whose}
                order by requested_at desc limit 1) as proposed"
    ))
}

#[derive(QueryableByName)]
struct Row {
    #[diesel(sql_type = Text)]
    stage: String,
    #[diesel(sql_type = BigInt)]
    total: i64,
    /// Nobody, in a column that is empty.
    #[diesel(sql_type = Nullable<SqlUuid>)]
    id: Option<Uuid>,
    #[diesel(sql_type = Nullable<Integer>)]
    version: Option<i32>,
    #[diesel(sql_type = Nullable<Text>)]
    preferred_name: Option<String>,
    #[diesel(sql_type = Nullable<Text>)]
    first_name: Option<String>,
    #[diesel(sql_type = Nullable<Text>)]
    last_name: Option<String>,
    #[diesel(sql_type = Nullable<Timestamptz>)]
    stage_since: Option<DateTime<Utc>>,
    #[diesel(sql_type = Nullable<Integer>)]
    days: Option<i32>,
    #[diesel(sql_type = Nullable<Date>)]
    next_follow_up: Option<NaiveDate>,
    #[diesel(sql_type = Array<Text>)]
    assignees: Vec<String>,
    #[diesel(sql_type = Bool)]
    restricted: bool,
    #[diesel(sql_type = Nullable<Text>)]
    proposed: Option<String>,
}

impl Row {
    fn card(&self) -> Option<Card> {
        let (first, last) = (self.first_name.as_deref()?, self.last_name.as_deref()?);
        Some(Card {
            id: self.id?.into(),
            version: self.version?,
            name: display_name(self.preferred_name.as_deref(), first, last),
            since: self.stage_since?,
            days: self.days?,
            next_follow_up: self.next_follow_up,
            assignees: self.assignees.clone(),
            restricted: self.restricted,
            proposed: self.proposed.as_deref().and_then(Stage::from_code),
        })
    }
}

/// The way of a client in sight through the journey, the latest stage first.
pub fn stays(tx: &mut ReadTx, client: ClientId) -> StoreResult<Vec<Stay>> {
    let mut parameters = Parameters::default();
    let (id, today) = (parameters.add(client.uuid()), parameters.add(tx.today()));
    let statement = Scoped::sql(tx.actor(), "stage_moves.client_id", |sight| {
        format!(
            "select stage, entered_at, left_at, users.name as by,
                coalesce((left_at at time zone zone)::date, {today}) - (entered_at at time zone zone)::date as days
            from (
                select stage_moves.id, stage, entered_at, user_id,
                    lead(entered_at) over (order by entered_at, stage_moves.id) as left_at,
                    (select time_zone from organization) as zone
                from stage_moves where stage_moves.client_id = {id} and {sight}
            ) as moves
            left join users on users.id = moves.user_id order by entered_at desc, moves.id desc"
        )
    })?;
    let rows: Vec<StayRow> = tx.load(parameters.bound_to(statement))?;
    if rows.is_empty() {
        clients::in_sight(tx, client)?;
    }
    tx.saw("clients.stages", [client]);
    Ok(rows.into_iter().filter_map(StayRow::stay).collect())
}

#[derive(QueryableByName)]
struct StayRow {
    #[diesel(sql_type = Text)]
    stage: String,
    #[diesel(sql_type = Timestamptz)]
    entered_at: DateTime<Utc>,
    #[diesel(sql_type = Nullable<Timestamptz>)]
    left_at: Option<DateTime<Utc>>,
    #[diesel(sql_type = Integer)]
    days: i32,
    #[diesel(sql_type = Nullable<Text>)]
    by: Option<String>,
}

impl StayRow {
    fn stay(self) -> Option<Stay> {
        let Self { stage, entered_at, left_at, days, by } = self;
        Some(Stay { stage: Stage::from_code(&stage)?, entered_at, left_at, days, by })
    }
}
