//! B5: a page of another site makes a browser send nothing that we carry out.

use std::collections::BTreeSet;

use reqwest::Method;
use testkit::{App, Cast, Figure, PASSWORD, send};

use super::{cookie, signing_in};
use crate::{
    api::applicant::Applicant,
    policy::{
        bodies,
        objects::{self, Object},
        probes,
    },
};

/// What a form or a script may send to a stranger without asking first.
const SIMPLE: [&str; 4] =
    ["", "text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=b"];

#[actix_web::test]
async fn another_sites_page_gets_nothing_carried_out() {
    let app = App::start().await.unwrap();
    let anybody = app.anybody().unwrap();
    let signed_in = send(signing_in(&anybody, Cast::Ada.email(), PASSWORD)).await;
    let applicant = Applicant::begun(&app).await;
    let cookies = format!("{}; {}", cookie(&signed_in), applicant.cookie());
    let (mut tried, mut accepted, mut ours) = (0, Vec::new(), BTreeSet::new());
    for probe in probes().iter().filter(|probe| [Object::Any, Object::Caseload].contains(&probe.object)) {
        if probe.method == Method::GET || probe.method == Method::HEAD {
            continue;
        }
        let (path, version) = objects::address(&app, &probe.path, probe.object);
        let body =
            bodies::body(&probe.operation, Some(&app)).map(|body| body.to_string()).unwrap_or_default();
        for kind in SIMPLE {
            for origin in ["https://evil.example", "null"] {
                let request =
                    anybody.request(Method::POST, &path).header("cookie", &cookies).header("origin", origin);
                let request = if kind.is_empty() { request } else { request.header("content-type", kind) };
                let answer = send(request.body(body.clone())).await;
                tried += 1;
                if answer.status < 400 {
                    accepted.push(format!("{} {kind} {origin}: {}", probe.operation, answer.status));
                }
            }
        }
        // What needs a cookie alone, as our own page sends it.
        if probe.path.starts_with("/intake")
            || probe.path.starts_with("/sessions")
            || probe.path == "/applications"
        {
            let request = anybody
                .request(probe.method.clone(), &path)
                .header("cookie", &cookies)
                .header("x-openhall", "1");
            let request =
                request.header("if-match", format!("\"{version}\"")).header("idempotency-key", "ours");
            if send(bodies::dress(&probe.operation, request, &app)).await.status < 300 {
                ours.insert(probe.operation.clone());
            }
        }
    }
    assert_eq!(accepted, Vec::<String>::new());
    assert!(ours.len() >= 4, "{ours:?}");
    let preflight = anybody.request(Method::OPTIONS, "/clients").header("origin", "https://evil.example");
    let preflight = send(preflight.header("access-control-request-method", "POST")).await;
    assert_eq!(preflight.header("access-control-allow-origin"), "");
    Figure {
        id: "B5",
        tried: format!("{tried} posts with a signed-in person's and an applicant's cookies, from another origin, in the four kinds that a browser sends without asking"),
        goal: "carried out: 0",
        found: "0".into(),
        control: format!("as our own page sends them: {} operations carried out", ours.len()),
    }
    .keep();
}
