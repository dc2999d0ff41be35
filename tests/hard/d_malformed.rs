//! D2 and M4: whatever arrives, the answer is a refusal that fits and tells nothing of the inside; no crash, no hang.

use std::{
    io::{Read, Write},
    net::TcpStream,
    panic,
    sync::Mutex,
    time::Duration,
};

use reqwest::{Method, RequestBuilder};
use serde_json::Value;
use testkit::{App, Cast, Figure, Setup, Visitor, cast, times};

use super::{
    bank::{DRESSES, HEADERS, PATHS, QUERY_VALUES, broken, gzip_like, odd_values},
    no_limits,
    raw::raw_requests,
};
use crate::{
    api::applicant::Applicant,
    policy::{
        bodies,
        objects::{self, Object},
        probes,
    },
};

/// Longer than any answer may take.
const HANGS: Duration = Duration::from_secs(12);

/// Words that only the inside of a server uses.
const INTERNALS: [&str; 16] = [
    "panicked",
    ".rs:",
    "backtrace",
    "diesel",
    "postgres",
    "libpq",
    "select ",
    "insert into",
    "syntax error",
    "relation \"",
    "actix",
    "serde",
    "tokio",
    " at line ",
    "/src/",
    "stack",
];

/// What came of the bank.
#[derive(Default)]
struct Outcome {
    sent: usize,
    server_errors: Vec<String>,
    /// Connections that ended without a word.
    unanswered: Vec<String>,
    hangs: Vec<String>,
    refusals: usize,
    internals: Vec<String>,
}

impl Outcome {
    async fn send(&mut self, what: &str, request: RequestBuilder) {
        self.sent += 1;
        let answered = tokio::time::timeout(HANGS, async {
            let answer = request.send().await?;
            let status = answer.status().as_u16();
            Ok::<_, reqwest::Error>((status, answer.text().await?))
        });
        match answered.await {
            Err(_) => self.hangs.push(what.to_owned()),
            // What the client itself cannot send.
            Ok(Err(error)) if error.is_builder() => self.sent -= 1,
            Ok(Err(error)) => self.unanswered.push(format!("{what}: {error:?}")),
            Ok(Ok((status, text))) => self.note(what, status, &text),
        }
    }

    fn note(&mut self, what: &str, status: u16, text: &str) {
        if status >= 500 {
            self.server_errors.push(format!("{what}: {status} {text}"));
        }
        if (400..600).contains(&status) {
            self.refusals += 1;
            let lower = text.to_lowercase();
            if let Some(word) = INTERNALS.iter().find(|word| lower.contains(*word)) {
                self.internals.push(format!("{what}: {word}: {text}"));
            }
        }
    }
}

/// Every operation with a body: broken bytes, odd values in each field, wrong dresses.
async fn bodies_of_all(app: &App, outcome: &mut Outcome, every: usize) {
    let (ada, applicant) = (app.sign_in(Cast::Ada).unwrap(), Applicant::begun(app).await);
    let mut at = 0;
    for probe in probes().iter().filter(|probe| [Object::Any, Object::Caseload].contains(&probe.object)) {
        let Some(body) = bodies::body(&probe.operation, Some(app)) else { continue };
        let (path, version) = objects::address(app, &probe.path, probe.object);
        let request = || {
            let request =
                ada.request(probe.method.clone(), &path).header("if-match", format!("\"{version}\""));
            request
                .header("cookie", applicant.cookie())
                .header("x-openhall", "1")
                .header("idempotency-key", "odd")
        };
        let json = |bytes: Vec<u8>| request().header("content-type", "application/json").body(bytes);
        let mut all: Vec<RequestBuilder> = broken(&body.to_string()).into_iter().map(json).collect();
        for name in body.as_object().unwrap().keys() {
            all.extend(odd_values().into_iter().map(|value| {
                let mut body = body.clone();
                body[name] = value;
                request().json(&body)
            }));
        }
        all.extend(
            DRESSES.map(|(name, value)| request().header(name, value.as_bytes()).body(body.to_string())),
        );
        for one in all {
            at += 1;
            if at % every == 0 {
                outcome.send(&probe.operation, one).await;
            }
        }
    }
    let bomb = gzip_like(10 << 20);
    for path in ["/sessions", "/applications", "/clients"] {
        let request = ada.request(Method::POST, path).header("content-type", "application/json");
        outcome
            .send(
                path,
                request
                    .header("idempotency-key", "bomb")
                    .header("content-encoding", "gzip")
                    .body(bomb.clone()),
            )
            .await;
        let request = ada.request(Method::POST, path).header("content-type", "application/json");
        outcome
            .send(
                path,
                request
                    .header("idempotency-key", "ten")
                    .body(format!("{{\"a\":\"{}\"}}", "a".repeat(10 << 20))),
            )
            .await;
    }
}

/// Every parameter of every list, every header and every strange path.
async fn addresses(app: &App, outcome: &mut Outcome, every: usize) {
    let ada = app.sign_in(Cast::Ada).unwrap();
    let document = api::openapi::document();
    let mut all: Vec<(String, RequestBuilder)> = Vec::new();
    for probe in probes().iter().filter(|probe| probe.method == Method::GET) {
        let (path, _) = objects::address(app, &probe.path, probe.object);
        let operation = &document["paths"][format!("/api/v1{}", probe.path)]["get"];
        for parameter in
            operation["parameters"].as_array().into_iter().flatten().filter(|one| one["in"] == "query")
        {
            for value in QUERY_VALUES {
                let query = format!("{path}?{}={value}", parameter["name"].as_str().unwrap());
                all.push((query.clone(), ada.request(Method::GET, &query)));
            }
        }
    }
    for path in PATHS {
        for method in [Method::GET, Method::POST, Method::DELETE] {
            all.push((path.to_owned(), ada.request(method, path)));
        }
    }
    for (name, values) in HEADERS {
        for value in values {
            for (method, path) in [
                (Method::GET, "/clients"),
                (Method::POST, "/applications"),
                (Method::POST, "/sessions/current/renewal"),
                (Method::PATCH, "/intake/draft/documents/0190a000-0000-7000-8000-000000000000"),
            ] {
                let request = app
                    .anybody()
                    .unwrap()
                    .request(method, path)
                    .header(name, value.as_bytes())
                    .header("x-openhall", "1");
                all.push((format!("{name}: {value}"), request));
            }
        }
    }
    for (what, request) in all.into_iter().step_by(every) {
        outcome.send(&what, request).await;
    }
}

/// What no client library would send.
async fn on_the_wire(app: &App, outcome: &mut Outcome) {
    for bytes in raw_requests() {
        let address = app.root().trim_start_matches("http://").to_owned();
        let what = String::from_utf8_lossy(&bytes[..bytes.len().min(60)]).into_owned();
        outcome.sent += 1;
        match actix_web::web::block(move || exchange(&address, &bytes)).await.unwrap() {
            None => outcome.hangs.push(what),
            Some(answer) => {
                let status = answer.split(' ').nth(1).and_then(|status| status.parse().ok()).unwrap_or(0);
                outcome.note(&what, status, answer.split_once("\r\n\r\n").map_or("", |(_, body)| body));
            }
        }
    }
}

/// What comes back until the connection ends or is silent; nothing where it hangs.
fn exchange(address: &str, bytes: &[u8]) -> Option<String> {
    let mut stream = TcpStream::connect(address).unwrap();
    stream.set_read_timeout(Some(HANGS)).unwrap();
    // A server that has heard enough closes while we still speak.
    let heard = stream.write_all(bytes).and_then(|()| stream.shutdown(std::net::Shutdown::Write));
    let mut answer = Vec::new();
    match stream.read_to_end(&mut answer) {
        Err(error)
            if heard.is_ok() && error.kind() == std::io::ErrorKind::WouldBlock && answer.is_empty() =>
        {
            None
        }
        _ => Some(String::from_utf8_lossy(&answer).into_owned()),
    }
}

#[actix_web::test]
async fn whatever_arrives_is_refused_without_a_crash_a_hang_or_a_word_of_the_inside() {
    let setup = Setup { limits: no_limits(), ..Setup::default() };
    let app = App::set_up(cast().unwrap().into(), &setup).await.unwrap();
    count_panics();
    let mut outcome = Outcome::default();
    let every = times(16, 1);
    bodies_of_all(&app, &mut outcome, every).await;
    addresses(&app, &mut outcome, every).await;
    on_the_wire(&app, &mut outcome).await;
    let Outcome { sent, server_errors, unanswered, hangs, refusals, internals } = outcome;
    let panics = panics();
    assert_eq!(unanswered, Vec::<String>::new());
    assert!(panics.iter().all(|place| !place.starts_with("crates/")), "{panics:?}");
    assert_eq!(server_errors, Vec::<String>::new());
    assert_eq!(hangs, Vec::<String>::new());
    assert_eq!(internals, Vec::<String>::new());
    assert!(sent >= times(250, 2_000), "{sent}");
    assert_eq!(app.sign_in(Cast::Ada).unwrap().get("/clients").await.status, 200, "and it goes on");

    let careless = careless().await;
    assert!(careless.unanswered.len() > 3 && careless.internals.len() > 10, "{}", careless.sent);
    Figure {
        id: "D2",
        tried: format!(
            "{sent} malformed requests: cut and broken JSON, depth 10,000, 10 MiB texts, NUL, lone surrogates, odd dates and \
             numbers in every field of every body, gzip bombs, strange paths, headers and queries, requests that no library sends"
        ),
        goal: "answers of 500 and more 0, hangs 0, restarts 0, panics of ours 0",
        found: format!(
            "0, 0, 0, 0; {} in the HTTP library's reader (a header's name of 64 KiB), which ends that connection alone",
            panics.len()
        ),
        control: format!(
            "a handler that trusts its input: {} of {} panicked and were not answered",
            careless.unanswered.len(),
            careless.sent
        ),
    }
    .keep();
    Figure {
        id: "M4",
        tried: format!(
            "{refusals} bodies of refusals from the same requests, searched for {} words of the inside",
            INTERNALS.len()
        ),
        goal: "bodies that tell of the inside: 0",
        found: "0".into(),
        control: format!(
            "the library's own words for what is wrong: {} of {}",
            careless.internals.len(),
            careless.refusals
        ),
    }
    .keep();
}

static PANICS: Mutex<Vec<String>> = Mutex::new(Vec::new());

/// From now on panics of the server's threads are counted, by where they happened.
fn count_panics() {
    let usual = panic::take_hook();
    panic::set_hook(Box::new(move |panic| {
        let place = panic.location().map_or("?".to_owned(), |place| place.file().to_owned());
        if !place.starts_with("tests/") {
            PANICS.lock().unwrap().push(place);
        }
        usual(panic);
    }));
}

fn panics() -> Vec<String> {
    PANICS.lock().unwrap().clone()
}

/// The same probe at a handler as it comes out of a tutorial.
async fn careless() -> Outcome {
    use actix_web::{HttpResponse, HttpServer, web};
    #[expect(clippy::disallowed_types, reason = "this is how it should not be done")]
    async fn handler(body: web::Json<Value>) -> HttpResponse {
        HttpResponse::Ok().body(body["name"].as_str().unwrap().to_owned())
    }
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let visitor = Visitor::at(format!("http://{}", listener.local_addr().unwrap())).unwrap();
    let server = HttpServer::new(|| actix_web::App::new().route("/api/v1/x", web::post().to(handler)));
    actix_web::rt::spawn(server.workers(1).disable_signals().listen(listener).unwrap().run());
    let mut outcome = Outcome::default();
    for bytes in broken("{\"name\":\"Rosa Luz\"}") {
        let request =
            visitor.request(Method::POST, "/x").header("content-type", "application/json").body(bytes);
        outcome.send("careless", request).await;
    }
    outcome
}
