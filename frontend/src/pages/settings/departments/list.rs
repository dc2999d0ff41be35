//! All departments.

use domain::departments::Department;
use leptos::prelude::*;

use super::{
    form::{AddDepartment, AmendDepartment},
    remove::RemoveDepartment,
};
use crate::{
    components::{
        dialog::Dialog,
        empty::Empty,
        icon::{Icon, Name},
        loaded::{Loaded, Reading},
    },
    i18n::{say, tr, use_i18n},
    pages::{
        audit::HistoryLink,
        client::{WaitingHere, provide_pending_of_departments},
    },
    session::use_session,
};

#[component]
pub fn Departments() -> impl IntoView {
    let session = use_session();
    let reading = Reading::new(move || session.departments());
    let again = Callback::new(move |()| reading.again());
    let adding = RwSignal::new(false);
    view! {
        <section class="section" aria-labelledby="departments-title">
            <header class="section-head">
                <h2 id="departments-title">{tr!(departments.title)}</h2>
                <button class="btn btn-sm btn-primary" type="button" on:click=move |_| adding.set(true)>
                    <Icon name=Name::Plus/> {tr!(departments.add)}
                </button>
            </header>
            <Loaded reading let:all><Rows all again/></Loaded>
        </section>
        <Dialog open=adding title=tr!(departments.add)><AddDepartment open=adding again/></Dialog>
    }
}

#[component]
fn Rows(all: Vec<Department>, again: Callback<()>) -> impl IntoView {
    // Read with the list, so that what one just proposed stands there.
    provide_pending_of_departments();
    let new = view! { <WaitingHere edits=&["departments.add"]/> };
    if all.is_empty() {
        let none =
            view! { <Empty icon=Name::Program title=tr!(departments.none) help=tr!(departments.none_help)/> };
        return view! { {new} {none} }.into_any();
    }
    let rows = all.into_iter().map(|department| view! { <Row department again/> });
    view! { {new} <ul class="rows card" aria-labelledby="departments-title">{rows.collect_view()}</ul> }
        .into_any()
}

#[component]
fn Row(department: Department, again: Callback<()>) -> impl IntoView {
    let i18n = use_i18n();
    let (amending, removing) = (RwSignal::new(false), RwSignal::new(false));
    let name = StoredValue::new(department.name.clone());
    let owner = match &department.owner_name {
        Some(owner) => say!(i18n, departments.owned_by, name = owner),
        None => say!(i18n, departments.no_owner),
    };
    let programs = match department.programs {
        0 => say!(i18n, departments.programs_none),
        1 => say!(i18n, departments.programs_one),
        n => say!(i18n, departments.programs_many, n = n),
    };
    let below = format!("{owner} · {programs}");
    let (is_empty, id) = (department.programs == 0, department.id.uuid());
    let kept = StoredValue::new(department);
    let amend_label = move || say!(i18n, departments.amend_named, name = name.get_value());
    let remove_label = move || say!(i18n, departments.remove_named, name = name.get_value());
    view! {
        <li class="row row-tall">
            <div class="row-body"><strong>{name.get_value()}</strong> <p class="muted small">{below}</p>
                <WaitingHere edits=&["departments.amend", "departments.remove"] about=id/>
            </div>
            <div class="row-actions row-end">
                <HistoryLink entity="departments" id=kept.with_value(|one| one.id.to_string()) named=name.get_value()/>
                <button class="btn btn-sm" type="button" aria-label=amend_label
                    on:click=move |_| amending.set(true)>{tr!(departments.amend)}</button>
                {is_empty.then(|| view! {
                    <button class="btn btn-sm btn-ghost" type="button" aria-label=remove_label
                        on:click=move |_| removing.set(true)>{tr!(departments.remove)}</button>
                })}
            </div>
            <Dialog open=amending title=tr!(departments.amend)>
                <AmendDepartment department=kept.get_value() open=amending again/>
            </Dialog>
            <Dialog open=removing title=tr!(departments.remove_title)>
                <RemoveDepartment department=kept.get_value() open=removing again/>
            </Dialog>
        </li>
    }
}
