//! Adding a program.

use domain::programs::{ProgramDetail, ProgramDraft};
use leptos::prelude::*;
use leptos_router::hooks::use_navigate;

use super::fields::{Wish, WishFields};
use crate::{
    components::toast::use_toasts,
    forms::{Core, Form, FormView, SendButton},
    i18n::{say, tr, use_i18n},
    session::use_session,
};

#[component]
pub fn AddProgram(open: RwSignal<bool>) -> impl IntoView {
    let (i18n, session, toasts, navigate) = (use_i18n(), use_session(), use_toasts(), use_navigate());
    let core = Core::new("program");
    let wish = Wish::new(core, None);
    let form = Form::new(core, move || ProgramDraft {
        name: wish.name.trimmed(),
        description: wish.description.trimmed(),
        descriptions: wish.descriptions.texts(),
        location: wish.location.trimmed(),
        kind: wish.kind.some(),
        department_id: wish.department.parsed(),
        open_to_intake: wish.open.get(),
        escalate_after_days: wish.escalate_after_days(),
        staff: wish.members(),
    });
    let done = move |made: ProgramDetail| {
        core.is_saved();
        open.set(false);
        toasts.say(say!(i18n, programs.added));
        navigate(&format!("/staff/programs/{}", made.program.id), Default::default());
    };
    let done = StoredValue::new_local(done);
    let send = move || {
        let then = move |made| done.with_value(|done| done(made));
        form.send(move |draft| session.add_program(draft), then);
    };
    view! {
        <FormView core on_send=send>
            <WishFields wish/>
            <div class="form-actions"><SendButton core label=tr!(programs.add)/></div>
        </FormView>
    }
}
