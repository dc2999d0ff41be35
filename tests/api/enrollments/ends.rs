//! Intakes and discharges of a client, each with who wrote it.

use serde_json::{Value, json};
use testkit::{App, Cast, Served, Visitor};

use super::{correct, day, draft, enroll, enrolled, left, program, verb};
use crate::api::applicant::{Applicant, form_with, start};

async fn listed(app: &App, who: &Visitor, whom: Served, what: &str) -> Vec<Value> {
    let found = who.get(&format!("/clients/{}/{what}", app.client(whom).unwrap())).await;
    assert_eq!(found.status, 200, "{}", found.text());
    found.read()
}

#[actix_web::test]
async fn each_end_says_its_day_its_program_and_who_wrote_it() {
    let app = App::start().await.unwrap();
    let (casey, cora) = (app.sign_in(Cast::Casey).unwrap(), app.sign_in(Cast::Cora).unwrap());
    let mut body = draft(&app);
    (body["source_system"], body["start_date"]) = (json!("SMIS"), json!(day(&app, -5)));
    let made = enroll(&app, &casey, Served::Sukarno, body).await.json();
    assert_eq!(verb(&cora, &made, "discharge", left(&app, 0)).await.status, 200);
    let intake = listed(&app, &casey, Served::Sukarno, "intakes").await.remove(0);
    assert_eq!(intake["enrollment"]["id"], made["id"]);
    assert_eq!(
        (&intake["enrollment"]["start_date"], &intake["enrollment"]["source_system"]),
        (&json!(day(&app, -5)), &json!("SMIS"))
    );
    assert_eq!(intake["written"]["by"], Cast::Casey.name());
    let discharge = listed(&app, &casey, Served::Sukarno, "discharges").await.remove(0);
    assert_eq!(discharge["enrollment"]["end_date"], day(&app, 0));
    assert_eq!(
        discharge["enrollment"]["discharge"],
        json!({ "reason": "employed", "comment": "A job at the bakery" })
    );
    assert_eq!(discharge["written"]["by"], Cast::Cora.name());
}

#[actix_web::test]
async fn a_day_that_is_corrected_moves_the_intake_and_a_discharge_that_is_taken_back_is_gone() {
    let app = App::start().await.unwrap();
    let cora = app.sign_in(Cast::Cora).unwrap();
    let made = enrolled(&app, &cora, Served::Wei).await;
    let ended = verb(&cora, &made, "discharge", left(&app, 3)).await.json();
    assert_eq!(listed(&app, &cora, Served::Wei, "discharges").await.len(), 1);
    let back = json!({ "start_date": day(&app, -1), "end_date": null, "reason": "He stays" });
    assert_eq!(correct(&cora, &ended, back).await.status, 200);
    assert!(listed(&app, &cora, Served::Wei, "discharges").await.is_empty());
    let intakes = listed(&app, &cora, Served::Wei, "intakes").await;
    assert_eq!(intakes[0]["enrollment"]["start_date"], day(&app, -1));
    assert_eq!(intakes[0]["written"]["by"], Cast::Cora.name(), "who wrote it first");
}

#[actix_web::test]
async fn who_sees_no_enrollments_sees_neither_end_and_nobody_those_of_others() {
    let app = App::start().await.unwrap();
    let (vera, casey) = (app.sign_in(Cast::Vera).unwrap(), app.sign_in(Cast::Casey).unwrap());
    for what in ["intakes", "discharges"] {
        let of = |whom| format!("/clients/{}/{what}", app.client(whom).unwrap());
        assert_eq!(vera.get(&of(Served::Maria)).await.status, 403, "{what}");
        assert_eq!(casey.get(&of(Served::Darnell)).await.status, 404, "{what}");
    }
}

#[actix_web::test]
async fn an_intake_names_the_application_that_asked_for_the_program_to_those_who_read_applications() {
    let app = start().await;
    let (ada, max) = (app.sign_in(Cast::Ada).unwrap(), app.sign_in(Cast::Max).unwrap());
    let handed_in =
        Applicant::new(&app).submit(&form_with("program_interests", json!([program(&app, 1)]))).await;
    assert_eq!(handed_in.status, 201, "{}", handed_in.text());
    let application = ada.get("/applications").await.json()["items"][0].clone();
    let path = format!("/applications/{}", application["id"].as_str().unwrap());
    let version = ada.get(&path).await.version();
    let client = ada.post_on(&format!("{path}/acceptance"), version, json!(null)).await.json();
    let path = format!("/clients/{}", client["id"].as_str().unwrap());
    for (place, from) in [(1, -1), (2, -2)] {
        let body = json!({ "program_id": program(&app, place), "start_date": day(&app, from) });
        assert_eq!(ada.post(&format!("{path}/enrollments"), body).await.status, 201);
    }
    let intakes: Vec<Value> = ada.get(&format!("{path}/intakes")).await.read();
    let asked: Vec<_> = intakes.iter().map(|one| one["application"]["reference"].clone()).collect();
    assert_eq!(asked, [application["reference"].clone(), Value::Null], "the other was not asked for");
    let masked: Vec<Value> = max.get(&format!("{path}/intakes")).await.read();
    assert!(masked.len() == 2 && masked.iter().all(|one| one.get("application").is_none()), "{masked:?}");
}
