//! How the database finds clients: what PostgreSQL counts of its indexes tells which plans the product's own
//! statements really got, the sixth and later runs of a prepared statement included.

use testkit::{App, Cast, Served, Visitor};

/// Enough that a plan matters. One in twenty is a García, nobody is a Xochiquetzal.
const MANY: &str = "
    set session_replication_role = replica;
    insert into clients (id, first_name, last_name, name_key, search_key)
    select gen_random_uuid(), 'Ana', last, last || '  ana', ' ana ' || last || ' 415' || lpad(n::text, 7, '0') || ' | '
    from (select n, case when n % 20 = 0 then 'garcia' else translate(md5(n::text), '0123456789', 'ghijklmnop') end as last
          from generate_series(1, 20000) as n) as people;
    set session_replication_role = origin";

/// Runs often enough that PostgreSQL may take a plan that does for every word.
const TIMES: usize = 8;

struct Used {
    ordered: u64,
    words: u64,
    every_row: u64,
}

/// Counts arrive when a connection ends, so all of the server's are ended.
fn counted(app: &App) {
    let ours = "usename = 'openhall_web' and datname = current_database()";
    app.database
        .run(&format!("select pg_terminate_backend(pid, 5000) from pg_stat_activity where {ours}"))
        .unwrap();
}

/// What was used meanwhile.
async fn used(app: &App, who: &Visitor, paths: &[&str]) -> Used {
    app.database.run("select pg_stat_reset()").unwrap();
    for path in paths {
        for _ in 0..TIMES {
            assert_eq!(who.get(path).await.status, 200, "{path}");
        }
    }
    counted(app);
    let count = |sql: &str| app.database.column(sql).unwrap()[0].parse().unwrap();
    let scans = |index: &str| {
        count(&format!("select idx_scan from pg_stat_user_indexes where indexrelname = '{index}'"))
    };
    Used {
        ordered: scans("clients_by_name"),
        words: scans("clients_by_search_key"),
        every_row: count("select seq_scan from pg_stat_user_tables where relname = 'clients'"),
    }
}

async fn agency() -> App {
    let app = App::start().await.unwrap();
    app.database.run(MANY).unwrap();
    app.database.run("vacuum analyze clients").unwrap();
    app
}

#[actix_web::test]
async fn no_name_common_rare_or_absent_walks_the_ordered_index() {
    let app = agency().await;
    let cora = app.sign_in(Cast::Cora).unwrap();
    for word in ["garcia", "wolfeschlegel", "garzia", "xochiquetzal", "maria delgado", "garcia 4150000020"] {
        let path = format!("/clients?q={}", word.replace(' ', "%20"));
        let used = used(&app, &cora, &[&path]).await;
        assert!(used.words >= TIMES as u64, "{word} was found without the index of words");
        assert_eq!((used.ordered, used.every_row), (0, 0), "{word}");
    }
}

#[actix_web::test]
async fn a_name_in_a_caseload_walks_it_neither() {
    let app = agency().await;
    let casey = app.sign_in(Cast::Casey).unwrap();
    let used =
        used(&app, &casey, &["/clients?q=garcia", "/clients?q=delgado", "/clients?q=xochiquetzal"]).await;
    assert_eq!(used.ordered, 0);
}

#[actix_web::test]
async fn the_list_walks_the_ordered_index_and_looks_at_no_other_row() {
    let app = agency().await;
    let cora = app.sign_in(Cast::Cora).unwrap();
    let used = used(&app, &cora, &["/clients"]).await;
    assert!(used.ordered >= TIMES as u64, "the counts of indexes tell nothing");
    assert_eq!((used.words, used.every_row), (0, 0));
}

#[actix_web::test]
async fn a_caseload_is_found_by_client_and_not_by_the_rule_of_one_enrollment_at_a_time() {
    let app = agency().await;
    app.database
        .run(
            "set session_replication_role = replica; insert into enrollments (id, client_id, program_id, start_date) \
             select gen_random_uuid(), clients.id, programs.id, current_date from clients, \
             (select id from programs limit 1) as programs on conflict do nothing; set session_replication_role = origin; \
             select pg_stat_force_next_flush()",
        )
        .unwrap();
    app.database.run("analyze enrollments").unwrap();
    let (casey, maria) = (app.sign_in(Cast::Casey).unwrap(), app.client(Served::Maria).unwrap());
    used(&app, &casey, &[&format!("/clients/{maria}")]).await;
    let scans = |index: &str| {
        let query = format!("select idx_scan from pg_stat_user_indexes where indexrelname = '{index}'");
        app.database.column(&query).unwrap()[0].parse::<usize>().unwrap()
    };
    assert!(scans("enrollments_by_client") >= TIMES, "found in another way");
    assert_eq!(scans("enrollments_one_at_a_time"), 0);
}

/// Nobody analyzes tables of one row, and PostgreSQL takes such a table for one of hundreds of rows. Where it believes the
/// question to be large it compiles the plan, which takes half a second a request.
#[actix_web::test]
async fn who_is_calling_is_known_in_no_time_in_a_database_that_nobody_analyzed() {
    let app = App::start().await.unwrap();
    let often = "perform actor(gen_random_uuid(), null) from generate_series(1, 200)";
    let asked =
        format!("set statement_timeout = '10s'; do $$ begin {often}; end $$; reset statement_timeout");
    app.database.run(&asked).unwrap();
}

/// A role of the portal may have thousands, and a picker of colleagues stands in a dozen forms.
#[actix_web::test]
async fn a_list_of_colleagues_looks_at_the_roles_of_no_participant() {
    let app = App::start().await.unwrap();
    app.database
        .run(
            "begin; select begin_as('job', null, 'test', null, null); \
             insert into users (id, name, email) select gen_random_uuid(), 'P' || n, 'p' || n || '@example.org' \
                 from generate_series(1, 2000) as n; \
             insert into user_roles (user_id, role) select id, 'employee' from users where email ~ '^p[0-9]+@'; \
             commit; analyze users; analyze user_roles",
        )
        .unwrap();
    let cora = app.sign_in(Cast::Cora).unwrap();
    app.database.run("select pg_stat_reset()").unwrap();
    let listed = cora.get("/colleagues").await.text();
    assert!(listed.contains(Cast::Casey.name()) && !listed.contains("P2000"), "{listed}");
    counted(&app);
    // Of each person who is read the roles are looked up once.
    let looks = "select coalesce(seq_scan, 0) + coalesce(idx_scan, 0) from pg_stat_user_tables where relname = 'user_roles'";
    let looks: i64 = app.database.column(looks).unwrap()[0].parse().unwrap();
    assert!((1..200).contains(&looks), "{looks}");
}
