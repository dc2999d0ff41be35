//! What became of a request, in words that need no explaining.

use domain::enrollments::RequestState;

use crate::{
    components::badge::Tone,
    i18n::{I18n, say},
};

/// Its name, its color, and what it means.
pub fn state(i18n: I18n, state: RequestState) -> (String, Tone, String) {
    match state {
        RequestState::Waiting => {
            (say!(i18n, my_programs.waiting), Tone::Info, say!(i18n, my_programs.waiting_help))
        }
        RequestState::Enrolled => {
            (say!(i18n, my_programs.enrolled), Tone::Success, say!(i18n, my_programs.enrolled_help))
        }
        RequestState::OnTheList => {
            (say!(i18n, my_programs.on_the_list), Tone::Info, say!(i18n, my_programs.on_the_list_help))
        }
        RequestState::SpeakToUs => {
            (say!(i18n, my_programs.speak_to_us), Tone::Warning, say!(i18n, my_programs.speak_to_us_help))
        }
        RequestState::Withdrawn => {
            (say!(i18n, my_programs.withdrawn), Tone::Plain, say!(i18n, my_programs.withdrawn_help))
        }
    }
}
