//! The social security number: its last four digits, and the whole number on request, with a reason.

use domain::{clients::Client, permission::Permission};
use leptos::prelude::*;

use super::{frame::Record, remove_ssn::RemoveSsn};
use crate::{
    components::dialog::Dialog,
    i18n::{say, tr, use_i18n},
    pages::disclosure::ReasonForm,
    session::use_session,
};

#[component]
pub fn Ssn(client: Client, record: Record) -> impl IntoView {
    let i18n = use_i18n();
    let may = use_session().may(Permission::DiscloseSsn);
    let (open, shown) = (RwSignal::new(false), RwSignal::new(None::<String>));
    let masked = client.ssn_last_four.map(|last| format!("•••–••–{last}"));
    let withheld = client.withheld.iter().any(|field| field.starts_with("ssn"));
    let press = move |_| match shown.get_untracked() {
        Some(_) => shown.set(None),
        None => open.set(true),
    };
    let word = move || match shown.get() {
        Some(_) => say!(i18n, clients.hide_ssn),
        None => say!(i18n, clients.show_ssn),
    };
    // One button for both, so that the dialog can give the focus back to it.
    let button = view! { <button class="btn btn-sm btn-ghost" type="button" on:click=press>{word}</button> };
    (!withheld).then_some(masked).flatten().map(|masked| {
        view! {
            <div>
                <dt>{tr!(clients.ssn_label)}</dt>
                <dd class="id-ssn">
                    <span>{move || shown.get().unwrap_or_else(|| masked.clone())}</span>
                    {may.then_some(button)}
                    <RemoveSsn record/>
                </dd>
            </div>
            <Dialog open title=tr!(clients.show_ssn_title)><Disclose record open shown/></Dialog>
        }
    })
}

#[component]
fn Disclose(record: Record, open: RwSignal<bool>, shown: RwSignal<Option<String>>) -> impl IntoView {
    let session = use_session();
    let call = move |why| session.ssn(record.id(), why);
    let then = move |disclosed: domain::clients::DisclosedSsn| {
        open.set(false);
        shown.set(Some(disclosed.ssn));
    };
    view! { <ReasonForm call then label=tr!(clients.show_ssn)/> }
}
