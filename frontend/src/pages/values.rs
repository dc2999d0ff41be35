//! A field's value in words, with the labels of the organization's code lists.

use domain::{
    applications::Status as ApplicationStatus,
    clients::{ContactKind, Stage, Status},
    code_lists::TAGS,
    demographics::{AnswerStatus, Question},
    departments::Department,
    enrollments::DISCHARGE_REASONS,
    goals::{Area, Status as GoalStatus},
    notes,
    permission::Permission,
    programs::Program,
    users::Colleague,
};
use leptos::prelude::*;
use serde_json::{Map, Value};

use super::{
    audit::{humanized, shown},
    choices::{CodeList, use_code_list},
    demographics, goals, settings, words,
};
use crate::{
    components::loaded::Reading,
    i18n::{I18n, say, use_i18n},
    session::use_session,
};

/// Words for the values of some fields. A handle: copying it is free.
#[derive(Clone, Copy)]
pub struct Values {
    i18n: I18n,
    lists: StoredValue<Vec<(&'static str, CodeList)>>,
    /// Who works here or did, where a field names one of them.
    people: Option<Reading<Vec<Colleague>>>,
    /// The programs and departments, where a field names one of them.
    programs: Option<Reading<Vec<Program>>>,
    departments: Option<Reading<Vec<Department>>>,
}

/// Reads each list that one of these fields takes its values from, once. Only in a component's body.
pub fn use_values<'a>(fields: impl IntoIterator<Item = &'a str>) -> Values {
    let (session, fields) = (use_session(), fields.into_iter().collect::<Vec<_>>());
    let people = ["follow_ups", "staff", "user_id"].iter().any(|field| fields.contains(field))
        || (fields.contains(&"owner_id")
            && session.may_any(&[Permission::WriteGoals, Permission::EditPrograms]));
    let people = people.then(|| Reading::new(move || session.colleagues_ever()));
    let named =
        |all: &[&str]| all.iter().any(|field| fields.contains(field)) && session.may(Permission::SeePrograms);
    let programs = named(&["program_id", "reach"]).then(|| Reading::new(move || session.programs()));
    let departments = named(&["department_id"]).then(|| Reading::new(move || session.departments()));
    let mut lists: Vec<(&'static str, CodeList)> = Vec::new();
    for list in fields.into_iter().flat_map(lists_of) {
        if lists.iter().all(|(other, _)| *other != list) {
            lists.push((list, use_code_list(list)));
        }
    }
    Values { i18n: use_i18n(), lists: StoredValue::new(lists), people, programs, departments }
}

impl Values {
    /// A value of a kind of record, as the audit calls it; empty where there is none.
    pub fn say(self, entity: &str, field: &str, value: &Value) -> String {
        let field = field.trim_start_matches('/');
        let word = |code: &str| self.word(entity, field, code);
        match value {
            Value::Object(handover) if field == "follow_ups" => self.handover(handover),
            Value::Object(departure) if field == "discharge" => self.departure(departure),
            Value::Object(reach) if field == "reach" && reach.contains_key("program_id") => self.reach(reach),
            Value::Array(members) if field == "staff" => self.staff(members),
            Value::Object(answer) if Question::from_code(field).is_some() => self.answer(field, answer),
            Value::String(code) => word(code).unwrap_or_else(|| shown(self.i18n, value)),
            Value::Array(codes) => {
                let one =
                    |code: &Value| code.as_str().and_then(word).unwrap_or_else(|| shown(self.i18n, code));
                codes.iter().map(one).filter(|words| !words.is_empty()).collect::<Vec<_>>().join(", ")
            }
            _ => shown(self.i18n, value),
        }
    }

    /// What an id is the id of; absent where the reader does not hear of it.
    pub fn name(self, field: &str, id: &Value) -> Option<String> {
        self.word("", field, id.as_str()?)
    }

    /// What was answered, or that it was not, since when it is true, and in the place of which other answers.
    fn answer(self, question: &str, answer: &Map<String, Value>) -> String {
        let i18n = self.i18n;
        let codes = answer.get("codes").filter(|codes| codes.as_array().is_some_and(|all| !all.is_empty()));
        let said =
            codes.or_else(|| answer.get("status")).map(|said| self.say("demographics", question, said));
        let since = answer.get("valid_from").map(|day| shown(i18n, day)).filter(|day| !day.is_empty());
        let said = match (said.unwrap_or_default(), since) {
            (said, Some(day)) => say!(i18n, changes.since, answer = said, day = day),
            (said, None) => said,
        };
        let instead = answer.get("instead_of").map(|day| shown(i18n, day));
        let besides =
            answer.get("besides").and_then(Value::as_object).map(|other| self.answer(question, other));
        let instead = instead.map(|day| say!(i18n, changes.instead_of, day = day));
        [Some(said), instead, besides].into_iter().flatten().collect::<Vec<_>>().join(" · ")
    }

    /// Where open follow-ups go.
    fn handover(self, handover: &Map<String, Value>) -> String {
        let i18n = self.i18n;
        let part = |name: &str| handover.get(name).and_then(Value::as_str);
        match (part("to"), part("ended_because")) {
            (Some(id), _) => {
                say!(i18n, handover.to_person, name = self.person(id).unwrap_or_else(|| id.to_owned()))
            }
            (_, Some(why)) => say!(i18n, handover.ended_because, why = why),
            _ => String::new(),
        }
    }

    /// How somebody leaves their programs with the record.
    fn departure(self, departure: &Map<String, Value>) -> String {
        let part = |name: &str| departure.get(name).map(|value| self.say("discharges", name, value));
        let comment = part("comment").filter(|comment| !comment.is_empty());
        let reason = part("reason").into_iter().chain(comment).collect::<Vec<_>>().join(". ");
        say!(self.i18n, handover.departure, day = part("end_date").unwrap_or_default(), reason = reason)
    }

    fn word(self, entity: &str, field: &str, code: &str) -> Option<String> {
        let i18n = self.i18n;
        match (entity, field) {
            ("applications", "status") => {
                ApplicationStatus::from_code(code).map(|status| words::application_status(i18n, status))
            }
            ("demographics", "status") => {
                AnswerStatus::from_code(code).map(|status| demographics::status(i18n, status))
            }
            (_, "photo") => Some(say!(i18n, photos.a_photo)),
            ("clients", "status") => Status::from_code(code).map(|status| words::status(i18n, status)),
            ("goals", "status") => GoalStatus::from_code(code).map(|status| goals::status(i18n, status)),
            (_, "area") => Area::from_code(code).map(|area| goals::area(i18n, area)),
            (_, "owner_id" | "user_id") => self.person(code),
            (_, "program_id") => self.program(code),
            (_, "department_id") => {
                let all = self.departments?.value().unwrap_or_default();
                all.into_iter().find(|one| one.id.to_string() == code).map(|one| one.name)
            }
            ("notes" | "note_templates", "kind") => self.of_list(notes::TYPES, code),
            ("programs", "kind") => self.of_list("program_type", code),
            (_, "language") => {
                Some(settings::language(code)).filter(|name| !name.is_empty()).map(str::to_owned)
            }
            ("contact_points", "kind") => ContactKind::from_code(code).map(|kind| match kind {
                ContactKind::Phone => say!(i18n, clients.phone),
                ContactKind::Email => say!(i18n, clients.email),
            }),
            (_, "stage" | "from_stage" | "to_stage") => {
                Stage::from_code(code).map(|stage| words::stage(i18n, stage))
            }
            // Codes whose list nobody knows any more: an answer whose question stands in an earlier entry.
            (_, "status" | "kind" | "codes") => Some(humanized(code)),
            _ => self.listed(field, code),
        }
    }

    /// The program that a restriction covers.
    fn reach(self, reach: &Map<String, Value>) -> String {
        let id = reach.get("program_id").and_then(Value::as_str).unwrap_or_default();
        self.program(id).unwrap_or_else(|| say!(self.i18n, restrictions.reach_program))
    }

    /// Who works in a program.
    fn staff(self, members: &[Value]) -> String {
        let i18n = self.i18n;
        let one = |member: &Value| {
            let name = self.person(member.get("user_id")?.as_str()?)?;
            let manages = member.get("manages") == Some(&Value::Bool(true));
            Some(if manages { say!(i18n, changes.manages, name = name) } else { name })
        };
        members.iter().filter_map(one).collect::<Vec<_>>().join(", ")
    }

    fn person(self, id: &str) -> Option<String> {
        let all = self.people?.value().unwrap_or_default();
        all.into_iter().find(|one| one.id.to_string() == id).map(|one| one.name)
    }

    fn program(self, id: &str) -> Option<String> {
        let all = self.programs?.value().unwrap_or_default();
        all.into_iter().find(|one| one.id.to_string() == id).map(|one| one.name)
    }

    fn listed(self, field: &str, code: &str) -> Option<String> {
        // Where a question was not answered, the way of not answering stands in the place of a code.
        let unanswered = AnswerStatus::from_code(code).filter(|_| Question::from_code(field).is_some());
        if let Some(status) = unanswered {
            return Some(demographics::status(self.i18n, status));
        }
        self.of_list(lists_of(field).first()?, code)
    }

    fn of_list(self, wanted: &str, code: &str) -> Option<String> {
        let found = self.lists.with_value(|all| all.iter().find(|(list, _)| *list == wanted).copied());
        found.map(|(_, list)| list.word(code))
    }
}

/// The code lists that a field's values come from: of a kind it depends on the record.
fn lists_of(field: &str) -> Vec<&'static str> {
    match field.trim_start_matches('/') {
        "residency" => vec!["residency"],
        "residency_verified_by" => vec!["residency_proof"],
        "neighborhood" => vec!["neighborhood"],
        "referral_source" => vec!["referral_source"],
        // Why somebody left is a code; every other reason is a text, and stays one.
        "discharge" | "discharge_reason" | "reason" => vec![DISCHARGE_REASONS],
        "tags" | "tag" => vec![TAGS],
        "kind" => vec![notes::TYPES, "program_type"],
        other => Question::from_code(other).map(Question::list).into_iter().collect(),
    }
}
