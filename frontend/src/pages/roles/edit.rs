//! Changing an own role: first it is shown whom the change affects, then it is saved.

use domain::{
    role::RoleId,
    roles::{ListedRole, RoleEffect, RolePatch},
};
use leptos::{prelude::*, task::spawn_local};

use super::{
    effect::SaveRole,
    fields::{RoleFields, RoleForm},
};
use crate::{
    components::{dialog::Dialog, toast::use_toasts},
    forms::{Core, Form, FormView, SendButton},
    i18n::{say, tr, use_i18n},
    session::use_session,
};

/// A change that waits to be confirmed, and whom it affects.
#[derive(Clone)]
pub struct Planned {
    pub id: RoleId,
    pub version: i32,
    pub patch: RolePatch,
    pub effect: RoleEffect,
}

#[component]
pub fn EditRole(role: ListedRole, again: Callback<()>) -> impl IntoView {
    let (i18n, session, toasts) = (use_i18n(), use_session(), use_toasts());
    let (id, version) = (role.id, role.version.unwrap_or_default());
    let core = Core::new("role");
    let fields = RoleForm::new(core, &RolePatch::default().over(&role));
    let form = Form::new(core, move || fields.draft());
    let (planned, open) = (RwSignal::new(None::<Planned>), RwSignal::new(false));
    let was = StoredValue::new(role);
    let plan = move || {
        let Some(draft) = form.ready() else { return };
        let patch = was.with_value(|was| RolePatch::between(was, &draft));
        if patch == RolePatch::default() {
            toasts.say(untrack(|| say!(i18n, roles.unchanged)));
            return;
        }
        core.pending().set(true);
        spawn_local(async move {
            let answer = session.role_effect(id, patch.clone()).await;
            if core.pending().try_set(false).is_some() {
                return; // The page was left.
            }
            match answer {
                Ok(effect) => {
                    planned.set(Some(Planned { id, version, patch, effect }));
                    open.set(true);
                }
                Err(failure) => form.refuse(failure),
            }
        });
    };
    let saved = Callback::new(move |()| {
        core.is_saved();
        again.run(());
    });
    view! {
        <div class="card padded">
            <FormView core on_send=plan>
                <RoleFields form=fields/>
                <div class="form-actions"><SendButton core label=tr!(roles.save)/></div>
            </FormView>
        </div>
        <Dialog open title=tr!(roles.effect) wide=true>
            {move || planned.get().map(|planned| view! { <SaveRole planned open saved/> })}
        </Dialog>
    }
}
