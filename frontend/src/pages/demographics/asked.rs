//! The fields of an answer: how it was answered, with what, and since when it is true.

use domain::{
    demographics::{Answer, AnswerStatus, Question},
    problem::FieldError,
};
use leptos::prelude::*;

use super::words;
use crate::{
    format::today,
    forms::{Checks, Choices, Core, DateField, Field, Select},
    i18n::{tr, use_i18n},
    pages::choices::use_code_list,
};

/// Where the day stands in a form: one for all of its answers.
const SINCE: &str = "/valid_from";

/// The field for the day; today where it is empty.
pub fn since_field(core: Core, day: impl Into<String>) -> Field<String> {
    core.text(SINCE, day).takes_day()
}

#[component]
pub fn SinceField(since: Field<String>) -> impl IntoView {
    view! {
        <DateField field=since label=tr!(demographics.valid_from) help=tr!(demographics.valid_from_help) optional=true/>
    }
}

/// One question in the form: how it was answered, and with what.
#[derive(Clone, Copy)]
pub struct Asked {
    pub question: Question,
    status: Field<String>,
    codes: Field<Vec<String>>,
    /// Since when the answer is true: its choices are those of that day.
    since: Field<String>,
}

impl Asked {
    pub fn new(core: Core, since: Field<String>, question: Question, was: Option<&Answer>) -> Self {
        let status = was.map_or(AnswerStatus::NotAsked, |answer| answer.status);
        let codes = was.map(|answer| answer.codes.clone()).unwrap_or_default();
        let at = |part: &str| format!("/{}/{part}", question.code());
        let codes = core.field(at("codes"), codes);
        let chosen = codes.signal();
        let read = |text: &str| text.split(',').filter(|code| !code.is_empty()).map(str::to_owned).collect();
        core.remember_as(at("codes"), move || chosen.read().join(","), move |text| chosen.set(read(text)));
        Self { question, status: core.text(at("status"), status.code()), codes, since }
    }

    pub fn answer(self) -> Answer {
        let status = AnswerStatus::from_code(&self.status.get()).unwrap_or_default();
        let codes = if status == AnswerStatus::Given { self.codes.get() } else { Vec::new() };
        Answer { question: self.question, status, codes, valid_from: self.since.parsed() }
    }
}

/// `/answers/2/__all__` is an error of the third answer's choices, and `/answers/2/valid_from` one of the day.
pub fn place(answers: &[Answer], error: FieldError) -> FieldError {
    let mut parts = error.pointer.split('/').skip(1);
    let index =
        parts.next().filter(|part| *part == "answers").and_then(|_| parts.next()?.parse::<usize>().ok());
    if parts.next() == Some("valid_from") {
        return FieldError { pointer: SINCE.to_owned(), ..error };
    }
    match index.and_then(|index| answers.get(index)) {
        Some(answer) => FieldError { pointer: format!("/{}/codes", answer.question.code()), ..error },
        // Nothing was changed: the list of answers is empty.
        None if error.pointer == "/answers" => FieldError::new("", "nothing_to_change"),
        None => error,
    }
}

/// How it was answered, and with what.
#[component]
pub fn AskedFields(asked: Asked) -> impl IntoView {
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
    let choices = use_code_list(asked.question.list());
    let day = move || asked.since.parsed().unwrap_or_else(today);
    let choices = choices.choices_on(day, move || asked.codes.get());
    let label = tr!(demographics.answer);
    if asked.question.takes_several() {
        return view! { <Checks field=asked.codes label choices/> }.into_any();
    }
    view! { <OneCode field=asked.codes choices/> }.into_any()
}

/// One of the list, kept as a list of one.
#[component]
fn OneCode(field: Field<Vec<String>>, choices: Choices) -> impl IntoView {
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
