//! The days between which a value is offered.

use chrono::NaiveDate;
use domain::code_lists::CodeValue;
use leptos::prelude::*;

use crate::{
    forms::{Core, DateField, Field},
    i18n::tr,
};

/// The first day, and the one on which it is retired. A handle: copying it is free.
#[derive(Clone, Copy)]
pub struct Days {
    from: Field<String>,
    retired: Field<String>,
}

impl Days {
    pub fn new(core: Core, found: Option<&CodeValue>) -> Self {
        let day = |date: Option<NaiveDate>| date.map(|date| date.to_string()).unwrap_or_default();
        Self {
            from: core.text("/offered_from", day(found.and_then(|found| found.offered_from))).takes_day(),
            retired: core.text("/retired_on", day(found.and_then(|found| found.retired_on))).takes_day(),
        }
    }

    pub fn offered_from(self) -> Option<NaiveDate> {
        self.from.parsed()
    }

    pub fn retired_on(self) -> Option<NaiveDate> {
        self.retired.parsed()
    }
}

#[component]
pub fn DayFields(days: Days) -> impl IntoView {
    view! {
        <DateField field=days.from label=tr!(settings.offered_from) help=tr!(settings.offered_from_help) optional=true/>
        <DateField field=days.retired label=tr!(settings.retires_on) help=tr!(settings.retires_on_help) optional=true/>
    }
}
