//! Clients by what they answer about themselves: first the question, then its answers, of which several are
//! alternatives.

use domain::{code_lists::CodeValue, demographics::Question};
use leptos::prelude::*;

use super::{
    applied::words_of,
    choices::{Choices, Lazy, asked, questions},
    panel::Trouble,
};
use crate::{
    components::{address::Address, filters::Toggle, loaded::Skeleton},
    format::today,
    i18n::{I18n, tr, use_i18n},
    pages::demographics,
    session::use_session,
};

#[component]
pub fn Answers(choices: Choices) -> impl IntoView {
    let (i18n, address) = (use_i18n(), Address::here());
    let all = StoredValue::new(questions(use_session()));
    // What is asked for already stands there first.
    if untrack(|| choices.question.get()).is_none() {
        choices.question.set(untrack(|| first_asked(address)));
    }
    let options =
        move || all.get_value().into_iter().map(|one| option(i18n, address, choices, one)).collect_view();
    let choose = move |event| choices.question.set(Question::from_code(&event_target_value(&event)));
    let chosen = move || choices.question.get().map_or("", Question::code);
    let codes = move || {
        let list = choices.question.get().and_then(|question| Some((question, choices.answers(question)?)));
        list.map(|(question, list)| view! { <Codes question list/> })
    };
    view! {
        <div class="field">
            <label class="field-label" for="filter-question">{tr!(filters.answer)}</label>
            <p class="field-help" id="filter-question-help">{tr!(filters.answer_help)}</p>
            <select id="filter-question" class="select w-full" aria-describedby="filter-question-help" prop:value=chosen on:change=choose>
                <option value="">{tr!(filters.choose_question)}</option>
                {options}
            </select>
            {codes}
        </div>
    }
}

fn first_asked(address: Address) -> Option<Question> {
    address.codes("answer", asked).into_iter().next().map(|answer| answer.question)
}

/// A question, with the number of its answers that are asked for.
fn option(i18n: I18n, address: Address, choices: Choices, question: Question) -> impl IntoView {
    let words = demographics::question(i18n, question);
    let of_it = address.codes("answer", asked).into_iter().filter(|answer| answer.question == question);
    let words = match of_it.count() {
        0 => words,
        n => format!("{words} ({n})"),
    };
    let selected = choices.question.get() == Some(question);
    view! { <option value=question.code() selected=selected>{words}</option> }
}

#[component]
fn Codes(question: Question, list: Lazy<CodeValue>) -> impl IntoView {
    let (i18n, address) = (use_i18n(), Address::here());
    let key = move |value: &CodeValue| format!("{}:{}", question.code(), value.code);
    // An answer that is not offered today is a chip only where it is asked for.
    let offered = move |value: &CodeValue| {
        value.is_offered_on(today()) || untrack(|| address.has("answer", &key(value)))
    };
    let toggle = move |value: CodeValue| {
        let asked = key(&value);
        let label = Signal::derive(move || words_of(i18n, &value));
        view! { <Toggle key="answer" value=asked label/> }
    };
    let label = Signal::derive(move || demographics::question(i18n, question));
    let chips = move || match list.value() {
        Some(Some(all)) => {
            let all = all.into_iter().filter(offered).map(toggle).collect_view();
            view! { <div class="chips" role="group" aria-label=label>{all}</div> }.into_any()
        }
        _ if list.failure().is_some() => view! { <Trouble list/> }.into_any(),
        _ => view! { <Skeleton rows=2/> }.into_any(),
    };
    view! { {chips} }
}
