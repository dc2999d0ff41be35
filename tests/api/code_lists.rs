//! Facts about code lists.

use domain::code_lists::{CodeValue, LISTS, Usage};
use serde_json::{Value, json};
use testkit::{App, Cast, Visitor};

async fn values(visitor: &Visitor, list: &str) -> Vec<CodeValue> {
    visitor.get(&format!("/code-lists/{list}")).await.read()
}

async fn value(visitor: &Visitor, list: &str, code: &str) -> CodeValue {
    values(visitor, list).await.into_iter().find(|value| value.code == code).unwrap()
}

async fn amend(visitor: &Visitor, value: &CodeValue, body: Value) -> testkit::Answer {
    let path = format!("/code-lists/{}/{}", value.list, value.id);
    visitor.patch(&path, i64::from(value.version), body).await
}

async fn remove(visitor: &Visitor, value: &CodeValue) -> testkit::Answer {
    visitor.delete(&format!("/code-lists/{}/{}", value.list, value.id)).await
}

fn codes(values: &[CodeValue]) -> Vec<&str> {
    values.iter().map(|value| value.code.as_str()).collect()
}

#[actix_web::test]
async fn every_list_has_values_in_english_and_spanish() {
    let app = App::start().await.unwrap();
    let cora = app.sign_in(Cast::Cora).unwrap();
    for list in LISTS {
        let values = values(&cora, list).await;
        assert!(!values.is_empty(), "{list}");
        let labelled = |value: &CodeValue| ["en", "es"].iter().all(|one| value.labels.contains_key(*one));
        assert!(values.iter().all(labelled), "{list}");
    }
    assert_eq!(cora.get("/code-lists/shoe_size").await.status, 404);
}

#[actix_web::test]
async fn a_new_value_stands_at_the_end() {
    let app = App::start().await.unwrap();
    let cora = app.sign_in(Cast::Cora).unwrap();
    let body = json!({ "code": "radio", "labels": { "en": "Radio", "es": "Radio" } });
    let made = cora.post("/code-lists/referral_source", body.clone()).await;
    assert_eq!(made.status, 201, "{}", made.text());
    assert_eq!(values(&cora, "referral_source").await.last().unwrap().code, "radio");
    let again = cora.post("/code-lists/referral_source", body).await;
    assert_eq!((again.status, again.fields()), (422, vec!["/code taken".to_owned()]));
}

#[actix_web::test]
async fn a_value_wants_a_code_and_an_english_label() {
    let app = App::start().await.unwrap();
    let cora = app.sign_in(Cast::Cora).unwrap();
    for (body, expected) in [
        (json!({ "code": "Radio!", "labels": { "en": "Radio" } }), "/code code"),
        (json!({ "code": "radio", "labels": { "es": "Radio" } }), "/labels english_label"),
        (json!({ "code": "radio", "labels": { "en": "" } }), "/labels required"),
        (json!({ "code": "radio", "labels": { "en": "a\u{0}" } }), "/labels/en invisible_characters"),
        (json!({ "code": "radio", "labels": { "en": "Radio" }, "list": "sex" }), "/list unknown_field"),
    ] {
        let refused = cora.post("/code-lists/referral_source", body.clone()).await;
        assert_eq!((refused.status, refused.fields()), (422, vec![expected.to_owned()]), "{body}");
    }
}

#[actix_web::test]
async fn a_moved_value_pushes_the_others() {
    let app = App::start().await.unwrap();
    let cora = app.sign_in(Cast::Cora).unwrap();
    let before = values(&cora, "residency").await;
    let last = before.last().unwrap();
    let moved = amend(&cora, last, json!({ "position": 0 })).await;
    assert_eq!(moved.status, 200, "{}", moved.text());
    let after = values(&cora, "residency").await;
    assert_eq!(codes(&after), ["non_resident", "resident", "unhoused"]);
    assert_eq!(after.iter().map(|value| value.position).collect::<Vec<_>>(), [0, 1, 2]);
    let far = amend(&cora, &after[0], json!({ "position": 9_999 })).await;
    assert_eq!((far.status, far.json()["position"].as_i64()), (200, Some(2)));
}

#[actix_web::test]
async fn moving_leaves_the_versions_of_the_others_and_their_audit_alone() {
    let app = App::start().await.unwrap();
    let cora = app.sign_in(Cast::Cora).unwrap();
    let before = values(&cora, "gender").await;
    let moved = amend(&cora, &before[1], json!({ "position": 0 })).await;
    assert_eq!(moved.status, 200, "{}", moved.text());
    let after = values(&cora, "gender").await;
    let version = |code: &str, of: &[CodeValue]| of.iter().find(|value| value.code == code).unwrap().version;
    assert_eq!(version(&before[0].code, &after), before[0].version);
    assert_eq!(version(&before[1].code, &after), before[1].version + 1);
    // Two values changed places; nobody touched the six others.
    let touched = "select count(distinct entity_id) from audit where operation = 'code_lists.amend'";
    assert_eq!(app.database.column(touched).unwrap(), ["2"]);
}

#[actix_web::test]
async fn how_often_a_value_is_used_is_told() {
    let app = App::start().await.unwrap();
    let cora = app.sign_in(Cast::Cora).unwrap();
    let own = |sql: &str| app.database.column(sql).unwrap().remove(0).parse::<i64>().unwrap();
    let usage: Vec<Usage> = cora.get("/code-lists/residency/usage").await.read();
    let resident = value(&cora, "residency", "resident").await;
    let found = usage.iter().find(|usage| usage.id == resident.id).unwrap();
    assert_eq!(found.clients, own("select count(*) from clients where residency = 'resident'"));
    assert_eq!(found.applications, own("select count(*) from applications where residency = 'resident'"));
    assert!(found.total() > 0);
    // Who answered one question with several values counts once for each of them.
    let spoken: Vec<Usage> = cora.get("/code-lists/language/usage").await.read();
    let spanish = value(&cora, "language", "spanish").await;
    let speak = "select count(distinct client_id) from demographics \
                 where question in ('languages_spoken', 'primary_language') and codes @> '{spanish}'";
    assert_eq!(spoken.iter().find(|usage| usage.id == spanish.id).unwrap().clients, own(speak));
    assert_eq!(cora.get("/code-lists/shoe_size/usage").await.status, 404);
    assert_eq!(app.sign_in(Cast::Casey).unwrap().get("/code-lists/language/usage").await.status, 403);
}

#[actix_web::test]
async fn a_value_that_is_unused_is_said_to_be() {
    let app = App::start().await.unwrap();
    let cora = app.sign_in(Cast::Cora).unwrap();
    let usage: Vec<Usage> = cora.get("/code-lists/neighborhood/usage").await.read();
    let seacliff = value(&cora, "neighborhood", "seacliff").await;
    assert_eq!(usage.iter().find(|usage| usage.id == seacliff.id).unwrap().total(), 0);
    assert_eq!(usage.len(), values(&cora, "neighborhood").await.len());
}

#[actix_web::test]
async fn a_retired_value_is_listed_and_not_offered() {
    let app = App::start().await.unwrap();
    let cora = app.sign_in(Cast::Cora).unwrap();
    let flyer = value(&cora, "referral_source", "flyer").await;
    let retired = amend(&cora, &flyer, json!({ "retired": true })).await;
    assert!(retired.json()["retired_on"].is_string(), "{}", retired.text());
    let flyer = value(&cora, "referral_source", "flyer").await;
    assert!(flyer.retired_on.is_some());
    let again = amend(&cora, &flyer, json!({ "retired": false })).await;
    assert!(again.json()["retired_on"].is_null());
}

/// Makes days of a value by asking the database for them: the organization's day is not this machine's.
fn day(app: &App, days: i32) -> String {
    app.database.column(&format!("select today() + {days}")).unwrap().remove(0)
}

async fn offered_to_the_public(app: &App, list: &str) -> Vec<String> {
    let form = app.anybody().unwrap().get("/intake/form").await.json();
    form["lists"][list].as_array().unwrap().iter().map(|one| one["code"].as_str().unwrap().into()).collect()
}

#[actix_web::test]
async fn a_value_is_offered_between_its_days_alone() {
    let app = App::start().await.unwrap();
    let cora = app.sign_in(Cast::Cora).unwrap();
    for (from, retired, offered) in [
        (Some(0), None, true),
        (Some(1), None, false),
        (None, Some(1), true),
        (None, Some(0), false),
        (Some(-9), Some(-1), false),
    ] {
        let flyer = value(&cora, "referral_source", "flyer").await;
        let days = [from, retired].map(|day_from_now| day_from_now.map(|days| day(&app, days)));
        let set = amend(&cora, &flyer, json!({ "offered_from": days[0], "retired_on": days[1] })).await;
        assert_eq!(set.status, 200, "{}", set.text());
        assert_eq!(set.json()["offered_from"], json!(days[0]));
        let public = offered_to_the_public(&app, "referral_source").await;
        assert_eq!(public.contains(&"flyer".to_owned()), offered, "{from:?} {retired:?}");
        let draft = json!({ "first_name": "Rosa", "last_name": "Luz", "referral_source": "flyer" });
        let made = cora.post("/clients", draft).await;
        assert_eq!(made.status == 201, offered, "{}", made.text());
    }
}

#[actix_web::test]
async fn a_value_is_not_retired_before_it_is_offered() {
    let app = App::start().await.unwrap();
    let cora = app.sign_in(Cast::Cora).unwrap();
    let flyer = value(&cora, "referral_source", "flyer").await;
    for body in [
        json!({ "offered_from": day(&app, 2), "retired_on": day(&app, 1) }),
        json!({ "offered_from": day(&app, 2), "retired": true }),
    ] {
        let refused = amend(&cora, &flyer, body).await;
        assert_eq!((refused.status, refused.fields()), (422, vec!["/retired_on before_start".to_owned()]));
    }
    let both = amend(&cora, &flyer, json!({ "retired": true, "retired_on": day(&app, 1) })).await;
    assert_eq!((both.status, both.fields()), (422, vec!["/retired_on twice".to_owned()]));
}

#[actix_web::test]
async fn an_answer_is_checked_by_the_day_from_which_it_is_true() {
    let app = App::start().await.unwrap();
    let cora = app.sign_in(Cast::Cora).unwrap();
    let path = format!("/clients/{}/demographics", app.client(testkit::Served::Maria).unwrap());
    let standard = json!({ "code": "new_standard", "labels": { "en": "By the new standard" },
        "offered_from": "2024-03-28" });
    assert_eq!(cora.post("/code-lists/gender", standard).await.status, 201);
    let old = value(&cora, "gender", "nonbinary").await;
    assert_eq!(amend(&cora, &old, json!({ "retired_on": "2024-03-28" })).await.status, 200);
    for (code, since, refused) in [
        ("new_standard", Some("2024-03-27"), Some("/answers/0/valid_from too_early")),
        ("new_standard", Some("2024-03-28"), None),
        ("nonbinary", Some("2024-03-28"), Some("/answers/0/valid_from too_late")),
        ("nonbinary", None, Some("/answers/0/codes/0 unknown")),
        ("nonbinary", Some("2024-03-27"), None),
    ] {
        let mut answer = json!({ "question": "gender", "status": "given", "codes": [code] });
        if let Some(day) = since {
            answer["valid_from"] = json!(day);
        }
        let version = cora.get(&path).await.version();
        let said = cora.patch(&path, version, json!({ "answers": [answer] })).await;
        let wanted = refused.map(|words| vec![words.to_owned()]).unwrap_or_default();
        assert_eq!(said.status == 200, refused.is_none(), "{code} {since:?}: {}", said.text());
        if refused.is_some() {
            assert_eq!(said.fields(), wanted, "{code} {since:?}");
        }
    }
}

#[actix_web::test]
async fn a_new_label_keeps_the_code() {
    let app = App::start().await.unwrap();
    let cora = app.sign_in(Cast::Cora).unwrap();
    let flyer = value(&cora, "referral_source", "flyer").await;
    let body = json!({ "labels": { "en": "Leaflet", "es": "Folleto", "zh-Hant": "傳單" } });
    assert_eq!(amend(&cora, &flyer, body.clone()).await.status, 200);
    assert_eq!(value(&cora, "referral_source", "flyer").await.labels["zh-Hant"], "傳單");
    assert_eq!(amend(&cora, &flyer, body).await.code(), "stale_version");
}

#[actix_web::test]
async fn a_value_in_use_is_retired_and_never_deleted() {
    let app = App::start().await.unwrap();
    let cora = app.sign_in(Cast::Cora).unwrap();
    let cases = [
        ("residency", "resident", "update clients set residency = 'resident'"),
        ("neighborhood", "mission", "update clients set neighborhood = 'mission'"),
        ("referral_source", "flyer", "update clients set referral_source = 'flyer'"),
        ("residency_proof", "lease", "update clients set residency_verified_by = 'lease'"),
        (
            "language",
            "khmer",
            "insert into demographics (id, client_id, question, status, codes, valid_from) \
             select gen_random_uuid(), id, 'languages_spoken', 'given', '{french,khmer}', '1990-01-01' \
             from clients limit 1",
        ),
        // The list has another name than the question that applicants answer apart.
        (
            "language",
            "samoan",
            "insert into equal_opportunity (id, application_id, question, status, codes) \
             select gen_random_uuid(), id, 'preferred_language', 'given', '{samoan}' from applications limit 1 \
             on conflict (application_id, question) do update set status = 'given', codes = '{samoan}'",
        ),
    ];
    for (list, code, sql) in cases {
        let begun = "select begin_as('job', null, 'test', null, null)";
        app.database.run(&format!("begin; {begun}; {sql}; commit")).unwrap();
        let used = value(&cora, list, code).await;
        let refused = remove(&cora, &used).await;
        assert_eq!((refused.status, refused.code()), (409, "conflict".to_owned()), "{list}");
        assert!(refused.text().contains("retire it instead"), "{}", refused.text());
    }
}

#[actix_web::test]
async fn a_value_that_waits_in_a_proposal_is_in_use() {
    let app = App::start().await.unwrap();
    let cora = app.sign_in(Cast::Cora).unwrap();
    app.database
        .run(
            "begin; select begin_as('job', null, 'test', null, null); \
             insert into pending_changes (id, edit, body, base, requested_by) select gen_random_uuid(), \
             'clients.update', '{\"patch\": {\"neighborhood\": \"presidio\"}}', '{}', id from users limit 1; commit",
        )
        .unwrap();
    assert_eq!(remove(&cora, &value(&cora, "neighborhood", "presidio").await).await.status, 409);
}

#[actix_web::test]
async fn a_value_that_nothing_names_is_deleted() {
    let app = App::start().await.unwrap();
    let cora = app.sign_in(Cast::Cora).unwrap();
    let unused = value(&cora, "neighborhood", "seacliff").await;
    assert_eq!(remove(&cora, &unused).await.status, 204);
    assert!(!codes(&values(&cora, "neighborhood").await).contains(&"seacliff"));
    assert_eq!(remove(&cora, &unused).await.status, 404);
}

#[actix_web::test]
async fn a_value_of_another_list_is_not_found() {
    let app = App::start().await.unwrap();
    let cora = app.sign_in(Cast::Cora).unwrap();
    let seacliff = value(&cora, "neighborhood", "seacliff").await;
    let path = format!("/code-lists/language/{}", seacliff.id);
    assert_eq!(cora.delete(&path).await.status, 404);
    assert_eq!(cora.patch(&path, 1, json!({ "retired": true })).await.status, 404);
}

#[actix_web::test]
async fn lists_are_edited_by_the_coordinator_and_read_by_staff() {
    let app = App::start().await.unwrap();
    let flyer = value(&app.sign_in(Cast::Cora).unwrap(), "referral_source", "flyer").await;
    for person in [Cast::Max, Cast::Lena, Cast::Casey, Cast::Cole, Cast::Stan, Cast::Vera, Cast::Ana] {
        let visitor = app.sign_in(person).unwrap();
        assert_eq!(visitor.get("/code-lists/sex").await.status, 200, "{person:?}");
        let body = json!({ "code": "mine", "labels": { "en": "Mine" } });
        assert_eq!(visitor.post("/code-lists/sex", body).await.status, 403, "{person:?}");
        assert_eq!(amend(&visitor, &flyer, json!({ "retired": true })).await.status, 403, "{person:?}");
        assert_eq!(remove(&visitor, &flyer).await.status, 403, "{person:?}");
    }
    assert_eq!(app.sign_in(Cast::Wendy).unwrap().get("/code-lists/sex").await.status, 403);
    assert_eq!(app.anybody().unwrap().get("/code-lists/sex").await.status, 401);
}

/// A submission is stopped in the middle, after it has looked its values up and before it has written them.
#[actix_web::test]
async fn a_value_is_not_deleted_while_somebody_chooses_it() {
    let app = App::start().await.unwrap();
    let cora = app.sign_in(Cast::Cora).unwrap();
    let radio = json!({ "code": "radio", "labels": { "en": "Radio" } });
    let radio: CodeValue = cora.post("/code-lists/referral_source", radio).await.read();
    let body = json!({ "first_name": "Rosa", "referral_source": "radio" });
    let locked = app.database.locked("stage_moves").unwrap();
    let delete = async {
        while !app.database.somebody_waits().unwrap() {
            tokio::time::sleep(std::time::Duration::from_millis(10)).await;
        }
        let later = async {
            tokio::time::sleep(std::time::Duration::from_millis(300)).await;
            drop(locked);
        };
        futures_util::future::join(remove(&cora, &radio), later).await.0
    };
    let (made, removed) = futures_util::future::join(cora.post("/clients", body), delete).await;
    assert_eq!((made.status, removed.status), (201, 409), "{} {}", made.text(), removed.text());
}
