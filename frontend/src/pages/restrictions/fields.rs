//! The fields that adding and changing a restriction share.

use chrono::NaiveDate;
use domain::restrictions::Restriction;
use leptos::prelude::*;

use crate::{
    format::today,
    forms::{Core, DateField, Field, TextArea},
    i18n::tr,
};

/// Dates and reason.
#[derive(Clone, Copy)]
pub struct Terms {
    pub start: Field<String>,
    pub end: Field<String>,
    pub review: Field<String>,
    pub reason: Field<String>,
}

impl Terms {
    /// As they are, or from today on where there are none yet.
    pub fn new(core: Core, found: Option<&Restriction>) -> Self {
        let day = |date: Option<NaiveDate>| date.map(|date| date.to_string()).unwrap_or_default();
        let start = core.text("/start_date", day(Some(found.map_or_else(today, |found| found.start_date))));
        let reason = found.and_then(|found| found.reason.clone()).unwrap_or_default();
        Self {
            start: start.needs_day(),
            end: core.text("/end_date", day(found.and_then(|found| found.end_date))).takes_day(),
            review: core.text("/review_date", day(found.and_then(|found| found.review_date))).takes_day(),
            reason: core.text("/reason", reason),
        }
    }
}

#[component]
pub fn TermFields(
    terms: Terms,
    /// Whether the reader sees why: who does not cannot change it either.
    #[prop(default = true)]
    reasons: bool,
) -> impl IntoView {
    let why = move || {
        view! {
            <DateField field=terms.review label=tr!(restrictions.review_date) optional=true/>
            <TextArea field=terms.reason label=tr!(restrictions.reason) help=tr!(restrictions.reason_help)/>
        }
    };
    view! {
        <div class="form-row">
            <DateField field=terms.start label=tr!(restrictions.start_date)/>
            <DateField field=terms.end label=tr!(restrictions.end_date) help=tr!(restrictions.end_date_help)/>
        </div>
        {reasons.then(why)}
    }
}
