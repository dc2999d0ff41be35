//! Taking the social security number off a record: asked once, with what it means.

use domain::{
    clients::{Client, ClientPatch},
    patch::Patch,
    permission::Permission,
};
use leptos::prelude::*;

use super::frame::Record;
use crate::{
    api::Outcome,
    components::dialog::Dialog,
    forms::{Core, Form, FormView, SendButton},
    i18n::{say, tr, use_i18n},
    pages::{outcome::use_outcome, proposing::Proposing, stale::ReadAgain},
    session::use_session,
};

/// The button beside the number, for those who may write the record, and the dialog that it opens.
#[component]
pub fn RemoveSsn(record: Record) -> impl IntoView {
    let open = RwSignal::new(false);
    let may = use_session().may_any(&[Permission::EditClients, Permission::ProposeEdits]);
    may.then(|| {
        view! {
            <button class="btn btn-sm btn-ghost" type="button" on:click=move |_| open.set(true)>
                {tr!(clients.remove_ssn)}
            </button>
            <Dialog open title=tr!(clients.remove_ssn_title)><Sure record open/></Dialog>
        }
    })
}

#[component]
fn Sure(record: Record, open: RwSignal<bool>) -> impl IntoView {
    let (i18n, session, outcome) = (use_i18n(), use_session(), use_outcome());
    let core = Core::new("remove-ssn");
    let form = Form::new(core, || ClientPatch { ssn: Patch::Clear, ..ClientPatch::default() });
    let done = move |answer: Outcome<Client>| {
        open.set(false);
        outcome.tell(&answer, untrack(|| say!(i18n, clients.ssn_removed)));
        record.again();
    };
    let send = move || {
        let (id, version) = (record.id(), record.version());
        form.send(move |patch| session.change_client(id, version, patch), done);
    };
    view! {
        <FormView core on_send=send>
            <p>{tr!(clients.remove_ssn_help)}</p>
            <Proposing applied_with=&[Permission::EditClients]/>
            <ReadAgain core about=record.id().to_string() again=Callback::new(move |()| record.again())/>
            <div class="form-actions">
                <SendButton core label=tr!(clients.remove_ssn) class="btn btn-danger"/>
                <button class="btn btn-ghost" type="button" on:click=move |_| open.set(false)>{tr!(common.cancel)}</button>
            </div>
        </FormView>
    }
}
