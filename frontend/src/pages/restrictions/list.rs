//! All restrictions in sight, one tab a state.

use domain::{
    page::Page,
    permission::Permission,
    restrictions::{Restriction, RestrictionFilter, Sort, State},
    views::List,
};
use leptos::prelude::*;
use leptos_router::components::A;

use super::{
    bypass::set_aside,
    words::{dates, reach, reason},
};
use crate::{
    components::{
        address::Address,
        badge::{Badge, Tone},
        empty::Empty,
        filters::{OneOf, View},
        icon::Name,
        listing::{Column, Listing},
        loaded::{Loaded, Reading},
        page_header::PageHeader,
    },
    format::{self, today},
    i18n::{say, tr, use_i18n},
    pages::views::SavedViews,
    session::use_session,
};

#[component]
pub fn Restrictions() -> impl IntoView {
    let (i18n, session, address) = (use_i18n(), use_session(), Address::here());
    let reasons = session.may(Permission::SeeRestrictionReasons);
    let orders =
        Signal::derive(move || vec![(Sort::Review.code().to_owned(), say!(i18n, restrictions.sort_review))]);
    let reading = Reading::new(move || session.restrictions(filter(address)));
    view! {
        <PageHeader title=tr!(restrictions.title) help=tr!(restrictions.help)/>
        <nav class="tab-bar" aria-label=tr!(restrictions.title)>
            <View key="state" value="" label=tr!(restrictions.active)/>
            {reasons.then(|| view! { <View key="state" value=REVIEW_DUE label=tr!(restrictions.review_due)/> })}
            <View key="state" value="upcoming" label=tr!(restrictions.upcoming)/>
            <View key="state" value="expired" label=tr!(restrictions.expired)/>
            <View key="state" value="lifted" label=tr!(restrictions.lifted)/>
        </nav>
        {reasons.then(|| view! {
            <div class="filters">
                <OneOf key="sort" label=tr!(restrictions.sort) any=tr!(restrictions.sort_start) options=orders/>
            </div>
        })}
        <SavedViews list=List::Restrictions/>
        <Loaded reading rows=8 let:page><Rows page/></Loaded>
    }
}

/// What stands for a state in the address: those in force that are to be looked at again.
const REVIEW_DUE: &str = "review_due";

fn is_review_due(address: Address) -> bool {
    address.one("state").as_deref() == Some(REVIEW_DUE)
}

/// The state in the address; active where it says nothing.
fn state(address: Address) -> State {
    address.one("state").and_then(|code| State::from_code(&code)).unwrap_or(State::Active)
}

fn filter(address: Address) -> RestrictionFilter {
    RestrictionFilter {
        state: vec![state(address)],
        review_due: is_review_due(address).then_some(true),
        sort: address.one("sort").and_then(|code| Sort::from_code(&code)),
        cursor: address.one("cursor"),
        ..RestrictionFilter::default()
    }
}

#[component]
fn Rows(page: Page<Restriction>) -> impl IntoView {
    let columns = vec![
        Column::new(tr!(restrictions.client)),
        Column::wide(tr!(restrictions.reach)),
        Column::new(tr!(restrictions.dates)),
        Column::wide(tr!(restrictions.reason)),
    ];
    let nothing = || view! { <Nothing/> }.into_any();
    view! { <Listing page columns row=|row| view! { <Row row/> }.into_any() nothing/> }
}

#[component]
fn Row(row: Restriction) -> impl IntoView {
    let restriction = row;
    let i18n = use_i18n();
    let href = format!("/staff/clients/{}/restrictions", restriction.client_id);
    let name = restriction.client_name.clone();
    let review =
        restriction.review_date.map(|day| say!(i18n, restrictions.review, day = format::day(i18n, day)));
    let aside = set_aside(i18n, &restriction).map(|text| view! { <div class="muted small">{text}</div> });
    let due = restriction.is_review_due(today());
    let due =
        due.then(|| view! { <Badge tone=Tone::Warning text=say!(i18n, restrictions.review_due_badge)/> });
    view! {
        <tr>
            <th scope="row">
                <A href {..} class="row-link">{name}</A>
                <div class="narrow-only muted small">{reach(i18n, &restriction)}</div>
            </th>
            <td class="wide-only">{reach(i18n, &restriction)}</td>
            <td>
                {dates(i18n, &restriction)} {aside}
                {review.map(|text| view! { <div class="muted small">{text} " " {due}</div> })}
            </td>
            <td class="wide-only reason">{reason(i18n, &restriction)}</td>
        </tr>
    }
}

#[component]
fn Nothing() -> impl IntoView {
    match state(Address::here()) {
        State::Active if is_review_due(Address::here()) => {
            let (title, help) = (tr!(restrictions.none_due), tr!(restrictions.none_due_help));
            view! { <Empty icon=Name::CheckCircle title help/> }.into_any()
        }
        State::Active => {
            let (title, help) = (tr!(restrictions.none_active), tr!(restrictions.none_active_help));
            view! { <Empty icon=Name::CheckCircle title help/> }.into_any()
        }
        _ => view! { <Empty icon=Name::Restriction title=tr!(restrictions.none)/> }.into_any(),
    }
}
