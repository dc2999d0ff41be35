//! The notice that a person gets of a restriction.

use domain::restrictions::notice::Notice;
use serde_json::json;
use testkit::{App, Cast, Visitor};

use super::marias;

/// Where María's restriction is.
async fn at(app: &App, reader: &Visitor) -> String {
    format!("/restrictions/{}", marias(app, reader).await["id"].as_str().unwrap())
}

#[actix_web::test]
async fn a_notice_is_in_the_clients_language_and_in_any_other_of_the_public_pages() {
    let app = App::start().await.unwrap();
    let casey = app.sign_in(Cast::Casey).unwrap();
    let path = at(&app, &casey).await;
    let speaks = "begin; select begin_as('job', null, 'test', null, null); \
                  update clients set language = 'es' where first_name = 'María'; commit";
    app.database.run(speaks).unwrap();
    let own: Notice = casey.get(&format!("{path}/notice")).await.read();
    assert_eq!((own.language.as_str(), own.organization.as_str()), ("es", "Mission Hiring Hall"));
    assert!(own.to.contains("Mari Delgado") && own.title.contains("servicios"), "{own:?}");
    let other: Notice = casey.get(&format!("{path}/notice?language=vi")).await.read();
    assert_eq!(other.language, "vi");
    let wrong = casey.get(&format!("{path}/notice?language=de")).await;
    assert_eq!((wrong.status, wrong.fields()), (422, vec!["/language language".to_owned()]));
}

#[actix_web::test]
async fn the_reason_stands_in_it_by_choice_and_the_audit_tells_who_opened_it() {
    let app = App::start().await.unwrap();
    let (casey, vera) = (app.sign_in(Cast::Casey).unwrap(), app.sign_in(Cast::Vera).unwrap());
    let path = at(&app, &casey).await;
    let reason = marias(&app, &casey).await["reason"].as_str().unwrap().to_owned();
    let opened = "select count(*) from audit where operation = 'restrictions.notice_with_reason' and action = 'disclose'";
    for who in [&casey, &vera] {
        let without = who.get(&format!("{path}/notice")).await;
        assert!(without.status == 200 && !without.text().contains(&reason), "{}", without.text());
    }
    assert_eq!(app.database.column(opened).unwrap(), ["0"]);
    let with = casey.post(&format!("{path}/notice-disclosure"), json!({ "language": "en" })).await;
    assert!(with.status == 200 && with.text().contains(&reason), "{}", with.text());
    assert_eq!(app.database.column(opened).unwrap(), ["1"]);
    assert_eq!(vera.post(&format!("{path}/notice-disclosure"), json!({})).await.status, 403);
}

#[actix_web::test]
async fn there_is_no_notice_of_what_has_ended_or_is_out_of_sight() {
    let app = App::start().await.unwrap();
    let (cora, otto) = (app.sign_in(Cast::Cora).unwrap(), app.sign_in(Cast::Otto).unwrap());
    let path = at(&app, &cora).await;
    assert_eq!(otto.get(&format!("{path}/notice")).await.status, 404);
    assert_eq!(otto.post(&format!("{path}/notice-disclosure"), json!({})).await.status, 404);
    let version = cora.get(&path).await.version();
    let lifted = cora.post_on(&format!("{path}/lifting"), version, json!({ "reason": "They talked" })).await;
    assert_eq!(lifted.status, 200, "{}", lifted.text());
    assert_eq!(cora.get(&format!("{path}/notice")).await.status, 409);
}
