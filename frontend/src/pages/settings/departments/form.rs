//! Adding a department, and changing one.

use domain::{
    departments::{Department, DepartmentDraft, DepartmentPatch},
    patch::Patch,
    permission::Permission,
};
use leptos::prelude::*;

use crate::{
    api::Outcome,
    components::loaded::Reading,
    forms::{Core, Field, Form, FormView, Select, SendButton, TextField},
    i18n::{say, tr, use_i18n},
    pages::{
        outcome::use_outcome,
        proposing::Proposing,
        stale::{BothSides, Sides},
    },
    session::use_session,
};

/// A handle: copying it is free.
#[derive(Clone, Copy)]
struct Wish {
    name: Field<String>,
    owner: Field<String>,
}

impl Wish {
    fn new(core: Core, found: Option<&Department>) -> Self {
        let owner = found.and_then(|found| found.owner_id).map(|owner| owner.to_string());
        Self {
            name: core.text("/name", found.map(|found| found.name.clone()).unwrap_or_default()),
            owner: core.text("/owner_id", owner.unwrap_or_default()),
        }
    }
}

/// Fields of a department. Whoever owns it is offered, also when their account was closed.
#[component]
fn WishFields(wish: Wish, #[prop(optional_no_strip)] owner: Option<(String, String)>) -> impl IntoView {
    let session = use_session();
    let colleagues = Reading::new(move || session.colleagues());
    let owner = StoredValue::new(owner);
    let people = Signal::derive(move || {
        let all = colleagues.value().unwrap_or_default().into_iter();
        let mut all: Vec<(String, String)> = all.map(|one| (one.id.to_string(), one.name)).collect();
        let left = owner.get_value().filter(|(id, _)| all.iter().all(|(one, _)| one != id));
        all.extend(left);
        all
    });
    view! {
        <TextField field=wish.name label=tr!(departments.name)/>
        <Select field=wish.owner label=tr!(departments.owner) help=tr!(departments.owner_help) choices=people
            blank=tr!(departments.nobody) optional=true/>
    }
}

#[component]
pub fn AddDepartment(open: RwSignal<bool>, again: Callback<()>) -> impl IntoView {
    let (i18n, session, outcome) = (use_i18n(), use_session(), use_outcome());
    let core = Core::new("department");
    let wish = Wish::new(core, None);
    let form =
        Form::new(core, move || DepartmentDraft { name: wish.name.trimmed(), owner_id: wish.owner.parsed() });
    let done = move |done: Outcome<Department>| {
        core.is_saved();
        open.set(false);
        outcome.tell(&done, say!(i18n, departments.added));
        again.run(());
    };
    view! {
        <FormView core on_send=move || form.send(move |draft| session.add_department(draft), done)>
            <WishFields wish/>
            <Proposing applied_with=&[Permission::EditPrograms]/>
            <div class="form-actions"><SendButton core label=tr!(departments.add)/></div>
        </FormView>
    }
}

#[component]
pub fn AmendDepartment(department: Department, open: RwSignal<bool>, again: Callback<()>) -> impl IntoView {
    let (i18n, session, outcome) = (use_i18n(), use_session(), use_outcome());
    let core = Core::new("department-edit");
    let wish = Wish::new(core, Some(&department));
    let (id, version) = (department.id, department.version);
    let owner = department.owner_id.map(|id| id.to_string()).zip(department.owner_name.clone());
    let was = Signal::stored(department);
    let form = Form::new(core, move || {
        was.with(|was| DepartmentPatch {
            name: Some(wish.name.trimmed()).filter(|name| *name != was.name),
            owner_id: Patch::between(was.owner_id.as_ref(), wish.owner.parsed()),
        })
    });
    let done = move |done: Outcome<Department>| {
        core.is_saved();
        open.set(false);
        outcome.tell(&done, say!(i18n, departments.changed));
        again.run(());
    };
    let save = move |(patch, now): (DepartmentPatch, Department)| {
        form.send_this(patch, move |patch| session.amend_department(id, now.version, patch), done);
    };
    view! {
        <FormView core on_send=move || form.send(move |patch| session.amend_department(id, version, patch), done)>
            <BothSides form was sides=Sides::of_patch() read=move || session.department(id) save/>
            <WishFields wish owner/>
            <Proposing applied_with=&[Permission::EditPrograms]/>
            <div class="form-actions"><SendButton core label=tr!(departments.save)/></div>
        </FormView>
    }
}
