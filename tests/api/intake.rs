//! Facts about the public form and its draft.

use domain::{
    applications::{Application, ApplicationRow},
    page::Page,
};
use reqwest::Method;
use serde_json::{Value, json};
use testkit::{Cast, send};

use super::applicant::{Applicant, form, form_with, pdf, start};

const SSN: &str = "536-22-4711";

#[actix_web::test]
async fn from_the_form_to_a_client() {
    let app = start().await;
    let asked = app.anybody().unwrap().get("/intake/form").await.json();
    let academy = asked["programs"][0]["id"].clone();
    let applicant = Applicant::begun(&app).await;
    assert_eq!(applicant.save(form_with("ssn", json!(SSN)), "documents").await.status, 200);
    assert_eq!(applicant.upload("résumé.pdf", &pdf()).await.status, 201);
    let receipt = applicant.submit(&form_with("program_interests", json!([academy]))).await;
    assert_eq!((receipt.status, receipt.json()["documents"].as_u64()), (201, Some(1)), "{}", receipt.text());

    let cole = app.sign_in(Cast::Cole).unwrap();
    let inbox = cole.get("/notifications").await.json();
    assert_eq!(inbox["latest"][0]["kind"], "new_application");
    let queue: Page<ApplicationRow> = cole.get("/applications?status=new&q=ferrer").await.read();
    let row = &queue.items[0];
    assert_eq!(
        (row.programs[0].as_str(), row.documents, row.language.as_str()),
        ("CityBuild Academy", 1, "es")
    );
    let path = format!("/applications/{}", row.id);
    let found = cole.get(&path).await;
    let application: Application = found.read();
    assert_eq!(application.ssn_last_four.as_deref(), Some("4711"));
    assert_eq!(application.documents[0].name, "résumé.pdf");

    let accepted = cole.post_on(&format!("{path}/acceptance"), found.version(), json!(null)).await;
    assert_eq!(accepted.status, 201, "{}", accepted.text());
    let client = cole.get(accepted.header("location").trim_start_matches("/api/v1")).await.json();
    assert_eq!(
        (client["first_name"].as_str(), client["ssn_last_four"].as_str()),
        (Some("Lucía"), Some("4711"))
    );
    assert_eq!(client["addresses"][0]["street"], "16 Hoff Street");
}

#[actix_web::test]
async fn the_form_asks_what_the_public_is_asked_and_no_more() {
    let app = start().await;
    let asked = app.anybody().unwrap().get("/intake/form").await.json();
    let lists: Vec<&str> = asked["lists"].as_object().unwrap().keys().map(String::as_str).collect();
    assert!(lists.contains(&"race_ethnicity") && lists.contains(&"neighborhood"));
    for hidden in ["immigration_status", "residency_proof", "discharge_reason"] {
        assert!(!lists.contains(&hidden), "{hidden}");
    }
    assert_eq!(asked["programs"].as_array().unwrap().len(), 6);
    assert_eq!(
        (asked["consent_version"].as_str(), asked["organization"]["name"].as_str()),
        (Some("2026-1"), Some("Mission Hiring Hall"))
    );
}

#[actix_web::test]
async fn a_retired_choice_and_a_closed_program_are_not_offered_and_not_taken() {
    let app = start().await;
    let asked = app.anybody().unwrap().get("/intake/form").await.json();
    let closed = asked["programs"][4]["id"].clone();
    let applicant = Applicant::new(&app);
    let begun = "select begin_as('job', null, 'test', null, null)";
    app.database
        .run(&format!(
            "begin; {begun}; update programs set open_to_intake = false where id = {}; \
             update code_values set retired_on = today() where list = 'referral_source' and code = 'flyer'; commit",
            closed.to_string().replace('"', "'")
        ))
        .unwrap();
    let asked = app.anybody().unwrap().get("/intake/form").await.text();
    assert!(!asked.contains("flyer") && !asked.contains(closed.as_str().unwrap()));
    let refused = applicant.submit(&form_with("referral_source", json!("flyer"))).await;
    assert_eq!((refused.status, refused.fields()), (422, vec!["/referral_source unknown".to_owned()]));
    let refused = applicant.submit(&form_with("program_interests", json!([closed]))).await;
    assert_eq!((refused.status, refused.fields()), (422, vec!["/program_interests/0 not_open".to_owned()]));
}

#[actix_web::test]
async fn a_draft_survives_a_reload() {
    let app = start().await;
    let mut applicant = Applicant::begun(&app).await;
    let typed = json!({ "first_name": "Lucía", "phone": "415-5", "email": "lucia@", "language": "es" });
    assert_eq!(applicant.save(typed, "personal").await.status, 200);
    let read = applicant.draft().await.json();
    assert_eq!(
        (read["form"]["first_name"].as_str(), read["form"]["phone"].as_str()),
        (Some("Lucía"), Some("415-5"))
    );
    assert_eq!((read["step"].as_str(), read["ssn_given"].as_bool()), (Some("personal"), Some(false)));
    let again = applicant.open().await;
    assert_eq!((again.status, again.json()["form"]["email"].as_str()), (200, Some("lucia@")));
    assert_eq!(again.header("set-cookie"), "");
}

#[actix_web::test]
async fn the_cookie_is_out_of_reach_for_scripts_and_other_sites() {
    let app = start().await;
    let opened = Applicant::new(&app).open().await;
    let cookie = opened.header("set-cookie");
    for part in ["__Host-draft=", "HttpOnly", "Secure", "SameSite=Strict", "Path=/"] {
        assert!(cookie.contains(part), "{cookie}");
    }
    let token = cookie.trim_start_matches("__Host-draft=").split(';').next().unwrap();
    assert!(token.len() >= 43, "{token}");
    let kept = app.database.column("select row_to_json(c) from draft_cookies c").unwrap().join(" ");
    assert!(!kept.contains(token));
}

#[actix_web::test]
async fn another_sites_page_does_nothing_with_the_cookie() {
    let app = start().await;
    let applicant = Applicant::begun(&app).await;
    for (method, path) in [
        (Method::GET, "/intake/draft"),
        (Method::PUT, "/intake/draft"),
        (Method::POST, "/intake/draft"),
        (Method::POST, "/intake/draft/link"),
        (Method::POST, "/intake/draft/resumption"),
        (Method::POST, "/intake/draft/documents"),
        (Method::HEAD, "/intake/draft/documents/0190a000-0000-7000-8000-000000000000"),
        (Method::PATCH, "/intake/draft/documents/0190a000-0000-7000-8000-000000000000"),
        (Method::POST, "/applications"),
        (Method::DELETE, "/intake/draft/documents/0190a000-0000-7000-8000-000000000000"),
    ] {
        let request = applicant.request(method.clone(), path).header("origin", "https://evil.example");
        let refused = send(request.header("idempotency-key", "k").json(&form())).await;
        assert_eq!(refused.status, 403, "{method} {path}");
    }
}

#[actix_web::test]
async fn nobody_reads_a_draft_without_its_cookie() {
    let app = start().await;
    Applicant::begun(&app).await;
    assert_eq!(Applicant::new(&app).draft().await.status, 404);
    for guess in ["x", "", &"A".repeat(43), "../../etc", &"A".repeat(9_000)] {
        let request = Applicant::new(&app).request(Method::GET, "/intake/draft");
        let refused = send(request.header("cookie", format!("__Host-draft={guess}"))).await;
        assert!([404, 431, 400].contains(&refused.status), "{guess} {}", refused.status);
    }
}

#[actix_web::test]
async fn a_number_can_be_written_and_not_read_back() {
    let app = start().await;
    let applicant = Applicant::begun(&app).await;
    let given = async || applicant.draft().await.json()["ssn_given"].as_bool();
    assert_eq!(applicant.save(json!({ "ssn": SSN }), "personal").await.status, 200);
    let read = applicant.draft().await.text();
    assert!(!read.contains("4711") && read.contains(r#""ssn_given":true"#), "{read}");
    applicant.save(json!({ "first_name": "Lucía" }), "location").await;
    assert_eq!(given().await, Some(true), "an absent number keeps the one that was written");
    applicant.save(json!({ "ssn": "536-22" }), "personal").await;
    assert_eq!(given().await, Some(false), "half a number replaces the whole one");
    applicant.save(json!({ "ssn": SSN }), "personal").await;
    applicant.save(json!({ "ssn": "" }), "personal").await;
    assert_eq!(given().await, Some(false));
}

#[actix_web::test]
async fn what_nobody_can_type_does_not_even_go_into_a_draft() {
    let app = start().await;
    let applicant = Applicant::begun(&app).await;
    for (typed, expected) in [
        (json!({ "first_name": "a\u{0}b" }), "/form/first_name invisible_characters"),
        (json!({ "first_name": "x".repeat(101) }), "/form/first_name too_long"),
        (json!({ "employment_goals": "x".repeat(2_001) }), "/form/employment_goals too_long"),
        (json!({ "residency": "'; drop table clients; --" }), "/form/residency code"),
        (
            json!({ "answers": [{ "question": "gender", "status": "given", "codes": ["Nope!"] }] }),
            "/form/answers/0/codes code",
        ),
        (
            json!({ "program_interests": vec!["0190a000-0000-7000-8000-000000000000"; 51] }),
            "/form/program_interests too_long",
        ),
    ] {
        let refused = applicant.save(typed.clone(), "personal").await;
        assert_eq!((refused.status, refused.fields()), (422, vec![expected.to_owned()]), "{typed}");
    }
    assert_eq!(applicant.save(json!({ "first_name": "x".repeat(2_000_000) }), "personal").await.status, 413);
}

#[actix_web::test]
async fn after_thirty_idle_minutes_a_draft_is_gone() {
    let app = start().await;
    let mut applicant = Applicant::begun(&app).await;
    applicant.save(json!({ "first_name": "Lucía" }), "personal").await;
    app.database.run("update draft_cookies set last_used_at = now() - interval '31 minutes'").unwrap();
    assert_eq!(applicant.draft().await.status, 404);
    assert_eq!(applicant.save(json!({}), "personal").await.status, 404);
    let anew = applicant.open().await;
    assert_eq!((anew.status, anew.json()["form"]["first_name"].as_str()), (201, Some("")));
}

#[actix_web::test]
async fn files_come_and_go() {
    let app = start().await;
    let applicant = Applicant::begun(&app).await;
    let ids = |draft: Value| -> Vec<String> {
        let all = draft["documents"].as_array().unwrap().iter();
        all.map(|one| one["id"].as_str().unwrap().to_owned()).collect()
    };
    for number in 0..5 {
        assert_eq!(applicant.upload(&format!("{number}.pdf"), &pdf()).await.status, 201);
    }
    let sixth = applicant.upload("6.pdf", &pdf()).await;
    assert_eq!((sixth.status, sixth.fields()), (422, vec!["/file too_many_files".to_owned()]));
    let first = ids(applicant.draft().await.json())[0].clone();
    let stranger = Applicant::begun(&app).await;
    assert_eq!(stranger.take_back(&first).await.status, 404);
    assert_eq!(applicant.take_back(&first).await.status, 204);
    assert_eq!(applicant.take_back(&first).await.status, 404);
    assert_eq!(applicant.upload("6.pdf", &pdf()).await.status, 201);
    assert_eq!(ids(applicant.draft().await.json()).len(), 5);
}

#[actix_web::test]
async fn five_files_at_most_however_fast_they_come() {
    let app = start().await;
    let applicant = Applicant::begun(&app).await;
    let content = pdf();
    let uploads = (0..9).map(|_| applicant.upload("a.pdf", &content));
    let taken =
        futures_util::future::join_all(uploads).await.into_iter().filter(|answer| answer.status == 201);
    assert_eq!(taken.count(), 5);
}

#[actix_web::test]
async fn a_sweep_forgets_what_nobody_came_back_to() {
    let app = start().await;
    let (left, kept) = (Applicant::begun(&app).await, Applicant::begun(&app).await);
    left.upload("a.pdf", &pdf()).await;
    kept.upload("b.pdf", &pdf()).await;
    kept.submit(&form()).await;
    app.database
        .run("update application_drafts set last_used_at = now() - interval '31 minutes'; update idempotency_keys set created_at = now() - interval '25 hours'")
        .unwrap();
    let still = Applicant::begun(&app).await;
    let swept = app.state.store.sweep().unwrap();
    assert_eq!((swept.files.len(), swept.keys), (1, 3), "of two files and one form");
    assert_eq!(app.state.store.sweep().unwrap(), store::Swept::default());
    assert_eq!(still.draft().await.status, 200);
    assert_eq!(app.database.column("select name from documents").unwrap(), ["b.pdf"]);
    assert!(!app.state.store.known_files().unwrap().files.contains(&swept.files[0]));
}

#[actix_web::test]
async fn an_organization_that_does_not_ask_for_numbers_keeps_none() {
    let app = start().await;
    let applicant = Applicant::begun(&app).await;
    applicant.save(json!({ "ssn": SSN }), "personal").await;
    let begun = "select begin_as('job', null, 'test', null, null)";
    app.database
        .run(&format!("begin; {begun}; update organization set collects_ssn = false; commit"))
        .unwrap();
    let refused = applicant.submit(&form_with("ssn", json!(SSN))).await;
    assert_eq!((refused.status, refused.fields()), (422, vec!["/ssn not_asked".to_owned()]));
    assert_eq!(applicant.submit(&form()).await.status, 201);
    assert_eq!(
        app.database.column("select count(*) from applications where ssn_sealed is not null").unwrap(),
        ["0"]
    );
    let later = Applicant::begun(&app).await;
    later.save(json!({ "ssn": SSN }), "personal").await;
    assert_eq!(later.draft().await.json()["ssn_given"], false);
}
