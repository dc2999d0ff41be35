//! What is deleted once the settings keep it no longer: declined and never answered applications, read notifications.

use domain::intake_links::NewIntakeLink;
use serde_json::json;
use testkit::{App, Cast};

use super::set;
use crate::{
    api::applicant::{Applicant, form_with, start},
    hard::tamper,
};

/// One more application, and its id.
async fn apply(app: &App, name: &str) -> String {
    let sent = Applicant::new(app).submit(&form_with("first_name", json!(name))).await;
    assert!(sent.status < 300, "{}", sent.text());
    let newest = format!("select id from applications where first_name = '{name}'");
    app.database.column(&newest).unwrap().remove(0)
}

async fn decline(app: &App, id: &str) {
    let cora = app.sign_in(Cast::Cora).unwrap();
    let path = format!("/applications/{id}");
    let version = cora.get(&path).await.version();
    let body = json!({ "reason": "Lives in another county" });
    let done = cora.post_on(&format!("{path}/refusal"), version, body).await;
    assert_eq!(done.status, 200, "{}", done.text());
}

/// Makes every application so much older.
fn wait(app: &App, time: &str) {
    tamper(
        app,
        &format!(
            "update applications set submitted_at = submitted_at - interval '{time}', \
             decided_at = decided_at - interval '{time}', first_contact_at = first_contact_at - interval '{time}'"
        ),
    );
}

fn there(app: &App, id: &str) -> bool {
    !app.database.column(&format!("select 1 from applications where id = '{id}'")).unwrap().is_empty()
}

#[actix_web::test]
async fn declined_and_never_answered_applications_go_and_others_stay() {
    let app = start().await;
    let (declined, silent, met) =
        (apply(&app, "Dee").await, apply(&app, "Sil").await, apply(&app, "Met").await);
    decline(&app, &declined).await;
    tamper(
        &app,
        &format!("update applications set status = 'contacted', first_contact_at = now() where id = '{met}'"),
    );
    wait(&app, "7 months");
    app.state.store.sweep_jobs().unwrap();
    assert!(there(&app, &declined) && there(&app, &silent), "nothing goes before somebody says so");

    set(&app, json!({ "application_months": 8 })).await;
    app.state.store.sweep_jobs().unwrap();
    assert!(there(&app, &declined) && there(&app, &silent), "it is not time");
    set(&app, json!({ "application_months": 6 })).await;
    let young = apply(&app, "Young").await;
    app.state.store.sweep_jobs().unwrap();
    assert_eq!([&declined, &silent, &met, &young].map(|id| there(&app, id)), [false, false, true, true]);
}

#[actix_web::test]
async fn what_is_counted_for_equal_opportunity_stays_without_the_person() {
    let app = start().await;
    let id = apply(&app, "Dee").await;
    decline(&app, &id).await;
    let answers = "select count(*) from equal_opportunity";
    let before = app.database.column(answers).unwrap();
    let theirs = format!("{answers} where application_id = '{id}'");
    assert_ne!(app.database.column(&theirs).unwrap(), ["0"]);
    wait(&app, "7 months");
    let month = app.database.column(&format!(
        "select date_trunc('month', submitted_at at time zone (select time_zone from organization))::date from applications where id = '{id}'"
    ));
    set(&app, json!({ "application_months": 6 })).await;
    app.state.store.sweep_jobs().unwrap();
    assert_eq!(app.database.column(answers).unwrap(), before);
    let kept = "select distinct month from equal_opportunity where application_id is null";
    assert!(app.database.column(kept).unwrap().contains(&month.unwrap()[0]));
}

#[actix_web::test]
async fn the_log_keeps_that_there_was_one_and_nothing_of_the_person() {
    let app = start().await;
    let id = apply(&app, "Zephyrine").await;
    decline(&app, &id).await;
    let naming = "select count(*) from audit where before::text || after::text like '%Zephyrine%' \
        or after::text like '%Zephyrine%' or before::text like '%Zephyrine%'";
    assert_ne!(app.database.column(naming).unwrap(), ["0"]);
    let digests = format!(
        "select string_agg(encode(digest, 'hex'), ' ' order by seq) from audit where entity_id = '{id}'"
    );
    let before = app.database.column(&digests).unwrap();
    wait(&app, "7 months");
    let then = app.database.column(&digests).unwrap();
    assert!(then[0].starts_with(&before[0]));
    set(&app, json!({ "application_months": 6 })).await;
    app.state.store.sweep_jobs().unwrap();
    assert_eq!(app.database.column(naming).unwrap(), ["0"]);
    assert!(app.database.column(&digests).unwrap()[0].starts_with(&then[0]), "the chain is as it was");
    let gone = format!(
        "select operation || ' ' || principal from audit where entity_id = '{id}' and action = 'delete'"
    );
    assert_eq!(app.database.column(&gone).unwrap(), ["applications.forget job"]);
    let reason = format!("select count(*) from audit where entity_id = '{id}' and reason is not null");
    assert_eq!(app.database.column(&reason).unwrap(), ["0"]);
}

#[actix_web::test]
async fn their_files_go_with_them() {
    let app = start().await;
    let id = apply(&app, "Dee").await;
    app.database
        .run(&format!(
            "begin; select begin_as('job', null, 'test', null, null); \
             insert into documents (id, application_id, name, format, size, sha256) \
             values (gen_random_uuid(), '{id}', 'Dee letter.txt', 'txt', 1, 'x'); commit"
        ))
        .unwrap();
    wait(&app, "7 months");
    set(&app, json!({ "application_months": 6 })).await;
    app.state.store.sweep_jobs().unwrap();
    let files = "select count(*) from documents where name = 'Dee letter.txt'";
    assert_eq!(app.database.column(files).unwrap(), ["0"]);
    let named = "select count(*) from audit where entity = 'documents' and (after::text like '%Dee letter%' or before::text like '%Dee letter%')";
    assert_eq!(app.database.column(named).unwrap(), ["0"]);
}

#[actix_web::test]
async fn the_name_goes_from_the_link_by_which_it_came_and_a_link_for_many_keeps_its_own() {
    let app = start().await;
    let cora = app.sign_in(Cast::Cora).unwrap();
    let until = app.database.column("select today() + 30").unwrap().remove(0);
    for (name, first_name, kind) in [
        ("For Zephyrine", "Zeph", "one_time"),
        ("Referred", "Ref", "referral"),
        ("Job fair", "Fay", "public"),
    ] {
        let mut wish = json!({ "name": name, "kind": kind, "expires_on": until });
        if kind == "referral" {
            wish["partner"] = json!("Hope House");
            wish["partner_email"] = json!("intake@hope.example.org");
            wish["partner_language"] = json!("en");
        }
        let link: NewIntakeLink = cora.post("/intake-links", wish).await.read();
        let mut holder = Applicant::new(&app);
        assert_eq!(holder.open_by(&link.code).await.status, 201);
        let sent = holder.submit(&form_with("first_name", json!(first_name))).await;
        assert_eq!(sent.status, 201, "{}", sent.text());
    }
    let names = "select name from intake_links where name in ('Erased', 'Job fair', 'For Zephyrine', 'Referred') \
                 order by kind, name";
    assert_eq!(app.database.column(names).unwrap(), ["For Zephyrine", "Job fair", "Referred"]);
    wait(&app, "7 months");
    set(&app, json!({ "application_months": 6 })).await;
    app.state.store.sweep_jobs().unwrap();
    assert_eq!(app.database.column(names).unwrap(), ["Erased", "Job fair", "Erased"]);
    let logged =
        "select count(*) from audit where before::text like '%Zephyrine%' or after::text like '%Zephyrine%'";
    assert_eq!(app.database.column(logged).unwrap(), ["0"]);
}

#[actix_web::test]
async fn a_notification_goes_some_days_after_it_was_read() {
    let app = App::start().await.unwrap();
    let rows = "delete from notifications; insert into notifications (id, user_id, kind, subject_id, at, read_at) \
        select gen_random_uuid(), users.id, 'client_assigned', gen_random_uuid(), now() - interval '200 days', read \
        from users, (values (now() - interval '20 days'), (now() - interval '3 days'), (null)) as times (read) \
        where email = 'casey@example.org'";
    app.database.run(rows).unwrap();
    let left = || app.database.column("select count(*) from notifications").unwrap();
    app.state.store.sweep_jobs().unwrap();
    assert_eq!(left(), ["3"]);
    set(&app, json!({ "notification_days": 19 })).await;
    app.state.store.sweep_jobs().unwrap();
    assert_eq!(left(), ["2"], "unread ones stay, however old");
}

#[actix_web::test]
async fn the_bounds_of_both_are_kept() {
    let app = App::start().await.unwrap();
    let ada = app.sign_in(Cast::Ada).unwrap();
    let version = ada.get("/settings").await.version();
    let refused =
        ada.patch("/settings", version, json!({ "application_months": 121, "notification_days": 6 })).await;
    assert_eq!(refused.fields(), ["/application_months out_of_range", "/notification_days out_of_range"]);
}
