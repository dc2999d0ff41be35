//! Deleting a department that no program belongs to: asked once.

use domain::departments::Department;
use leptos::prelude::*;

use crate::{
    components::confirm::{Call, Confirm},
    i18n::{say, tr, use_i18n},
    pages::outcome::use_outcome,
    session::use_session,
};

#[component]
pub fn RemoveDepartment(department: Department, open: RwSignal<bool>, again: Callback<()>) -> impl IntoView {
    let (i18n, session, outcome) = (use_i18n(), use_session(), use_outcome());
    let (call, id, version) = (Call::new(), department.id, department.version);
    let remove = move || {
        call.run(session.remove_department(id, version), move |done| {
            open.set(false);
            outcome.tell(&done, untrack(|| say!(i18n, departments.removed)));
            again.run(());
        });
    };
    view! {
        <p><strong>{department.name}</strong></p>
        <p>{tr!(departments.remove_help)}</p>
        <Confirm call label=tr!(departments.remove) on_yes=remove on_no=move || open.set(false)/>
    }
}
