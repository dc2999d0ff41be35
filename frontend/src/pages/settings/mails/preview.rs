//! How a mail will read, while it is typed.

use domain::mail_texts::{MailKind, fill};
use leptos::prelude::*;

use crate::{forms::Field, i18n::tr, pages::staff::use_house};

#[component]
pub fn Preview(kind: MailKind, subject: Field<String>, body: Field<String>) -> impl IntoView {
    let house = use_house();
    let filled = move |text: String| {
        fill(&text, |name| match name {
            "organization" => Some(house.name()),
            known if kind.placeholders().contains(&known) => Some(kind.example(known).to_owned()),
            _ => None,
        })
    };
    let paragraphs = move || {
        let text = filled(body.get());
        let all = text.split("\n\n").map(str::trim).filter(|words| !words.is_empty());
        all.map(|words| view! { <p>{words.to_owned()}</p> }).collect_view()
    };
    view! {
        <section aria-labelledby="mail-preview">
            <p class="field-label" id="mail-preview">{tr!(mail_texts.preview)}</p>
            <div class="card padded" data-testid="mail-preview">
                <p><strong>{move || filled(subject.get())}</strong></p>
                {paragraphs}
            </div>
        </section>
    }
}
