//! Facts about handing in an application.

use futures_util::future::join_all;
use serde_json::{Value, json};
use testkit::{App, Cast, Served};

use super::applicant::{Applicant, form, form_with, pdf, start};

const SSN: &str = "536-22-4711";

fn count(app: &App, table: &str) -> i64 {
    app.database.column(&format!("select count(*) from {table}")).unwrap()[0].parse().unwrap()
}

#[actix_web::test]
async fn a_reference_is_short_and_tells_nothing() {
    let app = start().await;
    let receipt = Applicant::new(&app).submit(&form()).await;
    assert_eq!(receipt.status, 201, "{}", receipt.text());
    let reference = receipt.json()["reference"].as_str().unwrap().to_owned();
    let groups: Vec<&str> = reference.split('-').collect();
    assert_eq!(groups.iter().map(|group| group.len()).collect::<Vec<_>>(), [4, 4], "{reference}");
    assert!(!reference.contains(['0', 'O', '1', 'I', 'L', 'U']), "{reference}");
    let fields: Vec<_> = receipt.json().as_object().unwrap().keys().cloned().collect();
    assert_eq!(fields, ["documents", "reference", "submitted_at"]);
}

#[actix_web::test]
async fn a_form_sent_twenty_times_at_once_is_one_application() {
    let app = start().await;
    let applicant = Applicant::begun(&app).await;
    applicant.upload("a.pdf", &pdf()).await;
    let form = form();
    let answers = join_all((0..20).map(|_| applicant.submit_as("one-key", &form))).await;
    assert!(answers.iter().all(|answer| [201, 409].contains(&answer.status)));
    let again = applicant.submit_as("one-key", &form).await;
    assert!(answers.iter().filter(|answer| answer.status == 201).all(|answer| answer.json() == again.json()));
    assert_eq!((count(&app, "applications"), again.json()["documents"].as_u64()), (1, Some(1)));
    let reviewers =
        app.database.column("select count(*) from notifications where kind = 'new_application'").unwrap();
    assert_eq!(reviewers, ["5"], "Ada, Cora, Casey, Otto and Cole are told once");
}

#[actix_web::test]
async fn a_key_belongs_to_one_form() {
    let app = start().await;
    let applicant = Applicant::new(&app);
    assert_eq!(applicant.submit_as("key", &form_with("ssn", json!(SSN))).await.status, 201);
    for other in [form(), form_with("first_name", json!("Luz")), form_with("ssn", json!("536-22-4712"))] {
        let refused = applicant.submit_as("key", &other).await;
        assert_eq!((refused.status, refused.code()), (422, "key_reused".to_owned()));
    }
    assert_eq!(count(&app, "applications"), 1);
    let missing = app.anybody().unwrap().post("/applications", form()).await;
    assert_eq!(missing.status, 400);
}

#[actix_web::test]
async fn a_refused_form_keeps_its_key() {
    let app = start().await;
    let applicant = Applicant::new(&app);
    assert_eq!(applicant.submit_as("key", &form_with("consent", json!(false))).await.status, 422);
    assert_eq!(applicant.submit_as("key", &form()).await.status, 201);
}

#[actix_web::test]
async fn a_key_can_be_used_again_after_a_day() {
    let app = start().await;
    let applicant = Applicant::new(&app);
    let first = applicant.submit_as("key", &form()).await.json();
    app.database.run("update idempotency_keys set created_at = now() - interval '25 hours'").unwrap();
    let second = applicant.submit_as("key", &form_with("first_name", json!("Luz"))).await;
    assert_eq!(second.status, 201);
    assert_ne!(first["reference"], second.json()["reference"]);
}

#[actix_web::test]
async fn a_submission_that_is_cut_off_leaves_nothing() {
    let app = start().await;
    let applicant = Applicant::begun(&app).await;
    applicant.upload("a.pdf", &pdf()).await;
    // The last thing that a submission writes fails, as it does when the server is killed before its commit.
    app.database
        .run(
            "create function cut() returns trigger language plpgsql as $$ begin raise 'cut off'; end $$; \
             create trigger cut before update on idempotency_keys for each row execute function cut()",
        )
        .unwrap();
    assert_eq!(applicant.submit_as("key", &form()).await.status, 500);
    let keys = count(&app, "idempotency_keys where operation = 'applications.submit'");
    assert_eq!((count(&app, "applications"), keys), (0, 0));
    app.database.run("drop trigger cut on idempotency_keys").unwrap();
    let after = applicant.submit_as("key", &form()).await;
    assert_eq!((after.status, after.json()["documents"].as_u64()), (201, Some(1)));
}

#[actix_web::test]
async fn the_draft_is_gone_once_it_is_handed_in() {
    let app = start().await;
    let applicant = Applicant::begun(&app).await;
    applicant.submit(&form()).await;
    assert_eq!((applicant.draft().await.status, count(&app, "application_drafts")), (404, 0));
}

#[actix_web::test]
async fn each_wrong_answer_is_named() {
    let app = start().await;
    let applicant = Applicant::new(&app);
    let cases: &[(&str, Value, &str)] = &[
        ("first_name", json!(""), "/first_name required"),
        ("first_name", json!("a\u{0}b"), "/first_name invisible_characters"),
        ("first_name", json!("x".repeat(101)), "/first_name too_long"),
        ("first_name", json!("   "), "/first_name required"),
        ("date_of_birth", json!(null), "/date_of_birth required"),
        ("date_of_birth", json!("9999-12-31"), "/date_of_birth in_the_future"),
        ("date_of_birth", json!("1850-01-01"), "/date_of_birth too_long_ago"),
        ("email", json!("a@b"), "/email email"),
        ("phone", json!("12"), "/phone phone"),
        ("ssn", json!("000-12-3456"), "/ssn ssn"),
        ("ssn", json!("123-45-6789"), "/ssn ssn"),
        ("residency", json!(""), "/residency required"),
        ("residency", json!("elsewhere"), "/residency unknown"),
        ("neighborhood", json!("atlantis"), "/neighborhood unknown"),
        ("referral_source", json!("mars"), "/referral_source unknown"),
        ("consent", json!(false), "/consent required"),
        ("consent_version", json!("1999-1"), "/consent outdated"),
        (
            "program_interests",
            json!(["0190a000-0000-7000-8000-000000000000"]),
            "/program_interests/0 not_open",
        ),
        (
            "answers",
            json!([{ "question": "gender", "status": "given", "codes": ["unheard_of"] }]),
            "/answers/0/codes/0 unknown",
        ),
        (
            "answers",
            json!([{ "question": "immigration_status", "status": "declined" }]),
            "/answers/0/question not_asked",
        ),
        ("answers", json!([{ "question": "gender", "status": "given" }]), "/answers/0/__all__ required"),
    ];
    for (field, value, expected) in cases {
        let refused = applicant.submit(&form_with(field, value.clone())).await;
        let fields = refused.fields();
        assert_eq!(refused.status, 422, "{field} {value}");
        assert!(fields == [(*expected).to_owned()], "{field} {value}: {fields:?}");
    }
    assert_eq!(count(&app, "applications"), 0);
}

#[actix_web::test]
async fn what_cannot_be_read_names_its_field() {
    let app = start().await;
    let applicant = Applicant::new(&app);
    for (field, value) in [
        ("date_of_birth", json!("2025-02-30")),
        ("date_of_birth", json!("yesterday")),
        ("date_of_birth", json!(19900228)),
        ("first_name", json!(17)),
        ("first_name", json!(["a"])),
        ("consent", json!("yes")),
        ("program_interests", json!(["not-an-id"])),
        ("answers", json!([{ "question": "shoe_size", "status": "given" }])),
        ("nickname", json!("unknown field")),
        ("status", json!("accepted")),
    ] {
        let refused = applicant.submit(&form_with(field, value.clone())).await;
        assert!([400, 422].contains(&refused.status), "{field} {value} {}", refused.status);
        assert!(refused.fields()[0].contains(&format!("/{field}")), "{field}: {:?}", refused.fields());
    }
}

#[actix_web::test]
async fn a_body_that_is_no_form_is_refused() {
    let app = start().await;
    let surrogate = r#"{"first_name":"\ud800"}"#;
    let deep = "[".repeat(100_000);
    let twice = r#"{"first_name":"a","first_name":"b"}"#;
    for body in ["", "{", "null", "[]", "\"x\"", "NaN", surrogate, &deep, twice, "{\"first_name\":\"\u{0}\"}"]
    {
        let request = Applicant::new(&app).request(reqwest::Method::POST, "/applications");
        let request = request.header("idempotency-key", "k").header("content-type", "application/json");
        let refused = testkit::send(request.body(body.to_owned())).await;
        assert!(
            (400..500).contains(&refused.status),
            "{} {}",
            refused.status,
            body.chars().take(40).collect::<String>()
        );
    }
    let large = form_with("employment_goals", json!("x".repeat(10 * 1024 * 1024)));
    assert_eq!(Applicant::new(&app).submit(&large).await.status, 413);
}

#[actix_web::test]
async fn names_of_all_kinds_are_taken() {
    let app = start().await;
    for name in ["O’Brien", "Nguyễn", "王小明", "X", "Jean-Luc", "d'Ávila y García", "Ng", "אברהם", "👩‍🍳"]
    {
        let taken = Applicant::new(&app).submit(&form_with("first_name", json!(name))).await;
        assert_eq!(taken.status, 201, "{name} {}", taken.text());
    }
}

/// The answer to somebody who is known here is the answer to everybody.
#[actix_web::test]
async fn a_stranger_never_learns_who_is_a_client() {
    let app = start().await;
    let mut known = form();
    for (field, value) in [
        ("first_name", json!("María")),
        ("last_name", json!("Delgado")),
        ("date_of_birth", json!("1990-02-28")),
        ("email", json!("maria.delgado@example.org")),
        ("ssn", json!("536-22-1234")),
    ] {
        known[field] = value;
    }
    let (known, unknown) =
        (Applicant::new(&app).submit(&known).await, Applicant::new(&app).submit(&form()).await);
    let names = |answer: &testkit::Answer| answer.headers.keys().map(ToString::to_string).collect::<Vec<_>>();
    assert_eq!((known.status, names(&known)), (unknown.status, names(&unknown)));
    let shape =
        |answer: &testkit::Answer| answer.json().as_object().unwrap().keys().cloned().collect::<Vec<_>>();
    assert_eq!(shape(&known), shape(&unknown));
    let maria = app.client(Served::Maria).unwrap();
    assert!(!known.text().contains(&maria.to_string()));
}

#[actix_web::test]
async fn a_number_stands_nowhere_in_the_clear() {
    let app = start().await;
    let applicant = Applicant::begun(&app).await;
    applicant.save(form_with("ssn", json!(SSN)), "review").await;
    let kept = applicant.draft().await.text();
    let second = Applicant::new(&app).submit_as("typed", &form_with("ssn", json!(SSN))).await.text();
    let receipt = applicant.submit(&form()).await.text();
    let ada = app.sign_in(Cast::Ada).unwrap();
    let queue = ada.get("/applications").await;
    let id = queue.json()["items"][0]["id"].as_str().unwrap().to_owned();
    let found = ada.get(&format!("/applications/{id}")).await;
    let accepted = ada.post_on(&format!("/applications/{id}/acceptance"), found.version(), json!(null)).await;
    assert_eq!(accepted.status, 201, "{}", accepted.text());
    let audit = ada.get("/audit").await.text();
    let answers = [kept, second, receipt, queue.text(), found.text(), accepted.text(), audit].concat();
    let dump = app.database.column(
        "select string_agg(query_to_xml(format('select * from %I', tablename), true, false, '')::text, ' ') \
         from pg_tables where schemaname = 'public'",
    );
    let tables = dump.unwrap().concat();
    assert!(tables.contains("Lucía") && tables.contains("4711"), "the dump has what it should have");
    for clear in ["536-22-4711", "536224711", "536 22 4711"] {
        assert!(!answers.contains(clear) && !tables.contains(clear), "{clear}");
    }
}
