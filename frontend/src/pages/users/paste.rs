//! What is read of a pasted list, line by line, before anybody is invited.

use domain::users::Line;
use leptos::prelude::*;

use super::words;
use crate::{
    components::{
        badge::{Badge, Tone},
        icon::Name,
    },
    i18n::{say, use_i18n},
};

#[component]
pub fn Preview(lines: Memo<Vec<Line>>) -> impl IntoView {
    let i18n = use_i18n();
    let count = move || {
        let fine = lines.read().iter().filter(|line| line.wrong.is_none()).count();
        match (fine, lines.read().len() - fine) {
            (fine, 0) => say!(i18n, users.will_invite, n = fine),
            (fine, wrong) => say!(i18n, users.will_invite_some, n = fine, wrong = wrong),
        }
    };
    let rows = move || lines.get().into_iter().map(|line| view! { <Read line/> }).collect_view();
    move || {
        (!lines.read().is_empty()).then(|| {
            view! {
                <div class="read-people">
                    <p class="muted" role="status">{count}</p>
                    <ul class="rows card">{rows}</ul>
                </div>
            }
        })
    }
}

#[component]
fn Read(line: Line) -> impl IntoView {
    let i18n = use_i18n();
    let wrong = line.wrong.map(|why| {
        view! { <Badge tone=Tone::Warning icon=Name::Alert text=words::why(i18n, why)/> }
    });
    view! {
        <li class="row">
            <div class="row-more"><strong>{line.person.name}</strong> " " <span class="muted">{line.person.email}</span></div>
            {wrong}
        </li>
    }
}
