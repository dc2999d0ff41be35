//! The matrix: which role has which permission, by area. A role's name leads to it; a role of one's own is changed in its
//! column.

use domain::{
    permission::{Area, Permission},
    role::RoleId,
    roles::ListedRole,
};
use leptos::prelude::*;
use leptos_router::components::A;

use super::{
    column::{Column, EditColumn, Tick, focus, in_place},
    words,
};
use crate::{
    components::{
        empty::Empty,
        icon::{Icon, Name},
        loaded::{Loaded, Reading},
        page_header::PageHeader,
    },
    forms::SendButton,
    i18n::{I18n, say, tr, use_i18n},
    session::use_session,
};

#[component]
pub fn Matrix() -> impl IntoView {
    let session = use_session();
    let reading = Reading::new(move || session.roles());
    let (again, saved) = (Callback::new(move |()| reading.again()), StoredValue::new(None));
    let add = session.may(Permission::ManageRoles).then(|| {
        view! { <A href="/staff/roles/new" {..} class="btn btn-primary"><Icon name=Name::Plus/> {tr!(roles.add)}</A> }
    });
    view! {
        <PageHeader title=tr!(roles.title) help=tr!(roles.help)>{add}</PageHeader>
        <Loaded reading rows=10 lasting=true let:all><Roles all again saved/></Loaded>
    }
}

/// Which role's column is being changed. A handle: copying it is free.
#[derive(Clone, Copy)]
struct Editing(RwSignal<Option<RoleId>>);

#[component]
fn Roles(
    all: Vec<ListedRole>,
    again: Callback<()>,
    /// The role that was saved, where the focus comes back when the matrix is drawn anew.
    saved: StoredValue<Option<RoleId>>,
) -> impl IntoView {
    let i18n = use_i18n();
    if let Some(role) = saved.try_update_value(Option::take).flatten() {
        focus(edit_id(role));
    }
    let own = all.iter().any(ListedRole::is_own);
    let nothing = (!own).then(|| {
        view! { <Empty icon=Name::Lock title=tr!(roles.none_own) help=tr!(roles.none_own_help)/> }
    });
    // Own roles first: they are what somebody comes for.
    let (own, built_in): (Vec<_>, Vec<_>) = all.into_iter().partition(ListedRole::is_own);
    let all = StoredValue::new(own.into_iter().chain(built_in).collect::<Vec<_>>());
    let editing = Editing(RwSignal::new(None));
    provide_context(editing);
    let cancel = Callback::new(move |()| {
        let role = editing.0.get_untracked();
        in_place(move || editing.0.set(None));
        if let Some(role) = role {
            focus(edit_id(role));
        }
    });
    let again = Callback::new(move |()| {
        saved.set_value(editing.0.get_untracked());
        again.run(());
    });
    let table = move || {
        let id = editing.0.get();
        let role = all.with_value(|all| all.iter().find(|role| Some(role.id) == id).cloned());
        match role {
            Some(role) => view! { <EditColumn role all cancel again/> }.into_any(),
            None => {
                // The table holds finished words: another language draws it again.
                i18n.language();
                view! { <Table all editing=None/> }.into_any()
            }
        }
    };
    view! { {table} {nothing} }
}

/// The frame's id.
pub const MATRIX: &str = "matrix";

fn edit_id(role: RoleId) -> String {
    format!("edit-{role}")
}

/// Wider than any screen, so it moves in a frame of its own; by keyboard too, because the frame takes the focus.
#[component]
pub fn Table(all: StoredValue<Vec<ListedRole>>, editing: Option<Column>) -> impl IntoView {
    let i18n = use_i18n();
    let roles = all.get_value();
    let columns = roles.len() + 1;
    let head = roles.iter().map(|role| head(i18n, role, editing)).collect_view();
    let areas = Area::ALL.iter().map(|area| rows(i18n, *area, &roles, (columns, editing))).collect_view();
    view! {
        <div id=MATRIX class="matrix-frame" role="region" tabindex="0" aria-label=tr!(roles.matrix_label)>
            <table class="matrix">
                <thead><tr><th scope="col" class="matrix-corner">{tr!(roles.permission)}</th>{head}</tr></thead>
                {areas}
            </table>
        </div>
    }
}

fn head(i18n: I18n, role: &ListedRole, editing: Option<Column>) -> impl IntoView + use<> {
    let kind = if role.is_own() { "matrix-role matrix-own" } else { "matrix-role" };
    let (href, name) = (format!("/staff/roles/{}", role.id), words::named(i18n, role.id, &role.name));
    let (holders, sight) = (words::holders(i18n, role.holders), words::short_sight(i18n, role.sight));
    let id = role.id;
    let buttons = role.is_own().then(|| view! { <Buttons id name=name.clone() editing/> });
    view! {
        <th scope="col" class=kind>
            <A href {..} class="link">{name}</A>
            <span class="muted small">{holders}</span>
            <span class="muted small">{sight}</span>
            {buttons}
        </th>
    }
}

/// What can be done with a column: one at a time is changed.
#[component]
fn Buttons(id: RoleId, name: String, editing: Option<Column>) -> impl IntoView {
    let i18n = use_i18n();
    let Editing(which) = expect_context();
    let label = move || say!(i18n, roles.edit_named, name = name.clone());
    let edit = move |_| in_place(move || which.set(Some(id)));
    match editing {
        Some(column) if column.role == id => view! {
            <span class="matrix-buttons">
                <SendButton core=column.core label=tr!(roles.save) class="btn btn-primary btn-sm"/>
                <button class="btn btn-ghost btn-sm" type="button" on:click=move |_| column.cancel.run(())>{tr!(common.cancel)}</button>
            </span>
        }
        .into_any(),
        None if use_session().may(Permission::ManageRoles) => view! {
            <span class="matrix-buttons">
                <button id=edit_id(id) class="btn btn-sm" type="button" aria-label=label on:click=edit>{tr!(roles.edit)}</button>
            </span>
        }
        .into_any(),
        _ => ().into_any(),
    }
}

fn rows(
    i18n: I18n,
    area: Area,
    roles: &[ListedRole],
    (columns, editing): (usize, Option<Column>),
) -> impl IntoView + use<> {
    let rows =
        area.permissions().iter().map(|permission| row(i18n, *permission, roles, editing)).collect_view();
    view! {
        <tbody>
            <tr class="matrix-area"><th scope="rowgroup" colspan=columns><span>{words::area(i18n, area)}</span></th></tr>
            {rows}
        </tbody>
    }
}

fn row(
    i18n: I18n,
    permission: Permission,
    roles: &[ListedRole],
    editing: Option<Column>,
) -> impl IntoView + use<> {
    let cell = |role: &ListedRole| match editing.filter(|column| column.role == role.id) {
        Some(column) => view! { <Tick permission column/> }.into_any(),
        None => cell(i18n, role.permissions.has(permission)).into_any(),
    };
    let cells = roles.iter().map(cell).collect_view();
    view! { <tr><th scope="row">{words::permission(i18n, permission)}</th>{cells}</tr> }
}

fn cell(i18n: I18n, has: bool) -> impl IntoView + use<> {
    match has {
        true => view! { <td class="matrix-yes"><Icon name=Name::Check/><span class="sr-only">{say!(i18n, roles.yes)}</span></td> }
            .into_any(),
        false => view! { <td><span class="sr-only">{say!(i18n, roles.no)}</span></td> }.into_any(),
    }
}
