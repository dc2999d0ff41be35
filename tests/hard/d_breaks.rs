//! D6: nothing that a letter's or an answer's head could be made of takes a line break.

use serde_json::{Value, json};
use testkit::{App, Cast, Figure, MailServer, Received, Served, Visitor, send};

use crate::api::{
    applicant::{Applicant, form, form_with, pdf, start},
    mail::{AtWork, post, until},
};

const BREAKS: [&str; 6] = [
    "Rosa\r\nBcc: evil@example.org",
    "Rosa\nBcc: evil@example.org",
    "Rosa\rBcc: x",
    "Rosa\u{b}x",
    "Rosa\u{2028}x",
    "Rosa\u{85}x",
];

/// Fields of one line, where they are sent.
async fn refused(app: &App, text: &str) -> Vec<(String, u16)> {
    let (cora, maria) = (app.sign_in(Cast::Cora).unwrap(), app.client(Served::Maria).unwrap());
    let path = format!("/clients/{maria}");
    let patch = async |who: &Visitor, body: Value| {
        who.patch(&path, who.get(&path).await.version(), body).await.status
    };
    let mut all = Vec::new();
    for field in ["first_name", "last_name", "preferred_name", "neighborhood", "referral_source"] {
        let mut body = json!({});
        body[field] = json!(text);
        all.push((format!("client {field}"), patch(&cora, body).await));
    }
    for (what, body) in [
        ("email", json!({ "contact_points": [{ "kind": "email", "value": format!("a@b.org{text}") }] })),
        ("label", json!({ "contact_points": [{ "kind": "email", "value": "a@b.org", "label": text }] })),
        ("street", json!({ "addresses": [{ "street": text }] })),
        ("contact", json!({ "emergency_contact": { "name": text } })),
        ("alias", json!({ "aliases": [text] })),
    ] {
        all.push((format!("client {what}"), patch(&cora, body).await));
    }
    let applicant = Applicant::begun(app).await;
    for field in ["first_name", "last_name", "phone", "email"] {
        all.push((
            format!("application {field}"),
            applicant.submit(&form_with(field, json!(text))).await.status,
        ));
    }
    all.push(("file's name".into(), applicant.upload(&format!("{text}.pdf"), &pdf()).await.status));
    let view = json!({ "list": "clients", "name": text, "query": "status=active" });
    all.push(("view".into(), cora.post("/me/views", view).await.status));
    let reason = json!({ "reason": text });
    all.push(("reason".into(), cora.post(&format!("{path}/ssn-disclosure"), reason).await.status));
    all
}

/// What is sent where a break got into the organization's name all the same: by an address for each, so that a letter
/// that went to somebody else as well would be one more.
async fn letters_of_a_name_with_breaks() -> Vec<Received> {
    let (app, server) = (start().await, MailServer::start().unwrap());
    let _at_work = AtWork::begin(&app, post(&server));
    for (at, text) in BREAKS.iter().enumerate() {
        super::tamper(
            &app,
            &format!("update organization set email = 'hall{at}@example.org', name = {}", literal(text)),
        );
        let form = form_with("email", json!(format!("rosa{at}@example.org")));
        assert_eq!(Applicant::new(&app).submit(&form).await.status, 201);
    }
    let all = 2 * BREAKS.len();
    until("all are sent", || server.received().len() >= all).await;
    let letters = server.received();
    assert_eq!(letters.len(), all);
    letters
}

/// A text as PostgreSQL reads it.
fn literal(text: &str) -> String {
    let characters = text.chars().map(|one| format!("\\{:04x}", u32::from(one)));
    format!("U&'{}'", characters.collect::<String>())
}

#[actix_web::test]
async fn no_line_break_gets_into_what_a_head_is_made_of() {
    let app = App::start().await.unwrap();
    let (mut tried, mut passed) = (0, Vec::new());
    for text in BREAKS {
        for (field, status) in refused(&app, text).await {
            tried += 1;
            if status != 422 {
                passed.push(format!("{field} {text:?}: {status}"));
            }
        }
    }
    assert_eq!(passed, Vec::<String>::new());
    let applicant = Applicant::begun(&app).await;
    assert_eq!(applicant.submit(&form()).await.status, 201, "without one it is taken");

    // A name that had got in all the same is written out in the head of an answer so that it stays one line.
    super::tamper(
        &app,
        "update documents set name = E'a\\r\\nset-cookie: evil=1.txt' where client_id is not null",
    );
    let document =
        app.database.column("select id from documents where client_id is not null").unwrap().remove(0);
    let ada = app.sign_in(Cast::Ada).unwrap();
    let opened = ada.request("POST".parse().unwrap(), &format!("/documents/{document}/disclosure"));
    let opened = send(opened.json(&json!({ "reason": "To see its name" }))).await;
    assert_eq!((opened.status, opened.header("set-cookie")), (200, ""), "{:?}", opened.headers);

    let letters = letters_of_a_name_with_breaks().await;
    for letter in &letters {
        assert_eq!(letter.header("Bcc"), "", "{}", letter.text);
    }
    let naive = BREAKS.iter().filter(|text| format!("Subject: {text}").lines().count() > 1).count();
    Figure {
        id: "D6",
        tried: format!("{tried} times a line break in a field of one line: names, emails, phones, addresses, files, reasons; and one in the row of a file that is sent"),
        goal: "taken 0; headers injected 0",
        found: format!("0; 0 in an answer and in {} letters whose name in the database had breaks", letters.len()),
        control: format!("a head put together as text: {naive} of {} break it; the same form without one is taken", BREAKS.len()),
    }
    .keep();
}
