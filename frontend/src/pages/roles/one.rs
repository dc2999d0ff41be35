//! One role: what it may do, who holds it; an own one to change, any one to copy.

use domain::{
    permission::{Area, Permission},
    role::RoleId,
    roles::{Holder, ListedRole, RoleDetail},
};
use leptos::prelude::*;
use leptos_router::components::A;

use super::{edit::EditRole, remove::RemoveRole, words};
use crate::{
    components::{
        badge::{Badge, Tone},
        dialog::Dialog,
        icon::{Icon, Name},
        loaded::Loaded,
        page_header::PageHeader,
    },
    i18n::{say, tr, use_i18n},
    pages::by_id::read_by_id,
    session::use_session,
};

#[component]
pub fn RolePage() -> impl IntoView {
    let session = use_session();
    let reading = read_by_id(move |id: RoleId| session.role(id));
    let again = Callback::new(move |()| reading.again());
    view! { <Loaded reading rows=8 lasting=true let:found><One found again/></Loaded> }
}

#[component]
fn One(found: RoleDetail, again: Callback<()>) -> impl IntoView {
    let RoleDetail { role, held_by } = found;
    let (i18n, id, name) = (use_i18n(), role.id, StoredValue::new(role.name.clone()));
    let title = Signal::derive(move || name.with_value(|name| words::named(i18n, id, name)));
    let may_edit = role.is_own() && use_session().may(Permission::ManageRoles);
    let body = match may_edit {
        true => view! { <EditRole role=role.clone() again/> }.into_any(),
        false => view! { <Fixed role=role.clone()/> }.into_any(),
    };
    let (held, count) = (!held_by.is_empty(), role.holders);
    view! {
        <PageHeader title><Actions role held/></PageHeader>
        {body}
        <HeldBy held_by id count/>
    }
}

#[component]
fn Actions(role: ListedRole, held: bool) -> impl IntoView {
    let asking = RwSignal::new(false);
    let may = use_session().may(Permission::ManageRoles);
    let (id, own) = (role.id, role.is_own());
    let copy = may.then(|| {
        let href = format!("/staff/roles/new?from={id}");
        view! { <A href {..} class="btn"><Icon name=Name::Paper/> {tr!(roles.copy)}</A> }
    });
    let remove = (may && own && !held).then(|| {
        view! {
            <button class="btn btn-danger" type="button" on:click=move |_| asking.set(true)>
                <Icon name=Name::Trash/> {tr!(roles.remove)}
            </button>
            <Dialog open=asking title=tr!(roles.remove_title)><RemoveRole id asking/></Dialog>
        }
    });
    view! { {copy} {remove} }
}

/// A role that nobody changes here.
#[component]
fn Fixed(role: ListedRole) -> impl IntoView {
    let i18n = use_i18n();
    let (sight, permissions, own) = (role.sight, role.permissions, role.is_own());
    let areas = move || {
        let with = Area::ALL.iter().filter(|area| area.permissions().iter().any(|one| permissions.has(*one)));
        with.map(|area| {
            let here = area.permissions().iter().filter(|one| permissions.has(**one));
            let items = here.map(|one| view! { <li>{words::permission(i18n, *one)}</li> }).collect_view();
            view! { <section class="permission-area"><h2>{words::area(i18n, *area)}</h2><ul>{items}</ul></section> }
        })
        .collect_view()
    };
    view! {
        <section class="card padded stack">
            {(!own).then(|| view! {
                <div class="row-line">
                    <Badge tone=Tone::Info icon=Name::Lock text=say!(i18n, roles.built_in)/>
                    <span class="muted">{tr!(roles.built_in_help)}</span>
                </div>
            })}
            <p>{move || say!(i18n, roles.sees, sight = words::sight(i18n, sight))}</p>
            <div class="permission-areas">{areas}</div>
        </section>
    }
}

/// Those who are named, and the way to all of them where they are more.
#[component]
fn HeldBy(held_by: Vec<Holder>, id: RoleId, count: i64) -> impl IntoView {
    let (i18n, session) = (use_i18n(), use_session());
    let are_more = usize::try_from(count).is_ok_and(|count| count > held_by.len());
    let all = are_more.then(|| match session.may(Permission::ManageUsers) {
        true => {
            let href = format!("/staff/users?role={id}");
            view! { <p><A href {..} class="link">{say!(i18n, roles.held_by_all, n = count)}</A></p> }
                .into_any()
        }
        false => view! { <p class="muted">{say!(i18n, roles.held_by_many, n = count)}</p> }.into_any(),
    });
    let empty = held_by.is_empty().then(|| view! { <p class="muted">{tr!(roles.held_by_nobody)}</p> });
    let people = held_by
        .into_iter()
        .map(|holder| {
            let closed = (!holder.active)
                .then(|| view! { " " <span class="muted small">"(" {tr!(roles.deactivated)} ")"</span> });
            view! { <li>{holder.name} {closed}</li> }
        })
        .collect_view();
    view! {
        <section class="card padded" aria-labelledby="role-held-by">
            <h2 id="role-held-by">{tr!(roles.held_by)}</h2>
            {empty}
            <ul class="names">{people}</ul>
            {all}
        </section>
    }
}
