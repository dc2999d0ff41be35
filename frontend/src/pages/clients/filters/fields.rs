//! Clients, or applications, by what stands in a custom field: first the field, then its choices, words in it, or from where to where.

use domain::{
    code_lists::label,
    custom_fields::{CustomField, FieldIs, Takes},
};
use leptos::prelude::*;
use leptos_router::{NavigateOptions, hooks::use_navigate};

use super::{choices::Lazy, panel::Trouble};
use crate::{
    components::{address::Address, filters::Toggle},
    format,
    i18n::{I18n, say, tr, use_i18n},
};

/// `shirt_size:xl`, read.
pub fn wanted(text: &str) -> Option<FieldIs> {
    FieldIs::try_from(text.to_owned()).ok()
}

/// What a field is called.
pub fn called(i18n: I18n, field: &CustomField) -> String {
    label(&field.labels, i18n.language().code()).to_owned()
}

/// What is asked of a field, in words; nothing where it has no such choice.
pub fn meant(i18n: I18n, field: &CustomField, wanted: &str) -> Option<String> {
    let day = |text: &str| text.parse().map_or_else(|_| text.to_owned(), |day| format::day(i18n, day));
    let is_date = matches!(field.takes, Takes::Date { .. });
    let end = |text: &str| if is_date { day(text) } else { text.to_owned() };
    match &field.takes {
        Takes::Choice { choices } => {
            let choice = choices.iter().find(|choice| choice.code == wanted)?;
            Some(label(&choice.labels, i18n.language().code()).to_owned())
        }
        Takes::Text { .. } => Some(wanted.to_owned()),
        Takes::Number { .. } | Takes::Date { .. } => Some(match wanted.split_once("..") {
            Some((from, "")) => say!(i18n, custom_fields.span_from, from = end(from)),
            Some(("", to)) => say!(i18n, custom_fields.span_to, to = end(to)),
            Some((from, to)) => say!(i18n, custom_fields.span, from = end(from), to = end(to)),
            None => end(wanted),
        }),
    }
}

/// Fields that one may ask for; where the organization has none, the panel says nothing of them.
#[component]
pub fn ByField(fields: Lazy<CustomField>) -> impl IntoView {
    let there = move || fields.value().flatten().is_some_and(|all| !all.is_empty());
    let there = Memo::new(move |_| there());
    view! {
        {move || there.get().then(|| view! { <Ask fields/> })}
        <Trouble list=fields/>
    }
}

#[component]
fn Ask(fields: Lazy<CustomField>) -> impl IntoView {
    let (i18n, address) = (use_i18n(), Address::here());
    let first = || address.codes("field", wanted).into_iter().next().map(|one| one.name).unwrap_or_default();
    let chosen = RwSignal::new(untrack(first));
    let all = move || fields.value().flatten().unwrap_or_default();
    let option = move |field: CustomField| {
        let selected = *chosen.read() == field.name;
        view! { <option value=field.name.clone() selected=selected>{called(i18n, &field)}</option> }
    };
    let of_field = move || {
        let field = all().into_iter().find(|field| field.name == *chosen.read());
        field.map(|field| view! { <OfField field/> })
    };
    view! {
        <div class="field">
            <label class="field-label" for="filter-field">{tr!(custom_fields.filter)}</label>
            <p class="field-help" id="filter-field-help">{tr!(custom_fields.filter_help)}</p>
            <select id="filter-field" class="select w-full" aria-describedby="filter-field-help" prop:value=chosen
                on:change=move |event| chosen.set(event_target_value(&event))>
                <option value="">{tr!(custom_fields.choose)}</option>
                {move || all().into_iter().map(option).collect_view()}
            </select>
            {of_field}
        </div>
    }
}

#[component]
fn OfField(field: CustomField) -> impl IntoView {
    let i18n = use_i18n();
    let name = field.name.clone();
    match field.takes.clone() {
        Takes::Choice { choices } => {
            let toggle = move |choice: domain::custom_fields::FieldChoice| {
                let value = format!("{name}:{}", choice.code);
                let label = Signal::derive(move || label(&choice.labels, i18n.language().code()).to_owned());
                view! { <Toggle key="field" value label/> }
            };
            let title = Signal::derive(move || called(i18n, &field));
            view! {
                <div class="chips" role="group" aria-label=title>{choices.into_iter().map(toggle).collect_view()}</div>
            }
            .into_any()
        }
        Takes::Text { .. } => view! { <Words name/> }.into_any(),
        Takes::Number { .. } => view! { <Span name kind="text"/> }.into_any(),
        Takes::Date { .. } => view! { <Span name kind="date"/> }.into_any(),
    }
}

/// Puts a value of a field into the address, in the place of what was asked of it before.
fn use_asking(name: String) -> Callback<String> {
    let (address, navigate) = (Address::here(), use_navigate());
    Callback::new(move |value: String| {
        let others = address.codes("field", wanted).into_iter().filter(|other| other.name != name);
        let others = others.map(String::from).collect::<Vec<_>>();
        let mut to = address.without_any(&["field"]);
        let new = (!value.is_empty()).then(|| format!("{name}:{value}"));
        for one in others.into_iter().chain(new) {
            let mark = if to.contains('?') { '&' } else { '?' };
            to = format!("{to}{mark}field={}", crate::api::query::escape(&one));
        }
        navigate(&to, NavigateOptions { scroll: false, ..NavigateOptions::default() });
    })
}

/// What the address asks of a field now.
fn asked_now(name: &str) -> String {
    let all = untrack(|| Address::here().codes("field", wanted));
    all.into_iter().find(|one| one.name == name).map(|one| one.wanted).unwrap_or_default()
}

#[component]
fn Words(name: String) -> impl IntoView {
    let typed = RwSignal::new(asked_now(&name));
    let ask = use_asking(name);
    let send = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        ask.run(typed.get_untracked().trim().to_owned());
    };
    view! {
        <form class="form-row" on:submit=send>
            <label class="field-part">
                <span>{tr!(custom_fields.filter_text)}</span>
                <input class="input w-full" type="text" autocomplete="off" maxlength="100" prop:value=typed
                    on:input=move |event| typed.set(event_target_value(&event))/>
            </label>
            <button class="btn btn-sm" type="submit">{tr!(custom_fields.filter_apply)}</button>
        </form>
    }
}

#[component]
fn Span(name: String, kind: &'static str) -> impl IntoView {
    let now = asked_now(&name);
    let (first, last) = now.split_once("..").unwrap_or((&now, &now));
    let (from, to) = (RwSignal::new(first.to_owned()), RwSignal::new(last.to_owned()));
    let ask = use_asking(name);
    let send = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        let (from, to) = (from.get_untracked(), to.get_untracked());
        let (from, to) = (from.trim().replace(',', "."), to.trim().replace(',', "."));
        ask.run(if from.is_empty() && to.is_empty() { String::new() } else { format!("{from}..{to}") });
    };
    let mode = (kind == "text").then_some("decimal");
    view! {
        <form class="form-row" on:submit=send>
            <label class="field-part">
                <span>{tr!(custom_fields.filter_from)}</span>
                <input class="input" type=kind inputmode=mode autocomplete="off" prop:value=from
                    on:input=move |event| from.set(event_target_value(&event))/>
            </label>
            <label class="field-part">
                <span>{tr!(custom_fields.filter_to)}</span>
                <input class="input" type=kind inputmode=mode autocomplete="off" prop:value=to
                    on:input=move |event| to.set(event_target_value(&event))/>
            </label>
            <button class="btn btn-sm" type="submit">{tr!(custom_fields.filter_apply)}</button>
        </form>
    }
}
