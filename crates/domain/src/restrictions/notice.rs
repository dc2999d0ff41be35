//! The notice of a restriction that a person is given: what is restricted, from when to when, and what they can do about
//! it, in their own language. Its words are shipped.

use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Serialize};
use validator::Validate;

use super::Restriction;
use crate::{
    organization::{LANGUAGES, PublicOrganization},
    problem::FieldError,
    validate::Draft,
};

/// In which language a notice is wanted.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams, utoipa::ToSchema), into_params(parameter_in = Query))]
#[serde(deny_unknown_fields, default)]
pub struct NoticeLanguage {
    /// One of the languages of the public pages. The client's own when absent, and English where that is not known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
}

impl Draft for NoticeLanguage {
    fn rules(&self, _today: NaiveDate, errors: &mut Vec<FieldError>) {
        if self.language.as_ref().is_some_and(|language| !LANGUAGES.contains(&language.as_str())) {
            errors.push(FieldError::new("/language", "language"));
        }
    }
}

/// A notice, ready to be printed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = RestrictionNotice))]
pub struct Notice {
    /// The language that it is in.
    pub language: String,
    pub organization: String,
    /// Address, phone and email, as far as the organization has said them.
    pub contact: Vec<String>,
    pub title: String,
    /// Whom it is for.
    pub to: String,
    /// The day on which it was made, written out.
    pub written: String,
    pub parts: Vec<Part>,
}

/// A heading, and what is said below it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = RestrictionNoticePart))]
pub struct Part {
    pub heading: String,
    pub lines: Vec<String>,
}

/// The words of a language, with names in braces for what differs.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Words {
    title: String,
    to: String,
    what: String,
    organization: String,
    program: String,
    when: String,
    from_to: String,
    from_on: String,
    review: String,
    why: String,
    #[serde(rename = "do")]
    what_to_do: String,
    talk: String,
    side: String,
    help: String,
    reach: String,
}

/// The words of a language; English where there are none in it.
fn words(language: &str) -> (&'static str, &'static str) {
    match language {
        "es" => ("es", include_str!("notice/es.json")),
        "zh-Hant" => ("zh-Hant", include_str!("notice/zh-Hant.json")),
        "fil" => ("fil", include_str!("notice/fil.json")),
        "vi" => ("vi", include_str!("notice/vi.json")),
        _ => ("en", include_str!("notice/en.json")),
    }
}

/// Makes the notice of a restriction as its reader sees it; why it was made stands in it with `with_reason` alone.
pub fn notice(
    of: &Restriction,
    organization: &PublicOrganization,
    language: &str,
    with_reason: WithReason,
    today: NaiveDate,
) -> Result<Notice, serde_json::Error> {
    let (language, text) = words(language);
    let words: Words = serde_json::from_str(text)?;
    let contact = [&organization.address, &organization.phone, &organization.email];
    let contact: Vec<String> = contact.into_iter().filter(|part| !part.is_empty()).cloned().collect();
    let why = of.reason.clone().filter(|_| with_reason == WithReason::Yes);
    let why = why.map(|reason| Part { heading: words.why.clone(), lines: vec![reason] });
    let reach = Part { heading: words.reach.clone(), lines: contact.clone() };
    let parts = [
        Some(what(of, organization, &words)),
        Some(when(of, language, &words, today)),
        why,
        Some(steps(&words)),
    ];
    let reach = Some(reach).filter(|part| !part.lines.is_empty());
    Ok(Notice {
        language: language.to_owned(),
        organization: organization.name.clone(),
        contact,
        title: words.title.clone(),
        to: fill(&words.to, &[("name", &of.client_name)]),
        written: written_day(language, today),
        parts: parts.into_iter().chain([reach]).flatten().collect(),
    })
}

/// Whether the reason stands in a notice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WithReason {
    Yes,
    No,
}

fn what(of: &Restriction, organization: &PublicOrganization, words: &Words) -> Part {
    let name = ("organization", organization.name.as_str());
    let line = match &of.program_name {
        Some(program) => fill(&words.program, &[("program", program), name]),
        None => fill(&words.organization, &[name]),
    };
    Part { heading: words.what.clone(), lines: vec![line] }
}

fn when(of: &Restriction, language: &str, words: &Words, today: NaiveDate) -> Part {
    let from = written_day(language, of.start_date);
    let line = match of.end_date {
        Some(end) => fill(&words.from_to, &[("from", &from), ("to", &written_day(language, end))]),
        None => fill(&words.from_on, &[("from", &from)]),
    };
    // A day that has passed promises nothing.
    let review = of.review_date.filter(|day| *day >= today);
    let review = review.map(|day| fill(&words.review, &[("day", &written_day(language, day))]));
    Part { heading: words.when.clone(), lines: [Some(line), review].into_iter().flatten().collect() }
}

fn steps(words: &Words) -> Part {
    let lines = vec![words.talk.clone(), words.side.clone(), words.help.clone()];
    Part { heading: words.what_to_do.clone(), lines }
}

/// Puts texts in the place of names in braces, in one pass: what is put in is never read again.
fn fill(text: &str, names: &[(&str, &str)]) -> String {
    let (mut filled, mut rest) = (String::new(), text);
    while let Some((before, after)) = rest.split_once('{') {
        let (name, behind) = after.split_once('}').unwrap_or((after, ""));
        let value = names.iter().find(|(known, _)| *known == name).map_or("", |(_, value)| value);
        filled.push_str(before);
        filled.push_str(value);
        rest = behind;
    }
    filled + rest
}

const IN_ENGLISH: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];
const IN_SPANISH: [&str; 12] = [
    "enero",
    "febrero",
    "marzo",
    "abril",
    "mayo",
    "junio",
    "julio",
    "agosto",
    "septiembre",
    "octubre",
    "noviembre",
    "diciembre",
];
const IN_FILIPINO: [&str; 12] = [
    "Enero",
    "Pebrero",
    "Marso",
    "Abril",
    "Mayo",
    "Hunyo",
    "Hulyo",
    "Agosto",
    "Setyembre",
    "Oktubre",
    "Nobyembre",
    "Disyembre",
];

/// A day in words, so that nobody takes the month for the day.
pub fn written_day(language: &str, day: NaiveDate) -> String {
    let (year, month, number) = (day.year(), day.month(), day.day());
    let name = |names: [&'static str; 12]| names[day.month0() as usize];
    match language {
        "es" => format!("{number} de {} de {year}", name(IN_SPANISH)),
        "zh-Hant" => format!("{year}年{month}月{number}日"),
        "fil" => format!("{} {number}, {year}", name(IN_FILIPINO)),
        "vi" => format!("ngày {number} tháng {month} năm {year}"),
        _ => format!("{} {number}, {year}", name(IN_ENGLISH)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(month: u32, day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, month, day).unwrap()
    }

    fn restriction() -> Restriction {
        serde_json::from_value(serde_json::json!({
            "id": "0190a000-0000-7000-8000-000000000001", "version": 1,
            "client_id": "0190a000-0000-7000-8000-000000000002", "client_name": "María Delgado",
            "reach": { "scope": "organization" }, "program_name": null, "start_date": "2026-03-09",
            "end_date": "2026-04-30", "state": "active", "created_at": "2026-03-09T10:00:00Z",
            "reason": "Shouted at a volunteer {name}",
        }))
        .unwrap()
    }

    fn organization() -> PublicOrganization {
        serde_json::from_value(serde_json::json!({
            "name": "Mission Hall", "mission": "", "address": "", "phone": "415 555 0100", "email": "", "website": "",
            "accent_color": "#8f2d1f", "residency_label": "Here?", "collects_ssn": true, "languages": ["en"],
            "places_people": true,
        }))
        .unwrap()
    }

    fn made(of: &Restriction, language: &str, with: WithReason) -> Notice {
        notice(of, &organization(), language, with, day(3, 10)).unwrap()
    }

    #[test]
    fn every_language_of_the_public_pages_has_all_the_words_and_fills_every_name() {
        let open_ended = Restriction {
            end_date: None,
            review_date: Some(day(6, 1)),
            program_name: Some("Kitchen Academy".into()),
            ..restriction()
        };
        for of in [restriction(), open_ended] {
            for language in LANGUAGES {
                let notice = made(&of, language, WithReason::Yes);
                assert_eq!(notice.language, language);
                let said = serde_json::to_string(&notice).unwrap().replace("volunteer {name}", "");
                assert!(!said.contains("{n") && !said.contains("{d") && !said.contains("{f"), "{said}");
                assert!(said.contains("Mission Hall") && said.contains("María Delgado"), "{said}");
            }
        }
    }

    #[test]
    fn the_reason_stands_in_it_where_it_is_wanted_and_as_it_was_written() {
        let without = made(&restriction(), "es", WithReason::No);
        assert!(!serde_json::to_string(&without).unwrap().contains("Shouted"));
        let with = made(&restriction(), "es", WithReason::Yes);
        assert_eq!(with.parts[2].lines, ["Shouted at a volunteer {name}"]);
        let desk = Restriction { reason: None, ..restriction() };
        assert_eq!(made(&desk, "es", WithReason::Yes).parts.len(), without.parts.len());
    }

    #[test]
    fn a_day_of_review_is_promised_as_long_as_it_is_to_come() {
        let lines = |review| {
            let of = Restriction { review_date: Some(review), ..restriction() };
            made(&of, "en", WithReason::No).parts[1].lines.len()
        };
        assert_eq!([lines(day(3, 10)), lines(day(3, 9))], [2, 1]);
    }

    #[test]
    fn a_day_is_written_out_in_each_language() {
        let written = |language| written_day(language, day(3, 9));
        assert_eq!(
            LANGUAGES.map(written),
            [
                "March 9, 2026",
                "9 de marzo de 2026",
                "2026年3月9日",
                "Marso 9, 2026",
                "ngày 9 tháng 3 năm 2026"
            ]
        );
    }
}
