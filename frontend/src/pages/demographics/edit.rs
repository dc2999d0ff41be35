//! New answers. Only the questions whose answer changed are sent.

use domain::{
    demographics::{Answer, AnswerStatus, Answers, Demographics, Question},
    permission::Permission,
    unsent::Form as Unsent,
};
use leptos::prelude::*;
use leptos_router::{components::A, hooks::use_navigate};

use serde_json::{Map, Value};

use super::asked::{Asked, AskedFields, SinceField, place, since_field};
use crate::{
    api::Outcome,
    components::loaded::{Loaded, Reading},
    forms::{Core, Form, FormView, SendButton},
    i18n::{say, tr, use_i18n},
    pages::{
        client::use_record,
        outcome::use_outcome,
        proposing::Proposing,
        stale::{BothSides, Sides},
        unsent::{BroughtBack, KeptMark, keep_edit},
    },
    session::use_session,
};

#[component]
pub fn EditDemographics() -> impl IntoView {
    let (session, record) = (use_session(), use_record());
    let reading = Reading::new(move || session.demographics(record.id()));
    view! {
        <section class="section">
            <h2>{tr!(demographics.edit_title)}</h2>
            <Loaded reading rows=9 lasting=true let:known><EditForm known/></Loaded>
        </section>
    }
}

#[component]
fn EditForm(known: Demographics) -> impl IntoView {
    let (i18n, session, record, outcome) = (use_i18n(), use_session(), use_record(), use_outcome());
    let core = Core::new("demographics");
    let since = since_field(core, "");
    let open = Question::ALL.into_iter().filter(|question| !known.withheld.contains(question));
    let asked = |question| {
        let was = known.answers.iter().find(|answer| answer.question == question);
        Asked::new(core, since, question, was)
    };
    let asked = open.map(asked).collect::<Vec<_>>();
    let (shown, was) = (asked.clone(), known.answers.clone());
    let base = Signal::stored(known);
    let build = move || Answers { answers: changed(&asked, &was), corrects: Vec::new() };
    let form = Form::placing(core, build, |draft: &Answers, error| place(&draft.answers, error));
    let back = format!("/staff/clients/{}/demographics", record.id());
    let (leave, navigate) = (back.clone(), use_navigate());
    let keeping = keep_edit(core, Unsent::Demographics, record.id(), record.version());
    let done = Callback::new(move |answer: Outcome<Demographics>| {
        keeping.sent();
        outcome.tell(&answer, untrack(|| say!(i18n, demographics.saved)));
        record.again();
        navigate(&leave, Default::default());
    });
    let save = move |(answers, _): (Answers, Demographics)| {
        let call = move |answers| async move {
            // The answers have the client's version, which moved as well.
            let version = session.client(record.id()).await?.version;
            session.answer(record.id(), version, answers).await
        };
        form.send_this(answers, call, move |answer| done.run(answer));
    };
    let send = move || {
        let then = move |answer| done.run(answer);
        form.send(move |answers| session.answer(record.id(), record.version(), answers), then);
    };
    let read = move || session.demographics(record.id());
    view! {
        <FormView core on_send=send>
            <BothSides form was=base sides=SIDES read save/>
            <BroughtBack keeping/>
            <SinceField since/>
            {shown.into_iter().map(|asked| view! { <AskedFields asked/> }).collect_view()}
            <KeptMark keeping/>
            <Proposing applied_with=&[Permission::EditClients]/>
            <div class="form-actions">
                <SendButton core label=tr!(demographics.save)/>
                <A href={back} {..} class="btn btn-ghost">{tr!(unsent.later)}</A>
            </div>
        </FormView>
    }
}

/// An answer is a field of its own when both sides are compared.
const SIDES: Sides<Answers, Demographics> = Sides {
    patch: |answers| by_question(&answers.answers),
    record: |known| by_question(&known.answers),
    without: |answers, dropped| Answers {
        answers: answers
            .answers
            .into_iter()
            .filter(|answer| !dropped.contains(answer.question.code()))
            .collect(),
        corrects: Vec::new(),
    },
};

/// The codes of an answer, or its status where none were given.
fn by_question(answers: &[Answer]) -> Map<String, Value> {
    let value = |answer: &Answer| match answer.status {
        AnswerStatus::Given => Value::from(answer.codes.clone()),
        other => Value::from(other.code()),
    };
    answers.iter().map(|answer| (answer.question.code().to_owned(), value(answer))).collect()
}

fn changed(asked: &[Asked], was: &[Answer]) -> Vec<Answer> {
    let differs = |answer: &Answer| {
        let old = was.iter().find(|old| old.question == answer.question);
        let status = old.map_or(AnswerStatus::NotAsked, |old| old.status);
        status != answer.status || old.is_some_and(|old| old.codes != answer.codes)
    };
    asked.iter().map(|asked| asked.answer()).filter(differs).collect()
}
