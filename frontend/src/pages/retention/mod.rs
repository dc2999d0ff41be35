//! Keeping and erasing: legal holds and erasing on a client's record, and the ledger of erasures.

mod due;
mod erase;
mod holds;
mod ledger;
mod words;

use domain::permission::Permission;
use leptos::prelude::*;

use self::{erase::EraseRecord, holds::Holds};
use crate::{
    components::dialog::Dialog,
    i18n::{say, tr, use_i18n},
    pages::client::use_record,
    session::use_session,
};

pub use due::Due;
pub use holds::HoldNotice;
pub use ledger::{ErasedRecord, Ledger};

/// What keeps the record, and erasing it.
#[component]
pub fn RetentionOfClient() -> impl IntoView {
    let (i18n, session, record) = (use_i18n(), use_session(), use_record());
    if !session.may_any(&[Permission::KeepRecords, Permission::ProposeEdits]) {
        return ().into_any();
    }
    let erasing = RwSignal::new(false);
    let title = Signal::derive(move || say!(i18n, retention.erase_title, name = record.called()));
    view! {
        <section class="section">
            <header class="section-head">
                <h2>{tr!(retention.title)}</h2>
                <button class="btn btn-sm" type="button" on:click=move |_| erasing.set(true)>
                    {tr!(retention.erase)}
                </button>
            </header>
            {session.may(Permission::KeepRecords).then(|| view! { <Holds record/> })}
        </section>
        <Dialog open=erasing title><EraseRecord record open=erasing/></Dialog>
    }
    .into_any()
}
