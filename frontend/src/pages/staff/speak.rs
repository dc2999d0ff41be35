//! Which languages are spoken behind this door: the staff's, and for participants those of the public pages, in which their
//! own page is written and what stands around it.

use leptos::{prelude::*, task::spawn_local};

use super::places::is_participant;
use crate::{
    i18n::I18n,
    preferences::{languages_of, preferred_language},
    session::Session,
};

/// The group of languages that somebody's pages are written in.
pub fn written_in(session: Session) -> &'static str {
    if is_participant(session) { "portal" } else { "staff" }
}

/// Speaks the reader's language, of a group's.
pub fn speak(i18n: I18n, group: &str) {
    let language = preferred_language(&languages_of(group));
    if language == untrack(|| i18n.language()) {
        return;
    }
    spawn_local(async move {
        // Where its texts do not come, the page stays in the language that it has.
        drop(i18n.bring(language, "staff").await);
    });
}
