//! The filters above the proposals; they stand in the address.

use domain::{changes::Kind, permission::Permission};
use leptos::prelude::*;
use leptos_router::{NavigateOptions, hooks::use_navigate};

use super::words;
use crate::{
    components::{address::Address, filters::OneOf, loaded::Reading},
    i18n::{Text, tr, use_i18n},
    pages::words::colleague,
    session::use_session,
};

/// `decides` tells whether there are proposals of others to look through.
#[component]
pub fn Narrower(decides: bool) -> impl IntoView {
    let (i18n, session) = (use_i18n(), use_session());
    let kinds = Signal::derive(move || {
        Kind::ALL.iter().map(|kind| (kind.code().to_owned(), words::kind(i18n, *kind))).collect::<Vec<_>>()
    });
    let programs = session.may(Permission::SeePrograms).then(|| {
        let programs = Reading::new(move || session.programs());
        let programs = Signal::derive(move || {
            let all = programs.value().unwrap_or_default().into_iter();
            all.map(|one| (one.id.to_string(), one.name)).collect::<Vec<_>>()
        });
        view! { <OneOf key="program" label=tr!(changes.program) any=tr!(changes.any) options=programs/> }
    });
    let people = decides.then(|| {
        let people = Reading::new(move || session.colleagues_ever());
        let people = Signal::derive(move || {
            let all = people.value().unwrap_or_default().into_iter();
            all.map(|one| (one.id.to_string(), colleague(i18n, one))).collect::<Vec<_>>()
        });
        view! { <OneOf key="proposer" label=tr!(changes.by) any=tr!(changes.anybody) options=people/> }
    });
    view! {
        <div class="form-row">
            <OneOf key="kind" label=tr!(changes.kind) any=tr!(changes.any) options=kinds/>
            {people}
            {programs}
            <Day key="from" label=tr!(changes.from)/>
            <Day key="to" label=tr!(changes.to)/>
        </div>
    }
}

#[component]
fn Day(key: &'static str, label: Text) -> impl IntoView {
    let (address, navigate) = (Address::here(), use_navigate());
    let id = format!("filter-{key}");
    let day = move || address.one(key).unwrap_or_default();
    let choose = move |event| {
        let to = untrack(|| address.with(key, Some(&event_target_value(&event))));
        navigate(&to, NavigateOptions { scroll: false, ..NavigateOptions::default() });
    };
    view! {
        <div class="field">
            <label class="field-label" for=id.clone()>{label}</label>
            <input id=id class="input" type="date" prop:value=day on:change=choose/>
        </div>
    }
}
