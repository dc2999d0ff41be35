//! The log is as it was written, or `openhall audit verify` says which line is not: checklist H2.

use std::{
    sync::atomic::{AtomicBool, Ordering},
    thread,
    time::Duration,
};

use diesel::{Connection, PgConnection, connection::SimpleConnection};
use store::audit::{
    heads,
    verify::{Fault, Finding, Head, Verdict, verify},
};
use testkit::{App, Database};

/// Twelve lines under three seals.
fn log() -> Database {
    Database::filled("sealed", |database| {
        (1..=3).for_each(|batch| write(database, batch));
        Ok(())
    })
    .unwrap()
}

fn write(database: &Database, batch: u32) {
    for number in 1..=4 {
        let line = format!(
            "begin; select begin_as('job', null, 'test.write', 'it was so', null); \
             insert into departments values (gen_random_uuid(), 'Department {batch}.{number}'); commit"
        );
        database.run(&line).unwrap();
    }
    seal(database);
}

/// Seals all in one batch. Transactions of other databases of the server run too, and what is not older than all of them
/// waits for them.
fn seal(database: &Database) {
    let waiting = "select count(*) from audit where xact >= pg_snapshot_xmin(pg_current_snapshot()) and xact < pg_snapshot_xmax(pg_current_snapshot())";
    while database.column(waiting).unwrap() != ["0"] {
        thread::sleep(Duration::from_millis(20));
    }
    database.run("select seal_audit(1000000)").unwrap();
}

/// What a server writes into its file.
fn kept(database: &Database) -> Vec<Head> {
    let lines = "select number || ' ' || position || ' ' || to_char(at at time zone 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"') \
                 || ' ' || encode(head, 'hex') from audit_seals order by number";
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("heads");
    std::fs::write(&file, database.column(lines).unwrap().join("\n")).unwrap();
    heads::read(&file).unwrap()
}

/// Does something to the log as somebody who may do everything, and whom no trigger stops.
fn tamper(database: &Database, how: &str) {
    database
        .run(&format!("set session_replication_role = replica; {how}; set session_replication_role = origin"))
        .unwrap();
}

/// What is found after that, with the heads that were kept before.
fn found_after(how: &str) -> Vec<Finding> {
    let database = log();
    let heads = kept(&database);
    tamper(&database, how);
    verify(&database.web_url(), &heads).unwrap().findings
}

fn first(findings: &[Finding]) -> (Fault, Option<i64>) {
    findings.first().map(|finding| (finding.fault, finding.seq)).unwrap()
}

#[test]
fn an_untouched_log_is_as_it_was() {
    let database = log();
    let verdict = verify(&database.web_url(), &kept(&database)).unwrap();
    assert_eq!(verdict, Verdict { lines: 12, seals: 3, heads: 3, ..Verdict::default() });
}

#[test]
fn an_edited_line_is_named_whatever_of_it_was_edited() {
    for edit in [
        r#"after = '{"name": "Another"}'"#,
        "reason = 'it was not'",
        "principal = 'public'",
        "client_id = gen_random_uuid()",
        "operation = 'test.other'",
        "before = after, after = null",
        "digest = sha256('')",
        "after = '{}', digest = sha256(convert_to(jsonb_build_array(reason, before, '{}'::jsonb)::text, 'UTF8'))",
    ] {
        let findings = found_after(&format!("update audit set {edit} where seq = 5"));
        assert_eq!(first(&findings), (Fault::Altered, Some(5)), "{edit}");
        assert_eq!(findings[0].entity.as_deref(), Some("departments"), "{edit}");
    }
}

#[test]
fn a_line_taken_out_of_the_middle_is_missed() {
    assert_eq!(first(&found_after("delete from audit where seq = 5")), (Fault::Missing, Some(5)));
    let with_its_link = "delete from audit where seq = 6; delete from audit_links where seq = 6";
    assert_eq!(first(&found_after(with_its_link)), (Fault::Missing, Some(5)), "the line before it is named");
}

#[test]
fn an_end_that_is_cut_off_is_missed() {
    let lines = "delete from audit where seq > 10; delete from audit_links where seq > 10";
    assert_eq!(first(&found_after(lines)).0, Fault::Missing);
    let with_the_seal = "delete from audit where seq > 8; delete from audit_links where seq > 8; \
                         delete from audit_seals where number = 3";
    assert_eq!(found_after(with_the_seal)[0].to_string().split(':').next(), Some(CUT_OFF));
}

const CUT_OFF: &str = "cut off, or an older backup";

#[test]
fn a_line_put_in_is_named() {
    let of_then = "insert into audit (seq, xact, at, principal, operation, action, entity, digest) overriding system value \
        select 1000, xact, at, principal, operation, action, entity, \
            sha256(convert_to(jsonb_build_array(null, null, null)::text, 'UTF8')) from audit where seq = 6";
    assert_eq!(first(&found_after(of_then)), (Fault::Inserted, Some(1000)));
    let backdated = "insert into audit (seq, at, principal, operation, action, entity, digest) overriding system value \
        select 1000, at - interval '3 days', principal, operation, action, entity, \
            sha256(convert_to(jsonb_build_array(null, null, null)::text, 'UTF8')) from audit where seq = 6";
    assert_eq!(first(&found_after(backdated)), (Fault::Backdated, Some(1000)), "before it is sealed");
    let sealed = format!("{backdated}; select seal_audit(1000)");
    assert_eq!(first(&found_after(&sealed)), (Fault::Backdated, Some(1000)), "and with a seal of its own");
}

#[test]
fn lines_that_changed_places_are_named() {
    let links = "update audit_links set position = 1005 where position = 5; \
                 update audit_links set position = 5 where position = 6; \
                 update audit_links set position = 6 where position = 1005";
    assert_eq!(first(&found_after(links)), (Fault::Moved, Some(6)));
    let lines = "update audit_links set seq = 1005 where seq = 5; update audit_links set seq = 5 where seq = 6; \
                 update audit_links set seq = 6 where seq = 1005";
    assert_eq!(first(&found_after(lines)), (Fault::Moved, Some(6)));
}

#[test]
fn a_log_that_was_chained_anew_is_told_by_what_was_kept_outside() {
    let anew = "update audit set before = null, after = null, \
            digest = sha256(convert_to(jsonb_build_array(reason, null, null)::text, 'UTF8')) where seq = 5; \
        truncate audit_links, audit_seals; select seal_audit(1000)";
    let findings = found_after(anew);
    assert_eq!((findings[0].fault, findings[0].seal), (Fault::Rewritten, Some(1)));
    let database = log();
    tamper(&database, anew);
    let alone = verify(&database.web_url(), &[]).unwrap();
    assert_eq!(alone.findings, [], "without what was kept outside nobody could tell");
}

#[test]
fn another_clock_is_noticed() {
    let findings = found_after("update audit set at = at - interval '1 second' where seq = 5");
    assert_eq!(first(&findings), (Fault::Altered, Some(5)));
    let findings = found_after("update audit_seals set at = at - interval '1 second' where number = 2");
    assert_eq!((findings[0].fault, findings[0].seal), (Fault::Seal, Some(2)));
}

#[test]
fn an_older_backup_is_told_from_the_log_of_today() {
    let (today, backup) = (log(), log());
    write(&today, 4);
    let verdict = verify(&backup.web_url(), &kept(&today)).unwrap();
    assert_eq!((verdict.findings[0].fault, verdict.findings[0].seal), (Fault::CutOff, Some(4)));
    write(&backup, 5);
    let verdict = verify(&backup.web_url(), &kept(&today)).unwrap();
    assert_eq!(verdict.findings[0].fault, Fault::Rewritten, "also when it went on from there");
}

#[test]
fn lines_that_were_there_before_the_first_seal_are_sealed_by_it() {
    let database = Database::empty().unwrap();
    for _ in 0..7 {
        database
            .run(
                "begin; select begin_as('job', null, 'test', null, null); \
                  insert into departments values (gen_random_uuid(), gen_random_uuid()::text); commit",
            )
            .unwrap();
    }
    // Some of them stand in a backup of another server, which had come much further.
    tamper(&database, "update audit set xact = '18446744073709551000' where seq < 4");
    while database
        .column("select count(*) > count(position) from audit left join audit_links using (seq)")
        .unwrap()
        != ["false"]
    {
        database.run("select seal_audit(3)").unwrap();
    }
    let verdict = verify(&database.web_url(), &kept(&database)).unwrap();
    assert_eq!((verdict.lines, verdict.waiting, verdict.findings), (7, 0, Vec::new()));
}

#[test]
fn what_is_still_being_written_is_sealed_when_it_is_there() {
    let database = log();
    let slow = "select begin_as('job', null, 'test', null, null); \
                insert into departments values (gen_random_uuid(), 'Slow')";
    let begun = database.begun(slow).unwrap();
    database.run("begin; select begin_as('job', null, 'test', null, null); \
        insert into departments select gen_random_uuid(), 'Fast ' || n from generate_series(1, 4) as n; commit").unwrap();
    database.run("select seal_audit(1000)").unwrap();
    assert_eq!(verify(&database.web_url(), &[]).unwrap().lines, 12, "what comes later waits for it");
    begun.keep().unwrap();
    seal(&database);
    let verdict = verify(&database.web_url(), &kept(&database)).unwrap();
    assert_eq!((verdict.lines, verdict.waiting, verdict.findings), (17, 0, Vec::new()));
}

#[test]
fn twenty_writers_and_two_sealers_leave_every_line_sealed_once() {
    let database = Database::empty().unwrap();
    // Sealing waits for every transaction of the server, other databases' too: then little is sealed while it is written.
    let mut rounds = 0;
    while database.column("select count(*) > 3 from audit_seals").unwrap() != ["true"] {
        rounds += 1;
        assert!(rounds < 50, "nothing is sealed while it is written");
        write_and_seal(&database);
    }
    seal(&database);
    let verdict = verify(&database.web_url(), &kept(&database)).unwrap();
    assert_eq!((verdict.lines, verdict.waiting, verdict.findings), (rounds * 20 * 10 * 2, 0, Vec::new()));
}

fn write_and_seal(database: &Database) {
    let done = AtomicBool::new(false);
    thread::scope(|scope| {
        let sealers: Vec<_> = (0..2).map(|_| scope.spawn(|| seal_until(database, &done))).collect();
        let writers: Vec<_> = (0..20).map(|_| scope.spawn(|| write_slowly(database))).collect();
        writers.into_iter().for_each(|writer| writer.join().unwrap());
        done.store(true, Ordering::Relaxed);
        sealers.into_iter().for_each(|sealer| sealer.join().unwrap());
    });
}

fn seal_until(database: &Database, done: &AtomicBool) {
    let mut conn = PgConnection::establish(&database.web_url()).unwrap();
    while !done.load(Ordering::Relaxed) {
        conn.batch_execute("select seal_audit(10)").unwrap();
    }
}

/// Its numbers stand among those of others, and some that come later are there earlier.
fn write_slowly(database: &Database) {
    let mut conn = PgConnection::establish(&database.web_url()).unwrap();
    for _ in 0..10 {
        conn.batch_execute(
            "begin; select begin_as('job', null, 'test', null, null); \
             insert into departments values (gen_random_uuid(), gen_random_uuid()::text); select pg_sleep(0.01); \
             insert into departments values (gen_random_uuid(), gen_random_uuid()::text); commit",
        )
        .unwrap();
    }
}

/// Declined long ago, and kept for half a year.
const DUE: &str = "begin; select begin_as('job', null, 'test', null, null); \
    update settings set application_months = 6; \
    update applications set status = 'declined', decline_reason = 'other', decided_at = now() - interval '7 months' \
    where id = (select id from applications where status = 'new' limit 1); commit";

#[actix_web::test]
async fn what_went_by_rule_leaves_the_chain_whole_and_what_went_otherwise_is_named() {
    let app = App::start().await.unwrap();
    seal(&app.database);
    app.database.run(DUE).unwrap();
    seal(&app.database);
    app.state.store.sweep_jobs().unwrap();
    seal(&app.database);
    let heads = kept(&app.database);
    let verdict = verify(&app.database.web_url(), &heads).unwrap();
    assert_eq!(verdict.findings, []);
    assert!(verdict.erased > 2, "{verdict:?}");
    let by_hand = "update audit set before = null, after = null, reason = null, erased_at = now() \
                   where seq = (select max(seq) from audit where entity = 'clients')";
    tamper(&app.database, by_hand);
    let findings = verify(&app.database.web_url(), &heads).unwrap().findings;
    assert_eq!((findings[0].fault, findings[0].entity.as_deref()), (Fault::Emptied, Some("clients")));
}

#[test]
fn a_slip_of_the_owner_changes_nothing() {
    let database = log();
    for slip in [
        "update audit set reason = null",
        "delete from audit",
        "truncate audit",
        "delete from audit_links",
        "update audit_seals set at = now()",
    ] {
        let refused = database.run(slip).unwrap_err().to_string();
        assert!(refused.contains("nothing is changed or taken out"), "{slip}: {refused}");
    }
}

#[actix_web::test]
async fn a_server_keeps_each_head_in_a_file_of_its_own() {
    let app = App::start().await.unwrap();
    let folder = tempfile::tempdir().unwrap();
    seal(&app.database);
    let mut file = heads::Heads::open(folder.path().join("audit-heads")).unwrap();
    file.add(&app.state.store.heads_after(file.last()).unwrap()).unwrap();
    assert_eq!(app.state.store.heads_after(file.last()).unwrap(), []);
    let kept = heads::read(&folder.path().join("audit-heads")).unwrap();
    let verdict = verify(&app.database.web_url(), &kept).unwrap();
    assert_eq!((verdict.heads, verdict.findings), (verdict.seals, Vec::new()));
    assert!(verdict.seals > 0);
}
