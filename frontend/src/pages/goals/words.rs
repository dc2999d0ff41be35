//! Goals and steps in words.

use domain::goals::{Area, Goal, Status, Step};
use leptos::prelude::*;

use crate::{
    components::badge::Tone,
    format,
    forms::Choices,
    i18n::{I18n, say},
};

pub fn area(i18n: I18n, area: Area) -> String {
    match area {
        Area::Employment => say!(i18n, goals.employment),
        Area::Training => say!(i18n, goals.training),
        Area::Housing => say!(i18n, goals.housing),
        Area::Health => say!(i18n, goals.health),
        Area::Legal => say!(i18n, goals.legal),
        Area::Money => say!(i18n, goals.money),
        Area::Other => say!(i18n, goals.other),
    }
}

pub fn areas(i18n: I18n) -> Choices {
    Signal::derive(move || Area::ALL.iter().map(|one| (one.code().to_owned(), area(i18n, *one))).collect())
}

pub fn status(i18n: I18n, status: Status) -> String {
    match status {
        Status::Open => say!(i18n, goals.open),
        Status::Reached => say!(i18n, goals.reached),
        Status::GivenUp => say!(i18n, goals.given_up),
    }
}

pub fn tone(status: Status) -> Tone {
    match status {
        Status::Open => Tone::Info,
        Status::Reached => Tone::Success,
        Status::GivenUp => Tone::Plain,
    }
}

/// How far it has come.
pub fn progress(i18n: I18n, goal: &Goal) -> String {
    match (goal.done(), goal.steps.len()) {
        (_, 0) => say!(i18n, goals.no_steps),
        (1, 1) => say!(i18n, goals.one_step_done),
        (0, 1) => say!(i18n, goals.one_step),
        (done, all) => say!(i18n, goals.steps_done, done = done, all = all),
    }
}

/// By when, how it ended, and who set it.
pub fn remarks(i18n: I18n, goal: &Goal) -> String {
    let day = |day| format::day(i18n, day);
    let by = goal.target_on.map(|target| say!(i18n, goals.by_day, day = day(target)));
    let closed = goal.closed_on.zip(goal.closed_by.clone());
    let closed = closed.map(|(on, who)| say!(i18n, goals.closed_by, day = day(on), who = who));
    let set = say!(i18n, goals.set_by, who = goal.set_by.clone(), when = format::moment(i18n, goal.set_at));
    [closed, by, Some(set)].into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

/// Who does it, and by when it was or is to be done.
pub fn who_and_when(i18n: I18n, step: &Step, client: &str) -> String {
    let owner = step.owner.clone().unwrap_or_else(|| client.to_owned());
    let when = match (step.done_on, step.due_on) {
        (Some(done), _) => Some(say!(i18n, goals.done_on_day, day = format::near_day(i18n, done))),
        (None, Some(due)) if step.overdue => {
            Some(say!(i18n, goals.was_due, day = format::near_day(i18n, due)))
        }
        (None, Some(due)) => Some(say!(i18n, goals.due, day = format::near_day(i18n, due))),
        (None, None) => None,
    };
    [Some(owner), when].into_iter().flatten().collect::<Vec<_>>().join(" · ")
}
