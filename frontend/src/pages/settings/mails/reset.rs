//! Going back to the shipped words: asked once.

use domain::mail_texts::MailText;
use leptos::prelude::*;

use super::words::named;
use crate::{
    components::{
        confirm::{Call, Confirm},
        toast::use_toasts,
    },
    i18n::{say, tr, use_i18n},
    pages::settings::lists::language,
    session::use_session,
};

#[component]
pub fn ResetText(text: MailText, open: RwSignal<bool>, again: Callback<()>) -> impl IntoView {
    let (i18n, session, toasts) = (use_i18n(), use_session(), use_toasts());
    let (call, spoken) = (Call::new(), StoredValue::new(text.language.clone()));
    let called = format!("{}, {}", untrack(|| named(i18n, text.kind)), language(&text.language));
    let reset = move || {
        let answer = session.reset_mail_text(text.kind, spoken.get_value(), text.version);
        call.run(answer, move |_| {
            open.set(false);
            toasts.say(untrack(|| say!(i18n, mail_texts.was_reset)));
            again.run(());
        });
    };
    view! {
        <p><strong>{called}</strong></p>
        <p>{tr!(mail_texts.reset_help)}</p>
        <Confirm call label=tr!(mail_texts.reset) on_yes=reset on_no=move || open.set(false)/>
    }
}
