//! Somebody who calls the API over HTTP.

use anyhow::Result;
use reqwest::{Method, RequestBuilder, header::HeaderMap};
use serde::de::DeserializeOwned;
use serde_json::Value;

/// A caller with a token, or without one.
#[derive(Clone, Debug)]
pub struct Visitor {
    http: reqwest::Client,
    root: String,
    token: Option<String>,
}

impl Visitor {
    pub(crate) fn new(root: String, token: Option<String>) -> Result<Self> {
        let http = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).build()?;
        Ok(Self { http, root, token })
    }

    /// Somebody who is not signed in, at a server of any kind.
    pub fn at(root: String) -> Result<Self> {
        Self::new(root, None)
    }

    /// The same caller with another token.
    pub fn with_token(&self, token: impl Into<String>) -> Self {
        Self { token: Some(token.into()), ..self.clone() }
    }

    /// What the caller shows.
    pub fn token(&self) -> Option<&str> {
        self.token.as_deref()
    }

    /// A request of one's own making; `path` stands under `/api/v1` unless it begins with `//`.
    pub fn request(&self, method: Method, path: &str) -> RequestBuilder {
        let url = match path.strip_prefix('/').filter(|path| path.starts_with('/')) {
            Some(absolute) => format!("{}{absolute}", self.root),
            None => format!("{}/api/v1{path}", self.root),
        };
        let request = self.http.request(method, url);
        match &self.token {
            Some(token) => request.bearer_auth(token),
            None => request,
        }
    }

    pub async fn get(&self, path: &str) -> Answer {
        send(self.request(Method::GET, path)).await
    }

    pub async fn post(&self, path: &str, body: Value) -> Answer {
        send(self.request(Method::POST, path).json(&body)).await
    }

    pub async fn put(&self, path: &str, body: Value) -> Answer {
        send(self.request(Method::PUT, path).json(&body)).await
    }

    pub async fn delete(&self, path: &str) -> Answer {
        send(self.request(Method::DELETE, path)).await
    }

    /// A write on a version that was read.
    pub async fn patch(&self, path: &str, version: i64, body: Value) -> Answer {
        send(versioned(self.request(Method::PATCH, path), version).json(&body)).await
    }

    /// A verb on a version that was read.
    pub async fn post_on(&self, path: &str, version: i64, body: Value) -> Answer {
        send(versioned(self.request(Method::POST, path), version).json(&body)).await
    }

    /// Approves a proposal as it is shown at this moment; `path` is that of its approval.
    pub async fn approve(&self, path: &str, version: i64, mut body: Value) -> Answer {
        let shown = self.get(path.trim_end_matches("/approval")).await;
        if let (200, Some(body)) = (shown.status, body.as_object_mut()) {
            body.insert("seen".to_owned(), shown.json()["digest"].clone());
        }
        self.post_on(path, version, body).await
    }

    /// Puts, on the version that was seen.
    pub async fn put_on(&self, path: &str, version: i64, body: Value) -> Answer {
        send(versioned(self.request(Method::PUT, path), version).json(&body)).await
    }
}

fn versioned(request: RequestBuilder, version: i64) -> RequestBuilder {
    request.header("if-match", format!("\"{version}\""))
}

/// Sends a request of one's own making.
///
/// # Panics
/// Where the server does not answer: then the test has failed.
#[expect(clippy::expect_used, reason = "a test without an answer has failed")]
pub async fn send(request: RequestBuilder) -> Answer {
    let answer = request.send().await.expect("the server answers");
    let (status, headers) = (answer.status().as_u16(), answer.headers().clone());
    Answer { status, headers, bytes: answer.bytes().await.expect("the answer arrives").to_vec() }
}

/// What came back.
#[derive(Clone, Debug)]
pub struct Answer {
    pub status: u16,
    pub headers: HeaderMap,
    pub bytes: Vec<u8>,
}

impl Answer {
    /// The body as text.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.bytes).into_owned()
    }

    /// The body as JSON; null where it is none.
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.bytes).unwrap_or_default()
    }

    /// The body as one of the domain's types.
    ///
    /// # Panics
    /// Where it is not: then the test has failed, and the text says how.
    #[expect(clippy::panic, reason = "a test that got something else has failed")]
    pub fn read<T: DeserializeOwned>(&self) -> T {
        serde_json::from_slice(&self.bytes)
            .unwrap_or_else(|error| panic!("{error} in {} {}", self.status, self.text()))
    }

    /// The stable code of a refusal.
    pub fn code(&self) -> String {
        self.json()["code"].as_str().unwrap_or_default().to_owned()
    }

    /// The fields that a refusal names, as `pointer code`.
    pub fn fields(&self) -> Vec<String> {
        let errors = self.json()["errors"].as_array().cloned().unwrap_or_default();
        let text = |error: &Value, name: &str| error[name].as_str().unwrap_or_default().to_owned();
        errors.iter().map(|error| format!("{} {}", text(error, "pointer"), text(error, "code"))).collect()
    }

    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }

    /// The version in the `ETag`.
    pub fn version(&self) -> i64 {
        self.header("etag").trim_matches('"').parse().unwrap_or_default()
    }
}
