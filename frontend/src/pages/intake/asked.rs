//! A question that may be declined.

use domain::demographics::Question;
use leptos::prelude::*;

use super::{fields::Said, filling::use_filling};
use crate::{
    forms::{Aria, Around, Choices, Field},
    i18n::{Text, tr, use_i18n},
};

/// More choices than this stand in a list to unfold.
const MANY: usize = 12;

/// Shows the question with the choices of its code list and "I'd rather not say". A list without choices is not asked.
#[component]
pub fn Asked(question: Question, label: Text, #[prop(optional, into)] help: Option<Text>) -> impl IntoView {
    let filling = use_filling();
    let choices = filling.choices(use_i18n(), question.list());
    let (count, field) = (choices.read_untracked().len(), filling.fields.said(question));
    match field.filter(|_| count > 0) {
        None => ().into_any(),
        Some(field) => {
            let several = question.takes_several();
            view! { <AskedOf field label help choices several/> }.into_any()
        }
    }
}

/// The control of such a question: a list to unfold for one of many choices, else a mark for each.
#[component]
pub fn AskedOf(
    field: Field<Said>,
    label: Text,
    #[prop(optional_no_strip)] help: Option<Text>,
    choices: Choices,
    several: bool,
) -> impl IntoView {
    if choices.read_untracked().len() > MANY && !several {
        return view! { <AskedSelect field label help choices/> }.into_any();
    }
    view! { <AskedChoices field label help choices several/> }.into_any()
}

/// Nothing stands for "I'd rather not say".
type Offered = (Option<String>, String);

fn is_chosen(said: &Said, code: Option<&String>) -> bool {
    code.map_or(said.declined, |code| said.codes.contains(code))
}

/// Declining takes the answers away, and an answer takes the declining away.
fn choose(said: &mut Said, code: Option<&String>, several: bool, on: bool) {
    match code {
        None => *said = Said { declined: on, codes: Vec::new() },
        Some(code) => {
            said.declined = false;
            said.codes.retain(|other| several && other != code);
            if on {
                said.codes.push(code.clone());
            }
        }
    }
}

#[component]
fn AskedChoices(
    field: Field<Said>,
    label: Text,
    #[prop(optional_no_strip)] help: Option<Text>,
    choices: Choices,
    several: bool,
) -> impl IntoView {
    let aria = Aria::of(field, label, help);
    let declined = tr!(intake.declined);
    let options = move || {
        let given = choices.get().into_iter().map(|(code, words)| (Some(code), words));
        given.chain([(None, declined.get())]).collect::<Vec<_>>()
    };
    let around = aria.clone();
    let one = move |option: Offered| view! { <AskedChoice field aria=aria.clone() several option/> };
    view! {
        <Around aria=around label help optional=true group=true>
            <div class="field-choices">
                {move || options().into_iter().map(one.clone()).collect_view()}
            </div>
        </Around>
    }
}

#[component]
fn AskedChoice(field: Field<Said>, aria: Aria, several: bool, option: Offered) -> impl IntoView {
    let (code, words) = option;
    let shown = code.clone();
    let class = if code.is_none() { "field-choice field-declined" } else { "field-choice" };
    let kind = if several { "checkbox" } else { "radio" };
    view! {
        <label class=class>
            <input
                class=kind
                type=kind
                name=aria.ids.control.clone()
                aria-invalid=aria.invalid()
                aria-describedby=aria.described_by()
                prop:checked=move || is_chosen(&field.signal().read(), shown.as_ref())
                on:change=move |event| {
                    let on = event_target_checked(&event);
                    field.update(|said| choose(said, code.as_ref(), several, on));
                    field.leave();
                }
            />
            <span>{words}</span>
        </label>
    }
}

/// In a list to unfold, "I'd rather not say" needs a value that no code has.
const DECLINED: &str = "-";

#[component]
fn AskedSelect(
    field: Field<Said>,
    label: Text,
    #[prop(optional_no_strip)] help: Option<Text>,
    choices: Choices,
) -> impl IntoView {
    let aria = Aria::of(field, label, help);
    let (id, invalid, described_by) = (aria.ids.control.clone(), aria.invalid(), aria.described_by());
    let (blank, declined) = (tr!(common.choose), tr!(intake.declined));
    let chosen = move || {
        let said = field.get();
        if said.declined { DECLINED.to_owned() } else { said.codes.into_iter().next().unwrap_or_default() }
    };
    let options = move || {
        let chosen = chosen();
        let all = choices.get().into_iter().chain([(DECLINED.to_owned(), declined.get())]);
        let option = |(value, words): (String, String)| {
            let selected = value == chosen;
            view! { <option value=value selected=selected>{words}</option> }
        };
        all.map(option).collect_view()
    };
    let choose = move |value: String| match value.as_str() {
        "" => field.set(Said::default()),
        DECLINED => field.set(Said { declined: true, ..Said::default() }),
        _ => field.set(Said { codes: vec![value], declined: false }),
    };
    view! {
        <Around aria label help optional=true>
            <select
                id=id
                class="select w-full"
                aria-invalid=invalid
                aria-describedby=described_by
                prop:value=chosen
                on:change=move |event| choose(event_target_value(&event))
                on:blur=move |_| field.leave()
            >
                <option value="">{blank}</option>
                {options}
            </select>
        </Around>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(codes: &[&str], declined: bool) -> Said {
        Said { codes: codes.iter().map(ToString::to_string).collect(), declined }
    }

    #[test]
    fn an_answer_takes_the_declining_away() {
        let mut answer = said(&[], true);
        choose(&mut answer, Some(&"woman".into()), true, true);
        assert_eq!(answer, said(&["woman"], false));
    }

    #[test]
    fn declining_takes_the_answers_away() {
        let mut answer = said(&["asian", "white"], false);
        choose(&mut answer, None, true, true);
        assert_eq!(answer, said(&[], true));
    }

    #[test]
    fn one_answer_replaces_the_other() {
        let mut answer = said(&["student"], false);
        choose(&mut answer, Some(&"retired".into()), false, true);
        assert_eq!(answer, said(&["retired"], false));
    }
}
