//! A field in the list: what it is called, what it takes, and what can be done with it.

use domain::{
    code_lists::label,
    custom_fields::{CustomField, CustomFieldPatch},
};
use leptos::{prelude::*, task::spawn_local};
use leptos_router::components::A;

use super::{
    super::moving::{Handle, Moving, button_id},
    list::Shown,
    words,
};
use crate::{
    components::{
        badge::{Badge, Tone},
        failure,
        toast::use_toasts,
    },
    format::day,
    i18n::{I18n, say, tr, use_i18n},
    session::use_session,
};

#[component]
pub fn Row(field: CustomField, place: usize, shown: Shown, moving: Moving) -> impl IntoView {
    let i18n = use_i18n();
    let (id, own_name) = (field.id, field.name.clone());
    let name = label(&field.labels, i18n.language().code()).to_owned();
    let retired = field.retired_on.map(|since| {
        let text = say!(i18n, custom_fields.retired_on, day = day(i18n, since));
        view! { <Badge tone=Tone::Plain text/> }
    });
    let below = below(i18n, &field);
    let amend_label = say!(i18n, custom_fields.amend_named, name = name.clone());
    let kept = StoredValue::new(field);
    view! {
        <li class="row row-tall" data-place=place.to_string() data-drop=move || moving.mark(place)>
            <Handle moving id=id.uuid() name=name.clone() place/>
            <div class="row-body">
                <div class="row-line"><strong>{name.clone()}</strong> <span class="muted small">{own_name}</span> {retired}</div>
                <p class="muted small">{below}</p>
            </div>
            <div class="row-actions row-end">
                <A href=format!("/staff/settings/fields/{id}") {..} id=button_id("amend", id) class="btn btn-sm" aria-label=amend_label>
                    {tr!(custom_fields.amend)}
                </A>
                <Retire field=kept name=name.clone() shown/>
                <Remove field=kept name shown/>
            </div>
        </li>
    }
}

/// "One of several choices · Applicants; … · Required · In use".
fn below(i18n: I18n, field: &CustomField) -> String {
    let parts = [
        Some(words::kind(i18n, field.takes.kind())),
        Some(words::on(i18n, field.on)),
        field.required.then(|| say!(i18n, custom_fields.required)),
        field.sensitive.then(|| say!(i18n, custom_fields.sensitive)),
        field.in_use.then(|| say!(i18n, custom_fields.in_use)),
    ];
    parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

/// Takes a field out of the forms, or asks for it again. Records keep their values either way.
#[component]
fn Retire(field: StoredValue<CustomField>, name: String, shown: Shown) -> impl IntoView {
    let (i18n, session, toasts) = (use_i18n(), use_session(), use_toasts());
    let (at, is_retired) = field.with_value(|field| ((field.id, field.version), field.retired_on.is_some()));
    let (pending, named) = (RwSignal::new(false), StoredValue::new(name));
    let act = move |_| {
        if pending.get_untracked() {
            return;
        }
        pending.set(true);
        let patch = CustomFieldPatch { retired: Some(!is_retired), ..CustomFieldPatch::default() };
        spawn_local(async move {
            let name = named.try_get_value().unwrap_or_default();
            let told = match session.amend_custom_field(at, patch).await {
                Ok(now) if now.retired_on.is_some() => {
                    untrack(|| say!(i18n, custom_fields.was_retired, name = name))
                }
                Ok(_) => untrack(|| say!(i18n, custom_fields.is_back, name = name)),
                Err(refused) => untrack(|| failure::words(i18n, &refused).0),
            };
            toasts.say(told);
            if session.is_here() {
                shown.again_at("retire", at.0);
            }
        });
    };
    let (words, label) = match is_retired {
        true => {
            (tr!(custom_fields.bring_back), tr!(custom_fields.bring_back_named, name = named.get_value()))
        }
        false => (tr!(custom_fields.retire), tr!(custom_fields.retire_named, name = named.get_value())),
    };
    view! {
        <button id=button_id("retire", at.0) class="btn btn-sm" type="button" aria-label=label
            aria-disabled=move || pending.get().to_string() on:click=act>{words}</button>
    }
}

/// Only what no record ever had a value of.
#[component]
fn Remove(field: StoredValue<CustomField>, name: String, shown: Shown) -> impl IntoView {
    let i18n = use_i18n();
    let unused = field.with_value(|field| !field.in_use);
    unused.then(|| {
        let label = say!(i18n, custom_fields.remove_named, name = name);
        view! {
            <button class="btn btn-sm btn-ghost" type="button" aria-label=label
                on:click=move |_| shown.removing.set(Some(field.get_value()))>{tr!(custom_fields.remove)}</button>
        }
    })
}
