//! Files, and how long things are kept.

use domain::permission::Permission;
use leptos::prelude::*;

use super::numbers::{Number, Numbers};
use crate::{
    i18n::tr,
    pages::{
        not_found::NotFound,
        retention::{Due, Ledger},
    },
    session::use_session,
};

/// How long things are kept, for whoever sets it, and what was erased and will be, for whoever keeps records.
#[component]
pub fn RetentionPage() -> impl IntoView {
    let session = use_session();
    let (sets, keeps) = (session.may(Permission::EditOrganization), session.may(Permission::KeepRecords));
    match sets || keeps {
        true => view! { {sets.then(|| view! { <Periods/> })} <Due/> <Ledger/> }.into_any(),
        false => view! { <NotFound/> }.into_any(),
    }
}

#[component]
fn Periods() -> impl IntoView {
    let numbers = vec![
        Number {
            pointer: "/file_megabytes",
            label: tr!(system.megabytes),
            help: tr!(system.megabytes_help),
            of: |settings| settings.file_megabytes,
            put: |patch, value| patch.file_megabytes = Some(value),
        },
        Number {
            pointer: "/application_files",
            label: tr!(system.files),
            help: tr!(system.files_help),
            of: |settings| settings.application_files,
            put: |patch, value| patch.application_files = Some(value),
        },
        Number {
            pointer: "/draft_days",
            label: tr!(system.drafts),
            help: tr!(system.drafts_help),
            of: |settings| settings.draft_days,
            put: |patch, value| patch.draft_days = Some(value),
        },
        Number {
            pointer: "/unsent_days",
            label: tr!(system.unsent),
            help: tr!(system.unsent_help),
            of: |settings| settings.unsent_days,
            put: |patch, value| patch.unsent_days = Some(value),
        },
        Number {
            pointer: "/job_days",
            label: tr!(system.jobs),
            help: tr!(system.jobs_help),
            of: |settings| settings.job_days,
            put: |patch, value| patch.job_days = Some(value),
        },
        Number {
            pointer: "/failed_job_days",
            label: tr!(system.failed_jobs),
            help: tr!(system.failed_jobs_help),
            of: |settings| settings.failed_job_days,
            put: |patch, value| patch.failed_job_days = Some(value),
        },
        Number {
            pointer: "/bulk_change_days",
            label: tr!(system.bulk),
            help: tr!(system.bulk_help),
            of: |settings| settings.bulk_change_days,
            put: |patch, value| patch.bulk_change_days = Some(value),
        },
        Number {
            pointer: "/notification_days",
            label: tr!(system.notifications),
            help: tr!(system.notifications_help),
            of: |settings| settings.notification_days,
            put: |patch, value| patch.notification_days = Some(value),
        },
        Number {
            pointer: "/application_months",
            label: tr!(system.applications),
            help: tr!(system.applications_help),
            of: |settings| settings.application_months,
            put: |patch, value| patch.application_months = Some(value),
        },
        Number {
            pointer: "/client_years",
            label: tr!(retention.years),
            help: tr!(retention.years_help),
            of: |settings| settings.client_years,
            put: |patch, value| patch.client_years = Some(value),
        },
        Number {
            pointer: "/access_years",
            label: tr!(retention.looks),
            help: tr!(retention.looks_help),
            of: |settings| settings.access_years,
            put: |patch, value| patch.access_years = Some(value),
        },
    ];
    view! {
        <section class="section" aria-labelledby="retention-title">
            <h2 id="retention-title">{tr!(system.retention)}</h2>
            <p class="muted">{tr!(system.retention_help)}</p>
            <Numbers numbers/>
            <p class="muted">{tr!(retention.with_the_record)}</p>
        </section>
    }
}
