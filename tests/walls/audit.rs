//! No write without an author, not from psql either; and no table without the trigger.

use testkit::Database;

/// Tables whose writes are not audited, and why.
const EXCEPTIONS: [(&str, &str); 25] = [
    ("__diesel_schema_migrations", "the owner's"),
    ("access_log", "is a log itself"),
    ("application_drafts", "nobody's record yet; gone after thirty minutes, or fourteen days with a link"),
    ("audit", "is the log"),
    ("audit_links", "the chain of the log"),
    ("audit_seals", "the chain of the log"),
    ("audit_word_blocks", "an index of the log"),
    ("audit_words", "an index of the log"),
    ("bulk_changes", "a plan; what it does to the records is audited"),
    ("bulk_rows", "go with their plan"),
    ("dashboards", "how a person arranged a page of their own"),
    ("draft_cookies", "go with their draft"),
    ("draft_upload_pieces", "go with their upload"),
    ("draft_uploads", "go with their draft, or become documents, which are audited"),
    ("idempotency_keys", "repeats what an audited write answered"),
    ("jobs", "follow from an audited write; what an administrator does with one is audited by name"),
    ("kept_counts", "counts audited rows"),
    ("notification_ways", "how a person wants to hear of things"),
    ("notifications", "told in the course of an audited write"),
    ("rate_limits", "counts tries"),
    ("refresh_tokens", "rotate with a session, which is audited"),
    ("saved_views", "a person's own bookmarks"),
    ("scheduled_runs", "say when the server did something by itself"),
    (
        "sign_in_challenges",
        "a sign-in under way; it opens a session, which is audited, or goes after five minutes",
    ),
    ("unsent_texts", "nobody's record yet; gone when it is sent"),
];

#[test]
fn a_write_without_a_principal_is_refused() {
    let database = Database::empty().unwrap();
    let refusal = database.run("insert into departments values (gen_random_uuid(), 'Training')").unwrap_err();
    assert!(refusal.to_string().contains("a write to departments without a principal"), "{refusal}");
}

#[test]
fn a_principal_without_an_operation_is_none() {
    let database = Database::empty().unwrap();
    let write = "begin; select set_config('openhall.principal', 'job', true); \
                 insert into departments values (gen_random_uuid(), 'Training'); commit";
    assert!(database.run(write).is_err());
}

#[test]
fn a_principal_lasts_for_one_transaction() {
    let database = Database::empty().unwrap();
    let two = "begin; select begin_as('job', null, 'test', null, null); \
               insert into departments values (gen_random_uuid(), 'Training'); commit; \
               begin; insert into departments values (gen_random_uuid(), 'Housing'); commit";
    assert!(database.run(two).is_err());
    assert_eq!(database.column("select name from departments").unwrap(), ["Training"]);
}

#[test]
fn a_session_that_may_not_act_cannot_write() {
    let database = Database::empty().unwrap();
    let write = "begin; select begin_as('user', gen_random_uuid(), 'test', null, null); \
                 insert into departments values (gen_random_uuid(), 'Training'); commit";
    assert!(database.run(write).is_err());
}

#[test]
fn only_what_changed_is_kept() {
    let database = Database::empty().unwrap();
    database
        .run(
            "begin; select begin_as('job', null, 'test', 'a reason', 'r-1'); \
             insert into departments values (gen_random_uuid(), 'Training'); \
             update departments set name = 'Training and jobs', version = 2; \
             update departments set version = 3; commit",
        )
        .unwrap();
    let lines = "select concat_ws(' ', principal, operation, reason, request_id, action, before, after - 'id') from audit";
    assert_eq!(
        database.column(lines).unwrap(),
        [
            r#"job test a reason r-1 create {"name": "Training"}"#,
            r#"job test a reason r-1 update {"name": "Training"} {"name": "Training and jobs"}"#,
        ]
    );
}

#[test]
fn sealed_columns_are_named_and_not_shown() {
    let database = Database::empty().unwrap();
    database
        .run(
            "begin; select begin_as('job', null, 'test', null, null); \
             insert into clients (id, first_name, name_key, search_key, ssn_sealed, ssn_last_four, ssn_index) \
             values (gen_random_uuid(), 'María', 'maria', 'maria', '\\x736563726574', '1234', '\\x01'); commit",
        )
        .unwrap();
    let kept = database.column("select after from audit").unwrap().join(" ");
    assert!(
        kept.contains(r#""ssn_sealed": "sealed""#) && !kept.contains(r#""1234""#) && !kept.contains("736563"),
        "{kept}"
    );
}

#[test]
fn every_table_is_audited_or_named_here() {
    let database = Database::empty().unwrap();
    let bare = "select c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace \
                where n.nspname = 'public' and c.relkind = 'r' \
                and not exists (select 1 from pg_trigger t where t.tgrelid = c.oid and t.tgname = 'audited') order by 1";
    assert_eq!(database.column(bare).unwrap(), EXCEPTIONS.map(|(table, _)| table));
}
