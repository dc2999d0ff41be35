//! Somebody of the staff fills the form in for somebody else.

use domain::applications::Origin;
use serde_json::json;
use testkit::{Answer, App, Cast, MailServer};

use super::newest;
use crate::api::{
    applicant::{Applicant, form, start},
    mail::{AtWork, post, until},
};

/// The form that somebody of the staff opens in this browser for somebody else.
async fn assist(app: &App, person: Cast, applicant: &mut Applicant) -> Answer {
    applicant.assisted_by(&app.sign_in(person).unwrap()).await
}

#[actix_web::test]
async fn an_application_names_who_filled_it_in_and_its_mail_goes_to_the_person() {
    let app = start().await;
    let mut desk = Applicant::new(&app);
    let opened = assist(&app, Cast::Casey, &mut desk).await;
    assert_eq!(opened.status, 201, "{}", opened.text());
    assert_eq!(opened.json()["opened_by"], json!({ "kind": "assisted", "partner": null }));
    assert_eq!(desk.submit(&form()).await.status, 201);
    assert_eq!(newest(&app).await.origin, Some(Origin::Staff { name: Cast::Casey.name().into() }));

    let server = MailServer::start().unwrap();
    let _at_work = AtWork::begin(&app, post(&server));
    until("it is sent", || server.received().iter().any(|mail| mail.to == "lucia.ferrer@example.org")).await;
    assert!(server.received().iter().all(|mail| mail.to != Cast::Casey.email()));
}

#[actix_web::test]
async fn an_assistant_goes_on_with_their_own_form_and_with_nobody_elses() {
    let app = start().await;
    let mut desk = Applicant::begun(&app).await;
    desk.save(form(), "personal").await;
    let mine = assist(&app, Cast::Casey, &mut desk).await;
    assert_eq!((mine.status, mine.json()["form"]["first_name"].as_str()), (201, Some("")));
    desk.save(form(), "personal").await;
    let again = assist(&app, Cast::Casey, &mut desk).await;
    assert_eq!((again.status, again.json()["form"]["first_name"].as_str()), (200, Some("Lucía")));
    assert_eq!(assist(&app, Cast::Cole, &mut desk).await.status, 201);
}

#[actix_web::test]
async fn who_does_not_review_applications_fills_in_for_nobody() {
    let app = start().await;
    for person in [Cast::Stan, Cast::Vera, Cast::Max] {
        assert_eq!(assist(&app, person, &mut Applicant::new(&app)).await.status, 403, "{person:?}");
    }
}
