//! M2: the log says who asked for what and how it ended, and nothing of what was sent or kept.

use std::fs::File;

use reqwest::{
    Method, RequestBuilder,
    multipart::{Form, Part},
};
use serde_json::{Value, json};
use testkit::{Answer, Cast, Figure, PASSWORD, Process, Visitor, cast, send};

use super::maria;

/// A word for each place that something personal can stand in.
const WORDS: [&str; 14] = [
    "zqxquery",
    "zqxpath",
    "zqxfirst",
    "zqxlast",
    "zqxstreet",
    "zqxnote",
    "zqxfile",
    "zqxpassword",
    "zqxemail",
    "zqxagent",
    "zqxreason",
    "zqxbroken",
    "zqxcookie",
    "zqxkey",
];
const NUMBER: &str = "536-22-9876";

/// Requests that carry the words, most of which are refused.
fn requests(ada: &Visitor, anybody: &Visitor, maria: &str) -> Vec<RequestBuilder> {
    let json = |method: Method, path: &str, body: Value| {
        ada.request(method, path).header("if-match", "\"1\"").json(&body)
    };
    let client = json!({
        "first_name": "zqxfirst", "last_name": "zqxlast", "ssn": NUMBER, "addresses": [{ "street": "zqxstreet" }],
    });
    let note = json!({ "kind": "general", "happened_at": "2026-11-02T10:00:00Z", "text": "zqxnote" });
    let sign_in = json!({ "email": "zqxemail@example.org", "password": "zqxpassword of some length" });
    let reason = json!({ "reason": "zqxreason for this" });
    let file = |name: &str| Form::new().part("file", Part::text("zqxfile").file_name(name.to_owned()));
    let documents = format!("/clients/{maria}/documents");
    vec![
        ada.request(Method::GET, "/clients?q=zqxquery"),
        ada.request(Method::GET, "/clients?zqxquery=1"),
        ada.request(Method::GET, "/clients/zqxpath"),
        ada.request(Method::GET, "//zqxpath/%0d%0aset-cookie:zqxpath"),
        ada.request(Method::GET, "/me/drafts/zqxpath"),
        json(Method::POST, "/clients", client.clone()),
        json(Method::POST, "/clients", json!({ "first_name": ["zqxfirst"], "ssn": NUMBER })),
        json(
            Method::PATCH,
            &format!("/clients/{maria}"),
            json!({ "preferred_name": "zqxfirst", "ssn": NUMBER }),
        ),
        json(Method::POST, &format!("/clients/{maria}/notes"), note),
        json(Method::POST, &format!("/clients/{maria}/ssn-disclosure"), reason),
        ada.request(Method::POST, &documents).multipart(file("zqxfile.txt")),
        ada.request(Method::POST, &documents).multipart(file("zqxfile.exe")),
        anybody.request(Method::POST, "/sessions").json(&sign_in),
        anybody
            .request(Method::POST, "/sessions")
            .header("content-type", "application/json")
            .body("{\"zqxbroken"),
        anybody
            .request(Method::POST, "/sessions/current/renewal")
            .header("cookie", "__Host-refresh=zqxcookie")
            .header("x-openhall", "1"),
        anybody.request(Method::POST, "/applications").header("idempotency-key", "zqxkey").json(&client),
        anybody.request(Method::GET, "/organization").header("user-agent", "zqxagent\\r\\nlevel=error"),
        anybody.request(Method::GET, "/me").bearer_auth("zqxbroken.zqxbroken.zqxbroken"),
    ]
}

/// What a usual access log would have of them.
fn usual_line(request: &RequestBuilder) -> String {
    let request = request.try_clone().and_then(|request| request.build().ok());
    request.map_or(String::new(), |request| {
        let agent = request.headers().get("user-agent").map(|agent| format!("{agent:?}"));
        format!("{} {} {}", request.method(), request.url(), agent.unwrap_or_default())
    })
}

fn hits(text: &str, words: &[String]) -> Vec<String> {
    words.iter().filter(|word| text.contains(*word)).cloned().collect()
}

#[tokio::test]
async fn the_log_repeats_nothing_of_what_was_sent() {
    let (database, folder) = (cast().unwrap(), tempfile::tempdir().unwrap());
    let log = folder.path().join("log");
    let words = ["--log", "debug", "--log-format", "json"];
    let program = env!("CARGO_BIN_EXE_openhall");
    let file = File::create(&log).unwrap();
    let mut server = Process::start_logging(program, &database, folder.path(), &words, file).unwrap();
    let anybody = server.anybody().unwrap();
    let sign_in = anybody.request(Method::POST, "/sessions");
    let signed_in = send(sign_in.json(&json!({ "email": Cast::Ada.email(), "password": PASSWORD }))).await;
    let access = signed_in.json()["access_token"].as_str().unwrap().to_owned();
    let refresh = signed_in.header("set-cookie").split(['=', ';']).nth(1).unwrap().to_owned();
    let ada = anybody.with_token(&access);

    let all = requests(&ada, &anybody, &maria(&database));
    let usual: String = all.iter().map(usual_line).collect();
    let mut answers: Vec<Answer> = Vec::new();
    for request in all {
        answers.push(send(request).await);
    }
    assert!(answers.iter().filter(|answer| answer.status < 300).count() >= 6, "some were carried out");
    // A failure of ours is logged with its cause.
    database.run("alter table notes rename to away").unwrap();
    let note = json!({ "kind": "general", "happened_at": "2026-11-02T10:00:00Z", "text": "zqxnote" });
    assert_eq!(ada.post(&format!("/clients/{}/notes", maria(&database)), note).await.status, 500);
    server.terminate().unwrap();
    server.wait().unwrap();

    let text = std::fs::read_to_string(&log).unwrap();
    let mut secret: Vec<String> = WORDS.map(str::to_owned).into();
    secret.extend([NUMBER, "536229876", PASSWORD, Cast::Ada.email()].map(str::to_owned));
    secret.extend([access, refresh]);
    assert_eq!(hits(&text, &secret), Vec::<String>::new());
    let lines: Vec<Value> = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert!(lines.iter().all(|line| line["timestamp"].as_str().is_some_and(|at| at.ends_with('Z'))));
    let answered = lines.iter().filter(|line| line["message"] == "answered").count();
    assert!(answered >= answers.len(), "{answered}");
    assert!(text.contains("a request failed") && text.contains("request_id"), "failures are there");
    let usual = hits(&usual, &secret).len();
    assert!(usual > 2, "{usual}");
    Figure {
        id: "M2",
        tried: format!("{} requests with {} words and secrets in addresses, queries, bodies, headers, files and tokens; one failure of our own; the log at its most talkative", answers.len() + 1, secret.len()),
        goal: "words and secrets in the log: 0; every line JSON, in UTC",
        found: format!("0 in {} lines", lines.len()),
        control: format!("a usual access log (method, address, agent) of the same requests has {usual} of them"),
    }
    .keep();
}
