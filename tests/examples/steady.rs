//! An answer without what chance and the clock put into it, so that every run tells the same.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use serde_json::{Map, Value};
use testkit::App;
use uuid::Uuid;

/// The day on which all examples happen: a Monday.
const DAY: NaiveDate = NaiveDate::from_ymd_opt(2026, 11, 16).unwrap();

/// Rows of a list, and values of one, that a reader wants to see.
const ROWS: usize = 2;
const VALUES: usize = 4;

/// What is longer than this is cut.
const LONGEST: usize = 400;

pub struct Steady {
    /// By the organization's clock.
    today: NaiveDate,
    now: DateTime<Utc>,
    /// In the order in which they came up.
    ids: BTreeMap<Uuid, usize>,
}

impl Steady {
    pub fn of(app: &App) -> Self {
        let today = app.database.column("select today()").unwrap().remove(0).parse().unwrap();
        Self { today, now: app.state.now(), ids: BTreeMap::new() }
    }

    pub fn told(&mut self, told: &Value) -> Value {
        self.value("", told)
    }

    /// A list's rows have the list's name.
    fn value(&mut self, name: &str, value: &Value) -> Value {
        match value {
            Value::Object(fields) => {
                let field = |(name, field): (&String, &Value)| (self.ids_of(name), self.value(name, field));
                fields.iter().map(field).collect::<Map<_, _>>().into()
            }
            Value::Array(rows) => {
                let longest = if rows.iter().any(Value::is_object) { ROWS } else { VALUES };
                rows.iter().take(longest).map(|row| self.value(name, row)).collect()
            }
            Value::String(text) => self.text(name, text).into(),
            other => other.clone(),
        }
    }

    fn text(&mut self, name: &str, text: &str) -> String {
        if let Some(instead) = instead_of(name, text) {
            return instead.into();
        }
        if let Ok(day) = text.parse::<NaiveDate>() {
            return self.day(day).to_string();
        }
        if let Ok(time) = DateTime::parse_from_rfc3339(text) {
            return self.time(time.to_utc());
        }
        let text = self.ids_of(text);
        match text.char_indices().nth(LONGEST) {
            Some((end, _)) => format!("{}…", &text[..end]),
            None => text,
        }
    }

    /// What lies years back does not move with the clock: a birthday.
    fn day(&self, day: NaiveDate) -> NaiveDate {
        let away = day - self.today;
        if away.abs() > TimeDelta::days(5 * 365) { day } else { DAY + away }
    }

    /// The demo agency counts in whole days from when it was made, a while before this test.
    fn time(&self, time: DateTime<Utc>) -> String {
        let half_a_day = TimeDelta::hours(12);
        let days = (time - self.now + half_a_day).num_seconds().div_euclid(24 * 60 * 60);
        format!("{}T17:30:00Z", DAY + TimeDelta::days(days))
    }

    /// A text with other ids in it, the same for the same.
    fn ids_of(&mut self, text: &str) -> String {
        let mut rest = text;
        let mut told = String::new();
        while let Some(letter) = rest.chars().next() {
            let id = rest.get(..ID).and_then(|id| Uuid::try_parse(id).ok());
            let length = match id {
                Some(id) => {
                    let next = self.ids.len() + 1;
                    let number = *self.ids.entry(id).or_insert(next);
                    told.push_str(&format!("0190a000-0000-7000-8000-{number:012}"));
                    ID
                }
                None => {
                    told.push(letter);
                    letter.len_utf8()
                }
            };
            rest = &rest[length..];
        }
        told
    }
}

/// The length of an id with its hyphens.
const ID: usize = 36;

/// What opens something, or comes from chance. What was really given stays in no file.
fn instead_of(name: &str, text: &str) -> Option<&'static str> {
    let groups =
        || text.split('-').all(|part| part.len() == 4 && part.chars().all(|c| c.is_ascii_alphanumeric()));
    let is_opaque = text.len() >= 20
        && text.chars().any(|c| c.is_ascii_uppercase())
        && text.chars().all(|c| c.is_ascii_alphanumeric() || "-_.".contains(c));
    Some(match name {
        "access_token" => "eyJ0eXAiOiJKV1QiLCJhbGciOi…",
        "address" if text.starts_with("otpauth:") => {
            "otpauth://totp/Mission%20Hiring%20Hall:ada%40example.org?secret=JBSWY3DPEHPK3PXP"
        }
        "challenge" if is_opaque => "Zm9yIHRoZSBzZWNvbmQgc3RlcA",
        "code" if text.len() == 6 && text.parse::<u32>().is_ok() => "492039",
        "code" | "status_code" if text.contains('-') && groups() => "K7QM-2XHD-9TFA-…",
        "code" | "status_code" if is_opaque => "dGhlIGVuZCBvZiB0aGUgbGluaw",
        "codes" if text.contains('-') && text.chars().any(|c| c.is_ascii_digit()) => "k7qm-2xhd",
        "digest" | "seen" => "9f86d081884c7d659a2feaa0c55ad015…",
        "key" if is_opaque => "JBSWY3DPEHPK3PXP",
        "next" => "WyIyMDI2LTExLTE2Il0",
        "path" if text.starts_with('M') => "M4 4h7v1h-7z…",
        "reference" => "K7QM-2XHD",
        "secret" => "ohk_0190a0000000700080000000000000001_…",
        "ssn" => "000-12-3456",
        "version" => "2c26b46b68ffc68ff99b453c1d304134",
        _ => return None,
    })
}
