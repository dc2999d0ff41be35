//! New answers. Only the questions whose answer changed are sent.

use domain::{
    demographics::{Answer, AnswerStatus, Answers, Demographics, Question},
    problem::FieldError,
    unsent::Form as Unsent,
};
use leptos::prelude::*;
use leptos_router::{components::A, hooks::use_navigate};

use serde_json::{Map, Value};

use super::words;
use crate::{
    api::Outcome,
    components::loaded::{Loaded, Reading},
    forms::{Checks, Core, Field, Form, FormView, Select, SendButton},
    i18n::{say, tr, use_i18n},
    pages::{
        choices::use_code_list,
        client::use_record,
        outcome::use_outcome,
        stale::{BothSides, Sides},
        unsent::{BroughtBack, KeptMark, keep_edit},
    },
    session::use_session,
};

/// One question in the form: how it was answered, and with what.
#[derive(Clone, Copy)]
struct Asked {
    question: Question,
    status: Field<String>,
    codes: Field<Vec<String>>,
}

impl Asked {
    fn new(core: Core, question: Question, known: &Demographics) -> Self {
        let was = known.answers.iter().find(|answer| answer.question == question);
        let status = was.map_or(AnswerStatus::NotAsked, |answer| answer.status);
        let codes = was.map(|answer| answer.codes.clone()).unwrap_or_default();
        let at = |part: &str| format!("/{}/{part}", question.code());
        let codes = core.field(at("codes"), codes);
        let chosen = codes.signal();
        let read = |text: &str| text.split(',').filter(|code| !code.is_empty()).map(str::to_owned).collect();
        core.remember_as(at("codes"), move || chosen.read().join(","), move |text| chosen.set(read(text)));
        Self { question, status: core.text(at("status"), status.code()), codes }
    }

    fn answer(self) -> Answer {
        let status = AnswerStatus::from_code(&self.status.get()).unwrap_or_default();
        let codes = if status == AnswerStatus::Given { self.codes.get() } else { Vec::new() };
        Answer { question: self.question, status, codes, valid_from: None }
    }
}

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
    let open = Question::ALL.into_iter().filter(|question| !known.withheld.contains(question));
    let asked = open.map(|question| Asked::new(core, question, &known)).collect::<Vec<_>>();
    let (shown, was) = (asked.clone(), known.answers.clone());
    let base = Signal::stored(known);
    let build = move || Answers { answers: changed(&asked, &was) };
    let form = Form::placing(core, build, |draft: &Answers, error| place(draft, error));
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
            {shown.into_iter().map(|asked| view! { <Question asked/> }).collect_view()}
            <KeptMark keeping/>
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

/// `/answers/2/__all__` is an error of the third answer's choices.
fn place(draft: &Answers, error: FieldError) -> FieldError {
    let mut parts = error.pointer.split('/').skip(1);
    let index =
        parts.next().filter(|part| *part == "answers").and_then(|_| parts.next()?.parse::<usize>().ok());
    match index.and_then(|index| draft.answers.get(index)) {
        Some(answer) => FieldError { pointer: format!("/{}/codes", answer.question.code()), ..error },
        // Nothing was changed: the list of answers is empty.
        None if error.pointer == "/answers" => FieldError::new("", "nothing_to_change"),
        None => error,
    }
}

#[component]
fn Question(asked: Asked) -> impl IntoView {
    let i18n = use_i18n();
    let label = Signal::derive(move || words::question(i18n, asked.question));
    let statuses = Signal::derive(move || {
        let all =
            [AnswerStatus::Given, AnswerStatus::Declined, AnswerStatus::Unknown, AnswerStatus::NotAsked];
        all.map(|status| (status.code().to_owned(), words::status(i18n, status))).to_vec()
    });
    let given = move || asked.status.get() == AnswerStatus::Given.code();
    view! {
        <div class="form-group">
            <Select field=asked.status label choices=statuses no_blank=true/>
            {move || given().then(|| view! { <Codes asked/> })}
        </div>
    }
}

/// Check boxes where several answers fit, a select where one does.
#[component]
fn Codes(asked: Asked) -> impl IntoView {
    let choices = use_code_list(asked.question.list()).choices(move || asked.codes.get());
    let label = tr!(demographics.answer);
    if asked.question.takes_several() {
        return view! { <Checks field=asked.codes label choices/> }.into_any();
    }
    view! { <OneCode field=asked.codes choices/> }.into_any()
}

/// One of the list, kept as a list of one.
#[component]
fn OneCode(field: Field<Vec<String>>, choices: crate::forms::Choices) -> impl IntoView {
    let label = tr!(demographics.answer);
    let options = move || {
        let chosen = field.get();
        let option = |(value, words): (String, String)| {
            let selected = chosen.contains(&value);
            view! { <option value=value selected=selected>{words}</option> }
        };
        choices.get().into_iter().map(option).collect_view()
    };
    let error = field.error(use_i18n());
    let choose = move |event| {
        let value = event_target_value(&event);
        field.set(if value.is_empty() { Vec::new() } else { vec![value] });
    };
    view! {
        <div class="field">
            <label class="field-label" for=field.id()>{label}</label>
            <select id=field.id() class="select w-full" on:change=choose on:blur=move |_| field.leave()
                aria-invalid=move || error.read().is_some().to_string()>
                <option value="">{tr!(common.choose)}</option>
                {options}
            </select>
            {move || error.get().map(|error| view! { <p class="field-error">{error}</p> })}
        </div>
    }
}
