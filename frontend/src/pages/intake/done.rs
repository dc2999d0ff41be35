//! It is sent: the number to keep, and what happens next.

use domain::organization::PublicOrganization;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use crate::{
    api::anyone,
    components::title::Title,
    components::{
        copy::Copy,
        icon::{Icon, Name},
        loaded::{Loaded, Reading},
    },
    i18n::tr,
    pages::public::{contact::Contact, frame::Frame},
};

/// Knows nothing but the reference, which tells nothing about the person.
#[component]
pub fn Done() -> impl IntoView {
    let organization = Reading::new(anyone::organization);
    let shown = Signal::derive(move || organization.value());
    let reference = use_query_map().read_untracked().get("reference").filter(|text| is_reference(text));
    let title = tr!(applying.done);
    view! {
        <Title text=move || title.get()/>
        <Frame organization=shown narrow=true>
            <div class="done">
                <header>
                    <h1><Icon name=Name::CheckCircle class="icon done-mark"/> {title}</h1>
                    <p>{tr!(applying.done_help)}</p>
                </header>
                {reference.map(|reference| view! { <Reference reference/> })}
                <Next/>
                <Loaded reading=organization rows=3 let:organization><Help organization/></Loaded>
            </div>
        </Frame>
    }
}

/// Anybody can put words into an address, so only what looks like a reference is shown as one.
fn is_reference(text: &str) -> bool {
    (4..=20).contains(&text.len())
        && text.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || b == b'-')
}

#[component]
fn Reference(reference: String) -> impl IntoView {
    view! {
        <section class="done-reference" aria-labelledby="reference">
            <h2 id="reference">{tr!(applying.reference)}</h2>
            <p class="done-number">{reference.clone()}</p>
            <p class="muted">{tr!(applying.reference_help)}</p>
            <div class="form-actions">
                <Copy text=reference label=tr!(applying.copy) done=tr!(applying.copied)/>
            </div>
        </section>
    }
}

#[component]
fn Next() -> impl IntoView {
    let step = |title, help| {
        view! {
            <li>
                <p class="steps-title">{title}</p>
                <p>{help}</p>
            </li>
        }
    };
    view! {
        <section aria-labelledby="next">
            <h2 id="next">{tr!(applying.next)}</h2>
            <ol class="steps">
                {step(tr!(applying.next_read), tr!(applying.next_read_help))}
                {step(tr!(applying.next_call), tr!(applying.next_call_help))}
                {step(tr!(applying.next_meet), tr!(applying.next_meet_help))}
            </ol>
        </section>
    }
}

#[component]
fn Help(organization: PublicOrganization) -> impl IntoView {
    view! {
        <section aria-labelledby="help">
            <h2 id="help">{tr!(applying.questions)}</h2>
            <p>{tr!(applying.questions_help)}</p>
            <Contact organization/>
        </section>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_in_the_address_are_no_reference() {
        assert!(is_reference("K7QM-2XHD"));
        for wrong in ["", "Call 555", "<b>", "K7QM-2XHD-K7QM-2XHD-K7QM"] {
            assert!(!is_reference(wrong), "{wrong}");
        }
    }
}
