//! What happened with one's clients, and what one did oneself.

use domain::{
    dashboard::{Activity, MyNumbers},
    timeline::Event,
};
use leptos::prelude::*;
use leptos_router::components::A;

use super::Part;
use crate::{
    components::{
        empty::Empty,
        icon::{Icon, Name},
        time::Moment,
    },
    i18n::{I18n, say, tr, use_i18n},
    pages::timeline,
};

#[component]
pub fn Lately(activity: Vec<Activity>) -> impl IntoView {
    let body = if activity.is_empty() {
        let (title, help) = (tr!(dashboard.no_activity), tr!(dashboard.no_activity_help));
        view! { <Empty icon=Name::History title help/> }.into_any()
    } else {
        let rows = activity.into_iter().map(|one| view! { <Line one/> });
        view! { <ul class="rows">{rows.collect_view()}</ul> }.into_any()
    };
    view! { <Part title=tr!(dashboard.activity)>{body}</Part> }
}

#[component]
fn Line(one: Activity) -> impl IntoView {
    let i18n = use_i18n();
    let by = one.by.clone().map(|who| say!(i18n, dashboard.by, who = who));
    let (name, what) = (one.client_name.clone(), worded(i18n, &one));
    view! {
        <li class="row">
            <Icon name=timeline::icon(one.kind)/>
            <A href=format!("/staff/clients/{}", one.client_id) {..} class="row-link">{name}</A>
            <span class="row-more">{what}</span>
            <span class="muted small row-end">{by} <Moment at=one.at/></span>
        </li>
    }
}

/// As the record's timeline words it.
fn worded(i18n: I18n, one: &Activity) -> String {
    let event = Event {
        at: one.at,
        kind: one.kind,
        subject_id: String::new(),
        what: one.what.clone(),
        by: None,
        about: None,
        text: None,
        confidential: false,
    };
    timeline::short(i18n, &event)
}

#[component]
pub fn Numbers(numbers: MyNumbers) -> impl IntoView {
    let i18n = use_i18n();
    let MyNumbers { notes, follow_ups_done, new_clients } = numbers;
    let all = [
        (notes, if notes == 1 { say!(i18n, dashboard.note) } else { say!(i18n, dashboard.notes) }),
        (
            follow_ups_done,
            if follow_ups_done == 1 { say!(i18n, dashboard.done_one) } else { say!(i18n, dashboard.done) },
        ),
        (
            new_clients,
            if new_clients == 1 { say!(i18n, dashboard.came_one) } else { say!(i18n, dashboard.came) },
        ),
    ];
    let number = |(number, words): (i64, String)| {
        view! { <li><strong>{number}</strong> " " <span class="muted">{words}</span></li> }
    };
    view! { <Part title=tr!(dashboard.numbers)><ul class="numbers">{all.map(number)}</ul></Part> }
}
