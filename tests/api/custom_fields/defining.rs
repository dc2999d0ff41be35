//! Defining fields: who may, what is refused, and that what records rely on stays.

use futures_util::future::join_all;
use serde_json::json;
use testkit::{App, Cast};

use super::{all, amend, define, definition, set};

#[actix_web::test]
async fn an_administrator_defines_and_nobody_else() {
    let app = App::start().await.unwrap();
    let field = define(&app, "shirt_size", json!({})).await;
    for person in Cast::ALL.iter().filter(|person| **person != Cast::Ada) {
        let who = app.sign_in(*person).unwrap();
        let made = who.post("/custom-fields", definition("hat_size", json!({}))).await;
        assert_eq!(made.status, 403, "{person:?}");
        assert_eq!(amend(&who, &field, json!({ "retired": true })).await.status, 403, "{person:?}");
        assert_eq!(who.delete(&format!("/custom-fields/{}", field.id)).await.status, 403, "{person:?}");
    }
    assert_eq!(all(&app.sign_in(Cast::Vera).unwrap()).await, [field]);
}

#[actix_web::test]
async fn a_definition_that_makes_no_sense_is_refused_by_its_place() {
    let app = App::start().await.unwrap();
    let ada = app.sign_in(Cast::Ada).unwrap();
    for (change, expected) in [
        (json!({ "name": "Shirt size" }), "/name code"),
        (json!({ "labels": { "es": "Talla" } }), "/labels english_label"),
        (json!({ "hints": { "en": "" } }), "/hints required"),
        (json!({ "takes": { "kind": "text", "longest": 2001 } }), "/takes/longest length_limit"),
        (json!({ "takes": { "kind": "text", "shortest": 9, "longest": 8 } }), "/takes/longest below_least"),
        (json!({ "takes": { "kind": "number", "least": 2, "most": 1.5 } }), "/takes/most below_least"),
        (
            json!({ "takes": { "kind": "date", "earliest": "2026-02-01", "latest": "2026-01-01" } }),
            "/takes/latest below_least",
        ),
        (json!({ "takes": { "kind": "choice", "choices": [] } }), "/takes/choices required"),
        (
            json!({ "takes": { "kind": "choice", "choices": [
                { "code": "m", "labels": { "en": "Medium" } }, { "code": "m", "labels": { "en": "Middle" } }] } }),
            "/takes/choices/1/code twice",
        ),
        (json!({ "takes": { "kind": "color" } }), "/takes"),
        (json!({ "takes": { "kind": "number", "longest": 5 } }), "/takes"),
        (json!({ "color": "red" }), "/color unknown_field"),
    ] {
        let refused = ada.post("/custom-fields", definition("shirt_size", change.clone())).await;
        assert_eq!(refused.status, 422, "{change} {}", refused.text());
        let first = refused.fields().into_iter().next().unwrap();
        assert!(first.starts_with(expected), "{change}: {first}");
    }
    assert!(all(&ada).await.is_empty());
}

#[actix_web::test]
async fn of_two_who_take_one_name_at_the_same_moment_one_has_it() {
    let app = App::start().await.unwrap();
    let ada = app.sign_in(Cast::Ada).unwrap();
    let made =
        join_all((0..6).map(|_| ada.post("/custom-fields", definition("shirt_size", json!({}))))).await;
    let taken = made.iter().filter(|one| one.fields() == ["/name taken"]).count();
    assert_eq!((made.iter().filter(|one| one.status == 201).count(), taken), (1, 5));
}

#[actix_web::test]
async fn a_moved_field_pushes_the_others() {
    let app = App::start().await.unwrap();
    let ada = app.sign_in(Cast::Ada).unwrap();
    for name in ["a", "b", "c"] {
        define(&app, name, json!({})).await;
    }
    let last = all(&ada).await.pop().unwrap();
    assert_eq!(amend(&ada, &last, json!({ "position": 0 })).await.status, 200);
    let after = all(&ada).await;
    assert_eq!(after.iter().map(|field| field.name.as_str()).collect::<Vec<_>>(), ["c", "a", "b"]);
    assert_eq!(after.iter().map(|field| field.position).collect::<Vec<_>>(), [0, 1, 2]);
    assert_eq!(amend(&ada, &last, json!({ "position": 1 })).await.status, 412, "an older version");
}

#[actix_web::test]
async fn what_records_rely_on_is_retired_and_never_taken_away() {
    let app = App::start().await.unwrap();
    let (ada, cora) = (app.sign_in(Cast::Ada).unwrap(), app.sign_in(Cast::Cora).unwrap());
    let field = define(&app, "shirt_size", json!({})).await;
    let without_l =
        json!({ "takes": { "kind": "choice", "choices": [{ "code": "m", "labels": { "en": "M" } }] } });
    assert_eq!(set(&app, &cora, json!({ "shirt_size": "l" })).await.status, 200);
    let gone = amend(&ada, &field, without_l).await;
    assert_eq!((gone.status, gone.fields()), (422, vec!["/takes/choices retire_instead".to_owned()]));
    let another = amend(&ada, &field, json!({ "takes": { "kind": "text" } })).await;
    assert_eq!((another.status, another.fields()), (422, vec!["/takes/kind never_changes".to_owned()]));
    let removed = ada.delete(&format!("/custom-fields/{}", field.id)).await;
    assert_eq!((removed.status, removed.code()), (409, "conflict".to_owned()));
    let retired = amend(&ada, &field, json!({ "retired": true })).await;
    assert_eq!(retired.status, 200, "{}", retired.text());
    assert!(retired.json()["retired_on"].is_string() && retired.json()["in_use"] == true);
    let kept = cora.get(&super::path(&app, testkit::Served::Maria)).await;
    assert_eq!(kept.json()["values"]["shirt_size"], "l");
}

#[actix_web::test]
async fn what_nobody_uses_can_go() {
    let app = App::start().await.unwrap();
    let ada = app.sign_in(Cast::Ada).unwrap();
    let field = define(&app, "shirt_size", json!({})).await;
    let without_l =
        json!({ "takes": { "kind": "choice", "choices": [{ "code": "m", "labels": { "en": "M" } }] } });
    assert_eq!(amend(&ada, &field, without_l).await.status, 200);
    assert_eq!(ada.delete(&format!("/custom-fields/{}", field.id)).await.status, 204);
    assert!(all(&ada).await.is_empty());
}

#[actix_web::test]
async fn a_field_that_is_written_and_deleted_at_the_same_moment_is_one_or_the_other() {
    let app = App::start().await.unwrap();
    let (ada, cora) = (app.sign_in(Cast::Ada).unwrap(), app.sign_in(Cast::Cora).unwrap());
    for round in 0..6 {
        let field = define(&app, &format!("field_{round}"), json!({})).await;
        let address = format!("/custom-fields/{}", field.id);
        let write = set(&app, &cora, json!({ (field.name.clone()): "m" }));
        let (written, removed) = futures_util::future::join(write, ada.delete(&address)).await;
        let there = all(&ada).await.iter().any(|one| one.id == field.id);
        match (written.status, removed.status) {
            (200, 409) => assert!(there),
            (422, 204) => assert!(!there),
            odd => panic!("{odd:?} {} {}", written.text(), removed.text()),
        }
    }
}
