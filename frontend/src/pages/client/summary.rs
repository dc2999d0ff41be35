//! The record on paper: what one would take along to a talk. The letterhead comes from the organization's profile,
//! page numbers from the printer's own margins.

use domain::{
    assignments::Assignment,
    follow_ups::{FollowUp, FollowUpFilter, Status},
    notes::{Note, NoteFilter},
    organization::PublicOrganization,
    permission::Permission,
    settings::Module,
};
use leptos::prelude::*;

use super::{details::Facts, pending::nothing_pending, use_record};
use crate::{
    api::anyone,
    components::{
        button::Button,
        icon::{Icon, Name},
        loaded::{Loaded, Reading},
    },
    format,
    i18n::{Text, say, tr, use_i18n},
    pages::{
        applications::came_by, custom_fields::FieldsOfClient, enrollments::EnrollmentsOnPaper,
        goals::PlanPart, notes::use_note_types,
    },
    session::use_session,
};

/// Notes that fit.
const LATEST: u16 = 5;

#[component]
pub fn Summary() -> impl IntoView {
    let (i18n, session, record) = (use_i18n(), use_session(), use_record());
    let of = Signal::derive(move || say!(i18n, summary.of, name = record.called()));
    let print = || {
        // A browser that cannot print does nothing.
        drop(window().print());
    };
    let icon = view! { <Icon name=Name::Printer/> }.into_any();
    nothing_pending();
    let may = move |permission| session.may(permission);
    let planned = may(Permission::SeeClientDetails) && session.uses(Module::Goals);
    view! {
        <section class="section summary">
            <header class="section-head no-print">
                <div><h2>{tr!(summary.title)}</h2> <p class="muted">{tr!(summary.print_help)}</p></div>
                <Button label=tr!(common.print) class="btn btn-primary" icon on_click=print/>
            </header>
            <Letterhead of confidential=true/>
            <div class="card padded">
                <h2>{tr!(clients.tab_details)}</h2>
                {move || record.client().map(|client| view! { <Facts client/> })}
            </div>
            {may(Permission::SeeApplications).then(|| view! { <CameBy/> })}
            {may(Permission::SeeClientDetails).then(|| view! { <FieldsOfClient on_paper=true/> })}
            {may(Permission::SeeEnrollments).then(|| view! { <EnrollmentsOnPaper/> })}
            {may(Permission::SeeClientDetails).then(|| view! { <Team/> })}
            {planned.then(|| view! { <PlanPart/> })}
            {may(Permission::SeeFollowUps).then(|| view! { <FollowUps/> })}
            {may(Permission::ReadNotes).then(|| view! { <Notes/> })}
        </section>
    }
}

/// How the person applied, where it was by a link or with somebody's help.
#[component]
fn CameBy() -> impl IntoView {
    let (i18n, session, record) = (use_i18n(), use_session(), use_record());
    let application = Memo::new(move |_| record.client().and_then(|client| client.application_id));
    let origin = Reading::new(move || {
        let application = application.get();
        async move {
            match application {
                Some(id) => Ok(session.application(id).await?.origin),
                None => Ok(None),
            }
        }
    });
    // It is a line beside others: where it does not come, the paper goes without it.
    move || {
        origin.value().flatten().map(|origin| view! { <p class="card padded">{came_by(i18n, &origin)}</p> })
    }
}

/// Whose paper this is, what it is, and when it was printed.
#[component]
pub fn Letterhead(
    of: Text,
    /// It stays with the staff.
    #[prop(optional)]
    confidential: bool,
) -> impl IntoView {
    let (i18n, session) = (use_i18n(), use_session());
    let reading = Reading::new(anyone::organization);
    let head = move || {
        let PublicOrganization { name, address, phone, email, .. } = reading.value()?;
        let reach = [address, phone, email].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>();
        Some(view! { <p class="letterhead-name">{name}</p> <p class="muted small">{reach.join(" · ")}</p> })
    };
    let printed = move || {
        let when = format::exactly(i18n, format::now());
        say!(i18n, summary.printed, when = when, who = session.me().name)
    };
    view! {
        <div class="letterhead">
            <div>{head}</div>
            <div class="letterhead-what">
                <p>{of}</p>
                <p class="muted small">{printed}</p>
                {confidential.then(|| view! { <p class="muted small">{tr!(summary.confidential)}</p> })}
            </div>
        </div>
    }
}

/// A heading, and lines below it.
#[component]
fn Lines(title: Text, lines: Vec<AnyView>) -> impl IntoView {
    let body = match lines.is_empty() {
        true => view! { <p class="muted">{tr!(summary.none)}</p> }.into_any(),
        false => {
            let lines = lines.into_iter().map(|line| view! { <li class="row">{line}</li> });
            view! { <ul class="rows card">{lines.collect_view()}</ul> }.into_any()
        }
    };
    view! { <div class="section"><h2>{title}</h2> {body}</div> }
}

#[component]
fn Team() -> impl IntoView {
    let (session, record) = (use_session(), use_record());
    let reading = Reading::new(move || session.assignments(record.id()));
    let line = |one: Assignment| view! { <span>{one.user}</span> }.into_any();
    let show = move |all: Vec<Assignment>| {
        let lines = all.into_iter().filter(|one| one.ended_at.is_none()).map(line).collect();
        view! { <Lines title=tr!(assignments.title) lines/> }
    };
    view! { <Loaded reading rows=1 let:all>{show(all)}</Loaded> }
}

#[component]
fn FollowUps() -> impl IntoView {
    let (i18n, session, record) = (use_i18n(), use_session(), use_record());
    let reading = Reading::new(move || {
        let (client, status) = (Some(record.id()), Some(Status::Open));
        session.follow_ups(FollowUpFilter { client, status, ..FollowUpFilter::default() })
    });
    let line = move |one: FollowUp| {
        let due = say!(i18n, follow_ups.due, when = format::day(i18n, one.due_on));
        view! { <span>{one.purpose}</span> <span class="muted row-end">{due} ", " {one.assignee}</span> }
            .into_any()
    };
    let show = move |rows: Vec<FollowUp>| {
        let lines = rows.into_iter().map(line).collect();
        view! { <Lines title=tr!(summary.follow_ups) lines/> }
    };
    view! { <Loaded reading rows=2 let:page>{show(page.items)}</Loaded> }
}

/// Confidential ones stay where they are opened for a reason.
#[component]
fn Notes() -> impl IntoView {
    let (i18n, session, record, types) = (use_i18n(), use_session(), use_record(), use_note_types());
    let reading = Reading::new(move || {
        session.notes(record.id(), NoteFilter { limit: Some(LATEST), ..NoteFilter::default() })
    });
    let line = move |note: Note| {
        let head = format!(
            "{} · {}, {}",
            types.word(&note.kind),
            note.author,
            format::exactly(i18n, note.happened_at)
        );
        view! { <div><p class="muted small">{head}</p> <p class="prewrap">{note.text}</p></div> }.into_any()
    };
    let show = move |rows: Vec<Note>| {
        let lines = rows.into_iter().filter(|note| !note.confidential).map(line).collect();
        view! { <Lines title=tr!(summary.notes) lines/> }
    };
    view! { <Loaded reading rows=3 let:page>{show(page.items)}</Loaded> }
}
