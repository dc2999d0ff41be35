//! The fields that adding and changing a restriction share.

use chrono::NaiveDate;
use domain::problem::FieldError;
use leptos::prelude::*;

use crate::{
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
    pub fn new(
        core: Core,
        start: Option<NaiveDate>,
        end: Option<NaiveDate>,
        review: Option<NaiveDate>,
    ) -> Self {
        let day = |date: Option<NaiveDate>| date.map(|date| date.to_string()).unwrap_or_default();
        let start = core.text("/start_date", day(start));
        start.reads_by(move || start.some().is_none().then(|| FieldError::new("/start_date", "required")));
        Self {
            start,
            end: core.text("/end_date", day(end)),
            review: core.text("/review_date", day(review)),
            reason: core.text("/reason", ""),
        }
    }
}

#[component]
pub fn TermFields(terms: Terms) -> impl IntoView {
    view! {
        <div class="form-row">
            <DateField field=terms.start label=tr!(restrictions.start_date)/>
            <DateField field=terms.end label=tr!(restrictions.end_date) help=tr!(restrictions.end_date_help)/>
        </div>
        <DateField field=terms.review label=tr!(restrictions.review_date) optional=true/>
        <TextArea field=terms.reason label=tr!(restrictions.reason) help=tr!(restrictions.reason_help)/>
    }
}
