//! Adding a client by hand. Likely doubles are shown while the name is typed.

use std::time::Duration;

use domain::{
    clients::{Client, ClientDraft, ClientFilter, ClientRow},
    permission::Permission,
    problem::FieldError,
    ssn::TypedSsn,
    unsent::Form as Unsent,
};
use leptos::prelude::*;
use leptos_router::{components::A, hooks::use_navigate};

use crate::{
    api::Outcome,
    components::{
        icon::{Icon, Name},
        loaded::Reading,
        page_header::PageHeader,
        toast::use_toasts,
    },
    format,
    forms::{BirthField, Core, Field, Form, FormView, Kind, SendButton, TextField},
    i18n::{say, tr, use_i18n},
    pages::{
        client::{
            addresses::{AddressFields, address_rows},
            fields::{NameFields, Names},
            numbers::{NumberFields, number_rows},
            rows::{ContactFields, contact_rows},
            shared::SharedWith,
        },
        demographics::{QuestionFields, Questions},
        names::called,
        proposing::Proposing,
        unsent::{BroughtBack, KeptMark, keep},
    },
    session::use_session,
    wait::settled,
};

#[component]
pub fn NewClient() -> impl IntoView {
    let (i18n, session, toasts) = (use_i18n(), use_session(), use_toasts());
    let core = Core::new("new-client");
    let names = Names::blank(core);
    let born = core.birth("/date_of_birth", None);
    let contacts = contact_rows(core, Vec::new());
    let addresses = address_rows(core, Vec::new());
    let numbers = number_rows(core, Vec::new());
    let (ssn, questions) = (core.secret("/ssn"), Questions::new(core, session));
    let build = move || ClientDraft {
        first_name: names.first.trimmed(),
        last_name: names.last.trimmed(),
        preferred_name: names.preferred.some(),
        aliases: names.aliases(),
        date_of_birth: born.date(),
        contact_points: contacts.points(),
        addresses: addresses.addresses(),
        external_ids: numbers.ids(),
        ssn: ssn.some().map(TypedSsn::new),
        answers: questions.answers(),
        ..ClientDraft::default()
    };
    let place = move |draft: &ClientDraft, error: FieldError| {
        let error = questions.place(&draft.answers, error);
        addresses.place(numbers.place(contacts.place(error)))
    };
    let form = Form::placing(core, build, place);
    let keeping = keep(core, Unsent::NewClient, session.me().id);
    let navigate = use_navigate();
    let send = move || {
        let navigate = navigate.clone();
        let done = move |answer: Outcome<Client>| {
            keeping.sent();
            let (said, to) = match answer {
                Outcome::Applied(client) => (
                    say!(i18n, clients.created, name = client.display_name()),
                    format!("/staff/clients/{}", client.id),
                ),
                Outcome::Proposed(change) => {
                    (say!(i18n, changes.sent), format!("/staff/changes/{}", change.id))
                }
            };
            toasts.say(said);
            navigate(&to, Default::default());
        };
        form.send(move |draft| session.add_client(draft), done);
    };
    view! {
        <PageHeader title=tr!(clients.new_title) help=tr!(clients.new_help)/>
        <FormView core on_send=send>
            <BroughtBack keeping/>
            <fieldset class="form-part">
                <legend>{tr!(clients.names)}</legend>
                <NameFields names/>
                <BirthField field=born label=tr!(clients.date_of_birth) optional=true/>
                <Ssn field=ssn/>
                <Likely names/>
            </fieldset>
            <fieldset class="form-part"><legend>{tr!(clients.contact_title)}</legend><ContactFields rows=contacts/>
                <SharedWith core rows=contacts client=None before=Vec::new()/></fieldset>
            <fieldset class="form-part"><legend>{tr!(clients.address)}</legend><AddressFields rows=addresses/></fieldset>
            <fieldset class="form-part"><legend>{tr!(demographics.title)}</legend><QuestionFields questions/></fieldset>
            <fieldset class="form-part"><legend>{tr!(clients.external_ids)}</legend><NumberFields rows=numbers/></fieldset>
            <KeptMark keeping/>
            <Proposing applied_with=&[Permission::CreateClients]/>
            <div class="form-actions">
                <SendButton core label=tr!(clients.create)/>
                <A href="/staff/clients" {..} class="btn btn-ghost">{tr!(unsent.later)}</A>
            </div>
        </FormView>
    }
}

/// Where the organization asks for numbers, and the person may see of them what a record shows.
#[component]
fn Ssn(field: Field<String>) -> impl IntoView {
    use_session().may(Permission::SeeSsnLastFour).then(|| {
        view! { <TextField field label=tr!(clients.ssn) help=tr!(clients.ssn_help) kind=Kind::Digits optional=true/> }
    })
}

/// Clients whose names are alike.
#[component]
fn Likely(names: Names) -> impl IntoView {
    let session = use_session();
    let name = settled(move || whole_name(names), Duration::from_millis(400));
    let reading = Reading::new(move || {
        let q = name.get();
        async move {
            if q.is_empty() {
                return Ok(Vec::new());
            }
            let filter = ClientFilter { q: Some(q), limit: Some(4), ..ClientFilter::default() };
            session.clients(filter).await.map(|page| page.items)
        }
    });
    let (title, help) = (tr!(clients.likely_title), tr!(clients.likely_help));
    move || {
        let rows = reading.value().filter(|rows| !rows.is_empty())?;
        Some(view! {
            <div class="notice notice-warning" role="status">
                <Icon name=Name::People/>
                <div>
                    <p class="notice-title">{title}</p>
                    <p>{help}</p>
                    <ul>{rows.into_iter().map(|row| view! { <Alike row/> }).collect_view()}</ul>
                </div>
            </div>
        })
    }
}

/// First and last name, once both are there.
fn whole_name(names: Names) -> String {
    let (first, last) = (names.first.trimmed(), names.last.trimmed());
    if first.chars().count() < 2 || last.chars().count() < 2 {
        return String::new();
    }
    format!("{first} {last}")
}

#[component]
fn Alike(row: ClientRow) -> impl IntoView {
    let i18n = use_i18n();
    let name = called(&row.first_name, &row.last_name, row.preferred_name.as_deref());
    let more = [row.date_of_birth.map(|born| format::day(i18n, born)), row.phone];
    let more = more.into_iter().flatten().collect::<Vec<_>>().join(" · ");
    view! {
        <li><A href=format!("/staff/clients/{}", row.id) {..} class="link" target="_blank">{name}</A> " " {more}</li>
    }
}
