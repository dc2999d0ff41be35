//! Exports: which rows a file is about and what stands in it, decided and written into the audit at once; then the rows,
//! piece by piece. Each piece is a read of its own, with what the reader may and sees at that moment.

mod applications;
mod clients;
mod columns;
pub(crate) mod told;

use diesel::{
    QueryableByName,
    sql_types::{Array, Nullable, Text, Uuid as SqlUuid},
};
use domain::{
    custom_fields::CustomField,
    exports::{Column, MOST, PIECE, Plain, line},
    permission::Permission,
    problem::FieldError,
};
use serde_json::{Value, json};
use uuid::Uuid;

use self::columns::Written;
use crate::{
    StoreError, StoreResult, new_id,
    parameters::Parameters,
    schema::organization,
    scope::Scoped,
    tx::{Disclosure, ReadTx},
};

pub use applications::{begin_applications, preview_applications};
pub use clients::{begin, preview};

/// What a file can be about, with where its rows and their columns stand.
pub trait Taken: Plain {
    /// What the audit and the log of access call it.
    const OPERATION: &'static str;
    /// What a saved file is called, with the day behind it.
    const NAME: &'static str;
    /// Whoever may not see any of these gets no file, whatever its columns.
    const SEES: Permission;
    /// The column that names a row's client.
    const CLIENT: &'static str;
    /// Which values of custom fields are a row's.
    const VALUES: &'static str;

    /// What the ids of `wanted` are joined with. It is given the sight of the column that names the client, and uses it.
    fn rows(sight: &str) -> String;

    /// Whether a custom field is asked of these.
    fn has(field: &CustomField) -> bool;

    /// What one must be allowed in order to see custom fields at all there, and this one.
    fn permissions(field: &CustomField) -> (Permission, Permission);

    /// A cell, in a statement that has the row, and `reader` with language, day and time zone.
    fn cell(self) -> String;
}

/// A file that was allowed.
#[derive(Clone, Debug)]
pub struct Export<P> {
    rows: Vec<Uuid>,
    columns: Vec<Written<P>>,
    language: String,
    places_people: bool,
    /// What it is called when it is saved.
    pub name: String,
}

/// A file that is asked for, and what was found for it.
struct Asked<'a, P> {
    rows: Vec<Uuid>,
    /// The field that says which rows.
    at: &'static str,
    columns: &'a [Column<P>],
    language: Option<&'a str>,
    /// What the audit has of it, besides the columns.
    told: Value,
}

/// Lets a file begin, and says so in the audit: how many, by which filter, what and why. Who was named stands in the log of
/// access, as with every look at a record.
fn begin_with<P: Taken>(tx: &mut Disclosure, asked: Asked<'_, P>) -> StoreResult<Export<P>> {
    let columns = columns::wanted(tx, asked.columns)?;
    check_size(asked.at, asked.rows.len())?;
    let of_organization = Scoped::by_permission(organization::table).select(organization::places_people);
    let places_people = tx.first(of_organization)?;
    let mut told = asked.told;
    told["columns"] = json!(asked.columns.iter().cloned().map(String::from).collect::<Vec<_>>());
    tx.of_many("exports", new_id(), told)?;
    let language = asked.language.unwrap_or("en").to_owned();
    let name = format!("{}-{}.csv", P::NAME, tx.today());
    Ok(Export { rows: asked.rows, columns, language, places_people, name })
}

/// A file has somebody in it, and not too many. `at` is the field that says which.
pub(crate) fn check_size(at: &'static str, rows: usize) -> StoreResult<()> {
    match rows {
        0 => Err(StoreError::field(at, "nobody")),
        n if n > MOST => {
            Err(StoreError::Invalid(vec![FieldError::new(at, "too_many_in_a_file").with("max", MOST)]))
        }
        _ => Ok(()),
    }
}

impl<P: Taken> Export<P> {
    /// The line over the columns.
    pub fn head(&self) -> String {
        line(self.columns.iter().map(|column| column.heading(&self.language)))
    }

    /// How many rows it has.
    pub fn rows(&self) -> usize {
        self.rows.len()
    }

    fn line(&self, row: Row) -> String {
        let cells = self.columns.iter().zip(row.cells);
        line(cells.map(|(column, cell)| column.worded(cell, &self.language, self.places_people)))
    }
}

/// The next lines. What is out of sight by now is left out; who may not see a column any more gets no further.
pub fn piece<P: Taken>(tx: &mut ReadTx, export: &Export<P>, from: usize) -> StoreResult<String> {
    tx.needs(P::SEES)?;
    columns::may(tx, &export.columns)?;
    let mut parameters = Parameters::default();
    let ids = parameters.add(export.rows.iter().skip(from).take(PIECE).copied().collect::<Vec<_>>());
    let (language, today) = (parameters.add(export.language.clone()), parameters.add(tx.today()));
    let cell = |column: &Written<P>| column.cell(&mut parameters);
    let cells = export.columns.iter().map(cell).collect::<Vec<_>>().join(", ");
    let statement = Scoped::sql(tx.actor(), P::CLIENT, |sight| {
        format!(
            "select {} as client, array[{cells}]::text[] as cells \
             from (select {language}::text as language, {today}::date as today, \
                coalesce((select time_zone from organization), 'UTC') as zone) as reader \
             cross join unnest({ids}) with ordinality as wanted (id, place) join {} order by place",
            P::CLIENT,
            P::rows(sight)
        )
    })?;
    let rows: Vec<Row> = tx.load(parameters.bound_to(statement))?;
    tx.saw(P::OPERATION, rows.iter().filter_map(|row| row.client).map(Into::into));
    Ok(rows.into_iter().map(|row| export.line(row)).collect())
}

#[derive(QueryableByName)]
struct Row {
    #[diesel(sql_type = Nullable<SqlUuid>)]
    client: Option<Uuid>,
    #[diesel(sql_type = Array<Text>)]
    cells: Vec<String>,
}
