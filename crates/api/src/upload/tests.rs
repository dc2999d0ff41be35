use std::sync::Arc;

use actix_web::test::TestRequest;
use chrono::{DateTime, Utc};
use domain::problem::Problem;
use store::crypt::{Keyring, Sealer};

use super::*;

const TEXT: &[u8] = b"Ten years in kitchens.";

fn uploads() -> Uploads {
    let sealer = Arc::new(Sealer::new(&Keyring::generate().unwrap()).unwrap());
    Uploads::new(Vault::in_memory(sealer), Inspector::here())
}

fn part(name: &str, file: &str, content: &[u8]) -> Vec<u8> {
    let disposition = format!("Content-Disposition: form-data; name=\"{name}\"; filename=\"{file}\"");
    [b"--edge\r\n", disposition.as_bytes(), b"\r\n\r\n", content, b"\r\n"].concat()
}

fn whole(parts: &[Vec<u8>]) -> Vec<u8> {
    [parts.concat().as_slice(), b"--edge--\r\n"].concat()
}

async fn send(uploads: &Uploads, body: Vec<u8>) -> Result<Arrived, Problem> {
    let (request, mut payload) = TestRequest::post()
        .insert_header(("content-type", "multipart/form-data; boundary=edge"))
        .insert_header(("content-length", body.len()))
        .set_payload(body)
        .to_http_parts();
    let upload = Upload::new(&request, &mut payload, uploads.clone());
    upload.receive().await.map_err(|refused| refused.problem().clone())
}

/// Status and code of the refusal; nothing may be left in the vault.
async fn refusal(body: Vec<u8>) -> (u16, String) {
    let uploads = uploads();
    let problem = send(&uploads, body).await.err().unwrap();
    assert_eq!(left(&uploads).await, 0);
    (problem.status, problem.errors.first().map_or_else(String::new, |error| error.code.clone()))
}

async fn left(uploads: &Uploads) -> usize {
    uploads.vault.sweep(DateTime::<Utc>::MAX_UTC, |_| false).await.unwrap().unknown
}

#[actix_web::test]
async fn a_file_arrives_with_its_name_kind_and_size() {
    let uploads = uploads();
    let arrived = send(&uploads, whole(&[part("file", "résumé.txt", TEXT)])).await.ok().unwrap();
    let file = arrived.keep(|file| async { Ok(file) }).await.unwrap();
    assert_eq!((file.name.as_str(), file.format, file.size), ("résumé.txt", Format::Txt, TEXT.len() as i64));
    assert_eq!(uploads.read(file.id).await.unwrap(), TEXT);
}

#[actix_web::test]
async fn a_file_whose_row_is_refused_is_forgotten() {
    let uploads = uploads();
    let arrived = send(&uploads, whole(&[part("file", "a.txt", TEXT)])).await.ok().unwrap();
    let refused = arrived.keep(|_| async { Err::<(), _>(Refused::new(Code::Forbidden)) }).await;
    assert!(refused.is_err());
    assert_eq!(left(&uploads).await, 0);
}

/// The row may have been written before the connection broke.
#[actix_web::test]
async fn a_file_whose_row_is_in_doubt_stays() {
    let uploads = uploads();
    let arrived = send(&uploads, whole(&[part("file", "a.txt", TEXT)])).await.ok().unwrap();
    let lost = arrived.keep(|_| async { Err::<(), _>(Refused::new(Code::Unavailable)) }).await;
    assert!(lost.is_err());
    assert_eq!(left(&uploads).await, 1);
}

#[actix_web::test]
async fn what_is_refused_says_why_and_leaves_nothing() {
    let large = vec![b'a'; MAX_BYTES as usize + 1];
    for (body, code) in [
        (whole(&[part("file", "a.txt", b"")]), "file_empty"),
        (whole(&[part("file", "a.txt", &large)]), "file_too_large"),
        (whole(&[part("file", "a.exe", b"MZ")]), "file_kind"),
        (whole(&[part("file", "a.pdf", TEXT)]), "file_mismatch"),
        (whole(&[part("file", "../a.txt", TEXT)]), "file_name"),
        (whole(&[part("other", "a.txt", TEXT)]), "required"),
        (whole(&[]), "required"),
    ] {
        assert_eq!(refusal(body).await, (422, code.to_owned()));
    }
}

#[actix_web::test]
async fn half_a_body_or_a_second_part_is_malformed() {
    let half = part("file", "a.txt", TEXT);
    assert_eq!(refusal(half).await.0, 400);
    let two = whole(&[part("file", "a.txt", TEXT), part("file", "b.txt", TEXT)]);
    assert_eq!(refusal(two).await.0, 400);
}

/// The length that is announced is looked at before anything is read.
#[actix_web::test]
async fn an_announced_length_is_enough_to_refuse() {
    let body = vec![b'a'; (MAX_BYTES + ENVELOPE) as usize + 1];
    assert_eq!(refusal(body).await, (422, "file_too_large".to_owned()));
}
