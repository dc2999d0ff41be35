//! Who waits for a place in a program, in order.

use domain::{
    ids::ProgramId,
    permission::Permission,
    waitlist::{Status, WaitlistEntry},
};
use leptos::prelude::*;
use leptos_router::components::A;

use super::{
    answer::{Accept, AnswerWaitlist},
    offer::OfferPlace,
    words::{more, status, tone},
};
use crate::{
    components::{
        badge::Badge,
        dialog::Dialog,
        empty::Empty,
        icon::Name,
        loaded::{Loaded, Reading},
    },
    i18n::{I18n, say, tr, use_i18n},
    session::use_session,
};

#[component]
pub fn WaitingOfProgram(
    program: ProgramId,
    /// Somebody came into the program.
    again: Callback<()>,
) -> impl IntoView {
    let session = use_session();
    let reading = Reading::new(move || session.waiting_in(program));
    let offering = RwSignal::new(false);
    let renew = Callback::new(move |()| {
        reading.again();
        again.run(());
    });
    let may = session.may(Permission::Enroll);
    let waits = move || {
        let all = reading.value().unwrap_or_default();
        may && all.iter().any(|entry| entry.status == Status::Waiting)
    };
    let offer = move || {
        waits().then(|| {
            view! {
                <button class="btn btn-sm" type="button" on:click=move |_| offering.set(true)>
                    {tr!(waitlist.offer)}
                </button>
            }
        })
    };
    view! {
        <section class="section">
            <header class="section-head"><h2>{tr!(waitlist.title)}</h2> {offer}</header>
            <Loaded reading let:all><Rows all again=renew/></Loaded>
        </section>
        <Dialog open=offering title=tr!(waitlist.offer_title)><OfferPlace program open=offering again=renew/></Dialog>
    }
}

#[component]
fn Rows(all: Vec<WaitlistEntry>, again: Callback<()>) -> impl IntoView {
    if all.is_empty() {
        let (title, help) = (tr!(waitlist.nobody), tr!(waitlist.nobody_help));
        return view! { <Empty icon=Name::Clock title help/> }.into_any();
    }
    let rows = all.into_iter().map(|entry| view! { <Row entry again/> });
    view! { <ol class="rows card">{rows.collect_view()}</ol> }.into_any()
}

#[component]
fn Row(entry: WaitlistEntry, again: Callback<()>) -> impl IntoView {
    let (i18n, session) = (use_i18n(), use_session());
    let href = format!("/staff/clients/{}/enrollments", entry.client_id);
    let place = entry.place.map(|place| say!(i18n, waitlist.place, n = place));
    let (is, words, text) = (entry.status, status(i18n, entry.status), more(i18n, &entry));
    let name = entry.client_name.clone();
    let accepts = is == Status::Offered && session.may_any(&[Permission::Enroll, Permission::ProposeEdits]);
    let may = session.may(Permission::Enroll);
    let next = [Status::Declined, Status::Waiting, Status::Skipped, Status::Removed];
    let next = next.into_iter().filter(move |next| may && is.may_become(*next));
    let entry = StoredValue::new(entry);
    view! {
        <li class="row row-tall">
            <div class="row-body">
                <div class="row-line">
                    <span class="muted">{place}</span>
                    <A href {..} class="link">{name}</A>
                    <Badge tone=tone(is) text=words/>
                </div>
                <p class="muted small">{text}</p>
            </div>
            <div class="row-actions">
                {accepts.then(|| view! { <Accept entry again/> })}
                {next.map(|to| view! { <Say entry to again/> }).collect_view()}
            </div>
        </li>
    }
}

#[component]
fn Say(entry: StoredValue<WaitlistEntry>, to: Status, again: Callback<()>) -> impl IntoView {
    let (i18n, open) = (use_i18n(), RwSignal::new(false));
    let name = entry.with_value(|entry| entry.client_name.clone());
    let label = Signal::derive(move || format!("{}: {}", verb(i18n, to), name));
    view! {
        <button class="btn btn-sm btn-ghost" type="button" aria-label=label on:click=move |_| open.set(true)>
            {move || verb(i18n, to)}
        </button>
        <Dialog open title=label><AnswerWaitlist entry to open again/></Dialog>
    }
}

/// What one does by saying this of somebody.
pub fn verb(i18n: I18n, to: Status) -> String {
    match to {
        Status::Declined => say!(i18n, waitlist.say_declined),
        Status::Waiting => say!(i18n, waitlist.say_waiting),
        Status::Skipped => say!(i18n, waitlist.say_skipped),
        _ => say!(i18n, waitlist.say_removed),
    }
}
