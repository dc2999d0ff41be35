//! Who may do what: every operation of the OpenAPI document, as everybody, on everything.
//!
//! `golden/policy.txt` is the answer that was agreed; a person can read it and a diff of it. With
//! `UPDATE_GOLDEN=1` the test writes what it found instead of comparing.

pub mod bodies;
pub mod objects;

use std::{collections::BTreeMap, fmt::Write as _, fs, path::Path};

use api::openapi;
use domain::{
    permission::{NOT_BY_KEY, Permission, Permissions},
    role::Role,
};
use reqwest::Method;
use serde_json::Value;
use testkit::{App, Cast, Figure, Visitor, send};

use objects::Object;

/// Of nobody and of each built-in role.
const GOLDEN: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/golden/policy.txt");
/// Of a role of one's own, and of a key.
const GOLDEN_OF_KEYS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/golden/keys.txt");

/// Who asks: nobody, somebody whose account was deactivated, and one of each role.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Asker {
    Nobody,
    Deactivated,
    Person(Cast),
    /// Somebody with nothing but a role that the organization made: everyone's cards and programs.
    OwnRole,
    /// A key with everything that an administrator's key may have.
    Key,
}

impl Asker {
    fn people() -> Vec<Self> {
        let people =
            Cast::ALL.iter().filter(|person| **person != Cast::Otto).map(|person| Self::Person(*person));
        [Self::Nobody, Self::Deactivated].into_iter().chain(people).collect()
    }

    fn name(self) -> String {
        match self {
            Self::Nobody => "nobody".into(),
            Self::Deactivated => "deactivated".into(),
            Self::Person(person) => person.role().code().into(),
            Self::OwnRole => "own_role".into(),
            Self::Key => "api_key".into(),
        }
    }

    /// Otto is nobody else here, so he is the one whose account is closed while he is signed in.
    fn visitor(self, app: &App) -> Visitor {
        match self {
            Self::Nobody => app.anybody().unwrap(),
            Self::Person(person) => app.sign_in(person).unwrap(),
            Self::OwnRole => holder(app),
            Self::Key => app.anybody().unwrap().with_token(key(app)),
            Self::Deactivated => {
                let visitor = app.sign_in(Cast::Otto).unwrap();
                let write = "begin; select begin_as('job', null, 'test', null, null); \
                             update users set status = 'deactivated' where email = 'otto@example.org'; commit";
                app.database.run(write).unwrap();
                visitor
            }
        }
    }
}

/// Robin, whose one role is the organization's own.
fn holder(app: &App) -> Visitor {
    let role = "0190a000-0000-7000-8000-00000000d001";
    let robin = "0190a000-0000-7000-8000-00000000d002";
    let rows = format!(
        "begin; select begin_as('job', null, 'test', null, null); \
         insert into users (id, name, email) values ('{robin}', 'Robin', 'robin@example.org'); \
         insert into own_roles (id, name, sight, permissions) \
             values ('{role}', 'Greeter', 'everyone', '{{see_clients,see_programs,write_general_notes,read_notes}}'); \
         insert into user_own_roles values ('{robin}', '{role}'); commit"
    );
    app.database.run(&rows).unwrap();
    app.sign_in_as(robin.parse().unwrap()).unwrap()
}

/// A key that Ada made, with all that she may give to one.
fn key(app: &App) -> String {
    let ada = app.user(Cast::Ada).unwrap();
    let permissions = Permission::ALL.iter().copied().collect::<Permissions>().minus(NOT_BY_KEY);
    let codes: Vec<_> = permissions.iter().map(Permission::code).collect();
    let (id, secret) = (uuid::Uuid::new_v4(), "k".repeat(43));
    let row = format!(
        "begin; select begin_as('job', null, 'test', null, null); \
         insert into api_keys (id, name, secret_hash, permissions, made_by, expires_on) \
             values ('{id}', 'Everything', sha256('{secret}'), '{{{}}}', '{ada}', today() + 1); commit",
        codes.join(",")
    );
    app.database.run(&row).unwrap();
    format!("ohk_{}_{secret}", id.simple())
}

/// One operation on one kind of object.
pub struct Probe {
    pub operation: String,
    pub method: Method,
    pub path: String,
    pub object: Object,
}

/// Every operation of the document, on everything that it can be tried on.
pub fn probes() -> Vec<Probe> {
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

/// Everybody, signed in to one server.
struct Stage {
    app: App,
    visitors: Vec<(Asker, Visitor)>,
}

/// A custom field to write values of, and one that nobody writes.
const FIELDS: &str = "begin; select begin_as('job', null, 'test', null, null); \
    insert into custom_fields (id, name, labels, kind, takes, kept_on, position) values \
        (gen_random_uuid(), 'shoe_size', '{\"en\": \"Shoe size\"}', 'text', '{\"kind\": \"text\"}', 'clients', 0), \
        (gen_random_uuid(), 'unused', '{\"en\": \"Unused\"}', 'text', '{\"kind\": \"text\"}', 'clients', 1); commit";

impl Stage {
    async fn new(askers: &[Asker]) -> Self {
        let app = App::start().await.unwrap();
        app.database.run(FIELDS).unwrap();
        let visitors = askers.iter().map(|asker| (*asker, asker.visitor(&app))).collect();
        Self { app, visitors }
    }

    fn visitor(&self, asker: Asker) -> &Visitor {
        self.visitors.iter().find(|(one, _)| *one == asker).map(|(_, visitor)| visitor).unwrap()
    }
}

/// Operations that can be done to an object once: after each the next asker gets a fresh database.
pub const ONCE: [&str; 44] = [
    "account.change_password",
    "api_keys.revoke",
    "applications.accept",
    "applications.attach",
    "applications.contact",
    "applications.refuse",
    "assignments.create",
    "assignments.end",
    "changes.approve",
    "changes.refuse",
    "changes.withdraw",
    "clients.move_stage",
    "code_lists.add",
    "code_lists.remove",
    "custom_fields.remove",
    "departments.add",
    "enrollments.ask",
    "enrollments.discharge",
    "enrollments.enroll",
    "enrollments.transfer",
    "enrollments.withdraw",
    "erasures.erase",
    "follow_ups.complete",
    "goals.close",
    "goals.complete_step",
    "goals.remove_step",
    "notes.amend",
    "organization.set_logo",
    "photos.remove",
    "programs.add",
    "restrictions.lift",
    "sessions.end",
    "sessions.end_all",
    "sessions.sign_in",
    "sessions.sign_out",
    "users.add_role",
    "users.amend",
    "users.deactivate",
    "users.deactivate_all",
    "users.end_sessions",
    "users.invite",
    "users.invite_all",
    "waitlist.answer",
    "waitlist.join",
];

async fn ask(probe: &Probe, asker: Asker, current: Stage) -> (u16, Option<Stage>) {
    let (path, version) = objects::address(&current.app, &probe.path, probe.object);
    let request = current.visitor(asker).request(probe.method.clone(), &path);
    let request = request.header("if-match", format!("\"{version}\"")).header("x-openhall", "1");
    let request = request.header("idempotency-key", "the-policy-is-being-tested");
    // What is approved is what was shown to whoever approves.
    let answer = match (probe.operation.as_str(), bodies::body(&probe.operation, Some(&current.app))) {
        ("changes.approve", Some(body)) => current.visitor(asker).approve(&path, version, body).await,
        _ => send(bodies::dress(&probe.operation, request, &current.app)).await,
    };
    let status = answer.status;
    let used_up = status < 300 && ONCE.contains(&probe.operation.as_str());
    (status, (!used_up).then_some(current))
}

#[actix_web::test]
async fn everybody_may_what_was_agreed() {
    let found = walk(&Asker::people()).await;
    compare(&found, GOLDEN);
    figure(&found);
}

#[actix_web::test]
async fn a_role_of_ones_own_and_a_key_may_what_was_agreed() {
    compare(&walk(&[Asker::OwnRole, Asker::Key]).await, GOLDEN_OF_KEYS);
}

/// Each operation on each object by each of them.
async fn walk(askers: &[Asker]) -> String {
    let mut stage = None;
    let mut found = String::from(
        "# operation, object: status, and who gets it. Written by tests/policy; read every line of a diff.\n",
    );
    for probe in probes() {
        let mut by_status: BTreeMap<u16, Vec<String>> = BTreeMap::new();
        for asker in askers {
            let current = match stage.take() {
                Some(current) => current,
                None => Stage::new(askers).await,
            };
            let (status, left) = ask(&probe, *asker, current).await;
            stage = left;
            by_status.entry(status).or_default().push(asker.name());
        }
        writeln!(found, "\n{} {}", probe.operation, probe.object.name()).unwrap();
        for (status, askers) in by_status {
            writeln!(found, "  {status} {}", askers.join(" ")).unwrap();
        }
    }
    found
}

/// What the page about breaking in says of this walk. An operation that nobody agreed on is one that the agreed file
/// does not have.
fn figure(found: &str) {
    let asked = |text: &str| text.lines().filter(|line| line.starts_with("  ")).map(words).sum::<usize>();
    let document = openapi::document();
    let all: Vec<_> = openapi::operations(&document)
        .filter_map(|(_, _, operation)| operation["operationId"].as_str().map(str::to_owned))
        .collect();
    let covered = |text: &str| all.iter().filter(|one| text.contains(&format!("\n{one} "))).count();
    let forgotten = found.replace("\nclients.find ", "\n# ");
    assert_eq!((covered(found), covered(&forgotten)), (all.len(), all.len() - 1));
    Figure {
        id: "C1",
        tried: "every operation of the OpenAPI document as nobody, a deactivated account and each of 16 roles, on what is \
                theirs, on the caseload, outside it and under a wrong parent"
            .into(),
        goal: "every answer as agreed in tests/golden/policy.txt; every operation is there",
        found: format!("{} requests, unexpected 0; operations {} of {}", asked(found), all.len(), all.len()),
        control: format!("with one operation taken out of the file: {} of {}, and the test fails", covered(&forgotten), all.len()),
    }
    .keep();
}

/// Who got an answer: the words behind the status.
fn words(line: &str) -> usize {
    line.split_whitespace().count() - 1
}

fn compare(found: &str, golden: &str) {
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        fs::create_dir_all(Path::new(golden).parent().unwrap()).unwrap();
        fs::write(golden, found).unwrap();
        return;
    }
    let agreed = fs::read_to_string(golden).unwrap_or_default();
    let differing: Vec<_> =
        agreed.lines().zip(found.lines()).filter(|(agreed, found)| agreed != found).take(5).collect();
    assert!(agreed == found, "{golden} differs, first at {differing:#?}");
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
