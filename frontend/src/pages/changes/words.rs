//! Where a proposal stands, in words.

use domain::changes::Status;

use crate::{
    components::badge::Tone,
    i18n::{I18n, say},
};

pub fn status(i18n: I18n, status: Status) -> String {
    match status {
        Status::Pending => say!(i18n, changes.pending),
        Status::Approved => say!(i18n, changes.approved),
        Status::Refused => say!(i18n, changes.refused),
    }
}

pub fn tone(status: Status) -> Tone {
    match status {
        Status::Pending => Tone::Info,
        Status::Approved => Tone::Success,
        Status::Refused => Tone::Plain,
    }
}
