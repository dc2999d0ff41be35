//! Wording a mail anew, with what can be put in and how it will read.

use domain::mail_texts::{MailKind, MailText, MailTextPatch};
use leptos::prelude::*;

use super::{
    preview::Preview,
    words::{meaning, named},
};
use crate::{
    components::toast::use_toasts,
    forms::{Core, Field, Form, FormView, SendButton, TextArea, TextField},
    i18n::{say, tr, use_i18n},
    pages::{
        settings::lists::language,
        stale::{BothSides, Sides},
    },
    session::use_session,
};

#[component]
pub fn AmendText(text: MailText, open: RwSignal<bool>, again: Callback<()>) -> impl IntoView {
    let (i18n, session, toasts) = (use_i18n(), use_session(), use_toasts());
    let core = Core::new("mail-text");
    let (subject, body) = (core.text("/subject", &text.subject), core.text("/body", &text.body));
    let (kind, version, spoken) = (text.kind, text.version, StoredValue::new(text.language.clone()));
    let title = format!("{}, {}", untrack(|| named(i18n, kind)), language(&text.language));
    let was = Signal::stored(text);
    let build = move || was.with(|was| patch(subject, body, was));
    let find = move |patch: &MailTextPatch, today| patch.check_for(kind, today).err().unwrap_or_default();
    let form = Form::part(core, build, find, |_, error| error);
    let done = move |_: MailText| {
        core.is_saved();
        open.set(false);
        toasts.say(say!(i18n, mail_texts.saved));
        again.run(());
    };
    let amend = move |version: i32| {
        move |patch: MailTextPatch| session.amend_mail_text(kind, spoken.get_value(), version, patch)
    };
    let save = move |(patch, now): (MailTextPatch, MailText)| {
        form.send_this(patch, amend(now.version), done);
    };
    let read = move || session.mail_text(kind, spoken.get_value());
    view! {
        <FormView core on_send=move || form.send(amend(version), done)>
            <p><strong>{title}</strong></p>
            <BothSides form was sides=Sides::of_patch() read save/>
            <TextField field=subject label=tr!(mail_texts.subject)/>
            <TextArea field=body label=tr!(mail_texts.body) help=tr!(mail_texts.body_help) rows=10/>
            <Placeholders kind/>
            <Preview kind subject body/>
            <div class="form-actions"><SendButton core label=tr!(mail_texts.save)/></div>
        </FormView>
    }
}

/// What differs from the words as they were read.
fn patch(subject: Field<String>, body: Field<String>, was: &MailText) -> MailTextPatch {
    let changed = |now: Field<String>, was: &str| Some(now.trimmed()).filter(|now| now != was);
    MailTextPatch { subject: changed(subject, &was.subject), body: changed(body, &was.body) }
}

#[component]
fn Placeholders(kind: MailKind) -> impl IntoView {
    let i18n = use_i18n();
    let all = kind.placeholders().iter().map(|name| {
        view! { <li><code>{format!("{{{name}}}")}</code> " " {move || meaning(i18n, name)}</li> }
    });
    view! {
        <p class="field-label" id="placeholders">{tr!(mail_texts.placeholders)}</p>
        <ul class="small" aria-labelledby="placeholders">{all.collect_view()}</ul>
    }
}
