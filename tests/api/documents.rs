//! Facts about clients' documents.

use reqwest::multipart::{Form, Part};
use serde_json::json;
use testkit::{Answer, App, Cast, Served, Visitor, send};

const TEXT: &[u8] = b"Ten years in kitchens.";

async fn upload(who: &Visitor, app: &App, name: &str, bytes: &[u8]) -> Answer {
    let part = Part::bytes(bytes.to_vec()).file_name(name.to_owned());
    let path = format!("/clients/{}/documents", app.client(Served::Maria).unwrap());
    send(who.request("POST".parse().unwrap(), &path).multipart(Form::new().part("file", part))).await
}

fn rows(app: &App) -> usize {
    app.database.column("select id from documents").unwrap().len()
}

#[actix_web::test]
async fn a_file_goes_in_and_comes_out_as_it_was() {
    let app = App::start().await.unwrap();
    let casey = app.sign_in(Cast::Casey).unwrap();
    let made = upload(&casey, &app, "résumé \"1\".txt", TEXT).await;
    assert_eq!((made.status, made.json()["format"].as_str()), (201, Some("txt")), "{}", made.text());
    let list = casey.get(made.header("location").trim_start_matches("/api/v1")).await.json();
    assert!(list.as_array().unwrap().contains(&made.json()), "{list}");
    let path = format!("/documents/{}/disclosure", made.json()["id"].as_str().unwrap());
    let opened = casey.post(&path, json!({ "reason": "For the application" })).await;
    assert_eq!((opened.status, opened.bytes.as_slice()), (200, TEXT));
    assert_eq!(opened.header("content-type"), "text/plain; charset=utf-8");
    assert!(
        opened.header("content-disposition").starts_with("attachment; filename="),
        "{:?}",
        opened.headers
    );
    assert!(opened.header("content-disposition").contains("filename*=UTF-8''r%C3%A9sum%C3%A9"));
    for (name, value) in [
        ("x-content-type-options", "nosniff"),
        ("content-security-policy", "sandbox; default-src 'none'"),
        ("cache-control", "no-store"),
        ("cross-origin-resource-policy", "same-origin"),
    ] {
        assert_eq!(opened.header(name), value);
    }
    let recorded =
        app.database.column("select reason from audit where action = 'disclose' and entity = 'documents'");
    assert_eq!(recorded.unwrap(), ["For the application"]);
}

#[actix_web::test]
async fn what_poses_is_refused_and_leaves_nothing() {
    let app = App::start().await.unwrap();
    let casey = app.sign_in(Cast::Casey).unwrap();
    let before = rows(&app);
    let large = vec![b'a'; 10 * 1024 * 1024 + 1];
    for (name, bytes, code) in [
        ("a.pdf", TEXT, "file_mismatch"),
        ("a.exe", b"MZ".as_slice(), "file_kind"),
        ("a.svg", b"<svg onload='x'/>".as_slice(), "file_kind"),
        ("a.txt", b"".as_slice(), "file_empty"),
        ("../../a.txt", TEXT, "file_name"),
        ("a.txt", large.as_slice(), "file_too_large"),
    ] {
        let refused = upload(&casey, &app, name, bytes).await;
        assert_eq!(
            (refused.status, refused.fields()),
            (422, vec![format!("/file {code}")]),
            "{name}: {}",
            refused.text()
        );
    }
    assert_eq!(rows(&app), before);
}

#[actix_web::test]
async fn one_part_of_that_name_is_wanted() {
    let app = App::start().await.unwrap();
    let casey = app.sign_in(Cast::Casey).unwrap();
    let path = format!("/clients/{}/documents", app.client(Served::Maria).unwrap());
    let part = || Part::bytes(TEXT).file_name("a.txt");
    let post = |form| send(casey.request("POST".parse().unwrap(), &path).multipart(form));
    assert_eq!(post(Form::new().part("document", part())).await.status, 422);
    assert_eq!(post(Form::new().part("file", part()).part("file", part())).await.status, 400);
    assert_eq!(casey.post(&path, json!({ "file": "x" })).await.status, 415);
}

#[actix_web::test]
async fn sight_and_permission_are_asked_before_and_after() {
    let app = App::start().await.unwrap();
    let made = upload(&app.sign_in(Cast::Casey).unwrap(), &app, "a.txt", TEXT).await;
    let path = format!("/documents/{}/disclosure", made.json()["id"].as_str().unwrap());
    let reason = json!({ "reason": "For the application" });
    for (who, adds, opens) in [
        (Cast::Otto, 404, 404),
        (Cast::Stan, 403, 403),
        (Cast::Vera, 403, 403),
        (Cast::Max, 403, 403),
        (Cast::Cole, 403, 200),
    ] {
        let visitor = app.sign_in(who).unwrap();
        assert_eq!(upload(&visitor, &app, "b.txt", TEXT).await.status, adds, "{who:?}");
        assert_eq!(visitor.post(&path, reason.clone()).await.status, opens, "{who:?}");
    }
    let cole = app.sign_in(Cast::Cole).unwrap();
    assert_eq!(cole.post(&path, json!({ "reason": "x" })).await.status, 422);
    assert_eq!(app.anybody().unwrap().post(&path, reason).await.status, 401);
}

#[actix_web::test]
async fn a_file_that_is_nobodys_yet_is_not_a_clients_document() {
    let app = App::start().await.unwrap();
    app.database
        .run("begin; select begin_as('job', null, 'test', null, null); \
              insert into application_drafts (id, form, step) values ('0190a000-0000-7000-8000-000000000001', '{}', 'personal'); \
              insert into documents (id, draft_id, name, format, size, sha256) \
              values ('0190a000-0000-7000-8000-000000000002', '0190a000-0000-7000-8000-000000000001', 'a.txt', 'txt', 1, 'x'); commit")
        .unwrap();
    let path = "/documents/0190a000-0000-7000-8000-000000000002/disclosure";
    let ada = app.sign_in(Cast::Ada).unwrap();
    assert_eq!(ada.post(path, json!({ "reason": "Curiosity" })).await.status, 404);
}
