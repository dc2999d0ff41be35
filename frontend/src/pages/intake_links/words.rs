//! A link's kind and state in words.

use domain::intake_links::{IntakeLinkKind, IntakeLinkState};

use crate::{
    components::badge::Tone,
    i18n::{I18n, say},
};

pub fn kind(i18n: I18n, kind: IntakeLinkKind) -> String {
    match kind {
        IntakeLinkKind::Public => say!(i18n, intake_links.public),
        IntakeLinkKind::OneTime => say!(i18n, intake_links.one_time),
        IntakeLinkKind::Referral => say!(i18n, intake_links.referral),
        IntakeLinkKind::Assisted => say!(i18n, intake_links.assisted),
    }
}

/// With what one has to know to choose it.
pub fn explained(i18n: I18n, kind: IntakeLinkKind) -> String {
    match kind {
        IntakeLinkKind::Public => say!(i18n, intake_links.public_why),
        IntakeLinkKind::OneTime => say!(i18n, intake_links.one_time_why),
        IntakeLinkKind::Referral => say!(i18n, intake_links.referral_why),
        IntakeLinkKind::Assisted => say!(i18n, intake_links.assisted_why),
    }
}

pub fn state(i18n: I18n, state: IntakeLinkState) -> (String, Tone) {
    match state {
        IntakeLinkState::Works => (say!(i18n, intake_links.works), Tone::Success),
        IntakeLinkState::Used => (say!(i18n, intake_links.used), Tone::Plain),
        IntakeLinkState::Expired => (say!(i18n, intake_links.expired), Tone::Plain),
        IntakeLinkState::Ended => (say!(i18n, intake_links.ended), Tone::Plain),
    }
}
