//! C3 and C4: what exists and is not yours is as absent as what never was; and an id opens nothing under another's address.

use std::time::Instant;

use testkit::{Answer, App, Cast, Figure, Served, Visitor, send, times};
use uuid::Uuid;

use super::{
    schemas::taken,
    statistics::{chance, median},
};
use crate::policy::{
    Probe, bodies,
    objects::{self, Object},
    probes,
};

async fn ask(app: &App, who: &Visitor, probe: &Probe, path: &str, version: i64) -> Answer {
    let request = who.request(probe.method.clone(), path).header("if-match", format!("\"{version}\""));
    send(bodies::dress(&probe.operation, request, app)).await
}

/// What two answers could be told apart by: all but the request's own number, the date and the length that follows from them.
fn told(answer: &Answer) -> String {
    let mut body = answer.json();
    body.as_object_mut().map(|body| body.remove("request_id"));
    let own = ["date", "x-request-id", "content-length"];
    let mut headers: Vec<_> = answer
        .headers
        .iter()
        .filter(|(name, _)| !own.contains(&name.as_str()))
        .map(|(name, value)| format!("{name} {value:?}"))
        .collect();
    headers.sort();
    format!("{} {body} {headers:?}", answer.status)
}

/// The same address with ids that nothing has.
fn absent(path: &str) -> String {
    let part = |part: &str| part.parse::<Uuid>().map_or(part.to_owned(), |_| Uuid::now_v7().to_string());
    path.split('/').map(part).collect::<Vec<_>>().join("/")
}

/// Addresses of Darnell's things.
fn outside() -> Vec<Probe> {
    probes().into_iter().filter(|probe| probe.object == Object::Outside).collect()
}

/// How many of them can be told from addresses of nothing, and how many there are.
async fn told_apart(app: &App, who: &Visitor) -> (Vec<String>, usize) {
    let (mut apart, outside) = (Vec::new(), outside());
    for probe in &outside {
        let (path, version) = objects::address(app, &probe.path, Object::Outside);
        let there = told(&ask(app, who, probe, &path, version).await);
        let nowhere = told(&ask(app, who, probe, &absent(&path), version).await);
        if there != nowhere {
            apart.push(format!("{}: {there} / {nowhere}", probe.operation));
        }
    }
    (apart, outside.len())
}

/// Milliseconds for something of Darnell's and for nothing, in turns.
async fn timed(who: &Visitor, there: &str, rounds: usize) -> (Vec<f64>, Vec<f64>) {
    let (mut is_there, mut is_not) = (Vec::new(), Vec::new());
    for round in 0..rounds + 5 {
        for (path, times) in [(there.to_owned(), &mut is_there), (absent(there), &mut is_not)] {
            let begun = Instant::now();
            assert_eq!(who.get(&path).await.status, 404);
            if round >= 5 {
                times.push(begun.elapsed().as_secs_f64() * 1000.0);
            }
        }
    }
    (is_there, is_not)
}

#[actix_web::test]
async fn what_is_not_yours_is_as_absent_as_what_never_was() {
    let app = App::start().await.unwrap();
    let askers = [Cast::Casey, Cast::Cole, Cast::Stan, Cast::Vera, Cast::Rita, Cast::Wendy];
    let mut asked = 0;
    for person in askers {
        let (apart, of) = told_apart(&app, &app.sign_in(person).unwrap()).await;
        assert_eq!(apart, Vec::<String>::new(), "{person:?}");
        asked += of;
    }
    let (casey, darnell) = (app.sign_in(Cast::Casey).unwrap(), app.client(Served::Darnell).unwrap());
    let rounds = times(30, 400);
    let (mut gap, mut likely) = (0.0_f64, 1.0_f64);
    for path in ["", "/notes", "/restrictions", "/timeline"] {
        let (there, nowhere) = timed(&casey, &format!("/clients/{darnell}{path}"), rounds).await;
        gap = gap.max((median(&there) - median(&nowhere)).abs());
        likely = likely.min(chance(&there, &nowhere));
    }
    assert!(gap < if rounds < 100 { 20.0 } else { 0.5 }, "{gap} ms, p {likely}");
    // Ada sees Darnell, so to her they differ.
    let (apart, of) = told_apart(&app, &app.sign_in(Cast::Ada).unwrap()).await;
    assert!(apart.len() * 2 > of, "{} of {of}", apart.len());
    Figure {
        id: "C3",
        tried: format!(
            "{asked} pairs of requests by six people: something outside of their sight, and an id that nothing has; \
             {rounds} timed pairs on each of four addresses"
        ),
        goal: "told apart by status, body or header: 0; medians within 0.5 ms",
        found: format!("0; largest gap {gap:.2} ms, Mann-Whitney p at least {likely:.2}"),
        control: format!("asked by somebody who sees the records: {} of {of} told apart", apart.len()),
    }
    .keep();
}

#[actix_web::test]
async fn an_id_opens_nothing_under_the_address_of_another() {
    let app = App::start().await.unwrap();
    let nested: Vec<Probe> = probes()
        .into_iter()
        .filter(|probe| probe.path.matches('{').count() == 2 && !probe.path.starts_with("/code-lists"))
        .collect();
    let clients = app.database.column("select id from clients").unwrap();
    let applications = app.database.column("select id from applications").unwrap();
    let people = [Cast::Ada, Cast::Cora, Cast::Casey, Cast::Max];
    let (mut tried, mut done) = (0, 0);
    for probe in nested.iter().filter(|probe| [Object::Caseload, Object::Any].contains(&probe.object)) {
        let (path, version) = objects::address(&app, &probe.path, probe.object);
        let parent = path.split('/').nth(2).unwrap().to_owned();
        let own = match parent_of(&app, &path) {
            Some(own) => own,
            None => continue,
        };
        let others = clients.iter().chain(&applications).filter(|id| **id != own);
        for other in others.take(times(4, 1_000)) {
            for person in people {
                let answer =
                    ask(&app, &app.sign_in(person).unwrap(), probe, &path.replace(&parent, other), version)
                        .await;
                assert!(
                    [403, 404].contains(&answer.status),
                    "{person:?} {} {}",
                    probe.operation,
                    answer.text()
                );
                tried += 1;
            }
        }
        let right =
            ask(&app, &app.sign_in(Cast::Ada).unwrap(), probe, &path.replace(&parent, &own), version).await;
        assert!(right.status < 300, "{} {}", probe.operation, right.text());
        done += 1;
    }
    assert!(tried > 0 && done > 0);
    Figure {
        id: "C4",
        tried: format!(
            "{tried} requests by four people for a record under the address of another client or application"
        ),
        goal: "all refused",
        found: format!("{tried} of {tried} refused"),
        control: format!("under its own address: {done} of {done} operations carried out"),
    }
    .keep();
}

/// Whose record the last id of an address is.
fn parent_of(app: &App, path: &str) -> Option<String> {
    let mut ids = path.split('/').filter(|part| part.parse::<Uuid>().is_ok());
    let (_, record) = (ids.next()?, ids.next()?);
    let query = format!(
        "select client_id from assignments where id = '{record}' union all \
         select application_id from documents where id = '{record}' and application_id is not null"
    );
    app.database.column(&query).unwrap().into_iter().next()
}

/// What names a client twice could name two.
#[test]
fn a_body_under_a_clients_address_names_no_client() {
    let document = api::openapi::document();
    let under_a_client = |path: &str| path.contains("/clients/{");
    let named: Vec<_> = api::openapi::operations(&document)
        .filter(|(path, _, operation)| {
            under_a_client(path) && taken(&document, operation).contains("client_id")
        })
        .map(|(path, method, _)| format!("{method} {path}"))
        .collect();
    assert_eq!(named, Vec::<String>::new());
    let attach = &document["paths"]["/api/v1/applications/{id}/attachment"]["post"];
    assert!(taken(&document, attach).contains("client_id"), "where it is named it is found");
}
