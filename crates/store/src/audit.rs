//! Reading the audit log. The database writes it (`sql/functions.sql`).

mod classes;
pub mod export;
pub mod heads;
pub mod restore;
pub mod seal;
mod search;
pub mod verify;
mod words;

use chrono::{DateTime, Utc};
use diesel::{
    dsl::{self, sql},
    pg::Pg,
    prelude::*,
    sql_types::{Bool, Jsonb, Nullable, Text},
};
use domain::{
    audit::{Action, AuditFilter, Entry, FieldChange},
    clients::display_name,
    code_lists::Labels,
    demographics::Question,
    ids::{ClientId, UserId},
    page::Page,
    permission::Permission,
};
use serde::Deserialize;
use serde_json::{Map, Value};
use uuid::Uuid;

use self::classes::{About, Class, reasons};
use crate::{
    StoreResult, clients as people,
    page::Window,
    schema::{api_keys, audit, clients, users},
    scope::Scoped,
    statement::{computed, day_begins},
    tx::ReadTx,
};

/// Entries about clients in sight and, for those who see everyone, about everything else.
pub fn list(tx: &mut ReadTx, filter: &AuditFilter) -> StoreResult<Page<Entry>> {
    let page = page(tx, filter)?;
    tx.saw("audit.list", page.items.iter().filter_map(|entry| entry.client_id));
    Ok(page)
}

fn page(tx: &mut ReadTx, filter: &AuditFilter) -> StoreResult<Page<Entry>> {
    filter.check(tx.today())?;
    if let Some(typed) = search::typed(filter)? {
        return search::page(tx, filter, typed);
    }
    let window = Window::<i64>::read(filter.limit, filter.cursor.as_deref())?;
    let mut query = rows(tx, filter);
    if let Some(seq) = window.after {
        query = query.filter(audit::seq.lt(seq));
    }
    let entries = fetch(tx, query.order(audit::seq.desc()).limit(window.fetch()))?;
    window.page(entries, None, |entry| entry.seq)
}

/// A client's history; not found where the client is out of sight.
pub fn of_client(tx: &mut ReadTx, client: ClientId, filter: &AuditFilter) -> StoreResult<Page<Entry>> {
    let page = page(tx, &AuditFilter { client: Some(client), ..filter.clone() })?;
    if page.items.is_empty() {
        people::find_card(tx, client)?;
    }
    tx.saw("audit.history", [client]);
    Ok(page)
}

/// As it is written where people compare it.
fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// For those who may not open a confidential note it does not exist, here either.
pub(crate) const OPEN_NOTES: &str = "not exists (select from notes
        where audit.entity = 'notes' and notes.id = audit.entity_id and notes.confidential)
    and not exists (select from addenda
        where audit.entity = 'addenda' and addenda.id = audit.entity_id and addenda.text_sealed is not null)";

type Rows = Scoped<dsl::IntoBoxed<'static, audit::table, Pg>>;

/// What the reader sees of the log, narrowed by all but words.
fn rows(tx: &ReadTx, filter: &AuditFilter) -> Rows {
    let query: Rows = Scoped::over(tx.actor(), audit::table.into_boxed(), audit::client_id);
    let query = narrow(query, filter);
    if tx.may(Permission::DiscloseConfidentialNotes) { query } else { query.filter(sql::<Bool>(OPEN_NOTES)) }
}

fn narrow(mut query: Rows, filter: &AuditFilter) -> Rows {
    if let Some(entity) = &filter.entity {
        query = query.filter(audit::entity.eq(entity.clone()));
    }
    if let Some(id) = filter.entity_id {
        query = query.filter(audit::entity_id.eq(id));
    }
    if let Some(client) = filter.client {
        query = query.filter(audit::client_id.eq(client.uuid()));
    }
    if let Some(user) = filter.user {
        query = query.filter(audit::principal_id.eq(user.uuid()));
    }
    if let Some(action) = filter.action {
        query = query.filter(audit::action.eq(action.code()));
    }
    if let Some(day) = filter.from {
        query = query.filter(audit::at.ge(day_begins(day)));
    }
    if let Some(next) = filter.to.and_then(|day| day.succ_opt()) {
        query = query.filter(audit::at.lt(day_begins(next)));
    }
    query
}

fn fetch(tx: &mut ReadTx, query: Rows) -> StoreResult<Vec<Entry>> {
    let person = users::table.filter(users::id.nullable().eq(audit::principal_id)).select(users::name);
    let key = api_keys::table.filter(api_keys::id.nullable().eq(audit::api_key_id)).select(api_keys::name);
    let client = || clients::table.filter(clients::id.nullable().eq(audit::client_id));
    let rows: Vec<Row> = tx.load(query.select((
        (audit::seq, sql::<Text>("audit.xact::text"), audit::at, audit::action, audit::operation),
        (
            audit::principal,
            audit::principal_id,
            person.single_value(),
            key.single_value(),
            computed::<Nullable<Text>>(PROPOSER),
        ),
        (audit::reason, audit::request_id),
        (audit::entity, audit::entity_id, audit::client_id),
        (audit::before, audit::after, computed::<Nullable<Jsonb>>(CUSTOM_FIELD)),
        (
            client().select(clients::preferred_name).single_value(),
            client().select(clients::first_name).single_value(),
            client().select(clients::last_name).single_value(),
        ),
    )))?;
    Ok(rows.into_iter().filter_map(|row| row.entry(tx)).collect())
}

/// Which custom field a line about a value is about. A later line logs what changed alone, so the value's row is asked.
const CUSTOM_FIELD: &str = "case when audit.entity = 'custom_values' then (
    select jsonb_build_object('labels', labels, 'sensitive', sensitive) from custom_fields
    where name = coalesce(audit.after ->> 'field', audit.before ->> 'field',
                          (select field from custom_values where custom_values.id = audit.entity_id))) end";

/// Whose proposal an entry carries out: the approval stands in the same transaction.
const PROPOSER: &str = "case when audit.operation = 'changes.approve' then (
    select users.name from audit as decided
    join pending_changes on pending_changes.id = decided.entity_id
    join users on users.id = pending_changes.requested_by
    where decided.xact = audit.xact and decided.entity = 'pending_changes'
        and pending_changes.client_id is not distinct from coalesce(audit.client_id, pending_changes.client_id)
    order by decided.seq limit 1) end";

/// What an entry is about beyond its table.
#[derive(Default, Deserialize)]
struct CustomField {
    labels: Labels,
    sensitive: bool,
}

#[derive(Queryable)]
struct Row {
    what: (i64, String, DateTime<Utc>, String, String),
    who: (String, Option<Uuid>, Option<String>, Option<String>, Option<String>),
    why: (Option<String>, Option<String>),
    on: (String, Option<Uuid>, Option<Uuid>),
    values: (Option<Value>, Option<Value>, Option<Value>),
    client: (Option<String>, Option<String>, Option<String>),
}

impl Row {
    fn entry(self, tx: &ReadTx) -> Option<Entry> {
        let (seq, transaction, at, action, operation) = self.what;
        let (principal, principal_id, person, api_key, proposed_by) = self.who;
        let (entity, entity_id, client_id) = self.on;
        let (preferred, first, last) = self.client;
        let name =
            |first: String| display_name(preferred.as_deref(), &first, last.as_deref().unwrap_or_default());
        let field = self.values.2.and_then(|field| serde_json::from_value::<CustomField>(field).ok());
        let about = About {
            entity: &entity,
            client: client_id.is_some(),
            // Of a field that nobody knows any more it is not known whether it was sensitive.
            is_open: field.as_ref().is_some_and(|field| !field.sensitive),
            question: question_of(&self.values.0, &self.values.1),
        };
        let shown = |(class, why): (Class, Option<&str>)| {
            why.filter(|_| class.is_shown_to(tx.actor())).map(str::to_owned)
        };
        let [reason, rationale] = reasons(&entity, self.why.0.as_deref()).map(shown);
        let changes = differences(tx, &about, self.values.0, self.values.1);
        Some(Entry {
            seq,
            transaction,
            at,
            principal: person.unwrap_or(principal),
            principal_id: principal_id.map(UserId::from),
            api_key,
            proposed_by,
            operation,
            action: Action::from_code(&action)?,
            reason,
            rationale,
            changes,
            custom_field: field.map(|field| field.labels),
            entity,
            entity_id,
            client_id: client_id.map(ClientId::from),
            client_name: first.map(name),
            request_id: self.why.1,
        })
    }
}

/// Field by field, masked like the record itself.
fn differences(
    tx: &ReadTx,
    about: &About<'_>,
    before: Option<Value>,
    after: Option<Value>,
) -> Vec<FieldChange> {
    let fields = |side: Option<Value>| match side {
        Some(Value::Object(fields)) => fields,
        _ => Map::new(),
    };
    let (mut before, mut after) = (fields(before), fields(after));
    let mut names: Vec<String> = before.keys().chain(after.keys()).cloned().collect();
    names.sort();
    names.dedup();
    let change = |field: String| {
        let (before, after) = (before.remove(&field), after.remove(&field));
        if Class::of(about, &field).is_shown_to(tx.actor()) {
            let (before, after) = (before.unwrap_or_default(), after.unwrap_or_default());
            FieldChange { field, before, after, withheld: false }
        } else {
            FieldChange { field, before: Value::Null, after: Value::Null, withheld: true }
        }
    };
    names.into_iter().map(change).collect()
}

fn fields_of(side: &Option<Value>) -> impl Iterator<Item = (&String, &Value)> {
    side.as_ref().and_then(Value::as_object).into_iter().flatten()
}

/// Which question an answer is to, where the entry says it.
fn question_of(before: &Option<Value>, after: &Option<Value>) -> Option<Question> {
    let question = |side: &Option<Value>| Question::from_code(side.as_ref()?.get("question")?.as_str()?);
    question(after).or_else(|| question(before))
}
