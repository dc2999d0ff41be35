//! Somebody who fills in the public form, with the cookie that a browser would keep.

use reqwest::{Method, RequestBuilder};
use serde_json::{Value, json};
use testkit::{Answer, App, Visitor, send};
use uuid::Uuid;

/// The demo agency on a day without applications and files.
pub async fn start() -> App {
    let app = App::start().await.unwrap();
    app.database
        .run(
            "begin; select begin_as('job', null, 'test', null, null); \
             update clients set application_id = null where application_id is not null; \
             delete from documents; delete from applications; delete from idempotency_keys; \
             delete from notifications; delete from rate_limits; commit",
        )
        .unwrap();
    app
}

/// An applicant, and the draft's cookie.
pub struct Applicant {
    visitor: Visitor,
    cookie: Option<String>,
}

impl Applicant {
    pub fn new(app: &App) -> Self {
        Self { visitor: app.anybody().unwrap(), cookie: None }
    }

    /// One who has opened a draft.
    pub async fn begun(app: &App) -> Self {
        let mut applicant = Self::new(app);
        assert_eq!(applicant.open().await.status, 201);
        applicant
    }

    /// As the page asks: with its header, and the cookie where there is one.
    pub fn request(&self, method: Method, path: &str) -> RequestBuilder {
        let request = self.visitor.request(method, path).header("x-openhall", "1");
        match &self.cookie {
            Some(cookie) => request.header("cookie", cookie),
            None => request,
        }
    }

    pub async fn open(&mut self) -> Answer {
        let answer = send(self.request(Method::POST, "/intake/draft")).await;
        if let Some((cookie, _)) = answer.header("set-cookie").split_once(';') {
            self.cookie = Some(cookie.to_owned());
        }
        answer
    }

    pub async fn draft(&self) -> Answer {
        send(self.request(Method::GET, "/intake/draft")).await
    }

    pub async fn save(&self, form: Value, step: &str) -> Answer {
        let body = json!({ "form": form, "step": step });
        send(self.request(Method::PUT, "/intake/draft").json(&body)).await
    }

    pub async fn upload(&self, name: &str, content: &[u8]) -> Answer {
        let disposition = format!("Content-Disposition: form-data; name=\"file\"; filename=\"{name}\"");
        let parts: [&[u8]; 5] =
            [b"--edge\r\n", disposition.as_bytes(), b"\r\n\r\n", content, b"\r\n--edge--\r\n"];
        let request = self.request(Method::POST, "/intake/draft/documents");
        let request = request.header("content-type", "multipart/form-data; boundary=edge");
        send(request.body(parts.concat())).await
    }

    pub async fn take_back(&self, document: &str) -> Answer {
        send(self.request(Method::DELETE, &format!("/intake/draft/documents/{document}"))).await
    }

    /// Hands in a form under a key.
    pub async fn submit_as(&self, key: &str, form: &Value) -> Answer {
        let request = self.request(Method::POST, "/applications").header("idempotency-key", key);
        send(request.json(form)).await
    }

    pub async fn submit(&self, form: &Value) -> Answer {
        self.submit_as(&Uuid::new_v4().to_string(), form).await
    }
}

/// A form that is fine.
pub fn form() -> Value {
    json!({
        "first_name": "Lucía", "last_name": "Ferrer", "date_of_birth": "1988-05-17",
        "phone": "(415) 555-0177", "email": "lucia.ferrer@example.org",
        "residency": "resident", "neighborhood": "mission",
        "address": { "street": "16 Hoff Street", "city": "San Francisco", "region": "CA" },
        "answers": [
            { "question": "gender", "status": "given", "codes": ["woman"] },
            { "question": "primary_language", "status": "given", "codes": ["spanish"] },
            { "question": "race_ethnicity", "status": "declined" },
            { "question": "employment_status", "status": "given", "codes": ["looking"] },
        ],
        "employment_goals": "A job in a kitchen.\nMornings.",
        "referral_source": "friend_family",
        "consent": true, "consent_version": "2026-1", "language": "es",
    })
}

/// The form with one field changed.
pub fn form_with(field: &str, value: Value) -> Value {
    let mut form = form();
    form[field] = value;
    form
}

pub fn pdf() -> Vec<u8> {
    let text = "%PDF-1.7\n%\u{e2}\n1 0 obj\n<</Type/Catalog>>\nendobj\nxref\n0 1\ntrailer\n<</Root 1 0 R >>\n\
                startxref\n49\n%%EOF\n";
    text.as_bytes().to_vec()
}
