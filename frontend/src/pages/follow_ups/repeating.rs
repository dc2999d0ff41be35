//! How often a follow-up comes again.

use domain::follow_ups::{Repeats, Rhythm};
use leptos::prelude::*;

use crate::{
    forms::{Core, DateField, Field, Kind, Select, TextField},
    i18n::{Text, say, tr, use_i18n},
};

/// The fields of a rhythm. A handle: copying it is free.
#[derive(Clone, Copy)]
pub struct Again {
    rhythm: Field<String>,
    every: Field<String>,
    until: Field<String>,
}

impl Again {
    /// Filled with the rhythm that there is.
    pub fn new(core: Core, now: Option<Repeats>) -> Self {
        let until = now.and_then(|now| now.until).map(|day| day.to_string()).unwrap_or_default();
        Self {
            rhythm: core.text("/repeats/rhythm", now.map_or("", |now| now.rhythm.code())),
            every: core.text("/repeats/every", now.map_or(1, |now| now.every).to_string()),
            until: core.text("/repeats/until", until).takes_day(),
        }
    }

    /// A number that is none is out of range, and is told so.
    pub fn repeats(self) -> Option<Repeats> {
        let rhythm = Rhythm::from_code(&self.rhythm.get())?;
        Some(Repeats { rhythm, every: self.every.parsed().unwrap_or(0), until: self.until.parsed() })
    }
}

/// `never` says what it means that none is chosen.
#[component]
pub fn Repeating(fields: Again, never: Text) -> impl IntoView {
    let i18n = use_i18n();
    let choices = Signal::derive(move || {
        vec![
            (Rhythm::Weekly.code().to_owned(), say!(i18n, follow_ups.weekly)),
            (Rhythm::Monthly.code().to_owned(), say!(i18n, follow_ups.monthly)),
        ]
    });
    let repeats = Memo::new(move |_| !fields.rhythm.get().is_empty());
    view! {
        <Select field=fields.rhythm label=tr!(follow_ups.repeats) choices blank=never optional=true/>
        {move || repeats.get().then(|| view! {
            <TextField field=fields.every label=tr!(follow_ups.every) help=tr!(follow_ups.every_help) kind=Kind::Digits/>
            <DateField field=fields.until label=tr!(follow_ups.until) optional=true/>
        })}
    }
}
