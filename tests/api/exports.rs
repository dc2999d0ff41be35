//! Facts about clients as a file for a spreadsheet.

use serde_json::{Value, json};
use testkit::{Answer, App, Cast, Served, Visitor};

const WHY: &str = "Invitations to the job fair";

/// María, or whoever is named, with some columns.
async fn export(app: &App, who: &Visitor, columns: &[&str]) -> Answer {
    let body = json!({ "of": { "clients": [app.client(Served::Maria).unwrap()] }, "columns": columns, "reason": WHY });
    who.post("/clients/exports", body).await
}

async fn all(who: &Visitor, filter: Value, columns: &[&str]) -> Answer {
    who.post("/clients/exports", json!({ "of": { "filter": filter }, "columns": columns, "reason": WHY }))
        .await
}

/// The lines of a file, the first one among them, without what it begins with.
pub fn lines(file: &Answer) -> Vec<String> {
    assert_eq!(file.status, 200, "{}", file.text());
    let text = file.text();
    let text = text.strip_prefix('\u{feff}').unwrap();
    text.lines().map(str::to_owned).collect()
}

async fn columns(who: &Visitor) -> Vec<String> {
    let preview = who.post("/clients/export-previews", json!({ "of": { "filter": {} } })).await;
    assert_eq!(preview.status, 200, "{}", preview.text());
    let all = preview.json()["columns"].as_array().unwrap().clone();
    all.iter().map(|one| one["column"].as_str().unwrap().to_owned()).collect()
}

#[actix_web::test]
async fn a_file_has_the_columns_that_were_chosen_in_their_order() {
    let app = App::start().await.unwrap();
    let cora = app.sign_in(Cast::Cora).unwrap();
    let file = export(&app, &cora, &["first_name", "last_name", "status", "emails", "residency"]).await;
    assert_eq!(
        lines(&file),
        [
            "First name,Last name,Status,Email addresses,Residency",
            "María,Delgado,Active,maria.delgado@example.org,San Francisco resident"
        ]
    );
    assert_eq!(file.header("content-type"), "text/csv; charset=utf-8");
    assert!(file.header("content-disposition").starts_with("attachment; filename=\"clients-"));
    assert_eq!(file.header("cache-control"), "no-store");
}

#[actix_web::test]
async fn headings_and_labels_are_in_the_language_that_is_asked_for() {
    let app = App::start().await.unwrap();
    let cora = app.sign_in(Cast::Cora).unwrap();
    let body = json!({ "of": { "clients": [app.client(Served::Maria).unwrap()] }, "reason": WHY,
        "columns": ["last_name", "status", "stage"], "language": "es" });
    let file = cora.post("/clients/exports", body).await;
    assert_eq!(lines(&file)[0], "Apellidos,Estado,Etapa");
    assert!(lines(&file)[1].starts_with("Delgado,Activo,"), "{:?}", lines(&file));
}

#[actix_web::test]
async fn tags_programs_and_custom_fields_are_in_words() {
    let app = App::start().await.unwrap();
    let (ada, cora) = (app.sign_in(Cast::Ada).unwrap(), app.sign_in(Cast::Cora).unwrap());
    let made = ada
        .post(
            "/custom-fields",
            json!({ "name": "shirt_size", "labels": { "en": "Shirt size" }, "takes": { "kind": "choice",
                "choices": [{ "code": "m", "labels": { "en": "Medium" } }] } }),
        )
        .await;
    assert_eq!(made.status, 201, "{}", made.text());
    let path = format!("/clients/{}", app.client(Served::Maria).unwrap());
    let version = cora.get(&path).await.version();
    let fields = cora
        .patch(&format!("{path}/custom-fields"), version, json!({ "values": { "shirt_size": "m" } }))
        .await;
    assert_eq!(fields.status, 200, "{}", fields.text());
    let version = cora.get(&path).await.version();
    cora.patch(&path, version, json!({ "tags": ["newsletter", "job_fair"] })).await;
    let file = export(&app, &cora, &["tags", "field:shirt_size"]).await;
    assert_eq!(lines(&file), ["Tags,Shirt size", "\"Job fair; Newsletter\",Medium"]);
}

#[actix_web::test]
async fn a_file_has_whom_the_list_has() {
    let app = App::start().await.unwrap();
    let cora = app.sign_in(Cast::Cora).unwrap();
    let listed = cora.get("/clients?limit=100&status=active").await.json();
    let listed: Vec<String> =
        listed["items"].as_array().unwrap().iter().map(|row| row["id"].to_string()).collect();
    let file = lines(&all(&cora, json!({ "status": ["active"] }), &["id"]).await);
    let exported: Vec<String> = file.iter().skip(1).map(|id| format!("\"{id}\"")).collect();
    assert_eq!(exported, listed);
}

#[actix_web::test]
async fn the_preview_tells_how_many_rows_there_will_be() {
    let app = App::start().await.unwrap();
    let cora = app.sign_in(Cast::Cora).unwrap();
    let question = json!({ "of": { "filter": { "status": ["active"] } } });
    let preview = cora.post("/clients/export-previews", question).await.json();
    let file = lines(&all(&cora, json!({ "status": ["active"] }), &["id"]).await);
    assert_eq!(preview["clients"].as_u64().unwrap() as usize, file.len() - 1);
}

#[actix_web::test]
async fn no_cell_is_a_formula() {
    let app = App::start().await.unwrap();
    let cora = app.sign_in(Cast::Cora).unwrap();
    let name = "=HYPERLINK(\"http://evil.example\",\"Click\")";
    let made = cora.post("/clients", json!({ "first_name": name, "last_name": "+1-2" })).await;
    assert_eq!(made.status, 201, "{}", made.text());
    let body = json!({ "of": { "clients": [made.json()["id"]] }, "columns": ["first_name", "last_name"], "reason": WHY });
    let file = cora.post("/clients/exports", body).await;
    assert_eq!(lines(&file)[1], "\"'=HYPERLINK(\"\"http://evil.example\"\",\"\"Click\"\")\",'+1-2");
}

#[actix_web::test]
async fn no_column_is_a_social_security_number() {
    let app = App::start().await.unwrap();
    let ada = app.sign_in(Cast::Ada).unwrap();
    let offered = columns(&ada).await;
    assert!(offered.iter().all(|column| !column.contains("ssn")), "{offered:?}");
    for secret in ["ssn", "ssn_last_four"] {
        assert_eq!(export(&app, &ada, &[secret]).await.status, 422, "{secret}");
    }
    // An id may have the four digits by chance.
    let offered: Vec<&str> = offered.iter().map(String::as_str).filter(|column| *column != "id").collect();
    let file = export(&app, &ada, &offered).await;
    assert!(!file.text().contains("1234"), "{}", file.text());
}

#[actix_web::test]
async fn what_one_does_not_see_on_the_record_is_not_in_the_file() {
    let app = App::start().await.unwrap();
    let (ada, ana) = (app.sign_in(Cast::Ada).unwrap(), app.sign_in(Cast::Ana).unwrap());
    let sensitive = json!({ "name": "needs", "labels": { "en": "Needs" }, "sensitive": true, "takes": { "kind": "text" } });
    assert_eq!(ada.post("/custom-fields", sensitive).await.status, 201);
    // A role that may take files out and sees neither details nor what is sensitive.
    let role =
        json!({ "name": "Mailer", "sight": "everyone", "permissions": ["see_clients", "export_records"] });
    let made = ada.post("/roles", role).await;
    assert_eq!(made.status, 201, "{}", made.text());
    let mailer = mailer(&app, made.json()["id"].as_str().unwrap());
    let offered = columns(&mailer).await;
    for hidden in ["status", "tags", "programs", "date_of_birth", "field:needs"] {
        assert!(!offered.contains(&hidden.to_owned()), "{hidden}");
        let refused = export(&app, &mailer, &[hidden]).await;
        assert_eq!(refused.status, 403, "{hidden}: {}", refused.text());
    }
    assert_eq!(export(&app, &mailer, &["last_name", "phones"]).await.status, 200);
    // A sensitive field stands among the details, so who sees what is sensitive and no details does not see it either.
    app.database
        .run(
            "begin; select begin_as('job', null, 'test', null, null); \
             update own_roles set permissions = '{see_clients,export_records,see_demographics}' where name = 'Mailer'; \
             commit",
        )
        .unwrap();
    assert!(!columns(&mailer).await.contains(&"field:needs".to_owned()));
    assert_eq!(export(&app, &mailer, &["field:needs"]).await.status, 403);
    assert!(columns(&ana).await.contains(&"field:needs".to_owned()));
    assert_eq!(all(&mailer, json!({ "status": ["active"] }), &["last_name"]).await.status, 403);
}

/// Somebody with nothing but a role of the organization's own.
fn mailer(app: &App, role: &str) -> Visitor {
    let robin = "0190a000-0000-7000-8000-00000000d002";
    app.database
        .run(&format!(
            "begin; select begin_as('job', null, 'test', null, null); \
             insert into users (id, name, email) values ('{robin}', 'Robin', 'robin@example.org'); \
             insert into user_own_roles values ('{robin}', '{role}'); commit"
        ))
        .unwrap();
    app.sign_in_as(robin.parse().unwrap()).unwrap()
}

#[actix_web::test]
async fn who_may_not_export_gets_no_file() {
    let app = App::start().await.unwrap();
    for person in [Cast::Max, Cast::Casey, Cast::Vera] {
        let visitor = app.sign_in(person).unwrap();
        assert_eq!(export(&app, &visitor, &["last_name"]).await.status, 403, "{person:?}");
    }
}

#[actix_web::test]
async fn a_file_is_not_made_without_a_reason_or_for_nobody() {
    let app = App::start().await.unwrap();
    let cora = app.sign_in(Cast::Cora).unwrap();
    let maria = app.client(Served::Maria).unwrap();
    let body = json!({ "of": { "clients": [maria] }, "columns": ["last_name"], "reason": "" });
    let refused = cora.post("/clients/exports", body).await;
    assert_eq!((refused.status, refused.fields()), (422, vec!["/reason required".to_owned()]));
    let nobody = all(&cora, json!({ "q": "zzzzzzzz" }), &["last_name"]).await;
    assert_eq!((nobody.status, nobody.fields()), (422, vec!["/of/filter nobody".to_owned()]));
    let both = json!({ "of": { "clients": [maria], "filter": {} }, "columns": ["last_name"], "reason": WHY });
    assert_eq!(cora.post("/clients/exports", both).await.status, 422);
    let unknown = export(&app, &cora, &["last_name", "field:nobodys"]).await;
    assert_eq!(unknown.fields(), ["/columns/1 unknown"]);
}

#[actix_web::test]
async fn the_audit_has_how_many_by_which_filter_and_why() {
    let app = App::start().await.unwrap();
    let cora = app.sign_in(Cast::Cora).unwrap();
    let file = lines(&all(&cora, json!({ "stage": ["intake"] }), &["last_name", "phones"]).await);
    let entries = cora.get("/audit?entity=exports").await.json();
    assert_eq!(entries["items"].as_array().unwrap().len(), 1);
    let entry = &entries["items"][0];
    assert_eq!(
        (&entry["operation"], &entry["action"], &entry["reason"], &entry["principal"]),
        (&json!("clients.export"), &json!("disclose"), &json!(WHY), &json!("Cora Lindqvist"))
    );
    let told = |field: &str| {
        let changes = entry["changes"].as_array().unwrap();
        changes.iter().find(|change| change["field"] == field).unwrap()["after"].clone()
    };
    assert_eq!(told("clients"), json!(file.len() - 1));
    assert_eq!(told("filter"), json!({ "stage": ["intake"] }));
    assert_eq!(told("columns"), json!(["last_name", "phones"]));
}

#[actix_web::test]
async fn the_preview_leaves_no_line_in_the_audit() {
    let app = App::start().await.unwrap();
    let cora = app.sign_in(Cast::Cora).unwrap();
    columns(&cora).await;
    assert_eq!(cora.get("/audit?entity=exports").await.json()["items"], json!([]));
}

#[actix_web::test]
async fn a_long_file_comes_in_pieces_and_is_whole() {
    let app = App::start().await.unwrap();
    let cora = app.sign_in(Cast::Cora).unwrap();
    app.database
        .run(
            "begin; select begin_as('job', null, 'test', null, null); \
             insert into clients (id, first_name, last_name, name_key, search_key, status) \
             select gen_random_uuid(), 'N' || n, 'Many', 'many ' || lpad(n::text, 5, '0'), ' many ', 'active' \
             from generate_series(1, 1201) as n; commit",
        )
        .unwrap();
    let file = lines(&all(&cora, json!({ "q": "many" }), &["first_name"]).await);
    assert_eq!(file.len(), 1202);
    let wanted: Vec<String> = (1..=1201).map(|n| format!("N{n}")).collect();
    assert_eq!(file[1..], wanted);
}

#[actix_web::test]
async fn what_one_may_not_use_stands_apart() {
    let app = App::start().await.unwrap();
    let cora = app.sign_in(Cast::Cora).unwrap();
    let maria = app.client(Served::Maria).unwrap();
    app.database
        .run(&format!(
            "begin; select begin_as('job', null, 'test', null, null); \
             delete from contact_points where client_id = '{maria}'; \
             insert into contact_points (id, client_id, kind, value, value_key, may_contact, position) values \
             (gen_random_uuid(), '{maria}', 'phone', '415-555-0111', '4155550111', true, 0), \
             (gen_random_uuid(), '{maria}', 'phone', '415-555-0122', '4155550122', false, 1); commit"
        ))
        .unwrap();
    let file = lines(&export(&app, &cora, &["phones", "do_not_contact"]).await);
    assert_eq!(file[1], "415-555-0111,415-555-0122");
}

#[actix_web::test]
async fn the_preview_of_nobody_says_none() {
    let app = App::start().await.unwrap();
    let cora = app.sign_in(Cast::Cora).unwrap();
    let preview =
        cora.post("/clients/export-previews", json!({ "of": { "filter": { "q": "zzzzzzzz" } } })).await;
    assert_eq!((preview.status, preview.json()["clients"].clone()), (200, json!(0)));
}

#[actix_web::test]
async fn the_twenty_first_file_of_an_hour_waits() {
    let app = App::start().await.unwrap();
    let cora = app.sign_in(Cast::Cora).unwrap();
    for _ in 0..20 {
        assert_eq!(export(&app, &cora, &["last_name"]).await.status, 200);
        // What is not taken anyway is not counted.
        assert_eq!(all(&cora, json!({}), &[]).await.status, 422);
    }
    let late = export(&app, &cora, &["last_name"]).await;
    assert_eq!((late.status, late.header("retry-after").is_empty()), (429, false), "{}", late.text());
    let ana = app.sign_in(Cast::Ana).unwrap();
    assert_eq!(export(&app, &ana, &["last_name"]).await.status, 200);
}
