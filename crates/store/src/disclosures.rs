//! Who saw a record: what was opened stands in the audit log, and looks in the log of access.

use chrono::{DateTime, Utc};
use diesel::{
    QueryableByName,
    sql_types::{BigInt, Nullable, Text, Timestamptz},
};
use domain::{
    disclosures::{DisclosureFilter, Looks, Opened},
    ids::ClientId,
    page::Page,
    permission::Permission,
};

use crate::{
    StoreResult,
    audit::OPEN_NOTES,
    clients,
    page::Window,
    parameters::{Parameter, Parameters},
    scope::Scoped,
    tx::ReadTx,
};

/// When, and which of one moment.
type Key = (DateTime<Utc>, String);

/// What was opened of a client, the newest first; not found where the client is out of sight.
pub fn list(tx: &mut ReadTx, client: ClientId, filter: &DisclosureFilter) -> StoreResult<Page<Opened>> {
    let window = Window::<Key>::read(filter.limit, filter.cursor.as_deref())?;
    clients::find_card(tx, client)?;
    let mut parameters = Parameters::default();
    let id = parameters.add(client.uuid());
    let after = window.after.clone().map_or_else(String::new, |(at, key)| {
        let (at, key) = (parameters.add(Parameter::Time(at)), parameters.add(key));
        format!("where (at, key) < ({at}, {key})")
    });
    let (fetch, notes) = (parameters.add(Parameter::Count(window.fetch())), notes(tx));
    let statement = Scoped::sql(tx.actor(), "audit.client_id", |sight| {
        format!(
            "select at, key, coalesce(users.name, principal) as by, operation, reason from ( \
                select audit.at, audit.seq::text as key, audit.principal_id, audit.principal, audit.operation, audit.reason \
                from audit where audit.client_id = {id} and audit.action = 'disclose' and {notes} and {sight} \
                union all \
                select looked.at, 'export ' || looked.user_id, looked.user_id, 'user', looked.operation, {EXPORTED} \
                from access_log as looked \
                where looked.client_ids @> array[{id}] and looked.operation in {FILES} \
             ) as opened left join users on users.id = principal_id \
             {after} order by at desc, key desc limit {fetch}"
        )
    })?;
    let rows: Vec<Row> = tx.load(parameters.bound_to(statement))?;
    tx.saw("disclosures.list", [client]);
    let page = window.page(rows, None, |row| (row.at, row.key.clone()))?;
    Ok(Page { items: page.items.into_iter().map(Row::opened).collect(), next: page.next, total: None })
}

/// Files that held the client.
const FILES: &str = "('clients.export', 'applications.export', 'audit.export')";

/// A file says once why it was taken, and its rows are noted while it is sent.
const EXPORTED: &str = "(select taken.reason from audit as taken \
    where taken.principal_id = looked.user_id and taken.operation = looked.operation and taken.at <= looked.at \
    order by taken.seq desc limit 1)";

/// For those who may not open a confidential note it does not exist.
fn notes(tx: &ReadTx) -> &'static str {
    if tx.may(Permission::DiscloseConfidentialNotes) { "true" } else { OPEN_NOTES }
}

#[derive(QueryableByName)]
struct Row {
    #[diesel(sql_type = Timestamptz)]
    at: DateTime<Utc>,
    #[diesel(sql_type = Text)]
    key: String,
    #[diesel(sql_type = Text)]
    by: String,
    #[diesel(sql_type = Text)]
    operation: String,
    #[diesel(sql_type = Nullable<Text>)]
    reason: Option<String>,
}

impl Row {
    fn opened(self) -> Opened {
        Opened { at: self.at, by: self.by, operation: self.operation, reason: self.reason }
    }
}

/// So many people are named, those first who looked last.
const PEOPLE: i64 = 200;

/// How often each person looked at a client; not found where the client is out of sight.
pub fn looks(tx: &mut ReadTx, client: ClientId) -> StoreResult<Vec<Looks>> {
    clients::find_card(tx, client)?;
    let mut parameters = Parameters::default();
    let (id, most) = (parameters.add(client.uuid()), parameters.add(Parameter::Count(PEOPLE)));
    let statement = Scoped::sql(tx.actor(), "clients.id", |sight| {
        format!(
            "select users.name as by, count(*) as times, max(looked.at) as last \
             from access_log as looked join users on users.id = looked.user_id \
             where looked.client_ids @> array[{id}] and exists (select from clients where clients.id = {id} and {sight}) \
             group by users.id, users.name order by max(looked.at) desc, users.name limit {most}"
        )
    })?;
    let rows: Vec<LooksRow> = tx.load(parameters.bound_to(statement))?;
    Ok(rows.into_iter().map(|row| Looks { by: row.by, times: row.times, last: row.last }).collect())
}

#[derive(QueryableByName)]
struct LooksRow {
    #[diesel(sql_type = Text)]
    by: String,
    #[diesel(sql_type = BigInt)]
    times: i64,
    #[diesel(sql_type = Timestamptz)]
    last: DateTime<Utc>,
}
