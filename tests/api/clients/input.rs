//! Facts about what is refused.

use serde_json::json;
use testkit::{App, Cast, Served, send};

use super::{draft, record, with};

#[actix_web::test]
async fn a_code_is_one_of_its_list() {
    let app = App::start().await.unwrap();
    let cora = app.sign_in(Cast::Cora).unwrap();
    for (field, value, pointer) in [
        ("residency", json!("atlantis"), "/residency unknown"),
        ("residency_verified_by", json!("atlantis"), "/residency_verified_by unknown"),
        ("neighborhood", json!("atlantis"), "/neighborhood unknown"),
        ("referral_source", json!("resident"), "/referral_source unknown"),
        (
            "answers",
            json!([{ "question": "sex", "status": "given", "codes": ["atlantis"] }]),
            "/answers/0/codes/0 unknown",
        ),
    ] {
        let refused = cora.post("/clients", with(draft(), field, value)).await;
        assert_eq!((refused.status, refused.fields()), (422, vec![pointer.to_owned()]), "{}", refused.text());
    }
}

#[actix_web::test]
async fn a_retired_code_stays_where_it_is_and_is_not_taken_anew() {
    let app = App::start().await.unwrap();
    let cora = app.sign_in(Cast::Cora).unwrap();
    app.database
        .run("select begin_as('job', null, 'test', null, null); begin; select begin_as('job', null, 'test', null, null); \
              update code_values set retired_on = '2020-01-01' where list = 'residency' and code = 'resident'; commit")
        .unwrap();
    let (path, found) = record(&cora, &app, Served::Maria).await;
    let kept =
        cora.patch(&path, found.version(), json!({ "residency": "resident", "first_name": "María" })).await;
    assert_eq!(kept.status, 200, "{}", kept.text());
    assert_eq!(cora.post("/clients", draft()).await.fields(), ["/residency unknown"]);
}

#[actix_web::test]
async fn bad_input_names_the_field_and_breaks_nothing() {
    let app = App::start().await.unwrap();
    let cora = app.sign_in(Cast::Cora).unwrap();
    for (field, value, expected) in [
        ("first_name", json!(""), "/first_name required"),
        ("first_name", json!("x".repeat(101)), "/first_name too_long"),
        ("first_name", json!("a\u{0}b"), "/first_name invisible_characters"),
        ("date_of_birth", json!("9999-12-31"), "/date_of_birth in_the_future"),
        ("date_of_birth", json!("0001-01-01"), "/date_of_birth too_long_ago"),
        ("date_of_birth", json!("2001-02-30"), "/date_of_birth malformed"),
        ("ssn", json!("000-00-0000"), "/ssn ssn"),
        ("created_at", json!("2020-01-01"), "/created_at unknown_field"),
        ("application_id", json!("0190a000-0000-7000-8000-000000000000"), "/application_id unknown_field"),
        ("addresses", json!([{}]), "/addresses/0/__all__ required"),
        (
            "answers",
            json!([{ "question": "sex", "status": "declined", "valid_from": "9999-01-01" }]),
            "/answers/0/valid_from in_the_future",
        ),
        (
            "answers",
            json!([{ "question": "sex", "status": "declined" }, { "question": "sex", "status": "unknown" }]),
            "/answers/1/question twice",
        ),
    ] {
        let refused = cora.post("/clients", with(draft(), field, value)).await;
        assert_eq!(refused.status, 422, "{field}: {}", refused.text());
        assert!(refused.fields().iter().any(|error| error == expected), "{expected}: {:?}", refused.fields());
    }
    let post = |body: String| {
        send(
            cora.request("POST".parse().unwrap(), "/clients")
                .header("content-type", "application/json")
                .body(body),
        )
    };
    assert_eq!(post(r#"{"first_name":"\ud800"}"#.into()).await.status, 400);
    assert_eq!(post(format!(r#"{{"first_name":"{}"}}"#, "x".repeat(10 << 20))).await.status, 413);
    let (path, found) = record(&cora, &app, Served::Maria).await;
    for (patch, expected) in [
        (json!({ "first_name": null }), "/first_name required"),
        (json!({ "status": "merged" }), "/status set_by_merge"),
        (json!({ "stage": "assessment" }), "/stage unknown_field"),
        (json!({ "version": 7 }), "/version unknown_field"),
    ] {
        assert_eq!(cora.patch(&path, found.version(), patch).await.fields(), [expected]);
    }
}
