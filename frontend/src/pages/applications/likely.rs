//! Clients who may be the same person, with the reasons.

use domain::applications::{Application, LikelyClient, LikelyClientCard, LikenessReason};
use leptos::prelude::*;
use leptos_router::components::A;

use super::decide::{Attach, Target};
use crate::{
    components::{
        badge::{Badge, Tone},
        dialog::Dialog,
        icon::Name,
        loaded::{Loaded, Reading},
    },
    format,
    i18n::{I18n, say, tr, use_i18n},
    pages::words,
    session::use_session,
};

#[component]
pub fn LikelyClients(application: StoredValue<Application>, again: Callback<()>) -> impl IntoView {
    let session = use_session();
    let id = application.get_value().id;
    let reading = Reading::new(move || session.likely_clients(id));
    view! {
        <section class="card padded">
            <h2>{tr!(applications.likely)}</h2>
            <Loaded reading let:all><Alike all application again/></Loaded>
        </section>
    }
}

#[component]
fn Alike(
    all: Vec<LikelyClient>,
    application: StoredValue<Application>,
    again: Callback<()>,
) -> impl IntoView {
    if all.is_empty() {
        return view! {
            <p>{tr!(applications.likely_none)}</p>
            <p class="muted small">{tr!(applications.likely_none_help)}</p>
        }
        .into_any();
    }
    let rows = all.into_iter().map(|likely| view! { <Likely likely application again/> });
    view! { <ul class="likely">{rows.collect_view()}</ul> }.into_any()
}

#[component]
fn Likely(likely: LikelyClient, application: StoredValue<Application>, again: Callback<()>) -> impl IntoView {
    let i18n = use_i18n();
    let reasons = reasons(i18n, &likely);
    let who = match likely.client {
        Some(card) => view! { <Known card application again/> }.into_any(),
        None => view! { <p>{tr!(applications.likely_hidden)}</p> }.into_any(),
    };
    view! { <li class="likely-one"><ul class="chips">{reasons}</ul> {who}</li> }
}

/// The strongest reason is marked.
fn reasons(i18n: I18n, likely: &LikelyClient) -> AnyView {
    let likeness =
        (likely.name_likeness > 0).then(|| say!(i18n, applications.name_likeness, n = likely.name_likeness));
    let reason = move |reason: &LikenessReason| {
        let tone = if *reason == LikenessReason::SameSsn { Tone::Danger } else { Tone::Warning };
        view! { <li><Badge tone text=words::likeness(i18n, *reason)/></li> }
    };
    view! {
        {likely.reasons.iter().map(reason).collect_view()}
        {likeness.map(|text| view! { <li><Badge text/></li> })}
    }
    .into_any()
}

#[component]
fn Known(
    card: LikelyClientCard,
    application: StoredValue<Application>,
    again: Callback<()>,
) -> impl IntoView {
    let i18n = use_i18n();
    let open = RwSignal::new(false);
    let born = card.date_of_birth.map(|born| format::day(i18n, born));
    let more = [born, card.phone.clone(), card.email.clone()];
    let more = more.into_iter().flatten().collect::<Vec<_>>().join(" · ");
    let restricted = card.restricted.then(|| {
        view! { <Badge tone=Tone::Danger icon=Name::Restriction text=say!(i18n, clients.restricted)/> }
    });
    let target = Target { id: card.id, name: card.name.clone() };
    let name = card.name.clone();
    let title = Signal::derive(move || say!(i18n, applications.attach_title, name = name.clone()));
    let target = StoredValue::new(target);
    view! {
        <div class="row-line">
            <A href=format!("/staff/clients/{}", card.id) {..} class="link" target="_blank"><strong>{card.name}</strong></A>
            {restricted}
        </div>
        <p class="muted small">{more}</p>
        <button class="btn btn-sm" type="button" on:click=move |_| open.set(true)>{tr!(applications.attach)}</button>
        <Dialog open title><Attach application target open again/></Dialog>
    }
}
