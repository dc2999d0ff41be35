//! The equal-opportunity record: why it is kept, and its questions, each of which may be passed over or declined.

use domain::equal_opportunity::Question;
use leptos::prelude::*;

use crate::{
    forms::Choices,
    i18n::{Text, say, tr, use_i18n},
    pages::intake::{
        asked::AskedOf,
        filling::{Filling, use_filling},
    },
};

/// What a question is called here. Only in a component's body.
pub fn called(question: Question) -> Text {
    match question {
        Question::RaceEthnicity => tr!(intake.race),
        Question::Sex => tr!(intake.sex),
        Question::Disability => tr!(intake.disability),
        Question::LimitedEnglish => tr!(intake.limited_english),
        Question::PreferredLanguage => tr!(intake.preferred_language),
        Question::Age => tr!(intake.date_of_birth),
    }
}

/// What may be chosen: the values of the question's list, or yes and no. Only in a component's body.
pub fn choices(filling: Filling, question: Question) -> Choices {
    let i18n = use_i18n();
    match question.list() {
        Some(list) => filling.choices(i18n, list),
        None => Signal::derive(move || {
            vec![("yes".to_owned(), say!(i18n, common.yes)), ("no".to_owned(), say!(i18n, common.no))]
        }),
    }
}

#[component]
pub fn EqualOpportunity() -> impl IntoView {
    let filling = use_filling();
    let one = move |question: Question| {
        let (field, choices, several) =
            (filling.fields.equal(question)?, choices(filling, question), question.takes_several());
        let help = several.then(|| tr!(intake.several));
        Some(view! { <AskedOf field label=called(question) help choices several/> })
    };
    view! {
        <h2>{tr!(intake.equal_opportunity)}</h2>
        <p class="ask-why">{tr!(intake.equal_opportunity_why)}</p>
        {Question::ASKED.map(one)}
    }
}
