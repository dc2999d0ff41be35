//! A note about one of one's own clients, without opening the record.

use std::time::Duration;

use domain::{
    clients::{ClientFilter, ClientRow, Status},
    dashboard::Tile,
    ids::ClientId,
    page::{MAX_LIMIT, Page as Clients},
    permission::Permission,
};
use leptos::prelude::*;

use super::{Page, words};
use crate::{
    components::{
        button::Button,
        empty::Empty,
        failure::{FailureAlert, FailureNotice},
        icon::Name,
        loaded::{Reading, Skeleton},
    },
    i18n::{say, tr, use_i18n},
    pages::{
        names::called,
        notes::{NoteForm, STYLES},
    },
    session::{Session, use_session},
    wait::settled,
};

/// Those with whom somebody works, by name: one's caseload, or, of those who see everyone, who is assigned to oneself. Nobody
/// who has left: they would only grow more.
fn mine(session: Session, wanted: String) -> ClientFilter {
    let me = session.me();
    // Who sees cards alone may not ask for what stands behind them.
    let working: &[Status] = match session.may(Permission::SeeClientDetails) {
        true => &[Status::Active, Status::Applicant, Status::Inactive],
        false => &[],
    };
    ClientFilter {
        assignee: me.sees_everyone.then_some(me.id),
        status: working.to_vec(),
        limit: Some(MAX_LIMIT),
        q: Some(wanted).filter(|wanted| !wanted.is_empty()),
        ..ClientFilter::default()
    }
}

/// After it the typing has paused.
const PAUSE: Duration = Duration::from_millis(300);

/// The clients of the select. A handle: copying it is free.
#[derive(Clone, Copy)]
struct Offered {
    typed: RwSignal<String>,
    /// What is searched for, once the typing pauses.
    wanted: RwSignal<String>,
    reading: Reading<Clients<ClientRow>>,
    named: Memo<Vec<Named>>,
    /// There are more than one list has, so that one may search.
    many: Memo<bool>,
}

type Named = (ClientId, String);

impl Offered {
    fn new() -> Self {
        let (session, typed) = (use_session(), RwSignal::new(String::new()));
        let wanted = settled(move || typed.read().trim().to_owned(), PAUSE);
        let reading = Reading::new(move || session.clients(mine(session, wanted.get())));
        let named = Memo::new(move |_| {
            let all = reading.value().map(|page| page.items).unwrap_or_default().into_iter();
            all.map(named).collect::<Vec<_>>()
        });
        let many = Memo::new(move |was: Option<&bool>| {
            was == Some(&true) || reading.value().is_some_and(|page| page.next.is_some())
        });
        Self { typed, wanted, reading, named, many }
    }

    /// Whether there is anybody, once that is known: nobody found of a name is not nobody at all.
    fn any(self) -> Memo<Option<bool>> {
        Memo::new(move |was: Option<&Option<bool>>| match was {
            Some(Some(true)) => Some(true),
            _ => self.reading.value().map(|page| !page.items.is_empty()),
        })
    }
}

fn named(row: ClientRow) -> Named {
    (row.id, called(&row.first_name, &row.last_name, row.preferred_name.as_deref()))
}

/// It is drawn anew only where it becomes another one: reading the page again takes nothing from what is being typed.
#[component]
pub fn NoteForMine(page: Page) -> impl IntoView {
    let (i18n, offered) = (use_i18n(), Offered::new());
    let (any, reading) = (offered.any(), offered.reading);
    let failed = Memo::new(move |_| reading.failure().filter(|_| any.get().is_none()));
    let body = move || match (any.get(), failed.get()) {
        (Some(true), _) => view! { <Chooser offered again=page.again/> }.into_any(),
        (Some(false), _) => {
            let (title, help) = (tr!(dashboard.no_clients), tr!(dashboard.no_clients_help));
            view! { <Empty icon=Name::Note title help/> }.into_any()
        }
        (None, Some(failure)) => view! {
            <FailureNotice failure>
                <Button label=tr!(common.try_again) class="btn btn-sm mt-2" on_click=move || reading.again()/>
            </FailureNotice>
        }
        .into_any(),
        (None, None) => view! { <Skeleton rows=3/> }.into_any(),
    };
    view! {
        <link rel="stylesheet" href=STYLES/>
        <section class="card part" aria-labelledby="tile-quick_note" data-tile=Tile::QuickNote.code()>
            <header class="part-head"><h2 id="tile-quick_note">{move || words::title(i18n, Tile::QuickNote)}</h2></header>
            {body}
        </section>
    }
}

#[component]
fn Chooser(offered: Offered, again: Callback<()>) -> impl IntoView {
    let whom = RwSignal::new(None::<Named>);
    let options = move || {
        let all = offered.named.get();
        // Whoever the note is about stands there, whatever is searched for meanwhile.
        let chosen = whom.get_untracked();
        let first = chosen.clone().filter(|one| !all.contains(one));
        let option = |(id, name): Named| {
            let selected = chosen.as_ref().is_some_and(|(chosen, _)| *chosen == id);
            view! { <option value=id.to_string() selected=selected>{name}</option> }
        };
        first.into_iter().chain(all).map(option).collect_view()
    };
    let choose = move |event| {
        let id = event_target_value(&event).parse::<ClientId>().ok();
        let all = offered.named.get_untracked().into_iter().chain(whom.get_untracked());
        whom.set(all.into_iter().find(|(one, _)| Some(*one) == id));
    };
    let client = Memo::new(move |_| whom.get().map(|(id, _)| id));
    view! {
        <div class="padded part-form">
            {move || offered.many.get().then(|| view! { <ByName offered/> })}
            <div class="field">
                <label class="field-label" for="note-whom">{tr!(dashboard.note_whom)}</label>
                <p class="field-help" id="note-whom-help">{tr!(dashboard.note_whom_help)}</p>
                <select id="note-whom" class="select w-full" aria-describedby="note-whom-help" on:change=choose>
                    <option value="">{tr!(common.choose)}</option>
                    {options}
                </select>
            </div>
            // Another client is another note: each keeps a draft of its own.
            {move || client.get().map(|client| view! { <NoteForm client again/> })}
        </div>
    }
}

/// Finds those who do not fit into one list.
#[component]
fn ByName(offered: Offered) -> impl IntoView {
    let i18n = use_i18n();
    let found = move || {
        (!offered.wanted.read().is_empty()).then(|| match offered.named.read().len() {
            0 => say!(i18n, dashboard.note_nobody),
            n => say!(i18n, dashboard.note_found, n = n),
        })
    };
    view! {
        <div class="field">
            <label class="field-label" for="note-find">{tr!(dashboard.note_find)}</label>
            <input id="note-find" class="input w-full" type="search" autocomplete="off"
                aria-describedby="note-found" on:input=move |event| offered.typed.set(event_target_value(&event))/>
            <p class="field-help" id="note-found" role="status">{found}</p>
        </div>
        <FailureAlert failure=Signal::derive(move || offered.reading.failure())/>
    }
}
