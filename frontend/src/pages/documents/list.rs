//! The files, each opened with a reason.

use domain::{documents::Document, permission::Permission};
use leptos::prelude::*;

use super::upload::Upload;
use crate::{
    components::{
        dialog::Dialog,
        empty::Empty,
        icon::{Icon, Name},
        loaded::{Loaded, Reading},
        time::Moment,
        toast::use_toasts,
    },
    format,
    i18n::{say, tr, use_i18n},
    pages::{
        client::use_record,
        disclosure::{ReasonForm, save},
    },
    session::use_session,
};

#[component]
pub fn DocumentsOfClient() -> impl IntoView {
    let (session, record) = (use_session(), use_record());
    let reading = Reading::new(move || session.documents(record.id()));
    let again = Callback::new(move |()| {
        reading.again();
        record.again();
    });
    view! {
        <section class="section">
            <h2>{tr!(documents.title)}</h2>
            {session.may(Permission::AddDocuments).then(|| view! { <Upload client=record.id() again/> })}
            <Loaded reading let:all><Rows all/></Loaded>
        </section>
    }
}

#[component]
fn Rows(all: Vec<Document>) -> impl IntoView {
    if all.is_empty() {
        let (title, help) = (tr!(documents.none), tr!(documents.none_help));
        return view! { <Empty icon=Name::Document title help/> }.into_any();
    }
    let rows = all.into_iter().map(|document| view! { <Row document/> });
    view! { <ul class="rows card">{rows.collect_view()}</ul> }.into_any()
}

#[component]
fn Row(document: Document) -> impl IntoView {
    let (i18n, session) = (use_i18n(), use_session());
    let open = RwSignal::new(false);
    let by = match document.uploaded_by.clone() {
        Some(who) => say!(i18n, documents.by, who = who),
        None => say!(i18n, documents.by_applicant),
    };
    let size = format::size(document.size);
    let may = session.may(Permission::DiscloseDocuments);
    let name = document.name.clone();
    let title = Signal::derive(move || say!(i18n, documents.open_title, name = name.clone()));
    let document = StoredValue::new(document);
    view! {
        <li class="row">
            <span class="row-line"><Icon name=Name::Document/> <strong>{document.get_value().name}</strong></span>
            <span class="row-more muted small">{size} " · " {by} ", " <Moment at=document.get_value().uploaded_at/></span>
            {may.then(|| view! {
                <button class="btn btn-sm row-end" type="button" on:click=move |_| open.set(true)>
                    <Icon name=Name::Download/> {tr!(documents.open)}
                </button>
            })}
            <Dialog open title><Open document open/></Dialog>
        </li>
    }
}

#[component]
fn Open(document: StoredValue<Document>, open: RwSignal<bool>) -> impl IntoView {
    let (i18n, session, toasts) = (use_i18n(), use_session(), use_toasts());
    let Document { id, name, .. } = document.get_value();
    let call = move |why| session.open_document(id, why);
    let then = move |bytes: web_sys::Blob| {
        open.set(false);
        save(&bytes, &name);
        toasts.say(say!(i18n, documents.opened));
    };
    view! { <ReasonForm call then label=tr!(documents.open)/> }
}
