//! What stands around a control: the label and its help above, the error below.

use leptos::prelude::*;

use super::Field;
use crate::{
    components::icon::{Icon, Name},
    i18n::{Text, tr, use_i18n},
};

/// The ids of a control and of what describes it.
#[derive(Clone)]
pub struct Ids {
    pub control: String,
    pub help: String,
    pub error: String,
}

impl Ids {
    pub fn of(control: String) -> Self {
        Self { help: format!("{control}-help"), error: format!("{control}-error"), control }
    }

    /// For `aria-describedby`.
    pub fn describing(&self, helped: bool, wrong: bool) -> Option<String> {
        let parts = [helped.then_some(&self.help), wrong.then_some(&self.error)];
        let ids = parts.into_iter().flatten().map(String::as_str).collect::<Vec<_>>().join(" ");
        Some(ids).filter(|ids| !ids.is_empty())
    }
}

/// What a control is told about itself.
#[derive(Clone)]
pub struct Aria {
    pub ids: Ids,
    pub error: Signal<Option<String>>,
    helped: bool,
}

impl Aria {
    pub fn of<V: Send + Sync + 'static>(field: Field<V>, label: Text, help: Option<Text>) -> Self {
        field.labelled(label);
        Self { ids: Ids::of(field.id()), error: field.error(use_i18n()), helped: help.is_some() }
    }

    pub fn invalid(&self) -> Signal<&'static str> {
        let error = self.error;
        Signal::derive(move || if error.read().is_some() { "true" } else { "false" })
    }

    pub fn described_by(&self) -> Signal<Option<String>> {
        let (ids, error, helped) = (self.ids.clone(), self.error, self.helped);
        Signal::derive(move || ids.describing(helped, error.read().is_some()))
    }
}

/// A labelled control. `group` is for several controls under one question: a fieldset with a legend.
#[component]
pub fn Around(
    aria: Aria,
    label: Text,
    #[prop(optional_no_strip)] help: Option<Text>,
    #[prop(optional)] optional: bool,
    #[prop(optional)] group: bool,
    children: Children,
) -> impl IntoView {
    let optional = optional.then(|| {
        let note = tr!(forms.optional);
        view! { <span class="field-optional">" " {note}</span> }
    });
    let Aria { ids, error, .. } = aria;
    let (help, error) =
        (view! { <Help id=ids.help.clone() help/> }, view! { <Error id=ids.error.clone() error/> });
    if group {
        return view! {
            <fieldset class="field" id=ids.control>
                <legend class="field-label">{label} {optional}</legend>
                {help}
                {children()}
                {error}
            </fieldset>
        }
        .into_any();
    }
    view! {
        <div class="field">
            <label class="field-label" for=ids.control>{label} {optional}</label>
            {help}
            {children()}
            {error}
        </div>
    }
    .into_any()
}

#[component]
fn Help(id: String, help: Option<Text>) -> impl IntoView {
    help.map(|help| view! { <p class="field-help" id=id>{help}</p> })
}

#[component]
fn Error(id: String, error: Signal<Option<String>>) -> impl IntoView {
    move || {
        let id = id.clone();
        error.get().map(|error| {
            view! { <p class="field-error" id=id><Icon name=Name::Alert/> <span>{error}</span></p> }
        })
    }
}
