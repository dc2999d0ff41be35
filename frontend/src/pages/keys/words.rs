//! A key's state in words.

use domain::api_keys::KeyState;

use crate::{
    components::badge::Tone,
    i18n::{I18n, say},
};

pub fn state(i18n: I18n, state: KeyState) -> (String, Tone) {
    match state {
        KeyState::Active => (say!(i18n, api_keys.active), Tone::Success),
        KeyState::Expired => (say!(i18n, api_keys.expired), Tone::Plain),
        KeyState::Revoked => (say!(i18n, api_keys.revoked), Tone::Plain),
        KeyState::Suspended => (say!(i18n, api_keys.suspended), Tone::Warning),
    }
}
