//! The answers of today, or of an earlier day, and the way to the history of each.

use chrono::NaiveDate;
use domain::{
    demographics::{Answer, AnswerStatus, AsOf, Demographics, Question},
    permission::Permission,
};
use leptos::prelude::*;
use leptos_router::{NavigateOptions, components::A, hooks::use_navigate};

use super::{history::History, words};
use crate::{
    components::{
        address::Address,
        dialog::Dialog,
        loaded::{Loaded, Reading},
    },
    format::{self, today},
    i18n::{say, tr, use_i18n},
    pages::{
        choices::use_code_list,
        client::{Waits, use_record},
    },
    session::use_session,
};

/// Where the day stands in the address.
const ON: &str = "on";

#[component]
pub fn DemographicsOfClient() -> impl IntoView {
    let (session, record, address) = (use_session(), use_record(), Address::here());
    let on = Memo::new(move |_| address.parsed::<NaiveDate>(ON));
    let reading = Reading::new(move || {
        record.track_changes();
        session.demographics_on(record.id(), AsOf { on: on.get() })
    });
    let may = session.may_any(&[Permission::EditClients, Permission::ProposeEdits]);
    let href = format!("/staff/clients/{}/demographics/edit", record.id());
    let (open, asking) = (RwSignal::new(false), RwSignal::new(Question::Sex));
    let show = Callback::new(move |question| {
        asking.set(question);
        open.set(true);
    });
    view! {
        <section class="section">
            <header class="section-head">
                <div><h2>{tr!(demographics.title)}</h2> <p class="muted">{tr!(demographics.help)}</p></div>
                {may.then(|| view! { <A href {..} class="btn btn-sm">{tr!(demographics.edit)}</A> })}
            </header>
            <OnDay on address/>
            <Loaded reading rows=9 let:known><Answers known show/></Loaded>
        </section>
        <Dialog open title=tr!(demographics.history_title)>
            <History question=asking.get_untracked()/>
        </Dialog>
    }
}

/// As of which day the answers stand here. The day is in the address.
#[component]
fn OnDay(on: Memo<Option<NaiveDate>>, address: Address) -> impl IntoView {
    let (i18n, navigate) = (use_i18n(), use_navigate());
    let choose = move |event| {
        let (day, options) =
            (event_target_value(&event), NavigateOptions { scroll: false, ..Default::default() });
        navigate(&address.with(ON, Some(&day)), options);
    };
    let past = move || {
        on.get().filter(|day| *day < today()).map(|day| {
            view! {
                <p>
                    {say!(i18n, demographics.as_of_past, day = format::day(i18n, day))} " "
                    <a class="link" data-noscroll href=address.with(ON, None)>{tr!(demographics.as_of_today)}</a>
                </p>
            }
        })
    };
    let value = move || on.get().unwrap_or_else(today).to_string();
    view! {
        <div class="no-print">
            <label class="field-label" for="demographics-on">{tr!(demographics.as_of)}</label>
            <input id="demographics-on" class="input field-day" type="date" max=today().to_string() prop:value=value
                on:change=choose/>
        </div>
        <div role="status">{past}</div>
    }
}

#[component]
fn Answers(known: Demographics, show: Callback<Question>) -> impl IntoView {
    let row = |question: Question| {
        let answer = known.answers.iter().find(|answer| answer.question == question).cloned();
        let withheld = known.withheld.contains(&question);
        view! { <Row question answer withheld show/> }
    };
    view! { <div class="card padded"><dl class="facts">{Question::ALL.map(row)}</dl></div> }
}

#[component]
fn Row(
    question: Question,
    answer: Option<Answer>,
    withheld: bool,
    show: Callback<Question>,
) -> impl IntoView {
    let i18n = use_i18n();
    let list = use_code_list(question.list());
    let value = move || match &answer {
        _ if withheld => view! { <dd class="muted">{say!(i18n, demographics.withheld)}</dd> }.into_any(),
        None => {
            let status = words::status(i18n, AnswerStatus::NotAsked);
            view! { <dd class="muted">{status}</dd> }.into_any()
        }
        Some(Answer { status, codes, valid_from, .. }) => {
            let words = words::answer(i18n, list, *status, codes);
            let since = valid_from.map(|day| say!(i18n, demographics.since, day = format::day(i18n, day)));
            let muted = (*status != AnswerStatus::Given).then_some("muted");
            view! {
                <dd>
                    <span class=muted>{words}</span> <span class="muted small">" " {since}</span> " "
                    <HistoryButton question show/>
                </dd>
            }
            .into_any()
        }
    };
    let field = question.code();
    view! {
        <div>
            <dt>{words::question(i18n, question)}</dt> {value}
            <Waits edit="demographics.answer" field below=true/>
        </div>
    }
}

#[component]
fn HistoryButton(question: Question, show: Callback<Question>) -> impl IntoView {
    let i18n = use_i18n();
    let label = move || say!(i18n, demographics.history_of_named, question = words::question(i18n, question));
    view! {
        <button class="btn btn-sm btn-ghost no-print" type="button" aria-label=label on:click=move |_| show.run(question)>
            {tr!(demographics.history)}
        </button>
    }
}
