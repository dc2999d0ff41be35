//! The fields that setting and changing a goal share.

use domain::goals::{Area, Goal};
use leptos::prelude::*;

use super::words::areas;
use crate::{
    forms::{Core, DateField, Field, Select, TextArea, TextField},
    i18n::{tr, use_i18n},
};

/// What is to be reached, why, and by when.
#[derive(Clone, Copy)]
pub struct Wish {
    pub title: Field<String>,
    pub area: Field<String>,
    pub why: Field<String>,
    pub target_on: Field<String>,
}

impl Wish {
    /// As it is, or empty where there is none yet.
    pub fn new(core: Core, found: Option<&Goal>) -> Self {
        let target = found.and_then(|goal| goal.target_on).map(|day| day.to_string());
        Self {
            title: core.text("/title", found.map(|goal| goal.title.clone()).unwrap_or_default()),
            area: core.text("/area", found.map_or(Area::default(), |goal| goal.area).code()),
            why: core.text("/why", found.map(|goal| goal.why.clone()).unwrap_or_default()),
            target_on: core.text("/target_on", target.unwrap_or_default()).takes_day(),
        }
    }

    pub fn chosen_area(self) -> Option<Area> {
        Area::from_code(&self.area.get())
    }
}

#[component]
pub fn WishFields(wish: Wish) -> impl IntoView {
    view! {
        <TextField field=wish.title label=tr!(goals.title_field) help=tr!(goals.title_help)/>
        <div class="form-row">
            <Select field=wish.area label=tr!(goals.area) choices=areas(use_i18n()) no_blank=true/>
            <DateField field=wish.target_on label=tr!(goals.target_on) optional=true/>
        </div>
        <TextArea field=wish.why label=tr!(goals.why) help=tr!(goals.why_help) rows=3 optional=true/>
    }
}
