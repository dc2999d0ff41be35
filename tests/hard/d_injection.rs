//! D3: no parameter reaches the database as part of a statement.
//!
//! A bank of its own, as sqlmap has it: what breaks a statement, what makes it slow, and pairs that differ where a
//! condition is evaluated.

use std::time::Instant;

use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD as BASE64};
use reqwest::Method;
use testkit::{App, Cast, Figure, Visitor, times};

use crate::policy::{objects, probes};

/// Seconds that a payload asks the database to sleep. Nothing else takes as long.
const SLEEP: f64 = 3.0;

const SLOW: [&str; 10] = [
    "'; select pg_sleep(3)--",
    "' or (select 1 from pg_sleep(3)) is not null--",
    "1; select pg_sleep(3)",
    "(select 1 from pg_sleep(3))",
    "name,(select pg_sleep(3))",
    "'||(select pg_sleep(3))||'",
    "1) or 1=(select 1 from pg_sleep(3))--",
    "\"; select pg_sleep(3)--",
    "$$; select pg_sleep(3); --",
    "') or (select 1 from pg_sleep(3)) is not null or ('1'='2",
];
const BREAKING: [&str; 14] = [
    "'",
    "''",
    "\"",
    "\\",
    "`",
    "')",
    "'))",
    "';",
    "--",
    "/*",
    "name asc",
    "name; drop table clients",
    "1 union select null",
    "case when 1=1 then name else id end",
];
/// True and false, where somebody evaluates them.
const PAIRS: [(&str, &str); 4] = [
    ("zzz' or '1'='1", "zzz' or '1'='2"),
    ("zzz') or ('1'='1", "zzz') or ('1'='2"),
    ("zzz%' or 1=1--", "zzz%' or 1=2--"),
    ("zzz\" or \"1\"=\"1", "zzz\" or \"1\"=\"2"),
];

/// How something that takes a parameter answers.
trait Target {
    async fn ask(&self, value: &str) -> (u16, String);
}

struct Parameter<'a> {
    who: &'a Visitor,
    path: String,
    name: String,
}

impl Target for Parameter<'_> {
    async fn ask(&self, value: &str) -> (u16, String) {
        let request = self.who.request(Method::GET, &self.path);
        let mut url = request.build().unwrap().url().clone();
        url.query_pairs_mut().append_pair(&self.name, value);
        let path = format!("/{}?{}", url.path(), url.query().unwrap());
        let answer = self.who.get(&path).await;
        let mut body = answer.json();
        body.as_object_mut().map(|body| body.remove("request_id"));
        (answer.status, body.to_string())
    }
}

/// A search as it should not be written.
struct Naive<'a>(&'a App);

impl Target for Naive<'_> {
    async fn ask(&self, value: &str) -> (u16, String) {
        let sql = format!("select first_name from clients where last_name = '{value}'");
        match self.0.database.column(&sql) {
            Ok(rows) => (200, rows.join(",")),
            Err(error) => (500, error.to_string()),
        }
    }
}

/// What the probe makes of a target: nothing, or how it gave itself away.
async fn injectable(target: &impl Target, every: usize) -> (Option<String>, usize) {
    let mut asked = 0;
    for (at, payload) in SLOW.iter().chain(&BREAKING).enumerate() {
        if at % every != 0 {
            continue;
        }
        let begun = Instant::now();
        let (status, text) = target.ask(payload).await;
        asked += 1;
        if begun.elapsed().as_secs_f64() >= SLEEP {
            return (Some(format!("{payload} made it slow")), asked);
        }
        if status >= 500 {
            return (Some(format!("{payload} broke it: {status} {text}")), asked);
        }
    }
    for (yes, no) in PAIRS {
        let (yes, no) = (target.ask(yes).await, target.ask(no).await);
        asked += 2;
        if yes != no {
            return (Some(format!("a condition was evaluated: {yes:?} {no:?}")), asked);
        }
    }
    (None, asked)
}

/// Every parameter of every list, as somebody who sees everyone.
fn parameters<'a>(app: &App, who: &'a Visitor) -> Vec<Parameter<'a>> {
    let document = api::openapi::document();
    let mut all = Vec::new();
    for probe in probes().into_iter().filter(|probe| probe.method == Method::GET) {
        if ![objects::Object::Any, objects::Object::Caseload].contains(&probe.object) {
            continue;
        }
        let operation = &document["paths"][format!("/api/v1{}", probe.path)]["get"];
        let (path, _) = objects::address(app, &probe.path, probe.object);
        for parameter in
            operation["parameters"].as_array().into_iter().flatten().filter(|one| one["in"] == "query")
        {
            all.push(Parameter {
                who,
                path: path.clone(),
                name: parameter["name"].as_str().unwrap().to_owned(),
            });
        }
    }
    all
}

/// Cursors are read from what the caller sends, so they are tried from the inside as well.
async fn cursors(who: &Visitor) -> (Vec<String>, usize) {
    let (mut wrong, mut asked) = (Vec::new(), 0);
    for path in ["/clients", "/applications", "/audit", "/changes", "/restrictions", "/follow-ups"] {
        for payload in SLOW.iter().chain(&BREAKING) {
            let text = serde_json::to_string(payload).unwrap();
            for inside in [
                text.clone(),
                format!("[{text},\"0190a000-0000-7000-8000-000000000000\"]"),
                format!("{{\"name\":[{text},\"0190a000-0000-7000-8000-000000000000\"]}}"),
            ] {
                let begun = Instant::now();
                let answer = who.get(&format!("{path}?cursor={}", BASE64.encode(inside))).await;
                asked += 1;
                if answer.status >= 500 || begun.elapsed().as_secs_f64() >= SLEEP {
                    wrong.push(format!("{path} {payload}: {}", answer.status));
                }
            }
        }
    }
    (wrong, asked)
}

#[actix_web::test]
async fn no_parameter_becomes_part_of_a_statement() {
    let app = App::start().await.unwrap();
    let ada = app.sign_in(Cast::Ada).unwrap();
    let all = parameters(&app, &ada);
    let (mut found, mut requests) = (Vec::new(), 0);
    for parameter in &all {
        let (gave_away, asked) = injectable(parameter, times(5, 1)).await;
        requests += asked;
        found.extend(gave_away.map(|how| format!("{} of {}: {how}", parameter.name, parameter.path)));
    }
    let (wrong, asked) = cursors(&ada).await;
    requests += asked;
    assert_eq!((found, wrong), (Vec::new(), Vec::new()));
    assert_eq!(app.database.column("select count(*) from clients").unwrap().len(), 1);

    let (naive, _) = injectable(&Naive(&app), 1).await;
    let how = naive.unwrap();
    Figure {
        id: "D3",
        tried: format!("{} parameters of all lists and the insides of cursors, {requests} requests: what breaks a statement, what makes it sleep, and conditions in pairs", all.len()),
        goal: "parameters that are injectable: 0",
        found: format!("0 of {}", all.len()),
        control: format!("a search that is put together as text: found ({})", how.split(':').next().unwrap_or_default()),
    }
    .keep();
}
