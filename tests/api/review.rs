//! Facts about the queue and what becomes of an application.

use domain::{
    applications::{Application, ApplicationRow, LikelyClient},
    page::Page,
    permission::Permission,
    roles::RoleSight,
};
use serde_json::{Value, json};
use testkit::{Answer, App, Cast, Served, Visitor};

use super::applicant::{Applicant, form, form_with, pdf, start};

/// The id of a new application.
async fn apply(app: &App, form: &Value) -> String {
    let reference = Applicant::new(app).submit(form).await.json()["reference"].as_str().unwrap().to_owned();
    app.database
        .column(&format!("select id from applications where reference = '{reference}'"))
        .unwrap()
        .remove(0)
}

/// A verb on the version that stands now.
async fn decide(visitor: &Visitor, id: &str, verb: &str, body: Value) -> Answer {
    let version = visitor.get(&format!("/applications/{id}")).await.version();
    visitor.post_on(&format!("/applications/{id}/{verb}"), version, body).await
}

async fn names(visitor: &Visitor, query: &str) -> Vec<String> {
    let page: Page<ApplicationRow> = visitor.get(&format!("/applications{query}")).await.read();
    page.items.into_iter().map(|row| row.first_name).collect()
}

#[actix_web::test]
async fn who_waited_longest_comes_first() {
    let app = start().await;
    for name in ["Ana", "Bea", "Caro"] {
        apply(&app, &form_with("first_name", json!(name))).await;
    }
    let cole = app.sign_in(Cast::Cole).unwrap();
    assert_eq!(names(&cole, "").await, ["Ana", "Bea", "Caro"]);
    assert_eq!(names(&cole, "?sort=newest").await, ["Caro", "Bea", "Ana"]);
}

/// Reads everything but secrets, and writes nothing.
#[actix_web::test]
async fn an_analyst_reads_applications_and_decides_nothing() {
    let app = start().await;
    let id = apply(&app, &form_with("first_name", json!("Ana"))).await;
    let ana = app.sign_in(Cast::Ana).unwrap();
    assert_eq!(names(&ana, "").await, ["Ana"]);
    let read = ana.get(&format!("/applications/{id}")).await;
    assert_eq!(read.status, 200, "{}", read.text());
    let found: Application = read.read();
    assert_eq!((found.form.first_name.as_str(), found.ssn_last_four), ("Ana", None));
    assert_eq!(decide(&ana, &id, "contact", Value::Null).await.status, 403);
    assert_eq!(ana.get(&format!("/applications/{id}/likely-clients")).await.status, 403);
    for other in [Cast::Max, Cast::Stan, Cast::Vera] {
        let nobody = app.sign_in(other).unwrap();
        assert_eq!(nobody.get(&format!("/applications/{id}")).await.status, 403, "{other:?}");
    }
}

/// A role that was made before seeing applications had a name of its own.
#[actix_web::test]
async fn who_may_review_applications_sees_them() {
    let app = start().await;
    apply(&app, &form_with("first_name", json!("Ana"))).await;
    let reviewing = [Permission::SeeClients, Permission::ReviewApplications];
    let rob = app.colleague("Rob", RoleSight::Caseload, &reviewing).unwrap();
    assert_eq!(names(&rob, "").await, ["Ana"]);
    let me = rob.get("/me").await.json();
    assert!(me["permissions"].as_array().unwrap().contains(&json!("see_applications")), "{me}");
}

#[actix_web::test]
async fn pages_follow_each_other() {
    let app = start().await;
    for name in ["Ana", "Bea", "Caro"] {
        apply(&app, &form_with("first_name", json!(name))).await;
    }
    let cole = app.sign_in(Cast::Cole).unwrap();
    let first: Page<ApplicationRow> = cole.get("/applications?limit=2").await.read();
    assert_eq!((first.items.len(), first.total.unwrap().count), (2, 3));
    let next = first.next.unwrap();
    assert_eq!(names(&cole, &format!("?limit=2&cursor={next}")).await, ["Caro"]);
    assert_eq!(cole.get(&format!("/applications?sort=newest&cursor={next}")).await.status, 400);
    assert_eq!(cole.get("/applications?cursor=nonsense").await.status, 400);
    assert_eq!(cole.get("/applications?sort=upwards").await.fields(), ["/sort unknown_value"]);
}

#[actix_web::test]
async fn an_application_is_found_by_name_phone_email_and_reference() {
    let app = start().await;
    let id = apply(&app, &form()).await;
    apply(&app, &form_with("first_name", json!("Zoë"))).await;
    let cole = app.sign_in(Cast::Cole).unwrap();
    let reference =
        cole.get(&format!("/applications/{id}")).await.json()["reference"].as_str().unwrap().to_owned();
    for q in [
        "lucia",
        "LUCÍA",
        "ferr luc",
        "%2B1%20415-555-0177",
        "lucia.ferrer@example.org",
        &reference,
        &reference.replace('-', ""),
    ] {
        assert!(names(&cole, &format!("?q={q}")).await.contains(&"Lucía".to_owned()), "{q}");
    }
    assert_eq!(names(&cole, &format!("?q={reference}")).await, ["Lucía"]);
    for q in ["nobody", "%25", "_", "lucia%20nobody"] {
        let found = names(&cole, &format!("?q={q}")).await;
        assert!(!found.contains(&"Lucía".to_owned()) || ["%25", "_"].contains(&q), "{q} {found:?}");
    }
}

#[actix_web::test]
async fn the_queue_is_filtered_by_status() {
    let app = start().await;
    let id = apply(&app, &form()).await;
    apply(&app, &form_with("first_name", json!("Bea"))).await;
    let cole = app.sign_in(Cast::Cole).unwrap();
    decide(&cole, &id, "contact", json!(null)).await;
    assert_eq!(names(&cole, "?status=new").await, ["Bea"]);
    assert_eq!(names(&cole, "?status=contacted").await, ["Lucía"]);
    assert_eq!(names(&cole, "?status=new&status=contacted").await.len(), 2);
}

#[actix_web::test]
async fn applications_are_for_those_who_review_them() {
    let app = start().await;
    let id = apply(&app, &form()).await;
    for (person, allowed) in [
        (Cast::Ada, true),
        (Cast::Cora, true),
        (Cast::Casey, true),
        (Cast::Otto, true),
        (Cast::Cole, true),
        (Cast::Max, false),
        (Cast::Lena, false),
        (Cast::Stan, false),
        (Cast::Vera, false),
        (Cast::Rita, false),
        (Cast::Wendy, false),
    ] {
        let visitor = app.sign_in(person).unwrap();
        let expected = if allowed { 200 } else { 403 };
        for path in [
            "/applications".to_owned(),
            format!("/applications/{id}"),
            format!("/applications/{id}/likely-clients"),
        ] {
            assert_eq!(visitor.get(&path).await.status, expected, "{person:?} {path}");
        }
        if !allowed {
            for verb in ["contact", "acceptance", "attachment", "refusal"] {
                let body = match verb {
                    "attachment" => json!({ "client_id": id }),
                    "refusal" => json!({ "reason": "No" }),
                    _ => json!(null),
                };
                let refused = visitor.post_on(&format!("/applications/{id}/{verb}"), 1, body).await;
                assert_eq!(refused.status, 403, "{person:?} {verb}");
            }
        }
    }
    assert_eq!(app.anybody().unwrap().get("/applications").await.status, 401);
}

#[actix_web::test]
async fn the_form_is_read_as_it_was_handed_in() {
    let app = start().await;
    let id = apply(&app, &form()).await;
    let found: Application =
        app.sign_in(Cast::Casey).unwrap().get(&format!("/applications/{id}")).await.read();
    let expected: domain::applications::ApplicationDraft = serde_json::from_value(form()).unwrap();
    assert_eq!((found.form, found.withheld), (expected, Vec::<String>::new()));
}

#[actix_web::test]
async fn the_first_contact_is_kept() {
    let app = start().await;
    let id = apply(&app, &form()).await;
    let cole = app.sign_in(Cast::Cole).unwrap();
    let first = decide(&cole, &id, "contact", json!(null)).await;
    assert_eq!((first.status, first.json()["status"].as_str()), (200, Some("contacted")), "{}", first.text());
    let second = decide(&cole, &id, "contact", json!(null)).await;
    assert_eq!(second.json()["first_contact_at"], first.json()["first_contact_at"]);
    assert_eq!(second.version(), first.version());
}

#[actix_web::test]
async fn who_accepts_works_with_the_client() {
    let app = start().await;
    let id = apply(&app, &form_with("ssn", json!("536-22-4711"))).await;
    let (cole, otto) = (app.sign_in(Cast::Cole).unwrap(), app.sign_in(Cast::Otto).unwrap());
    let accepted = decide(&cole, &id, "acceptance", json!(null)).await;
    let client = accepted.json()["id"].as_str().unwrap().to_owned();
    assert_eq!(cole.get(&format!("/clients/{client}")).await.status, 200);
    assert_eq!(otto.get(&format!("/clients/{client}")).await.status, 404);
    let assigned = format!(
        "select users.name from assignments join users on users.id = user_id where assignments.client_id = '{client}'"
    );
    assert_eq!(app.database.column(&assigned).unwrap(), ["Cole Adeyemi"]);
    let answers =
        format!("select question || ' ' || status from demographics where client_id = '{client}' order by 1");
    assert_eq!(
        app.database.column(&answers).unwrap(),
        ["education declined", "employment_status given", "gender given", "primary_language given"]
    );
    let seen = async |visitor: &Visitor| visitor.get(&format!("/applications/{id}")).await.json();
    assert_eq!(seen(&cole).await["client_id"], client);
    assert!(seen(&otto).await["client_id"].is_null(), "Otto does not see that client");
}

#[actix_web::test]
async fn an_accepted_number_opens_as_the_clients() {
    let app = start().await;
    let id = apply(&app, &form_with("ssn", json!("536-22-4711"))).await;
    let cora = app.sign_in(Cast::Cora).unwrap();
    let client =
        decide(&cora, &id, "acceptance", json!(null)).await.json()["id"].as_str().unwrap().to_owned();
    let path = format!("/clients/{client}/ssn-disclosure");
    let opened = cora.post(&path, json!({ "reason": "A form for the state" })).await;
    assert_eq!(opened.json(), json!({ "ssn": "536-22-4711" }));
}

#[actix_web::test]
async fn a_decision_is_made_once() {
    let app = start().await;
    let id = apply(&app, &form()).await;
    let cole = app.sign_in(Cast::Cole).unwrap();
    assert_eq!(decide(&cole, &id, "acceptance", json!(null)).await.status, 201);
    let maria = app.client(Served::Maria).unwrap();
    for (verb, body) in [
        ("contact", json!(null)),
        ("acceptance", json!(null)),
        ("attachment", json!({ "client_id": maria })),
        ("refusal", json!({ "reason": "Twice" })),
    ] {
        let refused = decide(&cole, &id, verb, body).await;
        assert_eq!((refused.status, refused.code()), (409, "conflict".to_owned()), "{verb}");
    }
}

#[actix_web::test]
async fn two_who_accept_at_once_make_one_client() {
    let app = start().await;
    let before: i64 = app.database.column("select count(*) from clients").unwrap()[0].parse().unwrap();
    let id = apply(&app, &form()).await;
    let people: Vec<_> =
        [Cast::Cole, Cast::Casey, Cast::Otto, Cast::Cora].map(|one| app.sign_in(one).unwrap()).into();
    let path = format!("/applications/{id}/acceptance");
    let answers =
        futures_util::future::join_all(people.iter().map(|one| one.post_on(&path, 1, json!(null)))).await;
    let mut statuses: Vec<u16> = answers.iter().map(|answer| answer.status).collect();
    statuses.sort_unstable();
    assert_eq!(statuses[0], 201);
    assert!(statuses[1..].iter().all(|status| [409, 412].contains(status)), "{statuses:?}");
    let after: i64 = app.database.column("select count(*) from clients").unwrap()[0].parse().unwrap();
    assert_eq!(after, before + 1);
}

#[actix_web::test]
async fn an_older_version_decides_nothing() {
    let app = start().await;
    let id = apply(&app, &form()).await;
    let cole = app.sign_in(Cast::Cole).unwrap();
    decide(&cole, &id, "contact", json!(null)).await;
    let path = format!("/applications/{id}/acceptance");
    assert_eq!(cole.post_on(&path, 1, json!(null)).await.code(), "stale_version");
    assert_eq!(cole.post(&path, json!(null)).await.code(), "version_required");
}

#[actix_web::test]
async fn an_application_is_added_to_a_client_in_sight() {
    let app = start().await;
    let applicant = Applicant::begun(&app).await;
    applicant.upload("a.pdf", &pdf()).await;
    applicant.submit(&form()).await;
    let casey = app.sign_in(Cast::Casey).unwrap();
    let id = casey.get("/applications").await.json()["items"][0]["id"].as_str().unwrap().to_owned();
    let (maria, darnell) = (app.client(Served::Maria).unwrap(), app.client(Served::Darnell).unwrap());
    let unseen = decide(&casey, &id, "attachment", json!({ "client_id": darnell })).await;
    assert_eq!((unseen.status, unseen.fields()), (422, vec!["/client_id unknown".to_owned()]));
    let attached = decide(&casey, &id, "attachment", json!({ "client_id": maria })).await;
    assert_eq!(
        (attached.status, attached.json()["first_name"].as_str()),
        (200, Some("María")),
        "{}",
        attached.text()
    );
    let files = format!("select name from documents where client_id = '{maria}' and application_id = '{id}'");
    assert_eq!(app.database.column(&files).unwrap(), ["a.pdf"]);
    assert_eq!(casey.get(&format!("/applications/{id}")).await.json()["status"], "attached");
}

#[actix_web::test]
async fn turning_down_wants_a_reason() {
    let app = start().await;
    let id = apply(&app, &form()).await;
    let cole = app.sign_in(Cast::Cole).unwrap();
    assert_eq!(decide(&cole, &id, "refusal", json!({ "reason": "" })).await.fields(), ["/reason required"]);
    let declined = decide(&cole, &id, "refusal", json!({ "reason": "Lives in another county" })).await;
    assert_eq!((declined.status, declined.json()["decided_by"].as_str()), (200, Some("Cole Adeyemi")));
    assert_eq!(declined.json()["decline_reason"], "Lives in another county");
}

#[actix_web::test]
async fn a_likely_client_is_shown_with_the_reasons() {
    let app = start().await;
    let mut known = form_with("first_name", json!("Maria"));
    known["last_name"] = json!("Delgado Ruiz");
    known["date_of_birth"] = json!("1990-02-28");
    known["email"] = json!("MARIA.DELGADO@example.org");
    known["ssn"] = json!("536221234");
    let id = apply(&app, &known).await;
    let path = format!("/applications/{id}/likely-clients");
    let likely: Vec<LikelyClient> = app.sign_in(Cast::Casey).unwrap().get(&path).await.read();
    assert_eq!(likely.len(), 1);
    let card = likely[0].client.as_ref().unwrap();
    assert_eq!((card.id, card.name.as_str()), (app.client(Served::Maria).unwrap(), "Mari Delgado"));
    let reasons = serde_json::to_value(&likely[0].reasons).unwrap();
    assert_eq!(reasons, json!(["same_ssn", "same_birth_similar_name", "same_email"]));
    assert!(likely[0].name_likeness >= 90);
}

#[actix_web::test]
async fn of_a_client_outside_ones_sight_only_the_existence_is_told() {
    let app = start().await;
    let mut known = form_with("first_name", json!("María"));
    known["ssn"] = json!("536-22-1234");
    known["email"] = json!("maria.delgado@example.org");
    let id = apply(&app, &known).await;
    let answer = app.sign_in(Cast::Otto).unwrap().get(&format!("/applications/{id}/likely-clients")).await;
    assert_eq!(answer.json(), json!([{ "client": null, "reasons": [], "name_likeness": 0 }]));
}

#[actix_web::test]
async fn strangers_are_not_likely() {
    let app = start().await;
    let id = apply(&app, &form()).await;
    let likely: Vec<LikelyClient> =
        app.sign_in(Cast::Ada).unwrap().get(&format!("/applications/{id}/likely-clients")).await.read();
    assert_eq!(likely, []);
}

#[actix_web::test]
async fn an_applicants_file_opens_with_a_reason_and_the_audit_knows() {
    let app = start().await;
    let applicant = Applicant::begun(&app).await;
    applicant.upload("résumé.pdf", &pdf()).await;
    applicant.submit(&form()).await;
    let cole = app.sign_in(Cast::Cole).unwrap();
    let id = cole.get("/applications").await.json()["items"][0]["id"].as_str().unwrap().to_owned();
    let file = cole.get(&format!("/applications/{id}")).await.json()["documents"][0]["id"]
        .as_str()
        .unwrap()
        .to_owned();
    let path = format!("/applications/{id}/documents/{file}/disclosure");
    assert_eq!(cole.post(&path, json!({ "reason": "" })).await.fields(), ["/reason required"]);
    let opened = cole.post(&path, json!({ "reason": "Before the interview" })).await;
    assert_eq!((opened.status, opened.bytes.as_slice()), (200, pdf().as_slice()));
    assert_eq!(opened.header("content-type"), "application/pdf");
    assert!(opened.header("content-disposition").starts_with("attachment; filename="));
    assert_eq!(opened.header("content-security-policy"), "sandbox; default-src 'none'");
    assert_eq!(
        (opened.header("x-content-type-options"), opened.header("cache-control")),
        ("nosniff", "no-store")
    );
    let line = "select principal || ' ' || reason from audit where action = 'disclose'";
    assert_eq!(app.database.column(line).unwrap(), ["user Before the interview"]);
    let other = apply(&app, &form()).await;
    let elsewhere = format!("/applications/{other}/documents/{file}/disclosure");
    assert_eq!(cole.post(&elsewhere, json!({ "reason": "Another one's" })).await.status, 404);
    for person in [Cast::Stan, Cast::Vera, Cast::Max, Cast::Ana] {
        let refused = app.sign_in(person).unwrap().post(&path, json!({ "reason": "Curious" })).await;
        assert_eq!(refused.status, 403, "{person:?}");
    }
}

#[actix_web::test]
async fn a_client_whose_code_was_retired_meanwhile_is_accepted_all_the_same() {
    let app = start().await;
    let id = apply(&app, &form()).await;
    app.database
        .run(
            "begin; select begin_as('job', null, 'test', null, null); \
             update code_values set retired_on = today() where code in ('mission', 'woman'); commit",
        )
        .unwrap();
    assert_eq!(decide(&app.sign_in(Cast::Cole).unwrap(), &id, "acceptance", json!(null)).await.status, 201);
}

#[actix_web::test]
async fn a_noted_contact_can_be_taken_back() {
    let app = App::start().await.unwrap();
    let cole = app.sign_in(Cast::Cole).unwrap();
    let id =
        app.database.column("select id from applications where status = 'new' limit 1").unwrap().remove(0);
    let path = format!("/applications/{id}/contact");
    let undo = |version: i64| {
        let request = cole.request(reqwest::Method::DELETE, &path);
        testkit::send(request.header("if-match", format!("\"{version}\"")))
    };
    assert_eq!(undo(1).await.status, 409);
    let contacted = cole.post_on(&path, 1, json!(null)).await;
    let again = undo(contacted.version()).await;
    let seen = again.json();
    assert_eq!(
        (again.status, &seen["status"], &seen["first_contact_at"]),
        (200, &json!("new"), &json!(null)),
        "{}",
        again.text()
    );
}
