//! Somebody who fills in the public form, with the cookie that a browser would keep.

use domain::documents::MAX_PIECE;
use reqwest::{Method, RequestBuilder};
use serde_json::{Value, json};
use testkit::{Answer, App, Visitor, send};
use uuid::Uuid;

const OCTETS: &str = "application/offset+octet-stream";

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
    /// The page that is open.
    page: Uuid,
}

impl Applicant {
    pub fn new(app: &App) -> Self {
        Self { visitor: app.anybody().unwrap(), cookie: None, page: Uuid::new_v4() }
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
        self.keep_cookie(&answer);
        answer
    }

    /// Opens the form by a link of the organization.
    pub async fn open_by(&mut self, code: &str) -> Answer {
        let request = self.request(Method::POST, "/intake/draft/opening");
        let answer = send(request.json(&json!({ "code": code }))).await;
        self.keep_cookie(&answer);
        answer
    }

    /// Opens the form as somebody of the staff does for somebody else.
    pub async fn assisted_by(&mut self, staff: &Visitor) -> Answer {
        let request = staff.request(Method::POST, "/intake/assistance").header("x-openhall", "1");
        let request = match &self.cookie {
            Some(cookie) => request.header("cookie", cookie),
            None => request,
        };
        let answer = send(request).await;
        self.keep_cookie(&answer);
        answer
    }

    /// As the browser sends it.
    pub fn cookie(&self) -> &str {
        self.cookie.as_deref().unwrap()
    }

    fn keep_cookie(&mut self, answer: &Answer) {
        if let Some((cookie, _)) = answer.header("set-cookie").split_once(';') {
            self.cookie = Some(cookie.to_owned());
        }
    }

    /// Makes a private link; gives its code.
    pub async fn link(&self) -> String {
        let link = send(self.request(Method::POST, "/intake/draft/link")).await;
        assert!([200, 201].contains(&link.status), "{}", link.text());
        link.json()["code"].as_str().unwrap().to_owned()
    }

    /// Comes back by a private link.
    pub async fn resume(&mut self, code: &str, born: &str) -> Answer {
        let known = json!({ "code": code, "date_of_birth": born });
        let answer = send(self.request(Method::POST, "/intake/draft/resumption").json(&known)).await;
        self.keep_cookie(&answer);
        answer
    }

    pub async fn draft(&self) -> Answer {
        send(self.request(Method::GET, "/intake/draft")).await
    }

    /// Saves as the page does that began the form, or that saved last.
    pub async fn save(&self, form: Value, step: &str) -> Answer {
        self.save_on(1, form, step).await
    }

    /// Saves on a version that was read.
    pub async fn save_on(&self, version: i64, form: Value, step: &str) -> Answer {
        let body = json!({ "form": form, "step": step, "version": version, "page": self.page });
        send(self.request(Method::PUT, "/intake/draft").json(&body)).await
    }

    /// Sends a file as the page does; gives the answer that ended it.
    pub async fn upload(&self, name: &str, content: &[u8]) -> Answer {
        let begun = self.begin_upload(name, content.len()).await;
        if begun.status != 201 {
            return begun;
        }
        let id = begun.json()["id"].as_str().unwrap().to_owned();
        let mut answer = begun;
        for (index, piece) in content.chunks(MAX_PIECE).enumerate() {
            answer = self.append(&id, index * MAX_PIECE, piece).await;
            if answer.status != 200 {
                return answer;
            }
        }
        answer
    }

    pub async fn begin_upload(&self, name: &str, size: usize) -> Answer {
        let key = Uuid::new_v4().to_string();
        self.begin_upload_as(&key, name, size).await
    }

    pub async fn begin_upload_as(&self, key: &str, name: &str, size: usize) -> Answer {
        let request = self.request(Method::POST, "/intake/draft/documents").header("idempotency-key", key);
        send(request.json(&json!({ "name": name, "size": size }))).await
    }

    pub async fn append(&self, id: &str, start: usize, piece: &[u8]) -> Answer {
        let request = self.request(Method::PATCH, &format!("/intake/draft/documents/{id}"));
        let request = request.header("upload-offset", start).header("content-type", OCTETS);
        send(request.body(piece.to_vec())).await
    }

    /// How much of a file the server has.
    pub async fn received(&self, id: &str) -> Answer {
        send(self.request(Method::HEAD, &format!("/intake/draft/documents/{id}"))).await
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
            { "question": "education", "status": "declined" },
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
