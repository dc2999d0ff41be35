//! A device in words.

use domain::sessions::Device;

use crate::{
    components::icon::Name,
    i18n::{I18n, say},
};

/// "Firefox on Android".
pub fn device(i18n: I18n, user_agent: &str) -> String {
    match Device::read(user_agent) {
        Device { browser: Some(browser), system: Some(system) } => {
            say!(i18n, sessions.device, browser = browser, system = system)
        }
        Device { browser: Some(name), system: None } | Device { browser: None, system: Some(name) } => {
            name.to_owned()
        }
        Device { browser: None, system: None } => say!(i18n, sessions.unknown),
    }
}

pub fn icon(user_agent: &str) -> Name {
    if Device::read(user_agent).is_handheld() { Name::Smartphone } else { Name::Monitor }
}
