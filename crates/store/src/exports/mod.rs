//! Exports: whom a file is about and what stands in it, decided and written into the audit at once; then the rows, piece
//! by piece. Each piece is a read of its own, with what the reader may and sees at that moment.

mod columns;

use diesel::{
    QueryableByName,
    sql_types::{Array, Text, Uuid as SqlUuid},
};
use domain::{
    clients::ClientFilter,
    exports::{
        Column, ExportColumn, ExportDraft, ExportOf, ExportPreview, ExportQuestion, MOST, PIECE, line,
    },
    ids::ClientId,
    permission::Permission,
    problem::FieldError,
    validate::Draft,
};
use serde_json::{Value, json};
use uuid::Uuid;

use self::columns::Written;
use crate::{
    StoreError, StoreResult, clients, new_id,
    parameters::Parameters,
    schema::organization,
    scope::Scoped,
    tx::{Disclosure, ReadTx},
};

/// How many a file would be about, and what the reader may put into it.
pub fn preview(tx: &mut ReadTx, question: &ExportQuestion) -> StoreResult<ExportPreview> {
    question.check(tx.today())?;
    let clients = found(tx, &question.of)?.len();
    let columns = columns::offered(tx)?.into_iter().map(|written| {
        let labels = written.labels();
        ExportColumn { column: written.column(), labels }
    });
    Ok(ExportPreview { clients: clients as u64, columns: columns.collect() })
}

/// A file that was allowed.
#[derive(Clone, Debug)]
pub struct Export {
    clients: Vec<Uuid>,
    columns: Vec<Written>,
    language: String,
    places_people: bool,
    /// What it is called when it is saved.
    pub name: String,
}

/// Decides who stands in the file, and says so in the audit: how many, by which filter, what and why.
pub fn begin(tx: &mut Disclosure, draft: &ExportDraft) -> StoreResult<Export> {
    draft.check(tx.today())?;
    let columns = columns::wanted(tx, &draft.columns)?;
    let clients = found(tx, &draft.of)?;
    let asked = if draft.of.filter.is_some() { "/of/filter" } else { "/of/clients" };
    match clients.len() {
        0 => return Err(StoreError::field(asked, "nobody")),
        n if n > MOST => {
            return Err(StoreError::Invalid(vec![
                FieldError::new(asked, "too_many_in_a_file").with("max", MOST),
            ]));
        }
        _ => {}
    }
    let of_organization = Scoped::by_permission(organization::table).select(organization::places_people);
    let places_people = tx.first(of_organization)?;
    tx.of_many("exports", new_id(), told(draft, clients.len())?)?;
    let (language, name) = (draft.language().to_owned(), format!("clients-{}.csv", tx.today()));
    Ok(Export { clients, columns, language, places_people, name })
}

/// What the audit has of it. Who was named stands in the log of access, as with every look at a record; of words that
/// were searched for it has only that there were some, because they are somebody's name.
fn told(draft: &ExportDraft, clients: usize) -> StoreResult<Value> {
    let columns: Vec<String> = draft.columns.iter().cloned().map(Column::into).collect();
    let filter = draft.of.filter.clone();
    let searched = filter.as_ref().is_some_and(|filter| filter.q.is_some());
    let filter = filter.map(|filter| serde_json::to_value(ClientFilter { q: None, ..filter })).transpose()?;
    let chosen = draft.of.filter.is_none();
    Ok(
        json!({ "clients": clients, "columns": columns, "filter": filter, "searched": searched, "chosen": chosen }),
    )
}

/// Clients in sight in the order of their names, and one more than a file may have where there are more.
fn found(tx: &mut ReadTx, of: &ExportOf) -> StoreResult<Vec<Uuid>> {
    if !tx.may(Permission::SeeClients) {
        return Err(StoreError::Forbidden(Permission::SeeClients));
    }
    match &of.filter {
        None => named(tx, &of.clients),
        Some(filter) => Ok(clients::matching(tx, filter, MOST)?.into_iter().map(|(id, _)| id).collect()),
    }
}

fn named(tx: &mut ReadTx, wanted: &[ClientId]) -> StoreResult<Vec<Uuid>> {
    let mut parameters = Parameters::default();
    let wanted = parameters.add(wanted.iter().map(|id| id.uuid()).collect::<Vec<_>>());
    let statement = Scoped::sql(tx.actor(), "c.id", |sight| {
        format!(
            "select c.id from clients as c where c.id = any({wanted}) and {sight} order by c.name_key, c.id"
        )
    })?;
    let found: Vec<Named> = tx.load(parameters.bound_to(statement))?;
    Ok(found.into_iter().map(|row| row.id).collect())
}

#[derive(QueryableByName)]
struct Named {
    #[diesel(sql_type = SqlUuid)]
    id: Uuid,
}

impl Export {
    /// The line over the columns.
    pub fn head(&self) -> String {
        line(self.columns.iter().map(|column| column.heading(&self.language)))
    }

    /// How many clients it is about.
    pub fn clients(&self) -> usize {
        self.clients.len()
    }
}

/// The next lines. Whoever is out of sight by now is left out; who may not see a column any more gets no further.
pub fn piece(tx: &mut ReadTx, export: &Export, from: usize) -> StoreResult<String> {
    columns::may(tx, &export.columns)?;
    let mut parameters = Parameters::default();
    let ids = parameters.add(export.clients.iter().skip(from).take(PIECE).copied().collect::<Vec<_>>());
    let (language, today) = (parameters.add(export.language.clone()), parameters.add(tx.today()));
    let cell = |column: &Written| column.cell(&mut parameters);
    let cells = export.columns.iter().map(cell).collect::<Vec<_>>().join(", ");
    let statement = Scoped::sql(tx.actor(), "c.id", |sight| {
        format!(
            "select c.id, array[{cells}]::text[] as cells from unnest({ids}) with ordinality as wanted (client, place) \
             join clients as c on c.id = wanted.client \
             cross join (select {language}::text as language, {today}::date as today) as reader \
             where {sight} order by place"
        )
    })?;
    let rows: Vec<Row> = tx.load(parameters.bound_to(statement))?;
    tx.saw("clients.export", rows.iter().map(|row| row.id.into()));
    Ok(rows.into_iter().map(|row| export.line(row)).collect())
}

#[derive(QueryableByName)]
struct Row {
    #[diesel(sql_type = SqlUuid)]
    id: Uuid,
    #[diesel(sql_type = Array<Text>)]
    cells: Vec<String>,
}

impl Export {
    fn line(&self, row: Row) -> String {
        let cells = self.columns.iter().zip(row.cells);
        line(cells.map(|(column, cell)| column.worded(cell, &self.language, self.places_people)))
    }
}
