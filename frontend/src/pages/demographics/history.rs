//! What was answered to a question before: since when, until when, who wrote it, and what was corrected.

use domain::{
    demographics::{HistoryFilter, PastAnswer, Question},
    permission::Permission,
};
use leptos::prelude::*;

use super::{correct::CorrectAnswer, words};
use crate::{
    components::{
        badge::{Badge, Tone},
        empty::Empty,
        icon::Name,
        loaded::{Loaded, Reading},
    },
    format,
    i18n::{I18n, say, tr, use_i18n},
    pages::{
        choices::{CodeList, use_code_list},
        client::use_record,
    },
    session::use_session,
};

#[component]
pub fn History(question: Question) -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <p><strong>{move || words::question(i18n, question)}</strong></p>
        <Listed question/>
    }
}

/// The answers alone.
#[component]
pub fn Listed(question: Question) -> impl IntoView {
    let (session, record) = (use_session(), use_record());
    let list = use_code_list(question.list());
    let of = HistoryFilter { question: Some(question) };
    let reading = Reading::new(move || session.answer_history(record.id(), of));
    let again = Callback::new(move |()| {
        reading.again();
        record.again();
    });
    let show = move |all: Vec<PastAnswer>| {
        if all.is_empty() {
            let (title, help) = (tr!(demographics.history_none), tr!(demographics.history_none_help));
            return view! { <Empty icon=Name::History title help/> }.into_any();
        }
        let correcting = RwSignal::new(None);
        let rows = all.into_iter().enumerate();
        let rows = rows.map(|(place, answer)| view! { <Past place answer list correcting again/> });
        view! { <ul class="rows card">{rows.collect_view()}</ul> }.into_any()
    };
    view! { <Loaded reading rows=2 let:all>{show(all)}</Loaded> }
}

/// One answer. Those that stand can be corrected, one at a time.
#[component]
fn Past(
    place: usize,
    answer: PastAnswer,
    list: CodeList,
    correcting: RwSignal<Option<usize>>,
    again: Callback<()>,
) -> impl IntoView {
    let (i18n, session) = (use_i18n(), use_session());
    let stands = answer.corrected_at.is_none();
    let may = stands && session.may_any(&[Permission::EditClients, Permission::ProposeEdits]);
    let answer = StoredValue::new(answer);
    let said = move || answer.with_value(|one| words::answer(i18n, list, one.status, &one.codes));
    let term = answer.with_value(|one| term(i18n, one));
    let written = answer.with_value(|one| written(i18n, one));
    let badge =
        (!stands).then(|| view! { <Badge tone=Tone::Plain text=say!(i18n, demographics.corrected)/> });
    let is_open = Memo::new(move |_| correcting.get() == Some(place));
    let toggle = move |_| correcting.set((!is_open.get_untracked()).then_some(place));
    let label = move || say!(i18n, demographics.correct_named, answer = said());
    let button = may.then(|| {
        view! {
            <div class="row-actions row-end">
                <button class="btn btn-sm" type="button" aria-label=label aria-expanded=move || is_open.get().to_string()
                    on:click=toggle>{tr!(demographics.correct)}</button>
            </div>
        }
    });
    let form = move || is_open.get().then(|| view! { <CorrectAnswer past=answer.get_value() again/> });
    view! {
        <li class="row row-tall">
            <div class="row-body">
                <div class="row-line"><strong>{said}</strong> <span class="muted">{term}</span> {badge}</div>
                <p class="muted small">{written}</p>
                {form}
            </div>
            {button}
        </li>
    }
}

/// From when to when it was true.
fn term(i18n: I18n, answer: &PastAnswer) -> String {
    let from = format::day(i18n, answer.valid_from);
    match answer.valid_until {
        _ if answer.corrected_at.is_some() => say!(i18n, demographics.was_since, day = from),
        Some(last) => say!(i18n, demographics.until, from = from, to = format::day(i18n, last)),
        None => say!(i18n, demographics.since, day = from),
    }
}

/// Who wrote it and when, and who corrected it.
fn written(i18n: I18n, answer: &PastAnswer) -> String {
    let when = format::moment(i18n, answer.written_at);
    let written = match &answer.written_by {
        Some(who) => say!(i18n, demographics.written_by, who = who.clone(), when = when),
        None => say!(i18n, demographics.written, when = when),
    };
    let corrected = answer.corrected_at.map(|at| {
        let when = format::moment(i18n, at);
        match &answer.corrected_by {
            Some(who) => say!(i18n, demographics.corrected_by, who = who.clone(), when = when),
            None => say!(i18n, demographics.corrected_on, when = when),
        }
    });
    [Some(written), corrected].into_iter().flatten().collect::<Vec<_>>().join(" · ")
}
