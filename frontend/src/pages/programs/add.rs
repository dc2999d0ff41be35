//! Adding a program.

use domain::{
    permission::Permission,
    programs::{ProgramDetail, ProgramDraft},
};
use leptos::prelude::*;
use leptos_router::hooks::use_navigate;

use super::fields::{Wish, WishFields};
use crate::{
    api::Outcome,
    forms::{Core, Form, FormView, SendButton},
    i18n::{say, tr, use_i18n},
    pages::{outcome::use_outcome, proposing::Proposing},
    session::use_session,
};

#[component]
pub fn AddProgram(open: RwSignal<bool>) -> impl IntoView {
    let (i18n, session, outcome, navigate) = (use_i18n(), use_session(), use_outcome(), use_navigate());
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
    let done = move |made: Outcome<ProgramDetail>| {
        core.is_saved();
        open.set(false);
        outcome.tell(&made, say!(i18n, programs.added));
        if let Outcome::Applied(made) = made {
            navigate(&format!("/staff/programs/{}", made.program.id), Default::default());
        }
    };
    let done = StoredValue::new_local(done);
    let send = move || {
        let then = move |made| done.with_value(|done| done(made));
        form.send(move |draft| session.add_program(draft), then);
    };
    view! {
        <FormView core on_send=send>
            <WishFields wish/>
            <Proposing applied_with=&[Permission::EditPrograms]/>
            <div class="form-actions"><SendButton core label=tr!(programs.add)/></div>
        </FormView>
    }
}
