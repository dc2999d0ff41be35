//! The list, newest first; chips choose kinds.

use domain::{
    page::Page,
    permission::Permission,
    timeline::{Event, EventKind, TimelineFilter},
};
use leptos::prelude::*;
use leptos_router::{NavigateOptions, components::Redirect};

use super::words;
use crate::{
    components::{
        address::Address,
        empty::Empty,
        filters::Chip,
        icon::{Icon, Name},
        loaded::{Loaded, Reading},
        paging::{Paging, Place},
        time::Moment,
    },
    i18n::{tr, use_i18n},
    pages::{client::use_record, notes::use_note_types},
    session::use_session,
};

/// What a record opens with: its timeline, and its details for those who see no more than the card.
#[component]
pub fn Timeline() -> impl IntoView {
    if use_session().may(Permission::SeeClientDetails) {
        return view! { <Everything/> }.into_any();
    }
    let path = format!("/staff/clients/{}/details", use_record().id());
    let options = NavigateOptions { replace: true, ..NavigateOptions::default() };
    view! { <Redirect path options/> }.into_any()
}

#[component]
fn Everything() -> impl IntoView {
    use_note_types();
    let (session, record, address) = (use_session(), use_record(), Address::here());
    let reading = Reading::new(move || {
        record.track_changes();
        let kind = address.codes("kind", EventKind::from_code);
        session.timeline(record.id(), TimelineFilter { kind, limit: None, cursor: address.one("cursor") })
    });
    view! {
        <section class="section">
            <h2 class="sr-only">{tr!(timeline.title)}</h2>
            <Kinds/>
            <Loaded reading rows=8 let:page><Events page/></Loaded>
        </section>
    }
}

#[component]
fn Kinds() -> impl IntoView {
    let (i18n, session) = (use_i18n(), use_session());
    let kinds = EventKind::ALL.iter().copied().filter(move |kind| session.may(kind.permission()));
    let chip = move |one: EventKind| {
        view! { <Chip key="kind" value=one.code() label=Signal::derive(move || words::kind(i18n, one))/> }
    };
    view! {
        <div class="chips chips-line" role="group" aria-label=tr!(timeline.kinds)>{kinds.map(chip).collect_view()}</div>
    }
}

#[component]
fn Events(page: Page<Event>) -> impl IntoView {
    if page.items.is_empty() {
        let chosen = Address::here().one("kind").is_some();
        return if chosen {
            view! { <Empty icon=Name::Search title=tr!(timeline.none_found)/> }.into_any()
        } else {
            view! { <Empty icon=Name::History title=tr!(timeline.none) help=tr!(timeline.none_help)/> }
                .into_any()
        };
    }
    let place = Place::from(&page);
    let events = page.items.into_iter().map(|event| view! { <Happened event/> });
    view! { <ol class="timeline">{events.collect_view()}</ol> <Paging place/> }.into_any()
}

#[component]
fn Happened(event: Event) -> impl IntoView {
    let (i18n, types) = (use_i18n(), use_note_types());
    let by = event.by.clone().map(|by| format!("{by}, "));
    let shown = event.clone();
    view! {
        <li class="event">
            <span class="event-icon"><Icon name=words::icon(event.kind)/></span>
            <div class="event-body">
                <div class="row-line">
                    <strong>{move || words::event(i18n, types, &shown)}</strong>
                    <span class="muted small">{by} <Moment at=event.at/></span>
                </div>
                {event.text.map(|text| view! { <p class="prewrap">{text}</p> })}
            </div>
        </li>
    }
}
