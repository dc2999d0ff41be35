//! All notes of a client, newest first, by kind.

use domain::{
    notes::{Note, NoteFilter, NoteKind},
    page::Page,
};
use leptos::prelude::*;

use super::{card::NoteCard, words};
use crate::{
    components::{
        address::Address,
        empty::Empty,
        filters::Chip,
        icon::Name,
        loaded::{Loaded, Reading},
        paging::{Paging, Place},
    },
    i18n::{tr, use_i18n},
    pages::client::use_record,
    session::use_session,
};

#[component]
pub fn NotesOfClient() -> impl IntoView {
    let (session, record, address) = (use_session(), use_record(), Address::here());
    let reading = Reading::new(move || {
        record.track_changes();
        let kind = address.codes("kind", NoteKind::from_code);
        // Whoever looks for a kind finds all of it in its order.
        let pinned = kind.is_empty().then_some(false);
        session.notes(record.id(), NoteFilter { kind, pinned, limit: None, cursor: address.one("cursor") })
    });
    let first = Memo::new(move |_| {
        address.codes("kind", NoteKind::from_code).is_empty() && address.one("cursor").is_none()
    });
    view! {
        <section class="section">
            <h2 class="sr-only">{tr!(notes.title)}</h2>
            <Kinds/>
            {move || first.get().then(|| view! { <Pinned/> })}
            <Loaded reading let:page><Cards page again=Callback::new(move |()| record.again())/></Loaded>
        </section>
    }
}

/// Notes that stand first, whatever their day.
#[component]
fn Pinned() -> impl IntoView {
    let (session, record) = (use_session(), use_record());
    let reading = Reading::new(move || {
        record.track_changes();
        session.notes(record.id(), NoteFilter { pinned: Some(true), ..NoteFilter::default() })
    });
    let again = Callback::new(move |()| record.again());
    move || {
        let all = reading.value().map(|page| page.items).filter(|all| !all.is_empty())?;
        let cards = all.into_iter().map(|note| view! { <NoteCard note again/> });
        Some(view! { <h3>{tr!(notes.pinned)}</h3> <ul class="notes">{cards.collect_view()}</ul> })
    }
}

#[component]
fn Kinds() -> impl IntoView {
    let i18n = use_i18n();
    let chip = move |one: &NoteKind| {
        let one = *one;
        view! { <Chip key="kind" value=one.code() label=Signal::derive(move || words::kind(i18n, one))/> }
    };
    view! {
        <div class="chips chips-line" role="group" aria-label=tr!(notes.kind)>{NoteKind::ALL.iter().map(chip).collect_view()}</div>
    }
}

#[component]
fn Cards(page: Page<Note>, again: Callback<()>) -> impl IntoView {
    if page.items.is_empty() {
        return view! { <Empty icon=Name::Note title=tr!(notes.none) help=tr!(notes.none_help)/> }.into_any();
    }
    let place = Place::from(&page);
    let cards = page.items.into_iter().map(|note| view! { <NoteCard note again/> });
    view! { <ul class="notes">{cards.collect_view()}</ul> <Paging place/> }.into_any()
}
