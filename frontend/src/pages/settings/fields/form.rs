//! The controls of a definition.

use leptos::prelude::*;

use super::{
    super::lists::labels::{Lines, WordingFields},
    choices::ChoiceFields,
    definition::{Bounds, Definition},
    words::{self, KINDS},
};
use crate::{
    forms::{Check, DateField, Kind, Radios, Select, TextField},
    i18n::{tr, use_i18n},
};
use domain::custom_fields::On;

#[component]
pub fn DefinitionFields(
    definition: Definition,
    /// Its name and kind stay.
    #[prop(optional)]
    is_there: bool,
) -> impl IntoView {
    let i18n = use_i18n();
    let kinds = Signal::derive(move || KINDS.map(|one| (one.to_owned(), words::kind(i18n, one))).to_vec());
    let whom = Signal::derive(move || {
        [On::Both, On::Applications, On::Clients]
            .map(|one| (one.code().to_owned(), words::on(i18n, one)))
            .to_vec()
    });
    let kind = move || {
        match is_there {
        true => view! { <p class="muted">{words::kind(i18n, &definition.kind.get())} ". " {tr!(custom_fields.kind_stays)}</p> }
            .into_any(),
        false => view! {
            <Select field=definition.kind label=tr!(custom_fields.kind) choices=kinds no_blank=true/>
        }
        .into_any(),
    }
    };
    view! {
        <h3>{tr!(custom_fields.labels)}</h3>
        <WordingFields wording=definition.labels/>
        <details class="field">
            <summary>{tr!(custom_fields.hints)}</summary>
            <p class="muted">{tr!(custom_fields.hints_help)}</p>
            <Lines wording=definition.hints all_optional=true/>
        </details>
        {(!is_there).then(|| view! {
            <TextField field=definition.name label=tr!(custom_fields.name) help=tr!(custom_fields.name_help) optional=true/>
        })}
        <h3>{tr!(custom_fields.kind)}</h3>
        {kind}
        {move || of_kind(definition, &definition.kind.get())}
        <Radios field=definition.on label=tr!(custom_fields.on) choices=whom/>
        <Check field=definition.required label=tr!(custom_fields.required)/>
        <p class="field-help">{tr!(custom_fields.required_help)}</p>
        <Check field=definition.sensitive label=tr!(custom_fields.sensitive)/>
        <p class="field-help">{tr!(custom_fields.sensitive_help)}</p>
    }
}

/// The bounds of a kind, or its choices.
fn of_kind(definition: Definition, kind: &str) -> AnyView {
    let Bounds { shortest, longest, least, most, earliest, latest } = definition.bounds;
    match kind {
        "choice" => view! { <ChoiceFields rows=definition.choices/> }.into_any(),
        "number" => view! {
            <div class="form-row">
                <TextField field=least label=tr!(custom_fields.least) kind=Kind::Number optional=true/>
                <TextField field=most label=tr!(custom_fields.most) kind=Kind::Number optional=true/>
            </div>
        }
        .into_any(),
        "date" => view! {
            <div class="form-row">
                <DateField field=earliest label=tr!(custom_fields.earliest) optional=true/>
                <DateField field=latest label=tr!(custom_fields.latest) optional=true/>
            </div>
        }
        .into_any(),
        _ => view! {
            <div class="form-row">
                <TextField field=shortest label=tr!(custom_fields.shortest) kind=Kind::Digits optional=true/>
                <TextField field=longest label=tr!(custom_fields.longest) help=tr!(custom_fields.longest_help)
                    kind=Kind::Digits optional=true/>
            </div>
        }
        .into_any(),
    }
}
