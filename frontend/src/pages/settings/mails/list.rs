//! All mails, each in the languages of its readers.

use domain::mail_texts::{MailKind, MailText};
use leptos::prelude::*;

use super::{amend::AmendText, reset::ResetText, words::named};
use crate::{
    components::{
        badge::{Badge, Tone},
        dialog::Dialog,
        loaded::{Loaded, Reading},
    },
    i18n::{say, tr, use_i18n},
    pages::settings::lists::language,
    session::use_session,
};

#[component]
pub fn MailTexts() -> impl IntoView {
    let session = use_session();
    let reading = Reading::new(move || session.mail_texts());
    let again = Callback::new(move |()| reading.again());
    view! {
        <section class="section" aria-labelledby="mails-title">
            <h2 id="mails-title">{tr!(mail_texts.title)}</h2>
            <p class="muted">{tr!(mail_texts.help)}</p>
            <Loaded reading rows=6 let:all>
                {MailKind::ALL.iter().map(|kind| view! { <Mail kind=*kind all=all.clone() again/> }).collect_view()}
            </Loaded>
        </section>
    }
}

/// One mail with its languages.
#[component]
fn Mail(kind: MailKind, all: Vec<MailText>, again: Callback<()>) -> impl IntoView {
    let i18n = use_i18n();
    let id = format!("mail-{}", kind.code());
    let rows = all.into_iter().filter(|text| text.kind == kind).map(|text| view! { <Row text again/> });
    view! {
        <h3 id=id.clone()>{move || named(i18n, kind)}</h3>
        <ul class="rows card" aria-labelledby=id>{rows.collect_view()}</ul>
    }
}

#[component]
fn Row(text: MailText, again: Callback<()>) -> impl IntoView {
    let i18n = use_i18n();
    let (amending, resetting) = (RwSignal::new(false), RwSignal::new(false));
    let called = format!("{}, {}", untrack(|| named(i18n, text.kind)), language(&text.language));
    let called = StoredValue::new(called);
    let badge = text.is_own.then(|| view! { <Badge tone=Tone::Info text=say!(i18n, mail_texts.own)/> });
    let (spoken, subject, is_own) = (language(&text.language).to_owned(), text.subject.clone(), text.is_own);
    let kept = StoredValue::new(text);
    let amend_label = move || say!(i18n, mail_texts.amend_named, name = called.get_value());
    let reset_label = move || say!(i18n, mail_texts.reset_named, name = called.get_value());
    view! {
        <li class="row row-tall">
            <div class="row-body"><div class="row-line"><strong>{spoken}</strong> {badge}</div> <p class="muted small">{subject}</p></div>
            <div class="row-actions row-end">
                <button class="btn btn-sm" type="button" aria-label=amend_label
                    on:click=move |_| amending.set(true)>{tr!(mail_texts.amend)}</button>
                {is_own.then(|| view! {
                    <button class="btn btn-sm btn-ghost" type="button" aria-label=reset_label
                        on:click=move |_| resetting.set(true)>{tr!(mail_texts.reset)}</button>
                })}
            </div>
            <Dialog open=amending title=tr!(mail_texts.amend)>
                <AmendText text=kept.get_value() open=amending again/>
            </Dialog>
            <Dialog open=resetting title=tr!(mail_texts.reset_title)>
                <ResetText text=kept.get_value() open=resetting again/>
            </Dialog>
        </li>
    }
}
