//! Facts about texts that were begun and not sent.

use serde_json::{Value, json};
use testkit::{App, Cast};
use uuid::Uuid;

fn path() -> String {
    format!("/me/drafts/note-{}", Uuid::now_v7())
}

fn texts(text: &str) -> Value {
    json!({ "fields": { "/text": text } })
}

#[actix_web::test]
async fn what_was_begun_is_there_again() {
    let app = App::start().await.unwrap();
    let (casey, path) = (app.sign_in(Cast::Casey).unwrap(), path());
    assert_eq!(casey.get(&path).await.json(), json!({ "fields": {}, "saved_at": null }));
    for text in ["She sai", "She said that the interview went well."] {
        assert_eq!(casey.put(&path, texts(text)).await.status, 204);
    }
    let kept = app.sign_in(Cast::Casey).unwrap().get(&path).await.json();
    assert_eq!(kept["fields"], json!({ "/text": "She said that the interview went well." }));
    assert!(kept["saved_at"].is_string());
}

#[actix_web::test]
async fn an_edit_is_kept_with_the_version_that_it_began_on_and_with_what_it_takes_away() {
    let app = App::start().await.unwrap();
    let casey = app.sign_in(Cast::Casey).unwrap();
    let fields = json!({ "/preferred_name": "", "/contact_points": "[]", "/version": "3" });
    for form in ["details", "demographics", "new_client"] {
        let path = format!("/me/drafts/{form}-{}", Uuid::now_v7());
        assert_eq!(casey.put(&path, json!({ "fields": fields })).await.status, 204, "{form}");
        assert_eq!(casey.get(&path).await.json()["fields"], fields, "{form}");
    }
}

#[actix_web::test]
async fn nobody_else_reads_it() {
    let app = App::start().await.unwrap();
    let path = path();
    app.sign_in(Cast::Casey).unwrap().put(&path, texts("A thought")).await;
    assert_eq!(app.sign_in(Cast::Ada).unwrap().get(&path).await.json()["fields"], json!({}));
}

#[actix_web::test]
async fn the_database_has_it_sealed_alone() {
    let app = App::start().await.unwrap();
    app.sign_in(Cast::Casey).unwrap().put(&path(), texts("Afraid of her landlord")).await;
    let kept = app.database.column("select encode(fields_sealed, 'escape') from unsent_texts").unwrap();
    assert!(kept.len() == 1 && !kept[0].contains("landlord"), "{kept:?}");
    let logged = "select count(*) from audit where after::text like '%landlord%'";
    assert_eq!(app.database.column(logged).unwrap(), ["0"]);
}

#[actix_web::test]
async fn it_is_gone_when_it_is_forgotten_or_emptied() {
    let app = App::start().await.unwrap();
    let (casey, first, second) = (app.sign_in(Cast::Casey).unwrap(), path(), path());
    for path in [&first, &second] {
        casey.put(path, texts("A thought")).await;
    }
    assert_eq!(casey.delete(&first).await.status, 204);
    assert_eq!(casey.put(&second, texts("  ")).await.status, 204);
    assert_eq!(app.database.column("select count(*) from unsent_texts").unwrap(), ["0"]);
}

#[actix_web::test]
async fn after_a_month_it_is_gone() {
    let app = App::start().await.unwrap();
    let (casey, path) = (app.sign_in(Cast::Casey).unwrap(), path());
    casey.put(&path, texts("A thought")).await;
    app.database.run("update unsent_texts set saved_at = now() - interval '31 days'").unwrap();
    assert_eq!(casey.get(&path).await.json()["fields"], json!({}));
}

#[actix_web::test]
async fn of_more_than_a_hundred_the_oldest_go() {
    let app = App::start().await.unwrap();
    let casey = app.sign_in(Cast::Casey).unwrap();
    let first = path();
    casey.put(&first, texts("The first thought")).await;
    app.database
        .run(
            "update unsent_texts set saved_at = now() - interval '1 day'; \
             insert into unsent_texts select gen_random_uuid(), user_id, form, gen_random_uuid(), fields_sealed, \
             now() - interval '1 hour' from unsent_texts, generate_series(1, 99)",
        )
        .unwrap();
    casey.put(&path(), texts("A later one")).await;
    assert_eq!(app.database.column("select count(*) from unsent_texts").unwrap(), ["100"]);
    assert_eq!(casey.get(&first).await.json()["fields"], json!({}));
}

#[actix_web::test]
async fn what_is_no_key_names_nothing() {
    let app = App::start().await.unwrap();
    let casey = app.sign_in(Cast::Casey).unwrap();
    for key in ["note", "note-7", "poem-0190a000-0000-7000-8000-000000000000"] {
        assert_eq!(casey.put(&format!("/me/drafts/{key}"), texts("x")).await.status, 404, "{key}");
    }
}

#[actix_web::test]
async fn a_text_that_no_form_takes_is_refused() {
    let app = App::start().await.unwrap();
    let casey = app.sign_in(Cast::Casey).unwrap();
    let answer = casey.put(&path(), texts(&"x".repeat(10_001))).await;
    assert_eq!((answer.status, answer.fields()), (422, vec!["/fields too_long".to_owned()]));
}
