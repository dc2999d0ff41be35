//! One entry of the log.

use domain::audit::{Action, Entry};
use leptos::prelude::*;
use leptos_router::components::A;

use super::{put_back::PutBack, sentences, words};
use crate::{
    components::{
        icon::{Icon, Name},
        time::Moment,
    },
    i18n::{say, tr, use_i18n},
    pages::values::{Values, use_values},
};

/// Differences that are shown before one asks for all.
const SHOWN: usize = 4;

#[component]
pub fn AuditEntry(
    entry: Entry,
    values: Values,
    /// On the client's own page the name would only repeat itself.
    #[prop(optional)]
    without_client: bool,
    /// Reads the list again.
    again: Callback<()>,
) -> impl IntoView {
    let i18n = use_i18n();
    let put_back = entry.clone();
    let client = entry.client_id.zip(entry.client_name.clone()).filter(|_| !without_client);
    let client = client.map(|(id, name)| {
        view! { <A href=format!("/staff/clients/{id}") {..} class="link">{name}</A> }
    });
    let reason = entry.reason.clone().map(|reason| say!(i18n, audit.reason, reason = reason));
    let rationale = entry.rationale.clone().map(|why| say!(i18n, audit.rationale, why = why));
    let icon = icon(entry.action);
    let (what, who, at) = (words::done(i18n, &entry), words::principal(i18n, &entry), entry.at);
    // The lists that have the words may come later than the entries.
    let lines = Memo::new(move |_| sentences::lines(i18n, values, &entry));
    view! {
        <li class="event">
            <span class="event-icon"><Icon name=icon/></span>
            <div class="event-body">
                <div class="row-line">
                    <strong>{what}</strong>
                    {client}
                    <span class="muted small">{who} ", " <Moment at/></span>
                </div>
                {reason.map(|text| view! { <p>{text}</p> })}
                {rationale.map(|text| view! { <p>{text}</p> })}
                <Differences lines/>
                <PutBack entry=put_back again/>
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
fn Differences(lines: Memo<Vec<String>>) -> impl IntoView {
    let i18n = use_i18n();
    let all = RwSignal::new(false);
    // The names of ids come later, and with them lines.
    let hidden = Memo::new(move |_| lines.read().len().saturating_sub(SHOWN));
    let label = Signal::derive(move || {
        if all.get() { say!(i18n, audit.fewer) } else { say!(i18n, audit.more, n = hidden.get()) }
    });
    let shown = move || {
        let count = if all.get() { usize::MAX } else { SHOWN };
        lines.read().iter().take(count).map(|line| view! { <li>{line.clone()}</li> }).collect_view()
    };
    view! {
        <ul class="differences">{shown}</ul>
        {move || (hidden.get() > 0).then(|| view! {
            <button class="btn btn-sm btn-ghost" type="button" aria-expanded=move || all.get().to_string()
                on:click=move |_| all.update(|all| *all = !*all)>
                {label}
            </button>
        })}
    }
}

/// Entries in a list.
#[component]
pub fn Entries(
    entries: Vec<Entry>,
    #[prop(optional)] without_client: bool,
    again: Callback<()>,
) -> impl IntoView {
    let label = tr!(audit.title);
    let values = use_values(sentences::fields(&entries));
    let rows = entries.into_iter().map(|entry| view! { <AuditEntry entry values without_client again/> });
    view! { <ol class="timeline" aria-label=label>{rows.collect_view()}</ol> }
}
