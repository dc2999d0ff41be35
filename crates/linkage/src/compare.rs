//! Two records side by side.

use chrono::{Datelike, NaiveDate};

use crate::{likeness, normalize};

/// What is known of a person, as it was typed.
#[derive(Clone, Default, PartialEq)]
pub struct Person {
    pub first_name: String,
    /// Empty for somebody with one name.
    pub last_name: String,
    pub preferred_name: Option<String>,
    pub aliases: Vec<String>,
    pub date_of_birth: Option<NaiveDate>,
    /// The keyed hash of the social security number. The number itself never comes here.
    pub ssn_index: Option<Vec<u8>>,
    pub phones: Vec<String>,
    pub emails: Vec<String>,
}

/// Why two records may be of one person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    SameSsn,
    SameBirthSimilarName,
    SameEmail,
    SamePhone,
}

/// All reasons, the strongest first, and how alike the names are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Comparison {
    pub reasons: Vec<Reason>,
    /// 0 to 100.
    pub name_likeness: u8,
}

/// From here on names are similar, where the day of birth is the same. It lets through one wrong letter in a usual
/// name (`Steven` and `Stephen`: 93; `Mohammed` and `Muhammad`: 90) and a missing second surname (97), and holds back
/// twins (`Ana` and `Ava`: 87) and strangers who share a first name (`Garcia` and
/// `Garrett`: 76). Twins with names like `Michael` and `Michelle` (95) are left to the people who decide.
const SIMILAR: u8 = 90;
/// The first of January is what people and machines enter when they know the year alone. A thousand clients share
/// it, so the names must be practically the same but for accents, spaces and order.
const SAME: u8 = 99;

/// Compares two records. Every rule is asked: that two people share a phone does not hide that they share a name.
pub fn compare(a: &Person, b: &Person) -> Comparison {
    let name_likeness = likeness::names(a, b);
    let rules = [
        (Reason::SameSsn, is_same(a.ssn_index.as_ref(), b.ssn_index.as_ref())),
        (Reason::SameBirthSimilarName, is_alike(a, b, name_likeness)),
        (Reason::SameEmail, share(&a.emails, &b.emails, normalize::email)),
        (Reason::SamePhone, share(&a.phones, &b.phones, normalize::phone)),
    ];
    let reasons = rules.into_iter().filter(|(_, holds)| *holds).map(|(reason, _)| reason).collect();
    Comparison { reasons, name_likeness }
}

/// Whether there is any reason.
pub fn likely(a: &Person, b: &Person) -> bool {
    !compare(a, b).reasons.is_empty()
}

/// Two unknowns are not the same.
fn is_same<T: PartialEq>(a: Option<T>, b: Option<T>) -> bool {
    a.is_some() && a == b
}

fn is_alike(a: &Person, b: &Person, name_likeness: u8) -> bool {
    let is_placeholder = a.date_of_birth.is_some_and(|day| day.ordinal() == 1);
    let enough = if is_placeholder { SAME } else { SIMILAR };
    is_same(a.date_of_birth, b.date_of_birth) && name_likeness >= enough
}

fn share(a: &[String], b: &[String], normal: fn(&str) -> String) -> bool {
    let others: Vec<_> = b.iter().map(|text| normal(text)).collect();
    a.iter().map(|text| normal(text)).any(|text| !text.is_empty() && others.contains(&text))
}

#[cfg(test)]
mod tests;
