//! The questions in the form for somebody who is not on file yet.

use domain::{
    demographics::{Answer, AnswerStatus, Question},
    problem::FieldError,
};
use leptos::prelude::*;

use super::asked::{Asked, AskedFields, SinceField, place, since_field};
use crate::{
    forms::{Core, Field},
    session::Session,
};

/// A handle: copying it is free.
#[derive(Clone, Copy)]
pub struct Questions {
    since: Field<String>,
    asked: StoredValue<Vec<Asked>>,
}

impl Questions {
    /// Those whose answers one may see.
    pub fn new(core: Core, session: Session) -> Self {
        let since = since_field(core, "");
        let open = Question::ALL.into_iter().filter(|question| session.may(question.permission()));
        let asked = open.map(|question| Asked::new(core, since, question, None)).collect();
        Self { since, asked: StoredValue::new(asked) }
    }

    /// A question that nobody asked has no answer.
    pub fn answers(self) -> Vec<Answer> {
        let all = self.asked.get_value().into_iter().map(Asked::answer);
        all.filter(|answer| answer.status != AnswerStatus::NotAsked).collect()
    }

    /// An error of the nth answer belongs to the question that it answers.
    pub fn place(self, answers: &[Answer], error: FieldError) -> FieldError {
        place(answers, error)
    }
}

#[component]
pub fn QuestionFields(questions: Questions) -> impl IntoView {
    let asked = questions.asked.get_value();
    view! {
        <SinceField since=questions.since/>
        {asked.into_iter().map(|asked| view! { <AskedFields asked/> }).collect_view()}
    }
}
