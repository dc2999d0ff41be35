//! A value: its words, what is missing, how often it is used, and what can be done with it.

use domain::{
    code_lists::{CodeValue, CodeValuePatch, Usage, label},
    organization::LANGUAGES,
};
use leptos::{prelude::*, task::spawn_local};

use super::{
    super::moving::{Handle, Moving, button_id},
    page::Shown,
    words,
};
use crate::{
    components::{
        badge::{Badge, Tone},
        failure,
        toast::use_toasts,
    },
    format::{day, today},
    i18n::{I18n, say, tr, use_i18n},
    session::use_session,
};

#[component]
pub fn Value(
    value: CodeValue,
    usage: Option<Usage>,
    place: usize,
    shown: Shown,
    moving: Moving,
) -> impl IntoView {
    let i18n = use_i18n();
    let name = label(&value.labels, i18n.language().code()).to_owned();
    let unused = usage.as_ref().is_some_and(|usage| usage.total() == 0);
    let since = value.offered_from.filter(|from| *from <= today());
    let since = since.map(|from| say!(i18n, settings.offered_since, day = day(i18n, from)));
    let below = [usage.map(|usage| used(i18n, &usage)), since, missing(i18n, &value)];
    let below = below.into_iter().flatten().collect::<Vec<_>>().join(" · ");
    let days = days(i18n, &value).map(|text| view! { <Badge tone=Tone::Plain text/> });
    let own_code = value.code.clone();
    let kept = StoredValue::new(value);
    view! {
        <li class="row row-tall" data-place=place.to_string() data-drop=move || moving.mark(place)>
            <Handle moving id=kept.with_value(|value| value.id.uuid()) name=name.clone() place/>
            <div class="row-body">
                <div class="row-line"><strong>{name.clone()}</strong> <span class="muted small">{own_code}</span> {days}</div>
                <p class="muted small">{below}</p>
            </div>
            <Actions value=kept name unused shown/>
        </li>
    }
}

/// What its days say today: that it is offered later, retired, or retired later.
fn days(i18n: I18n, value: &CodeValue) -> Option<String> {
    let today = today();
    let words = |on| day(i18n, on);
    match (value.offered_from, value.retired_on) {
        (_, Some(retired)) if retired <= today => Some(say!(i18n, settings.retired_on, day = words(retired))),
        (Some(from), _) if from > today => Some(say!(i18n, settings.offered_later, day = words(from))),
        (_, Some(retired)) => {
            let last = retired.pred_opt().unwrap_or(retired);
            Some(say!(i18n, settings.retires_later, day = words(last)))
        }
        _ => None,
    }
}

fn used(i18n: I18n, usage: &Usage) -> String {
    let parts = [
        (usage.clients > 0).then(|| say!(i18n, settings.used_clients, n = usage.clients)),
        (usage.applications > 0).then(|| say!(i18n, settings.used_applications, n = usage.applications)),
        (usage.others > 0).then(|| say!(i18n, settings.used_others, n = usage.others)),
    ];
    let parts = parts.into_iter().flatten().collect::<Vec<_>>().join(", ");
    if parts.is_empty() { say!(i18n, settings.unused) } else { say!(i18n, settings.used_by, what = parts) }
}

fn missing(i18n: I18n, value: &CodeValue) -> Option<String> {
    let missing = LANGUAGES.into_iter().filter(|language| !value.labels.contains_key(*language));
    let missing = missing.map(words::language).collect::<Vec<_>>().join(", ");
    (!missing.is_empty()).then(|| say!(i18n, settings.not_in, languages = missing))
}

#[component]
fn Actions(value: StoredValue<CodeValue>, name: String, unused: bool, shown: Shown) -> impl IntoView {
    let (i18n, id) = (use_i18n(), value.with_value(|value| value.id));
    let named = StoredValue::new(name);
    let amend_label = move || say!(i18n, settings.amend_named, name = named.get_value());
    let remove = unused.then(|| {
        let label = move || say!(i18n, settings.remove_named, name = named.get_value());
        view! {
            <button class="btn btn-sm btn-ghost" type="button" aria-label=label
                on:click=move |_| shown.removing.set(Some(value.get_value()))>{tr!(settings.remove)}</button>
        }
    });
    view! {
        <div class="row-actions row-end">
            <button id=button_id("amend", id) class="btn btn-sm" type="button" aria-label=amend_label
                on:click=move |_| shown.amending.set(Some(value.get_value()))>{tr!(settings.amend)}</button>
            <Retire value named shown/>
            {remove}
        </div>
    }
}

/// Takes a value out of the forms, or offers it again. Records keep it either way.
#[component]
fn Retire(value: StoredValue<CodeValue>, named: StoredValue<String>, shown: Shown) -> impl IntoView {
    let (i18n, session, toasts) = (use_i18n(), use_session(), use_toasts());
    let found = value.get_value();
    let (id, is_retired) = (found.id, found.retired_on.is_some_and(|day| day <= today()));
    let is_to_come = found.offered_from.is_some_and(|day| day > today());
    let pending = RwSignal::new(false);
    let act = move |_| {
        if pending.get_untracked() {
            return;
        }
        pending.set(true);
        let (list, at) = value.with_value(|value| (value.list.clone(), (value.id, value.version)));
        let patch = CodeValuePatch { retired: Some(!is_retired), ..CodeValuePatch::default() };
        spawn_local(async move {
            let name = named.try_get_value().unwrap_or_default();
            let told = match session.amend_code_value(&list, at, patch).await {
                Ok(_) if !is_retired => untrack(|| say!(i18n, settings.was_retired, name = name)),
                Ok(_) => untrack(|| say!(i18n, settings.is_back, name = name)),
                Err(refused) => untrack(|| failure::words(i18n, &refused).0),
            };
            toasts.say(told);
            if session.is_here() {
                shown.again_at("retire", at.0);
            }
        });
    };
    let (words, label) = match is_retired {
        true => (tr!(settings.bring_back), tr!(settings.bring_back_named, name = named.get_value())),
        false => (tr!(settings.retire), tr!(settings.retire_named, name = named.get_value())),
    };
    // One that is not offered yet has nothing to be taken out of.
    (!is_to_come).then(|| {
        view! {
            <button id=button_id("retire", id) class="btn btn-sm" type="button" aria-label=label
                aria-disabled=move || pending.get().to_string() on:click=act>{words}</button>
        }
    })
}
