//! Why somebody is restricted, and whoever may restrict without seeing that.

use domain::{
    permission::Permission::{
        self, LiftRestrictions, ProposeEdits, Restrict, ReviewProposals, SeeClientDetails, SeeClients,
        SeeRestrictions,
    },
    roles::RoleSight,
};
use serde_json::{Value, json};
use testkit::{App, Cast, Served, Visitor};

use super::{draft, marias, restrict};

/// Rio, who reviews proposals and restricts, and sees no reasons.
fn rio(app: &App, more: &[Permission]) -> Visitor {
    let all = [&[SeeClients, SeeClientDetails], more].concat();
    app.colleague("Rio", RoleSight::Everyone, &all).unwrap()
}

/// María's restriction with a day on which somebody looks at it again: its path and version.
async fn reviewed(app: &App, cora: &Visitor) -> (String, i64) {
    let found = marias(app, cora).await;
    let path = format!("/restrictions/{}", found["id"].as_str().unwrap());
    let body = json!({ "reason": "Threats at the front desk", "review_date": "2031-03-09" });
    let done = cora.patch(&path, found["version"].as_i64().unwrap(), body).await;
    assert_eq!(done.status, 200, "{}", done.text());
    (path, done.version())
}

fn why(found: &Value) -> (Value, Value) {
    (found["reason"].clone(), found["review_date"].clone())
}

#[actix_web::test]
async fn the_reason_in_a_proposal_is_for_those_who_see_reasons() {
    let app = App::start().await.unwrap();
    let mut body = draft();
    body["review_date"] = json!("2031-03-09");
    let proposed = restrict(&app, Cast::Lena, Served::Sukarno, body).await;
    assert_eq!(proposed.status, 202, "{}", proposed.text());
    let path = format!("/changes/{}", proposed.json()["id"].as_str().unwrap());
    let rio = rio(&app, &[ReviewProposals]);
    let found = rio.get(&path).await;
    assert_eq!(found.json()["withheld"], json!(["reason", "review_date"]), "{}", found.text());
    for page in [found, rio.get("/changes").await] {
        assert!(!page.text().contains("Threats") && !page.text().contains("2031-03-09"), "{}", page.text());
    }
    let seen = app.sign_in(Cast::Cora).unwrap().get(&path).await.text();
    assert!(seen.contains("Threats") && seen.contains("2031-03-09"), "{seen}");
}

#[actix_web::test]
async fn who_sees_no_reason_changes_a_date_and_keeps_the_reason() {
    let app = App::start().await.unwrap();
    let cora = app.sign_in(Cast::Cora).unwrap();
    let (path, version) = reviewed(&app, &cora).await;
    let rio = rio(&app, &[Restrict, SeeRestrictions, LiftRestrictions]);
    let changed = rio.patch(&path, version, json!({ "end_date": "2031-06-30" })).await;
    assert_eq!((changed.status, changed.json()["end_date"].as_str()), (200, Some("2031-06-30")));
    assert!(!changed.text().contains("Threats") && !changed.text().contains("2031-03-09"));
    assert!(changed.json()["withheld"].as_array().unwrap().contains(&json!("reason")), "{}", changed.text());
    let now = cora.get(&path).await.json();
    assert_eq!(why(&now), (json!("Threats at the front desk"), json!("2031-03-09")));
}

#[actix_web::test]
async fn who_sees_no_reason_writes_none() {
    let app = App::start().await.unwrap();
    let cora = app.sign_in(Cast::Cora).unwrap();
    let (path, version) = reviewed(&app, &cora).await;
    for may in [Restrict, ProposeEdits] {
        let name = if may == Restrict { "Rio" } else { "Remy" };
        let all = [SeeClients, SeeClientDetails, SeeRestrictions, may];
        let blind = app.colleague(name, RoleSight::Everyone, &all).unwrap();
        for body in [json!({ "reason": "Nothing" }), json!({ "review_date": null })] {
            assert_eq!(blind.patch(&path, version, body.clone()).await.status, 403, "{may:?} {body}");
        }
    }
    let now = cora.get(&path).await.json();
    assert_eq!(why(&now), (json!("Threats at the front desk"), json!("2031-03-09")));
}

/// Nobody approves words that they do not see. Of the fields that they do see they may decide.
#[actix_web::test]
async fn a_proposed_reason_is_approved_by_those_alone_who_see_it() {
    let app = App::start().await.unwrap();
    let (cora, lena) = (app.sign_in(Cast::Cora).unwrap(), app.sign_in(Cast::Lena).unwrap());
    let (path, version) = reviewed(&app, &cora).await;
    let body = json!({ "reason": "It was a misunderstanding", "end_date": "2031-12-31" });
    let proposed = lena.patch(&path, version, body).await;
    assert_eq!(proposed.status, 202, "{}", proposed.text());
    let approval = format!("/changes/{}/approval", proposed.json()["id"].as_str().unwrap());
    let rio = rio(&app, &[ReviewProposals, SeeRestrictions]);
    let blind = rio.approve(&approval, 1, json!({})).await;
    assert_eq!(blind.status, 403, "{}", blind.text());
    assert!(blind.text().contains("see_restriction_reasons"), "{}", blind.text());
    let seen = json!({ "fields": ["end_date"], "rationale": "Not mine to read" });
    let approved = rio.approve(&approval, 1, seen).await;
    assert_eq!(approved.status, 200, "{}", approved.text());
    assert!(!approved.text().contains("misunderstanding"), "{}", approved.text());
    let now = cora.get(&path).await.json();
    assert_eq!(why(&now), (json!("Threats at the front desk"), json!("2031-03-09")));
    assert_eq!(now["end_date"], "2031-12-31");
}
