//! All notes of a client, newest first, by kind.

use domain::{
    notes::{Note, NoteFilter},
    page::Page,
    permission::Permission,
};
use leptos::prelude::*;

use super::{card::NoteCard, words::use_note_types};
use crate::{
    components::{
        address::Address,
        empty::Empty,
        filters::Chip,
        icon::Name,
        loaded::{Loaded, Reading},
        paging::{Paging, Place},
    },
    i18n::tr,
    pages::client::use_record,
    session::use_session,
};

#[component]
pub fn NotesOfClient() -> impl IntoView {
    let (session, record, address) = (use_session(), use_record(), Address::here());
    use_note_types();
    let reading = Reading::new(move || {
        record.track_changes();
        let kind = address.all("kind");
        // Whoever looks for a kind finds all of it in its order.
        let pinned = kind.is_empty().then_some(false);
        session.notes(record.id(), NoteFilter { kind, pinned, limit: None, cursor: address.one("cursor") })
    });
    let first = Memo::new(move |_| address.all("kind").is_empty() && address.one("cursor").is_none());
    let pinned = Reading::new(move || {
        record.track_changes();
        session.notes(record.id(), NoteFilter { pinned: Some(true), ..NoteFilter::default() })
    });
    let under_pinned =
        Signal::derive(move || first.get() && pinned.value().is_some_and(|page| !page.items.is_empty()));
    view! {
        <section class="section">
            <h2 class="sr-only">{tr!(notes.title)}</h2>
            <Kinds/>
            {move || first.get().then(|| view! { <Pinned pinned/> })}
            <Loaded reading let:page>
                <Cards page under_pinned again=Callback::new(move |()| record.again())/>
            </Loaded>
        </section>
    }
}

/// Notes that stand first, whatever their day.
#[component]
fn Pinned(pinned: Reading<Page<Note>>) -> impl IntoView {
    let record = use_record();
    let again = Callback::new(move |()| record.again());
    move || {
        let all = pinned.value().map(|page| page.items).filter(|all| !all.is_empty())?;
        let cards = all.into_iter().map(|note| view! { <NoteCard note again/> });
        Some(view! { <h3>{tr!(notes.pinned)}</h3> <ul class="notes">{cards.collect_view()}</ul> })
    }
}

/// Chips that choose types; none for whoever reads general notes alone.
#[component]
pub(super) fn Kinds() -> impl IntoView {
    let all = use_note_types().all();
    use_session().may(Permission::SeeClientDetails).then(|| view! {
        <div class="chips chips-line" role="group" aria-label=tr!(notes.kind)>
            {move || all.get().into_iter().map(|(value, label)| view! { <Chip key="kind" value label=Signal::stored(label)/> }).collect_view()}
        </div>
    })
}

#[component]
fn Cards(page: Page<Note>, under_pinned: Signal<bool>, again: Callback<()>) -> impl IntoView {
    if page.items.is_empty() {
        let none = move || {
            (!under_pinned.get())
                .then(|| view! { <Empty icon=Name::Note title=tr!(notes.none) help=tr!(notes.none_help)/> })
        };
        return none.into_any();
    }
    let place = Place::from(&page);
    let cards = page.items.into_iter().map(|note| view! { <NoteCard note again/> });
    view! { <ul class="notes">{cards.collect_view()}</ul> <Paging place/> }.into_any()
}
