//! Facts about the configuration as one file.

mod rights;
mod shortened;
mod taking;

use domain::{
    configuration::{Configuration, MOST_BYTES, Part, PartChanges, Preview},
    patch::Patch,
    role::Role,
};
use serde_json::{Value, json};
use store::{configuration, profiles, tx::Caller};
use testkit::{Answer, App, Cast, Database, Served, Visitor};

/// The agency with something of its own in every part.
async fn agency() -> App {
    let app = App::start().await.unwrap();
    let ada = app.sign_in(Cast::Ada).unwrap();
    let file = json!({
        "format": 1,
        "profile": { "mission": "Work for everybody", "header_color": "#102030", "words": { "es": { "mission": "Trabajo" } } },
        "settings": { "session_hours": 8, "modules_off": ["board"] },
        "roles": [{ "name": "Front desk lead", "description": "Leads the desk", "sight": "caseload",
            "permissions": ["see_clients", "read_notes"], "second_factor_required": true }],
        "code_lists": { "program_type": [
            { "code": "course", "labels": { "en": "Course", "vi": "Khóa học" }, "offered_from": "2020-01-01", "retired": true },
            { "code": "shop", "labels": { "en": "Workshop" } }] },
        "departments": [{ "name": "Kitchens" }],
        "programs": [{ "name": "Kitchen Academy", "department": "kitchens", "kind": "shop", "location": "Folsom Street",
            "description": "Cooking", "descriptions": { "es": "Cocina" }, "open_to_intake": false }],
        "custom_fields": [shirt_size(&["m", "l"])],
        "mail_texts": [{ "kind": "invitation", "language": "es", "subject": "Hola", "body": "Ven: {link}" }],
        "note_templates": [{ "kind": "training", "name": "First day", "text": "Came on time:\nGoal:" }],
    });
    taken(&ada, &file).await;
    app
}

fn shirt_size(codes: &[&str]) -> Value {
    let choice = |code: &&str| json!({ "code": code, "labels": { "en": code } });
    let choices: Vec<Value> = codes.iter().map(choice).collect();
    json!({ "name": "shirt_size", "labels": { "en": "Shirt size" }, "hints": { "en": "As on the label" },
        "takes": { "kind": "choice", "choices": choices }, "on": "clients", "sensitive": true })
}

async fn exported(who: &Visitor) -> Value {
    let file = who.get("/configuration").await;
    assert_eq!(file.status, 200, "{}", file.text());
    file.json()
}

async fn previewed(who: &Visitor, file: &Value) -> Preview {
    let answer = who.post("/configuration/preview", file.clone()).await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    answer.read()
}

async fn import(who: &Visitor, file: &Value, version: &str) -> Answer {
    who.post(&format!("/configuration?version={version}"), file.clone()).await
}

/// Looks at a file and takes it.
async fn taken(who: &Visitor, file: &Value) -> Preview {
    let preview = previewed(who, file).await;
    let answer = import(who, file, &preview.version).await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    answer.read()
}

fn problems(preview: &Preview) -> Vec<String> {
    let problems = preview.changes.problems.iter();
    problems.map(|one| format!("{} {}", one.error.pointer, one.error.code)).collect()
}

fn part(preview: &Preview, part: Part) -> &PartChanges {
    preview.changes.parts.iter().find(|one| one.part == part).unwrap()
}

fn without_its_day(mut file: Value) -> Value {
    file["exported_at"] = Value::Null;
    file
}

/// How many lines the audit has.
fn written(app: &App) -> String {
    app.database.column("select count(*) from audit").unwrap().remove(0)
}

#[actix_web::test]
async fn a_file_holds_every_part() {
    let app = agency().await;
    let answer = app.sign_in(Cast::Ada).unwrap().get("/configuration").await;
    let file: Configuration = answer.read();
    assert_eq!((file.format, file.exported_from.as_str()), (1, "Mission Hiring Hall"));
    assert_eq!(file.roles[0].name, "Front desk lead");
    assert!(file.code_lists["program_type"].iter().any(|value| value.code == "course"
        && value.retired == Some(true)
        && value.retired_on.set().is_some()));
    assert_eq!(file.mail_texts.len(), 1);
    let kitchen = file.programs.iter().find(|program| program.name == "Kitchen Academy").unwrap();
    assert_eq!(kitchen.department, Patch::Set("Kitchens".to_owned()));
}

#[actix_web::test]
async fn a_file_holds_no_people_and_no_ids() {
    let app = agency().await;
    let text = exported(&app.sign_in(Cast::Ada).unwrap()).await.to_string();
    for secret in
        [Cast::Ada.email(), Cast::Casey.name(), Served::Maria.last_name(), "password_hash", "secret"]
    {
        assert!(!text.contains(secret), "{secret}");
    }
    let role = app.database.column("select id from own_roles").unwrap().remove(0);
    let program = app.database.column("select id from programs limit 1").unwrap().remove(0);
    assert!(!text.contains(&role) && !text.contains(&program));
}

#[actix_web::test]
async fn its_own_file_changes_nothing() {
    let app = agency().await;
    let ada = app.sign_in(Cast::Ada).unwrap();
    let file = exported(&ada).await;
    let before = written(&app);
    let preview = previewed(&ada, &file).await;
    assert!(preview.changes.is_empty() && preview.changes.problems.is_empty(), "{preview:?}");
    taken(&ada, &file).await;
    assert_eq!((written(&app), without_its_day(exported(&ada).await)), (before, without_its_day(file)));
}

#[actix_web::test]
async fn a_file_moves_to_an_empty_installation_and_comes_back_the_same() {
    let app = agency().await;
    let file = exported(&app.sign_in(Cast::Ada).unwrap()).await;
    let read: Configuration = serde_json::from_value(file.clone()).unwrap();
    let other = App::over(Database::empty().unwrap()).await.unwrap();
    let (store, job) = other.job();
    let moved = store.write_public(&job, "test.move", |tx| {
        profiles::install_bare(tx)?;
        let preview = configuration::preview(tx, &read)?;
        assert_eq!(preview.changes.problems, []);
        configuration::import(tx, &read, Some(&preview.version))
    });
    assert!(!moved.unwrap().changes.is_empty());
    let back = store.read_public(&job, configuration::export);
    let back = serde_json::to_value(back.unwrap()).unwrap();
    assert_eq!(without_its_day(back), without_its_day(file));
}

#[actix_web::test]
async fn a_preview_says_what_would_change_and_leaves_no_trace() {
    let app = agency().await;
    let ada = app.sign_in(Cast::Ada).unwrap();
    let (mut file, before) = (exported(&ada).await, written(&app));
    file["settings"]["session_hours"] = json!(9);
    file["roles"][0]["permissions"] = json!(["see_clients"]);
    file["departments"] = json!([{ "name": "Housing" }]);
    let preview = previewed(&ada, &file).await;
    let settings = &part(&preview, Part::Settings).changed[0].fields[0];
    assert_eq!(
        (settings.field.as_str(), &settings.from, &settings.to),
        ("session_hours", &json!(8), &json!(9))
    );
    assert_eq!(part(&preview, Part::Roles).changed[0].entry.place, "/roles/0");
    let departments = part(&preview, Part::Departments);
    assert_eq!((departments.added[0].name.as_str(), departments.kept.len()), ("Housing", 4));
    assert_eq!(preview.exported_from, "Mission Hiring Hall");
    assert_eq!(written(&app), before);
    assert_eq!(ada.get("/settings").await.json()["session_hours"], 8);
}

#[actix_web::test]
async fn what_the_file_does_not_have_stays() {
    let app = agency().await;
    let ada = app.sign_in(Cast::Ada).unwrap();
    let before = exported(&ada).await;
    taken(&ada, &json!({ "format": 1, "code_lists": { "gender": [] }, "programs": [] })).await;
    assert_eq!(without_its_day(exported(&ada).await), without_its_day(before));
}

#[actix_web::test]
async fn what_is_done_stands_in_the_audit_as_an_import() {
    let app = agency().await;
    let ada = app.user(Cast::Ada).unwrap();
    let log = "select distinct principal_id || ' ' || entity from audit where operation = 'configuration.import' \
               order by 1";
    let found = app.database.column(log).unwrap();
    let entities = [
        "code_values",
        "custom_fields",
        "departments",
        "mail_texts",
        "note_templates",
        "organization",
        "own_roles",
        "programs",
        "settings",
    ];
    assert_eq!(found, entities.map(|entity| format!("{ada} {entity}")));
}

#[actix_web::test]
async fn what_was_not_previewed_is_not_done() {
    let app = agency().await;
    let ada = app.sign_in(Cast::Ada).unwrap();
    let file = json!({ "format": 1, "departments": [{ "name": "Housing" }] });
    let version = previewed(&ada, &file).await.version;
    let other = json!({ "format": 1, "departments": [{ "name": "Shelter" }] });
    assert_eq!(import(&ada, &other, &version).await.code(), "conflict");
    let without = ada.post("/configuration", file.clone()).await;
    assert_eq!((without.status, without.code()), (409, "conflict".into()));
    ada.post("/departments", json!({ "name": "Gardens" })).await;
    let late = import(&ada, &file, &version).await;
    assert_eq!((late.status, late.code()), (409, "conflict".into()));
    assert_eq!(taken(&ada, &file).await.changes.problems, []);
}

#[actix_web::test]
async fn a_file_with_one_bad_entry_changes_nothing() {
    let app = agency().await;
    let ada = app.sign_in(Cast::Ada).unwrap();
    let before = exported(&ada).await;
    let file = json!({ "format": 1, "departments": [{ "name": "Housing" }], "settings": { "session_hours": 5 },
        "roles": [{ "name": "Pilot", "sight": "caseload", "permissions": ["fly"] }] });
    let preview = previewed(&ada, &file).await;
    assert_eq!(problems(&preview), ["/roles/0/permissions/0 unknown_permission"]);
    assert_eq!(
        (preview.changes.problems[0].name.as_str(), preview.changes.problems[0].advice.is_empty()),
        ("Pilot", false)
    );
    let refused = import(&ada, &file, &preview.version).await;
    assert_eq!(
        (refused.status, refused.fields()),
        (422, vec!["/roles/0/permissions/0 unknown_permission".into()])
    );
    assert_eq!(without_its_day(exported(&ada).await), without_its_day(before));
}

#[actix_web::test]
async fn what_only_the_rows_refuse_is_told_with_its_place_too() {
    let app = agency().await;
    let ada = app.sign_in(Cast::Ada).unwrap();
    let path = format!("/clients/{}/custom-fields", app.client(Served::Maria).unwrap());
    let version = ada.get(&path).await.version();
    ada.patch(&path, version, json!({ "values": { "shirt_size": "l" } })).await;
    let file = json!({ "format": 1, "profile": { "time_zone": "Mission/Valencia" },
        "departments": [{ "name": "Housing" }], "custom_fields": [shirt_size(&["m"])] });
    let (before, preview) = (exported(&ada).await, previewed(&ada, &file).await);
    let wanted = ["/profile/time_zone time_zone", "/custom_fields/0/takes/choices retire_instead"];
    assert_eq!(problems(&preview), wanted);
    assert_eq!(import(&ada, &file, &preview.version).await.fields(), wanted);
    assert_eq!(without_its_day(exported(&ada).await), without_its_day(before));
}

#[actix_web::test]
async fn a_list_takes_the_order_of_the_file() {
    let app = agency().await;
    let ada = app.sign_in(Cast::Ada).unwrap();
    let mut file = exported(&ada).await;
    let values = file["code_lists"]["program_type"].as_array_mut().unwrap();
    values.insert(
        0,
        json!({ "code": "meal", "labels": { "en": "Meal" }, "offered_from": null, "retired": false,
        "retired_on": null }),
    );
    values.reverse();
    taken(&ada, &file).await;
    let now = exported(&ada).await;
    assert_eq!(now["code_lists"]["program_type"], file["code_lists"]["program_type"]);
    assert!(previewed(&ada, &file).await.changes.is_empty());
}

#[actix_web::test]
async fn programs_and_languages_take_the_order_of_the_file() {
    let app = agency().await;
    let ada = app.sign_in(Cast::Ada).unwrap();
    let mut file = exported(&ada).await;
    let programs = file["programs"].as_array_mut().unwrap();
    programs.reverse();
    assert!(programs.len() > 1);
    file["profile"]["languages"] = json!(["es", "en", "vi"]);
    taken(&ada, &file).await;
    let now = exported(&ada).await;
    assert_eq!(now["programs"], file["programs"]);
    assert_eq!(now["profile"]["languages"], file["profile"]["languages"]);
    file["profile"]["languages"] = json!(["en", "es", "vi"]);
    taken(&ada, &file).await;
    assert_eq!(exported(&ada).await["profile"]["languages"], file["profile"]["languages"]);
    assert!(previewed(&ada, &file).await.changes.is_empty());
    // A file that names one program moves none.
    let last = file["programs"].as_array().unwrap().last().unwrap().clone();
    let one = json!({ "format": 1, "programs": [last] });
    assert!(previewed(&ada, &one).await.changes.is_empty());
}

#[actix_web::test]
async fn a_file_that_cannot_be_read_is_refused_in_words() {
    let app = App::start().await.unwrap();
    let ada = app.sign_in(Cast::Ada).unwrap();
    let newer = ada.post("/configuration/preview", json!({ "teams": [], "format": 2 })).await;
    assert_eq!((newer.status, newer.fields()), (422, vec!["/format unknown_format".into()]));
    assert!(newer.json()["detail"].as_str().unwrap().contains("Update this server"));
    let unknown = ada.post("/configuration/preview", json!({ "format": 1, "clients": [] })).await;
    assert_eq!((unknown.status, unknown.fields()), (422, vec!["/clients unknown_field".into()]));
    let large = json!({ "format": 1, "exported_from": "x".repeat(MOST_BYTES) });
    assert_eq!(ada.post("/configuration/preview", large).await.status, 413);
    let larger_than_other_bodies = json!({ "format": 1, "exported_from": "x".repeat(2 << 20) });
    assert_eq!(ada.post("/configuration/preview", larger_than_other_bodies).await.status, 200);
}

#[actix_web::test]
async fn a_built_in_role_stays_as_it_is() {
    let app = App::start().await.unwrap();
    let ada = app.sign_in(Cast::Ada).unwrap();
    let role = json!({ "name": Role::Staff.label(), "sight": "everyone", "permissions": ["see_clients"] });
    let preview = previewed(&ada, &json!({ "format": 1, "roles": [role] })).await;
    assert_eq!(problems(&preview), ["/roles/0/name built_in_role"]);
}

#[actix_web::test]
async fn a_database_without_an_organization_gets_the_one_of_the_file_and_nothing_else() {
    let empty = App::over(Database::empty().unwrap()).await.unwrap();
    let (store, job) = empty.job();
    assert!(store.read_public(&Caller::job(), configuration::export).is_err());
    assert!(store.write_public(&job, "test.install", profiles::install_bare).unwrap());
    assert!(!store.write_public(&job, "test.install", profiles::install_bare).unwrap());
    let found = store.read_public(&job, configuration::export).unwrap();
    assert!(found.code_lists.is_empty() && found.programs.is_empty() && found.departments.is_empty());
}
