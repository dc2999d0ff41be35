//! Facts about signing in, renewing and signing out.

mod ending;
mod limits;
mod lost_answers;
mod signing_in;
mod tokens;

use reqwest::Method;
use serde_json::{Value, json};
use testkit::{Answer, App, Visitor, send};

pub async fn sign_in(app: &App, email: &str, password: &str) -> Answer {
    let body = json!({ "email": email, "password": password });
    app.anybody().unwrap().post("/sessions", body).await
}

/// What the browser would send along next time.
fn cookie(answer: &Answer) -> String {
    answer.header("set-cookie").split(';').next().unwrap_or_default().to_owned()
}

fn bearer(app: &App, answer: &Answer) -> Visitor {
    app.anybody().unwrap().with_token(answer.json()["access_token"].as_str().unwrap())
}

async fn with_cookie(app: &App, method: Method, path: &str, cookie: &str) -> Answer {
    let request = app.anybody().unwrap().request(method, path);
    send(request.header("cookie", cookie).header("x-openhall", "1")).await
}

async fn renew(app: &App, cookie: &str) -> Answer {
    with_cookie(app, Method::POST, "/sessions/current/renewal", cookie).await
}

/// What the four kinds of failure have in common: everything but the request's number.
fn without_number(answer: &Answer) -> (u16, Value) {
    let mut body = answer.json();
    body.as_object_mut().unwrap().remove("request_id");
    (answer.status, body)
}
