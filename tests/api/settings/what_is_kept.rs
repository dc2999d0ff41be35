//! Files and how long things are kept, as the settings say.

use reqwest::multipart::{Form, Part};
use serde_json::json;
use testkit::{App, Cast, Served, send};

use super::set;
use crate::api::applicant::{Applicant, form, pdf, start};

#[actix_web::test]
async fn an_applicants_file_is_as_large_as_the_settings_allow() {
    let app = start().await;
    set(&app, json!({ "file_megabytes": 1 })).await;
    let applicant = Applicant::begun(&app).await;
    let limits = app.anybody().unwrap().get("/intake/form").await.json()["limits"].clone();
    assert_eq!(limits, json!({ "megabytes": 1, "files": 5 }));
    assert_eq!(applicant.begin_upload("life.txt", 1024 * 1024).await.status, 201);
    let refused = applicant.begin_upload("life.txt", 1024 * 1024 + 1).await;
    assert_eq!(refused.fields(), ["/file file_too_large"], "{}", refused.text());
}

#[actix_web::test]
async fn an_application_has_as_many_files_as_the_settings_allow() {
    let app = start().await;
    set(&app, json!({ "application_files": 1 })).await;
    let applicant = Applicant::begun(&app).await;
    assert_eq!(applicant.upload("a.pdf", &pdf()).await.status, 201);
    assert_eq!(applicant.upload("b.pdf", &pdf()).await.fields(), ["/file too_many_files"]);
    set(&app, json!({ "application_files": 7 })).await;
    for name in ["b.pdf", "c.pdf", "d.pdf", "e.pdf", "f.pdf", "g.pdf"] {
        assert_eq!(applicant.upload(name, &pdf()).await.status, 201, "{name}");
    }
    assert_eq!(applicant.upload("h.pdf", &pdf()).await.fields(), ["/file too_many_files"]);
}

#[actix_web::test]
async fn a_file_of_the_staff_keeps_to_the_same_size_and_leaves_nothing_where_it_does_not() {
    let app = App::start().await.unwrap();
    set(&app, json!({ "file_megabytes": 1 })).await;
    let casey = app.sign_in(Cast::Casey).unwrap();
    let path = format!("/clients/{}/documents", app.client(Served::Maria).unwrap());
    let before = app.database.column("select id from documents").unwrap();
    let part = Part::bytes(vec![b'a'; 1024 * 1024 + 1]).file_name("life.txt");
    let request = casey.request("POST".parse().unwrap(), &path).multipart(Form::new().part("file", part));
    let refused = send(request).await;
    assert_eq!(refused.fields(), ["/file file_too_large"], "{}", refused.text());
    assert_eq!(app.database.column("select id from documents").unwrap(), before);
}

#[actix_web::test]
async fn a_form_with_a_link_is_kept_for_the_days_of_the_settings() {
    let app = start().await;
    set(&app, json!({ "draft_days": 3 })).await;
    let applicant = Applicant::begun(&app).await;
    assert_eq!(applicant.save(form(), "personal").await.status, 200);
    let code = applicant.link().await;
    let left = "select count(*) from application_drafts";
    app.database.run("update application_drafts set last_used_at = now() - interval '2 days'").unwrap();
    app.state.store.sweep().unwrap();
    assert_eq!(app.database.column(left).unwrap(), ["1"]);
    app.database.run("update application_drafts set last_used_at = now() - interval '4 days'").unwrap();
    assert_eq!(Applicant::new(&app).resume(&code, "1988-05-17").await.status, 404);
    app.state.store.sweep().unwrap();
    assert_eq!(app.database.column(left).unwrap(), ["0"]);
}

#[actix_web::test]
async fn work_that_ended_is_kept_for_the_days_of_the_settings() {
    let app = App::start().await.unwrap();
    let rows = "insert into jobs (id, kind, state, attempts, lease_seconds, finished_at) values \
         (gen_random_uuid(), 'sweep_jobs', 'done', 1, 60, now() - interval '5 days'), \
         (gen_random_uuid(), 'sweep_jobs', 'dead', 1, 60, now() - interval '9 days')";
    app.database.run(&format!("delete from jobs; {rows}")).unwrap();
    assert_eq!(app.state.store.sweep_jobs().unwrap(), 0);
    set(&app, json!({ "job_days": 4, "failed_job_days": 8 })).await;
    assert_eq!(app.state.store.sweep_jobs().unwrap(), 2);
}

#[actix_web::test]
async fn a_text_that_was_begun_is_kept_for_the_days_of_the_settings() {
    let app = App::start().await.unwrap();
    let casey = app.sign_in(Cast::Casey).unwrap();
    let path = format!("/me/drafts/note-{}", app.client(Served::Maria).unwrap());
    let kept = casey.put(&path, json!({ "fields": { "/text": "She called back and" } })).await;
    assert!(kept.status < 300, "{}", kept.text());
    app.database.run("update unsent_texts set saved_at = now() - interval '5 days'").unwrap();
    assert!(casey.get(&path).await.json()["fields"]["/text"].is_string());
    set(&app, json!({ "unsent_days": 4 })).await;
    assert!(casey.get(&path).await.json()["fields"]["/text"].is_null());
}
