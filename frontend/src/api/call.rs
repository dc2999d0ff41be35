//! One request and its answer.

use std::time::Duration;

use domain::{
    changes::Change,
    problem::{Code, Problem},
};
use gloo_net::http::{Method, RequestBuilder, Response};
use js_sys::{Array, Uint8Array};
use leptos::prelude::{TimeoutHandle, set_timeout_with_handle};
use serde::{Serialize, de::DeserializeOwned};
use web_sys::{AbortController, AbortSignal, Blob, BlobPropertyBag};

use super::json::parse;

const BASE: &str = "/api/v1";
const JSON: &str = "application/json";
const OCTETS: &str = "application/offset+octet-stream";

/// What came back, or why not.
pub type Answer<T> = Result<T, Failure>;

/// Why a call gave nothing.
#[derive(Clone, Debug, PartialEq)]
pub enum Failure {
    /// No answer came: the network, or a server that is not there.
    Unreachable,
    Refused(Box<Problem>),
}

impl Failure {
    pub fn is(&self, code: Code) -> bool {
        matches!(self, Self::Refused(problem) if problem.code == code)
    }
}

/// What became of an edit of a canonical record.
#[derive(Clone, Debug, PartialEq)]
pub enum Outcome<T> {
    Applied(T),
    /// It waits for somebody else's review.
    Proposed(Box<Change>),
}

/// A request in the making; it can be sent twice.
#[derive(Clone)]
pub struct Call {
    method: Method,
    path: String,
    headers: Vec<(&'static str, String)>,
    body: Option<Body>,
    patience: Option<Duration>,
}

#[derive(Clone)]
enum Body {
    Json(String),
    Octets(Blob),
}

impl Call {
    pub fn get(path: impl Into<String>) -> Self {
        Self::new(Method::GET, path)
    }

    pub fn head(path: impl Into<String>) -> Self {
        Self::new(Method::HEAD, path)
    }

    pub fn post(path: impl Into<String>) -> Self {
        Self::new(Method::POST, path)
    }

    pub fn put(path: impl Into<String>) -> Self {
        Self::new(Method::PUT, path)
    }

    pub fn patch(path: impl Into<String>) -> Self {
        Self::new(Method::PATCH, path)
    }

    pub fn delete(path: impl Into<String>) -> Self {
        Self::new(Method::DELETE, path)
    }

    fn new(method: Method, path: impl Into<String>) -> Self {
        Self { method, path: path.into(), headers: Vec::new(), body: None, patience: None }
    }

    /// The body, as JSON.
    pub fn json(mut self, body: &impl Serialize) -> Self {
        self.body = serde_json::to_string(body).ok().map(Body::Json);
        self
    }

    /// The body, as JSON that somebody has written already.
    pub fn json_text(mut self, text: String) -> Self {
        self.body = Some(Body::Json(text));
        self
    }

    /// The body, as a piece of a file.
    pub fn octets(mut self, piece: Blob) -> Self {
        self.body = Some(Body::Octets(piece));
        self
    }

    /// How long to wait for the answer. A connection that is gone without a word would keep one waiting for minutes.
    pub fn within(mut self, patience: Duration) -> Self {
        self.patience = Some(patience);
        self
    }

    /// The version that was read, so that nobody's change is overwritten unseen.
    pub fn version(self, version: i32) -> Self {
        self.header("If-Match", format!("\"{version}\""))
    }

    pub fn header(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.headers.push((name, value.into()));
        self
    }

    /// Says that this page asked, which another site cannot say; calls that go by cookie want it.
    pub fn own(self) -> Self {
        self.header("X-Openhall", "1")
    }

    /// Sends it and reads the answer as JSON.
    pub async fn read<T: DeserializeOwned>(&self) -> Answer<T> {
        json(&self.send().await?).await
    }

    /// Sends it where the answer has no content.
    pub async fn done(&self) -> Answer<()> {
        self.send().await.map(|_| ())
    }

    /// Sends it. Anything but a success is a failure.
    pub async fn send(&self) -> Answer<Response> {
        let mut request = RequestBuilder::new(&address(&self.path)).method(self.method.clone());
        for (name, value) in &self.headers {
            request = request.header(name, value);
        }
        let timer = self.patience.and_then(Timer::start);
        request = request.abort_signal(timer.as_ref().map(|timer| &timer.signal));
        let request = match &self.body {
            Some(Body::Json(text)) => request.header("Content-Type", JSON).body(text),
            Some(Body::Octets(piece)) => request.header("Content-Type", OCTETS).body(piece),
            None => request.build(),
        };
        let answer = request.map_err(|_| Failure::Unreachable)?.send().await;
        let answer = answer.map_err(|_| Failure::Unreachable)?;
        if answer.ok() { Ok(answer) } else { Err(refusal(answer).await) }
    }
}

/// Ends a request that takes too long; dropped, it lets it be.
struct Timer {
    signal: AbortSignal,
    handle: TimeoutHandle,
}

impl Timer {
    fn start(patience: Duration) -> Option<Self> {
        let controller = AbortController::new().ok()?;
        let signal = controller.signal();
        let handle = set_timeout_with_handle(move || controller.abort(), patience).ok()?;
        Some(Self { signal, handle })
    }
}

impl Drop for Timer {
    fn drop(&mut self) {
        self.handle.clear();
    }
}

/// The whole address of a path of the API.
pub fn address(path: &str) -> String {
    format!("{BASE}{path}")
}

/// An answer's content.
pub async fn json<T: DeserializeOwned>(answer: &Response) -> Answer<T> {
    let text = answer.text().await.map_err(|_| Failure::Unreachable)?;
    parse(&text).ok_or_else(|| Failure::Refused(Box::new(Problem::new(Code::Internal))))
}

/// An edit's answer: 202 carries the proposal instead of the record.
pub async fn outcome<T: DeserializeOwned>(answer: Response) -> Answer<Outcome<T>> {
    if answer.status() == 202 {
        return json(&answer).await.map(Box::new).map(Outcome::Proposed);
    }
    json(&answer).await.map(Outcome::Applied)
}

/// A file's bytes, to be kept on this computer.
pub async fn file(answer: Response) -> Answer<Blob> {
    let bytes = answer.binary().await.map_err(|_| Failure::Unreachable)?;
    let kind = answer.headers().get("Content-Type").unwrap_or_default();
    let options = BlobPropertyBag::new();
    options.set_type(&kind);
    let parts = Array::of1(&Uint8Array::from(bytes.as_slice()));
    Blob::new_with_u8_array_sequence_and_options(&parts, &options).map_err(|_| Failure::Unreachable)
}

async fn refusal(answer: Response) -> Failure {
    let status = answer.status();
    let text = answer.text().await.unwrap_or_default();
    let problem = parse(&text).unwrap_or_else(|| Problem::new(by_status(status)));
    Failure::Refused(Box::new(problem))
}

/// For an answer that did not come from our server, such as a proxy's.
fn by_status(status: u16) -> Code {
    match status {
        401 => Code::Unauthenticated,
        403 => Code::Forbidden,
        404 => Code::NotFound,
        409 => Code::Conflict,
        412 => Code::StaleVersion,
        413 => Code::TooLarge,
        429 => Code::TooManyRequests,
        502..=504 => Code::Unavailable,
        _ => Code::Internal,
    }
}
