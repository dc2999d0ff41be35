//! What applicants of a year answered for the equal-opportunity record: numbers, and nobody's answers.

use domain::equal_opportunity::{Cell, Counts, NOT_ANSWERED, Question, QuestionCounts, SMALLEST};
use leptos::prelude::*;

use crate::{
    components::{
        address::Address,
        loaded::{Loaded, Reading},
        page_header::PageHeader,
    },
    format,
    i18n::{I18n, say, tr, use_i18n},
    pages::{choices::CodeList, choices::use_code_list},
    session::use_session,
};

/// How many years back one may look.
const YEARS: i32 = 6;

#[component]
pub fn EqualOpportunity() -> impl IntoView {
    let (session, address) = (use_session(), Address::here());
    let this_year = chrono::Datelike::year(&format::today());
    let year = Memo::new(move |_| address.parsed::<i32>("year").unwrap_or(this_year));
    let reading = Reading::new(move || session.equal_opportunity(year.get()));
    let link = move |one: i32| {
        let here = move || (year.get() == one).then_some("true");
        view! { <a class="chip" data-noscroll href=move || address.with("year", Some(&one.to_string())) aria-current=here>{one}</a> }
    };
    view! {
        <PageHeader title=tr!(equal_opportunity.title) help=tr!(equal_opportunity.help)/>
        <nav class="chips" aria-label=tr!(equal_opportunity.year)>
            {(0..YEARS).map(|back| link(this_year - back)).collect_view()}
        </nav>
        <Loaded reading rows=8 let:counts><Year counts/></Loaded>
    }
}

#[component]
fn Year(counts: Counts) -> impl IntoView {
    let i18n = use_i18n();
    let lists = Lists {
        race: use_code_list("race_ethnicity"),
        sex: use_code_list("sex"),
        language: use_code_list("language"),
    };
    let Some(through) = counts.through else {
        return view! { <p role="status">{tr!(equal_opportunity.not_yet, n = SMALLEST)}</p> }.into_any();
    };
    let all = match counts.applications {
        Some(n) => say!(i18n, equal_opportunity.applications, n = format::number(i18n, n)),
        None => say!(i18n, equal_opportunity.few_applications, n = SMALLEST),
    };
    let through = say!(i18n, equal_opportunity.through, day = format::day(i18n, through));
    let tables = counts.questions.into_iter().map(|counts| view! { <Answers counts lists/> });
    view! {
        <p>{all} " " {through}</p>
        <p class="muted">{tr!(equal_opportunity.small_help, n = SMALLEST)}</p>
        <div class="section">{tables.collect_view()}</div>
    }
    .into_any()
}

/// Words for the codes of each list.
#[derive(Clone, Copy)]
struct Lists {
    race: CodeList,
    sex: CodeList,
    language: CodeList,
}

impl Lists {
    fn word(self, question: Question, code: &str) -> String {
        match question {
            Question::RaceEthnicity => self.race.word(code),
            Question::Sex => self.sex.word(code),
            _ => self.language.word(code),
        }
    }
}

#[component]
fn Answers(counts: QuestionCounts, lists: Lists) -> impl IntoView {
    let i18n = use_i18n();
    let question = counts.question;
    let row = move |cell: Cell| {
        let count = match cell.count {
            Some(n) => view! { <td>{format::number(i18n, n)}</td> }.into_any(),
            None => view! { <td class="muted">{say!(i18n, equal_opportunity.left_out)}</td> }.into_any(),
        };
        let answer = move || answer(i18n, question, &cell.answer, lists);
        view! { <tr><th scope="row">{answer}</th> {count}</tr> }
    };
    view! {
        <section class="card padded">
            <h2>{move || called(i18n, question)}</h2>
            <table class="list list-plain">
                <thead><tr><th scope="col">{tr!(equal_opportunity.answer)}</th> <th scope="col">{tr!(equal_opportunity.people)}</th></tr></thead>
                <tbody>{counts.cells.into_iter().map(row).collect_view()}</tbody>
            </table>
        </section>
    }
}

fn called(i18n: I18n, question: Question) -> String {
    match question {
        Question::RaceEthnicity => say!(i18n, equal_opportunity.race_ethnicity),
        Question::Sex => say!(i18n, equal_opportunity.sex),
        Question::Age => say!(i18n, equal_opportunity.age),
        Question::Disability => say!(i18n, equal_opportunity.disability),
        Question::LimitedEnglish => say!(i18n, equal_opportunity.limited_english),
        Question::PreferredLanguage => say!(i18n, equal_opportunity.preferred_language),
    }
}

fn answer(i18n: I18n, question: Question, code: &str, lists: Lists) -> String {
    match code {
        "declined" => say!(i18n, equal_opportunity.declined),
        NOT_ANSWERED => say!(i18n, equal_opportunity.not_answered),
        "yes" => say!(i18n, common.yes),
        "no" => say!(i18n, common.no),
        band if question == Question::Age => age(i18n, band),
        code => lists.word(question, code),
    }
}

/// `18_24` as "18 to 24".
fn age(i18n: I18n, band: &str) -> String {
    match band.split_once('_') {
        Some(("under", age)) => say!(i18n, equal_opportunity.under, age = age),
        Some((age, "over")) => say!(i18n, equal_opportunity.over, age = age),
        Some((from, to)) => say!(i18n, equal_opportunity.between, from = from, to = to),
        None => band.to_owned(),
    }
}
