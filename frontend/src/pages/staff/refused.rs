//! Words for what only the staff's pages are refused with.

use domain::problem::FieldError;

use crate::{
    forms::words::{day, param},
    i18n::{I18n, say},
};

pub fn word(i18n: I18n, error: &FieldError) -> Option<String> {
    let most = || param(error, "max").unwrap_or_default();
    let words = match error.code.as_str() {
        "in_the_past" => say!(i18n, forms.in_the_past),
        "before_start" => say!(i18n, forms.before_start),
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
        "too_many" => say!(i18n, bulk.too_many, max = most()),
        "too_many_tags" => say!(i18n, refused.too_many_tags, max = most()),
        "too_many_in_a_file" => say!(i18n, refused.too_many_in_a_file, max = most()),
        "nobody" => say!(i18n, bulk.nobody_fits),
        "has_no_follow_ups" => say!(i18n, handover.has_no_follow_ups),
        "always_told" => say!(i18n, news.always_told),
        "does_not_see_the_note" => say!(i18n, notes.does_not_see_the_note),
        // They are not named to whoever does not see who is in them.
        "still_enrolled" => match param(error, "programs") {
            Some(programs) => say!(i18n, handover.still_enrolled, programs = programs),
            None => say!(i18n, handover.still_somewhere),
        },
        "holders_leave_follow_ups" => {
            say!(i18n, handover.holders_leave, people = param(error, "people").unwrap_or_default())
        }
        "follow_ups_left" => say!(i18n, handover.follow_ups_left),
        _ => return enrollment(i18n, error),
    };
    Some(words)
}

/// Why somebody is not enrolled, or is given no record.
fn enrollment(i18n: I18n, error: &FieldError) -> Option<String> {
    let param = |name: &str| param(error, name);
    let on = |name: &str| param(name).map(|text| day(i18n, &text));
    let words = match error.code.as_str() {
        "full" => {
            let (taken, capacity) =
                (param("taken").unwrap_or_default(), param("capacity").unwrap_or_default());
            say!(i18n, refused.full, taken = taken, capacity = capacity, day = on("on").unwrap_or_default())
        }
        "others_wait" => {
            say!(i18n, refused.others_wait, n = param("waiting").unwrap_or_default())
        }
        // The reason ends in a stop of its own, or in none.
        "restricted" => {
            match (param("reason").map(|why| why.trim_end_matches('.').to_owned()), on("until")) {
                (Some(why), Some(until)) => say!(i18n, refused.restricted_until, until = until, why = why),
                (Some(why), None) => say!(i18n, refused.restricted, why = why),
                (None, _) => say!(i18n, refused.supervisor),
            }
        }
        "overlaps" => match (on("from").unwrap_or_default(), on("to")) {
            (from, Some(to)) => say!(i18n, refused.overlaps, from = from, to = to),
            (from, None) => say!(i18n, refused.overlaps_on, from = from),
        },
        "reason_for_the_past" => say!(i18n, refused.reason_for_the_past),
        "not_open" => say!(i18n, refused.not_open),
        "on_the_list" => say!(i18n, refused.on_the_list),
        "same_program" => say!(i18n, refused.same_program),
        "not_restricted" => say!(i18n, refused.not_restricted),
        "record_taken" => {
            say!(i18n, refused.record_taken, account = param("account").unwrap_or_default())
        }
        "record_joined" => say!(i18n, refused.record_joined),
        "record_closed" => say!(i18n, refused.record_closed),
        "record_first" => say!(i18n, refused.record_first),
        "no_portal_role" => say!(i18n, refused.no_portal_role),
        "name_differs" => say!(i18n, retention.name_differs),
        _ => return None,
    };
    Some(words)
}
