//! Facts about links to the form: what one opens, how often, and what ends it.

mod assisted;
mod partner;

use domain::{
    applications::{Application, Origin},
    drafts::OpenDraft,
    ids::ApplicationId,
    intake_links::{IntakeLink, IntakeLinkKind, IntakeLinkState, NewIntakeLink},
    page::{Page, Total},
};
use futures_util::future::join_all;
use serde_json::{Value, json};
use testkit::{App, Cast};

use super::applicant::{Applicant, form, form_with, start};
use crate::hard::tamper;

fn in_days(app: &App, days: i32) -> String {
    app.database.column(&format!("select today() + {days}")).unwrap().remove(0)
}

/// What one asks for who wants a link.
fn wish(app: &App, kind: &str) -> Value {
    let mut wish = json!({ "name": "Job fair in May", "kind": kind, "expires_on": in_days(app, 30) });
    if ["referral", "assisted"].contains(&kind) {
        wish["partner"] = json!("Hope House");
    }
    if kind == "referral" {
        wish["partner_email"] = json!("intake@hope.example.org");
        wish["partner_language"] = json!("es");
    }
    wish
}

async fn make(app: &App, kind: &str) -> NewIntakeLink {
    make_with(app, wish(app, kind)).await
}

async fn make_with(app: &App, wish: Value) -> NewIntakeLink {
    let made = app.sign_in(Cast::Cora).unwrap().post("/intake-links", wish).await;
    assert_eq!(made.status, 201, "{}", made.text());
    made.read()
}

async fn links(app: &App, query: &str) -> Vec<IntakeLink> {
    let page: Page<IntakeLink> =
        app.sign_in(Cast::Cora).unwrap().get(&format!("/intake-links{query}")).await.read();
    page.items
}

async fn end(app: &App, link: &NewIntakeLink) {
    let ended = app.sign_in(Cast::Cora).unwrap().delete(&format!("/intake-links/{}", link.link.id)).await;
    assert_eq!(ended.status, 204, "{}", ended.text());
}

/// Somebody who has the form open by this link.
async fn holder(app: &App, link: &NewIntakeLink) -> Applicant {
    let mut holder = Applicant::new(app);
    let opened = holder.open_by(&link.code).await;
    assert_eq!(opened.status, 201, "{}", opened.text());
    holder
}

async fn newest(app: &App) -> Application {
    let id = app.database.column("select id from applications order by submitted_at desc limit 1").unwrap();
    let id: ApplicationId = id[0].parse().unwrap();
    app.sign_in(Cast::Cora).unwrap().get(&format!("/applications/{id}")).await.read()
}

fn applications(app: &App) -> String {
    app.database.column("select count(*) from applications").unwrap().remove(0)
}

#[actix_web::test]
async fn a_link_is_told_once_and_kept_as_a_hash() {
    let app = start().await;
    let made = make(&app, "referral").await;
    let status = made.status_code.clone().unwrap();
    assert_ne!(made.code, status);
    holder(&app, &made).await.save(form(), "personal").await;
    let listed = app.sign_in(Cast::Cora).unwrap().get("/intake-links").await.text();
    let dump = app.database.column(
        "select string_agg(query_to_xml(format('select * from %I', tablename), true, false, '')::text, ' ') \
         from pg_tables where schemaname = 'public'",
    );
    let kept = dump.unwrap().concat();
    assert!(listed.contains("Hope House") && kept.contains("Hope House"), "the dump has what it should have");
    for secret in [&made.code, &status] {
        for told in [secret.clone(), secret.replace('-', "")] {
            assert!(!listed.contains(&told) && !kept.contains(&told), "{told}");
        }
    }
}

#[actix_web::test]
async fn a_public_link_tells_where_people_came_from() {
    let app = start().await;
    let link = make(&app, "public").await;
    for first_name in ["Lucía", "Luz"] {
        let sent = holder(&app, &link).await.submit(&form_with("first_name", json!(first_name))).await;
        assert_eq!(sent.status, 201, "{}", sent.text());
    }
    let kept = &links(&app, "").await[0];
    assert_eq!((kept.state, kept.arrived.count), (IntakeLinkState::Works, 2));
    assert!(kept.last_arrived_at.is_some());
    let name = "Job fair in May".to_owned();
    let origin = Origin::Link { name, kind: IntakeLinkKind::Public, partner: None };
    assert_eq!(newest(&app).await.origin, Some(origin));
}

#[actix_web::test]
async fn the_form_without_a_link_goes_on_as_it_is() {
    let app = start().await;
    let applicant = Applicant::begun(&app).await;
    assert!(applicant.draft().await.json().get("opened_by").is_none());
    assert_eq!(applicant.submit(&form()).await.status, 201);
    assert_eq!(newest(&app).await.origin, None);
}

#[actix_web::test]
async fn twenty_who_hand_in_by_a_one_time_link_at_once_leave_one_application() {
    let app = start().await;
    let link = make(&app, "one_time").await;
    let mut holders = Vec::new();
    for _ in 0..20 {
        holders.push(holder(&app, &link).await);
    }
    let form = form();
    let answers = join_all(holders.iter().map(|holder| holder.submit(&form))).await;
    let mut statuses: Vec<u16> = answers.iter().map(|answer| answer.status).collect();
    statuses.sort_unstable();
    assert_eq!(statuses, [vec![201], vec![404; 19]].concat());
    assert_eq!(applications(&app), "1");
    assert_eq!(links(&app, "?state=used").await[0].arrived.count, 1);
    let late = Applicant::new(&app).open_by(&link.code).await;
    assert_eq!(late.status, 404);
    let kept = holders.iter().zip(&answers).find(|(_, answer)| answer.status == 404).unwrap().0;
    assert_eq!(kept.draft().await.status, 200, "what the others typed is still there");
}

#[actix_web::test]
async fn a_repetition_by_a_one_time_link_is_the_same_application() {
    let app = start().await;
    let holder = holder(&app, &make(&app, "one_time").await).await;
    let (first, again) = (holder.submit_as("key", &form()).await, holder.submit_as("key", &form()).await);
    assert_eq!((first.status, first.json()), (201, again.json()));
}

#[actix_web::test]
async fn a_form_that_is_refused_leaves_the_link() {
    let app = start().await;
    let holder = holder(&app, &make(&app, "one_time").await).await;
    assert_eq!(holder.submit(&form_with("consent", json!(false))).await.status, 422);
    assert_eq!(links(&app, "?state=works").await.len(), 1);
    assert_eq!(holder.submit(&form()).await.status, 201);
}

#[actix_web::test]
async fn whether_a_link_was_used_ended_expired_or_never_was_is_not_told() {
    let app = start().await;
    let (used, ended, expired) =
        (make(&app, "one_time").await, make(&app, "public").await, make(&app, "assisted").await);
    holder(&app, &used).await.submit(&form()).await;
    let begun = holder(&app, &ended).await;
    end(&app, &ended).await;
    tamper(&app, "update intake_links set expires_on = today() - 1 where kind = 'assisted'");
    let mut answers = Vec::new();
    for code in [&used.code, &ended.code, &expired.code, "K7QM-2XHD-K7QM-2XHD-K7QM-2XHD-K7QM"] {
        let answer = Applicant::new(&app).open_by(code).await;
        let mut body = answer.json();
        body.as_object_mut().unwrap().remove("request_id");
        answers.push((answer.status, body));
    }
    answers.dedup();
    assert_eq!((answers.len(), answers[0].0), (1, 404), "{answers:?}");
    assert_eq!(begun.submit(&form()).await.status, 404, "nor is a form taken that was begun by it");
    let states: Vec<_> = links(&app, "").await.into_iter().map(|link| link.state).collect();
    assert_eq!(states, [IntakeLinkState::Expired, IntakeLinkState::Ended, IntakeLinkState::Used]);
}

#[actix_web::test]
async fn a_form_that_was_begun_in_time_is_taken_after_the_last_day() {
    let app = start().await;
    let holder = holder(&app, &make(&app, "one_time").await).await;
    tamper(&app, "update intake_links set expires_on = today() - 1");
    assert_eq!(holder.submit(&form()).await.status, 201);
}

#[actix_web::test]
async fn a_links_program_is_chosen_beforehand() {
    let app = start().await;
    let asked = app.anybody().unwrap().get("/intake/form").await.json();
    let (academy, other) = (asked["programs"][0]["id"].clone(), asked["programs"][1]["id"].clone());
    let mut wish = wish(&app, "public");
    wish["program_id"] = academy.clone();
    let link = make_with(&app, wish).await;
    assert_eq!(link.link.program.as_deref(), asked["programs"][0]["name"].as_str());
    let new = holder(&app, &link).await.draft().await.json();
    assert_eq!(new["form"]["program_interests"], json!([academy]));

    let mut begun = Applicant::begun(&app).await;
    begun.save(form_with("program_interests", json!([other])), "programs").await;
    let opened = begun.open_by(&link.code).await;
    assert_eq!(opened.status, 200);
    assert_eq!(opened.json()["form"]["program_interests"], json!([other, academy]));
    let again = begun.open_by(&link.code).await.json();
    assert_eq!(again["version"], opened.json()["version"], "opened twice, it is chosen once");
}

#[actix_web::test]
async fn a_closed_program_cannot_be_chosen_beforehand() {
    let app = start().await;
    let mut wish = wish(&app, "public");
    wish["program_id"] = json!("0190a000-0000-7000-8000-000000000000");
    let refused = app.sign_in(Cast::Cora).unwrap().post("/intake-links", wish).await;
    assert_eq!((refused.status, refused.fields()), (422, vec!["/program_id not_open".to_owned()]));
}

#[actix_web::test]
async fn a_link_stays_with_a_form_that_is_finished_elsewhere() {
    let app = start().await;
    let link = make(&app, "assisted").await;
    let applicant = holder(&app, &link).await;
    applicant.save(form(), "review").await;
    let private = applicant.link().await;
    let mut elsewhere = Applicant::new(&app);
    assert_eq!(elsewhere.resume(&private, "1988-05-17").await.status, 200);
    let draft: OpenDraft = elsewhere.draft().await.read();
    assert_eq!(draft.opened_by.and_then(|by| by.partner).as_deref(), Some("Hope House"));
    assert_eq!(elsewhere.submit(&form()).await.status, 201);
    let partner = Some("Hope House".to_owned());
    let name = "Job fair in May".to_owned();
    let origin = Origin::Link { name, kind: IntakeLinkKind::Assisted, partner };
    assert_eq!(newest(&app).await.origin, Some(origin));
}

#[actix_web::test]
async fn a_form_whose_link_was_ended_goes_on_by_the_public_address() {
    let app = start().await;
    let link = make(&app, "one_time").await;
    let mut applicant = holder(&app, &link).await;
    end(&app, &link).await;
    assert_eq!(applicant.submit(&form()).await.status, 404, "not by the link");
    assert_eq!(applicant.open().await.status, 200, "the same form");
    assert_eq!(applicant.submit(&form()).await.status, 201);
    assert_eq!(newest(&app).await.origin, None);
}

#[actix_web::test]
async fn links_are_listed_by_state_and_kind_and_page_by_page() {
    let app = start().await;
    for kind in ["public", "one_time", "referral", "assisted", "public"] {
        make(&app, kind).await;
    }
    let kinds = |all: Vec<IntakeLink>| all.into_iter().map(|link| link.kind.code()).collect::<Vec<_>>();
    assert_eq!(kinds(links(&app, "").await), ["public", "assisted", "referral", "one_time", "public"]);
    assert_eq!(kinds(links(&app, "?kind=public&state=works").await), ["public", "public"]);
    assert!(links(&app, "?state=ended").await.is_empty());
    let cora = app.sign_in(Cast::Cora).unwrap();
    let first: Page<IntakeLink> = cora.get("/intake-links?limit=3").await.read();
    assert_eq!(first.total.unwrap().count, 5);
    let next = format!("?limit=3&cursor={}", first.next.unwrap());
    assert_eq!(kinds(links(&app, &next).await), ["one_time", "public"]);
}

#[actix_web::test]
async fn making_using_and_ending_a_link_stand_in_the_audit() {
    let app = start().await;
    let link = make(&app, "one_time").await;
    holder(&app, &link).await.submit(&form()).await;
    end(&app, &link).await;
    end(&app, &link).await;
    let lines = "select concat_ws(' ', operation, principal, action) from audit \
                 where entity = 'intake_links' order by seq";
    assert_eq!(
        app.database.column(lines).unwrap(),
        [
            "intake_links.make user create",
            "applications.submit public update",
            "intake_links.end user update"
        ]
    );
}

#[actix_web::test]
async fn another_sites_page_opens_nothing() {
    let app = start().await;
    let link = make(&app, "public").await;
    let request = Applicant::new(&app).request(reqwest::Method::POST, "/intake/draft/opening");
    let request = request.header("origin", "https://evil.example").json(&json!({ "code": link.code }));
    assert_eq!(testkit::send(request).await.status, 403);
}

#[actix_web::test]
async fn what_came_by_a_link_on_a_flyer_is_counted_to_a_thousand() {
    let app = start().await;
    make(&app, "public").await;
    let flyer = "begin; select begin_as('job', null, 'test', null, null);
        create temp table came as select gen_random_uuid() as id from generate_series(1, 1001);
        insert into applications (id, reference, language, first_name, last_name, preferred_name, date_of_birth, phone,
            phone_key, email, email_key, residency, neighborhood, employment_goals, referral_source, referral_detail,
            consent_version, search_key)
        select id, id::text, 'en', 'A', '', '', '1990-01-01', '', '', '', '', '', '', '', '', '', '1', '' from came;
        insert into application_origins (application_id, intake_link_id)
        select came.id, intake_links.id from came, intake_links; commit";
    app.database.run(flyer).unwrap();
    assert_eq!(links(&app, "").await[0].arrived, Total { count: 1000, exact: false });
}
