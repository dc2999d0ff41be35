//! Dates, times and sizes as people read them.

use std::cell::Cell;

use chrono::{DateTime, Datelike, NaiveDate, TimeDelta, Utc};
use js_sys::{Date, Object, Reflect};
use wasm_bindgen::JsValue;

use crate::i18n::{I18n, say};

thread_local! {
    static TODAY: Cell<fn() -> NaiveDate> = const { Cell::new(today_here) };
}

/// Today: by this browser's clock, or for who is signed in the organization's day, which the server goes by.
pub fn today() -> NaiveDate {
    TODAY.get()()
}

/// From now on `today` says it otherwise. The first visit carries this much of it and no more.
pub fn tell_today_by(day: fn() -> NaiveDate) {
    TODAY.set(day);
}

/// Where the browser is.
pub fn today_here() -> NaiveDate {
    let now = Date::new_0();
    NaiveDate::from_ymd_opt(now.get_full_year() as i32, now.get_month() + 1, now.get_date())
        .unwrap_or_default()
}

/// Now, by this browser's clock.
pub fn now() -> DateTime<Utc> {
    DateTime::from_timestamp_millis(Date::now() as i64).unwrap_or_default()
}

/// A day: "Mar 27, 2026".
pub fn day(i18n: I18n, day: NaiveDate) -> String {
    let date = Date::new(&JsValue::from_str(&format!("{day}T00:00:00Z")));
    let shape = [("day", "numeric"), ("month", "short"), ("year", "numeric"), ("timeZone", "UTC")];
    worded(i18n, &date, &shape)
}

/// A day where there is little room: "Mar 27".
pub fn short_day(i18n: I18n, day: NaiveDate) -> String {
    let date = Date::new(&JsValue::from_str(&format!("{day}T00:00:00Z")));
    worded(i18n, &date, &[("day", "numeric"), ("month", "short"), ("timeZone", "UTC")])
}

/// A day near today in words, a farther one as a date: "tomorrow", "in 3 days", "Apr 30, 2026".
pub fn near_day(i18n: I18n, wanted: NaiveDate) -> String {
    match (wanted - today()).num_days() {
        0 => say!(i18n, common.today),
        1 => say!(i18n, common.tomorrow),
        -1 => say!(i18n, common.yesterday),
        n @ 2..=6 => say!(i18n, common.in_days, n = n),
        n @ -6..=-2 => say!(i18n, common.days_ago, n = -n),
        _ => day(i18n, wanted),
    }
}

/// The same where it stands alone: "Tomorrow".
pub fn near_day_alone(i18n: I18n, wanted: NaiveDate) -> String {
    let words = near_day(i18n, wanted);
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// A moment: "2 hours ago" up to a week, then the day.
pub fn moment(i18n: I18n, at: DateTime<Utc>) -> String {
    let passed = now() - at;
    match passed {
        p if p < TimeDelta::zero() => exactly(i18n, at),
        p if p < TimeDelta::minutes(1) => say!(i18n, common.now),
        p if p < TimeDelta::minutes(2) => say!(i18n, common.minute_ago),
        p if p < TimeDelta::hours(1) => say!(i18n, common.minutes_ago, n = p.num_minutes()),
        p if p < TimeDelta::hours(2) => say!(i18n, common.hour_ago),
        p if p < TimeDelta::days(1) => say!(i18n, common.hours_ago, n = p.num_hours()),
        p if p < TimeDelta::days(2) => say!(i18n, common.yesterday),
        p if p < TimeDelta::days(7) => say!(i18n, common.days_ago, n = p.num_days()),
        _ => worded(i18n, &local(at), &[("day", "numeric"), ("month", "short"), ("year", "numeric")]),
    }
}

/// A moment with its time: "Mar 27, 2026, 2:05 PM".
pub fn exactly(i18n: I18n, at: DateTime<Utc>) -> String {
    worded(i18n, &local(at), &[("dateStyle", "medium"), ("timeStyle", "short")])
}

/// For `<time datetime>`.
pub fn machine(at: DateTime<Utc>) -> String {
    local(at).to_iso_string().into()
}

/// The moment that a native field of day and time names: "2026-03-27T14:05", by this browser's clock.
pub fn moment_of_field(value: &str) -> Option<DateTime<Utc>> {
    let milliseconds = Date::new(&JsValue::from_str(value)).get_time();
    (!value.is_empty() && milliseconds.is_finite())
        .then(|| DateTime::from_timestamp_millis(milliseconds as i64))
        .flatten()
}

/// The same the other way: what such a field holds for a moment.
pub fn field_of_moment(at: DateTime<Utc>) -> String {
    let at = local(at);
    let (year, month, day) = (at.get_full_year(), at.get_month() + 1, at.get_date());
    format!("{year:04}-{month:02}-{day:02}T{:02}:{:02}", at.get_hours(), at.get_minutes())
}

/// Whole years on a day.
pub fn age(born: NaiveDate, on: NaiveDate) -> i32 {
    let before_birthday = (on.month(), on.day()) < (born.month(), born.day());
    on.year() - born.year() - i32::from(before_birthday)
}

/// A file's size: "1.4 MB".
pub fn size(bytes: i64) -> String {
    match bytes {
        0..1024 => format!("{bytes} B"),
        1024..1_048_576 => format!("{} KB", (bytes + 512) / 1024),
        _ => {
            let tenths = (bytes * 10 + 524_288) / 1_048_576;
            format!("{}.{} MB", tenths / 10, tenths % 10)
        }
    }
}

/// A number with its groups: "1,204".
pub fn number(i18n: I18n, number: u64) -> String {
    js_sys::Number::from(number as f64).to_locale_string(i18n.language().code()).into()
}

fn local(at: DateTime<Utc>) -> Date {
    Date::new(&JsValue::from_f64(at.timestamp_millis() as f64))
}

fn worded(i18n: I18n, date: &Date, shape: &[(&str, &str)]) -> String {
    let options = Object::new();
    for (name, value) in shape {
        // Setting a field of a plain object cannot fail.
        drop(Reflect::set(&options, &JsValue::from_str(name), &JsValue::from_str(value)));
    }
    date.to_locale_string(i18n.language().code(), &options).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_birthday_counts_on_its_day() {
        let born = NaiveDate::from_ymd_opt(1990, 3, 27).unwrap();
        assert_eq!(age(born, NaiveDate::from_ymd_opt(2026, 3, 26).unwrap()), 35);
        assert_eq!(age(born, NaiveDate::from_ymd_opt(2026, 3, 27).unwrap()), 36);
    }

    #[test]
    fn sizes_are_rounded() {
        assert_eq!([size(900), size(2048), size(1_468_006)], ["900 B", "2 KB", "1.4 MB"]);
    }
}
