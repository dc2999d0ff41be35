//! Facts about clients' records.

mod changing;
mod input;
mod language;
mod numbers;
mod reading;
mod sharing;

use serde_json::{Value, json};
use testkit::{Answer, App, Served, Visitor};

/// A number that stands nowhere else in the demo.
const SSN: &str = "457-55-5462";

fn draft() -> Value {
    json!({
        "first_name": "Anh", "last_name": "Trần", "date_of_birth": "1988-03-09", "residency": "resident",
        "aliases": ["Annie"],
        "contact_points": [{ "kind": "phone", "value": "(415) 555-7788" },
                           { "kind": "email", "value": "Anh.Tran@example.org", "label": "work" }],
        "addresses": [{ "street": "1 Grove Street", "city": "San Francisco", "region": "CA", "postal_code": "94102" }],
        "external_ids": [{ "source": "HMIS", "value": "H-100" }],
        "emergency_contact": { "name": "Linh Trần", "relationship": "Sister", "phone": "415-555-7789" },
        "answers": [{ "question": "gender", "status": "declined" }],
    })
}

fn with(mut body: Value, field: &str, value: Value) -> Value {
    body[field] = value;
    body
}

async fn record(who: &Visitor, app: &App, whom: Served) -> (String, Answer) {
    let path = format!("/clients/{}", app.client(whom).unwrap());
    let found = who.get(&path).await;
    (path, found)
}

/// Every row of every table, as text.
fn all_rows(app: &App) -> String {
    let tables = app.database.column(
        "select quote_ident(table_name) from information_schema.tables \
         where table_schema = 'public' and table_type = 'BASE TABLE'",
    );
    let rows = tables
        .unwrap()
        .into_iter()
        .flat_map(|table| app.database.column(&format!("select to_jsonb(t) from {table} as t")).unwrap());
    rows.collect::<Vec<_>>().join("\n")
}
