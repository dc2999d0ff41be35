//! A note about one of one's own clients, without opening the record.

use domain::{clients::ClientRow, dashboard::Tile, ids::ClientId};
use leptos::prelude::*;

use super::{Page, words};
use crate::{
    components::{button::Button, empty::Empty, failure::FailureNotice, icon::Name, loaded::Skeleton},
    i18n::{tr, use_i18n},
    pages::{names::called, notes::NoteForm},
};

/// It is drawn anew only where other clients stand in it: reading the page again takes nothing from what is being typed.
#[component]
pub fn NoteForMine(page: Page) -> impl IntoView {
    let i18n = use_i18n();
    let mine =
        Memo::new(move |_| page.day.value().and_then(|day| day.my_clients).map(|part| named(part.recent)));
    let failed = Memo::new(move |_| page.day.failure());
    let body = move || {
        match (mine.get(), failed.get()) {
        (Some(mine), _) if mine.is_empty() => {
            let (title, help) = (tr!(dashboard.no_clients), tr!(dashboard.no_clients_help));
            view! { <Empty icon=Name::Note title help/> }.into_any()
        }
        (Some(mine), _) => view! { <Chooser mine again=page.again/> }.into_any(),
        (None, Some(failure)) => view! {
            <FailureNotice failure>
                <Button label=tr!(common.try_again) class="btn btn-sm mt-2" on_click=move || page.again.run(())/>
            </FailureNotice>
        }
        .into_any(),
        (None, None) => view! { <Skeleton rows=3/> }.into_any(),
    }
    };
    view! {
        <section class="card part" aria-labelledby="tile-quick_note" data-tile=Tile::QuickNote.code()>
            <header class="part-head"><h2 id="tile-quick_note">{move || words::title(i18n, Tile::QuickNote)}</h2></header>
            {body}
        </section>
    }
}

/// By name, so that the order does not change with what is written.
fn named(recent: Vec<ClientRow>) -> Vec<(ClientId, String)> {
    let name =
        |row: ClientRow| (row.id, called(&row.first_name, &row.last_name, row.preferred_name.as_deref()));
    let mut all: Vec<_> = recent.into_iter().map(name).collect();
    all.sort_by(|one, other| one.1.cmp(&other.1));
    all
}

#[component]
fn Chooser(mine: Vec<(ClientId, String)>, again: Callback<()>) -> impl IntoView {
    let whom = RwSignal::new(None::<ClientId>);
    let option = |(id, name): (ClientId, String)| view! { <option value=id.to_string()>{name}</option> };
    let options = mine.into_iter().map(option).collect_view();
    view! {
        <div class="padded part-form">
            <div class="field">
                <label class="field-label" for="note-whom">{tr!(dashboard.note_whom)}</label>
                <p class="field-help" id="note-whom-help">{tr!(dashboard.note_whom_help)}</p>
                <select id="note-whom" class="select w-full" aria-describedby="note-whom-help"
                    on:change=move |event| whom.set(event_target_value(&event).parse().ok())>
                    <option value="">{tr!(common.choose)}</option>
                    {options}
                </select>
            </div>
            // Another client is another note: each keeps a draft of its own.
            {move || whom.get().map(|client| view! { <NoteForm client again/> })}
        </div>
    }
}
