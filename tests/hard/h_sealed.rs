//! H2: the log tells what was done to it behind everybody's back, and a long one is walked through while one waits.

use std::time::Instant;

use store::audit::verify::{Head, verify};
use testkit::{Database, Figure, times};

/// Lines as the trigger writes them, all at once.
fn write(database: &Database, lines: usize) {
    database
        .run(&format!(
            "insert into audit (principal, operation, reason, action, entity, entity_id, client_id, before, after, digest) \
             select 'job', 'clients.update', 'They moved', 'update', 'clients', gen_random_uuid(), gen_random_uuid(), \
                 before, after, sha256(convert_to(jsonb_build_array('They moved', before, after)::text, 'UTF8')) \
             from (select jsonb_build_object('neighborhood', 'Mission', 'phone', n) as before, \
                          jsonb_build_object('neighborhood', 'Bayview', 'phone', n + 1) as after \
                   from generate_series(1, {lines}) as n) as moves"
        ))
        .unwrap();
    let unsealed = "select count(*) > count(position) from audit left join audit_links using (seq)";
    while database.column(unsealed).unwrap() != ["false"] {
        database.run("select seal_audit(1000000)").unwrap();
    }
}

fn faults(database: &Database) -> usize {
    verify(&database.web_url(), &Vec::<Head>::new()).unwrap().findings.len()
}

#[test]
fn a_long_log_is_walked_through() {
    let (database, lines) = (Database::empty().unwrap(), times(20_000, 1_000_000));
    write(&database, lines);
    let begun = Instant::now();
    let verdict = verify(&database.web_url(), &[]).unwrap();
    let taken = begun.elapsed();
    assert_eq!((usize::try_from(verdict.lines).unwrap(), verdict.findings), (lines, Vec::new()));
    let edit = format!(
        "set session_replication_role = replica; update audit set reason = 'They did not' where seq = {lines}; \
         set session_replication_role = origin"
    );
    database.run(&edit).unwrap();
    assert_eq!(faults(&database), 1);
    Figure {
        id: "H2",
        tried: format!("`openhall audit verify` over {lines} lines, all of them as they were written"),
        goal: "nothing is found; under 30 s for 1,000,000 lines",
        found: format!("nothing, in {:.1} s", taken.as_secs_f64()),
        control: "the last line edited by a superuser whom no trigger stops: it is named".into(),
    }
    .keep();
}
