//! A word with a color. The word carries the meaning.

use leptos::prelude::*;

use crate::components::icon::{Icon, Name};

#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub enum Tone {
    #[default]
    Plain,
    Info,
    Success,
    Warning,
    Danger,
}

impl Tone {
    fn class(self) -> &'static str {
        match self {
            Self::Plain => "tag",
            Self::Info => "tag tag-info",
            Self::Success => "tag tag-success",
            Self::Warning => "tag tag-warning",
            Self::Danger => "tag tag-danger",
        }
    }
}

#[component]
pub fn Badge(
    #[prop(optional)] tone: Tone,
    #[prop(optional, into)] icon: Option<Name>,
    #[prop(into)] text: String,
) -> impl IntoView {
    view! { <span class=tone.class()>{icon.map(|name| view! { <Icon name/> })} {text}</span> }
}
