//! Who may do what: every operation of the OpenAPI document, as everybody, on everything.
//!
//! `golden/policy.txt` is the answer that was agreed; a person can read it and a diff of it. With
//! `UPDATE_GOLDEN=1` the test writes what it found instead of comparing.

mod bodies;
mod objects;

use std::{collections::BTreeMap, fmt::Write as _, fs, path::Path};

use api::openapi;
use domain::role::Role;
use reqwest::Method;
use serde_json::Value;
use testkit::{App, Cast, Visitor, send};

use objects::Object;

const GOLDEN: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/golden/policy.txt");

/// Who asks: nobody, somebody whose account was deactivated, and one of each role.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Asker {
    Nobody,
    Deactivated,
    Person(Cast),
}

impl Asker {
    fn all() -> impl Iterator<Item = Self> {
        let people =
            Cast::ALL.iter().filter(|person| **person != Cast::Otto).map(|person| Self::Person(*person));
        [Self::Nobody, Self::Deactivated].into_iter().chain(people)
    }

    fn name(self) -> String {
        match self {
            Self::Nobody => "nobody".into(),
            Self::Deactivated => "deactivated".into(),
            Self::Person(person) => person.role().code().into(),
        }
    }

    fn visitor(self, app: &App) -> Visitor {
        match self {
            Self::Nobody => app.anybody().unwrap(),
            Self::Person(person) => app.sign_in(person).unwrap(),
            Self::Deactivated => {
                let visitor = app.sign_in(Cast::Hana).unwrap();
                let write = "begin; select begin_as('job', null, 'test', null, null); \
                             update users set status = 'deactivated' where email = 'hana@example.org'; commit";
                app.database.run(write).unwrap();
                visitor
            }
        }
    }
}

/// One operation on one kind of object.
struct Probe {
    operation: String,
    method: Method,
    path: String,
    object: Object,
}

fn probes() -> Vec<Probe> {
    let document = openapi::document();
    let mut probes = Vec::new();
    for (path, method, operation) in openapi::operations(&document) {
        for object in Object::of(path) {
            probes.push(Probe {
                operation: operation["operationId"].as_str().unwrap_or_default().to_owned(),
                method: method.to_uppercase().parse().unwrap(),
                path: path.trim_start_matches("/api/v1").to_owned(),
                object,
            });
        }
    }
    probes
}

/// A database is used until a write went through; then the next asker gets a fresh one.
async fn ask(probe: &Probe, asker: Asker, app: &mut Option<App>) -> u16 {
    if asker == Asker::Deactivated || app.is_none() {
        *app = Some(App::start().await.unwrap());
    }
    let current = app.as_ref().unwrap();
    let (path, version) = objects::address(current, &probe.path, probe.object);
    let request = asker
        .visitor(current)
        .request(probe.method.clone(), &path)
        .header("if-match", format!("\"{version}\""));
    let request = request.header("idempotency-key", "policy").header("x-openhall", "1");
    let status = send(bodies::dress(&probe.operation, request, current)).await.status;
    if asker == Asker::Deactivated || (probe.method != Method::GET && status < 300) {
        *app = None;
    }
    status
}

#[actix_web::test]
async fn everybody_may_what_was_agreed() {
    let mut app = None;
    let mut found = String::from(
        "# operation, object: status, and who gets it. Written by tests/policy; read every line of a diff.\n",
    );
    for probe in probes() {
        let mut by_status: BTreeMap<u16, Vec<String>> = BTreeMap::new();
        for asker in Asker::all() {
            let status = ask(&probe, asker, &mut app).await;
            by_status.entry(status).or_default().push(asker.name());
        }
        writeln!(found, "\n{} {}", probe.operation, probe.object.name()).unwrap();
        for (status, askers) in by_status {
            writeln!(found, "  {status} {}", askers.join(" ")).unwrap();
        }
    }
    compare(&found);
}

fn compare(found: &str) {
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        fs::create_dir_all(Path::new(GOLDEN).parent().unwrap()).unwrap();
        fs::write(GOLDEN, found).unwrap();
        return;
    }
    let agreed = fs::read_to_string(GOLDEN).unwrap_or_default();
    let differing: Vec<_> =
        agreed.lines().zip(found.lines()).filter(|(agreed, found)| agreed != found).take(5).collect();
    assert!(agreed == found, "golden/policy.txt differs, first at {differing:#?}");
}

/// A body that fits must be given for each operation that takes one: a 422 would hide the refusal behind it.
#[test]
fn every_operation_with_a_body_has_one_here() {
    let document = openapi::document();
    let missing: Vec<_> = openapi::operations(&document)
        .filter(|(_, _, operation)| operation.get("requestBody").is_some_and(Value::is_object))
        .filter_map(|(_, _, operation)| operation["operationId"].as_str())
        .filter(|operation| !bodies::known(operation))
        .map(str::to_owned)
        .collect();
    assert_eq!(missing, Vec::<String>::new());
}

#[test]
fn the_cast_has_one_of_each_role() {
    let roles: Vec<Role> = Cast::ALL.iter().map(|person| person.role()).collect();
    assert!(Role::ALL.iter().all(|role| roles.contains(role)));
}
