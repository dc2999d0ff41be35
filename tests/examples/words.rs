//! What an operation is asked where a reader should see more than the least that is taken.

use serde_json::{Value, json};
use testkit::{App, Cast, Served};

use crate::{
    api::applicant,
    hard::tamper,
    policy::objects::{self, Object},
};

/// A body that shows more than the policy's.
pub fn body(operation: &str, target: &str, app: &App) -> Option<Value> {
    let day = |from: &str| app.database.column(&format!("select {from}")).unwrap().remove(0);
    Some(match operation {
        "account.ask_reset" => json!({ "email": Cast::Casey.email() }),
        "applications.submit" => applicant::form(),
        "bulk.plan" => {
            let ending = json!({ "action": "end_assignment", "user_id": app.user(Cast::Casey).unwrap() });
            let moving = json!({ "action": "set_stage", "stage": "assessment" });
            let (client, version) = objects::address(app, "/clients/{id}", Object::Caseload);
            let client = client.rsplit('/').next();
            json!({
                "action": if target == "bulk.left_behind" { ending } else { moving },
                "clients": [{ "id": client, "version": version }],
            })
        }
        "clients.create" => json!({
            "first_name": "Rosa", "last_name": "Luz", "date_of_birth": "1990-02-28",
            "contact_points": [{ "kind": "phone", "value": "415-555-0177", "may_contact": true }],
        }),
        "clients.update" => json!({ "preferred_name": "Mari", "emergency_contact": null }),
        "configuration.import" | "configuration.preview" => {
            json!({ "format": 1, "departments": [{ "name": "Housing" }] })
        }
        "custom_fields.add" => json!({
            "name": "hat_size", "labels": { "en": "Hat size", "es": "Talla de sombrero" },
            "takes": { "kind": "number" },
        }),
        "exports.preview" => json!({ "of": { "filter": { "status": ["active"] } } }),
        "exports.create" => json!({
            "of": { "filter": { "status": ["active"] } }, "columns": ["last_name", "first_name", "phones"],
            "reason": "Invitations to the job fair in May", "language": "en",
        }),
        "exports.preview_applications" => json!({ "filter": { "status": ["new"] } }),
        "exports.create_applications" => json!({
            "filter": { "status": ["new"] }, "columns": ["reference", "last_name", "first_name", "programs"],
            "reason": "Figures for the funder's visit", "language": "en",
        }),
        "goals.complete_step" => json!({ "done_on": day("today()") }),
        "intake.save" => json!({
            "form": { "first_name": "Rosa", "last_name": "Luz", "date_of_birth": "1990-02-28", "phone": "415-555-0177" },
            "step": "personal", "version": 1,
        }),
        "intake_links.make" if target == "intake.referral" => json!({
            "name": "Hope House", "kind": "referral", "partner": "Hope House",
            "partner_email": "intake@hope.example.org", "partner_language": "es", "expires_on": day("today() + 30"),
        }),
        "note_templates.add" => json!({
            "kind": "general", "name": "First call", "text": "Reached at:\nAgreed on:",
        }),
        "notes.create" => json!({
            "kind": "general", "happened_at": day("to_char(now() - interval '1 day', 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"')"),
            "text": "Called about the bus pass. It is at the front desk.",
        }),
        "restrictions.add" => json!({
            "reach": { "scope": "organization" }, "start_date": day("today()"),
            "review_date": day("today() + 30"), "reason": "Threatened somebody at the front desk",
        }),
        "roles.add" => json!({
            "name": "Front desk lead", "description": "Answers the phone", "sight": "card",
            "permissions": ["see_clients", "see_programs"],
        }),
        "users.invite" => json!({
            "name": "Olena Kovalenko", "email": "olena@example.org", "roles": ["ttw_participant"],
            "client_id": app.client(Served::Olena).unwrap(),
        }),
        "views.save" => json!({ "list": "clients", "name": "Active clients", "query": "status=active" }),
        _ => return None,
    })
}

/// Whether it wants the code of a mail.
pub fn comes_by_mail(operation: &str) -> bool {
    ["account.open_link", "account.use_link"].contains(&operation)
}

/// What no request brings about.
pub fn prepare(app: &App, operation: &str) {
    match operation {
        // Tried to the end.
        "jobs.retry" => tamper(app, DEAD),
        "custom_fields.set" => tamper(app, SHOE_SIZE),
        "users.forget_second_factor" => tamper(app, SECOND_FACTOR),
        "applications.disclose_document" => tamper(app, LETTER),
        "departments.remove" => tamper(app, UNUSED_DEPARTMENT),
        "programs.remove" => tamper(app, UNUSED_PROGRAM),
        "programs.remove_capacity" => tamper(app, COMING_CAPACITY),
        "erasures.erase" | "erasures.list" | "erasures.of_client" => tamper(app, NOTHING_IN_THE_WAY),
        "waitlist.accept" => tamper(app, &offered(app)),
        _ => {}
    }
}

/// What an operation is about that no step before it answers with.
pub fn subject(app: &App, operation: &str) -> Option<String> {
    let query = match operation {
        "jobs.retry" => "select id from jobs",
        "restrictions.end_bypass" => "select id from restriction_bypasses",
        "erasures.of_client" => "select client_id from erasures",
        "legal_holds.list_of_client" => "select client_id from legal_holds order by set_at desc",
        "departments.remove" => "select id from departments where name = 'Annex'",
        "programs.remove" => "select id from programs where name = 'Sewing circle'",
        "programs.remove_capacity" => "select id from program_capacities where effective_from > today()",
        "waitlist.list_of_program" | "waitlist.offer" => "select program_id from waitlist_entries",
        "enrollments.discharges" => "select client_id from discharges",
        "waitlist.list_of_client" => "select client_id from waitlist_entries",
        _ => return None,
    };
    Some(app.database.column(query).unwrap().remove(0))
}

/// María has neither an enrollment nor a restriction any more.
const NOTHING_IN_THE_WAY: &str = "update enrollments set start_date = today() - 9, end_date = today() - 1 \
    where client_id in (select id from clients where last_name = 'Delgado'); \
    update restrictions set lifted_at = now(), lifting_reason = 'Served' where lifted_at is null";

const DEAD: &str =
    "update jobs set state = 'dead', attempts = 12, last_error = 'no answer', finished_at = now()";

/// Whoever the operation is about has one.
const SECOND_FACTOR: &str = "update users set second_factor_since = now(), second_factor_sealed = '\\x01' \
    where email = 'casey@example.org'";

/// Came with an application.
const LETTER: &str = "update documents set client_id = null, \
    application_id = (select id from applications where status = 'new' order by submitted_at limit 1)";

/// What nothing names goes.
const UNUSED_DEPARTMENT: &str =
    "insert into departments (id, name) values (gen_random_uuid(), 'Annex') on conflict do nothing";
const UNUSED_PROGRAM: &str = "insert into programs (id, name, position) \
    select gen_random_uuid(), 'Sewing circle', 99 \
    where not exists (select from programs where name = 'Sewing circle')";

/// Of the first program, as of a day to come.
const COMING_CAPACITY: &str = "insert into program_capacities (id, program_id, effective_from, capacity) \
    select gen_random_uuid(), id, today() + 30, 25 from programs order by position limit 1 on conflict do nothing";

/// Who may only propose that a place is accepted offers none.
fn offered(app: &App) -> String {
    let client = app.client(Served::Maria).unwrap();
    format!(
        "insert into waitlist_entries (id, program_id, client_id, status, offered_at, start_date, reply_by) \
        select gen_random_uuid(), id, '{client}', 'offered', now(), today(), today() + 3 \
        from programs order by position desc, name desc limit 1 on conflict do nothing"
    )
}

const SHOE_SIZE: &str = "insert into custom_fields (id, name, labels, kind, takes, kept_on, position) values \
    (gen_random_uuid(), 'shoe_size', '{\"en\": \"Shoe size\"}', 'text', '{\"kind\": \"text\"}', 'clients', 0) on conflict do nothing";
