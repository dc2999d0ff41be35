//! Changing an own role: first it is shown whom the change affects, then it is saved.

use domain::{
    role::RoleId,
    roles::{ListedRole, RoleDraft, RoleEffect, RolePatch},
};
use leptos::{prelude::*, task::spawn_local};

use super::{
    effect::SaveRole,
    fields::{RoleFields, RoleForm},
};
use crate::{
    api::Failure,
    components::{
        dialog::Dialog,
        toast::{Toaster, use_toasts},
    },
    forms::{Core, Form, FormView, SendButton},
    i18n::{I18n, say, tr, use_i18n},
    session::{Session, use_session},
};

/// A change that waits to be confirmed, and whom it affects.
#[derive(Clone)]
pub struct Planned {
    pub id: RoleId,
    pub version: i32,
    pub patch: RolePatch,
    pub effect: RoleEffect,
}

/// From what was typed to what is saved, with the question in between. A handle: copying it is free.
#[derive(Clone, Copy)]
pub struct Plan {
    form: Form<RoleDraft>,
    was: StoredValue<ListedRole>,
    planned: RwSignal<Option<Planned>>,
    open: RwSignal<bool>,
    session: Session,
    toasts: Toaster,
    i18n: I18n,
}

impl Plan {
    /// Only in a component's body.
    pub fn of(core: Core, fields: RoleForm, role: ListedRole) -> Self {
        Self {
            form: Form::new(core, move || fields.draft()),
            was: StoredValue::new(role),
            planned: RwSignal::new(None),
            open: RwSignal::new(false),
            session: use_session(),
            toasts: use_toasts(),
            i18n: use_i18n(),
        }
    }

    /// Asks whom it affects, and shows them.
    pub fn make(self) {
        let Some(draft) = self.form.ready() else { return };
        let (id, version) = self.was.with_value(|was| (was.id, was.version.unwrap_or_default()));
        let patch = self.was.with_value(|was| RolePatch::between(was, &draft));
        if patch == RolePatch::default() {
            let i18n = self.i18n;
            self.toasts.say(untrack(|| say!(i18n, roles.unchanged)));
            return;
        }
        let core = self.form.core;
        core.pending().set(true);
        spawn_local(async move {
            let answer = self.session.role_effect(id, patch.clone()).await;
            if core.pending().try_set(false).is_some() {
                return; // The page was left.
            }
            match answer {
                Ok(effect) => {
                    self.planned.set(Some(Planned { id, version, patch, effect }));
                    self.open.set(true);
                }
                Err(failure) => self.form.refuse(failure),
            }
        });
    }
}

/// Whom the planned change affects, and the button that saves it.
#[component]
pub fn PlanDialog(plan: Plan, saved: Callback<()>) -> impl IntoView {
    let (core, open) = (plan.form.core, plan.open);
    let saved = Callback::new(move |()| {
        core.is_saved();
        saved.run(());
    });
    // Some things are looked at only when it is saved. They are told at the fields, which stand behind the dialog.
    let refused = Callback::new(move |failure: Failure| {
        open.set(false);
        plan.form.refuse(failure);
    });
    view! {
        <Dialog open title=tr!(roles.effect) wide=true>
            {move || plan.planned.get().map(|planned| view! { <SaveRole planned open saved refused/> })}
        </Dialog>
    }
}

#[component]
pub fn EditRole(role: ListedRole, again: Callback<()>) -> impl IntoView {
    let core = Core::new("role");
    let fields = RoleForm::new(core, &RolePatch::default().over(&role));
    let plan = Plan::of(core, fields, role);
    view! {
        <div class="card padded">
            <FormView core on_send=move || plan.make()>
                <RoleFields form=fields/>
                <div class="form-actions"><SendButton core label=tr!(roles.save)/></div>
            </FormView>
        </div>
        <PlanDialog plan saved=again/>
    }
}
