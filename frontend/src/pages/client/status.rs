//! Setting where the record stands. Closing it says what becomes of what was still to be done.

use domain::{
    clients::{Client, ClientPatch, Status},
    follow_ups::{FollowUp, FollowUpFilter},
    ids::ClientId,
    page::MAX_LIMIT,
    patch::Patch,
    permission::Permission,
};
use leptos::prelude::*;

use super::{
    frame::Record,
    leaving::{LeavingFields, StillEnrolled},
};
use crate::{
    api::Outcome,
    components::{
        dialog::Dialog,
        loaded::{Loaded, Reading},
    },
    forms::{Core, Form, FormView, Select, SendButton},
    i18n::{say, tr, use_i18n},
    pages::{
        follow_ups::handover::{HandoverFields, LeftBehind, WhereTheyGo, is_told},
        outcome::use_outcome,
        proposing::Proposing,
        stale::ReadAgain,
        words,
    },
    session::use_session,
};

/// Those that a person sets; joining two records sets the last one.
pub const STATUSES: [Status; 5] =
    [Status::Active, Status::Applicant, Status::Inactive, Status::Closed, Status::Deceased];

/// A client whose status is set. A handle: copying it is free.
#[derive(Clone, Copy)]
pub struct Standing {
    pub id: ClientId,
    /// As it was read last.
    pub version: Signal<i32>,
    pub status: Status,
    /// Reads again what shows it.
    pub again: Callback<()>,
}

#[component]
pub fn ChangeStatus(record: Record) -> impl IntoView {
    let i18n = use_i18n();
    let open = RwSignal::new(false);
    let title = Signal::derive(move || say!(i18n, handover.status_title, name = record.called()));
    view! {
        <button class="btn btn-sm" type="button" on:click=move |_| open.set(true)>{tr!(handover.status)}</button>
        <Dialog open title><OfRecord record open/></Dialog>
    }
}

#[component]
fn OfRecord(record: Record, open: RwSignal<bool>) -> impl IntoView {
    let status = untrack(|| record.client()).and_then(|client| client.status).unwrap_or_default();
    let version = Signal::derive(move || record.version());
    let again = Callback::new(move |()| record.again());
    view! { <StatusOf standing=Standing { id: record.id(), version, status, again } open/> }
}

/// What is still to be done with the client is read first.
#[component]
pub fn StatusOf(standing: Standing, open: RwSignal<bool>) -> impl IntoView {
    let session = use_session();
    if !session.may(Permission::SeeFollowUps) {
        return view! { <StatusForm standing open left=Vec::new()/> }.into_any();
    }
    let reading = Reading::new(move || {
        let (client, limit) = (Some(standing.id), Some(MAX_LIMIT));
        session.follow_ups(FollowUpFilter { client, limit, ..FollowUpFilter::default() })
    });
    view! { <Loaded reading rows=2 let:page><StatusForm standing open left=page.items/></Loaded> }.into_any()
}

#[component]
fn StatusForm(standing: Standing, open: RwSignal<bool>, left: Vec<FollowUp>) -> impl IntoView {
    let (i18n, session, outcome) = (use_i18n(), use_session(), use_outcome());
    let Standing { id, version, status: was, again } = standing;
    let core = Core::new("status");
    let status = core.text("/status", was.code());
    let chosen = Signal::derive(move || Status::from_code(&status.get()).unwrap_or(was));
    let any = is_told(core, "follow_ups_left", !left.is_empty());
    let closes = Memo::new(move |_| any.get() && chosen.get() != was && chosen.get().is_closing());
    let fields = HandoverFields::new(core, closes.into(), false);
    let ends = Signal::derive(move || chosen.get() != was && chosen.get().is_closing());
    let leaving = LeavingFields::new(core, id, ends, chosen);
    let form = Form::new(core, move || ClientPatch {
        status: Patch::between(Some(&was), Some(chosen.get())),
        follow_ups: if closes.get() { fields.value() } else { None },
        discharge: leaving.value(),
        ..ClientPatch::default()
    });
    let choices = Signal::derive(move || {
        let all = STATUSES.iter();
        all.map(|one| (one.code().to_owned(), words::status(i18n, *one))).collect::<Vec<_>>()
    });
    let done = move |answer: Outcome<Client>| {
        open.set(false);
        outcome.tell(&answer, untrack(|| say!(i18n, handover.status_set)));
        again.run(());
    };
    let send = move || {
        form.send(move |patch| session.change_client(id, version.get_untracked(), patch), done);
    };
    let left = StoredValue::new(left);
    view! {
        <FormView core on_send=send>
            <Select field=status label=tr!(clients.status) choices no_blank=true/>
            {move || closes.get().then(|| view! {
                {left.with_value(|left| !left.is_empty()).then(|| view! {
                    <LeftBehind title=tr!(handover.left) all=left.get_value()/>
                })}
                <WhereTheyGo fields/>
            })}
            <StillEnrolled fields=leaving/>
            <ReadAgain core again about=id.to_string()/>
            <Proposing applied_with=&[Permission::EditClients]/>
            <div class="form-actions"><SendButton core label=tr!(handover.status_save)/></div>
        </FormView>
    }
}
