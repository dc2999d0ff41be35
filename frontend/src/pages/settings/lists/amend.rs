//! Wording a value anew, and giving it other days. Its code stays, and so do the records that name it.

use domain::{
    code_lists::{CodeValue, CodeValuePatch},
    patch::Patch,
};
use leptos::prelude::*;

use super::{
    days::{DayFields, Days},
    labels::{Wording, WordingFields},
    page::Shown,
};
use crate::{
    components::toast::use_toasts,
    forms::{Core, Form, FormView, SendButton},
    i18n::{say, tr, use_i18n},
    pages::stale::{BothSides, Sides},
    session::use_session,
};

#[component]
pub fn AmendValue(shown: Shown) -> impl IntoView {
    untrack(|| shown.amending.get()).map(|value| view! { <Words value shown/> })
}

#[component]
fn Words(value: CodeValue, shown: Shown) -> impl IntoView {
    let (i18n, session, toasts) = (use_i18n(), use_session(), use_toasts());
    let core = Core::new("words");
    let wording = Wording::new(core, Some(&value.labels));
    let days = Days::new(core, Some(&value));
    let at = (value.id, value.version);
    let (was, list) = (Signal::stored(value.clone()), StoredValue::new(value.list.clone()));
    let form = Form::new(core, move || {
        let labels = was.with(|was| wording.labels(Some(&was.labels)));
        let changed = was.with(|was| labels != was.labels);
        was.with(|was| CodeValuePatch {
            labels: changed.then_some(labels),
            offered_from: Patch::between(was.offered_from.as_ref(), days.offered_from()),
            retired_on: Patch::between(was.retired_on.as_ref(), days.retired_on()),
            ..CodeValuePatch::default()
        })
    });
    let done = move |now: CodeValue| {
        core.is_saved();
        shown.amending.set(None);
        toasts.say(say!(i18n, settings.worded));
        shown.again_at("amend", now.id);
    };
    let write = move |patch, at| async move { session.amend_code_value(&list.get_value(), at, patch).await };
    let save = move |(patch, now): (CodeValuePatch, CodeValue)| {
        form.send_this(patch, move |patch| write(patch, (now.id, now.version)), done);
    };
    let read = move || async move { session.code_value(&list.get_value(), at.0).await };
    view! {
        <FormView core on_send=move || form.send(move |patch| write(patch, at), done)>
            <BothSides form was sides=Sides::of_patch() read save/>
            <WordingFields wording/>
            <DayFields days/>
            <p class="muted small">{tr!(settings.code)} ": " {value.code}</p>
            <div class="form-actions"><SendButton core label=tr!(settings.save_words)/></div>
        </FormView>
    }
}
