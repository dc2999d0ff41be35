//! Migrations go up and down, and diesel's picture of the tables is the database's.

use testkit::Database;

#[test]
fn what_goes_up_comes_down_and_goes_up_again() {
    let database = Database::empty().unwrap();
    store::migrate::down(&database.owner_url()).unwrap();
    let left = "select relname from pg_class c join pg_namespace n on n.oid = c.relnamespace \
                where n.nspname = 'public' and relkind in ('r', 'v') order by 1";
    assert_eq!(database.column(left).unwrap(), ["__diesel_schema_migrations"]);
    assert!(!store::migrate::up(&database.owner_url()).unwrap().is_empty());
}

#[test]
fn a_second_run_has_nothing_to_do() {
    let database = Database::empty().unwrap();
    assert!(store::migrate::up(&database.owner_url()).unwrap().is_empty());
}

/// Making triggers anew takes every table for itself; a server that starts beside others must not.
#[test]
fn the_code_is_made_anew_only_where_its_text_changed() {
    let database = Database::empty().unwrap();
    let made =
        || database.column("select max(oid::bigint) from pg_trigger where tgname = 'audited'").unwrap();
    let before = made();
    store::migrate::up(&database.owner_url()).unwrap();
    assert_eq!(made(), before);
    database.run("comment on function today() is 'another text'").unwrap();
    store::migrate::up(&database.owner_url()).unwrap();
    assert_ne!(made(), before);
}

#[test]
fn diesel_sees_the_tables_as_they_are() {
    let database = Database::empty().unwrap();
    let columns = "select table_name || '.' || column_name from information_schema.columns \
                   where table_schema = 'public' and table_name not in ('__diesel_schema_migrations', 'caseload') \
                   and column_name <> 'xact' and data_type <> 'tsvector' order by table_name, ordinal_position";
    let seen = store::schema::TABLES.iter();
    let mut seen: Vec<String> = seen
        .flat_map(|(table, columns)| columns.iter().map(move |column| format!("{table}.{column}")))
        .collect();
    let mut real = database.column(columns).unwrap();
    real.sort();
    seen.sort();
    assert_eq!(seen, real);
}
