//! I3, and acceptance criterion 3 of the central client database: whoever may only propose writes no canonical record,
//! by no operation that there is.

use std::collections::BTreeSet;

use reqwest::Method;
use testkit::{App, Cast, Figure, send};

use crate::policy::{
    Probe, bodies,
    objects::{self, Object},
    probes,
};

/// What the organization keeps as the one truth about people and what it offers.
pub const CANONICAL: [&str; 15] = [
    "clients",
    "contact_points",
    "addresses",
    "external_ids",
    "client_tags",
    "custom_values",
    "demographics",
    "assignments",
    "stage_moves",
    "enrollments",
    "restrictions",
    "programs",
    "program_staff",
    "program_capacities",
    "departments",
];

fn stands(app: &App) -> Vec<String> {
    let sum = |table: &&str| {
        format!(
            "(select '{table} ' || coalesce(md5(string_agg(t::text, '' order by t::text)), '') from {table} t)"
        )
    };
    let sums: Vec<_> = CANONICAL.iter().map(sum).collect();
    app.database.column(&format!("select unnest(array[{}])", sums.join(", "))).unwrap()
}

/// Operations that somebody does with what the organization offers: they end the database's or the account's use.
const LAST: [&str; 2] = ["configuration.import", "account.change_password"];

/// What became of every operation that writes.
#[derive(Default)]
struct Walk {
    tried: usize,
    proposed: BTreeSet<String>,
    written: BTreeSet<String>,
}

async fn walk(person: Cast) -> Walk {
    let app = App::start().await.unwrap();
    let mut walk = Walk::default();
    let writes = |probe: &Probe| probe.method != Method::GET && !LAST.contains(&probe.operation.as_str());
    for probe in probes().iter().filter(|probe| writes(probe)) {
        if !matches!(probe.object, Object::Any | Object::Caseload | Object::Outside) {
            continue;
        }
        // Anew, because signing out is one of the operations.
        let who = app.sign_in(person).unwrap();
        let (path, version) = objects::address(&app, &probe.path, probe.object);
        let request = who.request(probe.method.clone(), &path).header("if-match", format!("\"{version}\""));
        let request = request.header("x-openhall", "1").header("idempotency-key", "no-way-around");
        let body = bodies::body(&probe.operation, Some(&app));
        // What the request needs may have been made just now.
        let before = stands(&app);
        let answer = match (probe.operation.as_str(), body) {
            ("changes.approve", Some(body)) => who.approve(&path, version, body).await,
            _ => send(bodies::dress(&probe.operation, request, &app)).await,
        };
        assert!(answer.status < 500, "{}: {}", probe.operation, answer.text());
        walk.tried += 1;
        if answer.status == 202 {
            walk.proposed.insert(probe.operation.clone());
        }
        if stands(&app) != before {
            walk.written.insert(probe.operation.clone());
        }
    }
    walk
}

#[actix_web::test]
async fn criterion_3_whoever_may_only_propose_writes_no_canonical_record() {
    let (max, lena) = (walk(Cast::Max).await, walk(Cast::Lena).await);
    let written: Vec<_> = max.written.union(&lena.written).filter(|one| !direct(one)).collect();
    assert_eq!(written, Vec::<&String>::new());
    for edit in ["clients.update", "restrictions.add", "programs.amend", "departments.add", "photos.set"] {
        assert!(lena.proposed.contains(edit), "{edit} is proposed: {:?}", lena.proposed);
    }
    let cora = walk(Cast::Cora).await;
    assert!(cora.written.len() > 10, "{:?}", cora.written);
    Figure {
        id: "I3",
        tried: format!("every operation that writes, by a manager and by a leader, on people in their caseload and beyond: {} attempts; after each the {} canonical tables are compared", max.tried + lena.tried, CANONICAL.len()),
        goal: "no row differs; edits answer 202",
        found: format!("0 rows; {} operations answer 202", max.proposed.union(&lena.proposed).count()),
        control: format!("a coordinator's same walk writes by {} operations", cora.written.len()),
    }
    .keep();
}

/// A manager assigns staff: it is theirs to decide, and no proposal.
fn direct(operation: &str) -> bool {
    operation.starts_with("assignments.")
}
