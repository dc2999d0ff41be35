//! The matrix: which role has which permission, by area. A role's name leads to it.

use domain::{
    permission::{Area, Permission},
    roles::ListedRole,
};
use leptos::prelude::*;
use leptos_router::components::A;

use super::words;
use crate::{
    components::{
        empty::Empty,
        icon::{Icon, Name},
        loaded::{Loaded, Reading},
        page_header::PageHeader,
    },
    i18n::{I18n, say, tr, use_i18n},
    session::use_session,
};

#[component]
pub fn Matrix() -> impl IntoView {
    let session = use_session();
    let reading = Reading::new(move || session.roles());
    let add = session.may(Permission::ManageRoles).then(|| {
        view! { <A href="/staff/roles/new" {..} class="btn btn-primary"><Icon name=Name::Plus/> {tr!(roles.add)}</A> }
    });
    view! {
        <PageHeader title=tr!(roles.title) help=tr!(roles.help)>{add}</PageHeader>
        <Loaded reading rows=10 let:all><Roles all/></Loaded>
    }
}

#[component]
fn Roles(all: Vec<ListedRole>) -> impl IntoView {
    let own = all.iter().any(ListedRole::is_own);
    let nothing = (!own).then(|| {
        view! { <Empty icon=Name::Lock title=tr!(roles.none_own) help=tr!(roles.none_own_help)/> }
    });
    view! { <Table all/> {nothing} }
}

/// Wider than any screen, so it moves in a frame of its own; by keyboard too, because the frame takes the focus.
#[component]
fn Table(all: Vec<ListedRole>) -> impl IntoView {
    let i18n = use_i18n();
    // Own roles first: they are what somebody comes for.
    let (own, built_in): (Vec<_>, Vec<_>) = all.into_iter().partition(ListedRole::is_own);
    let roles: Vec<ListedRole> = own.into_iter().chain(built_in).collect();
    let columns = roles.len() + 1;
    let head = roles.iter().map(|role| head(i18n, role)).collect_view();
    let areas = Area::ALL.iter().map(|area| rows(i18n, *area, &roles, columns)).collect_view();
    view! {
        <div class="matrix-frame" role="region" tabindex="0" aria-label=tr!(roles.matrix_label)>
            <table class="matrix">
                <thead><tr><th scope="col" class="matrix-corner">{tr!(roles.permission)}</th>{head}</tr></thead>
                {areas}
            </table>
        </div>
    }
}

fn head(i18n: I18n, role: &ListedRole) -> impl IntoView + use<> {
    let kind = if role.is_own() { "matrix-role matrix-own" } else { "matrix-role" };
    let (href, name) = (format!("/staff/roles/{}", role.id), words::named(i18n, role.id, &role.name));
    let (holders, sight) = (words::holders(i18n, role.holders), words::short_sight(i18n, role.sight));
    view! {
        <th scope="col" class=kind>
            <A href {..} class="link">{name}</A>
            <span class="muted small">{holders}</span>
            <span class="muted small">{sight}</span>
        </th>
    }
}

fn rows(i18n: I18n, area: Area, roles: &[ListedRole], columns: usize) -> impl IntoView + use<> {
    let rows = area.permissions().iter().map(|permission| row(i18n, *permission, roles)).collect_view();
    view! {
        <tbody>
            <tr class="matrix-area"><th scope="rowgroup" colspan=columns><span>{words::area(i18n, area)}</span></th></tr>
            {rows}
        </tbody>
    }
}

fn row(i18n: I18n, permission: Permission, roles: &[ListedRole]) -> impl IntoView + use<> {
    let cells = roles.iter().map(|role| cell(i18n, role.permissions.has(permission))).collect_view();
    view! { <tr><th scope="row">{words::permission(i18n, permission)}</th>{cells}</tr> }
}

fn cell(i18n: I18n, has: bool) -> impl IntoView + use<> {
    match has {
        true => view! { <td class="matrix-yes"><Icon name=Name::Check/><span class="sr-only">{say!(i18n, roles.yes)}</span></td> }
            .into_any(),
        false => view! { <td><span class="sr-only">{say!(i18n, roles.no)}</span></td> }.into_any(),
    }
}
