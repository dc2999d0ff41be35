//! The notes of all clients in sight: those that wait for a review, the reviewed ones, all, one's own.

use domain::{
    notes::{NoteOfClient, NotesFilter},
    page::Page,
    permission::Permission,
    views::List,
};
use leptos::prelude::*;

use super::{card::NoteCard, list::Kinds, mention::STYLES, words::use_note_types};
use crate::{
    components::{
        address::Address,
        empty::Empty,
        filters::{OneOf, View},
        icon::Name,
        loaded::{Loaded, Reading},
        page_header::PageHeader,
        paging::{Paging, Place},
        period::Period,
    },
    format::day,
    i18n::{I18n, say, tr, use_i18n},
    pages::{by_program::ByProgram, views::SavedViews},
    session::{Session, use_session},
};

/// What the page shows. The first of the tabs is the one without a word in the address.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Show {
    ToReview,
    Reviewed,
    All,
    Mine,
}

impl Show {
    fn of(session: Session, address: Address) -> Self {
        match address.one("show").as_deref() {
            Some("reviewed") => Self::Reviewed,
            Some("all") => Self::All,
            Some("mine") => Self::Mine,
            _ if session.may(Permission::ReviewNotes) => Self::ToReview,
            _ => Self::All,
        }
    }
}

#[component]
pub fn AllNotes() -> impl IntoView {
    let (i18n, session, address) = (use_i18n(), use_session(), Address::here());
    use_note_types();
    let reading = Reading::new(move || session.all_notes(filter(session, address)));
    let again = Callback::new(move |()| reading.again());
    view! {
        <link rel="stylesheet" href=STYLES/>
        <PageHeader title=tr!(notes.title) help=tr!(notes.across_help)/>
        <Tabs/>
        <SavedViews list=List::Notes/>
        <Filters/>
        <Period words=Signal::derive(move || since(i18n, address)) keys=&["since"]/>
        <Loaded reading rows=6 let:page><Cards page again/></Loaded>
    }
}

fn since(i18n: I18n, address: Address) -> Option<String> {
    Some(say!(i18n, filters.since, day = day(i18n, address.parsed("since")?)))
}

#[component]
fn Tabs() -> impl IntoView {
    let tabs = match use_session().may(Permission::ReviewNotes) {
        true => view! {
            <View key="show" value="" label=tr!(notes.to_review)/>
            <View key="show" value="reviewed" label=tr!(notes.reviewed)/>
            <View key="show" value="all" label=tr!(notes.all)/>
        }
        .into_any(),
        false => view! { <View key="show" value="" label=tr!(notes.all)/> }.into_any(),
    };
    view! {
        <nav class="tab-bar" aria-label=tr!(notes.title)>
            {tabs} <View key="show" value="mine" label=tr!(notes.mine)/>
        </nav>
    }
}

fn filter(session: Session, address: Address) -> NotesFilter {
    let show = Show::of(session, address);
    NotesFilter {
        kind: address.all("kind"),
        author: if show == Show::Mine { Some(session.me().id) } else { address.parsed("author") },
        program: address.parsed("program"),
        reviewed: match show {
            Show::ToReview => Some(false),
            Show::Reviewed => Some(true),
            Show::All | Show::Mine => None,
        },
        written_since: address.parsed("since"),
        limit: None,
        cursor: address.one("cursor"),
    }
}

#[component]
fn Filters() -> impl IntoView {
    let (session, address) = (use_session(), Address::here());
    let asks_author = move || Show::of(session, address) != Show::Mine;
    let may_colleagues = session.may_any(&[Permission::WriteFollowUps, Permission::SeeTeam]);
    view! {
        <div class="form-row note-filters">
            {move || (may_colleagues && asks_author()).then(|| view! { <ByAuthor/> })}
            {session.may(Permission::SeePrograms).then(|| view! { <ByProgram/> })}
        </div>
        <Kinds/>
    }
}

#[component]
fn ByAuthor() -> impl IntoView {
    let session = use_session();
    let people = Reading::new(move || session.colleagues());
    let options = Signal::derive(move || {
        let all = people.value().unwrap_or_default().into_iter();
        all.map(|one| (one.id.to_string(), one.name)).collect::<Vec<_>>()
    });
    view! { <OneOf key="author" label=tr!(notes.author) any=tr!(notes.any_author) options/> }
}

#[component]
fn Cards(page: Page<NoteOfClient>, again: Callback<()>) -> impl IntoView {
    let place = Place::from(&page);
    if page.items.is_empty() {
        return view! { <Nothing/> }.into_any();
    }
    let cards = page
        .items
        .into_iter()
        .map(|NoteOfClient { client_name, note }| view! { <NoteCard note again client=client_name/> });
    view! { <ul class="notes">{cards.collect_view()}</ul> <Paging place/> }.into_any()
}

#[component]
fn Nothing() -> impl IntoView {
    match Show::of(use_session(), Address::here()) {
        Show::ToReview => {
            view! { <Empty icon=Name::CheckCircle title=tr!(notes.none_to_review) help=tr!(notes.none_to_review_help)/> }
                .into_any()
        }
        _ => view! { <Empty icon=Name::Note title=tr!(notes.none_found)/> }.into_any(),
    }
}
