//! The organization's own fields in a proposal: by their labels, and values as people read them.

use domain::{
    code_lists::label,
    custom_fields::{CustomField, FieldValue},
    permission::Permission,
};
use leptos::prelude::*;
use serde_json::Value;

use crate::{
    components::loaded::Reading,
    i18n::I18n,
    pages::{audit::titled, custom_fields::shown},
    session::use_session,
};

/// What a proposal about such fields is called.
const ABOUT_FIELDS: &str = "custom_fields.set";

/// The definitions, where a proposal that is shown needs them. A handle: copying it is free.
#[derive(Clone, Copy)]
pub struct OwnFields(Option<Reading<Vec<CustomField>>>);

/// Reads the definitions, if one of these edits is about them. Only in a component's body.
pub fn provide_own_fields<'a>(edits: impl IntoIterator<Item = &'a str>) {
    let session = use_session();
    let needed = session.may(Permission::SeeClients) && edits.into_iter().any(|edit| edit == ABOUT_FIELDS);
    let reading = needed.then(|| Reading::new(move || session.custom_fields()));
    provide_context(OwnFields(reading));
}

pub fn use_own_fields() -> OwnFields {
    use_context().unwrap_or(OwnFields(None))
}

impl OwnFields {
    /// What a field is called in the reader's language.
    pub fn title(self, i18n: I18n, field: &str) -> String {
        match self.named(field) {
            Some(own) => label(&own.labels, i18n.language().code()).to_owned(),
            None => titled(i18n, field),
        }
    }

    /// A value of a field of the organization's own; nothing for any other field.
    pub fn say(self, i18n: I18n, field: &str, value: &Value) -> Option<String> {
        let own = self.named(field)?;
        let value: FieldValue = serde_json::from_value(value.clone()).ok()?;
        Some(shown(i18n, &own.takes, &value))
    }

    fn named(self, field: &str) -> Option<CustomField> {
        self.0?.value()?.into_iter().find(|own| own.name == field)
    }
}
