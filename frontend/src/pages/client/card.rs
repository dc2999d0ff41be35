//! The identity card: who this is, at one glance.

use domain::{
    clients::{Client, ContactKind, ContactPoint},
    permission::Permission,
};
use leptos::prelude::*;
use leptos_router::components::A;

use super::{
    frame::Record,
    pending::{Waits, WaitsByName},
    ssn::Ssn,
    stage::MoveStage,
    tags::TagsOf,
};
use crate::{
    components::{
        badge::Badge,
        icon::{Icon, Name},
    },
    format,
    i18n::{I18n, say, tr, use_i18n},
    pages::{
        names::legal,
        photos::{ChangePhoto, Face, Portrait},
        words,
    },
    session::use_session,
};

#[component]
pub fn Card(record: Record) -> impl IntoView {
    let (i18n, session) = (use_i18n(), use_session());
    let photo = Memo::new(move |_| record.client().and_then(|client| client.photo));
    let portrait = Portrait::of(photo, move || session.photo(record.id()));
    // On a phone the card is two lines until one asks for more.
    let open = RwSignal::new(false);
    let identity = move || {
        // It holds finished words: another language draws it again. The face stays.
        i18n.language();
        record.client().map(|client| view! { <Identity client record/> })
    };
    view! {
        <section class="identity card" aria-label=tr!(clients.card) data-open=move || open.get().to_string()>
            <div class="id-face">
                <Face portrait name=Signal::derive(move || record.called())/>
                <ChangePhoto record portrait/>
            </div>
            {identity}
            <More open/>
        </section>
    }
}

#[component]
fn Identity(client: Client, record: Record) -> impl IntoView {
    let i18n = use_i18n();
    let legal = legal(&client.first_name, &client.last_name, client.preferred_name.as_deref());
    let legal = legal.map(|name| say!(i18n, clients.legal_name, name = name));
    let status = client.status.map(|status| {
        view! { <Badge tone=words::status_tone(status) text=words::status(i18n, status)/> }
    });
    let session = use_session();
    let details = session.may(Permission::SeeClientDetails);
    let may_move = session.may_any(&[Permission::SetStage, Permission::ProposeEdits]);
    let stage = client.stage.map(|stage| {
        view! {
            <span class="id-stage"><Icon name=Name::Stage/> {words::stage(i18n, stage)}</span>
            <Waits edit="clients.move_stage" field="stage"/>
            {may_move.then(|| view! { <MoveStage record stage/> })}
        }
    });
    view! {
        <div class="id-name">
            <div class="id-head">
                <h1>{client.display_name()}</h1>
                {status} {stage}
                {details.then(|| view! {
                    <A href=format!("/staff/clients/{}/summary", record.id()) {..} class="btn btn-sm btn-ghost id-print">
                        <Icon name=Name::Printer/> {tr!(summary.print)}
                    </A>
                })}
            </div>
            <TagsOf codes=client.tags.clone()/>
            {legal.map(|text| view! { <p class="muted id-legal">{text}</p> })}
        </div>
        <dl class="id-facts">
            <Birth client=client.clone()/>
            {client.contact_points.iter().map(|point| contact(i18n, point)).collect_view()}
            {client.next_appointment.map(|day| fact(say!(i18n, clients.next_appointment), format::near_day_alone(i18n, day)))}
            <Ssn client record/>
            <WaitsByName edit="clients.update" fields=&["date_of_birth", "contact_points", "ssn", "status"]/>
        </dl>
    }
}

/// Opens the card on a phone; elsewhere it is open, and this is not there.
#[component]
fn More(open: RwSignal<bool>) -> impl IntoView {
    let i18n = use_i18n();
    let label =
        move || if open.get() { say!(i18n, clients.card_less) } else { say!(i18n, clients.card_more) };
    view! {
        <button class="btn btn-ghost btn-sm id-more" type="button" aria-expanded=move || open.get().to_string()
            on:click=move |_| open.update(|open| *open = !*open)>
            {label}
        </button>
    }
}

#[component]
fn Birth(client: Client) -> impl IntoView {
    let i18n = use_i18n();
    client.date_of_birth.map(|born| {
        let age = format::age(born, format::today());
        let age = if age == 1 { say!(i18n, common.year_old) } else { say!(i18n, common.years_old, n = age) };
        fact(say!(i18n, clients.born), format!("{} · {age}", format::day(i18n, born)))
    })
}

fn fact(name: String, value: String) -> impl IntoView {
    view! { <div><dt>{name}</dt> <dd>{value}</dd></div> }
}

/// A phone number or an email address that can be tapped, unless the person does not want it.
fn contact(i18n: I18n, point: &ContactPoint) -> AnyView {
    let (name, href) = match point.kind {
        ContactKind::Phone => (say!(i18n, clients.phone), format!("tel:{}", dialled(&point.value))),
        ContactKind::Email => (say!(i18n, clients.email), format!("mailto:{}", point.value)),
    };
    let name = point.label.clone().map_or(name.clone(), |label| format!("{name}, {label}"));
    let value = match point.may_contact {
        true => view! { <a class="link" href=href>{point.value.clone()}</a> }.into_any(),
        false => {
            let no = say!(i18n, clients.no_contact);
            view! { {point.value.clone()} <span class="muted small">" · " {no}</span> }.into_any()
        }
    };
    view! { <div><dt>{name}</dt> <dd>{value}</dd></div> }.into_any()
}

fn dialled(phone: &str) -> String {
    phone.chars().filter(|c| c.is_ascii_digit() || *c == '+').collect()
}
