//! One application: the answers, who may be the same person, and the decision.

use domain::{
    applications::{Application, Origin},
    ids::ApplicationId,
    intake_links::IntakeLinkKind,
    permission::Permission,
};
use leptos::prelude::*;
use leptos_router::components::A;

use super::{answers::Answers, decide::Decide, files::Files, likely::LikelyClients};
use crate::{
    components::{badge::Badge, loaded::Loaded, page_header::PageHeader},
    format,
    i18n::{I18n, say, tr, use_i18n},
    pages::{by_id::read_by_id, names::called, words},
    session::use_session,
};

#[component]
pub fn ReviewPage() -> impl IntoView {
    let session = use_session();
    let reading = read_by_id(move |id: ApplicationId| session.application(id));
    let again = Callback::new(move |()| reading.again());
    view! { <Loaded reading rows=10 let:application><Review application again/></Loaded> }
}

#[component]
fn Review(application: Application, again: Callback<()>) -> impl IntoView {
    let i18n = use_i18n();
    let form = &application.form;
    let name = called(&form.first_name, &form.last_name, Some(&form.preferred_name));
    let title = Signal::derive(move || say!(i18n, applications.review, name = name.clone()));
    let status = application.status;
    let client = application.client_id.map(|id| {
        view! { <A href=format!("/staff/clients/{id}") {..} class="link">{tr!(applications.see_client)}</A> }
    });
    let open = status.is_open() && use_session().may(Permission::ReviewApplications);
    let kept = StoredValue::new(application.clone());
    view! {
        <PageHeader title/>
        <div class="row-line">
            <Badge tone=words::application_tone(status) text=words::application_status(i18n, status)/>
            <span class="muted">{line(i18n, &application)}</span>
            {client}
        </div>
        {application.origin.as_ref().map(|origin| view! { <p class="card padded">{came_by(i18n, origin)}</p> })}
        {application.decline_reason.clone().map(|why| view! { <p class="card padded prewrap">{why}</p> })}
        <div class="review">
            <div class="review-answers">
                <Answers application=application.clone()/>
                <Files application=application.clone()/>
            </div>
            {open.then(|| view! {
                <aside class="review-side">
                    <Decide application=kept again/>
                    <LikelyClients application=kept again/>
                </aside>
            })}
        </div>
    }
}

/// By which link, and who had to do with it.
pub fn came_by(i18n: I18n, origin: &Origin) -> String {
    let (name, kind, partner) = match origin {
        Origin::Staff { name } => return say!(i18n, applications.filled_in_by, who = name.clone()),
        Origin::Link { name, kind, partner } => (name, kind, partner),
    };
    let partner = partner.clone().map(|partner| match kind {
        IntakeLinkKind::Assisted => say!(i18n, applications.filled_in_by, who = partner),
        _ => say!(i18n, applications.referred_by, who = partner),
    });
    let link = say!(i18n, applications.by_link, name = name.clone());
    partner.into_iter().chain([link]).collect::<Vec<_>>().join(" · ")
}

/// The reference, when it was sent, the first contact and the decision.
fn line(i18n: I18n, application: &Application) -> String {
    let moment = |at| format::moment(i18n, at);
    let reference = say!(i18n, applications.reference, reference = application.reference.clone());
    let sent = say!(i18n, applications.sent_when, when = moment(application.submitted_at));
    let contact = match application.first_contact_at {
        Some(at) => Some(say!(i18n, applications.first_contact, when = moment(at))),
        None => application.status.is_open().then(|| say!(i18n, applications.no_contact_yet)),
    };
    let decided = application.decided_by.clone().zip(application.decided_at).map(|(who, at)| {
        let status = words::application_status(i18n, application.status);
        say!(i18n, applications.decided_line, status = status, who = who, when = moment(at))
    });
    [Some(reference), Some(sent), contact, decided].into_iter().flatten().collect::<Vec<_>>().join(" · ")
}
