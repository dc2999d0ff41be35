//! What a file would change, and taking it once that was seen.

use domain::configuration::{Changes, Preview};
use leptos::prelude::*;

use super::{changes::PartView, page::Looked, problems::Problems};
use crate::{
    components::{
        button::Button,
        confirm::{Call, Confirm},
        dialog::Dialog,
    },
    format,
    i18n::{I18n, say, tr, use_i18n},
    pages::{settings::profile::shown, staff::use_house},
    session::use_session,
};

#[component]
pub(super) fn Take(
    found: Looked,
    looked: RwSignal<Option<Looked>>,
    taken: RwSignal<Option<String>>,
    again: Callback<()>,
) -> impl IntoView {
    let i18n = use_i18n();
    let open = RwSignal::new(false);
    let changes = &found.preview.changes;
    let (is_stopped, is_empty) = (!changes.problems.is_empty(), changes.is_empty());
    let parts = changes.parts.iter().cloned().map(|part| view! { <PartView part/> }).collect_view();
    let problems = changes.problems.clone();
    let (from, name) = (origin(i18n, &found.preview), found.name.clone());
    let can_be_taken = !is_stopped && !is_empty;
    let found = StoredValue::new(found);
    view! {
        <div class="section" data-testid="configuration-preview">
            <h3>{tr!(configuration.would_change)}</h3>
            <p class="muted">{name} " " {from}</p>
            {is_stopped.then(|| view! { <Problems problems/> })}
            {(is_empty && !is_stopped).then(|| view! { <p role="status">{tr!(configuration.nothing)}</p> })}
            {parts}
            <div class="form-actions">
                {can_be_taken.then(|| view! { <TakeButton open/> })}
                <Button label=tr!(configuration.look_again) on_click=move || again.run(())/>
                <Button label=tr!(configuration.put_away) class="btn btn-ghost" on_click=move || looked.set(None)/>
            </div>
        </div>
        <Dialog open title=tr!(configuration.confirm_title)>
            <Ask found=found.get_value() open looked taken/>
        </Dialog>
    }
}

#[component]
fn TakeButton(open: RwSignal<bool>) -> impl IntoView {
    view! { <Button label=tr!(configuration.take) class="btn btn-primary" on_click=move || open.set(true)/> }
}

/// Where the file came from, as far as it says.
fn origin(i18n: I18n, preview: &Preview) -> Option<String> {
    let day = format::exactly(i18n, preview.exported_at?);
    Some(say!(i18n, configuration.came_from, name = preview.exported_from.clone(), day = day))
}

/// How many things are new, and how many change.
fn counted(changes: &Changes) -> (usize, usize) {
    let added = changes.parts.iter().map(|part| part.added.len()).sum();
    (added, changes.parts.iter().map(|part| part.changed.len()).sum())
}

#[component]
fn Ask(
    found: Looked,
    open: RwSignal<bool>,
    looked: RwSignal<Option<Looked>>,
    taken: RwSignal<Option<String>>,
) -> impl IntoView {
    let (i18n, session, house, call) = (use_i18n(), use_session(), use_house(), Call::new());
    let (added, changed) = counted(&found.preview.changes);
    let Looked { text, preview, .. } = found;
    let import = move || {
        let (text, version) = (text.clone(), preview.version.clone());
        let answer = async move {
            let done = session.import_configuration(text, &version).await?;
            // The name over the menu and the colors may be others now.
            let profile = session.organization_settings().await?;
            Ok((done, profile))
        };
        call.run(answer, move |(done, profile)| {
            let (added, changed) = counted(&done.changes);
            shown(house, i18n, &profile);
            open.set(false);
            looked.set(None);
            taken.set(Some(untrack(|| say!(i18n, configuration.taken, added = added, changed = changed))));
        });
    };
    view! {
        <p>{say!(i18n, configuration.confirm, added = added, changed = changed)}</p>
        <p>{tr!(configuration.confirm_help)}</p>
        <Confirm call label=tr!(configuration.take) class="btn btn-primary" on_yes=import on_no=move || open.set(false)/>
    }
}
