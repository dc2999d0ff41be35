//! Facts about the audit log, as people read it.

use domain::{permission::Permission, roles::RoleSight};
use serde_json::{Value, json};
use testkit::{App, Cast, Served, Visitor};

async fn entries(who: &Visitor, query: &str) -> Vec<Value> {
    let answer = who.get(&format!("/audit?{query}")).await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    answer.json()["items"].as_array().unwrap().clone()
}

async fn restrict_maria(app: &App) {
    let body =
        json!({ "reach": { "scope": "organization" }, "start_date": "2026-01-01", "reason": "Threats" });
    let maria = app.client(Served::Maria).unwrap();
    let made = app.sign_in(Cast::Casey).unwrap().post(&format!("/clients/{maria}/restrictions"), body).await;
    assert_eq!(made.status, 201);
}

#[actix_web::test]
async fn a_write_names_its_author_its_operation_and_its_request() {
    let app = App::start().await.unwrap();
    restrict_maria(&app).await;
    let newest = entries(&app.sign_in(Cast::Cora).unwrap(), "entity=restrictions&limit=1").await.remove(0);
    assert_eq!(
        (&newest["principal"], &newest["operation"], &newest["action"], &newest["client_name"]),
        (&json!("Casey Nguyen"), &json!("restrictions.create"), &json!("create"), &json!("Mari Delgado"))
    );
    assert!(newest["request_id"].as_str().is_some_and(|id| id.len() > 10));
}

#[actix_web::test]
async fn a_clients_history_is_seen_by_whoever_sees_the_client() {
    let app = App::start().await.unwrap();
    let path = format!("/clients/{}/history", app.client(Served::Maria).unwrap());
    assert_eq!(app.sign_in(Cast::Casey).unwrap().get(&path).await.status, 200);
    assert_eq!(app.sign_in(Cast::Otto).unwrap().get(&path).await.status, 404);
    assert_eq!(app.sign_in(Cast::Vera).unwrap().get(&path).await.status, 403);
}

#[actix_web::test]
async fn only_those_who_guard_the_records_read_the_whole_log() {
    let app = App::start().await.unwrap();
    for (person, status) in [(Cast::Cora, 200), (Cast::Ana, 200), (Cast::Casey, 403), (Cast::Max, 403)] {
        assert_eq!(app.sign_in(person).unwrap().get("/audit").await.status, status, "{}", person.name());
    }
}

#[actix_web::test]
async fn filters_narrow_the_log() {
    let app = App::start().await.unwrap();
    restrict_maria(&app).await;
    let cora = app.sign_in(Cast::Cora).unwrap();
    let (casey, today) =
        (app.user(Cast::Casey).unwrap(), app.database.column("select today()").unwrap().remove(0));
    let by_casey = entries(&cora, &format!("user={casey}&entity=restrictions&from={today}&to={today}")).await;
    assert_eq!(by_casey.len(), 1);
    assert!(entries(&cora, &format!("user={casey}&to=2020-01-01")).await.is_empty());
    assert!(entries(&cora, "action=delete&entity=restrictions").await.is_empty());
}

#[actix_web::test]
async fn an_opened_number_stands_in_the_log_with_its_reason() {
    let app = App::start().await.unwrap();
    let maria = app.client(Served::Maria).unwrap();
    let cora = app.sign_in(Cast::Cora).unwrap();
    let opened =
        cora.post(&format!("/clients/{maria}/ssn-disclosure"), json!({ "reason": "Payroll form" })).await;
    assert_eq!(opened.json()["ssn"], "536-22-1234", "{}", opened.text());
    let entry = entries(&cora, "action=disclose").await.remove(0);
    assert_eq!(
        (&entry["reason"], &entry["operation"]),
        (&json!("Payroll form"), &json!("clients.disclose_ssn"))
    );
}

#[actix_web::test]
async fn a_refused_disclosure_leaves_nothing_open() {
    let app = App::start().await.unwrap();
    let path = format!("/clients/{}/ssn-disclosure", app.client(Served::Maria).unwrap());
    let casey = app.sign_in(Cast::Casey).unwrap();
    let refused = casey.post(&path, json!({ "reason": "Curious about it" })).await;
    assert_eq!((refused.status, refused.text().contains("536-22")), (403, false));
    let cora = app.sign_in(Cast::Cora).unwrap();
    assert_eq!(cora.post(&path, json!({ "reason": " " })).await.status, 422);
}

/// The digits of every number in the demo agency are looked for in everything that the database holds.
#[actix_web::test]
async fn no_number_stands_anywhere_in_clear() {
    let app = App::start().await.unwrap();
    for (table, _) in store::schema::TABLES {
        let rows =
            app.database.column(&format!("select count(*) from {table} t where t::text ~ '536-?22-?1234'"));
        assert_eq!(rows.unwrap(), ["0"], "{table}");
    }
}

#[actix_web::test]
async fn an_answer_that_the_reader_may_not_see_on_the_record_is_withheld_in_the_history() {
    let app = App::start().await.unwrap();
    let path =
        format!("/clients/{}/history?limit=100&entity=demographics", app.client(Served::Maria).unwrap());
    let seen = |entries: &Value| {
        let of = |entry: &&Value| {
            let changes = entry["changes"].as_array().unwrap();
            changes.iter().any(|change| change["after"] == "immigration_status")
        };
        let entry = entries["items"].as_array().unwrap().iter().find(of).unwrap().clone();
        let changes = entry["changes"].as_array().unwrap().clone();
        changes.iter().find(|change| change["field"] == "codes").unwrap().clone()
    };
    let stan = seen(&app.sign_in(Cast::Stan).unwrap().get(&path).await.json());
    assert_eq!((&stan["after"], &stan["withheld"]), (&Value::Null, &json!(true)));
    let casey = seen(&app.sign_in(Cast::Casey).unwrap().get(&path).await.json());
    assert_eq!(casey["after"], json!(["permanent_resident"]));
}

/// Ana reads applications too. For somebody who sees everyone's record and no application, the log is no way around that.
#[actix_web::test]
async fn whoever_may_not_see_applications_does_not_read_them_in_the_log() {
    let app = App::start().await.unwrap();
    let seeing = [
        Permission::SeeAudit,
        Permission::SeeClients,
        Permission::SeeClientDetails,
        Permission::SeeDemographics,
    ];
    let nobody = app.colleague("Nobody", RoleSight::Everyone, &seeing).unwrap();
    assert_eq!(nobody.get("/applications").await.status, 403);
    let (ana, cora) = (app.sign_in(Cast::Ana).unwrap(), app.sign_in(Cast::Cora).unwrap());
    for (who, reads) in [(&cora, true), (&ana, true), (&nobody, false)] {
        let found = entries(who, "entity=applications&limit=100").await;
        assert!(!found.is_empty());
        let text = Value::from(found).to_string();
        assert_eq!(text.contains("Quispe") && text.contains("work outdoors"), reads, "{text}");
        assert_eq!(text.contains("Quispe") || text.contains("work outdoors"), reads, "{text}");
    }
}

#[actix_web::test]
async fn why_a_proposal_was_decided_is_read_by_its_reviewers() {
    let app = App::start().await.unwrap();
    let cora = app.sign_in(Cast::Cora).unwrap();
    let change = cora.get("/changes?status=pending").await.json()["items"][0].clone();
    let path = format!("/changes/{}/refusal", change["id"].as_str().unwrap());
    assert_eq!(cora.post_on(&path, 1, json!({ "rationale": "Her sister called" })).await.status, 200);
    let history = format!("/clients/{}/history", change["client_id"].as_str().unwrap());
    for (who, reads) in [(Cast::Cora, true), (Cast::Max, false)] {
        let text = app.sign_in(who).unwrap().get(&history).await.text();
        assert_eq!(text.contains("Her sister called"), reads, "{text}");
    }
}

#[actix_web::test]
async fn a_day_that_nobody_means_is_refused() {
    let app = App::start().await.unwrap();
    let cora = app.sign_in(Cast::Cora).unwrap();
    for (query, field) in
        [("from=-9999-01-01", "/from"), ("to=-9999-12-31", "/to"), ("from=%2B262142-12-31", "/from")]
    {
        let refused = cora.get(&format!("/audit?{query}")).await;
        assert_eq!(
            (refused.status, refused.fields()),
            (422, vec![format!("{field} implausible_date")]),
            "{query}"
        );
    }
}

#[actix_web::test]
async fn whoever_tries_what_they_may_not_do_stands_in_the_log() {
    let app = App::start().await.unwrap();
    let (stan, cora) = (app.sign_in(Cast::Stan).unwrap(), app.sign_in(Cast::Cora).unwrap());
    let maria = app.client(Served::Maria).unwrap();
    let reason = json!({ "reason": "Curious about it" });
    let refused = [
        stan.get("/audit").await,
        stan.post("/clients", json!({ "first_name": "Ana" })).await,
        stan.post(&format!("/clients/{maria}/ssn-disclosure"), reason).await,
    ];
    assert!(refused.iter().all(|answer| answer.status == 403));
    let rows = entries(&cora, &format!("action=refuse&user={}", app.user(Cast::Stan).unwrap())).await;
    let told = |row: &Value| format!("{} {}", row["operation"], row["changes"][1]["after"]);
    assert_eq!(
        rows.iter().rev().map(told).collect::<Vec<_>>(),
        [
            r#""read" "see_audit""#,
            r#""clients.create" "propose_edits""#,
            r#""clients.disclose_ssn" "disclose_ssn""#
        ]
    );
    let asked: Vec<_> = refused.iter().map(|answer| answer.header("x-request-id")).collect();
    let noted: Vec<_> = rows.iter().rev().map(|row| row["request_id"].as_str().unwrap()).collect();
    assert_eq!(asked, noted);
}

#[actix_web::test]
async fn the_same_refusal_again_and_again_is_one_row() {
    let app = App::start().await.unwrap();
    let stan = app.sign_in(Cast::Stan).unwrap();
    for _ in 0..20 {
        assert_eq!(stan.get("/audit").await.status, 403);
    }
    let rows = "select after ->> 'times' from audit where action = 'refuse'";
    assert_eq!(app.database.column(rows).unwrap(), ["1"]);
}

#[actix_web::test]
async fn reviewing_ones_own_proposal_stands_in_the_log_too() {
    let app = App::start().await.unwrap();
    let promote = format!(
        "begin; select begin_as('job', null, 'test', null, null); \
         insert into user_roles values ('{}', 'client_data_coordinator'); commit",
        app.user(Cast::Lena).unwrap()
    );
    app.database.run(&promote).unwrap();
    let lena = app.sign_in(Cast::Lena).unwrap();
    let change = lena.get("/changes?status=pending").await.json()["items"][0].clone();
    let path = format!("/changes/{}/approval", change["id"].as_str().unwrap());
    assert_eq!(lena.post_on(&path, 1, json!({})).await.status, 403);
    let rows = "select operation || ' ' || (after ->> 'why') from audit where action = 'refuse'";
    assert!(app.database.column(rows).unwrap()[0].starts_with("changes.approve Nobody reviews"));
}

#[actix_web::test]
async fn what_was_approved_names_the_proposer_and_who_approved_it() {
    let app = App::start().await.unwrap();
    let (lena, cora) = (app.sign_in(Cast::Lena).unwrap(), app.sign_in(Cast::Cora).unwrap());
    let path = format!("/clients/{}", app.client(Served::Maria).unwrap());
    let version = lena.get(&path).await.version();
    let change = lena.patch(&path, version, json!({ "first_name": "María José" })).await.json();
    let approval = format!("/changes/{}/approval", change["id"].as_str().unwrap());
    let version = change["version"].as_i64().unwrap();
    let done = cora.approve(&approval, version, json!({ "rationale": "As on her papers" })).await;
    assert_eq!(done.status, 200, "{}", done.text());
    let entry = entries(&cora, "entity=clients&action=update&limit=1").await.remove(0);
    assert_eq!(
        (entry["principal"].as_str(), entry["proposed_by"].as_str()),
        (Some(Cast::Cora.name()), Some(Cast::Lena.name()))
    );
    let own = entries(&cora, "entity=clients&action=create&limit=1").await.remove(0);
    assert!(own.get("proposed_by").is_none());
}
