//! Permissions to tick, by area.

use domain::permission::{Area, Permission, Permissions};
use leptos::prelude::*;

use super::words;
use crate::{
    forms::{Aria, Around, Field},
    i18n::{Text, use_i18n},
};

/// What is ticked, as a set, and what goes without saying.
pub fn chosen(field: Field<Vec<String>>) -> Permissions {
    ticked(field, |_| true).whole()
}

/// Whether it goes without saying by what else is ticked: then its own tick cannot be taken out.
pub fn goes_without_saying(field: Field<Vec<String>>, permission: Permission) -> bool {
    ticked(field, |one| one != permission).whole().has(permission)
}

fn ticked(field: Field<Vec<String>>, counts: impl Fn(Permission) -> bool) -> Permissions {
    let codes = field.signal().read();
    codes.iter().filter_map(|code| Permission::from_code(code)).filter(|one| counts(*one)).collect()
}

/// The codes of a set, for a field.
pub fn codes(permissions: Permissions) -> Vec<String> {
    permissions.iter().map(|one| one.code().to_owned()).collect()
}

/// Check boxes for those that may be offered; what is ticked already can always be taken out.
#[component]
pub fn PermissionChecks(
    field: Field<Vec<String>>,
    label: Text,
    help: Text,
    /// Others are shown and cannot be ticked.
    offered: Permissions,
) -> impl IntoView {
    let aria = Aria::of(field, label, Some(help));
    let (invalid, described_by) = (aria.invalid(), aria.described_by());
    let had = untrack(|| chosen(field));
    let open = offered.union(had);
    let areas = Area::ALL
        .iter()
        .map(|area| view! { <OneArea area=*area field open invalid described_by/> })
        .collect_view();
    view! { <Around aria label help=Some(help) group=true><div class="permission-areas">{areas}</div></Around> }
}

#[component]
fn OneArea(
    area: Area,
    field: Field<Vec<String>>,
    open: Permissions,
    invalid: Signal<&'static str>,
    described_by: Signal<Option<String>>,
) -> impl IntoView {
    let i18n = use_i18n();
    let id = format!("{}-{}", field.id(), area.code());
    let boxes = area.permissions().iter().map(|permission| {
        let permission = *permission;
        let toggle = move |event| toggle(field, permission, event_target_checked(&event));
        view! {
            <label class="field-choice">
                <input
                    class="checkbox"
                    type="checkbox"
                    disabled=move || !open.has(permission) || goes_without_saying(field, permission)
                    aria-invalid=invalid
                    aria-describedby=described_by
                    prop:checked=move || chosen(field).has(permission)
                    on:change=toggle
                />
                <span>{move || words::permission(i18n, permission)}</span>
            </label>
        }
    });
    view! {
        <section class="permission-area" role="group" aria-labelledby=id.clone()>
            <h2 id=id.clone()>{move || words::area(i18n, area)}</h2>
            {boxes.collect_view()}
        </section>
    }
}

/// Ticks one or takes its tick out.
pub fn toggle(field: Field<Vec<String>>, permission: Permission, on: bool) {
    field.update(|codes| {
        codes.retain(|code| code != permission.code());
        if on {
            codes.push(permission.code().to_owned());
        }
    });
    field.leave();
}
