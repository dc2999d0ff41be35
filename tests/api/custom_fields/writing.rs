//! Values on a client's record: typed, within sight, proposed where one may only propose, and in the audit by label.

use domain::{
    permission::Permission::{EditClients, ReviewProposals, SeeClientDetails, SeeClients},
    roles::RoleSight,
};
use serde_json::json;
use testkit::{App, Cast, Served, Visitor};

use super::{amend, define, path, set};

#[actix_web::test]
async fn values_are_kept_by_their_kind() {
    let app = App::start().await.unwrap();
    define(&app, "shirt_size", json!({})).await;
    define(&app, "hours", json!({ "takes": { "kind": "number", "least": 0, "most": 60 } })).await;
    define(&app, "bus_pass_until", json!({ "takes": { "kind": "date", "earliest": "2020-01-01" } })).await;
    define(&app, "story", json!({ "takes": { "kind": "text", "shortest": 3, "longest": 500 } })).await;
    let casey = app.sign_in(Cast::Casey).unwrap();
    let values =
        json!({ "shirt_size": "l", "hours": 37.5, "bus_pass_until": "2027-03-31", "story": "Two\nlines" });
    let done = set(&app, &casey, values.clone()).await;
    assert_eq!((done.status, &done.json()["values"]), (200, &values), "{}", done.text());
    assert_eq!(casey.get(&path(&app, Served::Maria)).await.json(), done.json());
    let cleared = set(&app, &casey, json!({ "hours": null, "story": "" })).await;
    assert_eq!(cleared.json()["values"], json!({ "shirt_size": "l", "bus_pass_until": "2027-03-31" }));
    for (values, expected) in [
        (json!({ "shirt_size": "xl" }), "/values/shirt_size unknown"),
        (json!({ "hours": 60.5 }), "/values/hours out_of_range"),
        (json!({ "hours": "many" }), "/values/hours number"),
        (json!({ "bus_pass_until": "2019-12-31" }), "/values/bus_pass_until too_early"),
        (json!({ "bus_pass_until": "soon" }), "/values/bus_pass_until date"),
        (json!({ "story": "ab" }), "/values/story too_short"),
        (json!({ "story": 5 }), "/values/story text"),
        (json!({ "shoe_size": "9" }), "/values/shoe_size unknown"),
        (json!({}), "/values required"),
    ] {
        let refused = set(&app, &casey, values.clone()).await;
        assert_eq!((refused.status, refused.fields()), (422, vec![expected.to_owned()]), "{values}");
    }
    for odd in [json!({ "hours": 1.0001 }), json!({ "hours": true }), json!({ "hours": [1] })] {
        assert_eq!(set(&app, &casey, odd.clone()).await.status, 422, "{odd}");
    }
}

#[actix_web::test]
async fn saying_the_same_again_writes_nothing_and_an_older_version_is_refused() {
    let app = App::start().await.unwrap();
    define(&app, "shirt_size", json!({})).await;
    let casey = app.sign_in(Cast::Casey).unwrap();
    let done = set(&app, &casey, json!({ "shirt_size": "l" })).await;
    let again = set(&app, &casey, json!({ "shirt_size": "l" })).await;
    assert_eq!((again.status, again.version()), (200, done.version()));
    let path = path(&app, Served::Maria);
    let old = casey.patch(&path, done.version() - 1, json!({ "values": { "shirt_size": "m" } })).await;
    assert_eq!(old.status, 412);
}

#[actix_web::test]
async fn a_required_field_is_never_emptied_and_a_retired_one_never_filled() {
    let app = App::start().await.unwrap();
    let (ada, casey) = (app.sign_in(Cast::Ada).unwrap(), app.sign_in(Cast::Casey).unwrap());
    let field = define(&app, "shirt_size", json!({ "required": true })).await;
    set(&app, &casey, json!({ "shirt_size": "l" })).await;
    let emptied = set(&app, &casey, json!({ "shirt_size": null })).await;
    assert_eq!(emptied.fields(), ["/values/shirt_size required"]);
    assert_eq!(amend(&ada, &field, json!({ "retired": true })).await.status, 200);
    let filled = set(&app, &casey, json!({ "shirt_size": "m" })).await;
    assert_eq!(filled.fields(), ["/values/shirt_size retired"]);
    assert_eq!(set(&app, &casey, json!({ "shirt_size": null })).await.status, 200, "it may be taken away");
}

#[actix_web::test]
async fn who_does_not_see_the_client_or_the_details_sees_no_value() {
    let app = App::start().await.unwrap();
    define(&app, "shirt_size", json!({})).await;
    set(&app, &app.sign_in(Cast::Casey).unwrap(), json!({ "shirt_size": "l" })).await;
    for (person, status) in
        [(Cast::Otto, 404), (Cast::Vera, 403), (Cast::Wendy, 403), (Cast::Hana, 404), (Cast::Stan, 200)]
    {
        let who = app.sign_in(person).unwrap();
        let found = who.get(&path(&app, Served::Maria)).await;
        let expected = if person == Cast::Hana { 403 } else { status };
        assert_eq!(found.status, expected, "{person:?}");
    }
    let stan = app.sign_in(Cast::Stan).unwrap();
    assert_eq!(set(&app, &stan, json!({ "shirt_size": "m" })).await.status, 403);
}

#[actix_web::test]
async fn a_sensitive_value_is_for_those_who_see_demographics() {
    let app = App::start().await.unwrap();
    define(&app, "faith", json!({ "sensitive": true, "takes": { "kind": "text" } })).await;
    let casey = app.sign_in(Cast::Casey).unwrap();
    assert_eq!(set(&app, &casey, json!({ "faith": "zqxfaith" })).await.status, 200);
    // Robin may edit clients and see their details, and not their demographics.
    let robin = super::searching::robin(&app);
    let found = robin.get(&path(&app, Served::Maria)).await;
    assert_eq!(found.json()["withheld"], json!(["faith"]), "{}", found.text());
    let blind = set(&app, &robin, json!({ "faith": "none" })).await;
    assert_eq!(blind.status, 403);
    let history = format!("/clients/{}/history", app.client(Served::Maria).unwrap());
    for page in [found, robin.get(&history).await, robin.get("/clients?q=zqxfaith").await] {
        assert_eq!(page.status, 200);
        assert!(!page.text().contains("zqxfaith"), "{}", page.text());
    }
    assert!(casey.get(&history).await.text().contains("zqxfaith"));
}

#[actix_web::test]
async fn a_managers_value_waits_for_review() {
    let app = App::start().await.unwrap();
    define(&app, "shirt_size", json!({})).await;
    let (max, cora) = (app.sign_in(Cast::Max).unwrap(), app.sign_in(Cast::Cora).unwrap());
    let proposed = set(&app, &max, json!({ "shirt_size": "m" })).await;
    assert_eq!(proposed.status, 202, "{}", proposed.text());
    let change = proposed.json();
    assert_eq!(
        (&change["edit"], &change["proposed"]),
        (&json!("custom_fields.set"), &json!({ "shirt_size": "m" }))
    );
    let wrong = set(&app, &max, json!({ "shirt_size": "xl" })).await;
    assert_eq!(wrong.fields(), ["/values/shirt_size unknown"], "whoever proposes hears what is wrong");
    let approval = format!("/changes/{}/approval", change["id"].as_str().unwrap());
    let approved = cora.approve(&approval, 1, json!({})).await;
    assert_eq!(approved.status, 200, "{}", approved.text());
    assert_eq!(cora.get(&path(&app, Served::Maria)).await.json()["values"], json!({ "shirt_size": "m" }));
}

#[actix_web::test]
async fn a_proposal_whose_base_moved_is_a_conflict() {
    let app = App::start().await.unwrap();
    define(&app, "shirt_size", json!({})).await;
    let (max, cora) = (app.sign_in(Cast::Max).unwrap(), app.sign_in(Cast::Cora).unwrap());
    let change = set(&app, &max, json!({ "shirt_size": "m" })).await.json();
    set(&app, &cora, json!({ "shirt_size": "l" })).await;
    let approval = format!("/changes/{}/approval", change["id"].as_str().unwrap());
    let refused = cora.approve(&approval, 1, json!({})).await;
    assert_eq!((refused.status, refused.code()), (409, "change_conflict".to_owned()));
    assert_eq!(refused.json()["conflicts"][0]["current"], "l");
}

/// Rio, who reviews proposals and sees no demographics.
fn reviewer(app: &App) -> Visitor {
    let permissions = [SeeClients, SeeClientDetails, EditClients, ReviewProposals];
    app.colleague("Rio", RoleSight::Everyone, &permissions).unwrap()
}

#[actix_web::test]
async fn a_sensitive_value_in_a_proposal_is_for_those_who_see_demographics() {
    let app = App::start().await.unwrap();
    define(&app, "faith", json!({ "sensitive": true, "takes": { "kind": "text" } })).await;
    define(&app, "shoe", json!({ "takes": { "kind": "text" } })).await;
    let (max, cora, rio) =
        (app.sign_in(Cast::Max).unwrap(), app.sign_in(Cast::Cora).unwrap(), reviewer(&app));
    set(&app, &cora, json!({ "faith": "zqxbefore" })).await;
    let change = set(&app, &max, json!({ "faith": "zqxafter", "shoe": "ten" })).await.json();
    let address = format!("/changes/{}", change["id"].as_str().unwrap());
    let found = rio.get(&address).await;
    assert_eq!(
        (found.json()["withheld"].clone(), found.json()["proposed"]["shoe"].clone()),
        (json!(["faith"]), json!("ten"))
    );
    set(&app, &cora, json!({ "faith": "zqxnow" })).await;
    let moved = rio.approve(&format!("{address}/approval"), 1, json!({})).await;
    assert_eq!(moved.status, 403, "nobody approves what they do not see: {}", moved.text());
    for page in [found, rio.get("/changes").await, moved] {
        assert!(!page.text().contains("zqx"), "{}", page.text());
    }
    let seen = cora.get(&address).await.text();
    assert!(seen.contains("zqxbefore") && seen.contains("zqxafter"), "{seen}");
}

#[actix_web::test]
async fn an_answer_in_a_proposal_is_for_those_who_see_its_question() {
    let app = App::start().await.unwrap();
    let (max, cora, rio) =
        (app.sign_in(Cast::Max).unwrap(), app.sign_in(Cast::Cora).unwrap(), reviewer(&app));
    let path = format!("/clients/{}/demographics", app.client(Served::Maria).unwrap());
    let version = max.get(&path).await.version();
    let answers =
        json!({ "answers": [{ "question": "gender", "status": "given", "codes": ["two_spirit"] }] });
    let change = max.patch(&path, version, answers).await;
    assert_eq!(change.status, 202, "{}", change.text());
    let address = format!("/changes/{}", change.json()["id"].as_str().unwrap());
    let found = rio.get(&address).await;
    assert_eq!(found.json()["withheld"], json!(["gender"]), "{}", found.text());
    assert!(!found.text().contains("two_spirit"));
    assert!(cora.get(&address).await.text().contains("two_spirit"));
}

#[actix_web::test]
async fn the_audit_names_the_field_by_its_label_later_too() {
    let app = App::start().await.unwrap();
    define(&app, "shirt_size", json!({})).await;
    let casey = app.sign_in(Cast::Casey).unwrap();
    set(&app, &casey, json!({ "shirt_size": "l" })).await;
    set(&app, &casey, json!({ "shirt_size": "m" })).await;
    let history = format!("/clients/{}/history", app.client(Served::Maria).unwrap());
    let entries = casey.get(&history).await.json()["items"].as_array().cloned().unwrap();
    let values: Vec<_> = entries.iter().filter(|entry| entry["entity"] == "custom_values").collect();
    assert_eq!(values.len(), 2);
    for entry in &values {
        assert_eq!(entry["custom_field"]["en"], "Shirt size");
        assert_eq!(entry["operation"], "custom_fields.set");
    }
    let code = values[0]["changes"].as_array().unwrap().iter().find(|one| one["field"] == "code").unwrap();
    assert_eq!((&code["before"], &code["after"]), (&json!("l"), &json!("m")));
}

#[actix_web::test]
async fn a_new_client_begins_with_values() {
    let app = App::start().await.unwrap();
    define(&app, "shirt_size", json!({})).await;
    define(&app, "heard_on", json!({ "on": "applications" })).await;
    let casey = app.sign_in(Cast::Casey).unwrap();
    let made = casey.post("/clients", json!({ "first_name": "Ana", "fields": { "shirt_size": "l" } })).await;
    assert_eq!(made.status, 201, "{}", made.text());
    let path = format!("/clients/{}/custom-fields", made.json()["id"].as_str().unwrap());
    assert_eq!(casey.get(&path).await.json()["values"], json!({ "shirt_size": "l" }));
    let wrong = casey.post("/clients", json!({ "first_name": "Ana", "fields": { "heard_on": "m" } })).await;
    assert_eq!((wrong.status, wrong.fields()), (422, vec!["/fields/heard_on unknown".to_owned()]));
}
