//! The filters that hold, in words, each of which can be taken away.

use domain::{
    clients::{Stage, Status},
    code_lists::{CodeValue, label},
    custom_fields::CustomField,
    demographics::AnswerIs,
    ids::{ProgramId, UserId},
};
use leptos::prelude::*;
use leptos_router::{NavigateOptions, hooks::use_navigate};
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

use super::{
    choices::{Choices, KEYS, Lazy, asked},
    fields::{self, wanted},
};
use crate::{
    api::Failure,
    components::{
        address::Address,
        icon::{Icon, Name},
    },
    format,
    i18n::{I18n, say, tr, use_i18n},
    pages::{demographics, words},
};

/// A value of the address, and how far it is understood.
enum Meaning {
    Words(String),
    /// Its list is on its way.
    Coming,
    /// No list has it. The server is asked for it all the same, and finds nobody.
    Unknown,
    /// It cannot be read, or another one took its place: the list is not narrowed by it.
    Unused,
}

/// One filter that holds.
#[derive(Clone, PartialEq)]
struct Holds {
    key: &'static str,
    value: String,
    name: String,
    /// Its value in words, where it has any.
    what: Option<String>,
    words: String,
    is_used: bool,
}

/// All filters of the address, in the order of the panel.
fn holding(i18n: I18n, address: Address, choices: Choices) -> Vec<Holds> {
    let one = |key: &'static str, value: String| {
        let last = address.one(key).is_some_and(|last| last == value);
        let replaced = matches!(key, "program" | "assignee" | "assigned_since") && !last;
        let meaning = if replaced { Meaning::Unused } else { meaning(i18n, choices, key, &value) };
        let name = name(i18n, choices, key, &value);
        let is_used = !matches!(meaning, Meaning::Unused);
        let (words, what) = match meaning {
            Meaning::Words(what) => (format!("{name}: {what}"), Some(what)),
            Meaning::Coming => (format!("{name}: …"), None),
            Meaning::Unknown => (say!(i18n, filters.unknown, name = name.clone()), None),
            Meaning::Unused => (say!(i18n, filters.unused, name = name.clone(), value = value.clone()), None),
        };
        Holds { key, value, name, what, words, is_used }
    };
    KEYS.into_iter().flat_map(|key| address.all(key).into_iter().map(move |value| one(key, value))).collect()
}

fn name(i18n: I18n, choices: Choices, key: &str, value: &str) -> String {
    match key {
        "status" => say!(i18n, clients.status),
        "stage" => say!(i18n, clients.stage),
        "tag" => say!(i18n, clients.tag),
        "program" => say!(i18n, filters.program),
        "assignee" => say!(i18n, filters.assignee),
        "assigned_since" => say!(i18n, filters.assigned_since),
        "field" => of_field(choices, value, |field, _| Some(fields::called(i18n, field)))
            .unwrap_or_else(|| say!(i18n, custom_fields.filter)),
        _ => asked(value).map_or_else(
            || say!(i18n, filters.answer),
            |answer| demographics::question(i18n, answer.question),
        ),
    }
}

fn meaning(i18n: I18n, choices: Choices, key: &str, value: &str) -> Meaning {
    let readable = |words: Option<String>| words.map_or(Meaning::Unused, Meaning::Words);
    match key {
        "status" => readable(Status::from_code(value).map(|status| words::status(i18n, status))),
        "stage" => readable(Stage::from_code(value).map(|stage| words::stage(i18n, stage))),
        "tag" => found(choices.tags, |tag| (tag.code == value).then(|| words_of(i18n, tag))),
        "program" => match value.parse::<ProgramId>() {
            Ok(id) => found(choices.programs, |program| (program.id == id).then(|| program.name.clone())),
            Err(_) => Meaning::Unused,
        },
        "assignee" => match value.parse::<UserId>() {
            Ok(id) => found(choices.people, |one| (one.id == id).then(|| one.name.clone())),
            Err(_) => Meaning::Unused,
        },
        "assigned_since" => readable(value.parse().ok().map(|since| format::day(i18n, since))),
        "field" => match (wanted(value), choices.fields.value().flatten()) {
            (None, _) => Meaning::Unused,
            (Some(_), Some(_)) => {
                let words = of_field(choices, value, |field, wanted| fields::meant(i18n, field, wanted));
                words.map_or(Meaning::Unknown, Meaning::Words)
            }
            (Some(_), None) => found(choices.fields, |_| None),
        },
        _ => match asked(value) {
            Some(AnswerIs { question, code }) => {
                let called = |value: &CodeValue| (value.code == code).then(|| words_of(i18n, value));
                choices.answers(question).map_or(Meaning::Unknown, |list| found(list, called))
            }
            None => Meaning::Unused,
        },
    }
}

/// Something of the custom field that a value of the address names.
fn of_field(
    choices: Choices,
    value: &str,
    say: impl Fn(&CustomField, &str) -> Option<String>,
) -> Option<String> {
    let is = wanted(value)?;
    let all = choices.fields.value().flatten()?;
    say(all.iter().find(|field| field.name == is.name)?, &is.wanted)
}

pub fn words_of(i18n: I18n, value: &CodeValue) -> String {
    label(&value.labels, i18n.language().code()).to_owned()
}

fn found<T: Clone + 'static>(list: Lazy<T>, called: impl Fn(&T) -> Option<String>) -> Meaning {
    match list.value().flatten() {
        Some(all) => all.iter().find_map(called).map_or(Meaning::Unknown, Meaning::Words),
        None => match list.failure() {
            Some(Failure::Refused(_)) => Meaning::Unknown,
            _ => Meaning::Coming,
        },
    }
}

/// How many filters the address has.
pub fn count(address: Address) -> usize {
    KEYS.into_iter().map(|key| address.all(key).len()).sum()
}

/// Everything that was asked for in one line, the search included; nothing where nothing was.
pub fn asked_for(i18n: I18n, address: Address, choices: Choices) -> Option<String> {
    let search = address.one("q").map(|q| say!(i18n, filters.search, q = q));
    let filters = holding(i18n, address, choices).into_iter().filter(|one| one.is_used).collect();
    let all = search.into_iter().chain(together(i18n, filters)).collect::<Vec<_>>();
    (!all.is_empty()).then(|| all.join(" · "))
}

/// "Gender: Woman or Nonbinary": several values under one name are alternatives.
fn together(i18n: I18n, filters: Vec<Holds>) -> Vec<String> {
    let mut lines: Vec<(String, String)> = Vec::new();
    for Holds { name, what, words, .. } in filters {
        let earlier = lines.iter_mut().find(|(other, _)| *other == name);
        match (earlier, what) {
            (Some((_, line)), Some(what)) => *line = format!("{line} {} {what}", say!(i18n, filters.or)),
            (Some((_, line)), None) => *line = format!("{line} · {words}"),
            (None, _) => lines.push((name, words)),
        }
    }
    lines.into_iter().map(|(_, line)| line).collect()
}

/// The filters that hold, above the list.
#[component]
pub fn Applied(choices: Choices) -> impl IntoView {
    let (i18n, address) = (use_i18n(), Address::here());
    let all = Memo::new(move |_| holding(i18n, address, choices));
    let several = move || all.read().len() > 1;
    move || {
        (!all.read().is_empty()).then(|| {
            view! {
                <div class="chips applied" role="group" aria-label=tr!(filters.applied)>
                    <For each=move || all.get() key=|one| (one.key, one.value.clone(), one.words.clone()) let:one>
                        <Chip one/>
                    </For>
                    {move || several().then(|| view! { <ClearAll/> })}
                </div>
            }
        })
    }
}

#[component]
fn Chip(one: Holds) -> impl IntoView {
    let (i18n, address, go) = (use_i18n(), Address::here(), use_way());
    let Holds { key, value, words, is_used, .. } = one;
    let label = say!(i18n, filters.take_away, filter = words.clone());
    let take_away = move |_| go.run(untrack(|| address.without(key, &value)));
    view! {
        <button class="chip chip-applied" class:chip-unused=!is_used type="button" aria-label=label on:click=take_away>
            {(!is_used).then(|| view! { <Icon name=Name::Alert/> })}
            <span>{words}</span> <Icon name=Name::Close/>
        </button>
    }
}

/// Takes all filters away; the search, the order and the columns stay.
#[component]
pub fn ClearAll() -> impl IntoView {
    let (address, go) = (Address::here(), use_way());
    view! {
        <button class="btn btn-ghost btn-sm" type="button" on:click=move |_| go.run(untrack(|| address.without_any(&KEYS)))>
            {tr!(filters.clear)}
        </button>
    }
}

/// To another address of this list. What was pressed may be gone there, so the focus goes to the filters' button.
fn use_way() -> Callback<String> {
    let navigate = use_navigate();
    Callback::new(move |to: String| {
        navigate(&to, NavigateOptions { scroll: false, ..NavigateOptions::default() });
        request_animation_frame(|| {
            let lost = document().active_element().is_none_or(|at| at.tag_name() == "BODY");
            let button = document().get_element_by_id("filters").filter(|_| lost);
            if let Some(button) = button.and_then(|it| it.dyn_into::<HtmlElement>().ok()) {
                // Focusing an element that is there cannot fail.
                drop(button.focus());
            }
        });
    })
}
