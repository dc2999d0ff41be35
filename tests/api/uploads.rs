//! Facts about files that arrive in pieces.

use domain::documents::{MAX_BYTES, MAX_PIECE};
use reqwest::Method;
use serde_json::json;
use testkit::{App, send};
use tokio::io::AsyncWriteExt;

use super::applicant::{Applicant, form, start};

/// A text of this many bytes in which no two pieces are alike.
fn text(length: usize) -> Vec<u8> {
    (0..).flat_map(|line: u32| format!("Line {line} of my life.\n").into_bytes()).take(length).collect()
}

async fn begun(applicant: &Applicant, size: usize) -> String {
    let begun = applicant.begin_upload("life.txt", size).await;
    assert_eq!((begun.status, begun.json()["received"].as_u64()), (201, Some(0)), "{}", begun.text());
    begun.json()["id"].as_str().unwrap().to_owned()
}

fn count(app: &App, table: &str) -> String {
    app.database.column(&format!("select count(*) from {table}")).unwrap().remove(0)
}

#[actix_web::test]
async fn a_file_goes_on_where_it_stopped() {
    let app = start().await;
    let applicant = Applicant::begun(&app).await;
    let content = text(2 * MAX_PIECE + 5);
    let id = begun(&applicant, content.len()).await;
    let first = applicant.append(&id, 0, &content[..MAX_PIECE]).await;
    assert_eq!((first.status, first.header("upload-offset")), (200, "262144"));
    let asked = applicant.received(&id).await;
    assert_eq!((asked.status, asked.header("upload-offset")), (204, "262144"));
    assert_eq!(asked.header("upload-length"), content.len().to_string());
    applicant.append(&id, MAX_PIECE, &content[MAX_PIECE..MAX_PIECE + 7]).await;
    let last = applicant.append(&id, MAX_PIECE + 7, &content[MAX_PIECE + 7..2 * MAX_PIECE]).await;
    assert_eq!((last.status, count(&app, "documents")), (200, "0".to_owned()));
    let whole = applicant.append(&id, 2 * MAX_PIECE, &content[2 * MAX_PIECE..]).await;
    assert_eq!(
        (whole.status, whole.json()["document"]["id"].as_str()),
        (201, Some(&*id)),
        "{}",
        whole.text()
    );
    assert_eq!((count(&app, "draft_uploads"), count(&app, "draft_upload_pieces")), ("0".into(), "0".into()));
    assert!(app.state.uploads.read(id.parse().unwrap()).await.unwrap() == content);
}

#[actix_web::test]
async fn a_piece_of_another_place_is_refused_and_changes_nothing() {
    let app = start().await;
    let applicant = Applicant::begun(&app).await;
    let id = begun(&applicant, 20).await;
    applicant.append(&id, 0, b"ten bytes.").await;
    for wrong in [0, 9, 11, 20, 4_000_000_000] {
        assert_eq!(applicant.append(&id, wrong, b"x").await.status, 409, "{wrong}");
    }
    assert_eq!(applicant.received(&id).await.header("upload-offset"), "10");
    assert_eq!(applicant.append(&id, 10, b"ten bytes.").await.status, 201);
}

#[actix_web::test]
async fn a_piece_that_is_cut_off_did_not_happen() {
    let app = start().await;
    let applicant = Applicant::begun(&app).await;
    let id = begun(&applicant, 100).await;
    let cookie = applicant.cookie().to_owned();
    let address = app.root().trim_start_matches("http://").to_owned();
    let mut connection = tokio::net::TcpStream::connect(&address).await.unwrap();
    let request = format!(
        "PATCH /api/v1/intake/draft/documents/{id} HTTP/1.1\r\nHost: {address}\r\nCookie: {cookie}\r\n\
         X-Openhall: 1\r\nUpload-Offset: 0\r\nContent-Type: application/offset+octet-stream\r\n\
         Content-Length: 100\r\n\r\nforty bytes of a hundred, and then none."
    );
    connection.write_all(request.as_bytes()).await.unwrap();
    drop(connection);
    assert_eq!(applicant.received(&id).await.header("upload-offset"), "0");
    assert_eq!(applicant.append(&id, 0, &text(100)).await.status, 201);
}

#[actix_web::test]
async fn a_lost_answer_costs_nothing() {
    let app = start().await;
    let applicant = Applicant::begun(&app).await;
    let first = applicant.begin_upload_as("my-key", "a.txt", 5).await;
    let again = applicant.begin_upload_as("my-key", "a.txt", 5).await;
    assert_eq!((again.status, again.json()), (201, first.json()));
    let id = first.json()["id"].as_str().unwrap().to_owned();
    assert_eq!(applicant.append(&id, 0, b"hello").await.status, 201);
    // The last answer was lost: the sender asks, and gets the document.
    assert_eq!(applicant.received(&id).await.header("upload-offset"), "5");
    let asked = applicant.append(&id, 5, b"").await;
    assert_eq!((asked.status, asked.json()["document"]["name"].as_str()), (201, Some("a.txt")));
    assert_eq!(count(&app, "documents"), "1");
    let other = applicant.begin_upload_as("my-key", "b.txt", 5).await;
    assert_eq!((other.status, other.code()), (422, "key_reused".to_owned()));
}

#[actix_web::test]
async fn a_server_that_stops_before_the_last_step_is_asked_again() {
    let app = start().await;
    let applicant = Applicant::begun(&app).await;
    let id = begun(&applicant, 5).await;
    app.database
        .run(
            "create function cut() returns trigger language plpgsql as $$ begin raise 'cut off'; end $$; \
             create trigger cut before insert on documents for each row execute function cut()",
        )
        .unwrap();
    assert_eq!(applicant.append(&id, 0, b"hello").await.status, 500);
    app.database.run("drop trigger cut on documents").unwrap();
    assert_eq!(applicant.received(&id).await.header("upload-offset"), "5");
    assert_eq!(applicant.append(&id, 5, b"").await.status, 201);
}

#[actix_web::test]
async fn whoever_finishes_a_file_twice_at_once_has_it_once() {
    let app = start().await;
    let applicant = Applicant::begun(&app).await;
    let id = begun(&applicant, 300).await;
    applicant.append(&id, 0, &text(300)[..299]).await;
    let last = text(300)[299..].to_vec();
    let answers = futures_util::future::join_all((0..6).map(|_| applicant.append(&id, 299, &last))).await;
    assert!(answers.iter().all(|answer| [201, 409].contains(&answer.status)));
    assert!(answers.iter().any(|answer| answer.status == 201));
    assert_eq!(count(&app, "documents"), "1");
    assert!(app.state.uploads.read(id.parse().unwrap()).await.unwrap() == text(300));
}

#[actix_web::test]
async fn too_much_is_refused_before_it_is_read() {
    let app = start().await;
    let applicant = Applicant::begun(&app).await;
    let large = applicant.begin_upload("life.txt", MAX_BYTES as usize + 1).await;
    assert_eq!((large.status, large.fields()), (422, vec!["/file file_too_large".to_owned()]));
    let id = begun(&applicant, 10).await;
    let more = applicant.append(&id, 0, b"eleven byte").await;
    assert_eq!((more.status, more.fields()), (422, vec!["/file file_too_large".to_owned()]));
    assert_eq!(applicant.append(&id, 0, &text(MAX_PIECE + 1)).await.status, 413);
    assert_eq!(applicant.received(&id).await.header("upload-offset"), "0");
}

#[actix_web::test]
async fn a_piece_says_what_it_is_and_where_it_begins() {
    let app = start().await;
    let applicant = Applicant::begun(&app).await;
    let path = format!("/intake/draft/documents/{}", begun(&applicant, 10).await);
    let request = || applicant.request(Method::PATCH, &path);
    let as_json = request().header("upload-offset", 0).json(&json!("x"));
    assert_eq!(send(as_json).await.status, 415);
    for offset in ["", "-1", "x", "99999999999999999999999"] {
        let octets = request().header("content-type", "application/offset+octet-stream").body("x");
        assert_eq!(send(octets.header("upload-offset", offset)).await.status, 400, "{offset}");
    }
}

#[actix_web::test]
async fn nobody_touches_the_file_of_another() {
    let app = start().await;
    let (applicant, stranger) = (Applicant::begun(&app).await, Applicant::begun(&app).await);
    let id = begun(&applicant, 10).await;
    assert_eq!(stranger.received(&id).await.status, 404);
    assert_eq!(stranger.append(&id, 0, b"0123456789").await.status, 404);
    assert_eq!(stranger.take_back(&id).await.status, 404);
    assert_eq!(applicant.take_back(&id).await.status, 204);
    assert_eq!(applicant.append(&id, 0, b"0123456789").await.status, 404);
}

#[actix_web::test]
async fn half_a_file_is_sealed_where_it_lies() {
    let app = start().await;
    let applicant = Applicant::begun(&app).await;
    let id = begun(&applicant, 1_000).await;
    applicant.append(&id, 0, b"My number is 536-22-4711, and the rest is not there yet.").await;
    let kept =
        app.database.column("select encode(content_sealed, 'escape') from draft_upload_pieces").unwrap();
    assert!(kept.len() == 1 && !kept[0].contains("536") && !kept[0].contains("number"), "{kept:?}");
}

#[actix_web::test]
async fn what_stopped_halfway_makes_room_and_is_erased() {
    let app = start().await;
    let applicant = Applicant::begun(&app).await;
    for _ in 0..7 {
        begun(&applicant, 10).await;
    }
    assert_eq!(count(&app, "draft_uploads"), "5");
    app.database.run("update draft_uploads set last_written_at = now() - interval '25 hours'").unwrap();
    let young = begun(&applicant, 10).await;
    applicant.append(&young, 0, b"01234").await;
    app.state.store.sweep().unwrap();
    assert_eq!(app.database.column("select id from draft_uploads").unwrap(), [young]);
    app.database.run("update application_drafts set last_used_at = now() - interval '31 minutes'").unwrap();
    app.state.store.sweep().unwrap();
    assert_eq!((count(&app, "draft_uploads"), count(&app, "draft_upload_pieces")), ("0".into(), "0".into()));
}

#[actix_web::test]
async fn handing_in_leaves_nothing_half() {
    let app = start().await;
    let applicant = Applicant::begun(&app).await;
    applicant.save(form(), "documents").await;
    applicant.link().await;
    let id = begun(&applicant, 10).await;
    applicant.append(&id, 0, b"01234").await;
    assert_eq!(applicant.submit(&form()).await.json()["documents"], 0);
    assert_eq!((count(&app, "draft_uploads"), count(&app, "draft_cookies")), ("0".into(), "0".into()));
}
