//! The client's record that is somebody's own: which one, giving one, and taking it off.

use domain::{
    ids::UserId,
    patch::Patch,
    permission::Permission,
    problem::FieldError,
    users::{OwnRecord, User, UserPatch},
};
use leptos::prelude::*;
use leptos_router::components::A;

use crate::{
    components::{
        button::Button,
        confirm::{Call, Confirm},
        dialog::Dialog,
        toast::use_toasts,
    },
    forms::{Core, Form, FormView, SendButton},
    i18n::{say, tr, use_i18n},
    pages::{find_client::FindClient, stale::ReadAgain},
    session::use_session,
};

/// Nothing stands here for whoever has none and takes none: staff and employers.
#[component]
pub fn RecordOf(user: User, again: Callback<()>) -> impl IntoView {
    if !user.takes_a_record() && !user.has_record {
        return ().into_any();
    }
    let body = match user.record.clone() {
        Some(record) => view! { <Has user record again/> }.into_any(),
        None => view! { <Give id=user.id version=user.version again/> }.into_any(),
    };
    view! {
        <section class="card padded" aria-labelledby="user-record">
            <h2 id="user-record">{tr!(users.record)}</h2>
            {body}
        </section>
    }
    .into_any()
}

#[component]
fn Has(user: User, record: OwnRecord, again: Callback<()>) -> impl IntoView {
    let taking = RwSignal::new(false);
    let href = format!("/staff/clients/{}", record.client_id);
    let user = StoredValue::new(user);
    view! {
        <p class="account-text"><A href {..} class="link">{record.name}</A></p>
        <p class="account-text muted">{tr!(users.record_help)}</p>
        <div class="row-actions"><Button label=tr!(users.take_record) on_click=move || taking.set(true)/></div>
        <Dialog open=taking title=tr!(users.take_record_title)>
            <TakeOff user=user.get_value() open=taking again/>
        </Dialog>
    }
}

#[component]
fn TakeOff(user: User, open: RwSignal<bool>, again: Callback<()>) -> impl IntoView {
    let (i18n, session, toasts, call) = (use_i18n(), use_session(), use_toasts(), Call::new());
    let (id, version, name) = (user.id, user.version, user.name);
    let take = move || {
        let patch = UserPatch { client_id: Patch::Clear, ..UserPatch::default() };
        call.run(session.amend_user(id, version, patch), move |_| {
            open.set(false);
            toasts.say(untrack(|| say!(i18n, users.record_off)));
            again.run(());
        });
    };
    view! {
        <p>{say!(i18n, users.take_record_help, name = name)}</p>
        <Confirm call label=tr!(users.take_record) on_yes=take on_no=move || open.set(false)/>
    }
}

#[component]
fn Give(id: UserId, version: i32, again: Callback<()>) -> impl IntoView {
    let (i18n, session, toasts) = (use_i18n(), use_session(), use_toasts());
    if !session.may(Permission::SeeClients) {
        return view! { <p class="muted">{tr!(users.no_record)}</p> }.into_any();
    }
    let core = Core::new("own-record").passing();
    let client = core.text("/client_id", "");
    client
        .reads_by(move || client.some().is_none().then(|| FieldError::new("/client_id", "required_choice")));
    let form = Form::new(core, move || UserPatch {
        client_id: Patch::Set(client.parsed().unwrap_or_else(|| uuid::Uuid::nil().into())),
        ..UserPatch::default()
    });
    let done = move |_: User| {
        toasts.say(untrack(|| say!(i18n, users.record_given)));
        again.run(());
    };
    let send = move || form.send(move |patch| session.amend_user(id, version, patch), done);
    view! {
        <p class="account-text muted">{tr!(users.no_record)} " " {tr!(users.record_help)}</p>
        <FormView core on_send=send>
            <FindClient core field=client label=tr!(users.record_of) help=tr!(users.record_find) open=true/>
            <ReadAgain core again about=id.to_string()/>
            <div class="form-actions"><SendButton core label=tr!(users.give_record)/></div>
        </FormView>
    }
    .into_any()
}
