//! A quick look at a row's record in a drawer, without leaving the list.

use domain::{
    applications::Application,
    clients::Client,
    ids::{ApplicationId, ClientId},
};
use leptos::prelude::*;
use leptos_router::components::A;

use crate::{
    components::{
        badge::{Badge, Tone},
        dialog::Dialog,
        icon::{Icon, Name},
        loaded::{Loaded, Reading},
    },
    format,
    i18n::{I18n, say, tr, use_i18n},
    pages::{
        client::TagsOf,
        names::called,
        photos::{Face, Portrait},
        words,
    },
    session::use_session,
};

/// The button at the end of a row; Space on the row presses it.
#[component]
pub fn LookButton(name: String, open: RwSignal<bool>) -> impl IntoView {
    let i18n = use_i18n();
    let label = say!(i18n, lists.look_at, name = name);
    view! {
        <button class="btn btn-ghost btn-square btn-sm row-look" type="button" aria-label=label.clone() title=label
            on:click=move |_| open.set(true)>
            <Icon name=Name::Eye/>
        </button>
    }
}

#[component]
pub fn LookAtClient(id: ClientId, name: String, restricted: bool, open: RwSignal<bool>) -> impl IntoView {
    view! { <Dialog open title=Signal::stored(name.clone()) drawer=true><ClientCard id name=name.clone() restricted/></Dialog> }
}

#[component]
fn ClientCard(id: ClientId, name: String, restricted: bool) -> impl IntoView {
    let session = use_session();
    let reading = Reading::new(move || session.client(id));
    let restricted = restricted.then(|| {
        view! { <Badge tone=Tone::Danger icon=Name::Restriction text=say_restricted()/> }
    });
    let photo = Memo::new(move |_| reading.value().and_then(|client| client.photo));
    let portrait = Portrait::of(photo, move || session.photo(id));
    view! {
        {restricted}
        {move || photo.get().map(|_| view! { <Face portrait name=name.clone()/> })}
        <Loaded reading let:client><ClientFacts client/></Loaded>
        <div class="form-actions"><A href=format!("/staff/clients/{id}") {..} class="btn btn-primary">{tr!(lists.open)}</A></div>
    }
}

fn say_restricted() -> String {
    let i18n = use_i18n();
    say!(i18n, clients.restricted)
}

#[component]
fn ClientFacts(client: Client) -> impl IntoView {
    let i18n = use_i18n();
    let contacts =
        client.contact_points.iter().map(|point| point.value.clone()).collect::<Vec<_>>().join("\n");
    let address = client.addresses.first().map(|address| match address.no_fixed_address {
        true => say!(i18n, clients.no_fixed_address),
        false => address.line(),
    });
    view! {
        <TagsOf codes=client.tags.clone()/>
        <dl class="facts">
            {fact(say!(i18n, clients.status), client.status.map(|status| words::status(i18n, status)))}
            {fact(say!(i18n, clients.stage), client.stage.map(|stage| words::stage(i18n, stage)))}
            {fact(say!(i18n, clients.born), client.date_of_birth.map(|born| born_line(i18n, born)))}
            {fact(say!(i18n, clients.contact), Some(contacts))}
            {fact(say!(i18n, clients.address), address)}
            {fact(say!(i18n, clients.next_appointment), client.next_appointment.map(|day| format::near_day_alone(i18n, day)))}
        </dl>
    }
}

fn born_line(i18n: I18n, born: chrono::NaiveDate) -> String {
    let age = say!(i18n, common.years_old, n = format::age(born, format::today()));
    format!("{} · {age}", format::day(i18n, born))
}

/// What is not known takes no room.
fn fact(name: String, value: Option<String>) -> impl IntoView {
    let value = value.filter(|value| !value.is_empty());
    value.map(|value| view! { <div><dt>{name}</dt> <dd class="prewrap">{value}</dd></div> })
}

#[component]
pub fn LookAtApplication(id: ApplicationId, name: String, open: RwSignal<bool>) -> impl IntoView {
    view! { <Dialog open title=Signal::stored(name) drawer=true><ApplicationCard id/></Dialog> }
}

#[component]
fn ApplicationCard(id: ApplicationId) -> impl IntoView {
    let session = use_session();
    let reading = Reading::new(move || session.application(id));
    view! {
        <Loaded reading let:application><ApplicationFacts application/></Loaded>
        <div class="form-actions">
            <A href=format!("/staff/applications/{id}") {..} class="btn btn-primary">{tr!(lists.open_application)}</A>
        </div>
    }
}

#[component]
fn ApplicationFacts(application: Application) -> impl IntoView {
    let i18n = use_i18n();
    let form = &application.form;
    let reach = [form.phone.clone(), form.email.clone()];
    let reach = reach.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("\n");
    let files = application.documents.iter().map(|file| file.name.clone()).collect::<Vec<_>>().join("\n");
    let status = application.status;
    view! {
        <p><Badge tone=words::application_tone(status) text=words::application_status(i18n, status)/></p>
        <dl class="facts">
            {fact(say!(i18n, clients.name), Some(called(&form.first_name, &form.last_name, None)))}
            {fact(say!(i18n, clients.born), form.date_of_birth.map(|born| born_line(i18n, born)))}
            {fact(say!(i18n, applications.reach), Some(reach))}
            {fact(say!(i18n, applications.interests), Some(application.programs.join(", ")))}
            {fact(say!(i18n, applications.employment_goals), Some(form.employment_goals.clone()))}
            {fact(say!(i18n, applications.files), Some(files))}
            {fact(say!(i18n, applications.sent), Some(format::moment(i18n, application.submitted_at)))}
        </dl>
    }
}
