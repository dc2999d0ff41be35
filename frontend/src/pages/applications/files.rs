//! Files that came with the application, each opened with a reason.

use domain::{applications::Application, documents::Document, ids::ApplicationId, permission::Permission};
use leptos::prelude::*;

use crate::{
    components::{
        dialog::Dialog,
        icon::{Icon, Name},
        toast::use_toasts,
    },
    format,
    i18n::{say, tr, use_i18n},
    pages::disclosure::{ReasonForm, save},
    session::use_session,
};

#[component]
pub fn Files(application: Application) -> impl IntoView {
    let id = application.id;
    let files = application.documents;
    let body = if files.is_empty() {
        view! { <p class="muted">{tr!(applications.no_files)}</p> }.into_any()
    } else {
        let rows = files.into_iter().map(|document| view! { <File id document/> });
        view! { <ul class="rows">{rows.collect_view()}</ul> }.into_any()
    };
    view! { <section class="card padded"><h2>{tr!(applications.files)}</h2> {body}</section> }
}

#[component]
fn File(id: ApplicationId, document: Document) -> impl IntoView {
    let i18n = use_i18n();
    let open = RwSignal::new(false);
    let session = use_session();
    let may = session.may(Permission::DiscloseDocuments) && session.may(Permission::ReviewApplications);
    let name = document.name.clone();
    let title = Signal::derive(move || say!(i18n, applications.open_file_title, name = name.clone()));
    let document = StoredValue::new(document);
    view! {
        <li class="row">
            <span class="row-line"><Icon name=Name::Document/> {document.get_value().name}</span>
            <span class="row-more muted small">{format::size(document.get_value().size)}</span>
            {may.then(|| view! {
                <button class="btn btn-sm row-end" type="button" on:click=move |_| open.set(true)>
                    {tr!(applications.open_file)}
                </button>
            })}
            <Dialog open title><Open id document open/></Dialog>
        </li>
    }
}

#[component]
fn Open(id: ApplicationId, document: StoredValue<Document>, open: RwSignal<bool>) -> impl IntoView {
    let (i18n, session, toasts) = (use_i18n(), use_session(), use_toasts());
    let Document { id: file, name, .. } = document.get_value();
    let call = move |why| session.open_application_document(id, file, why);
    let then = move |bytes: web_sys::Blob| {
        open.set(false);
        save(&bytes, &name);
        toasts.say(say!(i18n, documents.opened));
    };
    view! { <ReasonForm call then label=tr!(applications.open_file)/> }
}
