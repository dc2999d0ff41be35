//! Facts about who saw a record.

use serde_json::{Value, json};
use testkit::{App, Cast, Served, Visitor};

use super::enrollments::program;

async fn opened(app: &App, who: &Visitor, query: &str) -> Value {
    let answer =
        who.get(&format!("/clients/{}/disclosures{query}", app.client(Served::Maria).unwrap())).await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    answer.json()
}

async fn open_number(app: &App, who: Cast, reason: &str) {
    let path = format!("/clients/{}/ssn-disclosure", app.client(Served::Maria).unwrap());
    assert_eq!(app.sign_in(who).unwrap().post(&path, json!({ "reason": reason })).await.status, 200);
}

#[actix_web::test]
async fn each_opening_stands_there_with_who_when_and_why_the_newest_first() {
    let app = App::start().await.unwrap();
    let cora = app.sign_in(Cast::Cora).unwrap();
    open_number(&app, Cast::Cora, "Payroll form").await;
    open_number(&app, Cast::Ada, "Asked by the county").await;
    let all = opened(&app, &cora, "?limit=2").await;
    let told = |one: &Value| format!("{} {} {}", one["by"], one["operation"], one["reason"]);
    let newest: Vec<String> = all["items"].as_array().unwrap().iter().map(told).collect();
    assert_eq!(newest.len(), 2);
    assert!(
        newest[0].contains("clients.disclose_ssn") && newest[0].contains("Asked by the county"),
        "{newest:?}"
    );
    assert!(newest[1].contains("Cora") && newest[1].contains("Payroll form"), "{newest:?}");
}

#[actix_web::test]
async fn pages_of_it_follow_each_other() {
    let app = App::start().await.unwrap();
    let cora = app.sign_in(Cast::Cora).unwrap();
    for reason in ["The first one", "The second one", "The third one"] {
        open_number(&app, Cast::Cora, reason).await;
    }
    let first = opened(&app, &cora, "?limit=2").await;
    let next = first["next"].as_str().unwrap();
    let second = opened(&app, &cora, &format!("?limit=2&cursor={next}")).await;
    assert_eq!(second["items"][0]["reason"], "The first one");
}

#[actix_web::test]
async fn a_file_that_held_the_client_is_told_with_its_reason() {
    let app = App::start().await.unwrap();
    let cora = app.sign_in(Cast::Cora).unwrap();
    let maria = app.client(Served::Maria).unwrap();
    let draft =
        json!({ "of": { "clients": [maria] }, "columns": ["last_name"], "reason": "The job fair in May" });
    assert_eq!(cora.post("/clients/exports", draft).await.status, 200);
    app.state.store.flush_access().unwrap();
    let newest = opened(&app, &cora, "?limit=1").await["items"][0].clone();
    assert_eq!(
        (&newest["operation"], &newest["reason"]),
        (&json!("clients.export"), &json!("The job fair in May"))
    );
}

#[actix_web::test]
async fn looks_are_counted_by_person() {
    let app = App::start().await.unwrap();
    let (cora, casey) = (app.sign_in(Cast::Cora).unwrap(), app.sign_in(Cast::Casey).unwrap());
    let maria = app.client(Served::Maria).unwrap();
    let count = |all: &Value| {
        let of_casey = all.as_array().unwrap().iter().find(|one| one["by"] == "Casey Nguyen").cloned();
        of_casey.map_or(0, |one| one["times"].as_i64().unwrap())
    };
    app.state.store.flush_access().unwrap();
    let before = count(&cora.get(&format!("/clients/{maria}/looks")).await.json());
    for _ in 0..3 {
        assert_eq!(casey.get(&format!("/clients/{maria}")).await.status, 200);
    }
    app.state.store.flush_access().unwrap();
    let all = cora.get(&format!("/clients/{maria}/looks")).await;
    assert_eq!(count(&all.json()), before + 3, "{}", all.text());
}

#[actix_web::test]
async fn only_whoever_reads_the_log_and_sees_the_client_is_told() {
    let app = App::start().await.unwrap();
    let maria = app.client(Served::Maria).unwrap();
    for part in ["disclosures", "looks"] {
        let path = format!("/clients/{maria}/{part}");
        for (person, status) in [(Cast::Cora, 200), (Cast::Casey, 403), (Cast::Vera, 403), (Cast::Otto, 403)]
        {
            assert_eq!(
                app.sign_in(person).unwrap().get(&path).await.status,
                status,
                "{part} {}",
                person.name()
            );
        }
    }
    let nobody = "/clients/0190a000-0000-7000-8000-000000000000/disclosures";
    assert_eq!(app.sign_in(Cast::Cora).unwrap().get(nobody).await.status, 404);
}

/// The log, proposals and waiting lists say as much of a person as the record does.
#[actix_web::test]
async fn whoever_reads_of_a_client_elsewhere_has_looked_too() {
    let app = App::start().await.unwrap();
    let (cora, casey) = (app.sign_in(Cast::Cora).unwrap(), app.sign_in(Cast::Casey).unwrap());
    let maria = app.client(Served::Maria).unwrap();
    let found = casey.get(&format!("/clients/{maria}/restrictions")).await.json()["items"][0].clone();
    let lift = format!("/restrictions/{}/lifting", found["id"].as_str().unwrap());
    let change = casey.post_on(&lift, found["version"].as_i64().unwrap(), json!({ "reason": "Over" })).await;
    assert_eq!(change.status, 202, "{}", change.text());
    let change = format!("/changes/{}", change.json()["id"].as_str().unwrap());
    let refusal = cora.post_on(&format!("{change}/refusal"), 1, json!({ "rationale": "Not yet" })).await;
    assert_eq!(refusal.status, 200, "{}", refusal.text());
    let joined =
        cora.post(&format!("/programs/{}/waitlist", program(&app, 1)), json!({ "client_id": maria })).await;
    assert_eq!(joined.status, 201, "{}", joined.text());
    let looks = || {
        app.state.store.flush_access().unwrap();
        let sql = format!("select count(*) from access_log where client_ids @> array['{maria}'::uuid]");
        app.database.column(&sql).unwrap()[0].parse::<i64>().unwrap()
    };
    for path in [
        format!("/audit?client={maria}"),
        format!("/changes?client={maria}"),
        change,
        format!("/clients/{maria}/waitlist"),
    ] {
        let before = looks();
        assert_eq!(cora.get(&path).await.status, 200, "{path}");
        assert_eq!(looks(), before + 1, "{path}");
    }
}
