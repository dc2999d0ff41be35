//! Making a role: from nothing, or as a copy of another one (`?from=staff`).

use domain::{role::RoleId, roles::RoleDraft};
use leptos::prelude::*;
use leptos_router::{components::A, hooks::use_navigate};

use super::{
    fields::{RoleFields, RoleForm},
    words,
};
use crate::{
    components::{
        address::Address,
        loaded::{Loaded, Reading},
        page_header::PageHeader,
        toast::use_toasts,
    },
    forms::{Core, Form, FormView, SendButton},
    i18n::{say, tr, use_i18n},
    session::use_session,
};

#[component]
pub fn NewRole() -> impl IntoView {
    let (i18n, session, address) = (use_i18n(), use_session(), Address::here());
    let mine = session.me().permissions;
    let reading = Reading::new(move || {
        let from: Option<RoleId> = address.parsed("from");
        async move {
            let Some(from) = from else { return Ok(RoleDraft::default()) };
            let role = session.role(from).await?.role;
            Ok(RoleDraft {
                name: untrack(|| say!(i18n, roles.copy_of, name = words::named(i18n, role.id, &role.name))),
                description: role.description,
                sight: role.sight,
                // Nobody gives what they do not have.
                permissions: role.permissions.intersection(mine),
                second_factor_required: role.second_factor_required,
            })
        }
    });
    view! {
        <PageHeader title=tr!(roles.add)/>
        <Loaded reading rows=8 lasting=true let:from><Make from/></Loaded>
    }
}

#[component]
fn Make(from: RoleDraft) -> impl IntoView {
    let (i18n, session, toasts, navigate) = (use_i18n(), use_session(), use_toasts(), use_navigate());
    let core = Core::new("role");
    let fields = RoleForm::new(core, &from);
    let form = Form::new(core, move || fields.draft());
    let done = move |made: domain::roles::ListedRole| {
        toasts.say(untrack(|| say!(i18n, roles.made)));
        navigate(&format!("/staff/roles/{}", made.id), Default::default());
    };
    let send = move || form.send(move |draft| session.add_role(draft), done.clone());
    view! {
        <div class="card padded">
            <FormView core on_send=send>
                <RoleFields form=fields/>
                <div class="form-actions">
                    <SendButton core label=tr!(roles.make)/>
                    <A href="/staff/roles" {..} class="btn btn-ghost">{tr!(common.cancel)}</A>
                </div>
            </FormView>
        </div>
    }
}
