//! C5: no field is written that a body was not meant to have.

use std::collections::BTreeSet;

use api::openapi;
use reqwest::Method;
use serde_json::{Value, json};
use testkit::{App, Cast, Figure, Served, send, times};

use super::schemas::{answered, taken};
use crate::{
    api::applicant::Applicant,
    policy::{
        bodies,
        objects::{self, Object},
        probes,
    },
};

/// What an attacker would like to set.
const PRIVILEGED: [&str; 30] = [
    "id",
    "_id",
    "client_id",
    "user_id",
    "role",
    "roles",
    "permissions",
    "is_admin",
    "admin",
    "is_staff",
    "status",
    "version",
    "created_at",
    "created_by",
    "updated_at",
    "reviewed_by",
    "approved",
    "org_id",
    "tenant_id",
    "sight",
    "sees_everyone",
    "password",
    "password_hash",
    "email_verified",
    "ssn_sealed",
    "ssn_index",
    "withheld",
    "search_key",
    "__proto__",
    "$where",
];

/// A digest of all that stands in the database, but of how often somebody tried.
fn everything(app: &App) -> Vec<String> {
    let tables = "select table_name from information_schema.tables where table_schema = 'public' \
                  and table_type = 'BASE TABLE' and table_name <> 'rate_limits' order by 1";
    let digest = |table: String| {
        let all =
            format!("select coalesce(md5(string_agg(t::text, '' order by t::text)), '') from {table} t");
        format!("{table} {}", app.database.column(&all).unwrap().remove(0))
    };
    app.database.column(tables).unwrap().into_iter().map(digest).collect()
}

/// Names that are tried on a body, beyond those that it may have.
fn extra(document: &Value, operation: &Value) -> Vec<String> {
    let may = taken(document, operation);
    let mut names: BTreeSet<String> = answered(document, operation);
    names.extend(PRIVILEGED.map(str::to_owned));
    names.into_iter().filter(|name| !may.contains(name)).step_by(times(9, 1)).collect()
}

/// Values that would do harm.
fn value(name: &str) -> Value {
    match name {
        "roles" | "permissions" => json!(["administrator"]),
        "version" => json!(99),
        name if name.starts_with("is_") || name == "admin" || name == "approved" => json!(true),
        _ => json!("0190a000-0000-7000-8000-000000000001"),
    }
}

/// The body with one more field at the top, and with a privileged one in each of its objects.
fn with(body: &Value, name: &str) -> Vec<Value> {
    let mut all = vec![merged(body, name)];
    for nested in ["/form", "/reach", "/answers/0"] {
        let object = body.pointer(nested).filter(|object| object.is_object() && object.get(name).is_none());
        if let Some(object) = object.filter(|_| PRIVILEGED.contains(&name)) {
            let (mut one, object) = (body.clone(), merged(object, name));
            *one.pointer_mut(nested).unwrap() = object;
            all.push(one);
        }
    }
    all
}

fn merged(body: &Value, name: &str) -> Value {
    let mut body = body.clone();
    body[name] = value(name);
    body
}

#[actix_web::test]
async fn a_field_that_a_body_may_not_have_is_refused_and_nothing_is_written() {
    let app = App::start().await.unwrap();
    let document = openapi::document();
    let ada = app.sign_in(Cast::Ada).unwrap();
    let applicant = Applicant::begun(&app).await;
    let mut probes = probes();
    probes.retain(|probe| [Object::Any, Object::Caseload].contains(&probe.object));
    // What an address is about may be made for it.
    for probe in &probes {
        objects::address(&app, &probe.path, probe.object);
    }
    let before = everything(&app);
    let (mut operations, mut tried, mut taken_anyway) = (0, 0, Vec::new());
    for probe in &probes {
        let Some(body) = bodies::body(&probe.operation, Some(&app)) else { continue };
        let method = probe.method.as_str().to_lowercase();
        let operation = &document["paths"][format!("/api/v1{}", probe.path)][method];
        let (path, version) = objects::address(&app, &probe.path, probe.object);
        let cookie = applicant.cookie();
        operations += 1;
        for name in extra(&document, operation) {
            for body in with(&body, &name) {
                let request =
                    ada.request(probe.method.clone(), &path).header("if-match", format!("\"{version}\""));
                let request = request
                    .header("cookie", cookie)
                    .header("x-openhall", "1")
                    .header("idempotency-key", "extra")
                    .json(&body);
                let answer = send(request).await;
                tried += 1;
                let refused = answer.status == 422
                    && answer.fields().iter().any(|field| field.ends_with("unknown_field"));
                if !refused {
                    taken_anyway.push(format!(
                        "{} {body}: {} {}",
                        probe.operation,
                        answer.status,
                        answer.text()
                    ));
                }
            }
        }
    }
    assert_eq!(taken_anyway, Vec::<String>::new());
    assert_eq!(everything(&app), before);
    let (naive, of) = naive(&app).await;
    assert!(naive * 2 > of, "{naive} of {of}");
    Figure {
        id: "C5",
        tried: format!(
            "{operations} valid writes, each with every field of its answers and 30 privileged names added one by one, also \
             inside nested objects: {tried} requests as an administrator"
        ),
        goal: "all refused by name; rows changed in any table: 0",
        found: format!("{tried} of {tried} refused; 0"),
        control: format!("a handler that merges what is sent into the record: {naive} of {of} fields changed"),
    }
    .keep();
}

/// What comes of a record where a body is merged into it as it comes.
async fn naive(app: &App) -> (usize, usize) {
    let path = format!("/clients/{}", app.client(Served::Maria).unwrap());
    let ada = app.sign_in(Cast::Ada).unwrap();
    let record = send(ada.request(Method::GET, &path)).await.json();
    let names: Vec<String> = record.as_object().unwrap().keys().cloned().collect();
    let changed = names.iter().filter(|name| merged(&record, name)[name.as_str()] != record[name.as_str()]);
    (changed.count(), names.len())
}
