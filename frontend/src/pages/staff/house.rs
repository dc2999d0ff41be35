//! Whose Openhall this is, as the menu says it.

use domain::organization::PublicOrganization;
use leptos::{prelude::*, task::spawn_local};

use crate::{
    api::anyone,
    i18n::{I18n, use_i18n},
};

/// A handle: copying it is free.
#[derive(Clone, Copy)]
pub struct House(RwSignal<Option<String>>);

impl House {
    /// What stands over the menu: the organization's name, once it is known.
    pub fn name(self) -> String {
        self.0.get().unwrap_or_else(|| "Openhall".to_owned())
    }

    /// From now on, in this window.
    pub fn is(self, i18n: I18n, organization: PublicOrganization) {
        i18n.speak_of_placing(organization.places_people);
        self.0.try_set(Some(organization.name));
    }
}

pub fn provide_house() {
    let house = House(RwSignal::new(None));
    let i18n = use_i18n();
    provide_context(house);
    spawn_local(async move {
        // Without an answer the menu keeps the product's name, and nothing else is lost.
        if let Ok(organization) = anyone::organization().await {
            house.is(i18n, organization);
        }
    });
}

pub fn use_house() -> House {
    expect_context::<House>()
}
