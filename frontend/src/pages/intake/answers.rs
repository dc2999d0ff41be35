//! The answers in words, as the review shows them.

use domain::{applications::Step, demographics::Question, equal_opportunity::Question as Equal};
use leptos::prelude::*;

use super::{
    fields::{More, Said},
    filling::{Filling, use_filling},
    parts::{equal, residency_label},
};
use crate::{
    format,
    forms::{Choices, Field},
    i18n::{I18n, Text, tr, use_i18n},
    pages::custom_fields::{called, shown, value},
};

/// One question and what was said to it; empty where nothing was.
pub struct Answered {
    pub label: Text,
    pub value: Text,
}

/// The questions of a part that have an answer to show.
pub fn answered(step: Step) -> Vec<Answered> {
    match step {
        Step::Personal => personal(),
        Step::Location => location(),
        Step::Demographics => {
            let own = [
                said(tr!(intake.gender), Question::Gender),
                said(tr!(intake.language), Question::PrimaryLanguage),
            ];
            own.into_iter().chain(Equal::ASKED.map(equal)).collect()
        }
        Step::Education => vec![said(tr!(intake.education_short), Question::Education)],
        Step::Employment => vec![
            said(tr!(intake.employment_status), Question::EmploymentStatus),
            text(tr!(intake.goals), use_filling().fields.employment_goals),
        ],
        Step::Programs => vec![programs()],
        Step::Referral => referral(),
        Step::More => more(),
        Step::Documents => vec![documents()],
        Step::Consent => vec![consent()],
        Step::Review => Vec::new(),
    }
}

fn row(label: Text, value: impl Fn() -> String + Send + Sync + 'static) -> Answered {
    Answered { label, value: Signal::derive(value) }
}

fn text(label: Text, field: Field<String>) -> Answered {
    row(label, move || field.trimmed())
}

fn personal() -> Vec<Answered> {
    let (filling, i18n) = (use_filling(), use_i18n());
    let fields = filling.fields;
    let name =
        move || format!("{} {}", fields.first_name.trimmed(), fields.last_name.trimmed()).trim().to_owned();
    let born = move || fields.date_of_birth.date().map(|day| format::day(i18n, day)).unwrap_or_default();
    let mut rows = vec![
        row(tr!(intake.name), name),
        text(tr!(intake.preferred_name), fields.preferred_name),
        row(tr!(intake.date_of_birth), born),
        text(tr!(intake.phone), fields.phone),
        text(tr!(intake.email), fields.email),
    ];
    if filling.organization().collects_ssn {
        rows.push(ssn(filling));
    }
    rows
}

/// That a number was given, never which.
fn ssn(filling: Filling) -> Answered {
    let given = tr!(intake.ssn_given_short);
    let is_given = move || filling.ssn.kept.get() || filling.fields.ssn.some().is_some();
    row(tr!(intake.ssn_title), move || if is_given() { given.get() } else { String::new() })
}

fn location() -> Vec<Answered> {
    let (filling, i18n) = (use_filling(), use_i18n());
    let fields = filling.fields;
    let no_fixed = tr!(intake.no_fixed_address_short);
    let address = move || {
        let address = fields.draft().address.unwrap_or_default();
        let parts = [address.no_fixed_address.then(|| no_fixed.get()), Some(address.line())];
        parts.into_iter().flatten().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(". ")
    };
    let residency = chosen(filling, i18n, fields.residency, "residency");
    let neighborhood = chosen(filling, i18n, fields.neighborhood, "neighborhood");
    vec![
        Answered { label: residency_label(filling), value: residency },
        Answered { label: tr!(intake.neighborhood), value: neighborhood },
        row(tr!(intake.address), address),
    ]
}

fn referral() -> Vec<Answered> {
    let (filling, i18n) = (use_filling(), use_i18n());
    let source = chosen(filling, i18n, filling.fields.referral_source, "referral_source");
    vec![
        Answered { label: tr!(intake.referral_source), value: source },
        text(tr!(intake.referral_detail), filling.fields.referral_detail),
    ]
}

fn said(label: Text, question: Question) -> Answered {
    let (filling, i18n) = (use_filling(), use_i18n());
    said_of(label, filling.choices(i18n, question.list()), filling.fields.said(question))
}

fn equal(question: Equal) -> Answered {
    let filling = use_filling();
    said_of(equal::called(question), equal::choices(filling, question), filling.fields.equal(question))
}

fn said_of(label: Text, choices: Choices, field: Option<Field<Said>>) -> Answered {
    let declined = tr!(intake.declined);
    row(label, move || {
        let said = field.map(Field::get).unwrap_or_default();
        if said.declined { declined.get() } else { worded(choices, &said.codes) }
    })
}

fn programs() -> Answered {
    let filling = use_filling();
    row(tr!(intake.programs_question), move || {
        let chosen = filling.fields.program_interests.get();
        let programs = filling.programs().into_iter().filter(|one| chosen.contains(&one.id.to_string()));
        programs.map(|one| one.name).collect::<Vec<_>>().join(", ")
    })
}

fn more() -> Vec<Answered> {
    let (filling, i18n) = (use_filling(), use_i18n());
    let one = |(asked, field): More| {
        let label = called(i18n, asked.labels.clone());
        let takes = asked.takes;
        row(label, move || {
            value(&takes, &field.get()).map(|value| shown(i18n, &takes, &value)).unwrap_or_default()
        })
    };
    filling.fields.more().into_iter().map(one).collect()
}

fn documents() -> Answered {
    let uploads = use_filling().uploads;
    row(tr!(intake.files), move || {
        uploads.kept().into_iter().map(|document| document.name).collect::<Vec<_>>().join(", ")
    })
}

fn consent() -> Answered {
    let (consent, agreed) = (use_filling().fields.consent, tr!(intake.agreed));
    row(tr!(intake.consent_short), move || if consent.get() { agreed.get() } else { String::new() })
}

fn chosen(filling: Filling, i18n: I18n, field: Field<String>, list: &'static str) -> Text {
    let choices = filling.choices(i18n, list);
    Signal::derive(move || worded(choices, &[field.get()]))
}

/// The words of some codes, in the order in which they are offered.
fn worded(choices: Choices, codes: &[String]) -> String {
    let words = choices.get().into_iter().filter(|(code, _)| codes.contains(code)).map(|(_, words)| words);
    words.collect::<Vec<_>>().join(", ")
}
