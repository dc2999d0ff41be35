//! Erasing a record: what would go and what would stay, a reason, and the name typed once more.

use domain::{
    erasures::{Erasure, ErasureDraft, ErasurePreview, PartCount},
    permission::Permission,
    problem::FieldError,
};
use leptos::prelude::*;

use super::words;
use crate::{
    api::Outcome,
    components::{
        icon::{Icon, Name},
        loaded::{Loaded, Reading},
    },
    forms::{Core, Form, FormView, SendButton, TextArea, TextField},
    i18n::{say, tr, use_i18n},
    pages::{client::Record, outcome::use_outcome, proposing::Proposing},
    session::use_session,
};

#[component]
pub fn EraseRecord(record: Record, open: RwSignal<bool>) -> impl IntoView {
    let session = use_session();
    let reading = Reading::new(move || session.erasure_preview(record.id()));
    view! { <Loaded reading rows=6 lasting=true let:preview><Asked preview record open/></Loaded> }
}

#[component]
fn Asked(preview: ErasurePreview, record: Record, open: RwSignal<bool>) -> impl IntoView {
    if preview.obstacles.is_empty() {
        return view! { <p>{tr!(retention.erase_help)}</p> <Parts preview/> <EraseForm record open/> }
            .into_any();
    }
    let i18n = use_i18n();
    let lines = preview.obstacles.iter().map(|one| {
        let one = *one;
        view! { <li>{move || words::obstacle(i18n, one)}</li> }
    });
    view! {
        <div class="notice notice-warning" role="note">
            <Icon name=Name::Lock/>
            <div><p class="notice-title">{tr!(retention.in_the_way)}</p> <ul>{lines.collect_view()}</ul></div>
        </div>
    }
    .into_any()
}

#[component]
fn Parts(preview: ErasurePreview) -> impl IntoView {
    let identity = tr!(retention.identity);
    view! {
        <h3>{tr!(retention.goes)}</h3>
        <ul><li>{identity}</li> {lines(preview.goes)}</ul>
        <h3>{tr!(retention.stays)}</h3>
        <ul>{lines(preview.stays)}</ul>
    }
}

fn lines(parts: Vec<PartCount>) -> impl IntoView {
    let i18n = use_i18n();
    parts.into_iter().map(move |one| view! { <li>{move || words::counted(i18n, one)}</li> }).collect_view()
}

#[component]
fn EraseForm(record: Record, open: RwSignal<bool>) -> impl IntoView {
    let (i18n, session, outcome) = (use_i18n(), use_session(), use_outcome());
    let name = untrack(|| record.called());
    let core = Core::new("erase");
    let (reason, typed) = (core.text("/reason", ""), core.text("/name", ""));
    let wanted = StoredValue::new(name.clone());
    typed.reads_by(move || {
        let same = wanted.with_value(|wanted| wanted.trim() == typed.trimmed());
        (!same).then(|| FieldError::new("/name", "name_differs"))
    });
    let form = Form::new(core, move || ErasureDraft { reason: reason.trimmed() });
    let done = move |answer: Outcome<Erasure>| {
        open.set(false);
        outcome.tell(&answer, untrack(|| say!(i18n, retention.erase_done)));
        match answer {
            Outcome::Applied(_) => record.gone(),
            Outcome::Proposed(_) => record.again(),
        }
    };
    let send = move || form.send(move |draft| session.erase(record.id(), record.version(), draft), done);
    let label = Signal::derive(move || say!(i18n, retention.type_name, name = wanted.get_value()));
    view! {
        <FormView core on_send=send>
            <TextArea field=reason label=tr!(retention.erase_reason) help=tr!(retention.erase_reason_help)/>
            <TextField field=typed label/>
            <Proposing applied_with=&[Permission::KeepRecords]/>
            <div class="form-actions"><SendButton core label=tr!(retention.erase)/></div>
        </FormView>
    }
}
