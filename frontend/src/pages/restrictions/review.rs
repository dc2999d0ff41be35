//! Noting a review: somebody looked at a restriction again, it stays, and the next day of review is set, in one step.

use domain::{
    patch::Patch,
    permission::Permission,
    restrictions::{Restriction, RestrictionPatch},
};
use leptos::prelude::*;

use super::words::{dates, reach, reason};
use crate::{
    api::Outcome,
    forms::{Core, DateField, Form, FormView, SendButton, TextArea},
    i18n::{say, tr, use_i18n},
    pages::{
        outcome::use_outcome,
        proposing::Proposing,
        stale::{BothSides, Sides},
    },
    session::use_session,
};

#[component]
pub fn ReviewRestriction(
    restriction: StoredValue<Restriction>,
    open: RwSignal<bool>,
    again: Callback<()>,
) -> impl IntoView {
    let (i18n, session, outcome) = (use_i18n(), use_session(), use_outcome());
    let found = restriction.get_value();
    let core = Core::new("review");
    let note = core.text("/review_note", untrack(|| say!(i18n, restrictions.review_note_usual)));
    let next = core.text("/review_date", "").takes_day();
    let form = Form::new(core, move || RestrictionPatch {
        review_note: Patch::Set(note.trimmed()),
        review_date: Patch::to(next.parsed()),
        ..RestrictionPatch::default()
    });
    let (id, version) = (found.id, found.version);
    let done = move |answer: Outcome<Restriction>| {
        open.set(false);
        outcome.tell(&answer, untrack(|| say!(i18n, restrictions.review_saved)));
        again.run(());
    };
    let send = move || form.send(move |patch| session.amend_restriction(id, version, patch), done);
    let save = move |(patch, now): (RestrictionPatch, Restriction)| {
        form.send_this(patch, move |patch| session.amend_restriction(id, now.version, patch), done);
    };
    let was = Signal::stored(found.clone());
    view! {
        <p><strong>{reach(i18n, &found)}</strong> " · " {dates(i18n, &found)}</p>
        <p class="prewrap">{reason(i18n, &found)}</p>
        <p class="muted">{tr!(restrictions.note_review_help)}</p>
        <FormView core on_send=send>
            <BothSides form was sides=Sides::of_patch() read=move || session.restriction(id) save/>
            <TextArea field=note label=tr!(restrictions.review_note)/>
            <DateField field=next label=tr!(restrictions.next_review) help=tr!(restrictions.next_review_help) optional=true/>
            <Proposing applied_with=&[Permission::Restrict]/>
            <div class="form-actions"><SendButton core label=tr!(restrictions.save_review)/></div>
        </FormView>
    }
}
