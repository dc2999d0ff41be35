//! Lines, paragraphs and days.

use leptos::prelude::*;

use super::{Around, Field, around::Aria};
use crate::i18n::Text;

/// What a line is for: the keyboard that a phone shows depends on it.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub enum Kind {
    #[default]
    Line,
    Email,
    Phone,
    Password,
    Digits,
    /// A number that may have decimals.
    Number,
    /// A day, native.
    Day,
    /// A day and a time, native.
    Moment,
}

impl Kind {
    fn input_type(self) -> &'static str {
        match self {
            Self::Line | Self::Digits | Self::Number => "text",
            Self::Email => "email",
            Self::Phone => "tel",
            Self::Password => "password",
            Self::Day => "date",
            Self::Moment => "datetime-local",
        }
    }

    fn input_mode(self) -> Option<&'static str> {
        match self {
            Self::Digits => Some("numeric"),
            Self::Number => Some("decimal"),
            _ => None,
        }
    }
}

/// A line of text.
#[component]
pub fn TextField(
    field: Field<String>,
    label: Text,
    #[prop(optional_no_strip, into)] help: Option<Text>,
    #[prop(optional)] kind: Kind,
    /// The HTML autofill name: `given-name`, `tel`, `bday-day`. `off` where the form is about somebody else.
    #[prop(default = "off")]
    autocomplete: &'static str,
    #[prop(optional)] optional: bool,
) -> impl IntoView {
    view! { <Line field label help kind autocomplete optional/> }
}

/// A day of work, by the browser's own calendar. Births have three fields instead.
#[component]
pub fn DateField(
    field: Field<String>,
    label: Text,
    #[prop(optional_no_strip, into)] help: Option<Text>,
    #[prop(optional)] optional: bool,
) -> impl IntoView {
    view! { <Line field label help kind=Kind::Day autocomplete="off" optional/> }
}

#[component]
fn Line(
    field: Field<String>,
    label: Text,
    help: Option<Text>,
    kind: Kind,
    autocomplete: &'static str,
    optional: bool,
) -> impl IntoView {
    let aria = Aria::of(field, label, help);
    let (id, invalid, described_by) = (aria.ids.control.clone(), aria.invalid(), aria.described_by());
    view! {
        <Around aria label help optional>
            <input
                id=id
                class=if kind == Kind::Day { "input field-day" } else { "input w-full" }
                type=kind.input_type()
                inputmode=kind.input_mode()
                autocomplete=autocomplete
                aria-invalid=invalid
                aria-describedby=described_by
                prop:value=field.signal()
                on:input=move |event| field.type_in(event_target_value(&event))
                on:blur=move |_| field.leave()
            />
        </Around>
    }
}

/// Several lines of text.
#[component]
pub fn TextArea(
    field: Field<String>,
    label: Text,
    #[prop(optional_no_strip, into)] help: Option<Text>,
    #[prop(default = 4)] rows: u16,
    #[prop(optional)] optional: bool,
) -> impl IntoView {
    let aria = Aria::of(field, label, help);
    let (id, invalid, described_by) = (aria.ids.control.clone(), aria.invalid(), aria.described_by());
    view! {
        <Around aria label help optional>
            <textarea
                id=id
                class="textarea w-full"
                placeholder=" "
                rows=rows
                // What is typed while it is being sent would be lost with the answer.
                readonly=move || field.core().pending().get()
                aria-invalid=invalid
                aria-describedby=described_by
                prop:value=field.signal()
                on:input=move |event| field.type_in(event_target_value(&event))
                on:blur=move |_| field.leave()
            ></textarea>
        </Around>
    }
}
