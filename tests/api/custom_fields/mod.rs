//! Facts about custom fields.

mod applying;
mod defining;
mod queue;
mod searching;
mod writing;

use domain::custom_fields::CustomField;
use serde_json::{Value, json};
use testkit::{Answer, App, Cast, Served, Visitor};

/// A field as Ada defines it, with something changed.
fn definition(name: &str, change: Value) -> Value {
    let mut draft = json!({ "name": name, "labels": { "en": "Shirt size", "es": "Talla" },
        "takes": { "kind": "choice", "choices": [
            { "code": "m", "labels": { "en": "Medium" } }, { "code": "l", "labels": { "en": "Large" } }] } });
    if let (Some(draft), Some(change)) = (draft.as_object_mut(), change.as_object()) {
        draft.extend(change.clone());
    }
    draft
}

/// Ada defines it.
pub async fn define(app: &App, name: &str, change: Value) -> CustomField {
    let made = app.sign_in(Cast::Ada).unwrap().post("/custom-fields", definition(name, change)).await;
    assert_eq!(made.status, 201, "{}", made.text());
    made.read()
}

fn path(app: &App, client: Served) -> String {
    format!("/clients/{}/custom-fields", app.client(client).unwrap())
}

/// Writes values on María's record, in the version that stands there.
async fn set(app: &App, who: &Visitor, values: Value) -> Answer {
    let path = path(app, Served::Maria);
    let version = who.get(&path).await.version();
    who.patch(&path, version, json!({ "values": values })).await
}

async fn amend(who: &Visitor, field: &CustomField, patch: Value) -> Answer {
    who.patch(&format!("/custom-fields/{}", field.id), i64::from(field.version), patch).await
}

async fn all(who: &Visitor) -> Vec<CustomField> {
    who.get("/custom-fields").await.read()
}
