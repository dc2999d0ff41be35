//! A file that somebody shortened by hand, and the day that a file is saved under.

use serde_json::{Value, json};
use testkit::{App, Cast};

use super::{agency, exported, previewed, taken};

/// What a file may leave out, by the place of the thing, with a change of that thing so that it is written.
fn optional() -> [(&'static str, &'static [&'static str], Value); 4] {
    [
        ("/roles", &["description", "second_factor_required"], json!({ "permissions": ["see_clients"] })),
        (
            "/code_lists/program_type",
            &["offered_from", "retired", "retired_on"],
            json!({ "labels": { "en": "Lesson" } }),
        ),
        (
            "/programs",
            &[
                "department",
                "kind",
                "description",
                "descriptions",
                "location",
                "open_to_intake",
                "escalate_after_days",
            ],
            json!({ "name": "kitchen academy" }),
        ),
        (
            "/custom_fields",
            &["hints", "required", "on", "sensitive", "retired"],
            json!({ "labels": { "en": "Size" } }),
        ),
    ]
}

/// The thing of the agency that says the most, which is the one with a test's name for it.
fn thing<'a>(file: &'a mut Value, place: &str) -> &'a mut Value {
    let all = file.pointer_mut(place).unwrap().as_array_mut().unwrap();
    let ours = |one: &&mut Value| {
        let name = one["name"].as_str().or(one["code"].as_str()).unwrap_or_default().to_lowercase();
        ["front desk lead", "course", "kitchen academy", "shirt_size"].contains(&name.as_str())
    };
    all.iter_mut().find(ours).unwrap()
}

#[actix_web::test]
async fn what_a_file_leaves_out_of_what_is_here_stays() {
    let app = agency().await;
    let ada = app.sign_in(Cast::Ada).unwrap();
    // Nothing of it is as it would be by itself.
    let full = json!({ "format": 1, "programs": [{ "name": "Kitchen Academy", "escalate_after_days": 4 }],
        "custom_fields": [{ "name": "shirt_size", "labels": { "en": "Shirt size" }, "required": true, "retired": true,
            "takes": { "kind": "choice", "choices": [{ "code": "m", "labels": { "en": "M" } }] } }] });
    taken(&ada, &full).await;
    let first = exported(&ada).await;
    for (place, fields, change) in optional() {
        for field in fields {
            let mut shortened = first.clone();
            let short = thing(&mut shortened, place).as_object_mut().unwrap();
            assert!(short.remove(*field).is_some(), "{place} {field}");
            short.extend(change.as_object().unwrap().clone());
            taken(&ada, &shortened).await;
            let (mut now, mut wanted) = (exported(&ada).await, first.clone());
            thing(&mut wanted, place).as_object_mut().unwrap().extend(change.as_object().unwrap().clone());
            assert_eq!(thing(&mut now, place), thing(&mut wanted, place), "{place} {field}");
            taken(&ada, &first).await;
        }
    }
}

/// On a Californian evening the day of the moment is tomorrow.
#[actix_web::test]
async fn a_file_is_saved_under_the_organizations_day() {
    let app = agency().await;
    let ada = app.sign_in(Cast::Ada).unwrap();
    let mut days = Vec::new();
    for zone in ["Pacific/Kiritimati", "Pacific/Pago_Pago"] {
        taken(&ada, &json!({ "format": 1, "profile": { "time_zone": zone } })).await;
        let day = app.database.column("select today()").unwrap().remove(0);
        let named = format!("attachment; filename=\"openhall-configuration-{day}.json\"");
        assert_eq!(ada.get("/configuration").await.header("content-disposition"), named, "{zone}");
        days.push(day);
    }
    assert_ne!(days[0], days[1], "one of them is not the day of the moment");
}

/// A file from before seeing applications had a name of its own.
#[actix_web::test]
async fn a_role_that_says_less_than_goes_without_saying_is_as_it_is_once_it_was_taken() {
    let app = App::start().await.unwrap();
    let ada = app.sign_in(Cast::Ada).unwrap();
    let role = json!({ "name": "Intake desk", "sight": "nobody", "permissions": ["review_applications"] });
    let file = json!({ "format": 1, "roles": [role] });
    taken(&ada, &file).await;
    let says = exported(&ada).await["roles"][0]["permissions"].clone();
    assert_eq!(says, json!(["see_applications", "review_applications"]));
    let again = previewed(&ada, &file).await;
    assert!(again.changes.is_empty() && again.changes.problems.is_empty(), "{again:?}");
}
