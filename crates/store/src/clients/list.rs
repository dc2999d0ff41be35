//! Clients in a list: filtered, searched, sorted, counted.

use chrono::{DateTime, NaiveDate, Utc};
use diesel::{
    QueryableByName,
    sql_types::{Array, BigInt, Bool, Date, Integer, Nullable, Text, Timestamptz, Uuid as SqlUuid},
};
use domain::{
    clients::{ClientFilter, ClientRow, ClientSort, Stage, Status},
    demographics::Question,
    ids::ClientId,
    page::{COUNTED, DEFAULT_LIMIT, Page, Total},
    permission::Permission,
};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::search::{Part, Search};
use crate::{
    StoreError, StoreResult,
    custom_fields::{self, Wanted},
    page::Window,
    parameters::{Parameter, Parameters},
    scope::Scoped,
    tx::ReadTx,
};

/// With fewer found, those who are alike are looked for too.
const ENOUGH: usize = 5;

/// Where the next page begins. It names its order, so that no cursor is taken for one of another order.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum After {
    Name(String, ClientId),
    Newest(DateTime<Utc>, ClientId),
    Updated(DateTime<Utc>, ClientId),
}

impl After {
    fn of(sort: ClientSort, row: &Row) -> Self {
        match sort {
            ClientSort::Name => Self::Name(row.name_key.clone(), row.id.into()),
            ClientSort::Newest => Self::Newest(row.created_at, row.id.into()),
            ClientSort::Updated => Self::Updated(row.updated_at, row.id.into()),
        }
    }

    /// The two values of the last row, if it was of this order.
    fn key(self, sort: ClientSort) -> StoreResult<(Parameter, Uuid)> {
        match (sort, self) {
            (ClientSort::Name, Self::Name(name, id)) => Ok((name.into(), id.uuid())),
            (ClientSort::Newest, Self::Newest(at, id)) => Ok((at.into(), id.uuid())),
            (ClientSort::Updated, Self::Updated(at, id)) => Ok((at.into(), id.uuid())),
            _ => Err(StoreError::BadCursor),
        }
    }
}

/// Clients in sight.
pub fn list(tx: &mut ReadTx, filter: &ClientFilter) -> StoreResult<Page<ClientRow>> {
    may_filter(tx, filter)?;
    let window = Window::<After>::read(filter.limit, filter.cursor.as_deref())?;
    let asked = Asked::of(tx, filter)?;
    let mut page = found(tx, &asked, &window)?;
    let few = page.items.len() < ENOUGH && page.next.is_none() && window.after.is_none();
    if few {
        page = alike(tx, &asked, window.limit)?.unwrap_or(page);
    }
    tx.saw("clients.list", page.items.iter().map(|row| row.id.into()));
    Ok(page.map(Row::client))
}

/// What was asked for, read.
struct Asked<'a> {
    filter: &'a ClientFilter,
    search: Option<Search>,
    fields: Vec<Wanted>,
}

impl<'a> Asked<'a> {
    fn of(tx: &mut ReadTx, filter: &'a ClientFilter) -> StoreResult<Self> {
        let search = Search::read(filter.q.as_deref(), tx.today())?;
        Ok(Self {
            filter,
            search,
            fields: custom_fields::conditions(tx, custom_fields::Of::Clients, &filter.field)?,
        })
    }

    /// Asked for so often, and in so few texts, that a connection remembers the plan, unless a filter comes along.
    fn is_usual(&self, limit: usize) -> bool {
        self.search.as_ref().is_none_or(Search::is_usual) && limit == usize::from(DEFAULT_LIMIT)
    }
}

/// A filter by what one does not see would tell it.
fn may_filter(tx: &ReadTx, filter: &ClientFilter) -> StoreResult<()> {
    let by_details = !filter.status.is_empty() || !filter.stage.is_empty() || filter.assignee.is_some();
    let by_details = by_details || !filter.field.is_empty() || !filter.tag.is_empty();
    let wanted =
        [(Permission::SeeClientDetails, by_details), (Permission::SeeEnrollments, filter.program.is_some())];
    let answers = filter.answer.iter().map(|answer| (answer.question.permission(), true));
    let missing = wanted.into_iter().chain(answers).find(|(permission, used)| *used && !tx.may(*permission));
    missing.map_or(Ok(()), |(permission, _)| Err(StoreError::Forbidden(permission)))
}

/// Who fits the filter and, where something was typed, has it in the record word by word.
fn found(tx: &mut ReadTx, asked: &Asked, window: &Window<After>) -> StoreResult<Page<Row>> {
    let (filter, search) = (asked.filter, asked.search.as_ref());
    let sort = filter.sort.unwrap_or_default();
    let mut statement = Statement::over(tx, asked);
    let is_filtered = !statement.conditions.is_empty();
    let unfiltered = !is_filtered && search.is_none() && tx.actor().sight.everyone;
    if let Some(search) = search {
        statement.conditions.push(search.exactly(part(tx), &mut statement.parameters));
    }
    // Few rows of many are sorted once they are found. Otherwise the planner may walk the whole ordered index for
    // a name that nobody has.
    let picky = search.is_some() || filter.program.is_some() || filter.assignee.is_some();
    let picky = picky || !asked.fields.is_empty() || !filter.tag.is_empty();
    statement.materialized = picky || !tx.actor().sight.everyone;
    statement.is_prepared = asked.is_usual(window.limit) && !is_filtered;
    statement.order = Order::of(sort);
    if let Some(after) = window.after.clone() {
        statement.start_after(after.key(sort)?);
    }
    let total = if unfiltered { KEPT } else { COUNT };
    let rows: Vec<Row> = statement.load(tx, total, window.fetch())?;
    let counted = rows.first().map(|row| row.total).or(window.after.is_none().then_some(0));
    window.page(rows, counted.map(|count| limited(count, unfiltered)), |row| After::of(sort, row))
}

/// The best of those who are alike, in one page.
fn alike(tx: &mut ReadTx, asked: &Asked, limit: usize) -> StoreResult<Option<Page<Row>>> {
    let Some(statement) = alike_statement(tx, asked, limit) else { return Ok(None) };
    let rows: Vec<Row> = statement.load(tx, COUNT, limit as i64)?;
    let total = Total { count: rows.len() as u64, exact: true };
    Ok(Some(Page { items: rows, next: None, total: Some(total) }))
}

fn alike_statement(tx: &ReadTx, asked: &Asked, limit: usize) -> Option<Statement> {
    let search = asked.search.as_ref()?;
    let mut statement = Statement::over(tx, asked);
    statement.is_prepared = asked.is_usual(limit) && statement.conditions.is_empty();
    let part = part(tx);
    let exactly = search.exactly(part, &mut statement.parameters);
    let (alike, likeness) = search.alike(part, &exactly, &mut statement.parameters)?;
    statement.conditions.push(alike);
    statement.materialized = true;
    statement.order = Order {
        key: format!("case when {exactly} then 2 else {likeness} end"),
        direction: "desc",
        beyond: "<",
    };
    Some(statement)
}

/// Ids and versions of all whom the list would show, page after page; one more than `most` where there are more.
pub(crate) fn matching(tx: &mut ReadTx, filter: &ClientFilter, most: usize) -> StoreResult<Vec<(Uuid, i32)>> {
    may_filter(tx, filter)?;
    let asked = Asked::of(tx, filter)?;
    let mut statement = Statement::over(tx, &asked);
    if let Some(search) = &asked.search {
        statement.conditions.push(search.exactly(part(tx), &mut statement.parameters));
    }
    let found = statement.load_ids(tx, most + 1)?;
    if found.len() >= ENOUGH {
        return Ok(found);
    }
    let limit = usize::from(DEFAULT_LIMIT);
    match alike_statement(tx, &asked, limit) {
        Some(statement) => statement.load_ids(tx, limit),
        None => Ok(found),
    }
}

fn part(tx: &ReadTx) -> Part {
    if tx.may(Permission::SeeClientDetails) { Part::Whole } else { Part::Card }
}

fn limited(count: i64, unfiltered: bool) -> Total {
    let (count, most) = (count.max(0) as u64, u64::from(COUNTED));
    let exact = unfiltered || count <= most;
    Total { count: if exact { count } else { most }, exact }
}

/// All clients, from the kept count.
const KEPT: &str = "(select coalesce(sum(count), 0)::bigint from kept_counts where entity = 'clients')";

/// Those who match, one more than is counted at most.
const COUNT: &str = "(select count(*) from (select from matches limit 1001) as counted)";

/// An order that has an index.
struct Order {
    key: String,
    direction: &'static str,
    beyond: &'static str,
}

impl Order {
    fn of(sort: ClientSort) -> Self {
        let (key, direction, beyond) = match sort {
            ClientSort::Name => ("c.name_key", "asc", ">"),
            ClientSort::Newest => ("c.created_at", "desc", "<"),
            ClientSort::Updated => ("c.updated_at", "desc", "<"),
        };
        Self { key: key.to_owned(), direction, beyond }
    }
}

/// The list's statement while it is put together.
struct Statement {
    parameters: Parameters,
    conditions: Vec<String>,
    order: Order,
    start: String,
    materialized: bool,
    /// The list as it opens, and a search for a word or two. Of those there are few texts; with filters and limits of
    /// all kinds there would be thousands.
    is_prepared: bool,
}

impl Statement {
    fn over(tx: &ReadTx, Asked { filter, fields, .. }: &Asked) -> Self {
        let mut parameters = Parameters::default();
        let mut conditions = Vec::new();
        if !filter.status.is_empty() {
            let codes: Vec<String> = filter.status.iter().map(|status| status.code().to_owned()).collect();
            conditions.push(format!("c.status = any({})", parameters.add(codes)));
        }
        if !filter.stage.is_empty() {
            let codes: Vec<String> = filter.stage.iter().map(|stage| stage.code().to_owned()).collect();
            conditions.push(format!("c.stage = any({})", parameters.add(codes)));
        }
        if !filter.tag.is_empty() {
            let tags = parameters.add(filter.tag.clone());
            conditions.push(format!("c.id in (select client_id from client_tags where tag = any({tags}))"));
        }
        if let Some(user) = filter.assignee {
            let user = parameters.add(user.uuid());
            let query = "select client_id from assignments where ended_at is null and user_id";
            let since = filter.assigned_since.map(|day| {
                let day = parameters.add(day);
                format!(" and started_at >= (select day_begins({day}))")
            });
            conditions.push(format!("c.id in ({query} = {user}{})", since.unwrap_or_default()));
        }
        if let Some(program) = filter.program {
            let (program, today) = (parameters.add(program.uuid()), parameters.add(tx.today()));
            conditions.push(format!(
                "c.id in (select client_id from enrollments where program_id = {program} \
                 and start_date <= {today} and coalesce(end_date, 'infinity') >= {today})"
            ));
        }
        conditions.extend(answered(filter, &mut parameters, tx.today()));
        conditions.extend(fields.iter().map(|wanted| wanted.condition(&mut parameters)));
        let order = Order::of(ClientSort::default());
        Self { parameters, conditions, order, start: String::new(), materialized: false, is_prepared: false }
    }

    fn start_after(&mut self, (key, id): (Parameter, Uuid)) {
        let (key, id) = (self.parameters.add(key), self.parameters.add(id));
        self.start = format!("where (key, id) {} ({key}, {id})", self.order.beyond);
    }

    fn load_ids(self, tx: &mut ReadTx, limit: usize) -> StoreResult<Vec<(Uuid, i32)>> {
        let Order { key, direction, .. } = &self.order;
        let statement = Scoped::sql(tx.actor(), "c.id", |sight| {
            let conditions: String = self.conditions.iter().map(|one| format!(" and {one}")).collect();
            format!(
                "select c.id, c.version from clients as c where {sight}{conditions} \
                 order by {key} {direction}, c.id {direction} limit {limit}"
            )
        })?;
        let rows: Vec<Seen> = tx.load(self.parameters.bound_to(statement))?;
        Ok(rows.into_iter().map(|row| (row.id, row.version)).collect())
    }

    fn load(mut self, tx: &mut ReadTx, total: &str, limit: i64) -> StoreResult<Vec<Row>> {
        let today = self.parameters.add(tx.today());
        let columns = columns(tx.may(Permission::SeeClientDetails), &today);
        let Order { key, direction, .. } = &self.order;
        let materialized = if self.materialized { "materialized" } else { "not materialized" };
        let (start, conditions) = (&self.start, &self.conditions);
        let statement = Scoped::sql(tx.actor(), "c.id", |sight| {
            let conditions: String = conditions.iter().map(|one| format!(" and {one}")).collect();
            format!(
                "with matches as {materialized} (
                    select c.id, {key} as key from clients as c where {sight}{conditions}
                ), page as (
                    select id, key from matches {start} order by key {direction}, id {direction} limit {limit}
                )
                select {columns}, {total} as total from page join clients as c on c.id = page.id
                order by page.key {direction}, page.id {direction}"
            )
        })?;
        let statement = self.parameters.bound_to(statement);
        tx.load(if self.is_prepared { statement.prepared() } else { statement })
    }
}

/// For each question that is asked about: the answer of today is one of those that are wanted.
fn answered(filter: &ClientFilter, parameters: &mut Parameters, today: NaiveDate) -> Vec<String> {
    let asked = Question::ALL.into_iter().filter_map(|question| {
        let wanted = filter.answer.iter().filter(|answer| answer.question == question);
        let codes: Vec<String> = wanted.map(|answer| answer.code.clone()).collect();
        (!codes.is_empty()).then_some((question, codes))
    });
    let condition = |(question, codes): (Question, Vec<String>)| {
        let (codes, today) = (parameters.add(codes), parameters.add(today));
        let question = question.code();
        format!(
            "c.id in (select now.client_id from demographics as now where now.question = '{question}' \
             and now.corrected_at is null \
             and now.codes && {codes} and now.valid_from <= {today} and not exists (select from demographics as later \
             where later.client_id = now.client_id and later.question = '{question}' and later.corrected_at is null \
             and later.valid_from > now.valid_from and later.valid_from <= {today}))"
        )
    };
    asked.map(condition).collect()
}

fn columns(details: bool, today: &str) -> String {
    let contact = |kind: &str| {
        format!(
            "(select value from contact_points where client_id = c.id and kind = '{kind}' \
             order by position limit 1) as {kind}"
        )
    };
    let details = if details {
        "c.date_of_birth, c.status, c.stage, array(select users.name from assignments \
         join users on users.id = assignments.user_id where assignments.client_id = c.id and ended_at is null \
         order by started_at, users.name) as assignees, \
         array(select tag from client_tags where client_tags.client_id = c.id order by tag collate \"C\") as tags"
    } else {
        "null::date as date_of_birth, null::text as status, null::text as stage, '{}'::text[] as assignees, \
         '{}'::text[] as tags"
    };
    format!(
        "c.id, c.version, c.first_name, c.last_name, c.preferred_name, {}, {}, {details}, \
         exists(select from restrictions where client_id = c.id and lifted_at is null \
         and start_date <= {today} and coalesce(end_date, 'infinity') >= {today}) as restricted, \
         c.name_key, c.created_at, c.updated_at",
        contact("phone"),
        contact("email"),
    )
}

#[derive(QueryableByName)]
struct Seen {
    #[diesel(sql_type = SqlUuid)]
    id: Uuid,
    #[diesel(sql_type = Integer)]
    version: i32,
}

#[derive(QueryableByName)]
struct Row {
    #[diesel(sql_type = SqlUuid)]
    id: Uuid,
    #[diesel(sql_type = Integer)]
    version: i32,
    #[diesel(sql_type = Text)]
    first_name: String,
    #[diesel(sql_type = Text)]
    last_name: String,
    #[diesel(sql_type = Nullable<Text>)]
    preferred_name: Option<String>,
    #[diesel(sql_type = Nullable<Text>)]
    phone: Option<String>,
    #[diesel(sql_type = Nullable<Text>)]
    email: Option<String>,
    #[diesel(sql_type = Nullable<Date>)]
    date_of_birth: Option<NaiveDate>,
    #[diesel(sql_type = Nullable<Text>)]
    status: Option<String>,
    #[diesel(sql_type = Nullable<Text>)]
    stage: Option<String>,
    #[diesel(sql_type = Array<Text>)]
    assignees: Vec<String>,
    #[diesel(sql_type = Array<Text>)]
    tags: Vec<String>,
    #[diesel(sql_type = Bool)]
    restricted: bool,
    #[diesel(sql_type = Text)]
    name_key: String,
    #[diesel(sql_type = Timestamptz)]
    created_at: DateTime<Utc>,
    #[diesel(sql_type = Timestamptz)]
    updated_at: DateTime<Utc>,
    #[diesel(sql_type = BigInt)]
    total: i64,
}

impl Row {
    fn client(self) -> ClientRow {
        ClientRow {
            id: self.id.into(),
            version: self.version,
            first_name: self.first_name,
            last_name: self.last_name,
            preferred_name: self.preferred_name,
            phone: self.phone,
            email: self.email,
            date_of_birth: self.date_of_birth,
            status: self.status.and_then(|code| Status::from_code(&code)),
            stage: self.stage.and_then(|code| Stage::from_code(&code)),
            assignees: self.assignees,
            tags: self.tags,
            restricted: self.restricted,
            updated_at: self.updated_at,
        }
    }
}
