//! A restriction in words.

use domain::restrictions::{Reach, Restriction, State};

use crate::{
    format,
    i18n::{I18n, say},
};

/// What the person is kept from.
pub fn reach(i18n: I18n, restriction: &Restriction) -> String {
    match (restriction.reach, &restriction.program_name) {
        (Reach::Program { .. }, Some(name)) => name.clone(),
        (Reach::Program { .. }, None) => say!(i18n, restrictions.program),
        (Reach::Organization, _) => say!(i18n, restrictions.organization),
    }
}

/// From when to when.
pub fn dates(i18n: I18n, restriction: &Restriction) -> String {
    let from = format::day(i18n, restriction.start_date);
    match restriction.end_date {
        Some(end) => say!(i18n, restrictions.from_to, from = from, to = format::day(i18n, end)),
        None if restriction.state == State::Upcoming => say!(i18n, restrictions.from_later, from = from),
        None => say!(i18n, restrictions.from_on, from = from),
    }
}

/// Why, or what the front desk sees instead.
pub fn reason(i18n: I18n, restriction: &Restriction) -> String {
    restriction.reason.clone().unwrap_or_else(|| say!(i18n, restrictions.withheld))
}
