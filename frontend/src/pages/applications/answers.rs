//! What the person filled in, in the form's order.

use domain::{
    applications::{Application, ApplicationDraft},
    custom_fields::{CustomField, FieldValue},
    demographics::{AnswerStatus, Question},
};
use leptos::prelude::*;

use crate::{
    components::loaded::{Loaded, Reading},
    format,
    i18n::{I18n, Language, Text, say, tr, use_i18n},
    pages::{
        choices::use_code_list,
        custom_fields::{called, shown},
        demographics,
        names::legal,
    },
    session::use_session,
};

#[component]
pub fn Answers(application: Application) -> impl IntoView {
    let i18n = use_i18n();
    let form = application.form.clone();
    let ssn = application.ssn_last_four.map(|last| format!("•••–••–{last}")).unwrap_or_default();
    let withheld = application.withheld.iter().any(|field| field.starts_with("ssn"));
    view! {
        {group(tr!(applications.personal), view! {
            <Said name=tr!(clients.first_name) value=form.first_name.clone()/>
            <Said name=tr!(clients.last_name) value=form.last_name.clone()/>
            {legal(&form.first_name, &form.last_name, Some(&form.preferred_name))
                .map(|_| view! { <Said name=tr!(clients.preferred_name) value=form.preferred_name.clone()/> })}
            <Said name=tr!(clients.date_of_birth) value=born(i18n, &form)/>
            {(!withheld).then(|| view! { <Said name=tr!(applications.ssn) value=ssn/> })}
        })}
        {group(tr!(applications.reach_title), view! {
            <Said name=tr!(clients.phone) value=form.phone.clone()/>
            <Said name=tr!(clients.email) value=form.email.clone()/>
            <Said name=tr!(applications.language) value=language(&form.language)/>
        })}
        {group(tr!(applications.location), view! {
            <Coded name=tr!(clients.residency) list="residency" code=form.residency.clone()/>
            <Coded name=tr!(clients.neighborhood) list="neighborhood" code=form.neighborhood.clone()/>
            <Said name=tr!(clients.address) value=address(i18n, &form)/>
        })}
        {form.answers.iter().any(|answer| !is_work(answer.question)).then(|| {
            group(tr!(applications.about), asked(&form, |question| !is_work(question)))
        })}
        {group(tr!(applications.work), view! {
            {asked(&form, is_work)}
            <Said name=tr!(applications.employment_goals) value=form.employment_goals.clone()/>
            <Said name=tr!(applications.interests) value=application.programs.join(", ")/>
        })}
        {group(tr!(applications.referral), view! {
            <Coded name=tr!(clients.referral_source) list="referral_source" code=form.referral_source.clone()/>
            <Said name=tr!(applications.referral_detail) value=form.referral_detail.clone()/>
        })}
        {(!form.fields.is_empty()).then(|| view! { <More form=form.clone()/> })}
    }
}

/// What the organization asked for itself, in its order.
#[component]
fn More(form: ApplicationDraft) -> impl IntoView {
    let (i18n, session) = (use_i18n(), use_session());
    let reading = Reading::new(move || session.custom_fields());
    let form = StoredValue::new(form);
    let rows = move |fields: Vec<CustomField>| {
        let value = |field: &CustomField| form.with_value(|form| form.fields.get(&field.name).cloned());
        let given = fields.into_iter().filter_map(|field| Some((value(&field)?, field)));
        let row = |(value, field): (FieldValue, CustomField)| {
            let (name, takes) = (called(i18n, field.labels), field.takes);
            let value = Signal::derive(move || shown(i18n, &takes, &value));
            view! { <Said name value/> }
        };
        view! { <dl class="facts">{given.map(row).collect_view()}</dl> }
    };
    view! {
        <section class="card padded">
            <h2>{tr!(custom_fields.of_application)}</h2>
            <Loaded reading rows=2 let:fields>{rows(fields)}</Loaded>
        </section>
    }
}

fn group(title: Text, facts: impl IntoView) -> impl IntoView {
    view! { <section class="card padded"><h2>{title}</h2> <dl class="facts">{facts}</dl></section> }
}

#[component]
fn Said(name: Text, #[prop(into)] value: Signal<String>) -> impl IntoView {
    let nothing = tr!(applications.unanswered);
    let shown = move || match value.get() {
        text if text.trim().is_empty() => view! { <dd class="muted">{nothing}</dd> }.into_any(),
        text => view! { <dd class="prewrap">{text}</dd> }.into_any(),
    };
    view! { <div><dt>{name}</dt> {shown}</div> }
}

#[component]
fn Coded(name: Text, list: &'static str, code: String) -> impl IntoView {
    let list = use_code_list(list);
    let value = Signal::derive(move || if code.is_empty() { String::new() } else { list.word(&code) });
    view! { <Said name value/> }
}

fn born(i18n: I18n, form: &ApplicationDraft) -> String {
    let born = form.date_of_birth;
    let worded = born.map(|born| {
        let age = say!(i18n, common.years_old, n = format::age(born, format::today()));
        format!("{} · {age}", format::day(i18n, born))
    });
    worded.unwrap_or_default()
}

fn address(i18n: I18n, form: &ApplicationDraft) -> String {
    let Some(address) = &form.address else { return String::new() };
    let nowhere = address.no_fixed_address.then(|| say!(i18n, clients.no_fixed_address));
    let parts = [nowhere, Some(address.line())];
    parts.into_iter().flatten().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(": ")
}

/// A language by its own name; its code where we do not speak it.
fn language(spoken: &str) -> String {
    let found = Language::ALL.into_iter().find(|language| language.code() == spoken);
    found.map_or(spoken, |language| language.name()).to_owned()
}

fn is_work(question: Question) -> bool {
    matches!(question, Question::Education | Question::EmploymentStatus)
}

/// The answers to some of the questions; those that the form never asked are left out.
fn asked(form: &ApplicationDraft, wanted: impl Fn(Question) -> bool) -> AnyView {
    let answers = form.answers.iter().filter(|answer| wanted(answer.question)).cloned();
    let row = |answer: domain::demographics::Answer| {
        let i18n = use_i18n();
        let list = use_code_list(answer.question.list());
        let name = Signal::derive(move || demographics::question(i18n, answer.question));
        let value = Signal::derive(move || match answer.status {
            AnswerStatus::Given => {
                answer.codes.iter().map(|code| list.word(code)).collect::<Vec<_>>().join(", ")
            }
            status => demographics::status(i18n, status),
        });
        view! { <Said name value/> }
    };
    answers.map(row).collect_view().into_any()
}
