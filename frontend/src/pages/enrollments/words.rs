//! An enrollment in words.

use domain::enrollments::{Enrollment, OWN_SYSTEM, State};

use crate::{
    components::badge::Tone,
    format,
    i18n::{I18n, say},
};

pub fn state(i18n: I18n, state: State) -> String {
    match state {
        State::Upcoming => say!(i18n, enrollments.upcoming),
        State::Current => say!(i18n, enrollments.current),
        State::Past => say!(i18n, enrollments.past),
    }
}

pub fn tone(state: State) -> Tone {
    match state {
        State::Upcoming => Tone::Info,
        State::Current => Tone::Success,
        State::Past => Tone::Plain,
    }
}

/// Why somebody was enrolled over the capacity or before others, and where else it was written down.
pub fn remarks(i18n: I18n, enrollment: &Enrollment) -> Vec<String> {
    let over = enrollment.override_reason.clone().map(|why| match enrollment.passed_waiting {
        Some(many) => say!(i18n, enrollments.passed_waiting, n = many, why = why),
        None => say!(i18n, enrollments.over_capacity, why = why),
    });
    let source = enrollment.source_system.clone().filter(|source| source != OWN_SYSTEM);
    let source = source.map(|source| say!(i18n, enrollments.came_from, source = source));
    over.into_iter().chain(source).collect()
}

/// From when to when.
pub fn dates(i18n: I18n, enrollment: &Enrollment) -> String {
    let from = format::day(i18n, enrollment.start_date);
    match enrollment.end_date {
        Some(end) => say!(i18n, enrollments.from_to, from = from, to = format::day(i18n, end)),
        None if enrollment.state == State::Upcoming => say!(i18n, enrollments.starts, from = from),
        None => say!(i18n, enrollments.since, from = from),
    }
}
