//! Work and schooling over time: what the person said about them, and since when.

use domain::{demographics::Question, permission::Permission};
use leptos::prelude::*;
use leptos_router::components::A;

use super::{history::Listed, words};
use crate::{
    i18n::{tr, use_i18n},
    pages::client::{Waits, use_record},
    session::use_session,
};

/// What is shown here of all questions.
const ASKED: [Question; 2] = [Question::EmploymentStatus, Question::Education];

#[component]
pub fn EmploymentOfClient() -> impl IntoView {
    let (session, record) = (use_session(), use_record());
    let may = session.may_any(&[Permission::EditClients, Permission::ProposeEdits]);
    let href = format!("/staff/clients/{}/demographics/edit", record.id());
    view! {
        <section class="section">
            <header class="section-head">
                <div><h2>{tr!(clients.tab_employment)}</h2> <p class="muted">{tr!(demographics.employment_help)}</p></div>
                {may.then(|| view! { <A href {..} class="btn btn-sm">{tr!(demographics.edit)}</A> })}
            </header>
        </section>
        {ASKED.map(|question| view! { <OverTime question/> })}
    }
}

#[component]
fn OverTime(question: Question) -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <section class="section">
            <h3>{move || words::question(i18n, question)}</h3>
            <Waits edit="demographics.answer" field=question.code()/>
            <Listed question/>
        </section>
    }
}
