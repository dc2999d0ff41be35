//! What became of a request, in words that need no explaining.

use domain::enrollments::{EnrollmentRequest, RequestState};

use crate::{
    components::badge::Tone,
    format,
    i18n::{I18n, say},
};

/// Its name, its color, and what it means.
pub fn state(i18n: I18n, request: &EnrollmentRequest) -> (String, Tone, String) {
    match request.state {
        RequestState::Waiting => {
            (say!(i18n, my_programs.waiting), Tone::Info, say!(i18n, my_programs.waiting_help))
        }
        RequestState::Enrolled => {
            (say!(i18n, my_programs.enrolled), Tone::Success, say!(i18n, my_programs.enrolled_help))
        }
        RequestState::Offered => (say!(i18n, my_programs.offered), Tone::Success, held(i18n, request)),
        RequestState::Ended => {
            (say!(i18n, my_programs.ended), Tone::Plain, say!(i18n, my_programs.ended_help))
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

/// That a place is held, and until when one may answer.
fn held(i18n: I18n, request: &EnrollmentRequest) -> String {
    match request.reply_by {
        Some(day) => say!(i18n, my_programs.offered_help, day = format::day(i18n, day)),
        None => say!(i18n, my_programs.offered_kept),
    }
}
