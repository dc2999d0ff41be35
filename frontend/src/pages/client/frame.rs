//! What stays on the screen while the tabs change.

use domain::{clients::Client, ids::ClientId, permission::Permission, problem::Code, settings::Module};
use leptos::prelude::*;
use leptos_router::{
    components::{A, Outlet},
    hooks::{use_location, use_params_map},
};

use super::{
    card::Card,
    pending::{PendingChanges, provide_pending},
    warning::Warning,
};
use crate::{
    api::Failure,
    components::title::Title,
    components::{
        button::Button,
        dialog::Dialog,
        empty::Empty,
        failure::FailureNotice,
        icon::{Icon, Name},
        loaded::{Reading, Skeleton},
        page_header::PageHeader,
        screen::use_narrow,
        tabs::{Tab, Tabs},
    },
    i18n::tr,
    pages::{
        by_id::missing,
        not_found::NotFound,
        notes::{NoteForm, QuickNote, STYLES},
        retention::{ErasedRecord, HoldNotice},
    },
    session::{Session, use_session},
    signals::now,
};

/// The record that is open. A handle: copying it is free.
#[derive(Clone, Copy)]
pub struct Record {
    id: Memo<Option<ClientId>>,
    client: RwSignal<Option<Client>>,
    reading: Reading<Client>,
    /// Goes up with every change, so that the timeline and the warnings are read again.
    changes: RwSignal<u32>,
}

impl Record {
    fn new(session: Session) -> Self {
        let params = use_params_map();
        let id = Memo::new(move |_| params.read().get_str("id").and_then(|id| id.parse::<ClientId>().ok()));
        let reading = Reading::new(move || {
            let id = id.get();
            async move { session.client(id.ok_or_else(missing)?).await }
        });
        let client = RwSignal::new(None);
        Effect::new(move |_| {
            if let Some(read) = reading.value() {
                client.set(Some(read));
            }
        });
        Self { id, client, reading, changes: RwSignal::new(0) }
    }

    pub fn id(self) -> ClientId {
        now(self.id).or_else(|| now(self.client).map(|client| client.id)).unwrap_or_else(nobody)
    }

    /// The client, once it is there; tabs are shown only then.
    pub fn client(self) -> Option<Client> {
        now(self.client)
    }

    pub fn called(self) -> String {
        now(self.client).as_ref().map(Client::display_name).unwrap_or_default()
    }

    pub fn version(self) -> i32 {
        self.client.read_untracked().as_ref().map_or(0, |client| client.version)
    }

    /// Something was changed: read again what may show it.
    pub fn again(self) {
        self.reading.again();
        self.changes.update(|changes| *changes += 1);
    }

    /// It is not there any more: what stands in its place is read.
    pub fn gone(self) {
        self.client.set(None);
        self.reading.again();
    }

    /// For readings that should run again after a change.
    pub fn track_changes(self) {
        self.changes.track();
    }

    fn is_here(self) -> bool {
        self.client.read().as_ref().map(|client| client.id) == self.id.get()
    }
}

fn nobody() -> ClientId {
    ClientId::from(uuid::Uuid::nil())
}

/// The record of the page that a component stands on.
pub fn use_record() -> Record {
    expect_context::<Record>()
}

#[component]
pub fn RecordPage() -> impl IntoView {
    let record = Record::new(use_session());
    provide_context(record);
    let here = Memo::new(move |_| record.is_here());
    let failed = Memo::new(move |_| record.reading.failure().filter(|_| !here.get()));
    move || match (here.get(), failed.get()) {
        _ if record.id.get().is_none() => view! { <NotFound/> }.into_any(),
        (true, _) => view! { <Frame record/> }.into_any(),
        (false, Some(failure)) => view! { <Failed failure record/> }.into_any(),
        (false, None) => view! { <Skeleton rows=8/> }.into_any(),
    }
}

#[component]
fn Failed(failure: Failure, record: Record) -> impl IntoView {
    if failure.is(Code::NotFound) {
        return view! { <NotThere id=record.id()/> }.into_any();
    }
    let label = tr!(common.try_again);
    view! {
        <h1 class="sr-only">{tr!(clients.card)}</h1>
        <FailureNotice failure><Button label class="btn btn-sm mt-2" on_click=move || record.reading.again()/></FailureNotice>
    }
    .into_any()
}

/// Erased, which those who keep records are told, or not there.
#[component]
fn NotThere(id: ClientId) -> impl IntoView {
    let session = use_session();
    if !session.may(Permission::KeepRecords) {
        return view! { <Outside/> }.into_any();
    }
    let reading = Reading::new(move || session.erasure_of(id));
    (move || match (reading.value(), reading.failure()) {
        (Some(erasure), _) => view! { <ErasedRecord erasure/> }.into_any(),
        (None, Some(_)) => view! { <Outside/> }.into_any(),
        (None, None) => view! { <Skeleton rows=4/> }.into_any(),
    })
    .into_any()
}

/// Not there, or not of one's people: nothing is wrong, and trying again would not help.
#[component]
fn Outside() -> impl IntoView {
    view! {
        <PageHeader title=tr!(common.missing)/>
        <Empty icon=Name::People title=tr!(clients.outside) help=tr!(clients.outside_help)>
            <A href="/staff/clients" {..} class="btn btn-sm mt-2">{tr!(clients.outside_back)}</A>
        </Empty>
    }
}

#[component]
fn Frame(record: Record) -> impl IntoView {
    let session = use_session();
    provide_pending(record);
    view! {
        <link rel="stylesheet" href=STYLES/>
        <Title text=move || record.called()/>
        <Warning record/>
        <HoldNotice record/>
        <PendingChanges record/>
        <Card record/>
        <Tabs label=tr!(clients.parts) tabs=tabs(session, record.id())/>
        <div class="record">
            <div class="record-main"><Outlet/></div>
            {session.may(Permission::WriteGeneralNotes).then(|| view! { <NoteAtHand record/> })}
        </div>
    }
}

/// The quick note: beside the record where there is room, and where the notes are; elsewhere behind a button, so that
/// the record itself stands on the screen.
#[component]
fn NoteAtHand(record: Record) -> impl IntoView {
    let (narrow, path) = (use_narrow(), use_location().pathname);
    let open = RwSignal::new(false);
    let apart = Memo::new(move |_| narrow.get() && !path.read().ends_with("/notes"));
    move || {
        match apart.get() {
        false => view! { <aside class="record-side"><QuickNote record/></aside> }.into_any(),
        true => view! {
            <button class="btn btn-primary note-button no-print" type="button" on:click=move |_| open.set(true)>
                <Icon name=Name::Note/> {tr!(notes.quick)}
            </button>
            <Dialog open title=tr!(notes.quick) drawer=true><NoteOf record open/></Dialog>
        }
        .into_any(),
    }
    }
}

#[component]
fn NoteOf(record: Record, open: RwSignal<bool>) -> impl IntoView {
    let again = Callback::new(move |()| {
        open.set(false);
        record.again();
    });
    view! { <NoteForm client=record.id() again/> }
}

/// The parts of the record that this person may see.
fn tabs(session: Session, id: ClientId) -> Vec<Tab> {
    let at = |part: &str| format!("/staff/clients/{id}{part}");
    let tab = |part: &str, label| Tab { href: at(part), label, exact: part.is_empty() };
    let all = [
        (Permission::SeeClientDetails, tab("", tr!(clients.tab_timeline))),
        (Permission::SeeClients, tab("/details", tr!(clients.tab_details))),
        (Permission::ReadNotes, tab("/notes", tr!(clients.tab_notes))),
        (Permission::SeeFollowUps, tab("/follow-ups", tr!(clients.tab_follow_ups))),
        (Permission::SeeClientDetails, tab("/plan", tr!(clients.tab_plan))),
        (Permission::SeeDemographics, tab("/demographics", tr!(clients.tab_demographics))),
        (Permission::SeeEnrollments, tab("/intakes", tr!(clients.tab_intakes))),
        (Permission::SeeEnrollments, tab("/enrollments", tr!(clients.tab_enrollments))),
        (Permission::SeeEnrollments, tab("/discharges", tr!(clients.tab_discharges))),
        (Permission::SeeRestrictions, tab("/restrictions", tr!(clients.tab_restrictions))),
        (Permission::SeeDocuments, tab("/documents", tr!(clients.tab_documents))),
        (Permission::SeeClientDetails, tab("/employment", tr!(clients.tab_employment))),
        (Permission::SeeClientDetails, tab("/team", tr!(clients.tab_team))),
        (Permission::SeeClientDetails, tab("/history", tr!(clients.tab_history))),
    ];
    let all = all.into_iter().filter(|(wanted, _)| session.may(*wanted)).map(|(_, tab)| tab);
    all.filter(|tab| session.uses(Module::Goals) || !tab.href.ends_with("/plan")).collect()
}
