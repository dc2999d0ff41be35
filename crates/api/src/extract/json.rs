//! A JSON body.

use std::time::Duration;

use actix_web::{
    FromRequest, HttpMessage, HttpRequest,
    dev::Payload,
    http::header::{CONTENT_ENCODING, CONTENT_LENGTH},
    web::BytesMut,
};
use domain::problem::{Code, FieldError};
use futures_util::{StreamExt, future::LocalBoxFuture};
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::{objects::Objects, reading};
use crate::problem::Refused;

/// No form comes near it; files go another way.
const MOST_BYTES: usize = 1024 * 1024;
/// A body that takes longer is somebody holding a connection open.
const LONGEST_WAIT: Duration = Duration::from_secs(20);

/// A JSON body of at most 1 MiB.
#[derive(Debug)]
pub struct Json<T>(pub T);

impl<T> Json<T> {
    pub fn into_inner(self) -> T {
        self.0
    }
}

impl<T: DeserializeOwned + 'static> FromRequest for Json<T> {
    type Error = Refused;
    type Future = LocalBoxFuture<'static, Result<Self, Refused>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let body = body(request, payload, MOST_BYTES);
        Box::pin(async move { read(&body.await?).map(Json) })
    }
}

/// A body that says it is JSON, of at most so many bytes.
pub(crate) fn body(
    request: &HttpRequest,
    payload: &mut Payload,
    most: usize,
) -> LocalBoxFuture<'static, Result<BytesMut, Refused>> {
    let acceptable = is_json(request).and_then(|()| is_small(request, most));
    let payload = payload.take();
    Box::pin(async move {
        acceptable?;
        collect(payload, most).await
    })
}

/// `application/json`, or `application/merge-patch+json` where the caller prefers to say so. A form's content
/// types are refused: a foreign page can post those without asking.
fn is_json(request: &HttpRequest) -> Result<(), Refused> {
    let kind = ["application/json", "application/merge-patch+json"].contains(&request.content_type());
    let utf_8 = request.encoding().is_ok_and(|encoding| encoding.name() == "UTF-8");
    let plain = request.headers().get(CONTENT_ENCODING).is_none_or(|encoding| encoding == "identity");
    if kind && utf_8 && plain {
        return Ok(());
    }
    Err(Refused::new(Code::UnsupportedMediaType)
        .because("Send application/json in UTF-8, without a Content-Encoding."))
}

fn is_small(request: &HttpRequest, most: usize) -> Result<(), Refused> {
    let length = request.headers().get(CONTENT_LENGTH).and_then(|length| length.to_str().ok()?.parse().ok());
    if length.is_some_and(|length: usize| length > most) { Err(too_large(most)) } else { Ok(()) }
}

fn too_large(most: usize) -> Refused {
    Refused::new(Code::TooLarge).because(format!("A body may have {} MiB.", most / 1024 / 1024))
}

async fn collect(payload: Payload, most: usize) -> Result<BytesMut, Refused> {
    match tokio::time::timeout(LONGEST_WAIT, collect_all(payload, most)).await {
        Ok(body) => body,
        Err(_) => Err(Refused::new(Code::Malformed).because("The body did not arrive in time.")),
    }
}

async fn collect_all(mut payload: Payload, most: usize) -> Result<BytesMut, Refused> {
    let mut body = BytesMut::new();
    while let Some(part) = payload.next().await {
        let part = part.map_err(|cause| Refused::new(Code::Malformed).caused_by(cause))?;
        if body.len() + part.len() > most {
            return Err(too_large(most));
        }
        body.extend_from_slice(&part);
    }
    Ok(body)
}

/// Reads a body. What is no JSON at all is 400; JSON that says something else than it should is 422.
pub(crate) fn read<T: DeserializeOwned>(body: &[u8]) -> Result<T, Refused> {
    refuse_nul(body)?;
    let mut reader = serde_json::Deserializer::from_slice(body);
    let value = serde_path_to_error::deserialize(Objects(&mut reader)).map_err(|error| {
        if !error.inner().is_data() {
            return not_json();
        }
        let message = error.inner().to_string();
        Refused::field(Code::Invalid, reading::field_error(error.path(), &message))
    })?;
    reader.end().map_err(|_| not_json())?;
    Ok(value)
}

fn not_json() -> Refused {
    Refused::new(Code::Malformed).because("The body is not valid JSON.")
}

/// Looks for U+0000 only where the bytes suggest it, because that reads the body a second time.
fn refuse_nul(body: &[u8]) -> Result<(), Refused> {
    if !body.windows(6).any(|window| window == br"\u0000") {
        return Ok(());
    }
    let value: Value = serde_json::from_slice(body).map_err(|_| not_json())?;
    match reading::find_nul(&value) {
        Some(pointer) => Err(Refused::field(Code::Invalid, FieldError::new(pointer, "invisible_characters"))),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use actix_web::test::TestRequest;
    use domain::problem::Problem;
    use serde::Deserialize;

    use super::*;

    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields)]
    #[expect(dead_code, reason = "only read")]
    struct Person {
        name: String,
        #[serde(default)]
        phones: Vec<Phone>,
        #[serde(default)]
        age: Option<u8>,
    }

    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields)]
    #[expect(dead_code, reason = "only read")]
    struct Phone {
        value: String,
    }

    fn refused(body: &str) -> Problem {
        read::<Person>(body.as_bytes()).unwrap_err().problem().clone()
    }

    fn field(body: &str) -> (String, String) {
        let problem = refused(body);
        assert_eq!(problem.status, 422, "{body}");
        (problem.errors[0].pointer.clone(), problem.errors[0].code.clone())
    }

    #[test]
    fn the_field_is_named() {
        for (body, pointer, code) in [
            ("{}", "/name", "required"),
            (r#"{"name":null}"#, "/name", "required"),
            (r#"{"name":5}"#, "/name", "wrong_type"),
            (r#"{"name":"a","nickname":"b"}"#, "/nickname", "unknown_field"),
            (r#"{"name":"a","name":"b"}"#, "/name", "repeated"),
            (r#"{"name":"a","age":300}"#, "/age", "out_of_range"),
            (r#"{"name":"a","phones":[{"value":"1"},{"value":2}]}"#, "/phones/1/value", "wrong_type"),
            (r#"{"name":"a","phones":[{}]}"#, "/phones/0/value", "required"),
            (r#"{"name":"a\u0000b"}"#, "/name", "invisible_characters"),
            (r#""text""#, "", "wrong_type"),
            (r#"["a",[],5]"#, "", "wrong_type"),
            (r#"{"name":"a","phones":[["1"]]}"#, "/phones/0", "wrong_type"),
        ] {
            assert_eq!(field(body), (pointer.into(), code.into()), "{body}");
        }
    }

    #[test]
    fn what_is_no_json_is_malformed() {
        for body in ["", "{", "{\"name\":\"a\"}x", "nope", r#"{"name":"\ud800"}"#, "{\"name\":1e999}"] {
            assert_eq!(refused(body).status, 400);
        }
        assert_eq!(read::<Person>(b"{\"name\":\"\xff\"}").unwrap_err().problem().status, 400);
    }

    #[test]
    fn a_body_of_brackets_is_malformed() {
        let deep = "[".repeat(100_000);
        assert_eq!(read::<Value>(deep.as_bytes()).unwrap_err().problem().status, 400);
    }

    #[test]
    fn what_was_sent_is_not_repeated() {
        for body in [r#"{"name":{"123-45-6789":1}}"#, r#"{"name":"a","age":"123-45-6789"}"#] {
            assert!(!serde_json::to_string(&refused(body)).unwrap().contains("6789"), "{body}");
        }
    }

    async fn status(content_type: &str, body: Vec<u8>) -> u16 {
        let request = TestRequest::post().insert_header(("content-type", content_type)).set_payload(body);
        let (request, mut payload) = request.to_http_parts();
        let outcome = Json::<Value>::from_request(&request, &mut payload).await;
        outcome.map_or_else(|refused| refused.problem().status, |_| 200)
    }

    #[actix_web::test]
    async fn only_json_is_read() {
        for right in ["application/json", "application/json; charset=utf-8", "application/merge-patch+json"] {
            assert_eq!(status(right, b"{}".to_vec()).await, 200, "{right}");
        }
        for wrong in ["text/plain", "application/x-www-form-urlencoded", "application/json; charset=latin1"] {
            assert_eq!(status(wrong, b"{}".to_vec()).await, 415, "{wrong}");
        }
    }

    #[actix_web::test]
    async fn ten_megabytes_are_too_large() {
        assert_eq!(status("application/json", vec![b' '; 10 << 20]).await, 413);
    }

    #[test]
    fn a_backslash_before_the_escape_is_text() {
        assert!(read::<Person>(br#"{"name":"a\\u0000"}"#).is_ok());
    }
}
