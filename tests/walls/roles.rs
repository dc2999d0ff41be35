//! The server's own role can neither change the shape of the tables nor touch the log.

use diesel::{Connection, PgConnection, connection::SimpleConnection};
use testkit::Database;

#[test]
fn the_web_role_is_refused_what_it_does_not_need() {
    let database = Database::empty().unwrap();
    let mut web = PgConnection::establish(&database.web_url()).unwrap();
    for forbidden in [
        "insert into audit (principal, operation, action, entity, digest) values ('job', 'x', 'create', 'clients', '')",
        "update audit set reason = 'x'",
        "delete from audit",
        "truncate audit",
        "insert into audit_links values (1, 1, '')",
        "delete from audit_seals",
        "update audit_links set link = ''",
        "select erase_lines('mine', array[1])",
        "select forget_words(array[1::bigint])",
        "update access_log set operation = 'x'",
        "delete from access_log",
        "update kept_counts set count = 0",
        "delete from restrictions",
        "truncate restrictions",
        "delete from restriction_bypasses",
        "drop table clients",
        "alter table clients disable trigger audited",
        "alter table clients add column x text",
        "create table mine (id int)",
        "drop trigger audited on clients",
        "create or replace function today() returns date language sql as 'select current_date'",
        "delete from __diesel_schema_migrations",
        "set role openhall_owner",
        "set session_replication_role = replica",
    ] {
        assert!(web.batch_execute(forbidden).is_err(), "{forbidden}");
    }
}

#[test]
fn the_web_role_does_its_work() {
    let database = Database::empty().unwrap();
    let mut web = PgConnection::establish(&database.web_url()).unwrap();
    web.batch_execute(
        "begin; select begin_as('job', null, 'test', null, null); \
         insert into departments values (gen_random_uuid(), 'Training'); commit; select * from audit",
    )
    .unwrap();
}
