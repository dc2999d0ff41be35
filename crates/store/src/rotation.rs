//! Moving what is sealed to a new key: the columns here, the files in [`crate::files::Vault::rotate`].
//!
//! A key that may be known to somebody else is replaced in three steps: a new one comes into the keyring, everything is
//! sealed anew with it, and the old one goes. Each step may be repeated, and the server may run meanwhile.

use std::collections::HashMap;

use diesel::{
    PgConnection, QueryableByName, RunQueryDsl, sql_query,
    sql_types::{Array, Bytea, Uuid as SqlUuid},
};
use uuid::Uuid;

use crate::{
    Store, StoreError, StoreResult,
    crypt::{CryptError, KeyId, Place, Sealer},
    statement::Sql,
    tx::{Caller, WriteTx},
};

/// A column of secrets, by the names under which they were sealed. In the database its name ends in `_sealed`.
struct Column {
    table: &'static str,
    name: &'static str,
}

const fn column(table: &'static str, name: &'static str) -> Column {
    Column { table, name }
}

/// All of them; a test compares them with the database.
const COLUMNS: [Column; 12] = [
    column("addenda", "text"),
    column("application_drafts", "link"),
    column("application_drafts", "ssn"),
    column("applications", "ssn"),
    column("clients", "ssn"),
    column("draft_upload_pieces", "content"),
    column("jobs", "payload"),
    column("notes", "text"),
    column("pending_changes", "ssn"),
    column("unsent_texts", "fields"),
    column("users", "second_factor_begun"),
    column("users", "second_factor"),
];

/// The columns that are sealed anew, as `table.column`.
pub fn columns() -> Vec<String> {
    COLUMNS.iter().map(|Column { table, name }| format!("{table}.{name}_sealed")).collect()
}

/// Whether the keys are those that sealed what is here. Which key sealed a secret says a number, and every keyring begins
/// with the same one: only opening tells whether the key behind it is the same. The newest secrets of each column are tried,
/// and one that opens is enough for its key, so that a row that was damaged keeps no server from starting. Where nothing of
/// what is tried opens under a key, the key is taken for another one.
pub(crate) fn newest_open(conn: &mut PgConnection, sealer: &Sealer) -> StoreResult<bool> {
    let mut opened: HashMap<KeyId, bool> = HashMap::new();
    for column in &COLUMNS {
        let newest: Vec<Row> = sql_query(column.newest()).load(conn)?;
        for row in newest {
            // What does not even begin like a secret was damaged, and names no key.
            let Ok(key) = Sealer::key_of(&row.sealed) else { continue };
            *opened.entry(key).or_default() |= sealer.open(&column.place(&row), &row.sealed).is_ok();
        }
    }
    Ok(opened.into_values().all(|one| one))
}

/// So many of each column are tried.
const NEWEST: usize = 3;

/// Rows in one transaction: few enough that nobody waits for them.
const ROWS: usize = 200;

#[derive(QueryableByName)]
struct Row {
    #[diesel(sql_type = SqlUuid)]
    id: Uuid,
    #[diesel(sql_type = Bytea)]
    sealed: Vec<u8>,
}

impl Store {
    /// Seals every secret in the database anew that stands under an older key than the first of the keyring; says how many
    /// there were. Stopped on the way, it goes on where it was. Each change of a record stands in the log.
    ///
    /// # Errors
    /// The first secret that none of the keys opens ends it: which one is said. What was done before is done.
    pub fn rotate_columns(&self) -> StoreResult<usize> {
        let mut moved = 0;
        for column in &COLUMNS {
            let mut after = Uuid::nil();
            while let Some(last) = self.rotate_some(column, after, &mut moved)? {
                after = last;
            }
        }
        Ok(moved)
    }

    /// The next rows of a column; gives the last one, where there were any.
    fn rotate_some(&self, column: &Column, after: Uuid, moved: &mut usize) -> StoreResult<Option<Uuid>> {
        let done = self.write_public(&Caller::job(), "keys.rotate", |tx| {
            let key = self.sealer.current_key()?;
            let statement = Sql::new(column.under_older_keys())
                .bind::<SqlUuid, _>(after)
                .bind::<Bytea, _>(key.bytes().to_vec());
            let rows: Vec<Row> = tx.returning_sql(statement)?;
            tx.because(&format!("Sealed anew with key {key}; what it says is the same"))?;
            column.write(tx, column.anew(&self.sealer, &rows)?)?;
            Ok((rows.last().map(|row| row.id), rows.len()))
        });
        let (last, count) = done?;
        *moved += count;
        Ok(last)
    }
}

impl Column {
    fn place(&self, row: &Row) -> Place {
        Place::new(self.table, self.name, row.id)
    }

    fn newest(&self) -> String {
        let Self { table, name } = self;
        format!(
            "select id, {name}_sealed as sealed from {table} where {name}_sealed is not null \
             order by id desc limit {NEWEST}"
        )
    }

    fn under_older_keys(&self) -> String {
        let Self { table, name } = self;
        format!(
            "select id, {name}_sealed as sealed from {table} where id > $1 and {name}_sealed is not null \
             and substring({name}_sealed from 2 for 4) <> $2 order by id limit {ROWS} for update"
        )
    }

    fn anew(&self, sealer: &Sealer, rows: &[Row]) -> StoreResult<(Vec<Uuid>, Vec<Vec<u8>>)> {
        let anew = rows.iter().map(|row| {
            let place = self.place(row);
            let sealed = sealer.reseal(&place, &place, &row.sealed);
            Ok((row.id, sealed.map_err(|error| self.unopened(row, &error))?))
        });
        anew.collect()
    }

    fn write(&self, tx: &mut WriteTx, (ids, sealed): (Vec<Uuid>, Vec<Vec<u8>>)) -> StoreResult<()> {
        let Self { table, name } = self;
        let text = format!(
            "update {table} set {name}_sealed = anew.sealed from unnest($1::uuid[], $2::bytea[]) as anew (id, sealed) \
             where {table}.id = anew.id"
        );
        tx.run_sql(Sql::new(text).bind::<Array<SqlUuid>, _>(ids).bind::<Array<Bytea>, _>(sealed))?;
        Ok(())
    }

    fn unopened(&self, row: &Row, error: &CryptError) -> StoreError {
        let Self { table, name } = self;
        StoreError::Internal(format!("{name}_sealed of {table} {} is not opened by any key: {error}", row.id))
    }
}
