//! Every route of the API, in the order in which the documentation shows them.

use utoipa_actix_web::{scope::scope, service_config::ServiceConfig};

use crate::{
    account, api_keys, applications, assignments, audit, board, bulk, changes, clients, code_lists,
    configuration, custom_fields, dashboard, demographics, departments, documents, enrollments,
    equal_opportunity, follow_ups, goals, intake, jobs, logo, mail_texts, note_templates, notes,
    notifications, organization, photos, programs, restrictions, roles, sessions, settings, timeline, unsent,
    users, views,
};

/// The version that all routes stand under.
pub const ROOT: &str = "/api/v1";

/// Registers the API under its version.
pub fn configure(server: &mut ServiceConfig) {
    server.service(scope(ROOT).configure(slices));
}

/// A line for each slice. Only `service` documents a route; `route` would hide it.
fn slices(api: &mut ServiceConfig) {
    api.configure(intake::routes);
    api.configure(applications::routes);
    api.configure(equal_opportunity::routes);
    api.configure(sessions::routes);
    api.configure(account::routes);
    api.configure(dashboard::routes);
    api.configure(notifications::routes);
    api.configure(unsent::routes);
    api.configure(views::routes);
    api.configure(clients::routes);
    api.configure(board::routes);
    api.configure(bulk::routes);
    api.configure(photos::routes);
    api.configure(demographics::routes);
    api.configure(custom_fields::routes);
    api.configure(timeline::routes);
    api.configure(enrollments::routes);
    api.configure(assignments::routes);
    api.configure(documents::routes);
    api.configure(departments::routes);
    api.configure(programs::routes);
    api.configure(users::routes);
    api.configure(roles::routes);
    api.configure(api_keys::routes);
    api.configure(restrictions::routes);
    api.configure(notes::routes);
    api.configure(follow_ups::routes);
    api.configure(note_templates::routes);
    api.configure(goals::routes);
    api.configure(changes::routes);
    api.configure(audit::routes);
    api.configure(code_lists::routes);
    api.configure(organization::routes);
    api.configure(settings::routes);
    api.configure(mail_texts::routes);
    api.configure(configuration::routes);
    api.configure(logo::routes);
    api.configure(jobs::routes);
}
