//! The one table from codes to words, for what the browser finds and for what the server says.

use domain::problem::FieldError;

use crate::{
    format,
    i18n::{I18n, say},
};

pub fn word(i18n: I18n, error: &FieldError) -> String {
    let number = |name: &str| error.params.get(name).and_then(serde_json::Value::as_i64).unwrap_or_default();
    let limit = |name: &str| match error.params.get(name) {
        Some(serde_json::Value::String(text)) => text.clone(),
        other => other.map(ToString::to_string).unwrap_or_default(),
    };
    match error.code.as_str() {
        "required" => say!(i18n, forms.required),
        "required_choice" => say!(i18n, forms.required_choice),
        "agreement" => say!(i18n, forms.agreement),
        "too_long" => say!(i18n, forms.too_long, max = number("max")),
        "too_short" => say!(i18n, forms.too_short, min = number("min")),
        "out_of_range" => say!(i18n, forms.out_of_range, min = limit("min"), max = limit("max")),
        "number" => say!(i18n, forms.number),
        "too_small" => say!(i18n, forms.too_small, min = limit("min")),
        "too_large" => say!(i18n, forms.too_large, max = limit("max")),
        "too_early" => say!(i18n, forms.too_early, day = day(i18n, &limit("day"))),
        "too_late" => say!(i18n, forms.too_late, day = day(i18n, &limit("day"))),
        "invisible_characters" => say!(i18n, forms.invisible_characters),
        "email" => say!(i18n, forms.email),
        "phone" => say!(i18n, forms.phone),
        "phone_or_email" => say!(i18n, forms.phone_or_email),
        "date" => say!(i18n, forms.date),
        "in_the_future" => say!(i18n, forms.in_the_future),
        "in_the_past" => say!(i18n, forms.in_the_past),
        "too_long_ago" => say!(i18n, forms.too_long_ago, min = number("min")),
        "implausible_date" => say!(i18n, forms.implausible_date),
        "before_start" => say!(i18n, forms.before_start),
        "code" => say!(i18n, forms.code),
        "ssn" => say!(i18n, forms.ssn),
        "one_answer" => say!(i18n, forms.one_answer),
        "not_answered" => say!(i18n, forms.not_answered),
        "twice" => say!(i18n, forms.twice),
        "set_by_merge" => say!(i18n, forms.set_by_merge),
        "web_address" => say!(i18n, forms.web_address),
        "color" => say!(i18n, forms.color),
        "color_too_light" => say!(i18n, refused.color_too_light),
        "color_too_dark" => say!(i18n, refused.color_too_dark),
        "time_zone" => say!(i18n, refused.time_zone),
        "english_label" => say!(i18n, forms.english_label),
        "language" => say!(i18n, forms.language),
        "does_not_see_the_client" => say!(i18n, forms.does_not_see_the_client),
        "too_many_views" => say!(i18n, forms.too_many_views),
        "too_easy" => say!(i18n, forms.too_easy),
        "same_password" => say!(i18n, forms.same_password),
        "wrong_password" => say!(i18n, forms.wrong_password),
        "own_second_factor_first" => say!(i18n, forms.own_second_factor_first),
        "more_than_own" => say!(i18n, refused.more_than_own),
        "beyond_card" => say!(i18n, refused.beyond_card),
        "not_by_key" => say!(i18n, refused.not_by_key),
        "length_limit" => say!(i18n, refused.length_limit),
        "below_least" => say!(i18n, refused.below_least),
        "retire_instead" => say!(i18n, refused.retire_instead),
        "later_than_a_year" => say!(i18n, refused.later_than_a_year),
        "taken" => say!(i18n, forms.taken),
        "placeholder" => say!(i18n, mail_texts.w_placeholder),
        "placeholder_missing" => say!(i18n, mail_texts.w_missing),
        "link_in_subject" => say!(i18n, mail_texts.w_link),
        "wrong_code" => say!(i18n, forms.wrong_code),
        "nothing_to_change" => say!(i18n, forms.nothing_to_change),
        "same_person" => say!(i18n, bulk.same_person),
        "too_many" => say!(i18n, bulk.too_many, max = number("max")),
        "too_many_tags" => say!(i18n, refused.too_many_tags, max = number("max")),
        "too_many_in_a_file" => say!(i18n, refused.too_many_in_a_file, max = number("max")),
        "nobody" => say!(i18n, bulk.nobody_fits),
        "has_no_follow_ups" => say!(i18n, handover.has_no_follow_ups),
        "always_told" => say!(i18n, news.always_told),
        "does_not_see_the_note" => say!(i18n, notes.does_not_see_the_note),
        "follow_ups_left" => say!(i18n, handover.follow_ups_left),
        _ => enrollment(i18n, error),
    }
}

/// A day as people write it.
fn day(i18n: I18n, day: &str) -> String {
    day.parse().map_or_else(|_| day.to_owned(), |day| format::day(i18n, day))
}

/// Why a file is not taken.
fn file(i18n: I18n, code: &str) -> String {
    match code {
        "file_empty" => say!(i18n, forms.file_empty),
        "file_too_large" => say!(i18n, forms.file_too_large),
        "file_name" => say!(i18n, forms.file_name),
        "file_kind" => say!(i18n, forms.file_kind),
        "file_mismatch" => say!(i18n, forms.file_mismatch),
        "file_macros" => say!(i18n, forms.file_macros),
        "file_bomb" => say!(i18n, forms.file_bomb),
        "file_encrypted" => say!(i18n, forms.file_encrypted),
        "too_many_files" => say!(i18n, forms.too_many_files),
        _ => say!(i18n, forms.unknown),
    }
}

/// Why somebody is not enrolled.
fn enrollment(i18n: I18n, error: &FieldError) -> String {
    let param = |name: &str| match error.params.get(name) {
        Some(serde_json::Value::String(text)) => Some(text.clone()),
        other => other.map(ToString::to_string),
    };
    let on = |name: &str| param(name).map(|text| day(i18n, &text));
    match error.code.as_str() {
        "full" => {
            let (taken, capacity) =
                (param("taken").unwrap_or_default(), param("capacity").unwrap_or_default());
            say!(i18n, refused.full, taken = taken, capacity = capacity, day = on("on").unwrap_or_default())
        }
        "restricted" => match (param("reason"), on("until")) {
            (Some(why), Some(until)) => say!(i18n, refused.restricted_until, until = until, why = why),
            (Some(why), None) => say!(i18n, refused.restricted, why = why),
            (None, _) => say!(i18n, refused.supervisor),
        },
        "overlaps" => match (on("from").unwrap_or_default(), on("to")) {
            (from, Some(to)) => say!(i18n, refused.overlaps, from = from, to = to),
            (from, None) => say!(i18n, refused.overlaps_on, from = from),
        },
        "not_open" => say!(i18n, refused.not_open),
        "on_the_list" => say!(i18n, refused.on_the_list),
        "same_program" => say!(i18n, refused.same_program),
        "not_restricted" => say!(i18n, refused.not_restricted),
        code => file(i18n, code),
    }
}
