//! Adding a value at the end of a list.

use domain::code_lists::{CodeValue, CodeValueDraft, suggested};
use leptos::prelude::*;

use super::{
    days::{DayFields, Days},
    labels::{Wording, WordingFields},
    page::Shown,
};
use crate::{
    components::toast::use_toasts,
    forms::{Core, Form, FormView, SendButton, TextField},
    i18n::{say, tr, use_i18n},
    session::use_session,
};

#[component]
pub fn AddValue(shown: Shown, open: RwSignal<bool>) -> impl IntoView {
    let (i18n, session, toasts) = (use_i18n(), use_session(), use_toasts());
    let core = Core::new("value");
    let wording = Wording::new(core, None);
    let days = Days::new(core, None);
    let own_code = core.text("/code", String::new());
    let form = Form::new(core, move || CodeValueDraft {
        code: own_code.some().unwrap_or_else(|| suggested(&wording.english())),
        labels: wording.labels(None),
        offered_from: days.offered_from(),
        retired_on: days.retired_on(),
    });
    let done = move |made: CodeValue| {
        core.is_saved();
        open.set(false);
        toasts.say(say!(i18n, settings.added));
        shown.again_at("amend", made.id);
    };
    let send = move || {
        let list = shown.list.get_untracked();
        form.send(move |draft| async move { session.add_code_value(&list, draft).await }, done);
    };
    view! {
        <FormView core on_send=send>
            <WordingFields wording/>
            <TextField field=own_code label=tr!(settings.code) help=tr!(settings.code_help) optional=true/>
            <DayFields days/>
            <div class="form-actions"><SendButton core label=tr!(settings.add)/></div>
        </FormView>
    }
}
