//! Facts about what an organization says in its other languages.

use serde_json::json;
use testkit::{App, Cast};

#[actix_web::test]
async fn who_reads_spanish_reads_the_organizations_spanish_words() {
    let app = App::start().await.unwrap();
    let ada = app.sign_in(Cast::Ada).unwrap();
    let version = ada.get("/organization/settings").await.version();
    let words = json!({ "es": { "mission": "Trabajo para todos", "residency_label": "" } });
    let amended = ada.patch("/organization/settings", version, json!({ "words": words })).await;
    assert_eq!(amended.status, 200, "{}", amended.text());
    assert_eq!(amended.json()["words"]["es"]["mission"], "Trabajo para todos");

    let anybody = app.anybody().unwrap();
    let first = anybody.get("/organization").await.json();
    let spanish = anybody.get("/organization?language=es").await.json();
    assert_eq!(spanish["mission"], "Trabajo para todos");
    // What is missing is read in the first language, and so is everything in one that has no words.
    assert_eq!(spanish["residency_label"], first["residency_label"]);
    for other in ["/organization?language=vi", "/organization?language=tlh", "/organization"] {
        assert_eq!(anybody.get(other).await.json(), first, "{other}");
    }
    let form = anybody.get("/intake/form?language=es").await;
    assert_eq!(form.json()["organization"]["mission"], "Trabajo para todos");
    // Nobody waits for words in a language that they did not ask for.
    assert!(!anybody.get("/intake/form").await.text().contains("Trabajo para todos"));
}

#[actix_web::test]
async fn a_program_is_described_in_the_readers_language() {
    let app = App::start().await.unwrap();
    let cora = app.sign_in(Cast::Cora).unwrap();
    let program = cora.get("/programs?open_to_intake=true").await.json()[0].clone();
    let path = format!("/programs/{}", program["id"].as_str().unwrap());
    let version = program["version"].as_i64().unwrap();
    let descriptions = json!({ "es": "Para aprender un oficio." });
    let amended = cora.patch(&path, version, json!({ "descriptions": descriptions })).await;
    assert_eq!((amended.status, &amended.json()["descriptions"]), (200, &descriptions), "{}", amended.text());
    let offered = |language: &str| {
        let path = format!("/intake/form{language}");
        let (anybody, id) = (app.anybody().unwrap(), program["id"].clone());
        async move {
            let form = anybody.get(&path).await.json();
            let all = form["programs"].as_array().unwrap().clone();
            all.into_iter().find(|one| one["id"] == id).unwrap()["description"].clone()
        }
    };
    assert_eq!(offered("?language=es").await, "Para aprender un oficio.");
    assert_eq!(offered("?language=fil").await, program["description"]);
    assert_eq!(offered("").await, program["description"]);
}

#[actix_web::test]
async fn a_language_of_nobody_and_a_text_that_is_too_long_are_named() {
    let app = App::start().await.unwrap();
    let ada = app.sign_in(Cast::Ada).unwrap();
    let version = ada.get("/organization/settings").await.version();
    for (words, expected) in [
        (json!({ "fr": { "mission": "Du travail" } }), "/words/fr language"),
        (json!({ "es": { "mission": "x".repeat(201) } }), "/words/es/mission too_long"),
        (json!({ "es": { "mission": "a\u{0}b" } }), "/words/es/mission invisible_characters"),
    ] {
        let refused = ada.patch("/organization/settings", version, json!({ "words": words })).await;
        assert_eq!((refused.status, refused.fields()), (422, vec![expected.to_owned()]), "{words}");
    }
    let program = json!({ "name": "Kitchen Academy", "descriptions": { "la": "Coquina" } });
    assert_eq!(ada.post("/programs", program).await.fields(), ["/descriptions/la language"]);
}

#[actix_web::test]
async fn words_that_are_taken_out_are_gone() {
    let app = App::start().await.unwrap();
    let ada = app.sign_in(Cast::Ada).unwrap();
    let amend = |version: i64, words| ada.patch("/organization/settings", version, json!({ "words": words }));
    let version = ada.get("/organization/settings").await.version();
    let both = json!({ "es": { "mission": "Trabajo" }, "vi": { "mission": "Việc làm" } });
    let amended = amend(version, both).await;
    let amended = amend(amended.version(), json!({ "vi": { "mission": "Việc làm" } })).await;
    assert_eq!(amended.status, 200, "{}", amended.text());
    let read = app.anybody().unwrap().get("/organization?language=es").await.json();
    assert_ne!(read["mission"], "Trabajo");
    let stale = amend(version, json!({})).await;
    assert_eq!(stale.code(), "stale_version");
}
