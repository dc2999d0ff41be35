//! Phones and emails that several people have.

use serde_json::{Value, json};
use testkit::{App, Cast, Served, Visitor};

/// An address that Sukarno, whom Casey sees, and Darnell, whom Otto alone sees, have in common.
async fn family(app: &App) -> Visitor {
    let cora = app.sign_in(Cast::Cora).unwrap();
    for whom in [Served::Sukarno, Served::Darnell] {
        let path = format!("/clients/{}", app.client(whom).unwrap());
        let version = cora.get(&path).await.version();
        let body = json!({ "contact_points": [{ "kind": "email", "value": "family@example.org" }] });
        let done = cora.patch(&path, version, body).await;
        assert_eq!(done.status, 200, "{}", done.text());
    }
    cora
}

async fn asked(who: &Visitor, email: &str, client: Option<Value>) -> Vec<Value> {
    let body = json!({ "contact_points": [{ "kind": "email", "value": email }], "client": client });
    let found = who.post("/clients/sharing", body).await;
    assert_eq!(found.status, 200, "{}", found.text());
    found.json().as_array().unwrap().clone()
}

#[actix_web::test]
async fn who_has_the_same_email_is_named_with_the_reason() {
    let app = App::start().await.unwrap();
    let cora = family(&app).await;
    let both = asked(&cora, "Family@Example.org", None).await;
    assert_eq!(both.len(), 2, "{both:?}");
    assert!(
        both.iter().all(|one| one["reasons"] == json!(["same_email"]) && one["client"]["name"].is_string())
    );
    assert!(asked(&cora, "nobody@example.org", None).await.is_empty());
    let own = app.client(Served::Sukarno).unwrap();
    let others = asked(&cora, "family@example.org", Some(json!(own))).await;
    assert_eq!((others.len(), &others[0]["client"]["name"]), (1, &json!("Darnell Washington")));
}

#[actix_web::test]
async fn of_somebody_out_of_sight_only_those_hear_who_take_people_in() {
    let app = App::start().await.unwrap();
    family(&app).await;
    let casey = asked(&app.sign_in(Cast::Casey).unwrap(), "family@example.org", None).await;
    let hidden: Vec<&Value> = casey.iter().filter(|one| one["client"].is_null()).collect();
    assert_eq!((casey.len(), hidden.len()), (2, 1), "{casey:?}");
    assert_eq!((&hidden[0]["reasons"], &hidden[0]["name_likeness"]), (&json!([]), &json!(0)));
    let cole = asked(&app.sign_in(Cast::Cole).unwrap(), "family@example.org", None).await;
    assert!(cole.is_empty(), "a counselor edits contact details and creates nobody: {cole:?}");
    let body = json!({ "contact_points": [] });
    assert_eq!(app.sign_in(Cast::Stan).unwrap().post("/clients/sharing", body).await.status, 403);
}

#[actix_web::test]
async fn a_second_client_with_the_same_email_is_taken() {
    let app = App::start().await.unwrap();
    let cora = family(&app).await;
    let body = json!({ "first_name": "Rosa",
        "contact_points": [{ "kind": "email", "value": "family@example.org" }] });
    assert_eq!(cora.post("/clients", body).await.status, 201);
    assert_eq!(asked(&cora, "family@example.org", None).await.len(), 3);
}
