//! The decision: a new client, a known one, contacted, declined.

use domain::{
    applications::{Application, Decline},
    clients::Client,
    ids::ClientId,
    permission::Permission,
    problem::Code,
    unsent::Form as Unsent,
};
use leptos::prelude::*;
use leptos_router::hooks::use_navigate;

use crate::{
    api::Answer,
    components::{
        button::Button,
        confirm::{Call, Confirm},
        dialog::Dialog,
        failure::FailureAlert,
        toast::use_toasts,
    },
    forms::{Core, Form, FormView, SendButton, TextArea},
    i18n::{say, tr, use_i18n},
    pages::{
        names::called,
        stale::ReadAgain,
        undo::use_undo,
        unsent::{KeptNote, keep},
    },
    session::use_session,
};

/// The client whom an application is added to.
#[derive(Clone)]
pub struct Target {
    pub id: ClientId,
    pub name: String,
}

#[component]
pub fn Decide(application: StoredValue<Application>, again: Callback<()>) -> impl IntoView {
    let i18n = use_i18n();
    let (accepting, declining) = (RwSignal::new(false), RwSignal::new(false));
    let title = Signal::derive(move || say!(i18n, applications.accept_title, name = name(application)));
    let contacted = application.get_value().first_contact_at.is_some();
    view! {
        <section class="card padded decide">
            <h2>{tr!(applications.decide)}</h2>
            <button class="btn btn-primary" type="button" on:click=move |_| accepting.set(true)>{tr!(applications.accept)}</button>
            {(!contacted).then(|| view! { <Contacted application again/> })}
            <button class="btn btn-danger" type="button" on:click=move |_| declining.set(true)>{tr!(applications.decline)}</button>
        </section>
        <Dialog open=accepting title><Accept application open=accepting again/></Dialog>
        <Dialog open=declining title=tr!(applications.decline_title)><DeclineForm application open=declining again/></Dialog>
    }
}

fn name(application: StoredValue<Application>) -> String {
    application.with_value(|application| {
        let form = &application.form;
        called(&form.first_name, &form.last_name, Some(&form.preferred_name))
    })
}

/// Decides. Where somebody else was quicker the application is read again, and shows what they did.
fn decide<T: 'static>(
    call: Call,
    answer: impl Future<Output = Answer<T>> + 'static,
    then: impl FnOnce(T) + 'static,
    again: Callback<()>,
) {
    call.run_or(answer, then, move |failure| {
        if failure.is(Code::StaleVersion) || failure.is(Code::Conflict) {
            again.run(());
        }
    });
}

#[component]
fn Contacted(application: StoredValue<Application>, again: Callback<()>) -> impl IntoView {
    let (i18n, session, call, undo) = (use_i18n(), use_session(), Call::new(), use_undo());
    let mark = move || {
        let (id, version) = application.with_value(|application| (application.id, application.version));
        let done = move |marked: Application| {
            let forget = move || session.forget_contact(marked.id, marked.version);
            undo.offer(untrack(|| say!(i18n, applications.contacted_done)), forget, again);
            again.run(());
        };
        decide(call, session.mark_contacted(id, version), done, again);
    };
    view! {
        <FailureAlert failure=call.failure/>
        <Button label=tr!(applications.mark_contacted) pending=call.pending on_click=mark/>
    }
}

#[component]
fn Accept(application: StoredValue<Application>, open: RwSignal<bool>, again: Callback<()>) -> impl IntoView {
    let (i18n, session, toasts, call) = (use_i18n(), use_session(), use_toasts(), Call::new());
    let navigate = use_navigate();
    let sees = session.may(Permission::SeeClients);
    let accept = move || {
        let navigate = navigate.clone();
        let (id, version) = application.with_value(|application| (application.id, application.version));
        let done = move |client: Client| {
            open.set(false);
            toasts.say(say!(i18n, applications.accepted_done, name = client.display_name()));
            match sees {
                true => navigate(&format!("/staff/clients/{}", client.id), Default::default()),
                false => again.run(()),
            }
        };
        decide(call, session.accept(id, version), done, again);
    };
    view! {
        <p>{if sees { tr!(applications.accept_help) } else { tr!(applications.accept_help_unseen) }}</p>
        <Confirm call label=tr!(applications.accept) class="btn btn-primary" on_yes=accept on_no=move || open.set(false)/>
    }
}

#[component]
pub fn Attach(
    application: StoredValue<Application>,
    target: StoredValue<Target>,
    open: RwSignal<bool>,
    again: Callback<()>,
) -> impl IntoView {
    let (i18n, session, toasts, call) = (use_i18n(), use_session(), use_toasts(), Call::new());
    let navigate = use_navigate();
    let attach = move || {
        let navigate = navigate.clone();
        let (id, version) = application.with_value(|application| (application.id, application.version));
        let Target { id: client, name } = target.get_value();
        let done = move |_| {
            open.set(false);
            toasts.say(say!(i18n, applications.attached_done, name = name));
            navigate(&format!("/staff/clients/{client}"), Default::default());
        };
        decide(call, session.attach(id, version, client), done, again);
    };
    view! {
        <p>{tr!(applications.attach_help)}</p>
        <Confirm call label=tr!(applications.attach) class="btn btn-primary" on_yes=attach on_no=move || open.set(false)/>
    }
}

#[component]
fn DeclineForm(
    application: StoredValue<Application>,
    open: RwSignal<bool>,
    again: Callback<()>,
) -> impl IntoView {
    let (i18n, session, toasts) = (use_i18n(), use_session(), use_toasts());
    let core = Core::new("decline");
    let reason = core.text("/reason", "");
    let form = Form::new(core, move || Decline { reason: reason.trimmed() });
    let keeping = keep(core, Unsent::Decline, application.with_value(|application| application.id));
    let send = move || {
        let (id, version) = application.with_value(|application| (application.id, application.version));
        let done = move |_| {
            keeping.sent();
            open.set(false);
            toasts.say(say!(i18n, applications.declined_done));
            again.run(());
        };
        form.send(move |why| session.decline(id, version, why), done);
    };
    view! {
        <p>{tr!(applications.decline_help)}</p>
        <FormView core on_send=send>
            <TextArea field=reason label=tr!(applications.decline_reason)/>
            <ReadAgain core again/>
            <div class="form-actions"><SendButton core label=tr!(applications.decline) class="btn btn-danger"/></div>
            <KeptNote keeping/>
        </FormView>
    }
}
