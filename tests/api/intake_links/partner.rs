//! What a partner learns who refers somebody.

use serde_json::json;
use testkit::{Answer, App, MailServer};

use super::{holder, make};
use crate::api::{
    applicant::{Applicant, form, start},
    mail::{AtWork, post, until},
};

async fn referral(app: &App, code: &str) -> Answer {
    app.anybody().unwrap().post("/intake/referrals/opening", json!({ "code": code })).await
}

#[actix_web::test]
async fn a_partner_learns_that_a_referral_arrived_and_no_more() {
    let (app, server) = (start().await, MailServer::start().unwrap());
    let link = make(&app, "referral").await;
    let status = link.status_code.clone().unwrap();
    assert_eq!(referral(&app, &status).await.json(), json!({ "arrived_at": null }));
    let receipt = holder(&app, &link).await.submit(&form()).await.json();
    let told = referral(&app, &status).await;
    assert_eq!((told.status, told.json()["arrived_at"].clone()), (200, receipt["submitted_at"].clone()));
    assert_eq!(told.json().as_object().unwrap().len(), 1);

    let _at_work = AtWork::begin(&app, post(&server));
    let to_partner = || server.received().into_iter().find(|mail| mail.to == "intake@hope.example.org");
    until("the partner is told", || to_partner().is_some()).await;
    let letter = to_partner().unwrap();
    let reference = link.link.reference.unwrap();
    // The words before have an accent, which a header bears in another way.
    let subject = letter.header("Subject");
    assert!(subject.ends_with(&format!("{reference} ha llegado")), "{subject}");
    for personal in ["Luc", "Ferrer", "555", receipt["reference"].as_str().unwrap()] {
        assert!(!letter.text.contains(personal), "{personal}: {}", letter.text);
    }
}

#[actix_web::test]
async fn the_code_of_the_form_does_not_show_the_referral_nor_the_other_way_round() {
    let app = start().await;
    let link = make(&app, "referral").await;
    assert_eq!(referral(&app, &link.code).await.status, 404);
    assert_eq!(Applicant::new(&app).open_by(&link.status_code.unwrap()).await.status, 404);
    assert_eq!(referral(&app, "nobody's").await.status, 404);
}

#[actix_web::test]
async fn a_referral_is_one_person() {
    let app = start().await;
    let link = make(&app, "referral").await;
    let (first, second) = (holder(&app, &link).await, holder(&app, &link).await);
    assert_eq!(first.submit(&form()).await.status, 201);
    assert_eq!(second.submit(&form()).await.status, 404);
    let told = app.database.column("select count(*) from jobs where subject = 'referral_arrived'").unwrap();
    assert_eq!(told, ["1"]);
}
