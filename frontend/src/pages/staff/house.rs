//! Whose Openhall this is, as the menu says it.

use leptos::{prelude::*, task::spawn_local};

use crate::api::anyone;

/// A handle: copying it is free.
#[derive(Clone, Copy)]
pub struct House(RwSignal<Option<String>>);

impl House {
    /// What stands over the menu: the organization's name, once it is known.
    pub fn name(self) -> String {
        self.0.get().unwrap_or_else(|| "Openhall".to_owned())
    }

    /// From now on, in this window.
    pub fn is_called(self, name: &str) {
        self.0.set(Some(name.to_owned()));
    }
}

pub fn provide_house() {
    let house = House(RwSignal::new(None));
    provide_context(house);
    spawn_local(async move {
        // Without an answer the menu keeps the product's name, and nothing else is lost.
        if let Ok(organization) = anyone::organization().await {
            house.0.try_set(Some(organization.name));
        }
    });
}

pub fn use_house() -> House {
    expect_context::<House>()
}
