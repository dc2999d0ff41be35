//! Every route of the API, in the order in which the documentation shows them.

use std::collections::BTreeMap;

use actix_web::{
    dev::HttpServiceFactory,
    web::{self, ServiceConfig},
};
use utoipa::openapi::{Paths, RefOr, Schema};
use utoipa_actix_web::OpenApiFactory;

use crate::{
    account, api_keys, applications, assignments, audit, board, bulk, changes, clients, code_lists,
    configuration, custom_fields, dashboard, demographics, departments, disclosures, documents, enrollments,
    equal_opportunity, erasures, exports, follow_ups, goals, intake, intake_links, jobs, legal_holds, logo,
    mail_texts, note_templates, notes, notifications, organization, photos, programs, restrictions, roles,
    sessions, settings, timeline, unsent, users, views, waitlist,
};

/// The version that all routes stand under.
pub const ROOT: &str = "/api/v1";

/// Registers the API under its version.
pub fn configure(server: &mut ServiceConfig) {
    server.service(web::scope(ROOT).configure(|server| slices(&mut Routes { server, said: None })));
}

/// What the slices say of their operations.
pub(crate) fn documentation() -> Documentation {
    let mut said = Documentation::default();
    drop(web::scope(ROOT).configure(|server| slices(&mut Routes { server, said: Some(&mut said) })));
    said
}

/// Where slices register their operations. Every worker does that anew, but what is said of them is collected once:
/// it weighs several megabytes.
pub(crate) struct Routes<'a> {
    server: &'a mut ServiceConfig,
    said: Option<&'a mut Documentation>,
}

impl Routes<'_> {
    pub fn service<F>(&mut self, operation: F) -> &mut Self
    where
        F: HttpServiceFactory + OpenApiFactory + 'static,
    {
        if let Some(said) = &mut self.said {
            said.add(&operation);
        }
        self.server.service(operation);
        self
    }

    pub fn configure(&mut self, slice: impl FnOnce(&mut Self)) -> &mut Self {
        slice(self);
        self
    }
}

/// Paths, without their root, and the schemas that they name.
#[derive(Default)]
pub(crate) struct Documentation {
    pub paths: Paths,
    pub schemas: BTreeMap<String, RefOr<Schema>>,
}

impl Documentation {
    /// Apart from the registering, in which it would stand for each operation: a server never runs these two megabytes
    /// of code, and need not have them in memory.
    #[cold]
    #[inline(never)]
    fn add(&mut self, operation: &impl OpenApiFactory) {
        self.paths.merge(operation.paths());
        let mut schemas = Vec::new();
        operation.schemas(&mut schemas);
        self.schemas.extend(schemas);
    }
}

/// A line for each slice.
fn slices(api: &mut Routes) {
    api.configure(intake::routes);
    api.configure(applications::routes);
    api.configure(equal_opportunity::routes);
    api.configure(intake_links::routes);
    api.configure(sessions::routes);
    api.configure(account::routes);
    api.configure(dashboard::routes);
    api.configure(notifications::routes);
    api.configure(unsent::routes);
    api.configure(views::routes);
    api.configure(clients::routes);
    api.configure(board::routes);
    api.configure(bulk::routes);
    api.configure(exports::routes);
    api.configure(photos::routes);
    api.configure(demographics::routes);
    api.configure(custom_fields::routes);
    api.configure(timeline::routes);
    api.configure(enrollments::routes);
    api.configure(waitlist::routes);
    api.configure(assignments::routes);
    api.configure(documents::routes);
    api.configure(departments::routes);
    api.configure(programs::routes);
    api.configure(users::routes);
    api.configure(roles::routes);
    api.configure(api_keys::routes);
    api.configure(restrictions::routes);
    api.configure(legal_holds::routes);
    api.configure(erasures::routes);
    api.configure(notes::routes);
    api.configure(follow_ups::routes);
    api.configure(note_templates::routes);
    api.configure(goals::routes);
    api.configure(changes::routes);
    api.configure(audit::routes);
    api.configure(disclosures::routes);
    api.configure(code_lists::routes);
    api.configure(organization::routes);
    api.configure(settings::routes);
    api.configure(mail_texts::routes);
    api.configure(configuration::routes);
    api.configure(logo::routes);
    api.configure(jobs::routes);
}
