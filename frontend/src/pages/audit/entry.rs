//! One entry of the log.

use domain::audit::Entry;
use leptos::prelude::*;
use leptos_router::components::A;

use super::{sentences, words};
use crate::{
    components::{
        icon::{Icon, Name},
        time::Moment,
    },
    i18n::{say, tr, use_i18n},
};
use domain::audit::Action;

/// Differences that are shown before one asks for all.
const SHOWN: usize = 4;

#[component]
pub fn AuditEntry(
    entry: Entry,
    /// On the client's own page the name would only repeat itself.
    #[prop(optional)]
    without_client: bool,
) -> impl IntoView {
    let i18n = use_i18n();
    let client = entry.client_id.zip(entry.client_name.clone()).filter(|_| !without_client);
    let client = client.map(|(id, name)| {
        view! { <A href=format!("/staff/clients/{id}") {..} class="link">{name}</A> }
    });
    let reason = entry.reason.clone().map(|reason| say!(i18n, audit.reason, reason = reason));
    let lines = sentences::lines(i18n, &entry);
    view! {
        <li class="event">
            <span class="event-icon"><Icon name=icon(entry.action)/></span>
            <div class="event-body">
                <div class="row-line">
                    <strong>{words::operation(i18n, &entry.operation)}</strong>
                    {client}
                    <span class="muted small">{words::principal(i18n, &entry)} ", " <Moment at=entry.at/></span>
                </div>
                {reason.map(|text| view! { <p>{text}</p> })}
                <Differences lines/>
            </div>
        </li>
    }
}

fn icon(action: Action) -> Name {
    match action {
        Action::Create => Name::Plus,
        Action::Update => Name::Edit,
        Action::Delete => Name::Trash,
        Action::Disclose => Name::Eye,
        Action::Refuse => Name::Restriction,
    }
}

#[component]
fn Differences(lines: Vec<String>) -> impl IntoView {
    let i18n = use_i18n();
    let all = RwSignal::new(false);
    let hidden = lines.len().saturating_sub(SHOWN);
    let label =
        Signal::derive(
            move || {
                if all.get() { say!(i18n, audit.fewer) } else { say!(i18n, audit.more, n = hidden) }
            },
        );
    let shown = move || {
        let count = if all.get() { usize::MAX } else { SHOWN };
        lines.iter().take(count).map(|line| view! { <li>{line.clone()}</li> }).collect_view()
    };
    view! {
        <ul class="differences">{shown}</ul>
        {(hidden > 0).then(|| view! {
            <button class="btn btn-sm btn-ghost" type="button" aria-expanded=move || all.get().to_string()
                on:click=move |_| all.update(|all| *all = !*all)>
                {label}
            </button>
        })}
    }
}

/// Entries in a list.
#[component]
pub fn Entries(entries: Vec<Entry>, #[prop(optional)] without_client: bool) -> impl IntoView {
    let label = tr!(audit.title);
    let rows = entries.into_iter().map(|entry| view! { <AuditEntry entry without_client/> });
    view! { <ol class="timeline" aria-label=label>{rows.collect_view()}</ol> }
}
