//! A body that fits for each operation that takes one. What does not fit would be refused as invalid before
//! anybody's permission is looked at, and the table would tell nothing.

use domain::photos::MIN_SIDE;
use image::{ExtendedColorType, ImageEncoder, RgbImage, codecs::png::PngEncoder};
use reqwest::{
    RequestBuilder,
    multipart::{Form, Part},
};
use serde_json::{Value, json};
use testkit::{App, Cast, PASSWORD, Served};
use uuid::Uuid;

/// Gives a request the body that its operation wants.
pub fn dress(operation: &str, request: RequestBuilder, app: &App) -> RequestBuilder {
    if uploads(operation) {
        let part = Part::text("A plain letter.\n").file_name("letter.txt");
        return request.multipart(Form::new().part("file", part));
    }
    if PICTURES.contains(&operation) {
        let part = Part::bytes(picture()).file_name("face.png");
        return request.multipart(Form::new().part("file", part));
    }
    if operation == "intake.append" {
        let octets = request.header("content-type", "application/offset+octet-stream");
        return octets.header("upload-offset", "0").body("A plain letter.\n");
    }
    match body(operation, Some(app)) {
        Some(body) => request.json(&body),
        None => request,
    }
}

/// Whether an operation's body is here.
pub fn known(operation: &str) -> bool {
    uploads(operation)
        || operation == "intake.append"
        || PICTURES.contains(&operation)
        || body(operation, None).is_some()
}

/// Operations that take a picture.
const PICTURES: [&str; 2] = ["organization.set_logo", "photos.set"];

fn uploads(operation: &str) -> bool {
    operation == "documents.add"
}

/// The smallest that is taken.
fn picture() -> Vec<u8> {
    let (mut bytes, drawing) = (Vec::new(), RgbImage::new(MIN_SIDE, MIN_SIDE));
    PngEncoder::new(&mut bytes).write_image(&drawing, MIN_SIDE, MIN_SIDE, ExtendedColorType::Rgb8).unwrap();
    bytes
}

/// What an operation wants as JSON.
pub fn body(operation: &str, app: Option<&App>) -> Option<Value> {
    let (slice, verb) = operation.split_once('.')?;
    match slice {
        "applications" => application(verb, app),
        "assignments" | "follow_ups" | "goals" | "notes" => casework(operation, app),
        "bulk" if verb == "run" => Some(json!({})),
        "bulk" => (verb == "plan").then(|| {
            json!({
                "action": { "action": "set_stage", "stage": "assessment" },
                "clients": [{ "id": app.map(|app| app.client(Served::Maria).unwrap()), "version": 1 }],
            })
        }),
        "clients" | "demographics" | "documents" => client(operation),
        "code_lists" | "custom_fields" | "departments" | "mail_texts" | "organization" | "programs"
        | "settings" => setting(operation, app),
        "configuration" => (verb != "export").then(|| json!({ "format": 1 })),
        "audit" => (verb == "export")
            .then(|| json!({ "filter": { "entity": "clients" }, "reason": "Asked for by the county" })),
        "exports" => export(verb),
        "enrollments" | "waitlist" => enrollment(verb, app),
        "restrictions" | "changes" | "erasures" | "legal_holds" => record(operation, app),
        "dashboard" => (verb == "arrange").then(|| json!({ "shown": ["numbers"], "hidden": ["activity"] })),
        "intake" => intake(verb),
        "intake_links" => (verb == "make")
            .then(|| json!({ "name": "Job fair", "kind": "public", "expires_on": day(app, 30) })),
        "note_templates" => template(verb),
        "notifications" => {
            (verb == "choose").then(|| json!({ "kinds": [{ "kind": "note_mentioned", "way": "mail" }] }))
        }
        "unsent" => (verb == "keep").then(|| json!({ "fields": { "/text": "She called back and" } })),
        "views" => {
            (verb == "save").then(|| json!({ "list": "clients", "name": "Mine", "query": "status=active" }))
        }
        "api_keys" => (verb == "make").then(
            || json!({ "name": "County", "permissions": ["see_programs"], "expires_on": day(app, 30) }),
        ),
        "roles" => role(verb),
        "sessions" => session(verb),
        "account" => account(verb),
        "users" => user(verb, app),
        _ => None,
    }
}

/// In the program that stands last, which María is not in.
fn enrollment(verb: &str, app: Option<&App>) -> Option<Value> {
    let query = "select id from programs order by position desc, name desc";
    let program = app.map(|app| app.database.column(query).unwrap().remove(0));
    let today = day(app, 0);
    Some(match verb {
        "ask" | "enroll" => json!({ "program_id": program, "start_date": today }),
        "discharge" => json!({ "end_date": today, "reason": "completed" }),
        "transfer" => json!({ "program_id": program, "start_date": today, "reason": "transferred" }),
        "join" => json!({ "client_id": app.map(|app| app.client(Served::Sukarno).unwrap()) }),
        "offer" => json!({ "start_date": today, "reply_days": 3 }),
        "answer" => json!({ "status": "removed", "reason": "She found work" }),
        "correct" => json!({ "end_date": day(app, 60), "reason": "The course ends on that day" }),
        _ => return None,
    })
}

fn export(verb: &str) -> Option<Value> {
    Some(match verb {
        "preview" => json!({ "of": { "filter": {} } }),
        "create" => json!({
            "of": { "filter": {} }, "columns": ["last_name"], "reason": "Invitations to the job fair",
        }),
        "preview_applications" => json!({ "filter": {} }),
        "create_applications" => json!({
            "filter": {}, "columns": ["reference"], "reason": "Figures for the funder's visit",
        }),
        _ => return None,
    })
}

fn session(verb: &str) -> Option<Value> {
    Some(match verb {
        "sign_in" => json!({ "email": Cast::Ada.email(), "password": PASSWORD }),
        "pass_second_step" => json!({ "challenge": "nobody's", "code": "000000" }),
        _ => return None,
    })
}

fn account(verb: &str) -> Option<Value> {
    let new = "seven lanterns borrow a quiet otter";
    Some(match verb {
        "change_password" => json!({ "current_password": PASSWORD, "password": new }),
        "begin_second_factor" | "remove_second_factor" | "renew_recovery_codes" => {
            json!({ "current_password": PASSWORD })
        }
        "confirm_second_factor" => json!({ "code": "000000" }),
        // Another one each time: one mailbox gets a few links an hour.
        "ask_reset" => json!({ "email": format!("{}@example.org", Uuid::new_v4()) }),
        "open_link" => json!({ "code": "nobody's" }),
        "use_link" => json!({ "code": "nobody's", "password": new }),
        _ => return None,
    })
}

/// Tess is whom it is done to: nobody's work depends on her.
fn user(verb: &str, app: Option<&App>) -> Option<Value> {
    let chosen = || json!([{ "id": app.map(|app| app.user(Cast::Tess).unwrap()), "version": 1 }]);
    Some(match verb {
        "invite" => json!({ "name": "Rosa Luz", "email": "rosa@example.org", "roles": ["staff"] }),
        "amend" => json!({ "name": "Tess O’Brien" }),
        "deactivate" | "reactivate" | "forget_second_factor" => reason(),
        "invite_all" => {
            json!({ "people": [{ "name": "Wei", "email": "wei@example.org" }], "roles": ["staff"] })
        }
        "deactivate_all" => json!({ "people": chosen(), "reason": "Left at the end of the month" }),
        "add_role" => json!({ "people": chosen(), "role": "wble_participant" }),
        _ => return None,
    })
}

fn intake(verb: &str) -> Option<Value> {
    Some(match verb {
        "save" => json!({ "form": { "first_name": "Rosa" }, "step": "personal", "version": 1 }),
        "begin_upload" => json!({ "name": "letter.txt", "size": 16 }),
        "open_by_link" | "referral" => json!({ "code": "nobody's" }),
        // Another one each time: one link is soon slowed down.
        "resume" => json!({ "code": Uuid::new_v4(), "date_of_birth": "1990-02-28" }),
        _ => return None,
    })
}

fn reason() -> Value {
    json!({ "reason": "Asked for by the person at the front desk" })
}

fn application(verb: &str, app: Option<&App>) -> Option<Value> {
    Some(match verb {
        "submit" => json!({
            "first_name": "Rosa", "last_name": "Luz", "date_of_birth": "1990-02-28", "phone": "415-555-0177",
            "residency": "resident", "consent": true, "consent_version": "2026-1", "language": "en",
        }),
        "attach" => json!({ "client_id": app.map(|app| app.client(Served::Maria).unwrap()) }),
        "refuse" | "disclose_document" => reason(),
        _ => return None,
    })
}

fn casework(operation: &str, app: Option<&App>) -> Option<Value> {
    let user = |person| app.map(|app| app.user(person).unwrap());
    let tomorrow = day(app, 1);
    Some(match operation {
        "assignments.create" => json!({ "user_id": user(Cast::Ana) }),
        "assignments.end" => json!({ "follow_ups": { "to": user(Cast::Cora) } }),
        "follow_ups.set" => {
            json!({ "due_on": tomorrow, "purpose": "Call", "assignee_id": user(Cast::Casey) })
        }
        "follow_ups.reschedule" => json!({ "due_on": tomorrow }),
        "follow_ups.complete" => json!({ "outcome": "Done" }),
        "goals.set" => json!({ "title": "A job in a kitchen", "area": "employment" }),
        "goals.amend" => json!({ "why": "I like to cook." }),
        "goals.close" => json!({ "status": "reached", "outcome": "She cooks." }),
        "goals.add_step" => json!({ "what": "Write the résumé" }),
        "goals.amend_step" => json!({ "due_on": tomorrow }),
        "goals.complete_step" => json!({}),
        "notes.create" => {
            json!({ "kind": "general", "happened_at": "2026-11-02T10:00:00Z", "text": "Called." })
        }
        "notes.amend" => json!({ "text": "Called twice." }),
        "notes.add" => json!({ "text": "She called back." }),
        "notes.disclose" => reason(),
        "notes.review" => json!({}),
        _ => return None,
    })
}

fn template(verb: &str) -> Option<Value> {
    Some(match verb {
        // Another name each time: two of one name are refused.
        "add" => json!({ "kind": "general", "name": Uuid::new_v4(), "text": "Goal:" }),
        "amend" => json!({ "text": "Goals:" }),
        _ => return None,
    })
}

fn client(operation: &str) -> Option<Value> {
    Some(match operation {
        "clients.create" => json!({ "first_name": "Rosa", "last_name": "Luz" }),
        "clients.update" => json!({ "preferred_name": "Rosa" }),
        "clients.sharing" => {
            json!({ "contact_points": [{ "kind": "email", "value": "maria.delgado@example.org" }] })
        }
        "clients.move_stage" => json!({ "stage": "assessment" }),
        "clients.disclose_ssn" | "documents.disclose" => reason(),
        "demographics.answer" => json!({ "answers": [{ "question": "sex", "status": "declined" }] }),
        _ => return None,
    })
}

fn setting(operation: &str, app: Option<&App>) -> Option<Value> {
    let today = app.map(|app| app.database.column("select today()").unwrap().remove(0));
    Some(match operation {
        "code_lists.add" => json!({ "code": "agender", "labels": { "en": "Agender" } }),
        "code_lists.amend" => json!({ "labels": { "en": "Another gender" } }),
        // Another name each time: two fields of one name are refused.
        "custom_fields.add" => {
            json!({ "name": format!("f{}", Uuid::new_v4().simple()), "labels": { "en": "Hat size" },
            "takes": { "kind": "number" } })
        }
        "custom_fields.amend" => json!({ "labels": { "en": "Another size" } }),
        "custom_fields.set" => json!({ "values": { "shoe_size": "10" } }),
        "departments.add" => json!({ "name": "Housing" }),
        "departments.amend" => json!({ "name": "Housing and shelter" }),
        "programs.add" => json!({ "name": "Kitchen Academy" }),
        "programs.amend" => json!({ "location": "Folsom Street" }),
        "programs.set_capacity" => json!({ "capacity": 20, "effective_from": today }),
        "mail_texts.amend" => json!({ "subject": "Welcome" }),
        "settings.amend" => json!({ "draft_days": 13 }),
        "organization.amend" => json!({ "mission": "Serving since 1971" }),
        _ => return None,
    })
}

/// A day from today on, by the organization's clock.
fn day(app: Option<&App>, days: u32) -> Option<String> {
    app.map(|app| app.database.column(&format!("select today() + {days}")).unwrap().remove(0))
}

fn role(verb: &str) -> Option<Value> {
    Some(match verb {
        // Another name each time: two roles of one name are refused.
        "add" => json!({ "name": Uuid::new_v4(), "sight": "nobody", "permissions": ["see_reports"] }),
        "amend" | "effect" => json!({ "description": "Answers the phone" }),
        _ => return None,
    })
}

fn record(operation: &str, app: Option<&App>) -> Option<Value> {
    let first = "select id from programs order by position, name";
    let program = || app.map(|app| app.database.column(first).unwrap().remove(0));
    Some(match operation {
        "restrictions.add" => {
            json!({ "reach": { "scope": "organization" }, "start_date": "2026-01-01", "reason": "Threats" })
        }
        "restrictions.notice_with_reason" => json!({ "language": "es" }),
        "restrictions.amend" => json!({ "reason": "It was worse" }),
        "restrictions.lift" => reason(),
        "restrictions.bypass" => json!({
            "program_id": program(), "valid_from": day(app, 0), "valid_until": day(app, 7),
            "reason": "She brought the drill back",
        }),
        "erasures.erase" | "legal_holds.set" | "legal_holds.lift" => {
            json!({ "reason": "The court asked for it on November 3" })
        }
        "changes.approve" | "changes.refuse" => json!({ "rationale": "Confirmed with her on the phone" }),
        _ => return None,
    })
}
