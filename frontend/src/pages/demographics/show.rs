//! The answers of today.

use domain::{
    demographics::{Answer, AnswerStatus, Demographics, Question},
    permission::Permission,
};
use leptos::prelude::*;
use leptos_router::components::A;

use super::words;
use crate::{
    components::loaded::{Loaded, Reading},
    format,
    i18n::{say, tr, use_i18n},
    pages::{choices::use_code_list, client::use_record},
    session::use_session,
};

#[component]
pub fn DemographicsOfClient() -> impl IntoView {
    let (session, record) = (use_session(), use_record());
    let reading = Reading::new(move || {
        record.track_changes();
        session.demographics(record.id())
    });
    let may = session.may_any(&[Permission::EditClients, Permission::ProposeEdits]);
    let href = format!("/staff/clients/{}/demographics/edit", record.id());
    view! {
        <section class="section">
            <header class="section-head">
                <div><h2>{tr!(demographics.title)}</h2> <p class="muted">{tr!(demographics.help)}</p></div>
                {may.then(|| view! { <A href {..} class="btn btn-sm">{tr!(demographics.edit)}</A> })}
            </header>
            <Loaded reading rows=9 let:known><Answers known/></Loaded>
        </section>
    }
}

#[component]
fn Answers(known: Demographics) -> impl IntoView {
    let row = |question: Question| {
        let answer = known.answers.iter().find(|answer| answer.question == question).cloned();
        let withheld = known.withheld.contains(&question);
        view! { <Row question answer withheld/> }
    };
    view! { <div class="card padded"><dl class="facts">{Question::ALL.map(row)}</dl></div> }
}

#[component]
fn Row(question: Question, answer: Option<Answer>, withheld: bool) -> impl IntoView {
    let i18n = use_i18n();
    let list = use_code_list(question.list());
    let value = move || match &answer {
        _ if withheld => view! { <dd class="muted">{say!(i18n, demographics.withheld)}</dd> }.into_any(),
        Some(Answer { status: AnswerStatus::Given, codes, valid_from, .. }) => {
            let words = codes.iter().map(|code| list.word(code)).collect::<Vec<_>>().join(", ");
            let since = valid_from.map(|day| say!(i18n, demographics.since, day = format::day(i18n, day)));
            view! { <dd>{words} <span class="muted small">" " {since}</span></dd> }.into_any()
        }
        other => {
            let status = other.as_ref().map_or(AnswerStatus::NotAsked, |answer| answer.status);
            view! { <dd class="muted">{words::status(i18n, status)}</dd> }.into_any()
        }
    };
    view! { <div><dt>{words::question(i18n, question)}</dt> {value}</div> }
}
