//! A column of the matrix that is being changed: check boxes, and its way back.

use domain::{
    permission::{Area, Permission, Permissions},
    role::RoleId,
    roles::{ListedRole, RolePatch},
};
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};

use super::{
    edit::{Plan, PlanDialog},
    fields::RoleForm,
    matrix::{MATRIX, Table},
    permissions::{chosen, goes_without_saying, toggle},
    words,
};
use crate::{
    forms::{Core, Field, FormView},
    i18n::use_i18n,
    session::use_session,
};

/// The column. A handle: copying it is free.
#[derive(Clone, Copy)]
pub struct Column {
    pub role: RoleId,
    pub core: Core,
    pub cancel: Callback<()>,
    field: Field<Vec<String>>,
    /// What may be ticked, or was ticked already.
    open: Permissions,
}

/// The matrix with one role's column to tick.
#[component]
pub fn EditColumn(
    role: ListedRole,
    all: StoredValue<Vec<ListedRole>>,
    /// The matrix as it was is drawn again.
    cancel: Callback<()>,
    again: Callback<()>,
) -> impl IntoView {
    let (i18n, core) = (use_i18n(), Core::new("matrix"));
    let fields = RoleForm::new(core, &RolePatch::default().over(&role));
    let open = use_session().me().permissions.union(role.permissions);
    let column = Column { role: role.id, core, cancel, field: fields.permissions, open };
    let plan = Plan::of(core, fields, role);
    focus(first(open));
    let table = move || {
        // Another language draws it again; what is ticked stays.
        i18n.language();
        view! { <Table all editing=Some(column)/> }
    };
    view! {
        <div class="matrix-form">
            <FormView core on_send=move || plan.make()>{table}</FormView>
        </div>
        <PlanDialog plan saved=again/>
    }
}

/// The box of a permission.
#[component]
pub fn Tick(permission: Permission, column: Column) -> impl IntoView {
    let (i18n, Column { field, open, .. }) = (use_i18n(), column);
    view! {
        <td class="matrix-yes">
            <label class="matrix-box">
                <input
                    id=id_of(permission)
                    class="checkbox"
                    type="checkbox"
                    aria-label=move || words::permission(i18n, permission)
                    disabled=move || !open.has(permission) || goes_without_saying(field, permission)
                    prop:checked=move || chosen(field).has(permission)
                    on:change=move |event| toggle(field, permission, event_target_checked(&event))
                />
            </label>
        </td>
    }
}

fn id_of(permission: Permission) -> String {
    format!("matrix-{}", permission.code())
}

/// The first box that can be ticked.
fn first(open: Permissions) -> String {
    let all = Area::ALL.iter().flat_map(|area| area.permissions());
    all.copied().find(|one| open.has(*one)).map(id_of).unwrap_or_default()
}

/// What changed about the matrix, drawn with another column to tick, stands where it stood.
pub fn in_place(change: impl FnOnce()) {
    let frame = || document().get_element_by_id(MATRIX);
    let place = frame().map(|frame| (frame.scroll_left(), frame.scroll_top()));
    change();
    let put_back = move |(left, top): (i32, i32)| {
        if let Some(frame) = frame() {
            frame.set_scroll_left(left);
            frame.set_scroll_top(top);
        }
    };
    request_animation_frame(move || place.map(put_back).unwrap_or_default());
}

/// Comes to a control once it is drawn.
pub fn focus(id: String) {
    request_animation_frame(move || {
        let control =
            document().get_element_by_id(&id).and_then(|it: Element| it.dyn_into::<HtmlElement>().ok());
        if let Some(control) = control {
            // Focusing an element that is there cannot fail.
            drop(control.focus());
        }
    });
}
