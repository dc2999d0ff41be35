//! Whose sign-in takes a second factor, as the administration decides.

use domain::{
    organization::{Organization, OrganizationPatch},
    role::Role,
};
use leptos::prelude::*;

use crate::{
    components::{
        loaded::{Loaded, Reading},
        toast::use_toasts,
    },
    forms::{Checks, Core, Form, FormView, SendButton},
    i18n::{say, tr, use_i18n},
    pages::roles::words::built_in,
    session::use_session,
};

/// The roles of the staff, those first that see or change what concerns everybody: all that the setting takes.
const OFFERED: [Role; 12] = [
    Role::Administrator,
    Role::ClientDataCoordinator,
    Role::Analyst,
    Role::Manager,
    Role::Leader,
    Role::CaseManager,
    Role::Counselor,
    Role::Staff,
    Role::Volunteer,
    Role::HrAdmin,
    Role::HrManager,
    Role::Recruiter,
];

#[component]
pub fn Required() -> impl IntoView {
    let session = use_session();
    let reading = Reading::new(move || session.organization_settings());
    view! {
        <section class="card padded" aria-labelledby="account-required">
            <h2 id="account-required">{tr!(account.required)}</h2>
            <Loaded reading rows=2 let:found><Roles found again=Callback::new(move |()| reading.again())/></Loaded>
        </section>
    }
}

#[component]
fn Roles(found: Organization, again: Callback<()>) -> impl IntoView {
    let (i18n, session, toasts) = (use_i18n(), use_session(), use_toasts());
    let version = found.version;
    let chosen: Vec<String> = found.second_factor_roles.iter().map(|role| role.code().to_owned()).collect();
    let core = Core::new("required");
    let roles = core.field("/second_factor_roles", chosen);
    let build = move || OrganizationPatch {
        second_factor_roles: Some(roles.get().iter().filter_map(|code| Role::from_code(code)).collect()),
        ..OrganizationPatch::default()
    };
    let form = Form::new(core, build);
    let done = move |_| {
        toasts.say(untrack(|| say!(i18n, account.required_saved)));
        again.run(());
    };
    let send = move || form.send(move |patch| session.amend_organization(version, patch), done);
    let choices =
        Signal::derive(move || OFFERED.map(|role| (role.code().to_owned(), built_in(i18n, role))).to_vec());
    view! {
        <FormView core on_send=send>
            <Checks field=roles label=tr!(account.required_roles) help=tr!(account.required_help) choices/>
            <SendButton core label=tr!(common.save)/>
        </FormView>
    }
}
