//! Facts about searching the audit log in words, and about what must not be found that way.

use domain::{permission::Permission, roles::RoleSight};
use serde_json::{Value, json};
use testkit::{App, Cast, Served, Visitor};

/// What a server does three times a minute.
pub fn index(app: &App) {
    // Lines wait for transactions of other databases of the same server, too.
    while app.state.store.unsealed().unwrap().lines > 0 {
        app.state.store.seal_audit().unwrap();
    }
    while app.state.store.index_audit().unwrap() > 0 {}
}

async fn found(who: &Visitor, query: &str) -> Vec<Value> {
    let answer = who.get(&format!("/audit?{query}")).await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    answer.json()["items"].as_array().unwrap().clone()
}

async fn restrict(app: &App, reason: &str) {
    let body = json!({ "reach": { "scope": "organization" }, "start_date": "2026-01-01", "reason": reason });
    let maria = app.client(Served::Maria).unwrap();
    let made = app.sign_in(Cast::Casey).unwrap().post(&format!("/clients/{maria}/restrictions"), body).await;
    assert_eq!(made.status, 201, "{}", made.text());
}

#[actix_web::test]
async fn an_entry_is_found_by_the_words_of_what_was_written_by_whom_and_to_whom() {
    let app = App::start().await.unwrap();
    restrict(&app, "Threw a Stapler at the front desk").await;
    index(&app);
    let cora = app.sign_in(Cast::Cora).unwrap();
    for words in
        ["stapler", "STAPL", "threw%20desk", "stapler%20casey", "stapler%20delgado", "stapler%20create"]
    {
        let all = found(&cora, &format!("q={words}")).await;
        assert_eq!(all.len(), 1, "{words}");
        assert_eq!(
            (&all[0]["entity"], &all[0]["principal"]),
            (&json!("restrictions"), &json!("Casey Nguyen"))
        );
    }
    assert!(found(&cora, "q=stapler%20otto").await.is_empty(), "every word counts");
    assert!(found(&cora, "q=tapler").await.is_empty(), "words are found by how they begin");
}

#[actix_web::test]
async fn other_filters_narrow_a_search() {
    let app = App::start().await.unwrap();
    restrict(&app, "Stapler").await;
    index(&app);
    let cora = app.sign_in(Cast::Cora).unwrap();
    let (casey, otto) = (app.user(Cast::Casey).unwrap(), app.user(Cast::Otto).unwrap());
    let (maria, today) =
        (app.client(Served::Maria).unwrap(), app.database.column("select today()").unwrap().remove(0));
    let fitting = format!(
        "q=stapler&user={casey}&client={maria}&entity=restrictions&action=create&from={today}&to={today}"
    );
    assert_eq!(found(&cora, &fitting).await.len(), 1);
    for other in
        [format!("user={otto}"), "entity=notes".into(), "action=delete".into(), "to=2020-01-01".into()]
    {
        assert!(found(&cora, &format!("q=stapler&{other}")).await.is_empty(), "{other}");
    }
}

#[actix_web::test]
async fn what_a_reader_may_not_see_is_not_found_by_searching_for_it() {
    let app = App::start().await.unwrap();
    restrict(&app, "Stapler").await;
    index(&app);
    let seeing = [Permission::SeeAudit, Permission::SeeClients, Permission::SeeClientDetails];
    let without = app.colleague("Auditor", RoleSight::Everyone, &seeing).unwrap();
    let with = [&seeing[..], &[Permission::SeeRestrictionReasons]].concat();
    let with = app.colleague("Inspector", RoleSight::Everyone, &with).unwrap();
    assert_eq!(found(&with, "q=stapler").await.len(), 1);
    assert!(found(&without, "q=stapler").await.is_empty());
    let maria = app.client(Served::Maria).unwrap();
    let shown = found(&without, &format!("q=restrictions%20create&client={maria}&limit=1")).await.remove(0);
    let reason =
        shown["changes"].as_array().unwrap().iter().find(|change| change["field"] == "reason").unwrap();
    assert_eq!((&reason["withheld"], &reason["after"]), (&json!(true), &Value::Null));
}

#[actix_web::test]
async fn each_kind_of_withheld_value_is_withheld_from_the_search_too() {
    let app = App::start().await.unwrap();
    // A word of its own in each kind, behind the server's back: what is tried here is the index.
    let lines = [
        ("notes", json!({ "text": "xantho" }), Permission::ReadNotes),
        ("documents", json!({ "name": "xantho" }), Permission::SeeDocuments),
        ("applications", json!({ "phone": "xantho" }), Permission::SeeApplications),
        ("pending_changes", json!({ "rationale": "xantho" }), Permission::ReviewProposals),
        ("enrollments", json!({ "end_reason": "xantho" }), Permission::SeeEnrollments),
        ("client_tags", json!({ "tag": "xantho" }), Permission::SeeClientDetails),
        ("restrictions", json!({ "lifting_reason": "xantho" }), Permission::SeeRestrictionReasons),
        (
            "demographics",
            json!({ "question": "immigration_status", "codes": ["xantho"] }),
            Permission::SeeImmigrationStatus,
        ),
        ("demographics", json!({ "question": "gender", "codes": ["xantho"] }), Permission::SeeDemographics),
    ];
    let maria = app.client(Served::Maria).unwrap();
    for (place, (entity, after, permission)) in lines.into_iter().enumerate() {
        let (word, name) = (format!("xantho{place}"), format!("Reader {place}"));
        let after = after.to_string().replace("xantho", &word);
        app.database
            .run(&format!(
                "begin; select begin_as('job', null, 'test', null, null); \
                 select record('create', '{entity}', gen_random_uuid(), '{maria}', null, '{after}'); commit"
            ))
            .unwrap();
        index(&app);
        // Whoever reviews applications sees them, so who does not see them does not review.
        let kept = |one: &Permission| *one != permission && *one != Permission::ReviewApplications;
        let others: Vec<Permission> = Permission::ALL.iter().copied().filter(kept).collect();
        let without = app.colleague(&format!("Without {place}"), RoleSight::Everyone, &others).unwrap();
        let with = app.colleague(&name, RoleSight::Everyone, Permission::ALL).unwrap();
        assert_eq!(found(&with, &format!("q={word}")).await.len(), 1, "{entity} {permission:?}");
        assert!(found(&without, &format!("q={word}")).await.is_empty(), "{entity} {permission:?}");
    }
}

/// The same text stands in the row, where fewer see it.
#[actix_web::test]
async fn why_somebody_was_let_in_all_the_same_is_for_those_who_may_read_it() {
    let app = App::start().await.unwrap();
    let (cora, wei) = (app.sign_in(Cast::Cora).unwrap(), app.client(Served::Wei).unwrap());
    let program = app.database.column("select id from programs order by position, name").unwrap().remove(1);
    let today = app.database.column("select today()").unwrap().remove(0);
    let restriction =
        json!({ "reach": { "scope": "organization" }, "start_date": today, "reason": "Stapler" });
    let made = cora.post(&format!("/clients/{wei}/restrictions"), restriction).await.json();
    let bypass = json!({ "program_id": program, "valid_from": today, "valid_until": today, "single_use": true,
        "reason": "Quokka is over the stapler" });
    let path = format!("/restrictions/{}/bypasses", made["id"].as_str().unwrap());
    assert_eq!(cora.post(&path, bypass).await.status, 201);
    let full = json!({ "capacity": 0, "effective_from": today });
    let set = cora.post(&format!("/programs/{program}/capacities"), full).await;
    assert!(set.status < 300, "{}", set.text());
    let entry = json!({ "program_id": program, "start_date": today, "override_reason": "Wombat comes with a brother" });
    let enrolled = cora.post(&format!("/clients/{wei}/enrollments"), entry).await;
    assert_eq!(enrolled.status, 201, "{}", enrolled.text());
    index(&app);
    let seeing = [Permission::SeeAudit, Permission::SeeClients, Permission::SeeClientDetails];
    let without = app.colleague("Auditor", RoleSight::Everyone, &seeing).unwrap();
    for (entity, word, needed) in [
        ("restriction_bypasses", "quokka", Permission::SeeRestrictionReasons),
        ("enrollments", "wombat", Permission::SeeEnrollments),
    ] {
        let with = app.colleague(word, RoleSight::Everyone, &[&seeing[..], &[needed]].concat()).unwrap();
        let narrow = format!("entity={entity}&action=create&client={wei}");
        let reason = |all: Vec<Value>| all[0]["reason"].as_str().unwrap_or_default().to_lowercase();
        assert!(reason(found(&with, &narrow).await).contains(word), "{entity}");
        assert_eq!(reason(found(&without, &narrow).await), "", "{entity}");
        assert_eq!(found(&with, &format!("q={word}&{narrow}")).await.len(), 1, "{entity}");
        assert!(found(&without, &format!("q={word}")).await.is_empty(), "{entity}");
    }
}

#[actix_web::test]
async fn whoever_sees_no_client_finds_nobody_by_their_history() {
    let app = App::start().await.unwrap();
    restrict(&app, "Stapler").await;
    index(&app);
    let maria = app.client(Served::Maria).unwrap();
    let path = format!("/clients/{maria}/history?q=stapler");
    let casey = app.sign_in(Cast::Casey).unwrap().get(&path).await;
    assert_eq!(casey.json()["items"].as_array().unwrap().len(), 1, "{}", casey.text());
    assert_eq!(app.sign_in(Cast::Otto).unwrap().get(&path).await.status, 404);
    let seeing = [Permission::SeeAudit, Permission::SeeRestrictionReasons];
    let nobody = app.colleague("Nobody", RoleSight::Caseload, &seeing).unwrap();
    assert!(found(&nobody, "q=stapler").await.is_empty());
}

#[actix_web::test]
async fn pages_follow_each_other_newest_first_without_gaps_over_many_blocks() {
    let app = App::start().await.unwrap();
    let many = "begin; select begin_as('job', null, 'test', null, null); \
        select record('create', 'departments', gen_random_uuid(), null, null, \
            jsonb_build_object('name', case when n % 2 = 0 then 'everywhere' else 'elsewhere' end \
                || case when n = 77 then ' quokka' else '' end)) from generate_series(1, 1000) as n; commit";
    app.database.run(many).unwrap();
    index(&app);
    assert!(app.database.column("select count(*) > 2 from audit_word_blocks").unwrap() == ["true"]);
    let cora = app.sign_in(Cast::Cora).unwrap();
    let (mut seen, mut cursor) = (Vec::new(), String::new());
    loop {
        let page = cora.get(&format!("/audit?q=everywhere&limit=99{cursor}")).await.json();
        seen.extend(page["items"].as_array().unwrap().iter().map(|one| one["seq"].as_i64().unwrap()));
        let Some(next) = page["next"].as_str() else { break };
        cursor = format!("&cursor={next}");
    }
    assert_eq!(seen.len(), 500);
    assert!(seen.is_sorted_by(|newer, older| newer > older));
    assert_eq!(found(&cora, "q=quokka").await.len(), 1);
    assert!(found(&cora, "q=quokka%20everywhere").await.is_empty());
}

/// What a page of so many says, and where the next one begins.
async fn page(who: &Visitor, query: &str) -> (Vec<i64>, Option<String>) {
    let page = who.get(&format!("/audit?{query}")).await.json();
    let seqs = page["items"].as_array().unwrap().iter().map(|one| one["seq"].as_i64().unwrap()).collect();
    (seqs, page["next"].as_str().map(str::to_owned))
}

/// After twenty blocks that have both words and hardly a line with both, the index of the lines is asked.
#[actix_web::test]
async fn words_that_stand_everywhere_and_meet_in_a_few_lines_are_found_in_pages_too() {
    let app = App::start().await.unwrap();
    let many = "begin; select begin_as('job', null, 'test', null, null); \
        select record('create', 'departments', gen_random_uuid(), null, null, jsonb_build_object('name', \
            case when n % 3000 = 0 then 'even odd' when n % 2 = 0 then 'even' else 'odd' end)) \
        from generate_series(1, 24000) as n; commit";
    app.database.run(many).unwrap();
    index(&app);
    assert!(app.database.column("select count(*) > 90 from audit_word_blocks").unwrap() == ["true"]);
    let cora = app.sign_in(Cast::Cora).unwrap();
    let (first, next) = page(&cora, "q=odd%20even&limit=5").await;
    let (second, end) = page(&cora, &format!("q=odd%20even&limit=5&cursor={}", next.unwrap())).await;
    let all = [first, second].concat();
    assert_eq!((all.len(), end), (8, None));
    assert!(all.windows(2).all(|pair| pair[0] - pair[1] == 3000), "{all:?}");
    // Blocks that are not there cannot have told where the older ones are.
    app.database.run("delete from audit_word_blocks where block < 30").unwrap();
    assert_eq!(page(&cora, "q=odd%20even&limit=10").await, (all, None));
}

#[actix_web::test]
async fn what_was_erased_is_found_no_more() {
    let app = App::start().await.unwrap();
    restrict(&app, "Stapler").await;
    let filler = "begin; select begin_as('job', null, 'test', null, null); \
        select record('create', 'departments', gen_random_uuid(), null, null, '{}') from generate_series(1, 600); commit";
    app.database.run(filler).unwrap();
    index(&app);
    let cora = app.sign_in(Cast::Cora).unwrap();
    assert_eq!(found(&cora, "q=stapler").await.len(), 1);
    let erase = "begin; select begin_as('job', null, 'test', null, null); \
        select erase_lines('test', (select array_agg(seq) from audit where after ->> 'reason' = 'Stapler')); commit";
    app.database.run(erase).unwrap();
    index(&app);
    assert!(found(&cora, "q=stapler").await.is_empty());
    let left = "select count(*) from audit_words where words::text like '%stapler%'";
    assert_eq!(app.database.column(left).unwrap(), ["0"]);
    let left = "select count(*) from audit_word_blocks where words::text like '%stapler%'";
    assert_eq!(app.database.column(left).unwrap(), ["0"]);
}

#[actix_web::test]
async fn lines_that_were_taken_out_keep_nothing_behind_them_from_being_found() {
    let app = App::start().await.unwrap();
    let many = "begin; select begin_as('job', null, 'test', null, null); \
        select record('create', 'departments', gen_random_uuid(), null, null, '{}') from generate_series(1, 2100); commit";
    app.database.run(many).unwrap();
    while app.state.store.unsealed().unwrap().lines > 0 {
        app.state.store.seal_audit().unwrap();
    }
    let tampering = "set session_replication_role = replica; delete from audit where operation = 'test'; \
        set session_replication_role = origin";
    app.database.run(tampering).unwrap();
    restrict(&app, "Stapler").await;
    index(&app);
    assert_eq!(found(&app.sign_in(Cast::Cora).unwrap(), "q=stapler").await.len(), 1);
}

#[actix_web::test]
async fn what_was_typed_is_taken_as_words_and_never_as_a_query() {
    let app = App::start().await.unwrap();
    index(&app);
    let cora = app.sign_in(Cast::Cora).unwrap();
    for typed in
        ["%27", "%26%20%7C%20!", "%5C%27%20or%201", "a%27b%3A*", "%20", "'o%3Acasey'", "%F0%9F%98%80"]
    {
        assert_eq!(cora.get(&format!("/audit?q={typed}")).await.status, 200, "{typed}");
    }
    assert_eq!(cora.get(&format!("/audit?q={}", "x".repeat(101))).await.status, 422);
    assert_eq!(cora.get("/audit?q=casey&entity=it%27s%20%5C").await.status, 200);
}
