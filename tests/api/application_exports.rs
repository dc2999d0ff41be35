//! Facts about applications as a file for a spreadsheet.

use domain::{clients::Reason, exports::ApplicationExportDraft, permission::Permission, roles::RoleSight};
use serde_json::{Value, json};
use store::{
    StoreError, exports,
    tx::{Caller, Purpose, Who},
};
use testkit::{Answer, App, Cast, Served, Visitor};

use super::{
    applicant::{Applicant, form, form_with, start},
    custom_fields::define,
    exports::lines,
};

const WHY: &str = "Figures for the funder's visit";

async fn export(who: &Visitor, filter: Value, columns: &[&str]) -> Answer {
    who.post("/applications/exports", json!({ "filter": filter, "columns": columns, "reason": WHY })).await
}

async fn applied(app: &App, form: &Value) {
    let sent = Applicant::new(app).submit(form).await;
    assert_eq!(sent.status, 201, "{}", sent.text());
}

async fn offered(who: &Visitor) -> Vec<String> {
    let preview = who.post("/applications/export-previews", json!({ "filter": {} })).await;
    assert_eq!(preview.status, 200, "{}", preview.text());
    let all = preview.json()["columns"].as_array().unwrap().clone();
    all.iter().map(|one| one["column"].as_str().unwrap().to_owned()).collect()
}

#[actix_web::test]
async fn a_file_has_a_field_that_applications_alone_have() {
    let app = start().await;
    define(&app, "shirt_size", json!({ "on": "applications" })).await;
    applied(&app, &form_with("fields", json!({ "shirt_size": "l" }))).await;
    applied(&app, &form_with("first_name", json!("Rosa"))).await;
    let ana = app.sign_in(Cast::Ana).unwrap();
    assert!(offered(&ana).await.contains(&"field:shirt_size".to_owned()));
    let file = export(&ana, json!({}), &["first_name", "field:shirt_size", "status"]).await;
    assert_eq!(lines(&file), ["First name,Shirt size,Status", "Lucía,Large,New", "Rosa,,New"]);
    assert_eq!(file.header("content-type"), "text/csv; charset=utf-8");
    assert!(file.header("content-disposition").starts_with("attachment; filename=\"applications-"));
    assert_eq!(file.header("cache-control"), "no-store");
}

#[actix_web::test]
async fn a_field_of_clients_alone_is_in_no_file_of_applications_and_the_other_way_round() {
    let app = start().await;
    define(&app, "desk", json!({ "on": "clients" })).await;
    define(&app, "story", json!({ "on": "applications", "takes": { "kind": "text" } })).await;
    applied(&app, &form()).await;
    let cora = app.sign_in(Cast::Cora).unwrap();
    assert!(!offered(&cora).await.contains(&"field:desk".to_owned()));
    assert_eq!(export(&cora, json!({}), &["field:desk"]).await.fields(), ["/columns/0 unknown"]);
    let body = json!({ "of": { "filter": {} }, "columns": ["field:story"], "reason": WHY });
    assert_eq!(cora.post("/clients/exports", body).await.fields(), ["/columns/0 unknown"]);
}

#[actix_web::test]
async fn every_column_can_be_read() {
    let app = start().await;
    let casey = app.sign_in(Cast::Casey).unwrap();
    let mut desk = Applicant::new(&app);
    assert_eq!(desk.assisted_by(&casey).await.status, 201);
    assert_eq!(desk.submit(&form()).await.status, 201);
    let cora = app.sign_in(Cast::Cora).unwrap();
    let row = cora.get("/applications").await.json()["items"][0].clone();
    let path = format!("/applications/{}/refusal", row["id"].as_str().unwrap());
    let refused =
        cora.post_on(&path, row["version"].as_i64().unwrap(), json!({ "reason": "Moved away" })).await;
    assert_eq!(refused.status, 200, "{}", refused.text());
    let columns = offered(&cora).await;
    let columns: Vec<&str> = columns.iter().map(String::as_str).collect();
    let text = export(&cora, json!({}), &columns).await.text();
    let today = app.database.column("select today()").unwrap().remove(0);
    for part in [
        "Ferrer,Lucía,,1988-05-17,",
        "\"16 Hoff Street, San Francisco, CA\"",
        "\"A job in a kitchen.\nMornings.\"",
        "San Francisco resident",
        "Casey Nguyen",
        &format!("{today},Cora Lindqvist,Moved away,"),
    ] {
        assert!(text.contains(part), "{part}: {text}");
    }
}

#[actix_web::test]
async fn a_file_has_what_the_list_has_in_its_order() {
    let app = App::start().await.unwrap();
    let cora = app.sign_in(Cast::Cora).unwrap();
    for query in ["status=new", "status=new&sort=newest", "q=a&sort=newest"] {
        let listed = cora.get(&format!("/applications?limit=100&{query}")).await.json();
        let items = listed["items"].as_array().unwrap();
        assert!(!items.is_empty(), "{query}");
        let listed: Vec<&str> = items.iter().map(|row| row["id"].as_str().unwrap()).collect();
        let filter: serde_json::Map<String, Value> = query
            .split('&')
            .map(|part| part.split_once('=').unwrap())
            .map(|(name, value)| {
                (name.to_owned(), if name == "status" { json!([value]) } else { json!(value) })
            })
            .collect();
        let preview = cora.post("/applications/export-previews", json!({ "filter": filter })).await.json();
        assert_eq!(preview["applications"], json!(listed.len()), "{query}");
        let file = export(&cora, Value::Object(filter), &["id"]).await;
        assert_eq!(lines(&file)[1..], listed, "{query}");
    }
}

#[actix_web::test]
async fn the_queue_is_taken_out_by_what_applicants_answered() {
    let app = start().await;
    define(&app, "shirt_size", json!({ "on": "applications" })).await;
    applied(&app, &form_with("fields", json!({ "shirt_size": "l" }))).await;
    applied(&app, &form_with("first_name", json!("Rosa"))).await;
    let cora = app.sign_in(Cast::Cora).unwrap();
    let file = export(&cora, json!({ "field": ["shirt_size:l"] }), &["first_name"]).await;
    assert_eq!(lines(&file), ["First name", "Lucía"]);
}

#[actix_web::test]
async fn headings_and_labels_are_in_the_language_that_is_asked_for() {
    let app = start().await;
    define(&app, "shirt_size", json!({ "on": "applications" })).await;
    applied(&app, &form()).await;
    let cora = app.sign_in(Cast::Cora).unwrap();
    let body = json!({ "filter": {}, "columns": ["last_name", "status", "field:shirt_size"], "reason": WHY, "language": "es" });
    let file = cora.post("/applications/exports", body).await;
    assert_eq!(lines(&file), ["Apellidos,Estado,Talla", "Ferrer,Nueva,"]);
}

#[actix_web::test]
async fn no_cell_is_a_formula() {
    let app = start().await;
    define(&app, "story", json!({ "on": "applications", "takes": { "kind": "text" } })).await;
    let mut hostile = form_with("fields", json!({ "story": "@SUM(A1)" }));
    hostile["first_name"] = json!("=HYPERLINK(\"http://evil.example\",\"Click\")");
    hostile["last_name"] = json!("+1-2");
    applied(&app, &hostile).await;
    let cora = app.sign_in(Cast::Cora).unwrap();
    let file = export(&cora, json!({}), &["first_name", "last_name", "field:story"]).await;
    assert_eq!(lines(&file)[1], "\"'=HYPERLINK(\"\"http://evil.example\"\",\"\"Click\"\")\",'+1-2,'@SUM(A1)");
}

#[actix_web::test]
async fn no_column_is_a_social_security_number() {
    let app = start().await;
    applied(&app, &form_with("ssn", json!("536-22-4711"))).await;
    let ada = app.sign_in(Cast::Ada).unwrap();
    for secret in ["ssn", "ssn_last_four", "ssn_sealed"] {
        assert_eq!(export(&ada, json!({}), &[secret]).await.status, 422, "{secret}");
    }
    let all = offered(&ada).await;
    // An id may have the four digits by chance.
    let all: Vec<&str> =
        all.iter().map(String::as_str).filter(|one| !["id", "client_id"].contains(one)).collect();
    let file = export(&ada, json!({}), &all).await;
    assert!(file.status == 200 && !file.text().contains("4711"), "{}", file.text());
}

#[actix_web::test]
async fn who_does_not_see_applications_or_does_not_export_gets_no_file() {
    let app = App::start().await.unwrap();
    let (sees, exports) = (Permission::SeeApplications, Permission::ExportRecords);
    let reader = app.colleague("Reader", RoleSight::Everyone, &[Permission::SeeClients, sees]).unwrap();
    let mailer = app.colleague("Mailer", RoleSight::Everyone, &[Permission::SeeClients, exports]).unwrap();
    let people = [Cast::Casey, Cast::Max, Cast::Lena, Cast::Vera].map(|person| app.sign_in(person).unwrap());
    for who in people.iter().chain([&reader, &mailer]) {
        assert_eq!(export(who, json!({}), &["reference"]).await.status, 403);
        let question = json!({ "filter": {} });
        assert_eq!(who.post("/applications/export-previews", question).await.status, 403);
    }
    let both = app.colleague("Both", RoleSight::Nobody, &[sees, exports]).unwrap();
    assert_eq!(export(&both, json!({ "status": ["new"] }), &["reference"]).await.status, 200);
}

#[actix_web::test]
async fn a_sensitive_answer_is_not_in_the_file_of_who_does_not_see_it() {
    let app = start().await;
    define(&app, "faith", json!({ "on": "applications", "sensitive": true, "takes": { "kind": "text" } }))
        .await;
    applied(&app, &form_with("fields", json!({ "faith": "Quaker" }))).await;
    let seeing = [Permission::SeeApplications, Permission::ExportRecords];
    let both = app.colleague("Both", RoleSight::Nobody, &seeing).unwrap();
    let offered = offered(&both).await;
    for hidden in ["field:faith", "client_id"] {
        assert!(!offered.contains(&hidden.to_owned()), "{offered:?}");
        assert_eq!(export(&both, json!({}), &[hidden]).await.status, 403, "{hidden}");
    }
    assert_eq!(export(&both, json!({ "field": ["faith:quaker"] }), &["reference"]).await.status, 403);
    let cora = app.sign_in(Cast::Cora).unwrap();
    assert_eq!(lines(&export(&cora, json!({}), &["field:faith"]).await)[1], "Quaker");
}

/// María applied, and Casey added it to her record.
async fn attached(app: &App) -> String {
    applied(app, &form()).await;
    let cora = app.sign_in(Cast::Cora).unwrap();
    let row = cora.get("/applications").await.json()["items"][0].clone();
    let path = format!("/applications/{}/attachment", row["id"].as_str().unwrap());
    let maria = app.client(Served::Maria).unwrap();
    let done = cora.post_on(&path, row["version"].as_i64().unwrap(), json!({ "client_id": maria })).await;
    assert_eq!(done.status, 200, "{}", done.text());
    maria.to_string()
}

#[actix_web::test]
async fn which_client_it_became_is_told_of_those_in_sight() {
    let app = start().await;
    let maria = attached(&app).await;
    let ana = app.sign_in(Cast::Ana).unwrap();
    assert_eq!(
        lines(&export(&ana, json!({}), &["last_name", "client_id"]).await)[1],
        format!("Ferrer,{maria}")
    );
    let seeing = [Permission::SeeClients, Permission::SeeApplications, Permission::ExportRecords];
    let elsewhere = app.colleague("Elsewhere", RoleSight::Caseload, &seeing).unwrap();
    assert_eq!(lines(&export(&elsewhere, json!({}), &["last_name", "client_id"]).await)[1], "Ferrer,");
}

#[actix_web::test]
async fn that_it_was_taken_out_is_told_with_its_reason_where_the_client_is() {
    let app = start().await;
    let maria = attached(&app).await;
    let ana = app.sign_in(Cast::Ana).unwrap();
    assert_eq!(export(&ana, json!({}), &["reference"]).await.status, 200);
    app.state.store.flush_access().unwrap();
    let cora = app.sign_in(Cast::Cora).unwrap();
    let newest = cora.get(&format!("/clients/{maria}/disclosures?limit=1")).await.json()["items"][0].clone();
    assert_eq!(
        (&newest["operation"], &newest["by"], &newest["reason"]),
        (&json!("applications.export"), &json!("Ana Reyes"), &json!(WHY))
    );
}

#[actix_web::test]
async fn the_audit_has_how_many_by_which_filter_and_why() {
    let app = App::start().await.unwrap();
    let cora = app.sign_in(Cast::Cora).unwrap();
    offered(&cora).await;
    let file = lines(&export(&cora, json!({ "status": ["new"], "limit": 5 }), &["reference", "phone"]).await);
    let entries = cora.get("/audit?entity=exports").await.json();
    assert_eq!(entries["items"].as_array().unwrap().len(), 1, "the preview leaves no line");
    let entry = &entries["items"][0];
    assert_eq!(
        (&entry["operation"], &entry["action"], &entry["reason"], &entry["principal"]),
        (&json!("applications.export"), &json!("disclose"), &json!(WHY), &json!("Cora Lindqvist"))
    );
    let told = |field: &str| {
        let changes = entry["changes"].as_array().unwrap();
        changes.iter().find(|change| change["field"] == field).unwrap()["after"].clone()
    };
    assert_eq!(told("applications"), json!(file.len() - 1));
    assert_eq!(told("filter"), json!({ "status": ["new"] }));
    assert_eq!(told("columns"), json!(["reference", "phone"]));
}

#[actix_web::test]
async fn a_file_is_not_made_of_nothing_or_without_a_reason() {
    let app = App::start().await.unwrap();
    let cora = app.sign_in(Cast::Cora).unwrap();
    let nothing = export(&cora, json!({ "q": "zzzzzzzz" }), &["reference"]).await;
    assert_eq!((nothing.status, nothing.fields()), (422, vec!["/filter nobody".to_owned()]));
    let preview = cora.post("/applications/export-previews", json!({ "filter": { "q": "zzzzzzzz" } })).await;
    assert_eq!(preview.json()["applications"], json!(0));
    let body = json!({ "filter": {}, "columns": ["reference", "reference"], "reason": "" });
    let wrong = cora.post("/applications/exports", body).await;
    assert_eq!(wrong.fields(), ["/columns/1 twice", "/reason required"]);
}

#[actix_web::test]
async fn a_long_file_comes_in_pieces_and_is_whole() {
    let app = start().await;
    app.database
        .run(
            "begin; select begin_as('job', null, 'test', null, null); \
             insert into applications (id, reference, submitted_at, language, first_name, last_name, preferred_name, \
                date_of_birth, phone, phone_key, email, email_key, residency, neighborhood, employment_goals, \
                referral_source, referral_detail, consent_version, search_key) \
             select gen_random_uuid(), 'R' || n, now() - interval '1 day' + n * interval '1 second', 'en', 'N' || n, \
                'Many', '', '1990-01-01', '', '', '', '', 'resident', '', '', '', '', '2026-1', ' many ' \
             from generate_series(1, 1201) as n; commit",
        )
        .unwrap();
    let file = lines(&export(&app.sign_in(Cast::Cora).unwrap(), json!({}), &["reference"]).await);
    let wanted: Vec<String> = (1..=1201).map(|n| format!("R{n}")).collect();
    assert_eq!(file[1..], wanted);
}

/// Also where the only column is one that says nothing of the applications themselves.
#[actix_web::test]
async fn a_file_ends_in_its_middle_for_who_does_not_see_applications_any_more() {
    let app = start().await;
    applied(&app, &form()).await;
    let may = [Permission::SeeClients, Permission::SeeApplications, Permission::ExportRecords];
    let both = app.colleague("Both", RoleSight::Everyone, &may).unwrap();
    let session = app.database.column("select id from sessions order by created_at desc limit 1").unwrap();
    let caller = Caller::of(Who::Session(session[0].parse().unwrap()));
    let purpose = Purpose {
        permission: Permission::ExportRecords,
        operation: "applications.export",
        reason: &Reason { reason: WHY.into() },
    };
    let draft: ApplicationExportDraft =
        serde_json::from_value(json!({ "filter": {}, "columns": ["client_id"], "reason": WHY })).unwrap();
    let export =
        app.state.store.disclose(&caller, &purpose, |tx| exports::begin_applications(tx, &draft)).unwrap();
    let piece =
        || app.state.store.read(&caller, Permission::ExportRecords, |tx| exports::piece(tx, &export, 0));
    assert_eq!(piece().unwrap(), "\r\n", "an application of nobody known yet");
    app.database
        .run(
            "begin; select begin_as('job', null, 'test', null, null); update own_roles set permissions = \
             array_remove(permissions, 'see_applications') where name = 'Like Both'; commit",
        )
        .unwrap();
    assert!(matches!(piece(), Err(StoreError::Forbidden(Permission::SeeApplications))));
    drop(both);
}
