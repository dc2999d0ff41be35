//! Values and field names as people read them.

use chrono::{DateTime, NaiveDate, Utc};
use domain::{clients::Address, demographics::Question};
use serde_json::Value;

use crate::{
    format,
    i18n::{I18n, say},
    pages::demographics,
};

/// A field's name.
pub fn titled(i18n: I18n, field: &str) -> String {
    match field.trim_start_matches('/') {
        "first_name" => say!(i18n, clients.first_name),
        "last_name" => say!(i18n, clients.last_name),
        "preferred_name" => say!(i18n, clients.preferred_name),
        "aliases" => say!(i18n, clients.aliases),
        "date_of_birth" => say!(i18n, clients.date_of_birth),
        "ssn" => say!(i18n, clients.ssn),
        "status" => say!(i18n, clients.status),
        "stage" => say!(i18n, clients.stage),
        "contact_points" => say!(i18n, clients.contact_title),
        "addresses" => say!(i18n, clients.address),
        "residency" => say!(i18n, clients.residency),
        "neighborhood" => say!(i18n, clients.neighborhood),
        "referral_source" => say!(i18n, clients.referral_source),
        "tags" => say!(i18n, clients.tags),
        "tag" => say!(i18n, clients.tag),
        "language" => say!(i18n, common.language),
        "photo" => say!(i18n, photos.photo),
        "emergency_contact" => say!(i18n, clients.emergency),
        "start_date" => say!(i18n, restrictions.start_date),
        "end_date" => say!(i18n, restrictions.end_date),
        "review_date" => say!(i18n, restrictions.review_date),
        "reason" => say!(i18n, restrictions.reason),
        "reach" => say!(i18n, restrictions.reach),
        "valid_from" => say!(i18n, demographics.valid_from),
        "corrects" => say!(i18n, demographics.corrects),
        "review_note" => say!(i18n, restrictions.review_note),
        "text" => say!(i18n, templates.text),
        "about" => say!(i18n, changes.client),
        "left_out" => say!(i18n, changes.not_taken),
        "lifting_reason" => say!(i18n, restrictions.lifting_reason),
        other => of_goal(i18n, other)
            .or_else(|| of_enrollment(i18n, other))
            .or_else(|| of_program(i18n, other))
            .unwrap_or_else(|| of_answer(i18n, other)),
    }
}

fn of_enrollment(i18n: I18n, field: &str) -> Option<String> {
    Some(match field {
        "program_id" => say!(i18n, enrollments.program),
        "comment" => say!(i18n, enrollments.comment),
        "override_reason" => say!(i18n, enrollments.f_override),
        "passed_waiting" => say!(i18n, enrollments.f_passed),
        "intake_date" => say!(i18n, enrollments.f_intake),
        "discharge" => say!(i18n, enrollments.discharge),
        "discharge_date" => say!(i18n, enrollments.f_discharge),
        "source_system" => say!(i18n, enrollments.f_source),
        "valid_from" => say!(i18n, restrictions.bypass_from),
        "valid_until" => say!(i18n, restrictions.bypass_until),
        "single_use" => say!(i18n, restrictions.bypass_once),
        "reply_by" => say!(i18n, waitlist.f_reply_by),
        _ => return None,
    })
}

fn of_goal(i18n: I18n, field: &str) -> Option<String> {
    Some(match field {
        "title" => say!(i18n, goals.title_field),
        "area" => say!(i18n, goals.area),
        "why" => say!(i18n, goals.why),
        "target_on" => say!(i18n, goals.target_on),
        "outcome" => say!(i18n, goals.outcome),
        "closed_on" => say!(i18n, goals.closed_on),
        "what" => say!(i18n, goals.what),
        "owner_id" => say!(i18n, goals.owner),
        "due_on" => say!(i18n, goals.due_on),
        "done_on" => say!(i18n, goals.done_on),
        _ => return None,
    })
}

fn of_program(i18n: I18n, field: &str) -> Option<String> {
    Some(match field {
        "name" => say!(i18n, programs.name),
        "kind" => say!(i18n, programs.kind),
        "department_id" => say!(i18n, programs.department),
        "location" => say!(i18n, programs.location),
        "description" => say!(i18n, programs.description),
        "open_to_intake" => say!(i18n, programs.open_field),
        "staff" => say!(i18n, programs.staff),
        "capacity" => say!(i18n, programs.capacity),
        "effective_from" => say!(i18n, programs.from_day),
        "escalate_after_days" => say!(i18n, programs.escalate),
        "user_id" => say!(i18n, changes.person),
        _ => return None,
    })
}

fn of_answer(i18n: I18n, field: &str) -> String {
    Question::from_code(field)
        .map_or_else(|| humanized(field), |question| demographics::question(i18n, question))
}

/// `residency_verified_by` as "Residency verified by".
pub fn humanized(code: &str) -> String {
    let words = code.replace(['_', '/'], " ");
    let mut letters = words.trim().chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// A value; empty for none.
pub fn shown(i18n: I18n, value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::Bool(true) => say!(i18n, common.yes),
        Value::Bool(false) => say!(i18n, common.no),
        Value::Number(number) => number.to_string(),
        Value::String(text) => text_shown(i18n, text),
        Value::Array(items) => {
            let items = items.iter().map(|item| shown(i18n, item)).filter(|item| !item.is_empty());
            items.collect::<Vec<_>>().join(", ")
        }
        Value::Object(fields) => object_shown(i18n, value, fields),
    }
}

fn text_shown(i18n: I18n, text: &str) -> String {
    if let Ok(day) = text.parse::<NaiveDate>() {
        return format::day(i18n, day);
    }
    if let Some(at) = moment(text) {
        return format::exactly(i18n, at);
    }
    let is_code = text.contains('_') && text.bytes().all(|b| b.is_ascii_lowercase() || b == b'_');
    if is_code { humanized(text) } else { text.to_owned() }
}

/// PostgreSQL writes a blank where RFC 3339 has a T.
fn moment(text: &str) -> Option<DateTime<Utc>> {
    let looks_like = text.len() > 18 && text.as_bytes().get(4) == Some(&b'-');
    looks_like.then(|| text.replacen(' ', "T", 1).parse().ok()).flatten()
}

fn object_shown(i18n: I18n, value: &Value, fields: &serde_json::Map<String, Value>) -> String {
    if fields.contains_key("postal_code") {
        let address: Option<Address> = serde_json::from_value(value.clone()).ok();
        return address.map(|address| address.line()).unwrap_or_default();
    }
    if let Some(contact) = fields.get("value") {
        return shown(i18n, contact);
    }
    if fields.get("scope").is_some_and(|scope| scope == "organization") {
        return say!(i18n, restrictions.organization);
    }
    let parts = fields.iter().filter(|(_, part)| !part.is_null());
    let parts = parts.map(|(name, part)| format!("{}: {}", humanized(name), shown(i18n, part)));
    parts.collect::<Vec<_>>().join("; ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_reads_as_words() {
        assert_eq!(humanized("residency_verified_by"), "Residency verified by");
        assert_eq!(humanized(""), "");
    }

    #[test]
    fn moments_are_told_from_texts() {
        assert!(moment("2026-11-02 10:00:00.123+00:00").is_some());
        assert!(moment("2026-11-02T10:00:00Z").is_some());
        assert!(moment("spoke with her on 2026-11-02").is_none());
    }
}
