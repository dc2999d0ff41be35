//! Carries a sign-in from its page to the page that was wanted, so that it is not renewed at once.

use domain::sessions::SignedIn;
use leptos::prelude::*;

#[derive(Clone, Copy)]
pub struct Arrival(StoredValue<Option<SignedIn>>);

impl Arrival {
    pub fn bring(self, signed_in: SignedIn) {
        self.0.set_value(Some(signed_in));
    }

    pub fn take(self) -> Option<SignedIn> {
        self.0.try_update_value(Option::take).flatten()
    }
}

pub fn provide_arrival() {
    provide_context(Arrival(StoredValue::new(None)));
}

pub fn use_arrival() -> Arrival {
    expect_context::<Arrival>()
}
