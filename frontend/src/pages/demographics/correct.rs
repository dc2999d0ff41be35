//! Correcting an answer on record: what it says, or since when. The wrong one stays in the history.

use domain::{
    demographics::{Answer, Answers, Corrected, Demographics, PastAnswer},
    permission::Permission,
};
use leptos::prelude::*;

use super::asked::{Asked, AskedFields, SinceField, place, since_field};
use crate::{
    api::Outcome,
    forms::{Core, Form, FormView, SendButton},
    i18n::{say, tr, use_i18n},
    pages::{client::use_record, outcome::use_outcome, proposing::Proposing, stale::ReadAgain},
    session::use_session,
};

#[component]
pub fn CorrectAnswer(past: PastAnswer, again: Callback<()>) -> impl IntoView {
    let (i18n, session, record, outcome) = (use_i18n(), use_session(), use_record(), use_outcome());
    // Histories of two questions may stand below each other.
    let core = Core::new(past.question.code());
    let since = since_field(core, past.valid_from.to_string());
    let PastAnswer { question, status, codes, valid_from, .. } = past;
    let was = Answer { question, status, codes, valid_from: Some(valid_from) };
    let asked = Asked::new(core, since, question, Some(&was));
    let build = move || Answers {
        answers: vec![asked.answer()],
        corrects: vec![Corrected { question, since: valid_from }],
    };
    let form = Form::placing(core, build, |draft: &Answers, error| place(&draft.answers, error));
    let done = move |answer: Outcome<Demographics>| {
        core.is_saved();
        outcome.tell(&answer, untrack(|| say!(i18n, demographics.was_corrected)));
        again.run(());
    };
    let send = move || {
        form.send(move |answers| session.answer(record.id(), record.version(), answers), done);
    };
    view! {
        <FormView core on_send=send>
            <p class="muted">{tr!(demographics.correct_help)}</p>
            <SinceField since/>
            <AskedFields asked/>
            <Proposing applied_with=&[Permission::EditClients]/>
            <ReadAgain core again about=format!("{} {valid_from}", record.id())/>
            <div class="form-actions"><SendButton core label=tr!(demographics.correct_save)/></div>
        </FormView>
    }
}
